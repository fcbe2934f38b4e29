package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
)

// doubted is the probability above which a paragraph may be the report's though it has words of subscriptions and accounts.
const doubted = 0.25

// subjects takes paragraphs beside those of the report, made like them, that the model doubts for their words of prices,
// subscriptions and accounts where these are what the report is about: they speak to nobody, and in the words of the report.
func (p *page) subjects(c *view) {
	for i, b := range c.blocks {
		if b.kept <= doubted || b.kept >= 0.97 || promises(b.text)+phrases(b.text) == 0 || b.kind != news.Paragraph || b.links > 0 || b.runes >= 400 ||
			b.box.inside&notProse != 0 || b.box.above.has(notReports) || !closes(b.text) {
			continue
		}
		if before := c.beside(i, -1); before == nil || before.box.sign != b.box.sign || !p.onSubject(c, b) {
			continue
		}
		b.subject = true
		b.prob = max(b.prob, 0.6)
	}
}

// closes reports whether a text ends as a sentence does.
func closes(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?。！？؟।…", last)
}

// onSubject reports whether a paragraph speaks of a subscription, an account or a price, calls on nobody, and takes up a word of the
// headline and one more of the report, or gives figures.
func (p *page) onSubject(c *view, b *block) bool {
	if len(p.titles) == 0 {
		return false
	}
	var bare strings.Builder
	sold := false
	for _, r := range p.hear(p.lang, b.text).remarks {
		if r.hasAny(toYou, calls, toBuy, ofPromo, readOn, freeTexts, inApp, ofText, ofPage) {
			return false
		}
		sold = sold || r.hasAny(ofAccount, perTime)
		bare.WriteString(r.bare)
		bare.WriteByte(' ')
	}
	title := " " + spaced(p.trimSite(p.titles[0])) + " "
	switch {
	case !sold:
		return false
	case strings.IndexFunc(b.text, unicode.IsDigit) >= 0:
		return takenUp(bare.String(), title, 4) > 0
	}
	return takenUp(bare.String(), title, 5) > 0 && takenUp(bare.String(), title+c.told(b), 6) > 1
}

// told is what the report says besides one block, as words with one space between them; much of it, if it is long.
func (c *view) told(but *block) string {
	var out strings.Builder
	for _, b := range c.blocks {
		if b != but && b.prob > 0.5 && b.good() && out.Len() < maxTold {
			out.WriteString(spaced(b.text + " "))
		}
	}
	return out.String()
}

// maxTold bounds the text that a paragraph is compared with, in bytes.
const maxTold = 20_000

// takenUp counts the words of a text that begin like one of another, by so many letters; of scripts without spaces two letters
// make a word. Both are as spaced makes them.
func takenUp(s, of string, letters int) (n int) {
	for w := range strings.FieldsSeq(spaced(s)) {
		rs := []rune(w)
		found := len(rs) >= letters && strings.Contains(of, " "+string(rs[:letters]))
		for i := 0; i+1 < len(rs) && !found; i++ {
			found = unicode.In(rs[i], unicode.Han, unicode.Katakana, unicode.Hangul) && strings.Contains(of, string(rs[i:i+2]))
		}
		if found {
			n++
		}
	}
	return n
}

// hasAny reports whether a remark has a word of any of some classes.
func (r remark) hasAny(of ...topic) bool { return slices.ContainsFunc(of, r.has) }
