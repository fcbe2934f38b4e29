package news_test

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func TestNamesOfAnEdition(t *testing.T) {
	e := news.Edition{
		Lines:   []news.EditionLine{{Article: "b", First: []news.ArticleID{"d"}, Evidence: cites("e b"), Title: news.EventTitle{Evidence: cites("j b")}}, {}},
		Shelves: []news.Shelf{{Articles: []news.ArticleID{"c", "b"}}},
		Changes: []news.ChangeLine{{Article: "f"}},
		Told: news.Account{
			Central: "g", First: []news.ArticleID{"h"}, Digest: news.StoryDigest{TitleEvidence: cites("i")},
			Timeline: []news.Moment{{Article: "a"}, {Kind: news.MomentDay, N: 3}},
		},
	}
	if got := e.Names(); !slices.Equal(got, []news.ArticleID{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}) {
		t.Errorf("it names %q", got)
	}
	if got := (news.Edition{}).Names(); len(got) != 0 {
		t.Errorf("an empty one names %q", got)
	}
}
