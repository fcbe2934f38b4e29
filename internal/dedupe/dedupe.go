// Package dedupe tells which earlier report a report repeats: agency copy under
// another headline, a shortened or lightly edited reprint. It compares word
// shingles by MinHash. It never decides what happens to a copy, and keeps no text.
package dedupe

import (
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Fingerprint is what is kept of a report's text to compare it with others.
type Fingerprint struct {
	words  uint32
	text   uint64
	sketch [128]uint32
}

// Of takes the fingerprint of a report's body.
func Of(paragraphs []string) Fingerprint { return Fingerprint{} }

// MarshalBinary gives the fixed-size form that is stored.
func (f Fingerprint) MarshalBinary() ([]byte, error) { return nil, nil }

// UnmarshalBinary reads what MarshalBinary wrote.
func (f *Fingerprint) UnmarshalBinary(b []byte) error { return nil }

// Report is a report as the index knows it.
type Report struct {
	ID            news.ArticleID
	Outlet, Title string
	At            time.Time // published, or first seen
	Print         Fingerprint
}

// Relation says how a report repeats an earlier one.
type Relation string

// How a report repeats an earlier one.
const (
	Copy    Relation = "copy"    // nothing of note in it is new: show the earlier one
	Update  Relation = "update"  // the same outlet wrote on: a report of its own, same story
	Rewrite Relation = "rewrite" // much shared text, much changed: a report of its own, same story
)

// Match is the closest earlier report.
type Match struct {
	ID         news.ArticleID
	Relation   Relation
	Similarity float64 // estimated Jaccard similarity of the shingles, 0–1
}

// Index holds the fingerprints of recent reports. It is not safe for concurrent use.
type Index struct{}

// NewIndex returns an empty index.
func NewIndex() *Index { return &Index{} }

// Add puts a report into the index. Copies need not be added: their original stands for them.
func (x *Index) Add(r Report) {}

// Match finds the closest report in the index that r repeats.
func (x *Index) Match(r Report) (Match, bool) { return Match{}, false }

// Forget drops the reports older than before.
func (x *Index) Forget(before time.Time) {}

// Len is the number of reports in the index.
func (x *Index) Len() int { return 0 }
