package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// tongues finds what is in another language or another way of writing than the sentence.
// What stands in brackets, quotation marks or title marks may be an original. The ground
// decides about short words in Latin letters: one that it has is a word of the report.
func (g ground) tongues(s, lang string, pairs []news.Name) []news.Finding {
	if i := strings.IndexFunc(s, pictograph); i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		return malformed(news.HoldsPictograph, s[i:i+n])
	}
	if m := han.ItemNumber(s); m != "" {
		return malformed(news.HoldsItemNumber, m)
	}
	own := outsideMarks(s)
	if !han.Reads(lang) && !han.Is(own) && !mostlyHan(own) {
		if span := otherLetters(own, text.Ideographic); span != "" {
			return malformed(news.MixedLanguages, span)
		}
		return nil
	}
	if span := g.foreignWords(own, pairs); span != "" {
		return malformed(news.MixedLanguages, span)
	}
	if span := otherLetters(own, func(r rune) bool { return unicode.IsLetter(r) && !han.Letter(r, lang) }); span != "" {
		return malformed(news.MixedLanguages, span)
	}
	if span := han.OtherWriting(own, lang); span != "" {
		return []news.Finding{{Rule: news.FormRule, Reason: news.MixedScripts, Span: span}}
	}
	return nil
}

// mostlyHan reports whether a sentence has at least as many characters in Han script as
// words in small letters: it has many names in Latin letters, and is in Chinese all the same.
func mostlyHan(s string) bool {
	n := 0
	for _, r := range s {
		if text.Ideographic(r) {
			n++
		}
	}
	if n == 0 { // Korean, Russian
		return false
	}
	for w := range strings.FieldsSeq(s) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			n--
		}
	}
	return n >= 0
}

// pictograph finds the signs that stand for things and moods: emoji and dingbats. Arrows,
// stars and signs of trade are none.
func pictograph(r rune) bool {
	return r >= 0x1f300 && r <= 0x1faff || r >= 0x1f1e6 && r <= 0x1f1ff || r >= 0x2702 && r <= 0x27b0 ||
		r >= 0x2614 && r <= 0x2615 || r >= 0x2648 && r <= 0x2653 || r == 0x26a0 || r == 0x26a1 || r == 0xfe0f
}

// outsideMarks blanks what stands in brackets, quotation marks and title marks, byte by
// byte, so that offsets stay.
func outsideMarks(s string) string {
	out := []byte(s)
	for _, q := range quotesIn(s) {
		blank(out, q.start, q.end)
	}
	blankPairs(out, s, "（）", "()", "[]", "［］", "《》", "〈〉", "【】", "〔〕")
	return string(out)
}

// blankPairs blanks what stands within pairs of marks in s.
func blankPairs(out []byte, s string, pairs ...string) {
	for _, pair := range pairs {
		open, n := utf8.DecodeRuneInString(pair)
		closing := pair[n:]
		for from := 0; ; {
			i := strings.IndexRune(s[from:], open)
			if i < 0 {
				break
			}
			end := strings.Index(s[from+i:], closing)
			if end < 0 {
				break
			}
			blank(out, from+i, from+i+end+len(closing))
			from += i + end
		}
	}
}

func blank(b []byte, from, to int) {
	for i := from; i < to; i++ {
		b[i] = ' '
	}
}

// otherLetters returns the first run of two or more characters of another script; a single
// one, such as の or π, is a sign.
func otherLetters(s string, other func(rune) bool) string {
	for i := strings.IndexFunc(s, other); i >= 0; {
		end := len(s)
		if n := strings.IndexFunc(s[i:], func(r rune) bool { return !other(r) }); n >= 0 {
			end = i + n
		}
		if utf8.RuneCountInString(s[i:end]) > 1 {
			return s[i:end]
		}
		next := strings.IndexFunc(s[end:], other)
		if next < 0 {
			break
		}
		i = end + next
	}
	return ""
}

// foreignWords returns the first word in Latin letters in a Chinese or Japanese sentence
// that is neither a name, a unit, nor a word that such sentences write in Latin letters.
// A name begins with a capital, or has one, or a digit.
func (g ground) foreignWords(s string, pairs []news.Name) string {
	for i, run := range latinRuns(s) {
		before := strings.TrimRight(s[:i], " ")
		if g.foreign(run, before != "" && digit(before[len(before)-1])) && !rendered(run, pairs) {
			return run
		}
	}
	return ""
}

// rendered reports whether the digest gives words as the rendering of a name.
func rendered(words string, pairs []news.Name) bool {
	for _, p := range pairs {
		if strings.Contains(p.Target, words) {
			return true
		}
	}
	return false
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// foreign reports whether a run of words in Latin letters is foreign speech. measured is
// set where a figure stands before it: it begins with a unit.
func (g ground) foreign(run string, measured bool) bool {
	words := strings.Fields(run)
	capital, long, short := false, 0, 0
	for i, w := range words {
		n := utf8.RuneCountInString(w)
		switch {
		case strings.IndexFunc(w, unicode.IsLetter) < 0, han.Loan(w), measured && i == 0 && n < 4:
		case strings.IndexFunc(w, capitalOrDigit) >= 0 || strings.ContainsAny(w, ".&"):
			capital = true
		case capital && latin.Predicate(w):
			return true // "CBP said": more than a name
		case capital, n < 3:
			// "Médecins sans frontières": names go on in small letters
		case n > 3:
			long++
		case len(words) > 1 || g.small(w):
			short++
		}
	}
	return long > 0 || short > 1 || short == 1 && !capital
}

func capitalOrDigit(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }

// small reports whether the cited sentences have a word in small letters, or one that ends on
// it: a piece of "canola" is no name.
func (g ground) small(w string) bool {
	for _, s := range g.near[cited] {
		for at := 0; ; {
			i := strings.Index(s.Text[at:], w)
			if i < 0 {
				break
			}
			i += at
			after, _ := utf8.DecodeRuneInString(s.Text[i+len(w):])
			if !unicode.IsLetter(after) {
				return true
			}
			at = i + len(w)
		}
	}
	return false
}
