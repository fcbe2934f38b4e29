package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/cdxj"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// index writes the index of the archive, or of the answers of the selected reports.
func (cmd *exportCmd) index(ctx context.Context, a *app, p *parts) error {
	rows, err := cmd.Of.rows(ctx, p)
	if err != nil {
		return err
	}
	scratch, err := newScratch()
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer scratch.Close()
	s := cdxj.Sorter{Scratch: scratch}
	g := gatherer{p: p, add: func(e archive.Entry) error { return s.Add(indexed(e)) }}
	r, err := p.records(ctx)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if cmd.Of.empty() && !r.public {
		err = r.all(ctx, g.take)
	} else {
		err = g.eachHeld(ctx, r, rows, func(h held) error { return g.takeAll(h.refs) })
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	lines := 0
	err = cmd.stream(a, func(w io.Writer) error {
		b := bufio.NewWriter(w)
		for line, err := range s.Lines() {
			if err != nil {
				return err
			}
			lines++
			b.WriteString(line + "\n")
		}
		return b.Flush()
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	g.report(a)
	fmt.Fprintf(a.Stderr, "waidian: %s written\n", text.Count(lines, "record", "records"))
	return nil
}

// indexed is what an index says of an answer in the archive.
func indexed(e archive.Entry) cdxj.Entry {
	out := cdxj.Entry{
		URL: e.URL, At: e.At, MIME: e.MIME, Status: e.Status, Digest: e.Digest, Length: e.Length, Offset: e.Offset, Filename: e.File,
	}
	if e.Revisit {
		out.MIME = cdxj.Revisit
	}
	return out
}

// eachHeld calls f for each of some reports with what may be had of it.
func (g *gatherer) eachHeld(ctx context.Context, r *records, rows []store.Row, f func(held) error) error {
	for _, row := range rows {
		if !r.may(row.Source, row.Held) {
			g.withheld++
			continue
		}
		h, err := r.of(ctx, row.ID)
		if err != nil {
			return err
		}
		if len(h.pages) == 0 {
			g.pageless++
			continue
		}
		g.reports++
		if err := f(h); err != nil {
			return err
		}
	}
	return nil
}

// gatherer reads the entries of answers, each with the record that its body is in, and counts what an export leaves out.
type gatherer struct {
	p        *parts
	add      func(archive.Entry) error
	reports  int   // of which something was taken
	withheld int   // reports that the audience may not have as they came
	pageless int   // reports of which the archive has no page that may be had
	unread   int   // answers that the archive does not have as they were written
	why      error // of the first of those
}

func (g *gatherer) takeAll(refs []news.Ref) error {
	for _, ref := range refs {
		if err := g.take(ref); err != nil {
			return err
		}
	}
	return nil
}

// take adds the answer at a place, after the one that has its body. One that cannot be read whole is left out.
func (g *gatherer) take(ref news.Ref) error {
	e, err := g.p.archive.Entry(ref)
	if err == nil && e.Original.File != "" {
		var original archive.Entry
		if original, err = g.p.archive.Entry(e.Original); err == nil {
			err = g.add(original)
		}
	}
	if err == nil && e.Revisit && e.Original.File == "" && e.Status != http.StatusNotModified { // which has no body
		err = fmt.Errorf("read %s at %d: it does not say where its body lies: %w", e.File, e.Offset, news.ErrLost)
	}
	if errors.Is(err, news.ErrLost) {
		if g.unread++; g.why == nil {
			g.why = err
		}
		return nil
	}
	if err != nil {
		return err
	}
	return g.add(e)
}

// report says what was left out, and why.
func (g *gatherer) report(a *app) {
	if g.withheld > 0 {
		a.warn("%s left out: [site] audience is public, and a page as it came may be had only where a source's rights are full and its outlet reserves nothing",
			text.Count(g.withheld, "report is", "reports are"))
	}
	if g.pageless > 0 {
		a.warn("%s left out: the archive has no page of them, as of texts of a feed and of headlines", text.Count(g.pageless, "report is", "reports are"))
	}
	if g.unread > 0 {
		a.warn("%s left out: the archive does not have them as they were written: %s", text.Count(g.unread, "answer is", "answers are"), shown(g.why.Error()))
	}
}

// scratch is a temporary file.
type scratch struct{ *os.File }

func newScratch() (scratch, error) {
	f, err := os.CreateTemp("", "waidian-index-")
	return scratch{f}, err
}

// Close closes the file and removes it.
func (s scratch) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }
