package digest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/llm/llmtest"
	"github.com/waidian/waidian/internal/news"
)

const answers = "testdata/answers.jsonl"

// writer asks a server that plays the named answers.
func writer(t *testing.T, names ...string) (*Writer, *llmtest.Server) {
	srv := llmtest.Play(t, recorded(t, names)...)
	return asks(srv, nil), srv
}

// asks is a writer that asks a server.
func asks(srv *llmtest.Server, hc *http.Client) *Writer {
	c := llm.New(llm.Options{
		Endpoints: []llm.Endpoint{{BaseURL: srv.URL, Model: "m", MaxTokens: 300}},
		HTTP:      hc,
		Patience:  1,
	})
	return &Writer{Model: c, Name: "m", Lang: "zh-Hans", Now: func() time.Time { return time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC) }}
}

func recorded(t *testing.T, names []string) (xs []llmtest.Exchange) {
	for _, name := range names {
		if name == "6 ten thousand sentences" {
			xs = append(xs, tenThousand())
			continue
		}
		xs = append(xs, llmtest.Find(t, llmtest.Load(t, answers), name))
	}
	return xs
}

func tenThousand() llmtest.Exchange {
	sentence := `{\"text\":\"船只在等候。\",\"evidence\":[1]},`
	return llmtest.Exchange{Status: 200, Body: `{"choices":[{"message":{"content":"{\"title\":\"港口\",\"summary\":[` +
		strings.TrimSuffix(strings.Repeat(sentence, 10000), ",") + `]}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":640,"completion_tokens":150000}}`}
}

// Every way in which a model misbehaves has an outcome that can be seen. The golden
// file lists what was answered and what became of it. None makes the desk wait, nor is
// asked for more than is listed.
func TestMisbehaviour(t *testing.T) {
	var b strings.Builder
	for _, names := range [][]string{
		{"good"},
		{"good, in traditional characters"},
		{"good, in prose"},
		{"1 rubbish", "good"},
		{"1 rubbish", "1 rubbish"},
		{"2 empty", "good"},
		{"2 empty", "2 blank"},
		{"3 half JSON", "good"},
		{"3 half JSON, cut by length", "good"},
		{"3 half JSON, cut by length", "3 half JSON, cut by length"},
		{"4 extra keys"},
		{"4 evidence as words"},
		{"4 another form", "good"},
		{"5 evidence out of range"},
		{"5 everything as evidence"},
		{"5 names in another form"},
		{"5 no evidence at all", "good"},
		{"5 no evidence at all", "5 no evidence at all"},
		{"6 ten thousand sentences", "good"},
		{"6 nine sentences"},
		{"6 thirteen sentences", "6 thirteen sentences"},
		{"6 one sentence again and again", "6 one sentence again and again"},
		{"7 another language", "good"},
		{"7 another language", "7 another language"},
		{"7 one sentence in another language"},
		{"8 markup", "8 markup"},
		{"8 markup in one sentence"},
		{"8 marks and stars"},
		{"9 prompt repeated"},
		{"9 prompt in a sentence", "good"},
		{"9 prompt in a sentence", "9 prompt in a sentence"},
		{"10 instructions obeyed", "good"},
		{"10 instructions obeyed in form", "10 instructions obeyed in form"},
		{"10 instructions obeyed in its language", "10 instructions obeyed in its language"},
		{"11 endless stream"},
		{"12 connection cut"},
		{"13 refusal", "13 refusal"},
		{"13 refusal in prose", "13 refusal in prose"},
		{"13 no title"},
		{"13 invented names"},
		{"13 two answers"},
		{"13 deep", "13 deep"},
		{"13 rate limit"},
		{"13 balance"},
		{"13 window", "good"},
		{"13 no room"},
		{"13 refused"},
	} {
		a, xs := report(t, "report.txt"), recorded(t, names)
		again := 0
		if names[0] == "13 refused" { // in every form
			xs[0].Again, again = true, 1
		}
		synctest.Test(t, func(t *testing.T) {
			srv, hc := llmtest.PlayInMemory(t, xs...)
			began := time.Now()
			d, err := asks(srv, hc).Digest(t.Context(), a, nil)
			if waited := time.Since(began); waited > 0 { // the bubble's clock
				t.Errorf("%s: waited %s", names, waited)
			}
			if srv.Left() > again {
				t.Errorf("%s: %d answers were not asked for", names, srv.Left())
			}
			fmt.Fprintf(&b, "%s\n%s\n", strings.Join(names, " → "), outcome(d, err))
		})
	}
	golden(t, "answers.golden", b.String())
}

// outcome shows what the desk gets.
func outcome(d news.Digest, err error) string {
	var b strings.Builder
	var later *news.Later
	switch {
	case errors.Is(err, ErrPaused):
		b.WriteString("\tpaused: ")
	case errors.As(err, &later):
		b.WriteString("\tlater: ")
	case errors.Is(err, news.ErrRejected):
		b.WriteString("\trejected: ")
	}
	if err != nil {
		s := err.Error()
		if begin := strings.Index(s, "http://127"); begin >= 0 { // its port changes
			s = s[:begin] + "…" + s[begin+strings.Index(s[begin:], "/v1"):]
		}
		b.WriteString(s + "\n")
	}
	if len(d.Summary) > 0 {
		fmt.Fprintf(&b, "\t%s %q", d.Lang, d.Title)
		if d.Covers > 0 {
			fmt.Fprintf(&b, " (covers %d words)", d.Covers)
		}
		b.WriteString("\n")
	}
	for _, c := range d.Summary {
		fmt.Fprintf(&b, "\t+ %s %v %s\n", c.Text, c.Evidence, whys(c.Findings))
	}
	for _, r := range d.LeftOut {
		fmt.Fprintf(&b, "\t- %s %s\n", clip(r.Text, 60), whys(r.Why))
	}
	for _, n := range d.Names {
		fmt.Fprintf(&b, "\t= %s %s\n", n.Source, n.Target)
	}
	fmt.Fprintf(&b, "\ttokens %d %d\n", d.Tokens.In, d.Tokens.Out)
	return b.String()
}

func whys(fs []news.Finding) string {
	var out []string
	for _, f := range fs {
		out = append(out, fmt.Sprintf("(%s: %s)", f.Rule, f.Why()))
	}
	return strings.Join(out, " ")
}

// The model is told what was wrong with its answer, and what a check has found; of an attempt after a check one answer must do.
func TestAskedAgain(t *testing.T) {
	w, srv := writer(t, "7 another language", "good")
	if _, err := w.Digest(t.Context(), report(t, "report.txt"), nil); err != nil {
		t.Fatal(err)
	}
	first, second := srv.Requests()[0].Message("user"), srv.Requests()[1].Message("user")
	if strings.Contains(first, "上次的回答") || !strings.Contains(second, "上次的回答不能用：摘要里有一句不能用：“The harbour reopened on Monday after nine days.”：不是简体中文") {
		t.Errorf("the second prompt ends %s", second[len(second)-300:])
	}
	reason := news.Finding{Rule: news.NumberRule, Span: "数以十万计", Reason: news.Remark, Arg: "the report has more than 100"}
	for _, answer := range []string{"good", "7 another language"} {
		w, srv = writer(t, answer, "good")
		_, err := w.Digest(t.Context(), report(t, "report.txt"), []news.Finding{reason})
		if asked := len(srv.Requests()); asked != 1 || (err == nil) != (answer == "good") || err != nil && !errors.Is(err, news.ErrRejected) {
			t.Errorf("%s after a check: %v, %d questions", answer, err, asked)
		}
		if told := srv.Requests()[0].Message("user"); !strings.Contains(told, `“数以十万计”：the report has more than 100`) {
			t.Errorf("the check's reason is missing in %s", told)
		}
	}
}

// An answer that was cut off is asked for again with more room: thinking is not
// shortened by asking for less.
func TestMoreRoom(t *testing.T) {
	w, srv := writer(t, "3 half JSON, cut by length", "good")
	w.MaxTokens = 2500
	if _, err := w.Digest(t.Context(), report(t, "report.txt"), nil); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`"max_tokens":2500,`, `"max_tokens":5000,`} {
		if b := string(srv.Requests()[i].Body); !strings.Contains(b, want) {
			t.Errorf("request %d has no %s", i+1, want)
		}
	}
}

// memory is a cache in memory.
type memory map[news.Hash]llm.Answer

func (m memory) Answer(_ context.Context, k news.Hash) (llm.Answer, bool, error) {
	a, ok := m[k]
	return a, ok, nil
}

func (m memory) Reserve(_ context.Context, p Purchase) (Place, error) {
	k := p.Key
	return kept{m, k}, nil
}

type kept struct {
	in  memory
	key news.Hash
}

func (p kept) Keep(_ context.Context, a llm.Answer) error {
	p.in[p.key] = a
	return nil
}

func (p kept) Free() error { return nil }

// What was paid for is not paid for again.
func TestCache(t *testing.T) {
	w, srv := writer(t, "7 another language", "good")
	w.Cache = memory{}
	first, err := w.Digest(t.Context(), report(t, "report.txt"), nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.Digest(t.Context(), report(t, "report.txt"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(srv.Requests()) != 2 || second.Title != first.Title || second.By != "m" {
		t.Errorf("%d requests, %q", len(srv.Requests()), second.Title)
	}
	if first.Tokens.In != 1280 || second.Tokens != (news.Usage{}) {
		t.Errorf("paid %+v, then %+v", first.Tokens, second.Tokens)
	}
}

// An answer of no use is accounted for, and asked for again.
func TestCacheOfUseless(t *testing.T) {
	w, _ := writer(t, "2 blank", "2 empty", "good")
	m := memory{}
	w.Cache = m
	if _, err := w.Digest(t.Context(), report(t, "report.txt"), nil); !errors.Is(err, news.ErrRejected) {
		t.Fatal(err)
	}
	for _, a := range m {
		if a.Text != "" || a.Usage.In != 640 || a.Model != "m" {
			t.Errorf("kept %+v", a)
		}
	}
	if d, err := w.Digest(t.Context(), report(t, "report.txt"), nil); err != nil || d.Tokens.In != 640 || len(m) != 2 {
		t.Errorf("%+v, %d kept: %v", d.Tokens, len(m), err)
	}
}

// A spent budget stops before the request, not after.
func TestAllow(t *testing.T) {
	w, srv := writer(t)
	w.Allow = func(_ context.Context, u llm.Usage) (func(), error) {
		if u.In < 600 || u.In > 1500 || u.Out == 0 {
			t.Errorf("told of %+v", u)
		}
		return nil, &news.Later{Reason: "the budget of the day is spent"}
	}
	if _, err := w.Digest(t.Context(), report(t, "report.txt"), nil); !errors.Is(err, news.ErrLater) || len(srv.Requests()) != 0 {
		t.Errorf("%d requests: %v", len(srv.Requests()), err)
	}
}

func TestKey(t *testing.T) {
	keys := map[news.Hash]bool{}
	for _, k := range []news.Hash{Key("a", "b", "c"), Key("ab", "", "c"), Key("a", "bc", ""), Key("a", "b", "d")} {
		if keys[k] || len(k) != 64 {
			t.Errorf("key %q", k)
		}
		keys[k] = true
	}
}

func TestNoText(t *testing.T) {
	w, _ := writer(t, "good")
	if _, err := w.Digest(t.Context(), news.Article{ID: "x"}, nil); !errors.Is(err, news.ErrNoText) {
		t.Errorf("error is %v", err)
	}
}

func TestCancelled(t *testing.T) {
	w, _ := writer(t, "good")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Digest(ctx, report(t, "report.txt"), nil); !errors.Is(err, context.Canceled) || errors.Is(err, news.ErrRejected) || errors.Is(err, news.ErrLater) {
		t.Errorf("error is %v", err)
	}
}

// Whatever a model answers, what is read of it is bounded; what may be shown is plain and rests on the report.
func FuzzRead(f *testing.F) {
	for _, x := range llmtest.Load(f, answers) {
		if len(x.Body) < 20000 {
			f.Add(x.Body)
		}
	}
	f.Add(`{"title":"港口","summary":[{"text":"港口周一恢复运行。","evidence":"[1]"}],"names":null}`)
	f.Add(`{"title":"港口","summary":[{"text":"港口<\u0007b周一恢复运行。","evidence":[1]}]}`)
	f.Add("title: 港口\nsummary:\n- text: 港口周一恢复运行。\n  evidence: sentence one\n- {text: 船在等候。, evidence: [2]}\n</s>")
	f.Add("| 句子 | 依据 |\n|---|---|\n| 港口周一恢复运行。 | 1 |\n| 船在等候。 | 第二句 |\n")
	f.Add(`{"zh":{"title":"港口","summary":{"港口周一恢复运行。":[1],"船在等候。":[2]}},"en":{"summary":"It is open. [1] Ships wait. (2)"}}<|im_end|>[1]`)
	f.Add(`["港口周一恢复运行。（句1）","船在" + "等候。[H]"]`)
	o := order{article: report(f, "report.txt"), tongue: tongueOf("zh-Hans")}
	b, err := o.brief()
	if err != nil {
		f.Fatal(err)
	}
	r := newParser(b, o)
	f.Fuzz(func(t *testing.T, s string) {
		d, _ := r.read(s)
		if len(d.Summary) > maxClaims || len(d.LeftOut) > maxRead || len(d.Names) > maxNames || len(d.Title) > 400 {
			t.Fatalf("unbounded: %+v", d)
		}
		for _, c := range d.Summary {
			if slices.ContainsFunc(c.Findings, func(f news.Finding) bool { return f.Rejects }) {
				continue // kept to be asked for again, never to be shown
			}
			if c.Text == "" || len(c.Evidence) == 0 || strings.ContainsAny(c.Text, "\n\r\x00") || markup.MatchString(c.Text) {
				t.Fatalf("claim %+v", c)
			}
			for _, n := range c.Evidence {
				if !b.shows(n) {
					t.Fatalf("evidence %v", c.Evidence)
				}
			}
		}
	})
}

func play(t *testing.T, xs ...llmtest.Exchange) *llmtest.Server { return llmtest.Play(t, xs...) }
