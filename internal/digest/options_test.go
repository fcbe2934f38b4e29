package digest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
)

// A second model strikes sentences; when it cannot be used, nothing is struck and
// the digest does not claim to have been judged.
func TestJudge(t *testing.T) {
	for _, tt := range []struct {
		answer  string
		kept    int
		judged  bool
		rejects bool
	}{
		{"judge: one unsupported", 3, true, false},
		{"judge: all unsupported", 0, true, true},
		{"judge: some missing", 4, false, false},
		{"judge: rubbish", 4, false, false},
		{"2 empty", 4, false, false},
		{"3 half JSON, cut by length", 4, false, false},
	} {
		t.Run(tt.answer, func(t *testing.T) {
			w, _ := writer(t, "good")
			second, srv := writer(t, tt.answer)
			w.Judge, w.JudgeName = second.Model, "judge"
			d, err := w.Digest(t.Context(), report(t, "report.txt"), nil)
			if errors.Is(err, news.ErrRejected) != tt.rejects || !tt.rejects && err != nil {
				t.Fatal(err)
			}
			if len(d.Summary) != tt.kept || len(d.LeftOut) != 4-tt.kept || (d.Prompt == PromptVersion+" judge-1 m") != tt.judged {
				t.Errorf("%d kept, %d left out, made with %q", len(d.Summary), len(d.LeftOut), d.Prompt)
			}
			if d.Tokens.In != 1280 {
				t.Errorf("tokens %+v", d.Tokens)
			}
			if tt.kept == 3 {
				if f := d.LeftOut[0].Why[0]; f.Rule != news.JudgeRule || f.Why() != "the passages put the damage at another figure" {
					t.Errorf("finding %+v", f)
				}
				golden(t, "judge.golden", srv.Requests()[0].Message("system")+"\n===\n"+srv.Requests()[0].Message("user")+"\n")
			}
		})
	}
}

// A judge that cannot be asked now delays the digest; what was paid for is kept.
func TestJudgeLater(t *testing.T) {
	w, srv := writer(t, "good")
	second, _ := writer(t, "13 rate limit", "judge: one unsupported")
	w.Judge, w.JudgeName, w.Cache = second.Model, "judge", memory{}
	if _, err := w.Digest(t.Context(), report(t, "report.txt"), nil); !errors.Is(err, news.ErrLater) {
		t.Fatal(err)
	}
	third, _ := writer(t, "judge: one unsupported")
	w.Judge = third.Model
	if d, err := w.Digest(t.Context(), report(t, "report.txt"), nil); err != nil || len(d.Summary) != 3 || len(srv.Requests()) != 1 {
		t.Errorf("%d kept after %d requests: %v", len(d.Summary), len(srv.Requests()), err)
	}
}

func TestTitles(t *testing.T) {
	w, srv := writer(t, "title")
	w.Titles = true
	a := report(t, "report.txt")
	for range 10 {
		a.Blocks = append(a.Blocks, a.Blocks...)
		if len(a.Blocks) > 100 {
			break
		}
	}
	d, err := w.Digest(t.Context(), a, nil)
	if err != nil || len(d.Summary) != 1 || d.Title == "" || d.Covers == 0 || d.Covers > fewWords {
		t.Errorf("%+v: %v", d, err)
	}
	if m := srv.Requests()[0].Message("user"); !strings.Contains(m, "summary 写1句。") {
		t.Errorf("prompt asks for %s", m)
	}
}

// What is missing, foreign or marked up is asked for once more; what is missing
// then stays empty.
func TestTranslate(t *testing.T) {
	a := report(t, "report.txt")
	w, srv := writer(t, "good", "translation: two missing", "translation: the rest")
	w.Full = true
	d, err := w.Digest(t.Context(), a, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range d.Translation {
		if !strings.ContainsAny(s, "港交渔粮") || strings.ContainsAny(s, "<>") {
			t.Errorf("paragraph %d: %q", i+1, s)
		}
	}
	if again := srv.Requests()[2].Message("user"); strings.Contains(again, "[1]") || !strings.Contains(again, "[2]") || !strings.Contains(again, "paragraphs were missing") {
		t.Errorf("asked again: %s", again)
	}
	golden(t, "translate.golden", srv.Requests()[1].Message("system")+"\n===\n"+srv.Requests()[1].Message("user")+"\n")

	w, _ = writer(t, "1 rubbish", "2 empty")
	out, paid, err := w.Translate(t.Context(), a)
	if err != nil || strings.Join(out, "") != "" || len(out) != len(a.Blocks) || paid.In != 1280 {
		t.Errorf("%q, %+v: %v", out, paid, err)
	}
	w, _ = writer(t, "13 rate limit")
	if _, _, err := w.Translate(t.Context(), a); !errors.Is(err, news.ErrLater) {
		t.Errorf("error is %v", err)
	}
}

// Two paragraphs that a model makes one of, however often they stand side by side, are asked for alone in the end; where most are missing,
// none is.
func TestMergedParagraphsAreAskedForAlone(t *testing.T) {
	a := report(t, "report.txt")
	for _, c := range []struct {
		merged []int // blocks that the answer makes one of, where it is asked for several of them
		asked  []int // blocks in each request
		shown  int
	}{
		{nil, []int{5}, 5},
		{[]int{2, 3}, []int{5, 2, 1, 1}, 5},
		{[]int{2, 3, 4}, []int{5, 3}, 2},
	} {
		var asked []int
		w := bySentence(&scripted{answer: func(q llm.Request) (string, error) {
			numbers, list, met := paragraphsOf(q.User), []string(nil), 0
			for _, n := range numbers {
				if slices.Contains(c.merged, n) {
					if met++; met > 1 {
						list[len(list)-1] = strings.Replace(list[len(list)-1], "。", "，与下一段合并。", 1)
						continue
					}
				}
				list = append(list, fmt.Sprintf(`{"n": %d, "text": "第%d段写港口重新开放。"}`, n, n))
			}
			asked = append(asked, len(numbers))
			return `{"paragraphs": [` + strings.Join(list, ", ") + `]}`, nil
		}})
		w.Compare = func(_ news.Article, _ int, text string) []news.Finding {
			if strings.Contains(text, "合并") {
				return []news.Finding{{Span: text, Reason: news.NoSuchNumber, Rejects: true}}
			}
			return nil
		}
		out, _, err := w.Translate(t.Context(), a)
		if err != nil || !slices.Equal(asked, c.asked) || shown(out) != c.shown {
			t.Errorf("%v merged: %d of %d blocks, asked for %v at a time: %v", c.merged, shown(out), len(out), asked, err)
		}
	}
}

// paragraphsOf are the numbers of the paragraphs that a request for a translation has.
func paragraphsOf(user string) (out []int) {
	for line := range strings.Lines(user) {
		var n int
		if _, err := fmt.Sscanf(line, "[%d]", &n); err == nil {
			out = append(out, n)
		}
	}
	return out
}

// Of a translation that was cut off the whole paragraphs are used, set as the desk writes.
func TestTranslationCutOff(t *testing.T) {
	first := recorded(t, []string{"translation: two missing"})[0]
	first.Body = strings.NewReplacer("诺斯港（Northport）3月10日电（CNA）——港务局说，", "諾斯港（Northport）3月10日電（CNA）——港務局說,", `"finish_reason":"stop"`, `"finish_reason":"length"`).Replace(first.Body)
	at, end := strings.Index(first.Body, `{\"n\": 2`), strings.Index(first.Body, `"},"finish_reason"`)
	first.Body = first.Body[:at] + `{\"n\": 2, \"text\": \"港务局` + first.Body[end:]
	rest := recorded(t, []string{"translation"})[0]
	srv := play(t, first, rest)
	out, _, err := asks(srv, nil).Translate(t.Context(), report(t, "report.txt"))
	if err != nil || slices.Contains(out, "") || !strings.HasPrefix(out[0], "诺斯港（Northport）3月10日电（CNA）——港务局说，") {
		t.Errorf("%q: %v", out, err)
	}
	if again := srv.Requests()[1].Message("user"); strings.Contains(again, "[1]") || !strings.Contains(again, "[2]") {
		t.Errorf("asked again: %s", again)
	}
}

// A paragraph that differs from its original is asked for again with the reason, then stays
// untranslated; where most differ, none is shown.
func TestTranslationIsCompared(t *testing.T) {
	a := report(t, "report.txt")
	for _, c := range []struct {
		wrong int // the first so many blocks
		shown bool
	}{{0, true}, {1, true}, {len(a.Blocks) - 1, false}} {
		w, srv := writer(t, "translation: two missing", "translation: the rest", "translation: the rest")
		w.Compare = func(_ news.Article, block int, _ string) []news.Finding {
			if block < c.wrong {
				return []news.Finding{{Span: "42", Reason: news.NoSuchNumber, Rejects: true}}
			}
			return nil
		}
		out, _, err := w.Translate(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if asked := srv.Requests(); c.wrong > 0 && !strings.Contains(asked[1].Message("user"), "paragraph 1: 42: ") {
			t.Errorf("asked again: %s", asked[1].Message("user"))
		}
		for i, s := range out {
			if (s != "") != (c.shown && i >= c.wrong) {
				t.Errorf("%d wrong, paragraph %d: %q", c.wrong, i+1, s)
			}
		}
	}
}

func TestBatches(t *testing.T) {
	a := news.Article{Lang: "en"}
	for i := range 2000 {
		a.Blocks = append(a.Blocks, news.Block{Text: fmt.Sprintf("Paragraph %d %s.", i, strings.Repeat("word ", i%80))})
	}
	got := batches(a, make([]string, len(a.Blocks)))
	if len(got) != maxBatches {
		t.Errorf("%d batches", len(got))
	}
	next := 1
	for _, b := range got {
		n := 0
		for _, s := range b {
			if s.N != next {
				t.Fatalf("paragraph %d instead of %d", s.N, next)
			}
			next++
			n += llm.Tokens(s.Text)
		}
		if len(b) > maxBatchBlocks || n > 3*maxBatchWords {
			t.Errorf("a batch of %d paragraphs, %d tokens", len(b), n)
		}
	}
}
