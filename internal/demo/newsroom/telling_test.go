package newsroom

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/text"
)

// question puts all editions of all reports before the model, as a question on one event does, and returns the sentences by their marks.
func question(p *press, names []string) (string, map[string]string) {
	var b strings.Builder
	by := map[string]string{}
	for i, name := range names {
		letter := string("ABCDEFGJKLMN"[i])
		for _, r := range p.reports {
			if r.Name != name {
				continue
			}
			e := 1
			if r.digests[1] != nil {
				e = 2
			}
			n := 0
			for _, para := range paragraphs(r.in(e).shown()) {
				start := 0
				for _, end := range text.Sentences(para) {
					n++
					mark := fmt.Sprint(letter, n)
					by[mark] = strings.TrimSpace(para[start:end])
					fmt.Fprintf(&b, "[%s] %s\n", mark, by[mark])
					start = end
				}
			}
		}
	}
	return b.String() + "\nEND OF REPORTS\n", by
}

// Of each event that several outlets tell in their own words the model says something of two reports, and cites only what it sees.
func TestModelTellsEvents(t *testing.T) {
	p := load()
	if len(p.tellings) == 0 {
		t.Fatal("there are no recordings of events")
	}
	titles := map[string]bool{}
	for _, name := range []string{"flood", "bearings", "robotaxis"} {
		q, by := question(p, append([]string{"meridian-post/hetao-live"}, events[name]...))
		var a chatAnswer
		if status := ask(t, Model(), request(q), &a); status != 200 {
			t.Fatalf("%s: status %d", name, status)
		}
		var got storyAnswer
		if err := json.Unmarshal([]byte(a.Choices[0].Message.Content), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Common) < 3 || titles[got.Title] {
			t.Errorf("%s: %q, %d sentences of several outlets", name, got.Title, len(got.Common))
		}
		titles[got.Title] = true
		for _, c := range got.Common {
			letters := map[string]bool{}
			for _, m := range c.Evidence {
				letters[m[:1]] = true
				if by[m] == "" {
					t.Errorf("%s: %s is not shown", name, m)
				}
			}
			if len(letters) < 2 {
				t.Errorf("%s: %q rests on one report", name, c.Text)
			}
		}
	}
	all := 0
	for _, x := range p.tellings {
		all += len(x.Claims)
	}
	if all < 18 {
		t.Errorf("%d sentences are recorded", all)
	}
}

// What the model does not see it does not say, and of an event that nobody recorded it has no answer.
func TestModelTellsWhatItSees(t *testing.T) {
	var a chatAnswer
	q := "[A1] Shares in Qianlu Mobility fell 9.4 per cent in Hong Kong on Wednesday.\n\nEND OF REPORTS\n"
	if status := ask(t, Model(), request(q), &a); status != 200 {
		t.Fatalf("status %d", status)
	}
	var got storyAnswer
	if err := json.Unmarshal([]byte(a.Choices[0].Message.Content), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Common) != 0 || len(got.Only) != 1 {
		t.Errorf("%+v", got)
	}
	var refusal struct{ Error struct{ Code string } }
	if status := ask(t, Model(), request("[A1] Nothing happened.\n\nEND OF REPORTS\n"), &refusal); status != 404 || refusal.Error.Code != "no_recording" {
		t.Errorf("status %d, %+v", status, refusal)
	}
}
