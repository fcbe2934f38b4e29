package event

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
)

// view is what stands around a number in words of one language, without any list of what may be counted.
type view struct {
	tongue  string    // in which words can be compared: a language, or "han"
	words   []string  // stems of the words of its part, but for those right behind the number where words are parted of the clause; pairs of Han characters
	proper  []string  // names among them
	all     []string  // words, and those right behind the number, sorted
	denied  bool      // something is denied beside the number
	weights []float64 // of each of all; see weigh
}

// Bounds of a view.
const (
	behindWords = 2
	shortWord   = 4 // letters: shorter words say little
	hanStem     = 2
)

// han is what Chinese and Japanese share in writing.
const han = "han"

// view reads what stands around a number of a clause.
func (s *sentenceRead) view(q check.Quantity, from, upto int) view {
	from, upto = s.share(q, from, upto)
	base, _, _ := strings.Cut(strings.ToLower(s.lang), "-")
	v := view{tongue: base, denied: s.denied(q, from, upto)}
	if base == "zh" || base == "ja" {
		v.tongue = han
		before, behind := s.hanPairs(from, q.Start), s.hanPairs(q.End, upto)
		v.words = sortedSet(slices.Concat(before, behind))
		v.all = v.words
		return v
	}
	near, behind := true, 0
	for w := range eachWord(s.text[from:upto]) {
		w.start, w.end = w.start+from, w.end+from
		if w.start < q.End && w.end > q.Start {
			continue
		}
		key := rootOf(w.s, base)
		first, _ := utf8.DecodeRuneInString(s.text[w.start:])
		if unicode.IsUpper(first) && len(w.s) > 1 {
			key = cmp.Or(key, w.s)
		}
		if key == "" || s.silent(w.start, w.end) {
			near = near && w.start < q.End
			continue
		}
		switch {
		case w.start >= q.End && near && behind < behindWords:
			behind++ // what it counts
			v.all = append(v.all, key)
		case unicode.IsUpper(first) && base != "de" && w.start > 0:
			if !s.speaking(w.start, w.end) {
				v.proper = append(v.proper, key)
			}
		default:
			v.words = append(v.words, key)
		}
	}
	v.words = sortedSet(v.words)
	v.all = sortedSet(append(v.all, v.words...))
	return v
}

// speaking reports whether a name may be of one who says something.
func (s *sentenceRead) speaking(start, end int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return (h.of.class == saying || h.of.class == voices || h.of.class == times || h.of.class == months) && max(h.start-end, start-h.end) <= nearThing
	})
}

// ofName reports whether an entry of the lexicon is a word of a name, as a firm's: one with a capital next to another such, in languages
// whose nouns have none.
func (s *sentenceRead) ofName(h hit) bool {
	if t := tongue(s.lang); h.start == 0 || t != "en" && t != "fr" && t != "es" && t != "ru" || !capital(s.text[h.start:]) {
		return false
	}
	next := strings.TrimLeft(s.text[h.end:], " ")
	before := strings.TrimRight(s.text[:h.start], " ")
	return len(next) < len(s.text)-h.end && capital(next) || len(before) < h.start && capital(before[strings.LastIndexByte(before, ' ')+1:])
}

// capital reports whether a word begins with a capital and goes on without.
func capital(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	return unicode.IsUpper(first) && unicode.IsLower(second)
}

// share is the part of a clause that belongs to one of several numbers of a sort: what stands behind each where the last has words
// behind it, else what stands before each.
func (s *sentenceRead) share(q check.Quantity, from, upto int) (int, int) {
	before, behind, last := from, upto, q.End
	for _, o := range s.reading.Quantities {
		switch {
		case o == q || !alikeSort(o.Sort, q.Sort) || o.Start < from || o.End > upto:
			continue
		case o.End <= q.Start:
			before = max(before, o.End)
		case o.Start >= q.End:
			behind = min(behind, o.Start)
		}
		last = max(last, o.End)
	}
	if strings.IndexFunc(s.text[last:upto], unicode.IsLetter) >= 0 && utf8.RuneCountInString(s.text[last:upto]) > 2 {
		if before > from {
			before = q.Start
		}
		return before, behind
	}
	if behind < upto {
		behind = q.End
	}
	return before, behind
}

// silent reports whether a place of a sentence is of an entry that says nothing of what is counted.
func (s *sentenceRead) silent(start, end int) bool {
	for _, q := range s.quiet {
		if q[0] <= start && end <= q[1] {
			return true
		}
	}
	return false
}

// quieten finds those places.
func (s *sentenceRead) quieten() {
	for _, h := range s.hits {
		switch c := h.of.class; {
		case c == voices && !vocabularyOf(s.lang).parted:
			s.quiet = append(s.quiet, [2]int{h.end - len(s.phrase(h)), h.end})
		case c == voices, c == saying, c == turns, c == times, c == months, c == apartMarks, h.of.name == "nothing":
			s.quiet = append(s.quiet, [2]int{h.start, h.end})
		}
	}
}

// rootOf is what of a word tells it from others; "": it is too short.
func rootOf(w, base string) string {
	r := []rune(w)
	switch {
	case base == "ko":
		if len(r) < hanStem {
			return ""
		}
		return string(r[:hanStem])
	case base == "ar":
		w = strings.TrimPrefix(strings.TrimPrefix(w, "و"), "ال")
		r = []rune(w)
		if len(r) < 3 {
			return ""
		}
		return string(r[:min(len(r), 4)])
	case len(r) < shortWord || isDigit(w[0]):
		return ""
	}
	return string(r[:min(len(r), stem-1)])
}

// hanPairs are the pairs of Han characters of a part of a sentence that say something of what is counted.
func (s *sentenceRead) hanPairs(from, upto int) []string {
	if upto <= from {
		return nil
	}
	part := vocabularyOf(s.lang).fold(s.text[from:upto])
	if len(part) != upto-from {
		return nil
	}
	var out []string
	last, lastAt := rune(0), 0
	for i, r := range part {
		at := from + i
		if !unicode.Is(unicode.Han, r) || strings.ContainsRune(joints, r) {
			last = 0
			continue
		}
		if end := at + utf8.RuneLen(r); last != 0 && !s.silent(lastAt, lastAt+1) && !s.silent(at, end) {
			if pair := string(last) + string(r); !strings.Contains(idle(), pair) {
				out = append(out, pair)
			}
		}
		last, lastAt = r, at
	}
	return out
}

// joints are Han characters between words, and those behind numbers.
const joints = "已的了在是有被把将为达共约至从到和与及或其所以之而但又也都就这那个名人位只件次起称于因由向经均各内则仍未超近逾余多令使让给并还每约"

// idle are pairs of Han characters that say nothing of what is counted, or only that people are.
func idle() string {
	return " 目前 截止 超过 至少 有关 合计 总计 造成 导致 进行 今天 昨天 明天 以上 以下 左右 上下 上述 余名 有余 不等 以内 之多 之间 他们 我们 记者 新闻 消息 情况 全部 相关 当天 当日 数字 总数 一共 " +
		"居民 工员 员工 学生 村民 民众 群众 人员 男子 女子 乘客 旅客 游客 市民 职工 矿工 船员 住民 住宅 従业 业员 市内 县内 省内 国内 当地 地方 中国 日本 韩国 美国 全国 全市 全省 全县 "
}

// clash reports whether what is known of two numbers by the lists is not one thing.
func clash(a, b *amount) bool {
	for _, c := range []class{roles, amounts} {
		of := func(list []*head) []*head {
			return slices.DeleteFunc(slices.Clone(list), func(h *head) bool { return h.class != c })
		}
		if x, y := of(a.heads), of(b.heads); exclude(x, y) && (c == roles || !anyKin(x, y)) {
			return true
		}
	}
	if exclude(a.months, b.months) {
		return true
	}
	return a.thing != nil && b.thing != nil && a.thing != b.thing
}

// common are what two lists have both.
func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}

// denied reports whether a word of a clause denies something of a number, by itself and not in a word for what became of it.
func (s *sentenceRead) denied(q check.Quantity, from, upto int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == negations && h.start >= from && h.end <= upto && (h.end <= q.Start || h.start >= q.End) && !slices.ContainsFunc(s.hits, func(o hit) bool {
			return o.of.class <= nouns && o.start <= h.start && h.end <= o.end
		})
	})
}

// weight is that of a word of a view, by its index in all; 1 where the words of the story were not weighed.
func (v view) weight(i int) float64 {
	if v.weights == nil {
		return 1
	}
	return v.weights[i]
}

// weightOf is that of a word; 0: it is none of the view.
func (v view) weightOf(w string) float64 {
	if i, ok := slices.BinarySearch(v.all, w); ok {
		return v.weight(i)
	}
	return 0
}
