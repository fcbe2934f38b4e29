package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// editionLines writes what the editions in a database say, the newest first:
//
//	edition data/waidian.db edition.txt
func editionLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: edition DATABASE FILE")
	}
	ctx := context.Background()
	db, err := sqlite.Open(ctx, ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	var b strings.Builder
	ts.Check(db.View(ctx, func(tx *store.Tx) error {
		ids, err := tx.Editions(store.EditionFilter{})
		for _, id := range ids {
			if err == nil {
				err = printEdition(&b, tx, id)
			}
		}
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
}

func printEdition(b *strings.Builder, tx *store.Tx, id news.EditionID) error {
	e, _, err := tx.Edition(id)
	if err != nil {
		return err
	}
	r := e.Reading
	fmt.Fprintf(b, "%s %s, from %s until %s; filled %v, missed %d\n", id, e.Zone, e.From.UTC().Format("01-02T15"), e.Until.UTC().Format("01-02T15"), e.Filled, e.Missed)
	fmt.Fprintf(b, "  %d of %d outlets read, %d reports, %d events new, %d edited, %d withdrawn\n", r.Read, r.Outlets, r.Reports, r.Events, r.Edited, r.Pulled)
	for _, l := range e.Lines {
		a, err := tx.Article(l.Article)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%2d %-11s %q %s: outlets %d, reports %d, copies %d, first %d, evidence %d", l.Score, l.Reason, a.Title, l.Topic, l.Outlets, l.Reports, l.Copies, len(l.First), len(l.Evidence))
		if l.Was+l.Is != "" {
			fmt.Fprintf(b, "; %s > %s", l.Was, l.Is)
		}
		fmt.Fprintf(b, "\n   %v\n", l.Terms)
		if t := l.Title; t.Text != "" {
			fmt.Fprintf(b, "   called %q in %s, on %d sentences\n", t.Text, t.Lang, len(t.Evidence))
		}
	}
	for _, s := range e.Shelves {
		fmt.Fprintf(b, "shelf %s: %d of %d\n", s.Topic, len(s.Articles), s.N)
	}
	fmt.Fprintf(b, "changes: %d of %d\n", len(e.Changes), e.Changed)
	for _, c := range e.Changes {
		a, err := tx.Article(c.Article)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "  %s %q: %s > %s\n", c.Reason, a.Title, c.Was, c.Is)
	}
	fmt.Fprintf(b, "lead: %v, told: %d sentences\n", e.Lead != "", len(e.Told.Digest.Common)+len(e.Told.Digest.Only))
	return nil
}
