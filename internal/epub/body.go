package epub

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// writing is one report on its way to its document.
type writing struct {
	w     *wording.Texts
	zone  *time.Location
	item  news.Item
	left  news.Rights  // what had to be left away: "", "excerpt" or "link"
	by    map[int]int  // number of evidence -> first claim that rests on it
	shown map[int]bool // numbers of evidence that is in the book
	out   *bytes.Buffer

	some, partly bool // blocks have a translation; others, with words, have none
}

// rest finds out which sentences the digest rests on.
func (t *writing) rest() {
	t.by, t.shown = map[int]int{}, map[int]bool{}
	for i, c := range t.item.Digest.Summary {
		for _, n := range c.Evidence {
			if _, ok := t.by[n]; !ok {
				t.by[n] = i + 1
			}
		}
	}
	a := t.item.Article
	for _, s := range a.Sentences() {
		t.shown[s.N] = t.by[s.N] > 0
	}
	for _, n := range []int{news.HeadlineN, news.StandfirstN} {
		t.shown[n] = t.by[n] > 0 && line(a.Cited(n)) != ""
	}
	t.seekTranslation()
}

// digest is one paragraph. Behind each sentence are the numbers of those it rests on,
// as links to them, and what the check found.
func (t *writing) digest() {
	d := t.item.Digest
	fmt.Fprintf(t.out, "<p class=\"sum\"%s>", in(d.Lang))
	for i, c := range d.Summary {
		s := line(c.Text)
		if s == "" {
			continue
		}
		if i > 0 && !text.Spaceless(d.Lang) {
			t.out.WriteByte(' ')
		}
		fmt.Fprintf(t.out, `<span id="d%d">%s</span>`, i+1, esc(s))
		for _, n := range news.InReading(c.Evidence) {
			if t.shown[n] {
				mark, label := t.w.Ground(n)
				fmt.Fprintf(t.out, `<a class="ev" href="#%s"%s title="%s">%s</a>`, news.Anchor(n), t.own(d.Lang), esc(label), esc(mark))
			}
		}
		if c.ByHand {
			fmt.Fprintf(t.out, ` <span class="hand"%s>[%s]</span>`, in(t.w.Tag), esc(line(t.w.Hand(c))))
		}
		for _, f := range c.Findings {
			if f.Rule != news.Supported {
				fmt.Fprintf(t.out, ` <span class="doubt"%s>[%s]</span>`, in(t.w.Tag), t.finding(f, false))
			}
		}
	}
	t.out.WriteString("</p>\n")
}

// finding says what a check found and why. Of a sentence that was left out there is no doubt any more.
func (t *writing) finding(f news.Finding, left bool) string {
	f.Arg, f.Of, f.Span, f.Found = line(f.Arg), line(f.Of), line(f.Span), line(f.Found)
	lang := tag(t.item.Article.Lang)
	out := t.w.Fault(f, tag(t.item.Digest.Lang), lang)
	if !left {
		out = append([]wording.Part{{Text: t.w.InDoubt + t.w.Colon}}, out...)
	}
	if why := t.w.Reason(f, lang); len(why) > 0 && f.Found == "" {
		out = append(append(out, wording.Part{Text: t.w.Semicolon}), why...)
	}
	var b strings.Builder
	for _, p := range out {
		if p.Quoted {
			fmt.Fprintf(&b, `<span xml:lang="%[1]s" lang="%[1]s">%[2]s</span>`, esc(p.Lang), esc(line(p.Text)))
		} else {
			b.WriteString(esc(p.Text))
		}
	}
	return b.String()
}

// text is the report, block by block. Captions are kept for the end: the pictures that
// they belong to are not in the book.
func (t *writing) text() {
	var captions []string
	n, list := 0, ""
	for i, b := range t.item.Article.Blocks {
		if b.Kind == news.Caption {
			captions = append(captions, line(b.Text))
			continue
		}
		if line(b.Text) == "" {
			n += count(b)
			continue
		}
		list = t.list(list, b)
		n = t.block(b, i, n)
	}
	t.list(list, news.Block{})
	for i, c := range captions {
		if i == 0 {
			fmt.Fprintf(t.out, "<h3%s>%s</h3>\n", in(t.w.Tag), esc(t.w.Captions))
		}
		fmt.Fprintf(t.out, "<p class=\"caption\">%s</p>\n", esc(c))
	}
}

// list closes the open list and opens the one that a block lies in, where they are not the same; it returns the open one.
func (t *writing) list(open string, b news.Block) string {
	next := ""
	switch {
	case b.Kind == news.Row:
		next = `ul class="table"`
	case b.Kind == news.ListItem && b.Number != 0:
		next = "ol"
	case b.Kind == news.ListItem:
		next = "ul"
	}
	if next == open {
		return open
	}
	if open != "" {
		t.out.WriteString("</" + open[:2] + ">\n")
	}
	if next != "" {
		t.out.WriteString("<" + next + ">\n")
	}
	return next
}

// block writes one block whose sentences are numbered from n+1, its translation where
// there is one, and returns the number of its last sentence.
func (t *writing) block(b news.Block, i, n int) int {
	opening, closing := "<p>", "</p>"
	switch b.Kind {
	case news.Heading:
		fmt.Fprintf(t.out, "<h3>%s", esc(line(b.Text)))
		t.translated(i, "<br/><span class=\"tr\"", "</span>")
		t.out.WriteString("</h3>\n")
		return n
	case news.ListItem, news.Row:
		opening, closing = "<li><p>", "</p>"
		if b.Number != 0 {
			opening = fmt.Sprintf(`<li value="%d"><p>`, b.Number)
		}
	case news.Quote:
		opening, closing = "<blockquote><p>", "</p>"
	}
	t.out.WriteString(opening)
	n = t.sentences(b, n)
	t.out.WriteString(closing)
	t.translated(i, "\n<p class=\"tr\"", "</p>")
	switch b.Kind {
	case news.ListItem, news.Row:
		t.out.WriteString("</li>")
	case news.Quote:
		t.out.WriteString("</blockquote>")
	}
	t.out.WriteByte('\n')
	return n
}

// translated writes the translation of a block; of a translated report, that the block has none.
func (t *writing) translated(i int, opening, closing string) {
	d := t.item.Digest
	if s := t.translationOf(i); s != "" {
		t.out.WriteString(opening + in(d.Lang) + ">" + esc(s) + closing)
		return
	}
	if t.some && t.untranslated(i) {
		t.out.WriteString(opening + in(t.w.Tag) + ">" + esc(t.w.NoTranslation) + closing)
	}
}

func (t *writing) translationOf(i int) string {
	if d := t.item.Digest; i < len(d.Translation) {
		return line(d.Translation[i])
	}
	return ""
}

// untranslated reports whether a block with words has no translation.
func (t *writing) untranslated(i int) bool {
	a := t.item.Article
	b := a.Blocks[i]
	return b.Kind != news.Caption && t.translationOf(i) == "" && text.Words(b.Text, a.Lang) > 0
}

// seekTranslation finds out whether blocks have a translation, and whether others have none.
func (t *writing) seekTranslation() {
	t.some, t.partly = false, false
	for i := range t.item.Article.Blocks {
		t.some = t.some || t.translationOf(i) != ""
		t.partly = t.partly || t.untranslated(i)
	}
}

// sentences writes the text of a block. Sentences that the digest rests on can be pointed
// at and point back. They are numbered as news.Article.Sentences numbers them.
func (t *writing) sentences(b news.Block, n int) int {
	start := 0
	for _, end := range b.Ends {
		if end <= start || end > len(b.Text) {
			continue
		}
		s := b.Text[start:end]
		if inner := strings.TrimSpace(s); inner != "" {
			if n++; t.by[n] > 0 {
				from := start + strings.Index(s, inner)
				t.out.WriteString(labelled(b, start, from))
				t.cited(n, labelled(b, from, from+len(inner)))
				start = from + len(inner)
			}
		}
		t.out.WriteString(labelled(b, start, end))
		start = end
	}
	t.out.WriteString(labelled(b, start, len(b.Text)))
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

// cited writes what the digest rests on, with the way back.
func (t *writing) cited(n int, s string) {
	mark, _ := t.w.Ground(n)
	fmt.Fprintf(t.out, `<span id="%s" class="s">%s</span><a class="bk" href="#d%d"%s title="%s">%s↑</a>`,
		news.Anchor(n), s, t.by[n], t.own(t.item.Article.Lang), esc(t.w.BackToDigest), esc(mark))
}

// own says that an element's words are the book's, within those of another language.
func (t *writing) own(around string) string {
	if tag(around) == t.w.Tag {
		return ""
	}
	return fmt.Sprintf(` xml:lang="%[1]s" lang="%[1]s"`, esc(t.w.Tag))
}

// count is how many sentences a block has.
func count(b news.Block) int {
	return len(news.Article{Blocks: []news.Block{b}}.Sentences())
}
