package record

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Printed is an edition that was cut, as export writes it beside the last of the reports that it names. What was told of its lead is
// not in it: the page of the event tells it anew.
type Printed struct {
	Slot    string        `json:"slot"`
	Day     string        `json:"day"`
	Zone    string        `json:"zone"`
	From    string        `json:"from"` // to the millisecond, as until and all times below
	Until   string        `json:"until"`
	Missed  int           `json:"missed,omitempty"`
	Filled  bool          `json:"filled,omitempty"`
	Read    PrintedRead   `json:"read"`
	Lead    string        `json:"lead,omitempty"`
	Lines   []PrintedLine `json:"lines"`
	Shelves []Shelved     `json:"shelves,omitempty"`
	Changes []Changed     `json:"changes,omitempty"`
	Changed int           `json:"changed,omitempty"`
}

// PrintedRead is what an edition says that was read.
type PrintedRead struct {
	Outlets int      `json:"outlets"`
	Read    int      `json:"read"`
	Unread  []Unseen `json:"unread,omitempty"`
	Reports int      `json:"reports"`
	Events  int      `json:"events"`
	Edited  int      `json:"edited"`
	Pulled  int      `json:"pulled"`
}

// Unseen is an outlet that could not be read.
type Unseen struct {
	Source string `json:"source"`
	Outlet string `json:"outlet"`
	Since  string `json:"since,omitempty"`
}

// PrintedLine is a line of an edition.
type PrintedLine struct {
	Story    string          `json:"story,omitempty"`
	Article  string          `json:"article"`
	Score    int             `json:"score"`
	Terms    []Term          `json:"terms,omitempty"`
	Reason   news.RankReason `json:"reason"`
	Topic    string          `json:"topic,omitempty"`
	Outlets  int             `json:"outlets"`
	Reports  int             `json:"reports"`
	Copies   int             `json:"copies,omitempty"`
	Was      string          `json:"was,omitempty"`
	Is       string          `json:"is,omitempty"`
	First    []string        `json:"first,omitempty"`
	Evidence []PrintedCite   `json:"evidence,omitempty"`
	Title    *PrintedTitle   `json:"title,omitempty"` // of the event; absent: it was called as its report is, or is the lead
}

// PrintedTitle is what an edition called an event.
type PrintedTitle struct {
	Text     string        `json:"text"`
	Lang     string        `json:"lang"`
	Evidence []PrintedCite `json:"evidence"`
	Given    bool          `json:"given,omitempty"` // it is the operator's
}

// Term is one term of a score.
type Term struct {
	Reason news.RankReason `json:"reason"`
	Points int             `json:"points"`
}

// PrintedCite is a sentence that a line rests on.
type PrintedCite struct {
	Article string `json:"article"`
	Text    string `json:"text_hash,omitempty"`
	N       int    `json:"n,omitempty"`
}

// Shelved is what an edition has of one topic.
type Shelved struct {
	Topic    string   `json:"topic,omitempty"`
	Articles []string `json:"articles"`
	N        int      `json:"n"`
}

// Changed is a report that an edition says was changed or taken back.
type Changed struct {
	Article string          `json:"article"`
	At      string          `json:"at"`
	Reason  news.RankReason `json:"reason"`
	Was     string          `json:"was,omitempty"`
	Is      string          `json:"is,omitempty"`
}

// PrintedOf returns an edition as data.
func PrintedOf(e news.Edition) Printed {
	r := e.Reading
	p := Printed{
		Slot: e.Slot, Day: e.Day, Zone: e.Zone, From: exactly(e.From), Until: exactly(e.Until), Missed: e.Missed, Filled: e.Filled,
		Read: PrintedRead{Outlets: r.Outlets, Read: r.Read, Reports: r.Reports, Events: r.Events, Edited: r.Edited, Pulled: r.Pulled},
		Lead: string(e.Lead), Lines: []PrintedLine{}, Changed: e.Changed,
	}
	for _, u := range r.Unread {
		p.Read.Unread = append(p.Read.Unread, Unseen{string(u.Source), u.Outlet, exactly(u.Since)})
	}
	for _, l := range e.Lines {
		x := PrintedLine{
			Story: string(l.Story), Article: string(l.Article), Score: l.Score, Reason: l.Reason, Topic: l.Topic, Outlets: l.Outlets, Reports: l.Reports,
			Copies: l.Copies, Was: l.Was, Is: l.Is, First: textsOf(l.First),
		}
		for _, t := range l.Terms {
			x.Terms = append(x.Terms, Term(t))
		}
		x.Evidence = printedCites(l.Evidence)
		if t := l.Title; t.Text != "" {
			x.Title = &PrintedTitle{t.Text, t.Lang, printedCites(t.Evidence), t.Given}
		}
		p.Lines = append(p.Lines, x)
	}
	for _, s := range e.Shelves {
		p.Shelves = append(p.Shelves, Shelved{s.Topic, textsOf(s.Articles), s.N})
	}
	for _, c := range e.Changes {
		p.Changes = append(p.Changes, Changed{string(c.Article), exactly(c.At), c.Reason, c.Was, c.Is})
	}
	return p
}

func printedCites(list []news.Cite) (out []PrintedCite) {
	for _, c := range list {
		out = append(out, PrintedCite{string(c.Article), string(c.Text), c.N})
	}
	return out
}

func citesOf(list []PrintedCite) (out []news.Cite) {
	for _, c := range list {
		out = append(out, news.Cite{Article: news.ArticleID(c.Article), Text: news.Hash(c.Text), N: c.N})
	}
	return out
}

func textsOf(ids []news.ArticleID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}

func idsOf(ids []string) []news.ArticleID {
	var out []news.ArticleID
	for _, id := range ids {
		out = append(out, news.ArticleID(id))
	}
	return out
}

// Bounds of an edition that is read.
const (
	mostPrinted = 1000 // lines, shelves, changes, and what each has
	longestName = 100  // bytes of its zone
)

// ErrEdition is wrapped by the error of an edition that cannot be one.
var ErrEdition = errors.New("an edition cannot be read")

// News makes an edition of its record. The error wraps ErrEdition: its hour and day are parts of addresses, and its times place it.
func (p Printed) News() (e news.Edition, err error) {
	bad := func(format string, args ...any) (news.Edition, error) {
		return news.Edition{}, fmt.Errorf("%w: %s", ErrEdition, fmt.Sprintf(format, args...))
	}
	if at, err := time.Parse("2006-01-02 15:04", p.Day+" "+p.Slot); err != nil || at.Format("2006-01-02 15:04") != p.Day+" "+p.Slot {
		return bad("%.40q is no day with an hour", p.Day+" "+p.Slot)
	}
	if len(p.Zone) > longestName || max(len(p.Lines), len(p.Shelves), len(p.Changes), len(p.Read.Unread)) > mostPrinted {
		return bad("it is too long")
	}
	r := p.Read
	e = news.Edition{
		Slot: p.Slot, Day: p.Day, Zone: p.Zone, Missed: p.Missed, Filled: p.Filled, Lead: news.StoryID(p.Lead), Changed: p.Changed,
		Reading: news.Reading{Outlets: r.Outlets, Read: r.Read, Reports: r.Reports, Events: r.Events, Edited: r.Edited, Pulled: r.Pulled},
	}
	times := []timed{{p.From, &e.From}, {p.Until, &e.Until}}
	e.Reading.Unread = make([]news.Unseen, len(r.Unread))
	for i, u := range r.Unread {
		e.Reading.Unread[i] = news.Unseen{Source: news.SourceID(u.Source), Outlet: u.Outlet}
		if u.Since != "" {
			times = append(times, timed{u.Since, &e.Reading.Unread[i].Since})
		}
	}
	for _, l := range p.Lines {
		e.Lines = append(e.Lines, l.news())
	}
	for _, s := range p.Shelves {
		e.Shelves = append(e.Shelves, news.Shelf{Topic: s.Topic, Articles: idsOf(s.Articles), N: s.N})
	}
	e.Changes = make([]news.ChangeLine, len(p.Changes))
	for i, c := range p.Changes {
		e.Changes[i] = news.ChangeLine{Article: news.ArticleID(c.Article), Reason: c.Reason, Was: c.Was, Is: c.Is}
		times = append(times, timed{c.At, &e.Changes[i].At})
	}
	for _, t := range times {
		at, err := moment(t.said)
		if err != nil {
			return bad("%v", err)
		}
		*t.at = at.UTC()
	}
	for _, r := range reasonsOf(p) {
		if !slices.Contains(news.RankReasons(), r) {
			return bad("the reason %.20q is not known", r)
		}
	}
	for _, c := range p.Changes {
		if !slices.Contains([]news.RankReason{news.RankWithdrawn, news.RankCorrected, news.RankEdited, news.RankRetitled}, c.Reason) {
			return bad("%.20q is no change", c.Reason)
		}
	}
	if !e.From.Before(e.Until) || slices.ContainsFunc(e.Lines, func(l news.EditionLine) bool { return l.Article == "" }) {
		return bad("it ends before it begins, or a line names no report")
	}
	return e, nil
}

// reasonsOf are the reasons that the lines of an edition give.
func reasonsOf(p Printed) (out []news.RankReason) {
	for _, l := range p.Lines {
		out = append(out, l.Reason)
		for _, t := range l.Terms {
			out = append(out, t.Reason)
		}
	}
	return out
}

// timed is a time as it is written, and where it goes.
type timed struct {
	said string
	at   *time.Time
}

func (l PrintedLine) news() news.EditionLine {
	x := news.EditionLine{
		Story: news.StoryID(l.Story), Article: news.ArticleID(l.Article), Score: l.Score, Reason: l.Reason, Topic: l.Topic, Outlets: l.Outlets, Reports: l.Reports,
		Copies: l.Copies, Was: l.Was, Is: l.Is, First: idsOf(l.First),
	}
	for _, t := range l.Terms {
		x.Terms = append(x.Terms, news.Term(t))
	}
	x.Evidence = citesOf(l.Evidence)
	if t := l.Title; t != nil {
		x.Title = news.EventTitle{Text: t.Text, Lang: t.Lang, Evidence: citesOf(t.Evidence), Given: t.Given}
	}
	return x
}
