package site

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// dated is a report of that time; without one it has no date, and was captured at noon of 12 March in UTC.
func dated(t *testing.T, id, published string, hour news.Hour) news.Item {
	t.Helper()
	it := inventOne(1)
	a := &it.Article
	a.ID, a.Canonical, a.Title, a.Hour = news.ArticleID(id), "https://o.example/"+id, "Report "+id, hour
	a.Published, a.Captured = time.Time{}, time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	it.Digest, it.Story = news.Digest{}, ""
	if published != "" {
		at, err := time.Parse(time.RFC3339, published)
		if err != nil {
			t.Fatal(err)
		}
		a.Published = at
	}
	return it
}

// midnights are reports near the midnights of several zones.
func midnights(t *testing.T) *memory {
	m := newMemory()
	m.put(
		dated(t, "westnight", "2026-03-11T22:30:00-04:00", news.HourGiven),   // 02:30 of the 12th in UTC
		dated(t, "lastsecond", "2026-03-12T15:59:59Z", news.HourGiven),       // the last of the 12th in Shanghai
		dated(t, "firstsecond", "2026-03-12T16:00:00Z", news.HourGiven),      // the first of the 13th there
		dated(t, "dayeast", "2026-03-12T00:00:00+13:00", news.HourDay),       // a moment of the 11th in UTC
		dated(t, "daywest", "2026-03-12T00:00:00-09:00", news.HourDay),       //
		dated(t, "nodate", "", news.HourNone),                                //
		dated(t, "monthsend", "2026-03-31T23:30:00-05:00", news.HourGiven),   // April in Shanghai
		dated(t, "springearly", "2026-03-08T01:30:00-05:00", news.HourGiven), // clocks are put forward in New York
		dated(t, "springlate", "2026-03-08T23:30:00-04:00", news.HourGiven),  //
	)
	return m
}

// idsOn are the reports on the page of a day, in its order; nil where there is no page.
func idsOn(t *testing.T, out, day string) (ids []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(out, page.DayPath(day)))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(text), ">Report ")[1:] {
		id, _, _ := strings.Cut(part, "<")
		ids = append(ids, id)
	}
	return ids
}

func TestDaysAreThoseOfTheReader(t *testing.T) {
	m := midnights(t)
	out := filepath.Join(t.TempDir(), "site")
	var addresses []string
	for i, c := range []struct {
		zone string
		days map[string]string
	}{
		{"UTC", map[string]string{"2026-03-08": "springearly", "2026-03-09": "springlate", "2026-03-11": "", "2026-03-12": "firstsecond lastsecond westnight daywest dayeast nodate", "2026-03-13": "", "2026-04-01": "monthsend"}},
		{"Asia/Shanghai", map[string]string{"2026-03-12": "lastsecond westnight daywest dayeast nodate", "2026-03-13": "firstsecond", "2026-04-01": "monthsend"}},
		{"America/New_York", map[string]string{"2026-03-08": "springlate springearly", "2026-03-11": "westnight", "2026-03-12": "firstsecond lastsecond daywest dayeast nodate", "2026-03-31": "", "2026-04-01": "monthsend"}},
		{"Pacific/Kiritimati", map[string]string{"2026-03-12": "westnight daywest dayeast", "2026-03-13": "firstsecond lastsecond nodate", "2026-04-01": "monthsend"}},
		{"Pacific/Pago_Pago", map[string]string{"2026-03-11": "westnight", "2026-03-12": "firstsecond lastsecond daywest dayeast nodate", "2026-03-31": "monthsend", "2026-04-01": ""}},
	} {
		o := Options{Out: out, Title: "T", URL: "https://t.example", Language: "en", Zone: zoneOf(t, c.zone)}
		rep, err := New(o, m).Build(t.Context()) // over the site of the zone before
		if err != nil {
			t.Fatal(err)
		}
		if !rep.Full {
			t.Errorf("%s: another zone is no build in full", c.zone)
		}
		for day, want := range c.days {
			if got := strings.Join(idsOn(t, out, day), " "); got != want {
				t.Errorf("%s: on %s are %q, want %q", c.zone, day, got, want)
			}
		}
		fresh := o
		fresh.Out = filepath.Join(t.TempDir(), "fresh")
		if _, err := New(fresh, m).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, tree(t, out), tree(t, fresh.Out))
		if rep, err = New(o, m).Build(t.Context()); err != nil || rep.Full || rep.Written+rep.Removed > 0 {
			t.Errorf("%s: nothing has changed: %+v, %v", c.zone, rep, err)
		}
		found, err := filepath.Glob(filepath.Join(out, "a/*/*/*/*.html"))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			addresses = found
		}
		if len(found) != len(m.items) || !slices.Equal(found, addresses) {
			t.Errorf("%s: reports have moved: %v, before %v", c.zone, found, addresses)
		}
	}
}

// TestUndatedReportsComeLast: after an import the front page is not that of one stray report.
func TestUndatedReportsComeLast(t *testing.T) {
	m := newMemory()
	m.put(dated(t, "stray", "", news.HourNone))
	out := filepath.Join(t.TempDir(), "site")
	home := func() string {
		t.Helper()
		if _, err := New(Options{Out: out, Title: "T", Language: "en"}, m).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(out, "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := home(); !strings.Contains(text, "Report stray") || !strings.Contains(text, "no date") {
		t.Errorf("a desk of undated reports shows nothing, or not that they have none:\n%s", text)
	}
	for i := range 3 {
		m.put(dated(t, fmt.Sprint("dated", i), fmt.Sprintf("2026-02-0%dT10:00:00Z", i+1), news.HourGiven))
	}
	if text := home(); strings.Index(text, "Report stray") < strings.Index(text, "Report dated0") || !strings.Contains(text, "Report dated2") || !strings.Contains(text, "February 3, 2026") {
		t.Errorf("the newest day is that of a report without a date:\n%s", text)
	}
	if text, err := os.ReadFile(filepath.Join(out, "status.json")); err != nil || !strings.Contains(string(text), `"newest": "2026-02-03T10:00:00Z"`) {
		t.Errorf("the newest report of the source: %s, %v", text, err)
	}
}
