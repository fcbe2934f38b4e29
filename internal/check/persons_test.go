package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPersons judges the names alone of sentences over reports of a sentence each: of persons by
// a short name, of persons who are called as places are, of reports without capitals, and of
// reports in scripts whose names can be compared with nothing.
func TestPersons(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "persons.txt"))
	if err != nil {
		t.Fatal(err)
	}
	right, wrong := 0, 0
	for line := range strings.Lines(string(b)) {
		parts := strings.Split(strings.TrimSpace(line), "|")
		if len(parts) != 3 { // a heading
			continue
		}
		report, sentence, want := strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2])
		if want == "" {
			right++
		} else {
			wrong++
		}
		if got := strings.Join(doubted(Checker{}.Findings([]string{report}, time.Time{}, sentence)), " "); got != want {
			t.Errorf("%s: %s\n\twant %q, got %q", report, sentence, want, got)
		}
	}
	if right < 150 || wrong < 20 {
		t.Errorf("%d right and %d wrong sentences were read", right, wrong)
	}
}
