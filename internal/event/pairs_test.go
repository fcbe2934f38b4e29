package event

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// ownPairs are invented sentences, each pair with its reason.
const ownPairs = "testdata/pairs.jsonl"

var (
	pairsFile = flag.String("pairs", ownPairs, "sentences of two outlets, a pair a line, with whether a row should have both")
	pairsHalf = flag.String("half", "", "of the pairs, only those of this half")
)

// TestPairs sets two sentences of two outlets side by side. No row may stand that should not; of those that should, as many as
// before must.
func TestPairs(t *testing.T) {
	type sentence struct {
		Lang, Text string
		Published  time.Time
	}
	f, err := os.Open(*pairsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	right, kinds, differ, all := 0, 0, 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var p struct {
			Half   string
			A, B   sentence
			Differ bool
			Kind   news.FigureKind
			Why    string
		}
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if *pairsHalf != "" && p.Half != *pairsHalf {
			continue
		}
		var tellings []news.Telling
		for i, s := range []sentence{p.A, p.B} {
			var x news.Telling
			x.Article = news.Article{ID: news.ArticleID(rune('A' + i)), Outlet: string(rune('A' + i)), Lang: s.Lang, Published: s.Published, Blocks: []news.Block{{Kind: news.Paragraph, Text: s.Text, Ends: text.Sentences(s.Text)}}}
			tellings = append(tellings, x)
		}
		if p.B.Published.Before(p.A.Published) {
			tellings[0], tellings[1] = tellings[1], tellings[0]
		}
		rows := Reader{}.Figures(tellings)
		all++
		if p.Differ {
			differ++
		}
		if got := len(rows) > 0; got == p.Differ {
			right++
			if got && rows[0].Kind == p.Kind {
				kinds++
			}
		} else if *pairsHalf != "kept" && (got || testing.Verbose()) {
			report := t.Logf
			if got {
				report = t.Errorf
			}
			report("%s %s / %s %s: a row: %v, but %s", p.A.Lang, p.A.Text, p.B.Lang, p.B.Text, got, p.Why)
		}
	}
	t.Logf("%d of %d right; of %d rows %d have the kind", right, all, differ, kinds)
	if *pairsFile == ownPairs && *pairsHalf == "" && right < 156 {
		t.Errorf("%d of %d pairs are right, not 156 as before", right, all)
	}
}
