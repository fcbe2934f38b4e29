package news

import (
	"regexp"
	"strings"
)

// Phrase is a text with places for values, "{of} answers {arg}", from which the values
// can be read again.
type Phrase struct {
	text    string
	pattern *regexp.Regexp // nil for a text without places
}

// NewPhrase makes a phrase of a text. places has for every place that may be in it, by
// its name, the regular expression of its values.
func NewPhrase(text string, places map[string]string) Phrase {
	if !strings.Contains(text, "{") {
		return Phrase{text: text}
	}
	pattern := regexp.QuoteMeta(text)
	for name, values := range places {
		pattern = strings.ReplaceAll(pattern, `\{`+name+`\}`, "(?P<"+name+">"+values+")")
	}
	return Phrase{text, regexp.MustCompile("^" + pattern + "$")}
}

// Fixed reports whether the phrase has no places.
func (p Phrase) Fixed() bool { return p.pattern == nil }

// Read returns the values in s by the names of their places, and whether s is the phrase.
func (p Phrase) Read(s string) (map[string]string, bool) {
	if p.Fixed() {
		return nil, s == p.text
	}
	m := p.pattern.FindStringSubmatch(s)
	if m == nil {
		return nil, false
	}
	values := map[string]string{}
	for i, name := range p.pattern.SubexpNames()[1:] {
		values[name] = m[i+1]
	}
	return values, true
}

// fill puts values into {arg}, {of} and more places, each of which is followed by its
// value.
func fill(text, arg, of string, more ...string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	return strings.NewReplacer(append([]string{"{arg}", arg, "{of}", of}, more...)...).Replace(text)
}
