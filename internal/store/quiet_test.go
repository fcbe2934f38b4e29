package store

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
)

// Each cause of silence has its word in the leaves of the log.
func TestCausesAreReasonsOfLeaves(t *testing.T) {
	at := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	for _, c := range news.Causes() {
		text, err := translog.Leaf{Kind: translog.Silence, From: at, To: at, Why: translog.Why(c)}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := translog.ReadLeaf(text); err != nil {
			t.Errorf("%s: %v", c, err)
		}
	}
}
