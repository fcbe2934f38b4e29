package event

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestPartlyRead: of which reports the desk does not have all that they say, by their kind and by what was noted when they were read.
func TestPartlyRead(t *testing.T) {
	of := func(outlet string, kind news.PageKind, notes ...news.NoteCode) news.Telling {
		x := telling(outlet, "en", 0, "The ferry ran aground off Norland.")
		x.Article.Kind = kind
		for _, n := range notes {
			x.Article.Notes = append(x.Article.Notes, news.Note{Code: n})
		}
		return x
	}
	empty := of("Empty", news.PageArticle)
	empty.Article.Blocks = nil
	list := []news.Telling{
		of("Whole", news.PageArticle), of("Live", news.PageLive), of("Wall", news.PagePaywall), of("List", news.PageHeadline),
		of("Cut", news.PageArticle, news.NoteCut), of("Lost", news.PageArticle, news.NotePagesLost), empty,
	}
	got := Reader{Lang: "zh-Hans"}.Tell(Story{ID: "ferry", Tellings: list}).Partly
	want := []news.ArticleID{"Wall-0", "List-0", "Cut-0", "Lost-0", "Empty-0"}
	if !slices.Equal(got, want) {
		t.Errorf("read in part: %v, want %v", got, want)
	}
}
