package glossary

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/text"
)

// Match is one occurrence of an entry's name in a text.
type Match struct {
	Entry      *Entry
	Start, End int  // bytes
	Weak       bool // by a word that speaks of other things too
	Unsure     bool // in Chinese, where other words may as well be read
}

// form is one way to write an entry's name, prepared for matching.
type form struct {
	text  string   // Chinese: simplified
	words []string // Latin: as written, for capitals
	folds []string // Latin: folded
	entry int
	weak  bool
	ja    bool // of Japanese texts alone

	dotted bool // Latin: an abbreviation whose letters are parted by stops: F.A.Z.

	person   bool
	stranger bool // a person's name spelled by sound

	lower bool // Latin: with a capital it is the name of another thing
}

// index prepares the names of entries for matching in one pass over a text.
func index(entries []Entry) *Glossary {
	g := &Glossary{entries: entries, latin: newTable(), han: newTable()}
	for i, e := range entries {
		g.addForms(i, e)
	}
	g.latin.sort()
	g.han.sort()
	g.latin.yield()
	return g
}

// table finds forms by what they are written like, however many begin alike.
type table struct {
	forms map[string][]form
	sizes map[string][]int // of the forms that begin so, the largest first
}

func newTable() *table { return &table{forms: map[string][]form{}, sizes: map[string][]int{}} }

// maxNamesakes is how many things of one name are known, at most: every occurrence gives a
// match for each.
const maxNamesakes = 64

// add adds a form with the key that it is found by, how that begins, and how long it is.
// Of more than maxNamesakes with one key the first are kept.
func (t *table) add(key, start string, size int, f form) {
	if len(t.forms[key]) >= maxNamesakes {
		return
	}
	t.forms[key] = append(t.forms[key], f)
	if !slices.Contains(t.sizes[start], size) {
		t.sizes[start] = append(t.sizes[start], size)
	}
}

func (t *table) sort() {
	for _, sizes := range t.sizes {
		slices.SortFunc(sizes, func(a, b int) int { return b - a })
	}
}

// addForms adds the names of the entry with an index.
func (g *Glossary) addForms(i int, e Entry) {
	for _, f := range e.Latin {
		g.addLatin(form{text: f, entry: i})
	}
	for _, f := range slices.Concat(e.Weak, e.surnames(), inflected(e.Latin), inflected(e.Weak)) {
		g.addLatin(form{text: f, entry: i, weak: true})
	}
	seen := map[string]bool{}
	add := func(f form) {
		if !seen[f.text] {
			seen[f.text] = true
			_, size := utf8.DecodeRuneInString(f.text)
			g.han.add(f.text, f.text[:size], len(f.text), f)
		}
	}
	for _, f := range slices.Concat(e.Hans, e.Hant, e.HK) {
		add(form{text: hanscript.Fold(f), entry: i, person: e.Kind == Person, stranger: e.stranger()})
	}
	for _, f := range slices.Concat(e.Ja, wide(e.Latin)) {
		add(form{text: hanscript.FoldJapanese(f), entry: i, ja: true})
	}
	for _, f := range slices.Concat(e.Weak, wide(e.Weak)) {
		if japanese(f) {
			add(form{text: hanscript.FoldJapanese(f), entry: i, ja: true, weak: true})
		}
	}
}

// stranger reports whether an entry is a person whose name Chinese spells by sound.
func (e Entry) stranger() bool {
	return e.Kind == Person && !strings.Contains(hanNames, e.Of)
}

// hanNames are the countries whose names are written in Chinese characters, there or in
// Chinese and Japanese.
const hanNames = "CN HK MO TW SG JP KR KP VN"

// InJapanese reports whether the glossary knows how Japanese writes an entry: as it says, or
// in the same characters as Chinese.
func (e Entry) InJapanese() bool {
	return len(e.Ja) > 0 || e.Kind == Country || e.Of != "" && strings.Contains(hanNames, e.Of)
}

// surnames are the last words of a stranger's names: a report calls Mike Johnson
// Johnson, and so may it a namesake.
func (e Entry) surnames() []string {
	var out []string
	for _, f := range e.Latin {
		if i := strings.LastIndexByte(f, ' '); i > 0 && len(f)-i > 3 && e.stranger() {
			out = append(out, f[i+1:])
		}
	}
	return out
}

// withinSound reports whether what seems a name spelled by sound is part of a longer
// one: 米歇尔·奥巴马 is not Charles Michel, 拉米雷斯 not Lammy, 基普鲁托 not Ruto.
func withinSound(s, name string, at int) bool {
	after, size := utf8.DecodeRuneInString(s[min(len(s), at+len(name)):])
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	return size > 0 && strings.ContainsRune("·尔斯莉娜姆伦茨蒂雷", after) ||
		at > 0 && utf8.RuneCountInString(name) == 2 && strings.ContainsRune("基普埃伊穆帕莫耶博佩泽奥希娜莉姆伦茨蒂赫吉默戈萨塔桑胡哈巴阿贾", before)
}

// yield lets the words in lower case that only trace a name give way, where they have a
// capital, to the name that is written so: Indiana is no India, indiana may be.
func (t *table) yield() {
	for _, forms := range t.forms {
		for i := range forms {
			f := &forms[i]
			another := func(o form) bool { return !o.weak && o.entry != f.entry && len(o.words) == 1 && upper(o.words[0]) }
			f.lower = f.weak && len(f.words) == 1 && !upper(f.words[0]) && slices.ContainsFunc(forms, another)
		}
	}
}

func (g *Glossary) addLatin(f form) {
	for rest, at := f.text, 0; ; {
		start, end := nextWord(rest, at)
		if start == end {
			break
		}
		f.words = append(f.words, rest[start:end])
		f.folds = append(f.folds, fold(rest[start:end]))
		at = end
	}
	if len(f.words) == 0 {
		return
	}
	g.addWords(f)
	if len(f.words) == 1 && len(f.text) > 1 && len(f.text) <= longestDotted && strings.Trim(f.text, capitals) == "" {
		f.dotted = true
		f.words, f.folds = strings.Split(f.text, ""), strings.Split(strings.ToLower(f.text), "")
		g.addWords(f)
	}
}

// longestDotted bounds the abbreviations that are found with a stop behind each letter, too.
const longestDotted = 5

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// addWords adds a form by its words, once for an entry.
func (g *Glossary) addWords(f form) {
	key := strings.Join(f.folds, " ")
	same := func(o form) bool { return o.entry == f.entry && slices.Equal(o.words, f.words) }
	if !slices.ContainsFunc(g.latin.forms[key], same) {
		g.latin.add(key, f.folds[0], len(f.words), f)
	}
}

// Matches returns the occurrences of names in a text, in order; where two overlap,
// the one that starts first and then the longer. Entries that share a form give
// one match each. In Chinese a name is made of whole words.
func (g *Glossary) Matches(s string) []Match { return g.matches(s, !kana(s)) }

// Traces is Matches for a text that only has to hold what another says: what may be a name
// in Chinese counts, whatever words it is made of.
func (g *Glossary) Traces(s string) []Match { return g.matches(s, false) }

func (g *Glossary) matches(s string, parted bool) []Match {
	m := matcher{g: g, s: hanscript.Fold(s), ja: kana(s), parted: parted}
	if m.ja {
		m.s = hanscript.FoldJapanese(s)
	}
	inWord := false
	for i := 0; i < len(m.s); {
		r, n := utf8.DecodeRuneInString(m.s[i:])
		end := i
		if !inWord || r >= utf8.RuneSelf {
			end = m.matchHan(i, n)
			if end == i && !inWord && letter(r) {
				end = m.matchLatin(i)
			}
		}
		if end > i {
			i, inWord = end, false
			continue
		}
		inWord = letter(r)
		i += n
	}
	return m.out
}

// apart reports whether s[start:end] does not cut an ASCII word or number in two, nor
// a word in katakana.
func apart(s string, start, end int) bool {
	alnum := func(b byte) bool { return b < utf8.RuneSelf && letter(rune(b)) }
	first, _ := utf8.DecodeRuneInString(s[start:])
	last, _ := utf8.DecodeLastRuneInString(s[:end])
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	return !(katakana(first) && katakana(before) || katakana(last) && katakana(after) && !company(s[end:])) &&
		!(start > 0 && alnum(s[start]) && alnum(s[start-1])) &&
		!(end < len(s) && alnum(s[end-1]) && alnum(s[end]))
}

// company reports whether what follows a name in katakana only says that it is a firm.
func company(after string) bool {
	for _, w := range []string{"グループ", "ホールディングス", "モーター", "ジャパン"} {
		if strings.HasPrefix(after, w) {
			return true
		}
	}
	return false
}

// otherwise reports whether a name only seems to be in s, because its last
// character belongs to the word that follows: 韩正式 is no Han Zheng.
func otherwise(s, name string, end int) bool {
	next, n := utf8.DecodeRuneInString(s[end:])
	if end == len(s) {
		return false
	}
	if sides[name] { // the southern bank of a river is not in Henan
		after, _ := utf8.DecodeRuneInString(s[end+n:])
		return strings.ContainsRune("岸侧坡麓端畔缘隅翼", next) || next == '部' && !strings.ContainsRune("分队门署委长级", after)
	}
	return strings.ContainsRune(goesOn[name], next)
}

// tail reports whether a name only seems to be in s, because its first character
// ends the word before: 部长和 is no 长和.
func tail(s, name string, start int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	return start > 0 && strings.ContainsRune(goesBefore[name], before)
}

var goesBefore = map[string]string{
	"里加": "公英海那这哪心村家城区县市手店校厂", "帝力": "上皇", "塔林": "寺", "美债": "欧亚拉南北中",
	"卡斯特": "兰尔纽", "道指": "报频渠通", "拉法": "阿", "联大": "南", "济州": "经救", "光州": "观", "里海": "公英千万百海这那哪",
	"长和": "部院市省县校局会行队厅处科区州镇乡村社所团班组店馆署增成生延加船厂家秘司事议酋首机站警总谋书察外防财专特擅学助边",
}

// sides are names that end in a point of the compass.
var sides = map[string]bool{"河南": true, "河北": true, "湖南": true, "湖北": true, "山东": true, "山西": true, "江西": true, "海南": true,
	"云南": true, "陕西": true, "广东": true, "广西": true, "台北": true, "台南": true, "台中": true, "台东": true}

var goesOn = map[string]string{
	"韩正": "式在是当确常", "李希": "望", "高福": "利", "张展": "示开现出望", "李强": "调烈迫行劲大", "周庭": "审", "马云": "南集",
	"苏林": "区", "中国银行": "业家", "易纲": "要领", "德里": "安克斯", "里昂": "纳", "特拉斯": "堡", "莫迪": "利", "东海": "岸", "南海": "岸",
	"安南": "部方路河", "科尔": "多沁", "布朗": "族", "梁强": "度调劲大", "吴清": "晰楚", "日立": "即刻法场案下足项", "强生": "产态育活物命意存效成长", "礼来": "宾临自到源", "开云": "南",
	"达能": "力源量够否", "乐高": "管层峰校", "南航": "线班程向道行路", "东航": "线班程向道行路", "国航": "空天班线运母海道路", "新航": "线班程向道行路空天母",
	"广达": "到", "格力": "度量图求", "韩华": "人侨商裔", "以军": "事人官工方队援用售备", "恒生": "命活产", "道指": "出责控", "安联": "合系络盟手网", "拉法": "兰叶埃特", "苏梅": "岛",
	"戴蒙": "德", "卡斯特": "罗利拉", "马祖": "卡尔夫拉", "佩特罗": "夫",
	"苹果": "树汁园酒醋", "小米": "粥", "罗马": "尼帝字", "马赛": "克族马", "里加": "速大上入倍剂工班深重固紧强多尔", "南非": "洲", "卡特": "彼", "达卡": "拉", "科斯塔": "里",
	"海地": "区带震方形势貌质图", "印尼": "盾", "中东": "部", "西安": "全排", "太原": "来因", "三星": "级堆", "上海": "拔", "中山": "区路", "大连": "锁接", "宁波": "尔",
	"东京": "湾", "关岛": "屿",
	"吉达联合": "国会声举发行调", "吉达国民": "议经警银党收生", "利雅得胜利": "会召闭结落", "利雅得青年": "们人组论报学", "马德里竞技": "场体馆", "国际米兰": "时家设展", "米兰国际": "家机博展时电设会商",
	"柏林联合": "国会政声举公", "纽约巨人": "症观",
}

// matchLatin adds the names of most words in Latin script that begin at a place, and returns
// where they end.
func (m *matcher) matchLatin(at int) int {
	start, stop := nextWord(m.s, at)
	first := fold(m.s[start:stop])
	sizes := m.g.latin.sizes[first]
	for _, size := range sizes {
		if key := m.spelled(start, size); key != nil {
			if end := m.addLatin(at, start, m.g.latin.forms[string(key)], m.genitives(key)); end > at {
				return end
			}
		}
	}
	if len(sizes) == 0 || sizes[len(sizes)-1] > 1 { // no name has just this word
		return m.addLatin(at, start, nil, m.genitives([]byte(first)))
	}
	return at
}

// addLatin adds those of some forms that stand at a place, in order, and returns where they
// end. An entry that is written with other capitals or accents is the same thing.
func (m *matcher) addLatin(at, start int, lists ...[]form) int {
	best := at
	for _, forms := range lists {
		for _, f := range forms {
			if last := len(m.out) - 1; best > at && m.out[last].Entry == &m.g.entries[f.entry] {
				continue
			}
			if end, exact := f.match(m.s, start); end > 0 {
				best = end
				m.out = append(m.out, Match{Entry: &m.g.entries[f.entry], Start: at, End: end, Weak: f.weak || !exact})
			}
		}
	}
	return best
}

// genitives are the forms whose last word has got the sign of a genitive or plural in the
// words of a key.
func (m *matcher) genitives(key []byte) []form {
	if n := len(key); n > 4 && key[n-1] == 's' {
		return m.g.latin.forms[string(key[:n-1])]
	}
	return nil
}

// spelled returns the key of so many words from a place on, nil: there are not so many. The
// next call writes over it.
func (m *matcher) spelled(start, size int) []byte {
	m.key = m.key[:0]
	for range size {
		from, to := nextWord(m.s, start)
		if from == to || from-start > longestGap {
			return nil
		}
		if len(m.key) > 0 {
			m.key = append(m.key, ' ')
		}
		m.key = append(m.key, fold(m.s[from:to])...)
		start = to
	}
	return m.key
}

// longestGap bounds what may stand between two words of a name, in bytes.
const longestGap = 3

// match returns the end of the form in s when it starts at the word at start, else 0.
// Not exact: it is in the genitive (Chinas), or has not the capitals of the name
// (high court), which is enough only for a name of several words.
func (f form) match(s string, start int) (end int, exact bool) {
	exact = true
	for i, want := range f.words {
		from, to := nextWord(s, start)
		if from == to || i > 0 && (!joined(s[start:from], f.words[i-1]) || f.dotted && s[start:from] != ".") {
			return 0, false
		}
		word := s[from:to]
		if folded := fold(word); folded != f.folds[i] {
			if i < len(f.words)-1 || len(folded) < 5 || folded != f.folds[i]+"s" {
				return 0, false
			}
			exact = false
		}
		if !sameCase(want, word) || f.lower && upper(word) {
			if len(f.words) == 1 {
				return 0, false
			}
			exact = false
		}
		start, end = to, to
	}
	return end, exact
}

// joined reports whether the gap between two words does not end a sentence.
func joined(gap, before string) bool {
	return len(gap) <= longestGap && (!strings.Contains(gap, ". ") || len(before) == 1 || shortened[before]) && !strings.ContainsAny(gap, "\n;:!?")
}

// shortened are words that names begin with and that are written with a stop.
var shortened = map[string]bool{"St": true, "Ste": true, "Mt": true, "Ft": true}

// sameCase reports whether a word has the capitals that a name wants: a capital
// where it starts with one, all of them where it is an abbreviation.
func sameCase(want, word string) bool {
	first, _ := utf8.DecodeRuneInString(want)
	if !unicode.IsUpper(first) {
		return true
	}
	if len(want) <= 5 && want == strings.ToUpper(want) {
		return want == word
	}
	have, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(have)
}

// nextWord returns the bounds of the first run of letters and digits from at on;
// an ideograph is no letter here.
func nextWord(s string, at int) (start, end int) {
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		if letter(r) {
			break
		}
		at += n
	}
	start = at
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		if !letter(r) {
			break
		}
		at += n
	}
	return start, at
}

func words(s string) int {
	n := 0
	for at := 0; ; n++ {
		start, end := nextWord(s, at)
		if start == end {
			return n
		}
		at = end
	}
}

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && !text.Ideographic(r)
}

// fold writes a Latin word in lower case and without diacritics.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}
