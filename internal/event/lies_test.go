package event

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

//go:embed testdata/lies.txt
var liesFile string

// row is a sentence of lies.txt on its event.
type row struct {
	mark        string // "-": it lies and falls, "+": it is honest and stands, "~": it lies and stands, "x": it is honest and falls
	kind        string
	cites, text string
	all         []news.Telling
	held        bool // back while the rules were made
}

// lies reads lies.txt.
func lies() []row {
	var out []row
	var all []news.Telling
	var head, sentences, lines []string
	flush := func() {
		if head != nil {
			var hours int
			fmt.Sscan(head[2], &hours)
			all = append(all, told(head[0], strings.Join(head[3:], " "), head[1], hours, sentences, lines...))
		}
		head, sentences, lines = nil, nil, nil
	}
	seen := map[string]int{}
	for line := range strings.Lines(liesFile) {
		mark, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case mark == "" || mark == "#":
		case mark == "==":
			flush()
			all = nil
		case mark == "@":
			flush()
			head = strings.Fields(rest)
		case mark == "-" || mark == "+" || mark == "~" || mark == "x":
			flush()
			at, text, _ := strings.Cut(rest, " | ")
			kind, cites, _ := strings.Cut(at, " ")
			key := kind + map[bool]string{true: "+"}[honest(mark)]
			seen[key]++
			out = append(out, row{mark: mark, kind: kind, cites: cites, text: text, all: all, held: seen[key]%3 == 0})
		default:
			said, line, ok := strings.Cut(strings.TrimSpace(line), " || ")
			if sentences = append(sentences, said); !ok {
				line = said
			}
			if n := len(sentences) - 1; n > 0 {
				lines = append(lines, fmt.Sprintf("%d %s", n, line))
			}
		}
	}
	return out
}

// honest reports whether a row is marked as an honest sentence.
func honest(mark string) bool { return mark == "+" || mark == "x" }

// TestLies: a sentence of a model that lies falls, an honest one that looks like it stands.
func TestLies(t *testing.T) {
	rows := lies()
	for _, held := range []bool{false, true} {
		t.Run(map[bool]string{false: "worked", true: "held"}[held], func(t *testing.T) {
			right, of := map[string]int{}, map[string]int{}
			for _, r := range rows {
				if r.held != held {
					continue
				}
				d := news.StoryDigest{Lang: "zh-Hans", By: "m", Common: []news.StoryClaim{{Text: r.text, Evidence: cite(r.all, r.cites)}}}
				got, rejects := Reader{}.Check(d, r.all)
				stands := len(got.Common)+len(got.Only) == 1 || rejects[0].Why[0].Rule == news.AloneRule // which finds it true of others, too
				key := r.kind + map[bool]string{true: ", honest"}[honest(r.mark)]
				if of[key]++; stands == honest(r.mark) {
					right[key]++
				}
				if stands != (r.mark == "+" || r.mark == "~") {
					t.Errorf("%s %s %s | %s: stands %v: %+v", r.mark, r.kind, r.cites, r.text, stands, rejects)
				}
			}
			for _, key := range slices.Sorted(maps.Keys(of)) {
				t.Logf("%-22s %2d of %2d", key, right[key], of[key])
			}
		})
	}
}
