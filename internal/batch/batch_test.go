package batch_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/batch"
)

func TestCollect(t *testing.T) {
	const wait = 100 * time.Millisecond
	never := func([]int) bool { return false }
	for _, c := range []struct {
		name  string
		after []time.Duration // when the numbers 1, 2, … come, each after the one before
		end   bool            // the channel is closed behind them
		full  func([]int) bool
		want  []int
		took  time.Duration
	}{
		{"nothing follows", nil, false, never, []int{0}, wait},
		{"nothing can follow", nil, true, never, []int{0}, 0},
		{"what comes in time", []time.Duration{0, 40 * time.Millisecond, 50 * time.Millisecond, 20 * time.Millisecond}, false, never, []int{0, 1, 2, 3}, wait},
		{"the end", []time.Duration{0, 40 * time.Millisecond}, true, never, []int{0, 1, 2}, 40 * time.Millisecond},
		{"enough", []time.Duration{0, time.Millisecond, time.Millisecond}, false, func(b []int) bool { return len(b) == 2 }, []int{0, 1}, 0},
		{"enough at once", []time.Duration{0}, false, func(b []int) bool { return true }, []int{0}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				more, stop, ended := make(chan int), make(chan struct{}), make(chan struct{})
				go func() {
					defer close(ended)
					defer close(more)
					for i, d := range c.after {
						time.Sleep(d)
						select {
						case more <- i + 1:
						case <-stop:
							return
						}
					}
					if !c.end {
						<-stop
					}
				}()
				began := time.Now()
				got := batch.Collect(0, more, wait, c.full)
				if !slices.Equal(got, c.want) || time.Since(began) != c.took {
					t.Errorf("got %v after %v, want %v after %v", got, time.Since(began), c.want, c.took)
				}
				close(stop)
				<-ended
			})
		})
	}
}
