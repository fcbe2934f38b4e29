package extract

import (
	"slices"
	"strings"
	"testing"
)

// Lines that lead to links are left out with these; headings of the report's own make stay.
func TestLeadsToLinks(t *testing.T) {
	links := `<ul>` + strings.Repeat(`<li><a href="/n/2">Lamp oil before the court of the islands again</a></li>`, 3) + `</ul>`
	n := len(ferry)
	for name, body := range map[string]string{
		"a heading":         `<article>` + ferryParas(0, 6, "p") + `<h4>Other reports from the port</h4>` + links + ferryParas(6, n, "p") + `</article>`,
		"a heading, boxed":  `<article>` + ferryParas(0, 6, "p") + `<div><h3>From the islands</h3>` + links + `</div>` + ferryParas(6, n, "p") + `</article>`,
		"a line at the end": `<article>` + ferryParas(0, n, "p") + `<p>You will find more of the port and its people here:</p>` + links + `</article>`,
		"an ellipsis":       `<article>` + ferryParas(0, n, "p") + `<p>You may want to read this too...</p>` + links + `</article>`,
	} {
		if got, _ := readFerry(t, body); !slices.Equal(got, ferry) {
			t.Errorf("%s: %d of %d blocks: %.50q", name, len(got), n, got[min(6, len(got)-1):])
		}
	}
	head := "<h3>What the owners say</h3>"
	body := `<article>` + ferryParas(0, 4, "p") + head + ferryParas(4, 6, "p") + strings.ReplaceAll(head, "owners", "crews") + links + ferryParas(6, n, "p") + `</article>`
	if got, _ := readFerry(t, body); len(got) != n+2 {
		t.Errorf("a heading of the report before links: %d of %d blocks", len(got), n+2)
	}
}

// A quotation that a paragraph has as well is read once.
func TestPulledQuotations(t *testing.T) {
	const pulled = "That is more than we had on Monday."
	const sentence = "two of three shops at the quay sell to those who wait"
	n := len(ferry)
	for name, c := range map[string]struct {
		html string
		out  bool
	}{
		"a quotation":            {`<blockquote><p>We have agreed on what we will talk about.</p></blockquote>`, true},
		"with who said it":       {`<div class="q"><p class="t">“` + pulled + `”</p><p class="w">Bo Reyes, crews</p></div>`, true},
		"a sentence of the text": {`<div class="big">` + sentence + `.</div>`, true},
		"a quotation of its own": {`<blockquote><p>Nobody has asked those who live out there, and nobody will, wrote the oldest of the pilots.</p></blockquote>`, false},
	} {
		got, _ := readFerry(t, `<article>`+ferryParas(0, 9, "p")+c.html+ferryParas(9, n, "p")+`</article>`)
		if c.out && !slices.Equal(got, ferry) || !c.out && len(got) != n+1 {
			t.Errorf("%s: %d blocks, %d of the text: %.60q", name, len(got), n, got[min(9, len(got)-1)])
		}
	}
}

// A line around the text and the time for reading it are no text.
func TestLinesAroundReports(t *testing.T) {
	for name, body := range map[string]string{
		"a line around":  `<p>Sharing is kind!</p>` + ferryParas(0, len(ferry), "p") + `<p>Sharing is kind!</p>`,
		"a time to read": `<p>Reading time: 4 minutes</p>` + ferryParas(0, len(ferry), "p"),
	} {
		if got, _ := readFerry(t, `<article>`+body+`</article>`); !slices.Equal(got, ferry) {
			t.Errorf("%s: %d of %d blocks: %.50q", name, len(got), len(ferry), got)
		}
	}
	for s, want := range map[string]bool{
		"Reading time: 4 minutes": true, "4 min read": true, "Tempo de leitura: 2 minutos": true, "Lesedauer 3 Min.": true, "Время чтения: 5 минут": true,
		"阅读时间：3分钟": true, "読了 3 分": true, "Okuma süresi: 2 dk": true,
		"Fire on the quay after 4 minutes of play": false, "Carl Weber, 61": false, "The boat was 12 minutes late.": false, "They talked for some 12 minutes.": false, "In 90 minutes": true, "4 minutes, 3 boats": false,
	} {
		if got := readingTime(s); got != want {
			t.Errorf("%q tells the time for reading: %v", s, got)
		}
	}
}

// A term or a source that a page marks by an element of its own making stays in its sentence.
func TestElementsOfPagesInText(t *testing.T) {
	said := "The port <x-term>(<b>North Quay</b>)</x-term> was empty on both days, the council said<ref-note>, citing its own count</ref-note>."
	want := "The port (North Quay) was empty on both days, the council said, citing its own count."
	got, _ := readFerry(t, `<article>`+ferryParas(0, 5, "p")+`<p>`+said+`</p>`+ferryParas(5, 9, "p")+`</article>`)
	if len(got) != 10 || got[5] != want {
		t.Errorf("%d blocks: %.90q", len(got), got[min(5, len(got)-1):])
	}
}

// A line that says how long ago something was is no text, wherever it stands: it is another one at each look.
func TestLinesThatSayHowLongAgo(t *testing.T) {
	n := len(ferry)
	for _, line := range []string{"Last updated 10 minutes ago", "3 hours ago", "Aktualisiert vor 2 Stunden", "更新于3小时前"} {
		p := "<p>" + line + "</p>"
		for name, body := range map[string]string{
			"above":   p + ferryParas(0, n, "p"),
			"between": ferryParas(0, 6, "p") + p + ferryParas(6, n, "p"),
			"below":   ferryParas(0, n, "p") + p,
			"marked":  `<p><time datetime="2026-03-10T10:00:00Z">` + line + `</time></p>` + ferryParas(0, n, "p"),
		} {
			if got, _ := readFerry(t, "<article>"+body+"</article>"); !slices.Equal(got, ferry) {
				t.Errorf("%s, %s: %d of %d blocks", line, name, len(got), n)
			}
		}
	}
	kept := "<p>The last boat left 3 hours ago.</p>"
	if got, _ := readFerry(t, "<article>"+ferryParas(0, 6, "p")+kept+ferryParas(6, n, "p")+"</article>"); len(got) != n+1 {
		t.Errorf("a sentence with such words: %d of %d blocks", len(got), n+1)
	}
}
