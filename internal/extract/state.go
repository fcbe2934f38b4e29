package extract

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Bounds of the search for what a page's scripts hold of the report, in bytes.
const (
	maxPreceded = 4 << 10 // of a text before the words that are looked for
	maxFollowed = 8 << 10 // behind them
	maxApart    = 300     // from one paragraph in the data of a page to the next
	minFollows  = 250     // of prose that are more of the report
	minFollow   = 60      // of a paragraph of it
	maxFound    = 10      // places where the words are found
)

// heldBack reports whether the data in a page's scripts hold the last paragraph of a report and
// go on behind it with prose: in the same text, or in the next of the same name or list.
func heldBack(raw []byte, blocks []news.Block) bool {
	needle := lastWords(blocks)
	if needle == "" {
		return false
	}
	for _, spelled := range []string{needle, strings.Trim(strconv.QuoteToASCII(needle), `"`)} {
		for at, found := 0, 0; found < maxFound; found++ {
			i := bytes.Index(raw[at:], []byte(spelled))
			if i < 0 {
				break
			}
			from := at + i
			at = from + len(spelled)
			before, rest := string(raw[max(0, from-maxPreceded):from]), string(raw[at:min(len(raw), at+maxFollowed)])
			for _, quote := range []string{"'", `"`} { // one within a text; the end of one that is in another
				if follows(strings.ReplaceAll(before, `\"`, quote), strings.ReplaceAll(rest, `\"`, quote)) >= minFollows {
					return true
				}
			}
		}
	}
	return false
}

// lastWords is a run of plain words from the last paragraph of a report, long enough to be
// found again.
func lastWords(blocks []news.Block) string {
	for i := len(blocks) - 1; i >= 0; i-- {
		if blocks[i].Kind != news.Paragraph {
			continue
		}
		best := ""
		for run := range strings.FieldsFuncSeq(blocks[i].Text, func(r rune) bool { return strings.ContainsRune("\"'“”‘’&<>\\/\u00a0", r) }) {
			if len(run) > len(best) {
				best = run
			}
		}
		if best = strings.TrimSpace(best); len(best) < 24 {
			return ""
		}
		return strings.ToValidUTF8(best[:min(len(best), 80)], "")
	}
	return ""
}

// follows is how much prose follows within the data of a page, in bytes: before and rest are
// what is around some words of a text in quotes. It is 0 where these are no such text.
func follows(before, rest string) int {
	start := strings.LastIndexByte(before, '"')
	if start < 0 {
		return 0
	}
	name := ""
	switch before = strings.TrimRight(before[:start], " \t\r\n"); {
	case strings.HasSuffix(before, `":`):
		before = before[:len(before)-1]
		name = before[strings.LastIndexByte(before[:len(before)-1], '"')+1:]
		name = `"` + name
	case !strings.HasSuffix(before, "[") && !strings.HasSuffix(before, `",`):
		return 0
	}
	same, rest, _ := strings.Cut(rest, `"`)
	sum := 0
	if i := indexAny(same, `\n`, "</p", `\u003c/p`, "<br"); i >= 0 {
		sum = prose([]byte(same[i:]))
	}
	for {
		value, after, ok := nextValue(rest, name)
		if !ok {
			return sum
		}
		if len(value) >= minFollow && strings.Contains(value, " ") {
			sum += prose([]byte(value))
		}
		rest = after
	}
}

// nextValue is the next text of a name that is near, or of a list where there is no name, and
// what is behind it.
func nextValue(rest, name string) (value, after string, ok bool) {
	if name != "" {
		i := strings.Index(rest[:min(len(rest), maxApart)], name)
		if i < 0 {
			return "", "", false
		}
		rest = rest[i+len(name):]
	}
	rest = strings.TrimLeft(rest, " \t\r\n")
	if !strings.HasPrefix(rest, ",") && !strings.HasPrefix(rest, ":") {
		return "", "", false
	}
	rest = strings.TrimLeft(rest[1:], " \t\r\n")
	if !strings.HasPrefix(rest, `"`) {
		return "", "", false
	}
	return strings.Cut(rest[1:], `"`)
}

// indexAny is where the first of some strings begins; -1: nowhere.
func indexAny(s string, of ...string) int {
	first := -1
	for _, x := range of {
		if i := strings.Index(s, x); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	return first
}
