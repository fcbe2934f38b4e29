package event

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// view is what stands around a number in words of one language, without any list of what may be counted.
type view struct {
	tongue string   // in which words can be compared: a language, or "han"
	behind []string // stems of the words right behind the number: what it counts, where words are parted
	words  []string // stems of the other words of its part of the clause; pairs of Han characters
	proper []string // names among them
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
func (s sentenceRead) view(q check.Quantity, from, upto int) view {
	from, upto = s.share(q, from, upto)
	base, _, _ := strings.Cut(strings.ToLower(s.lang), "-")
	v := view{tongue: base}
	if base == "zh" || base == "ja" {
		v.tongue = han
		for _, part := range [][2]int{{from, q.Start}, {q.End, upto}} {
			v.words = append(v.words, s.hanPairs(part[0], part[1])...)
		}
		v.words = sortedSet(v.words)
		return v
	}
	near := true
	for _, w := range wordsOf(s.text[from:upto]) {
		w.start, w.end = w.start+from, w.end+from
		if w.start < q.End && w.end > q.Start {
			continue
		}
		key := rootOf(w.s, base)
		if key == "" || s.silent(w.start, w.end) {
			near = near && w.start < q.End
			continue
		}
		first, _ := utf8.DecodeRuneInString(s.text[w.start:])
		switch {
		case w.start >= q.End && near && len(v.behind) < behindWords:
			v.behind = append(v.behind, key)
		case unicode.IsUpper(first) && base != "de" && w.start > 0:
			v.proper = append(v.proper, key)
		default:
			v.words = append(v.words, key)
		}
	}
	v.words = sortedSet(v.words)
	return v
}

// share is the part of a clause that belongs to one of several numbers of a sort: what stands behind each where the last has words
// behind it, else what stands before each.
func (s sentenceRead) share(q check.Quantity, from, upto int) (int, int) {
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
func (s sentenceRead) silent(start, end int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		quiet := h.of.class == voices || h.of.class == saying || h.of.class == turns || h.of.class == times || h.of.class == months || h.of.name == "nothing" || h.of.class == apartMarks
		from := h.start
		if h.of.class == voices && !vocabularyOf(s.lang).parted {
			from = h.end - len(s.phrase(h))
		}
		return quiet && from <= start && end <= h.end
	})
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
func (s sentenceRead) hanPairs(from, upto int) []string {
	text := vocabularyOf(s.lang).fold(s.text)
	if upto <= from || len(text) != len(s.text) {
		return nil
	}
	var out []string
	last, lastAt := rune(0), 0
	for i, r := range text[from:upto] {
		at := from + i
		if !unicode.Is(unicode.Han, r) {
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

// idle are pairs of Han characters that say nothing of what is counted.
func idle() string {
	return " 已经 目前 截至 共有 超过 至少 其中 有关 合计 共计 总计 已有 约为 达到 人数 数字 总数 当天 当日 全部 相关 最多 最少 情况 造成 导致 进行 今天 昨天 明天 这个 一个 以上 以下 左右 其他 他们 我们 记者 新闻 消息 "
}

// alike reports whether the words around two numbers say that they are of one thing. Numbers that count need what is counted and
// what becomes of it; amounts of a measure need two words, or one where neither report gives another amount of the measure.
func alike(a, b amount) bool {
	if clash(a, b) {
		return false
	}
	for _, x := range a.views {
		for _, y := range b.views {
			if x.tongue == y.tongue && x.agrees(y, a, b) {
				return true
			}
		}
	}
	return false
}

// clash reports whether what is known of two numbers by the lists is not one thing.
func clash(a, b amount) bool {
	for _, c := range []class{roles, amounts} {
		of := func(list []*head) []*head {
			return slices.DeleteFunc(slices.Clone(list), func(h *head) bool { return h.class != c })
		}
		if exclude(of(a.heads), of(b.heads)) {
			return true
		}
	}
	if exclude(a.months, b.months) {
		return true
	}
	return a.thing != nil && b.thing != nil && a.thing != b.thing
}

// agrees reports whether two views of one tongue are of one thing.
func (v view) agrees(o view, a, b amount) bool {
	if len(v.proper) > 0 && len(o.proper) > 0 && len(common(v.proper, o.proper)) == 0 {
		return false
	}
	shared, sort := len(common(v.words, o.words)), a.thing != nil && a.thing == b.thing
	single := a.only && b.only
	switch {
	case a.bare() && min(a.High, b.High) < 2:
		return false // one of them is no count of many
	case v.tongue == han && a.bare():
		return shared >= 3 || sort && shared >= 2
	case v.tongue == han:
		return shared >= 3 || single && shared >= 2
	case a.bare():
		return len(common(v.behind, o.behind)) > 0 && shared >= 1 || sort && shared >= 2
	}
	shared += len(common(v.behind, o.behind))
	return shared >= 3 || single && shared >= 2
}

// common are what two lists have both.
func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}

// What many of the numbers of a story have beside them tells none of them apart.
const (
	manySentences = 4 // sentences of a language with a word
	manyParts     = 5 // and at least one in so many of those with numbers
)

// weigh drops from the views of a story what stands beside too many of its numbers, and says which number is the only one of its
// dimension in its report.
func weigh(all []amount) {
	type place struct {
		text news.Hash
		n    int
	}
	sentences, with := map[string]map[place]bool{}, map[string]map[place]bool{}
	add := func(to map[string]map[place]bool, key string, p place) {
		if to[key] == nil {
			to[key] = map[place]bool{}
		}
		to[key][p] = true
	}
	for _, a := range all {
		p := place{a.cite.Text, a.cite.N}
		for _, v := range a.views {
			add(sentences, v.tongue, p)
			for _, w := range slices.Concat(v.words, v.behind) {
				add(with, v.tongue+" "+w, p)
			}
		}
	}
	for i := range all {
		a := &all[i]
		for k := range a.views {
			v := &a.views[k]
			many := max(manySentences, len(sentences[v.tongue])/manyParts)
			v.words = slices.DeleteFunc(slices.Clone(v.words), func(w string) bool { return len(with[v.tongue+" "+w]) >= many })
		}
		a.only = !slices.ContainsFunc(all, func(b amount) bool {
			return b.cite.Text == a.cite.Text && b.Sort == a.Sort && !meet(*a, b)
		})
	}
}
