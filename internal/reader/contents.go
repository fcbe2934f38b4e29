package reader

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/store"
)

// readAtOnce is how many items are in memory at a time.
const readAtOnce = 50

// itemContents answers with the items that a request names. Those that are not there, are taken down or belong to another desk are left out.
// Quirk: Read You ends its sync on an error.
func (s *session) itemContents() error {
	ids, err := s.named()
	if err != nil {
		return err
	}
	sel := selection{id: form.StateID("reading-list"), title: s.o.Title, shelf: store.Shelf{Reader: s.reader}}
	var rows []store.Shelved
	for some := range slices.Chunk(ids, readAtOnce*10) {
		sel.shelf.IDs = some
		list, _, err := s.rows(selection{shelf: sel.shelf, limit: len(some)})
		if err != nil {
			return err
		}
		rows = append(rows, list...)
	}
	return s.items(sel, rows, "")
}

// named are the items that a request names, each once.
func (s *session) named() (out []news.ArticleID, err error) {
	list := s.r.Form["i"]
	if len(list) > mostNamed {
		return nil, tooMany(len(list))
	}
	seen := make(map[news.ArticleID]bool, len(list))
	for _, i := range list {
		if id, ok := form.ParseItem(i); ok && !seen[id] {
			seen[id], out = true, append(out, id)
		}
	}
	return out, nil
}

func tooMany(n int) error {
	return badRequest{http.StatusRequestEntityTooLarge, fmt.Sprintf("some %d items in one request; at most %d", n, mostNamed)}
}

// streamContents answers with the items of a stream.
func (s *session) streamContents() error {
	sel, err := s.selected(mostItems)
	if err != nil {
		return err
	}
	rows, next, err := s.rows(sel)
	if err != nil {
		return err
	}
	return s.items(sel, rows, next)
}

// items writes reports as they are read, so that the memory is bounded however many there are.
func (s *session) items(sel selection, rows []store.Shelved, next string) error {
	feeds, err := s.feeds()
	if err != nil {
		return err
	}
	some, err := s.read(rows[:min(readAtOnce, len(rows))], feeds)
	if err != nil {
		return err
	}
	head, err := json.Marshal(s.head(sel))
	if err != nil {
		return err
	}
	s.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = s.w.Write(append(bytes.TrimSuffix(head, []byte("}")), `,"items":[`...))
	for first := true; ; {
		for _, it := range some {
			b, err := json.Marshal(it)
			if err != nil {
				return nil // the answer has begun: it breaks off
			}
			if !first {
				b = append([]byte{','}, b...)
			}
			first = false
			if _, err := s.w.Write(b); err != nil {
				return nil // the app is gone
			}
		}
		if rows = rows[min(readAtOnce, len(rows)):]; len(rows) == 0 {
			break
		}
		if some, err = s.read(rows[:min(readAtOnce, len(rows))], feeds); err != nil {
			s.o.Log.Error("answer an app", "path", s.r.URL.Path, "err", err)
			panic(http.ErrAbortHandler) // the answer has begun: it must not look whole
		}
	}
	end := "]}"
	if next != "" {
		end = `],"continuation":"` + next + `"}`
	}
	_, _ = s.w.Write([]byte(end))
	return nil
}

func (s *session) head(sel selection) form.Head {
	return form.Head{Direction: "ltr", ID: sel.id, Title: sel.title, Updated: s.o.Now().Unix()}
}

// feeds are the sources by their identifiers.
func (s *session) feeds() (map[news.SourceID]Feed, error) {
	list, err := s.o.Feeds(s.ctx)
	out := make(map[news.SourceID]Feed, len(list))
	for _, f := range list {
		out[f.ID] = f
	}
	return out, err
}

// read returns reports as apps show them, in the order of the rows.
func (s *session) read(rows []store.Shelved, feeds map[news.SourceID]Feed) ([]form.Item, error) {
	ids := make([]news.ArticleID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	list, err := s.o.Items(s.ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[news.ArticleID]Item, len(list))
	for _, it := range list {
		byID[it.ID] = it
	}
	out := make([]form.Item, 0, len(rows))
	for _, r := range rows {
		it, there := byID[r.ID]
		n, ok := form.Number(r.ID)
		if there && ok {
			out = append(out, formOf(n, r, it, feeds[r.Source]))
		}
	}
	return out, nil
}

// formOf is a report as its reader has it, in the form of the API.
func formOf(n int64, r store.Shelved, it Item, feed Feed) form.Item {
	out := form.Item{
		ID: form.Long(n), Title: it.Title, Author: it.Author, Published: it.Published.Unix(), Updated: it.Updated.Unix(),
		CrawlMsec: form.Milli(r.Arrived), At: form.Micro(r.Arrived), Categories: []string{form.StateID("reading-list")},
		Alternate: []form.Link{{Href: it.Link, Type: "text/html"}}, Canonical: []form.Link{{Href: it.Link}},
		Summary: form.Content{Direction: "ltr", HTML: it.Content},
		Origin:  form.Origin{Stream: form.FeedID(string(r.Source)), Title: feed.Title, HTML: feed.HTML},
	}
	if r.Read {
		out.Categories = append(out.Categories, form.StateID("read"))
	}
	if r.Starred {
		out.Categories = append(out.Categories, form.StateID("starred"))
	}
	if feed.Folder != "" {
		out.Categories = append(out.Categories, form.LabelID(feed.Folder))
	}
	for _, l := range it.Labels {
		if id := form.LabelID(l); !slices.Contains(out.Categories, id) {
			out.Categories = append(out.Categories, id)
		}
	}
	return out
}

// mostAtom bounds the entries of a stream in Atom, which is made in one piece.
const mostAtom = 200

// atom answers with the items of a stream in Atom.
func (s *session) atom() error {
	sel, err := s.selected(mostAtom)
	if err != nil {
		return err
	}
	rows, next, err := s.rows(sel)
	if err != nil {
		return err
	}
	feeds, err := s.feeds()
	if err != nil {
		return err
	}
	items, err := s.read(rows, feeds)
	if err != nil {
		return err
	}
	b, err := xml.Marshal(form.AtomOf(s.head(sel), items, next, s.o.Home))
	if err != nil {
		return err
	}
	s.w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, _ = s.w.Write(append([]byte(xml.Header), b...))
	return nil
}
