package extract

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed notices.txt
var noticesFile string

// topic is a class of the words of notices.txt.
type topic uint16

const (
	toYou topic = 1 << iota
	ofPage
	isGone
	isBarred
	ofConsent
	ofAccount
	readOn
	reports
	leftOver
	ofText
	toBuy     // calls and questions that need somebody to be addressed beside them
	calls     // the same where a sentence begins with them
	perTime   // for how long a price is paid
	freeTexts // what may be read without an account
	inApp
	ofPromo
)

// selling are the classes that tell what is sold with a line.
const selling = toBuy | calls | perTime | freeTexts | inApp | ofPromo

var topicNames = map[string]topic{
	"you": toYou, "page": ofPage, "gone": isGone, "bar": isBarred, "consent": ofConsent, "sub": ofAccount, "more": readOn, "says": reports,
	"left": leftOver, "text": ofText, "buy": toBuy, "per": perTime, "free": freeTexts, "app": inApp, "promo": ofPromo,
}

// sign is a word or phrase of notices.txt.
type sign struct {
	parts []string // between the places where any ending may follow
	of    topic
	word  bool // only at the front of a word, behind particles that are written with it
	ends  bool // only at the end of a word, too
	first bool // only where a sentence begins, or in scripts without spaces a clause
}

// tongue is what notices are written with in one language.
type tongue struct {
	lang  string
	loose bool // words may begin and end inside others
	table *unicode.RangeTable
	signs []sign
}

// tongues reads notices.txt, once.
var tongues = sync.OnceValue(func() (out []*tongue) {
	for line := range strings.Lines(noticesFile) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			lang, mode, _ := strings.Cut(name, "]")
			out = append(out, &tongue{lang: lang, loose: mode != ""})
			continue
		}
		class, words, ok := strings.Cut(line, ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		out[len(out)-1].add(topicNames[class], words)
	}
	return out
})

func (t *tongue) add(of topic, words string) {
	for w := range strings.SplitSeq(words, ", ") {
		s := sign{of: of}
		ends := t.loose && strings.HasSuffix(w, " ")
		if w, s.first = strings.CutPrefix(strings.TrimSpace(w), "^"); s.first {
			s.of = calls
		}
		if t.loose {
			s.word = ends || t.lang == "fa" || of == reports && (t.lang == "ar" || t.lang == "he") // "said" is part of "article" in both
			s.ends = ends
			s.parts = []string{w}
		} else {
			for part := range strings.SplitSeq(" "+w+" ", "~") {
				s.parts = append(s.parts, spaced(part))
			}
			if last := len(s.parts) - 1; last > 0 {
				s.parts = s.parts[:last] // what follows the last ending is open
			}
		}
		t.signs = append(t.signs, s)
	}
	if t.table == nil {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(words, " "))
		t.table = scriptOf(first)
	}
}

// scripts are those that notices.txt is written in. Kana stands for Japanese, Han for Chinese.
var scripts = []*unicode.RangeTable{
	unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Arabic, unicode.Hebrew, unicode.Devanagari, unicode.Thai, unicode.Hangul,
	unicode.Hiragana, unicode.Katakana, unicode.Han,
}

func scriptOf(r rune) *unicode.RangeTable {
	for _, t := range scripts {
		if unicode.Is(t, r) {
			return t
		}
	}
	return nil
}

// scriptIn is the script of most letters of a text; a tenth of kana makes it Japanese.
func scriptIn(s string) *unicode.RangeTable {
	n, all := map[*unicode.RangeTable]int{}, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n[scriptOf(r)]++
			all++
		}
	}
	if (n[unicode.Hiragana]+n[unicode.Katakana])*10 > all {
		return unicode.Hiragana
	}
	best := unicode.Latin
	for _, t := range scripts {
		if n[t] > n[best] {
			best = t
		}
	}
	return best
}

// spaced is a text in lower case as its words with one space between them, white space at the ends kept as one.
func spaced(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case r == '’':
			r = '\''
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-' || r == '\'':
		default:
			gap = true
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	if gap {
		b.WriteByte(' ')
	}
	return b.String()
}

// openings are the signs of all languages that part words by spaces, by their first words; those that any ending may follow
// are apart.
type openings struct {
	whole, stems map[string][]opening
}

type opening struct {
	of *tongue
	sign
}

var openingWords = sync.OnceValue(func() openings {
	o := openings{map[string][]opening{}, map[string][]opening{}}
	for _, t := range tongues() {
		for _, s := range t.signs {
			if t.loose {
				break
			}
			first, _, ended := strings.Cut(s.parts[0][1:], " ")
			if ended {
				o.whole[first] = append(o.whole[first], opening{t, s})
			} else {
				o.stems[first] = append(o.stems[first], opening{t, s})
			}
		}
	}
	return o
})

// tongueOf is the language of notices.txt that has most of the words of a text; lang, that of the page, where it is in doubt.
func tongueOf(s, lang string) *tongue {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	script := scriptIn(s)
	score := map[*tongue]int{}
	for _, t := range tongues() {
		if t.lang == base && t.table == script {
			score[t] = 3
		}
		if t.loose && (t.table == script || t.lang == "ja" && script == unicode.Hiragana) && (t.lang != "ja" || script != unicode.Han) {
			score[t] += 1 + 2*t.count(s)
		}
	}
	tallyOpenings(" "+strings.TrimSpace(spaced(s))+" ", score)
	var best *tongue
	for _, t := range tongues() {
		if t.table == script || t.lang == "ja" && script == unicode.Hiragana {
			if score[t] > score[best] {
				best = t
			}
		}
	}
	return best
}

// tallyOpenings adds two points to a language for each of its signs that a text has, of those that part words by spaces. words
// are the text's, with a space around each.
func tallyOpenings(words string, score map[*tongue]int) {
	o := openingWords()
	tally := func(found []opening) {
		for _, f := range found {
			if len(f.parts) == 1 && strings.Count(f.parts[0], " ") < 3 {
				score[f.of] += 2
			} else if from, _ := f.in(words); from >= 0 {
				score[f.of] += 2
			}
		}
	}
	for w := range strings.FieldsSeq(words) {
		tally(o.whole[w])
		for i := range w {
			tally(o.stems[w[:i]])
		}
		tally(o.stems[w])
	}
}

// count is how many of the signs a text has, of a language whose words may be parts of others.
func (t *tongue) count(s string) (n int) {
	s = strings.ToLower(s)
	for _, x := range t.signs {
		if strings.Contains(s, x.parts[0]) {
			n++
		}
	}
	return n
}

// in returns where s begins and ends in a text, -1 where it is not.
func (s sign) in(words string) (from, to int) {
	for at := 0; ; {
		i := strings.Index(words[at:], s.parts[0])
		if i < 0 {
			return -1, -1
		}
		from, to = at+i, at+i+len(s.parts[0])
		ok := (!s.first || begins(words, from)) && (!s.word || fronts(words, from)) && (!s.ends || backs(words, to))
		for _, part := range s.parts[1:] {
			if !ok {
				break
			}
			end := strings.IndexByte(words[to:], ' ')
			if ok = end >= 0 && strings.HasPrefix(words[to+end:], part); !ok {
				break
			}
			to += end + len(part)
		}
		if ok {
			return from, to
		}
		at = from + 1
	}
}

// begins reports whether a sentence or a clause begins at a place of a text; of texts in lower case whose words are parted by
// one space only the first word does.
func begins(words string, at int) bool {
	if at == 0 || words[at] == ' ' {
		return at == 0
	}
	said := words[:at]
	if first, _ := utf8.DecodeRuneInString(words[at:]); !unicode.Is(unicode.Thai, first) {
		said = strings.TrimRight(said, " ") // a space parts clauses in Thai, elsewhere words
	}
	before, n := utf8.DecodeLastRuneInString(said)
	if n == 0 {
		return true
	}
	return !unicode.IsLetter(before) && !unicode.IsMark(before) && !unicode.IsDigit(before)
}

// backs reports whether a word ends at a place of a text.
func backs(words string, at int) bool {
	after, _ := utf8.DecodeRuneInString(words[at:])
	return at == len(words) || !unicode.IsLetter(after) && !unicode.IsMark(after)
}

// fronts reports whether a word of Arabic or Hebrew begins at a place of a text, particles before it apart.
func fronts(words string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(words[:at])
	return at == 0 || !unicode.IsLetter(before) && !unicode.IsMark(before) || strings.ContainsRune("وفלבהושכ", before)
}
