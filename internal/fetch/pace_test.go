package fetch

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// A turn that comes while the host is to be left alone is given on: everyone in line is
// turned away with the time of the host, nobody keeps the lock, and the host is free when
// the time has come.
func TestATurnComesWhileTheHostIsClosed(t *testing.T) {
	for _, waiting := range []int{1, 3} { // with one, a lock that is kept shows at once
		turnedAway(t, waiting)
		if t.Failed() {
			break
		}
	}
}

func turnedAway(t *testing.T, waiting int) {
	synctest.Test(t, func(t *testing.T) {
		at := door{"a.example", "443"}
		hs := &hosts{now: time.Now, known: map[string]*host{}}
		first, err := hs.enter(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		ends := make(chan error, waiting)
		for range waiting {
			go func() {
				_, err := hs.enter(t.Context(), at)
				ends <- err
			}()
			synctest.Wait()
		}
		until := hs.leave(first, at, signal{mood: busy, retry: 2 * time.Minute, why: "503"})
		synctest.Wait()
		for i := range waiting {
			select {
			case err := <-ends:
				var later *news.Later
				if !errors.As(err, &later) || !later.Until.Equal(until) {
					t.Errorf("error %v", err)
				}
			default:
				t.Fatalf("%d of %d were turned away, the others wait", i, waiting)
			}
		}
		if !hs.mu.TryLock() {
			t.Fatal("somebody went and kept the lock")
		}
		hs.mu.Unlock()
		if first.taken || len(first.line) != 0 {
			t.Errorf("the host is taken: %v, %d in line", first.taken, len(first.line))
		}
		time.Sleep(2 * time.Minute)
		again, err := hs.enter(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		hs.leave(again, at, signal{mood: well})
	})
}
