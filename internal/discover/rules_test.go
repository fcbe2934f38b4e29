package discover

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

func TestFits(t *testing.T) {
	beat := news.Beat{Include: []string{"China", "Xi'an", "tariff*", "中国", "华为", "Übersee", "South China Sea", "ＡＩ"}, Exclude: []string{"porcelain", "足球"}}
	for _, c := range []struct {
		field string
		want  bool
	}{
		{"China’s exports rise", true},
		{"CHINA: a report", true},
		{"Chinatown reopens", false},
		{"Indochina in pictures", false},
		{"New tariffs announced", true},
		{"A retariffed route", false},
		{"Storm over Xi’an", true},
		{"Handel mit Ubersee wächst", true},
		{"The south  china\nsea", true},
		{"在中国的外国记者", true},
		{"在中國的外國記者", true},
		{"華為發布新手機", true},
		{"日本经济", false},
		{"AI models", true},
		{"Said nothing", false},
		{"China porcelain auction", false},
		{"中国足球", false},
		{"", false},
	} {
		if got, why := Fits(beat, c.field); got != c.want {
			t.Errorf("Fits(%q) = %v, %q", c.field, got, why)
		}
	}
	if ok, why := Fits(news.Beat{}, "anything"); !ok || why != "" {
		t.Errorf("an empty beat: %v %q", ok, why)
	}
	if _, why := Fits(beat, "News of china"); why != "China" {
		t.Errorf("why = %q", why)
	}
}

func TestFitsAfterReading(t *testing.T) {
	f := NewFilter(news.Beat{Include: []string{"China"}, Exclude: []string{"football"}})
	a := news.Article{Title: "Ports wait", Blocks: []news.Block{{Kind: news.Paragraph, Text: "Ships from China queue; crews play football."}}}
	if ok, why := f.Article(a); !ok {
		t.Errorf("the text lets it in: %q", why)
	}
	a.Tags = []string{"Football"}
	if ok, _ := f.Article(a); ok {
		t.Error("a tag keeps it out")
	}
	if ok, _ := f.Lead(news.Lead{Title: "Ports wait", URL: "https://lantern.example/world/china/2026/ports-wait"}); !ok {
		t.Error("the section in the address lets it in")
	}
}

func TestNextPoll(t *testing.T) {
	hourly := func(n int) (ts []time.Time) {
		for i := range n {
			ts = append(ts, noon.Add(-time.Duration(i+1)*time.Hour))
		}
		return ts
	}
	for _, c := range []struct {
		name string
		p    Poll
		want time.Duration
	}{
		{"nothing known", Poll{}, time.Hour},
		{"hourly reports", Poll{Published: hourly(10)}, 30 * time.Minute},
		{"very busy", Poll{Published: []time.Time{noon.Add(-time.Minute), noon.Add(-2 * time.Minute)}}, 20 * time.Minute},
		{"the operator's floor", Poll{Floor: 2 * time.Hour, Published: hourly(10)}, 2 * time.Hour},
		{"a floor below the least", Poll{Floor: time.Second, Published: hourly(2)}, 30 * time.Minute},
		{"silent for days", Poll{Published: []time.Time{noon.AddDate(0, 0, -6)}}, 24 * time.Hour},
		{"ttl", Poll{Hints: Hints{TTL: 3 * time.Hour}, Published: hourly(10)}, 3 * time.Hour},
		{"max-age", Poll{Hints: Hints{MaxAge: 90 * time.Minute}, Published: hourly(10)}, 90 * time.Minute},
		{"an absurd ttl", Poll{Hints: Hints{TTL: 9000 * time.Hour}}, 24 * time.Hour},
		{"one error", Poll{Errors: 1}, 40 * time.Minute},
		{"four errors", Poll{Errors: 4}, 320 * time.Minute},
		{"many errors", Poll{Errors: 400}, 24 * time.Hour},
		{"Retry-After", Poll{Errors: 1, Until: noon.Add(30 * time.Hour)}, 30 * time.Hour},
		{"skipped hours", Poll{Hints: Hints{SkipHours: []int{12, 13, 14}}}, 3 * time.Hour},
		{"skipped day", Poll{Hints: Hints{SkipDays: []time.Weekday{time.Monday}}}, 12 * time.Hour},
		{"all days skipped", Poll{Hints: Hints{SkipDays: []time.Weekday{0, 1, 2, 3, 4, 5, 6}}}, time.Hour},
		{"jitter after an error", Poll{Errors: 1, Jitter: 0.5}, 50 * time.Minute},
		{"jitter", Poll{Jitter: 0.5}, 63 * time.Minute},
	} {
		c.p.Now = noon
		if got := NextPoll(c.p).Sub(noon); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestMaxAge(t *testing.T) {
	for _, c := range []struct {
		header map[string][]string
		want   time.Duration
	}{
		{map[string][]string{"Cache-Control": {"max-age=600"}}, 10 * time.Minute},
		{map[string][]string{"Cache-Control": {`private, Max-Age="600"`}}, 10 * time.Minute},
		{map[string][]string{"Cache-Control": {"no-cache, max-age=600"}}, 0},
		{map[string][]string{"Cache-Control": {"max-age=junk"}}, 0},
		{map[string][]string{"Cache-Control": {"max-age=99999999"}}, 24 * time.Hour},
		{map[string][]string{"Expires": {"Mon, 23 Nov 2026 12:30:00 GMT"}, "Date": {"Mon, 23 Nov 2026 12:00:00 GMT"}}, 30 * time.Minute},
		{map[string][]string{"Expires": {"0"}}, 0},
		{map[string][]string{"Expires": {"Mon, 23 Nov 2020 12:30:00 GMT"}}, 0},
		{nil, 0},
	} {
		if got := MaxAge(news.Capture{Header: c.header, At: noon}); got != c.want {
			t.Errorf("MaxAge(%v) = %v, want %v", c.header, got, c.want)
		}
	}
}

func TestNextLook(t *testing.T) {
	for _, c := range []struct {
		age  time.Duration
		want time.Duration
		ok   bool
	}{
		{0, time.Hour, true},
		{10 * time.Minute, 50 * time.Minute, true},
		{50 * time.Minute, 310 * time.Minute, true},
		{time.Hour, 5 * time.Hour, true},
		{6 * time.Hour, 18 * time.Hour, true},
		{24 * time.Hour, 48 * time.Hour, true},
		{72 * time.Hour, 0, false},
		{30 * 24 * time.Hour, 0, false},
		{-time.Hour, time.Hour, true},
	} {
		if got, ok := NextLook(noon.Add(-c.age), noon); got != c.want || ok != c.ok {
			t.Errorf("NextLook(%v old) = %v, %v", c.age, got, ok)
		}
	}
	if got, ok := NextLook(time.Time{}, noon); got != time.Hour || !ok {
		t.Errorf("undated: %v %v", got, ok)
	}
}

func TestFrozen(t *testing.T) {
	days := func(ds ...int) (ts []time.Time) {
		for _, d := range ds {
			ts = append(ts, noon.AddDate(0, 0, -d))
		}
		return ts
	}
	for _, c := range []struct {
		published []time.Time
		want      bool
	}{
		{nil, false},
		{days(1, 2, 3), false},
		{days(40, 41, 42), true},
		{days(40, 70, 100), false}, // a monthly
		{days(1160), true},
	} {
		if got := Frozen(noon, c.published); got != c.want {
			t.Errorf("Frozen(%v) = %v", c.published, got)
		}
	}
}
