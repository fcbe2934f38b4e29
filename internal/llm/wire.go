package llm

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"strconv"
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
		FinishReason wireText   `json:"finish_reason"`
		Message      wireReply  `json:"message"`
		Delta        wireReply  `json:"delta"`
		Usage        *wireUsage `json:"usage"` // Moonshot
	} `json:"choices"`
	Usage *wireUsage `json:"usage"`
	Groq  struct {
		Usage *wireUsage `json:"usage"`
	} `json:"x_groq"`

	// of an error without a name
	Object  wireText        `json:"object"`
	Type    wireText        `json:"type"`
	Message wireText        `json:"message"`
	Msg     wireText        `json:"msg"`
	Detail  json.RawMessage `json:"detail"`
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
	Prompt     wireCount `json:"prompt_tokens"`
	Completion wireCount `json:"completion_tokens"`
	Total      wireCount `json:"total_tokens"`
	Details    *struct {
		Cached wireCount `json:"cached_tokens"`
	} `json:"prompt_tokens_details"`
	CacheHit wireCount `json:"prompt_cache_hit_tokens"` // DeepSeek
}

// wireCount is a number of tokens, as a number or in a string; -1: what no server can have counted.
type wireCount int

func (c *wireCount) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	n, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	if *c = -1; err == nil && n >= 0 && n <= maxUsage {
		*c = wireCount(n)
	}
	return nil
}

// maxUsage is more than any window holds: a count beyond it, or below zero, is a
// server's mistake that must not upset the accounts.
const maxUsage = 20_000_000

func (u wireUsage) usage() Usage {
	cached := u.CacheHit
	if u.Details != nil {
		cached = u.Details.Cached
	}
	return Usage{In: int(u.Prompt), Out: int(u.Completion), Cached: max(int(cached), 0)}
}

// reply is what an answer comes down to.
type reply struct {
	text, thought, refusal, finish string
	usage                          *wireUsage
	failure                        json.RawMessage // an error where a 200 promised an answer
	stray                          string          // words in a stream that are no JSON
	choices                        int
	pieces                         bool // it came in pieces

	parts [3][]string // of text, thought and refusal, while they come
}

// join puts the parts together.
func (r *reply) join() {
	r.text, r.thought, r.refusal = strings.Join(r.parts[0], ""), strings.Join(r.parts[1], ""), strings.Join(r.parts[2], "")
}

// decode reads a body: one JSON object, or a list of one (Google), after blank lines and comments that kept the
// connection alive, or a stream of server-sent events, or of objects, each on a line.
func decode(body []byte) (reply, error) {
	if body = alive(body); inPieces(body) || inLines(body) {
		return decodeStream(body)
	}
	var r reply
	if err := r.take(body, false); err != nil {
		return reply{}, err
	}
	r.join()
	return r, nil
}

// decodeStream reads the events of a stream. One that breaks off within an event ends before it.
func decodeStream(body []byte) (r reply, err error) {
	defer r.join()
	r.pieces = true
	var broken error
	err = events(body, func(ev event) error {
		if f := ev.failure(); f != nil {
			r.failure = f
			return nil
		}
		for _, o := range ev.objects() {
			o = bytes.TrimSpace(o)
			switch {
			case len(o) == 0 || bytes.Equal(o, lastEvent):
			case broken != nil:
				return broken
			case o[0] != '{' && o[0] != '[':
				r.stray = opening(o)
			default:
				broken = r.take(o, true)
			}
		}
		return nil
	})
	return r, err
}

// take reads an answer, or a piece of one, which may be the first of a list. A value of another type than the protocol has counts as none.
func (r *reply) take(object []byte, piece bool) error {
	var list []json.RawMessage
	if bytes.HasPrefix(object, []byte("[")) && json.Unmarshal(object, &list) == nil && len(list) > 0 {
		object = list[0]
	}
	var w wireAnswer
	var other *json.UnmarshalTypeError
	if err := json.Unmarshal(object, &w); err != nil && (!errors.As(err, &other) || other.Field == "") {
		return err
	}
	if len(w.Choices) == 0 && len(w.Error) == 0 && (w.Object == "error" || w.Type == "error" || w.Message+w.Msg != "" || len(w.Detail) > 0) {
		w.Error = object // FastChat, RunPod, FastAPI: an error without a name
	}
	r.add(w, piece)
	return nil
}

// isNothing reports a field that was left out, or that says that there is nothing to say.
func isNothing(raw json.RawMessage) bool {
	switch string(raw) {
	case "", "null", "false", `""`, "{}", "[]", "0":
		return true
	}
	return false
}

// count takes in what the server has counted; the last that is not zero holds.
func (r *reply) count(all ...*wireUsage) {
	for _, u := range all {
		if u != nil && (r.usage == nil || u.Prompt != 0 || u.Completion != 0) {
			r.usage = u
		}
	}
}

// add takes in the first choice of a whole answer or of a piece of a stream. Some servers send
// all that was said so far beside each piece.
func (r *reply) add(w wireAnswer, piece bool) {
	if !isNothing(w.Error) {
		r.failure = w.Error
	}
	r.count(w.Usage, w.Groq.Usage)
	if len(w.Choices) == 0 {
		return
	}
	r.choices++
	c := w.Choices[0]
	r.count(c.Usage)
	r.finish = cmp.Or(string(c.FinishReason), r.finish)
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
