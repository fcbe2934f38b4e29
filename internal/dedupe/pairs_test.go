package dedupe

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// pair is a line of testdata/pairs.txt.
type pair struct {
	name           string
	earlier, later Candidate
	a, b           []string // their paragraphs
	relation       Relation // "": none
	share          float64
}

// corpusParts are the paragraphs of testdata/pairs.txt by name, and its pairs.
func corpusParts(t *testing.T) (paragraphs map[string]string, rows string) {
	t.Helper()
	b, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	head, rows, ok := strings.Cut(string(b), "\n== pairs\n")
	_, head, ok2 := strings.Cut(head, "\n== paragraphs\n")
	if !ok || !ok2 {
		t.Fatal("testdata/pairs.txt has not both parts")
	}
	paragraphs = map[string]string{}
	for line := range strings.Lines(head) {
		if name, text, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			paragraphs[name] = text
		}
	}
	return paragraphs, rows
}

func pairs(t *testing.T) []pair {
	t.Helper()
	paragraphs, rows := corpusParts(t)
	var out []pair
	var err error
	for line := range strings.Lines(rows) {
		f := strings.Split(strings.TrimSpace(line), " | ")
		if len(f) != 5 {
			t.Fatalf("%d fields: %s", len(f), line)
		}
		p := pair{name: f[0], relation: Relation(f[3])}
		if p.relation == "none" {
			p.relation = ""
		}
		if p.share, err = strconv.ParseFloat(f[4], 64); err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		p.earlier, p.a = written(t, "earlier", f[1], paragraphs)
		p.later, p.b = written(t, "later", f[2], paragraphs)
		out = append(out, p)
	}
	return out
}

// written makes the report that "outlet: headline: a1 a2/old=new b3:1-19" describes.
func written(t *testing.T, id news.ArticleID, s string, paragraphs map[string]string) (Candidate, []string) {
	t.Helper()
	f := strings.SplitN(s, ": ", 3)
	if strings.HasPrefix(s, ": ") {
		f = append([]string{""}, strings.SplitN(s[2:], ": ", 2)...)
	}
	r := Candidate{ID: id, Outlet: f[0], Title: f[1]}
	var body []string
	for part := range strings.FieldsSeq(f[2]) {
		part, words, cut := strings.Cut(part, ":")
		edits := strings.Split(part, "/")
		text, ok := paragraphs[edits[0]]
		if !ok {
			t.Fatalf("there is no paragraph %s", edits[0])
		}
		for _, e := range edits[1:] {
			old, other, _ := strings.Cut(e, "=")
			if !strings.Contains(text, old) {
				t.Fatalf("paragraph %s has no %q", edits[0], old)
			}
			text = strings.Replace(text, old, other, 1)
		}
		if cut {
			var from, to int
			if _, err := fmt.Sscanf(words, "%d-%d", &from, &to); err != nil {
				t.Fatal(err)
			}
			text = strings.Join(strings.Fields(text)[from-1:to], " ")
		}
		body = append(body, text)
	}
	r.Fingerprint = Of(body)
	return r, body
}

// runs are the distinct shingles of a text, as Of counts them before it sketches them.
func runs(paragraphs []string) map[uint64]bool {
	words, wide := units(paragraphs)
	n := run
	if wide*2 > len(words) {
		n = wideRun
	}
	out := map[uint64]bool{}
	for i := 0; i+n <= len(words); i++ {
		out[shingle(words[i:i+n])] = true
	}
	return out
}

// TestPairs holds the bars against pairs of reports: what is a copy, an update, a rewrite,
// and what is nothing of these.
func TestPairs(t *testing.T) {
	all := pairs(t)
	if len(all) < 30 {
		t.Errorf("%d pairs only", len(all))
	}
	for _, p := range all {
		a, b := runs(p.a), runs(p.b)
		if int(p.earlier.Fingerprint.shingles) != len(a) || int(p.later.Fingerprint.shingles) != len(b) {
			t.Errorf("%s: %d and %d runs, counted %d and %d", p.name, len(a), len(b), p.earlier.Fingerprint.shingles, p.later.Fingerprint.shingles)
		}
		both := 0
		for r := range a {
			if b[r] {
				both++
			}
		}
		exact := float64(both) / float64(min(len(a), len(b)))
		if math.Abs(exact-p.share) > 0.006 {
			t.Errorf("%s: %d of %d runs are shared, %.2f", p.name, both, min(len(a), len(b)), exact)
		}
		jaccard := float64(both) / float64(len(a)+len(b)-both)
		if s := p.earlier.Fingerprint.Similarity(p.later.Fingerprint); math.Abs(s-jaccard) > 0.13 {
			t.Errorf("%s: the similarity is %.2f, estimated %.2f", p.name, jaccard, s)
		}
		for _, c := range []float64{p.earlier.Fingerprint.Containment(p.later.Fingerprint), p.later.Fingerprint.Containment(p.earlier.Fingerprint)} {
			if jaccard > 0.25 && math.Abs(c-exact) > 0.25 {
				t.Errorf("%s: the containment is %.2f, estimated %.2f", p.name, exact, c)
			}
		}
		x := NewIndex()
		x.Add(p.earlier)
		m, ok := x.Match(p.later)
		if ok != (p.relation != "") || m.Relation != p.relation {
			t.Errorf("%s: got %q, want %q (similarity %.3f, containment %.3f, %d and %d words)", p.name, m.Relation, p.relation,
				p.earlier.Fingerprint.Similarity(p.later.Fingerprint), p.earlier.Fingerprint.Containment(p.later.Fingerprint), p.earlier.Fingerprint.Words(), p.later.Fingerprint.Words())
		}
	}
}

// TestClosest: of several reports that a report repeats, the closest is taken, whatever
// the order in which they came.
func TestClosest(t *testing.T) {
	paragraphs, _ := corpusParts(t)
	reportOf := func(id news.ArticleID, s string) Candidate {
		r, _ := written(t, id, s, paragraphs)
		return r
	}
	r := reportOf("new", "Lantern: Minister offers a mediator: a5 a1 a2 a3 a4")
	for _, c := range []struct {
		name           string
		known          []string // in order of arrival; the first is to be found
		want, relation string
	}{
		{"a copy before an update that is nearer", []string{"Gazette: Strike: a1 a2 a3 a4/flour=bread a6", "Lantern: Third week: a1 a2 a3 a4"}, "0", "copy"},
		{"an update before a rewrite that is nearer", []string{"Lantern: Strike: a1 a2", "Gazette: Letters: a5 a1 a2:1-30 b1 b2"}, "0", "update"},
		{"the nearer of two copies", []string{"Gazette: Strike: a1 a2 a3 a4", "Courier: Strike: a1 a2 a3"}, "0", "copy"},
		{"the nearer of two updates", []string{"Lantern: Strike: a1 a2 a3 a4", "Lantern: Strike: a1 a2 a3"}, "0", "update"},
		{"the nearer of two rewrites", []string{"Gazette: Strike: a1 a2 c1 c2", "Gazette: Strike: a1 a2 c1 c2 c3"}, "0", "rewrite"},
	} {
		for _, order := range [][]int{{0, 1}, {1, 0}} {
			x := NewIndex()
			for _, i := range order {
				x.Add(reportOf(news.ArticleID(strconv.Itoa(i)), c.known[i]))
			}
			if m, _ := x.Match(r); string(m.ID) != c.want || string(m.Relation) != c.relation {
				t.Errorf("%s, in order %v: %+v", c.name, order, m)
			}
		}
	}
	x := NewIndex()
	x.Add(reportOf("older", "Gazette: Strike: a1 a2 a3 a4"))
	x.Add(reportOf("newer", "Courier: Strike: a1 a2 a3 a4"))
	if m, _ := x.Match(r); m.ID != "newer" {
		t.Errorf("of two that are equally near, %s is found, not the newer", m.ID)
	}
	same := reportOf("new", "Courier: Strike: a1 a2 a3 a4")
	if m, _ := x.Match(same); m.ID != "older" || m.Similarity != 1 {
		t.Errorf("of two that are equal to it, %s is found, not the first", m.ID)
	}
}
