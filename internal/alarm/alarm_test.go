package alarm

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

var noon = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)

func names(list []news.Alarm) string {
	var out []string
	for _, a := range list {
		out = append(out, strings.TrimSpace(string(a.Kind)+" "+a.Subject))
	}
	return strings.Join(out, ", ")
}

// every is the times of n reports, the latest at a time.
func every(pause time.Duration, n int, latest time.Time) (out []time.Time) {
	for i := range n {
		out = append(out, latest.Add(-pause*time.Duration(i)))
	}
	return out
}

// TestSources: which silence of a source is an alarm goes by its own rhythm.
func TestSources(t *testing.T) {
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	const h, day = time.Hour, 24 * time.Hour
	for _, c := range []struct {
		name string
		s    Source
		want string
	}{
		{"well", Source{Asked: noon, OK: ago(h), Published: every(h, 20, ago(2*h))}, ""},
		{"not asked yet", Source{}, ""},
		{"fails for an hour", Source{Asked: noon, OK: ago(h), Why: "503", Published: every(h, 20, ago(2*h))}, ""},
		{"an hourly one fails for seven", Source{Asked: noon, OK: ago(7 * h), Why: "503", Published: every(h, 20, ago(8*h))}, "silent"},
		{"a daily one fails for seven hours", Source{Asked: noon, OK: ago(7 * h), Why: "503", Published: every(day, 20, ago(8*h))}, ""},
		{"a daily one fails for three days", Source{Asked: noon, OK: ago(3 * day), Why: "503", Published: every(day, 20, ago(3*day))}, "silent"},
		{"a monthly one fails for three days", Source{Asked: noon, OK: ago(3 * day), Why: "503", Published: every(30*day, 20, ago(3*day))}, "silent"},
		{"never answered", Source{Asked: noon, Why: "no such host"}, "silent"},
		{"ended by its outlet", Source{Asked: noon, OK: ago(h), Ended: "410"}, "ended"},
		{"hourly, nothing for two days", Source{Asked: noon, OK: ago(h), Published: every(h, 20, ago(2*day))}, ""},
		{"hourly, nothing for three", Source{Asked: noon, OK: ago(h), Published: every(h, 20, ago(3*day))}, "still"},
		{"daily, nothing for three", Source{Asked: noon, OK: ago(h), Published: every(day, 20, ago(3*day))}, ""},
		{"daily, nothing for ten", Source{Asked: noon, OK: ago(h), Published: every(day, 20, ago(10*day))}, "still"},
		{"with pauses of three days before", Source{Asked: noon, OK: ago(h), Published: append(every(h, 10, ago(4*day)), every(h, 9, ago(7*day+10*h))...)}, ""},
		{"monthly, nothing for twenty days", Source{Asked: noon, OK: ago(h), Published: every(30*day, 20, ago(20*day))}, ""},
		{"monthly, nothing for 21", Source{Asked: noon, OK: ago(h), Published: every(30*day, 20, ago(21*day))}, "still"},
		{"without dates, something yesterday", Source{Asked: noon, OK: ago(h), News: ago(day)}, ""},
		{"without dates, nothing for three days", Source{Asked: noon, OK: ago(h), News: ago(3 * day)}, "still"},
		{"one report alone", Source{Asked: noon, OK: ago(h), Published: every(h, 1, ago(day))}, ""},
		{"a report of tomorrow", Source{Asked: noon, OK: ago(h), Published: every(h, 2, ago(-day))}, ""},
	} {
		if got := names(Look(noon, Facts{Sources: []Source{c.s}}).Alarms); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestLook: what is said of the desk as a whole, and what is not known.
func TestLook(t *testing.T) {
	down := Source{Name: "A", Asked: noon, OK: noon.Add(-9 * time.Hour), Why: "503"}
	other := Source{Name: "B", Asked: noon, OK: noon.Add(-9 * time.Hour), Why: "refused"}
	never := Source{Name: "E", Asked: noon, Why: "refused"} // answered
	wrong := Doubt{Known: true, Wrong: true, Since: noon}
	known := Doubt{Known: true}
	for _, c := range []struct {
		name    string
		f       Facts
		want    string
		unknown string
	}{
		{"nothing", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Built: noon}, "", ""},
		{"all fail", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Sources: []Source{down, other, {Name: "C"}}}, "all", "silent still"},
		{"one of two fails", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Sources: []Source{down, {Name: "C", Asked: noon}}}, "silent A", ""},
		{"the only one fails", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Sources: []Source{down}}, "silent A", ""},
		{"all fail, one is ended", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Sources: []Source{down, other, {Name: "C", Ended: "410"}}}, "all, ended C", "silent still"},
		{"the one that is left fails", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Sources: []Source{{Name: "C", Asked: noon, Ended: "410"}, never}}, "all, ended C", "silent still"},
		{"both are ended", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Sources: []Source{{Name: "C", Ended: "410"}, {Name: "D", Ended: "410"}}}, "ended C, ended D", ""},
		{"the disk", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Disks: []Disk{{"/srv/data", 5}, {"/srv/site", 7}}, Least: 6}, "disk /srv/data", ""},
		{"room enough", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Disks: []Disk{{"/srv/data", 6}}, Least: 6}, "", ""},
		{"a disk that does not say", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Least: 6}, "", "disk"},
		{"the queue", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Waits: time.Hour,
			Due: map[string]time.Time{"fetch": noon.Add(-time.Hour), "read": noon.Add(-time.Minute)}}, "queue fetch", ""},
		{"the queue may grow", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: known, Due: map[string]time.Time{"fetch": noon.Add(-time.Hour)}}, "", ""},
		{"model", Facts{Budget: known, Model: wrong, Log: known, Site: known, Bucket: known}, "model", ""},
		{"files wait for the bucket", Facts{Budget: known, Model: known, Log: known, Site: known, Bucket: wrong}, "bucket", ""},
		{"budget", Facts{Budget: wrong, Model: known, Log: known, Site: known, Bucket: known}, "budget", "model"},
		{"builds fail", Facts{Budget: known, Model: known, Log: known, Bucket: known, Site: wrong, Built: noon}, "site", ""},
		{"the log is not signed", Facts{Budget: known, Model: known, Log: wrong, Site: known, Bucket: known, Built: noon}, "log", ""},
		{"no build for long", Facts{Budget: known, Model: known, Bucket: known, Log: known, Built: noon.Add(-siteRest)}, "site", ""},
		{"no build yet", Facts{Budget: known, Model: known, Bucket: known, Log: known, Built: noon}, "", "site"},
		{"a round without a build", Facts{Budget: known, Model: known, Log: known, Bucket: known}, "", "site"},
		{"a desk that has just begun", Facts{Built: noon}, "", "model budget site log bucket"},
	} {
		got := Look(noon, c.f)
		var unknown []string
		for _, k := range news.AlarmKinds() {
			if got.Unknown(k) {
				unknown = append(unknown, string(k))
			}
		}
		sorted := names(Next(noon, nil, Seen{got.Alarms, func(news.AlarmKind) bool { return false }}))
		for _, k := range strings.Fields(c.unknown) {
			if !strings.Contains(strings.Join(unknown, " "), k) {
				t.Errorf("%s: %s is known", c.name, k)
			}
		}
		if sorted != c.want || len(unknown) != len(strings.Fields(c.unknown)) {
			t.Errorf("%s: %q and unknown %q, want %q and %q", c.name, sorted, unknown, c.want, c.unknown)
		}
	}
}

// TestOnceEach: an alarm is told once when it begins and once when it is over, and one that passes by itself never; what is not
// known neither begins nor ends.
func TestOnceEach(t *testing.T) {
	const there, unknown = "!", "?"
	for _, c := range []struct {
		kind news.AlarmKind
		runs string // what each look, five minutes apart, finds
		want string // what is told at it: b its beginning, o its end
	}{
		{news.AlarmDisk, "-!!!---", "-b---o-"},
		{news.AlarmDisk, "!-!--!!", "b---ob-"},
		{news.AlarmDisk, "!??--??", "b---o--"},
		{news.AlarmDisk, "??!!??-", "--b----"},
		{news.AlarmAll, "!!-!!!!-", "------b-"},
		{news.AlarmAll, "!--!!---", "--------"},
		{news.AlarmModel, "!!!!!!!!--", "------b--o"},
		{news.AlarmLog, "!!!!!!!!!!!!!?--!", "------------b--o-"},
		{news.AlarmLog, "!!!!!!!!!!!!-", "-------------"},
	} {
		var known []news.Alarm
		var got strings.Builder
		for i, look := range strings.Split(c.runs, "") {
			now := noon.Add(time.Duration(i) * 5 * time.Minute)
			s := Seen{Unknown: func(k news.AlarmKind) bool { return look == unknown && k == c.kind }}
			if look == there {
				s.Alarms = []news.Alarm{{Kind: c.kind, Detail: fmt.Sprint(i)}}
			}
			known = Next(now, known, Dated(now, s))
			begun, over := ToTell(now, known)
			switch {
			case len(begun) == 1 && len(over) == 0 && begun[0].Detail == fmt.Sprint(i):
				got.WriteString("b")
			case len(begun) == 0 && len(over) == 1:
				got.WriteString("o")
			case len(begun)+len(over) > 0:
				t.Fatalf("%s: told of %v and %v", c.runs, begun, over)
			default:
				got.WriteString("-")
			}
			known = Told(now, known, begun, over)
		}
		if got.String() != c.want {
			t.Errorf("%s %s: %s, want %s", c.kind, c.runs, got.String(), c.want)
		}
	}
}

// TestNeverAnswered: a source that has never answered is told of as one that has not for the shortest time.
func TestNeverAnswered(t *testing.T) {
	f := Facts{Sources: []Source{{Name: "A", Asked: noon, Why: "no such host"}}}
	var known []news.Alarm
	for h := range 8 {
		now := noon.Add(time.Duration(h) * time.Hour)
		known = Next(now, known, Dated(now, Look(now, f)))
		begun, _ := ToTell(now, known)
		if (len(begun) == 1) != (h >= 6) {
			t.Errorf("after %d hours to tell: %v", h, begun)
		}
	}
}

// TestUntoldStays: what could not be told is told later, and is the same.
func TestUntoldStays(t *testing.T) {
	s := Seen{Unknown: func(news.AlarmKind) bool { return false }, Alarms: []news.Alarm{{Kind: news.AlarmDisk}, {Kind: news.AlarmEnded, Subject: "B"}, {Kind: news.AlarmEnded, Subject: "A"}}}
	known := Next(noon, nil, Dated(noon, s))
	later := noon.Add(time.Hour)
	known = Next(later, known, s)
	if got := names(known); got != "disk, ended A, ended B" {
		t.Errorf("in the order %s", got)
	}
	begun, _ := ToTell(later, known)
	if len(begun) != 3 || !begun[0].Since.Equal(noon) {
		t.Errorf("to tell: %v", begun)
	}
	known = Told(later, known, begun[1:2], nil)
	if begun, _ = ToTell(later, known); names(begun) != "disk, ended B" {
		t.Errorf("left to tell: %v", begun)
	}
}

// TestSinceIsTheAlarms: all lists have the same beginning of an alarm, whenever each began to look; a source has been ended since its last answer.
func TestSinceIsTheAlarms(t *testing.T) {
	s := Look(noon, Facts{Sources: []Source{{Name: "A", Asked: noon.Add(-time.Hour), Ended: "410"}}, Disks: []Disk{{"/srv", 1}}, Least: 2})
	first := Next(noon, nil, Dated(noon, s))
	later := noon.Add(time.Hour)
	seen := Dated(later, s, first, nil)
	second := Next(later, nil, seen)
	first = Next(later, first, seen)
	for _, list := range [][]news.Alarm{first, second} {
		if names(list) != "disk /srv, ended A" || !list[0].Since.Equal(noon) || !list[1].Since.Equal(noon.Add(-time.Hour)) {
			t.Errorf("known: %v", list)
		}
	}
}

// TestTimesAsStoresKeepThem: the times of an alarm are those that a process reads back that begins later.
func TestTimesAsStoresKeepThem(t *testing.T) {
	at := time.Date(2026, 3, 12, 20, 0, 0, 49_228_351, time.FixedZone("", 8*3600))
	want := time.UnixMilli(at.UnixMilli()).UTC()
	s := Seen{Unknown: func(news.AlarmKind) bool { return false }, Alarms: []news.Alarm{{Kind: news.AlarmDisk}, {Kind: news.AlarmBudget, Since: at}}}
	known := Next(at, nil, Dated(at, s))
	for _, a := range known {
		if a.Since != want {
			t.Errorf("%s since %v, want %v", a.Kind, a.Since, want)
		}
	}
	known = Next(at, Told(at, known, known, nil), Seen{Unknown: s.Unknown})
	if len(known) != 2 || known[0].Over != want {
		t.Errorf("over: %v", known)
	}
}
