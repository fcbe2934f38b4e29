package byline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelled reports whether a text is of characters by which Chinese spells foreign names.
func spelled(s string) bool {
	n, all := 0, 0
	for _, r := range s {
		if all++; known().spelling[r] {
			n++
		}
	}
	return all > 0 && 3*n >= 2*all
}

// joined joins a name that is written with a space in it: 张 伟, 山田 太郎.
func (m *machine) joined(t token, next []token) (string, int) {
	if len(next) == 0 || next[0].digits || next[0].latin || strings.Trim(next[0].before, " ") != "" {
		return t.text, 0
	}
	n := utf8.RuneCountInString(next[0].text)
	l := known()
	if m.lang == "ja" {
		if l.surnames["ja"][t.text] && n <= 3 && m.either(next[0].text) == none && !l.is(next[0].text, nobody) && !m.isName(next[0].text, false) {
			return t.text + " " + next[0].text, 1
		}
		if m.rare(t.text, next) {
			return t.text + " " + next[0].text, 1
		}
		return t.text, 0
	}
	if utf8.RuneCountInString(t.text) == 1 && n <= 2 && l.surnames["zh"][t.text] && m.either(next[0].text) == none {
		return t.text + next[0].text, 1
	}
	return t.text, 0
}

// rare reports whether a text is a surname that is not known: behind its given name stands what its bearer is, and no more.
func (m *machine) rare(s string, next []token) bool {
	if len(next) != 2 || next[1].before != " " || m.labelOf(next[1].text) != author || m.either(s) != none || known().is(s, place) {
		return false
	}
	given := []rune(next[0].text)
	return len(given) <= 3 && !m.isName(next[0].text, false) && m.either(next[0].text) == none && !known().is(next[0].text, nobody) &&
		!tailed(s, false) && japaneseLike(append([]rune(s), given...))
}

// afterPlace is a name in Japanese behind the name of a place in katakana: ソウル山田太郎.
func afterPlace(s string) string {
	i := strings.LastIndexFunc(s, kana)
	if i < 0 || strings.ContainsAny(s, "・·") {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	if rest := s[i+size:]; utf8.RuneCountInString(rest) >= 3 && strings.IndexFunc(s, func(r rune) bool { return !kana(r) }) == i+size {
		return rest
	}
	return s
}

// without takes off an announced name in Chinese the place and the words behind it:
// 王大同青港, 王大同台北報導.
func (m *machine) without(s string) string {
	l := known()
	for _, w := range l.reports {
		if rest, ok := strings.CutSuffix(s, w); ok && rest != "" && !m.isName(s, true) {
			s = rest
		}
	}
	for _, w := range l.places {
		if rest, ok := strings.CutSuffix(s, w); ok && utf8.RuneCountInString(rest) >= 2 && m.isName(rest, true) {
			return rest
		}
	}
	run := []rune(s)
	if len(run) < 4 || m.isName(s, true) && len(run) == 4 || tailed(s, true) {
		return s
	}
	if head := m.beforePlace(run); head != "" {
		return head
	}
	n := 3
	if len(run) >= 2 && l.surnames["zh"][string(run[:2])] {
		n = 4
	}
	if len(run)-n < 2 {
		n = 2
	}
	if head := string(run[:n]); len(run) <= n+5 && m.isName(head, true) {
		return head
	}
	return s
}

// beforePlace is the name at the beginning of a text of which the rest is a place that the page names elsewhere: of two
// such rests the longer, 陳嶼隆維克 where a report is about 隆維克.
func (m *machine) beforePlace(run []rune) string {
	if m.place == nil {
		return ""
	}
	for n := 2; n <= 4 && len(run)-n >= 2; n++ {
		if head := string(run[:n]); m.isName(head, true) && m.place(head, string(run[n:])) {
			return head
		}
	}
	return ""
}

// reported reports whether a text ends as what says whence a report comes: 北京报道.
func reported(s string) bool {
	for _, w := range known().reports {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// pen reports whether a text may be a pen name behind a label with a colon.
func (m *machine) pen(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 2 && n <= 6 && !tailed(s, false) && !known().is(s, nobody) && !known().is(s, place)
}

// startsName reports whether a text begins as a name does.
func (m *machine) startsName(s string) bool {
	run := []rune(s)
	if len(run) < 2 {
		return false
	}
	names := known().surnames[m.lang]
	for n := 1; n <= 3 && n <= len(run); n++ {
		if names[string(run[:n])] {
			return true
		}
	}
	return strings.ContainsAny(s, "·・") || m.lang == "ja" && len(run) >= 3
}

// isName reports whether a text is a name in the language. announced: a label says so.
func (m *machine) isName(s string, announced bool) bool {
	l := known()
	if l.is(s, nobody) || tailed(s, announced) || m.either(s) != none {
		return false
	}
	if left, right, ok := strings.Cut(strings.ReplaceAll(s, "・", "·"), "·"); ok {
		n := utf8.RuneCountInString(s)
		return n >= 4 && n <= 16 && left != "" && right != ""
	}
	run := []rune(strings.ReplaceAll(s, " ", ""))
	switch m.lang {
	case "ko":
		return koreanName(run)
	case "ja":
		return japaneseName(run) || announced && japaneseLike(run)
	}
	return chineseName(run)
}

func chineseName(run []rune) bool {
	names := known().surnames["zh"]
	for _, r := range run {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	switch n := len(run); {
	case n < 2 || n > 4:
		return false
	case names[string(run[:2])]:
		return n >= 3 || names[string(run[:1])]
	case n == 4:
		return names[string(run[:1])] && names[string(run[1:2])] && !spelled(string(run)) && strings.Contains("陳張李黃林王鄭劉許葉吳楊范簡", string(run[:1]))
	}
	return names[string(run[:1])]
}

func japaneseName(run []rune) bool {
	names := known().surnames["ja"]
	for n := min(3, len(run)-1); n > 0; n-- {
		if given := len(run) - n; names[string(run[:n])] && given <= 3 && (given > 1 || n > 1) {
			return !strings.ContainsFunc(string(run), kana) || !strings.ContainsFunc(string(run[n:]), func(r rune) bool { return !kana(r) })
		}
	}
	return false
}

// japaneseLike reports whether characters may be a name whose surname is rare.
func japaneseLike(run []rune) bool {
	if len(run) < 3 || len(run) > 5 {
		return false
	}
	for _, r := range run {
		if !unicode.Is(unicode.Han, r) && r != '々' && r != 'ヶ' && r != 'ノ' {
			return false
		}
	}
	return true
}

func koreanName(run []rune) bool {
	names := known().surnames["ko"]
	for _, r := range run {
		if !unicode.Is(unicode.Hangul, r) {
			return false
		}
	}
	switch len(run) {
	case 2, 3:
		return names[string(run[:1])]
	case 4:
		return names[string(run[:2])]
	}
	return false
}

// bodily reports whether a text that is no name ends as what is no person does.
func bodily(s string) bool {
	return slices.ContainsFunc(known().tails, func(w string) bool { return strings.HasSuffix(s, w) })
}

// tailed reports whether a text ends as what is no person does. announced: only by what no
// given name ends in.
func tailed(s string, announced bool) bool {
	l := known()
	for _, w := range l.tails {
		if !strings.HasSuffix(s, w) {
			continue
		}
		if one := utf8.RuneCountInString(w) == 1; one && (announced || utf8.RuneCountInString(s) == 3 && s != w) && !strings.Contains("报報社网網部局组組室院厅廳处處版団团團", w) {
			continue
		}
		return true
	}
	return false
}
