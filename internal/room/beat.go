package room

import (
	"context"
	"strings"

	"github.com/waidian/waidian/internal/wording"
)

// Words are those by which the beat chooses.
type Words struct{ Keywords, Exclude []string }

// Effect is what words would change of what was listed in the days of the beat.
type Effect struct {
	In   []Lead // would come in
	Off  []Lead // are on the site, and are off it
	Left int    // wait to be read, and would be left out
}

// Beat is what the page of the beat needs; see Sources for sums and errors.
type Beat interface {
	Beat(context.Context) (w Words, sum string, err error)
	OffBeat(context.Context) (int, error) // how many reports on the site are off the beat of today
	Try(context.Context, Words) (Effect, error)
	SetBeat(ctx context.Context, sum string, w Words) ([]string, error)
	TakeOff(context.Context) (int, error) // takes those off the site, and returns how many they were
}

// beatView is what the page of the beat shows.
type beatView struct {
	Keywords, Exclude string // a word a line
	Sum               string
	Typed             string  // what was typed over another file than the one that is there
	Effect            *Effect // nil: nothing was tried
	OffBeat           int
}

// BeatPage is the page of the beat.
func BeatPage(d Beat) Page {
	return Page{
		Path: "beat", Menu: func(w *wording.Texts) string { return w.RoomTexts.Beat },
		Show: func(v *Visit) (View, error) { return beatShown(v, d, nil) },
		Fields: []Field{
			{"keywords", func(w *wording.Texts) string { return w.RoomTexts.BeatKeywords }},
			{"exclude", func(w *wording.Texts) string { return w.RoomTexts.BeatExclude }},
		},
		Do: map[string]Action{
			"try": {Again: true, Run: func(v *Visit) (Outcome, error) {
				e, err := d.Try(v.Context(), typedWords(v))
				if err != nil {
					return Outcome{}, err
				}
				view, err := beatShown(v, d, &e)
				return Outcome{View: &view}, err
			}},
			"save": {Run: func(v *Visit) (Outcome, error) {
				said, err := d.SetBeat(v.Context(), v.Value("sum"), typedWords(v))
				return Outcome{To: "beat", Said: said}, err
			}},
			"off": {Run: func(v *Visit) (Outcome, error) {
				n, err := d.TakeOff(v.Context())
				return Outcome{To: "beat", Said: []string{v.W.NReports(n) + v.W.Colon + v.W.RoomTexts.TakenOff}}, err
			}},
		},
	}
}

// beatShown shows the words of the file; where some were typed, those, with the sum of the file that they were typed over.
func beatShown(v *Visit, d Beat, e *Effect) (View, error) {
	w, sum, err := d.Beat(v.Context())
	if err != nil {
		return View{}, err
	}
	n, err := d.OffBeat(v.Context())
	data := beatView{Keywords: strings.Join(w.Keywords, "\n"), Exclude: strings.Join(w.Exclude, "\n"), Sum: sum, Effect: e, OffBeat: n}
	switch typed := v.Value("sum"); {
	case typed == "":
	case typed == sum || v.fault == "":
		data.Keywords, data.Exclude, data.Sum = v.Value("keywords"), v.Value("exclude"), typed
	default: // to save what was typed would undo what somebody else has changed
		data.Typed = strings.TrimSpace(v.Value("keywords") + "\n\n" + v.Value("exclude"))
	}
	return View{Title: v.W.RoomTexts.Beat, Template: "beat", Data: data}, err
}

// typedWords are the words of the form, each once.
func typedWords(v *Visit) Words { return Words{lines(v.Value("keywords")), lines(v.Value("exclude"))} }

// lines are the lines of a text that are not blank, each once.
func lines(text string) []string {
	out, seen := []string{}, map[string]bool{}
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" && !seen[line] {
			out, seen[line] = append(out, line), true
		}
	}
	return out
}
