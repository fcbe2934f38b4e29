package reader

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
)

// feverItems is how many items an answer of the Fever API has.
const feverItems = 50

// feverIcon is a picture of one pixel: the desk asks no outlet for its own.
const feverIcon = "image/gif;base64,R0lGODlhAQABAIAAAObm5gAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=="

// isFever reports whether what follows /api is the address of the Fever API.
func isFever(rest string) bool {
	return slices.Contains([]string{"/fever", "/fever/", "/fever.php", "/fever.php/"}, rest)
}

// fevered is a request of a reader of the Fever API.
type fevered struct {
	*API
	ctx     context.Context
	r       *http.Request
	reader  string
	feeds   []Feed
	numbers map[string]int64 // of sources, by "feed " and their identifiers, and of folders, by "folder " and their names
	out     form.Fever
}

// fever answers the Fever API, whose answers all have the status 200.
func (a *API) fever(w http.ResponseWriter, r *http.Request) {
	f := fevered{API: a, ctx: r.Context(), r: r, out: form.Fever{Version: 3}}
	err := f.answer()
	if err != nil {
		a.fail(w, r, err)
		return
	}
	b, err := f.out.Bytes()
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(b)
}

func (f *fevered) answer() error {
	key := strings.ToLower(f.r.PostForm.Get("api_key")) // never in an address, which logs keep
	var who store.Reader
	var ok bool
	err := f.view(f.ctx, func(tx *store.Tx) (err error) {
		who, ok, err = tx.ReaderByFever(secret.HashOf(key))
		return err
	})
	if err != nil || !ok {
		return err
	}
	f.reader, f.out.Auth, f.out.Refreshed = who.Name, 1, new(f.o.Now().Unix())
	if f.feeds, err = f.o.Feeds(f.ctx); err != nil {
		return err
	}
	f.number()
	for _, part := range []struct {
		asked string
		do    func() error
	}{
		{"mark", f.mark}, {"groups", f.groups}, {"feeds", f.listFeeds}, {"favicons", f.icons}, {"items", f.items}, {"links", f.links},
		{"unread_item_ids", f.unread}, {"saved_item_ids", f.saved},
	} {
		if f.r.Form.Has(part.asked) {
			if err := part.do(); err != nil {
				return err
			}
		}
	}
	return nil
}

// number gives sources and folders numbers, which the API asks for.
func (f *fevered) number() {
	var names []string
	for _, x := range f.feeds {
		names = append(names, "feed "+string(x.ID))
		if x.Folder != "" {
			names = append(names, "folder "+x.Folder)
		}
	}
	f.numbers = form.FeverNumbers(names)
}

func (f *fevered) feed(id news.SourceID) int64 { return f.numbers["feed "+string(id)] }

func (f *fevered) groups() error {
	f.out.Groups = &[]form.FeverGroup{}
	for _, name := range folders(f.feeds) {
		*f.out.Groups = append(*f.out.Groups, form.FeverGroup{ID: f.numbers["folder "+name], Title: name})
	}
	f.members()
	return nil
}

// members say which folder has which sources.
func (f *fevered) members() {
	f.out.FeedGroups = &[]form.FeverMember{}
	for _, name := range folders(f.feeds) {
		var ids []int64
		for _, x := range f.feeds {
			if x.Folder == name {
				ids = append(ids, f.feed(x.ID))
			}
		}
		*f.out.FeedGroups = append(*f.out.FeedGroups, form.FeverMember{Group: f.numbers["folder "+name], Feeds: form.Numbers(ids)})
	}
}

func (f *fevered) listFeeds() error {
	f.out.Feeds = &[]form.FeverFeed{}
	for _, x := range f.feeds {
		*f.out.Feeds = append(*f.out.Feeds, form.FeverFeed{ID: f.feed(x.ID), Icon: 1, Title: x.Title, URL: x.URL, Site: x.HTML, Updated: *f.out.Refreshed})
	}
	f.members()
	return nil
}

func (f *fevered) icons() error {
	f.out.Favicons = &[]form.FeverIcon{{ID: 1, Data: feverIcon}}
	return nil
}

func (f *fevered) links() error {
	f.out.Links = &[]string{}
	return nil
}

// shelf lists reports for the reader.
func (f *fevered) shelf(s store.Shelf) (rows []store.Shelved, err error) {
	s.Reader = f.reader
	err = f.view(f.ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.Shelf(s)
		return err
	})
	return rows, err
}

// items are those behind since_id, before max_id, or with_ids. An item's number is that of the report in the order of arrival: apps look
// for what is new by the greatest that they have.
func (f *fevered) items() error {
	q := f.r.Form
	sh := store.Shelf{Limit: feverItems, Oldest: true}
	switch before, _ := strconv.ParseInt(q.Get("max_id"), 10, 64); {
	case q.Has("with_ids"):
		if sh.Seqs = form.ParseNumbers(q.Get("with_ids"), feverItems); len(sh.Seqs) == 0 {
			sh.Seqs = []int64{-1}
		}
	case before > 0:
		sh.Before, sh.Oldest = before, false
	default:
		sh.After, _ = strconv.ParseInt(q.Get("since_id"), 10, 64)
	}
	rows, err := f.shelf(sh)
	if err != nil {
		return err
	}
	ids := make([]news.ArticleID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	list, err := f.o.Items(f.ctx, ids)
	if err != nil {
		return err
	}
	f.out.Items = &[]form.FeverItem{}
	for _, r := range rows {
		i := slices.IndexFunc(list, func(it Item) bool { return it.ID == r.ID })
		if i < 0 {
			continue
		}
		it := list[i]
		*f.out.Items = append(*f.out.Items, form.FeverItem{
			ID: r.Seq, Feed: f.feed(r.Source), Title: it.Title, Author: it.Author, HTML: it.Content, URL: it.Link,
			Saved: bit(r.Starred), Read: bit(r.Read), Created: it.Published.Unix(),
		})
	}
	return f.total()
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// total counts what there is.
func (f *fevered) total() error {
	return f.view(f.ctx, func(tx *store.Tx) error {
		n, err := tx.CountShelf(store.Shelf{Reader: f.reader})
		f.out.Total = &n
		return err
	})
}

func (f *fevered) unread() (err error) {
	f.out.Unread, err = f.numbersOf(store.Shelf{Unread: true, Oldest: true})
	return err
}

func (f *fevered) saved() (err error) {
	f.out.Saved, err = f.numbersOf(store.Shelf{Starred: true, Oldest: true})
	return err
}

func (f *fevered) numbersOf(s store.Shelf) (*string, error) {
	rows, err := f.shelf(s)
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.Seq
	}
	return new(form.Numbers(ids)), err
}

// mark marks an item, or all of a source or a folder that had arrived at a time; folder 0 is all there is. Quirk: some apps write in the
// address what to mark; the key never comes in one, so that no page can mark by a link.
func (f *fevered) mark() error {
	q := f.r.Form
	id, err := strconv.ParseInt(q.Get("id"), 10, 64)
	if err != nil {
		return nil
	}
	m := map[string]store.Mark{
		"read": {Read: new(true)}, "unread": {Read: new(false)}, "saved": {Starred: new(true)}, "unsaved": {Starred: new(false)},
	}[q.Get("as")]
	sh := store.Shelf{Reader: f.reader}
	switch kind := q.Get("mark"); {
	case kind == "item":
		sh.Seqs = []int64{id}
	case q.Get("as") != "read" || kind != "feed" && kind != "group":
		return nil
	case !f.narrow(&sh, kind, id):
		return nil // an answer of this API has no word for it
	}
	if m != (store.Mark{}) {
		err = f.o.DB.Update(f.ctx, func(tx *store.Tx) error { return tx.MarkAll(sh, m, f.o.Now()) })
	}
	if err != nil {
		return err
	}
	return cmp.Or(f.unread(), f.saved())
}

// narrow narrows a shelf to a source or a folder, and to what had arrived when the app asked last; false: there is no such one, or that is no time.
func (f *fevered) narrow(sh *store.Shelf, kind string, id int64) bool {
	before, err := momentIn(f.r.Form, "before")
	if err != nil {
		return false
	}
	if !before.IsZero() {
		sh.Until = before.Add(time.Second)
	}
	for _, x := range f.feeds {
		if kind == "feed" && f.feed(x.ID) == id || kind == "group" && x.Folder != "" && f.numbers["folder "+x.Folder] == id {
			sh.Sources = append(sh.Sources, x.ID)
		}
	}
	return len(sh.Sources) > 0 || kind == "group" && id == 0
}
