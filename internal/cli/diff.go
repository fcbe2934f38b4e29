package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/waidian/waidian/internal/edit"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

type diffCmd struct {
	ID   string `arg:"" help:"A report, by its identifier: the last part of its page's address."`
	From int    `arg:"" optional:"" help:"The older version; without it, the one before the last." placeholder:"N"`
	To   int    `arg:"" optional:"" help:"The newer version; without it, the one after the older." placeholder:"M"`
}

func (diffCmd) Help() string {
	return `Prints what an outlet changed from one version of its report to another: [-taken out-]{+put in+}.
Paragraphs that are equal in both are counted.

Example:

    waidian diff jrvzysmwln
    waidian diff jrvzysmwln 1 3`
}

func (cmd *diffCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	var list []news.Version
	var old, now news.Article
	err = p.db.View(ctx, func(tx *store.Tx) (err error) {
		id := news.ArticleID(cmd.ID)
		items, err := tx.Items([]news.ArticleID{id}) // none that is taken down
		if err != nil {
			return err
		}
		for _, it := range items {
			list = it.Versions
		}
		if err := cmd.choose(list); err != nil {
			return err
		}
		if old, err = tx.Version(id, cmd.From); err != nil {
			return err
		}
		now, err = tx.Version(id, cmd.To)
		return err
	})
	if err != nil {
		return fmt.Errorf("diff: %w", err)
	}
	printDiff(a.Stdout, list, edit.Between(old, now), cmd.From, cmd.To)
	return nil
}

// choose fills in the versions that were not given.
func (cmd *diffCmd) choose(list []news.Version) error {
	n := len(list)
	switch {
	case n == 0:
		return hint(fmt.Errorf("no report %s", cmd.ID), "waidian search prints the addresses of pages, which end in identifiers")
	case n == 1:
		return fmt.Errorf("report %s has one version", cmd.ID)
	}
	if cmd.From == 0 {
		cmd.From = n - 1
	}
	if cmd.To == 0 {
		cmd.To = cmd.From + 1
	}
	for _, v := range []int{cmd.From, cmd.To} {
		if v < 1 || v > n {
			return usageError{fmt.Errorf("report %s has no version %d: there are %d", cmd.ID, v, n)}
		}
	}
	return nil
}

// printDiff prints an edit for a terminal.
func printDiff(w io.Writer, list []news.Version, e news.Edit, from, to int) {
	before, after := list[from-1], list[to-1]
	const minute = "2006-01-02 15:04 MST"
	fmt.Fprintf(w, "version %d: %s, last seen %s\nversion %d: %s\n", from, before.Captured.UTC().Format(minute), before.Seen.UTC().Format(minute),
		to, after.Captured.UTC().Format(minute))
	if to == from+1 && !after.Edited {
		fmt.Fprintln(w, "the text was read differently; whether the outlet changed it is not known")
	}
	if e.Note != "" {
		fmt.Fprintf(w, "the outlet says: %s\n", inFull(e.Note))
	}
	if e.Was != "" {
		fmt.Fprintf(w, "%s: %s → %s\n", e.Reason, inFull(e.Was), inFull(e.Is))
	}
	if e.WasT != e.IsT {
		fmt.Fprintf(w, "\n[-%s-]\n{+%s+}\n", inFull(e.WasT), inFull(e.IsT))
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
