package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// credit is a part of a text, and the label that announces it.
type credit struct {
	label string
	kind  kind
	colon bool // behind the label
	text  string
}

// announces reports whether a text is a word of the lexicon alone or begins with a label.
func (l *lexicon) announces(s string) bool {
	low := strings.Trim(lower(s), " .:,–-|")
	w := l.words[low]
	if w[author] || w[other] || w[role] || w[nobody] || w[dayWord] || w[agency] {
		return true
	}
	first, _, _ := strings.Cut(low, " ")
	f := l.words[first]
	return f[role] || f[author] || f[other] || f[rank] && strings.Contains(low, " ")
}

// credits parts a text at its labels.
func credits(s string) []credit {
	low := lower(s)
	out := []credit{{}}
	from := 0
	boundary := true
	for i := 0; i < len(low); {
		x, size := utf8.DecodeRuneInString(low[i:])
		if boundary {
			if l, rest, ok := labelAt(s, low, i, strings.TrimSpace(s[from:i]) == ""); ok {
				out[len(out)-1].text = s[from:i]
				out = append(out, credit{label: l.text, kind: l.kind, colon: strings.ContainsAny(s[i:rest], ":：")})
				from, i = rest, rest
				boundary = true
				continue
			}
		}
		boundary = !unicode.IsLetter(x) && !unicode.IsDigit(x) && !unicode.IsMark(x) && x != '.' && x != '-' && x != '\'' && x != '’'
		i += size
	}
	out[len(out)-1].text = s[from:]
	return out
}

// labelAt finds the label that begins at a byte of a text, and where what it announces
// begins. A single word counts only at the beginning, or with a colon.
func labelAt(s, low string, at int, begins bool) (label, int, bool) {
	first, _ := utf8.DecodeRuneInString(low[at:])
	for _, l := range known().labels[first] {
		if !strings.HasPrefix(low[at:], l.text) {
			continue
		}
		end := at + len(l.text)
		rest := strings.TrimLeft(s[end:], " \t")
		next, _ := utf8.DecodeRuneInString(s[end:])
		colon := strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "：")
		if unicode.IsLetter(next) || unicode.IsMark(next) {
			last, _ := utf8.DecodeLastRuneInString(s[:end])
			if !unicode.IsUpper(next) || !unicode.IsLower(last) { // "ByRhonda Krause"
				continue
			}
		} else if next == '\'' || next == '’' || unicode.IsDigit(next) {
			continue
		}
		if !colon && !strings.Contains(l.text, " ") && (!begins || !follows(rest, l.kind)) {
			continue
		}
		skip := strings.TrimLeft(rest, " :：\t")
		if begins || colon {
			skip = strings.TrimLeft(skip, "-–—/ ")
		}
		return l, len(s) - len(skip), true
	}
	return label{}, 0, false
}

// follows reports whether what is behind a single word can be what it announces.
func follows(rest string, k kind) bool {
	rest = strings.TrimLeft(rest, "-–—/ ")
	first, _ := utf8.DecodeRuneInString(rest)
	if rest == "" {
		return true
	}
	if strings.HasPrefix(rest, "the ") && k == author {
		return true
	}
	if !unicode.IsUpper(first) && !unicode.Is(unicode.Lo, first) && first != '@' {
		return false
	}
	return k == author || len(strings.Fields(rest)) >= 2
}
