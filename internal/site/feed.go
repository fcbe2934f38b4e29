package site

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// feed writes a page's three feeds of the reports, newest first, that a feed carries. The entries of reports of which nothing has changed are
// taken from the feeds as they are: a feed of hundreds costs what is new in it.
func (b *build) feed(ctx context.Context, f page.Feed, reports []page.Listed) error {
	in, paths := page.InFeed(reports), page.FeedPaths(f.Page)
	rooms := feedsRead.Get().(*[3][]byte)
	defer feedsRead.Put(rooms)
	known := b.entries(rooms, paths[:]...)
	var anew []page.Listed
	for _, h := range in {
		if _, ok := known[h.ID]; !ok || b.differs(h.ID, h.Source) {
			delete(known, h.ID)
			anew = append(anew, h)
		}
	}
	for some := range slices.Chunk(anew, batch) { // a report is ten times its entry, and nobody needs it afterwards
		placed, err := b.placed(ctx, some)
		if err != nil {
			return err
		}
		for _, x := range placed {
			if known[x.Article.ID], err = b.pages.EntryOf(x); err != nil {
				return err
			}
		}
	}
	var entries []page.Entry
	for _, h := range in {
		if e, ok := known[h.ID]; ok {
			entries = append(entries, e)
		}
	}
	return b.pages.FeedsOf(f, entries, b.putFile)
}

// differs reports whether something of a report may be shown otherwise than the build before did.
func (b *build) differs(id news.ArticleID, source news.SourceID) bool {
	return b.plan.differ[id] || b.plan.changed[source]
}

// feedsRead are where files of a feed are read into: they have megabytes, and nobody needs them when it is written.
var feedsRead = sync.Pool{New: func() any { return new([3][]byte) }}

// readInto reads a file of the site into room if there is enough.
func (b *build) readInto(room []byte, path string) ([]byte, error) {
	f, err := b.root.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	buf := bytes.NewBuffer(slices.Grow(room[:0], int(st.Size())+bytes.MinRead)) // else it grows once more to find the end
	_, err = buf.ReadFrom(f)
	return buf.Bytes(), err
}

// entries are those of the feed at paths, at most three, as an earlier build of the same form has left it, by their reports; none where its files are not as
// the ledger has them. They lie in rooms, where there is enough.
func (b *build) entries(rooms *[3][]byte, paths ...string) map[news.ArticleID]page.Entry {
	none := map[news.ArticleID]page.Entry{}
	if b.outcome.Full {
		return none
	}
	files := make([][]byte, len(paths))
	for i, path := range paths {
		b.mu.Lock()
		want := b.ledger.files[path]
		b.mu.Unlock()
		data, err := b.readInto(rooms[i], path)
		if err != nil || want != sum(data) {
			return none
		}
		rooms[i], files[i] = data, data
	}
	if known := b.pages.Entries(files...); known != nil {
		return known
	}
	return none
}
