package desk

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/waidian/waidian/internal/news"
)

// TestBacklogHoldsAskersBack fills the backlog; one more is admitted only when an
// answer has gone out.
func TestBacklogHoldsAskersBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBacklog()
		for range mostWaiting {
			b.admit()
			b.add(1)
		}
		admitted := false
		go func() { b.admit(); admitted = true }()
		synctest.Wait()
		if admitted {
			t.Fatal("one more is asked for, although nothing was written")
		}
		b.add(-1)
		synctest.Wait()
		if !admitted {
			t.Error("an answer was written, and nobody is asked")
		}
	})
}

// TestHostIsLearnedFromEveryFewPages has a host publish a hundred pages.
func TestHostIsLearnedFromEveryFewPages(t *testing.T) {
	var n hostNotes
	learned := []int{}
	for i := range 400 {
		if !n.wants() {
			continue
		}
		page := fmt.Sprintf(`<html><body><h1>Report %d</h1><article><p>Pier %d was closed for %d hours after a barge
			had lost its cargo there, the port authority said in the morning.</p></article></body></html>`, i, i, i)
		err := n.Learn(news.Capture{Final: fmt.Sprintf("https://courier.example/%d", i), Status: 200, Body: []byte(page)})
		if err != nil {
			t.Fatal(err)
		}
		learned = append(learned, i)
	}
	if n.Pages() != enoughPages || len(learned) != enoughPages {
		t.Errorf("%d pages have taught, %d were asked to; want %d", n.Pages(), len(learned), enoughPages)
	}
	if learned[firstPages-1] != firstPages-1 || learned[firstPages]-learned[firstPages-1] != oneIn {
		t.Errorf("pages that taught: %v", learned)
	}
}
