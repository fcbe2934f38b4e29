package event

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// telling is a report of an outlet, so many hours after the first of the event.
func telling(outlet, lang string, hours int, paragraphs ...string) news.Telling {
	at := time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
	a := news.Article{ID: news.ArticleID(fmt.Sprintf("%s-%d", outlet, hours)), Outlet: outlet, Lang: lang, Published: at, Captured: at}
	for _, p := range paragraphs {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
	}
	var t news.Telling
	t.Article = a
	return t
}

// TestFigures sets numbers of one thing side by side, each with who says so and of when.
func TestFigures(t *testing.T) {
	copied := telling("Copyist", "en", 3, "Rescuers have found 31 bodies, the coast guard said.")
	copied.CopyOf = "Gull-0"
	withdrawn := telling("Hasty", "en", 3, "At least 90 people died, a witness said.")
	withdrawn.Article.Withdrawn = withdrawn.Article.Published
	sister := telling("Gull Evening", "en", 1, "The ferry disaster has killed 12 people, the coast guard said.")
	sister.House = "gull"
	first := telling("Gull", "en", 0, "The ferry disaster killed 12 people, the coast guard said.", "In 2019 a ferry sank here and 80 people died.")
	first.House = "gull"
	for _, x := range []struct {
		name     string
		tellings []news.Telling
		want     string // rows, with the values that are not current marked
	}{
		{"a later count", []news.Telling{first, telling("Möwe", "de", 9, "Die Zahl der Toten stieg auf 19, teilte die Küstenwache mit.")},
			"later: 12† by coast guard, 19 by Küstenwache"},
		{"one house once, copies and what was withdrawn never", []news.Telling{first, sister, copied, withdrawn, telling("海鸥报", "zh-Hans", 9, "海警晚间通报，死亡人数升至19人。")},
			"later: 12† by coast guard, 19人 by 海警"},
		{"two speakers", []news.Telling{first, telling("Mouette", "fr", 2, "Les familles parlent de 25 morts.")},
			"disputed: 12 by coast guard, 25 by familles"},
		{"two speakers of one sentence, and who speaks is not counted", []news.Telling{
			telling("Tern", "en", 0, "Police said that 300 people had protested, the union said 450."),
			telling("Auk", "en", 2, "In the square 450 people had protested, three workers said.")},
			"disputed: 300 by Police, 450 by union, 450 by "},
		{"each number has its own word", []news.Telling{
			telling("Tern", "en", 0, "By noon two were dead and four were missing, the coast guard said."),
			telling("Auk", "en", 2, "The storm killed two people and injured four, the coast guard said.")}, ""},
		{"an age, and what is counted beside a measure", []news.Telling{
			telling("Tern", "en", 0, "The breach is visible from here, said Ann Ott, 58, who farms west of the breach."),
			telling("Auk", "en", 2, "The first 40 steel cages were lowered into the breach.")}, ""},
		{"no other event", []news.Telling{first, telling("Mouette", "fr", 2, "En 2019, un naufrage avait fait 80 morts.")}, ""},
		{"bounds that meet", []news.Telling{first, telling("Mouette", "fr", 2, "Plus de 10 personnes sont mortes, selon les familles.")}, ""},
		{"one outlet alone", []news.Telling{first}, ""},
	} {
		var rows []string
		for _, f := range (Reader{}).Figures(x.tellings) {
			var values []string
			for _, v := range f.Values {
				mark := "†"
				if v.Current {
					mark = ""
				}
				values = append(values, v.Said+mark+" by "+v.By)
			}
			rows = append(rows, string(f.Kind)+": "+strings.Join(values, ", "))
		}
		if got := strings.Join(rows, "; "); got != x.want {
			t.Errorf("%s: %q, not %q", x.name, got, x.want)
		}
	}
}

// TestFiguresOfEdits shows what an outlet corrected, and never as current.
func TestFiguresOfEdits(t *testing.T) {
	now := telling("Gull", "en", 5, "The storm left 4,100 homes without power, the grid operator said.")
	now.Earlier = []news.Article{telling("Gull", "en", 0, "The storm left 14,200 homes without power, the grid operator said.").Article}
	other := telling("Tern", "en", 6, "Some 4,100 homes are without power, the operator said.")
	rows := Reader{}.Figures([]news.Telling{now, other})
	if len(rows) != 0 {
		t.Errorf("14,200 and 4,100 are too far apart to be sure: %s", written(rows[0]))
	}
	now.Earlier[0].Blocks[0] = news.Block{Kind: news.Paragraph, Text: "The storm left 7,200 homes without power, the grid operator said.", Ends: []int{65}}
	rows = Reader{}.Figures([]news.Telling{now, other})
	if len(rows) != 1 || rows[0].Kind != news.FigureCorrected {
		t.Fatalf("rows %v", rows)
	}
	for _, v := range rows[0].Values {
		if old := strings.Contains(v.Said, "7,200"); v.Current == old || (v.Evidence[0].Text == now.Article.TextHash()) == old && v.Evidence[0].Article == now.Article.ID {
			t.Errorf("%s: current %v, evidence %v", v.Said, v.Current, v.Evidence)
		}
	}
}

// TestMoving draws what moved over time, and what is drawn can be stored.
func TestMoving(t *testing.T) {
	tellings := []news.Telling{
		telling("Gull", "en", 0, "The fire has burned 400 hectares, the ministry said. More than 900 people were evacuated, police said."),
		telling("Tern", "en", 8, "The fire has now burned 1,100 hectares, the ministry said."),
		telling("Auk", "en", 20, "The fire has now burned 1,900 hectares, the ministry said. Police said 600 people had been evacuated."),
	}
	rows := Reader{}.Figures(tellings)
	i := Reader{}.Moving(rows)
	if i < 0 || rows[i].Kind != news.FigureGrew {
		t.Fatalf("moving %d of %v", i, rows)
	}
	if !slices.IsSortedFunc(rows[i].Values, func(a, b news.FigureValue) int { return a.At.Compare(b.At) }) {
		t.Errorf("not by time: %s", written(rows[i]))
	}
	if _, err := json.Marshal(rows); err != nil {
		t.Error(err)
	}
	if i := (Reader{}).Moving(nil); i != -1 {
		t.Errorf("nothing moves, and %d is drawn", i)
	}
}

// TestFiguresAreBounded: of many reports of an outlet the first and the latest are read, and no more than so many in all.
func TestFiguresAreBounded(t *testing.T) {
	var all []news.Telling
	for i := range 1000 {
		all = append(all, telling(fmt.Sprint("outlet ", i%300), "en", i, fmt.Sprintf("At least %d people were injured, police said.", 100+i)))
	}
	if n := len(chosen(all)); n != readReports {
		t.Errorf("%d reports are read, not %d", n, readReports)
	}
	for _, f := range (Reader{}).Figures(all) {
		if len(f.Values) > figureValues {
			t.Errorf("%d values in a row", len(f.Values))
		}
	}
}
