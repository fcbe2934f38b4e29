package page

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// The text of a report and its digest are written here rather than by a template: they are
// most of the page, and every sentence is a place that something may point to.

// writing is the text of one report on its way to a page.
type writing struct {
	w     *wording.Texts
	item  news.Item
	by    map[int]int    // number of evidence -> first claim that rests on it
	text  map[int]string // number of evidence that the page shows -> its words
	out   strings.Builder
	notes []string // captions, in order

	sections bool // each heading can be pointed at
	anchors  bool // each sentence of the body can be pointed at, not only what a claim rests on
}

// tipBound is how many characters of a sentence are shown beside a claim.
const tipBound = 320

func newWriting(w *wording.Texts, it news.Item) *writing {
	t := &writing{w: w, item: it, by: map[int]int{}, text: map[int]string{}}
	for i, c := range it.Digest.Summary {
		for _, n := range c.Evidence {
			if _, ok := t.by[n]; !ok {
				t.by[n] = i + 1
			}
		}
	}
	for _, s := range it.Article.Sentences() {
		if t.by[s.N] > 0 {
			t.text[s.N] = s.Text
		}
	}
	for _, n := range []int{news.HeadlineN, news.StandfirstN} {
		if s := it.Article.Cited(n); t.by[n] > 0 && s != "" {
			t.text[n] = s
		}
	}
	return t
}

// back leads from what a claim rests on to the claim; "" where none rests on it, or it is not shown.
func (t *writing) back(n int) template.HTML {
	if t.text[n] == "" {
		return ""
	}
	mark, _ := t.w.Ground(n)
	return template.HTML(fmt.Sprintf(`<a class="bk" href="#d%d" data-n="%s"%s aria-label="%s"></a>`,
		t.by[n], esc(mark), t.own(t.item.Article.Lang), esc(t.w.BackToDigest)))
}

// own says that an element's words are the page's, within those of another language.
func (t *writing) own(around string) string {
	if around == t.w.Tag {
		return ""
	}
	return ` lang="` + esc(t.w.Tag) + `"`
}

// body is the text of the report, block by block. Captions are kept for the end: the
// pictures that they belong to are not shown.
func (t *writing) body() template.HTML {
	t.out.Reset()
	n, heads := 0, 0
	list := listing{out: &t.out}
	for _, b := range t.item.Article.Blocks {
		if b.Kind == news.Caption {
			t.notes = append(t.notes, line(b.Text))
			continue
		}
		if strings.TrimSpace(b.Text) == "" {
			continue
		}
		list.next(b)
		switch b.Kind {
		case news.Heading:
			id := ""
			if heads++; t.sections {
				id = ` id="` + sectionID(heads) + `"`
			}
			t.out.WriteString("<h2" + id + ">" + esc(strings.TrimSpace(b.Text)) + "</h2>\n")
			continue
		case news.ListItem, news.Row:
			n = t.block(list.item(b), "</li>\n", b, n)
		case news.Quote:
			n = t.block("<blockquote><p>", "</p></blockquote>\n", b, n)
		default:
			n = t.block("<p>", "</p>\n", b, n)
		}
	}
	list.end()
	return template.HTML(t.out.String())
}

// listing opens and closes the lists that blocks lie in: items without numbers, items with numbers, rows.
type listing struct {
	out  *strings.Builder
	last int    // number of the last item
	tag  string // of the open list, with its attributes; empty: none
}

// next opens the list that a block lies in, and closes another one.
func (l *listing) next(b news.Block) {
	tag := ""
	switch {
	case b.Kind == news.Row:
		tag = `ul class="table"`
	case b.Kind == news.ListItem && b.Number != 0:
		tag = "ol"
	case b.Kind == news.ListItem:
		tag = "ul"
	}
	if tag == l.tag {
		return
	}
	l.end()
	if l.tag, l.last = tag, 0; tag != "" {
		l.out.WriteString("<" + tag + ">\n")
	}
}

// item is the opening of an item; it has its number where the list would count otherwise.
func (l *listing) item(b news.Block) string {
	l.last++
	if b.Number == 0 || b.Number == l.last {
		return "<li>"
	}
	l.last = b.Number
	return fmt.Sprintf(`<li value="%d">`, b.Number)
}

func (l *listing) end() {
	if l.tag != "" {
		l.out.WriteString("</" + l.tag[:2] + ">\n")
	}
	l.tag = ""
}

// block writes one block whose sentences are numbered from n+1, and returns the last number.
// Only sentences that a claim rests on are marked; other pages may point to all of them.
func (t *writing) block(opening, closing string, b news.Block, n int) int {
	t.out.WriteString(opening)
	start, shown := 0, len(strings.TrimRight(b.Text, " \t\n"))
	for _, end := range b.Ends {
		if end <= start || end > len(b.Text) {
			continue
		}
		s := b.Text[start:end]
		if inner := strings.TrimSpace(s); inner != "" {
			n++
			if t.by[n] > 0 || t.anchors {
				from := start + strings.Index(s, inner)
				t.out.WriteString(labelled(b, start, from))
				t.cited(n, labelled(b, from, from+len(inner)))
				start = from + len(inner)
			}
		}
		t.out.WriteString(labelled(b, start, min(end, max(start, shown))))
		start = end
	}
	t.out.WriteString(labelled(b, start, max(start, shown)))
	t.out.WriteString(closing)
	return n
}

// labelled is a part of a block's text, with what belongs to its label in bold.
func labelled(b news.Block, from, to int) string {
	label, _ := b.Parts()
	bold := min(len(label), to)
	if from >= bold {
		return esc(b.Text[from:to])
	}
	return "<b>" + esc(b.Text[from:bold]) + "</b>" + esc(b.Text[bold:to])
}

func (t *writing) cited(n int, s string) {
	class := ` class="s"`
	if t.by[n] == 0 {
		class = ""
	}
	t.out.WriteString(`<span id="` + news.Anchor(n) + `"` + class + `>` + s + string(t.back(n)) + `</span>`)
}
