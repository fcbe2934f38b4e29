package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The scripts of East Asia write no spaces into names and put labels before them, behind
// them or around them. A text is cut into tokens; a machine reads them one by one.

// token is a run of characters and what stands before and behind it.
type token struct {
	text   string
	before string // marks and spaces
	after  rune   // the next mark; 0: the end
	digits bool   // a day, an hour, a number
	latin  bool   // words in Latin letters
}

// narrow writes a text with the marks of ASCII.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		case r == 0x3000 || r == 0x00a0 || r == 0x2003 || r == 0x2002:
			return ' '
		case r == '‧' || r == '•' || r == '･':
			return '·'
		case r == '丨' || r == '│' || r == '︱':
			return '|'
		case r == 0x200b || r == 0xfeff || r == 0x200c || r == 0x200d:
			return -1
		case r == '〔' || r == '【' || r == '［' || r == '〈' || r == '《':
			return '['
		case r == '〕' || r == '】' || r == '］' || r == '〉' || r == '》':
			return ']'
		}
		return r
	}, s)
}

// sort is the sort of a character: white space and marks, figures, Latin letters, or those
// of the East.
func sort(r rune) int {
	switch {
	case Eastern(r):
		return 3
	case unicode.IsDigit(r):
		return 1
	case unicode.IsLetter(r):
		return 2
	}
	return 0
}

// maxBefore bounds the marks that are kept before a token, in bytes.
const maxBefore = 16

// tokens cuts a text.
func tokens(s string) []token {
	var out []token
	run := []rune(narrow(s))
	before := ""
	for i := 0; i < len(run); {
		k := sort(run[i])
		if k == 0 {
			if len(before) < maxBefore {
				before += string(run[i])
			}
			i++
			continue
		}
		end := i + 1
		for end < len(run) && goesOn(run, end, k) {
			end++
		}
		t := token{text: strings.TrimRight(string(run[i:end]), " .:-/'’"), before: before, digits: k == 1, latin: k == 2}
		if rest := strings.TrimLeft(string(run[end:]), " "); rest != "" {
			if r, _ := utf8.DecodeRuneInString(rest); sort(r) == 0 {
				t.after = r
			}
		}
		out = append(out, t)
		before, i = "", end
	}
	return out
}

// goesOn reports whether a run of a sort goes on at a character.
func goesOn(run []rune, at, k int) bool {
	r := run[at]
	switch k {
	case 1:
		return unicode.IsDigit(r) || strings.ContainsRune("年月日时時分秒点點년월일시분:.-/", r)
	case 2:
		return sort(r) == 2 || strings.ContainsRune(".'’-", r) || unicode.IsDigit(r) ||
			r == ' ' && at+1 < len(run) && sort(run[at+1]) == 2
	}
	if sort(r) == 3 {
		return true
	}
	return (r == '·' || r == '・') && at+1 < len(run) && sort(run[at+1]) == 3 && foreign(run, at)
}

// foreign reports whether a dot is inside a foreigner's name and does not part two names.
func foreign(run []rune, at int) bool {
	start, end := at, at+1
	for start > 0 && sort(run[start-1]) == 3 {
		start--
	}
	for end < len(run) && sort(run[end]) == 3 {
		end++
	}
	left, right := string(run[start:at]), string(run[at+1:end])
	if kana(run[at-1]) && kana(run[at+1]) {
		return true
	}
	if strings.ContainsFunc(left+right, func(r rune) bool { return kana(r) || unicode.Is(unicode.Hangul, r) }) {
		return false
	}
	return !labelled(left) && !labelled(right) && spelled(left[strings.LastIndexAny(left, "者员員")+1:]) && spelled(right)
}

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

func labelled(s string) bool {
	l := known()
	return l.is(s, author) || l.is(s, other)
}

func kana(r rune) bool { return unicode.In(r, unicode.Katakana) || r == 'ー' }

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
}

// tongue is the language by which names in a text are known.
func (r Reader) tongue(s string) string {
	switch {
	case strings.ContainsFunc(s, func(x rune) bool { return unicode.Is(unicode.Hangul, x) }):
		return "ko"
	case strings.ContainsFunc(s, func(x rune) bool { return unicode.In(x, unicode.Hiragana, unicode.Katakana) }),
		strings.HasPrefix(r.Lang, "ja"):
		return "ja"
	}
	return "zh"
}

// eastern reads a text that holds authors.
func (r Reader) eastern(s string, marked bool) []string {
	m := machine{lang: r.tongue(s)}
	m.run(tokens(s))
	var names []string
	for _, f := range m.out {
		names = addName(names, f.name)
	}
	if len(names) > 0 {
		return names
	}
	whole := strings.Trim(strings.TrimSpace(s), "[]【】()（） ")
	size := utf8.RuneCountInString(whole)
	if m.others > 0 || m.labels > 0 || m.figures || strings.ContainsAny(whole, ":：@") || known().is(whole, nobody) || size > 30 || size < 2 {
		return nil
	}
	if strings.Contains(whole, "株式会社") || strings.Contains(whole, "有限公司") || strings.Contains(whole, "주식회사") || r.Not != nil && r.Not(whole) {
		return nil
	}
	if marked && (size > 7 || tailed(whole, false) || strings.ContainsAny(whole, "  /／|＝=")) {
		return nil
	}
	if r.Trim != nil {
		whole = r.Trim(whole)
	}
	return []string{strings.Join(strings.Fields(whole), " ")}
}

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
	l := known()
	run := []rune(s)
	for n := min(len(run)-1, 7); n >= 1; n-- { // behind a name
		w := string(run[len(run)-n:])
		if k := m.either(w); k != none && m.isName(string(run[:len(run)-n]), false) && (n > 1 || k == other || m.lang != "ko") {
			if n == 1 && (!strings.Contains("摄攝文圖图", w) || w == "文" && m.isName(s, false)) {
				continue // 王小文 is a name
			}
			return string(run[:len(run)-n]), k, ""
		}
	}
	if m.lang == "ko" {
		return "", none, s
	}
	for i := range run {
		for n := min(len(run)-i-1, 7); n >= 2; n-- {
			w := string(run[i : i+n])
			if k := m.either(w); k != none && (i == 0 || k == other || strings.HasSuffix(w, "者") || strings.HasSuffix(w, "员") || strings.HasSuffix(w, "員")) {
				if rest := string(run[i+n:]); m.startsName(rest) || l.is(rest, nobody) {
					return string(run[:i]), k, rest
				}
			}
		}
	}
	return "", none, s
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
	slash := strings.ContainsAny(t.before, "/")
	if m.lang == "ko" && k == other && m.mode == author && m.pending > 0 && m.nameFollows(next) {
		m.begin(k, false) // 글 김철수 사진 이영희
		return
	}
	forward := t.after == ':' || t.after == '/' || t.after == '=' || t.after == '|'
	if m.pending > 0 && !forward && (m.lang == "ko" || slash || last || m.first == author && m.labels == 0 || !m.nameFollows(next)) {
		m.suffix(k)
		return
	}
	if m.pending == 0 && m.labels > 0 && m.mode == author && k == other && strings.ContainsAny(t.before, "/·・、,&") {
		m.colon = t.after == ':'
		return // 文、圖：王小明
	}
	if m.lang == "ko" && k == author && !forward && (m.mode == other || !m.nameFollows(next)) {
		m.labels++ // 사진=이영희 기자
		m.mode = none
		return
	}
	m.begin(k, t.after == ':')
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
	case m.isName(s, announced):
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
		return t.text, 0
	}
	if utf8.RuneCountInString(t.text) == 1 && n <= 2 && l.surnames["zh"][t.text] && m.either(next[0].text) == none {
		return t.text + next[0].text, 1
	}
	return t.text, 0
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
