package newsroom

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/text"
)

// telling is what the model says of one event that several reports tell. As in a recording, what it rests on is quoted, so that it
// holds however the reports are lettered and their sentences numbered.
type telling struct {
	Title  string
	Claims []toldClaim
}

// toldClaim is a sentence of one list of the answer: "common", "only" or "open".
type toldClaim struct {
	List, Text string
	Quotes     []string // folded
}

// readTellings reads the files of content/stories.
func readTellings(fsys fs.FS) ([]*telling, error) {
	names, err := fs.Glob(fsys, "content/stories/*.txt")
	if err != nil {
		return nil, fmt.Errorf("list stories: %w", err)
	}
	var out []*telling
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		t, err := parseTelling(string(b))
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
		out = append(out, t)
	}
	return out, nil
}

// parseTelling reads "title: …" and then, divided by blank lines, sentences: "common: …", "only: …" or "open: …", and lines "= " with the
// passages that they rest on.
func parseTelling(s string) (*telling, error) {
	t := &telling{}
	for _, block := range strings.Split(strings.TrimSpace(s), "\n\n") {
		head, rest, _ := strings.Cut(strings.TrimSpace(block), "\n")
		key, said, ok := strings.Cut(head, ": ")
		var on []string
		for line := range strings.Lines(rest) {
			on = append(on, strings.TrimSpace(strings.TrimPrefix(line, "= ")))
		}
		switch {
		case ok && key == "title":
			t.Title = said
		case ok && (key == "common" || key == "only" || key == "open") && len(on) > 0:
			c := toldClaim{List: key, Text: said}
			for _, q := range on {
				c.Quotes = append(c.Quotes, text.Fold(q))
			}
			t.Claims = append(t.Claims, c)
		default:
			return nil, fmt.Errorf("a block begins %q", head)
		}
	}
	return t, nil
}

// toldLine is a sentence of a report as a question on an event shows it: "[A3] A sentence."
type toldLine struct {
	Mark string
	Text string // folded
}

var toldMark = regexp.MustCompile(`^\[([A-Z](?:\d+|[HS]))\] (.+)$`)

// tells are the sentences of a question on an event; none: it is another question.
func (q chatRequest) tells() (out []toldLine) {
	for _, msg := range q.Messages {
		if msg.Role != "user" || !strings.Contains(msg.Content, "\nEND OF REPORTS\n") {
			continue
		}
		for line := range strings.Lines(msg.Content) {
			if m := toldMark.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
				out = append(out, toldLine{m[1], text.Fold(m[2])})
			}
		}
	}
	return out
}

// held are the marks of the sentences that hold the quotes, each once; nil unless all are held.
func held(quotes []string, in []toldLine) (out []string) {
	for _, q := range quotes {
		i := slices.IndexFunc(in, func(l toldLine) bool { return strings.Contains(l.Text, q) })
		if i < 0 {
			return nil
		}
		if !slices.Contains(out, in[i].Mark) {
			out = append(out, in[i].Mark)
		}
	}
	return out
}

// storyAnswer is what the completion holds on an event.
type storyAnswer struct {
	Title  string        `json:"title"`
	Common []markedClaim `json:"common"`
	Only   []markedClaim `json:"only"`
	Open   []markedClaim `json:"open"`
}

type markedClaim struct {
	Text     string   `json:"text"`
	Evidence []string `json:"evidence"`
}

// answer is what the model says of an event of which it sees these sentences. What it does not see it does not say; n counts what it says.
func (t *telling) answer(in []toldLine) (a storyAnswer, n int) {
	a = storyAnswer{Title: t.Title, Common: []markedClaim{}, Only: []markedClaim{}, Open: []markedClaim{}}
	lists := map[string]*[]markedClaim{"common": &a.Common, "only": &a.Only, "open": &a.Open}
	for _, c := range t.Claims {
		if on := held(c.Quotes, in); on != nil {
			*lists[c.List] = append(*lists[c.List], markedClaim{c.Text, on})
			n++
		}
	}
	return a, n
}

// told is the answer on the event of which most is seen among the sentences; false: on none anything is.
func (m *model) told(in []toldLine) (best storyAnswer, ok bool) {
	most := 0
	for _, t := range m.press.tellings {
		if a, n := t.answer(in); n > most {
			best, most = a, n
		}
	}
	return best, most > 0
}
