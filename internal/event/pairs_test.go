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

// otherThings are sentences of one story whose numbers are of two things: a part and the whole, two days, a plan and what came of it, a
// room and those in it, for each and in all.
const otherThings = "testdata/otherthings.jsonl"

// sameThings are sentences of one story that give two values of one thing.
const sameThings = "testdata/onething.jsonl"

// TestOtherThings shows no row of what is not one thing.
func TestOtherThings(t *testing.T) {
	for _, p := range pairsOf(t, otherThings) {
		if rows := (Reader{}).Figures(p.tellings()); len(rows) > 0 {
			t.Errorf("%s / %s: %s, but %s", p.A.Text, p.B.Text, written(rows[0]), p.Why)
		}
	}
}

// TestSameThings shows a row of most of what is one thing.
func TestSameThings(t *testing.T) {
	const most = 97
	rows := 0
	for _, p := range pairsOf(t, sameThings) {
		rows += min(1, len(Reader{}.Figures(p.tellings())))
	}
	if rows < most {
		t.Errorf("%d rows, not %d as before", rows, most)
	}
}

// pair is two sentences of two outlets.
type pair struct {
	Half   string
	A, B   pairSentence
	Differ bool
	Kind   news.FigureKind
	Why    string
}

type pairSentence struct {
	Lang, Text string
	Published  time.Time
}

// pairsOf reads the pairs of a file.
func pairsOf(t *testing.T, name string) []pair {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []pair
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var p pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		t.Fatalf("no pair in %s", name)
	}
	return out
}

// tellings are the sentences as two reports, the older first.
func (p pair) tellings() []news.Telling {
	var out []news.Telling
	for i, s := range []pairSentence{p.A, p.B} {
		var x news.Telling
		x.Article = news.Article{ID: news.ArticleID(rune('A' + i)), Outlet: string(rune('A' + i)), Lang: s.Lang, Published: s.Published, Blocks: []news.Block{{Kind: news.Paragraph, Text: s.Text, Ends: text.Sentences(s.Text)}}}
		out = append(out, x)
	}
	if p.B.Published.Before(p.A.Published) {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

// TestPairs sets two sentences of two outlets side by side. No row may stand that should not; of those that should, as many as
// before must.
func TestPairs(t *testing.T) {
	right, kinds, differ, all := 0, 0, 0, 0
	for _, p := range pairsOf(t, *pairsFile) {
		if *pairsHalf != "" && p.Half != *pairsHalf {
			continue
		}
		tellings := p.tellings()
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
			if *details {
				closest(t, Reader{}.amountsOf(tellings))
			}
		}
	}
	t.Logf("%d of %d right; of %d rows %d have the kind", right, all, differ, kinds)
	if *pairsFile == ownPairs && *pairsHalf == "" && right < 164 {
		t.Errorf("%d of %d pairs are right, not 164 as before", right, all)
	}
}
