package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// fewest is how many sentences of a model's digest must pass the check for it to be shown.
const fewest = 2

// owed says why no model is asked for a digest of a report, or DigestWaiting: it is asked.
// Whatever adds or does a task to digest goes by it, so that no door leads to paying for
// what readers do not get.
func owed(a news.Article, copyOf news.ArticleID) news.Missing {
	switch {
	case copyOf != "":
		return news.CopyOfAnother
	case a.Kind == news.PageHeadline || len(a.Sentences()) == 0:
		return news.HeadlineAlone
	}
	return news.DigestWaiting
}

// digest asks for a digest of an article and checks it before anyone sees it; see Digested. If
// too little remains, the extract stays.
func (d *Desk) digest(ctx context.Context, t store.Task) (func(*store.Tx) error, error) {
	set := d.settings()
	if set.Digests == nil {
		return nil, nil
	}
	it, err := d.item(ctx, t.Article())
	if err != nil || it.Article.ID == "" { // it was taken down
		return nil, err
	}
	a := it.Article
	if why := owed(a, it.CopyOf); why != news.DigestWaiting {
		return func(tx *store.Tx) error { return d.sayMissing(tx, a.ID, why) }, nil
	}
	if stays, err := d.revised(ctx, a.ID); stays || err != nil {
		return nil, err // a person's words stay until the person takes them back
	}
	if apply, err := d.ofItsCopy(ctx, it); apply != nil || err != nil {
		return apply, err
	}
	unfit, err := d.unfit(ctx, set.Models.Preferred)
	if err != nil {
		return nil, err
	}
	if unfit != "" && !set.Models.UseUnfit {
		return func(tx *store.Tx) error { return d.sayMissing(tx, a.ID, news.ModelUnfit) }, nil
	}
	began := d.Now()
	dg, marks, err := Digested(ctx, set.Digests, set.Check, a)
	if err != nil && ctx.Err() != nil {
		return nil, err // the desk stops
	}
	d.noteModel(err)
	if err != nil && !errors.Is(err, news.ErrRejected) {
		d.notify(Event{Stage: "digest", Source: a.Source, URL: a.URL, Title: a.Title, Err: err})
		return nil, err // it names the article itself
	}
	rejected := err != nil
	unusable, _ := errors.AsType[*news.Unusable](err)
	paid := dg.Tokens != (news.Usage{}) // else the answer was kept from before, and has been counted
	writer := set.Models.Names[dg.By]
	if writer != "" && writer != set.Models.Preferred { // another one has answered in its place
		if unfit, err = d.unfit(ctx, writer); err != nil {
			return nil, err
		}
	}
	dg = d.shown(a, dg, rejected, unfit != "", set.Models.UseUnfit)
	dg.Article, dg.Version, dg.Text, dg.At = a.ID, a.Version, a.TextHash(), d.Now()
	return func(tx *store.Tx) error {
		now, err := tx.Article(a.ID)
		if err == nil {
			err = d.mark(tx, writer, marks)
		}
		if name := cmp.Or(writer, set.Models.Preferred); err == nil && unusable != nil && paid && name != "" {
			err = tx.AddEmpty(name)
		}
		if err != nil {
			return err
		}
		if now.TextHash() != dg.Text {
			return tx.Add(store.DigestTask(a.ID, d.Now())) // it is of a text that has been replaced meanwhile
		}
		if stays, err := isRevised(tx, a.ID); stays || err != nil {
			return err
		}
		hold, err := d.showOrHold(tx, now, dg)
		whenKept(tx, func() { d.notifyDigest(a, dg, hold, unusable, dg.At.Sub(began)) })
		return err
	}, nil
}

// shown is what readers get of a digest: an extract, if it was rejected, or if its model is unfit and not used all the same.
func (d *Desk) shown(a news.Article, dg news.Digest, rejected, unfit, use bool) news.Digest {
	switch {
	case rejected:
		x := d.Extract(a)
		x.Reason, x.LeftOut = dg.Reason, dg.LeftOut
		return x
	case unfit && !use:
		x := d.Extract(a)
		x.Reason = news.ModelUnfit
		return x
	}
	dg.Unfit = unfit
	return dg
}

// item is a report; zero if there is none.
func (d *Desk) item(ctx context.Context, id news.ArticleID) (it news.Item, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		items, err := tx.Items([]news.ArticleID{id})
		if err != nil {
			return err
		}
		if len(items) > 0 {
			it = items[0]
		}
		return err
	})
	return it, err
}

// revised reports whether a person did something to the digest of a report.
func (d *Desk) revised(ctx context.Context, id news.ArticleID) (yes bool, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		yes, err = isRevised(tx, id)
		return err
	})
	return yes, err
}

// sayMissing writes why a report has no digest, if it has none.
func (d *Desk) sayMissing(tx *store.Tx, id news.ArticleID, why news.Missing) error {
	now, err := tx.Digest(id)
	if err != nil || now.By != news.ByExtract || now.Reason == why {
		return err
	}
	a, err := tx.Article(id)
	if err != nil {
		return err
	}
	x := d.Extract(a)
	x.At, x.Reason = d.Now(), why
	return tx.SaveDigest(x)
}

func sum(a, b news.Usage) news.Usage {
	return news.Usage{In: a.In + b.In, Out: a.Out + b.Out, Cached: a.Cached + b.Cached}
}

// rejections are the findings that the second attempt is asked to mend: those that reject a sentence; of a digest that has none,
// what is doubted in it, or that it is of another report.
func rejections(v news.Verdict) []news.Finding {
	var out, doubts []news.Finding
	for _, fs := range append([][]news.Finding{v.Title}, v.Claims...) {
		for _, f := range fs {
			switch {
			case f.Rejects:
				out = append(out, f)
			case f.Rule != news.FormRule:
				doubts = append(doubts, f)
			}
		}
	}
	switch {
	case len(out) > 0:
		return out
	case len(doubts) > 0:
		return doubts
	}
	return v.Whole
}

// keepPassed leaves out the rejected sentences, a rejected headline too, and attaches
// the warnings to the others. Those of the headline stand at the first sentence, if no
// sentence has them.
func keepPassed(dg news.Digest, v news.Verdict) news.Digest {
	out := dg
	out.Checked = v.Checked
	out.Summary = nil
	if news.Rejected(v.Title) {
		out.LeftOut = append(out.LeftOut, news.Reject{Text: dg.Title, Why: v.Title})
		out.Title = ""
	}
	for i, c := range dg.Summary {
		var found []news.Finding
		if i < len(v.Claims) {
			found = v.Claims[i]
		}
		if c.Text == "" {
			continue // no answer came
		}
		if news.Rejected(found) {
			out.LeftOut = append(out.LeftOut, news.Reject{Text: c.Text, Why: found})
			continue
		}
		if i < len(v.Evidence) {
			c.Evidence = v.Evidence[i]
		}
		c.Findings = append(slices.Clone(c.Findings), found...)
		out.Summary = append(out.Summary, c)
	}
	if out.Title != "" && len(out.Summary) > 0 {
		for _, f := range v.Title {
			if !marked(out.Summary, f) {
				out.Summary[0].Findings = append(out.Summary[0].Findings, f)
			}
		}
	}
	return out
}

// marked reports whether a sentence bears a finding of the same rule on the same words.
func marked(summary []news.Claim, f news.Finding) bool {
	return slices.ContainsFunc(summary, func(c news.Claim) bool {
		return slices.ContainsFunc(c.Findings, func(o news.Finding) bool { return o.Rule == f.Rule && o.Span == f.Span })
	})
}

func (d *Desk) notifyDigest(a news.Article, dg news.Digest, hold news.Hold, unusable *news.Unusable, took time.Duration) {
	title, note := dg.Title, "1 sentence"
	if n := len(dg.Summary); n != 1 {
		note = text.Count(n, "sentence", "sentences")
	}
	if title == "" {
		title = a.Title
	}
	if n := len(dg.LeftOut); n > 0 {
		note += fmt.Sprintf(", %d left out by the check", n)
	}
	if n := untranslated(a, dg); n > 0 {
		note += fmt.Sprintf(", %s not translated", text.Count(n, "paragraph", "paragraphs"))
	}
	if hold != "" {
		note += ", waits for a person"
	}
	outcome := Done
	switch {
	case dg.Reason == news.ModelUnfit:
		outcome, note = ExtractStays, "too many sentences of its model are wrong"
	case dg.By == news.ByExtract && dg.Reason == news.DigestRejected:
		outcome, note = ExtractStays, "the check rejected the digest"
	case dg.By == news.ByExtract:
		outcome, note = ExtractStays, "no answer of the model could be used"
		if unusable != nil {
			note += ": " + unusable.Why
		}
	}
	d.notify(Event{Stage: "digest", Source: a.Source, URL: a.URL, Title: title, Outcome: outcome, Note: note, Took: took})
}

// untranslated counts the blocks of a translated report that have no translation.
func untranslated(a news.Article, dg news.Digest) int {
	n := 0
	for i, t := range dg.Translation {
		if t == "" && i < len(a.Blocks) && strings.TrimSpace(a.Blocks[i].Text) != "" {
			n++
		}
	}
	return n
}
