package llm

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"strings"
)

// The request and the answer are those of "Create chat completion" in OpenAI's
// API reference, with what other servers add.

type wireRequest struct {
	Model               string        `json:"model"`
	Messages            []wireMessage `json:"messages"`
	MaxTokens           int           `json:"max_tokens,omitempty"`
	MaxCompletionTokens int           `json:"max_completion_tokens,omitempty"`
	Temperature         *float64      `json:"temperature,omitempty"`
	ResponseFormat      *wireFormat   `json:"response_format,omitempty"`
	Stream              bool          `json:"stream,omitempty"`
	StreamOptions       *wireStream   `json:"stream_options,omitempty"`
}

type wireStream struct {
	IncludeUsage bool `json:"include_usage"`
}

type wireMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type wireFormat struct {
	Type       string          `json:"type"`
	JSONSchema *wireSchema     `json:"json_schema,omitempty"`
	Schema     json.RawMessage `json:"schema,omitempty"`
}

type wireSchema struct {
	Name   string          `json:"name"`
	Strict bool            `json:"strict,omitempty"`
	Schema json.RawMessage `json:"schema"`
}

func encode(model string, req Request, h habits) []byte {
	w := wireRequest{Model: model, Messages: []wireMessage{{"system", req.System}, {"user", req.User}}}
	switch {
	case req.System == "":
		w.Messages = w.Messages[1:]
	case h.noSystem:
		w.Messages = []wireMessage{{"user", req.System + "\n\n" + req.User}}
	}
	most := req.MaxTokens
	if h.most > 0 {
		most = min(most, h.most)
	}
	switch h.tokens {
	case 0:
		w.MaxTokens = most
	case 1:
		w.MaxCompletionTokens = most
	}
	if !h.noTemperature {
		w.Temperature = &req.Temperature
	}
	if h.streams() {
		w.Stream = true
		if !h.noUsage {
			w.StreamOptions = &wireStream{IncludeUsage: true}
		}
	}
	if len(req.Schema.JSON) > 0 {
		w.ResponseFormat = h.form().format(req.Schema)
	}
	b, err := json.Marshal(w)
	if err != nil {
		panic("llm: Request.Schema.JSON is not JSON: " + err.Error()) // a bug in the calling code
	}
	return b
}

// wireAnswer is a whole answer or one chunk of a stream.
type wireAnswer struct {
	Error   json.RawMessage `json:"error"`
	Choices []struct {
		FinishReason string    `json:"finish_reason"`
		Message      wireReply `json:"message"`
		Delta        wireReply `json:"delta"`
	} `json:"choices"`
	Usage *wireUsage `json:"usage"`
}

type wireReply struct {
	Content          wireText `json:"content"`
	Reasoning        wireText `json:"reasoning"`         // Ollama, OpenRouter
	ReasoningContent wireText `json:"reasoning_content"` // DeepSeek, llama.cpp, vLLM
	Refusal          wireText `json:"refusal"`
}

// wireText is a string, null, or a list of parts with a text each.
type wireText string

func (t *wireText) UnmarshalJSON(b []byte) error {
	var s *string
	if json.Unmarshal(b, &s) == nil {
		if s != nil {
			*t = wireText(*s)
		}
		return nil
	}
	var parts []struct{ Text string }
	if json.Unmarshal(b, &parts) == nil {
		for _, p := range parts {
			*t += wireText(p.Text)
		}
	}
	return nil // anything else counts as no text
}

type wireUsage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Details    *struct {
		Cached int `json:"cached_tokens"`
	} `json:"prompt_tokens_details"`
	CacheHit int `json:"prompt_cache_hit_tokens"` // DeepSeek
}

// maxUsage is more than any window holds: a count beyond it, or below zero, is a
// server's mistake that must not upset the accounts.
const maxUsage = 20_000_000

func (u wireUsage) usage() Usage {
	cached := u.CacheHit
	if u.Details != nil {
		cached = u.Details.Cached
	}
	within := func(n int) int { return min(max(n, 0), maxUsage) }
	return Usage{In: within(u.Prompt), Out: within(u.Completion), Cached: within(cached)}
}

// reply is what an answer comes down to.
type reply struct {
	text, thought, refusal, finish string
	usage                          *wireUsage
	failure                        json.RawMessage // an error where a 200 promised an answer
	choices                        int

	parts [3][]string // of text, thought and refusal, while they come
}

// join puts the parts together.
func (r *reply) join() {
	r.text, r.thought, r.refusal = strings.Join(r.parts[0], ""), strings.Join(r.parts[1], ""), strings.Join(r.parts[2], "")
}

// decode reads a body: one JSON object, after blank lines and comments that kept
// the connection alive, or a stream of server-sent events.
func decode(body []byte) (reply, error) {
	if body = alive(body); inPieces(body) {
		return decodeStream(body)
	}
	var w wireAnswer
	if err := json.Unmarshal(body, &w); err != nil {
		return reply{}, err
	}
	var r reply
	r.add(w, false)
	r.join()
	return r, nil
}

// decodeStream reads the events of a stream (WHATWG HTML, 9.2). One that breaks off within an
// event ends before it.
func decodeStream(body []byte) (r reply, err error) {
	defer r.join()
	lines := bufio.NewScanner(bytes.NewReader(body))
	lines.Buffer(nil, maxFlow+1)
	var broken error
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data:")
		if failure, is := strings.CutPrefix(lines.Text(), "error:"); is { // llama.cpp, before 2025
			data, ok = `{"error":`+failure+"}", true
		}
		data = strings.TrimSpace(data)
		if !ok || data == "" || data == "[DONE]" {
			continue
		}
		if broken != nil {
			return r, broken
		}
		var w wireAnswer
		if broken = json.Unmarshal([]byte(data), &w); broken == nil {
			r.add(w, true)
		}
	}
	return r, lines.Err()
}

// add takes in the first choice of a whole answer or of a piece of a stream. Some servers send
// all that was said so far beside each piece.
func (r *reply) add(w wireAnswer, piece bool) {
	if len(w.Error) > 0 && string(w.Error) != "null" {
		r.failure = w.Error
	}
	if w.Usage != nil {
		r.usage = w.Usage
	}
	if len(w.Choices) == 0 {
		return
	}
	r.choices++
	c := w.Choices[0]
	r.finish = cmp.Or(c.FinishReason, r.finish)
	said := []wireReply{c.Message, c.Delta}
	if piece && (len(r.parts[0]) > 0 || c.Delta != (wireReply{})) {
		said = said[1:]
	}
	for _, m := range said {
		for i, s := range []wireText{m.Content, m.Reasoning + m.ReasoningContent, m.Refusal} {
			if s = wireText(strings.ReplaceAll(string(s), "\x00", "")); s != "" { // no text has it, and PostgreSQL keeps none with it
				r.parts[i] = append(r.parts[i], string(s))
			}
		}
	}
}
