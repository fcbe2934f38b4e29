package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/webtest"
)

// pupil is a network with a model that answers the questions of a trial: those of skill right, all others in the language of
// the report.
type pupil struct {
	web    *webtest.Web
	skill  int // how many of the answers it knows
	whole  bool
	schema bool
	mood   string // "": it answers; "refuses", "silent", "thinks"
	asked  int
}

// lessons are words of the sentences of a trial, and right renderings.
var lessons = [][2]string{
	{"up to 1,200 containers", "州长奥斯特（Milan Oster）说，每天最多可以用铁路运走1200个集装箱。"},
	{"denied on Thursday", "能源部周四否认为这座大坝花了129亿美元。"},
	{"Two of the three miners", "消防部门说，被困在维尔德林（Veldrin）矿的三名矿工中有两人已被活着救出。"},
	{"fell by 8 per cent", "水泵制造商布兰德马克（Brandmark）第二季度的销售额下降8%，降至3.4亿欧元。"},
	{"Prosecutors allege", "检方指控46岁的布雷尔（Tomas Brell）收受了至少240万克朗的贿赂。"},
	{"More than 700 homes", "电网运营商诺德内茨（Nordnetz）警告说，周五之前可能有700多户停电。"},
	{"Zahl der Arbeitslosen", "该机构称，2月林德港（Lindhafen）的失业人数增加3.4%，达到4.12万。"},
	{"wies den Vorwurf", "市长布伦纳（Karla Brenner）否认该市浪费了1500万欧元的指责。"},
	{"frühestens 2029", "奥斯特马克（Ostermark）的工厂最早将于2029年关闭，约850名员工受影响。"},
	{"早くても2028年4月", "该省透露，新型渡轮预计最早在2028年4月投入运营。"},
	{"12％減", "港制作所（ミナト製作所）4至6月的净利润为340亿日元，比上年同期减少12%。"},
	{"少なくとも3人", "泽渡市（沢渡市）至少有3人受伤，约1.2万人避难。"},
}

const wholeAnswer = `{"title":"哈尔松德渡轮因船体裂缝停航","summary":[` +
	`{"text":"港务局说，潜水员在船体上发现裂缝后，往来哈尔松德（Halsund）岛的渡轮周一停航。","evidence":[1]},` +
	`{"text":"船主Nordrute公司说，1400名乘客预订了周末的船票，将获退款。","evidence":[3]},` +
	`{"text":"交通部否认事先知道裂缝。","evidence":[7]},` +
	`{"text":"修理预计至少持续到6月12日，可能花费2800万克朗。","evidence":[9]}],"names":[]}`

func (p *pupil) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "model.example" {
		return p.web.RoundTrip(r)
	}
	answer := func(status int, body any) (*http.Response, error) {
		b, err := json.Marshal(body)
		return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(string(b))), Request: r}, err
	}
	if r.Method == http.MethodGet {
		return answer(200, map[string]any{"data": []map[string]any{{"id": "pupil", "max_model_len": 8192}}})
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	p.asked++
	var q struct {
		Messages []struct{ Role, Content string }
		Format   *struct{ Type string } `json:"response_format"`
	}
	if err := json.Unmarshal(body, &q); err != nil {
		return nil, err
	}
	if !p.schema && q.Format != nil && q.Format.Type == "json_schema" {
		return answer(400, map[string]any{"error": map[string]string{"message": "response_format json_schema is not known"}})
	}
	content := p.say(q.Messages[len(q.Messages)-1].Content)
	switch p.mood {
	case "refuses":
		content = "I'm sorry, but I can't help with that."
	case "silent":
		content = ""
	case "thinks":
		content = "<think>The user wants Chinese. Numbers first.</think>\n\n" + content
	}
	return answer(200, map[string]any{
		"choices": []map[string]any{{"finish_reason": "stop", "message": map[string]string{"content": content}}},
		"usage":   map[string]int{"prompt_tokens": 300, "completion_tokens": 30},
	})
}

// say is the answer to a question.
func (p *pupil) say(asked string) string {
	_, sentence, alone := strings.Cut(asked, "原句：")
	switch {
	case strings.Contains(asked, "even numbers"):
		return `{"numbers":[12,14,16]}`
	case strings.Contains(asked, "原标题："):
		return "洪水冲走三座桥"
	case !alone && p.whole:
		return wholeAnswer
	case !alone:
		return "I cannot write JSON."
	}
	for i, l := range lessons {
		if strings.Contains(sentence, l[0]) && i < p.skill {
			return l[1]
		}
	}
	return "The answer is in the wrong language, and says nothing of the report."
}

// school is a desk whose model is the pupil.
type school struct {
	t    *testing.T
	dir  string
	told string // what the last command told on standard error
	*pupil
}

func newSchool(t *testing.T, skill int, digest string) *school {
	t.Helper()
	web, err := webtest.Parse([]byte(`-- https://gazette.example/feed --
HTTP/1.1 200 OK
Content-Type: application/rss+xml

<rss version="2.0"><channel><title>Gazette</title><link>https://gazette.example/</link>
<item><title>Flood takes three bridges in Harn</title><link>https://gazette.example/flood</link><guid>flood</guid><pubDate>Tue, 03 Mar 2026 07:00:00 GMT</pubDate></item>
</channel></rss>
-- https://gazette.example/flood --
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<!doctype html><html lang="en"><head><title>Flood takes three bridges in Harn</title></head><body><article><h1>Flood takes three bridges in Harn</h1>
<p>A flood took three bridges in the district of Harn on Monday, the road office said, and cut two villages off from the road to the coast.</p>
<p>The office said that the repair of the largest bridge would take until the end of April, and that a ferry would run in its place.</p>
<p>Residents of the two villages said that they had not been warned, although the river had been rising since the evening before.</p></article></body></html>
`))
	if err != nil {
		t.Fatal(err)
	}
	s := &school{t: t, dir: t.TempDir(), pupil: &pupil{web: web, skill: skill, whole: true, schema: true}}
	s.write(digest)
	return s
}

func (s *school) write(digest string) {
	s.t.Helper()
	text := "[digest]\nendpoint = \"https://model.example/v1\"\nmodel = \"pupil\"\n" + digest +
		"\n[fetch]\npace = \"0s\"\n[[source]]\nid = \"gazette\"\nname = \"Gazette\"\nurl = \"https://gazette.example/feed\"\nwhole = true\n"
	if err := os.WriteFile(filepath.Join(s.dir, configFile), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// waidian runs a command, which must end with that status, and returns what it prints.
func (s *school) waidian(status int, args ...string) string {
	s.t.Helper()
	var out, errs strings.Builder
	env := Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" },
		Now: func() time.Time { return time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC) }, Transport: s.pupil}
	if got := Main(s.t.Context(), env, append([]string{"--config", filepath.Join(s.dir, configFile)}, args...)); got != status {
		s.t.Fatalf("waidian %q ended with %d: %s%s", args, got, out.String(), errs.String())
	}
	s.told = errs.String()
	return out.String()
}

func (s *school) says(out string, want ...string) {
	s.t.Helper()
	for _, w := range want {
		if !strings.Contains(out, w) {
			s.t.Errorf("it does not say %q:\n%s", w, out)
		}
	}
}

// Right renderings of all questions are right, so that no good model is refused; a model that can write a whole digest does.
func TestModelTry(t *testing.T) {
	for _, c := range []struct {
		name          string
		skill         int
		whole, schema bool
		want          []string
	}{
		{"a good one", 12, true, true, []string{"form          json_schema\n", "window        8192 tokens\n", "sentences     12 of 12 right\n",
			"4 of 4 sentences passed", "way           whole\n", "verdict       fit"}},
		{"one that writes no JSON", 12, false, false, []string{"form          json_object with a schema; its server refused json_schema\n", "none that could be used", "way           sentences: a whole digest of it could not be used\n", "verdict       fit"}},
		{"one error in ten is allowed", 11, true, true, []string{"11 of 12 right", "verdict       fit", "\nwrong  沢渡市"}},
		{"two are not", 10, true, true, []string{"10 of 12 right", "verdict       unfit: the desk keeps extracts"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSchool(t, c.skill, "")
			s.pupil.whole, s.schema = c.whole, c.schema
			out := s.waidian(0, "model", "try")
			s.says(out, append(c.want, "kept          no: there is no desk here yet")...)
		})
	}
}

// What a trial finds is kept and gone by: a model that fails is not asked for digests, which status and doctor say; one that
// passes is asked for those that waited. What it cost is in the account.
func TestModelTryIsGoneBy(t *testing.T) {
	s := newSchool(t, 3, "")
	s.waidian(0, "collect", "--until", "read")
	s.says(s.waidian(0, "doctor"), "the model has not been tried")
	var r trialResult
	if err := json.Unmarshal([]byte(s.waidian(0, "model", "try", "--json")), &r); err != nil || r.Fit || !r.Kept || r.Wrong != 9 || len(r.Lines) != 12 {
		t.Fatalf("%v: %+v", err, r)
	}
	asked := s.asked
	s.says(s.waidian(0, "redo", "digest", "--estimate"), "1 digest, 1 request to the model")
	s.says(s.told, "the model is unfit, and is not asked: when it was tried 9 of 12")
	s.says(s.waidian(0, "collect", "--json"), `"digested":0`)
	if s.asked != asked {
		t.Errorf("an unfit model was asked %d times", s.asked-asked)
	}
	s.says(s.waidian(0, "doctor"), "unfit, so that reports have extracts: when it was tried 9 of 12 sentences were wrong", "waidian model try asks it anew")
	s.says(s.waidian(0, "status"), "unfit, so that reports have extracts", "14 answers")
	s.says(s.waidian(1, "status", "--check"), "model pupil: unfit")
	s.says(s.waidian(0, "export", "--format", "jsonl"), `"reason":"unfit"`)

	s.skill = len(lessons)
	s.says(s.waidian(0, "model", "try"), "fit: its digests are shown", "1 report had waited")
	s.says(s.waidian(0, "doctor"), "fit: 12 of 12 sentences right when it was tried on 2026-03-03; way whole, asked for json_schema, 0.0 s a sentence")
	s.waidian(0, "status", "--check")
	asked = s.asked
	if s.waidian(0, "collect"); s.asked == asked {
		t.Error("a fit model was not asked")
	}
}

// The file has the last word: an unfit model is used, and each of its digests says so; a way is used whatever the trial says.
func TestUnfitModelIsUsed(t *testing.T) {
	s := newSchool(t, 3, "unfit = \"use\"\nway = \"sentences\"")
	s.waidian(0, "collect", "--until", "read")
	s.says(s.waidian(0, "model", "try"), "verdict       unfit: its digests are shown with a label")
	s.says(s.waidian(0, "doctor"), "unfit, and shown with a label")
	s.waidian(0, "status", "--check")
	s.says(s.waidian(0, "redo", "digest", "--estimate"), "1 digest, 4 requests to the model")
	lessons = append(lessons, [2]string{"A flood took three bridges", "道路局说，周一的洪水冲走了哈恩（Harn）区的三座桥，两个村子与通往海岸的道路隔绝。"},
		[2]string{"The office said that the repair", "该局说，修复最大的一座桥要到4月底，在此之前由渡轮代替。"}, [2]string{"Residents of the two villages", "两个村子的居民说，尽管河水从前一晚起就在上涨，他们却没有得到警告。"})
	defer func() { lessons = lessons[:len(lessons)-3] }()
	s.skill = len(lessons)
	s.waidian(0, "collect")
	s.says(s.waidian(0, "export", "--format", "jsonl"), `"unfit_model":true`, `"prompt":"sentence-1"`, "冲走了哈恩")
}

// Models of other kinds are told apart: one that thinks first is as good as another, one that refuses or says nothing is unfit, and
// what the table says of it is true.
func TestModelTryOfOtherKinds(t *testing.T) {
	for mood, want := range map[string][]string{
		"thinks":  {"form          json_schema\n", "12 of 12 right", "way           whole\n", "verdict       fit"},
		"refuses": {"form          text: asked for JSON, it gave none\n", "0 of 12 right", "none that could be used", "way           sentences: a whole digest of it could not be used", "verdict       unfit: the desk keeps extracts"},
		"silent":  {"form          text: asked for JSON, it gave none\n", "0 of 12 right", "verdict       unfit: the desk keeps extracts"},
	} {
		t.Run(mood, func(t *testing.T) {
			s := newSchool(t, 12, "way = \"whole\"")
			s.mood = mood
			s.says(s.waidian(0, "model", "try"), want[:2]...)
			s.write("")
			s.says(s.waidian(0, "model", "try"), want...)
			if s.asked > 2*16 {
				t.Errorf("two trials took %d questions", s.asked)
			}
		})
	}
}

// Another model, or another endpoint, is one that has not been tried.
func TestAnotherModelIsTriedAnew(t *testing.T) {
	s := newSchool(t, 3, "")
	s.waidian(0, "collect", "--until", "read")
	s.says(s.waidian(0, "model", "try"), "verdict       unfit")
	file := filepath.Join(s.dir, configFile)
	for _, change := range [][2]string{{`model = "pupil"`, `model = "scholar"`}, {"https://model.example/v1", "https://model.example/v2"}} {
		s.write("")
		old, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(old), change[0], change[1], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		s.says(s.waidian(0, "doctor"), "the model has not been tried")
	}
	asked := s.asked
	if s.waidian(0, "collect"); s.asked == asked {
		t.Error("the model at the other endpoint was not asked")
	}
	s.write("way = \"sentences\"")
	s.says(s.waidian(0, "model", "try"), "way           whole; the file says way = \"sentences\", and that counts")
}
