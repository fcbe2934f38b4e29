package search

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestStem: the forms of one word have one stem, and words that only look alike have two.
func TestStem(t *testing.T) {
	for _, same := range [][]string{
		{"robotaxi", "robotaxis"}, {"tariff", "tariffs"}, {"export", "exports", "exported", "exporting"}, {"ferry", "ferries", "ferried"},
		{"plan", "plans", "planned", "planning"}, {"plane", "planes"}, {"trade", "trades", "traded", "trading"}, {"control", "controls", "controlled", "controlling"},
		{"install", "installed", "installs"}, {"agree", "agrees", "agreed", "agreeing"}, {"tax", "taxes", "taxed"}, {"use", "uses", "used", "using"},
		{"create", "created", "creating"}, {"police", "policed", "policing"}, {"policy", "policies"}, {"virus", "viruses"}, {"pass", "passes", "passed"},
		{"meeting", "meetings", "meet"}, {"die", "dies", "died", "dying"}, {"add", "adds", "added"}, {"hundred", "hundreds"}, {"proceed", "proceeds", "proceeded", "proceeding"},
		{"strike", "strikes", "striking"}, {"travel", "traveled", "travelled"}, {"carte", "cartes"}, {"sanction", "sanctions"},
	} {
		for _, w := range same {
			if !slices.Contains(Forms(w), same[0]) || !slices.Contains(Forms(same[0]), w) {
				t.Errorf("%s has the forms %s, and %s %s", w, Forms(w), same[0], Forms(same[0]))
			}
			if Stem(w) != Stem(same[0]) {
				t.Errorf("%s is %s, and %s is %s", w, Stem(w), same[0], Stem(same[0]))
			}
		}
	}
	for _, apart := range [][2]string{
		{"plan", "plane"}, {"policy", "police"}, {"universal", "university"}, {"news", "new"}, {"hamas", "hama"}, {"evening", "even"},
		{"national", "nation"}, {"bring", "br"}, {"car", "care"}, {"war", "ware"}, {"us", "u"}, {"wall", "wale"}, {"bus", "bu"}, {"beijing", "beige"},
	} {
		if Stem(apart[0]) == Stem(apart[1]) {
			t.Errorf("%s and %s are both %s", apart[0], apart[1], Stem(apart[0]))
		}
	}
	for _, own := range []string{"中国", "u2", "straße", "a", ""} {
		if Stem(own) != own {
			t.Errorf("%q becomes %q", own, Stem(own))
		}
	}
}

// TestForms: the words of our own English that have one stem are forms of each other.
func TestForms(t *testing.T) {
	byStem := map[string][]string{}
	for _, w := range vocabulary() {
		byStem[Stem(w)] = append(byStem[Stem(w)], w)
	}
	together := 0
	for _, words := range byStem {
		if len(words) > 1 {
			together++
		}
		for _, w := range words {
			for _, v := range words {
				if !slices.Contains(Forms(w), v) && !strings.HasPrefix(v, "local") { // local, locale
					t.Errorf("%s is no form of %s", v, w)
				}
			}
		}
	}
	if together < 100 {
		t.Errorf("only %d stems have several words", together)
	}
}

// vocabulary is the words of our own English.
func vocabulary() (out []string) {
	for _, pattern := range []string{"../../*.md", "../../doc/*.md", "../../doc/decisions/*.md"} {
		files, _ := filepath.Glob(pattern)
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				panic(err)
			}
			out = append(out, strings.Fields(Tokens(string(b)))...)
		}
	}
	out = slices.DeleteFunc(out, func(w string) bool { return !stemmed(w) })
	slices.Sort(out)
	return slices.Compact(out)
}
