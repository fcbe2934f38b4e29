package salvage

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
)

// state says how far a value could be read.
type state int

const (
	whole  state = iota
	cut          // it broke off, or its form was lost: what was whole until then is kept
	absent       // there is no value
)

// reader reads JSON (RFC 8259) and the forms that models make of it: comments, single and
// typographic quotation marks, keys and words without marks, commas too many or too few, the
// words of Python, line ends and unescaped marks within strings, strings in pieces, keys said twice.
type reader struct {
	s    string
	at   int
	last map[string]int // where each end of a comment comes last, and the last quotation mark
}

func (r reader) rest() string { return r.s[r.at:] }

// ahead is the next n bytes of the rest.
func (r *reader) ahead(n int) string { return r.s[r.at:min(len(r.s), r.at+n)] }

// skip passes over white space and comments.
func (r *reader) skip() {
	for {
		r.at += len(r.rest()) - len(strings.TrimLeftFunc(r.rest(), unicode.IsSpace))
		switch rest := r.ahead(4); {
		case strings.HasPrefix(rest, "//"), len(rest) > 1 && rest[0] == '#' && !unicode.IsDigit(rune(rest[1])):
			r.comment("\n")
		case strings.HasPrefix(rest, "/*"):
			r.comment("*/")
		case rest == "<!--":
			r.comment("-->")
		default:
			return
		}
	}
}

// comment passes over a comment that something ends. Code that it swallowed is not of it: the brackets at the end
// of a line in which none of them opens, and, where no quotation mark follows the line or nothing ends the comment,
// what looks like the next key or the next object.
func (r *reader) comment(end string) {
	if r.last == nil {
		r.last = map[string]int{`"`: strings.LastIndexAny(r.s, `"'”`)}
	}
	if _, known := r.last[end]; !known {
		r.last[end] = strings.LastIndex(r.s, end)
	}
	line, ended := r.rest(), r.last[end] >= r.at
	if ended {
		line = line[:strings.Index(line, end)]
	}
	if ended && end != "\n" {
		r.at += len(line) + len(end)
		return
	}
	if at := resumed.FindStringIndex(line); at != nil && (!ended || r.last[`"`] < r.at+len(line)) {
		r.at += max(at[0], 1)
		return
	}
	if words := strings.TrimRight(line, "]} \t\r,"); !strings.ContainsAny(words, "[{") {
		line = words
	}
	r.at += max(len(line), 1)
}

// resumed matches where code goes on behind a comment on its line.
var resumed = regexp.MustCompile(`(?:[\]}][\]}\s]*,\s*)?(?:["'“][\pL_]{1,24}["'”]\s*[:：]|\{\s*["'“])|[\]}][\]}\s]*$`)

// took passes over one of the texts, if the rest begins with it.
func (r *reader) took(texts ...string) bool {
	for _, t := range texts {
		if strings.HasPrefix(r.rest(), t) {
			r.at += len(t)
			return true
		}
	}
	return false
}

// value reads what a member or an element can be.
func (r *reader) value(depth int, within byte) (any, state) {
	if r.skip(); r.at == len(r.s) || depth > maxDepth {
		return nil, cut
	}
	switch c := r.s[r.at]; {
	case c == '{':
		return r.object(depth)
	case c == '[', c == '(' && tuple.MatchString(r.ahead(maxAhead)):
		return r.list(depth, c)
	case r.mark() != "":
		return r.quoted(within)
	}
	return r.bare(within)
}

// object reads an object.
func (r *reader) object(depth int) (any, state) {
	for r.at++; strings.HasPrefix(r.peek(), "{"); r.at++ { // said twice, as in templates
		r.skip()
	}
	return r.members(nil, depth)
}

// members reads the members of an object, after those that it has already, to its end. It keeps one whose value broke
// off only if that is an object or a list: half a sentence is none.
func (r *reader) members(already []member, depth int) (any, state) {
	var g groups
	for _, m := range already {
		g.add(m)
	}
	for {
		r.separators()
		switch next := r.peek(); {
		case r.took("}"):
			return g.value(), whole
		case strings.HasPrefix(next, "]") && strayList.MatchString(next):
			r.at++
			continue
		case strings.HasPrefix(next, "]"), depth > 0 && strings.HasPrefix(next, "{"): // the object's end was forgotten
			return g.value(), whole
		}
		key, st := r.key()
		if st != whole {
			return g.value(), cut
		}
		v, st := r.value(depth+1, '{')
		if st == whole {
			v, st = r.more(v, depth)
		}
		if st == whole || st == cut && nested(v) {
			g.add(member{key, v})
		}
		if st != whole {
			return g.value(), cut
		}
	}
}

// list reads a list. An element that broke off is dropped. A key within it begins an object whose
// bracket is missing.
func (r *reader) list(depth int, opened byte) (any, state) {
	r.at++
	elements := []any{}
	for {
		r.separators()
		if r.took("]") || opened == '(' && r.took(")") {
			return elements, whole
		}
		switch next := r.peek(); {
		case strings.HasPrefix(next, "},{") && ofObjects(elements): // a bracket too many
			r.at++
			continue
		case strings.HasPrefix(next, "}"): // the list's end was forgotten
			return elements, whole
		}
		v, st := r.value(depth+1, opened)
		if key, is := v.(string); is && st == whole {
			if r.skip(); r.took(":", "：") {
				v, st = r.value(depth+2, '{')
				if st == whole {
					v, st = r.members([]member{{key, v}}, depth+1)
				}
			}
		}
		if st != whole {
			return elements, cut
		}
		if several, is := v.(parts); is {
			elements = append(elements, several...)
		} else {
			elements = append(elements, v)
		}
	}
}

// tuple matches the beginning of a list of Python's other kind, and of a string in pieces.
var tuple = regexp.MustCompile(`^\(\s*["'\d]`)

// strayList matches what follows a bracket of a list that was said twice, with it.
var strayList = regexp.MustCompile(`^\](?:\},\{|\}\]|,["'“])`)

// more reads what follows the first element of a list whose bracket is missing: further objects,
// or numbers.
func (r *reader) more(first any, depth int) (any, state) {
	list := []any{first}
	switch v := first.(type) {
	case object, parts:
		if several, is := v.(parts); is {
			list = several
		}
		for {
			if r.separators(); !strings.HasPrefix(r.rest(), "{") {
				break
			}
			v, st := r.object(depth + 2)
			if st != whole {
				return list, cut
			}
			if several, is := v.(parts); is {
				list = append(list, several...)
			} else {
				list = append(list, v)
			}
		}
	case json.Number:
		m := moreNumbers.FindString(r.ahead(maxAhead))
		for _, n := range strings.FieldsFunc(m, func(c rune) bool { return !unicode.IsDigit(c) }) {
			list = append(list, n)
		}
		r.at += len(m)
	}
	if len(list) == 1 {
		return first, whole
	}
	r.skip()
	r.took("]")
	return list, whole
}

var moreNumbers = regexp.MustCompile(`^(?:\s*,\s*\d{1,4})+\s*\]`)

// ofObjects reports a list whose latest element is an object.
func ofObjects(elements []any) bool {
	if len(elements) == 0 {
		return false
	}
	_, is := elements[len(elements)-1].(object)
	return is
}

func nested(v any) bool {
	switch v.(type) {
	case object, parts, []any:
		return true
	}
	return false
}

// separators passes over commas, of which there may be too many or none.
func (r *reader) separators() {
	for r.skip(); r.took(",", "，", ";"); r.skip() {
	}
}

// key reads a key and its colon, either of which may lack a mark.
func (r *reader) key() (string, state) {
	if r.at == len(r.s) {
		return "", cut
	}
	var key string
	if m := openKey.FindStringSubmatch(r.ahead(maxAhead)); m != nil { // "title: "…
		r.at += len(m[0]) - len(m[2])
		return m[1], whole
	} else if r.mark() != "" {
		v, st := r.quoted(':')
		if st != whole {
			return "", cut
		}
		key, _ = v.(string)
	} else if m := bareKey.FindString(r.ahead(maxAhead)); m != "" {
		key = m
		r.at += len(m)
	} else {
		return "", absent
	}
	if strings.HasPrefix(r.peek(), `":`) {
		r.skip()
		r.at++
	}
	colon := false
	for r.skip(); r.took(":", "："); r.skip() {
		colon = true
	}
	if !colon && (r.at == len(r.s) || !strings.ContainsRune("\"[{", rune(r.s[r.at]))) {
		return "", absent
	}
	return key, whole
}

// peek is what comes next, without white space.
func (r *reader) peek() string {
	return strings.Join(strings.Fields(r.ahead(16)), "")
}

var (
	openKey = regexp.MustCompile(`^"([\pL_]{1,24})[:：]\s*(["“\[{])`)
	bareKey = regexp.MustCompile(`^[\pL_$][\pL\pN_$-]{0,60}`)
	nextKey = regexp.MustCompile(`^(?:["'“]{0,2}[\pL_$][\pL\pN_\s$-]{0,60}["'”]{0,2}\s*[:：]|["“][\pL_]{1,24}["”]\s*["“\[{])`)
)

// words are the values that need no quotation marks.
var words = map[string]any{"true": true, "false": false, "null": nil, "True": true, "False": false, "None": nil, "undefined": nil, "NaN": nil}

// Patterns of numbers behind which a comment or a wide comma stands.
var (
	beforeComment = regexp.MustCompile(`^(0|[1-9]\d{0,5})\s*(?://|/\*|#|<!--)`)
	wideNumber    = regexp.MustCompile(`^[0-9０-９]{1,6}(?:，)`)
)

// bare reads a value without quotation marks. A word that is none of the known is a text if it
// ends where a value can.
func (r *reader) bare(within byte) (any, state) {
	token := r.ahead(maxWord)
	if m := beforeComment.FindStringSubmatch(token); m != nil {
		r.at += len(m[1])
		return json.Number(m[1]), whole
	}
	if m := wideNumber.FindString(token); m != "" {
		r.at += len(m)
		return strings.TrimSuffix(m, "，"), whole
	}
	if n := strings.IndexAny(token, ",[]{}\"“”\n:："); n >= 0 && (within != '(' || strings.IndexByte(token[:n], ')') < 0) {
		token = token[:n]
	} else if n = strings.IndexByte(token, ')'); within == '(' && n >= 0 {
		token = token[:n]
	}
	end := r.at + len(token)
	token = strings.TrimSpace(token)
	if token != "" && strings.HasPrefix(r.s[end:], `"`) && closes(r.s[end+1:], within) { // its first mark is missing
		r.at = end + 1
		return token, whole
	}
	if token == "" || end < len(r.s) && !strings.ContainsAny(r.s[end:end+1], ",]}\n") && (within != '(' || r.s[end] != ')') {
		return nil, absent
	}
	r.at = end
	st := whole
	if end == len(r.s) { // more of it may have been meant to come
		st = cut
	}
	if v, ok := words[token]; ok {
		return v, st
	}
	if json.Valid([]byte(token)) {
		return json.Number(token), st
	}
	return token, st
}
