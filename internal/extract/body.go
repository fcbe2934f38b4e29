package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// body chooses the blocks of the report and puts them in order.
func (p *page) body() []news.Block {
	if len(p.blocks) == 0 {
		return nil
	}
	c := p.measure()
	c.judge()
	p.o.Host.weigh(p, c)
	p.rule.weigh(c)
	out := p.choose(c)
	if whole := p.instead(out); whole != nil {
		return whole
	}
	return out
}

// choose makes the text of the report from the probabilities of the blocks.
func (p *page) choose(c *view) []news.Block {
	c.lists()
	c.asides()
	c.headings()
	return c.print(p.trim(c.take()))
}

// lists takes a list whole or not at all: one that stands between paragraphs of
// the report, in the same box as they, belongs to it unless it is made of links.
func (c *view) lists() {
	for i := 0; i < len(c.blocks); i++ {
		list := listOf(c.blocks[i].box)
		if list == nil {
			continue
		}
		j := i
		for j+1 < len(c.blocks) && listOf(c.blocks[j+1].box) == list {
			j++
		}
		if i > 0 && j+1 < len(c.blocks) && c.joined(i-1, list) && c.joined(j+1, list) && list.linked*10 < list.chars*4 &&
			!list.own.has(wRelated|wShare|wMeta|wAd|wNav) {
			for k := i; k <= j; k++ {
				c.blocks[k].prob = max(c.blocks[k].prob, 0.6)
			}
		}
		i = j
	}
}

// joined reports whether block k is in the report and a neighbour of the list.
func (c *view) joined(k int, list *box) bool {
	b := c.blocks[k]
	return b.prob > 0.6 && b.box.parent == list.parent && b.runes > 40
}

// listOf is the outermost list that holds x.
func listOf(x *box) *box {
	var list *box
	for ; x != nil; x = x.parent {
		if x.tag == atom.Ul || x.tag == atom.Ol {
			list = x
		}
	}
	return list
}

// headings takes a heading that stands between two paragraphs of the report and
// in the same box as the second.
func (c *view) headings() {
	taken := false
	for i, b := range c.blocks {
		if taken && b.kind == news.Heading && b.tag != atom.H1 && i+1 < len(c.blocks) {
			next := c.blocks[i+1]
			if next.prob > 0.7 && next.kind != news.Heading && next.runes > 60 && next.box.parent == b.box.parent && b.density() < 0.5 && b.runes < 150 && phrases(b.text) == 0 {
				b.prob = max(b.prob, 0.6)
			}
		}
		taken = taken || b.prob > 0.5 && b.runes > 60
	}
}

// asides leaves out the paragraphs that are one link and no sentence: the report
// is interrupted to offer another.
func (c *view) asides() {
	for _, b := range c.blocks {
		if b.kind == news.Paragraph && b.prob < 0.9 && b.density() > 0.95 && !strings.ContainsAny(b.text[len(b.text)-1:], ".!?\"") && b.runes > 15 {
			b.prob = min(b.prob, 0.4)
		}
	}
}

// judge gives every block its probability, in two rounds.
func (c *view) judge() {
	for _, b := range c.blocks {
		b.prob = stageOne.prob(b.f)
	}
	c.second()
	for _, b := range c.blocks {
		b.prob = stageTwo.prob(b.f)
	}
}

// take returns the blocks that are more likely in the report than not. On a page
// where that is next to nothing, the bar is lowered: a page with text has a report
// more often than not.
func (c *view) take() []*block {
	for _, bar := range []float64{0.5, 0.25, 0.1} {
		var out []*block
		n := 0
		for _, b := range c.blocks {
			if b.prob > bar {
				out = append(out, b)
				n += len(b.text)
			}
		}
		if n >= 200 {
			return out
		}
	}
	var out []*block
	for _, b := range c.blocks {
		if b.prob > 0.25 || b.good() && (b.box == c.best || b.box.parent == c.best) && b.box.inside&(inNav|inFooter|inHidden) == 0 {
			out = append(out, b)
		}
	}
	return out
}

// trim takes away what repeats the head of the page or leads away from its end,
// and the second of two equal paragraphs.
func (p *page) trim(in []*block) []*block {
	var out []*block
	seen := map[string]int{}
	body, titles := 0, gists(p.titles)
	for _, b := range in {
		if body < 2 && b.runes < 300 && titles.like(b.text) >= 0.8 {
			continue // the headline
		}
		if at, twice := seen[b.text]; twice && b.runes > 40 {
			if b.prob > out[at].prob+0.2 {
				out[at].prob = 0
			} else {
				continue
			}
		}
		seen[b.text] = len(out)
		out = append(out, b)
		body++
	}
	kept := out[:0]
	for _, b := range out {
		if b.prob > 0 {
			kept = append(kept, b)
		}
	}
	for len(kept) > 0 {
		last := kept[len(kept)-1]
		leads := last.runes < 120 && phrases(last.text) > 0 && last.density() > 0.5
		if !leads && last.kind != news.Heading {
			break
		}
		kept = kept[:len(kept)-1]
	}
	return kept
}

// maxCaptions bounds the captions kept of a report with a gallery.
const maxCaptions = 30

// print makes the blocks of the article: those taken, and the captions among them.
func (c *view) print(taken []*block) []news.Block {
	if len(taken) == 0 {
		return nil
	}
	in := map[*block]bool{}
	for _, b := range taken {
		in[b] = true
	}
	from, to := taken[0].order, taken[len(taken)-1].order
	var out []news.Block
	captions := 0
	for _, b := range c.blocks {
		switch {
		case in[b]:
		case b.order >= from-8 && b.order < to && b.kind == news.Caption && (b.box.inside&inCaption != 0 || b.box.saysCaption()) && captions < maxCaptions &&
			b.box.inside&(inNav|inFooter|inAside|inHidden|inLink) == 0 && !b.box.above.has(wRelated|wComment|wConsent) && b.density() < 0.5:
			captions++
		default:
			continue
		}
		kind := b.kind
		if kind == news.Caption && b.box.inside&inCaption == 0 && !b.box.saysCaption() && in[b] {
			kind = news.Paragraph
		}
		out = append(out, news.Block{Kind: kind, Text: b.text, Ends: text.Sentences(b.text)})
	}
	return out
}

// instead returns the text that the page's structured data carries, when the blocks
// hold far less of it: the body was cut by the page, or is drawn by a script.
func (p *page) instead(out []news.Block) []news.Block {
	have := 0
	for _, b := range out {
		if b.Kind != news.Caption {
			have += len(b.Text)
		}
	}
	if len(p.told) < 600 || have*5 > len(p.told)*2 {
		return nil
	}
	var whole []news.Block
	for _, para := range paragraphs(p.ld.str("articleBody")) {
		whole = append(whole, news.Block{Kind: news.Paragraph, Text: para, Ends: text.Sentences(para)})
	}
	p.fromData = true
	return whole
}

// paragraphs splits the text of structured data at its line breaks or, where it
// has markup, at its block elements.
func paragraphs(s string) []string {
	var out []string
	if len(s) > maxTold {
		s = strings.ToValidUTF8(s[:maxTold], "")
	}
	if strings.Contains(s, "</") {
		if doc, err := html.Parse(strings.NewReader(string(prune([]byte(s))))); err == nil {
			blocks, _ := cut(doc)
			for _, b := range blocks {
				out = append(out, b.text)
			}
			return out
		}
	}
	for line := range strings.Lines(s) {
		if line = oneLine(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
