package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// A report of past days that is brought when the desk has many others of these days meets the one that is of its event; no other moves.
func TestOneOldReportMeetsThoseOfItsDays(t *testing.T) {
	r := newRoom(t, "")
	r.desk.Site = &press{}
	old := morning.AddDate(0, 0, -100)
	bring := func(list ...desk.Brought) {
		t.Helper()
		for i := range list {
			list[i].Story, list[i].Article.Published = "", old.Add(time.Duration(i)*time.Hour)
		}
		if refused, err := r.desk.BringArticles(t.Context(), list); err != nil || len(refused) > 0 {
			t.Fatal(refused, err)
		}
		if err := r.desk.Finish(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	storm := func(n int, outlet, body string) desk.Brought {
		b := kept(1000 + n)
		b.Source = news.Source{ID: news.SourceID(outlet), Name: outlet, Outlet: outlet}
		b.Article.Title = fmt.Sprintf("Storm Odalys tears roofs off in Vellmar, outlet %d", n)
		b.Article.Blocks = []news.Block{{Kind: news.Paragraph, Text: body, Ends: text.Sentences(body)}}
		b.Article.Words = 40
		return b
	}
	var list []desk.Brought
	for n := range 12 {
		list = append(list, kept(n))
	}
	list = append(list, storm(1, "coast", "Storm Odalys tore the roofs off 214 houses in Vellmar on Tuesday night, Mayor Ilse Brandt said. Schools in Vellmar stay shut, and ferries to Karst do not sail."))
	bring(list...)
	before := r.stories()
	bring(storm(2, "hills", "Mayor Ilse Brandt of Vellmar counted 214 houses without roofs after Storm Odalys on Tuesday night. Ferries between Vellmar and Karst are cancelled; schools are shut."))
	after := r.stories()
	if len(after) != len(before)+1 {
		t.Fatalf("%d reports after %d", len(after), len(before))
	}
	count := map[news.StoryID]int{}
	for _, in := range after {
		count[in]++
	}
	was := map[news.StoryID]int{}
	for id, in := range before {
		was[in]++
		if after[id] != in && was[in] > 1 {
			t.Errorf("%s moved from %s to %s", id, in, after[id])
		}
	}
	if len(count) != len(was) {
		t.Errorf("%d stories of %d reports: %v", len(count), len(after), after)
	}
}

// stories are the stories of all reports.
func (r *room) stories() map[news.ArticleID]news.StoryID {
	out := map[news.ArticleID]news.StoryID{}
	for _, it := range r.items() {
		out[it.Article.ID] = it.Story
	}
	return out
}
