package digest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
)

// scripted is a model that answers by a function, and remembers what it was asked.
type scripted struct {
	answer func(llm.Request) (string, error)
	asked  []llm.Request
	shape  func() llm.Shape // in which the answer was asked for; nil: not said
}

func (m *scripted) Complete(_ context.Context, req llm.Request) (llm.Answer, error) {
	m.asked = append(m.asked, req)
	s, err := m.answer(req)
	a := llm.Answer{Text: s, Model: "m", Usage: llm.Usage{In: 100, Out: 20}}
	if m.shape != nil {
		a.Shape = m.shape()
	}
	return a, err
}

// bySentence is a writer that goes sentence by sentence.
func bySentence(m *scripted) *Writer {
	w := &Writer{Model: m, Name: "m", Lang: "zh-Hans",
		Way: func(context.Context) (news.Way, error) { return news.BySentences, nil },
		Names: func(news.Article) []news.Name {
			return []news.Name{{Source: "Wang Lei", Target: "王磊"}, {Source: "Anna Keller", Target: "凯勒"}}
		},
		Wordings: func(_ news.Article, s string) []news.Name { return wordingsIn(s) },
	}
	return w
}

func wordingsIn(s string) []news.Name {
	var out []news.Name
	for _, n := range []news.Name{{Source: "More than 100", Target: "100多"}, {Source: "$1.2bn", Target: "12亿美元"}, {Source: "by 4%", Target: "4%"}} {
		if strings.Contains(s, n.Source) {
			out = append(out, n)
		}
	}
	return out
}

// rendered answers each sentence of the report of the harbour, found by a word of it.
func rendered(req llm.Request) (string, error) {
	for _, x := range [][2]string{
		{"原标题：", "译名王磊港口重开"}, {"原句：The harbour", "译句：港务局说，诺斯波特（Northport）港因风暴关闭九天后，周一重新开放。"},
		{"原句：“We lost", "“我们失去了全年粮食出口的约五分之一。”"}, {"原句：A spokesman", "发言人王磊（Wang Lei）说，真实数字“还不到一半”。"},
		{"原句：The ministry", "该部否认此事，称2月27日已发出通知。"}, {"原句：Grain", "全国交易所说，上周该地区粮价上涨4%。"},
		{"原句：More", "防波堤外有100多艘船在等候。"}, {"原句：\"We", "“我们损失了全年粮食出口的约五分之一，”港务局局长凯勒（Anna Keller）说。"},
		{"原句：She", "她估计损失为12亿美元。"},
	} {
		if strings.Contains(req.User, x[0]) {
			return x[1], nil
		}
	}
	return "港口今天的情况没有变化。", nil
}

// A digest is written from short questions: each sentence rests on the one that it renders, and is given the names and the
// wording of its own numbers alone. The calls are bounded.
func TestBySentences(t *testing.T) {
	m := &scripted{answer: rendered}
	w := bySentence(m)
	a := report(t, "report.txt")
	d, err := w.Digest(t.Context(), a, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.Prompt != SentenceVersion || d.By != "m" || d.Lang != "zh-Hans" || d.Title == "" || len(d.Summary) < 3 || d.Tokens.In != 100*len(m.asked) {
		t.Errorf("digest %+v", d)
	}
	mends, whole := w.Mends(t.Context())
	if most := len(m.asked) + mends; most > 8 || whole {
		t.Errorf("as many as %d questions, all of it again: %v", most, whole)
	}
	for i, c := range d.Summary {
		if len(c.Evidence) != 1 || news.Rejected(c.Findings) {
			t.Errorf("sentence %d: %+v", i, c)
			continue
		}
		s, req := a.Cited(c.Evidence[0]), m.asked[i]
		if i > 0 && !strings.Contains(req.User, "原句："+s) {
			t.Errorf("sentence %d rests on %q and was asked as\n%s", i, s, req.User)
		}
		for _, n := range wordingsIn(s) {
			if !strings.Contains(req.User, n.Source+" = "+n.Target) {
				t.Errorf("the wording of %q is not in\n%s", n.Source, req.User)
			}
		}
		if got := strings.Contains(req.User, "= 王磊"); got != strings.Contains(s, "Wang Lei") {
			t.Errorf("the name of Wang Lei is given: %v\n%s", got, req.User)
		}
		if req.System != m.asked[0].System {
			t.Error("two questions begin differently: no server can keep their beginning")
		}
	}
	if d.Summary[0].Evidence[0] != 1 || !strings.HasPrefix(d.Summary[0].Text, "港务局") {
		t.Errorf("the lead is %+v", d.Summary[0])
	}
	golden(t, "sentence.golden", m.asked[0].System+"\n===\n"+m.asked[1].User+"\n===\n"+m.asked[len(m.asked)-1].System+
		"\n===\n"+m.asked[len(m.asked)-1].User+"\n")
}

// An answer that cannot be shown keeps the place of its sentence, with what is wrong with it.
func TestBySentencesKeepsThePlaceOfWhatIsToBeMended(t *testing.T) {
	for name, answer := range map[string]func() (string, error){
		"in the report's language": func() (string, error) { return "The harbour reopened on Monday, the port authority said.", nil },
		"empty":                    func() (string, error) { return "", &llm.Error{Kind: llm.ErrEmpty} },
		"cut off":                  func() (string, error) { return "港务局说，", &llm.Error{Kind: llm.ErrCut} },
		"markup":                   func() (string, error) { return "<b>港口</b>重新开放。", nil },
	} {
		first := true
		m := &scripted{answer: func(req llm.Request) (string, error) {
			if first {
				first = false
				return answer()
			}
			return rendered(req)
		}}
		d, err := bySentence(m).Digest(t.Context(), report(t, "report.txt"), nil)
		if err != nil || len(d.Summary) < 3 || !news.Rejected(d.Summary[0].Findings) || d.Summary[0].Evidence[0] != 1 {
			t.Errorf("%s: %v, %+v", name, err, d.Summary)
		}
	}
}

// A server that rests ends the digest; what was answered is kept, and not asked for again.
func TestBySentencesGoesOnWhereItWas(t *testing.T) {
	rests := true
	m := &scripted{answer: func(req llm.Request) (string, error) {
		if strings.Contains(req.User, "原标题：") && rests {
			return "", &llm.Error{Kind: llm.ErrLater}
		}
		return rendered(req)
	}}
	w := bySentence(m)
	w.Cache = memory{}
	a := report(t, "report.txt")
	if _, err := w.Digest(t.Context(), a, nil); !errors.Is(err, news.ErrLater) {
		t.Fatalf("%v", err)
	}
	n := len(m.asked)
	var e Estimate
	if err := w.Estimate(t.Context(), a, &e); err != nil || e.Requests != 1 {
		t.Errorf("%d requests are left, %v; want that for the headline", e.Requests, err)
	}
	rests = false
	if _, err := w.Digest(t.Context(), a, nil); err != nil || len(m.asked) != n+1 {
		t.Errorf("%v; %d questions more", err, len(m.asked)-n)
	}
}

// What is estimated is what is asked.
func TestEstimateOfSentences(t *testing.T) {
	m := &scripted{answer: rendered}
	w := bySentence(m)
	var e Estimate
	if err := w.Estimate(t.Context(), report(t, "report.txt"), &e); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Digest(t.Context(), report(t, "report.txt"), nil); err != nil || e.Requests != len(m.asked) {
		t.Errorf("%v; estimated %d requests, asked %d", err, e.Requests, len(m.asked))
	}
	if out := e.Tokens["m"].Out; out != usualLine*e.Requests {
		t.Errorf("estimated %d tokens out", out)
	}
}

// A report in the reader's language is not rendered: it is digested as a whole.
func TestOwnLanguageIsDigestedAsAWhole(t *testing.T) {
	m := &scripted{answer: func(llm.Request) (string, error) { return "", &llm.Error{Kind: llm.ErrLater} }}
	a := report(t, "report.txt")
	a.Lang = "zh-Hant"
	bySentence(m).Digest(t.Context(), a, nil)
	if len(m.asked) != 1 || len(m.asked[0].Schema.JSON) == 0 {
		t.Errorf("asked %+v", m.asked)
	}
}

// A faulty sentence is asked for anew with its fault, what it rests on, and the right wording.
func TestMend(t *testing.T) {
	m := &scripted{answer: func(llm.Request) (string, error) { return "改好的一句：她估计损失为12亿美元。", nil }}
	w := bySentence(m)
	why := []news.Finding{{Rule: news.NumberRule, Reason: news.OtherWords, Span: "1.2亿美元", Found: "$1.2bn", Rejects: true},
		{Rule: news.NameRule, Reason: news.OriginalMissing, Span: "凯勒"}}
	got, err := w.Mend(t.Context(), report(t, "report.txt"), news.Claim{Text: "她估计损失为1.2亿美元。", Evidence: []int{4}}, why)
	if err != nil || got.Claim.Text != "她估计损失为12亿美元。" || !slices.Equal(got.Claim.Evidence, []int{4}) || got.Prompt != MendVersion || got.Paid.In != 100 {
		t.Errorf("%+v, %v", got, err)
	}
	if strings.Contains(m.asked[0].User, "凯勒") {
		t.Errorf("a doubt went back as a fault:\n%s", m.asked[0].User)
	}
	golden(t, "mend.golden", m.asked[0].System+"\n===\n"+m.asked[0].User+"\n")
	w.Lang = "de"
	w.Mend(t.Context(), report(t, "report.txt"), news.Claim{Text: "Der Schaden betrage 12 Mrd. Dollar.", Evidence: []int{4, news.HeadlineN}}, why)
	golden(t, "mend-de.golden", m.asked[1].System+"\n===\n"+m.asked[1].User+"\n")
	if _, err := w.Mend(t.Context(), report(t, "report.txt"), news.Claim{Text: "x", Evidence: []int{99}}, why); !errors.Is(err, news.ErrRejected) || len(m.asked) != 2 {
		t.Errorf("a sentence that rests on nothing: %v", err)
	}
}

// The place of an answer is made before its question, and none is asked that the budget does not allow.
func TestLinesArePaidForLikeDigests(t *testing.T) {
	book := &notebook{memory: memory{}}
	w := bySentence(nil)
	w.Model = &teller{book: book, answer: llm.Answer{Text: "她估计损失为12亿美元。", Model: "m", Usage: llm.Usage{In: 9, Out: 9}}}
	w.Cache = book
	c := news.Claim{Text: "她估计损失为1.2亿美元。", Evidence: []int{4}}
	if _, err := w.Mend(t.Context(), report(t, "report.txt"), c, nil); err != nil || strings.Join(book.calls, " ") != "reserve ask keep" {
		t.Errorf("%v: %q", err, book.calls)
	}
	w.Cache, book.calls = memory{}, nil
	w.Allow = func(context.Context, llm.Usage) (func(), error) { return nil, &news.Later{Reason: "spent"} }
	if _, err := w.Mend(t.Context(), report(t, "report.txt"), c, nil); !errors.Is(err, news.ErrLater) || len(book.calls) != 0 {
		t.Errorf("%v: %q", err, book.calls)
	}
}

// What models put around a line is taken off.
func TestOne(t *testing.T) {
	for in, want := range map[string]string{
		"港口重开。":                             "港口重开。",
		"译句：港口重开。":                          "港口重开。",
		"\n\n中文译句: 港口重开。\n说明：直译":            "港口重开。",
		"译句：\n港口重开。":                        "港口重开。",
		"“港口重开。”":                           "港口重开。",
		"“港口重开，”他说，“很快。”":                   "“港口重开，”他说，“很快。”",
		"「港口重开。」":                           "港口重开。",
		`"The port reopened."`:              "The port reopened.",
		"Translation: Der Hafen ist offen.": "Der Hafen ist offen.",
		"":                                  "",
	} {
		if got := one(in, textKeys); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// The sentences that carry the news are chosen: the lead first, those with figures, speakers and what comes next, none twice,
// none that cannot be read alone where another can.
func TestChoose(t *testing.T) {
	made := func(paragraphs ...string) news.Article {
		a := news.Article{Lang: "en", Title: "Ferry to Halsund stopped after crack is found"}
		for _, p := range paragraphs {
			a.Blocks = append(a.Blocks, block(news.Paragraph, p))
		}
		return a
	}
	for _, c := range []struct {
		name   string
		of     news.Article
		titles bool
		want   []int
	}{
		{"one sentence", made("The ferry to Halsund was stopped on Friday."), false, []int{1}},
		{"only the lead", made("The ferry to Halsund was stopped on Friday.", "The owner said 200 cars were waiting at the quay."), true, []int{1}},
		{"figures before chat", made("The ferry to Halsund was stopped on Friday after a crack was found.",
			"It is a sad day for all who live there and love the sea.",
			"The owner, Nordrute, said 1,400 passengers had booked for the weekend.",
			"But he would not say more.",
			"Why was it not seen before?",
			"Two small boats will carry up to 300 people a day from Sunday.",
			"Many people on the island remember the old ferry well.",
			"The crack was 40 centimetres long, the harbour office said.",
			"Repairs are expected to last until 12 June, the yard in Brevik said."), false, []int{1, 3, 8, 9}},
		{"not the same again", made("The ferry to Halsund was stopped on Friday after a crack was found in its hull.",
			"A crack was found in the hull of the ferry to Halsund, which was stopped on Friday, 3 May.",
			"The owner said 200 cars were waiting at the quay in the evening."), false, []int{1, 3}},
	} {
		if got := choose(c.of, c.titles); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	long := made(strings.Repeat("The owner said 200 cars were waiting at the quay in the evening. ", 10_000))
	if got := choose(long, false); len(got) != 1 {
		t.Errorf("of a report that says one thing: %v", got)
	}
}

// In Traditional Chinese the questions are in it, too; the report's own words stay as they are.
func TestLinesInTraditionalChinese(t *testing.T) {
	m := &scripted{answer: func(req llm.Request) (string, error) {
		return "譯句：港務局說，港口週一重新開放。", nil
	}}
	w := bySentence(m)
	w.Lang = "zh-Hant"
	d, err := w.Digest(t.Context(), report(t, "report.txt"), nil)
	if err != nil || d.Summary[0].Text != "港務局說，港口週一重新開放。" {
		t.Fatalf("%+v, %v", d.Summary, err)
	}
	for i, req := range m.asked {
		for _, s := range []string{"简", "译", "数字", "标题", "发表"} {
			if strings.Contains(req.System+req.User, s) {
				t.Errorf("question %d has %q:\n%s\n%s", i, s, req.System, req.User)
			}
		}
		if i == 0 && (!strings.Contains(req.System, "繁體中文") || !strings.Contains(req.User, "原句：The harbour") || !strings.Contains(req.User, "2026年3月10日")) {
			t.Errorf("question 0:\n%s\n%s", req.System, req.User)
		}
	}
}

// A report in the reader's own language keeps its own spelling of names, but for the scripts of Chinese.
func TestNamesInTheReadersLanguage(t *testing.T) {
	for _, c := range []struct {
		report, to string
		given      bool
	}{{"en-GB", "en", false}, {"de", "de-AT", false}, {"de", "en", true}, {"zh-Hant", "zh-Hans", true}} {
		w := &Writer{Lang: c.to, Names: func(news.Article) []news.Name { return []news.Name{{Source: "Ostland", Target: "X"}} }}
		if o := w.order(news.Article{Lang: c.report}, nil); (len(o.names) == 1) != c.given {
			t.Errorf("%s to %s: %v", c.report, c.to, o.names)
		}
	}
}
