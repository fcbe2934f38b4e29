package extract

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// longestLead is the length, in characters, up to which a line is nothing but a lead to the links below it.
const longestLead = 120

// leadsOut leaves out the lines that lead to links which are left out themselves: a heading made like no other that is taken, and at
// the end of the report a line that ends in a colon or an ellipsis.
func (c *view) leadsOut() {
	heads, last := map[uint64]int{}, -1
	for i, b := range c.blocks {
		if b.prob <= 0.5 {
			continue
		}
		if last = i; b.kind == news.Heading {
			heads[b.box.sign]++
		}
	}
	for i, b := range c.blocks {
		if b.prob <= 0.5 || b.runes > longestLead || b.kind == news.Row || b.kind == news.Caption || b.tag == atom.H1 || b.density() > 0.5 {
			continue
		}
		lone := b.kind == news.Heading && heads[b.box.sign] == 1 && i > c.start
		if (lone || i == last && (endsIn(b.text, ":：…") || strings.HasSuffix(b.text, "..."))) && c.linksBelow(i) {
			b.prob = 0.4
		}
	}
}

// linksBelow reports whether what stands between block i and the next of the report is links for the most part, the first of
// them a link as a whole.
func (c *view) linksBelow(i int) bool {
	links, others := 0, 0
	for _, b := range c.blocks[i+1 : min(len(c.blocks), i+1+maxLinksBelow)] {
		switch {
		case b.prob > 0.5:
			return links > others
		case b.density() > 0.8 && b.runes > 3:
			links++
		case links == 0:
			return false
		default:
			others++
		}
	}
	return links > others
}

// maxLinksBelow is how many blocks below a line are looked at.
const maxLinksBelow = 12

// pulls leaves out quotations set large: sentences, made unlike the text, that a paragraph of the report has as well, and who said
// them if that stands in the box of the quotation.
func (c *view) pulls() {
	mass, first, made := 0, -1, map[uint64]int{}
	for i, b := range c.blocks {
		if b.prob > 0.5 && b.kind != news.Caption {
			if first < 0 {
				first = i
			}
			mass += len(b.text)
			made[b.box.sign] += len(b.text)
		}
	}
	all := "" // the letters of the report, once they are asked for
	for i, b := range c.blocks {
		if i == first || b.prob <= 0.5 || b.kind == news.Heading || b.kind == news.Row || b.kind == news.Caption || b.kind == news.ListItem ||
			b.runes > longestPull || b.has.spaces < 5 && !eastern(b.text) || made[b.box.sign]*4 > mass {
			continue
		}
		if all == "" {
			all = c.lettersOf()
		}
		if own := squashed(b.text); len(own) >= shortestPull && strings.Count(all, own) > 1 {
			c.leavePull(b)
		}
	}
}

// Bounds of a quotation set large: in characters, and in bytes of its letters.
const (
	longestPull  = 400
	shortestPull = 30
)

// lettersOf are the letters and digits of the report, paragraphs apart.
func (c *view) lettersOf() string {
	var all strings.Builder
	for _, b := range c.blocks {
		if b.prob > 0.5 && b.kind != news.Caption {
			all.WriteString(squashed(b.text))
			all.WriteByte(' ')
		}
	}
	return all.String()
}

// leavePull leaves out a quotation and what else a box of few blocks around it holds.
func (c *view) leavePull(b *block) {
	b.prob = 0.4
	around := b.box
	for around.parent != nil && around.parent.blocks <= maxPull {
		around = around.parent
	}
	for _, o := range c.blocks[max(0, b.order-maxPull):min(len(c.blocks), b.order+maxPull)] {
		if o.prob > 0.5 && around.holds(o.box) && !o.good() && o.kind != news.Heading {
			o.prob = 0.4
		}
	}
}

// maxPull is the most blocks in the box of a quotation set large.
const maxPull = 3

// ringed leaves out what begins a report and ends it alike, and a first line that says how long it takes to read.
func ringed(kept []*block) []*block {
	if len(kept) < 5 {
		return kept
	}
	n := len(kept)
	return slices.DeleteFunc(slices.Clone(kept), func(b *block) bool {
		if b.runes > 60 || b.kind == news.Row {
			return false
		}
		same := func(o *block) bool { return o != b && o.text == b.text }
		return slices.Contains(kept[:2], b) && (slices.ContainsFunc(kept[n-2:], same) || readingTime(b.text)) ||
			slices.Contains(kept[n-2:], b) && slices.ContainsFunc(kept[:2], same)
	})
}

// minutes are words of a minute and of minutes, in lower case, as they stand where the time for reading is told.
var minutes = strings.Fields("min mins minute minutes minuten minuto minutos minuti minuter minutter minuut minut minuty minuto minuta minutë " +
	"minuuttia perc percek dakika dk phút menit минут минуты минута мин хвилин хвилини хв минути λεπτά λεπτό דקות دقائق دقيقة دقیقه منٹ मिनट মিনিট นาที 分钟 分鐘 分 분")

// readingTime reports whether a line says how long it takes to read a report, and nothing else.
func readingTime(s string) bool {
	words := strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if len(words) > 5 || numbersIn(s) != 1 || strings.ContainsAny(s, "?!\"“”„«»") {
		return false
	}
	at := slices.IndexFunc(words, func(w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) })
	for _, unit := range minutes {
		word := strings.TrimLeftFunc(words[at], unicode.IsDigit)
		if word == "" && at+1 < len(words) && words[at+1] == unit {
			word, at = unit, at+1
		}
		if word == unit {
			return at == len(words)-1 || at == len(words)-2 && words[at+1] == "read"
		}
	}
	return false
}
