package when

import (
	"testing"
	"time"
)

// Days of other calendars: those that a rule converts are converted, of the others a day of Gregory's beside them counts, or none.
func TestCalendars(t *testing.T) {
	for _, c := range []struct{ lang, in, find, parse string }{
		// the lunar calendar: its months begin when the moon is seen
		{"ar", "١٢ شعبان ١٤٤٧", "", ""},
		{"ar", "12 شعبان 1447هـ", "", ""},
		{"ar", "الأحد 12 شعبان 1447هـ الموافق 1 فبراير 2026م", "2026-02-01", ""},
		{"ar", "1 فبراير 2026 - 12 شعبان 1447", "2026-02-01", ""},
		{"ar", "١٤٤٧/٠٨/١٢", "", ""},
		{"ar", "12-08-1447", "", ""},
		{"ar", "1447-08-12", "", ""},
		{"ar", "1447-08-12T10:15:00+03:00", "", ""},
		{"en", "12 Shaban 1447", "", ""},
		{"en", "12 Shaban 1447 AH / 1 February 2026", "2026-02-01", ""},
		{"ur", "12 شعبان 1447", "", ""},
		{"ur", "۱۴۴۷/۰۸/۱۲", "", ""},
		{"id", "1447-08-12", "", ""},
		// the solar calendar of Iran, also where the page does not say its language
		{"fa", "۱۴۰۴/۱۱/۱۲", "2026-02-01", "2026-02-01"},
		{"fa", "1404-11-12", "2026-02-01", "2026-02-01"},
		{"fa", "1404-11-12T10:15:00+03:30", "2026-02-01", "2026-02-01"},
		{"fa", "14041112", "", "2026-02-01"},
		{"fa", "۱۲/۱۱/۱۴۰۴", "2026-02-01", "2026-02-01"},
		{"fa", "۱۲ بهمن ۱۴۰۴ / ۱ فوریه ۲۰۲۶", "2026-02-01", ""},
		{"", "۱۴۰۴/۱۱/۱۲", "2026-02-01", "2026-02-01"},
		{"en", "1404/11/12", "", "2026-02-01"},
		{"fa", "۲۹ اسفند ۱۴۰۴", "2026-03-20", "2026-03-20"},
		{"fa", "۳۰ اسفند ۱۴۰۳", "2025-03-20", "2025-03-20"},
		{"fa", "۳۰ اسفند ۱۴۰۴", "", ""}, // no leap year
		{"fa", "۳۱ مهر ۱۴۰۴", "", ""},
		{"fa", "۱۴۰۴/۰۷/۳۱", "", ""},
		// the Buddhist era
		{"th", "1 ก.พ. พ.ศ. 2569", "2026-02-01", "2026-02-01"},
		{"th", "2569-02-01", "2026-02-01", "2026-02-01"},
		{"th", "2569-02-01T10:15:00+07:00", "2026-02-01", "2026-02-01"},
		{"th", "1 ก.พ. 69", "", "2026-02-01"},
		{"th", "1 ก.พ. 26", "", "2026-02-01"},
		{"th", "01/02/2569", "2026-02-01", "2026-02-01"},
		{"en", "1 February 2569", "", ""},
		// the eras of Japan and Taiwan, with the year said twice
		{"ja", "2026年（令和8年）2月1日", "2026-02-01", "2026-02-01"},
		{"ja", "令和8年（2026年）2月1日", "2026-02-01", "2026-02-01"},
		{"zh-TW", "民國115年2月1日", "2026-02-01", "2026-02-01"},
		// the calendar of Nepal, whose months a table gives
		{"ne", "2082-10-18", "", ""},
		{"ne", "2026-02-01", "2026-02-01", "2026-02-01"},
	} {
		for what, want := range map[string]string{"Find": c.find, "Parse": c.parse} {
			read := Find
			if what == "Parse" {
				read = Parse
			}
			got := ""
			if at, ok := read(c.in, Habits{Lang: c.lang, Order: DayFirst}); ok {
				got = at.Format(time.DateOnly)
			}
			if got != want {
				t.Errorf("%s, %s: %q: %q, want %q", what, c.lang, c.in, got, want)
			}
		}
	}
}

// An abbreviation that several zones go by is the outlet's own, or none where the outlet has another.
func TestZonesOfSeveralPlaces(t *testing.T) {
	for _, c := range []struct{ country, in, want string }{
		{"IN", "1 Jul 2026 10:00 IST", "2026-07-01T10:00:00+05:30"},
		{"IL", "1 Feb 2026 10:00 IST", "2026-02-01T10:00:00+02:00"},
		{"IE", "1 Jul 2026 10:00 IST", "2026-07-01T10:00:00+01:00"},
		{"AE", "1 Jul 2026 10:00 GST", "2026-07-01T10:00:00+04:00"},
		{"AM", "1 Jul 2026 10:00 AMT", "2026-07-01T10:00:00+04:00 local"},
		{"SA", "1 Jul 2026 10:00 AST", "2026-07-01T10:00:00+03:00 local"},
		{"BD", "1 Jul 2026 10:00 BST", "2026-07-01T10:00:00+06:00 local"},
		{"CN", "1 Jul 2026 10:00 CST", "2026-07-01T10:00:00+08:00"},
		{"JP", "1 Jul 2026 10:00 IST", "2026-07-01T10:00:00+09:00 local"},
		{"JP", "1 Jul 2026 10:00 EST", "2026-07-01T10:00:00-05:00"}, // as RFC 822 says
		{"JP", "1 Jul 2026 10:00 IST+0530", "2026-07-01T10:00:00+05:30"},
	} {
		zone, _ := ZoneOf(c.country)
		at, ok := Parse(c.in, Habits{Zone: zone})
		got := at.Format(time.RFC3339)
		if Zoneless(at) {
			got += " local"
		}
		if !ok || got != c.want {
			t.Errorf("%s: %q: %q, want %q", c.country, c.in, got, c.want)
		}
	}
}

// A week and more is no day.
func TestWeeksAgo(t *testing.T) {
	now := time.Date(2026, 5, 9, 20, 40, 30, 0, time.UTC)
	for _, s := range []string{"2 weeks ago", "a week ago", "vor 2 Wochen", "il y a 2 semaines", "2 недели назад", "2 周前", "2週間前", "2주 전", "3 months ago", "1 year ago"} {
		if got, ok := Ago(s, now, Habits{}); ok {
			t.Errorf("%q: %v", s, got)
		}
	}
}
