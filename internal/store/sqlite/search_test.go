package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// TestSearchDoesNotSort: the hits that came last are found without putting all of them in
// order; only those few are sorted by their date.
func TestSearchDoesNotSort(t *testing.T) {
	db := open(t)
	rows, err := db.Handle().QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+sqlite.SearchQuery, store.Query{Match: "x", Limit: 21}.Args(1000)...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	sorts := 0
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		sorts += strings.Count(detail, "B-TREE")
		if strings.Contains(detail, "SCAN a") {
			t.Errorf("plan: %s", detail)
		}
	}
	if sorts != 1 {
		t.Errorf("the plan sorts %d times, want once", sorts)
	}
}

// BenchmarkFind asks an archive of generated articles for common, middling and rare
// words in both languages. WAIDIAN_ARTICLES sets how many there are.
func BenchmarkFind(b *testing.B) {
	n := 10_000
	if s := os.Getenv("WAIDIAN_ARTICLES"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	path := filepath.Join(b.TempDir(), "waidian.db")
	db, err := sqlite.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	began := time.Now()
	fill(b, db, n)
	if st, err := os.Stat(path); err == nil {
		b.Logf("%d articles indexed in %.1f s, %.1f MB", n, time.Since(began).Seconds(), float64(st.Size())/1e6)
	}
	for _, c := range []struct{ name, query string }{
		{"English/common", word(0)}, {"English/middling", word(200)}, {"English/rare", word(4000)},
		{"English/two", word(0) + " " + word(300)}, {"English/phrase", `"` + word(1) + " " + word(2) + `"`},
		{"Chinese/common", han(0, 1)}, {"Chinese/middling", han(20, 31)}, {"Chinese/one", han(5)}, {"Chinese/long", han(3, 0, 2, 1)}, {"Chinese/figure", "2024" + han(2)},
	} {
		b.Run(c.name, func(b *testing.B) { find(b, db, c.query) })
	}
}

func find(b *testing.B, db *store.DB, query string) {
	q, err := search.Parse(query)
	if err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	hits := 0
	for b.Loop() {
		began := time.Now()
		err := db.View(b.Context(), func(tx *store.Tx) error {
			rows, _, err := tx.Find(store.Query{Match: q.FTS5(), Limit: 20})
			hits = len(rows)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms/p99")
	b.ReportMetric(float64(hits), "shown")
}

// fill writes n articles of some 150 words and 150 characters, drawn as words are in
// a language: the second half as often as the first, and so on.
func fill(b *testing.B, db *store.DB, n int) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	latin, chinese := rand.NewZipf(r, 1.1, 4, 19_999), rand.NewZipf(r, 1.1, 20, 2999)
	for from := 0; from < n; from += 1000 {
		err := db.Update(b.Context(), func(tx *store.Tx) error {
			for i := from; i < min(from+1000, n); i++ {
				var text strings.Builder
				for range 150 {
					text.WriteString(word(int(latin.Uint64())) + " ")
				}
				text.WriteString("2024")
				for range 150 {
					text.WriteString(han(int(chinese.Uint64())))
				}
				if err := plainArticle(tx, i); err != nil {
					return err
				}
				tx.Index(int64(i+1), search.Indexed(text.String()))
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// plainArticle adds what search shows of an article, without its text.
func plainArticle(tx *store.Tx, i int) error {
	_, err := tx.SQL().Exec(`INSERT INTO article (seq, id, source, source_name, outlet, canonical, title, kind, lang, day, published, zone,
			captured, words, version, story, copy_of, held, changed)
		VALUES ($1, $2, 'courier', 'Courier - China', 'Courier', 'https://courier.example/' || $1, 'Report ' || $1, 'report', 'en', '2026-03-12', $1, 0, $1, 300, 1, $2, '', 0, $1)`,
		i+1, fmt.Sprintf("a%d", i))
	return err
}

// word is the nth most common word of an invented language.
func word(n int) string {
	const c, v = "bcdfghklmnprstvz", "aeiou"
	s := ""
	for n += 40; n > 0; n /= 80 {
		s += string(c[n%16]) + string(v[n/16%5])
	}
	return s
}

// han are the nth most common characters, one after the other.
func han(ns ...int) string {
	s := ""
	for _, n := range ns {
		s += string(rune(0x4e00 + n*7))
	}
	return s
}
