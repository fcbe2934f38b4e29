package extract

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// readFerry reads the ferry's page with a body: its paragraphs and captions.
func readFerry(t *testing.T, body string) (paragraphs, captions []string) {
	t.Helper()
	a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(body))}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range a.Blocks {
		if b.Kind == news.Caption {
			captions = append(captions, b.Text)
		} else {
			paragraphs = append(paragraphs, b.Text)
		}
	}
	return paragraphs, captions
}

// A line under a picture that nothing names a caption is one where its form says so, and is no paragraph of the report.
func TestLinesUnderPictures(t *testing.T) {
	const line = "The customs house on the old quay"
	picture := `<img src="/quay.jpg" width="870" height="480" alt="">`
	for name, c := range map[string]struct {
		html    string
		caption bool
	}{
		"a box of the two":               {`<div>` + picture + `<div>` + line + `</div></div>`, true},
		"a box of the two, a span":       {`<div class="x">` + picture + `<br><span>` + line + `</span></div>`, true},
		"boxes of each":                  {`<div><div>` + picture + `</div><div>` + line + `</div></div>`, true},
		"in italics":                     {`<p>` + picture + `</p><p><em>` + line + `</em></p>`, true},
		"in italics, i":                  {`<p>` + picture + `</p><p><i>` + line + `</i></p>`, true},
		"a paragraph below":              {`<p>` + picture + `</p><p>` + line + ` is where the two sides met, and where they will meet again in a week.</p>`, false},
		"a sentence with it in italics":  {`<p>` + picture + `</p><p><em>` + line + ` was full on both days.</em></p>`, false},
		"an icon":                        {`<div><img src="/i.png" width="16" height="16"><p>` + line + ` was full.</p></div>`, false},
		"a lead to what follows it":      {`<div>` + picture + `<p>What the two sides have agreed on so far:</p></div>`, false},
		"a text that goes on without it": {`<p>` + line + ` was full. ` + picture + `</p><p>Nobody left before noon.</p>`, false},
	} {
		paragraphs, captions := readFerry(t, `<article>`+ferryParas(0, 6, "p")+c.html+ferryParas(6, len(ferry), "p")+`</article>`)
		inText := slices.ContainsFunc(paragraphs, func(s string) bool { return s == line })
		if inText || len(captions) > 0 && (!c.caption || captions[0] != line) {
			t.Errorf("%s: in the text %v, captions %q", name, inText, captions)
		}
		if len(paragraphs) < len(ferry) {
			t.Errorf("%s: %d paragraphs", name, len(paragraphs))
		}
	}
}

// A report of days or of dishes says a line again; a text that a page prints twice is read once.
func TestLinesAgain(t *testing.T) {
	const again = "The night boat leaves at a quarter past eleven from the north pier."
	days := []string{"Monday belongs to the islands: their boats are full, and the crews are at the oars at dawn.", again,
		"Tuesday is for the market, and nobody on the quay sleeps before the last crate is ashore.", again,
		"Wednesday brings the mail, two sacks of it, and the doctor who stays until the evening.", "Nothing else is on the list for that day, the harbour office says.", again,
		"On Thursday the council meets in the customs house, and the boats wait for it to end."}
	var list strings.Builder
	for _, s := range days {
		list.WriteString("<p>" + s + "</p>")
	}
	got, _ := readFerry(t, `<article>`+ferryParas(0, 3, "p")+list.String()+`</article>`)
	if want := append(slices.Clone(ferry[:3]), days...); !slices.Equal(got, want) {
		t.Errorf("a line said three times: %d of %d blocks: %q", len(got), len(want), got)
	}
	got, _ = readFerry(t, `<article>`+ferryParas(0, 8, "p")+ferryParas(0, 8, "p")+`</article>`)
	if !slices.Equal(got, ferry[:8]) {
		t.Errorf("a text printed twice: %d blocks", len(got))
	}
}

// Headings between paragraphs that the model is sure of are the report's, in whatever boxes they are, if it does not rule them
// out; links are, where there are several.
func TestHeadingsBetween(t *testing.T) {
	heads := []string{"Two boats and one pier", "What the owners say", "A court case less"}
	for name, c := range map[string]struct {
		html  string
		heads int
		prob  float64
		taken bool
	}{
		"boxed":             {`<div class="a1"><h3>1</h3></div>`, 3, 0.3, true},
		"boxed twice":       {`<div><div><h2>1</h2></div></div>`, 1, 0.25, true},
		"boxed, ruled out":  {`<div class="a1"><h3>1</h3></div>`, 3, 0.1, false},
		"links":             {`<h3><a href="https://crews.example/1">1</a></h3>`, 3, 0.4, true},
		"links, ruled out":  {`<h3><a href="https://crews.example/1">1</a></h3>`, 3, 0.2, false},
		"links, too few":    {`<h3><a href="https://crews.example/1">1</a></h3>`, 2, 0.4, false},
		"a line that leads": {`<div><h3>Read more: 1</h3></div>`, 3, 0.3, false},
	} {
		body := ferryParas(0, 3, "p")
		for i, h := range heads[:c.heads] {
			body += strings.ReplaceAll(c.html, "1<", h+"<") + `<div>` + ferryParas(3+3*i, 6+3*i, "p") + `</div>`
		}
		doc, err := html.Parse(strings.NewReader(ferryPage(`<article>` + body + `</article>`)))
		if err != nil {
			t.Fatal(err)
		}
		v := newPage(doc, "https://www.quay.example/ferry", Options{}).measure()
		for _, b := range v.blocks {
			switch {
			case slices.Contains(ferry, b.text):
				b.prob = 0.99
			case b.kind == news.Heading && b.tag != atom.H1:
				b.prob = c.prob
			}
		}
		v.headings()
		taken := 0
		for _, b := range v.blocks {
			if b.kind == news.Heading && b.prob > 0.5 {
				taken++
			}
		}
		if taken > 0 != c.taken || c.taken && taken < c.heads {
			t.Errorf("%s: %d of %d headings", name, taken, c.heads)
		}
	}
}
