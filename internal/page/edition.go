package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Bounds of what the page of an edition shows at once; what is beyond is folded or counted.
const (
	secondsShown = 3 // events with a sentence, beside the lead
	shelvesShown = 6 // topics
	shelfRows    = 6 // reports of all topics together, and one at least of each
	shelfMost    = 6 // of one
	changesOpen  = 2
	changesShown = 20
	afterOpen    = 2
	unreadShown  = 5   // outlets
	frontBound   = 100 // characters of a headline
)

// AfterShown is how many reports that came after an edition the front page lists.
const AfterShown = 20

// PinnedShown is how many pinned stories the front page shows.
const PinnedShown = 3

// Edition is the page of an edition.
type Edition struct {
	Edition news.Edition          // as ShowEdition returns it
	Whole   []Whole               // the reports that it names, in any order; those that are gone are absent
	Events  map[news.StoryID]bool // those that have a page
	Before  news.EditionID        // the one before it; "": there is none
	Book    bool                  // it is to be had as a book
}

// ShowEdition returns an edition as the site's audience may see it. Named are the reports that it names. What was changed within a report
// of which the public does not see all is not said, but for headlines.
func (s *Set) ShowEdition(e news.Edition, named []news.Item) news.Edition {
	if s.o.Audience != Public {
		return e
	}
	e.Told = s.ShowAccount(e.Told, named)
	var changes news.Account
	for _, l := range e.Lines {
		changes.Timeline = append(changes.Timeline, news.Moment{Article: l.Article, Was: l.Was, Is: l.Is})
		changes.Digest.Common = append(changes.Digest.Common, news.StoryClaim{Text: l.Title.Text, Lang: l.Title.Lang, Evidence: l.Title.Evidence})
	}
	for _, c := range e.Changes {
		changes.Timeline = append(changes.Timeline, news.Moment{Article: c.Article, Was: c.Was, Is: c.Is})
	}
	changes = s.ShowAccount(changes, named)
	e.Lines, e.Changes = slices.Clone(e.Lines), slices.Clone(e.Changes)
	partly := map[news.ArticleID]bool{}
	for _, it := range named {
		partly[it.Article.ID] = s.Show(it).Left != ""
	}
	show := func(m news.Moment, id news.ArticleID, r news.RankReason) (was, is string) {
		if partly[id] && r != news.RankRetitled {
			return "", ""
		}
		return m.Was, m.Is
	}
	for i, l := range e.Lines {
		if !slices.ContainsFunc(changes.Digest.Common, func(c news.StoryClaim) bool { return c.Text == l.Title.Text }) {
			e.Lines[i].Title = news.EventTitle{}
		}
		e.Lines[i].Was, e.Lines[i].Is = show(changes.Timeline[i], l.Article, l.Reason)
	}
	for i, c := range e.Changes {
		e.Changes[i].Was, e.Changes[i].Is = show(changes.Timeline[len(e.Lines)+i], c.Article, c.Reason)
	}
	return e
}

// editionView is what the page of an edition shows.
type editionView struct {
	frame
	Name    string
	State   []string
	Since   string
	Pinned  []storyRow // of the front page alone
	Lines   []lineView
	Lead    *topView
	Seconds []secondView
	Shelves []shelfView
	MoreOf  string // of Shelves
	Changes folded[changeView]
	Edited  string // the list of all edits
	After   folded[row]
	AllOf   []pageLink // of the newest day, and of all; on the front page
	Last    *pageLink
	Book    string
	Streams []stream
}

// lineView is one event in a line.
type lineView struct {
	row    // the report that stands for it; Href leads to the event
	Why    string
	Count  string // "4 outlets 5 reports"; "" of one report alone
	Older  bool   // it is of a time before the edition's, and says when
	Change *change
}

// secondView is an event after the lead.
type secondView struct {
	lineView
	First string // who had it first
}

// shelfView is a topic.
type shelfView struct {
	Name, Href string // Href is empty where the topic has no page
	Rows       []row
	Rest       string // how many more
}

// changeView is a report that was edited or withdrawn.
type changeView struct {
	row
	Why    string
	Change *change
}

// stream is a feed in its three forms.
type stream struct{ Name, Path string }

// edition prepares the page of one edition.
type edition struct {
	*Set
	Edition
	e     news.Edition
	root  string
	day   string // that clocks are about
	whole map[news.ArticleID]Whole
	rows  map[news.ArticleID]row
}

func (s *Set) edition(x Edition, root string) *edition {
	d := &edition{Set: s, Edition: x, e: x.Edition, root: root, day: x.Edition.Day, whole: map[news.ArticleID]Whole{}, rows: map[news.ArticleID]row{}}
	if d.e.Slot == "" {
		d.day = s.local(d.e.Until).Format("2006-01-02")
	}
	for _, w := range x.Whole {
		d.whole[w.Article.ID] = w
		r := s.row(d.listed(w), root, d.day)
		r.Main = cut(r.Main, frontBound)
		d.rows[w.Article.ID] = r
	}
	return d
}

// listed is a report as lists have it.
func (d *edition) listed(w Whole) Listed { return Listed{HeadOf(w.Item), w.Path} }

// EditionName is how an edition is called: by its day and hour.
func (s *Set) EditionName(id news.EditionID) string { return s.w.ShortDateClock(editionTime(id)) }

// Edition is the page of an edition.
func (s *Set) Edition(x Edition) ([]byte, error) {
	path := EditionPath(x.Edition.ID())
	return s.render("edition.html", s.edition(x, rootOf(path)).view(path, "archive"))
}

// view is what the page at path shows of the edition.
func (d *edition) view(path, here string) *editionView {
	v := &editionView{Name: d.name(), State: d.state(), Since: d.since(), Edited: d.root + EditedPath}
	v.frame = d.frame(path, v.Name, here)
	if v.Lines = d.lines(); len(v.Lines) > 0 {
		v.Lead = d.lead()
	}
	v.Seconds = d.seconds()
	d.shelve(v)
	v.Changes = fold(d.Set, d.changes(), changesOpen, changesShown, d.e.Changed)
	if d.Before != "" {
		v.Last = &pageLink{d.root + EditionPath(d.Before), d.EditionName(d.Before)}
	}
	if d.Book {
		v.Book = d.root + BookPath(d.e.ID())
	}
	return v
}

// lines are the events of the edition. One whose report is gone has none.
func (d *edition) lines() (out []lineView) {
	for _, l := range d.e.Lines {
		if v, ok := d.line(l); ok {
			out = append(out, v)
		}
	}
	return out
}

func (d *edition) line(l news.EditionLine) (v lineView, ok bool) {
	r, ok := d.rows[l.Article]
	if !ok {
		return v, false
	}
	v = lineView{row: r, Why: d.why(l.Reason, l.Topic), Count: d.count(l), Older: d.older(l)}
	if d.Events[l.Story] {
		v.Href = d.root + StoryPath(l.Story)
	}
	if d.leads(l) || l.Title.Text != "" {
		if t, x := d.telling(l); t != nil {
			head := t.headline(x)
			v.Main, v.MainLang, v.Kept, v.Erring = cut(head.Main, frontBound), head.MainLang, head.Kept, head.Erring
			if v.Hand != head.Hand {
				v.Marks = slices.DeleteFunc(slices.Clone(v.Marks), func(m string) bool { return m == v.Hand && m != "" })
				v.Hand = head.Hand
			}
			if v.Hand != "" && !slices.Contains(v.Marks, v.Hand) {
				v.Marks = append(slices.Clip(v.Marks), v.Hand)
			}
		}
	}
	v.Change = d.change(l.Was, l.Is, l.Article)
	if v.Erring && !slices.Contains(v.Marks, d.w.UnfitMark) {
		v.Marks = append(slices.Clip(v.Marks), d.w.UnfitMark)
	}
	if v.Count == "" && v.Clock == d.w.Undated { // a line has no clock, which says so elsewhere
		v.Marks = append(slices.Clip(v.Marks), d.w.Undated)
	}
	if l.Reason == news.RankWithdrawn {
		v.Marks = slices.DeleteFunc(slices.Clone(v.Marks), func(m string) bool { return m == d.w.Gone }) // as Why says
	}
	return v, true
}

// older reports whether a line fills an edition whose time brought little: nothing of its time is the reason why it is there.
func (d *edition) older(l news.EditionLine) bool {
	switch l.Reason {
	case news.RankBreadth, news.RankTopic, news.RankOnly:
		h := HeadOf(d.whole[l.Article].Item)
		return d.e.Filled && h.Grain != news.GrainNone && h.Date.Before(d.e.From)
	}
	return false
}

// leads reports whether a line is that of the lead.
func (d *edition) leads(l news.EditionLine) bool { return l.Story == d.e.Lead && l.Story != "" }

// why says why an event is in the edition.
func (d *edition) why(r news.RankReason, topic string) string {
	if name := d.topicName(topic); r == news.RankTopic && name != "" {
		return name
	}
	return d.w.Ranks[r]
}

// count says how many tell an event.
func (d *edition) count(l news.EditionLine) string {
	if l.Reports < 2 {
		return ""
	}
	said := []string{d.w.Counted(l.Outlets, d.w.RestOutlets), d.w.Counted(l.Reports, d.w.LineReports)}
	if l.Copies > 0 {
		said = append(said, d.w.Counted(l.Copies, d.w.Copies))
	}
	return strings.Join(said, " ")
}

func (d *edition) change(was, is string, id news.ArticleID) *change {
	c, ok := d.changeOf(was, is, tag(d.whole[id].Article.Lang))
	if !ok {
		return nil
	}
	c = c.short()
	return &c
}

// seconds are the events after the lead, each with a sentence.
func (d *edition) seconds() (out []secondView) {
	for _, l := range d.e.Lines {
		v, ok := d.line(l)
		if !ok || d.leads(l) || len(out) == secondsShown {
			continue
		}
		s := secondView{lineView: v}
		if said, lang := lead(d.whole[l.Article].Digest); !says(said, v.Main) {
			s.Lead, s.LeadLang, s.LeadMark = said, lang, d.w.HandMark(d.whole[l.Article].Digest.LeadByHand())
		}
		var names []string
		for _, id := range l.First {
			if r, ok := d.rows[id]; ok {
				names = append(names, isolated(r.Outlet))
			}
		}
		if len(names) > 0 {
			s.First = fmt.Sprintf(d.w.FirstHere, d.w.List(names))
		}
		out = append(out, s)
	}
	return out
}

// says reports whether a sentence says no more than a headline that may be cut.
func says(sentence, headline string) bool {
	bare := func(s string) string { return strings.TrimRight(s, ".。…! ") }
	return strings.HasPrefix(bare(sentence), bare(headline)) && len(bare(sentence)) <= len(bare(headline))+len(sentence)/4
}

// topicName is the name of a topic; one that the site does not have any more is called by its ID.
func (d *edition) topicName(id string) string {
	for _, t := range d.o.Topics {
		if t.ID == id {
			return t.Name
		}
	}
	return line(id)
}

// shelfName is what heads the reports of a topic; with "" those of none, which are all others, or all where there are no topics.
func (d *edition) shelfName(topic string) string {
	switch {
	case topic != "":
		return d.topicName(topic)
	case len(d.o.Topics) > 0:
		return d.w.Others
	}
	return d.w.Latest
}

// shelve fills in the reports beside the lines, by topic; those of no topic come last.
func (d *edition) shelve(v *editionView) {
	shown := min(shelfMost, max(1, shelfRows/max(1, len(d.e.Shelves))))
	for _, s := range d.e.Shelves {
		x := shelfView{Name: d.shelfName(s.Topic)}
		if slices.ContainsFunc(d.o.Topics, func(t Topic) bool { return t.ID == s.Topic }) {
			x.Href = d.root + TopicPath(s.Topic)
		}
		for _, id := range s.Articles {
			if r, ok := d.rows[id]; ok && len(x.Rows) < shown {
				x.Rows = append(x.Rows, r)
			}
		}
		if rest := s.N - len(x.Rows); rest > 0 && len(x.Rows) > 0 {
			x.Rest = d.w.Counted(rest, d.w.RestOfTopic)
			if s.Topic == "" {
				x.Rest = d.w.Counted(rest, d.w.Rest)
			}
		}
		if len(x.Rows) > 0 {
			v.Shelves = append(v.Shelves, x)
		}
	}
	v.MoreOf = d.ofAll(min(len(v.Shelves), shelvesShown), len(v.Shelves))
	v.Shelves = first(v.Shelves, shelvesShown)
}

// changes are the reports that their outlets edited or withdrew.
func (d *edition) changes() (out []changeView) {
	for _, c := range d.e.Changes {
		r, ok := d.rows[c.Article]
		if !ok {
			continue
		}
		r.Clock, r.Stamp = d.clock(c.At, d.day), stamp(d.local(c.At))
		out = append(out, changeView{row: r, Why: d.w.Ranks[c.Reason], Change: d.change(c.Was, c.Is, c.Article)})
	}
	return out
}
