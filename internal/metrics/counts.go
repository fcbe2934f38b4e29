package metrics

import (
	"strings"
	"sync"
)

// Counts are counters with the same labels. Several goroutines may add to them. The zero value counts from 0.
type Counts struct {
	mu sync.Mutex
	of map[string]float64 // by the values of the labels, joined by a zero byte
}

// Add adds to the counter with these values of the labels.
func (c *Counts) Add(n float64, values ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]float64{}
	}
	c.of[strings.Join(values, "\x00")] += n
}

// Get is the counter with these values of the labels.
func (c *Counts) Get(values ...string) float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.of[strings.Join(values, "\x00")]
}
