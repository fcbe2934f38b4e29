package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/cdxj"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wacz"
)

// aboutWACZ says in a WACZ what can be expected of it.
const aboutWACZ = "Pages of news reports as their outlets sent them: records of a WARC archive, copied byte for byte, each with its request. " +
	"They are HTML alone: pictures, style sheets and scripts were not captured, so that a replay shows the wording of a page, and not its layout. " +
	"When this file was made is not in it, so that the same records and the same log make the same bytes."

// slice has the records of a WACZ, by file of the archive and offset.
type slice map[string]map[int64]archive.Entry

// add takes in a record.
func (s slice) add(e archive.Entry) error {
	if s[e.File] == nil {
		s[e.File] = map[int64]archive.Entry{}
	}
	s[e.File][e.Offset] = e
	return nil
}

// wacz writes the answers of the selected reports as a file that tools of web archives replay.
func (cmd *exportCmd) wacz(ctx context.Context, a *app, p *parts) error {
	rows, err := cmd.Of.rows(ctx, p)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return hint(errors.New("export: no report matches"), "waidian search finds reports; waidian sources list names the sources")
	}
	if err := p.openTitles(ctx, rows); err != nil {
		return err
	}
	r, err := p.records(ctx)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	records := slice{}
	g := gatherer{p: p, add: records.add}
	var pages []wacz.Page
	err = g.eachHeld(ctx, r, rows, func(h held) error {
		if err := g.takeAll(h.refs); err != nil {
			return err
		}
		of := records.pages(h.pages)
		if n := len(of); n > 0 {
			of[n-1].Looks = looksOf(h.sights)
		}
		pages = append(pages, of...)
		return nil
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	g.report(a)
	if len(pages) == 0 {
		return errors.New("export: there is no page to write")
	}
	about := wacz.Description{Title: p.config.Site.Title, Description: aboutWACZ, Software: "waidian/" + Version}
	if !cmd.Of.empty() {
		about.Title = cmd.Of.title(p.config, rows)
	}
	log, err := a.logOf(ctx, p, pages, records)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if log != nil {
		log.mark(pages)
	}
	err = cmd.stream(a, func(w io.Writer) error { return records.write(wacz.NewWriter(w), p.archive, pages, log, about) })
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(a.Stderr, "waidian: %s of %s written\n", text.Count(len(pages), "page", "pages"), text.Count(g.reports, "report", "reports"))
	if log != nil {
		fmt.Fprintf(a.Stderr, "waidian: with the log as it is published, of %s, and %s that it has the answers of %s\n",
			text.Count(int(log.checkpoint.Size), "leaf", "leaves"), text.Count(len(log.leaves), "proof", "proofs"), text.Count(log.records, "record", "records"))
	}
	return nil
}

// pages are the pages of versions whose records are there.
func (s slice) pages(list []pageRef) (out []wacz.Page) {
	for _, p := range list {
		e, ok := s[p.ref.File][p.ref.Offset]
		if !ok {
			continue
		}
		v := p.article
		out = append(out, wacz.Page{
			ID: fmt.Sprintf("%s-%d", v.ID, v.Version), URL: e.URL, At: e.At, Title: v.Title, Article: string(v.ID), Version: v.Version,
			Source: string(v.Source), SourceName: v.SourceName, Outlet: v.Outlet,
		})
	}
	return out
}

// write writes the records file by file, in the order in which they were captured, then their index and the pages, and the log, if it is
// published.
func (s slice) write(w *wacz.Writer, from *archive.Dir, pages []wacz.Page, log *provenLog, about wacz.Description) error {
	scratch, err := newScratch()
	if err != nil {
		return err
	}
	defer scratch.Close()
	index := cdxj.Sorter{Scratch: scratch}
	for _, file := range slices.Sorted(maps.Keys(s)) {
		if err := s.copyFile(w, from, file, &index); err != nil {
			return err
		}
	}
	if err := w.Index(index.Lines()); err != nil {
		return err
	}
	if err := w.Pages(pages); err != nil {
		return err
	}
	if err := log.attach(w); err != nil {
		return err
	}
	return w.Close(about)
}

// copyFile copies the records of one file of the archive, behind the record that describes it, and indexes them.
func (s slice) copyFile(w *wacz.Writer, from *archive.Dir, file string, index *cdxj.Sorter) error {
	name := strings.TrimSuffix(file, ".warc.gz") + "-part.warc.gz"
	dst, err := w.WARC(name)
	if err != nil {
		return err
	}
	at, err := from.Preface(file)
	if err == nil {
		err = from.Copy(dst, file, 0, at)
	}
	if err != nil {
		return err
	}
	for _, offset := range slices.Sorted(maps.Keys(s[file])) {
		e := s[file][offset]
		if err := from.Copy(dst, file, e.Offset, e.Length+e.Beside); err != nil {
			return err
		}
		there := indexed(e)
		there.Filename, there.Offset = name, at
		if err := index.Add(there); err != nil {
			return err
		}
		at += e.Length + e.Beside
	}
	return nil
}
