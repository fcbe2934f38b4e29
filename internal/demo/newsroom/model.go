package newsroom

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/text"
)

// ModelName is the one model the recorded endpoint serves.
const ModelName = "recorded"

// maxRequest bounds a chat request: the longest report is a hundredth of it.
const maxRequest = 1 << 20

// model answers chat completions with the digests recorded for the newsroom's reports.
type model struct {
	press *press
	mux   *http.ServeMux
	now   func() time.Time

	mu   sync.Mutex
	asks map[*recording]int // how often each was answered; guarded by mu
}

// Model is an OpenAI-compatible endpoint (POST /v1/chat/completions, GET /v1/models;
// OpenAI API reference, "Chat" and "Models"). It finds the report in the user
// message by its line "Headline: …" and cites its lines "[N] sentence"; of an
// event it sees the lines "[A3] sentence" of several reports. A few
// recordings are wrong when asked for the first time, and one for the second.
func Model() http.Handler {
	m := &model{press: load(), mux: http.NewServeMux(), now: Start, asks: make(map[*recording]int)}
	m.mux.HandleFunc("POST /v1/chat/completions", m.complete)
	m.mux.HandleFunc("GET /v1/models", m.list)
	m.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, "invalid_request_error", "unknown_url", "Unknown request URL: "+r.Method+" "+r.URL.Path)
	})
	return m.mux
}

type chatRequest struct {
	Model    string        `json:"model"`
	Messages []chatMessage `json:"messages"`
	Stream   bool          `json:"stream"`
	Format   *struct {
		Type   string `json:"type"`
		Schema *struct {
			Name   string          `json:"name"`
			Schema json.RawMessage `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
}

type chatMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type chatAnswer struct {
	ID      string       `json:"id"`
	Object  string       `json:"object"`
	Created int64        `json:"created"`
	Model   string       `json:"model"`
	Choices []chatChoice `json:"choices"`
	Usage   chatUsage    `json:"usage"`
}

type chatChoice struct {
	Index        int         `json:"index"`
	Message      chatMessage `json:"message"`
	FinishReason string      `json:"finish_reason"`
}

type chatUsage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Total      int `json:"total_tokens"`
}

// digestAnswer is what the completion holds.
type digestAnswer struct {
	Title   string        `json:"title"`
	Summary []claimAnswer `json:"summary"`
	Names   []nameAnswer  `json:"names"`
}

type claimAnswer struct {
	Text     string `json:"text"`
	Evidence []int  `json:"evidence"`
}

type nameAnswer struct {
	Source string `json:"source"`
	Target string `json:"target"`
}

func (m *model) complete(w http.ResponseWriter, r *http.Request) {
	var req chatRequest
	if err := json.NewDecoder(io.LimitReader(r.Body, maxRequest)).Decode(&req); err != nil {
		refuse(w, http.StatusBadRequest, "invalid_request_error", "", "We could not parse the JSON body of your request.")
		return
	}
	if code, msg := req.fault(); msg != "" {
		status := http.StatusBadRequest
		if code == "model_not_found" {
			status = http.StatusNotFound
		}
		refuse(w, status, "invalid_request_error", code, msg)
		return
	}
	if line, asked := m.alone(req); asked {
		reply(w, http.StatusOK, m.completion(req, line))
		return
	}
	if lines := req.tells(); len(lines) > 0 {
		m.tell(w, req, lines)
		return
	}
	headline, lines := req.report()
	rec := m.find(headline, lines)
	if rec == nil {
		refuse(w, http.StatusNotFound, "invalid_request_error", "no_recording",
			fmt.Sprintf("No recording for a report with the headline %q.", headline))
		return
	}
	content, err := json.Marshal(rec.answer(m.attempt(rec, req), lines))
	if err != nil {
		refuse(w, http.StatusInternalServerError, "server_error", "", err.Error())
		return
	}
	reply(w, http.StatusOK, m.completion(req, string(content)))
}

// tell answers a question on an event that several reports tell.
func (m *model) tell(w http.ResponseWriter, req chatRequest, lines []toldLine) {
	a, ok := m.told(lines)
	if !ok {
		refuse(w, http.StatusNotFound, "invalid_request_error", "no_recording", fmt.Sprintf("No recording for an event of which %d sentences are shown.", len(lines)))
		return
	}
	content, err := json.Marshal(a)
	if err != nil {
		refuse(w, http.StatusInternalServerError, "server_error", "", err.Error())
		return
	}
	reply(w, http.StatusOK, m.completion(req, string(content)))
}

// fault says what is wrong with a request, as the code and the message of an error.
func (q chatRequest) fault() (code, message string) {
	switch f := q.Format; {
	case q.Model == "":
		return "", "you must provide a model parameter"
	case q.Model != ModelName:
		return "model_not_found", fmt.Sprintf("The model `%s` does not exist or you do not have access to it.", q.Model)
	case len(q.Messages) == 0:
		return "", "[] is too short - 'messages'"
	case q.Stream:
		return "unsupported_value", "Unsupported value: 'stream' does not support true with this model."
	case f == nil || f.Type == "text" || f.Type == "json_object":
		return "", ""
	case f.Type != "json_schema":
		return "", fmt.Sprintf("Invalid value: '%s'. Supported values are: 'json_object', 'json_schema', and 'text'.", f.Type)
	case f.Schema == nil || f.Schema.Name == "" || !strings.HasPrefix(strings.TrimSpace(string(f.Schema.Schema)), "{"):
		return "", "Missing required parameter: 'response_format.json_schema'."
	}
	return "", ""
}

// report reads the headline and the numbered sentences out of the user's messages.
func (q chatRequest) report() (headline string, lines []sentence) {
	for _, msg := range q.Messages {
		if msg.Role != "user" {
			continue
		}
		for _, line := range strings.Split(msg.Content, "\n") {
			if h, ok := strings.CutPrefix(strings.TrimPrefix(line, "[H] "), "Headline: "); ok && headline == "" {
				headline = h
			}
			if n, s, ok := numbered(line); ok && (len(lines) == 0 || n > lines[len(lines)-1].N) {
				lines = append(lines, sentence{N: n, Text: text.Fold(s)})
			}
		}
	}
	return headline, lines
}

// numbered takes "[12] A sentence." apart.
func numbered(line string) (n int, s string, ok bool) {
	num, s, ok := strings.Cut(strings.TrimPrefix(line, "["), "] ")
	n, err := strconv.Atoi(num)
	return n, s, ok && err == nil && strings.HasPrefix(line, "[")
}

// find gives the recording for the report with that headline, that of the edition
// whose words the prompt has. A headline nobody wrote is looked for by the text.
func (m *model) find(headline string, lines []sentence) *recording {
	named := m.recordings(text.Fold(headline))
	if len(named) == 0 {
		return closest(m.recordings(""), lines, leastQuotes)
	}
	return closest(named, lines, 0)
}

// leastQuotes is how many quotes of a recording a prompt must hold to be about its
// report when the headline does not say so.
const leastQuotes = 3

// recordings are those of the reports with that folded headline; empty: all.
func (m *model) recordings(headline string) []*recording {
	var out []*recording
	for _, r := range m.press.reports {
		for e, rec := range r.digests {
			if rec != nil && (headline == "" || text.Fold(r.editions[e].Title) == headline) {
				out = append(out, rec)
			}
		}
	}
	return out
}

// closest is the recording with the most quotes among the lines, at least so many.
func closest(list []*recording, lines []sentence, least int) *recording {
	var best *recording
	most := least - 1
	for _, rec := range list {
		if n := rec.quoted(lines); n > most {
			best, most = rec, n
		}
	}
	return best
}

// attempt counts how often the digest was asked for before, in this conversation or
// in others.
func (m *model) attempt(rec *recording, q chatRequest) int {
	users := 0
	for _, msg := range q.Messages {
		if msg.Role == "user" {
			users++
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	before := m.asks[rec]
	m.asks[rec]++
	return max(before, users-1)
}

// answer is the digest as the model gives it at an attempt. A sentence whose
// evidence the prompt does not hold is not said.
func (rec *recording) answer(attempt int, lines []sentence) digestAnswer {
	a := digestAnswer{Title: rec.Title, Summary: []claimAnswer{}, Names: []nameAnswer{}}
	for _, c := range rec.Claims {
		if ev := evidence(c.Quotes, lines); len(ev) > 0 {
			a.Summary = append(a.Summary, claimAnswer{Text: c.at(attempt), Evidence: ev})
		}
	}
	for _, n := range rec.Names {
		a.Names = append(a.Names, nameAnswer{Source: n[0], Target: n[1]})
	}
	return a
}

func (m *model) completion(q chatRequest, content string) chatAnswer {
	u := chatUsage{Completion: tokens(content)}
	for _, msg := range q.Messages {
		u.Prompt += tokens(msg.Content) + 4 // the frame of a message
	}
	u.Total = u.Prompt + u.Completion
	return chatAnswer{
		ID:      "chatcmpl-" + strconv.FormatUint(fingerprint(content), 36),
		Object:  "chat.completion",
		Created: m.now().Unix(),
		Model:   q.Model,
		Choices: []chatChoice{{Message: chatMessage{Role: "assistant", Content: content}, FinishReason: "stop"}},
		Usage:   u,
	}
}

// tokens estimates what a byte-pair encoding makes of s: about four Latin letters,
// or one ideograph, to a token.
func tokens(s string) int {
	han, rest := 0, 0
	for _, r := range s {
		if text.Ideographic(r) {
			han++
		} else {
			rest++
		}
	}
	return han + (rest+3)/4
}

func (m *model) list(w http.ResponseWriter, _ *http.Request) {
	type entry struct {
		ID      string `json:"id"`
		Object  string `json:"object"`
		Created int64  `json:"created"`
		OwnedBy string `json:"owned_by"`
	}
	reply(w, http.StatusOK, struct {
		Object string  `json:"object"`
		Data   []entry `json:"data"`
	}{"list", []entry{{ModelName, "model", m.now().Unix(), "waidian"}}})
}

// refuse answers with an error in OpenAI's shape.
func refuse(w http.ResponseWriter, status int, kind, code, message string) {
	type fault struct {
		Message string  `json:"message"`
		Type    string  `json:"type"`
		Param   *string `json:"param"`
		Code    *string `json:"code"`
	}
	f := fault{Message: message, Type: kind}
	if code != "" {
		f.Code = &code
	}
	reply(w, status, struct {
		Error fault `json:"error"`
	}{f})
}

func reply[T any](w http.ResponseWriter, status int, v T) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client may have gone; nobody is left to answer
}
