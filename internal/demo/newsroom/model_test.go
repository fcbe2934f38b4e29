package newsroom

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode"

	"github.com/waidian/waidian/internal/text"
)

// prompt is a report as a desk puts it before the model: a headline, then its
// sentences, numbered, one a line.
func prompt(s state) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Headline: %s\nOutlet: someone\n\n", s.Title)
	n := 0
	for _, p := range paragraphs(s.shown()) {
		start := 0
		for _, end := range text.Sentences(p) {
			n++
			fmt.Fprintf(&b, "[%d] %s\n", n, strings.TrimSpace(p[start:end]))
			start = end
		}
	}
	return b.String() + "END OF REPORT\n"
}

// ask posts a request and reads the answer into v.
func ask[T any](t *testing.T, m http.Handler, request string, v *T) int {
	t.Helper()
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/v1/chat/completions", strings.NewReader(request)))
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		t.Fatalf("%s: %v", w.Body.String(), err)
	}
	return w.Code
}

func request(user ...string) string {
	q := chatRequest{Model: ModelName, Messages: []chatMessage{{"system", "You write digests."}}}
	for _, u := range user {
		q.Messages = append(q.Messages, chatMessage{"user", u})
	}
	b, err := json.Marshal(q)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// digestOf asks for the digest of a report that has a recording.
func digestOf(t *testing.T, m http.Handler, s state) digestAnswer {
	t.Helper()
	var a chatAnswer
	if code := ask(t, m, request(prompt(s)), &a); code != http.StatusOK || len(a.Choices) != 1 {
		t.Fatalf("%s: status %d, %d choices", s.Title, code, len(a.Choices))
	}
	if a.Object != "chat.completion" || a.ID == "" || a.Choices[0].FinishReason != "stop" || a.Choices[0].Message.Role != "assistant" ||
		a.Usage.Prompt < 100 || a.Usage.Completion < 50 || a.Usage.Total != a.Usage.Prompt+a.Usage.Completion {
		t.Errorf("%+v", a)
	}
	var d digestAnswer
	if err := json.Unmarshal([]byte(a.Choices[0].Message.Content), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestModelKnowsEveryReport(t *testing.T) {
	m := Model()
	all(t, func(t *testing.T, r *report, e int, _ outlet) {
		rec := r.digests[e-1]
		if rec == nil {
			return
		}
		d := digestOf(t, m, r.in(e))
		if d.Title != rec.Title || len(d.Summary) != len(rec.Claims) {
			t.Fatalf("title %q, %d sentences", d.Title, len(d.Summary))
		}
		for _, c := range d.Summary {
			for i, n := range c.Evidence {
				if n < 1 || i > 0 && n <= c.Evidence[i-1] {
					t.Errorf("evidence %v", c.Evidence)
				}
			}
			if !unicode.Is(unicode.Han, []rune(strings.Trim(c.Text, "“"))[0]) && !unicode.IsDigit([]rune(c.Text)[0]) {
				t.Errorf("sentence begins %q", c.Text[:9])
			}
		}
	})
}

// Where the desk's extraction gives a headline the newsroom never wrote, the text tells.
func TestModelKnowsAReportByItsText(t *testing.T) {
	r := load().at("prairie-dispatch", "/news/china-hog-towers-empty-floors")
	s := r.in(1)
	s.Title = "Prairie Dispatch"
	if d := digestOf(t, Model(), s); d.Title != r.digests[0].Title {
		t.Errorf("found %q", d.Title)
	}
}

func TestModelTellsEditionsApart(t *testing.T) {
	r := load().at("prairie-dispatch", "/news/china-ice-flood-14200-evacuated")
	m := Model()
	for e := 1; e <= 2; e++ {
		if d := digestOf(t, m, r.in(e)); d.Title != r.digests[e-1].Title {
			t.Errorf("edition %d: %q", e, d.Title)
		}
	}
}

// Three recordings are wrong on purpose: two until they are asked again, one for longer.
func TestModelErrs(t *testing.T) {
	for _, tt := range []struct {
		outlet, path string
		wrong, right string
		times        int
	}{
		{"meridian-post", "/2026/03/11/world/asia/china-yellow-river-ice-flood.html", "数以十万计", "一万多人", 1},
		{"harbour-courier", "/business/2026/mar/11/sandholme-quay-charges", "6月1日", "5月1日", 1},
		{"capital-ledger", "/content/qianlu-shares-robotaxi-stop", "8", "81亿港元", 2},
	} {
		s := load().at(tt.outlet, tt.path).in(1)
		m := Model()
		for i := range tt.times + 1 {
			d := digestOf(t, m, s)
			said := ""
			for _, c := range d.Summary {
				said += c.Text
			}
			if want := i == tt.times; strings.Contains(said, tt.right) != want || !want && !strings.Contains(said, tt.wrong) {
				t.Errorf("%s, attempt %d: %s", tt.path, i, said)
			}
		}
		var a chatAnswer // a conversation counts its own attempts
		ask(t, Model(), request(prompt(s), "again", "again"), &a)
		if !strings.Contains(a.Choices[0].Message.Content, tt.right) {
			t.Errorf("%s: wrong after being told twice", tt.path)
		}
	}
}

func TestModelRefuses(t *testing.T) {
	type refusal struct {
		Error struct {
			Message, Type string
			Code          *string
		}
	}
	known := prompt(load().at("dukou", "/zh/zhongguo/2026/03/10/qishou-lvshe").in(1))
	for _, tt := range []struct {
		name, request string
		status        int
		code          string
	}{
		{"not JSON", "{", 400, ""},
		{"no model", `{"messages":[{"role":"user","content":"x"}]}`, 400, ""},
		{"another model", strings.Replace(request(known), ModelName, "gpt-x", 1), 404, "model_not_found"},
		{"no messages", `{"model":"recorded","messages":[]}`, 400, ""},
		{"a stream", `{"model":"recorded","stream":true,"messages":[{"role":"user","content":"x"}]}`, 400, "unsupported_value"},
		{"an unknown format", `{"model":"recorded","messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}`, 400, ""},
		{"no schema", `{"model":"recorded","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema"}}`, 400, ""},
		{"an unknown report", request("Headline: Nothing happened\n\n[1] Nothing at all."), 404, "no_recording"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var r refusal
			if code := ask(t, Model(), tt.request, &r); code != tt.status || r.Error.Message == "" || r.Error.Type != "invalid_request_error" {
				t.Errorf("status %d, %+v", code, r)
			}
			if r.Error.Code == nil && tt.code != "" || r.Error.Code != nil && *r.Error.Code != tt.code {
				t.Errorf("code %v, want %q", r.Error.Code, tt.code)
			}
		})
	}
}

func TestModels(t *testing.T) {
	w := httptest.NewRecorder()
	Model().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v1/models", nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"id":"recorded"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	w = httptest.NewRecorder()
	Model().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v2", nil))
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "unknown_url") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A faulty sentence that is asked for alone is answered as the next attempt has it, and a headline and a sentence as they were
// recorded; what nobody recorded has no answer.
func TestModelAnswersOneLine(t *testing.T) {
	m := Model()
	say := func(user string) (string, int) {
		var a chatAnswer
		status := ask(t, m, request(user), &a)
		if len(a.Choices) == 0 {
			return "", status
		}
		return a.Choices[0].Message.Content, status
	}
	wrong := 0
	for _, r := range load().reports {
		for e, rec := range r.digests {
			if rec == nil {
				continue
			}
			if got, _ := say("原标题：" + r.editions[e].Title + "\n标题："); got == "" {
				t.Errorf("no headline for %q", r.editions[e].Title)
			}
			for _, c := range rec.Claims {
				for i, w := range c.Wrong {
					wrong++
					if got, _ := say("原文：\n…\n原稿：" + w + "\n错误：\n- …\n改好的一句："); got != c.at(i+1) {
						t.Errorf("%q is mended as %q", w, got)
					}
				}
				if got, _ := say("The sentence: " + c.Quotes[0] + "\nIn Chinese:"); got == "" {
					t.Errorf("no rendering of %q", c.Quotes[0])
				}
			}
		}
	}
	if wrong == 0 {
		t.Error("no recording errs: the demo shows nothing mended")
	}
	if got, _ := say("原稿：没有人写过这一句。\n改好的一句："); got != "" {
		t.Errorf("a sentence that nobody wrote is mended as %q", got)
	}
}
