package glossary

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanwords"
)

// matcher looks for the names in one text.
type matcher struct {
	g   *Glossary
	s   string // folded
	ja  bool
	out []Match
	key []byte // of the words that were looked up last

	parted bool // a name is made of whole words

	words      *hanwords.Words // of the clause that was asked for last
	start, end int             // of that clause
}

// matchHan adds the longest names in Han script that begin at a place, whose first
// character takes n bytes, and returns where they end.
func (m *matcher) matchHan(at, n int) int {
	for _, size := range m.g.han.sizes[m.s[at:at+n]] {
		if at+size > len(m.s) {
			continue
		}
		end, before := at+size, len(m.out)
		for _, f := range m.g.han.forms[m.s[at:end]] {
			if f.ja && !m.ja || !f.seemsAt(m.s, at) {
				continue
			}
			stands, unsure := true, false
			if m.parted {
				stands, unsure = m.stands(f, at, end)
			}
			if stands {
				m.out = append(m.out, Match{&m.g.entries[f.entry], at, end, f.weak, unsure})
			}
		}
		if len(m.out) > before {
			return end
		}
	}
	return at
}

// seemsAt reports whether nothing right beside a form says that it is none.
func (f form) seemsAt(s string, at int) bool {
	end := at + len(f.text)
	return apart(s, at, end) && (f.person || !dotted(s, at, end)) && !otherwise(s, f.text, end) && !tail(s, f.text, at) && !(f.stranger && withinSound(s, f.text, at))
}

// dotted reports whether a form is in a name whose parts a dot parts: 马里奥·伦特.
func dotted(s string, start, end int) bool {
	for i := 0; i < longestPart; i++ {
		r, n := utf8.DecodeRuneInString(s[end:])
		if r == dot {
			return true
		}
		if !hanwords.Sound(r) {
			break
		}
		end += n
	}
	for i := 0; i < longestPart; i++ {
		r, n := utf8.DecodeLastRuneInString(s[:start])
		if r == dot {
			return true
		}
		if !hanwords.Sound(r) {
			break
		}
		start -= n
	}
	return false
}

const (
	dot         = '·'
	longestPart = 6 // of a name, beside the form, in characters
)

// stands reports whether a form is made of whole words where it seems to stand in a text in
// Chinese, and whether that is unsure.
func (m *matcher) stands(f form, at, end int) (stands, unsure bool) {
	if !strings.ContainsFunc(f.text, han) {
		return true, false
	}
	if m.words == nil || at < m.start || end > m.end {
		m.read(at, end)
	}
	part := hanwords.Extent{Start: at - m.start, End: end - m.start}
	s, word := m.words.Stands(part)
	switch s {
	case hanwords.Whole, hanwords.Unsure:
		own, sure := m.ownSound(f, part)
		return own, s == hanwords.Unsure || !sure || ordinary[f.text] || m.given(f, part)
	case hanwords.Within:
		return m.means(part, word), ordinary[f.text]
	}
	return false, false
}

// ordinary are names that are words besides, and more often so.
var ordinary = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq("汪洋 奇异 快意 平治 画报 果敢 标致 万象 松下 海防 防火墙 躺平 内卷 清零 三体 战狼 大摩 国泰 石破 白令 长春 快手 富士 奔驰 汉堡 信实 开云 强生 达能") {
		out[w] = true
	}
	return out
}()

// longestClause and longestBefore bound what is parted at once behind a place, and before it,
// in bytes.
const (
	longestClause = 1 << 10
	longestBefore = 1 << 8
)

// read parts the clause around a place into words.
func (m *matcher) read(at, end int) {
	m.start, m.end = at, end
	for m.start > 0 && at-m.start < longestBefore {
		r, n := utf8.DecodeLastRuneInString(m.s[:m.start])
		if !han(r) && !alnum(r) {
			break
		}
		m.start -= n
	}
	for m.end < len(m.s) && m.end-at < longestClause {
		r, n := utf8.DecodeRuneInString(m.s[m.end:])
		if !han(r) && !alnum(r) {
			break
		}
		m.end += n
	}
	clause := m.s[m.start:m.end]
	var names []hanwords.Extent
	for i, r := range clause {
		for _, size := range m.g.han.sizes[string(r)] {
			if i+size <= len(clause) && m.g.seems(clause, i, i+size) {
				names = append(names, hanwords.Extent{Start: i, End: i + size})
			}
		}
	}
	m.words = hanwords.Part(clause, names)
}

// seems reports whether a part of a clause is a name, as far as what is beside it tells.
func (g *Glossary) seems(clause string, at, end int) bool {
	return slices.ContainsFunc(g.han.forms[clause[at:end]], func(f form) bool { return !f.ja && f.seemsAt(clause, at) })
}

func han(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }

func alnum(r rune) bool { return r < utf8.RuneSelf && letter(r) || r >= '０' && r <= '９' }

// means reports whether a word that has a name in it speaks of the thing: 英国广播公司,
// 日本人, but not 北极熊.
func (m *matcher) means(part, word hanwords.Extent) bool {
	clause := m.s[m.start:m.end]
	before, after := clause[word.Start:part.Start], clause[part.End:word.End]
	if before == "" && slices.Contains(people, after) {
		return true
	}
	if utf8.RuneCountInString(before) == 1 || utf8.RuneCountInString(after) == 1 {
		return false
	}
	for _, rest := range []string{before, after} {
		if listed, _ := hanwords.Listed(rest); rest != "" && !listed {
			return false
		}
	}
	_, name := hanwords.Listed(clause[word.Start:word.End])
	return name
}

// people are what a word may add to the name of a place, of which it speaks still.
var people = strings.Fields("人 队 军 籍 方 省 市 县 州 区 国 语 文 裔 系 族 岛 湾 港 海 城 府 货 版 股 政府 公司 银行 集团 大学 总统 总理 首相 国王 女王 " +
	"人民 军队 部队 大使 大使馆 使馆 领事馆 外长 外交部 国防部 国会 议会 法院 最高法院 队员 球员 选手 公民 国民 籍人 人士 地区 特区 半岛 海峡 海军 空军 陆军 警方")

// ownSound reports whether what is spelled by sound is the whole of a name spelled so, and
// no part of a longer one: 艾贝布什 is no Bush, 蒙哥马利 no Mali. Not sure: a character beside
// it may be a word or a syllable.
func (m *matcher) ownSound(f form, part hanwords.Extent) (own, sure bool) {
	clause := m.s[m.start:m.end]
	if f.stranger && strings.HasPrefix(clause[part.End:], castle) {
		return false, false
	}
	if !hanwords.SoundsDotted(f.text) {
		return true, true
	}
	sure = true
	before, after := m.words.Beside(part)
	for i, w := range []hanwords.Extent{before, after} {
		switch m.joins(f, clause[w.Start:w.End], i == 0) {
		case surely:
			return false, false
		case perhaps:
			sure = false
		}
	}
	return true, sure
}

// joint says whether a word beside a name is a part of it.
type joint uint8

const (
	apartFrom joint = iota
	perhaps
	surely
)

// joins says whether a word right beside a form that is spelled by sound, before it or behind,
// makes it part of a longer name.
func (m *matcher) joins(f form, word string, before bool) joint {
	if !hanwords.Sounds(word) {
		return apartFrom
	}
	long, size := utf8.RuneCountInString(f.text), utf8.RuneCountInString(word)
	name := size > 1 && len(m.g.han.forms[word]) == 0 && mayName(word)
	loose := before && !hanwords.Beside(word) // a syllable, and no word that stands before names
	switch {
	case long < 4 && hanwords.SpellsOnly(word), long == 2 && name:
		return surely
	case size == 1 && long == 2 && (f.stranger || loose), size == 1 && long == 3 && f.stranger && loose:
		return perhaps
	case long > 2 && !before && name:
		return perhaps
	}
	return apartFrom
}

// castle ends the names of towns: 彼得斯堡 is not Mr Peters.
const castle = "堡"

// given reports whether what seems a name of two characters may be the given name of a person
// whose surname stands before it: 郭万达.
func (m *matcher) given(f form, part hanwords.Extent) bool {
	before, _ := m.words.Beside(part)
	surname := m.s[m.start+before.Start : m.start+before.End]
	return utf8.RuneCountInString(f.text) == 2 && !f.person && utf8.RuneCountInString(surname) == 1 && strings.Contains(surnames, surname)
}

// surnames are those in Chinese that are no words besides.
const surnames = "王李张刘陈杨赵周吴徐孙胡朱郭罗郑梁谢宋唐许冯邓曹彭肖董袁潘蒋蔡杜叶魏吕丁沈姚卢姜崔钟谭陆汪范廖贾韦邹孟熊邱尹薛闫侯陶黎贺顾郝龚邵覃钱戴"

// mayName reports whether a word is a name, or one that hardly anybody writes.
func mayName(word string) bool {
	_, name := hanwords.Listed(word)
	return name || hanwords.Rare(word)
}
