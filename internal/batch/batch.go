// Package batch gathers what comes at about the same time, so that it can be written
// together: a transaction costs as much as what most writers write. It starts no
// goroutine and keeps nothing.
package batch

import "time"

// Collect returns first and what follows it on more, in the order it came: until wait
// has passed, full says that the batch is large enough, or more is closed.
func Collect[T any](first T, more <-chan T, wait time.Duration, full func([]T) bool) []T {
	batch := []T{first}
	late := time.NewTimer(wait)
	defer late.Stop()
	for !full(batch) {
		select {
		case v, ok := <-more:
			if !ok {
				return batch
			}
			batch = append(batch, v)
		case <-late.C:
			return batch
		}
	}
	return batch
}
