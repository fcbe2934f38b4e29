package search

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Query is what a person asked for.
type Query struct {
	All    [][]Phrase // every group must match; a group matches by any of its phrases
	None   []Phrase   // none may match
	Source []string   // source: any of them, as typed
	Lang   []string   // lang:
	Topic  []string   // topic:
	From   time.Time  // from: inclusive, the start of that day, month or year, written in UTC: whose day it is, who asks decides
	To     time.Time  // to: exclusive, the start of the day, month or year after
}

// Phrase is tokens that must be next to each other.
type Phrase struct {
	Tokens []string
	Prefix bool   // the last token need only begin like this
	alone  bool   // the one token is one character, which may be anywhere in a run
	number bool   // the one token is the value of a number
	typed  string // what the person wrote

	inflected []string // the forms of the last token, any of which may be in its place; empty: it alone
}

// Empty reports whether the query asks for nothing at all.
func (q Query) Empty() bool {
	return len(q.All) == 0 && len(q.Source) == 0 && len(q.Lang) == 0 && len(q.Topic) == 0 && q.From.IsZero() && q.To.IsZero()
}

// The bounds of a query; no person types more.
const (
	longestQuery = 2000 // bytes
	mostPhrases  = 50
)

// Fault is the error of a query that cannot be read. Its text is for a terminal; a page words it by Why, in its reader's language.
type Fault struct {
	Why  Why
	What string // the filter at fault, as in from:yesterday; empty: the whole query is
	text string
}

func (f *Fault) Error() string { return f.text }

// Why is the reason for which a query cannot be read.
type Why int

const (
	TooLong      Why = iota // it has too many bytes or words
	OnlyExcludes            // it names no word to look for
	NotExcluded             // a filter cannot be excluded
	NoDate                  // from: or to: has no date
)

// Errors of Parse that are the same for all queries.
var (
	errLong     = &Fault{Why: TooLong, text: fmt.Sprintf("the query is too long: %d bytes and %d words are the most", longestQuery, mostPhrases)}
	errOnlyNot  = &Fault{Why: OnlyExcludes, text: "the query only excludes: add a word to look for"}
	errExcluded = &Fault{Why: NotExcluded, text: "source:, lang:, topic:, from: and to: cannot be excluded: name what you want"}
)

// Parse reads a query: words, all of which must occur; "phrases"; -excluded words;
// either OR or; beginnings* of words; source: lang: topic: from: to: filters. Dates are
// 2026, 2026-11 or 2026-11-23. A word stands for its inflected forms (tariff for tariffs), a number for all
// forms that it is written in; between quotation marks both are themselves alone. Odd punctuation
// is no error. Its error is a *Fault.
func Parse(query string) (Query, error) {
	if len(query) > longestQuery {
		return Query{}, errLong
	}
	var q Query
	either := false
	for _, t := range terms(strings.ToValidUTF8(query, " ")) {
		if !t.quoted && t.name == "" && !t.not {
			if t.text == "AND" {
				continue
			}
			if t.text == "OR" || t.text == "|" {
				either = len(q.All) > 0
				continue
			}
		}
		if t.name != "" {
			if err := q.filter(t); err != nil {
				return Query{}, err
			}
			continue
		}
		q.add(t, either)
		either = false
	}
	switch {
	case q.phrases() > mostPhrases:
		return Query{}, errLong
	case len(q.All) == 0 && len(q.None) > 0:
		return Query{}, errOnlyNot
	}
	return q, nil
}

// Among returns the query for what it asks for and any of these words or phrases besides.
func (q Query) Among(words []string) Query {
	var either []Phrase
	for _, w := range words {
		if p := newPhrase(w); len(p.Tokens) > 0 {
			either = append(either, p)
		}
	}
	if len(either) > 0 {
		q.All = append(slices.Clip(q.All), either)
	}
	return q
}

func (q Query) phrases() int {
	n := len(q.None)
	for _, g := range q.All {
		n += len(g)
	}
	return n
}

// add takes the words of a term: excluded, as another choice of the group before, or
// as groups of their own.
func (q *Query) add(t term, either bool) {
	for _, g := range groups(t, t.not || either) {
		switch {
		case t.not:
			q.None = append(q.None, g...)
		case either:
			last := len(q.All) - 1
			q.All[last] = append(q.All[last], g...)
			either = false
		default:
			q.All = append(q.All, g)
		}
	}
}

// groups are the groups of phrases that a term asks for. A number with something behind it is two of them, but
// where the term is to be whole.
func groups(t term, whole bool) (out [][]Phrase) {
	if n, rest, ok := numberOf(t.text); ok && !t.quoted && (rest == "" || !whole) {
		out = append(out, n.phrases(t.text))
		t.text = rest
	}
	for _, p := range phrases(t) {
		out = append(out, []Phrase{p})
	}
	return out
}

// filter takes a filter term.
func (q *Query) filter(t term) error {
	if t.not {
		return errExcluded
	}
	switch t.name {
	case "source":
		q.Source = append(q.Source, t.text)
	case "lang":
		q.Lang = append(q.Lang, t.text)
	case "topic":
		q.Topic = append(q.Topic, t.text)
	case "from", "to":
		from, to, ok := span(t.text)
		if !ok {
			what := t.name + ":" + t.text
			return &Fault{Why: NoDate, What: what, text: fmt.Sprintf("%s is not a date: write %s:2026-11-23", what, t.name)}
		}
		if t.name == "from" {
			q.From = from
		} else {
			q.To = to
		}
	}
	return nil
}

// span reads a day, month or year and returns its bounds.
func span(s string) (from, to time.Time, ok bool) {
	s = strings.NewReplacer("/", "-", "年", "-", "月", "-", "日", "").Replace(s)
	s = strings.TrimSuffix(s, "-")
	for _, f := range []struct {
		layout              string
		years, months, days int
	}{
		{"2006-1-2", 0, 0, 1}, {"20060102", 0, 0, 1}, {"2006-1", 0, 1, 0}, {"2006", 1, 0, 0},
	} {
		if t, err := time.Parse(f.layout, s); err == nil {
			return t, t.AddDate(f.years, f.months, f.days), true
		}
	}
	return from, to, false
}

// term is one piece of a query as it was typed.
type term struct {
	text   string
	name   string // of a filter
	not    bool
	quoted bool
}

// filters are the names that make a term a filter.
var filters = []string{"source", "lang", "topic", "from", "to"}

// terms cuts a query at its spaces, quotation marks excepted.
func terms(s string) []term {
	var out []term
	for {
		s = strings.TrimLeftFunc(s, unicode.IsSpace)
		if s == "" {
			return out
		}
		var t term
		if rest, ok := cutAny(s, "-", "－", "−"); ok && rest != "" && !startsSpace(rest) {
			t.not, s = true, rest
		}
		for _, name := range filters {
			if rest, ok := cutName(s, name); ok {
				t.name, s = name, rest
				break
			}
		}
		if t.text, s, t.quoted = quoted(s); !t.quoted {
			n := 0
			if t.name == "" {
				n = numberEnd(s)
			}
			if k := strings.IndexFunc(s[n:], func(r rune) bool { return unicode.IsSpace(r) || r == '"' || r == '“' }); k < 0 {
				n = len(s)
			} else {
				n += k
			}
			t.text, s = s[:n], s[n:]
		}
		if t.text != "" {
			out = append(out, t)
		}
	}
}

func startsSpace(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}

func cutAny(s string, prefixes ...string) (string, bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return rest, true
		}
	}
	return s, false
}

// cutName cuts a filter's name and its colon, of either width, if a value follows.
func cutName(s, name string) (string, bool) {
	if len(s) <= len(name) || !strings.EqualFold(s[:len(name)], name) {
		return s, false
	}
	rest, ok := cutAny(s[len(name):], ":", "：")
	return rest, ok && rest != "" && !startsSpace(rest)
}

// quoted cuts a phrase in quotation marks; one that is not closed goes on to the end.
func quoted(s string) (phrase, rest string, ok bool) {
	rest, ok = cutAny(s, `"`, "“", "”", "„")
	if !ok {
		return "", s, false
	}
	n := strings.IndexAny(rest, `"“”`)
	if n < 0 {
		return rest, "", true
	}
	_, size := utf8.DecodeRuneInString(rest[n:])
	return rest[:n], rest[n+size:], true
}

// phrases makes a term's phrases: one of a quotation, one for each part between the
// punctuation of a bare term.
func phrases(t term) []Phrase {
	parts := []string{t.text}
	if !t.quoted {
		parts = strings.FieldsFunc(t.text, func(r rune) bool {
			return strings.ContainsRune("，。、；：？！,;?!()（）《》「」『』〈〉【】[]…", r)
		})
	}
	var out []Phrase
	for _, s := range parts {
		p := newPhrase(s)
		if len(p.Tokens) == 0 {
			continue
		}
		if last := p.Tokens[len(p.Tokens)-1]; !t.quoted && !p.Prefix && stemmed(last) {
			p.inflected = Forms(last)
		}
		out = append(out, p)
	}
	return out
}

// forms are the phrases that an index is asked for in the place of p.
func (p Phrase) forms() []Phrase {
	if len(p.inflected) == 0 {
		return []Phrase{p}
	}
	n := len(p.Tokens) - 1
	var out []Phrase
	for _, w := range p.inflected {
		out = append(out, Phrase{Tokens: append(p.Tokens[:n:n], w)})
	}
	return out
}

// newPhrase takes the tokens of s. Where s begins or ends in a run of characters, the
// text's run may reach further: its first or last character is not looked for on its own,
// unless it is all there is of the run.
func newPhrase(s string) Phrase {
	body, star := strings.CutSuffix(s, "*")
	ts := tokens(body)
	if len(ts) == 0 {
		return Phrase{}
	}
	last := ts[len(ts)-1]
	if len(ts) == 1 && last.wide {
		return Phrase{Tokens: []string{last.text}, Prefix: true, alone: true, typed: strings.TrimSpace(s)}
	}
	if ts[0].alone && !ts[0].last {
		ts = ts[1:]
	}
	if n := len(ts) - 1; last.last && n > 0 && ts[n-1].wide && !ts[n-1].last {
		ts = ts[:n]
	}
	p := Phrase{Prefix: star && !last.wide, typed: strings.TrimSpace(s)}
	for _, t := range ts {
		p.Tokens = append(p.Tokens, t.text)
	}
	return p
}
