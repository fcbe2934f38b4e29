package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
)

// standIn is a model that answers questions of each kind in its own way.
type standIn struct {
	digests func(n int, again bool) (string, error) // the nth question for a whole digest, from 0; again: after a check
	lines   func(source string) (string, error)     // questions for a sentence, or for one to be mended
	title   string
	asked   []string // what was asked for, in order
}

func (m *standIn) Complete(_ context.Context, req llm.Request) (llm.Answer, error) {
	kind, text, err := "line", "", error(nil)
	switch {
	case strings.Contains(req.User, "原标题："):
		kind, text = "title", m.title
	case strings.Contains(req.User, "END OF REPORT"):
		kind = "whole"
		text, err = m.digests(strings.Count(strings.Join(m.asked, " "), "whole"), strings.Contains(req.User, "核对不符"))
	default:
		if strings.Contains(req.User, "原稿：") {
			kind = "mend"
		}
		text, err = m.lines(req.User)
	}
	m.asked = append(m.asked, kind)
	return llm.Answer{Text: text, Model: "m", Usage: llm.Usage{In: 100, Out: 20}}, err
}

// The report that the stand-ins digest, its sentences well rendered, and renderings of another report.
var (
	quarry = []string{
		"Rescuers in Ostrava Vale freed 14 workers from a flooded quarry on Tuesday, the mining office said.",
		"The office said that 230 residents had left their homes by the evening.",
		"Pumps were taking 4,600 litres of water a minute out of the pit, said its operator, Kamenex.",
		"Work at the quarry will not begin again before 15 June, according to Kamenex.",
	}
	quarryRight = []string{
		"矿务局说，救援人员周二从奥斯特拉瓦谷（Ostrava Vale）一座被淹的采石场救出14名工人。",
		"矿务局说，到傍晚已有230名居民离开家园。",
		"经营者卡梅内克斯（Kamenex）说，水泵每分钟从坑里抽出4600升水。",
		"卡梅内克斯（Kamenex）说，采石场在6月15日之前不会复工。",
	}
	quarryWrong = []string{
		"央行把基准利率上调75个基点至9.5%。", "行长布拉姆（Hedda Bram）说，通胀率为11.3%。",
		"该国货币克兰上涨6.2%，报每美元38.7。", "行长布拉姆（Hedda Bram）说，外汇储备降到817亿克兰。",
	}
)

func quarryReport() news.Article {
	a := news.Article{ID: "quarry", Version: 1, Lang: "en", Title: "Workers freed from flooded quarry", Kind: news.PageArticle}
	for _, s := range quarry {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: s, Ends: []int{len(s)}})
	}
	return a
}

// answerOf is a whole digest of these sentences.
func answerOf(title string, sentences []string) string {
	type claim struct {
		Text     string `json:"text"`
		Evidence []int  `json:"evidence"`
	}
	var out struct {
		Title   string   `json:"title"`
		Summary []claim  `json:"summary"`
		Names   []string `json:"names"`
	}
	out.Title, out.Names = title, []string{}
	for i, s := range sentences {
		out.Summary = append(out.Summary, claim{s, []int{i + 1}})
	}
	b, err := json.Marshal(out)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// A report costs eight questions at most, whatever a model answers, and none that cannot help: a digest that is wrong all over is
// asked for once more, and then its report has an extract.
func TestCallsOfOneReport(t *testing.T) {
	const title = "采石场被淹，14名工人获救"
	right, wrong := quarryRight, quarryWrong
	mixed := func(bad ...int) []string {
		out := append([]string{}, right...)
		for _, i := range bad {
			out[i] = wrong[i]
		}
		return out
	}
	constant := func(s string) func(int, bool) (string, error) {
		return func(int, bool) (string, error) { return s, nil }
	}
	// knows answers a question for the sentences of these numbers well, and all others with what is not in the report.
	knows := func(numbers ...int) func(string) (string, error) {
		return func(asked string) (string, error) {
			_, about, mend := strings.Cut(asked, "原文：\n")
			if !mend {
				_, about, _ = strings.Cut(asked, "原句：")
			}
			for i, s := range quarry {
				for _, n := range numbers {
					if i == n && strings.HasPrefix(about, s[:20]) {
						return right[i], nil
					}
				}
				if strings.HasPrefix(about, s[:20]) {
					return wrong[i], nil
				}
			}
			return wrong[0], nil
		}
	}
	fails := func(err error) func(string) (string, error) {
		return func(string) (string, error) { return "", err }
	}
	all, slow := knows(0, 1, 2, 3), &llm.Error{Kind: llm.ErrLater}
	for _, c := range []struct {
		name  string
		way   news.Way
		m     standIn
		calls string // what is asked for
		shown int    // sentences; 0: an extract
	}{
		{"right", news.AsWhole, standIn{digests: constant(answerOf(title, right)), lines: all, title: title}, "whole", 4},
		{"one wrong, and mended", news.AsWhole, standIn{digests: constant(answerOf(title, mixed(2))), lines: all, title: title}, "whole mend", 4},
		{"one wrong, and never mended", news.AsWhole, standIn{digests: constant(answerOf(title, mixed(2))), lines: knows(), title: title}, "whole mend", 3},
		{"the first wrong, and mended", news.AsWhole, standIn{digests: constant(answerOf(title, mixed(0))), lines: all, title: title}, "whole mend", 4},
		{"the first wrong, and never mended", news.AsWhole, standIn{digests: constant(answerOf(title, mixed(0))), lines: knows(), title: title}, "whole mend mend line", 0},
		{"half wrong, and mended", news.AsWhole, standIn{digests: constant(answerOf(title, mixed(1, 3))), lines: all, title: title}, "whole mend mend", 4},
		{"half wrong, and never mended", news.AsWhole, standIn{digests: constant(answerOf(title, mixed(1, 3))), lines: knows(), title: title}, "whole mend mend", 0},
		{"all wrong", news.AsWhole, standIn{digests: constant(answerOf("央行加息75个基点", wrong)), lines: knows(), title: title}, "whole whole", 0},
		{"most wrong", news.AsWhole, standIn{digests: constant(answerOf(title, mixed(0, 1, 2))), lines: all, title: title}, "whole whole", 0},
		{"all wrong, then one", news.AsWhole, standIn{digests: func(_ int, again bool) (string, error) {
			if again {
				return answerOf(title, mixed(3)), nil
			}
			return answerOf("央行加息75个基点", wrong), nil
		}, lines: all, title: title}, "whole whole mend", 4},
		{"malformed", news.AsWhole, standIn{digests: constant("I cannot write JSON."), lines: all, title: title}, "whole whole", 0},
		{"malformed, then all wrong, then malformed", news.AsWhole, standIn{digests: func(n int, _ bool) (string, error) {
			if n == 1 {
				return answerOf("央行加息75个基点", wrong), nil
			}
			return "I cannot write JSON.", nil
		}, lines: knows(), title: title}, "whole whole whole", 0},
		{"declined", news.AsWhole, standIn{digests: func(int, bool) (string, error) { return "", llm.ErrDeclined }, lines: fails(llm.ErrDeclined)}, "whole whole", 0},
		{"the most it can take", news.AsWhole, standIn{digests: func(n int, again bool) (string, error) {
			switch {
			case again:
				return answerOf("", append(mixed(0, 1), right[0], "矿务局说，居民在傍晚离开。", "经营者说，水泵正在抽水。")), nil
			case n == 0:
				return "I cannot write JSON.", nil
			}
			return answerOf("央行加息75个基点", wrong), nil
		}, lines: knows(1), title: title}, "whole whole whole mend mend line", 0},
		{"slow", news.AsWhole, standIn{digests: func(int, bool) (string, error) { return "", slow }}, "whole", 0},
		{"slow, by sentences", news.BySentences, standIn{lines: fails(slow)}, "line", 0},
		{"without a headline", news.AsWhole, standIn{digests: constant(answerOf("", right)), lines: all, title: title}, "whole title", 4},

		{"right, by sentences", news.BySentences, standIn{lines: all, title: title}, "line line line title", 3},
		{"one wrong, by sentences", news.BySentences, standIn{lines: knows(0, 1), title: title}, "line line line title mend", 2},
		{"the first wrong, by sentences", news.BySentences, standIn{lines: knows(1, 2, 3), title: title}, "line line line title mend mend", 0},
		{"all wrong, by sentences", news.BySentences, standIn{lines: knows(), title: title}, "line line line title", 0},
		{"declined, by sentences", news.BySentences, standIn{lines: fails(llm.ErrDeclined), title: title}, "line line", 0},
		{"empty, by sentences", news.BySentences, standIn{lines: fails(llm.ErrEmpty), title: title}, "line line", 0},
		{"in another language, by sentences", news.BySentences, standIn{lines: func(string) (string, error) { return "The mining office has said nothing.", nil }, title: title}, "line line", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &digest.Writer{Model: &c.m, Name: "m", Way: func(context.Context) (news.Way, error) { return c.way, nil }}
			d, _, err := desk.Digested(t.Context(), w, check.Check, quarryReport())
			if err != nil {
				d.Summary = nil
			}
			if later := new(news.Later); strings.Contains(c.name, "slow") && !errors.As(err, &later) {
				t.Errorf("%v: it is not asked later", err)
			}
			t.Logf("%d questions: %s", len(c.m.asked), strings.Join(c.m.asked, " "))
			if got := strings.Join(c.m.asked, " "); got != c.calls || len(c.m.asked) > 8 || len(d.Summary) != c.shown {
				t.Errorf("asked for %s; want %s; %d sentences shown, want %d: %v\n%s", got, c.calls, len(d.Summary), c.shown, err, told(d))
			}
		})
	}
}

func told(d news.Digest) string {
	var b strings.Builder
	for _, c := range d.Summary {
		fmt.Fprintf(&b, "+ %s %+v\n", c.Text, c.Findings)
	}
	for _, r := range d.LeftOut {
		fmt.Fprintf(&b, "- %s %+v\n", r.Text, r.Why)
	}
	return b.String()
}
