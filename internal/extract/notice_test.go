package extract

import (
	"fmt"
	"html"
	"os"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// linesOf reads a table of testdata: its lines that are no comments, parted by tabs.
func linesOf(t *testing.T, file string) (rows [][]string) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

// sheet is a page with a headline and paragraphs, and nothing that says what it is.
func sheet(lang, title string, paras ...string) news.Capture {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=%q><head><meta charset=utf-8><title>%s</title></head><body><main><h1>%[2]s</h1>", lang, html.EscapeString(title))
	for _, s := range paras {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(s))
	}
	b.WriteString("</main></body></html>")
	return news.Capture{URL: "https://www.quay.example/2026/ferry", Final: "https://www.quay.example/2026/ferry", Status: 200, Body: []byte(b.String())}
}

// A notice in the place of a report is none, in any language, and stands in no block.
func TestNotices(t *testing.T) {
	langs := map[string]bool{}
	for _, row := range linesOf(t, "notices.tsv") {
		want, lang, title := news.PageKind(row[0]), row[1], row[2]
		langs[lang] = true
		var paras, walls []string
		for s := range strings.SplitSeq(row[3], " / ") {
			wall, ok := strings.CutPrefix(s, "*")
			if paras = append(paras, wall); ok {
				walls = append(walls, wall)
			}
		}
		a, _ := Extract(sheet(lang, title, paras...), Options{})
		if a.Kind != want {
			t.Errorf("%s %q: %s: kind %s, want %s; %d words", lang, title, walls[0], a.Kind, want, a.Words)
		}
		for _, b := range a.Blocks {
			for _, w := range walls {
				if strings.Contains(b.Text, w) {
					t.Errorf("%s %q: the wall stands in the text: %s", lang, title, w)
				}
			}
		}
		if want == news.PagePaywall && len(a.Blocks) != len(paras)-len(walls) {
			t.Errorf("%s %q: %d blocks of %d", lang, title, len(a.Blocks), len(paras)-len(walls))
		}
	}
	if len(langs) < 25 {
		t.Errorf("%d languages", len(langs))
	}
}

// A short report is one, whatever it is about.
func TestBriefs(t *testing.T) {
	for _, row := range linesOf(t, "briefs.tsv") {
		paras := strings.Split(row[2], " / ")
		for _, o := range []Options{{}, {Title: row[1]}} {
			a, err := Extract(sheet(row[0], row[1], paras...), o)
			if err != nil || a.Kind != news.PageArticle || len(a.Blocks) != len(paras) {
				t.Errorf("%s %q: kind %s, %d blocks, %v", row[0], row[1], a.Kind, len(a.Blocks), err)
			}
		}
	}
}

func BenchmarkHear(b *testing.B) {
	p := &page{}
	for b.Loop() {
		p.hear("en", "Shop owners near the pier said that they feared for the winter trade and asked for a second bus line along the water.")
	}
}

// What stands beside reports is none, whatever is left out around it: the line of a newsletter, the note on cookies.
func TestBesideReports(t *testing.T) {
	for _, c := range []struct{ lang, title, main, rest string }{
		{"vi", "Đang quá tải", "", `<div class="cookie-note"><p>Trang của chúng tôi lưu một số tệp nhỏ để ghi nhớ lựa chọn của bạn đọc trên máy này.</p></div>`},
		{"en", "Quay Wire", "", `<section class="newsletter"><p>The best of the harbour every morning, chosen by people who live on the water and know it.</p></section>`},
		{"es", "Control", `<p>Estamos comprobando que no eres un robot. Espera unos segundos, por favor.</p><p>Id. de la petición: 0c1f-5520-aa</p>`, `<div><p>Recibe las noticias del muelle en tu correo cada mañana y sin pagar nada.</p></div>`},
	} {
		page := `<!doctype html><html lang="` + c.lang + `"><head><meta charset=utf-8><title>` + c.title + `</title></head><body><main><h1>` + c.title + `</h1>` + c.main + `</main>` + c.rest +
			`<footer><p>© 2026 Quay Wire</p></footer></body></html>`
		a, err := Extract(news.Capture{URL: "https://www.quay.example/2026/ferry", Final: "https://www.quay.example/2026/ferry", Status: 200, Body: []byte(page)}, Options{})
		if err == nil || len(a.Blocks) > 0 {
			t.Errorf("%s %q: kind %s, %d blocks", c.lang, c.title, a.Kind, len(a.Blocks))
		}
	}
}
