package room

import (
	"context"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/wording"
)

// Waiting is a digest that waits for a person.
type Waiting struct {
	ID, Outlet, Title, Lang string // of the report
	Why                     string // in words
}

// Digest is a report beside its digest.
type Digest struct {
	ID, Outlet, Title, Lang string // of the report
	URL                     string
	By, Own                 string // the model, and the language of the digest
	State                   string // in words
	Held                    bool   // it is not shown
	Seen                    string // what identifies this state of it
	Sentences               []Sentence
	Text                    []Passage
	Past                    []string // what people did to it, in words
	Handled                 bool     // some of that holds
	Names                   string   // SHA-256 of the file of the operator's own names
}

// Sentence is a sentence of a digest, or its headline, as number 0.
type Sentence struct {
	N       int
	Text    string
	Marks   []string // who wrote or read it, in words
	Doubts  []string // what the check found in it, in words
	Grounds []Passage
}

// Ground names what the sentence rests on, as the form takes it.
func (s Sentence) Ground() string {
	var out []string
	for _, g := range s.Grounds {
		out = append(out, g.Name)
	}
	return strings.Join(out, ",")
}

// Passage is a sentence of a report, its headline or its standfirst.
type Passage struct {
	Name  string // "3", "headline", "standfirst": what a form calls it
	Mark  string // in the language of the room
	Text  string
	Cited bool
}

// Act is what an operator does to a digest.
type Act struct {
	ID, By, Why string
	Seen        string // the state that the form was made from
	N           int    // the sentence, 0 the headline, -1 all of it
	Text        string // of a correction
	Ground      string // names of passages, with commas between
	Insist      bool
}

// Entry is a term of reports, and how digests are to render it.
type Entry struct{ Kind, Term, Wording string }

// Review is what the pages of digests need. An error is the operator's if it is Refused. What is done returns what the desk says of it.
type Review interface {
	Waiting(context.Context, *wording.Texts) (list []Waiting, all int, err error)
	Digest(ctx context.Context, w *wording.Texts, id string) (Digest, error)
	Correct(context.Context, *wording.Texts, Act) error
	Hide(context.Context, *wording.Texts, Act) error
	Approve(context.Context, *wording.Texts, Act) error
	Undo(context.Context, *wording.Texts, Act) error
	AddTerm(ctx context.Context, sum string, e Entry) ([]string, error) // to the glossary, if it is the one with that sum
}

// ReviewPages are the pages on which digests are compared with their reports.
func ReviewPages(d Review) []Page { return []Page{waitingPage(d), digestPage(d)} }

// waitingView is the list of digests that wait, and how many do.
type waitingView struct {
	List []Waiting
	All  int
}

func waitingPage(d Review) Page {
	return Page{
		Path: "review", Menu: func(w *wording.Texts) string { return w.RoomTexts.Review },
		Show: func(v *Visit) (View, error) {
			list, all, err := d.Waiting(v.Context(), v.W)
			return View{Title: v.W.RoomTexts.Review, Template: "review", Data: waitingView{list, all}}, err
		},
	}
}

// digestView is a digest, with what was typed in a form that was not taken.
type digestView struct {
	Digest
	Typed *Act
	Entry *Entry // that was not taken
}

// TypedOf is what was typed for a sentence, else what it has.
func (d digestView) TypedOf(s Sentence) Act {
	if d.Typed != nil && d.Typed.N == s.N {
		return *d.Typed
	}
	return Act{N: s.N, Text: s.Text, Ground: s.Ground()}
}

// Open reports whether the form of a sentence is open, since it was not taken.
func (d digestView) Open(s Sentence) bool { return d.Typed != nil && d.Typed.N == s.N }

// digestPage is the page of one digest: review/one?id=…
func digestPage(d Review) Page {
	const path = "review/one"
	act := func(do func(context.Context, *wording.Texts, Act) error, done func(*wording.Texts) string) Action {
		return Action{Run: func(v *Visit) (Outcome, error) {
			a := actOf(v)
			return Outcome{To: path + "?" + query("id", a.ID), Said: []string{done(v.W)}}, do(v.Context(), v.W, a)
		}}
	}
	return Page{
		Path: path,
		Show: func(v *Visit) (View, error) {
			x, err := d.Digest(v.Context(), v.W, v.Value("id"))
			view := digestView{Digest: x}
			switch v.Value("do") {
			case "correct":
				a := actOf(v)
				view.Typed = &a
			case "term":
				view.Entry = &Entry{v.Value("kind"), v.Value("term"), v.Value("wording")}
			}
			return View{Title: x.Title, Template: "digest", Data: view}, err
		},
		Fields: []Field{
			{"text", func(w *wording.Texts) string { return w.RoomTexts.Words }},
			{"ground", func(w *wording.Texts) string { return w.DigestTexts.RestsOnThese }},
			{"why", func(w *wording.Texts) string { return w.RoomTexts.Because }},
			{"term", func(w *wording.Texts) string { return w.RoomTexts.TermIs }},
			{"wording", func(w *wording.Texts) string { return w.RoomTexts.TermSaid }},
		},
		Do: map[string]Action{
			"correct": act(d.Correct, func(w *wording.Texts) string { return w.RoomTexts.Corrected }),
			"hide":    act(d.Hide, func(w *wording.Texts) string { return w.RoomTexts.Hidden }),
			"approve": act(d.Approve, func(w *wording.Texts) string { return w.RoomTexts.Approved }),
			"term": {Run: func(v *Visit) (Outcome, error) {
				said, err := d.AddTerm(v.Context(), v.Value("names"), Entry{v.Value("kind"), v.Value("term"), v.Value("wording")})
				return Outcome{To: path + "?" + query("id", v.Value("id")), Said: append([]string{v.W.RoomTexts.TermAdded}, said...)}, err
			}},
			"undo": act(d.Undo, func(w *wording.Texts) string { return w.RoomTexts.Undone }),
		},
	}
}

func actOf(v *Visit) Act {
	n, err := strconv.Atoi(v.Value("n"))
	if err != nil {
		n = -1
	}
	return Act{ID: v.Value("id"), By: v.Operator, Why: v.Value("why"), Seen: v.Value("seen"), N: n,
		Text: v.Value("text"), Ground: v.Value("ground"), Insist: v.Value("insist") != ""}
}
