package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// quote is a quotation in a sentence.
type quote struct {
	start, end int    // of the words, without the marks
	words      string // the words
	open       bool   // it goes on in the next sentence, or began in the one before
}

// marks maps an opening quotation mark to those that close it.
var marks = map[rune]string{
	'“': "”", '„': "“”", '«': "»", '»': "«", '「': "」", '『': "』", '"': "\"", '‘': "’", '‹': "›", '›': "‹", '＂': "＂",
	'‚': "‘’", '〝': "〟〞", '｢': "｣",
}

// quotesIn finds the quotations of a sentence, also one that only opens or closes.
func quotesIn(s string) []quote {
	out, _ := quotesAfter(s, "")
	return out
}

// quotesAfter finds the quotations of a sentence before which one was opened that the marks
// in unclosed close; "": none. It returns the marks that close the one that is open at its end.
func quotesAfter(s, unclosed string) (out []quote, open string) {
	from := 0
	if unclosed != "" && !opensFirst(s, unclosed) {
		end := closing(s, 0, unclosed, strings.Contains(unclosed, "’"))
		if end < 0 {
			return nil, unclosed
		}
		out = append(out, quote{end: end, words: s[:end], open: true})
		_, size := utf8.DecodeRuneInString(s[end:])
		from = end + size
	}
	return quotesFrom(s, from, out)
}

// opensFirst reports whether a sentence opens a quotation before it closes the one that the
// marks close: then that one was none, or goes on as the next paragraph of it does. A mark
// that both opens and closes opens where a space stands before it.
func opensFirst(s, closers string) bool {
	for i, r := range s {
		_, opens := marks[r]
		switch closes := strings.ContainsRune(closers, r); {
		case opens && closes:
			return i == 0 || s[i-1] == ' '
		case closes:
			return false
		case opens && r != '‘':
			return strings.Contains(marks[r], closers)
		}
	}
	return false
}

// quotesFrom finds the quotations from a place on, and appends them to out.
func quotesFrom(s string, i int, out []quote) ([]quote, string) {
	open := ""
	var unclosed string // marks that nothing closes from here to the end
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		closers, ok := marks[r]
		if !ok {
			if (r == '”' || r == '」' || r == '』') && len(out) == 0 {
				out = append(out, quote{end: i, words: s[:i], open: true})
			}
			i += size
			continue
		}
		from := i + size
		end := -1
		if !strings.ContainsRune(unclosed, r) {
			if end = closing(s, from, closers, r == '‘' || r == '‚'); end < 0 {
				unclosed += string(r)
			}
		}
		if end < 0 {
			if r != '‘' || opensWords(s, i, from) {
				out, open = append(out, quote{start: from, end: len(s), words: s[from:], open: true}), closers
			}
			i = from
			continue
		}
		out = append(out, quote{start: from, end: end, words: s[from:end]})
		_, size = utf8.DecodeRuneInString(s[end:])
		i = end + size
	}
	return out, open
}

// opensWords reports whether a mark at i, which may be an apostrophe, opens several words.
func opensWords(s string, i, from int) bool {
	next, _ := utf8.DecodeRuneInString(s[from:])
	return (i == 0 || s[i-1] == ' ') && unicode.IsUpper(next) && len(strings.Fields(s[from:])) > 2
}

// closing finds the mark that closes a quotation. A single mark between letters is
// an apostrophe.
func closing(s string, from int, closers string, single bool) int {
	for i, r := range s[from:] {
		if !strings.ContainsRune(closers, r) {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(s[from+i+utf8.RuneLen(r):]); single && unicode.IsLetter(next) {
			continue
		}
		return from + i
	}
	return -1
}

// scare is the length in characters up to which quotation marks only set a word apart.
const scare = 6

// quotations compares the quotations of a claim, which is in the language lang, with those
// of its ground.
func (g ground) quotations(c sentence, lang string) []news.Finding {
	var out []news.Finding
	for _, q := range c.quotes {
		if f, bad := g.quotation(c, q, lang); bad {
			out = append(out, f)
		}
	}
	return out
}

// quotation compares one quotation with the ground: word by word where the two are in one
// language, else by its length alone.
func (g ground) quotation(c sentence, q quote, lang string) (news.Finding, bool) {
	if q.open {
		return news.Finding{}, false
	}
	words := strings.TrimSpace(q.words)
	n, few := utf8.RuneCountInString(words), scare
	if !c.Han {
		n, few = 2*len(strings.Fields(words)), 4 // as many characters
	}
	if n <= few || g.all.named(words) {
		return news.Finding{}, false
	}
	f := news.Finding{Rule: news.QuoteRule, Span: words, Rejects: c.Han && speech(c, q) || !c.Han}
	if g.sameLanguage(c, lang) {
		if g.verbatim(words) {
			return f, false
		}
		f.Reason = news.NoSuchWords
		return f, true
	}
	longest := 0
	for _, ring := range g.near[:rest] {
		for _, s := range ring {
			longest = max(longest, s.quoted())
		}
	}
	switch {
	case longest == 0:
		f.Reason = news.NobodyQuoted
	case 2*n > 5*longest+10:
		f.Reason = news.LessQuoted
	default:
		return f, false
	}
	return f, true
}

// Quotation is what a sentence gives as somebody's words.
type Quotation struct {
	Words string
	Cited []string // what the sentences that are cited quote
	Short bool     // so short that the marks may only set a word apart
}

// Quotations are those of a sentence in a language (BCP 47) that rests on the report. names are those that it is known to have.
func (r *Report) Quotations(c news.Claim, lang string, names []news.Name) []Quotation {
	g := r.src.ground(c.Evidence)
	s, _ := r.checker.said(g, c.Text, lang, names)
	var said []string
	for _, x := range g.near[cited] {
		if x.inside {
			said = append(said, x.Text)
		}
		for _, q := range x.quotes {
			said = append(said, q.words)
		}
	}
	var out []Quotation
	for _, q := range s.quotes {
		words := strings.TrimSpace(q.words)
		short := brief(s, words)
		if q.open || words == "" || g.all.named(words) || !short && s.Han && !speech(s, q) || short && !han.Speech(strings.TrimRight(s.Plain[:q.start], "“‘「『\" ")) {
			continue
		}
		out = append(out, Quotation{Words: words, Cited: said, Short: short})
	}
	return out
}

// brief reports whether quotation marks around some words of a sentence may only set them apart.
func brief(s sentence, words string) bool {
	if !s.Han {
		return 2*len(strings.Fields(words)) <= 4
	}
	return utf8.RuneCountInString(words) <= scare
}

// speech reports whether a quotation is somebody's words rather than a title or a term.
func speech(c sentence, q quote) bool {
	if han.Speech(strings.TrimRight(c.Plain[:q.start], "“‘「『\" ")) {
		return true
	}
	return strings.ContainsAny(q.words, "，。！？；,!?") || utf8.RuneCountInString(q.words) > 9
}

// quoted is the number of words, or half the number of characters, that the
// sentence quotes.
func (s *sentence) quoted() int {
	if s.inside {
		return max(20, len(s.Text)/4)
	}
	n := 0
	for _, q := range s.quotes {
		if q.open {
			n += 20
		}
		if han.Is(q.words) {
			n += utf8.RuneCountInString(q.words)/2 + 1
		} else {
			n += len(strings.Fields(q.words))
		}
	}
	return n
}

// sameLanguage reports whether claim and cited sentences can be compared word by word.
func (g ground) sameLanguage(c sentence, lang string) bool {
	for _, s := range g.near[cited] {
		if s.Han != c.Han || s.Japanese != c.Japanese {
			return false
		}
	}
	return len(g.near[cited]) > 0 && (c.Han || g.all.lang == "" || latin.Same(g.all.lang, lang))
}

// verbatim reports whether the report has the words, ellipses aside: as they stand, or, with
// what stands between taken out, within the quotations of what is cited and its neighbours:
// “…,” she said, “…”.
func (g ground) verbatim(words string) bool {
	left := func(r rune) bool { return r == '…' || r == '[' || r == ']' }
	joined := ""
	for part := range strings.FieldsFuncSeq(strings.ReplaceAll(words, "...", "…"), left) {
		if part = strings.Trim(letters(part), " "); part == "" || strings.Contains(g.all.letters(), part) {
			continue
		}
		if joined == "" {
			joined = " " + g.quotedLetters() + " "
		}
		if !strings.Contains(joined, unspaced(part)) {
			return false
		}
	}
	return true
}

// quotedLetters are the quotations of what is cited, and of its neighbours, one behind the other.
func (g ground) quotedLetters() string {
	var out strings.Builder
	for _, ring := range g.near[:rest] {
		for _, s := range ring {
			words := s.Text
			if len(s.quotes) > 0 {
				words = ""
				for _, q := range s.quotes {
					words += q.words + " "
				}
			} else if !s.inside {
				continue
			}
			out.WriteString(unspaced(letters(words)) + " ")
		}
	}
	return unspaced(out.String())
}

// unspaced takes the spaces out of letters in Han script, where stops may come and go.
func unspaced(s string) string {
	if han.Is(s) {
		return strings.ReplaceAll(s, " ", "")
	}
	return s
}

// letters is a text in which only letters and digits count.
func letters(s string) string {
	other := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return strings.Join(strings.FieldsFunc(text.Fold(hanscript.Fold(s)), other), " ")
}
