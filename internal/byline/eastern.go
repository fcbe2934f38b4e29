package byline

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The scripts of East Asia write no spaces into names and put labels before them, behind
// them or around them. A text is cut into tokens; a machine reads them one by one.

func labelled(s string) bool {
	l := known()
	return l.is(s, author) || l.is(s, other)
}

// found is a name and whether a label says that it is an author's.
type found struct {
	name      string
	announced bool
	strong    bool // by a label with a colon
}

// machine reads tokens.
type machine struct {
	lang    string // zh, ja or ko
	out     []found
	pending int  // of out since the last label
	mode    kind // of the last label
	colon   bool // behind it
	labels  int
	others  int
	first   kind // author: a name came first; other: a label did
	unknown int  // characters of what is neither
	figures bool
	place   func(behind, name string) bool
}

// tongue is the language by which names in a text are known: by the characters that one language alone has, then by the
// language of the page where that is one of them, then by how the names are made.
func (r Reader) tongue(s string) string {
	kanas := false
	for _, x := range s {
		if unicode.Is(unicode.Hangul, x) {
			return "ko"
		}
		kanas = kanas || unicode.In(x, unicode.Hiragana, unicode.Katakana)
	}
	if kanas {
		return "ja"
	}
	for _, x := range s {
		if lang := known().only[x]; lang != "" {
			return lang
		}
	}
	switch lang, _, _ := strings.Cut(strings.ToLower(r.Lang), "-"); {
	case lang == "ja", lang != "zh" && nipponese(tokens(s)):
		return "ja"
	}
	return "zh"
}

// nipponese reports whether a text in Han characters has a name that is one in Japanese and none in Chinese, its surname of
// two characters, or its given name written apart.
func nipponese(all []token) bool {
	ja, zh := machine{lang: "ja"}, machine{lang: "zh"}
	for i, t := range all {
		run := []rune(t.text)
		if t.digits || t.latin || ja.either(t.text) != none {
			continue
		}
		if len(run) >= 3 && !zh.isName(t.text, false) && known().surnames["ja"][string(run[:2])] && japaneseName(run) {
			return true
		}
		if s, used := ja.joined(t, all[i+1:]); used > 0 && len(run) >= 2 && s != t.text && !zh.isName(t.text, false) {
			return true
		}
	}
	return false
}

// eastern reads a text that holds authors.
func (r Reader) eastern(s string, marked bool) []string {
	m := machine{lang: r.tongue(s), place: r.Place}
	m.run(tokens(s))
	var names []string
	for _, f := range m.out {
		names = addName(names, f.name)
	}
	if len(names) > 0 {
		return names
	}
	if m.others > 0 || m.labels > 0 || m.figures {
		return nil
	}
	return r.bodyIn(s, marked)
}

// bodyIn is a text without a person in it that may be the name of a body.
func (r Reader) bodyIn(s string, marked bool) []string {
	whole := strings.Trim(strings.TrimSpace(s), "[]【】()（） ")
	size := utf8.RuneCountInString(whole)
	switch l := known(); {
	case strings.ContainsAny(whole, ":：@"), l.is(whole, nobody), l.deskOnly(whole), size > 30, size < 2,
		incorporated.MatchString(whole), r.Not != nil && r.Not(whole),
		marked && (size > 7 || bodily(whole) || strings.ContainsAny(whole, "  /／|＝=")):
		return nil
	}
	if r.Trim != nil {
		whole = r.Trim(whole)
	}
	return []string{strings.Join(strings.Fields(whole), " ")}
}

var incorporated = regexp.MustCompile(`株式会社|有限公司|주식회사`)

func (m *machine) run(all []token) {
	for i := 0; i < len(all); i++ {
		t := all[i]
		last := i+1 == len(all)
		switch {
		case t.digits:
			m.figures = true
			if m.mode == author && strings.ContainsAny(t.text, ":.-/年월") {
				m.mode = none
			}
		case t.latin:
			m.foreign(t)
		default:
			i += m.read(t, all[i+1:], last)
		}
	}
}

// foreign reads words in Latin letters: a name where a label asks for one.
func (m *machine) foreign(t token) {
	if m.mode == other {
		return
	}
	if Personal(t.text) || m.mode == author && m.colon && !login(t.text) {
		m.add(t.text, m.mode == author)
	}
}

func (m *machine) add(name string, announced bool) {
	if m.first == none {
		m.first = author
	}
	m.out = append(m.out, found{name: name, announced: announced, strong: m.colon})
	m.pending++
}

// read reads a token of the East, and says how many of those behind it are read with it.
func (m *machine) read(t token, next []token, last bool) int {
	l := known()
	s := t.text
	if l.is(s, nobody) && !labelled(s) {
		return 0
	}
	if k := m.labelOf(s); k != none {
		m.label(k, t, next, last)
		return 0
	}
	if head, k, rest := m.labelIn(s); k != none {
		if rest == "" { // behind a name: 김철수기자, 山田太郎記者, 王小明摄
			m.named(token{text: head, before: t.before}, nil)
			m.suffix(k)
			return 0
		}
		m.begin(k, rest == "" && t.after == ':')
		t.text, t.before = rest, ""
		return m.named(t, next)
	}
	if t.after == '=' || l.is(s, place) && m.mode != author {
		return 0 // 青港＝山田太郎
	}
	return m.named(t, next)
}

// labelOf says what a token is that is a label and no more.
func (m *machine) labelOf(s string) kind {
	l := known()
	switch {
	case l.is(s, other):
		return other
	case l.is(s, author):
		return author
	}
	for _, of := range []string{"本报", "本報", "本社", "本网", "本刊", "本台", "同", "元"} {
		if rest, ok := strings.CutPrefix(s, of); ok && l.is(rest, author) && rest != "" {
			return author
		}
	}
	if m.lang == "zh" || m.lang == "ja" { // 港报记者, 驻东京记者, 青港支局長
		for _, tailWord := range []string{"记者", "記者", "通讯员", "通訊員", "特派员", "特派員", "评论员", "評論員"} {
			if head, ok := strings.CutSuffix(s, tailWord); ok && head != "" && !m.isName(head, false) && !strings.HasSuffix(head, "摄影") && !strings.HasSuffix(head, "攝影") {
				return author
			}
		}
	}
	return none
}

// labelIn finds a label inside a token. Before it stands a paper or a place, or, where
// nothing is behind it, a name.
func (m *machine) labelIn(s string) (head string, k kind, rest string) {
	run := []rune(s)
	if head, k := m.labelBehind(run); k != none {
		return head, k, ""
	}
	if m.lang == "ko" {
		return "", none, s
	}
	for i := range run {
		for n := min(len(run)-i-1, longestLabel); n >= 2; n-- {
			w := string(run[i : i+n])
			k := m.either(w)
			if k == none || i > 0 && k != other && !strings.ContainsRune("者员員", run[i+n-1]) {
				continue
			}
			if rest := string(run[i+n:]); m.startsName(rest) || known().is(rest, nobody) {
				return string(run[:i]), k, rest
			}
		}
	}
	return "", none, s
}

// longestLabel bounds a label that sticks to a name, in characters.
const longestLabel = 7

// labelBehind finds a label that sticks to the end of a name.
func (m *machine) labelBehind(run []rune) (name string, k kind) {
	for n := min(len(run)-1, longestLabel); n >= 1; n-- {
		name, w := string(run[:len(run)-n]), string(run[len(run)-n:])
		k := m.either(w)
		if k == none || !m.isName(name, false) {
			continue
		}
		if n == 1 && (k != other && m.lang == "ko" || !strings.Contains("摄攝文圖图", w) || w == "文" && m.isName(string(run), false)) {
			continue // 王小文 is a name
		}
		return name, k
	}
	return "", none
}

func (m *machine) either(w string) kind {
	l := known()
	switch {
	case l.is(w, other):
		return other
	case l.is(w, author):
		return author
	}
	return none
}

// label reads a label that is a token of its own.
func (m *machine) label(k kind, t token, next []token, last bool) {
	forward := strings.ContainsRune(":/=|", t.after)
	switch {
	case m.lang == "ko" && m.koreanLabel(k, forward, next):
	case m.pending > 0 && !forward && m.labelsBack(t, next, last):
		m.suffix(k)
	case m.joinsLabel(k, t): // 文、圖：王小明
		m.colon = t.after == ':'
	default:
		m.begin(k, t.after == ':')
	}
}

// koreanLabel reads a label as Korean has them, behind names as a rule. It is false for one that announces names as elsewhere.
func (m *machine) koreanLabel(k kind, forward bool, next []token) bool {
	ahead := m.nameFollows(next)
	switch {
	case k == other && m.mode == author && m.pending > 0 && ahead: // 글 김철수 사진 이영희
		m.begin(k, false)
	case m.pending > 0 && !forward:
		m.suffix(k)
	case k == author && !forward && (m.mode == other || !ahead): // 사진=이영희 기자
		m.labels++
		m.mode = none
	default:
		return false
	}
	return true
}

// joinsLabel reports whether a label is one of several before a name, of which the first says that it is an author's.
func (m *machine) joinsLabel(k kind, t token) bool {
	return k == other && m.mode == author && m.pending == 0 && m.labels > 0 && strings.ContainsAny(t.before, "/·・、,&")
}

// labelsBack reports whether a label behind names is theirs, and not that of names that follow.
func (m *machine) labelsBack(t token, next []token, last bool) bool {
	return last || strings.Contains(t.before, "/") || m.first == author && m.labels == 0 || !m.nameFollows(next)
}

func (m *machine) nameFollows(next []token) bool {
	for _, t := range next {
		if t.digits {
			return false
		}
		if m.either(t.text) == none {
			return t.latin || m.startsName(t.text)
		}
	}
	return false
}

// begin opens what a label announces.
func (m *machine) begin(k kind, colon bool) {
	if m.first == none {
		m.first = other
	}
	m.mode, m.pending, m.colon = k, 0, colon
	m.labels++
	if k == other {
		m.others++
	}
}

// suffix says of the names before a label what they are.
func (m *machine) suffix(k kind) {
	m.labels++
	if k == other {
		m.others++
		m.out = m.out[:len(m.out)-m.pending]
	} else {
		for i := len(m.out) - m.pending; i < len(m.out); i++ {
			m.out[i].announced = true
		}
	}
	m.pending, m.mode = 0, none
}

// named takes a token for a name, if it can be one.
func (m *machine) named(t token, next []token) int {
	if m.mode == other {
		return 0
	}
	announced := m.mode == author
	s, used := t.text, 0
	if m.lang != "ko" {
		s, used = m.joined(t, next)
	}
	if announced && m.lang != "ja" {
		if m.pending > 0 && reported(s) {
			return used
		}
		s = m.without(s)
	}
	if m.lang == "ja" {
		s = afterPlace(s)
	}
	switch {
	case m.isName(s, announced), used > 0 && m.lang == "ja":
		m.add(s, announced)
	case announced && m.colon && m.pen(s):
		m.add(s, true)
	case announced && (reported(s) || known().is(s, place)):
	default:
		m.unknown += utf8.RuneCountInString(s)
		if announced {
			m.mode = none
		}
	}
	return used
}
