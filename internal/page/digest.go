package page

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// digest is the digest, a sentence a line, each with one control that opens what it rests on. Sentences follow each
// other directly where their language is written so, after a space elsewhere; all else in it, like the marks of the
// text, has no text of its own: read as text, the digest is as it was written.
func (t *writing) digest() template.HTML {
	t.out.Reset()
	d := t.item.Digest
	own := t.own(d.Lang)
	for i, c := range d.Summary {
		s := line(c.Text)
		if s == "" {
			continue
		}
		if i > 0 && !text.Spaceless(d.Lang) {
			t.out.WriteByte(' ')
		}
		fmt.Fprintf(&t.out, `<span id="d%d">%s</span>`, i+1, esc(s))
		for _, d := range t.doubts(c) {
			// The closing section says the same in full.
			fmt.Fprintf(&t.out, `<a class="doubt" href="#found" data-f="%[1]s"%[2]s aria-label="%[1]s"></a>`, esc(d), own)
		}
		if c.ByHand {
			fmt.Fprintf(&t.out, `<a class="hand" href="#made" data-f="%[1]s"%[2]s aria-label="%[1]s"></a>`, esc(line(t.w.Hand(c))), t.own(d.Lang))
		}
		t.grounds(c, own)
	}
	return template.HTML(t.out.String())
}

// grounds writes the control of a sentence: closed it names the sentences of the report by their numbers, open it shows
// them, each with the way to its place.
func (t *writing) grounds(c news.Claim, own string) {
	var marks, labels []string
	var quotes strings.Builder
	lang := t.item.Article.Lang
	for _, n := range news.InReading(c.Evidence) {
		src := t.text[n]
		if src == "" {
			continue
		}
		mark, label := t.w.Ground(n)
		marks, labels = append(marks, mark), append(labels, label)
		said := cut(line(src), tipBound)
		fmt.Fprintf(&quotes, `<blockquote lang="%s" dir="%s" data-t="%s"><a href="#%s" data-n="%s"%s aria-label="%s"></a></blockquote>`,
			esc(lang), direction(said), esc(said), news.Anchor(n), esc(label), t.own(lang), esc(label))
	}
	if len(marks) == 0 {
		return
	}
	fmt.Fprintf(&t.out, `<details class="ground"%s><summary data-n="%s %s" aria-label="%[2]s%[4]s%[5]s"></summary>%[6]s</details>`,
		own, esc(t.w.RestsOnThese), esc(t.w.List(marks)), esc(t.w.Colon), esc(t.w.List(labels)), quotes.String())
}

// An extract that a reader meets again below it is no digest: most of it stands in the opening of the text.
const (
	openingBlocks = 6   // paragraphs that are the opening
	mostOfIt      = 0.8 // see text.Again
)

// repeatsOpening reports whether the page of a report shows below an extract what the extract says.
func repeatsOpening(it news.Item) bool {
	if it.Digest.By != news.ByExtract || len(it.Digest.Summary) == 0 {
		return false
	}
	var said strings.Builder
	for _, c := range it.Digest.Summary {
		said.WriteString(c.Text)
	}
	return text.Again(said.String(), it.Article.Opening(openingBlocks)) >= mostOfIt
}
