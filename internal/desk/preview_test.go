package desk_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// TestPreview: a report is read as it would be, with what its outlet asks, and nothing of it is stored.
func TestPreview(t *testing.T) {
	page := strings.Replace(pageOf("Flood in northern China", "8,600"), "\n\n", "\nTdm-Reservation: 1\nX-Robots-Tag: noarchive\n\n", 1)
	r := newRoom(t, web(flood, page))
	a, err := r.desk.Preview(t.Context(), courier, news.Lead{URL: flood})
	if err != nil || a.Title != "Flood in northern China" || !strings.Contains(a.Text(), "8,600") || !a.NoArchive || !a.Reserved {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := r.desk.Preview(t.Context(), courier, news.Lead{URL: courier}); err == nil || errors.Is(err, news.ErrNoText) {
		t.Errorf("a page that is not there: %v", err)
	}
	if err := r.db.View(t.Context(), func(tx *store.Tx) error {
		n, err := tx.Count()
		captures, _, err2 := tx.Captures()
		if n+captures != 0 {
			t.Errorf("%d reports, %d captures", n, captures)
		}
		return errors.Join(err, err2)
	}); err != nil {
		t.Fatal(err)
	}
}
