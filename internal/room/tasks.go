package room

import (
	"context"

	"github.com/waidian/waidian/internal/wording"
)

// Task is a task that waits, or that was given up.
type Task struct {
	Kind, Subject string // which it is
	Name          string // of its kind, in words
	About         string // a headline or an address
	When          string // when it is due; of one that was given up, about when that was
	Reason        string // as the desk has noted it in English
}

// Queue is how many tasks there are of a kind.
type Queue struct {
	Name                 string
	Ready, Later, Buried int
}

// Spending is what the models have cost.
type Spending struct {
	Name   string // of the time
	Cost   string
	Tokens int
	Most   string // what may be spent; "": there is no bound
	Spent  bool   // all that may be
}

// Work is what the desk does, what it gave up, and what that costs.
type Work struct {
	Buried, Waiting []Task
	Of              int // how many were given up in all
	Queues          []Queue
	Spending        []Spending
	Failing         []Source
}

// Tasks is what the pages of the tasks need.
type Tasks interface {
	Work(context.Context, *wording.Texts) (Work, error)
	Retry(ctx context.Context, kind, subject string) ([]string, error)
	RetryAll(context.Context) ([]string, error)
	Log() []string // the last day's, the latest first; nil: none is kept
}

// TaskPages are the pages of the tasks and of the log.
func TaskPages(d Tasks) []Page {
	return []Page{
		{
			Path: "tasks", Menu: func(w *wording.Texts) string { return w.RoomTexts.Tasks },
			Show: func(v *Visit) (View, error) {
				work, err := d.Work(v.Context(), v.W)
				return View{Title: v.W.RoomTexts.Tasks, Template: "tasks", Data: work}, err
			},
			Do: map[string]Action{
				"retry": {Run: func(v *Visit) (Outcome, error) {
					said, err := d.Retry(v.Context(), v.Value("kind"), v.Value("subject"))
					return Outcome{To: "tasks", Said: said}, err
				}},
				"all": {Run: func(v *Visit) (Outcome, error) {
					said, err := d.RetryAll(v.Context())
					return Outcome{To: "tasks", Said: said}, err
				}},
			},
		},
		{
			Path: "log", Menu: func(w *wording.Texts) string { return w.RoomTexts.Log },
			Show: func(v *Visit) (View, error) {
				return View{Title: v.W.RoomTexts.Log, Template: "log", Data: d.Log()}, nil
			},
		},
	}
}
