package digest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// numbers takes sentence numbers as models write them: 4, 4.0, "4", "[4]", "4, 7", "4-6",
// "第4句", "[H]", alone or in lists. What is none becomes 0, which no sentence has. They are
// ascending, each once.
type numbers []int

// UnmarshalJSON reads any JSON value.
func (n *numbers) UnmarshalJSON(b []byte) error {
	*n, _ = evidenceOf(b)
	return nil
}

// Marks of evidence in round brackets: such as say what they count, and bare numbers.
const (
	said  = `[(（]\s*(?:第|句|(?i:s|sentences?|satz)\s*)\s*\d{1,4}\s*句?(?:\s*[,，、;；–~-]\s*第?句?\s*\d{1,4}\s*句?)*\s*[)）]`
	plain = `[(（]\s*\d{1,3}句?(?:\s*[,，、;；–~-]\s*\d{1,3}句?)*\s*[)）]`
)

// Forms of sentence numbers. Beside them a text may hold only what belongs to a list of them.
var (
	numeral   = regexp.MustCompile(`(-?\d{1,6})(?:\.0+)?(?:\s*(?:[-–—~～－至到]|to\b|bis\b)\s*(?:[\[【]|(?i:s(?:entence)?\s?)|第)?(\d{1,6}))?`)
	fraction  = regexp.MustCompile(`\d\.\d*[1-9]`)
	beside    = regexp.MustCompile(`^(?i:h|s|sentences?|sent|lines?|satz|sätze|nr|no|id|ids|and|und|s|ref|refs|evidence|source|句子?|第|行|条|和|及|与|[\s\[\]【】［］()（）{}"'“”,，、;；:：.。#&+^-])*$`)
	marks     = regexp.MustCompile(`\s*(?:[\[【［]\^?(?:\s*(?:[HS]|[Ss]?\d{1,4}))(?:\s*[,，、;；–~-]\s*[Ss]?\d{1,4})*\s*[\]】］](?:\(#?[^)\s]{0,60}\))?)+`)
	labelled  = regexp.MustCompile(`\s*[（(\[【]\s*(?i:依据|依據|来源|來源|出处|出處|证据|證據|参见|參見|见|見|evidence|sources?|refs?|sentences?)\s*[:：]?\s*[\[【]?第?\s*(?:[HS]|\d{1,3})(?:\s*[,，、和–~-]\s*\d{1,3})*\s*句?\s*[\]】]?\s*[)）\]】]`)
	atEnd     = regexp.MustCompile(`\s*(?:` + said + `|` + plain + `|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\^\d{1,3})([。.!！?？]?)$`)
	digits    = regexp.MustCompile(`\d+(?:[–~-]\d+)?|[HS]`)
	raised    = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9")
	leadMarks = regexp.MustCompile(`^\s*(?:[\[【［]\s*[Ss]?\d{1,4}\s*[\]】］]\s*)+`)
)

// evidenceOf reads a value that stands for evidence. Texts that are no numbers are returned
// apart: some models write the sentence itself.
func evidenceOf(raw json.RawMessage) (found numbers, quoted []string) {
	var walk func(json.RawMessage, int)
	walk = func(v json.RawMessage, depth int) {
		var list []json.RawMessage
		var inner map[string]json.RawMessage
		s := string(v)
		switch {
		case depth > maxWrapped || len(v) == 0 || s == "null" || len(found) > 8*maxEvidence:
			return
		case json.Unmarshal(v, &list) == nil:
			for _, e := range list {
				walk(e, depth+1)
			}
			return
		case json.Unmarshal(v, &inner) == nil:
			for _, k := range sortedKeys(inner) {
				walk(inner[k], depth+1)
			}
			return
		case v[0] == '"':
			s = textOf(v)
		}
		if ns := numbersIn(s); ns != nil {
			found = append(found, ns...)
		} else {
			quoted = append(quoted, s)
		}
	}
	walk(raw, 0)
	if len(found) == 0 && len(quoted) > 0 {
		found = numbers{0}
	}
	slices.Sort(found)
	return slices.Compact(found), quoted
}

// numbersIn reads a text that lists sentence numbers; nil: it says something else.
func numbersIn(s string) (out numbers) {
	if s = figured(narrow.Replace(s)); len(s) > 400 || fraction.MatchString(s) || !beside.MatchString(numeral.ReplaceAllString(s, "")) {
		return nil
	}
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		switch {
		case word == "H", word == "h":
			out = append(out, news.HeadlineN)
		case word == "S", word == "s" && len(s) <= len("[s]"):
			out = append(out, news.StandfirstN)
		}
	}
	for _, m := range numeral.FindAllStringSubmatch(s, -1) {
		first, _ := strconv.Atoi(m[1])
		first = max(0, first) // -1 is the desk's own number of the headline, and no answer's
		last := first
		if m[2] != "" {
			last, _ = strconv.Atoi(m[2])
		}
		for i := first; i <= last && i <= first+maxEvidence; i++ {
			out = append(out, i)
		}
		if last < first {
			out = append(out, first, last)
		}
	}
	return out
}

// inline takes the marks of evidence off a sentence: [7], 【7】, [7][8], ² at its end.
func inline(s string) (bare string, found numbers) {
	s = labelled.ReplaceAllStringFunc(s, func(m string) string {
		for _, n := range digits.FindAllString(m, -1) {
			found = append(found, numbersIn(n)...)
		}
		return ""
	})
	bare = marks.ReplaceAllStringFunc(s, func(m string) string {
		for _, one := range strings.FieldsFunc(m, func(r rune) bool { return strings.ContainsRune("[]【】［］^()#", r) }) {
			found = append(found, numbersIn(one)...)
		}
		return ""
	})
	slices.Sort(found)
	return bare, slices.Compact(found)
}

// inlineAtEnd takes off what may be a mark of evidence only if a sentence has no other: （7）.
func inlineAtEnd(s string) (bare string, found numbers) {
	m := atEnd.FindStringSubmatchIndex(s)
	if m == nil {
		return s, nil
	}
	found = numbersIn(raised.Replace(s[m[0]:m[2]]))
	return s[:m[0]] + s[m[2]:m[3]], found
}

// sources finds sentences of the report by their words.
func (p parser) sources(quoted []string) (out numbers) {
	const fewest = 16 // characters of a quotation that says which sentence is meant
	for _, q := range quoted {
		q = strings.Trim(text.Fold(leadMarks.ReplaceAllString(q, "")), " .…")
		if utf8.RuneCountInString(q) < fewest {
			continue
		}
		for _, s := range p.brief.shown {
			if strings.Contains(text.Fold(s.Text), q) {
				out = append(out, s.N)
				break
			}
		}
	}
	return out
}

// ground is what a sentence rests on, of the sentences that the model was shown; stray reports
// that it named others, too.
func (p parser) ground(c claim, inText numbers) (evidence []int, stray bool) {
	named := c.Evidence
	known := p.brief.shows
	if q := p.sources(c.quoted); len(q) > 0 {
		named = append(slices.DeleteFunc(slices.Clone(named), func(n int) bool { return n == 0 }), q...)
	}
	if !slices.ContainsFunc(named, known) {
		named = append(slices.Clone(named), inText...)
	}
	for _, n := range named {
		if known(n) {
			evidence = append(evidence, n)
		} else {
			stray = true
		}
	}
	slices.Sort(evidence)
	return slices.Compact(evidence), stray
}

// unnumbered is what a sentence rests on that cites nothing which can be used, if that is shown surely.
func (p parser) unnumbered(s string, pairs names) []int {
	if p.shown == nil {
		return nil
	}
	var of []news.Name
	for _, n := range pairs[:min(len(pairs), maxNames)] {
		if n.Source != "" && len(n.Source) <= 200 && strings.Contains(p.report, text.Fold(n.Source)) {
			of = append(of, news.Name{Source: n.Source, Target: p.tongue.tidy(clean(n.Target), p.original)})
		}
	}
	found := p.shown(s, p.tongue.tag, of, p.brief.shows)
	return found[:min(len(found), maxEvidence)]
}

// Numbers in words, as sentences are counted with. Ordinals count with the word for a sentence only.
var (
	cardinals = wordsOf("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
		"eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf")
	ordinals = wordsOf("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
		"erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte", "ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten",
		"erster zweiter dritter vierter fünfter sechster siebter achter neunter zehnter")
	counted    = regexp.MustCompile(`(?i)\b(?:sentences?|lines?|satz|sätze)\b|句`)
	spelled    = regexp.MustCompile(`\pL+`)
	suffixed   = regexp.MustCompile(`\b(\d{1,3})(?:st|nd|rd|th)\b`)
	hanNumeral = regexp.MustCompile(`[一二三四五六七八九十]{1,3}`)
)

// wordsOf numbers the words of each list from 1.
func wordsOf(lists ...string) map[string]string {
	out := map[string]string{}
	for _, l := range lists {
		for i, w := range strings.Fields(l) {
			out[w] = strconv.Itoa(i + 1)
		}
	}
	return out
}

// figured sets the numbers in a text that may list sentences as figures: "sentence three", "第三、四句", "the first sentence".
// A text with other words stays as it is.
func figured(s string) string {
	if len(s) > 400 {
		return s
	}
	counts := counted.MatchString(s)
	out := spelled.ReplaceAllStringFunc(s, func(w string) string {
		lower := strings.ToLower(w)
		switch {
		case cardinals[lower] != "":
			return cardinals[lower]
		case counts && ordinals[lower] != "":
			return ordinals[lower]
		case counts && slices.Contains([]string{"the", "der", "die", "das"}, lower):
			return ""
		}
		return hanNumeral.ReplaceAllStringFunc(w, hanFigure)
	})
	if counts {
		out = suffixed.ReplaceAllString(out, "$1")
	}
	if denied.MatchString(s) || !beside.MatchString(numeral.ReplaceAllString(out, "")) {
		return s
	}
	return out
}

// denied matches what says that there is none: no one.
var denied = regexp.MustCompile(`(?i)^\W*no\b`)

// hanFigure is a Chinese numeral below a hundred in figures.
func hanFigure(s string) string {
	tens, ones, split := strings.Cut(s, "十")
	digit := func(s string, empty int) int {
		if s == "" {
			return empty
		}
		r, size := utf8.DecodeRuneInString(s)
		if size < len(s) {
			return -1
		}
		return strings.IndexRune("一二三四五六七八九", r)/len("一") + 1
	}
	n := digit(s, 0)
	if split {
		n = 10*digit(tens, 1) + digit(ones, 0)
	}
	if n <= 0 || strings.Count(s, "十") > 1 || digit(tens, 1) < 0 || digit(ones, 0) < 0 {
		return s
	}
	return strconv.Itoa(n)
}
