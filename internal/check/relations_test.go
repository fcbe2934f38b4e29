package check

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// relationCase is a pair of testdata/relations.jsonl. Want is the kind of relation that is
// wrong, or empty.
type relationCase struct {
	Want, Lang, Summary string
	Source              []string
}

// TestRelations holds each rule on relations to its wrong pairs, and all of them to silence
// on the true ones. -v prints the rates.
func TestRelations(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "relations.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rules := map[string]news.Rule{
		"direction": news.NumberRule, "denial": news.NegateRule, "hedge": news.HedgeRule, "role": news.RoleRule, "speaker": news.SpeakerRule,
	}
	n := map[string]int{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var c relationCase
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			t.Fatalf("%v: %s", err, sc.Text())
		}
		n[c.Want]++
		found := c.relations()
		switch {
		case c.Want == "":
			for _, f := range found {
				t.Errorf("%s: %s: a false alarm: %s %q: %s", strings.Join(c.Source, " "), c.Summary, f.Rule, f.Span, f.Why())
			}
		case len(found) == 0:
			t.Errorf("%s: %s: %s is not seen", strings.Join(c.Source, " "), c.Summary, c.Want)
		case !slices.ContainsFunc(found, func(f news.Finding) bool { return f.Rule == rules[c.Want] && f.Rejects == (c.Want == "direction") }):
			t.Errorf("%s: %s: %s: got %+v", strings.Join(c.Source, " "), c.Summary, c.Want, found)
		}
	}
	t.Logf("pairs: %v", n)
}

// relations are the findings on a pair, but those on names of the glossary.
func (c relationCase) relations() []news.Finding {
	src := readSource(article(c.Source...), Checker{}.glossary())
	src.lang = c.Lang
	for i := range src.numbered {
		src.numbered[i] = read(src.numbered[i].Text, c.Lang, time.Time{})
	}
	var evidence []int
	for i := range src.numbered {
		evidence = append(evidence, i+1)
	}
	return slices.DeleteFunc(Checker{}.compare(src.ground(evidence), c.Summary, "zh-Hans", nil), func(f news.Finding) bool {
		return f.Rule == news.NameRule && f.Reason == news.NotNamed
	})
}

// A number that went the other way is one fault, and told once.
func TestDirectionToldOnce(t *testing.T) {
	for report, claim := range map[string]string{
		"The shortfall of the port widened to 7 million euros.": "港口亏空收窄至700万欧元。",
		"The deficit of the port grew to 7 million euros.":      "港口赤字缩小至约700万欧元。",
	} {
		c := relationCase{Lang: "en", Source: []string{report}, Summary: claim}
		if found := c.relations(); len(found) != 1 || !found[0].Rejects {
			t.Errorf("%s: %s: got %+v", report, claim, found)
		}
	}
}
