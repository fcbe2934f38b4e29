package byline

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/bylines.tsv
var bylines string

// TestBylines reads testdata/bylines.tsv: where a text stands, its language, the text, and
// the authors, "-" for none.
func TestBylines(t *testing.T) {
	n, nobodies := 0, 0
	for line := range strings.Lines(bylines) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			t.Fatalf("%q has %d fields", line, len(f))
		}
		n++
		r := Reader{Lang: f[1]}
		in := strings.ReplaceAll(f[2], `\n`, "\n")
		var got []string
		switch f[0] {
		case "data":
			got = r.Names(Pieces(in)...)
		case "class":
			got = r.Marked(strings.Split(in, "¦")...)
		case "line":
			got = r.Announced(in)
		case "head":
			got = r.Headed(strings.Split(in, "¦"))
		case "first":
			got = r.Opening(in)
		case "last":
			got = r.Closing(in)
		default:
			t.Fatalf("%q: no such place", f[0])
		}
		want := f[3]
		if want == "-" {
			want = ""
			nobodies++
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s, %s: %s\n\tgot  %q\n\twant %q", f[0], f[1], in, s, want)
		}
	}
	if n < 450 || nobodies < 200 {
		t.Errorf("%d bylines, %d of nobody", n, nobodies)
	}
}

// FuzzBylines: no text upsets the readers, and what they give can be names.
func FuzzBylines(f *testing.F) {
	for line := range strings.Lines(bylines) {
		if g := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(g) == 4 {
			f.Add(g[1], g[2])
		}
	}
	f.Add("tr", "İSTANBUL\xff By Ada\xc3 Lin")
	f.Fuzz(func(t *testing.T, lang, s string) {
		r := Reader{Lang: lang}
		for _, names := range [][]string{r.Names(Pieces(s)...), r.Marked(strings.Split(s, "¦")...), r.Announced(s), r.Headed(strings.Split(s, "¦")), r.Opening(s), r.Closing(s)} {
			if len(names) > Max {
				t.Errorf("%d names", len(names))
			}
			for _, name := range names {
				if len(name) > 120 || strings.TrimSpace(name) == "" {
					t.Errorf("%q is no name", name)
				}
			}
		}
	})
}

// TestWords: the data can be read, and every kind has words.
func TestWords(t *testing.T) {
	for line := range strings.Lines(wordsFile) {
		if k, _, _ := strings.Cut(strings.TrimSpace(line), " "); k != "" && k[0] != '#' && kindNames[k] == none {
			t.Errorf("%q is no kind", k)
		}
	}
	if l := known(); len(l.surnames["zh"]) < 300 || len(l.surnames["ja"]) < 300 || len(l.surnames["ko"]) < 80 || len(l.labels) == 0 {
		t.Error("the lists are short")
	}
}
