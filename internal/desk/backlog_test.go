package desk

import (
	"testing"
	"testing/synctest"
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
