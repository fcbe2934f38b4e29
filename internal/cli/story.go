package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/edition"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type storyCmd struct {
	Show   storyShowCmd   `cmd:"" help:"Show the reports of a story, and why they are of one event; without a story, the rulings."`
	Merge  storyMergeCmd  `cmd:"" help:"Rule that the reports of two stories are of one event."`
	Split  storySplitCmd  `cmd:"" help:"Rule that reports of a story are not of one event with the others."`
	Rename storyRenameCmd `cmd:"" help:"Rule what a story is called."`
	Pin    storyPinCmd    `cmd:"" help:"Rule that a story leads the front page."`
	Undo   storyUndoCmd   `cmd:"" help:"Undo a ruling."`
}

func (storyCmd) Help() string {
	return `Reports of one event are gathered into a story by what they have in common. Where that goes wrong, merge and split
put it right. rename calls a story by a headline of your own, and pin has it lead the front page. What was ruled so holds for
as long as it is not undone.

Example:  waidian story show mfrggzdfmz`
}

type storyShowCmd struct {
	ID   string `arg:"" optional:"" help:"Identifier of the story or of one of its reports, or address of its page; without it the rulings are listed."`
	JSON bool   `name:"json" help:"Print one JSON object a line."`
}

func (storyShowCmd) Help() string {
	return `Prints the reports of a story. For each it says which other one is nearest, how near that is (1 is just near enough
for two reports alone), and what the two have in common, the weightiest first. Then it prints with how many points the
story would stand in an edition of the last 24 hours, and for what, with how many it stands in the latest edition that has it among its lines, the stories that are
near it, and the rulings that hold. Without a story it lists all rulings, with those that were undone.

Example:  waidian story show mfrggzdfmz`
}

// storyLine is a story as `story show --json` prints it.
type storyLine struct {
	ID      news.StoryID `json:"id"`
	Page    string       `json:"page"`    // within the site
	Outlets int          `json:"outlets"` // those of one house once
	Reports []toldLine   `json:"reports"`
	Rulings []rulingLine `json:"rulings"`
	Near    []nearLine   `json:"near"` // other stories of its days, the nearest first
	Rank    rankLine     `json:"rank"`
	Stood   *stoodLine   `json:"edition,omitempty"` // the latest edition in whose lines it is
}

// nearLine is a story near another one.
type nearLine struct {
	Story news.StoryID `json:"story"`
	Near  float64      `json:"near"` // 1: two reports are just near enough for two alone
}

// rankLine is the place of a story in an edition of the last 24 hours.
type rankLine struct {
	Score  int             `json:"score"`
	Terms  []termLine      `json:"terms"` // what score is the sum of, the largest first
	Reason news.RankReason `json:"reason"`
	From   time.Time       `json:"from"`
	Until  time.Time       `json:"until"`
}

// stoodLine is the place that a story had in an edition.
type stoodLine struct {
	ID     news.EditionID  `json:"id"`
	Line   int             `json:"line"` // counted from 1
	Score  int             `json:"score"`
	Terms  []termLine      `json:"terms"`
	Reason news.RankReason `json:"reason"`
}

// termLine is one term of a score.
type termLine struct {
	Reason news.RankReason `json:"reason"`
	Points int             `json:"points"`
}

// toldLine is a report of a story.
type toldLine struct {
	ID        news.ArticleID `json:"id"`
	Outlet    string         `json:"outlet"`
	Title     string         `json:"title"`
	Lang      string         `json:"lang"`
	URL       string         `json:"url"`
	Published *time.Time     `json:"published,omitempty"`
	Captured  time.Time      `json:"captured"`
	CopyOf    news.ArticleID `json:"copy_of,omitempty"`
	Nearest   news.ArticleID `json:"nearest,omitempty"`
	Near      float64        `json:"near,omitempty"` // 1: just near enough
	Shared    []sharedLine   `json:"shared,omitempty"`

	grain news.Grain // what is known of Published
}

// sharedLine is something that two reports have in common.
type sharedLine struct {
	Text  string  `json:"text"`
	Share float64 `json:"share"` // of all that they have in common
}

// rulingLine is a ruling as `story --json` prints it.
type rulingLine struct {
	ID       int64            `json:"ruling"`
	Kind     news.RulingKind  `json:"kind"`
	Story    news.StoryID     `json:"story"`
	Into     news.StoryID     `json:"into"`
	Articles []news.ArticleID `json:"articles"`
	Others   []news.ArticleID `json:"others"`
	Title    string           `json:"title,omitempty"`
	At       time.Time        `json:"at"`
	Undone   *time.Time       `json:"undone,omitempty"`
}

func (cmd *storyShowCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	if cmd.ID == "" {
		return cmd.rulings(ctx, a, p)
	}
	g, err := p.desk.Gathered(ctx, news.StoryID(lastOf(cmd.ID)))
	if err != nil {
		return asMistake(err)
	}
	l, err := p.storyLine(ctx, g)
	if err != nil {
		return err
	}
	if l.Rank, err = a.rank(ctx, p, g.ID); err != nil {
		return err
	}
	if l.Stood, err = p.stood(ctx, l.Reports); err != nil {
		return err
	}
	if cmd.JSON {
		return json.NewEncoder(record.Safe(a.Stdout)).Encode(l)
	}
	printStory(a, l, p.zone())
	return nil
}

func (cmd *storyShowCmd) rulings(ctx context.Context, a *app, p *parts) error {
	list, err := p.desk.Rulings(ctx)
	if err != nil {
		return err
	}
	for _, r := range list {
		if err := printRuling(a, r, cmd.JSON, p.zone()); err != nil {
			return err
		}
	}
	if len(list) == 0 && !cmd.JSON {
		fmt.Fprintln(a.Stdout, "nothing was ruled on stories")
	}
	return nil
}

func (p *parts) storyLine(ctx context.Context, g desk.Gathered) (storyLine, error) {
	l := storyLine{ID: g.ID, Page: page.StoryPath(g.ID), Reports: []toldLine{}, Rulings: []rulingLine{}, Near: []nearLine{}}
	var tellings []news.Telling
	for _, r := range g.Reports {
		it := r.Item.Article
		p.called.article(&it)
		tellings = append(tellings, news.Telling{Item: news.Item{Article: it}})
		t := toldLine{ID: it.ID, Outlet: it.Outlet, Title: it.Title, Lang: it.Lang, URL: it.URL, Captured: it.Captured,
			grain: news.GrainOf(it.Published, it.Hour), CopyOf: r.Item.CopyOf, Nearest: r.Nearest, Near: hundredths(r.Near)}
		if !it.Published.IsZero() {
			t.Published = &it.Published
		}
		for _, s := range r.Shared {
			t.Shared = append(t.Shared, sharedLine{s.Text, hundredths(s.Share)})
		}
		l.Reports = append(l.Reports, t)
	}
	for _, r := range g.Rulings {
		l.Rulings = append(l.Rulings, ruledLine(r))
	}
	for _, n := range g.Near {
		l.Near = append(l.Near, nearLine{n.Story, hundredths(n.Near)})
	}
	_, known, err := p.granted(ctx)
	if err != nil {
		return l, err
	}
	outlets := map[string]bool{}
	for _, t := range known.Houses(tellings).Housed(tellings) {
		outlets[t.House] = true
	}
	l.Outlets = len(outlets)
	return l, nil
}

func hundredths(x float64) float64 { return math.Round(100*x) / 100 }

func ruledLine(r news.Ruling) rulingLine {
	l := rulingLine{r.ID, r.Kind, r.Story, r.Into, r.Articles, r.Others, r.Title, r.At, nil}
	if !r.Undone.IsZero() {
		l.Undone = &r.Undone
	}
	return l
}

// when is the time of a report for people in a zone, as closely as it is known.
func (r toldLine) when(zone *time.Location) string {
	switch {
	case r.grain == news.GrainNone || r.Published == nil:
		return "no date"
	case r.grain == news.GrainDay:
		return news.PlaceOf(*r.Published, r.grain, zone).Day
	}
	return clockIn(*r.Published, zone)
}

// clockIn is a day and an hour for people in a zone.
func clockIn(t time.Time, zone *time.Location) string {
	return news.Local(t, zone).Format("2006-01-02 15:04")
}

// printStory prints a story for people in a zone.
func printStory(a *app, l storyLine, zone *time.Location) {
	fmt.Fprintf(a.Stdout, "%s: %s of %s, times of %s\n", l.Page, text.Count(len(l.Reports), "report", "reports"), text.Count(l.Outlets, "outlet", "outlets"), zone)
	for _, r := range l.Reports {
		fmt.Fprintf(a.Stdout, "\n%s  %s  %s  %s\n", r.ID, r.when(zone), shown(r.Outlet), shown(r.Title))
		switch {
		case r.CopyOf != "":
			fmt.Fprintf(a.Stdout, "  a copy of %s\n", r.CopyOf)
		case r.Nearest != "":
			var words []string
			for _, s := range r.Shared {
				words = append(words, fmt.Sprintf("%s %.0f%%", shown(s.Text), 100*s.Share))
			}
			fmt.Fprintf(a.Stdout, "  %.2f near %s by %s\n", r.Near, r.Nearest, strings.Join(words, ", "))
		case len(l.Reports) > 1:
			fmt.Fprintln(a.Stdout, "  has nothing in common with the others that gathering compares")
		}
	}
	printRank(a, l)
	for i, n := range l.Near {
		if i == 0 {
			fmt.Fprint(a.Stdout, "near:")
		}
		fmt.Fprintf(a.Stdout, " %s %.2f", n.Story, n.Near)
	}
	if len(l.Near) > 0 {
		fmt.Fprintln(a.Stdout)
	}
	if len(l.Rulings) > 0 {
		fmt.Fprintln(a.Stdout)
	}
	for _, r := range l.Rulings {
		printRulingLine(a, r, zone)
	}
}

// rank is the place of a story in an edition of the last 24 hours, as of now.
func (a *app) rank(ctx context.Context, p *parts, id news.StoryID) (rankLine, error) {
	w, ev, ok, err := editor{a.library(p)}.Event(ctx, edition.Recent(p.zone(), a.Now()), id)
	l := rankLine{Terms: []termLine{}, Reason: news.RankOnly, From: w.From.UTC(), Until: w.Until.UTC()}
	if err != nil || !ok {
		return l, err
	}
	score, terms, reason := w.Score(ev)
	l.Score, l.Reason = score, reason
	for _, t := range terms {
		l.Terms = append(l.Terms, termLine(t))
	}
	return l, nil
}

// stoodIn bounds in how many editions that name a story it is looked for among the lines.
const stoodIn = 12

// stood is the place that the story of the reports had in the latest edition with a line of it; nil: there is none.
func (p *parts) stood(ctx context.Context, reports []toldLine) (out *stoodLine, err error) {
	var ids []news.ArticleID
	for _, r := range reports {
		ids = append(ids, r.ID)
	}
	err = p.db.View(ctx, func(tx *store.Tx) error {
		named, err := tx.Editions(store.EditionFilter{Naming: ids, Limit: stoodIn})
		if err != nil {
			return err
		}
		for _, id := range named {
			e, _, err := tx.Edition(id)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(e.Lines, func(l news.EditionLine) bool { return slices.Contains(ids, l.Article) })
			if i < 0 {
				continue
			}
			line := e.Lines[i]
			out = &stoodLine{ID: id, Line: i + 1, Score: line.Score, Terms: []termLine{}, Reason: line.Reason}
			for _, t := range line.Terms {
				out.Terms = append(out.Terms, termLine(t))
			}
			return nil
		}
		return nil
	})
	return out, err
}

func printRank(a *app, l storyLine) {
	fmt.Fprintf(a.Stdout, "\nscore %d: %s\n", l.Rank.Score, termsOf(l.Rank.Terms, "nothing in the last 24 hours"))
	if s := l.Stood; s != nil {
		fmt.Fprintf(a.Stdout, "edition %s, line %d, score %d: %s\n", s.ID, s.Line, s.Score, termsOf(s.Terms, "it filled the edition"))
	}
}

// termsOf names the terms of a score; none is what there is where there are none.
func termsOf(list []termLine, none string) string {
	var terms []string
	for _, t := range list {
		terms = append(terms, fmt.Sprintf("%s %d", t.Reason, t.Points))
	}
	if len(terms) == 0 {
		return none
	}
	return strings.Join(terms, ", ")
}

func printRuling(a *app, r news.Ruling, asJSON bool, zone *time.Location) error {
	if asJSON {
		return json.NewEncoder(record.Safe(a.Stdout)).Encode(ruledLine(r))
	}
	printRulingLine(a, ruledLine(r), zone)
	return nil
}

func printRulingLine(a *app, r rulingLine, zone *time.Location) {
	what := fmt.Sprintf("%s %s", r.Kind, r.Story)
	switch r.Kind {
	case news.RulingMerge:
		what += fmt.Sprintf(": %s joined %d in %s", text.Count(len(r.Articles), "report", "reports"), len(r.Others), r.Into)
	case news.RulingSplit:
		what += fmt.Sprintf(": %s parted from %d, into %s", text.Count(len(r.Articles), "report", "reports"), len(r.Others), r.Into)
	case news.RulingTitle:
		what += ": " + shown(r.Title)
	case news.RulingPin:
		what += ": it leads the front page"
	}
	if r.Undone != nil {
		what += ", undone " + clockIn(*r.Undone, zone)
	}
	fmt.Fprintf(a.Stdout, "ruling %d, %s, %s\n", r.ID, clockIn(r.At, zone), what)
}

// asMistake makes a decision that cannot be made a mistake of the command.
func asMistake(err error) error {
	var no *desk.NoRuling
	if errors.As(err, &no) {
		return hint(usageError{err}, "%s", no.Hint)
	}
	return err
}

// rule makes a decision on stories, builds the site and prints the decision.
func (a *app) rule(ctx context.Context, asJSON bool, decide func(*parts) (news.Ruling, error)) error {
	p, err := a.parts(ctx, changing)
	if err != nil {
		return err
	}
	defer p.Close()
	r, err := decide(p)
	if err != nil {
		return asMistake(err)
	}
	if err := printRuling(a, r, asJSON, p.zone()); err != nil {
		return err
	}
	if asJSON {
		quiet := *a
		quiet.Stdout = quiet.Stderr
		return quiet.publishChange(ctx, p, "ruled")
	}
	return a.publishChange(ctx, p, "ruled")
}

type storyMergeCmd struct {
	ID   string `arg:"" help:"Identifier of the story whose reports go, or address of its page."`
	Into string `arg:"" help:"Identifier of the story that they go to, or address of its page."`
	JSON bool   `name:"json" help:"Print the ruling as JSON."`
}

func (storyMergeCmd) Help() string {
	return `Moves the reports of a story to another, whose address stays; the address of the first leads there. What comes later and
belongs to either joins them. The ruling has a number, by which it is undone.

Example:  waidian story merge mfrggzdfmz v3vyr5ywu3`
}

func (cmd *storyMergeCmd) Run(ctx context.Context, a *app) error {
	return a.rule(ctx, cmd.JSON, func(p *parts) (news.Ruling, error) {
		return p.desk.Merge(ctx, news.StoryID(lastOf(cmd.ID)), news.StoryID(lastOf(cmd.Into)))
	})
}

type storySplitCmd struct {
	ID       string   `arg:"" help:"Identifier of the story, or address of its page."`
	Articles []string `arg:"" help:"Identifiers of the reports that are of another event, or addresses of their pages."`
	JSON     bool     `name:"json" help:"Print the ruling as JSON."`
}

func (storySplitCmd) Help() string {
	return `Moves reports, and their copies, from a story to one of their own, and keeps them apart from the others. The address of
the story stays with the others. The ruling has a number, by which it is undone.

Example:  waidian story split v3vyr5ywu3 mfrggzdfmz`
}

func (cmd *storySplitCmd) Run(ctx context.Context, a *app) error {
	var articles []news.ArticleID
	for _, id := range cmd.Articles {
		articles = append(articles, news.ArticleID(lastOf(id)))
	}
	return a.rule(ctx, cmd.JSON, func(p *parts) (news.Ruling, error) {
		return p.desk.Split(ctx, news.StoryID(lastOf(cmd.ID)), articles)
	})
}

type storyUndoCmd struct {
	ID   int64 `arg:"" help:"Number of the ruling."`
	JSON bool  `name:"json" help:"Print the ruling as JSON."`
}

func (storyUndoCmd) Help() string {
	return `Takes a ruling back: the reports that it moved return to where they came from, and gathering places them as it would
have. waidian story show, without a story, lists the rulings.

Example:  waidian story undo 1`
}

func (cmd *storyUndoCmd) Run(ctx context.Context, a *app) error {
	return a.rule(ctx, cmd.JSON, func(p *parts) (news.Ruling, error) { return p.desk.Undo(ctx, cmd.ID) })
}
