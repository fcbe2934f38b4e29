package glossary

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
)

// Addition says how the digests in a language are to render a term of reports.
type Addition struct {
	Kind    Kind
	Term    string // as reports write it
	Wording string // in Lang
	Lang    string // BCP 47
}

// longestForm bounds a term and its wording, in characters.
const longestForm = 100

// The fields of a line.
const (
	latinField = 1
	hansField  = 2
	hantField  = 3
)

// Add returns the text of a glossary file, in the format that the head of names.txt describes, in which a term is rendered as an addition says. An
// entry that has the term as its first form gets the wording in place of its first one; else a line is added at the end. All other lines
// stay as they are. The error is a *news.Declined.
func Add(text string, a Addition) (string, error) {
	a.Term, a.Wording = strings.Join(strings.Fields(a.Term), " "), strings.Join(strings.Fields(a.Wording), " ")
	term, wording, err := a.fields()
	if err != nil {
		return "", err
	}
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if now, is := a.reworded(line, term, wording); is {
			lines[i] = now
			return strings.Join(lines, ""), nil
		}
	}
	field := make([]string, max(term, wording, hansField)+1)
	field[0], field[term], field[wording] = string(a.Kind), a.Term, a.Wording
	if text = strings.TrimRight(text, "\n"); text != "" {
		text += "\n"
	}
	return text + strings.Join(field, " | ") + "\n", nil
}

// fields are where a line has the term and the wording. An entry has a name in Latin script and one in Chinese: the one is the term, the
// other the wording.
func (a Addition) fields() (term, wording int, err error) {
	if !slices.Contains([]Kind{Person, Org, Place, Term}, a.Kind) {
		return 0, 0, not(news.TermKind, "", "unknown kind %q: want person, org, place or term", a.Kind)
	}
	for _, s := range []string{a.Term, a.Wording} {
		switch {
		case s == "" || utf8.RuneCountInString(s) > longestForm:
			return 0, 0, not(news.TermLength, strconv.Itoa(longestForm), "a term and its wording have 1 to %d characters each", longestForm)
		case strings.ContainsAny(s, "|;") || strings.ContainsAny(s[:1], "?~#") || strings.ContainsFunc(s, unicode.IsControl):
			return 0, 0, not(news.TermSign, s, "%q has a sign that means something else in a glossary: | ; or ? ~ # at the beginning", s)
		case strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }):
			return 0, 0, not(news.TermKana, s, "%q is in a script of Japan: such names are written into the file by hand", s)
		}
	}
	lang := strings.ToLower(a.Lang)
	if lang != "zh" && !strings.HasPrefix(lang, "zh-") {
		if !hasHan(a.Term) || hasHan(a.Wording) {
			return 0, 0, not(news.TermChinese, "", "the term is to be in Chinese, and its wording in Latin script")
		}
		return hansField, latinField, nil
	}
	if hasHan(a.Term) || !hasHan(a.Wording) {
		return 0, 0, not(news.TermLatin, "", "the term is to be in Latin script, and its wording in Chinese")
	}
	if strings.Contains(lang, "hant") || strings.HasSuffix(lang, "-tw") || strings.HasSuffix(lang, "-hk") || strings.HasSuffix(lang, "-mo") {
		return latinField, hantField, nil
	}
	return latinField, hansField, nil
}

// not is the error of an addition that cannot be made.
func not(code news.RefusalCode, arg, format string, args ...any) error {
	return &news.Declined{Refusal: news.Refusal{Code: code, Arg: arg}, Text: fmt.Sprintf(format, args...)}
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// reworded is a line whose first form of the term is that of the addition, with its wording; false: it is another.
func (a Addition) reworded(line string, term, wording int) (string, bool) {
	bare := strings.TrimSpace(line)
	if bare == "" || bare[0] == '#' {
		return "", false
	}
	field := strings.Split(strings.TrimRight(line, "\r\n"), "|")
	if _, says := sayings[strings.TrimSpace(field[0])]; says || len(field) <= term {
		return "", false
	}
	if is := forms(field[term]); len(is) == 0 || fold(is[0]) != fold(a.Term) {
		return "", false
	}
	for len(field) <= wording {
		field[len(field)-1] = strings.TrimRight(field[len(field)-1], " ") + " "
		field = append(field, " ")
	}
	is := forms(field[wording])
	is = append([]string{a.Wording}, slices.DeleteFunc(is[min(1, len(is)):], func(s string) bool { return s == a.Wording })...)
	field[wording] = " " + strings.Join(is, "; ")
	if wording < len(field)-1 {
		field[wording] += " "
	}
	return strings.Join(field, "|") + line[len(strings.TrimRight(line, "\r\n")):], true
}
