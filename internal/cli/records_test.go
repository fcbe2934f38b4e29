package cli

import (
	"fmt"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// An address that had a report which may not be had gives no more than the pages of the other one, and the answers that it is gone.
func TestAnswersOfOneReport(t *testing.T) {
	page := func(n int64, hash news.Hash) news.Ref {
		return news.Ref{Hash: hash, File: "f", Offset: n, Status: 200}
	}
	kept := func(refs ...news.Ref) (out []store.Kept) {
		for _, r := range refs {
			out = append(out, store.Kept{Ref: r})
		}
		return out
	}
	pages := []pageRef{{ref: page(1, "own")}}
	gone := news.Ref{Hash: "404", File: "f", Offset: 9, Status: 404}
	moved := news.Ref{Hash: "301", File: "f", Offset: 8, Status: 301}
	same := news.Ref{Hash: "304", File: "f", Offset: 7, Status: 304}
	for _, tt := range []struct {
		name   string
		public bool
		denied news.Hash
		kept   []store.Kept
		want   string
	}{
		{"all of its own", false, "x", kept(page(2, "own"), page(3, "other"), gone, moved, same), "1 2 3 9 8 7"},
		{"a page of a hidden report", false, "hidden", kept(page(2, "own"), page(3, "hidden"), page(4, "either's"), gone, moved, same), "1 2 9"},
		{"an answer that a hidden report had too", false, "404", kept(page(2, "own"), gone), "1 2"},
		{"for the public", true, "x", kept(page(2, "own"), page(3, "other"), gone, moved, same), "1 2 9 8 7"},
		{"nothing else", true, "x", nil, "1"},
	} {
		r := &records{public: tt.public, denied: map[news.Hash]bool{tt.denied: true}}
		got := ""
		for i, ref := range r.choose(pages, tt.kept) {
			if i > 0 {
				got += " "
			}
			got += fmt.Sprint(ref.Offset)
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
