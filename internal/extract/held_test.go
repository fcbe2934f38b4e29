package extract

import (
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
