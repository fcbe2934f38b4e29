package page

import (
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// Bounds of what the page of a story shows at once. What is beyond folded is folded, what is beyond the bound of a list is
// counted.
const (
	claimsShown  = 12 // sentences on what several outlets say, or one
	claimsOpen   = 6
	openShown    = 2  // sentences on what is not known
	citesShown   = 12 // sentences that one sentence rests on
	outletsShown = 60 // outlets with what they say
	outletsOpen  = 6
	valuesShown  = 6 // values of a figure
	figuresShown = 4
	aloneShown   = 20 // outlets with what they alone have
	aloneOpen    = 4
	aloneTerms   = 8
	momentsHead  = 3 // lines of the timeline before those that are folded
	momentsTail  = 4
	editsShown   = 20
	editsOpen    = 6
	quoteBound   = 400 // characters of a sentence that another one rests on
	changeBound  = 120 // characters of what an edit changed
	changeShort  = 36  // the same in the timeline
)

// Story is the page of an event that several reports are about.
type Story struct {
	ID      news.StoryID
	Reports []Listed     // newest first
	Account news.Account // what the reports say together; as ShowAccount returns it
	Whole   []Whole      // those of Reports that Needed names, in any order; those that are gone are absent
	Since   Since
}

// Whole is a report whole, with the identity of its text.
type Whole struct {
	Placed
	Text news.Hash // TextHash of all of it, of which the audience may see less
}

// WholeOf returns a report as the page of its story needs it.
func (s *Set) WholeOf(it news.Item, path string) Whole {
	return Whole{Placed{s.Show(it), path}, it.Article.TextHash()}
}

// ShowAccount returns what is told of an event as the site's audience may see it. Cited are the reports that it cites.
func (s *Set) ShowAccount(a news.Account, cited []news.Item) news.Account {
	if s.o.Audience == Public {
		return rights.Account(a, cited)
	}
	return a
}

// Needed are the reports that the page of a story needs whole: those that its account cites, the latest of each outlet that the page
// quotes, and those that may have come since.
func Needed(reports []Listed, a news.Account, since Since) []news.ArticleID {
	there := make(map[news.ArticleID]bool, len(reports))
	for _, h := range reports {
		there[h.ID] = true
	}
	var out []news.ArticleID
	for _, c := range cited(a) {
		if there[c.Article] {
			out = append(out, c.Article)
		}
	}
	for _, m := range a.Timeline {
		if m.Kind == news.MomentEdited && there[m.Article] {
			out = append(out, m.Article)
		}
	}
	for _, o := range first(byOutlet(reports), outletsShown) {
		out = append(out, o.latest.ID)
	}
	for _, h := range reports {
		if !since.Until.IsZero() && h.Captured.After(since.Until) {
			out = append(out, h.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// first are the first n of a list, or all of it.
func first[E any](list []E, n int) []E { return list[:min(n, len(list))] }

// cited are all sentences that an account rests on.
func cited(a news.Account) []news.Cite {
	d := a.Digest
	out := slices.Clone(d.TitleEvidence)
	for _, list := range [][]news.StoryClaim{d.Common, d.Only, d.Open} {
		for _, c := range list {
			out = append(out, c.Evidence...)
		}
	}
	for _, f := range d.Figures {
		for _, v := range f.Values {
			out = append(out, v.Evidence...)
		}
	}
	for _, x := range a.Alone {
		for _, t := range x.Terms {
			out = append(out, t.Evidence...)
		}
	}
	return out
}

// storyView is what the page of a story shows, beside the list of its reports.
type storyView struct {
	W         *wording.Texts
	Head      []string // when, how many
	New       *sinceView
	Known     folded[claimView]
	Openings  bool // there are no such sentences: what each outlet says comes first
	Open      []claimView
	Made      madeView
	Days      foldedMoments
	Outlets   folded[outletView]
	Figures   []figureView
	FiguresOf string
	Alone     folded[aloneView]
	Silent    *silentView
	AsOf      string // of Silent and Unread
	Unread    []string
	Edits     folded[editView]
	All       string // "All reports (12)"
	JSON      string
}

// folded is a list of which the first are shown at once.
type folded[E any] struct {
	Shown, Rest []E
	More        string // "12 more": that of Rest
	Of          string // "60 of 83", where the list is longer
}

// fold makes a list of which so many are open, and which has so many at most; all is how many there are.
func fold[E any](s *Set, list []E, open, most, all int) folded[E] {
	all = max(all, len(list))
	list = first(list, most)
	if len(list) <= open+1 { // one alone is not worth a click
		open = len(list)
	}
	out := folded[E]{Shown: list[:open], Rest: list[open:], Of: s.ofAll(len(list), all)}
	if n := len(out.Rest); n > 0 {
		out.More = s.w.Counted(n, s.w.More)
	}
	return out
}

// ofAll says how many of all are shown, where that is not all.
func (s *Set) ofAll(n, all int) string {
	if n >= all {
		return ""
	}
	return fmt.Sprintf(s.w.OfAll, n, all)
}

// telling makes the page of one story.
type telling struct {
	*Set
	root, year string
	list       []row                   // of its reports, newest first
	rows       map[news.ArticleID]*row // the same
	heads      map[news.ArticleID]Listed
	whole      map[news.ArticleID]Whole
	houses     houses
	lang       string // of the digest of the story
}

// telling prepares the page of a story.
func (s *Set) telling(x Story) *telling { return s.tellingAt(x, "../", s.yearOf(x.Reports)) }

// tellingAt prepares what a page at root, about the day or year given, tells of a story.
func (s *Set) tellingAt(x Story, root, about string) *telling {
	t := &telling{
		Set: s, root: root, year: s.yearOf(x.Reports), rows: map[news.ArticleID]*row{},
		heads: map[news.ArticleID]Listed{}, whole: map[news.ArticleID]Whole{}, houses: housesOf(x.Account), lang: x.Account.Digest.Lang,
	}
	t.list = s.rows(x.Reports, t.root, about)
	for i, h := range x.Reports {
		t.rows[h.ID], t.heads[h.ID] = &t.list[i], h
	}
	for _, w := range x.Whole {
		t.whole[w.Article.ID] = w
	}
	for _, id := range x.Account.First {
		if r := t.rows[id]; r != nil {
			r.Marks = append([]string{s.w.First}, r.Marks...)
		}
	}
	return t
}

// Story is the page of a story, its newest part last. The title is what the page calls the story, with its mark.
func (s *Set) Story(x Story) (parts []File, title string, err error) {
	path, t := StoryPath(x.ID), s.telling(x)
	head := t.headline(x)
	day := s.dayOf(x.Reports[0].Filed)
	parts, err = s.parts(path, t.list, func(at string) *listView {
		v := &listView{
			frame: s.frame(at, head.Main, ""), Heading: head.Main, HeadingLang: head.MainLang, HeadingKept: head.Kept, Orig: head.Orig, OrigLang: head.OrigLang,
			Note: s.inZone(t.year), Up: &pageLink{t.root + DayPath(day.Format(time.DateOnly)), s.w.Date(day)},
		}
		v.HeadingMark, v.Title = head.Hand, wording.Plain(v.Title, head.Hand)
		if head.MainLang == s.w.Tag {
			v.TitleLang = head.MainLang
		}
		v.Feeds, v.Subscribe = v.Root+stem(path), s.w.Follow
		if at == path {
			v.Story = t.view(x, head.Erring)
		} else {
			v.Sub = s.w.NReports(len(t.list))
		}
		return v
	})
	return parts, wording.Plain(head.Main, head.Hand), err
}

// headline is how the page calls the story: as the operator does, marked so; else by the headline of its digest, else by that of its most central report.
func (t *telling) headline(x Story) row {
	if given := cut(line(x.Account.Given), titleBound); given != "" {
		return row{Main: given, MainLang: tag(text.Lang(given, t.w.Tag)), Given: true, Hand: t.w.TitleGiven, Marks: []string{t.w.TitleGiven}}
	}
	if d := x.Account.Digest; d.Title != "" && t.rest(d.TitleEvidence) {
		return row{Main: cut(line(d.Title), titleBound), MainLang: tag(d.Lang)}
	}
	if r := t.rows[x.Account.Central]; r != nil {
		return *r
	}
	return *t.rows[x.Reports[Naming(x.Reports)].ID]
}

func (t *telling) view(x Story, erring bool) *storyView {
	a := x.Account
	v := &storyView{W: t.w, Head: t.facts(x, erring), JSON: lastPart(JSONPath(StoryPath(x.ID)))}
	v.New = t.since(x)
	t.known(v, a.Digest)
	v.Days = t.moments(a)
	outlets := byOutlet(x.Reports)
	v.Outlets = fold(t.Set, t.outlets(outlets), outletsOpen, outletsShown, len(outlets))
	figures := t.figures(a)
	v.Figures, v.FiguresOf = first(figures, figuresShown), t.ofAll(min(len(figures), figuresShown), len(figures))
	alone := t.alone(a.Alone)
	v.Alone = fold(t.Set, alone, aloneOpen, aloneShown, len(alone))
	v.Silent, v.Unread = t.silent(a), t.unread(a)
	if !a.Polled.IsZero() {
		v.AsOf = fmt.Sprintf(t.w.SilentAsOf, t.w.DateClock(t.local(a.Polled)))
	}
	edits := t.edits(x.Reports, a.Timeline)
	v.Edits = fold(t.Set, edits, editsOpen, editsShown, len(edits))
	v.All = fmt.Sprintf(t.w.AllOfStory, len(x.Reports))
	return v
}

// facts are who was first, when the newest came, and how many there are.
func (t *telling) facts(x Story, erring bool) (out []string) {
	var first []string
	for _, id := range x.Account.First {
		if r := t.rows[id]; r != nil {
			first = append(first, fmt.Sprintf(t.w.ByAt, isolated(r.Outlet), r.Clock))
		}
	}
	if len(first) > 0 {
		out = append(out, t.w.FirstRead+t.w.Colon+t.w.List(first))
	}
	if i := slices.IndexFunc(x.Reports, func(h Listed) bool { return h.Grain != news.GrainNone }); i >= 0 && t.rows[x.Reports[i].ID].Clock != "" {
		out = append(out, t.w.Newest+t.w.Colon+t.rows[x.Reports[i].ID].Clock)
	}
	copies := 0
	for _, h := range x.Reports {
		if h.CopyOf != "" {
			copies++
		}
	}
	n := t.houses.outlets(x.Reports)
	out = append(out, t.w.NOutlets(n))
	if names := Outlets(x.Reports); names > n {
		out = append(out, t.w.Counted(names, t.w.HousesOnce))
	}
	out = append(out, t.w.NReports(len(x.Reports)))
	if copies > 0 {
		out = append(out, t.w.Counted(copies, t.w.Copies))
	}
	out = append(out, t.w.Counted(readWhole(x), t.w.ReadWhole))
	if erring {
		out = append(out, t.w.UnfitMark)
	}
	return out
}

// readWhole counts the reports of which the desk has all that they say. Of those that the account does not know, their kind tells.
func readWhole(x Story) int {
	n := 0
	for _, h := range x.Reports {
		if (h.Kind == news.PageArticle || h.Kind == news.PageLive) && h.Words > 0 && !slices.Contains(x.Account.Partly, h.ID) {
			n++
		}
	}
	return n
}

// movedView is a page that leads on to another.
type movedView struct {
	frame
	Heading, Href string
}

// Moved is the page of a story without reports, which leads on to the page at to.
func (s *Set) Moved(id news.StoryID, to string) ([]byte, error) {
	return s.leadOn(StoryPath(id), s.w.Moved, "../"+to)
}

// leadOn is a page at path that leads on to href.
func (s *Set) leadOn(path, heading, href string) ([]byte, error) {
	v := movedView{frame: s.frame(path, heading, ""), Heading: heading, Href: href}
	v.NoIndex = true
	return s.render("moved.html", v)
}

// silentView are the outlets that write on such things and were not seen to report the event.
type silentView struct {
	Lead  string
	Names []nameView
	Of    string
}

type nameView struct{ Name, Lang string }

func (t *telling) silent(a news.Account) *silentView {
	if len(a.Silent) == 0 {
		return nil
	}
	v := &silentView{Lead: t.w.SilentOutlets, Of: t.ofAll(len(a.Silent), a.Silents)}
	if topic := line(a.Silent[0].Topic); topic != "" {
		v.Lead = fmt.Sprintf(t.w.SilentTopic, topic)
	}
	for _, x := range a.Silent {
		v.Names = append(v.Names, nameView{line(x.Outlet), foreign(line(x.Outlet), "")})
	}
	return v
}

// unread says of which outlets it cannot be told whether they are silent, by cause.
func (t *telling) unread(a news.Account) (out []string) {
	for _, cause := range news.UnreadCauses() {
		var names []string
		for _, x := range a.Unread {
			if x.Cause == cause {
				names = append(names, isolated(line(x.Outlet)))
			}
		}
		if len(names) == 0 {
			continue
		}
		said := t.w.List(first(names, unreadNames))
		if of := t.ofAll(min(len(names), unreadNames), len(names)); of != "" {
			said += t.w.Comma + of
		}
		out = append(out, fmt.Sprintf(t.w.UnreadCauses[cause], said))
	}
	return out
}

// unreadNames is how many outlets are named for one cause.
const unreadNames = 8
