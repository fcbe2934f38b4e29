package check

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/news"
)

// sentencesAround is how many pairs of other reports stand around each.
const sentencesAround = 12

// TestTruePairsInPlace puts the true pairs of testdata among sentences of others, as one
// report, and asks for no finding of numbers or dates: what stands elsewhere takes nothing
// from what is cited.
func TestTruePairsInPlace(t *testing.T) {
	for _, table := range append([]string{"kinds.jsonl"}, tables...) {
		var list []evidenceCase
		for _, c := range readCases(t, filepath.Join("testdata", table)) {
			if c.Verdict == news.Supported {
				list = append(list, c)
			}
		}
		for i, c := range list {
			src := &source{published: c.published(), names: Checker{}.glossary(), lang: "en"}
			var cites []int
			for k := range sentencesAround {
				other := list[(i-sentencesAround/2+k+len(list))%len(list)]
				lang := latin.Language(strings.Join(other.Source, " "))
				for _, s := range other.Source {
					src.numbered = append(src.numbered, read(s, lang, c.published()))
					if k == sentencesAround/2 {
						cites = append(cites, len(src.numbered))
					}
				}
			}
			src.index()
			if f, found := ofNumbers(Checker{}.compare(src.ground(cites), c.Summary, c.lang(), nil)); found {
				t.Errorf("%s: %s\n\t%s\n\t%s %q: %s", c.ID, c.Source, c.Summary, f.Rule, f.Span, f.Why())
			}
		}
	}
}
