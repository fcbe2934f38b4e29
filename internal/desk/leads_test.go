package desk

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

func TestRelistedLead(t *testing.T) {
	noon := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	const off, old, waiting, read = store.LeadOff, store.LeadOld, store.LeadWaiting, store.LeadRead
	for _, c := range []struct {
		name    string
		known   store.LeadState
		title   string // that the list gives; known under "Flood"
		updated time.Time
		triage  store.LeadState
		want    renewal
		changed bool
	}{
		{"nothing new", read, "Flood", noon, waiting, renewal{}, false},
		{"an earlier update", read, "Flood", noon.Add(-time.Hour), waiting, renewal{}, false},
		{"no update", read, "Flood", time.Time{}, waiting, renewal{}, false},
		{"later by less than is kept", read, "Flood", noon.Add(999 * time.Microsecond), waiting, renewal{}, false},
		{"read, another title", read, "Flood: 12 dead", noon, waiting, renewal{state: read, fetch: true, looks: 2}, true},
		{"read, a later update", read, "Flood", noon.Add(time.Second), waiting, renewal{state: read, fetch: true, looks: 2}, true},
		{"read, the new title is off the beat", read, "Regatta", noon, off, renewal{state: read, fetch: true, looks: 2}, true},
		{"waiting, another title", waiting, "Flood: 12 dead", noon, waiting, renewal{state: waiting, fetch: true, looks: 2}, true},
		{"off the beat, and on it under its new title", off, "Flood in China", noon, waiting, renewal{state: waiting, fetch: true}, true},
		{"off the beat, and still", off, "Regatta", noon, off, renewal{state: off, why: "no keyword", looks: 2}, true},
		{"off the beat, and too old by now", off, "Flood in China", noon, old, renewal{state: off, why: "no keyword", looks: 2}, true},
		{"too old, another title", old, "Flood in China", noon, waiting, renewal{state: old, looks: 2}, true},
	} {
		known := store.Listed{ID: 7, Title: "Flood", Updated: noon, State: c.known, Looks: 2}
		tr := triaged{lead: news.Lead{Title: c.title, Updated: c.updated}, state: c.triage}
		if c.triage != waiting {
			tr.why = "no keyword"
		}
		got, changed := relisted(known, tr)
		if got != c.want || changed != c.changed {
			t.Errorf("%s: %+v, %v, want %+v, %v", c.name, got, changed, c.want, c.changed)
		}
	}
}

func TestChangeOf(t *testing.T) {
	shown := news.Article{
		Kind: news.PageArticle, Title: "Flood", Standfirst: "The river rises.", Capture: "h1",
		Blocks: []news.Block{{Kind: news.Paragraph, Text: "Nobody was hurt."}, {Kind: news.Quote, Text: "We ran."}},
	}
	with := func(f func(*news.Article)) news.Article {
		a := shown
		a.Blocks = append([]news.Block{}, shown.Blocks...)
		f(&a)
		return a
	}
	withdrawn := with(func(a *news.Article) { a.Withdrawn = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC) })
	for _, c := range []struct {
		name string
		was  news.Article
		now  news.Article
		want change
	}{
		{"the same", shown, with(func(a *news.Article) { a.Capture = "h2" }), unchanged},
		{"other tags", shown, with(func(a *news.Article) { a.Tags = []string{"flood"}; a.Capture = "h2" }), unchanged},
		{"now behind a paywall", shown, with(func(a *news.Article) { a.Kind = news.PagePaywall; a.Capture = "h2" }), sameWords},
		{"back", withdrawn, shown, sameWords},
		{"back with other words", withdrawn, with(func(a *news.Article) { a.Title = "Floods"; a.Capture = "h2" }), edited},
		{"another title", shown, with(func(a *news.Article) { a.Title = "Floods"; a.Capture = "h2" }), edited},
		{"another standfirst", shown, with(func(a *news.Article) { a.Standfirst = ""; a.Capture = "h2" }), edited},
		{"another word", shown, with(func(a *news.Article) { a.Blocks[0].Text = "Two were hurt."; a.Capture = "h2" }), edited},
		{"a paragraph less", shown, with(func(a *news.Article) { a.Blocks = a.Blocks[:1]; a.Capture = "h2" }), edited},
		{"a quotation no more", shown, with(func(a *news.Article) { a.Blocks[1].Kind = news.Paragraph; a.Capture = "h2" }), edited},
		{"the same page, read better", shown, with(func(a *news.Article) { a.Title = "Floods" }), readAnew},
		{"imported twice without a capture", with(func(a *news.Article) { a.Capture = "" }), with(func(a *news.Article) { a.Title = "Floods"; a.Capture = "" }), edited},
	} {
		if got := changeOf(c.was, c.now); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
