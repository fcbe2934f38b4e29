package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/edit"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

type diffCmd struct {
	ID   string `arg:"" help:"A report, by its identifier: the last part of its page's address."`
	From *int   `arg:"" optional:"" help:"The older version, counted from 1; without it, the one before the last." placeholder:"N"`
	To   *int   `arg:"" optional:"" help:"The newer version; without it, the one after the older." placeholder:"M"`
}

func (diffCmd) Help() string {
	return `Prints what an outlet changed from one version of its report to another: [-taken out-]{+put in+}.
Paragraphs that are equal in both are counted. Times are those of [site] timezone, as on the site.

Example:

    waidian diff ID
    waidian diff ID 1 3`
}

func (cmd *diffCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	var list []news.Version
	var old, now news.Article
	var from, to int
	err = p.db.View(ctx, func(tx *store.Tx) (err error) {
		id := news.ArticleID(cmd.ID)
		items, err := tx.Items([]news.ArticleID{id}) // none that is taken down
		if err != nil {
			return err
		}
		for _, it := range items {
			list = it.Versions
		}
		if from, to, err = cmd.choose(len(list)); err != nil {
			return err
		}
		if old, err = tx.Version(id, from); err != nil {
			return err
		}
		now, err = tx.Version(id, to)
		return err
	})
	if err != nil {
		return fmt.Errorf("diff: %w", err)
	}
	printDiff(a.Stdout, list[from-1], list[to-1], edit.Between(old, now), p.zone())
	return nil
}

// choose returns the versions that are meant, of n.
func (cmd *diffCmd) choose(n int) (from, to int, err error) {
	switch n {
	case 0:
		return 0, 0, hint(fmt.Errorf("no report %s", cmd.ID), "waidian search prints the addresses of pages, which end in identifiers")
	case 1:
		return 0, 0, fmt.Errorf("report %s has one version", cmd.ID)
	}
	if from = n - 1; cmd.From != nil {
		from = *cmd.From
	}
	if to = from + 1; cmd.To != nil {
		to = *cmd.To
	}
	for _, v := range []int{from, to} {
		switch {
		case v < 1:
			return 0, 0, usageError{fmt.Errorf("no version %d: versions count from 1, and report %s has %d", v, cmd.ID, n)}
		case v > n && cmd.To == nil && from == n:
			return 0, 0, usageError{fmt.Errorf("version %d of report %s is the newest: nothing comes after it", n, cmd.ID)}
		case v > n:
			return 0, 0, usageError{fmt.Errorf("report %s has no version %d: there are %d", cmd.ID, v, n)}
		}
	}
	if from >= to {
		return 0, 0, usageError{fmt.Errorf("version %d is not older than %d: the older is given first", from, to)}
	}
	return from, to, nil
}

// printDiff prints an edit for people in a zone, on a terminal.
func printDiff(w io.Writer, before, after news.Version, e news.Edit, zone *time.Location) {
	fmt.Fprintf(w, "version %d: %s", before.N, clockIn(before.Captured, zone))
	if !before.Seen.IsZero() {
		fmt.Fprintf(w, ", last seen %s", clockIn(before.Seen, zone))
	}
	fmt.Fprintf(w, "\nversion %d: %s; times of %s\n", after.N, clockIn(after.Captured, zone), zone)
	if after.N == before.N+1 && !after.Edited {
		fmt.Fprintln(w, "the text was read differently; whether the outlet changed it is not known")
	}
	if e.Note != "" {
		fmt.Fprintf(w, "the outlet says: %s\n", inFull(e.Note))
	}
	switch {
	case e.Was != "" && e.Is != "":
		fmt.Fprintf(w, "%s: %s → %s\n", e.Reason, inFull(e.Was), inFull(e.Is))
	case e.Was != "":
		fmt.Fprintf(w, "%s: [-%s-]\n", e.Reason, inFull(e.Was))
	}
	if e.WasT != e.IsT {
		fmt.Fprintf(w, "\n[-%s-]\n{+%s+}\n", inFull(e.WasT), inFull(e.IsT))
	}
	if e.Paragraphs == 0 {
		if e.WasT == e.IsT {
			fmt.Fprintln(w, "\nno words differ")
		} else {
			fmt.Fprintln(w, "\nthe text is the same in both")
		}
		return
	}
	for _, p := range e.Passages {
		if p.Same > 0 {
			fmt.Fprintf(w, "\n… %d equal …\n", p.Same)
			continue
		}
		var b strings.Builder
		for i, x := range p.Pieces {
			if i > 0 && e.Rewritten {
				b.WriteString("\n\n")
			}
			switch t := inFull(x.Text); x.Kind {
			case news.Deleted:
				b.WriteString("[-" + t + "-]")
			case news.Inserted:
				b.WriteString("{+" + t + "+}")
			default:
				b.WriteString(t)
			}
		}
		fmt.Fprintf(w, "\n%s\n", b.String())
	}
}

// inFull is text from outside without characters that control a terminal.
func inFull(s string) string { return strings.Map(uncontrolled, s) }
