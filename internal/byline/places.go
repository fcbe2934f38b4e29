package byline

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what is looked at in the text of a report, in characters.
const (
	opening    = 70 // where the bracket of an agency may begin and a Korean credit may end
	bracketed  = 60 // the text in it
	signedLine = 70 // a line that is a byline
)

// announced are the names that labels announce.
func (m *machine) announced() []string {
	var names []string
	for _, f := range m.out {
		if f.announced {
			names = addName(names, f.name)
		}
	}
	return names
}

// fromPlace is names and whence they report: 王大同 发自青港, 王大同 青港报道.
var fromPlace = regexp.MustCompile(`^(\p{Han}{2,4}(?:[、，, 　]{1,2}\p{Han}{2,4}){0,4})\s*[　／/| ]\s*(?:(?:发自|發自)\s?[\p{Han}·]{2,10}|[\p{Han}·]{2,8}(?:报道|報道|報導|报导|专电|專電|电|電|讯|訊))$`)

// line reads a short line of Chinese, Japanese or Korean.
func (r Reader) line(s string) []string {
	if utf8.RuneCountInString(s) > signedLine || strings.ContainsAny(s, "。！？!?") {
		return nil
	}
	switch r.tongue(s) {
	case "zh":
		if g := fromPlace.FindStringSubmatch(s); g != nil {
			if names := r.signature(g[1]); names != nil {
				return names
			}
		}
	case "ja":
		if inside, whole, ok := lastBracket(s); ok && whole && strings.ContainsAny(inside, "=＝") {
			return r.japanese(inside, true)
		}
	case "ko":
		if g := korean.FindStringSubmatch(s); g != nil && g[1] != s {
			return r.line(g[1])
		}
	}
	m := machine{lang: r.tongue(s), place: r.Place}
	m.run(tokens(s))
	if m.unknown > 6 {
		return nil
	}
	return m.announced()
}

// group is a text in brackets and the one before it.
var group = regexp.MustCompile(`^([^(\[（【［〔。！？\n]*)[(\[（【［〔]([^()\[\]（）【】［］〔〕]+)[)\]）】］〕]`)

// korean is the credit at the beginning of a report of a Korean agency: 김철수 기자 = ….
var korean = regexp.MustCompile(`^(?:[(\[（【［〔][^()\[\]（）【】]{1,40}[)\]）】］〕]\s*)?((?:[\p{Hangul}·, ]{2,30}?)(?:기자|특파원|통신원))\s*(?:[=＝]|[/／]?\s?[\w.-]+@)`)

// reporting is the credit at the beginning that no bracket holds: 記者王大同／台北報導.
var reporting = regexp.MustCompile(`^((?:本报|本報|\p{Han}{2,8})?(?:记者|記者)\s?\p{Han}{2,16}(?:[、／/ ]\p{Han}{2,8}){0,3}[／/ ]\p{Han}{2,5}(?:报道|報導|報道|讯|訊|电|電))(?:[\s　：:]|$)`)

// Opening reads the credit at the beginning of a report's first paragraph: of an agency in
// brackets, of a Korean agency before a sign of equality, of a Taiwanese paper.
func (r Reader) Opening(paragraph string) []string {
	s := strings.TrimSpace(cutRunes(strings.TrimSpace(paragraph), opening+bracketed+40))
	if !strings.ContainsFunc(s, Eastern) {
		return nil
	}
	if g := korean.FindStringSubmatch(s); g != nil {
		if names := r.line(g[1]); len(names) > 0 {
			return names
		}
	}
	if g := reporting.FindStringSubmatch(s); g != nil {
		return r.line(g[1])
	}
	for range 3 { // 【青港訊】（記者王大同）
		g := group.FindStringSubmatchIndex(s)
		if g == nil || utf8.RuneCountInString(s[:g[3]]) > 30 {
			return nil
		}
		inside := s[g[4]:g[5]]
		if utf8.RuneCountInString(inside) <= bracketed {
			if names := r.bracket(inside, s[:g[4]]); len(names) > 0 {
				return names
			}
		}
		s = strings.TrimSpace(s[g[1]:])
	}
	return nil
}

// bracket reads what a bracket at the beginning holds. before is all up to it, its mark included.
func (r Reader) bracket(inside, before string) []string {
	if names := r.line(inside); len(names) > 0 {
		return names
	}
	switch r.tongue(inside) {
	case "ja":
		if strings.HasSuffix(before, "【") || strings.HasSuffix(before, "［") || strings.HasSuffix(before, "〔") {
			return r.japanese(inside, true)
		}
	case "zh":
		if reported(strings.TrimRight(before, "([（【［〔 　")) {
			return r.signature(inside) // 东湾3月3日电（张望舒 李明远）
		}
	}
	return nil
}

// Closing reads the signature at the end of a report's last paragraph: the whole of it, or
// what is in brackets at its end.
func (r Reader) Closing(paragraph string) []string {
	s := strings.TrimSpace(paragraph)
	if !strings.ContainsFunc(s, Eastern) {
		if utf8.RuneCountInString(s) <= 90 {
			return r.Announced(strings.Trim(s, "()[] "))
		}
		return nil
	}
	s = strings.TrimRight(s, "1234567890０１２３４５６７８９ 　◇■◆▲●□")
	if inside, whole, ok := lastBracket(s); ok && utf8.RuneCountInString(inside) <= bracketed {
		if names := r.line(inside); len(names) > 0 {
			return names
		}
		switch r.tongue(s) {
		case "ja":
			return r.japanese(inside, false)
		case "zh":
			if whole {
				return r.signature(inside)
			}
		}
		return nil
	}
	if at := strings.LastIndex(s, ". "); r.tongue(s) == "ko" && at > 0 { // … 밝혔다. /김철수 기자
		if tail := strings.TrimSpace(s[at+1:]); utf8.RuneCountInString(tail) <= 40 {
			if names := r.line(tail); names != nil {
				return names
			}
		}
	}
	return r.line(s)
}

// lastBracket is the text in brackets at the end of a paragraph. whole: it is all of it.
func lastBracket(s string) (inside string, whole, ok bool) {
	for _, b := range []string{"（）", "()", "【】", "[]", "〔〕", "［］"} {
		open, size := utf8.DecodeRuneInString(b)
		body, found := strings.CutSuffix(s, b[size:])
		if !found {
			continue
		}
		if at := strings.LastIndex(body, string(open)); at >= 0 {
			return body[at+len(string(open)):], at == 0, true
		}
	}
	return "", false, false
}

// signature reads bare names in Chinese that are a paragraph of their own.
func (r Reader) signature(inside string) []string {
	var names []string
	for _, t := range tokens(inside) {
		m := machine{lang: "zh"}
		if t.digits || t.latin || !m.isName(t.text, false) || spelled(t.text) {
			return nil
		}
		names = addName(names, t.text)
	}
	return names
}

// japanese reads names in brackets in Japanese: by surnames that are known, or behind a
// place and a sign of equality. opens: at the beginning of a report, where a place may stand
// before the name without any.
func (r Reader) japanese(inside string, opens bool) []string {
	if !strings.ContainsFunc(inside, func(x rune) bool { return unicode.Is(unicode.Han, x) }) {
		return nil
	}
	m := machine{lang: "ja"}
	var names []string
	all := tokens(inside)
	for i := 0; i < len(all); i++ {
		t := all[i]
		switch {
		case t.digits || t.latin:
			return nil
		case m.either(t.text) == other:
			return nil
		case t.after == '=' || known().is(t.text, place) || i+1 < len(all) && !strings.ContainsFunc(t.text, func(x rune) bool { return !kana(x) }):
			continue // a place
		}
		s, used := m.joined(t, all[i+1:])
		i += used
		bare := afterPlace(s)
		behind := strings.ContainsAny(t.before, "=")
		switch size := utf8.RuneCountInString(bare); {
		case m.isName(bare, behind) && size >= 3 && size <= 7 && (bare == s || opens):
			names = addName(names, bare)
		case tailed(s, false) && i+1 < len(all): // a department before the name
		default:
			return nil
		}
	}
	return names
}

func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
