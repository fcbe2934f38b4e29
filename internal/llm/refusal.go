package llm

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// problem is an error as servers write it. The forms met: {"error": {…}} (OpenAI,
// Ollama, llama.cpp, vLLM), {"error": "text"}, {"object": "error", …} (older vLLM),
// {"detail": …} (FastAPI); code is a string, a number or null.
type problem struct {
	Message string
	Type    string
	Code    string
	Sent    int // llama.cpp: n_prompt_tokens
	Window  int // llama.cpp: n_ctx

	names string // what it says of parts of the request, in lower case
}

// maxNested is how deep errors are packed into errors.
const maxNested = 4

// readProblem takes in what raw says; raw may be an object, a list with one (Google),
// a string or not JSON at all.
func readProblem(raw json.RawMessage) problem {
	p := unpack(raw, maxNested)
	p.names = strings.ToLower(p.Message + " " + p.Code + " " + p.names)
	if !ofRequest(p.names) {
		p.names += " " + strings.ToLower(string(raw[:min(len(raw), maxNames)]))
	}
	return p
}

// maxNames is how much of an error is searched for parts of the request, in bytes.
const maxNames = 2 << 10

func unpack(raw json.RawMessage, depth int) problem {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
		raw = list[0]
	}
	var w struct {
		Error   json.RawMessage `json:"error"`
		Message string          `json:"message"`
		Msg     string          `json:"msg"`
		Type    string          `json:"type"`
		Param   string          `json:"param"`
		Loc     []any           `json:"loc"` // FastAPI
		Code    json.RawMessage `json:"code"`
		Detail  json.RawMessage `json:"detail"`
		Sent    int             `json:"n_prompt_tokens"`
		Window  int             `json:"n_ctx"`
	}
	var text string
	switch err := json.Unmarshal(raw, &w); {
	case json.Unmarshal(raw, &text) == nil:
		return problem{Message: text}
	case err != nil && w.Message == "" && len(w.Error) == 0:
		return problem{Message: opening(raw)}
	case len(w.Error) > 0 && string(w.Error) != "null" && depth > 0:
		return unpack(w.Error, depth-1)
	case w.Message == "" && len(w.Detail) > 0 && depth > 0:
		return unpack(w.Detail, depth-1)
	}
	code := strings.TrimPrefix(strings.Trim(string(w.Code), `"`), "null")
	return problem{Message: cmp.Or(w.Message, w.Msg), Type: w.Type, Code: code, Sent: w.Sent, Window: w.Window,
		names: w.Param + " " + fmt.Sprint(w.Loc...)}
}

// refusal reads an answer that is not a 200.
func (e *endpoint) refusal(resp *http.Response, body []byte, req Request) *Error {
	p := readProblem(body)
	if p.Message == "" {
		p.Message = http.StatusText(resp.StatusCode)
	}
	if to, err := resp.Location(); err == nil && resp.StatusCode/100 == 3 {
		p.Message = "moved to " + strings.TrimSuffix(Bare(to.String()), "/chat/completions")
	}
	return e.classify(resp.StatusCode, p, req, resp.Header)
}

// classify decides by status and words what has to happen next.
func (e *endpoint) classify(status int, p problem, req Request, h http.Header) *Error {
	err := e.fault(ErrNever, status, p.Message)
	err.names = p.names
	if status == http.StatusOK { // a failure in a 200's clothes; some put the status into code
		if n, convErr := strconv.Atoi(p.Code); convErr == nil && n >= 400 && n < 600 {
			status = n
		} else {
			err.Kind = ErrLater
		}
	}
	switch {
	case p.spent(), status < 500 && badKey.MatchString(p.Message):
		err.Kind = ErrPaused
	case p.censored():
		err.Kind = ErrDeclined
	case p.tooLong(status):
		err.Kind = ErrTooLong
		err.window, err.sent = p.counts(req)
		err.Limit = e.room(err.window, err.sent, req)
	case status == http.StatusUnauthorized, status == http.StatusPaymentRequired, status == http.StatusForbidden:
		err.Kind = ErrPaused
	case p.ofForm(status):
		err.Kind = ErrNever
	case p.nowhere(status):
		err.Kind = ErrPaused
	case status == http.StatusRequestTimeout, status == http.StatusTooManyRequests,
		status >= 500 && status != http.StatusNotImplemented:
		err.Kind = ErrLater
		err.Until = retryAt(h, p.Message, e.now())
	}
	err.mute = (err.Kind == ErrLater || err.Kind == ErrPaused) && err.Until.IsZero() && p.mute(err.Status)
	return err
}

// ofForm reports a refusal that names a part of the request. That a model or a page is not found
// is said in many words, so that a 404 must name it plainly.
func (p problem) ofForm(status int) bool {
	switch {
	case status == http.StatusTooManyRequests, status == http.StatusMethodNotAllowed, status/100 == 3:
		return false
	case status == http.StatusNotFound:
		return plainly.MatchString(p.names)
	}
	return ofRequest(p.names)
}

var plainly = regexp.MustCompile(`requested parameters|response_format|json_schema|json_object|stream_options`)

// nowhere reports that the address or the model is wrong, whatever is asked. A 404
// with a code of its own is about this one request.
func (p problem) nowhere(status int) bool {
	if status != http.StatusNotFound {
		return status == http.StatusMethodNotAllowed || status/100 == 3
	}
	code := strings.ToLower(p.Code)
	return code == "" || code == "404" || strings.Contains(code, "model") || strings.Contains(code, "url") ||
		strings.Contains(code, "not_found") || strings.Contains(code, "deployment")
}

// mute reports a failure that gives no reason. A gateway in front of a model that fails, or that finds nobody who takes the
// form, says as little as one in front of a model that is down.
func (p problem) mute(status int) bool {
	switch status {
	case http.StatusInternalServerError:
		return true
	case http.StatusNotFound, http.StatusBadGateway, http.StatusServiceUnavailable, 520:
		return !reasons.MatchString(p.Message)
	}
	return false
}

// reasons are words for why a server or a model is not there, whatever it is asked.
var reasons = regexp.MustCompile(`(?i)load|busy|capacity|queue|later|again|maintenance|memory|time[d -]?out|model|deployment|quota|limit|start|initiali[sz]|ready|warm|account|region|connect|healthy|offline|shut|no available|traffic`)

// spent reports a budget that is used up: waiting does not help.
func (p problem) spent() bool {
	return p.Code == "insufficient_quota" || p.Type == "insufficient_quota" ||
		strings.Contains(strings.ToLower(p.Message), "insufficient balance")
}

// badKey matches a wrong key that comes with another status than 401 (Google: 400).
var badKey = regexp.MustCompile(`(?i)api[ _-]?key (?:not valid|is not valid|is invalid|expired|has expired)|invalid api[ _-]?key`)

// censored reports a filter in front of the model (Azure, Alibaba Cloud).
func (p problem) censored() bool {
	return p.Code == "content_filter" || p.Code == "content_policy_violation" || p.Code == "data_inspection_failed"
}

// overlong matches the words of OpenAI, vLLM, llama.cpp, Ollama and proxies for a
// request that does not fit, and of a rate limit that it could never keep to.
var overlong = regexp.MustCompile(`(?i)maximum context length|context (size|length|window)|context_length|` +
	`prompt is (too long|longer than)|too many tokens|input is too long|reduce the length`)

func (p problem) tooLong(status int) bool {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return true
	case http.StatusTooManyRequests:
		limit, asked, ok := p.rate()
		return ok && asked > limit
	}
	return p.Type == "exceed_context_size_error" || p.Code == "context_length_exceeded" ||
		status < 500 && overlong.MatchString(p.Message)
}

var (
	ratePattern   = regexp.MustCompile(`Limit:? (\d+),.*Requested:? (\d+)`)
	windowPattern = regexp.MustCompile(`(?i)(?:context (?:length|size|window)|maximum)[^.]{0,20}?\D(\d{3,9})\b`)
	sentPattern   = regexp.MustCompile(`(?i)(?:\((\d+) in the messages|resulted in (\d+) tokens|request \((\d+) tokens\))`)
)

// rate reads "Limit 30000, Used 14567, Requested 24754" (OpenAI).
func (p problem) rate() (limit, asked int, ok bool) {
	m := ratePattern.FindStringSubmatch(p.Message)
	if m == nil {
		return 0, 0, false
	}
	limit, _ = strconv.Atoi(m[1])
	asked, _ = strconv.Atoi(m[2])
	return limit, asked, true
}

// counts are the window and the length of the prompt as the server tells them; 0:
// it does not.
func (p problem) counts(req Request) (window, sent int) {
	window, sent = p.Window, p.Sent
	if limit, asked, ok := p.rate(); ok {
		window, sent = limit, asked-req.MaxTokens
	}
	if m := windowPattern.FindStringSubmatch(p.Message); m != nil && window == 0 {
		window, _ = strconv.Atoi(m[1])
	}
	if m := sentPattern.FindStringSubmatch(p.Message); m != nil && sent == 0 {
		sent, _ = strconv.Atoi(m[1] + m[2] + m[3])
	}
	return window, max(sent, 0)
}

// room is how many tokens, as Tokens counts them, a prompt may have in a window; 0
// when that is not known. The server's own count of the prompt corrects the estimate.
func (e *endpoint) room(window, sent int, req Request) int {
	if window == 0 {
		return 0
	}
	room := max(window-min(req.MaxTokens, answerShare(window)), window/4)
	estimate := Tokens(req.System) + Tokens(req.User)
	if sent > 0 && estimate > 0 {
		room = int(0.95 * float64(room) * float64(estimate) / float64(sent))
	}
	return min(room, estimate-1)
}

// answerShare is how much of a window an answer may take.
func answerShare(window int) int { return max(window/3, 400) }

var againPattern = regexp.MustCompile(`(?i)try again in ((?:\d+(?:\.\d+)?(?:ms|h|m|s))+)`)

// retryAt reads when to come back: Retry-After in seconds or as a date (RFC 9110,
// 10.2.3), retry-after-ms, or "Please try again in 6m0s". Zero: not said.
func retryAt(h http.Header, message string, now time.Time) time.Time {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 && ms < 1e10 {
		return now.Add(time.Duration(ms) * time.Millisecond)
	}
	after := strings.TrimSpace(h.Get("Retry-After"))
	if s, err := strconv.ParseFloat(after, 64); err == nil && s > 0 && s < 1e7 {
		return now.Add(time.Duration(s * float64(time.Second)))
	}
	if at, err := http.ParseTime(after); err == nil && at.After(now) {
		return at
	}
	if m := againPattern.FindStringSubmatch(message); m != nil {
		if d, err := time.ParseDuration(m[1]); err == nil && d > 0 {
			return now.Add(d)
		}
	}
	return time.Time{}
}
