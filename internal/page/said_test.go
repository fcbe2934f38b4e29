package page

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestSaidIsWhatThePageSays: label, limits and notes are those of the page, without what is about its layout; the place in the archive
// is for a private site alone.
func TestSaidIsWhatThePageSays(t *testing.T) {
	at := time.Date(2024, 1, 30, 8, 0, 0, 0, time.UTC)
	body := "The ferry left at noon."
	it := news.Item{
		Article: news.Article{
			ID: "abcdefghij", Version: 1, Outlet: "Gazette", SourceName: "Gazette", URL: "https://gazette.example/a", Canonical: "https://gazette.example/a", Kind: news.PageArticle,
			Title: "Ferry leaves", Lang: "en", Published: at, Hour: news.HourGiven, Captured: at, Words: 5, Capture: "5f70",
			Blocks: []news.Block{{Kind: news.Paragraph, Text: body, Ends: []int{len(body)}}},
		},
		Digest: news.Digest{Lang: "en", By: news.ByExtract, Summary: []news.Claim{{Text: body, Evidence: []int{1}}}, Reason: news.NoModel},
		Rights: news.RightsFull, Capture: news.Ref{File: "waidian-00001.warc.gz", Offset: 7},
	}
	for audience, archive := range map[Audience]string{Private: "waidian-00001.warc.gz @ 7", Public: ""} {
		s := New(Form{Language: "en", Audience: audience})
		said := s.Said(Article{Placed: Placed{s.Show(it), "a/x.html"}})
		if said.Digest != "Digest · Extract from the report (no model used)" || said.Archive != archive || said.Hash != "5f70" || said.Of != "page" {
			t.Errorf("%s: %+v", audience, said)
		}
		if made := strings.Join(said.Made, " "); !strings.Contains(made, "no model used") || strings.Contains(made, "above") {
			t.Errorf("%s: made %q", audience, made)
		}
	}
	link := it
	link.Rights = news.RightsLink
	s := New(Form{Language: "en", Audience: Public})
	if said := s.Said(Article{Placed: Placed{s.Show(link), "a/x.html"}}); len(said.Limits) != 1 || said.Limits[0] != s.w.LinkOnly || said.Digest != "" {
		t.Errorf("link: %+v", said)
	}
	it.Digest.By, it.Digest.Unfit = "a-model", true
	if said := s.Said(Article{Placed: Placed{s.Show(it), "a/x.html"}}); said.Digest != "Digest · "+madeBy(s.w, it.Digest) || !strings.Contains(said.Digest, "a-model") || !strings.Contains(said.Digest, s.w.UnfitModel) {
		t.Errorf("a model that often errs: %q", said.Digest)
	}
}
