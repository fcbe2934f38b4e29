package news_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// wordy is an edition of which every text of a report or digest has the word lamp.
func wordy() news.Edition {
	at := time.Date(2026, 3, 12, 4, 0, 0, 0, time.UTC)
	return news.Edition{
		Slot: "19:00", Day: "2026-03-12", Lead: "s", Changed: 1,
		Lines: []news.EditionLine{
			{Story: "s", Article: "a", Reason: news.RankEdited, Was: "4 lamps", Is: "3 lamps", Evidence: cites("a"), Title: news.EventTitle{Text: "The lamp", Lang: "en", Evidence: cites("b")}},
			{Story: "o", Article: "c", Reason: news.RankWithdrawn},
		},
		Shelves: []news.Shelf{{Articles: []news.ArticleID{"d"}, N: 1}},
		Changes: []news.ChangeLine{{Article: "a", At: at, Reason: news.RankEdited, Was: "4 lamps", Is: "3 lamps"}},
		Told: news.Account{
			Central: "a", First: []news.ArticleID{"a"}, Moments: 1,
			Digest:   news.StoryDigest{Title: "The lamp failed", TitleEvidence: cites("b")},
			Alone:    []news.Alone{{Article: "a", Terms: []news.AloneTerm{{Text: "lamp"}}}},
			Timeline: []news.Moment{{At: at, Article: "a", Was: "4 lamps", Is: "3 lamps"}},
		},
	}
}

func TestOutlineHasNoWords(t *testing.T) {
	e := wordy()
	data, err := json.Marshal(e.Outline())
	if err != nil || strings.Contains(string(data), "lamp") {
		t.Errorf("it has words: %s, %v", data, err)
	}
	if !reflect.DeepEqual(e, wordy()) {
		t.Error("the edition itself was changed")
	}
	if got := e.Outline().Worded(e); !reflect.DeepEqual(got, e) {
		t.Errorf("with its words again it is\n%+v, want\n%+v", got, e)
	}
}

func TestOutlinePutsAReportBack(t *testing.T) {
	none := func(news.StoryID) (news.ArticleID, bool) { return "", false }
	e := wordy()
	for _, c := range []struct {
		gone news.ArticleID
		want func(*news.Edition)
	}{
		{"c", func(*news.Edition) {}},
		{"d", func(*news.Edition) {}},
		{"a", func(e *news.Edition) { // its words have gone, and with the line the lead
			words := e.Lines[0]
			words.Was, words.Is, words.Title = "", "", news.EventTitle{}
			e.Lines[0], e.Told = words, news.Account{}
			e.Changes[0].Was, e.Changes[0].Is = "", ""
		}},
	} {
		want := wordy()
		c.want(&want)
		if got := e.Outline().Worded(e.Without(c.gone, none)); !reflect.DeepEqual(got, want) {
			t.Errorf("after %s came back it is\n%+v, want\n%+v", c.gone, got, want)
		}
	}
}
