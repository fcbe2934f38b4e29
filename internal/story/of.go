package story

import (
	"strings"
)

// Of takes the features of a report; they are computed once and stored with it.
func Of(headline string, paragraphs []string, lang string) Features {
	return of(headline, paragraphs, lang, nil)
}

// of takes the features of a report, and notes how it writes each term unless spell is nil.
func of(headline string, paragraphs []string, lang string, spell map[uint32]string) Features {
	f := ofDigest(headline, paragraphs, lang, spell)
	c := newCounter(maxSigns)
	c.spell = spell
	f.latin = countSigns(c, headline, paragraphs, lang)
	f.terms[signs] = c.sorted()
	return f
}

// OfDigest takes the features of a digest for With: all but the signs, which say nothing where all is in one language.
func OfDigest(headline string, paragraphs []string, lang string) Features {
	return ofDigest(headline, paragraphs, lang, nil)
}

func ofDigest(headline string, paragraphs []string, lang string, spell map[uint32]string) Features {
	var f Features
	copy(f.lang[:], strings.ToLower(lang))
	head := words(headline, maxWords)
	main := opening(paragraphs)
	f.words = uint16(len(main))
	counts := [signs]*counter{newCounter(maxBody), newCounter(maxNames), newCounter(maxTitle)}
	for _, c := range counts {
		c.spell = spell
	}
	common := stopsOf(f.lang)
	countWords(counts[body], head, common)
	countWords(counts[body], main, common)
	countNames(counts[names], head, main)
	countTitle(counts[title], head, common)
	for i, c := range counts {
		f.terms[i] = c.sorted()
	}
	return f
}

// opening returns the first words of the report.
func opening(paragraphs []string) []word {
	var out []word
	for _, p := range paragraphs {
		if len(out) >= maxWords {
			break
		}
		out = append(out, words(p, maxWords-len(out))...)
	}
	return out
}

func countWords(c *counter, ws []word, stopIn map[string]bool) {
	for _, w := range ws {
		if !stop(w.lower) && !stopIn[w.lower] {
			c.text = w.text()
			c.add(hash(body, stem(w.lower)))
		}
	}
}

func countTitle(c *counter, ws []word, stopIn map[string]bool) {
	before, first := "", excerpt{}
	for _, w := range ws {
		if stop(w.lower) || stopIn[w.lower] {
			continue
		}
		s := stem(w.lower)
		if before != "" {
			c.text = first.upto(w.excerpt)
			c.add(hash(title, before, s))
		}
		before, first = s, w.excerpt
	}
}

// countNames counts capitalised runs, each of their words, and numbers. A word
// that begins a sentence is a name only if the report nowhere writes it small;
// the words of a headline in capitals are names only if the report uses them so.
func countNames(c *counter, head, ws []word) {
	small, inside := written(ws)
	shouting := allCapitals(head)
	capitals := capitalised(head, ws)
	for _, w := range head {
		if w.number && (capitals || manyDigits(w.lower)) || w.capital && !stop(w.lower) && !small[w.lower] && (!shouting || inside[w.lower]) {
			c.text = w.text()
			c.add(hash(names, w.lower))
		}
	}
	var run []string
	var first, last excerpt
	flush := func() {
		if len(run) > 1 {
			c.text = first.upto(last)
			c.add(hash(names, run...))
		}
		run = run[:0]
	}
	for _, w := range ws {
		name := w.capital && !stop(w.lower) && (!w.initial || !small[w.lower])
		if !name || !w.joined {
			flush()
		}
		if w.number && (capitals || manyDigits(w.lower)) || name {
			c.text = w.text()
			c.add(hash(names, w.lower))
		}
		if name && len(run) < 5 {
			if last = w.excerpt; len(run) == 0 {
				first = last
			}
			run = append(run, w.lower)
		}
	}
	flush()
}

// capitalised reports whether a text has names with capitals: else numbers are all that is counted as names.
func capitalised(head, ws []word) bool {
	n := 0
	for _, w := range head {
		if w.capital {
			n++
		}
	}
	for _, w := range ws {
		if w.capital {
			n++
		}
	}
	return n*20 > len(head)+len(ws)
}

// manyDigits reports whether a number has three digits or more: a smaller one is in every other report.
func manyDigits(number string) bool {
	digits := 0
	for i := range len(number) {
		if isDigit(number[i]) {
			digits++
		}
	}
	return digits > 2
}

// written are the words that a report writes small, and those that it writes with a capital
// within a sentence.
func written(ws []word) (small, inside map[string]bool) {
	small, inside = map[string]bool{}, map[string]bool{}
	for _, w := range ws {
		if !w.capital {
			small[w.lower] = true
		} else if !w.initial {
			inside[w.lower] = true
		}
	}
	return small, inside
}

// allCapitals reports whether a headline writes every word with a capital, as
// many outlets do: then capitals mean nothing.
func allCapitals(head []word) bool {
	n, capitals := 0, 0
	for _, w := range head {
		if !w.number && !stop(w.lower) {
			n++
			if w.capital {
				capitals++
			}
		}
	}
	return capitals*4 > n*3
}

// stem takes the ending of an English plural or third person off a word.
func stem(w string) string {
	switch n := len(w); {
	case n > 4 && strings.HasSuffix(w, "ies"):
		return w[:n-3] + "y"
	case n > 3 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i':
		return w[:n-1]
	}
	return w
}

// stop reports whether w is a word of no subject, in English, or the grammar of Japanese. stops.txt has other
// languages', as far as they are not found by their frequency.
func stop(w string) bool {
	return len(w) == 1 && w[0] < 0x80 && !isDigit(w[0]) || stopWords[w] || len(w) == 6 && grammar(w)
}

// grammar reports whether a pair of characters is in hiragana, which writes the endings of words.
func grammar(pair string) bool {
	for _, r := range pair {
		if r < 0x3041 || r > 0x309f {
			return false
		}
	}
	return true
}

var stopWords = set(`the of to and in that is was for on it with as at by be from are have has had he
 his she her its they their them this not but an or were been who which will would one said says say
 more also about after than when there can could all we you our your me my out up so if no what into over
 new some other two first last only just time year years day now most how do did does before while where
 because between during against under through since being made make may many much any these those then us
 him said mr mrs ms told according people off down back even still such both very like get got go going
 here too own should must might per via among amid around around well way week month today yesterday monday
 tuesday wednesday thursday friday saturday sunday`)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
