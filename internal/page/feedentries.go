package page

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Entry is an entry of a feed as the files of the feed have it.
type Entry struct {
	updated time.Time
	forms   [3][]byte // in the order of FeedPaths; the archive of a feed has the first two
}

// feedForm is one of the three forms of a feed: its entries stand before end in what open returns.
type feedForm struct {
	open    func(f Feed, path string, updated time.Time) ([]byte, error) // a feed without entries, and when the latest of them changed
	entry   func(e feedItem, content []byte) ([]byte, error)             // content is that of e, escaped for XML
	begins  string                                                       // how each entry begins, and nothing within one: a text in it has no bare < or quotation mark
	between string                                                       // what stands between two entries
	end     string
}

// feedForms are the forms of the feeds at FeedPaths.
func (s *Set) feedForms() []feedForm {
	return []feedForm{
		{s.atom, atomEntryOf, "<entry>", "", "</feed>\n"},
		{s.rss, rssItemOf, "<item>", "", "</channel></rss>\n"},
		{s.jsonFeed, jsonItemOf, `{"id":"`, ",", "]}\n"},
	}
}

// file is a feed with entries, newest first, in room if there is enough.
func (form feedForm) file(room []byte, f Feed, path string, updated time.Time, entries [][]byte) ([]byte, error) {
	empty, err := form.open(f, path, updated)
	if err != nil {
		return nil, err
	}
	size := len(empty)
	for _, e := range entries {
		size += len(e) + len(form.between)
	}
	out := append(slices.Grow(room[:0], size), bytes.TrimSuffix(empty, []byte(form.end))...)
	for i, e := range entries {
		if i > 0 {
			out = append(out, form.between...)
		}
		out = append(out, e...)
	}
	return append(out, form.end...), nil
}

// split is the opposite of file: its entries.
func (form feedForm) split(file []byte) (entries [][]byte) {
	rest, ok := bytes.CutSuffix(file, []byte(form.end))
	begins := []byte(form.begins)
	at := bytes.Index(rest, begins)
	if !ok || at < 0 {
		return nil
	}
	for rest = rest[at:]; ; {
		next := bytes.Index(rest[len(begins):], begins)
		if next < 0 {
			return append(entries, rest)
		}
		next += len(begins)
		entries = append(entries, rest[:next-len(form.between)])
		rest = rest[next:]
	}
}

// feedIn is a feed in form i of FeedPaths alone.
func (s *Set) feedIn(i int, f Feed, path string, items []feedItem) ([]byte, error) {
	form := s.feedForms()[i]
	entries, last := make([][]byte, len(items)), epoch
	for k, e := range items {
		data, err := form.entry(e, escapeXML(nil, e.Content))
		if err != nil {
			return nil, err
		}
		entries[k] = data
		last = later(last, e.Updated)
	}
	return form.file(nil, f, path, last, entries)
}

// epoch is when a feed without entries changed.
var epoch = time.Unix(0, 0).UTC()

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// entries are items as feeds have them, in the first n forms.
func (s *Set) entries(n int, items []feedItem) ([]Entry, error) {
	out := make([]Entry, len(items))
	var content []byte
	for k, e := range items {
		out[k].updated = e.Updated
		content = escapeXML(content[:0], e.Content)
		for i, form := range s.feedForms()[:n] {
			data, err := form.entry(e, content)
			if err != nil {
				return nil, err
			}
			out[k].forms[i] = data
		}
	}
	return out, nil
}

// EntryOf is a report as feeds have it: the same in each.
func (s *Set) EntryOf(x Placed) (Entry, error) { return s.entryOf(3, s.feedItem(x)) }

func (s *Set) entryOf(n int, e feedItem) (Entry, error) {
	es, err := s.entries(n, []feedItem{e})
	if err != nil {
		return Entry{}, err
	}
	return es[0], nil
}

// FeedsOf hands over a page's three feeds of entries, newest first, one after another. The bytes are the receiver's until it returns: a feed of
// hundreds has megabytes.
func (s *Set) FeedsOf(f Feed, entries []Entry, put func(File) error) error {
	paths := FeedPaths(cmp.Or(f.Name, f.Page))
	return s.filesOf(f, paths[:], entries, put)
}

// feedRooms are where files of feeds are put together.
var feedRooms = sync.Pool{New: func() any { return new([]byte) }}

// filesOf hands over the feeds at paths, in the first forms of FeedPaths.
func (s *Set) filesOf(f Feed, paths []string, entries []Entry, put func(File) error) error {
	room := feedRooms.Get().(*[]byte)
	defer feedRooms.Put(room)
	last := epoch
	for _, e := range entries {
		last = later(last, e.updated)
	}
	parts := make([][]byte, len(entries))
	for i, form := range s.feedForms()[:len(paths)] {
		for k, e := range entries {
			parts[k] = e.forms[i]
		}
		data, err := form.file(*room, f, paths[i], last, parts)
		if err != nil {
			return err
		}
		*room = data
		if err := put(File{paths[i], data}); err != nil {
			return err
		}
	}
	return nil
}

// Entries are the entries of reports in a feed that this set has made, as its files, those at FeedPaths or at ArchivePaths, have them. There are
// none where the files do not have the same number of entries. An identifier that is written in XML otherwise than as it is, is left out.
func (s *Set) Entries(files ...[]byte) map[news.ArticleID]Entry {
	parts := make([][][]byte, len(files))
	for i, form := range s.feedForms()[:len(files)] {
		if parts[i] = form.split(files[i]); len(parts[i]) != len(parts[0]) {
			return nil
		}
	}
	prefix := s.tag("article/")
	out := make(map[news.ArticleID]Entry, len(parts[0]))
	for k, entry := range parts[0] {
		id, ours := strings.CutPrefix(textIn(entry, "id"), prefix)
		updated, err := time.Parse(time.RFC3339, textIn(entry, "updated"))
		if !ours || err != nil || strings.ContainsAny(id, "&\ufffd") {
			continue
		}
		e := Entry{updated: updated}
		for i := range files {
			e.forms[i] = parts[i][k]
		}
		out[news.ArticleID(id)] = e
	}
	return out
}

// textIn is the text, as it is written, of the first element of a name in an entry of Atom.
func textIn(entry []byte, name string) string {
	_, rest, _ := bytes.Cut(entry, []byte("<"+name+">"))
	text, _, _ := bytes.Cut(rest, []byte("</"+name+">"))
	return string(text)
}
