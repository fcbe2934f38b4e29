package rights

import (
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// Account returns what is told of an event as the public may see it, field by field: a text in which words of a report turn up
// that the public may not see is left out, with what it is said of. Items are the reports that the account cites; a text that cites
// another one is left out too.
func Account(acc news.Account, items []news.Item) news.Account {
	a := account{views: make(map[news.ArticleID]view, len(items)), items: make(map[news.ArticleID]news.Item, len(items))}
	for _, it := range items {
		a.views[it.Article.ID], a.items[it.Article.ID] = viewOf(it), it
	}
	d := acc.Digest
	out := news.Account{
		Central: acc.Central, Partly: slices.Clone(acc.Partly), First: slices.Clone(acc.First), Silents: acc.Silents, Polled: acc.Polled, Again: acc.Again, Moments: acc.Moments, Moving: -1,
		Digest: news.StoryDigest{
			Story: d.Story, Of: d.Of, Lang: d.Lang, By: d.By, Prompt: d.Prompt, At: d.At, Checked: slices.Clone(d.Checked),
			Common: a.claims(d, d.Common), Only: a.claims(d, d.Only), Open: a.claims(d, d.Open),
		},
	}
	if !a.hides(d.Title) {
		out.Digest.Title, out.Digest.TitleEvidence = d.Title, slices.Clone(d.TitleEvidence)
	}
	if !a.hides(acc.Given) {
		out.Given = acc.Given
	}
	for _, x := range d.LeftOut {
		out.Digest.LeftOut = append(out.Digest.LeftOut, news.Reject{Why: bare(x.Why)})
	}
	for _, h := range acc.Houses {
		out.Houses = append(out.Houses, slices.Clone(h))
	}
	for i, f := range d.Figures {
		if f, ok := a.figure(f); ok {
			if i == acc.Moving {
				out.Moving = len(out.Digest.Figures)
			}
			out.Digest.Figures = append(out.Digest.Figures, f)
		}
	}
	for _, x := range acc.Alone {
		if x = a.alone(x); len(x.Terms) > 0 {
			out.Alone = append(out.Alone, x)
		}
	}
	for _, s := range acc.Silent {
		out.Silent = append(out.Silent, news.Silence{Source: s.Source, Outlet: s.Outlet, Topic: s.Topic, Reports: s.Reports})
	}
	for _, u := range acc.Unread {
		out.Unread = append(out.Unread, news.Unread{Source: u.Source, Outlet: u.Outlet, Cause: u.Cause, N: u.N})
	}
	for _, m := range acc.Timeline {
		was, is := a.changed(m)
		out.Timeline = append(out.Timeline, news.Moment{At: m.At, Hour: m.Hour, Kind: m.Kind, Article: m.Article, Was: was, Is: is, N: m.N})
	}
	return out
}

// account is what the public may see of the reports that an account cites.
type account struct {
	views map[news.ArticleID]view
	items map[news.ArticleID]news.Item
}

// hides reports whether words that are withheld of any report turn up in s.
func (a account) hides(s string) bool {
	for _, v := range a.views {
		if v.hides(s) {
			return true
		}
	}
	return false
}

func (a account) words(s string) string {
	if a.hides(s) {
		return ""
	}
	return s
}

// changed is what was changed at a moment. The texts of the versions before and after are not at hand: of both, only the headlines
// are known to be shown. Of a report that is not at hand, nothing is shown.
func (a account) changed(m news.Moment) (was, is string) {
	v, ok := a.views[m.Article]
	if !ok || a.hides(m.Was) || a.hides(m.Is) {
		return "", ""
	}
	if v.all {
		v.shown = headlines(a.items[m.Article])
	}
	return changed(m.Was, m.Is, v, v)
}

// headlines are those of all versions of a report, as plain writes them.
func headlines(it news.Item) string {
	out := plain(it.Article.Title)
	for _, x := range it.Versions {
		out += "\n" + plain(x.Title)
	}
	return out
}

func (a account) claims(d news.StoryDigest, list []news.StoryClaim) (out []news.StoryClaim) {
	for _, c := range list {
		if a.hides(c.Text) || a.quotes(d, c) {
			continue
		}
		fs := c.Findings
		for _, e := range c.Evidence {
			if v, ok := a.views[e.Article]; ok {
				fs = v.findings(fs, c.Text)
			}
		}
		out = append(out, news.StoryClaim{Text: c.Text, Lang: c.Lang, Evidence: slices.Clone(c.Evidence), Findings: fs})
	}
	return out
}

// quotes reports whether a sentence is in the words of an outlet of which the public may not see the sentence, or of a report that
// is not at hand.
func (a account) quotes(d news.StoryDigest, c news.StoryClaim) bool {
	for _, e := range c.Evidence {
		v, ok := a.views[e.Article]
		if !ok {
			return true
		}
		said := func(own news.Claim) bool { return own.Text == c.Text }
		digest := a.items[e.Article].Digest
		own := d.By == news.ByOpenings
		if slices.ContainsFunc(digest.Summary, said) {
			own = digest.By == news.ByExtract
		}
		if own && (v.grant == news.RightsLink || v.behind([]int{e.N})) {
			return true
		}
	}
	return false
}

// figure leaves out values that cannot be shown; ok is false where fewer than two are left.
func (a account) figure(f news.Figure) (out news.Figure, ok bool) {
	out = news.Figure{What: a.words(f.What), Lang: f.Lang, Kind: f.Kind}
	for _, v := range f.Values {
		if a.hides(v.Said) {
			continue
		}
		out.Values = append(out.Values, news.FigureValue{
			Said: v.Said, Lang: v.Lang, By: a.words(v.By), AsOf: a.words(v.AsOf), At: v.At, Low: v.Low, High: v.High,
			Evidence: slices.Clone(v.Evidence), Current: v.Current,
		})
	}
	return out, len(out.Values) > 1 && out.What != ""
}

func (a account) alone(x news.Alone) news.Alone {
	out := news.Alone{Article: x.Article}
	for _, t := range x.Terms {
		if !a.hides(t.Text) {
			out.Terms = append(out.Terms, news.AloneTerm{Text: t.Text, Lang: t.Lang, Evidence: slices.Clone(t.Evidence)})
		}
	}
	return out
}

// bare are findings of which no words are left, only what was compared.
func bare(fs []news.Finding) (out []news.Finding) {
	for _, f := range fs {
		out = append(out, news.Finding{Rule: f.Rule, Rejects: f.Rejects})
	}
	return out
}
