package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
)

type digestCmd struct {
	Page    digestPageCmd    `cmd:"" default:"withargs" help:"Print a digest of one page or article with its verdict, as JSON."`
	Show    digestShowCmd    `cmd:"" help:"Print the digest of a report of the desk, sentence by sentence, with what each rests on."`
	Waiting digestWaitingCmd `cmd:"" help:"List the digests that are not shown before a person approves them."`
	Correct digestCorrectCmd `cmd:"" help:"Write other words, or other grounds, in place of a sentence or headline."`
	Hide    digestHideCmd    `cmd:"" help:"Take a sentence out of a digest, or take the digest back."`
	Approve digestApproveCmd `cmd:"" help:"Approve a digest, or sentences of it, as compared with the report."`
	Undo    digestUndoCmd    `cmd:"" help:"Take back what was last done to a digest by hand."`
}

func (digestCmd) Help() string {
	return `With a page, digests that. The other commands are for an editor, who puts right what the model wrote of a report of the desk. What a
person wrote is marked on every page; what the model wrote stays in the desk and in exports, and no model's words take the place of
a person's: redo leaves a digest alone that a person revised, until that is undone.

Example:  waidian digest show mfrggzdfmz`
}

// revisedBy says who does something to the digest of which report.
type revisedBy struct {
	ID  string `arg:"" help:"Identifier of the report, or address of its page."`
	By  string `required:"" help:"Who does it; pages name that where [digest] editors is true." placeholder:"NAME"`
	Why string `help:"Why; for the desk's own record."`
}

func (r revisedBy) revising() desk.Revising {
	return desk.Revising{Article: news.ArticleID(lastOf(r.ID)), By: r.By, Why: r.Why}
}

type digestCorrectCmd struct {
	revisedBy `embed:""`
	Sentence  int      `help:"The sentence, counted from 1; 0: the headline." default:"-1"`
	Text      string   `help:"The new words; without them the old ones stay." placeholder:"WORDS"`
	Ground    []string `help:"Sentences of the report that it rests on: numbers, headline, standfirst; without them those that it rested on." placeholder:"N,N"`
	Insist    bool     `help:"Show it although the check finds something in it; that is said beside it."`
}

func (digestCorrectCmd) Help() string {
	return `Writes the words of a person in place of a sentence of a digest. They are compared with the report by the rules that the words of models
are compared by. What these find is printed, and nothing is changed; with --insist the sentence is shown, with what was found beside
it. On a sentence that rests on nothing in the report, or is none in the language of the digest, no one can insist.

Example:  waidian digest correct mfrggzdfmz --sentence 2 --text '渡轮载有80名乘客。' --by Wen --ground 1`
}

func (cmd *digestCorrectCmd) Run(ctx context.Context, a *app) error {
	if cmd.Sentence < 0 {
		return usageError{errors.New("--sentence says which sentence is corrected, from 1; 0 is the headline")}
	}
	ground, err := groundsOf(cmd.Ground)
	if err != nil {
		return err
	}
	c := desk.Correction{Sentence: cmd.Sentence, Text: cmd.Text, Ground: ground, Insist: cmd.Insist}
	return a.revise(ctx, "corrected", func(ctx context.Context, d *desk.Desk) (desk.Reviewed, error) {
		return d.CorrectDigest(ctx, cmd.revising(), c)
	})
}

// groundsOf reads the numbers of sentences of a report.
func groundsOf(list []string) (out []int, err error) {
	for _, s := range list {
		n, err := strconv.Atoi(s)
		switch {
		case s == "headline":
			n = news.HeadlineN
		case s == "standfirst":
			n = news.StandfirstN
		case err != nil || n < 1:
			return nil, usageError{because(news.BadGround, s, fmt.Errorf("--ground %q is no sentence of a report: a number from 1, headline or standfirst", s))}
		}
		out = append(out, n)
	}
	return out, nil
}

type digestHideCmd struct {
	revisedBy `embed:""`
	Sentence  int `help:"The sentence, counted from 1; 0: the headline; without it the whole digest." default:"-1"`
}

func (digestHideCmd) Help() string {
	return `Takes a sentence out of a digest; the others stay. Without --sentence the whole digest is taken back: sentences of the report stand in
its place, until it is approved.

Example:  waidian digest hide mfrggzdfmz --sentence 3 --by Wen --why 'not in the report'`
}

func (cmd *digestHideCmd) Run(ctx context.Context, a *app) error {
	return a.revise(ctx, "hidden", func(ctx context.Context, d *desk.Desk) (desk.Reviewed, error) {
		return d.HideInDigest(ctx, cmd.revising(), cmd.Sentence)
	})
}

type digestApproveCmd struct {
	revisedBy `embed:""`
	Sentence  []int `help:"Only these sentences, counted from 1; 0 is the headline."`
}

func (digestApproveCmd) Help() string {
	return `Notes that a person has compared a digest with its report. Where [digest] review is hold, or a digest waits for another reason, it is shown
from then on. With --sentence only those sentences are approved, 0 being the headline; the digest is shown when all of them are, and the headline.

Example:  waidian digest approve mfrggzdfmz --by Wen`
}

func (cmd *digestApproveCmd) Run(ctx context.Context, a *app) error {
	return a.revise(ctx, "approved", func(ctx context.Context, d *desk.Desk) (desk.Reviewed, error) {
		return d.ApproveDigest(ctx, cmd.revising(), cmd.Sentence)
	})
}

type digestUndoCmd struct {
	revisedBy `embed:""`
}

func (digestUndoCmd) Help() string {
	return `Takes back what was last done to a digest by hand, and holds; once more, what was done before that. It stays noted.

Example:  waidian digest undo mfrggzdfmz --by Wen`
}

func (cmd *digestUndoCmd) Run(ctx context.Context, a *app) error {
	return a.revise(ctx, "undone", func(ctx context.Context, d *desk.Desk) (desk.Reviewed, error) {
		return d.UndoRevision(ctx, cmd.revising())
	})
}

// revise does something to a digest, builds the site and says what was done.
func (a *app) revise(ctx context.Context, done string, do func(context.Context, *desk.Desk) (desk.Reviewed, error)) error {
	p, err := a.parts(ctx, changing)
	if err != nil {
		return err
	}
	defer p.Close()
	r, err := do(ctx, p.desk)
	if err != nil {
		return a.noRevision(err)
	}
	said := string(r.Item.Article.ID) + " " + done
	if r.Hold != "" {
		said += ", not shown: " + whyHeld[r.Hold]
	}
	return a.publishChange(ctx, p, said)
}

// noRevision makes a revision that cannot be made a mistake of the command, and prints what the check found.
func (a *app) noRevision(err error) error {
	var no *desk.NoRevision
	if !errors.As(err, &no) {
		return err
	}
	for _, f := range no.Findings {
		fmt.Fprintf(a.Stderr, "%s: %s: %s\n", f.Rule, shown(f.Span), shown(f.Why()))
	}
	if no.Hint == "" {
		return usageError{err}
	}
	return hint(usageError{err}, "%s", no.Hint)
}

// whyHeld says why a digest waits.
var whyHeld = map[news.Hold]string{
	news.HoldReview:  "it waits to be approved",
	news.HoldChanged: "a person revised the digest of an earlier text of the report, so that this one waits to be approved",
	news.HoldHidden:  "a person took it back",
}

type digestShowCmd struct {
	ID   string `arg:"" help:"Identifier of the report, or address of its page."`
	JSON bool   `name:"json" help:"Print it as JSON, as export does."`
}

func (digestShowCmd) Help() string {
	return `Prints the digest of a report, the one that waits before the one that is shown: each sentence with its number, the sentences of the report
that it rests on, and what the check found; then what people did to it, and what it said before.

Example:  waidian digest show mfrggzdfmz`
}

// reviewLine is what digest show --json prints.
type reviewLine struct {
	Article news.ArticleID `json:"article"`
	Hold    news.Hold      `json:"hold,omitempty"` // why it is not shown
	Digest  *record.Making `json:"digest"`
}

func (cmd *digestShowCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	r, err := p.desk.Review(ctx, news.ArticleID(lastOf(cmd.ID)))
	if err != nil {
		return a.noRevision(err)
	}
	if cmd.JSON {
		l := reviewLine{r.Item.Article.ID, r.Hold, record.WholeOf(news.Item{Article: r.Item.Article, Digest: r.Digest}, nil, "").Digest}
		return json.NewEncoder(record.Safe(a.Stdout)).Encode(l)
	}
	a.printReview(p, r)
	return nil
}

func (a *app) printReview(p *parts, r desk.Reviewed) {
	art, d := r.Item.Article, r.Digest
	fmt.Fprintf(a.Stdout, "%s  %s  %s\n", art.ID, shown(art.Outlet), shown(art.Title))
	state := "shown"
	if r.Hold != "" {
		state = "not shown: " + whyHeld[r.Hold]
	}
	fmt.Fprintf(a.Stdout, "digest by %s, %s\n", shown(d.By), state)
	if d.Title != "" {
		fmt.Fprintf(a.Stdout, "\n0  %s%s\n", shown(d.Title), handOf(d.TitleByHand, "", d.HeadlineRead()))
	}
	text := map[int]string{}
	for _, s := range art.Sentences() {
		text[s.N] = s.Text
	}
	for i, c := range d.Summary {
		fmt.Fprintf(a.Stdout, "\n%d  %s%s\n", i+1, shown(c.Text), handOf(c.ByHand, c.Editor, c.Approved))
		for _, f := range c.Findings {
			if f.Rule != news.Supported {
				fmt.Fprintf(a.Stdout, "   ? %s: %s: %s\n", f.Rule, shown(f.Span), shown(f.Why()))
			}
		}
		for _, n := range news.InReading(c.Evidence) {
			said := text[n]
			if n < 0 {
				said = art.Cited(n)
			}
			fmt.Fprintf(a.Stdout, "   %s: %s\n", groundName(n), shown(said))
		}
	}
	a.printRevisions(p, d)
}

func groundName(n int) string {
	switch n {
	case news.HeadlineN:
		return "headline"
	case news.StandfirstN:
		return "standfirst"
	}
	return strconv.Itoa(n)
}

func handOf(byHand bool, who string, approved bool) string {
	switch {
	case byHand && who != "":
		return "  [edited by " + shown(who) + "]"
	case byHand:
		return "  [edited by hand]"
	case approved:
		return "  [approved]"
	}
	return ""
}

// printRevisions prints what people did to a digest, with what it said before where that was changed.
func (a *app) printRevisions(p *parts, d news.Digest) {
	for i, r := range d.Revisions {
		if i == 0 {
			fmt.Fprintln(a.Stdout)
		}
		line := []string{clockIn(r.At, p.zone()), string(r.Kind), revisionOf(r.N), "by " + shown(r.By)}
		if r.Reason != "" {
			line = append(line, "("+shown(r.Reason)+")")
		}
		if !r.Undone.IsZero() {
			line = append(line, "undone "+clockIn(r.Undone, p.zone()))
		}
		if was := wasIn(r); was != "" {
			line = append(line, "before: "+shown(was))
		}
		fmt.Fprintln(a.Stdout, strings.Join(line, ", "))
	}
}

func revisionOf(n int) string {
	switch n {
	case news.OfDigest:
		return "the digest"
	case news.OfHeadline:
		return "the headline"
	}
	return fmt.Sprintf("sentence %d", n)
}

// wasIn is what stood where a revision wrote or took away.
func wasIn(r news.Revision) string {
	switch {
	case r.Kind == news.RevisionApprove || r.N < 0:
		return ""
	case r.N == news.OfHeadline:
		return r.Was.Title
	case r.N <= len(r.Was.Summary):
		return r.Was.Summary[r.N-1].Text
	}
	return ""
}

type digestWaitingCmd struct {
	Limit int  `help:"Print at most this many." default:"200"`
	JSON  bool `name:"json" help:"Print one JSON object a line."`
}

func (digestWaitingCmd) Help() string {
	return `Prints the digests that wait for a person, those that have waited longest first. Until they are approved, sentences of the report stand in
their place.

Example:  waidian digest waiting`
}

// waitingLine is what digest waiting --json prints.
type waitingLine struct {
	Article news.ArticleID `json:"article"`
	Outlet  string         `json:"outlet"`
	Title   string         `json:"title"`
	Digest  string         `json:"digest_title,omitempty"`
	Why     news.Hold      `json:"why"`
}

func (cmd *digestWaitingCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	list, n, err := p.desk.Waiting(ctx, max(1, cmd.Limit))
	if err != nil {
		return err
	}
	e := json.NewEncoder(record.Safe(a.Stdout))
	for _, h := range list {
		if cmd.JSON {
			err = e.Encode(waitingLine{h.Article, h.Outlet, h.Title, h.Digest.Title, h.Why})
		} else {
			_, err = fmt.Fprintf(a.Stdout, "%s  %s  %s: %s\n", h.Article, shown(h.Outlet), shown(h.Title), whyHeld[h.Why])
		}
		if err != nil {
			return err
		}
	}
	switch {
	case cmd.JSON:
	case n == 0:
		fmt.Fprintln(a.Stdout, "no digest waits for a person")
	case n > len(list):
		fmt.Fprintf(a.Stdout, "%d of %d\n", len(list), n)
	}
	return nil
}
