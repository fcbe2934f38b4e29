package when

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// zones are the named zones, one row an offset, as in the tables of RFC 822 and of the
// time zone database.
var zones = []struct{ names, offset string }{
	{"UT UTC GMT WET UCT Zulu Greenwich Etc/UTC Z", "+00:00"},
	{"CET MET MEZ BST WEST WAT N", "+01:00"},
	{"CEST MEST MESZ EET SAST CAT O", "+02:00"},
	{"EEST MSK TRT EAT P", "+03:00"},
	{"MSD GST Q", "+04:00"},
	{"R", "+05:00"},
	{"IST", "+05:30"},
	{"NPT", "+05:45"},
	{"S", "+06:00"},
	{"ICT WIB T", "+07:00"},
	{"HKT SGT AWST PHT MYT U", "+08:00"},
	{"JST KST V", "+09:00"},
	{"AEST W", "+10:00"},
	{"AEDT X", "+11:00"},
	{"NZST Y", "+12:00"},
	{"NZDT", "+13:00"},
	{"A", "-01:00"},
	{"B", "-02:00"},
	{"ADT BRT ART C", "-03:00"},
	{"NST", "-03:30"},
	{"AST AT EDT CLT D", "-04:00"},
	{"EST ET CDT COT PET E", "-05:00"},
	{"CST CT MDT F", "-06:00"},
	{"MST MT PDT G", "-07:00"},
	{"PST PT AKDT H", "-08:00"},
	{"AKST I", "-09:00"},
	{"HST K", "-10:00"},
	{"L", "-11:00"},
	{"M", "-12:00"},
}

func TestZones(t *testing.T) {
	for _, z := range zones {
		want, err := time.Parse("2006-01-02T15:04:05Z07:00", "2024-01-30T05:00:25"+z.offset)
		if err != nil {
			t.Fatal(err)
		}
		for name := range strings.FieldsSeq(z.names) {
			got, ok := Parse("Tue, 30 Jan 2024 05:00:25 "+name, Habits{})
			if !ok || !got.Equal(want) {
				t.Errorf("%s: got %v %v, want %v", name, got, ok, want.UTC())
			}
		}
	}
	for _, none := range []string{"8:00", "J", "xyz", "ABCDEF", "+5:5", "+0860", "+123", "0800+"} {
		if got, ok := Parse("Tue, 30 Jan 2024 05:00:25 "+none, Habits{}); ok {
			t.Errorf("%q is no zone, and yet %v", none, got)
		}
	}
}

// Every part of a date has a first and a last value; one beyond is no date.
func TestEdgesOfDates(t *testing.T) {
	for _, c := range []struct {
		form   string
		in     []any // at the edges
		beyond []any
	}{
		{"2024-%02d-15", []any{1, 12}, []any{0, 13}},
		{"2024-01-%02d", []any{1, 31}, []any{0, 32}},
		{"2024-04-%02d", []any{1, 30}, []any{31}},
		{"2024-02-%02d", []any{29}, []any{30}},
		{"%04d-01-30", []any{1, 9999}, []any{0}},
		{"2024-01-30T%02d:00:00", []any{0, 23, 24}, []any{25}},
		{"2024-01-30T24:%02d:00", []any{0}, []any{1}},
		{"2024-01-30T05:%02d:00", []any{0, 59}, []any{60}},
		{"2024-01-30T05:00:%02d", []any{0, 59, 60}, []any{61}},
		{"2024-01-30T05:00:00+%s", []any{"15:00"}, []any{"15:01", "16:00", "14:60"}},
		{"2024-01-30T05:00:00-%s", []any{"14:00"}, []any{"14:01", "15:00"}},
		{"Jan 30, 2024 %d:05 am", []any{0, 1, 12}, []any{13}},
		{"Jan 30, 2024 %d:05 pm", []any{0, 1, 12, 13, 15, 23}, []any{24}},
		{"2024-%03d", []any{1, 366}, []any{0, 367}},
		{"2023-%03d", []any{365}, []any{366}},
		{"%d", []any{1901, 2199}, []any{1900, 2200}},
		{"%d Jan 2024", []any{1, 31}, []any{0, 32}},
		{"%v 30 Jan 2024", []any{"Tue", "Tue,"}, []any{0, 1}},
		{"%d/13/2024", []any{1, 12}, []any{13, 14}},
		{"13/%d/2024", []any{1, 12}, []any{13}},
		{"%d/12/2024", []any{12, 13, 31}, []any{11, 32}},
	} {
		for _, v := range c.in {
			if s := fmt.Sprintf(c.form, v); !isDate(s) {
				t.Errorf("%q is no date", s)
			}
		}
		for _, v := range c.beyond {
			if s := fmt.Sprintf(c.form, v); isDate(s) {
				t.Errorf("%q is a date", s)
			}
		}
	}
}

func isDate(s string) bool { _, ok := Parse(s, Habits{}); return ok }

func TestHalvesOfTheDay(t *testing.T) {
	for in, want := range map[string]string{
		"2024-01-30 05:07 am":         "05:07",
		"2024-01-30 05:07 AM":         "05:07",
		"2024-01-30 05:07 pm":         "17:07",
		"2024-01-30 05:07PM":          "17:07",
		"2024-01-30 12:07 am":         "00:07",
		"2024-01-30 12:07 pm":         "12:07",
		"2024-01-30 12:00 PM +01:00":  "11:00",
		"20240130T0507 pm":            "17:07",
		"20240130T0507 am":            "05:07",
		"2024-01-30 05:07 p":          "05:07 of zone P", // three hours east
		"2024-01-30 05:07 amx":        "",
		"2024-01-30 05:07 pm2":        "",
		"2024-01-30 13:07 am":         "",
		"2024-01-30 15:07 pm":         "15:07",
		"2024-01-30 24:00 pm":         "",
		"Jan 30, 2024 5:07 a.m.":      "05:07",
		"Jan 30, 2024 5:07p.m.":       "17:07",
		"Jan 30, 2024 5 pm":           "17:00",
		"Jan 30, 2024 5pm":            "17:00",
		"Jan 30, 2024 12am":           "00:00",
		"Jan 30, 2024 123pm":          "",
		"Jan 30, 2024 012pm":          "",
		"2024年1月30日 上午12:05":          "00:05",
		"2024년 1월 30일 오전 0:05":        "00:05", // a language is no country
		"30 Jan 2024 05:07 pm +01:00": "16:07",
	} {
		got, ok := Parse(in, Habits{})
		text := ""
		if ok {
			text = got.UTC().Format("15:04")
		}
		if want == "05:07 of zone P" {
			want = "02:07"
		}
		if text != want {
			t.Errorf("%q: %q, want %q", in, text, want)
		}
	}
}

// A day of the week is passed over, whether or not it is the right one.
func TestDaysOfTheWeek(t *testing.T) {
	for day := range strings.FieldsSeq("Mon Monday Tue Tues Tuesday Wed Wednes Wednesday Thu Thur Thurs Thursday Fri Friday Sat Saturday Sun Sunday tues. Thurs.") {
		for _, form := range []string{"%s, 30 Jan 2024", "%s 30 Jan 2024", "30 Jan 2024 %s", "30 %s Jan 2024"} {
			in := fmt.Sprintf(form, day)
			got, ok := Parse(in, Habits{})
			if !ok || !got.Equal(time.Date(2024, 1, 30, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("%q: %v %v", in, got, ok)
			}
		}
	}
	for _, none := range []string{"0", "Mq", "Tuesd-", "Thursdays", "Xyz"} {
		if in := "30 " + none + " Jan 2024"; isDate(in) {
			t.Errorf("%q is a date", in)
		}
	}
}

// A year of two digits is one of 1969 to 2068, as in POSIX.
func TestCenturies(t *testing.T) {
	for year, want := range map[string]int{"00": 2000, "68": 2068, "69": 1969, "99": 1999} {
		for _, form := range []string{"30 Jan %s", "30-Jan-%s", "-%s-01", "%s0130"} {
			in := fmt.Sprintf(form, year)
			if got, ok := Parse(in, Habits{}); !ok || got.Year() != want {
				t.Errorf("%q: %v %v, want %d", in, got, ok, want)
			}
		}
	}
}
