package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/llm/llmtest"
)

// bounded is a question whose schema has keywords that some servers refuse.
var bounded = Request{System: "Answer in JSON.", User: "The port reopened on Monday.", MaxTokens: 4000,
	Schema: Schema{Name: "digest", JSON: json.RawMessage(`{"type":"array","minItems":3}`), Plain: json.RawMessage(`{"type":"array"}`)}}

// asked is a request in a few words.
func asked(t *testing.T, body []byte) string {
	t.Helper()
	var w struct {
		wireRequest
		MaxTokens *int `json:"max_tokens"`
	}
	if err := json.Unmarshal(body, &w); err != nil {
		t.Fatal(err)
	}
	var out []string
	if f := w.ResponseFormat; f != nil {
		out = append(out, f.Type)
		schema := f.Schema
		if f.JSONSchema != nil {
			schema = f.JSONSchema.Schema
			if f.JSONSchema.Strict {
				out = append(out, "strict")
			}
		}
		if strings.Contains(string(schema), "minItems") {
			out = append(out, "bounded")
		} else if schema != nil {
			out = append(out, "plain")
		}
	}
	switch {
	case w.MaxTokens != nil && *w.MaxTokens != 4000:
		out = append(out, fmt.Sprint(*w.MaxTokens))
	case w.MaxTokens == nil && w.MaxCompletionTokens > 0:
		out = append(out, "completion")
	case w.MaxTokens == nil:
		out = append(out, "endless")
	}
	if w.Temperature == nil {
		out = append(out, "cold")
	}
	if len(w.Messages) == 1 {
		out = append(out, "one message")
	}
	switch {
	case !w.Stream:
		out = append(out, "whole")
	case w.StreamOptions == nil:
		out = append(out, "no usage")
	}
	return strings.Join(out, " ")
}

// What servers write when they refuse a part of a request, and what they are asked next.
func TestNegotiations(t *testing.T) {
	const first = "json_schema strict bounded"
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   string
	}{
		{"OpenAI, an older model", 400, `{"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.","type":"invalid_request_error","param":null,"code":null}}`,
			"json_object bounded"},
		{"OpenAI, a keyword", 400, `{"error":{"message":"Invalid schema for response_format 'digest': In context=('properties', 'summary'), 'minItems' is not permitted.","type":"invalid_request_error","param":"response_format","code":null}}`,
			"json_schema strict plain"},
		{"OpenAI, a reasoning model", 400, `{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}`,
			first + " completion"},
		{"OpenAI, its temperature", 400, `{"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}`,
			first + " cold"},
		{"OpenAI, its roles", 400, `{"error":{"message":"Unsupported value: 'messages[0].role' does not support 'system' with this model.","type":"invalid_request_error","param":"messages[0].role","code":"unsupported_value"}}`,
			first + " one message"},
		{"OpenAI, a stream for the few", 400, `{"error":{"message":"Your organization must be verified to stream this model.","type":"invalid_request_error","param":"stream","code":"unsupported_value"}}`,
			first + " whole"},
		{"OpenAI, a bound", 400, `{"error":{"message":"max_tokens is too large: 4000. This model supports at most 2048 completion tokens, whereas you provided 4000.","type":"invalid_request_error","param":"max_tokens","code":"invalid_value"}}`,
			first + " 2048"},
		{"DeepSeek", 400, `{"error":{"message":"This response_format type is unavailable now","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}`,
			"json_object bounded"},
		{"DeepSeek, a bound", 400, `{"error":{"message":"Invalid max_tokens value, the valid range of max_tokens is [1, 3072]","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}`,
			first + " 3072"},
		{"llama-cpp-python", 500, `{"error":{"message":"1 validation error:\n  {'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be 'text' or 'json_object'\", 'input': 'json_schema', 'ctx': {'expected': \"'text' or 'json_object'\"}}","type":"internal_server_error","param":null,"code":null}}`,
			"json_object bounded"},
		{"llama.cpp, a schema", 400, `{"error":{"code":400,"message":"Unable to generate parser for this template. Automatic parser generation failed: JSON schema conversion failed:\nUnrecognized schema","type":"invalid_request_error"}}`,
			"json_schema strict plain"},
		{"llama.cpp, a template", 500, `{"error":{"code":500,"message":"Jinja Exception: System role not supported","type":"server_error"}}`,
			first + " one message"},
		{"vLLM, a template", 400, `{"object":"error","message":"System role not supported","type":"BadRequestError","param":null,"code":400}`,
			first + " one message"},
		{"vLLM, roles", 400, `{"object":"error","message":"Conversation roles must alternate user/assistant/user/assistant/...","type":"BadRequestError","param":null,"code":400}`,
			first + " one message"},
		{"vLLM, keywords", 400, `{"object":"error","message":"The provided JSON schema contains features not supported by xgrammar.","type":"BadRequestError","param":null,"code":400}`,
			"json_schema strict plain"},
		{"vLLM, a grammar", 500, `{"error":{"message":"Grammar error: Unimplemented keys: [\"minItems\"]","type":"InternalServerError","param":null,"code":500}}`,
			"json_schema strict plain"},
		{"vLLM, before stream_options", 400, `{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted'}]","type":"BadRequestError","param":null,"code":400}`,
			first + " no usage"},
		{"Mistral", 422, `{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{"include_usage":true}}]},"type":"invalid_request_error","param":null,"code":null}`,
			first + " no usage"},
		{"FastAPI", 422, `{"detail":[{"type":"literal_error","loc":["body","response_format","type"],"msg":"Input should be 'text' or 'json_object'"}]}`,
			"json_object bounded"},
		{"Gemini, a keyword", 400, `[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"minItems\" at 'generation_config.response_schema': Cannot find field.","status":"INVALID_ARGUMENT"}}]`,
			"json_schema strict plain"},
		{"Gemini, a field", 400, `[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"stream_options\": Cannot find field.","status":"INVALID_ARGUMENT"}}]`,
			first + " no usage"},
		{"Gemini, Gemma", 400, `[{"error":{"code":400,"message":"JSON mode is not enabled for models/gemma-3-27b-it","status":"INVALID_ARGUMENT"}}]`,
			"json_object bounded"},
		{"Gemini, Gemma's roles", 400, `[{"error":{"code":400,"message":"Developer instruction is not enabled for models/gemma-3-27b-it","status":"INVALID_ARGUMENT"}}]`,
			first + " one message"},
		{"LM Studio, a schema", 400, `{"error":"Invalid 'response_format.json_schema.strict': expected 'true' | 'false'"}`,
			"json_schema plain"},
		{"OpenRouter", 404, `{"error":{"message":"No endpoints found that can handle the requested parameters.","code":404}}`,
			"json_schema strict plain"},
		{"a proxy", 502, `{"error":{"message":"upstream: response_format is not supported"}}`, "json_schema strict plain"},
		{"an error in a 200", 200, `{"error":{"message":"response_format: json_schema is not supported","code":400}}`, "json_object bounded"},
		{"nothing said", 400, `{"error":"Bad Request"}`, "json_schema strict plain"},
		{"nothing said, failing", 500, `Internal Server Error`, "json_schema strict plain"},
		{"a field that does not stream", 501, `{"error":{"message":"streaming is not supported by this backend"}}`, first + " whole"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := llmtest.Play(t, llmtest.Exchange{Status: tt.status, Body: tt.body}, llmtest.Exchange{Status: 200, Body: "data: " + fine + "\n\n"},
				llmtest.Exchange{Status: 200, Body: "data: " + fine + "\n\n"})
			c := client(srv.URL)
			for range 2 {
				if _, err := c.Complete(t.Context(), bounded); err != nil {
					t.Fatal(err)
				}
			}
			if got := asked(t, srv.Requests()[0].Body); got != first {
				t.Errorf("asked first for %s", got)
			}
			for i, r := range srv.Requests()[1:] {
				if got := asked(t, r.Body); got != tt.want {
					t.Errorf("request %d asked for %q, want %q", i+2, got, tt.want)
				}
			}
		})
	}
}

// Refusals that have nothing to do with the form are not taken for such.
func TestNoNegotiation(t *testing.T) {
	for _, tt := range []struct {
		status int
		body   string
		kind   error
	}{
		{401, `{"error":{"message":"invalid key; response_format ignored"}}`, ErrPaused},
		{402, `{"error":{"message":"Insufficient Balance"}}`, ErrPaused},
		{403, `{"error":{"message":"you may not use json_schema"}}`, ErrPaused},
		{404, `{"error":{"message":"model 'm' not found"}}`, ErrPaused},
		{404, `{"error":{"message":"model 'guided-grammar-7b' not found"}}`, ErrPaused},
		{301, `moved: see the schema`, ErrPaused},
		{429, `{"error":{"message":"rate limit: max_tokens per minute"}}`, ErrLater},
		{503, `{"error":{"message":"Loading model"}}`, ErrLater},
		{502, `<html>Bad Gateway: no healthy upstream</html>`, ErrLater},
		{503, `{"error":{"message":"Service is too busy."}}`, ErrLater},
		{504, `<html>Gateway Time-out</html>`, ErrLater},
		{400, `{"error":{"message":"This model's maximum context length is 100 tokens","code":"context_length_exceeded"}}`, ErrTooLong},
	} {
		srv := llmtest.Play(t, llmtest.Exchange{Status: tt.status, Body: tt.body, Again: true})
		if _, err := client(srv.URL).Complete(t.Context(), bounded); !errors.Is(err, tt.kind) || len(srv.Requests()) != 1 {
			t.Errorf("%d %s: %d requests, %v", tt.status, tt.body, len(srv.Requests()), err)
		}
	}
}

// picky is a server that takes some requests only.
func picky(t *testing.T, status int, takes func(string) bool) (*Client, *[]string) {
	t.Helper()
	var all []string
	c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1"}}, Patience: 1, HTTP: &http.Client{Transport: doer(func(r *http.Request) *http.Response {
		var b strings.Builder
		if _, err := fmt.Fprint(&b, readAll(t, r)); err != nil {
			t.Error(err)
		}
		all = append(all, asked(t, []byte(b.String())))
		if !takes(all[len(all)-1]) {
			return response(status, nil, "")
		}
		return response(200, nil, "data: "+fine+"\n\n")
	})}})
	return c, &all
}

func readAll(t *testing.T, r *http.Request) string {
	t.Helper()
	var b strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := r.Body.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			return b.String()
		}
	}
}

// A server that says nothing of what it does not take is found out all the same, once.
func TestServersWithoutWords(t *testing.T) {
	for _, status := range []int{400, 500} {
		for _, tt := range []struct{ without, want string }{
			{"bounded", "json_schema strict plain"},
			{"strict", "json_schema plain"},
			{"json_schema", "json_object bounded"},
			{"bounded,plain", "json_object"},
			{"json", ""},
			{"streams", "json_schema strict bounded whole"}, // after it was asked for no form at all
		} {
			t.Run(fmt.Sprint(status, " without ", tt.without), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c, all := picky(t, status, func(s string) bool {
						for _, w := range strings.Split(tt.without, ",") {
							if w == "streams" && !strings.Contains(s, "whole") || strings.Contains(s, w) {
								return false
							}
						}
						return true
					})
					for range 4 {
						if _, err := c.Complete(t.Context(), bounded); err != nil {
							t.Fatal(err)
						}
					}
					if n := len(*all); n > 4+8 || (*all)[n-1] != tt.want || (*all)[n-2] != tt.want {
						t.Errorf("%d requests: %q", n, *all)
					}
				})
			})
		}
	}
}

// A server that fails for good is asked less and less, in whatever form.
func TestFailureInEveryForm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, all := picky(t, 500, func(string) bool { return false })
		for range 20 {
			if _, err := c.Complete(t.Context(), bounded); !errors.Is(err, ErrLater) {
				t.Fatal(err)
			}
			time.Sleep(11 * time.Minute)
		}
		if n := len(*all); n > 20+3*7 {
			t.Errorf("asked %d times", n)
		}
	})
}

// A server that is down says no more than one that refuses a part without a word: it is asked once in the plainest form, and then less
// and less often.
func TestServersThatAreDown(t *testing.T) {
	for _, tt := range []struct {
		status int
		kind   error
	}{{400, ErrNever}, {404, ErrPaused}, {500, ErrLater}, {502, ErrLater}, {503, ErrLater}, {520, ErrLater}} {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				down := true
				c, all := picky(t, tt.status, func(s string) bool { return !down && !strings.Contains(s, "json_schema") })
				for range 30 {
					if _, err := c.Complete(t.Context(), bounded); !errors.Is(err, tt.kind) {
						t.Fatal(err)
					}
					time.Sleep(11 * time.Minute)
				}
				if n := len(*all); n > 30+2*4 {
					t.Errorf("asked %d times: %q", n, *all)
				}
				down = false // and refuses a form, as it did before
				for range 60 {
					if _, err := c.Complete(t.Context(), bounded); err != nil && !errors.Is(err, tt.kind) {
						t.Fatal(err)
					}
					time.Sleep(11 * time.Minute)
				}
				if last := (*all)[len(*all)-1]; last != "json_object bounded" {
					t.Errorf("asks for %q", last)
				}
			})
		})
	}
}

// has reports whether a request, in a few words, has a part.
func has(s, part string) bool {
	switch part {
	case "warm":
		return !strings.Contains(s, "cold")
	case "two messages":
		return !strings.Contains(s, "one message")
	case "max_tokens":
		return !strings.Contains(s, "endless") && !strings.Contains(s, "completion")
	case "max":
		return !strings.Contains(s, "endless")
	case "pieces":
		return !strings.Contains(s, "whole")
	}
	return strings.Contains(s, part)
}

// Whichever parts a server refuses, under whichever status and without a word, it answers every request of ours: a few are wasted on finding
// out, none afterwards, and all that it takes is asked for in the end.
func TestPartsRefusedWithoutWords(t *testing.T) {
	for _, status := range []int{400, 404, 422, 500, 501, 502, 503} {
		for _, tt := range []struct{ refuses, want, unshaped string }{
			{"json_schema", "json_object bounded", ""},
			{"json", "", ""},
			{"strict", "json_schema plain", ""},
			{"warm", "json_schema strict bounded cold", "cold"},
			{"two messages", "json_schema strict bounded one message", "one message"},
			{"max_tokens", "json_schema strict bounded completion", "completion"},
			{"max", "json_schema strict bounded endless", "endless"},
			{"pieces", "json_schema strict bounded whole", "whole"},
			{"warm|two messages", "json_schema strict bounded cold one message", "cold one message"},
			{"json_schema|two messages", "json_object bounded one message", "one message"},
			{"json|max|pieces", "endless whole", "endless whole"},
			{"json|warm|two messages|max|pieces", "endless cold one message whole", "endless cold one message whole"},
		} {
			for _, req := range []Request{bounded, {System: bounded.System, User: bounded.User, MaxTokens: bounded.MaxTokens}} {
				shaped := len(req.Schema.JSON) > 0
				t.Run(fmt.Sprint(status, " ", tt.refuses, " ", shaped), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						takes := func(s string) bool {
							return !slices.ContainsFunc(strings.Split(tt.refuses, "|"), func(p string) bool { return has(s, p) })
						}
						c, all := picky(t, status, takes)
						const times = 12
						for range times {
							if _, err := c.Complete(t.Context(), req); err != nil {
								t.Fatal(err)
							}
						}
						found := len(*all)
						for range 5 {
							if _, err := c.Complete(t.Context(), req); err != nil {
								t.Fatal(err)
							}
						}
						want, most := tt.want, 6
						if !shaped {
							want = tt.unshaped
						}
						if strings.Contains(tt.refuses, "|") {
							most = 2 + maxWaste
						}
						if got := (*all)[len(*all)-1]; got != want || len(*all) != found+5 || found > times+most {
							t.Errorf("%d requests wasted, then %d: %q", found-times, len(*all)-found-5, *all)
						}
					})
				})
			}
		}
	}
}

// What a question with a form has left open, questions without one find out, too.
func TestFoundOutWithoutAForm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, all := picky(t, 503, func(s string) bool { return !strings.Contains(s, "json_schema") })
		free := Request{System: bounded.System, User: bounded.User, MaxTokens: bounded.MaxTokens}
		for _, req := range []Request{bounded, free, free, bounded, bounded} {
			if _, err := c.Complete(t.Context(), req); err != nil {
				t.Fatal(err)
			}
		}
		if got := (*all)[2:]; fmt.Sprintf("%q", got) != `["" "" "json_schema plain" "json_object bounded" "json_object bounded"]` {
			t.Errorf("asked for %q", *all)
		}
	})
}

// Requests that go on at once find out the same, and none undoes what another has found out.
func TestNegotiationsAtOnce(t *testing.T) {
	for _, tt := range []struct{ refuses, want string }{
		{"json_schema", "json_object bounded"}, {"two messages", "json_schema strict bounded one message"}, {"pieces", "json_schema strict bounded whole"},
	} {
		synctest.Test(t, func(t *testing.T) {
			var mu sync.Mutex
			var all []string
			c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1"}}, Concurrency: 4, HTTP: &http.Client{Transport: doer(func(r *http.Request) *http.Response {
				mu.Lock()
				all = append(all, asked(t, []byte(readAll(t, r))))
				now, wait := all[len(all)-1], time.Duration(1+len(all)%7)*time.Second
				mu.Unlock()
				time.Sleep(wait)
				if has(now, tt.refuses) {
					return response(503, nil, "")
				}
				return response(200, nil, "data: "+fine+"\n\n")
			})}})
			var wg sync.WaitGroup
			for range 24 {
				wg.Go(func() {
					if _, err := c.Complete(t.Context(), bounded); err != nil {
						t.Errorf("%s: %v", tt.refuses, err)
					}
				})
			}
			wg.Wait()
			for range 6 {
				if _, err := c.Complete(t.Context(), bounded); err != nil {
					t.Errorf("%s: %v", tt.refuses, err)
				}
			}
			if got := all[len(all)-1]; got != tt.want || len(all) > 30+4*2+maxWaste {
				t.Errorf("%s: %d requests: %q", tt.refuses, len(all), all)
			}
		})
	}
}

// A model that only streams is asked for a stream again, after it was asked for a whole answer.
func TestModelsThatOnlyStream(t *testing.T) {
	for _, words := range []string{
		"This model only support stream mode, please enable the stream parameter to access the model.",
		"parameter.enable_thinking must be set to false for non-streaming calls",
		"Streaming is required for this model",
	} {
		srv := llmtest.Play(t, llmtest.Exchange{Status: 400, Body: fmt.Sprintf(`{"error":{"message":%q}}`, words)},
			llmtest.Exchange{Status: 200, Body: "data: " + fine + "\n\n"}, llmtest.Exchange{Status: 200, Body: "data: " + fine + "\n\n"})
		c := client(srv.URL)
		c.endpoints[0].habits.whole = true // two streams broke off
		for range 2 {
			if _, err := c.Complete(t.Context(), bounded); err != nil {
				t.Fatal(err)
			}
		}
		for i, want := range []string{"json_schema strict bounded whole", "json_schema strict bounded", "json_schema strict bounded"} {
			if got := asked(t, srv.Requests()[i].Body); got != want {
				t.Errorf("%s: request %d asks for %q", words, i+1, got)
			}
		}
	}
}

// A request that the server moved is not sent to another address: the operator reads the address to give.
func TestMoved(t *testing.T) {
	for _, status := range []int{301, 302, 307, 308} {
		srv := llmtest.Play(t, llmtest.Exchange{Status: status, Headers: map[string]string{"Location": "https://u:sk-secret-1234@new.example/api/v1/chat/completions?key=sk-secret-1234"}})
		_, err := client(srv.URL).Complete(t.Context(), bounded)
		if !errors.Is(err, ErrPaused) || !strings.Contains(err.Error(), "moved to https://new.example/api/v1: ") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%d: %v", status, err)
		}
	}
}
