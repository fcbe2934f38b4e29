package desk

import (
	"fmt"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Another text in the list is read where no page was; a text that an older desk did not note is noted.
func TestRelistedText(t *testing.T) {
	const text = "<p>The ferry sails.</p>"
	sum := store.ContentSum(text)
	for _, c := range []struct {
		name    string
		known   store.Listed
		want    renewal
		changed bool
	}{
		{"the same text", store.Listed{State: store.LeadRead, Content: sum, Looks: 1}, renewal{}, false},
		{"another text", store.Listed{State: store.LeadRead, Content: "0", Looks: 1}, renewal{state: store.LeadRead, looks: 1, read: true}, true},
		{"another text beside a page that was read", store.Listed{State: store.LeadRead, Content: "0", Hash: "h", Looks: 1}, renewal{}, false},
		{"a first text beside a page that was read", store.Listed{State: store.LeadRead, Hash: "h", Looks: 1}, renewal{state: store.LeadRead, looks: 1}, true},
		{"a first text of a headline", store.Listed{State: store.LeadRead, Looks: 1}, renewal{state: store.LeadRead, looks: 1, read: true}, true},
		{"another text of a page that could not be read", store.Listed{State: store.LeadWaiting, Content: "0", Looks: 1}, renewal{state: store.LeadWaiting, looks: 1, read: true}, true},
		{"another text of a page that waits", store.Listed{State: store.LeadWaiting, Content: "0"}, renewal{state: store.LeadWaiting}, true},
		{"another text off the beat", store.Listed{State: store.LeadOff, Content: "0"}, renewal{}, false},
	} {
		got, changed := relisted(c.known, triaged{lead: news.Lead{Content: text}, state: store.LeadWaiting})
		if got != c.want || changed != c.changed {
			t.Errorf("%s: %+v, %v, want %+v, %v", c.name, got, changed, c.want, c.changed)
		}
	}
}

// A text of the page and one of the feed are not compared for edits.
func TestTextsOfTwoOriginsMakeNoEdit(t *testing.T) {
	fromFeed := []news.Note{{Code: news.NoteFromFeed}}
	of := func(words int, capture news.Hash, notes []news.Note) news.Article {
		return news.Article{Kind: news.PageArticle, Title: "Ferry", Words: words, Capture: capture, Extractor: "1", Notes: notes,
			Blocks: []news.Block{{Kind: news.Paragraph, Text: "The ferry sails. " + string(capture)}}}
	}
	for _, c := range []struct {
		name       string
		shown, now news.Article
		want       change
	}{
		{"the page comes", of(100, "f", fromFeed), of(110, "p", nil), readAnew},
		{"a shorter page comes", of(100, "f", fromFeed), of(40, "p", nil), unchanged},
		{"the feed after the page", of(100, "p", nil), of(300, "f", fromFeed), unchanged},
		{"the feed with other words", of(100, "f", fromFeed), of(110, "g", fromFeed), edited},
	} {
		if got := changeOf(c.shown, news.Article{}, c.now); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// TestFullerEntry: the text of a feed counts for more than that of the page where the page has a part of it, or hardly anything.
func TestFullerEntry(t *testing.T) {
	text := func(from, to int) []news.Block {
		var out []news.Block
		for i := from; i < to; i++ {
			out = append(out, news.Block{Kind: news.Paragraph, Text: fmt.Sprintf("Sentence %d of the log says that keeper %d saw ship %d pass the light at hour %d of the night.", i, i*3, i*5, i*7)})
		}
		return out
	}
	of := func(kind news.PageKind, from, to int, notes ...news.NoteCode) news.Article {
		a := news.Article{Kind: kind, Blocks: text(from, to), Words: (to - from) * 19, URL: "https://courier.example/lamp", Title: "The lamp has failed"}
		for _, n := range notes {
			a.Notes = append(a.Notes, news.Note{Code: n})
		}
		return a
	}
	entry := of(news.PageArticle, 0, 20)
	at := func(a news.Article, path, title string) news.Article {
		a.URL, a.Title = "https://courier.example/"+path, title
		return a
	}
	for _, c := range []struct {
		name string
		page news.Article
		want bool
	}{
		{"all of it", of(news.PageArticle, 0, 20), false},
		{"nearly all", of(news.PageArticle, 0, 16), false},
		{"half of it", of(news.PageArticle, 0, 10), true},
		{"more", of(news.PageArticle, 0, 30), false},
		{"another text of half its length", of(news.PageArticle, 50, 60), false},
		{"a few lines of something else", of(news.PageArticle, 50, 54), true},
		{"the opening, for those who do not pay", of(news.PagePaywall, 0, 15), true},
		{"more of it, the rest for those who pay", of(news.PagePaywall, 0, 22), false},
		{"a live page", of(news.PageLive, 0, 5), false},
		{"cut by its own word count", of(news.PageArticle, 0, 18, news.NoteCut), true},
		{"broken off, and longer", of(news.PageArticle, 0, 30, news.NoteBrokenOff), false},
		{"broken off, and shorter", of(news.PageArticle, 0, 18, news.NoteBrokenOff), true},
		{"led to another report", at(of(news.PageArticle, 50, 90), "quay", "Quay to be paved"), true},
		{"led to the report, told otherwise", at(of(news.PageArticle, 50, 90), "2026/lamp", "Lamp of Brindle has failed"), false},
		{"another headline at the address", at(of(news.PageArticle, 50, 90), "lamp?utm_source=rss", "Quay to be paved"), false},
		{"led on, under another headline", at(of(news.PageArticle, 0, 20), "2026/lamp", "Night without a light"), false},
		{"broken off, and something else", of(news.PageArticle, 50, 90, news.NoteBrokenOff), true},
	} {
		if got := fullerEntry(c.page, entry); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
