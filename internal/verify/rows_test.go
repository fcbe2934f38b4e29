package verify

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

// TestWhereverAPageNamesIt: whatever on a page or beside it names what the leaf says, and says it otherwise, is found.
func TestWhereverAPageNamesIt(t *testing.T) {
	hash := func(i int) string { return fmt.Sprintf("%x", sha256.Sum256(body(i))) }
	note := func(s string) string { return strings.NewReplacer(" ", "%20", ";", "%3B").Replace(s) }
	for what, c := range map[string]struct{ end, was, is, want string }{
		"the words of the time":          {".html", "17:00 UTC+08:00</time></dd></div>\n<div><dt>SHA", "18:00 UTC+08:00</time></dd></div>\n<div><dt>SHA", `reads "March 12, 2026 18:00 UTC+08:00", and its form for programs is 2026-03-12T09:00:03Z, which reads "March 12, 2026 17:00 UTC+08:00"`},
		"more words":                     {".html", "UTC+08:00</time></dd></div>\n<div><dt>SHA", "UTC+08:00</time> or later</dd></div>\n<div><dt>SHA", "has a row for the time that is no time alone"},
		"a zone of its own":              {".html", "17:00 UTC+08:00</time></dd></div>\n<div><dt>SHA", "17:00 UTC</time></dd></div>\n<div><dt>SHA", "which reads \"March 12, 2026 09:00 UTC\""},
		"another name":                   {".html", "<dt>Captured", "<dt>Published", `calls the time of the answer "Published", not "Captured"`},
		"a second list":                  {".html", "</dl>\n<a", "</dl><dl><dt>Captured</dt><dd>9 May</dd></dl>\n<a", "has 2 lists of facts beside those of versions, not one"},
		"a list before":                  {".html", "<dl>\n<div><dt>Section", "<dl></dl><dl>\n<div><dt>Section", "has 2 lists of facts"},
		"a second row":                   {".html", "<div><dt>Section</dt><dd>Economy", "<div><dt>Captured</dt><dd>9 May", `has another row that is called "Captured": 9 May`},
		"a second row that looks so":     {".html", "<div><dt>Section</dt><dd>Economy", "<div><dt>Cap\u200btured</dt><dd>9 May", "has another row that is called \"Cap\\u200btured\": 9 May"},
		"a second row with a gap":        {".html", "<div><dt>Section</dt><dd>Economy", "<div><dt>Capt ured</dt><dd>9 May", `has another row that is called "Capt ured": 9 May`},
		"a style sheet":                  {".html", "</dl>\n<a", "</dl><style>time{display:none}</style>\n<a", "has a style sheet in itself"},
		"a style":                        {".html", "<dd>Economy", `<dd style="display:none">Economy`, `has an element <dd> with "style"`},
		"a hidden row":                   {".html", "<dd>Economy", `<dd hidden>Economy`, `has an element <dd> with "hidden"`},
		"a hash elsewhere":               {".html", "</dl>\n<a", "</dl><code>" + hash(4) + "</code>\n<a", "has a hash that is in no list of facts: " + hash(4)},
		"a mark elsewhere":               {".html", "</dl>\n<a", `</dl><p data-leaf="at">noon</p>` + "\n<a", "marked as that of the leaf, and is in no list of facts"},
		"an unknown mark":                {".html", "<dd>Economy", `<dd data-leaf="more">Economy`, `has a row with an unknown mark: "more"`},
		"an unknown language":            {".html", `lang="en"`, `lang="xx"`, `is in the language "xx", in which this program writes no pages`},
		"JSON-LD of another address":     {".html", `"url":"https://gazette`, `"url":"https://times`, "names another url in JSON-LD (archivedAt) than the leaf: https://times.example/3"},
		"JSON-LD of another time":        {".html", `"dateCreated":"2026`, `"dateCreated":"2025`, "names another dateCreated in JSON-LD"},
		"JSON-LD of another body":        {".html", `"identifier":"sha256:`, `"identifier":"sha256:0`, "names another identifier in JSON-LD"},
		"JSON-LD that says it twice":     {".html", `"archivedAt":`, `"archivedAt":{},"archivedAt":`, `the name "archivedAt" comes twice`},
		"JSON-LD that is none":           {".html", `{"about"`, `"about"`, "has JSON-LD that cannot be read"},
		"a second JSON-LD":               {".html", "</script>", `</script><script type="application/ld+json">{"archivedAt":"x"}</script>`, "has an archivedAt in JSON-LD"},
		"another day in BibTeX":          {".html", "urldate%20=%20%7B2026-03-12", "urldate%20=%20%7B2026-03-11", `carries a citation (BibTeX) that names another day of reading than the leaf: "2026-03-11", not 2026-03-12`},
		"another day in RIS":             {".html", "Y2%20%20-%202026%2F03%2F12", "Y2%20%20-%202026%2F03%2F11", "carries a citation (RIS) that names another day"},
		"another day in CSL":             {".html", "date-parts%22:%5B%5B2026%2C3%2C12", "date-parts%22:%5B%5B2026%2C3%2C11", "carries a citation (CSL) that names another day"},
		"another hash in notes":          {".html", note(": " + hash(3) + "; Record"), note(": " + hash(4) + "; Record"), "(RIS) that names another body than the leaf: "},
		"another address in notes":       {".html", note("Captured: https:%2F%2Fgazette"), note("Captured: https:%2F%2Ftimes"), "(CSL) that names another address or time than the leaf: "},
		"another time in notes":          {".html", note("T09:00:03Z; SHA"), note("T09:00:04Z; SHA"), "(BibTeX) that names another address or time than the leaf: "},
		"a second hash in notes":         {".html", note("; Record"), note("; SHA‑256 of the feed: 0; Record"), "(RIS) that names another body than the leaf: "},
		"no note":                        {".html", "N1%20", "N2%20", "(RIS) that has 0 notes, not one"},
		"a second note":                  {".html", "N1%20", "N1%20%20-%20x%0D%0AN1%20", "(RIS) that has 2 notes, not one"},
		"a TimeMap of another time":      {".timemap", `memento";datetime="Thu, 12 Mar 2026 09:00:03`, `memento";datetime="Thu, 12 Mar 2026 09:00:02`, "names another time than the leaf: 2026-03-12T09:00:02Z"},
		"a TimeMap of a later time":      {".timemap", `09:00:03`, `09:00:04`, "names another time than the leaf: 2026-03-12T09:00:04Z"},
		"a TimeMap that ends later":      {".timemap", `until="Thu, 12 Mar 2026`, `until="Thu, 12 Mar 2027`, "says another time from which or until which it goes"},
		"a TimeMap that begins before":   {".timemap", `from="Thu, 12 Mar 2026`, `from="Thu, 12 Mar 2025`, "says another time from which or until which it goes"},
		"a TimeMap with another version": {".timemap", `.html>`, `.html#version-1>`, "does not name the page as the last version"},
		"a TimeMap with more":            {".timemap", "\n<x.html", "\n<y.html>;datetime=\"x\"\n<x.html", "is no TimeMap as this program writes it"},
		"JSON that says it twice":        {".json", `"url"`, `"url":"","url"`, `.json: cannot be read as JSON: the name "url" comes twice`},
		"JSON of a version of no body":   {".json", `"hash"`, `"hush"`, "names another body of version 1 than its leaf: none"},
		"JSON of a version too early":    {".json", `"n":1,"captured":"2026-03-12T09:00:03Z"`, `"n":1,"captured":"2026-03-12T09:00:04Z"`, "names another time of version 1 than its leaf"},
	} {
		d := newDesk(t)
		d.record(9)
		d.article(3)
		d.publish()
		if s, err := CheckSite(d.site); err != nil || s.Files != 1 || s.TimeMaps != 1 {
			t.Fatalf("%+v, %v", s, err)
		}
		d.turn(c.end, c.was, c.is)
		_, err := CheckSite(d.site)
		wants(t, what, err, stemOf(3)+c.end+": ")
		wants(t, what, err, c.want)
	}
}

// What the page, its data and its TimeMap say of an earlier version agrees, also where no proof of that is there; the time at which it was first
// seen may be before the answer of its leaf, and is counted then.
func TestVersionsAgree(t *testing.T) {
	for what, c := range map[string]struct {
		change func(d *desk)
		before int
		want   string
	}{
		"all agree":         {func(*desk) {}, 0, ""},
		"the page alone":    {func(d *desk) { d.put(stemOf(3)+".html", page(3, 1)) }, 0, ".json: names another time of version 1 than the page: 2026-03-12T09:00:02Z, not 2026-03-12T09:00:01Z"},
		"the data alone":    {func(d *desk) { d.put(stemOf(3)+".json", data(3, 1)) }, 0, ".json: names another body of version 1 than the page: "},
		"the TimeMap alone": {func(d *desk) { d.put(stemOf(3)+".timemap", timeMap(3, 1)) }, 0, ".timemap: names another time of version 1 than the page: 2026-03-12T09:00:01Z, not 2026-03-12T09:00:02Z"},
		"a body twice": {func(d *desk) { d.turn(".html", "version 1</h3><dl>", "version 1</h3><dl></dl><dl>") }, 0,
			"has 2 lists of facts of version 1, not one"},
		"another number":   {func(d *desk) { d.turn(".html", "<h3>version 1<", "<h3>version 3<") }, 0, `calls version 1 "version 3", not "version 1"`},
		"a second heading": {func(d *desk) { d.turn(".html", "1</h3>", "1</h3><h3>version 3</h3>") }, 0, `calls version 1 "version 1, version 3", not "version 1"`},
		"no heading":       {func(d *desk) { d.turn(".html", "<h3>version 1</h3>", "") }, 0, `calls version 1 "", not "version 1"`},
		"a version without facts": {func(d *desk) {
			d.turn(".html", "<li id=\"version-2\">", `<li id="version-3"><h3>version 3</h3></li><li id="version-2">`)
		}, 0, "has 0 lists of facts of version 3, not one"},
		"a version of no number": {func(d *desk) {
			d.turn(".html", "<li id=\"version-1\">", `<ol class="versions"><li><h3>version 3</h3></li></ol><li id="version-1">`)
		}, 0,
			`has two places of one version, or one of none: ""`},
		"a number written otherwise": {func(d *desk) { d.turn(".html", `"version-1"`, `"version-01"`) }, 0, `has two places of one version, or one of none: "version-01"`},
		"first seen before": {func(d *desk) {
			for _, end := range []string{".html", ".json"} {
				d.turn(end, "2026-03-12T09:00:02Z", "2026-03-12T08:59:02Z")
			}
			d.turn(".html", "17:00 UTC+08:00</time></dd></div>\n<div><dt>SHA‑256 of the page</dt><dd><code>"+fmt.Sprintf("%x", sha256.Sum256(body(2))),
				"16:59 UTC+08:00</time></dd></div>\n<div><dt>SHA‑256 of the page</dt><dd><code>"+fmt.Sprintf("%x", sha256.Sum256(body(2))))
			d.turn(".timemap", "09:00:02", "08:59:02")
			d.put(stemOf(3)+".1.tlog-proof", d.carrying(2))
		}, 1, ""},
	} {
		d := newDesk(t)
		d.record(9)
		d.article(3)
		d.put(stemOf(3)+".html", page(3, 2))
		d.put(stemOf(3)+".json", data(3, 2))
		d.put(stemOf(3)+".timemap", timeMap(3, 2))
		d.publish()
		c.change(d)
		s, err := CheckSite(d.site)
		if wants(t, what, err, c.want); s.Before != c.before {
			t.Errorf("%s: %d versions were first seen before", what, s.Before)
		}
	}
}
