package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// millPage is a page of a report that has the given HTML for its text.
func millPage(text string) news.Capture {
	src := `<html lang=en><head><title>Millbrook counts its votes</title></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>` +
		`<main><article><h1>Millbrook counts its votes</h1><div class="story">` + text + `</div>` +
		`<aside class="related"><h3>More from Millbrook</h3><ul><li><a href="/1">Weir to be raised again</a></li><li><a href="/2">A new clerk</a></li></ul></aside>` +
		`</article></main><footer><p>Contact us</p><ul><li>Terms</li><li>Privacy</li></ul></footer></body></html>`
	return news.Capture{Final: "https://mill.example/count", Status: 200, Body: []byte(src)}
}

const (
	prose1 = `<p>The council of Millbrook counted the votes on Monday evening, and the clerk read the figures out before a full hall.</p>`
	prose2 = `<p>Nobody had asked for a recount by the time the hall was closed, said the clerk, who has held her post since the bridge was built.</p>`
	prose3 = `<p>The new council is to meet for the first time in the second week of May, in the room above the old mill that it rents by the year.</p>`
	prose4 = `<p>Two seats stay empty until then, since the candidates for the upper lock had withdrawn their names on the eve of the vote.</p>`
)

// A list beside the report's prose belongs to it, whole, whatever its place and its lengths.
func TestListsInReports(t *testing.T) {
	posts := make([]string, 7)
	for i := range posts {
		posts[i] = fmt.Sprintf("1%d:30 The clerk read out the figures of ward %d, and the hall was quiet until she had come to the last of the names on her list.", i, i)
	}
	item := func(tag string, texts ...string) string {
		return "<" + tag + ">" + strings.Join(texts, "</"+tag+"><"+tag+">") + "</" + tag + ">"
	}
	answers := strings.NewReplacer("<p>", "<dd>", "</p>", "</dd>")
	for _, c := range []struct {
		name, html string
		want       []string // blocks that stand in this order
		not        []string
	}{
		{"short items after a short line", prose1 + prose2 + `<p>Elected are:</p><ul>` + item("li", "Ida Moor", "Bo Reed", "Ada Quay") + `</ul>` + prose3 + prose4,
			[]string{"Elected are:", "Ida Moor", "Bo Reed", "Ada Quay", "The new council"}, nil},
		{"at the end", prose1 + prose2 + prose3 + `<p>What the council has to do first, as the clerk said:</p><ul>` +
			item("li", "Choose a chair from among its members.", "Let the room above the mill.", "Pay the ferryman.") + `</ul>`,
			[]string{"What the council", "Choose a chair", "Let the room", "Pay the ferryman"}, []string{"Weir to be"}},
		{"steps", prose1 + prose2 + `<p>Three things are to be done.</p><ol>` + item("li", "Choose a chair.", "Let the room.", "Pay.") + `</ol>` + prose3 + prose4,
			[]string{"Choose a chair.", "Let the room.", "Pay."}, nil},
		{"nested", prose1 + prose2 + `<p>Elected are:</p><ul><li>North<ul>` + item("li", "Ida Moor", "Bo Reed") + `</ul></li><li>South<ul>` + item("li", "Ada Quay") + `</ul></li></ul>` + prose3 + prose4,
			[]string{"North", "Ida Moor", "Bo Reed", "South", "Ada Quay"}, nil},
		{"in a wrapper", prose1 + prose2 + `<p>Elected are:</p><div class="x"><ul>` + item("li", "Ida Moor", "Bo Reed") + `</ul></div>` + prose3 + prose4,
			[]string{"Ida Moor", "Bo Reed", "The new council"}, nil},
		{"words and what they mean", prose1 + prose2 + `<p>The words of the count:</p><dl><dt>Lot</dt><dd>What decides a tie.</dd><dt>Slate</dt><dd>A list of names.</dd></dl>` + prose3 + prose4,
			[]string{"Lot", "What decides a tie.", "Slate", "A list of names."}, nil},
		{"questions and answers", `<dl><dt>Who won?</dt>` + answers.Replace(prose1) + `<dt>Was it close?</dt>` + answers.Replace(prose2) + `<dt>And now?</dt>` + answers.Replace(prose3) +
			`<dt>Who is missing?</dt>` + answers.Replace(prose4) + `</dl>`, []string{"Who won?", "The council", "Was it close?", "Nobody", "And now?", "The new", "Who is missing?", "Two seats"}, []string{"Weir to be"}},
		{"posts of a ticker", `<ol class="posts">` + item("li", posts...) + `</ol>`, posts, []string{"Weir to be"}},
		{"headings as items", prose1 + prose2 + `<h3>The lock, which was built by prisoners of war and never paid for</h3><figure><img src=1.jpg><figcaption>Photo: Bo Reed</figcaption></figure>` +
			`<h3>The weir, where a bell rings when the water comes over the stones</h3><figure><img src=2.jpg><figcaption>Photo: Bo Reed</figcaption></figure>` +
			`<h3>The mill, whose wheel was sold to a museum in the year of the drought</h3><figure><img src=3.jpg><figcaption>Photo: Bo Reed</figcaption></figure>`,
			[]string{"The lock", "The weir", "The mill"}, nil},
		{"paragraphs that are one link", `<a href="/whole">` + prose1 + prose2 + prose3 + prose4 + `</a>`, []string{"The council", "Nobody", "The new", "Two seats"}, nil},
		{"paragraphs that link to one place", strings.NewReplacer("<p>", `<p><a href="/whole">`, "</p>", "</a></p>").Replace(prose1 + prose2 + prose3 + prose4),
			[]string{"The council", "Nobody", "The new", "Two seats"}, nil},
		{"clocks in a table without heads", `<table>` + strings.NewReplacer("<p>", "<tr><td>9:15</td><td>", "</p>", "</td></tr>").Replace(prose1+prose2+prose3+prose4) + `</table>`,
			[]string{"The council", "Nobody", "The new", "Two seats"}, []string{"Weir to be"}},
		{"a table is all there is", `<table><tr><th>Ward</th><th>Votes</th></tr><tr><td>Mill</td><td>1204</td></tr><tr><td>Quay</td><td>980</td></tr><tr><td>Lock</td><td>415</td></tr>` +
			`<tr><td>Weir</td><td>377</td></tr><tr><td>Upper Lock</td><td>not counted yet</td></tr></table>`, []string{"Mill: Votes 1204", "Quay: Votes 980", "Lock", "Weir", "Upper Lock: Votes not counted yet"}, nil},
		{"one heading at the end is none", prose1 + prose2 + prose3 + prose4 + `<h3>Read on</h3>`, []string{"Two seats"}, []string{"Read on"}},
		{"links", prose1 + prose2 + prose3 + `<ul>` + item("li", `<a href="/1">The lock is closed for a week</a>`, `<a href="/2">Ferryman wants his pay</a>`) + `</ul>` + prose4,
			nil, []string{"The lock is closed", "Ferryman"}},
		{"a fact box", prose1 + prose2 + `<div class="factbox"><h4>The lock</h4><ul>` + item("li", "Built 1911", "212 m") + `</ul></div>` + prose3 + prose4,
			nil, []string{"Built 1911"}},
	} {
		a, err := Extract(millPage(c.html), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		at := 0
		for _, w := range c.want {
			i := slices.IndexFunc(a.Blocks[at:], func(b news.Block) bool { return strings.HasPrefix(b.Text, w) })
			if i < 0 {
				t.Errorf("%s: %q is missing, or not in its place", c.name, w)
				continue
			}
			at += i + 1
		}
		for _, w := range c.not {
			if strings.Contains(a.Text(), w) {
				t.Errorf("%s: has %q", c.name, w)
			}
		}
	}
}

// Items of ordered lists have the numbers that a browser shows; what begins with its own, or is shown without one, has none.
func TestNumbersOfItems(t *testing.T) {
	li := `<li>Choose a chair.</li><li>Let the room.</li><li>Pay.</li>`
	for _, c := range []struct {
		name, html string
		want       []int
	}{
		{"plain", `<ol>` + li + `</ol>`, []int{1, 2, 3}},
		{"unordered", `<ul>` + li + `</ul>`, []int{0, 0, 0}},
		{"start", `<ol start=4>` + li + `</ol>`, []int{4, 5, 6}},
		{"reversed", `<ol reversed>` + li + `</ol>`, []int{3, 2, 1}},
		{"value", `<ol><li>Choose a chair.</li><li value=7>Let the room.</li><li>Pay.</li></ol>`, []int{1, 7, 8}},
		{"letters", `<ol type=a>` + li + `</ol>`, []int{0, 0, 0}},
		{"no marks", `<ol style="list-style: none">` + li + `</ol>`, []int{0, 0, 0}},
		{"clocks", `<ol><li>9:30 The hall opens.</li><li>9:45 The clerk comes.</li></ol>`, []int{0, 0}},
		{"paragraphs in an item", `<ol><li><p>Choose a chair.</p><p>It takes a day.</p></li><li><p>Pay.</p></li></ol>`, []int{1, 0, 2}},
		{"nested", `<ol><li>Choose a chair.<ul><li>By lot.</li></ul></li><li>Pay.</li></ol>`, []int{1, 0, 2}},
	} {
		a, err := Extract(millPage(prose1+prose2+`<p>Three things are to be done, said the clerk:</p>`+c.html+prose3+prose4), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, b := range a.Blocks[3 : len(a.Blocks)-2] {
			got = append(got, b.Number)
			if b.Number != 0 && b.Kind != news.ListItem {
				t.Errorf("%s: %+v", c.name, b)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v in %q", c.name, got, c.want, a.Paragraphs())
		}
	}
}

// What a paragraph begins with in bold is its label: who speaks, what is asked.
func TestLabels(t *testing.T) {
	for html, want := range map[string]string{
		`<p><strong>Ida Moor:</strong> We had not thought that so many would come, and on a night of such rain.</p>`:           "Ida Moor:",
		`<p><b>Ida</b> <b>Moor</b>: We had not thought that so many would come, and on a night of such rain.</p>`:              "Ida Moor",
		`<p><b>Had you thought that so many would come?</b></p>`:                                                               "Had you thought that so many would come?",
		`<p><b>Had you thought that so many would come?</b><br>No, nobody had, and least of all the clerk of the council.</p>`: "Had you thought that so many would come?",
		`<p>We had not thought that <b>so many</b> would come, and on a night of such rain and wind.</p>`:                      "",
		`<p><b>M</b>illbrook had not thought that so many would come, and on a night of such rain.</p>`:                        "",
		`<p lang=zh><b>记者：</b>你们想到会有这么多人在这样的雨夜里来到大厅吗？我们没有想到。</p>`:                                                              "记者：",
	} {
		a, err := Extract(millPage(prose1+prose2+html+prose3+prose4), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Blocks) != 5 {
			t.Errorf("%s: %q", html, a.Paragraphs())
			continue
		}
		if got, _ := a.Blocks[2].Parts(); got != want {
			t.Errorf("%s: label %q, want %q", html, got, want)
		}
	}
}
