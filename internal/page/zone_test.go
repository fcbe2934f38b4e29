package page

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/waidian/waidian/internal/news"
)

func zoned(t *testing.T, name, language string) *Set {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return New(Form{Zone: zone, Language: language})
}

func TestClocksAreInTheZoneOfTheReader(t *testing.T) {
	moment := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		what, zone, date string
		grain            news.Grain
		about            string
		clock, stamp     string
	}{
		{"an evening in New York", "Asia/Shanghai", "2026-03-11T22:30:00-04:00", news.GrainHour, "2026-03-12", "10:30", "2026-03-11T22:30:00-04:00"},
		{"on the page of another day", "Asia/Shanghai", "2026-03-12T15:59:00Z", news.GrainHour, "2026-03-13", "3月12日 23:59", "2026-03-12T15:59:00Z"},
		{"of another year", "Pacific/Kiritimati", "2025-12-31T09:59:00Z", news.GrainHour, "2026", "2025年12月31日 23:59", "2025-12-31T09:59:00Z"},
		{"of the year that has begun there", "Pacific/Kiritimati", "2025-12-31T10:00:00Z", news.GrainHour, "2026", "1月1日 00:00", "2025-12-31T10:00:00Z"},
		{"the hour before summer time", "America/New_York", "2026-03-08T06:59:00Z", news.GrainHour, "2026-03-08", "01:59", "2026-03-08T06:59:00Z"},
		{"the hour after", "America/New_York", "2026-03-08T07:00:00Z", news.GrainHour, "2026-03-08", "03:00", "2026-03-08T07:00:00Z"},
		{"a day alone on its page", "Pacific/Pago_Pago", "2026-03-12T00:00:00+09:00", news.GrainDay, "2026-03-12", "", ""},
		{"a day alone elsewhere", "Pacific/Pago_Pago", "2026-03-12T00:00:00+09:00", news.GrainDay, "2026", "3月12日", "2026-03-12"},
		{"no date", "Asia/Shanghai", "2026-03-12T08:00:00Z", news.GrainNone, "2026-03-12", "日期不详", ""},
	} {
		s := zoned(t, c.zone, "zh-Hans")
		clock, stamp := s.clockOf(Listed{Head: Head{Filed: Filed{Date: moment(c.date), Grain: c.grain}}}, c.about)
		if clock != c.clock || stamp != c.stamp {
			t.Errorf("%s: %q %q, want %q %q", c.what, clock, stamp, c.clock, c.stamp)
		}
	}
}

func TestZonesAreNamed(t *testing.T) {
	for _, c := range []struct{ zone, language, about, want string }{
		{"Asia/Shanghai", "zh-Hans", "2026-03-12", "日期和钟点均为北京时间。"},
		{"Asia/Taipei", "zh-Hant", "2026", "日期和時刻均為台北時間。"},
		{"UTC", "en", "", "Days and hours are in UTC."},
		{"America/New_York", "en", "2026-03-07", "Days and hours are in America/New_York (UTC-05:00)."},
		{"America/New_York", "en", "2026-03-08", "Days and hours are in America/New_York (UTC-05:00 / UTC-04:00)."},
		{"America/New_York", "zh-Hans", "2026-07", "日期和钟点均为America/New_York（UTC-04:00）。"},
		{"Europe/London", "en", "2026", "Days and hours are in Europe/London (UTC / UTC+01:00)."},
		{"Pacific/Kiritimati", "en", "2026", "Days and hours are in Pacific/Kiritimati (UTC+14:00)."},
		{"Pacific/Pago_Pago", "en", "2026-03-12", "Days and hours are in Pacific/Pago_Pago (UTC-11:00)."},
		{"Pacific/Pago_Pago", "en", "", "Days and hours are in Pacific/Pago_Pago."},
	} {
		if got := zoned(t, c.zone, c.language).inZone(c.about); got != c.want {
			t.Errorf("%s about %q: %s, want %s", c.zone, c.about, got, c.want)
		}
	}
}

// TestNamedZonesKeepTheirOffset: the name of a zone without its offset says which it is only while that does not change.
func TestNamedZonesKeepTheirOffset(t *testing.T) {
	for _, language := range []string{"zh-Hans", "zh-Hant", "en"} {
		s := New(Form{Language: language})
		for name := range s.w.Zones {
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Errorf("%s: %v", language, err)
				continue
			}
			start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
			for at := start; at.Year() < 2050; at = at.AddDate(0, 1, 0) {
				if s.w.Offset(at.In(zone)) != s.w.Offset(start.In(zone)) {
					t.Fatalf("%s: %s has another offset in %v", language, name, at)
				}
			}
		}
	}
}

func TestZoneIsPartOfTheForm(t *testing.T) {
	of := func(name string) string { return zoned(t, name, "en").Fingerprint() }
	taipei, again := of("Asia/Taipei"), of("Asia/Taipei")
	if of("Asia/Shanghai") == taipei || taipei != again || New(Form{Language: "en"}).Fingerprint() != of("UTC") {
		t.Error("the fingerprint does not follow the zone, or not it alone")
	}
}

// TestArticleKeepsTheTimeOfItsOutlet: the day under the headline is the reader's, the provenance has the outlet's own time.
func TestArticleKeepsTheTimeOfItsOutlet(t *testing.T) {
	at := time.Date(2026, 3, 11, 22, 30, 0, 0, time.FixedZone("", -4*3600))
	it := news.Item{Article: news.Article{
		ID: "a", Outlet: "O", Title: "T", Lang: "en", Canonical: "https://o.example/a", Published: at, Hour: news.HourGiven, Captured: at.Add(time.Hour).UTC(),
	}}
	s := zoned(t, "Asia/Shanghai", "zh-Hans")
	x := Article{Placed: Placed{s.Show(it), ArticlePath(it.Article)}, Day: "2026-03-12"}
	out, err := s.render("article.html", s.articleView(x))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<time datetime="2026-03-11T22:30:00-04:00">2026年3月12日</time>`,
		`<dt>发表</dt><dd><time datetime="2026-03-11T22:30:00-04:00">2026年3月11日 22:30 UTC-04:00</time>`,
		`<dt>抓取</dt><dd data-leaf="at"><time datetime="2026-03-12T03:30:00Z">2026年3月12日 11:30 UTC+08:00</time>`,
		`<dt>本站时间</dt><dd>北京时间</dd>`, `citation_publication_date" content="2026/03/11"`,
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
	if x.Path != "a/o/2026/03/a-a.html" {
		t.Errorf("the page is at %s", x.Path)
	}
}
