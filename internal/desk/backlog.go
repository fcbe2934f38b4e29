package desk

import "sync"

// mostWaiting is how many answers may wait to be written before the next source is
// asked, so that memory does not grow where the disk is slower than the outlets.
const mostWaiting = 16

// backlog counts the answers that have come and that the writer has not taken yet.
type backlog struct {
	mu      sync.Mutex
	less    *sync.Cond
	waiting int
}

func newBacklog() *backlog {
	b := new(backlog)
	b.less = sync.NewCond(&b.mu)
	return b
}

// admit waits until fewer than mostWaiting answers wait.
func (b *backlog) admit() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.waiting >= mostWaiting {
		b.less.Wait()
	}
}

// add counts answers in (1) and out (-1).
func (b *backlog) add(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting += n
	if n < 0 {
		b.less.Broadcast()
	}
}
