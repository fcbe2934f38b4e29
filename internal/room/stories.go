package room

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/wording"
)

// Story is a story in a list.
type Story struct {
	ID, Title, Lang string
	Given           bool   // Title is the operator's
	Count           string // outlets and reports, in words
	When            string // of its newest report
	Near            string // of a neighbour: how near, 1 being just near enough for one event
	Pinned          bool
}

// OneStory is a story with its reports.
type OneStory struct {
	Story
	Page    string // path of its page within the site; "": it has none
	Reports []StoryReport
	Near    []Story // other stories, the nearest first
	Rulings []StoryRuling
}

// StoryReport is a report of a story.
type StoryReport struct {
	ID, Outlet, Title, Lang, When string
	Page                          string // path of its page within the site
	Near                          string // what it has in common with the nearest other, in words; "": nothing
	Copy                          bool   // it is where its original is
}

// StoryRuling is what the operator has decided on a story.
type StoryRuling struct {
	N    int64
	Said string
}

// Down is a report that is taken down.
type Down struct{ ID, Outlet, Title, Lang, When, Why string }

// StoryList is what the list of stories shows.
type StoryList struct {
	Words   string // that were looked for; "": none
	Stories []Story
	Down    []Down
	Downs   int // how many there are
}

// Stories is what the pages of stories need. What the operator cannot decide is Refused; what is done returns where the story is now.
type Stories interface {
	Stories(ctx context.Context, w *wording.Texts, words string) (StoryList, error)
	Story(ctx context.Context, w *wording.Texts, id string) (OneStory, error)
	Merge(ctx context.Context, from, into string) (id string, err error)
	Split(ctx context.Context, id string, reports []string) (string, error)
	Call(ctx context.Context, w *wording.Texts, id, title string, insist bool) error
	Pin(ctx context.Context, id string) error
	UndoRuling(ctx context.Context, n int64) error
	TakeDown(ctx context.Context, report, tell, why string) error // tell: why, for readers
	PutBack(ctx context.Context, report string) error
}

// StoryPages are the pages on which stories are put right.
func StoryPages(d Stories) []Page { return []Page{storiesPage(d), storyPage(d)} }

func storiesPage(d Stories) Page {
	return Page{
		Path: "stories", Menu: func(w *wording.Texts) string { return w.RoomTexts.Stories },
		Show: func(v *Visit) (View, error) {
			list, err := d.Stories(v.Context(), v.W, strings.TrimSpace(v.Value("words")))
			return View{Title: v.W.RoomTexts.Stories, Template: "stories", Data: list}, err
		},
		Do: map[string]Action{
			"back": {Run: func(v *Visit) (Outcome, error) {
				return Outcome{To: "stories", Said: []string{v.W.RoomTexts.ShownAgain}}, d.PutBack(v.Context(), v.Value("report"))
			}},
		},
	}
}

// storyView is a story, with what was typed in a form that was not taken.
type storyView struct {
	OneStory
	Call   string // the title in the form
	Insist bool   // the form was refused: to insist is offered
	Why    string
}

const oneStory = "stories/one"

// storyPage is the page of one story: stories/one?id=…
func storyPage(d Stories) Page {
	at := func(id string) string { return oneStory + "?" + query("id", id) }
	act := func(do func(*Visit, string) (string, error), done func(*wording.RoomTexts) string) Action {
		return Action{Run: func(v *Visit) (Outcome, error) {
			id, err := do(v, v.Value("id"))
			return Outcome{To: at(id), Said: []string{done(&v.W.RoomTexts)}}, err
		}}
	}
	stays := func(do func(*Visit, string) error) func(*Visit, string) (string, error) {
		return func(v *Visit, id string) (string, error) { return id, do(v, id) }
	}
	return Page{
		Path: oneStory,
		Show: func(v *Visit) (View, error) {
			x, err := d.Story(v.Context(), v.W, v.Value("id"))
			view := storyView{OneStory: x, Call: x.Title, Why: v.Value("why")}
			if v.Value("do") == "rename" {
				view.Call, view.Insist = v.Value("title"), true
			}
			return View{Title: x.Title, Template: "story", Data: view}, err
		},
		Do: map[string]Action{
			"merge": act(func(v *Visit, id string) (string, error) {
				return d.Merge(v.Context(), strings.TrimSpace(v.Value("other")), id)
			},
				func(w *wording.RoomTexts) string { return w.Merged }),
			"split": act(func(v *Visit, id string) (string, error) {
				return d.Split(v.Context(), id, slices.DeleteFunc(v.Values("report"), func(s string) bool { return s == "" }))
			},
				func(w *wording.RoomTexts) string { return w.Parted }),
			"rename": act(stays(func(v *Visit, id string) error {
				return d.Call(v.Context(), v.W, id, v.Value("title"), v.Value("insist") != "")
			}), func(w *wording.RoomTexts) string { return w.Renamed }),
			"pin": act(stays(func(v *Visit, id string) error { return d.Pin(v.Context(), id) }),
				func(w *wording.RoomTexts) string { return w.PinnedNow }),
			"undo": act(stays(func(v *Visit, _ string) error {
				n, _ := strconv.ParseInt(v.Value("ruling"), 10, 64) // there is no ruling 0
				return d.UndoRuling(v.Context(), n)
			}), func(w *wording.RoomTexts) string { return w.Undone }),
			"down": {Run: func(v *Visit) (Outcome, error) {
				return Outcome{To: "stories", Said: []string{v.W.RoomTexts.TakenDown}}, d.TakeDown(v.Context(), v.Value("report"), v.Value("tell"), v.Value("why"))
			}},
		},
	}
}
