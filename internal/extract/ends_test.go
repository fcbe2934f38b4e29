package extract

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// What says at the ends of a report who wrote it is no text of it.
func TestEndsOfReports(t *testing.T) {
	const author, other = "Ines Okafor", "Tom Reyes-Hart"
	head := `<meta name="author" content="` + author + `"><meta name="author" content="` + other + `">`
	for name, c := range map[string]struct {
		first, last string // the paragraphs at the ends
		out         bool
	}{
		"names above":             {first: author + ", " + other, out: true},
		"a word and a name":       {first: "By " + author, out: true},
		"names and a day":         {first: "by " + author + " Monday, November 16, 2026", out: true},
		"names below":             {last: author + " and " + other, out: true},
		"the author":              {last: author + " covers ports and islands for the Gazette. She lives on the south quay with two dogs.", out: true},
		"the author, in a text":   {last: "The sailor and economist " + other + " teaches the history of ports at the academy of Lomvik.", out: true},
		"who helped":              {last: "Juno Park contributed reporting from Lomvik.", out: true},
		"who helped, in German":   {last: "Mitarbeit: Juno Park", out: true},
		"an agency":               {last: "With files from Harbour Wire", out: true},
		"a sentence of a name":    {first: author + " had not slept for two nights when the boats came in, and the crews had not slept for three, so nobody on the quay was in the mood for speeches or for the mayor."},
		"someone of the report":   {last: "Carl Weber left the customs house by the back door, and the five of his group went with him to the north pier."},
		"help that is reported":   {last: "Reyes said that the council’s lawyers had given additional reporting duties to the harbour office."},
		"what an author has said": {last: "“It was cold,” said the harbour master, “and nobody had brought any tea.”"},
	} {
		body, want := "", slices.Clone(ferry)
		if c.first != "" {
			body += "<p>" + c.first + "</p>"
			if !c.out {
				want = slices.Insert(want, 0, c.first)
			}
		}
		body += ferryParas(0, len(ferry), "p")
		if c.last != "" {
			body += "<p>" + c.last + "</p>"
			if !c.out {
				want = append(want, c.last)
			}
		}
		page := head + ferryPage(`<article>`+body+`</article>`)
		a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page)}, Options{})
		var got []string
		for _, b := range a.Blocks {
			got = append(got, b.Text)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %d of %d blocks, %v: %.60q ... %.60q", name, len(got), len(want), err, got[0], got[len(got)-1])
		}
		if len(a.Byline) != 2 {
			t.Errorf("%s: byline %q", name, a.Byline)
		}
	}
}

// A paragraph about an author of whom the report speaks is the report's.
func TestEndsOfReportsOnAuthors(t *testing.T) {
	last := "Ada Lin wrote the first rules of the port in 1998 and has been its master for eleven years."
	page := `<meta name="author" content="Ada Lin">` + ferryPage(`<article>`+ferryParas(0, 8, "p")+`<p>`+last+`</p></article>`)
	a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page)}, Options{})
	if err != nil || a.Blocks[len(a.Blocks)-1].Text != last {
		t.Errorf("%v: %q", err, a.Blocks[len(a.Blocks)-1].Text)
	}
}
