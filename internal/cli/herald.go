package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/edit"
	"github.com/waidian/waidian/internal/edition"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/send"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// herald finds what a channel is to be told, and puts it into words when it is sent: of what is shown then, as the channel's audience
// may see it.
type herald struct {
	library
	config config.Push
	by     send.Sender
	bad    error // why nothing can go that way
	words  *wording.Texts
	site   string
	set    *page.Set
}

const (
	enoughOutlets = 3 // if the configuration does not say
	pushReports   = 5 // reports that a message of an event names
	takenBack     = "withdrawn"
)

// draft is a message with what it rests on of the desk's own.
type draft struct {
	send.Message
	told []news.SentTitle
}

func (h herald) wants(k news.PushKind) bool {
	return len(h.config.On) == 0 || slices.Contains(h.config.On, string(k))
}

func (h herald) topical(topics []string) bool {
	return len(h.config.Topics) == 0 || slices.ContainsFunc(topics, func(t string) bool { return slices.Contains(h.config.Topics, t) })
}

func (h herald) enough() int { return cmp.Or(h.config.Outlets, enoughOutlets) }

// Find is that of the desk's channels.
func (h herald) Find(ctx context.Context, since time.Time, rows []store.Row, editions []news.EditionID) (out []news.Push, err error) {
	if h.wants(news.PushEdition) {
		for _, id := range editions {
			e, err := h.Edition(ctx, id)
			if err != nil {
				return nil, err
			}
			if e.Until.After(since) && h.now().Sub(e.Until) < news.Stale {
				out = append(out, news.Push{Kind: news.PushEdition, Subject: string(id)})
			}
		}
	}
	own, err := h.ownTakenBack(ctx, rows)
	if err != nil {
		return nil, err
	}
	out = append(out, own...)
	stories := map[news.StoryID]bool{}
	for _, r := range rows {
		if r.Down {
			continue
		}
		if h.wants(news.PushStory) && r.Story != "" && !stories[r.Story] {
			stories[r.Story] = true
			is, err := h.crosses(ctx, since, r.Story)
			if err != nil {
				return nil, err
			}
			if is {
				out = append(out, news.Push{Kind: news.PushStory, Subject: string(r.Story)})
			}
		}
		if h.wants(news.PushCorrection) && (r.Edits > 0 || r.Withdrawn) {
			list, err := h.corrections(ctx, since, r)
			if err != nil {
				return nil, err
			}
			out = append(out, list...)
		}
	}
	return out, nil
}

// event is a story as an edition counts it.
func (h herald) event(ctx context.Context, id news.StoryID) (ev edition.Event, err error) {
	var held holding
	err = h.p.db.View(ctx, func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{Story: id})
		held.add(rows)
		return err
	})
	if err != nil {
		return ev, err
	}
	list, err := editor{h.library}.events(ctx, edition.Window{}, held)
	if err != nil || len(list) == 0 {
		return ev, err
	}
	return list[0], nil
}

// crosses reports whether since a time so many outlets report an event as are enough, and it is news.
func (h herald) crosses(ctx context.Context, since time.Time, id news.StoryID) (bool, error) {
	ev, err := h.event(ctx, id)
	if err != nil {
		return false, err
	}
	topical := len(h.config.Topics) == 0
	for _, r := range ev.Reports {
		topical = topical || h.topical(r.Topics)
	}
	r, crossed := edition.Reached(ev, h.enough())
	return topical && crossed && r.At.After(since) && (!r.Dated || r.At.Sub(r.Published) < news.Stale), nil
}

// corrections are what of weight an outlet has changed in a report since a time, and that it took it back.
func (h herald) corrections(ctx context.Context, since time.Time, r store.Row) (out []news.Push, err error) {
	if len(h.config.Topics) > 0 {
		of, err := h.filed(ctx, []store.Row{r})
		if err != nil || !h.topical(of(r.ID)) {
			return nil, err
		}
	}
	var t news.Telling
	err = h.p.db.View(ctx, func(tx *store.Tx) (err error) { t, _, err = tx.Telling(r.ID); return err })
	if err != nil {
		return nil, err
	}
	for _, x := range edit.Of(t.Item, t.Earlier) {
		if x.Known && x.Weighty() && x.At.After(since) {
			out = append(out, news.Push{Kind: news.PushCorrection, Subject: editSubject(r.ID, x.N)})
		}
	}
	if t.Article.Withdrawn.After(since) {
		out = append(out, news.Push{Kind: news.PushCorrection, Subject: string(r.ID) + " " + takenBack})
	}
	return out, nil
}

// Push is that of the desk's channels.
func (h herald) Push(ctx context.Context, p news.Push) ([]news.SentTitle, error) {
	if h.bad != nil {
		return nil, h.bad
	}
	m, err := h.message(ctx, p)
	if err != nil {
		return nil, err
	}
	id := sha256.Sum256([]byte(p.Channel + "\x00" + string(p.Kind) + "\x00" + p.Subject + "\x00" + strconv.FormatInt(p.Made.UnixMilli(), 10)))
	m.ID, m.Kind = hex.EncodeToString(id[:8]), string(p.Kind)
	m.Title, m.Text = text.Collapse(strings.Map(text.Visible, m.Title)), strings.Map(text.Visible, m.Text)
	return m.told, h.by.Send(ctx, m.Message)
}

func (h herald) message(ctx context.Context, p news.Push) (draft, error) {
	switch p.Kind {
	case news.PushEdition:
		return h.edition(ctx, news.EditionID(p.Subject))
	case news.PushStory:
		return h.story(ctx, news.StoryID(p.Subject))
	}
	id, what, _ := strings.Cut(p.Subject, " ")
	if text, is := strings.CutPrefix(what, ownBack); is {
		return h.ownCorrection(ctx, news.SentTitle{Article: news.ArticleID(id), Text: news.Hash(text)})
	}
	return h.correction(ctx, p.Channel, news.ArticleID(id), what)
}

// headline is the one in the reader's language, if there is one that may be shown; m notes that it has it.
func (h herald) headline(m *draft, it news.Item) string {
	x := h.set.Show(it)
	if x.Digest.Title == "" || x.Digest.Unfit {
		return x.Article.Title
	}
	if t := (news.SentTitle{Article: it.Article.ID, Text: it.Digest.Text}); !slices.Contains(m.told, t) {
		m.told = append(m.told, t)
	}
	return wording.Plain(x.Digest.Title, h.words.HandMark(x.Digest.TitleByHand))
}

func (h herald) edition(ctx context.Context, id news.EditionID) (m draft, err error) {
	e, err := h.Edition(ctx, id)
	if err != nil {
		return m, err
	}
	named, err := h.Items(ctx, e.Names())
	if err != nil {
		return m, err
	}
	items := map[news.ArticleID]news.Item{}
	for _, it := range named {
		items[it.Article.ID] = it
	}
	e = h.set.ShowEdition(e, named)
	var lines []string
	for _, l := range e.Lines {
		it, there := items[l.Article]
		if !there || !h.topical([]string{l.Topic}) {
			continue
		}
		title := l.Title.Text
		if d := e.Told.Digest; e.Lead != "" && e.Lead == l.Story && len(d.Checked) > 0 {
			title = cmp.Or(d.Title, title)
		}
		if title == "" {
			title = h.headline(&m, it)
		}
		lines = append(lines, fmt.Sprintf(h.words.PushLine, title, h.words.Ranks[l.Reason]))
	}
	if len(lines) == 0 {
		return m, desk.ErrUntold
	}
	m.Message = send.Message{Title: fmt.Sprintf(h.words.PushEdition, h.site, e.Day, e.Slot), Text: strings.Join(lines, "\n"), URL: h.set.Address(page.EditionPath(id))}
	return m, nil
}

func (h herald) story(ctx context.Context, id news.StoryID) (m draft, err error) {
	var to news.StoryID
	if err := h.p.db.View(ctx, func(tx *store.Tx) (err error) { to, err = tx.MovedTo(id); return err }); err != nil {
		return m, err
	}
	id = cmp.Or(to, id)
	ev, err := h.event(ctx, id)
	if err != nil {
		return m, err
	}
	var ids []news.ArticleID
	houses := map[string]bool{}
	for _, r := range ev.Reports {
		if !r.Copy && r.Withdrawn.IsZero() && !houses[r.House] {
			houses[r.House] = true
			ids = append(ids, r.ID)
		}
	}
	if len(houses) < h.enough() {
		return m, desk.ErrUntold // what was taken down or withdrawn was one of them
	}
	items, err := h.Items(ctx, ids[:min(len(ids), pushReports)])
	if err != nil {
		return m, err
	}
	if len(items) == 0 {
		return m, desk.ErrUntold
	}
	acc, cited, err := h.Account(ctx, id)
	if err != nil {
		return m, err
	}
	m.Title = h.headline(&m, items[0])
	if d := h.set.ShowAccount(acc, cited).Digest; len(d.Checked) > 0 {
		m.Title = cmp.Or(d.Title, m.Title)
	}
	lines := []string{fmt.Sprintf(h.words.PushStory, len(houses))}
	for _, it := range items {
		lines = append(lines, fmt.Sprintf(h.words.PushReport, it.Article.Outlet, h.headline(&m, it)))
	}
	m.Text, m.URL = strings.Join(lines, "\n"), h.set.Address(page.StoryPath(id))
	return m, nil
}

// editSubject is the subject of the message of an edit of a report, by its number.
func editSubject(id news.ArticleID, n int) string { return fmt.Sprintf("%s %d", id, n) }

// correction tells a channel of an edit by its number, or that a report was taken back.
func (h herald) correction(ctx context.Context, channel string, id news.ArticleID, what string) (m draft, err error) {
	items, err := h.Items(ctx, []news.ArticleID{id})
	if err != nil {
		return m, err
	}
	if len(items) == 0 {
		return m, desk.ErrUntold
	}
	it := items[0]
	m.Title, m.URL = h.headline(&m, it), h.set.Address(page.ArticlePath(it.Article))
	if what == takenBack {
		if it.Article.Withdrawn.IsZero() {
			return m, desk.ErrUntold // it is back
		}
		m.Text = fmt.Sprintf(h.words.PushReport, it.Article.Outlet, h.words.Ranks[news.RankWithdrawn])
		return m, nil
	}
	past, err := h.History(ctx, it)
	if err != nil {
		return m, err
	}
	n, _ := strconv.Atoi(what)
	i := slices.IndexFunc(past.Edits, func(e news.Edit) bool { return e.N == n && e.Weighty() })
	if i < 0 {
		return m, desk.ErrUntold // it is none by what is known now
	}
	if told, err := h.toldOfOriginal(ctx, channel, it, past.Edits[i]); err != nil || told {
		return m, cmp.Or(err, desk.ErrUntold)
	}
	m.Text = fmt.Sprintf(h.words.PushReport, it.Article.Outlet, h.words.Ranks[past.Edits[i].Reason])
	for _, e := range h.set.ShowHistory(past, it).Edits {
		if e.N == n && e.Was != "" && e.Is != "" {
			m.Text += "\n" + fmt.Sprintf(h.words.PushEdit, e.Was, e.Is)
		}
	}
	return m, nil
}
