package event

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
)

// subject is what one sentence says, by the lexicon and by its words, of what a number counts or measures.
type subject struct {
	tongue   string  // in which its words can be compared, see view
	heads    []*head // of a count the noun at the number, then what restricts it; of a measure what its clause names, the nearest first
	fates    []*head // what becomes of that
	noun     string  // the noun at the number, as a key; "": none is known
	written  string  // that noun as it stands
	rest     int     // words of its clause of which neither list says anything
	attached bool    // of a measure: the first of heads stands right at the number
	phrase   string  // what leads to the number in its clause, as it stands; "": nothing short
	lang     string
}

// Bounds of where the noun that a number counts may stand.
const (
	nounWords  = 4 // words behind it, itself included
	behindHan  = oneHan
	genitive   = 6 // bytes: what joins a measure to what it is of
	oneHan     = 3 // bytes
	farHan     = 4 * oneHan
	beforeHan  = 18
	koBefore   = 16
	measureFar = 60
	measureHan = 48
)

// subject reads what a number of a clause counts or measures.
func (s *sentenceRead) subject(q check.Quantity, from, upto int) subject {
	base, _, _ := strings.Cut(strings.ToLower(s.lang), "-")
	out := subject{tongue: base, lang: s.lang}
	if base == "zh" || base == "ja" {
		out.tongue = han
	}
	switch {
	case !(&amount{Quantity: q}).bare():
		s.measured(&out, q, from, upto)
	case vocabularyOf(s.lang).parted:
		s.countedBehind(&out, q, upto)
		if out.noun == "" && len(out.heads) == 0 {
			s.numberOf(&out, q, from)
		}
	default:
		s.countedHan(&out, q, from, upto, base)
	}
	out.phrase = s.leading(q, from)
	out.rest = s.rest(q, from, upto)
	for _, h := range s.fates {
		if h.start >= from && h.end <= upto && s.owns(s.fates, q, h, from, upto) && !slices.Contains(out.fates, h.of) {
			out.fates = append(out.fates, h.of)
		}
	}
	return out
}

// rest is how many words of a clause neither the lists nor the lexicon have, beside names; of Han characters two are one.
func (s *sentenceRead) rest(q check.Quantity, from, upto int) int {
	known := func(start, end int) bool {
		if start < q.End && end > q.Start {
			return true
		}
		in := func(h hit) bool { return h.start <= start && end <= h.end }
		return slices.ContainsFunc(s.hits, in) || slices.ContainsFunc(s.kinds, in) || slices.ContainsFunc(s.fates, in)
	}
	n := 0
	if vocabularyOf(s.lang).parted {
		for w := range eachWord(s.text[from:upto]) {
			first, _ := utf8.DecodeRuneInString(s.text[from+w.start:])
			if utf8.RuneCountInString(w.s) >= shortWord && !(unicode.IsUpper(first) && tongue(s.lang) != "de") && !known(from+w.start, from+w.end) {
				n++
			}
		}
		return n
	}
	for i, r := range s.text[from:upto] {
		if unicode.In(r, unicode.Han, unicode.Hangul) && !strings.ContainsRune(joints, r) && !known(from+i, from+i+utf8.RuneLen(r)) {
			n++
		}
	}
	return n / 2
}

// Bounds of a phrase that names a row.
const (
	phraseHan   = 14 // characters
	phraseWords = 7
)

// leading is what leads to a number within its clause, without who says so; "": nothing, or too much.
func (s *sentenceRead) leading(q check.Quantity, from int) string {
	for _, p := range s.quiet {
		if p[1] <= q.Start && p[1] > from {
			from = p[1]
		}
	}
	text := strings.TrimFunc(s.text[from:q.Start], func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
	if strings.ContainsFunc(text, unicode.IsDigit) || s.numberIn(from, q.Start) {
		return ""
	}
	if vocabularyOf(s.lang).parted {
		if n := len(strings.Fields(text)); n < 2 || n > phraseWords {
			return ""
		}
		return text
	}
	text = strings.TrimRight(text, "已的了在是有被把将為为达達共约約至从到和与及或其所以之而但又也都就这那稳仅僅只起于因由向经均各内则仍未超近逾余多令使让给并还每はがをにのも은는이가을를에 ")
	if n := utf8.RuneCountInString(text); n < 2 || n > phraseHan {
		return ""
	}
	return text
}

// idleWord reports whether a word of a sentence is one that no thing is named by.
func (s *sentenceRead) idleWord(w word) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == things && h.of.name == "nothing" && h.start == w.start && h.end == w.end
	})
}

// genitives join what is counted to what of: cases of measles.
var genitives = map[string][]string{"en": {"of"}, "fr": {"de", "d", "des", "du"}, "es": {"de", "del"}, "de": {"von", "mit"}}

// countedBehind reads the noun behind a number where words are parted.
func (s *sentenceRead) countedBehind(out *subject, q check.Quantity, upto int) {
	words := wordsOf(s.text[q.End:upto])
	for i := range words {
		words[i].start, words[i].end = words[i].start+q.End, words[i].end+q.End
	}
	if len(words) > 0 && strings.TrimSpace(s.text[q.End:words[0].start]) != "" && s.text[q.End:words[0].start] != "-" {
		return // a sign stands between
	}
	joint := genitives[out.tongue]
	if len(words) > 0 && s.further(words[0]) {
		words = words[1:] // 17 other people
	}
	if len(words) > 0 && slices.Contains([]string{"fr", "es"}, out.tongue) && slices.Contains(joint, words[0].s) {
		words = words[1:] // deux millions de litres
	}
	run := 0
	for run < len(words) && run < nounWords && !s.idleWord(words[run]) {
		run++
	}
	list := words[:run]
	if run == 0 {
		return
	}
	if i := s.nounOf(list, out.tongue); i >= 0 {
		first := s.kindAt(list[i])
		last := s.lastNoun(out, *first, words)
		out.written = s.text[list[i].start:last.end]
		s.restricted(out, last, words, joint)
	}
	if !q.Person {
		s.nounKey(out, list)
	}
}

// further reports whether a word says that others are counted.
func (s *sentenceRead) further(w word) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool { return h.of.name == "further" && h.start == w.start && h.end == w.end })
}

// kindAt is the entry of the lexicon that begins at a word; nil: there is none.
func (s *sentenceRead) kindAt(w word) *hit {
	if i := slices.IndexFunc(s.kinds, func(h hit) bool { return h.start == w.start }); i >= 0 {
		return &s.kinds[i]
	}
	return nil
}

// nounOf is which of the words behind a number is the first that the lexicon has, where only such stand before it as may be of it; -1: none.
func (s *sentenceRead) nounOf(list []word, tongue string) int {
	for i, w := range list {
		if s.kindAt(w) != nil {
			return i
		}
		if !s.modifies(w, tongue) || tongue == "en" && i > 1 {
			return -1
		}
	}
	return -1
}

// lastNoun takes the entry that is counted, of several nouns in a row the last in English and German, those before it behind it.
func (s *sentenceRead) lastNoun(out *subject, h hit, words []word) hit {
	out.heads = append(out.heads, h.of)
	for out.tongue == "en" || out.tongue == "de" {
		k := slices.IndexFunc(words, func(o word) bool { return o.start >= h.end })
		if k < 0 {
			break
		}
		n := s.kindAt(words[k])
		if n == nil || strings.TrimSpace(s.text[h.end:n.start]) != "" {
			break
		}
		h = *n
		out.heads = slices.Insert(out.heads, 0, h.of)
	}
	return h
}

// restricted takes what restricts the noun that is counted: cases of measles.
func (s *sentenceRead) restricted(out *subject, h hit, words []word, joint []string) {
	k := slices.IndexFunc(words, func(o word) bool { return o.start >= h.end })
	bare := out.tongue == "ru" || out.tongue == "ar" // a genitive has no word before it
	if k < 0 || k+1 >= len(words) || !bare && !slices.Contains(joint, words[k].s) {
		return
	}
	if !bare {
		k++
	}
	for end := min(len(words), k+nounWords); k < end; k++ {
		if n := s.kindAt(words[k]); n != nil {
			if !slices.Contains(out.heads, n.of) {
				out.heads = append(out.heads, n.of)
			}
			return
		}
		if !s.idleWord(words[k]) {
			return
		}
	}
}

// modifies reports whether a word before a noun may be an adjective, or a participle, of it.
func (s *sentenceRead) modifies(w word, tongue string) bool {
	switch tongue {
	case "ru":
		for _, e := range []string{"ых", "их", "ого", "его", "ые", "ие", "ой", "ей", "ую", "ая", "ый", "ий", "ым", "им", "ыми", "ими"} {
			if strings.HasSuffix(w.s, e) {
				return true
			}
		}
		return false
	case "ar":
		return false
	case "de":
		r, _ := utf8.DecodeRuneInString(s.text[w.start:])
		return unicode.IsLower(r)
	}
	return true
}

// nounKey takes the word at a number as a key.
func (s *sentenceRead) nounKey(out *subject, list []word) {
	at := -1
	for i, w := range list {
		switch out.tongue {
		case "en":
			if strings.HasSuffix(w.s, "s") && !strings.HasSuffix(w.s, "ss") || slices.Contains([]string{"people", "men", "women", "children", "sheep", "fish", "cattle", "aircraft"}, w.s) {
				at = i
			}
		case "de":
			if !s.modifies(w, "de") {
				at = i
			}
		case "ru":
			if !s.modifies(w, "ru") {
				at = i
			}
		default:
			at = i
		}
		if at >= 0 {
			break
		}
	}
	if at < 0 {
		return
	}
	w := list[at]
	key := rootOf(w.s, out.tongue)
	if key == "" {
		return
	}
	out.noun = out.tongue + ":" + key
	if out.written == "" {
		out.written = s.text[w.start:w.end]
	}
}

// numberOf reads what the number is of that a number gives: the number of cracks rose to 34.
func (s *sentenceRead) numberOf(out *subject, q check.Quantity, from int) {
	for _, n := range s.hits {
		if n.of.class != numbers || n.start < from || n.end > q.Start {
			continue
		}
		for _, h := range s.kinds {
			if h.start >= n.end && h.end <= q.Start && h.start-n.end <= measureFar/2 {
				out.heads, out.written = append(out.heads, h.of), s.text[h.start:h.end]
				return
			}
		}
	}
}

// countedHan reads the noun at a number where words are not parted: behind it, or right before it.
func (s *sentenceRead) countedHan(out *subject, q check.Quantity, from, upto int, base string) {
	behind := s.text[q.End:upto]
	skip := 0
	for _, j := range []string{"的", "の", "의 ", "의", "カ所の", "か所の", "ヶ所の", "個の", "本の", "枚の", "台の", "棟の", "軒の", "頭の", "羽の", "匹の", "件の", "隻の", "点の"} {
		if strings.HasPrefix(behind, j) {
			skip = len(j)
			break
		}
	}
	start := q.End + skip
	if base != "ko" || skip > 0 {
		far := behindHan
		if base == "ja" && skip == 0 {
			far = 0
		}
		if s.runHan(out, start, start+far, upto) {
			return
		}
	}
	if base == "zh" && skip == 0 {
		if key := s.pairAt(q.End, upto); key != "" {
			out.noun = out.tongue + ":" + key
			return
		}
	}
	if was, _, ok := s.former(q); ok && was.Start < q.Start { // the batches rose from 3 to 5: they are named before both
		q = was
	}
	far := beforeHan
	if base == "ko" {
		far = koBefore
	}
	var last *hit
	for i := range s.kinds {
		h := &s.kinds[i]
		if h.start >= from && h.end <= q.Start && q.Start-h.end <= far && (last == nil || h.end >= last.end) {
			last = h
		}
	}
	if last == nil || s.numberIn(last.end, q.Start) || !s.copula(last.end, q.Start) || s.voiced(*last) {
		if pair := s.pairBefore(q, from); pair != "" && base != "ko" {
			out.noun = out.tongue + ":" + pair
		}
		return
	}
	if base == "ko" && s.wordBefore(q, from) > last.end {
		return
	}
	out.heads, out.written = append(out.heads, last.of), s.text[last.start:last.end]
	out.noun = out.tongue + ":" + s.text[last.start:last.start+firstRunes(s.text[last.start:last.end], 2)]
	for end := last.start; ; { // what stands right before it restricts it
		i := slices.IndexFunc(s.kinds, func(h hit) bool {
			return h.end == end || h.end+3 == end && s.text[h.end:end] == "的" || h.end+3 == end && s.text[h.end:end] == "の"
		})
		if i < 0 || s.kinds[i].start < from {
			break
		}
		end = s.kinds[i].start
		if !slices.Contains(out.heads, s.kinds[i].of) {
			out.heads = append(out.heads, s.kinds[i].of)
		}
	}
}

// linking are the characters that may stand between a noun and the number that counts it: of verbs of being and rising, of adverbs and
// of particles.
const linking = "由从從自数数量总總人增升降减减达達至为為共计計约約超近逾余餘多仅僅只已有又再个個的在是到了已经少于上下加涨漲扩擴大最高はがをもでにとのほぼおよそくな約計延べ最多少等은는이가을를도의약총모두 :：（("

// copula reports whether nothing but such characters is in a part of a sentence.
func (s *sentenceRead) copula(from, upto int) bool {
	return strings.IndexFunc(s.text[from:upto], func(r rune) bool { return !strings.ContainsRune(linking, r) && !unicode.IsDigit(r) }) < 0
}

// voiced reports whether an entry is of one who may speak.
func (s *sentenceRead) voiced(h hit) bool {
	return slices.ContainsFunc(s.hits, func(o hit) bool {
		return o.of.class == voices && o.start < h.end && h.start < o.end && !o.of.is("people")
	})
}

// wordBefore is where the word right before a number begins that may be what it counts.
func (s *sentenceRead) wordBefore(q check.Quantity, from int) int {
	last := from
	for w := range eachWord(s.text[from:q.Start]) {
		last = from + w.start
	}
	return last
}

// numberIn reports whether a number stands in a part of a sentence.
func (s *sentenceRead) numberIn(from, upto int) bool {
	return slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool { return o.Start >= from && o.End <= upto })
}

// runHan reads adjacent entries of which the first begins within a part of a sentence: the last is what is counted.
func (s *sentenceRead) runHan(out *subject, from, upto, end int) bool {
	if !slices.ContainsFunc(s.kinds, func(h hit) bool { return h.start == from }) {
		for _, o := range s.hits { // 34 injured workers
			if o.of.class == roles && o.start == from && upto > from {
				from, upto = o.end, max(upto, o.end+oneHan)
			}
		}
	}
	i := slices.IndexFunc(s.kinds, func(h hit) bool { return h.start >= from && h.start <= upto && h.end <= end })
	if i < 0 { // 230 blank ballots
		i = slices.IndexFunc(s.kinds, func(h hit) bool { return h.start >= from && h.start <= from+farHan && h.end == end })
	}
	if i < 0 || s.numberIn(from, s.kinds[i].start) {
		return false
	}
	first := s.kinds[i]
	out.heads = append(out.heads, first.of)
	last := first
	for _, h := range s.kinds[i+1:] {
		if h.start < last.end || h.end > end {
			continue
		}
		if gap := s.text[last.end:h.start]; gap != "" && gap != "的" && gap != "の" {
			break
		}
		last = h
		out.heads = slices.Insert(out.heads, 0, h.of)
	}
	out.written = s.text[first.start:last.end]
	out.noun = out.tongue + ":" + s.text[last.start:last.start+firstRunes(s.text[last.start:last.end], 2)]
	return true
}

// pairBefore is the pair of Han characters right before a number of which nothing is known, as a key; "": there is none.
func (s *sentenceRead) pairBefore(q check.Quantity, from int) string {
	start := q.Start - 2*oneHan
	if start < from {
		return ""
	}
	in := func(h hit) bool { return h.start < q.Start && h.end > start }
	if slices.ContainsFunc(s.hits, in) || slices.ContainsFunc(s.fates, in) || strings.ContainsAny(s.text[start:q.Start], linking) {
		return ""
	}
	return s.pairAt(start, q.Start)
}

// pairAt is the pair of Han characters that begins a part of a sentence, as a key; "": it says nothing.
func (s *sentenceRead) pairAt(from, upto int) string {
	r := []rune(vocabularyOf(s.lang).fold(s.text[from:upto]))
	if len(r) < 2 || !unicode.Is(unicode.Han, r[0]) || !unicode.Is(unicode.Han, r[1]) {
		return ""
	}
	if pair := string(r[:2]); !strings.ContainsAny(pair, joints+"受遭无没不停") && !strings.Contains(idle(), pair) {
		return pair
	}
	return ""
}

// measured reads what an amount of a measure is of: what its clause names, the nearest first. What stands behind a genitive comes
// before all.
func (s *sentenceRead) measured(out *subject, q check.Quantity, from, upto int) {
	far := measureFar
	if !vocabularyOf(s.lang).parted {
		far = measureHan
	}
	var near []hit
	for _, h := range s.kinds {
		if h.start < from || h.end > upto || h.start < q.Start && h.end > q.Start || distance(h, q) > far || h.of.is("people") || h.of.is("body") && !s.ofMeasure(h) || s.voiced(h) || !h.of.ofSort(q.Sort) {
			continue
		}
		if !s.owns(s.kinds, q, h, from, upto) {
			continue
		}
		near = append(near, h)
	}
	slices.SortStableFunc(near, func(a, b hit) int { return cmp.Compare(distance(a, q), distance(b, q)) })
	for _, h := range near {
		for _, of := range append(h.of.parts, h.of) {
			if !slices.Contains(out.heads, of) {
				out.heads = append(out.heads, of)
			}
		}
	}
	if len(near) > 0 {
		out.written = s.text[near[0].start:near[0].end]
		behind := near[0].start >= q.End && near[0].start-q.End <= genitive
		out.attached = behind || !vocabularyOf(s.lang).parted && near[0].end <= q.Start && q.Start-near[0].end <= oneHan
	}
}
