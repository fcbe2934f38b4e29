package dedupe

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/news"
)

// writer makes up texts: words by Zipf's law from a vocabulary of syllables.
type writer struct {
	rng   *rand.Rand
	zipf  *rand.Zipf
	words []string
	wide  bool
}

func newWriter(seed uint64, wide bool) *writer {
	rng := rand.New(rand.NewPCG(seed, 1))
	w := &writer{rng: rng, zipf: rand.NewZipf(rng, 1.1, 5, 19_999), wide: wide}
	for range 20_000 {
		var b strings.Builder
		for range 1 + rng.IntN(3) {
			if wide {
				b.WriteRune(rune(0x4e00 + rng.IntN(3000)))
			} else {
				b.WriteString(string("bdfglmnprst"[rng.IntN(11)]) + string("aeiou"[rng.IntN(5)]))
			}
		}
		w.words = append(w.words, b.String())
	}
	return w
}

func (w *writer) word() string { return w.words[w.zipf.Uint64()] }

func (w *writer) join(words []string) string {
	if w.wide {
		return strings.Join(words, "")
	}
	return strings.Join(words, " ")
}

func (w *writer) paragraph(n int) []string {
	p := make([]string, n)
	for i := range p {
		p[i] = w.word()
	}
	return p
}

type page [][]string

func (w *writer) page() page {
	var p page
	for range 6 + w.rng.IntN(10) {
		p = append(p, w.paragraph(20+w.rng.IntN(50)))
	}
	return p
}

func (w *writer) text(p page) []string {
	var out []string
	for _, para := range p {
		out = append(out, w.join(para))
	}
	return out
}

func (w *writer) edited(p page, part float64) page {
	var out page
	for _, para := range p {
		q := append([]string(nil), para...)
		for i := range q {
			if w.rng.Float64() < part {
				q[i] = w.word()
			}
		}
		out = append(out, q)
	}
	return out
}

// edits are what other outlets do to agency copy.
var edits = []struct {
	name  string
	apply func(*writer, page) page
	light bool
}{
	{"boilerplate", func(w *writer, p page) page {
		return append(append(page{w.paragraph(12)}, p...), w.paragraph(25))
	}, true},
	{"5 % of words", func(w *writer, p page) page { return w.edited(p, 0.05) }, true},
	{"15 % of paragraphs dropped", func(w *writer, p page) page {
		var out page
		for _, para := range p {
			if w.rng.Float64() >= 0.15 {
				out = append(out, para)
			}
		}
		return out
	}, true},
	{"first half", func(_ *writer, p page) page { return p[:(len(p)+1)/2] }, true},
	{"40 % own text", func(w *writer, p page) page {
		out := append(page(nil), p...)
		for range max(1, len(p)*2/5) {
			out = append(out, w.paragraph(40))
		}
		return out
	}, true},
	{"15 % of words", func(w *writer, p page) page { return w.edited(p, 0.15) }, false},
}

func TestEdits(t *testing.T) {
	n := 100
	if effort.AskedLong() {
		n = 400
	}
	for _, wide := range []bool{false, true} {
		w := newWriter(7, wide)
		x := NewIndex()
		var pages []page
		for i := range n {
			p := w.page()
			pages = append(pages, p)
			r := Candidate{ID: news.ArticleID(fmt.Sprint(i)), Outlet: "Agency", Title: fmt.Sprint("Headline ", i), Fingerprint: Of(w.text(p))}
			if m, ok := x.Match(r); ok {
				t.Errorf("page %d repeats an unrelated one: %+v", i, m)
			}
			x.Add(r)
		}
		for _, e := range edits {
			found := map[Relation]int{}
			for i, p := range pages {
				r := Candidate{ID: "new", Outlet: "Paper", Title: "Another headline", Fingerprint: Of(w.text(e.apply(w, p)))}
				m, ok := x.Match(r)
				if ok && m.ID != news.ArticleID(fmt.Sprint(i)) {
					t.Errorf("%s: page %d taken for %s", e.name, i, m.ID)
				}
				found[m.Relation]++
			}
			copies := 100 * float64(found[Copy]) / float64(len(pages))
			t.Logf("wide %-5v %-27s %5.1f %% copies, %5.1f %% rewrites", wide, e.name, copies, 100*float64(found[Rewrite])/float64(len(pages)))
			if e.light && copies < 99 {
				t.Errorf("%s: %.1f %% of copies found", e.name, copies)
			}
		}
	}
}

func TestRelations(t *testing.T) {
	w := newWriter(9, false)
	p := w.page()
	first := Candidate{ID: "1", Outlet: "The Lantern", Title: "Talks aim to avert ferry strike", Fingerprint: Of(w.text(p))}
	x := NewIndex()
	x.Add(first)
	more := append(append(page(nil), p...), w.paragraph(60))
	short := page{w.paragraph(12)}
	x.Add(Candidate{ID: "2", Fingerprint: Of(w.text(short))})
	for _, c := range []struct {
		name, outlet, title string
		text                page
		want                Relation
		of                  news.ArticleID
	}{
		{"the same elsewhere", "Gazette", "Ferry strike: talks", p, Copy, "1"},
		{"the same again", "The Lantern", first.Title, p, Copy, "1"},
		{"more under a new headline, same outlet", "The Lantern", "Stalemate in ferry strike talks", more, Update, "1"},
		{"more under the old headline", "The Lantern", "Talks aim to avert ferry strike ", more, Copy, "1"},
		{"more, elsewhere", "Gazette", "Stalemate in ferry strike talks", more, Copy, "1"},
		{"the same brief", "Gazette", "Brief", short, Copy, "2"},
		{"half a brief", "Gazette", "Brief", page{short[0][:6]}, "", ""},
		{"something else", "Gazette", "Bread", w.page(), "", ""},
		{"nothing", "Gazette", "Bread", nil, "", ""},
	} {
		m, ok := x.Match(Candidate{ID: "new", Outlet: c.outlet, Title: c.title, Fingerprint: Of(w.text(c.text))})
		if ok != (c.want != "") || m.Relation != c.want || m.ID != c.of {
			t.Errorf("%s: %+v %v", c.name, m, ok)
		}
	}
	if _, ok := x.Match(first); ok {
		t.Error("a report repeats itself")
	}
}

func TestFormDoesNotMatter(t *testing.T) {
	a := Of([]string{"The ferry’s crew voted, again, to STRIKE.", "Talks broke down."})
	b := Of([]string{"the ferry's crew voted again to strike talks broke down"})
	if a != b {
		t.Error("case, quotes and paragraphs make a difference")
	}
	if Of([]string{"渡轮工人，投票罢工"}) != Of([]string{"渡轮工人", "投票罢工。"}) {
		t.Error("Chinese punctuation makes a difference")
	}
}

func TestMarshal(t *testing.T) {
	f := Of([]string{strings.Repeat("one two three four five six ", 10)})
	b, err := f.MarshalBinary()
	if err != nil || len(b) != size {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	var g Fingerprint
	if err := g.UnmarshalBinary(b); err != nil || f != g {
		t.Errorf("%v", err)
	}
	for _, bad := range [][]byte{nil, b[:len(b)-1], append([]byte{form + 1}, b[1:]...)} {
		if g.UnmarshalBinary(bad) == nil {
			t.Errorf("%d bytes are no error", len(bad))
		}
	}
}

func TestForget(t *testing.T) {
	w := newWriter(3, false)
	x := NewIndex()
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	var prints []Fingerprint
	for i := range 10 {
		f := Of(w.text(w.page()))
		prints = append(prints, f)
		x.Add(Candidate{ID: news.ArticleID(fmt.Sprint(i)), At: day.AddDate(0, 0, i), Fingerprint: f})
	}
	for round := range 5 {
		x.Forget(day.AddDate(0, 0, 5))
		for i, f := range prints {
			if _, ok := x.Match(Candidate{ID: "new", Fingerprint: f}); ok != (i >= 5) {
				t.Errorf("round %d, report %d: %v", round, i, ok)
			}
		}
	}
	if x.Len() != 5 {
		t.Errorf("%d left", x.Len())
	}
}

// TestNews counts, in news of different events, what is taken for a copy.
func TestNews(t *testing.T) {
	dir := cmp.Or(os.Getenv("WAIDIAN_CORPORA"), "../../../shared/corpora")
	f, err := os.Open(filepath.Join(dir, "clustering", "ecbplus.dev.jsonl"))
	if err != nil {
		t.Skip("needs the clustering corpora: set WAIDIAN_CORPORA to their folder; CI has testdata/pairs.txt alone")
	}
	defer f.Close()
	x := NewIndex()
	event := map[news.ArticleID]string{}
	copies, rewrites := 0, 0
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		var row struct{ ID, Title, Text, Cluster string }
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		r := Candidate{ID: news.ArticleID(row.ID), Outlet: row.ID, Title: row.Title, Fingerprint: Of(strings.Split(row.Title+"\n"+row.Text, "\n"))}
		event[r.ID] = row.Cluster
		if m, ok := x.Match(r); ok {
			if event[m.ID] != row.Cluster {
				t.Errorf("%s repeats %s of another event (%.2f, %s)", r.ID, m.ID, m.Similarity, m.Relation)
			}
			if m.Relation == Copy {
				copies++
			} else {
				rewrites++
			}
		}
		x.Add(r)
	}
	t.Logf("%d texts: %d copies, %d rewrites, none of another event", x.Len(), copies, rewrites)
}

func BenchmarkOf(b *testing.B) {
	w := newWriter(1, false)
	texts := w.text(w.page())
	for b.Loop() {
		Of(texts)
	}
}

func BenchmarkMatch(b *testing.B) {
	w := newWriter(1, false)
	x := NewIndex()
	for i := range 10_000 {
		x.Add(Candidate{ID: news.ArticleID(fmt.Sprint(i)), Fingerprint: Of(w.text(w.page()[:3]))})
	}
	r := Candidate{ID: "new", Fingerprint: Of(w.text(w.page()))}
	for b.Loop() {
		x.Match(r)
	}
}
