package digest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// StoryVersion names the template that the digest of an event is asked for with, and a sentence of it that is written anew.
const StoryVersion = "story-1"

// Bounds on the digest of an event.
const (
	usualStory = 450 // tokens of its answer
	storyMends = 3   // sentences that may be asked for again
)

// Story asks the model what the reports of an event, oldest first, say together. Copies, withdrawn reports and such without a text are
// not shown to it; of each house it sees the first and the latest. An answer that cannot be used is asked for once more. What CheckStory
// rejects is asked for once more too, each sentence alone, and is left out if that does not mend it. Of is left to the caller.
//
// The error is as of Digest: news.ErrRejected also where there are not two houses to compare. StoryDigest.Tokens is what was paid for,
// with and without an error.
func (w *Writer) Story(ctx context.Context, id news.StoryID, tellings []news.Telling) (news.StoryDigest, error) {
	o := storyOrder{tongue: tongueOf(w.Lang), tellings: tellings, shown: tellers(tellings), names: w.Names, wordings: w.Wordings}
	d, b, err := w.tell(ctx, o)
	if err == nil {
		d, err = w.proved(ctx, o, b, d)
	}
	d.Story, d.Prompt, d.At = id, StoryVersion, w.now()
	d.Lang = cmp.Or(d.Lang, o.tongue.tag)
	if err != nil {
		return d, fmt.Errorf("digest story %s: %w", id, err)
	}
	return d, nil
}

// houses counts those that have a report.
func houses(all []news.Telling) int {
	known := map[string]bool{}
	for _, t := range all {
		known[houseOf(t)] = true
	}
	return len(known)
}

// tell asks until an answer can be used, within the bounds. The brief is that of the answer.
func (w *Writer) tell(ctx context.Context, o storyOrder) (best news.StoryDigest, of storyBrief, err error) {
	if houses(o.shown) < 2 {
		return best, of, fmt.Errorf("it has no reports of two outlets: %w: %w", news.ErrUnasked, news.ErrRejected)
	}
	q := w.asker("")
	q.usual = usualStory
	var long error // what the server said of a prompt that was too long for it
	for answers, shortened := 0, 0; ; {
		b, err := o.brief()
		if err != nil {
			return best, of, noRoom(err, long, best.Tokens)
		}
		ans, err := q.ask(ctx, StoryVersion, b.Request)
		best.Tokens = plus(best.Tokens, ans.Usage)
		if errors.Is(err, llm.ErrTooLong) && shortened < maxShortens {
			shortened, long = shortened+1, err
			o.room = shorter(brief{Request: b.Request}, err)
			continue
		}
		endless := isBound(err)
		d, c, err := siftStory(ans, err, b, o.tongue)
		if errors.Is(err, llm.ErrNever) && answers == 0 {
			return best, of, err // more likely the server's settings than this event
		}
		if err != nil {
			return best, of, translate(err, w.now())
		}
		if answers == 0 || len(d.Common) > len(best.Common) {
			d.Tokens = best.Tokens
			best, of = d, b
		}
		if answers++; c.fault == noFault || endless || answers == maxAnswers {
			if len(best.Common) == 0 {
				return best, of, fmt.Errorf("the model's answer could not be used: %s: %w", c.ofStory(english), news.ErrRejected)
			}
			return best, of, nil
		}
		q.widen(&c)
		o.again = c.ofStory(o.tongue)
	}
}

// noRoom is the error of an event that does not fit into a prompt of the size that the server takes; paid is what was paid to learn that.
func noRoom(err, long error, paid news.Usage) error {
	if long != nil {
		err = fmt.Errorf("%w, and the server reads no more: %v", err, long)
	}
	if paid == (news.Usage{}) {
		err = fmt.Errorf("%w: %w", err, news.ErrUnasked)
	}
	return fmt.Errorf("%w: %w", err, news.ErrRejected)
}

// siftStory parts answers from failures, as sift does for a digest.
func siftStory(ans llm.Answer, err error, b storyBrief, t tongue) (news.StoryDigest, complaint, error) {
	begun := begun(b.Request, ans, err)
	if c := complaintOf(err, t); c.fault != noFault && !begun {
		return news.StoryDigest{By: ans.Model}, c, nil
	}
	if err != nil && !begun {
		return news.StoryDigest{}, complaint{}, err
	}
	c := complaint{tongue: t, need: leastCommon}
	a, err := readStory(t, ans.Text)
	switch {
	case err != nil && excuses.MatchString(ans.Text):
		c.fault = declinedAnswer
	case errors.Is(err, errLong):
		c.fault, c.arg = answerLong, maxAnswer>>10
	case err != nil && begun:
		c.fault = cutOff
	case err != nil:
		c.fault = noJSON
	}
	if err != nil {
		return news.StoryDigest{By: ans.Model}, c, nil
	}
	d := newStoryReader(b, t).read(a)
	d.By = ans.Model
	if len(d.Common) == 0 {
		c.fault, c.arg = tooFew, 0
		if a.cut {
			c.fault = cutOff
		} else if len(d.LeftOut) > 0 {
			c.fault, c.finding = badSentence, d.LeftOut[0].Why[0]
		}
	}
	return d, c, nil
}

// english is the language of operators.
var english = tongueOf("en")

// storySayings are what goes back to a model about the form of its answer on an event: English, Simplified Chinese. %a is the argument,
// %f the finding.
var storySayings = map[fault][2]string{
	noJSON:         {"it held no JSON object with title and common", "里面没有带 title 和 common 的 JSON 对象"},
	answerLong:     {"it was longer than %a KiB", "超过了 %a KiB"},
	cutOff:         {"it was cut off before its end; write the JSON object at once, and less of it", "没写完就被截断了；请直接写 JSON 对象，写短一些"},
	emptyAnswer:    {"it was empty", "是空的"},
	declinedAnswer: {"it declined; you only report what published reports say", "拒绝了回答；你只是转述已经发表的报道"},
	tooFew:         {"common had no sentence", "common 里没有句子"},
	badSentence:    {"in a sentence of common: %f", "common 里有一句不能用：%f"},
}

// ofStory says what is wrong with an answer on an event, in a language.
func (c complaint) ofStory(t tongue) string {
	in := 0
	if t.han {
		in = 1
	}
	found := ""
	if c.finding.Reason != "" {
		found = Reason(c.finding, t.tag, nil)
	}
	s := strings.NewReplacer("%a", fmt.Sprint(c.arg), "%f", strings.TrimRight(found, "。.")).Replace(storySayings[c.fault][in])
	if t.traditional() {
		if converter, err := toTaiwan(); err == nil {
			s = converter.Convert(s)
		}
	}
	return s
}

// proved is the digest without what the check rejects, after each rejected sentence was asked for once more, alone. It asks no more
// once a budget is spent.
func (w *Writer) proved(ctx context.Context, o storyOrder, b storyBrief, d news.StoryDigest) (news.StoryDigest, error) {
	if w.CheckStory == nil {
		return d, nil
	}
	kept, fell := w.CheckStory(d, o.tellings)
	again, paid, err := w.mendStory(ctx, o, b, d, fell)
	if err != nil {
		d.Tokens = paid
		return d, err
	}
	if again != nil {
		after, fellAgain := w.CheckStory(*again, o.tellings)
		if countSaid(after) >= countSaid(kept) {
			kept, fell = after, fellAgain
		}
	}
	kept.Tokens = paid
	var over []news.Reject
	kept.Only, over = onePerHouse(kept.Only, o.tellings)
	kept.LeftOut = news.Once(slices.Concat(d.LeftOut, kept.LeftOut, fell, over))
	return kept, nil
}

// onePerHouse keeps the first sentence of each house among those that one outlet alone has.
func onePerHouse(list []news.StoryClaim, of []news.Telling) (kept []news.StoryClaim, over []news.Reject) {
	house := map[news.ArticleID]string{}
	for _, t := range of {
		house[t.Article.ID] = houseOf(t)
	}
	known := map[string]bool{}
	for _, c := range list {
		h := ""
		if len(c.Evidence) > 0 {
			h = house[c.Evidence[0].Article]
		}
		if known[h] {
			over = append(over, news.Reject{Text: c.Text, Why: []news.Finding{measured(c.Text, news.TooManySentences, 1)}})
			continue
		}
		known[h], kept = true, append(kept, c)
	}
	return kept, over
}

// countSaid is how much a digest of an event says.
func countSaid(d news.StoryDigest) int {
	n := len(d.Common) + len(d.Only) + len(d.Open)
	if d.Title != "" {
		n++
	}
	return n
}

// mendStory asks for the sentences of d that fell anew, each alone, and returns d with them in their places; nil: there is none. What it
// returns as paid counts the tokens of d, too.
func (w *Writer) mendStory(ctx context.Context, o storyOrder, b storyBrief, d news.StoryDigest, fell []news.Reject) (*news.StoryDigest, news.Usage, error) {
	out, paid, asked, mended := copied(d), d.Tokens, 0, false
	for _, r := range fell {
		if asked == storyMends {
			break
		}
		if !news.Fell(r.Why) {
			continue // it is only said twice
		}
		c, put := placeOf(&out, r.Text)
		if put == nil {
			continue
		}
		asked++
		line, cost, err := w.mendTold(ctx, o, b, c, r.Why)
		paid = plus(paid, cost)
		var later *news.Later
		switch {
		case err == nil:
			put(line)
			mended = true
		case errors.As(err, &later):
			asked = storyMends
		case !errors.Is(err, news.ErrRejected):
			return nil, paid, err
		}
	}
	if !mended {
		return nil, paid, nil
	}
	return &out, paid, nil
}

// copied is a digest whose sentences can be changed.
func copied(d news.StoryDigest) news.StoryDigest {
	d.Common, d.Only, d.Open = slices.Clone(d.Common), slices.Clone(d.Only), slices.Clone(d.Open)
	return d
}

// placeOf finds the sentence or the headline with that text, and what puts another in its place; nil: there is none.
func placeOf(d *news.StoryDigest, text string) (news.StoryClaim, func(string)) {
	for _, list := range [][]news.StoryClaim{d.Common, d.Only, d.Open} {
		for i := range list {
			if list[i].Text == text {
				return list[i], func(s string) { list[i].Text = s }
			}
		}
	}
	if d.Title != "" && d.Title == text {
		return news.StoryClaim{Text: text, Evidence: d.TitleEvidence}, func(s string) { d.Title = strings.TrimRight(s, "。.") }
	}
	return news.StoryClaim{}, nil
}

// storyLine is the question for one sentence written anew.
type storyLine struct {
	line
	On []toldLine
}

// toldLine is a sentence of a report with whose it is.
type toldLine struct{ Outlet, Published, Text string }

// mendTold asks for one sentence anew, alone, with what it rests on and what was found against it. The error is news.ErrRejected if the
// answer is no sentence that can be shown.
func (w *Writer) mendTold(ctx context.Context, o storyOrder, b storyBrief, c news.StoryClaim, why []news.Finding) (string, llm.Usage, error) {
	l := o.mending(b, c, why)
	system, err := renderIn(o.tongue, "story-mend-system", l)
	if err != nil {
		return "", llm.Usage{}, err
	}
	user, err := renderIn(o.tongue, "story-mend-user", l)
	if err != nil {
		return "", llm.Usage{}, err
	}
	req := llm.Request{System: system, User: user, Temperature: 0.2}
	ans, err := w.short(ctx, "").ask(ctx, StoryVersion, req)
	if err != nil && (isUseless(err) || errors.Is(err, llm.ErrTooLong)) {
		return "", ans.Usage, fmt.Errorf("mend a sentence: %w: %w", err, news.ErrRejected)
	}
	if err != nil {
		return "", ans.Usage, translate(err, w.now())
	}
	r := newStoryReader(b, o.tongue)
	r.letter, r.parser.brief.Request = text.Fold(system), req
	s, _ := r.bare(unnumbered(unlisted(one(ans.Text, textKeys))), nil)
	s, f := r.sentence(s, longestWord)
	if f.Reason != "" {
		return "", ans.Usage, fmt.Errorf("a mended sentence: %s: %w", f.Why(), news.ErrRejected)
	}
	return s, ans.Usage, nil
}

// mending is the question for a sentence written anew.
func (o storyOrder) mending(b storyBrief, c news.StoryClaim, why []news.Finding) storyLine {
	l := storyLine{line: line{Language: o.tongue.name, Faulty: field(c.Text)}}
	if o.tongue.han {
		l.Chinese = o.tongue.chinese()
	}
	var given []news.Name
	for _, e := range c.Evidence[:min(len(c.Evidence), maxEvidence)] {
		for _, t := range b.told {
			if t.article.ID != e.Article {
				continue
			}
			s := t.article.Cited(e.N)
			l.On = append(l.On, toldLine{t.Outlet, t.Published, clip(inert(s), toldPassage)})
			if o.wordings != nil {
				given = append(given, o.wordings(t.article, s)...)
			}
			if o.names != nil && (o.tongue.han || baseOf(t.article.Lang) != o.tongue.base) {
				l.Names = append(l.Names, namesWithin(o.names(t.article), s)...)
			}
		}
	}
	for _, n := range given[:min(len(given), maxWordings)] {
		l.Wordings = append(l.Wordings, news.Name{Source: field(n.Source), Target: field(n.Target)})
	}
	for _, f := range why {
		if f.Rejects {
			l.Reasons = append(l.Reasons, field(Reason(f, o.tongue.tag, given)))
		}
	}
	return l
}
