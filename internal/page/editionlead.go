package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Bounds of what the lead of an edition shows.
const (
	leadClaims  = 3
	leadFigures = 2
	leadValues  = 3 // of a figure
	leadOutlets = 8
	stripBars   = 12
)

// topView is the lead: the event of the first line that several outlets tell.
type topView struct {
	lineView
	Claims    []claimView
	Made      string // how they were made
	Outlets   []teller
	OutletsOf string
	Silent    *silentView
	AsOf      string
	Strip     *strip
	Figures   []figureView
	Kind      string // why the values of all Figures differ, where that is the same
	FiguresOf string
}

// toldOf is what the edition tells of the event of a line: of the lead all that was told of it, of another its title.
func (d *edition) toldOf(l news.EditionLine) news.Account {
	if d.leads(l) {
		return d.e.Told
	}
	if l.Title.Given {
		return news.Account{Given: l.Title.Text}
	}
	return news.Account{Digest: news.StoryDigest{Lang: l.Title.Lang, Title: l.Title.Text, TitleEvidence: l.Title.Evidence}}
}

// telling prepares what is told of the event of a line; nil where none of its reports is there.
func (d *edition) telling(l news.EditionLine) (*telling, Story) {
	x := Story{ID: l.Story, Account: d.toldOf(l)}
	of := news.Edition{Lines: []news.EditionLine{{Article: l.Article, First: l.First}}, Told: x.Account}
	for _, id := range of.Names() {
		if w, ok := d.whole[id]; ok {
			x.Reports, x.Whole = append(x.Reports, d.listed(w)), append(x.Whole, w)
		}
	}
	if len(x.Reports) == 0 {
		return nil, x
	}
	slices.SortStableFunc(x.Reports, func(a, b Listed) int {
		return cmp.Or(a.Place(d.o.Zone).NewerFirst(b.Place(d.o.Zone)), cmp.Compare(a.ID, b.ID))
	})
	x.Account.Central = cmp.Or(x.Account.Central, l.Article)
	return d.tellingAt(x, d.root, d.day), x
}

// lead is the lead; nil where there is none.
func (d *edition) lead() *topView {
	i := slices.IndexFunc(d.e.Lines, func(l news.EditionLine) bool { return d.leads(l) })
	if i < 0 {
		return nil
	}
	l := d.e.Lines[i]
	head, ok := d.line(l)
	t, x := d.telling(l)
	if !ok || t == nil {
		return nil
	}
	v := &topView{lineView: head}
	v.Claims, v.Made = t.opening(x, l.Article)
	v.Outlets, v.OutletsOf = t.tellers(x, l.Outlets)
	if v.Silent = t.silent(x.Account); v.Silent != nil && !x.Account.Polled.IsZero() {
		v.AsOf = fmt.Sprintf(d.w.SilentAsOf, d.w.DateClock(d.local(x.Account.Polled)))
	}
	v.Strip = t.strip(x.Account.Timeline, x.Account.Moments)
	figures := t.figures(x.Account)
	v.Figures, v.FiguresOf = first(figures, leadFigures), d.ofAll(min(len(figures), leadFigures), len(figures))
	v.Kind = saidOnce(v.Figures)
	for i := range v.Figures {
		v.Figures[i].Values, v.Figures[i].Of = d.latest(v.Figures[i].Values)
	}
	return v
}

// saidOnce takes out of several figures why their values differ, where it is the same of all.
func saidOnce(figures []figureView) (kind string) {
	if len(figures) < 2 || slices.ContainsFunc(figures, func(f figureView) bool { return f.Kind != figures[0].Kind }) {
		return ""
	}
	kind = figures[0].Kind
	for i := range figures {
		figures[i].Kind = ""
	}
	return kind
}

// latest are the values of a figure that hold, with the newest of the others where one alone does.
func (s *Set) latest(values []valueView) (out []valueView, of string) {
	old := len(values)
	for i, v := range values {
		if !v.Old {
			out = append(out, v)
		} else {
			old = i
		}
	}
	if len(out) < 2 && old < len(values) {
		out = append([]valueView{values[old]}, out...)
	}
	out = first(out, leadValues)
	return out, s.ofAll(len(out), len(values))
}

// opening are the first sentences of what is told of an event, as its page has them, and how they were made; else those of the
// digest of the report that stands for it.
func (t *telling) opening(x Story, central news.ArticleID) (out []claimView, made string) {
	var v storyView
	t.known(&v, x.Account.Digest)
	if out = first(append(v.Known.Shown, v.Known.Rest...), leadClaims); !v.Openings && len(out) > 0 {
		return out, v.Made.Said[0]
	}
	if x.Account.Digest.By == news.ByOpenings {
		for _, o := range first(t.outlets(byOutlet(x.Reports)), leadClaims) {
			if o.Lead != "" {
				out = append(out, claimView{groundView: o.groundView, Text: o.Outlet + t.w.Colon + o.Lead, Lang: o.LeadLang, Marks: o.Marks, Doubts: o.Doubts})
			}
		}
		if len(out) > 0 {
			return out, t.w.FromOpenings
		}
	}
	it, ok := t.whole[central]
	if !ok {
		return nil, ""
	}
	told := newWriting(t.w, it.Item)
	for _, c := range first(it.Digest.Summary, leadClaims) {
		s := claimView{groundView: t.own(it, c), Text: cut(line(c.Text), quoteBound), Lang: tag(it.Digest.Lang), Doubts: told.doubts(c)}
		if it.Digest.Unfit {
			s.Marks = []string{t.w.UnfitMark}
		}
		if c.ByHand {
			s.Marks = append(s.Marks, t.w.Hand(c))
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, ""
	}
	return out, madeBy(t.w, it.Digest) + t.w.Stop
}

// teller is an outlet that tells the event, by its latest report, or by its first where no other outlet had one before.
type teller struct {
	row
	Earliest bool
}

// tellers are the outlets of reports, of which there are so many in all: who was first, then those with the newest reports.
func (t *telling) tellers(x Story, all int) (out []teller, of string) {
	for _, o := range byOutlet(x.Reports) {
		if slices.Contains(x.Account.First, o.earliest.ID) {
			out = slices.Insert(out, 0, teller{*t.rows[o.earliest.ID], true})
		} else {
			out = append(out, teller{row: *t.rows[o.latest.ID]})
		}
	}
	out = first(out, leadOutlets)
	return out, t.ofAll(len(out), all)
}

// strip is a picture of how many reports of an event came when. It has no letters: those are beside it.
type strip struct {
	Label       string
	Bars        []stripBar
	Wide        int // of a bar, in units of the picture, which is 100 wide
	From, Until string
	Each        string
	Of          string // of all reports
}

// stripBar is one bar, in units of the picture.
type stripBar struct{ X, Y, Height int }

// strip draws the reports of a timeline whose hour is known, of which all are so many; nil where there are fewer than two.
func (t *telling) strip(timeline []news.Moment, all int) *strip {
	var at []time.Time
	total := 0
	for _, m := range timeline {
		switch {
		case m.Kind == news.MomentDay:
			total += m.N
		case m.Kind != news.MomentPublished || !t.tells(m):
		case m.Hour == news.HourGiven:
			at = append(at, t.local(m.At))
			fallthrough
		default:
			total++
		}
	}
	if len(at) < 2 {
		return nil
	}
	slices.SortFunc(at, time.Time.Compare)
	start, each, n := divide(at[0], at[len(at)-1])
	counts := make([]int, n)
	for _, x := range at {
		counts[min(n-1, int(x.Sub(start)/each))]++
	}
	s := &strip{Wide: 100/n - 2, From: t.clock(start, ""), Until: t.clock(start.Add(time.Duration(n)*each), ""), Of: t.ofAll(len(at), total)}
	s.From, s.Until = t.w.ShortDateClock(start), t.w.ShortDateClock(start.Add(time.Duration(n)*each))
	span := t.w.Counted(int(each/time.Hour), t.w.Hours)
	if each >= 48*time.Hour {
		span = t.w.Counted(int(each/(24*time.Hour)), t.w.Days)
	}
	s.Each = fmt.Sprintf(t.w.EachBar, span)
	most := slices.Max(counts)
	var said []string
	for i, c := range counts {
		said = append(said, strconv.Itoa(c))
		if c > 0 {
			h := max(2, c*22/most)
			s.Bars = append(s.Bars, stripBar{X: i*100/n + 1, Y: 24 - h, Height: h})
		}
	}
	s.Label = fmt.Sprintf(t.w.BarsLabel, s.From, span, t.w.List(said))
	return s
}

// divide finds hours of equal length from one moment to another: when they begin, how long each is, and how many there are.
func divide(from, to time.Time) (start time.Time, each time.Duration, n int) {
	for _, hours := range []int{1, 2, 3, 6, 12, 24} {
		each = time.Duration(hours) * time.Hour
		start = time.Date(from.Year(), from.Month(), from.Day(), from.Hour()/hours*hours, 0, 0, 0, from.Location())
		if n = int(to.Sub(start)/each) + 1; n <= stripBars {
			return start, each, max(n, 2)
		}
	}
	for n > stripBars {
		each *= 2
		n = int(to.Sub(start)/each) + 1
	}
	return start, each, n
}
