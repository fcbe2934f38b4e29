package check

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestDatesAndBounds: a row a way of telling a time or a bound, with a claim that is right
// and one that is not. The reports are of Friday 20 October 2023.
func TestDatesAndBounds(t *testing.T) {
	at := time.Date(2023, 10, 20, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct{ source, right, wrong string }{
		{"It opens next week.", "它将于下周开放。", "它已于上周开放。"},
		{"It opened last month.", "它于上个月开放。", "它将于下个月开放。"},
		{"它将于下周开放。", "It opens next week.", "It opened last week."},
		{"They met on Tuesday.", "他们周二会面。", "他们周三会面。"},
		{"They met on Tuesday.", "他们10月17日会面。", "他们10月18日会面。"},
		{"They met on October 17.", "他们周二会面。", "他们周三会面。"},
		{"他们周二会面。", "They met on Tuesday.", "They met on Thursday."},
		{"They met from 16 to 18 October 2023.", "他们10月18日会面。", "他们10月19日会面。"},
		{"They met from October 16 to October 18.", "他们10月16日至18日会面。", "他们10月16日至19日会面。"},
		{"They met in 2019.", "他们2019年会面。", "他们2018年会面。"},
		{"They met in March 2019.", "他们2019年3月会面。", "他们2019年4月会面。"},
		{"They met at 3 p.m.", "他们下午3点会面。", "他们下午4点会面。"},

		{"More than 300 ships sank.", "超过300艘船沉没。", "不到300艘船沉没。"},
		{"No fewer than 300 ships sank.", "至少300艘船沉没。", "不到300艘船沉没。"},
		{"At the very least 300 ships sank.", "至少300艘船沉没。", "不到300艘船沉没。"},
		{"Up to 300 ships sank.", "最多300艘船沉没。", "超过300艘船沉没。"},
		{"As many as 300 ships sank.", "多达300艘船沉没。", "多达400艘船沉没。"},
		{"The fleet doesn't exceed 300 ships.", "船队不超过300艘船。", "船队超过300艘船。"},
		{"Nearly 300 ships sank.", "近300艘船沉没。", "超过300艘船沉没。"},
		{"Some 300 ships sank.", "约300艘船沉没。", "约400艘船沉没。"},
		{"Mehr als 300 Schiffe sind gesunken und die Häfen zu.", "超过300艘船沉没。", "不到300艘船沉没。"},
		{"Plus de 300 navires ont coulé dans les ports.", "超过300艘船沉没。", "不到300艘船沉没。"},
		{"超过300艘船沉没。", "More than 300 ships sank.", "Fewer than 300 ships sank."},
		{"不到300艘船沉没。", "Fewer than 300 ships sank.", "More than 300 ships sank."},
	} {
		ask := func(claim string) news.Finding { return Checker{}.Sentence([]string{c.source}, at, claim) }
		if f := ask(c.right); f.Rule != news.Supported {
			t.Errorf("%s\n\t%s\n\t%s %q", c.source, c.right, f.Rule, f.Span)
		}
		if f := ask(c.wrong); f.Rule == news.Supported {
			t.Errorf("%s\n\tsupports %s", c.source, c.wrong)
		}
	}
}

// Without a date of publication a day of the week cannot be placed, and is not compared.
func TestWeekdayWithoutDate(t *testing.T) {
	for _, claim := range []string{"他们周二会面。", "他们周三会面。", "他们10月18日会面。"} {
		if f := Sentence([]string{"They met on Tuesday."}, time.Time{}, claim); f.Rule != news.Supported {
			t.Errorf("%s: %s %q", claim, f.Rule, f.Span)
		}
	}
}

// A day of the week is told with its date only where the claim's date shows which of two is
// meant: for a day to come the last one would be the wrong one.
func TestOtherDayIsNoGuess(t *testing.T) {
	for _, c := range []struct {
		claim string
		want  news.ReasonCode
	}{
		{"庭审3月6日开始。", news.OtherDay},
		{"庭审3月13日开始。", news.OtherWords},
	} {
		src := Checker{}.sourceOf([]string{"Am Donnerstag beginnt in Orvane der Prozess."}, news.Article{Lang: "de", Published: time.Date(2026, 3, 11, 0, 0, 0, 0, time.UTC)})
		fs := Checker{}.compare(src.ground(every(src)), c.claim, "", nil)
		if len(fs) != 1 || fs[0].Reason != c.want || fs[0].Found != "Donnerstag" {
			t.Errorf("%s: got %+v, want %v", c.claim, fs, c.want)
		}
	}
}
