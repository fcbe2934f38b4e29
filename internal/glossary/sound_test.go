package glossary

import (
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/hanwords"
)

// Names that are spelled by sound sound alike in both scripts, and few others do.
func TestSoundsOfNames(t *testing.T) {
	type name struct {
		chinese string
		spelled hanwords.Voice
		own     []hanwords.Voice // of a word of it, or of two
	}
	var names []name
	for _, e := range Standard().entries {
		if len(e.Latin) == 0 || len(e.Hans) == 0 || strings.Contains(e.Latin[0], " ") && e.Kind != Person || e.Kind == Person && !e.stranger() || e.Kind == Org || e.Kind == Term {
			continue
		}
		words := strings.Fields(e.Latin[0])
		parts := strings.Split(e.Hans[0], "·")
		chinese := parts[len(parts)-1]
		if hanwords.Sounds(chinese) {
			n := name{chinese: chinese + " " + e.Latin[0], spelled: hanwords.Of(chinese)}
			for i, w := range words {
				n.own = append(n.own, hanwords.Latin(w), hanwords.Latin(words[max(0, i-1)]+w))
			}
			names = append(names, n)
		}
	}
	alike, others, tried := 0, 0, 0
	for _, n := range names {
		if slices.ContainsFunc(n.own, n.spelled.Like) {
			alike++
		} else {
			t.Logf("%s: %s is not like %v", n.chinese, n.spelled, n.own)
		}
		if len(n.spelled) != 4 {
			continue
		}
		for _, o := range names {
			tried++
			if n.chinese != o.chinese && n.spelled.Like(o.own[len(o.own)-2]) {
				others++
			}
		}
	}
	if alike*100 < len(names)*96 || others*100 > tried*3 {
		t.Errorf("%d of %d are alike, of others %d of %d", alike, len(names), others, tried)
	}
}
