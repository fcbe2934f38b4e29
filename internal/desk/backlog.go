package desk

import "sync"

// mostWaiting is how many answers may wait to be written before no more is asked:
// where the disk is slower than the outlets, memory stays as it is.
const mostWaiting = 16

// backlog counts the answers that were had and are not yet with who writes them.
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

// admit waits until few enough wait.
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
