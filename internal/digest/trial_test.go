package digest

import (
	"strings"
	"testing"

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
