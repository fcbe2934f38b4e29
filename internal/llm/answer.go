package llm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

// read turns the body of a 200 into an answer, or says what it is instead.
func (e *endpoint) read(body []byte, req Request, h habits) (Answer, error) {
	r, err := decode(body)
	if err != nil {
		return e.unread(body, req, h)
	}
	a := Answer{Model: e.Model, Endpoint: e.name, Finish: r.finish, Shape: h.form().shape}
	if r.text+r.thought+r.refusal != "" || r.usage != nil || r.choices > 0 {
		a.account(r, req)
	}
	switch {
	case r.failure != nil:
		return a, e.classify(http.StatusOK, readProblem(r.failure), req, nil)
	case r.choices == 0:
		return a, e.fault(ErrLater, http.StatusOK, strings.TrimSuffix("answer without choices: "+r.stray, ": "))
	case r.pieces && r.finish == "" && !r.whole(done(body), req, h):
		a.Unheard, a.Guessed = true, true
		err := e.fault(ErrLater, http.StatusOK, "answer broke off")
		err.brokeOff, err.interrupted = true, done(body)
		return a, err
	}
	return e.conclude(a, r, req)
}

// conclude fills in what the model wrote in an answer that came to its end, or says why it is of no use.
func (e *endpoint) conclude(a Answer, r reply, req Request) (Answer, error) {
	a.Text = r.words(len(req.Schema.JSON) > 0)
	end := endings[strings.ToLower(r.finish)]
	switch {
	case end == ErrLater:
		return a, e.fault(ErrLater, http.StatusOK, "the server ended the answer before its end: "+r.finish)
	case end == ErrDeclined || r.refusal != "":
		return a, e.fault(ErrDeclined, 0, r.refusal)
	case e.half(a, req) && !e.miscounts(req):
		e.mu.Lock()
		e.cut = a.Usage.In
		e.mu.Unlock()
		return a, e.fault(ErrTooLong, 0, "the server has read only a part of the prompt").allow(a.Usage.In)
	case end == ErrCut && a.Text == "":
		return a, e.fault(ErrCut, 0, fmt.Sprintf("its thinking took all %d tokens", req.MaxTokens))
	case end == ErrCut:
		return a, e.fault(ErrCut, 0, fmt.Sprintf("after %d tokens", req.MaxTokens))
	case a.Text == "" && (r.thought != "" || r.text != ""):
		return a, e.fault(ErrEmpty, 0, "nothing but thinking")
	case a.Text == "":
		return a, e.fault(ErrEmpty, 0, "")
	}
	return a, nil
}

// unread says what a body is that is no JSON, and what it cost if it is the beginning of an answer.
func (e *endpoint) unread(body []byte, req Request, h habits) (a Answer, err error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return a, e.fault(ErrLater, http.StatusOK, "answer without a body")
	}
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		a = e.unheard(req, h) // it broke off
	}
	return a, e.fault(ErrLater, http.StatusOK, "answer is not JSON: "+opening(body))
}

// endings are what a finish_reason other than "stop" means.
var endings = map[string]error{
	"length": ErrCut, "max_tokens": ErrCut, "model_length": ErrCut, // Gemini, Mistral
	"content_filter": ErrDeclined, "safety": ErrDeclined, "recitation": ErrDeclined, "prohibited_content": ErrDeclined, "blocklist": ErrDeclined, "sensitive": ErrDeclined, // Gemini, Zhipu
	"insufficient_system_resource": ErrLater, "error": ErrLater, "abort": ErrLater, "network_error": ErrLater, // DeepSeek, OpenRouter and Mistral, vLLM and SGLang, Zhipu
}

// whole reports that a stream that gives no reason for its end was at its end: an object was asked for and has come to its
// last bracket, or the stream was ended in good order behind a sentence, or with a count. llama-cpp-python ends in good order
// what another request interrupts, but never an answer that was asked for in one piece.
func (r reply) whole(ended bool, req Request, h habits) bool {
	if ended && h.whole {
		return true
	}
	s := r.words(len(req.Schema.JSON) > 0)
	if s == "" {
		return false
	}
	if len(req.Schema.JSON) > 0 {
		return isObject(s)
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return ended && (r.usage != nil && r.usage.Completion > 0 || strings.ContainsRune("。！？….!?”’」』》）)]}\"", last))
}

// isObject reports that s ends with the bracket that closes its first object or list.
func isObject(s string) bool {
	i := strings.IndexAny(s, "{[")
	if i < 0 {
		return false
	}
	end := strings.TrimRight(s[i:], "` \r\n\t")
	return json.Valid([]byte(end))
}

// account fills in the usage, by estimate where the server sent none, or one that cannot be.
func (a *Answer) account(r reply, req Request) {
	a.Usage = Usage{In: Tokens(req.System) + Tokens(req.User), Out: min(Tokens(r.text)+Tokens(r.thought), req.MaxTokens)}
	if a.Guessed = r.usage == nil; a.Guessed {
		return
	}
	told := r.usage.usage()
	if all := int(r.usage.Total); told.In > 0 && all-told.In > told.Out && all-told.In <= 10*req.MaxTokens { // Gemini and xAI count thinking there alone
		told.Out = all - told.In
	}
	if told.Cached > told.In { // Anthropic counts what it kept from before apart
		told.In += told.Cached
	}
	if told.In > 0 && told.In <= 10*a.Usage.In+10_000 { // a template may say more than we do
		a.Usage.In, a.Usage.Cached = told.In, min(told.Cached, told.In)
	} else {
		a.Guessed = true
	}
	if told.Out > 0 && told.Out <= max(10*req.MaxTokens, 200_000) || told.Out == 0 && a.Usage.Out == 0 { // thinking is counted and not shown
		a.Usage.Out = told.Out
	} else {
		a.Guessed = true
	}
}

// half reports whether the server counted fewer tokens than the prompt can have.
// Ollama cuts what does not fit its window to about half of that, without a word.
// A count that is below half of any model's window tells of a server that does not
// count, not of one that cuts.
func (e *endpoint) half(a Answer, req Request) bool {
	const smallest = 900 // tokens: a little less than half of Ollama's smallest default window, 2048
	least := fewest(req.System) + fewest(req.User)
	return !a.Guessed && a.Usage.In >= smallest && least > smallest && a.Usage.In < least
}

// miscounts reports whether the server's counts say nothing of what it reads. One that cuts prompts reads the next one,
// made to fit, to its end; one that counts fewer tokens even then counts only those that it had not kept from before.
func (e *endpoint) miscounts(req Request) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cut > 0 && Tokens(req.System)+Tokens(req.User) <= e.cut {
		e.uncounted = true
		if e.limit == e.cut {
			e.limit = 0
		}
	}
	return e.uncounted
}

// opening shows the first words of a body that is not what it should be.
func opening(body []byte) string {
	return string(body[:min(len(body), 120)])
}

// words is what the model wrote, without its thinking. Where an object was asked for, one may
// lie in a thought that was never closed, or that the server took for all there was.
func (r reply) words(object bool) string {
	s := unwrap(r.text)
	if s != "" || !object || endings[strings.ToLower(r.finish)] == ErrCut {
		return s
	}
	if strings.Contains(r.text, "{") {
		return strings.TrimSpace(r.text)
	}
	if t := strings.TrimSpace(r.thought); r.text == "" && strings.HasPrefix(t, "{") && strings.HasSuffix(t, "}") {
		return t
	}
	return ""
}

// unwrap takes off what models put around an answer: their thinking, and a code fence.
func unwrap(s string) string {
	s = strings.TrimSpace(s)
	for _, tag := range []string{"think", "thinking", "reasoning"} {
		s = dropThought(s, "<"+tag+">", "</"+tag+">")
	}
	if inner, ok := strings.CutPrefix(s, "```"); ok {
		first, rest, found := strings.Cut(inner, "\n")
		if end := strings.LastIndex(rest, "```"); found && end >= 0 && !strings.ContainsAny(first, "{[") {
			s = strings.TrimSpace(rest[:end])
		}
	}
	return s
}

// dropThought removes the leading thought. One that never ends is all there is;
// one that never began (its opening tag was part of the prompt) ends at its tag.
func dropThought(s, open, closing string) string {
	if end := strings.Index(s, closing); end >= 0 {
		begin := strings.Index(s, open)
		if begin == 0 || begin < 0 && !strings.HasPrefix(s, "{") {
			return strings.TrimSpace(s[end+len(closing):])
		}
		return s
	}
	if strings.HasPrefix(s, open) {
		return ""
	}
	return s
}
