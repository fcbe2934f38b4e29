package room

import (
	"context"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// Source is a source as the table has it.
type Source struct {
	ID, Name, URL    string
	State            string // in words
	Bad              bool   // it needs the operator
	Cause            string // why, in words
	Reason           string // the same, as the desk has noted it in English
	OK, Newest, Next string // when it last answered, when its newest report came, when it is asked next
	Silence          string // the latest time in which nothing could be learnt
	Week             int    // reports in seven days
	Leads, Off       int    // listed, and of these off the beat
	Paused           bool   // by the operator
}

// Found is what was found at an address, before it is stored.
type Found struct {
	Choices []Choice // if not empty, there is nothing else: which of them is meant?
	URL     string
	Kind    string // in words
	Title   string
	ID      string // one that nobody has
	Newest  string
	In, Off int // leads that would be followed, and that would not
	Leads   []Lead
	Report  Report
	New     NewSource // as far as it is known
}

// Choice is one of several feeds that a page names.
type Choice struct{ URL, Title string }

// Lead is a listed report, and what the beat would do with it.
type Lead struct {
	Title, URL, Lang string
	In               bool
	Why              string // why not, in words
}

// Report is one report of a list as the desk would read it.
type Report struct {
	URL, Title, Lang, By, Date, Length string
	Asks                               []string // what its outlet asks of who reads it, in words
	Opening                            []string // its first paragraphs
	Fault                              string   // why it could not be read
}

// NewSource is a source that is to be watched.
type NewSource struct {
	ID, Name, URL, Kind, Lang, Rights string
	Whole                             bool
}

// Sources is what the pages of sources need. An error is the operator's if it is Refused. sum identifies the configuration file that a form
// was made from: where the file is another by now, nothing is changed. What is done returns what the desk says of it.
type Sources interface {
	Sources(context.Context, *wording.Texts) (list []Source, sum string, err error)
	Find(ctx context.Context, w *wording.Texts, address string) (found Found, sum string, err error)
	Add(ctx context.Context, sum string, s NewSource) ([]string, error)
	Pause(ctx context.Context, sum, id string, paused bool) ([]string, error)
	Rename(ctx context.Context, sum, id, name string) ([]string, error)
}

// SourcePages are the pages of the sources.
func SourcePages(d Sources) []Page {
	return []Page{sourcesPage(d), sourcePage(d), addPage(d)}
}

func sourcesPage(d Sources) Page {
	return Page{
		Path: "sources", Menu: func(w *wording.Texts) string { return w.FrameTexts.Sources },
		Show: func(v *Visit) (View, error) {
			list, _, err := d.Sources(v.Context(), v.W)
			return View{Title: v.W.FrameTexts.Sources, Template: "sources", Data: list}, err
		},
	}
}

// sourceView is a source with the file that its forms are made from.
type sourceView struct {
	Source
	Sum string
}

// sourcePage is the page of one source: sources/one?id=…
func sourcePage(d Sources) Page {
	const path = "sources/one"
	to := func(v *Visit, said []string, err error) (Outcome, error) {
		return Outcome{To: path + "?" + query("id", v.Value("id")), Said: said}, err
	}
	pause := func(paused bool) Action {
		return Action{Run: func(v *Visit) (Outcome, error) {
			said, err := d.Pause(v.Context(), v.Value("sum"), v.Value("id"), paused)
			return to(v, said, err)
		}}
	}
	return Page{
		Path: path,
		Show: func(v *Visit) (View, error) {
			list, sum, err := d.Sources(v.Context(), v.W)
			for _, s := range list {
				if s.ID == v.Value("id") {
					name := s.Name
					if v.Value("do") == "rename" {
						s.Name = v.Value("name")
					}
					return View{Title: name, Template: "source", Data: sourceView{s, sum}}, err
				}
			}
			if err == nil {
				err = Refused{v.W.Refusal(news.Refusal{Code: news.NoSource, Arg: v.Value("id")})}
			}
			return View{}, err
		},
		Fields: []Field{{"name", func(w *wording.Texts) string { return w.RoomTexts.SourceName }}},
		Do: map[string]Action{
			"pause": pause(true), "resume": pause(false),
			"rename": {Run: func(v *Visit) (Outcome, error) {
				said, err := d.Rename(v.Context(), v.Value("sum"), v.Value("id"), v.Value("name"))
				return to(v, said, err)
			}},
		},
	}
}

// addView is what the page to add a source shows: the form, and what was found at the address.
type addView struct {
	Address string
	Found   *Found     // nil: nothing was looked for
	New     *NewSource // what is to be watched; nil: that is not known yet
	Sum     string
}

func addPage(d Sources) Page {
	view := func(v *Visit, found *Found, s *NewSource, sum string) View {
		return View{Title: v.W.RoomTexts.AddSource, Template: "add", Data: addView{v.Value("address"), found, s, sum}}
	}
	return Page{
		Path: "sources/add",
		Show: func(v *Visit) (View, error) {
			if v.Value("do") != "add" {
				return view(v, nil, nil, ""), nil
			}
			_, sum, err := d.Sources(v.Context(), v.W)
			return view(v, nil, new(newSource(v)), sum), err
		},
		Fields: []Field{
			{"address", func(w *wording.Texts) string { return w.RoomTexts.Address }},
			{"name", func(w *wording.Texts) string { return w.RoomTexts.SourceName }},
			{"id", func(w *wording.Texts) string { return w.RoomTexts.SourceID }},
		},
		Do: map[string]Action{
			"look": {Again: true, Run: func(v *Visit) (Outcome, error) {
				found, sum, err := d.Find(v.Context(), v.W, v.Value("address"))
				if err != nil {
					return Outcome{}, err
				}
				if len(found.Choices) > 0 {
					return Shown(view(v, &found, nil, sum))
				}
				return Shown(view(v, &found, &found.New, sum))
			}},
			"add": {Run: func(v *Visit) (Outcome, error) {
				said, err := d.Add(v.Context(), v.Value("sum"), newSource(v))
				return Outcome{To: "sources", Said: said}, err
			}},
		},
	}
}

// newSource is what the form to add a source has.
func newSource(v *Visit) NewSource {
	return NewSource{ID: v.Value("id"), Name: v.Value("name"), URL: v.Value("url"), Kind: v.Value("kind"), Lang: v.Value("lang"),
		Rights: v.Value("rights"), Whole: v.Value("whole") != ""}
}
