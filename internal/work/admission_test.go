package work

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// No task begins while as many are about to be written as may be, and none waits for tasks that wait for their outlets.
func TestAdmission(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAdmission(time.Now)
		a.most = 2
		began := time.Now()
		in := make(chan *admitted)
		for range 6 {
			go func() {
				task, err := a.enter(t.Context())
				if err != nil {
					t.Error(err)
				}
				in <- task
			}()
		}
		at := func(want time.Duration) *admitted {
			t.Helper()
			task := <-in
			if got := time.Since(began); got != want {
				t.Errorf("begun after %v, want %v", got, want)
			}
			return task
		}
		one, two := at(0), at(0)
		time.Sleep(5 * time.Millisecond)
		one.leave()
		three := at(5 * time.Millisecond) // in the place of one
		time.Sleep(5 * time.Millisecond)
		two.done() // it is written for long
		at(25 * time.Millisecond)
		_ = three // its outlet is slow: after 20 ms another begins, while two is still being written
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if _, err := a.enter(ctx); err == nil {
			t.Error("a task that was cut off begins")
		}
		two.leave()
		at(25 * time.Millisecond)
		at(45 * time.Millisecond)
	})
}

// Ends of tasks that waited for a slow outlet are written together, however many they are: others begin meanwhile.
func TestAdmissionOfWhatIsWrittenTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAdmission(time.Now)
		began := time.Now()
		for range 20 {
			task, err := a.enter(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(slowAfter)
			task.done()
		}
		if took := time.Since(began); took != 20*slowAfter {
			t.Errorf("20 tasks began within %v, while the ends of the slow ones before were written", took)
		}
	})
}
