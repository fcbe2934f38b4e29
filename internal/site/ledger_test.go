package site

import (
	"maps"
	"strings"
	"testing"
)

// TestRecords reads each kind of record, and refuses what is none.
func TestRecords(t *testing.T) {
	l := newLedger("")
	apply := func(record string) bool { return l.apply(strings.ReplaceAll(record, " ", "\t")) }
	const report = "a one 2026/one.html 2026-03-12 1773316800 guardian s1 two 1773316900 1f 2e 3d china|war 7"
	for _, r := range []string{report, "f index.html 1f", "c guardian 2e", "i 2026-03-12 3d", "w stray.html"} {
		if !apply(r) {
			t.Errorf("%q is no record", r)
		}
	}
	want := filed{
		id: "one", path: "2026/one.html", day: "2026-03-12", at: 1773316800, source: "guardian", story: "s1", copyOf: "two",
		modified: 1773316900, html: 0x1f, json: 0x2e, words: 0x3d, topics: "china|war", nth: 7,
	}
	if got := *l.filed["one"]; got != want {
		t.Errorf("the report is %+v, want %+v", got, want)
	}
	if l.files["index.html"] != 0x1f || l.sources["guardian"] != 0x2e || l.index["2026-03-12"] != 0x3d || l.stray[0] != "stray.html" {
		t.Errorf("%v %v %v %v", l.files, l.sources, l.index, l.stray)
	}
	if !apply("b") || !l.torn {
		t.Error("a build that begins does not tear the ledger")
	}
	if !apply("s 42 print mark") || l.torn || l.point != (Point{42, "mark"}) || l.fingerprint != "print" || l.stray != nil {
		t.Errorf("after the end of a build: %+v", l)
	}
	files := maps.Clone(l.files)
	for _, r := range []string{
		"", "z", "b b", "s 42", "s 42 print mark more", "f index.html", "f a b c", "c guardian", "i 2026-03-12", "-", "x", "w", "w a b",
		"a one", strings.TrimSuffix(report, " 3d china|war 7"),
	} {
		if apply(r) {
			t.Errorf("%q is a record", r)
		}
	}
	if !maps.Equal(l.files, files) || *l.filed["one"] != want || l.torn {
		t.Error("what is no record has changed the ledger")
	}
	for _, r := range []string{"c guardian 0", "i 2026-03-12 0", "- one", "x index.html"} {
		if !apply(r) {
			t.Errorf("%q is no record", r)
		}
	}
	if len(l.files)+len(l.sources)+len(l.index)+len(l.filed) != 0 {
		t.Errorf("something is left: %+v", l)
	}
	want.nth = 0
	if !apply(strings.TrimSuffix(report, " 7")) || *l.filed["one"] != want {
		t.Error("a report from before the order of reports was noted is not read")
	}
	want.topics = ""
	if !apply(strings.TrimSuffix(report, " china|war 7")) || *l.filed["one"] != want {
		t.Error("a report from before topics is not read")
	}
}
