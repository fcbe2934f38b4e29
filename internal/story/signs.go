package story

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanwords"
)

// sort is the sort of a sign; it decides how much a shared sign weighs.
type sort uint8

// Sorts of signs.
const (
	signSmall   sort = 1 + iota // a number of one digit
	signNumber                  // a number with two digits that are not zero at its end
	signFigure                  // a number with more
	signRound                   // a number, rounded to two digits
	signCountry                 // what CLDR has a code for
	signCity                    // a place that the table has
	signKnown                   // an office or a person of public life that the table has
	signName                    // a name in Latin letters
	signShort                   // one of three or four letters
	signSaid                    // two syllables of Mandarin
	signVoice                   // the consonants of a name
	signSubject                 // what a report is about, of a table
	signSorts
)

// script is the script of a token.
type script uint8

const (
	latin script = iota + 1
	cyrillicScript
	arabic
	otherLetters
	hangul
	run // of characters without spaces between words
	digits
	mark
)

// token is a word, a run of characters, a number or a mark.
type token struct {
	excerpt
	s       string // as plain gives it
	script  script
	capital bool
	initial bool // begins a sentence
	glued   bool // nothing is between it and the token before
}

// signer collects the signs of a report: what another language says too.
type signer struct {
	lang  string
	out   *counter
	runs  int // characters whose sounds were taken
	comma bool
}

// Bounds of what is looked at.
const (
	maxSigns  = 340
	maxTokens = 500
	maxSaid   = 240
)

// countSigns takes the signs of a headline and paragraphs, and reports whether most of their words are in Latin letters.
func countSigns(c *counter, headline string, paragraphs []string, lang string) bool {
	s := signer{lang: lang, out: c, comma: commaDecimal(lang)}
	ts := s.tokens(nil, headline)
	for _, p := range paragraphs {
		if len(ts) >= maxTokens {
			break
		}
		ts = s.tokens(append(ts, token{s: "\n", script: mark}), p)
	}
	ts = ts[:min(len(ts), maxTokens)]
	s.figures(ts)
	s.words(ts)
	letters, others := 0, 0
	for _, t := range ts {
		switch t.script {
		case latin:
			letters++
		case cyrillicScript, arabic, otherLetters, hangul, run:
			others++
		}
	}
	return letters > others
}

// commaDecimal reports whether a language writes a comma before the decimals.
func commaDecimal(lang string) bool {
	switch lang[:min(2, len(lang))] {
	case "en", "zh", "ja", "ko", "th", "hi", "he", "ms", "ur", "bn", "ta", "":
		return false
	}
	return true
}

// tokens appends the tokens of a text.
func (s *signer) tokens(ts []token, text string) []token {
	initial, glued := true, false
	for i := 0; i < len(text) && len(ts) < maxTokens; {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case paired(r) || r == 'ー':
			hang := unicode.Is(unicode.Hangul, r)
			j := runEnd(text, i, func(r rune) bool { return (paired(r) || r == 'ー') && unicode.Is(unicode.Hangul, r) == hang })
			t := token{excerpt: excerpt{text[i:], j - i}, s: plain(text[i:j]), script: run, glued: glued}
			if hang {
				t.script = hangul
			}
			ts, i, glued, initial = append(ts, t), j, true, false
		case isDecimal(r):
			j := numberEnd(text, i)
			ts = append(ts, token{excerpt: excerpt{text[i:], j - i}, s: western(text[i:j]), script: digits, glued: glued})
			i, glued, initial = j, true, false
		case isLetter(r):
			j := i
			for j < len(text) {
				r, n := utf8.DecodeRuneInString(text[j:])
				if (!isLetter(r) || paired(r)) && !isMark(r) {
					break
				}
				j += n
			}
			ts = append(ts, token{excerpt: excerpt{text[i:], j - i}, s: plain(text[i:j]), script: scriptOf(r), capital: isUpper(r), initial: initial, glued: glued})
			i, glued, initial = j, true, false
		default:
			i += n
			of := excerpt{text[i-n:], n}
			if r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == '\u3000' {
				glued = false
				continue
			}
			glued = true
			switch r {
			case '.', '!', '?', ':', '"', '“', '„', '«', '\n', '—', '–', '•', '|', '。', '！', '？':
				initial = true
			}
			ts = append(ts, token{excerpt: of, s: string(r), script: mark})
		}
	}
	return ts
}

// numberEnd finds where the number that begins at i ends, with the marks and spaces that group its digits.
func numberEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsDigit(r) {
			i += n
			continue
		}
		next, size := utf8.DecodeRuneInString(text[i+n:])
		switch r {
		case '.', ',', '٫', '٬', '\'', '’':
			if unicode.IsDigit(next) {
				i += n
				continue
			}
		case ' ', '\u00a0', '\u202f', '\u2009':
			if threeDigits(text[i+n:]) {
				i += n + 3*size
				continue
			}
		}
		return i
	}
	return i
}

// threeDigits reports whether a text begins with just three digits.
func threeDigits(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.IsDigit(r) {
			break
		}
		n++
	}
	return n == 3
}

// western writes the digits of any script as those of ASCII.
func western(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			return r
		case r == '٫':
			return '.'
		case r == '٬':
			return '_'
		case unicode.IsDigit(r):
			for _, zero := range []rune{'٠', '۰', '０', '०'} {
				if r >= zero && r <= zero+9 {
					return '0' + r - zero
				}
			}
		}
		return '_'
	}, s)
}

// words takes places, names and subjects.
func (s *signer) words(ts []token) {
	var before name
	for i := 0; i < len(ts); {
		t := ts[i]
		switch t.script {
		case run:
			s.characters(t.excerpt, []rune(t.s))
		case hangul:
			s.out.text = t.text()
			s.hangul(t.s)
		case latin, cyrillicScript, arabic, otherLetters:
			j := i + 1
			for j < len(ts) && j < i+4 && ts[j].script == t.script {
				j++
			}
			m, n := terms().inWords(ts[i:j])
			if n > 0 {
				s.out.text = t.upto(ts[i+n-1].excerpt)
				s.out.sign(m.id, m.sort)
				before = name{}
			} else {
				before, n = s.name(t, before), 1
			}
			i += n
			continue
		}
		if t.s != "-" && t.s != "'" && t.s != "’" {
			before = name{}
		}
		i++
	}
}

// name is a word that may be a name, or a part of one.
type name struct {
	excerpt
	s         string
	syllables []string // of Mandarin
}

// name takes what a word says as a name, given the word before it if that may be a part of it.
func (s *signer) name(t token, before name) name {
	s.out.text = t.text()
	switch t.script {
	case latin:
		if t.capital && !stop(t.s) || before.s != "" && !t.capital && len(t.s) < 8 && syllabled(t.s) != nil {
			return s.latinName(t, before)
		}
	case cyrillicScript:
		if t.capital {
			s.voice(scriptVoice(t.s))
		}
	case arabic:
		s.voice(scriptVoice(bare(t)))
	}
	return name{}
}

// latinName takes a word in Latin letters by itself, with the one before it as one word, for languages part the
// syllables of a name or do not, and by its syllables.
func (s *signer) latinName(t token, before name) name {
	if t.capital {
		if len(t.s) > 4 {
			s.out.sign(hash(signs, "name", t.s), signName)
			s.voice(latinVoice(t.s))
		}
		if before.s != "" && (len(before.s) < 5 || len(t.s) < 5) {
			s.out.text = before.upto(t.excerpt)
			s.out.sign(hash(signs, "name", before.s+t.s), signName)
		} else if len(t.s) > 2 && len(t.s) < 5 {
			s.out.sign(hash(signs, "short", t.s), signShort)
		}
	}
	own := name{t.excerpt, t.s, syllabled(t.s)}
	all := own.syllables
	s.out.text = t.text()
	if len(all) > 0 && len(before.syllables) > 0 {
		s.out.text = before.upto(t.excerpt)
		all = append([]string{before.syllables[len(before.syllables)-1]}, all...)
	}
	for i := 1; i < len(all); i++ {
		s.out.sign(hash(signs, "said", all[i-1], all[i]), signSaid)
	}
	return own
}

func (s *signer) voice(v string) {
	if len(v) >= 3 {
		s.out.sign(hash(signs, "voice", v), signVoice)
	}
}

// particles are what may follow a noun in Korean.
var particles = []string{"에서", "으로", "부터", "까지", "에는", "에도", "은", "는", "이", "가", "을", "를", "의", "에", "도", "와", "과", "로"}

func (s *signer) hangul(w string) {
	if m, ok := terms().stem(w, 8); ok {
		s.out.sign(m.id, m.sort)
		return
	}
	for _, p := range particles {
		if rest, ok := strings.CutSuffix(w, p); ok && utf8.RuneCountInString(rest) >= 2 {
			w = rest
			break
		}
	}
	if utf8.RuneCountInString(w) >= 3 {
		s.voice(hangulVoice(w))
	}
}

// characters takes the signs of a run of characters, which a text writes so.
func (s *signer) characters(of excerpt, rs []rune) {
	start := 0
	for i := 0; i <= len(rs); {
		var m meaning
		n := 0
		if i < len(rs) {
			m, n = terms().inRun(rs[i:])
		}
		if n == 0 && i < len(rs) {
			i++
			continue
		}
		if start < i {
			s.unknown(of.part(rs, start, i), rs[start:i])
		}
		if n > 0 {
			s.out.text = of.part(rs, i, i+n).text()
			s.out.sign(m.id, m.sort)
		}
		i += max(n, 1)
		start = i
	}
}

// unknown takes the sounds of characters that no table has.
func (s *signer) unknown(of excerpt, rs []rune) {
	for i := 0; i < len(rs); {
		j := i
		switch {
		case unicode.Is(unicode.Katakana, rs[i]) || rs[i] == 'ー':
			for j < len(rs) && (unicode.Is(unicode.Katakana, rs[j]) || rs[j] == 'ー') {
				j++
			}
			s.out.text = of.part(rs, i, j).text()
			s.voice(scriptVoice(string(rs[i:j])))
		case unicode.Is(unicode.Han, rs[i]):
			for j < len(rs) && unicode.Is(unicode.Han, rs[j]) {
				j++
			}
			s.han(of.part(rs, i, j), rs[i:j])
		default:
			j++
		}
		i = j
	}
}

// han takes pairs of syllables, and the voice of what may be a foreign name.
func (s *signer) han(of excerpt, rs []rune) {
	for i := 1; i < len(rs) && s.runs < maxSaid; i++ {
		s.runs++
		a, b := spoken()[rs[i-1]], spoken()[rs[i]]
		if a == "" || b == "" || hanwords.Common(string(rs[i-1:i+1])) {
			continue
		}
		s.out.text = of.part(rs, i-1, i+1).text()
		s.out.sign(hash(signs, "said", strings.ReplaceAll(a, "v", "u"), strings.ReplaceAll(b, "v", "u")), signSaid)
	}
	for i := 0; i < len(rs); {
		j := i
		for j < len(rs) && sounding(rs[j]) {
			j++
		}
		if j-i >= 3 && j-i <= 9 {
			s.out.text = of.part(rs, i, j).text()
			s.voice(voiceOf(rs[i:j]))
		}
		i = max(j, i+1)
	}
}

// sign counts a sign of a sort; of a sign that is met again the first sort stands.
func (c *counter) sign(id uint32, k sort) {
	if _, ok := c.at[id]; !ok && len(c.terms) < c.bound {
		c.enter(term{id, uint8(k)})
	}
}
