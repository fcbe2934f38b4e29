package room

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/wording"
)

// Story is a story in a list.
type Story struct {
	ID, Title, Lang string
	Hand            string // the mark of Title, if a person wrote it
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
	Seen    string // what identifies this state of it
}

// Compared reports whether of some report it is said what it has in common with another.
func (s OneStory) Compared() bool {
	return slices.ContainsFunc(s.Reports, func(r StoryReport) bool { return r.Near != "" })
}

// SeenStory is a story in the state that the form was made from.
type SeenStory struct{ ID, State string }

// StoryReport is a report of a story.
type StoryReport struct {
	ID, Outlet, Title, Lang, When string
	Page                          string // path of its page within the site
	Near                          string // what it has in common with the nearest other, in words; "": nothing
	Copy                          bool   // it is where its original is
	Reviewed                      bool   // it has a digest that can be reviewed
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
	Merge(ctx context.Context, from string, into SeenStory) (id string, err error)
	Split(ctx context.Context, s SeenStory, reports []string) (string, error)
	Call(ctx context.Context, w *wording.Texts, s SeenStory, title string, insist bool) error
	Pin(ctx context.Context, s SeenStory) error
	UndoRuling(ctx context.Context, s SeenStory, n int64) error
	TakeDown(ctx context.Context, s SeenStory, report, tell, why string) error // tell: why, for readers
	PutBack(ctx context.Context, report string) error
}

// StoryPages are the pages on which stories are put right.
func StoryPages(d Stories) []Page { return []Page{storiesPage(d), storyPage(d)} }

func storiesPage(d Stories) Page {
	return Page{
		Path: "stories", Menu: func(w *wording.Texts) string { return w.RoomTexts.Stories },
		Show: func(v *Visit) (View, error) {
			words := strings.TrimSpace(v.Value("words"))
			list, err := d.Stories(v.Context(), v.W, words)
			if no, ok := errors.AsType[Refused](err); ok { // of the words
				v.fault, list, err = no.Text, StoryList{Words: words}, nil
			}
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
	Typed  typedStory
}

// typedStory is what was typed in a form of a story that was not taken.
type typedStory struct {
	Do, Other, Report, Tell, Why string
	Insist                       bool
	ticked                       []string
}

// Down reports whether a report was to be taken down.
func (t typedStory) Down(report string) bool { return t.Do == "down" && t.Report == report }

// Ticked reports whether a report was to be split off.
func (t typedStory) Ticked(report string) bool {
	return t.Do == "split" && slices.Contains(t.ticked, report)
}

func typedOf(v *Visit) typedStory {
	return typedStory{Do: v.Value("do"), Other: v.Value("other"), Report: v.Value("report"), Tell: v.Value("tell"), Why: v.Value("why"),
		Insist: v.Value("insist") != "", ticked: v.Values("report")}
}

const oneStory = "stories/one"

// storyPage is the page of one story: stories/one?id=…
func storyPage(d Stories) Page {
	at := func(id string) string { return oneStory + "?" + query("id", id) }
	seen := func(v *Visit) SeenStory { return SeenStory{v.Value("id"), v.Value("seen")} }
	act := func(do func(*Visit, SeenStory) (string, error), done func(*wording.RoomTexts) string) Action {
		return Action{Run: func(v *Visit) (Outcome, error) {
			id, err := do(v, seen(v))
			return Outcome{To: at(id), Said: []string{done(&v.W.RoomTexts)}}, err
		}}
	}
	stays := func(do func(*Visit, SeenStory) error) func(*Visit, SeenStory) (string, error) {
		return func(v *Visit, s SeenStory) (string, error) { return s.ID, do(v, s) }
	}
	return Page{
		Path: oneStory,
		Show: func(v *Visit) (View, error) {
			x, err := d.Story(v.Context(), v.W, v.Value("id"))
			view := storyView{OneStory: x, Call: x.Title, Typed: typedOf(v)}
			if v.Value("do") == "rename" {
				view.Call, view.Insist = v.Value("title"), true
			}
			return View{Title: x.Title, Template: "story", Data: view}, err
		},
		Fields: []Field{
			{"title", func(w *wording.Texts) string { return w.RoomTexts.StoryTitle }},
			{"other", func(w *wording.Texts) string { return w.RoomTexts.OtherStory }},
			{"tell", func(w *wording.Texts) string { return w.RoomTexts.ForReaders }},
			{"why", func(w *wording.Texts) string { return w.RoomTexts.ForDesk }},
		},
		Do: map[string]Action{
			"merge": act(func(v *Visit, s SeenStory) (string, error) {
				return d.Merge(v.Context(), strings.TrimSpace(v.Value("other")), s)
			},
				func(w *wording.RoomTexts) string { return w.Merged }),
			"split": act(func(v *Visit, s SeenStory) (string, error) {
				return d.Split(v.Context(), s, slices.DeleteFunc(v.Values("report"), func(id string) bool { return id == "" }))
			},
				func(w *wording.RoomTexts) string { return w.Parted }),
			"rename": act(stays(func(v *Visit, s SeenStory) error {
				return d.Call(v.Context(), v.W, s, v.Value("title"), v.Value("insist") != "")
			}), func(w *wording.RoomTexts) string { return w.Renamed }),
			"pin": act(stays(func(v *Visit, s SeenStory) error { return d.Pin(v.Context(), s) }),
				func(w *wording.RoomTexts) string { return w.PinnedNow }),
			"undo": act(stays(func(v *Visit, s SeenStory) error {
				n, _ := strconv.ParseInt(v.Value("ruling"), 10, 64) // there is no ruling 0
				return d.UndoRuling(v.Context(), s, n)
			}), func(w *wording.RoomTexts) string { return w.Undone }),
			"down": {Run: func(v *Visit) (Outcome, error) {
				return Outcome{To: "stories", Said: []string{v.W.RoomTexts.TakenDown}}, d.TakeDown(v.Context(), seen(v), v.Value("report"), v.Value("tell"), v.Value("why"))
			}},
		},
	}
}
