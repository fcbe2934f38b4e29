package reader

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/store"
)

// userInfo says who reads.
func (s *session) userInfo() error {
	return s.json(form.User{ID: s.reader, Name: s.reader, Profile: s.reader, Email: s.reader})
}

// subscriptions lists the sources.
func (s *session) subscriptions() error {
	feeds, err := s.o.Feeds(s.ctx)
	if err != nil {
		return err
	}
	out := form.Subscriptions{List: []form.Subscription{}}
	for _, f := range feeds {
		x := form.Subscription{ID: form.FeedID(string(f.ID)), Title: f.Title, Categories: []form.Category{}, URL: f.URL, HTML: f.HTML, Icon: s.o.Icon}
		if f.Folder != "" {
			x.Categories = append(x.Categories, form.Category{ID: form.LabelID(f.Folder), Label: f.Folder})
		}
		out.List = append(out.List, x)
	}
	return s.json(out)
}

// folders are those of some sources, in their order.
func folders(feeds []Feed) (out []string) {
	seen := map[string]bool{"": true}
	for _, f := range feeds {
		if !seen[f.Folder] {
			seen[f.Folder], out = true, append(out, f.Folder)
		}
	}
	return out
}

// foldersAlone reports whether an app makes a folder of each label that is listed. Quirk: NetNewsWire does, whatever type the label has; it
// names itself so in every request. Capy Reader, Readrops and RSS Guard go by the type.
func foldersAlone(agent string) bool { return strings.HasPrefix(agent, "NetNewsWire") }

// tags lists the labels: folders, topics and some stories.
func (s *session) tags() error {
	feeds, err := s.o.Feeds(s.ctx)
	if err != nil {
		return err
	}
	out := form.Tags{List: []form.Tag{{ID: form.StateID("starred")}}}
	for _, f := range folders(feeds) {
		out.List = append(out.List, form.Tag{ID: form.LabelID(f), Type: "folder"})
	}
	if foldersAlone(s.r.UserAgent()) {
		return s.json(out)
	}
	stories, err := s.o.Stories(s.ctx)
	if err != nil {
		return err
	}
	for _, label := range slices.Concat(s.o.Topics, stories) {
		out.List = append(out.List, form.Tag{ID: form.LabelID(label), Type: "tag"})
	}
	return s.json(out)
}

// unreadCount says how much is unread of each source, each folder, and of all.
func (s *session) unreadCount() error {
	feeds, err := s.o.Feeds(s.ctx)
	if err != nil {
		return err
	}
	var list []store.Unread
	if err := s.view(s.ctx, func(tx *store.Tx) (err error) {
		list, err = tx.CountUnread(s.reader, s.o.Now().Add(-patience))
		return err
	}); err != nil {
		return err
	}
	folder := make(map[news.SourceID]string, len(feeds))
	for _, f := range feeds {
		folder[f.ID] = f.Folder
	}
	type sum struct {
		n      int
		latest time.Time
	}
	var all sum
	per := map[string]sum{}
	add := func(to sum, u store.Unread) sum {
		if u.Latest.After(to.latest) {
			to.latest = u.Latest
		}
		to.n += u.N
		return to
	}
	out := form.Counts{List: []form.Count{}}
	for _, u := range list {
		all, per[folder[u.Source]] = add(all, u), add(per[folder[u.Source]], u)
		out.List = append(out.List, form.Count{ID: form.FeedID(string(u.Source)), N: u.N, Newest: form.Micro(u.Latest)})
	}
	for _, f := range folders(feeds) {
		if x := per[f]; x.n > 0 {
			out.List = append(out.List, form.Count{ID: form.LabelID(f), N: x.n, Newest: form.Micro(x.latest)})
		}
	}
	if all.n > 0 {
		out.List = append(out.List, form.Count{ID: form.StateID("reading-list"), N: all.n, Newest: form.Micro(all.latest)})
	}
	out.Max = all.n
	return s.json(out)
}

// prefs and streamPrefs answer apps that look for their settings.
func (s *session) prefs() error { return s.json(form.Prefs{List: []string{}}) }

func (s *session) streamPrefs() error { return s.json(form.StreamPrefs{List: map[string][]string{}}) }

const operators = "the sources of this desk are its operator's: waidian sources changes them"

// quickAdd answers one who wants to add a source.
func (s *session) quickAdd() error { return s.json(form.Added{Error: operators}) }

// refuse answers one who wants to change the list of sources in another way.
func (s *session) refuse() error { return badRequest{http.StatusForbidden, operators} }
