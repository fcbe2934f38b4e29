package rights

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// accountClasses are the classes of every field of what is told of an event. Its texts are ours, or short enough to be anybody's: what repeats words of
// a report that the public may not see is left out by what it says, not by its field.
func accountClasses() map[string]string {
	out := map[string]string{
		"Digest.Story": always, "Digest.Of": always, "Digest.Lang": always, "Digest.Title": always, "Digest.By": always, "Digest.Prompt": always,
		"Digest.At": always, "Digest.Checked": always, "Digest.LeftOut.Text": never,
		"Digest.Figures.What": always, "Digest.Figures.Lang": always, "Digest.Figures.Kind": always,
		"Digest.Figures.Values.Said": always, "Digest.Figures.Values.Lang": always, "Digest.Figures.Values.By": always, "Digest.Figures.Values.AsOf": always,
		"Digest.Figures.Values.At": always, "Digest.Figures.Values.Low": always, "Digest.Figures.Values.High": always, "Digest.Figures.Values.Current": always,
		"Digest.Tokens.In": never, "Digest.Tokens.Out": never, "Digest.Tokens.Cached": never,
		"Moving":  never, // the only figure is the first: zero
		"Central": always, "Partly": always, "Alone.Article": always, "Alone.Terms.Text": always, "Alone.Terms.Lang": always, "First": always,
		"Silent.Source": always, "Silent.Outlet": always, "Silent.Topic": always, "Silent.Reports": always, "Silents": always, "Polled": always, "Again": always,
		"Unread.Source": always, "Unread.Outlet": always, "Unread.Cause": always, "Unread.N": always,
		"Timeline.At": always, "Timeline.Hour": always, "Timeline.Kind": always, "Timeline.Article": always, "Timeline.Was": full, "Timeline.Is": full, // see TestWhatWasChangedIsHeldBack
		"Timeline.N": always, "Moments": always, "Given": always, "Houses": always,
	}
	for _, at := range []string{"Digest.TitleEvidence", "Digest.Common.Evidence", "Digest.Only.Evidence", "Digest.Open.Evidence", "Digest.Figures.Values.Evidence", "Alone.Terms.Evidence"} {
		for _, f := range []string{".Article", ".Text", ".N"} {
			out[at+f] = always
		}
	}
	for _, at := range []string{"Digest.Common", "Digest.Only", "Digest.Open"} {
		out[at+".Text"], out[at+".Lang"] = always, always
		for _, f := range []string{"Rule", "Reason", "Arg", "Of", "Span", "Found", "Rejects"} {
			out[at+".Findings."+f] = always
		}
	}
	for f, class := range map[string]string{"Rule": always, "Reason": never, "Arg": never, "Of": never, "Span": never, "Found": never, "Rejects": always} {
		out["Digest.LeftOut.Why."+f] = class
	}
	return out
}

// one is a report, and an account that rests on its sentence n throughout.
func one(r news.Rights, n int) (news.Item, news.Account) {
	it := everything(r)
	var acc news.Account
	fill(reflect.ValueOf(&acc).Elem(), "")
	acc.Moving, acc.Timeline[0].Article = 0, it.Article.ID
	on := []news.Cite{{Article: it.Article.ID, Text: it.Article.TextHash(), N: n}}
	d := &acc.Digest
	d.TitleEvidence, d.Common[0].Evidence, d.Only[0].Evidence, d.Open[0].Evidence = on, on, on, on
	acc.Alone[0].Terms[0].Evidence, d.Figures[0].Values[0].Evidence = on, on
	d.Figures[0].Values = append(d.Figures[0].Values, d.Figures[0].Values[0])
	return it, acc
}

func TestEveryFieldOfAnAccountIsClassed(t *testing.T) {
	it, acc := one(news.RightsFull, 1)
	classed(t, Account(acc, []news.Item{it}), accountClasses(), always, full)
	for _, r := range []news.Rights{news.RightsExcerpt, news.RightsLink} {
		it, acc := one(r, 1)
		acc.Digest.Common, acc.Digest.Only, acc.Digest.Open = nil, nil, nil
		if m := Account(acc, []news.Item{it}).Timeline[0]; m.Was != "" || m.Is != "" {
			t.Errorf("%s: %q became %q", r, m.Was, m.Is)
		}
	}
}

// TestWhatWasChangedIsHeldBack: in a timeline, of which no earlier text is at hand, and in a history.
func TestWhatWasChangedIsHeldBack(t *testing.T) {
	const gone = "The harbour master had known of it for weeks."
	all := []news.Rights{news.RightsFull, news.RightsExcerpt, news.RightsLink}
	for _, c := range []struct {
		was, is string
		shown   int // by the first so many of all
	}{
		{gone, "", 1},
		{"Nobody came.", "", 1}, // a short sentence is one
		{gone, "The harbour master had not known of it for weeks.", 1},
		{"14个月", "12个月", 2},
		{"Ferry is late by 14 days", "Ferry is late by 12 days", 3}, // the headlines
		{"14 days", "12 days", 3},
	} {
		for i, r := range all {
			it, acc := one(r, 1)
			it.Article.Title = "Ferry is late by 12 days"
			it.Versions[0].Title = "Ferry is late by 14 days"
			acc.Timeline[0].Was, acc.Timeline[0].Is = c.was, c.is
			if m := Account(acc, []news.Item{it}).Timeline[0]; (m.Was != "") != (i < c.shown) {
				t.Errorf("%s, timeline: %q became %q", r, m.Was, m.Is)
			}
			h, of := past(r, func(old, now *news.Article) {
				old.Title, now.Title = it.Versions[0].Title, it.Article.Title
			})
			h.Edits[0].Was, h.Edits[0].Is = c.was, c.is
			if e := History(h, of).Edits[0]; (e.Was == c.was && e.Is == c.is) != (i < c.shown) {
				t.Errorf("%s, history: %q became %q", r, e.Was, e.Is)
			}
			if m := Account(acc, nil).Timeline[0]; m.Was != "" || m.Is != "" {
				t.Errorf("%s, of a report that is not at hand: %q became %q", r, m.Was, m.Is)
			}
		}
	}
}

// TestAccountWithholds: what repeats a sentence that is withheld goes with all that is said of it, wherever it turns up; what is drawn is
// still the same figure.
func TestAccountWithholds(t *testing.T) {
	const secret = "A spokesman said that more would be known soon."
	for r, hidden := range map[news.Rights]bool{news.RightsFull: false, news.RightsExcerpt: true, news.RightsLink: true} {
		for at, put := range map[string]func(*news.Account){
			"title":  func(a *news.Account) { a.Digest.Title = secret },
			"common": func(a *news.Account) { a.Digest.Common[0].Text = "Wie es hieß: " + secret },
			"only":   func(a *news.Account) { a.Digest.Only[0].Text = secret },
			"open":   func(a *news.Account) { a.Digest.Open[0].Text = secret },
			"found":  func(a *news.Account) { a.Digest.Open[0].Findings[0].Found = secret },
			"arg":    func(a *news.Account) { a.Digest.Open[0].Findings[0].Arg = secret },
			"what":   func(a *news.Account) { a.Digest.Figures[0].What = secret },
			"said":   func(a *news.Account) { a.Digest.Figures[0].Values[1].Said = secret },
			"by":     func(a *news.Account) { a.Digest.Figures[0].Values[1].By = secret },
			"as of":  func(a *news.Account) { a.Digest.Figures[0].Values[1].AsOf = secret },
			"alone":  func(a *news.Account) { a.Alone[0].Terms[0].Text = secret },
			"was":    func(a *news.Account) { a.Timeline[0].Was = secret },
			"is":     func(a *news.Account) { a.Timeline[0].Is = secret },
		} {
			it, acc := one(r, 1)
			put(&acc)
			if got := !strings.Contains(fmt.Sprint(Account(acc, []news.Item{it})), secret); got != hidden {
				t.Errorf("%s, %s: withheld: %v, want %v", r, at, got, hidden)
			}
		}
	}
	it, acc := one(news.RightsExcerpt, 1)
	first := acc.Digest.Figures[0]
	first.What = secret
	acc.Digest.Figures, acc.Moving = append([]news.Figure{first}, acc.Digest.Figures...), 1
	if got := Account(acc, []news.Item{it}); len(got.Digest.Figures) != 1 || got.Moving != 0 {
		t.Errorf("%d figures, of which %d is drawn", len(got.Digest.Figures), got.Moving)
	}
}

// TestAccountQuotes: a short sentence of an outlet, which no comparison of words recognizes, is shown only where its report shows it;
// a sentence of ours that rests on the same is shown.
func TestAccountQuotes(t *testing.T) {
	for _, c := range []struct {
		rights  news.Rights
		n       int
		by      string
		extract bool // it is in the report's extract
		digest  bool // it is in the report's digest
		want    bool
	}{
		{news.RightsFull, 6, news.ByOpenings, false, false, true},
		{news.RightsExcerpt, 1, news.ByOpenings, false, false, true},
		{news.RightsExcerpt, 6, news.ByOpenings, false, false, false},
		{news.RightsLink, 1, news.ByOpenings, false, false, false},
		{news.RightsLink, 1, news.ByOpenings, false, true, true},
		{news.RightsLink, 1, news.ByDigests, false, false, true},
		{news.RightsLink, 1, news.ByDigests, true, false, false},
		{news.RightsExcerpt, 6, news.ByDigests, true, false, false},
		{news.RightsExcerpt, 1, news.ByDigests, true, false, true},
		{news.RightsExcerpt, 6, "a model", false, false, true},
	} {
		it, acc := one(c.rights, c.n)
		acc.Digest.By, acc.Digest.Only[0].Text = c.by, "Nobody came."
		if c.digest {
			it.Digest.Summary[0].Text = "Nobody came."
		}
		if c.extract {
			it.Digest.By, it.Digest.Summary[0].Text = news.ByExtract, "Nobody came."
		}
		if got := len(Account(acc, []news.Item{it}).Digest.Only) == 1; got != c.want {
			t.Errorf("%+v: shown: %v", c, got)
		}
		if len(Account(acc, nil).Digest.Only) != 0 {
			t.Errorf("%+v: shown without its report", c)
		}
	}
}
