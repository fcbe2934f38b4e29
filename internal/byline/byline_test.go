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
	if n < 150 || nobodies < 60 {
		t.Errorf("%d bylines, %d of nobody", n, nobodies)
	}
}
