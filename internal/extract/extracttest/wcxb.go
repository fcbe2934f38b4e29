package extracttest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// The set wcxb is the development half of the Web Content Extraction Benchmark (2026, CC BY 4.0):
// 1,497 pages of 1,295 hosts, each with its text by hand, its type, and phrases that a reading has
// to have or must not have. It is not part of this project. To have it beside the other sets:
//
//	git clone https://github.com/Murrough-Foley/web-content-extraction-benchmark wcxb.git
//	mkdir -p FOLDER/extraction/wcxb && git -C wcxb.git archive HEAD dev | tar -x --strip-components=1 -C FOLDER/extraction/wcxb
//	WAIDIAN_CORPORA=FOLDER go test ./internal/extract -run TestCorpus -v
//
// The other half, test, is for those who compare extractors: nothing here may be tuned on it.
// Set "wcxb" has the pages of type article; "wcxb-other" has those of all other types.
const wcxb = "wcxb"

// parts splits the name of a set into the folder that has it and what it takes from there.
func parts(set string) (folder string, others bool) {
	folder, _, others = strings.Cut(set, "-")
	return folder, others
}

// wcxbPage is a page of the benchmark as it is written there.
type wcxbPage struct {
	URL      string `json:"url"`
	Internal struct {
		Type struct {
			Primary string `json:"primary"`
		} `json:"page_type"`
	} `json:"_internal"`
	Truth struct {
		Title     string   `json:"title"`
		Author    string   `json:"author"`
		Published string   `json:"publish_date"`
		Body      string   `json:"main_content"`
		With      []string `json:"with"`
		Without   []string `json:"without"`
	} `json:"ground_truth"`
}

// readWCXB reads the pages that are articles, or all others; without their HTML.
func readWCXB(t testing.TB, dir string, others bool) map[string]Page {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "ground-truth", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d pages, %v", dir, len(files), err)
	}
	out := map[string]Page{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var w wcxbPage
		if err := json.Unmarshal(raw, &w); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if kind := w.Internal.Type.Primary; (kind != "article") != others || w.Truth.Body == "" {
			continue
		}
		g := w.Truth
		p := Page{URL: w.URL, Body: g.Body, Title: g.Title, Published: g.Published, With: g.With, Without: g.Without}
		if len(p.Published) < len("2006-01-02") {
			p.Published = ""
		}
		if g.Author != "" {
			p.Authors = []string{g.Author}
		}
		out[strings.TrimSuffix(filepath.Base(f), ".json")] = p
	}
	return out
}

// Words is the agreement of a text with its reference by the definition of the Web Content
// Extraction Benchmark: multisets of words in lower case. The phrases of a page are counted
// as well: those found that it has to have, and those found that it must not have.
type Words struct {
	N                      int
	f1, prec, rec          float64
	with, missed, intruded int
}

// Add counts the text of a page.
func (w *Words) Add(g Page, got string) {
	ref, have := wordsOf(g.Body), wordsOf(got)
	var want, all, both int
	for k, n := range ref {
		want += n
		both += min(n, have[k])
	}
	for _, n := range have {
		all += n
	}
	w.N++
	if both > 0 {
		p, r := float64(both)/float64(all), float64(both)/float64(want)
		w.prec, w.rec, w.f1 = w.prec+p, w.rec+r, w.f1+harmonic(p, r)
	}
	low := strings.ToLower(got)
	for _, s := range g.With {
		if strings.Contains(low, strings.ToLower(s)) {
			w.with++
		} else {
			w.missed++
		}
	}
	for _, s := range g.Without {
		if strings.Contains(low, strings.ToLower(s)) {
			w.intruded++
		}
	}
}

// F1 is the mean of the pages' F1.
func (w Words) F1() float64 { return w.f1 / float64(max(1, w.N)) }

// P is the mean precision, R the mean recall.
func (w Words) P() float64 { return w.prec / float64(max(1, w.N)) }

// R is the mean recall.
func (w Words) R() float64 { return w.rec / float64(max(1, w.N)) }

// Phrases is the precision and the recall of the phrases: of all that were found, the share that
// the page has to have; of those, the share that was found.
func (w Words) Phrases() (precision, recall float64) {
	return float64(w.with) / float64(max(1, w.with+w.intruded)), float64(w.with) / float64(max(1, w.with+w.missed))
}

func wordsOf(s string) map[string]int {
	out := map[string]int{}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_'
	}) {
		out[w]++
	}
	return out
}
