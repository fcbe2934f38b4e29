package extract

import (
	"slices"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// offer is what a line at the end of a text offers, by how much it says of the text above it.
type offer uint8

const (
	noOffer   offer = iota
	promotion       // newsletters, channels, comments: the report above may well be whole
	toPay           // an account or a price: the report is cut off if it is a few blocks, or breaks off
	toReadOn        // the rest of the report
)

// Bounds of lines that offer something, in words.
const (
	longestPrice   = 24
	longestAccount = 16
	longestCall    = 10 // without anybody addressed
	longestApp     = 8  // without anybody addressed
	longestLeft    = 6  // a percentage alone
)

// offer is what a text offers. A text that reports offers nothing; a price or an account is offered only by a call, or by a question
// to the reader.
func (s speech) offer(line, lang string) offer {
	n, words := map[topic]int{}, 0
	for _, r := range s.remarks {
		if r.has(reports) && !(r.has(calls) && r.has(perTime)) || r.quote { // a price for subscribing until Friday
			return noOffer
		}
		for t, hits := range r.hits {
			n[t] += hits
		}
		words += r.words
	}
	you := n[toYou] > 0
	call := n[calls] > 0 || n[toBuy] > 0 && (you || asksIn(line, s.lang))
	if !you && !call && slices.ContainsFunc(s.remarks, func(r remark) bool { return r.names }) {
		return noOffer
	}
	digits := strings.IndexFunc(line, unicode.IsDigit) >= 0
	within := func(most int) bool { return words <= lengthOf(most, lang) }
	switch {
	case n[ofPromo] > 0 && (call || you && n[ofAccount] > 0) && n[readOn] < 2 && n[freeTexts] == 0 && !(n[leftOver] > 0 && n[ofText] > 0) && within(longestPrice):
		return promotion
	case n[freeTexts] > 0 && (you || numbersIn(line) > 1 || digits && n[ofAccount] > 0) && within(longestAccount),
		n[inApp] > 0 && n[readOn] > 0 && !digits && (within(longestApp) || you && within(longestAccount)),
		n[leftOver] > 0 && digits && strings.ContainsAny(line, "%％٪") && within(longestLeft):
		return toReadOn
	case call && within(longestPrice) && (n[perTime] > 0 || digits && strings.IndexFunc(line, func(r rune) bool { return unicode.Is(unicode.Sc, r) }) >= 0),
		!digits && n[ofAccount] > 0 && s.account(n, call, asksIn(line, s.lang)) && (within(longestCall) || you && within(longestAccount)):
		return toPay
	}
	return noOffer
}

// account reports whether a line asks its reader to log in or to subscribe: by a call, or by a question with what to do after it.
func (s speech) account(n map[topic]int, call, asks bool) bool {
	return call || asks && n[ofAccount] > 1 && (n[toYou] > 0 || len(s.remarks) > 1)
}

// asksIn reports whether a line has a question; Greek asks with a semicolon.
func asksIn(line, lang string) bool {
	return strings.ContainsAny(line, "?？؟\u037e") || lang == "el" && strings.Contains(line, ";")
}

// numbersIn counts the numbers of a line.
func numbersIn(line string) (n int) {
	for range strings.FieldsFuncSeq(line, func(r rune) bool { return !unicode.IsDigit(r) }) {
		n++
	}
	return n
}

// fewest is up to how many paragraphs are likely the opening of a report where an account or a price is offered below them.
const fewest = 3

// fewBlocks reports whether a text is a few paragraphs, or breaks off.
func fewBlocks(blocks []news.Block) bool {
	paras := 0
	for _, b := range blocks {
		if b.Kind != news.Caption && b.Kind != news.Heading && text.Words(b.Text, "") > 3 {
			paras++
		}
	}
	return paras <= fewest || brokenOff(blocks)
}
