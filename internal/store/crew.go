package store

import "context"

// Crew does tasks.
type Crew struct {
	// Do does a task. It may take its time and use the network; the function it
	// returns is run in one transaction together with the end of the task, or, when
	// there is an error too, together with what Judge decides.
	Do func(context.Context, Task) (apply func(*Tx) error, err error)
	// Judge says what becomes of a task that went wrong.
	Judge func(Task, error) Decision
	// Hands is how many tasks of a kind are done at the same time; kinds that are
	// not in it are left waiting.
	Hands map[Kind]int
	// Told is called after a task has ended or was put off; err is nil for a task
	// that was done. It may be nil, and is called by several goroutines.
	Told func(Task, error)
}

// Kinds are the kinds of task that the crew has hands for, in the order of the way.
func (c Crew) Kinds() []Kind {
	kinds := make([]Kind, 0, len(c.Hands))
	for _, k := range []Kind{Fetch, Read, Digest} {
		if c.Hands[k] > 0 {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// Tell calls Told, if there is one.
func (c Crew) Tell(t Task, err error) {
	if c.Told != nil {
		c.Told(t, err)
	}
}
