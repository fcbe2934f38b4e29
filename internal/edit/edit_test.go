package edit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

var noon = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)

// report makes a state of a report: a title and paragraphs, parted by bars.
func report(s string) news.Article {
	parts := strings.Split(s, "|")
	a := news.Article{ID: "a", Version: 1, Kind: news.PageArticle, Title: parts[0], Published: noon}
	for _, p := range parts[1:] {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
	}
	if a.Lang = text.Lang(s, ""); !strings.ContainsFunc(s, text.Ideographic) && a.Lang != "th" && a.Lang != "ar" {
		a.Lang = "en" // too short to be told
	}
	return a
}

func TestBetween(t *testing.T) {
	const rest = "|Rain fell on the hills all day, and the river rose.|Schools were closed until further notice."
	for _, c := range []struct {
		name, old, now string
		want           string // reason: was > is
	}{
		{"nothing", "Flood in the north" + rest, "Flood in the north" + rest, ""},
		{"punctuation and space", "Flood in the north|Rain fell all day.", "Flood, in the north!|Rain fell all  day", ""},
		{"a figure of the headline", "Flood forces 14,200 from their homes" + rest, "Flood forces 12,400 from their homes" + rest, "edited: 14,200 > 12,400"},
		{"the headline before the text", "Flood forces 14,200 from their homes|Four people are missing.", "Flood forces 12,400 from their homes|Three people are missing.", "edited: 14,200 > 12,400"},
		{"a figure in words", "Flood|Four people are missing." + rest, "Flood|Three people are missing." + rest, "edited: Four people > Three people"},
		{"the same figure, written otherwise", "Flood|Four people are missing there.", "Flood|4 people are missing there.", ""},
		{"what bounds it", "Ferry|About 212 people were on board the ferry.", "Ferry|At least 212 people were on board the ferry.", "edited: About 212 > At least 212"},
		{"another headline", "Ferry Osprey adrift off Port Kessel" + rest, "Crew safe as tug reaches ship" + rest, "retitled: Ferry Osprey adrift off Port Kessel > Crew safe as tug reaches ship"},
		{"another headline, a figure below", "Ferry adrift|At least 212 people were aboard.", "Crew safe|At least 230 people were aboard.", "edited: At least 212 > At least 230"},
		{"a name", "Ferry|The ferry was towed into Kessel by a tug at dawn.", "Ferry|The ferry was towed into Lidden by a tug at dawn.", "edited: Kessel > Lidden"},
		{"figures before names", "Ferry|The ferry was towed into Kessel by a tug at dawn.|Some 40 people were hurt.", "Ferry|The ferry was towed into Lidden by a tug at dawn.|Some 50 people were hurt.", "edited: Some 40 > Some 50"},
		{"a date", "Mine|The mine will be shut on 15 April, its owner said.", "Mine|The mine will be shut on 1 May, its owner said.", "edited: 15 April > 1 May"},
		{"a denial", "Row|The minister did say that the plan was dead.", "Row|The minister did not say that the plan was dead.", "edited: The minister did say that the plan was dead > The minister did not say that the plan was dead"},
		{"a quotation", "Row|He called the plan for the harbour “a bold step” on Monday.", "Row|He called the plan for the harbour “a daring step” on Monday.", "edited: a bold step > a daring step"},
		{"wording", "Ferry|The sea was calm all day and night.", "Ferry|The sea was rough all day and night.", ""},
		{"a figure in a new sentence", "Ferry|The sea was calm.", "Ferry|Some 40 of the 230 people aboard were hurt, the owner said.", ""},
		{"a new paragraph", "Ferry" + rest, "Ferry" + rest + "|Some 40 people were hurt.", ""},
		{"a paragraph is gone", "Ferry" + rest + "|Some 40 people were hurt.", "Ferry" + rest, "edited: Some 40 people were hurt. > "},
		{"a paragraph was joined to another", "Ferry" + rest + "|Some people were hurt.", "Ferry|Rain fell on the hills all day, and the river rose.|Schools were closed until further notice. Some people were hurt.", ""},
		{"a paragraph went elsewhere", "Ferry" + rest + "|Some people were hurt.", "Ferry|Some people were hurt." + rest, ""},
		{"Chinese", "渡轮|渡轮上当时共有212名乘客和船员。", "渡轮|渡轮上当时共有230名乘客和船员。", "edited: 212名 > 230名"},
		{"Chinese numerals", "洪水|约有一万四千二百人被迫离家出走。", "洪水|约有一万二千四百人被迫离家出走。", "edited: 一万四千二百人 > 一万二千四百人"},
		{"Chinese denial", "表态|外交部发言人周三否认了这一说法。", "表态|外交部发言人周三没有否认这一说法。", "edited: 外交部发言人周三否认了这一说法 > 外交部发言人周三没有否认这一说法"},
		{"Chinese wording", "渡轮|当天海面非常平静，没有人受伤。", "渡轮|当天海面十分平静，没有人受伤。", ""},
		{"Japanese", "工場|工場の閉鎖は4月15日に始まる予定だ。", "工場|工場の閉鎖は5月1日に始まる予定だ。", "edited: 4月15日 > 5月1日"},
		{"Thai", "ข่าว|มีผู้เสียชีวิตอย่างน้อย 14 คนในเหตุการณ์นี้", "ข่าว|มีผู้เสียชีวิตอย่างน้อย 12 คนในเหตุการณ์นี้", "edited: 14 > 12"},
		{"Arabic", "خبر|قالت الشرطة إن 14 شخصا لقوا حتفهم", "خبر|قالت الشرطة إن 12 شخصا لقوا حتفهم", "edited: 14 شخصا > 12 شخصا"},
		{"German nouns are no names", "Fluss|Am Abend wurde die Brücke über den Fluss gesperrt.", "Fluss|Am Abend wurde die Straße über den Fluss gesperrt.", ""},
		{"a correction", "Flood|Four people are missing." + rest, "Flood|Three people are missing." + rest + "|Correction: an earlier version gave a wrong number.", "corrected: Four people > Three people"},
		{"an old correction", "Flood|Correction: it was on Monday.|Four people are missing there.", "Flood|Correction: it was on Monday.|Three people are missing there.", "edited: Four people > Three people"},
	} {
		old, now := report(c.old), report(c.now)
		if strings.HasPrefix(c.name, "German") {
			old.Lang, now.Lang = "de", "de"
		}
		e := Between(old, now)
		got := ""
		if e.Reason != "" {
			got = fmt.Sprint(e.Reason, ": ", e.Was, " > ", e.Is)
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if strings.Contains(c.name, "headline") != (e.WasT != e.IsT) {
			t.Errorf("%s: headlines %q and %q", c.name, e.WasT, e.IsT)
		}
	}
}

// What a report that grows says anew is no edit of weight, however much that is.
func TestRewritten(t *testing.T) {
	e := Between(report("Ferry|The sea was calm all day."), report("Ferry|Nobody aboard had been hurt; rescuers reached them before dawn."))
	if !e.Rewritten || e.Reason != "" || e.Paragraphs != 2 {
		t.Errorf("%+v", e)
	}
}

func TestOf(t *testing.T) {
	one, two, three := report("Flood|Four people are missing."), report("Flood|Three people are missing."), report("Flood|Two people are missing.")
	two.Version, three.Version = 2, 3
	at := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	it := news.Item{Article: three, Versions: []news.Version{{N: 1, Captured: at(0), Seen: at(1)}, {N: 2, Captured: at(2), Edited: true}, {N: 3, Captured: at(3)}}}
	said := func(list []news.Edit) string {
		var out []string
		for _, e := range list {
			since := ""
			if !e.Since.IsZero() {
				since = e.Since.Format("15") + "-"
			}
			out = append(out, fmt.Sprint(string(e.Article), ":", e.From, "-", e.N, " ", since, e.At.Format("15"), " ", e.Known, " ", e.Reason, " ", e.Was, ">", e.Is, " ", len(e.Passages)))
		}
		return strings.Join(out, " | ")
	}
	if got, want := said(Of(it, []news.Article{one, two})), "a:1-2 13-14 true edited Four people>Three people 1 | a:2-3 15 false  > 1"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got, want := said(Of(it, []news.Article{two})), "a:2-3 15 false  > 1"; got != want {
		t.Errorf("without the first: got %s\nwant %s", got, want)
	}
	live := it
	live.Article.Kind = news.PageLive
	if got := Of(live, []news.Article{two}); len(got) != 0 {
		t.Errorf("of a live page: %s", said(got))
	}
	if got := Of(news.Item{}, nil); len(got) != 0 {
		t.Errorf("of nothing: %s", said(got))
	}
}

func TestNotes(t *testing.T) {
	if _, wrong := parseNotes(noteWords); wrong != "" {
		t.Errorf("notes.txt: %q", wrong)
	}
	for _, s := range []string{"en: x", "en begins: ", "begins: x", "en starts: x"} {
		if _, wrong := parseNotes(s); wrong != strings.TrimSpace(s) {
			t.Errorf("%q is taken", s)
		}
	}
	for s, want := range map[string]bool{
		"This article was amended on 12 March 2026. An earlier version said 14,200.": true,
		"Correction: it was on Monday.":                                              true,
		"CORRECTION: it was on Monday.":                                              true,
		"Korrektur: In einer früheren Version stand eine falsche Zahl.":              true,
		"更正：此前的人数有误。":                                                                true,
		"更正：先前的人數有誤。":                                                                true,
		"本文早前版本誤寫人數。":                                                                true,
		"訂正：人数が誤っていました。":                                                             true,
		"The correction of prices continues.":                                        false,
		"The paper printed a correction.":                                            false,
		"市场更正了预期。":                                                                   false,
		"Correction: " + strings.Repeat("it was long. ", 90):                         false,
		"": false,
	} {
		if got := isNote(s); got != want {
			t.Errorf("%q is a note: %v", s, got)
		}
	}
}
