package assistant

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// longReport is a report of n paragraphs with two sentences each, and m sentences in its digest, each resting on all of the report.
func longReport(n, m int, words string) Report {
	a := news.Article{ID: "abcdefghij", Version: 2, Outlet: "Gazette", URL: "https://gazette.example/a", Canonical: "https://gazette.example/a"}
	for i := range n {
		first := fmt.Sprintf("Sentence %d %s.", 2*i+1, words)
		second := fmt.Sprintf(" Sentence %d.", 2*i+2)
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: first + second, Ends: []int{len(first), len(first) + len(second)}})
	}
	d := news.Digest{By: "model"}
	claims := []any{}
	for range m {
		c := news.Claim{Text: words}
		for k := range 2 * n {
			c.Evidence = append(c.Evidence, k+1)
		}
		d.Summary = append(d.Summary, c)
		claims = append(claims, map[string]any{"text": words, "evidence": c.Evidence})
	}
	beside, err := json.Marshal(map[string]any{"id": a.ID, "title": words, "text": "all of it", "digest": map[string]any{"by": "model", "summary": claims}})
	if err != nil {
		panic(err)
	}
	x := page.Article{Placed: page.Placed{Shown: page.Shown{Item: news.Item{Article: a, Digest: d}}}}
	x.History.Earlier = []news.Article{{Version: 1, Blocks: []news.Block{{Kind: news.Paragraph, Text: "As it was.", Ends: []int{10}}}}}
	return Report{Page: x, Beside: beside, Said: page.Said{Digest: "by a model"}}
}

// page of a reply, as it is encoded.
type pageOf struct {
	size      int
	Untrusted struct {
		Sentences []struct {
			N, Paragraph int
			Text         string
		}
		All  int `json:"sentences_in_all"`
		Hits []Line
	}
	Cut  []cut
	Next map[string]any
	Hint string
}

func encode(t *testing.T, r reply, err error) (p pageOf) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.encode()
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err != nil || !utf8.Valid(b) {
		t.Fatal(err)
	}
	p.size = len(b)
	return p
}

// TestLongReportsArePaged: who follows next reads each sentence once, and no answer is too large.
func TestLongReportsArePaged(t *testing.T) {
	for _, r := range []Report{longReport(3, 1, "a"), longReport(400, 60, strings.Repeat("word ", 30)), longReport(40, 10, strings.Repeat("字", 3000))} {
		in, n, pages, all := articleArgs{ID: "abcdefghij"}, 0, 0, 0
		for more := true; more; pages++ {
			out, err := r.reply(in)
			p := encode(t, out, err)
			if p.size > headBytes+listBytes+2000 {
				t.Fatalf("an answer of %d bytes", p.size)
			}
			for _, s := range p.Untrusted.Sentences {
				if n++; s.N != n || s.Paragraph != (n+1)/2 {
					t.Fatalf("sentence %d in paragraph %d, want %d", s.N, s.Paragraph, n)
				}
			}
			all = p.Untrusted.All
			if more = p.Next != nil; more {
				if len(p.Untrusted.Sentences) == 0 || p.Next["id"] != "abcdefghij" {
					t.Fatalf("next %v after %d sentences", p.Next, len(p.Untrusted.Sentences))
				}
				in.From = int(p.Next["from"].(float64))
			}
		}
		if n != len(r.Page.Article.Sentences()) || all != n || (n > 100) != (pages > 3) && n != 80 {
			t.Errorf("%d sentences of %d in %d pages", n, all, pages)
		}
	}
}

func TestWhatIsCutIsTold(t *testing.T) {
	out, err := longReport(40, 60, "word").reply(articleArgs{})
	p := encode(t, out, err)
	if i := slices.IndexFunc(p.Cut, func(c cut) bool { return c.List == "digest.summary" && c.Shown < 60 && c.Of == 60 }); i < 0 {
		t.Errorf("cut: %v", p.Cut)
	}
	out, err = longReport(1, 1, "word").reply(articleArgs{})
	if p := encode(t, out, err); len(p.Cut) > 0 || p.Next != nil {
		t.Errorf("a short one is cut: %+v", p)
	}
	out, err = longReport(1, 1, "word").reply(articleArgs{From: 9})
	if p := encode(t, out, err); p.Hint != "the text that is shown has 2 sentences" || len(p.Untrusted.Sentences) != 0 {
		t.Errorf("behind the end: %+v", p)
	}
}

func TestEarlierVersions(t *testing.T) {
	r := longReport(3, 1, "word")
	out, err := r.reply(articleArgs{Version: 1})
	if p := encode(t, out, err); len(p.Untrusted.Sentences) != 1 || p.Untrusted.Sentences[0].Text != "As it was." {
		t.Errorf("%+v", p)
	}
	if out, err = r.reply(articleArgs{Version: 2}); len(encode(t, out, err).Untrusted.Sentences) != 6 {
		t.Error("the version of today is not the report")
	}
	var wrong *Mistake
	if _, err := r.reply(articleArgs{Version: 3}); !errors.As(err, &wrong) {
		t.Error(err)
	}
}

func TestSearchGoesOn(t *testing.T) {
	var hits []Line
	for i := range 50 {
		hits = append(hits, Line{ID: fmt.Sprint(i), Title: strings.Repeat("长", 400)})
	}
	q := Query{Text: "ferry", Until: "2024-01-01", From: 11, Limit: 50}
	out, err := Found{Hits: hits, More: true}.reply(q)
	p := encode(t, out, err)
	n := len(p.Untrusted.Hits)
	if n == 0 || n == 50 || p.Next["from"] != float64(11+n) || p.Next["query"] != "ferry" || p.Next["until"] != "2024-01-01" || p.size > listBytes+2000 {
		t.Errorf("%d hits in %d bytes, next %v", n, p.size, p.Next)
	}
	for _, c := range []struct {
		found Found
		from  int
		hint  string
	}{
		{Found{Back: "2023-05-06"}, 1, "until=2023-05-06"},
		{Found{Instead: "ferry"}, 1, `the query under "instead"`},
		{Found{Missing: []string{"ferri"}}, 1, `the words under "missing"`},
		{Found{}, 1, "try fewer words"},
		{Found{}, 30, "fewer hits than 30"},
		{Found{Hits: hits[:1]}, 1, ""},
	} {
		out, err := c.found.reply(Query{From: c.from, Limit: 10})
		if p := encode(t, out, err); !strings.Contains(p.Hint, c.hint) || (p.Hint == "") != (c.hint == "") || p.Next != nil {
			t.Errorf("%+v: %+v", c.found, p)
		}
	}
}

// TestWithoutFilters: where nothing was found, the filters are named that may be why.
func TestWithoutFilters(t *testing.T) {
	out, err := Found{}.reply(Query{From: 1, Limit: 10, Lang: "zz", Source: "nix", Since: "2024"})
	if p := encode(t, out, err); !strings.HasSuffix(p.Hint, "other days, or search without source, lang") {
		t.Errorf("%+v", p)
	}
}

func FuzzFit(f *testing.F) {
	f.Add(`{"a":["x","y"],"b":{"c":1e9,"d":null,"e":true}}`, 100)
	f.Add(`{"t":"`+strings.Repeat("字", 5000)+`"}`, 200)
	f.Add(`[["a\u202e\u0000\u007f","\ud83d\ude00"]]`, 60)
	f.Fuzz(func(t *testing.T, text string, most int) {
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			t.Skip()
		}
		out, cuts, err := fit(v, most)
		if err != nil {
			t.Fatal(err)
		}
		b, err := encoded(out)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsAny(b, "\x00\x7f\u202e\u200b") {
			t.Errorf("%q has what no reader sees", b)
		}
		if again, more, _ := fit(out, max(most, len(b))); len(b) <= most && len(cuts) == 0 && (len(more) > 0 || !json.Valid(b) || again == nil && out != nil) {
			t.Errorf("what fits does not fit again: %q", b)
		}
	})
}

func TestFit(t *testing.T) {
	wide := map[string]any{"lists": [][]string{{}, {}, {}}}
	for i := range 3 {
		for range 500 {
			wide["lists"].([][]string)[i] = append(wide["lists"].([][]string)[i], strings.Repeat("words ", 500))
		}
	}
	for _, most := range []int{200_000, headBytes, 500} {
		out, cuts, err := fit(wide, most)
		b, _ := encoded(out)
		if err != nil || len(b) > most || len(cuts) == 0 {
			t.Errorf("%d bytes of at most %d, %d cuts, %v", len(b), most, len(cuts), err)
		}
	}
}

// TestTroubleIsNotTold: what goes wrong in the desk may name the operator's files; it is logged, and an assistant is told what to do.
func TestTroubleIsNotTold(t *testing.T) {
	var log bytes.Buffer
	o := Options{
		Log: slog.New(slog.NewTextHandler(&log, nil)),
		Search: func(context.Context, Query) (Found, error) {
			return Found{}, errors.New("open /srv/secret/waidian.db: gone")
		},
	}
	out := serve(t, o, call(1, "search", `{}`))
	if len(out) != 2 || strings.Contains(out[1], "/srv") || !strings.Contains(out[1], "the desk could not be read now") || !strings.Contains(log.String(), "/srv/secret") {
		t.Errorf("%q, log %s", out, &log)
	}
}

func call(id int, tool, arguments string) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":%s}}`, id, tool, arguments)
}

const hello = `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
`

// serve is what a server writes to a client that sends these lines and goes away.
func serve(t *testing.T, o Options, lines ...string) []string {
	t.Helper()
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Mark = func() string { return "MARK" }
	var out bytes.Buffer
	in := hello + strings.Join(lines, "\n")
	if err := New(o).Run(t.Context(), Lines{In: strings.NewReader(in), Out: &out}); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(out.String()), "\n")
}

// TestLines: a line that cannot be read is answered and ends nothing, and the end of the input cuts no answer off.
func TestLines(t *testing.T) {
	release := make(chan struct{})
	o := Options{
		Search: func(ctx context.Context, q Query) (Found, error) {
			switch q.Text {
			case "slow":
				select {
				case <-release:
				case <-ctx.Done():
					return Found{}, ctx.Err()
				}
			case "quick":
				close(release)
			}
			return Found{}, nil
		},
	}
	out := serve(t, o,
		call(1, "search", `{"query":"slow"}`),
		call(1, "search", `{"query":"again"}`),
		`{"jsonrpc":"2.0","id":2,"meth`,
		"", " \r",
		`["no","batch"]`,
		`{"jsonrpc":"2.0","id":3,"result":{}}`,
		`"`+strings.Repeat("x", longestLine)+`"`,
		`{"jsonrpc":"2.0","id":4,"method":"nosuch"}`,
		call(5, "search", `{"query":"quick"}`),
		`{"jsonrpc":"2.0","id":null,"method":"ping"}`,
		`{"jsonrpc":"2.0","id":1.5,"method":"ping"}`,
		`{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}`,
		`{"jsonrpc":"2.0","id":7,"method":"ping"}`,
		call(8, "search", `{"limit":5.0,"from":1e0}`),
		call(9, "search", `{"limit":5.5}`),
		`{"jsonrpc":"2.0","id":6,"method":"tools/ca`)
	got := map[string]int{}
	for _, l := range out {
		var m struct {
			ID    *int
			Error *struct{ Code int }

			Result struct{ IsError bool }
		}
		if err := json.Unmarshal([]byte(l), &m); err != nil {
			t.Fatalf("no JSON: %q", l)
		}
		key := "null"
		if m.ID != nil {
			key = fmt.Sprint(*m.ID)
		}
		if m.Error != nil {
			key += fmt.Sprint(" ", m.Error.Code)
		}
		if m.Result.IsError {
			key += " refused"
		}
		got[key]++
	}
	want := map[string]int{"0": 1, "1": 1, "5": 1, "7": 1, "8": 1, "9 refused": 1, "4 -32601": 1, "null -32700": 2, "null -32600": 6}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("answers %v, want %v:\n%.3000s", got, want, strings.Join(out, "\n"))
	}
}

// TestCancelledIsNotWaitedFor: a request that the client gave up does not keep the command alive.
func TestCancelledIsNotWaitedFor(t *testing.T) {
	o := Options{Search: func(ctx context.Context, _ Query) (Found, error) { <-ctx.Done(); return Found{}, ctx.Err() }}
	serve(t, o, call(1, "search", `{}`), `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}`)
}

// TestManyLines: more requests than are open at a time are all answered.
func TestManyLines(t *testing.T) {
	o := Options{Search: func(context.Context, Query) (Found, error) { return Found{}, nil }}
	var lines []string
	for i := range 10 * mostOpen {
		lines = append(lines, call(i+1, "search", `{}`))
	}
	if out := serve(t, o, lines...); len(out) != 10*mostOpen+1 {
		t.Errorf("%d answers", len(out))
	}
}

func TestIdentifiersOfAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"abcdefghij": "abcdefghij", "https://desk.example/a/x/2024/01/ferry-adrift-abcdefghij.html#s7": "abcdefghij", "s/storystory.html": "storystory",
		"": "", strings.Repeat("x", 201): "", "../../etc/passwd": "passwd", "https://desk.example/": "",
	} {
		if got, ok := lastOf(address); ok != (want != "") || ok && got != want {
			t.Errorf("%.40q: %q, %v", address, got, ok)
		}
	}
}

var _ mcp.Transport = Lines{}
