package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentences returns the byte offsets in s at which its sentences end; the last
// is len(s), and s of white space alone has none. The breaks are those of UAX #29,
// section 5, joined again after abbreviations, initials and ordinals; an opening mark belongs to what it opens.
func Sentences(s string) []int {
	if len(strings.TrimSpace(s)) == 0 {
		return nil
	}
	var ends []int
	it := sentences.FromString(s)
	pos := 0
	for it.Next() {
		pos += len(it.Value())
		ends = append(ends, pos-opening(s[:pos]))
	}
	out := ends[:0]
	start := 0
	for i, end := range ends {
		switch last := i == len(ends)-1; {
		case last:
			end = len(s)
		case end <= start, joins(s[start:end], s[end:]):
			continue
		}
		out = append(out, end)
		start = end
	}
	return out
}

// opening is the length of the opening quotation marks and brackets at the end of s:
// UAX #29 leaves them with the sentence before where no space stands between, as in
// Chinese and Japanese.
func opening(s string) int {
	return len(s) - len(strings.TrimRight(s, "“‘「『（【《〈"))
}

// joins reports whether the break between two neighbours is not one: the first
// ends in an abbreviation, an initial or an ordinal, or the second starts in
// lower case. Where both readings are usual ("in the U.S. Army", "in the U.S. He
// said"), the word that follows decides.
func joins(before, after string) bool {
	before = strings.TrimRightFunc(before, unicode.IsSpace)
	after = strings.TrimLeftFunc(after, unicode.IsSpace)
	next, _ := utf8.DecodeRuneInString(after)
	if unicode.IsLower(next) {
		return true
	}
	if !strings.HasSuffix(before, ".") {
		return false
	}
	word := strings.TrimLeft(lastWord(before[:len(before)-1]), "(“\"'‘[«„")
	r, n := utf8.DecodeRuneInString(word)
	switch {
	case n == len(word) && unicode.IsUpper(r):
		return true // an initial: "George W. Bush"
	case beforeNumber[word]:
		return unicode.IsDigit(next)
	case abbreviations[word]:
		return true
	case companies[word] || dotted(word) || ordinal(word) && unicode.IsLetter(next):
		return !starters[firstWord(after)]
	}
	return false
}

// maxWord bounds how far back the last word of a sentence is looked for.
const maxWord = 40

func lastWord(s string) string {
	s = s[max(0, len(s)-maxWord):]
	return s[strings.LastIndexFunc(s, unicode.IsSpace)+1:]
}

func firstWord(s string) string {
	s = s[:min(len(s), maxWord)]
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

// dotted reports whether s is letters with points between them: "U.S", "p.m".
func dotted(s string) bool {
	letters := strings.Split(s, ".")
	for _, l := range letters {
		if utf8.RuneCountInString(l) != 1 {
			return false
		}
	}
	return len(letters) > 1
}

// ordinal reports whether s is a number as it stands before a point in "5. März".
func ordinal(s string) bool {
	return len(s) > 0 && len(s) <= 2 && strings.Trim(s, "0123456789") == ""
}

// set makes a set of the words in s.
func set(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

var (
	// abbreviations are followed by the rest of their sentence more often than not.
	abbreviations = set(`Mr Mrs Ms Dr Drs Prof St Gen Col Lt Capt Sgt Cpl Maj Adm Cmdr Brig Gov Sen Sens Rep Reps Rev Hon Pres Messrs
		Mme Mlle MM Supt Insp vs v e.g i.e cf approx Hr Frl bzw z.B u.a d.h sog Sr Sra Dra Srta Ste Msgr Mgr al`)
	// beforeNumber are abbreviations only before a number.
	beforeNumber = set(`No Nos Nr Art Fig Figs pp Abs Ziff ca Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Okt Dez`)
	// companies and the like end a sentence as often as not.
	companies = set(`Inc Ltd Co Corp Bros Jr Sr Ph.D LLC Plc etc usw`)
	// starters begin a sentence more often than they continue one after a point.
	starters = set(`The A An He She It They We I You But And In On At As For This That These Those There His Her Their Its Our My When
		While After Before If Since Although However Meanwhile Asked What Who Why How Some Many Most Both No Not One So To With By From
		Officials Police Der Die Das Er Sie Es Im Am An Auf Mit Bei Nach Und Aber Doch Wir Ich Ein Eine Dann Auch Seit Zum Zur Wie Wer Was
		Le La Les Il Elle Ils Un Une Mais Et El Los Las Pero Y En`)
)
