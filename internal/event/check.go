package event

import (
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// Current is a digest without the sentences that rest on a text that is no longer that of its report.
func Current(d news.StoryDigest, tellings []news.Telling) news.StoryDigest {
	texts := map[news.ArticleID]news.Hash{}
	for _, t := range tellings {
		texts[t.Article.ID] = t.Article.TextHash()
	}
	stale := func(cites []news.Cite) bool {
		return len(cites) == 0 || slices.ContainsFunc(cites, func(c news.Cite) bool { return texts[c.Article] != c.Text })
	}
	old := func(c news.StoryClaim) bool { return stale(c.Evidence) }
	d.Common = slices.DeleteFunc(slices.Clone(d.Common), old)
	d.Only = slices.DeleteFunc(slices.Clone(d.Only), old)
	d.Open = slices.DeleteFunc(slices.Clone(d.Open), old)
	if stale(d.TitleEvidence) {
		d.Title, d.TitleEvidence = "", nil
	}
	return d
}

// Check drops the sentences of a digest that its reports do not bear out, and says why.
func (r Reader) Check(d news.StoryDigest, tellings []news.Telling) (news.StoryDigest, []news.Reject) {
	var out []news.Reject
	members := map[news.ArticleID]news.Article{}
	for _, t := range tellings {
		members[t.Article.ID] = t.Article
	}
	held := func(list []news.StoryClaim) []news.StoryClaim {
		var kept []news.StoryClaim
		for _, c := range list {
			if why := r.fails(c, members); news.Rejected(why) {
				out = append(out, news.Reject{Text: c.Text, Why: why})
				continue
			}
			kept = append(kept, c)
		}
		return kept
	}
	d.Common, d.Only, d.Open = held(d.Common), held(d.Only), held(d.Open)
	return d, out
}

// fails are the findings on a sentence, compared with all that it cites.
func (r Reader) fails(c news.StoryClaim, members map[news.ArticleID]news.Article) []news.Finding {
	if len(c.Evidence) == 0 {
		return []news.Finding{{Rule: news.FormRule, Reason: news.NoEvidence, Rejects: true}}
	}
	var cited []string
	for _, e := range c.Evidence {
		s := sentenceOf(members[e.Article], e.N)
		if s == "" {
			return []news.Finding{{Rule: news.FormRule, Reason: news.NoGround, Rejects: true}}
		}
		cited = append(cited, s)
	}
	first := members[c.Evidence[0].Article]
	return r.checker().FindingsIn(first.Lang, cited, first.Published, c.Text)
}

// sentenceOf is what a number of evidence means in a report; "": nothing.
func sentenceOf(a news.Article, n int) string {
	switch n {
	case news.HeadlineN:
		return a.Title
	case news.StandfirstN:
		return a.Standfirst
	}
	if all := a.Sentences(); n >= 1 && n <= len(all) {
		return all[n-1].Text
	}
	return ""
}
