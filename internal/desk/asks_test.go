package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// What an outlet asks of those who keep copies is compared at each look, though the text stays.
func TestLookComparesWhatIsAsked(t *testing.T) {
	plain := pageOf("Flood in northern China", "8,600")
	meta := func(m string) string { return strings.Replace(plain, "<head>", "<head>"+m, 1) }
	header := func(h string) string { return strings.Replace(plain, "\n\n", "\n"+h+"\n\n", 1) }
	unmodified := func(h string) string { return "HTTP/1.1 304 Not Modified\n" + h + "\n" }
	noarchive, tdm := meta(`<meta name="robots" content="noarchive">`), header("Tdm-Reservation: 1")
	archive, reserved, unindexed := news.Article{NoArchive: true}, news.Article{Reserved: true}, news.Article{NoIndex: true}
	for _, c := range []struct {
		name  string
		pages []string
		want  []news.Article // after each
	}{
		{"a meta element", []string{plain, noarchive}, []news.Article{{}, archive}},
		{"a meta element of tdm", []string{plain, meta(`<meta name="tdm-reservation" content="1">`)}, []news.Article{{}, reserved}},
		{"a header alone", []string{plain, tdm}, []news.Article{{}, reserved}},
		{"a header of robots alone", []string{plain, header("X-Robots-Tag: noarchive")}, []news.Article{{}, archive}},
		{"no index", []string{plain, meta(`<meta name="robots" content="noindex">`)}, []news.Article{{}, unindexed}},
		{"not modified", []string{header("Etag: 1"), unmodified("Tdm-Reservation: 1\n"), unmodified("")}, []news.Article{{}, reserved, reserved}},
		{"given back", []string{noarchive, plain}, []news.Article{archive, {}}},
		{"given back by a header", []string{tdm, plain}, []news.Article{reserved, {}}},
		{"not given back by a page that withholds the report", []string{noarchive, "HTTP/1.1 200 OK\nContent-Type: text/html\nCf-Mitigated: challenge\n\n<html><head><title>Just a moment...</title></head></html>\n"},
			[]news.Article{archive, archive}},
		{"not given back by a page that is gone", []string{tdm, none}, []news.Article{reserved, reserved}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(append(turns(flood, c.pages...), courier, feedOf("flood|Flood in northern China"))...))
			var change int64
			for i, want := range c.want {
				r.round(time.Duration(min(i, 1)) * 5 * time.Hour)
				a := r.one().Article
				if !a.AsksAs(want) || a.Version != 1 || !strings.Contains(a.Text(), "8,600") {
					t.Errorf("after look %d: noarchive %v, noindex %v, reserved %v, version %d", i+1, a.NoArchive, a.NoIndex, a.Reserved, a.Version)
				}
				var last int64
				if err := r.db.View(t.Context(), func(tx *store.Tx) (err error) { last, err = tx.LastChange(); return err }); err != nil {
					t.Fatal(err)
				}
				if i > 0 && !want.AsksAs(c.want[i-1]) && last == change {
					t.Errorf("after look %d no page is to be made anew", i+1)
				}
				change = last
			}
		})
	}
}

// A report that is read again from the archive, or imported again, may lose a right, and gets none back.
func TestRightsOfWhatIsBroughtAgain(t *testing.T) {
	for _, was := range []news.Article{{}, {NoArchive: true}} {
		for _, now := range []news.Article{{}, {NoArchive: true}, {Reserved: true}, {NoIndex: true}} {
			t.Run(fmt.Sprintf("%v %v %v after %v", now.NoArchive, now.Reserved, now.NoIndex, was.NoArchive), func(t *testing.T) {
				r := newRoom(t, web())
				src := news.Source{ID: "lamp", Name: "Lamp", URL: "https://lamp.example/feed"}
				a := news.Article{
					URL: "https://lamp.example/1", Canonical: "https://lamp.example/1", Kind: news.PageArticle, Title: "The lamp has failed", Lang: "en",
					Published: r.now, Captured: r.now, Blocks: []news.Block{{Kind: news.Paragraph, Text: "The lamp of the light house has failed in the storm of Tuesday night."}}, Words: 13,
				}
				for _, asks := range []news.Article{was, now} {
					b := a.AskingMore(asks)
					refused, err := r.desk.BringArticles(t.Context(), []desk.Brought{{Source: src, Article: b}})
					if err != nil || len(refused) > 0 {
						t.Fatal(refused, err)
					}
				}
				if got := r.one().Article; !got.AsksAs(was.AskingMore(now)) || got.Version != 1 {
					t.Errorf("noarchive %v, reserved %v, noindex %v, version %d", got.NoArchive, got.Reserved, got.NoIndex, got.Version)
				}
			})
		}
	}
}
