package when

import (
	"testing"
	"time"
)

func TestFind(t *testing.T) {
	for _, tc := range []struct {
		in         string
		monthFirst bool
		want       string // RFC 3339; empty: no time
	}{
		{"2024-01-30T09:15:00+01:00", false, "2024-01-30T09:15:00+01:00"},
		{"2024-01-30T09:15:00Z", false, "2024-01-30T09:15:00Z"},
		{"2024-01-30T09:15:00.000+0800", false, "2024-01-30T09:15:00+08:00"},
		{"2024-01-30T09:15+01:00", false, "2024-01-30T09:15:00+01:00"},
		{"2024-01-30 09:15:00", false, "2024-01-30T09:15:00Z"},
		{"Tue, 30 Jan 2024 09:15:00 -0500", false, "2024-01-30T09:15:00-05:00"},
		{"January 30, 2024 9:15 p.m. EST", true, "2024-01-30T21:15:00-05:00"},
		{"Published 30th January 2024 at 12.05am", false, "2024-01-30T00:05:00Z"},
		{"Jan. 30, 2024", true, "2024-01-30T00:00:00Z"},
		{"30. Januar 2024, 18:02 Uhr", false, "2024-01-30T18:02:00Z"},
		{"30.01.2024 - 18:02", false, "2024-01-30T18:02:00Z"},
		{"30.1.24", false, "2024-01-30T00:00:00Z"},
		{"3/4/2024", true, "2024-03-04T00:00:00Z"},
		{"3/4/2024", false, "2024-04-03T00:00:00Z"},
		{"30/1/2024", true, "2024-01-30T00:00:00Z"},
		{"le 1er février 2024 à 7h30", false, "2024-02-01T07:30:00Z"},
		{"5 de marzo de 2024", false, "2024-03-05T00:00:00Z"},
		{"2024年1月30日 09:30", false, "2024-01-30T09:30:00Z"},
		{"2024년 1월 30일", false, "2024-01-30T00:00:00Z"},
		{"30 января 2024", false, "2024-01-30T00:00:00Z"},
		{"1706605200", false, "2024-01-30T09:00:00Z"},
		{"2024-13-30", false, ""},
		{"31.02.2024", false, ""},
		{"version 1.2.3", false, ""},
		{"", false, ""},
		{"1234567890123456789", false, ""},
	} {
		got, ok := Find(tc.in, Habits{Order: map[bool]Order{true: MonthFirst, false: DayFirst}[tc.monthFirst]})
		text := ""
		if ok {
			text = got.Format(time.RFC3339)
		}
		if text != tc.want {
			t.Errorf("%q: %q, want %q", tc.in, text, tc.want)
		}
	}
}

func TestInAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/2024/01/30/barrier":        "2024-01-30",
		"https://a.example/world/2024/jan/30/barrier": "2024-01-30",
		"https://a.example/n/20240130/1182.html":      "2024-01-30",
		"https://a.example/barrier-2024-01-30.html":   "2024-01-30",
		"https://a.example/news/30-01-2024":           "2024-01-30",
		"https://a.example/2024/barrier":              "",
		"https://a.example/story/20245678":            "",
	} {
		got := ""
		if d, ok := InAddress(in); ok {
			got = d.Format("2006-01-02")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestFindElsewhere(t *testing.T) {
	for in, want := range map[string]string{
		"令和2年4月24日":         "2020-04-24",
		"平成31年4月30日 10時15分": "2019-04-30",
		"令和元年5月1日":          "2019-05-01",
		"中華民國109年4月24日":     "2020-04-24",
		"24 เมษายน 2563":    "2020-04-24",
		"วันศุกร์ที่ 24 เมษายน พ.ศ. 2563":   "2020-04-24",
		"پنج شنبه ۱۲ تیر ۱۳۹۹":              "2020-07-02",
		"۵ اردیبهشت ۱۳۹۹ - ۱۰:۱۵":           "2020-04-24",
		"۲۹ اسفند ۱۴۰۲":                     "2024-03-19",
		"۱ فروردین ۱۴۰۳":                    "2024-03-20",
		"۳۰ اسفند ۱۴۰۳":                     "2025-03-20",
		"۱ دی ۱۳۹۹":                         "2020-12-21",
		"الجمعة 24 أبريل 2020":              "2020-04-24",
		"24 نيسان / أبريل 2020 09:22":       "2020-04-24",
		"٢٤ أبريل ٢٠٢٠":                     "2020-04-24",
		"۲۴ آوریل ۲۰۲۰":                     "2020-04-24",
		"24 अप्रैल 2020, 10:15":             "2020-04-24",
		"১৬ ফেব্রুয়ারি ২০২০":               "2020-02-16",
		"24 באפריל 2020":                    "2020-04-24",
		"24 Απριλίου 2020":                  "2020-04-24",
		"24 aprilie 2020":                   "2020-04-24",
		"24 travnja 2020.":                  "2020-04-24",
		"24 d’abril de 2020":                "2020-04-24",
		"24 април 2020":                     "2020-04-24",
		"２０２０年４月２４日":                        "2020-04-24",
		"Thứ sáu, 24/4/2020, 10:15 (GMT+7)": "2020-04-24",
		"Cập nhật 10:15, 24/04/2020":        "2020-04-24",
		"Jumat, 24 April 2020 | 10:15 WIB":  "2020-04-24",
		"Fre 24. apr. 2020 kl. 10.15":       "2020-04-24",
		"2020. április 24., péntek, 10:15":  "2020-04-24",
		"publicado em 24 de abril de 2020 ": "2020-04-24",
	} {
		got, ok := Find(in, Habits{Order: DayFirst})
		if text := got.Format(time.DateOnly); !ok || text != want {
			t.Errorf("%q: %q, want %q", in, text, want)
		}
	}
}
