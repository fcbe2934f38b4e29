package store

import "context"

// Crew does tasks.
type Crew struct {
	// Do does a task. It may take its time and use the network; the function it
	// returns is run in one transaction together with the end of the task, or, when
	// there is an error too, together with what Decide says.
	Do func(context.Context, Task) (apply func(*Tx) error, err error)
	// Decide says what becomes of a task that went wrong.
	Decide func(Task, error) Decision
	// Workers is how many tasks of a kind are done at the same time; tasks of kinds
	// that are not in it are left alone.
	Workers map[Kind]int
	// Ended is called after a task was done (err is nil) or put off. It may be nil,
	// and is called by several goroutines.
	Ended func(Task, error)
}

// Kinds are the kinds of task that the crew has workers for, in the order of the steps.
func (c Crew) Kinds() []Kind {
	out := make([]Kind, 0, len(c.Workers))
	for _, k := range kinds {
		if c.Workers[k] > 0 {
			out = append(out, k)
		}
	}
	return out
}

// Notify calls Ended, if there is one.
func (c Crew) Notify(t Task, err error) {
	if c.Ended != nil {
		c.Ended(t, err)
	}
}
