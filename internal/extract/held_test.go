package extract

import (
	"encoding/json"
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A report that a page holds besides its tree is read: the whole of it, or what follows its
// opening; and once where it is held twice.
func TestHeldText(t *testing.T) {
	n := len(ferry)
	all, rest := ferryParas(0, n, "p"), ferryParas(4, n, "p")
	holds := map[string]func(s string) string{
		"noscript":      func(s string) string { return `<noscript>` + s + `</noscript>` },
		"text/template": func(s string) string { return `<script type="text/template" id="body">` + s + `</script>` },
		"text/html":     func(s string) string { return `<script type='text/html'>` + s + `</script>` },
		"x-template":    func(s string) string { return `<script type="text/x-template">` + s + `</script>` },
		"template":      func(s string) string { return `<template id="body">` + s + `</template>` },
		"srcdoc":        func(s string) string { return `<iframe srcdoc="` + html.EscapeString(s) + `"></iframe>` },
		"srcdoc as page": func(s string) string {
			return `<iframe srcdoc='` + html.EscapeString("<!doctype html><html><head><title>x</title></head><body>"+s) + `'></iframe>`
		},
		"shadow root": func(s string) string {
			return `<my-report><template shadowrootmode="open">` + s + `</template></my-report>`
		},
		"closed root": func(s string) string {
			return `<div><template shadowrootmode="closed"><style>p{}</style><div>` + s + `</div></template></div>`
		},
		"slot": func(s string) string {
			return `<my-report><template shadowrootmode="open"><slot>Wait</slot><slot name="foot">Share</slot></template>` + s + `</my-report>`
		},
		"root in a root": func(s string) string {
			return `<a-a><template shadowrootmode=open><b-b><template shadowrootmode=open>` + s + `</template></b-b></template></a-a>`
		},
		"twice": func(s string) string {
			return `<script type="text/template">` + s + `</script><noscript>` + s + `</noscript>`
		},
		"noscript, frame": func(s string) string { return `<noscript><iframe src="/x"></iframe>` + s + `</noscript>` },
	}
	for name, in := range holds {
		for part, body := range map[string]string{
			"all":               `<article><div>` + in(all) + `</div></article>`,
			"all but a slogan":  `<p>The latest news and insights from the quays, each morning and each evening.</p><article>` + in(all) + `</article>`,
			"behind an opening": `<article>` + ferryParas(0, 4, "p") + in(rest) + `</article>`,
		} {
			a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(body))}, Options{})
			lost := 0
			if name == "slot" && part == "behind an opening" {
				lost = 1 // beside other boxes, which paragraph is which is for the model to say
			}
			if got := a.Paragraphs(); err != nil || len(got) < n-lost || lost == 0 && !slices.Equal(got, ferry) {
				t.Errorf("%s, %s: %d of %d paragraphs, %v", name, part, len(got), n, err)
			}
		}
	}
}

// What is held for a script to fill in, or is no report, is not read.
func TestHeldOthers(t *testing.T) {
	form := `<div class="card">` + strings.Repeat(`<p>{{ author }} wrote on {{ day }} that the harbour of {{ town }} holds, and that the boats of {{ line }} leave at {{ hour }}.</p>`, 8) + `</div>`
	short := `<article><p>` + ferry[3] + `</p></article>`
	for _, held := range []string{
		`<script type="text/template">` + form + `</script>`, `<template>` + form + `</template>`, `<noscript>Please enable JavaScript to read this page.</noscript>`,
		`<noscript><img src="/pixel"><iframe src="/tag"></iframe></noscript>`,
		`<script>var page = "` + strings.Join(ferry, " ") + `";</script>`,
	} {
		with, _ := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(short + held))}, Options{})
		without, _ := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(short))}, Options{})
		if got, want := with.Text(), without.Text(); got != want {
			t.Errorf("%.60s: %q, want %q", held, got, want)
		}
	}
}

// What only the scripts of a page hold of a report is not read, and noted.
func TestHeldBack(t *testing.T) {
	var items, lines []string
	for _, s := range ferry {
		b, _ := json.Marshal(s)
		items = append(items, `{"type":"p","id":7,"text":`+string(b)+`}`)
		lines = append(lines, string(b))
	}
	joined, _ := json.Marshal(ferryParas(0, len(ferry), "p"))
	escaped, _ := json.Marshal(`{"body":[` + strings.Join(items, ",") + `]}`)
	for name, script := range map[string]string{
		"objects":    `<script id="state" type="application/json">{"body":[` + strings.Join(items, ",") + `]}</script>`,
		"list":       `<script>window.state = {"body": [` + strings.Join(lines, ", ") + `]};</script>`,
		"one text":   `<script>window.state = {"body":` + string(joined) + `}</script>`,
		"in a text":  `<script>push([1,` + string(escaped) + `])</script>`,
		"before all": `<script>window.state = {"id":1}</script><script>window.more = {"body":` + string(joined) + `}</script>`,
	} {
		for n, want := range map[int]bool{3: true, len(ferry): false} {
			body := `<article>` + ferryParas(0, n, "p") + `</article>`
			for _, page := range []string{ferryPage(body + script), ferryPage(script + body)} {
				a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page)}, Options{})
				if got := slices.Contains(a.Notes, news.Note{Code: news.NoteHeld}); err != nil || got != want || !slices.Equal(a.Paragraphs(), ferry[:n]) {
					t.Errorf("%s, %d paragraphs: noted %v, %d read, %v", name, n, got, len(a.Paragraphs()), err)
				}
			}
		}
	}
	short := ferryPage(`<article>` + ferryParas(12, 15, "p") + `</article><script>{"body":[` + strings.Join(items, ",") + `],"next":"` + ferry[0] + `"}</script>`)
	if a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(short)}, Options{}); err != nil || len(a.Notes) > 0 {
		t.Errorf("a report that is whole: %v, %v", a.Notes, err)
	}
}

// FuzzHeldBack: whatever stands around the words of a report is looked through without harm.
func FuzzHeldBack(f *testing.F) {
	f.Add(`{"text":"`, `. More \" of it","id":1},{"text":"and more"}`)
	f.Add(`":`, `\n","`)
	f.Add(`["`, `"," "]`)
	f.Fuzz(func(t *testing.T, before, rest string) {
		if n := follows(before, rest); n < 0 || n > len(rest) {
			t.Fatalf("%d of %d bytes", n, len(rest))
		}
		heldBack([]byte(before+ferry[0]+rest), []news.Block{{Kind: news.Paragraph, Text: ferry[0]}})
	})
}
