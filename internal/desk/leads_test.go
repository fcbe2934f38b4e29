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
		Kind: news.PageArticle, Title: "Flood", Standfirst: "The river rises.", Capture: "h1", Extractor: "7",
		Blocks: []news.Block{{Kind: news.Paragraph, Text: "Nobody was hurt."}, {Kind: news.Quote, Text: "We ran."}},
	}
	with := func(f func(*news.Article)) news.Article {
		a := shown
		a.Blocks = append([]news.Block{}, shown.Blocks...)
		f(&a)
		return a
	}
	next := func(f func(*news.Article)) news.Article { // out of another capture
		a := with(f)
		a.Capture = "h2"
		return a
	}
	onPages := func(a news.Article, n string, later time.Duration) news.Article { // n "": on more than could be had
		a.Captured, a.Notes = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC).Add(later*time.Hour), []news.Note{{Code: news.NoteGoesOn}}
		if n != "" {
			a.Notes = []news.Note{{Code: news.NotePages, Arg: n}}
		}
		return a
	}
	withdrawn := with(func(a *news.Article) { a.Withdrawn = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC) })
	older := with(func(a *news.Article) { a.Extractor = "6"; a.Blocks = a.Blocks[:1] }) // it missed the quotation
	titled := func(a *news.Article) { a.Title = "Floods" }
	kind := func(k news.PageKind) func(*news.Article) {
		return func(a *news.Article) { a.Kind, a.Blocks, a.Capture, a.Extractor = k, nil, "", "" }
	}
	var none news.Article
	for _, c := range []struct {
		name  string
		was   news.Article
		again news.Article // was, read again
		now   news.Article
		want  change
	}{
		{"the same", shown, none, next(func(*news.Article) {}), unchanged},
		{"other tags", shown, none, next(func(a *news.Article) { a.Tags = []string{"flood"} }), unchanged},
		{"the same, behind a paywall", shown, none, next(func(a *news.Article) { a.Kind = news.PagePaywall }), sameWords},
		{"the opening, behind a paywall", shown, none, next(func(a *news.Article) { a.Kind = news.PagePaywall; a.Blocks = a.Blocks[:1] }), unchanged},
		{"back", withdrawn, none, shown, sameWords},
		{"back with other words", withdrawn, none, next(titled), edited},
		{"back with other white space", withdrawn, none, next(func(a *news.Article) { a.Title = " Flood" }), sameWords},
		{"another title", shown, none, next(titled), edited},
		{"another standfirst", shown, none, next(func(a *news.Article) { a.Standfirst = "It falls." }), edited},
		{"another word", shown, none, next(func(a *news.Article) { a.Blocks[0].Text = "Two were hurt." }), edited},
		{"another figure, and nothing else", with(func(a *news.Article) { a.Blocks[0].Text = "1,200 left." }), none,
			next(func(a *news.Article) { a.Blocks[0].Text = "12,00 left." }), edited},
		{"a paragraph less", shown, none, next(func(a *news.Article) { a.Blocks = a.Blocks[:1] }), edited},
		{"another page of it, edited", onPages(shown, "2", 0), onPages(shown, "2", 0), onPages(with(func(a *news.Article) { a.Blocks[0].Text = "Two were hurt." }), "2", 1), edited},
		{"another page of it, read anew", onPages(shown, "2", 0), none, onPages(with(func(a *news.Article) { a.Blocks[0].Text = "Two were hurt." }), "2", 0), readAnew},
		{"another page of it, read as before", onPages(shown, "2", 0), onPages(with(func(a *news.Article) { a.Blocks[0].Text = "Two were hurt." }), "2", 0),
			onPages(with(func(a *news.Article) { a.Blocks[0].Text = "Two were hurt." }), "2", 1), readAnew},
		{"a further page that was missing", onPages(with(func(a *news.Article) { a.Blocks = a.Blocks[:1] }), "", 0), none, onPages(next(func(*news.Article) {}), "2", 1), readAnew},
		{"a further page that was missing, and an edit", onPages(with(func(a *news.Article) { a.Blocks = a.Blocks[:1] }), "", 0), none,
			onPages(next(func(a *news.Article) { a.Blocks[0].Text = "Two were hurt." }), "2", 1), unsure},
		{"all pages are there again", with(func(a *news.Article) { a.Notes = []news.Note{{Code: news.NotePagesLost}} }), none, next(func(*news.Article) {}), sameWords},
		{"a quotation no more", shown, none, next(func(a *news.Article) { a.Blocks[1].Kind = news.Paragraph }), unchanged},
		{"white space and what cannot be seen", shown, none, next(func(a *news.Article) { a.Blocks[0].Text = "Nobody\u00a0was hu\u00adrt." }), unchanged},
		{"two paragraphs made one", shown, none,
			next(func(a *news.Article) {
				a.Blocks = []news.Block{{Kind: news.Paragraph, Text: "Nobody was hurt. We ran."}}
			}), unchanged},
		{"another order", shown, none, next(func(a *news.Article) { a.Blocks[0], a.Blocks[1] = a.Blocks[1], a.Blocks[0] }), unchanged},
		{"a caption that was not found before", shown, none,
			next(func(a *news.Article) {
				a.Blocks = append(a.Blocks, news.Block{Kind: news.Caption, Text: "The bridge."})
			}), unchanged},
		{"the standfirst in the body", shown, none, next(func(a *news.Article) {
			a.Blocks = append([]news.Block{{Kind: news.Paragraph, Text: a.Standfirst}}, a.Blocks...)
			a.Standfirst = ""
		}), unchanged},
		{"the same page, read better", shown, none, with(titled), readAnew},
		{"read by another extractor, the page is lost", older, none, next(func(*news.Article) {}), unsure},
		{"read by one that is not known", with(func(a *news.Article) { a.Extractor = "" }), none, next(titled), unsure},
		{"read by another extractor, the outlet changed nothing", older, shown, next(func(*news.Article) {}), readAnew},
		{"read by another extractor, and the outlet edited it", older, shown, next(titled), edited},
		{"read by the same, which knows the host better by now", older, shown, next(func(a *news.Article) { a.Extractor = "6" }), readAnew},
		{"what was read again is another page by now", older, next(func(*news.Article) {}), next(titled), unsure},
		{"imported twice without a capture", with(kind(news.PageArticle)), none,
			with(func(a *news.Article) { kind(news.PageArticle)(a); titled(a) }), unsure},
		{"another headline in the list", with(kind(news.PageHeadline)), none,
			with(func(a *news.Article) { kind(news.PageHeadline)(a); titled(a) }), edited},
		{"a headline that can be read by now", with(kind(news.PageHeadline)), none, next(titled), readAnew},
	} {
		if got := changeOf(c.was, c.again, c.now); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
