package digest

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
)

// passes is a check that finds nothing.
func passes(_ news.Article, d news.Digest) news.Verdict {
	return news.Verdict{Claims: make([][]news.Finding, len(d.Summary))}
}

// The questions are whole: each has its sentence, and what a right answer must have is in order.
func TestQuestions(t *testing.T) {
	all, err := questions()
	if err != nil || len(all) < 13 {
		t.Fatalf("%d questions, %v", len(all), err)
	}
	for i, q := range all {
		a := q.article()
		if whole := i == len(all)-1; whole != (q.Sentence == 0) || !whole && a.Cited(q.Sentence) == "" || a.Published.IsZero() {
			t.Errorf("question %d: %+v", i, q)
		}
		for _, words := range q.Need {
			if len(words) == 0 || words[0] == "" {
				t.Errorf("question %d asks for nothing: %v", i, q.Need)
			}
		}
	}
	if got := lacks("約1,200人， 最多", [][]string{{"约1200人"}, {"至多", "最多"}, {"克朗"}}); len(got) != 1 || got[0] != "克朗" {
		t.Errorf("it lacks %v", got)
	}
}

// A model is asked for what is in another language than the reader's; one of few may be wrong.
func TestTryInOtherLanguages(t *testing.T) {
	for lang, want := range map[string]int{"zh-Hans": 12, "zh-Hant": 12, "en": 9, "de": 12, "ja": 12} {
		m := &scripted{answer: func(req llm.Request) (string, error) {
			switch {
			case len(req.Schema.JSON) > 0 && strings.Contains(req.User, "even"):
				return `{"numbers":[12,14,16]}`, nil
			case lang == "en":
				return "The mayor said that the figures had not changed since the spring.", nil
			case lang == "de":
				return "Der Bürgermeister sagte, dass die Zahlen sich seit dem Frühjahr nicht geändert haben.", nil
			case lang == "ja":
				return "市長は、数字は春から変わっていないと述べた。", nil
			}
			return "市长说，数字自春天以来没有变化。", nil
		}}
		w := &Writer{Model: m, Name: "m", Lang: lang}
		got, err := w.Try(t.Context(), passes, nil)
		if err != nil || got.Sentences != want || got.Whole != 0 || got.Way != news.BySentences {
			t.Errorf("%s: %+v, %v", lang, got.Trial, err)
		}
		if chinese := strings.HasPrefix(lang, "zh"); got.Fit == chinese {
			t.Errorf("%s: fit %v with %d wrong: for Chinese it is known what each must have", lang, got.Fit, got.Wrong)
		}
	}
}

// A trial ends with the failure of its server, and says nothing of the model.
func TestTryFails(t *testing.T) {
	m := &scripted{answer: func(llm.Request) (string, error) { return "", &llm.Error{Kind: llm.ErrPaused, Status: 401} }}
	w := &Writer{Model: m, Name: "m"}
	if _, err := w.Try(t.Context(), passes, nil); err == nil || len(m.asked) != 1 {
		t.Errorf("%v after %d questions", err, len(m.asked))
	}
}

// A trial does not go on for ever: a slow model is judged by what it has answered after 20 minutes, or not at all. What is known to
// be wrong by then is enough.
func TestTryEnds(t *testing.T) {
	for _, c := range []struct {
		name    string
		each    time.Duration
		right   bool
		asked   int
		fit, ok bool
	}{
		{"quick", time.Second, true, 14, true, true},
		{"slow", 150 * time.Second, true, 9, true, true},
		{"slow and wrong", 150 * time.Second, false, 9, false, true},
		{"too slow, and known to be wrong", 8 * time.Minute, false, 3, false, true},
		{"too slow", 8 * time.Minute, true, 3, false, false},
	} {
		at := time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)
		m := &scripted{answer: func(req llm.Request) (string, error) {
			at = at.Add(c.each)
			switch {
			case strings.Contains(req.User, "even"):
				return `{"numbers":[12,14,16]}`, nil
			case !c.right:
				return "这个模型用另一种语言回答。", nil
			}
			return "Der Bürgermeister sagte, dass die Zahlen sich seit dem Frühjahr nicht geändert haben.", nil
		}}
		w := &Writer{Model: m, Name: "m", Lang: "de", Now: func() time.Time { return at }}
		got, err := w.Try(t.Context(), passes, nil)
		if len(m.asked) < c.asked || len(m.asked) > c.asked+2 || (err == nil) != c.ok || got.Fit != c.fit || (got.Unasked > 0) != (c.each > time.Minute) || got.Way != news.BySentences {
			t.Errorf("%s: %d questions, %+v, %v", c.name, len(m.asked), got.Trial, err)
		}
	}
}

// The form that is reported is the one in which the desk will ask: what a server takes is found out on the way, and an answer
// at the end that is no JSON takes nothing back.
func TestTryReportsTheFormAtTheEnd(t *testing.T) {
	for _, c := range []struct {
		name       string
		first, end llm.Shape
		says       string // at the end
		want       llm.Shape
		asked      int // for the form
	}{
		{"a server that takes all", llm.ShapeSchema, "", "", llm.ShapeSchema, 1},
		{"a server that refuses a schema without a word", llm.ShapeText, llm.ShapeObject, `{"numbers":[12,14,16]}`, llm.ShapeObject, 2},
		{"a server that says what it refuses", llm.ShapeObject, llm.ShapeObject, `{"numbers":[12,14,16]}`, llm.ShapeObject, 2},
		{"a model that talks at the end", llm.ShapeObject, llm.ShapeObject, "Twelve, I think.", llm.ShapeObject, 2},
	} {
		asked := 0
		m := &scripted{answer: func(req llm.Request) (string, error) {
			switch {
			case !strings.Contains(req.User, "even"):
				return "市长说，数字自春天以来没有变化。", nil
			case asked > 0:
				asked++
				return c.says, nil
			}
			asked++
			return `{"numbers":[12,14,16]}`, nil
		}}
		m.shape = func() llm.Shape {
			if asked > 1 {
				return c.end
			}
			return c.first
		}
		w := &Writer{Model: m, Name: "m", Lang: "zh-Hans"}
		got, err := w.Try(t.Context(), passes, nil)
		if err != nil || got.Form != string(c.want) || !got.JSON || asked != c.asked {
			t.Errorf("%s: form %q, JSON %v, asked for %d times, %v", c.name, got.Form, got.JSON, asked, err)
		}
	}
}
