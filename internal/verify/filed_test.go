package verify

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/wording"
)

// away adds the leaf of an answer that report 3 is not at its address.
func (d *desk) away(at time.Time, status int) {
	d.add(translog.Leaf{Kind: translog.Gone, URL: "https://gazette.example/3", At: at, Status: status})
}

// The two answers of a withdrawal.
var (
	firstAway = answeredAt(3).Add(time.Hour)
	thenAway  = firstAway.Add(2 * time.Hour)
)

const sights = `"withdrawn":"2026-03-12T12:00:03Z","sights":[{"at":"2026-03-12T10:00:03Z","seen":"gone","status":410,"url":"https://gazette.example/3"},` +
	`{"at":"2026-03-12T12:00:03Z","seen":"gone","status":410,"url":"https://gazette.example/3","reached":true}],`

func notice() string {
	w := wording.For("en")
	at := func(t time.Time) string { return w.Moment(t.In(time.FixedZone("", 8*3600))) }
	return fmt.Sprintf(w.Withdrawn, at(firstAway), 410, at(thenAway), 410)
}

// withdraw says on the page of report 3, and in its data, that it was withdrawn.
func (d *desk) withdraw() {
	d.turn(".html", "<dl>\n<div><dt>Section", `<article data-notice="`+notice()+`"><p class="note">`+notice()+"</p></article><dl>\n<div><dt>Section")
	d.turn(".json", `"captured":"2026-03-12T09:00:03Z","versions"`, `"captured":"2026-03-12T09:00:03Z",`+sights+`"versions"`)
}

// withdrawn is a desk that read three reports, of which the outlet withdrew one.
func withdrawn(t *testing.T) *desk {
	d := newDesk(t)
	d.record(7)
	for i := 2; i <= 4; i++ {
		d.read(i, 1, int64(i), answeredAt(i))
		d.article(i)
	}
	d.away(firstAway, 410)
	d.away(thenAway, 410)
	d.add(translog.Leaf{Kind: translog.Gone, URL: "https://gazette.example/6", At: thenAway.Add(5 * time.Hour), Status: 410})
	d.withdraw()
	d.publish()
	return d
}

// What page and data say of a withdrawal agrees with each other, and with the answers that the log has.
func TestWithdrawalIsBorneOut(t *testing.T) {
	plain := func(d *desk) {
		d.turn(".json", sights, "")
		page := d.site[stemOf(3)+".html"].Data
		from, to := bytes.Index(page, []byte("<article")), bytes.Index(page, []byte("</article>"))
		d.put(stemOf(3)+".html", slices.Concat(page[:from], page[to:]))
	}
	for what, c := range map[string]struct {
		change func(d *desk)
		want   string
		notes  string
	}{
		"all agree":       {func(*desk) {}, "", "2 [] [] [] []"},
		"another time":    {func(d *desk) { d.turn(".json", `"withdrawn":"2026-03-12T12`, `"withdrawn":"2026-03-12T11`) }, ".json: says that the report was withdrawn at \"2026-03-12T11:00:03Z\", and the answers that it names show \"2026-03-12T12:00:03Z\"", ""},
		"no answers":      {func(d *desk) { d.turn(".json", `"sights"`, `"sight"`) }, ".json: says that the report was withdrawn at \"2026-03-12T12:00:03Z\", and the answers that it names show \"\"", ""},
		"not withdrawn":   {func(d *desk) { d.turn(".json", `"withdrawn"`, `"back"`) }, ".json: says that the report was withdrawn at \"\", and", ""},
		"data alone":      {func(d *desk) { d.turn(".html", "data-notice", "data-nothing") }, ".json: says that the report was withdrawn, and the page does not", ""},
		"the page alone":  {func(d *desk) { d.turn(".json", sights, "") }, ".json: does not say that the report was withdrawn, and the page does", ""},
		"other words":     {func(d *desk) { d.turn(".html", "answered 410", "answered 404") }, ".json: names other answers of a withdrawal than the page", ""},
		"words of a note": {func(d *desk) { d.turn(".html", `<p class="note">The outlet`, `<p class="note">No outlet`) }, ".html: says above the text that the report was withdrawn, and not so in its notes", ""},
		"a twin": {func(d *desk) {
			d.put("hant/"+stemOf(3)+".html", bytes.ReplaceAll(d.site[stemOf(3)+".html"].Data, []byte("answered 410"), []byte("answered 404")))
		}, ".json: names other answers of a withdrawal than the page", ""},
		"another status": {func(d *desk) {
			d.turn(".json", `"status":410`, `"status":404`)
			d.turn(".html", "answered 410", "answered 404")
			d.turn(".html", "again 410", "again 404")
		}, ".json: says that the address answered 404 at 2026-03-12T10:00:03Z, and leaf 10 says 410", ""},
		"gone at another of its addresses": {func(d *desk) {
			d.add(translog.Leaf{Kind: translog.Gone, URL: "https://gazette.example/amp", At: firstAway, Status: 410})
			d.publish()
			d.turn(".json", `"status":410,"url":"https://gazette.example/3"},`, `"status":410,"url":"https://gazette.example/amp"},`)
		}, "", "2 [] [] [] []"},
		"one of two answers of a second": {func(d *desk) {
			d.away(firstAway, 404)
			d.publish()
		}, "", "2 [] [] [] []"},
		"an answer that no leaf has": {func(d *desk) {
			d.turn(".json", `"at":"2026-03-12T10:00:03Z"`, `"at":"2026-03-12T10:30:03Z"`)
			d.turn(".html", "18:00 UTC+08:00 its", "18:30 UTC+08:00 its")
		}, "", "1 [" + stemOf(3) + ".json] [] [] []"},
		"nothing is said, and there are no data": {func(d *desk) { plain(d); delete(d.site, stemOf(3)+".json") }, "", "0 [] [" + stemOf(3) + ".json] [] []"},
		"nothing is said":                        {plain, "", "0 [] [" + stemOf(3) + ".json] [] []"},
	} {
		d := withdrawn(t)
		c.change(d)
		s, err := CheckSite(d.site)
		wants(t, what, err, c.want)
		if got := notes(s); err == nil && got != c.notes {
			t.Errorf("%s: %s, want %s", what, got, c.notes)
		}
	}
}

func notes(s Site) string { return fmt.Sprint(s.Absences, s.Unborne, s.Unsaid, s.Struck, s.Missing) }

// A page has its own name and its versions, and no report is missing, as far as the log says.
func TestReportsAreFiled(t *testing.T) {
	const other, twice = "a/gazette/2026/03/report-0000000009", "a/other/2026/03/report-0000000003"
	as := func(d *desk, stem string) {
		for p, f := range maps.Clone(d.site) {
			if end, ok := strings.CutPrefix(p, stemOf(3)); ok {
				d.site[stem+end] = f
			}
		}
	}
	without := func(d *desk) {
		maps.DeleteFunc(d.site, func(p string, _ *fstest.MapFile) bool { return strings.HasPrefix(p, stemOf(3)+".") })
	}
	for what, c := range map[string]struct {
		log    func(d *desk)
		change func(d *desk)
		want   string
		notes  string
	}{
		"as the desk has it":      {nil, func(*desk) {}, "", "2 [] [] [] []"},
		"a copy of another name":  {nil, func(d *desk) { as(d, other) }, other + ".html: is filed as report 0000000009, and what its proof is of was read for 0000000003, says the log", ""},
		"another name":            {nil, func(d *desk) { as(d, other); without(d) }, other + ".html: is filed as report 0000000009, and what", ""},
		"a copy at another house": {nil, func(d *desk) { as(d, twice) }, twice + ".html: is a page of the report 0000000003, as is " + stemOf(3) + ".html", ""},
		"a report removed":        {nil, without, "", "0 [] [] [] [0000000003]"},
		"a report taken down": {func(d *desk) { d.add(translog.Leaf{Kind: translog.Down, Article: "0000000003"}) }, without,
			"", "0 [] [] [] []"},
		"a version struck": {func(d *desk) { d.read(2, 2, 2, answeredAt(2)) }, func(d *desk) {
			d.put(stemOf(2)+".json", bytes.Replace(d.site[stemOf(2)+".json"].Data, []byte(`"n":1`), []byte(`"n":2`), 1))
		},
			"", "2 [] [] [" + stemOf(2) + ".html] []"},
		"texts withheld": {nil, func(d *desk) {
			as(d, other)
			without(d)
			maps.DeleteFunc(d.site, func(p string, _ *fstest.MapFile) bool { return strings.HasPrefix(p, "log/tile/entries/") })
		}, "", "0 [] [] [] []"},
	} {
		d := withdrawn(t)
		if c.log != nil {
			c.log(d)
			d.publish()
		}
		c.change(d)
		s, err := CheckSite(d.site)
		wants(t, what, err, c.want)
		if got := notes(s); err == nil && got != c.notes {
			t.Errorf("%s: %s, want %s", what, got, c.notes)
		}
	}
}
