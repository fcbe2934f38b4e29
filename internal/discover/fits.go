package discover

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Filter is a beat, made ready for many reports.
type Filter struct{ include, exclude []keyword }

// keyword is one word or phrase of a beat.
type keyword struct {
	said        string // as the operator wrote it
	form        string // folded
	open, loose bool   // need no word boundary before, after
}

// NewFilter makes a beat ready. A keyword matches as a whole word or phrase, in
// any case, width and accent, in Simplified and Traditional characters; one in
// Chinese, Japanese, Korean or Thai anywhere; one that ends in * as the beginning of a word.
func NewFilter(b news.Beat) Filter {
	return Filter{include: keywords(b.Include), exclude: keywords(b.Exclude)}
}

func keywords(list []string) []keyword {
	var out []keyword
	for _, said := range list {
		form, loose := strings.CutSuffix(strings.TrimSpace(said), "*")
		form = loosely(form)
		if form == "" {
			continue
		}
		first, _ := utf8.DecodeRuneInString(form)
		last, _ := utf8.DecodeLastRuneInString(form)
		out = append(out, keyword{said, form, unspaced(first), loose || unspaced(last)})
	}
	return out
}

// Fits reports whether fields touch the beat, and why: the keyword that let them
// in or kept them out.
func (f Filter) Fits(fields ...string) (ok bool, why string) {
	return f.decide(fields, fields)
}

// Lead reports whether what a source says of a report touches the beat: its
// headline, standfirst, tags, full text where the feed has it, and the words of its address.
func (f Filter) Lead(l news.Lead) (ok bool, why string) {
	short := append([]string{l.Title, l.Standfirst}, l.Tags...)
	if len(f.include) == 0 {
		return f.decide(nil, short)
	}
	return f.decide(append(short, plain(l.Content), addressWords(l.URL)), short)
}

// Article reports whether a report that has been read touches the beat. Its text
// can let it in; only its headline, standfirst, section and tags can keep it out.
func (f Filter) Article(a news.Article) (ok bool, why string) {
	short := append([]string{a.Title, a.Standfirst, a.Section}, a.Tags...)
	return f.decide(append(append(short, addressWords(a.URL)), a.Paragraphs()...), short)
}

// Fits is NewFilter(beat).Fits(fields...).
func Fits(beat news.Beat, fields ...string) (ok bool, why string) {
	return NewFilter(beat).Fits(fields...)
}

// decide looks for exclusions in short and for inclusions in long.
func (f Filter) decide(long, short []string) (bool, string) {
	if k, found := find(f.exclude, short); found {
		return false, "excluded: " + k
	}
	if len(f.include) == 0 {
		return true, ""
	}
	if k, found := find(f.include, long); found {
		return true, k
	}
	return false, "no keyword of the beat"
}

func find(ks []keyword, fields []string) (string, bool) {
	if len(ks) == 0 {
		return "", false
	}
	for _, f := range fields {
		s := loosely(f)
		for _, k := range ks {
			if k.in(s) {
				return k.said, true
			}
		}
	}
	return "", false
}

// in reports whether s, folded, holds the keyword.
func (k keyword) in(s string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], k.form)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(k.form)
		before, _ := utf8.DecodeLastRuneInString(s[:start])
		after, _ := utf8.DecodeRuneInString(s[end:])
		if (k.open || start == 0 || !wordy(before)) && (k.loose || end == len(s) || !wordy(after)) {
			return true
		}
		_, n := utf8.DecodeRuneInString(s[start:])
		from = start + n
	}
}

// wordy reports whether r goes on a word written with spaces around it.
func wordy(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unspaced(r) }

// unspaced reports whether r belongs to a script that puts no spaces between words.
func unspaced(r rune) bool {
	return r >= 0x0e00 && (text.Ideographic(r) || unicode.In(r, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// loosely is the form in which keywords are compared: folded, without accents,
// in Simplified characters.
func loosely(s string) string {
	s = text.Fold(s)
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if ascii {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '’':
			b.WriteByte('\'')
		case r >= 0xc0 && r < 0x370 || r >= 0x1e00 && r < 0x1f00:
			d := norm.NFD.String(string(r))
			base, _ := utf8.DecodeRuneInString(d)
			b.WriteRune(base)
		default:
			b.WriteRune(r)
		}
	}
	return hanscript.Fold(b.String())
}

var pathMarks = strings.NewReplacer("/", " / ", "-", " ", "_", " ")

// addressWords are the words of an address's path: sections and slugs name subjects.
func addressWords(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return pathMarks.Replace(u.Path)
}
