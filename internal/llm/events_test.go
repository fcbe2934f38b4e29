package llm

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/llm/llmtest"
)

// The examples of WHATWG HTML, 9.2.6, and its rules one by one.
func TestEvents(t *testing.T) {
	for _, tt := range []struct{ name, stream, want string }{
		{"stocks", "data: YHOO\ndata: +2\ndata: 10\n\n", "[YHOO|+2|10]"},
		{"four blocks", ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n", "[first event][second event][ third event]"},
		{"empty data", "data\n\ndata\ndata\n\ndata:", "[][|][]"},
		{"a space", "data:test\n\ndata: test\n\n", "[test][test]"},
		{"CRLF", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", "[a|b][c]"},
		{"CR", "data: a\rdata: b\r\rdata: c\r\r", "[a|b][c]"},
		{"mixed ends", "data: a\r\ndata: b\rdata: c\n\r\ndata: d\n\n", "[a|b|c][d]"},
		{"a mark", "\ufeffdata: a\n\n", "[a]"},
		{"one mark only", "\ufeff\ufeffdata: a\n\ndata: b\n\n", "[b]"},
		{"a mark within", "data: a\n\n\ufeffdata: b\n\n", "[a]"},
		{"comments", ":\n: hm\ndata: a\n:data: b\n\n", "[a]"},
		{"unknown fields", "Data: a\ndatum: b\n data: c\ndata: d\nretry: 10\n\n", "[d]"},
		{"a type", "event: error\ndata: a\n\ndata: b\n\n", "error[a][b]"},
		{"a type without data", "event: error\n\ndata: b\n\n", "[b]"},
		{"colons", "data: a: b\n\ndata::\n\n", "[a: b][:]"},
		{"no end", "data: a\n\ndata: b", "[a][b]"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got strings.Builder
			err := events([]byte(tt.stream), func(ev event) error {
				fmt.Fprintf(&got, "%s[%s]", ev.kind, bytes.Join(ev.data, []byte("|")))
				return nil
			})
			if err != nil || got.String() != tt.want {
				t.Errorf("%s, want %s: %v", got.String(), tt.want, err)
			}
		})
	}
}

// The work that a stream costs grows with its length, however its lines lie.
func TestBoundsOfEvents(t *testing.T) {
	for name, unit := range map[string]string{"blank": "\n", "comments": ":\n", "fields": "data: {}\n", "events": "data: {}\n\n", "CR": "data: {}\r\r", "brackets": "data: {\n"} {
		t.Run(name, func(t *testing.T) {
			effort.Linear(t, 20, func(n int) []byte { return []byte(strings.Repeat(unit, 400*n)) }, func(b []byte) {
				inPieces(b)
				if _, err := decode(b); err != nil {
					return // as it may be
				}
			})
		})
	}
}

// piece1 and piece2 are an answer in two pieces, last is what ends it.
const (
	piece1 = `{"choices":[{"index":0,"delta":{"role":"assistant","content":"{\"a\":"},"finish_reason":null}]}`
	piece2 = `{"choices":[{"index":0,"delta":{"content":"1}"},"finish_reason":null}]}`
	last   = `{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`
	count  = `{"choices":[],"usage":{"prompt_tokens":33,"completion_tokens":5}}`
	object = `{"choices":[{"index":0,"message":{"role":"assistant","content":"{\"a\":1}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":33,"completion_tokens":5}}`
)

// datas are events, each of one line.
func datas(all ...string) string {
	var b strings.Builder
	for _, d := range all {
		b.WriteString("data: " + d + "\n\n")
	}
	return b.String()
}

func gzipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whatever way a server has to send an answer, it is heard at the first request, and counted.
func TestWaysToAnswer(t *testing.T) {
	counted, guess := Usage{In: 33, Out: 5}, Usage{In: 12, Out: 2}
	all := datas(piece1, piece2, last, count, "[DONE]")
	thin := strings.ReplaceAll(all, "\n\n", "\n")
	over := func(s string) string { // several lines of data
		return strings.NewReplacer(`,"delta"`, ",\ndata: \"delta\"", `,"finish`, ",\r\ndata:\"finish").Replace(s)
	}
	huge := strings.Repeat(" ", 1<<20)
	for _, tt := range []struct {
		name  string
		head  map[string]string
		body  string
		usage Usage
	}{
		{"a stream", nil, all, counted},
		{"a mark before it", nil, "\ufeff" + all, counted},
		{"a mark before an object", nil, "\ufeff" + object, counted},
		{"lines that end with CR", nil, strings.ReplaceAll(all, "\n", "\r"), counted},
		{"lines that end with CRLF", nil, strings.ReplaceAll(all, "\n", "\r\n"), counted},
		{"data over several lines", nil, over(all), counted},
		{"no blank lines", nil, thin, counted},
		{"no space behind the colon", nil, strings.ReplaceAll(all, "data: ", "data:"), counted},
		{"comments between", nil, ": OPENROUTER PROCESSING\n\n" + strings.ReplaceAll(all, "data: {", ": PROCESSING\n\ndata: {"), counted},
		{"comments that end with CR", nil, ": hm\r\r" + strings.ReplaceAll(all, "\n", "\r"), counted},
		{"fields that nobody knows", nil, "version: 2\n" + all, counted},
		{"events with a type and a number", nil, strings.ReplaceAll(all, "data: ", "id: 7\nevent: message\ndata: "), counted},
		{"words that are no object", nil, "data: ok\n\n" + all, counted},
		{"Azure: a filter first", nil, datas(`{"choices":[],"prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]}`) + all, counted},
		{"Azure: a filter behind the end", nil, datas(piece1, piece2, last, `{"choices":[{"index":0,"delta":{},"finish_reason":null,"content_filter_offsets":{}}]}`, count, "[DONE]"), counted},
		{"Groq: its own count", nil, datas(piece1, piece2, `{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"r","usage":{"prompt_tokens":33,"completion_tokens":5}}}`, "[DONE]"), counted},
		{"Moonshot: a count within", nil, datas(piece1, piece2, `{"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":33,"completion_tokens":5}}]}`, "[DONE]"), counted},
		{"vLLM: a count in each", nil, datas(strings.TrimSuffix(piece1, "}")+`,"usage":{"prompt_tokens":33,"completion_tokens":1}}`, piece2, last, count, "[DONE]"), counted},
		{"a count of nothing at the end", nil, datas(piece1, piece2, last, count, `{"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0}}`, "[DONE]"), counted},
		{"a count with a point", nil, strings.ReplaceAll(all, `:33`, `:33.0`), counted},
		{"a count in a string", nil, strings.ReplaceAll(all, `:33`, `:"33"`), counted},
		{"no count", nil, datas(piece1, piece2, last, "[DONE]"), guess},
		{"a count that is null", nil, datas(piece1, piece2, last, `{"choices":[],"usage":null}`, "[DONE]"), guess},
		{"a count below zero", nil, strings.NewReplacer(":33", ":-33", `s":5`, `s":-5`).Replace(all), guess},
		{"a count that cannot be", nil, strings.NewReplacer(":33", ":9000000", `s":5`, `s":1e300`).Replace(all), guess},
		{"a count that is none", nil, strings.NewReplacer(":33", ":{}", `s":5`, `s":"many"`).Replace(all), guess},
		{"a usage that is none", nil, datas(piece1, piece2, last, `{"choices":[],"usage":"free"}`, "[DONE]"), guess},
		{"[DONE] and no reason", nil, datas(piece1, piece2, "[DONE]"), guess},
		{"[DONE], a count and no reason", nil, datas(piece1, piece2, count, "[DONE]"), counted},
		{"[DONE] that ends with CR", nil, strings.ReplaceAll(datas(piece1, piece2, "[DONE]"), "\n", "\r"), guess},
		{"neither [DONE] nor a reason, and all there", nil, datas(piece1, piece2), guess},
		{"a reason and no [DONE]", nil, datas(piece1, piece2, last, count), counted},
		{"a reason of another type", nil, datas(piece1, piece2, strings.ReplaceAll(last, `"stop"`, `0`), count, "[DONE]"), counted},
		{"one object for a stream", nil, object, counted},
		{"one object in a list", nil, "[" + object + "]", counted},
		{"one object after blank lines", nil, "\r\n\r\n" + object, counted},
		{"one object in one event", nil, datas(object, "[DONE]"), counted},
		{"an event of 1 MB in one line", nil, datas(piece1, strings.Replace(piece2, "{", "{"+huge, 1), last, count, "[DONE]"), counted},
		{"a comment of 1 MB", nil, ":" + huge + "\n\n" + all, counted},
		{"gzip", map[string]string{"Content-Encoding": "gzip"}, gzipped(t, all), counted},
		{"gzip of an object", map[string]string{"Content-Encoding": "x-gzip"}, gzipped(t, object), counted},
		{"objects on lines, without fields", nil, piece1 + "\n" + piece2 + "\r\n" + last + "\n" + count + "\n", counted},
		{"objects on lines, without a reason", nil, piece1 + "\n" + piece2 + "\n", guess},
		{"thinking in the total alone", nil, strings.Replace(all, `s":5`, `s":2,"total_tokens":38`, 1), counted},
		{"a total that cannot be", nil, strings.Replace(all, `s":5`, `s":5,"total_tokens":9000000`, 1), counted},
		{"identity", map[string]string{"Content-Encoding": "identity"}, all, counted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for status, hc := range map[int]*http.Client{200: nil, 201: {Transport: &http.Transport{DisableCompression: true}}} {
				srv := llmtest.Play(t, llmtest.Exchange{Status: status, Headers: tt.head, Body: tt.body})
				a, err := New(Options{Endpoints: []Endpoint{{BaseURL: srv.URL}}, HTTP: hc, Patience: 1}).Complete(t.Context(), question)
				if err != nil || a.Text != `{"a":1}` || a.Usage != tt.usage || a.Guessed != (tt.usage == guess) || a.Unheard {
					t.Errorf("%d: %+v, %v", status, a, err)
				}
			}
		})
	}
}

// What a server says of its failure in the midst of an answer reaches the operator, in few words.
func TestFailuresWithin(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		kind       error
		say        string
	}{
		{"an error", datas(piece1, `{"error":{"message":"GPU fell off the bus","code":500}}`, "[DONE]"), ErrLater, "GPU fell off the bus"},
		{"an error as text", datas(piece1, `{"error":"GPU fell off the bus"}`), ErrLater, "GPU fell off the bus"},
		{"an error over several lines", piece1 + "\n", ErrLater, "broke off"},
		{"event: error", datas(piece1) + "event: error\ndata: {\"error\":{\"message\":\"GPU fell off the bus\"}}\n\n", ErrLater, "GPU fell off the bus"},
		{"event: error with a message", datas(piece1) + "event: error\ndata: {\"message\":\ndata: \"GPU fell off the bus\"}\n\n", ErrLater, "GPU fell off the bus"},
		{"event: error in words", "event: error\r\ndata: GPU fell off\r\ndata: the bus\r\n\r\n", ErrLater, "GPU fell off the bus"},
		{"event: error without an end", "event: error\rdata: GPU fell off the bus", ErrLater, "GPU fell off the bus"},
		{"Anthropic", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n", ErrLater, "Overloaded"},
		{"OpenRouter", datas(piece1, `{"id":"g","error":{"code":502,"message":"Provider disconnected"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}`), ErrLater, "Provider disconnected"},
		{"a reason alone", datas(piece1, `{"choices":[{"index":0,"delta":{},"finish_reason":"error"}]}`, "[DONE]"), ErrLater, "ended the answer before its end: error"},
		{"vLLM, flat", datas(`{"object":"error","message":"EngineCore died","type":"InternalServerError","param":null,"code":500}`, "[DONE]"), ErrLater, "EngineCore died"},
		{"FastChat in a 200", `{"object":"error","message":"NETWORK ERROR DUE TO HIGH TRAFFIC","code":50001}`, ErrLater, "HIGH TRAFFIC"},
		{"RunPod in a 200", `{"object":"error","message":"The model m does not exist.","type":"NotFoundError","param":null,"code":404}`, ErrPaused, "does not exist"},
		{"FastAPI in a 200", `{"detail":"worker is gone"}`, ErrLater, "worker is gone"},
		{"Gemini", datas(piece1) + datas(`[{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}]`), ErrLater, "overloaded"},
		{"Gemini, in a list", `[{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}]`, ErrLater, "overloaded"},
		{"an object without a field", datas(piece1) + "{\"error\":{\"message\":\"GPU fell off the bus\"}}\n", ErrLater, "GPU fell off the bus"},
		{"objects on lines", piece1 + "\n{\"error\":\"GPU fell off the bus\"}\n", ErrLater, "GPU fell off the bus"},
		{"words alone", "data: GPU fell off the bus\n\ndata: [DONE]\n\n", ErrLater, "GPU fell off the bus"},
		{"many words", datas(piece1, `{"error":{"message":"`+strings.Repeat("bad ", 9000)+`"}}`), ErrLater, "bad bad"},
		{"marks and keys", datas(piece1, `{"error":{"message":"a\u0000\u001b[31mb\nc sk-secret-1234"}}`), ErrLater, "c …"},
		{"Mistral's length", datas(piece1, piece2, strings.ReplaceAll(last, "stop", "model_length"), "[DONE]"), ErrCut, "after"},
		{"Gemini's filter", datas(piece1, strings.ReplaceAll(last, "stop", "SAFETY"), "[DONE]"), ErrDeclined, "declined"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := tt.body
			if tt.name == "an error over several lines" {
				body = datas(piece1) + "data: {\"err"
			}
			for _, cut := range []int{0, len(body) + 1} { // then the connection breaks behind it
				srv := llmtest.Play(t, llmtest.Exchange{Status: 200, Body: body, Cut: cut})
				a, err := client(srv.URL).Complete(t.Context(), question)
				if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.say) || len(err.Error()) > 1300 || strings.ContainsAny(err.Error(), "\x00\x1b\n") || strings.Contains(err.Error(), "secret") {
					t.Errorf("%+v, %v", a, err)
				}
			}
		})
	}
}
