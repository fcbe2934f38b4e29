package digest

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/llm/llmtest"
	"github.com/waidian/waidian/internal/news"
)

// notebook is a cache that writes down what is asked of it. Its errors are returned where
// they are set.
type notebook struct {
	memory
	reserve, keep error
	calls         []string
}

func (n *notebook) Reserve(_ context.Context, p Purchase) (Place, error) {
	n.calls = append(n.calls, "reserve")
	if p.Model != "m" || p.Prompt == "" || p.Likely.In == 0 || p.Likely.Out == 0 {
		return nil, errors.New("a place for nothing")
	}
	return &page{n, p.Key}, n.reserve
}

type page struct {
	in  *notebook
	key news.Hash
}

func (p *page) Keep(ctx context.Context, a llm.Answer) error {
	p.in.calls = append(p.in.calls, "keep")
	if p.in.keep == nil && ctx.Err() == nil {
		p.in.memory[p.key] = a
	}
	return p.in.keep
}

func (p *page) Free() error {
	p.in.calls = append(p.in.calls, "free")
	return nil
}

// teller is a model that answers as it is told, and says when it is asked.
type teller struct {
	book   *notebook
	answer llm.Answer
	err    error
	before func()
}

func (m *teller) Complete(context.Context, llm.Request) (llm.Answer, error) {
	m.book.calls = append(m.book.calls, "ask")
	if m.before != nil {
		m.before()
	}
	return m.answer, m.err
}

// A model is asked when the place for its answer cannot be lost, and what it has cost is
// kept however the call ends.
func TestPlaceBeforeQuestion(t *testing.T) {
	paid := llm.Usage{In: 600, Out: 40}
	good := goodAnswer(t)
	later := &news.Later{Reason: "no room"}
	for _, tt := range []struct {
		name          string
		answer        llm.Answer
		err           error
		reserve, keep error
		stop          bool // the desk is stopped while the model is asked
		calls         string
		is            error
		out           int // tokens out that are accounted for
	}{
		{name: "an answer", answer: llm.Answer{Text: good, Model: "m", Usage: paid}, calls: "reserve ask keep", out: 40},
		{name: "no room", reserve: later, calls: "reserve", is: news.ErrLater},
		{name: "room is lost", answer: llm.Answer{Text: good, Model: "m", Usage: paid}, keep: later, calls: "reserve ask keep", is: news.ErrLater},
		{name: "refused", err: &llm.Error{Kind: llm.ErrLater}, calls: "reserve ask free", is: news.ErrLater},
		{name: "it hangs", answer: llm.Answer{Model: "m", Unheard: true, Usage: llm.Usage{In: 600}}, err: &llm.Error{Kind: llm.ErrLater},
			calls: "reserve ask keep", is: news.ErrLater, out: usualAnswer},
		{name: "stopped, answered", answer: llm.Answer{Text: good, Model: "m", Usage: paid}, stop: true, calls: "reserve ask keep", out: 40},
		{name: "stopped, not answered", answer: llm.Answer{Model: "m", Unheard: true, Usage: llm.Usage{In: 600}}, err: context.Canceled, stop: true,
			calls: "reserve ask keep", is: context.Canceled, out: usualAnswer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			book := &notebook{memory: memory{}, reserve: tt.reserve, keep: tt.keep}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			model := &teller{book, tt.answer, tt.err, nil}
			if tt.stop {
				model.before = cancel
			}
			w := &Writer{Model: model, Name: "m", Cache: book}
			_, err := w.Digest(ctx, report(t, "report.txt"), nil)
			if !errors.Is(err, tt.is) {
				t.Errorf("error is %v, want %v", err, tt.is)
			}
			if got := strings.Join(book.calls, " "); got != tt.calls {
				t.Errorf("calls: %s; want %s", got, tt.calls)
			}
			for _, a := range book.memory {
				if a.Usage.Out != tt.out || (a.Text != "") != (tt.err == nil) {
					t.Errorf("kept %+v, want %d tokens out", a, tt.out)
				}
			}
			if len(book.memory) == 0 && tt.out > 0 {
				t.Error("nothing is kept")
			}
		})
	}
}

// goodAnswer is what a model has to write about the report.
func goodAnswer(t *testing.T) string {
	for _, x := range llmtest.Load(t, answers) {
		var reply struct {
			Choices []struct{ Message struct{ Content string } }
		}
		if x.Name == "good" && json.Unmarshal([]byte(x.Body), &reply) == nil {
			return reply.Choices[0].Message.Content
		}
	}
	t.Fatal("no good answer is recorded")
	return ""
}

// An estimate names the requests that are then sent.
func TestEstimate(t *testing.T) {
	w, srv := writer(t, "good")
	w.Cache = memory{}
	a := report(t, "report.txt")
	var before Estimate
	if err := w.Estimate(t.Context(), a, &before); err != nil {
		t.Fatal(err)
	}
	if u := before.Tokens["m"]; before.Requests != 1 || u.In < 600 || u.In > 1500 || u.Out == 0 {
		t.Errorf("estimate is %+v", before)
	}
	if _, err := w.Digest(t.Context(), a, nil); err != nil {
		t.Fatal(err)
	}
	if n := len(srv.Requests()); n != before.Requests {
		t.Errorf("%d requests, estimated were %d", n, before.Requests)
	}
	var after Estimate
	if err := w.Estimate(t.Context(), a, &after); err != nil || after.Requests != 0 {
		t.Errorf("what is answered is estimated as %+v: %v", after, err)
	}
	var none Estimate
	if err := w.Estimate(t.Context(), news.Article{ID: "x", Title: "A headline"}, &none); err != nil || none.Requests != 0 {
		t.Errorf("a headline is estimated as %+v: %v", none, err)
	}
}

// A call that came to its end of time or size is not paid a second time, whatever was asked.
func TestNothingIsAskedTwiceThatCameToItsEnd(t *testing.T) {
	for name, text := range map[string]string{"of an object": `{"title":"港口重新`, "of nothing": "", "of words": "港口重新开放，"} {
		for _, way := range []news.Way{news.AsWhole, news.BySentences} {
			m := &scripted{answer: func(llm.Request) (string, error) {
				return text, &llm.Error{Kind: llm.ErrCut, Bound: true, Message: "not at its end within 30m0s"}
			}}
			w := bySentence(m)
			w.Way = func(context.Context) (news.Way, error) { return way, nil }
			if d, err := w.Digest(t.Context(), report(t, "report.txt"), nil); !errors.Is(err, news.ErrRejected) || len(m.asked) != 1 || d.Tokens.In != 100 {
				t.Errorf("%s, %s: asked %d times, %+v, %v", way, name, len(m.asked), d.Tokens, err)
			}
		}
		m := &scripted{answer: func(llm.Request) (string, error) { return text, &llm.Error{Kind: llm.ErrCut, Bound: true} }}
		a := report(t, "report.txt")
		batched := len(batches(a, make([]string, len(a.Blocks))))
		if _, _, err := bySentence(m).Translate(t.Context(), a); err != nil || len(m.asked) != batched {
			t.Errorf("translation, %s: asked %d times for %d batches, %v", name, len(m.asked), batched, err)
		}
	}
}
