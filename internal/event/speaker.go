package event

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
)

// Bounds of the name of a speaker.
const (
	longestName = 8  // words
	longestHan  = 14 // characters
	nearSaying  = 24 // bytes between a name and the word that it says something
)

// speaking is one who says something in a sentence.
type speaking struct {
	of         *head
	name       string
	start, end int // of the name
}

// speaker is who says that there are so many: the one of the clause of a number, else the only one of its sentence. Nobody where a
// sentence denies, or where two could be it.
func (s *sentenceRead) speaker(q check.Quantity, from, upto int) (*head, string) {
	if slices.ContainsFunc(s.hits, func(h hit) bool { return h.of.class == denials }) {
		return nil, ""
	}
	all := s.speakings()
	own := slices.DeleteFunc(slices.Clone(all), func(v speaking) bool { return v.start < from || v.end > upto })
	switch {
	case len(own) == 1 && !s.between(own[0], q):
		return own[0].of, own[0].name
	case len(own) > 0 || len(all) != 1 || s.holds(all[0], q) || s.others(all[0], q, from, upto):
		return nil, ""
	}
	return all[0].of, all[0].name
}

// between reports whether another number of a clause stands between a speaker and a number, so that he may speak of that alone.
func (s *sentenceRead) between(v speaking, q check.Quantity) bool {
	return slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool {
		return o != q && (o.Start >= v.end && o.End <= q.Start || o.Start >= q.End && o.End <= v.start) && slices.ContainsFunc(s.hits, func(h hit) bool {
			return h.of.class == articles && h.of.name == "while" && h.start >= min(v.end, q.End) && h.end <= max(v.start, q.Start)
		})
	})
}

// others reports whether somebody else could give a number that stands in another clause than a speaker: one who is named in its clause
// or between the two. A semicolon parts what is said from what is not.
func (s *sentenceRead) others(v speaking, q check.Quantity, from, upto int) bool {
	first, last := min(from, v.end), max(upto, v.start)
	if strings.ContainsAny(s.text[min(v.end, q.End):max(v.start, q.Start)], ";；؛") {
		return true
	}
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == voices && h.start >= first && h.end <= last && (h.end <= v.start || h.start >= v.end) && !h.of.is("people") && !s.inPlace(h)
	})
}

// inPlace reports whether a word stops what stands before one who could speak, so that it is a place or an object: in hospital.
func (s *sentenceRead) inPlace(h hit) bool {
	return slices.ContainsFunc(s.hits, func(o hit) bool {
		return o.of.class == articles && o.of.name == "stops" && o.end <= h.start && h.start-o.end <= 5
	})
}

// holds reports whether the clause of a speaker has a number of its own behind him, while that of another number does not follow from
// what he says: he spoke of his own alone.
func (s *sentenceRead) holds(v speaking, q check.Quantity) bool {
	from, upto := s.clause(check.Quantity{Start: v.start, End: v.end})
	return q.End <= from && slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool { return o.Start >= from && o.End <= upto })
}

// speakings are those who say something in a sentence. A name that holds no word for one who can speak is none, nor is one cut short.
func (s *sentenceRead) speakings() []speaking {
	var out []speaking
	for _, h := range s.hits {
		if h.of.class != voices || slices.ContainsFunc(out, func(o speaking) bool { return o.start <= h.start && h.end <= o.end }) {
			continue
		}
		read := s.named
		if !vocabularyOf(s.lang).parted {
			read = s.namedHan
		}
		if v, ok := read(h); ok {
			out = append(out, v)
		}
	}
	return out
}

// named reads the name of a speaker where words are parted: what stands before the word that he speaks, or behind one that is followed
// by a speaker, to the next word that cannot be of a name.
func (s *sentenceRead) named(h hit) (speaking, bool) {
	from, upto := s.clause(check.Quantity{Start: h.start, End: h.end})
	place := func(start, end int, behind bool) (int, bool) { // where the nearest such word begins, or ends
		best, ok := 0, false
		for _, o := range s.hits {
			is := !behind && o.of.class == saying || behind && o.of.class == articles && o.of.name == "before"
			if !is || o.start < start || o.end > end {
				continue
			}
			if behind {
				best, ok = o.end, true
			} else if !ok {
				best, ok = o.start, true
			}
		}
		return best, ok
	}
	if at, ok := place(from, h.start, true); ok {
		end := upto
		for _, o := range s.hits {
			if o.start >= h.end && o.start < end && s.stops(o) {
				end = o.start
			}
		}
		return s.name(h, at, s.numberBefore(h.end, end))
	}
	at, ok := place(h.end, upto, false)
	if !ok || at-h.end > nearSaying {
		return speaking{}, false
	}
	start := from
	for _, o := range s.hits {
		if o.end <= h.start && o.start >= from && o.of.class == articles && o.of.name == "while" {
			start = max(start, o.end)
		}
	}
	if !vocabularyOf(s.lang).articled && len(strings.Fields(s.text[start:h.start])) > 1 && !s.described(start, h.start) {
		return speaking{}, false // what is said of stands before who says it: the price experts put at ten
	}
	return s.name(h, start, at)
}

// partOf reports whether an entry stands behind a word of a name: the court of appeal in the north.
func (s *sentenceRead) partOf(o hit, from int) bool {
	return slices.ContainsFunc(s.hits, func(v hit) bool { return v.of.class == voices && v.start >= from && v.end <= o.start })
}

// described reports whether a part of a sentence ends with a word for one who can speak: the seismological service.
func (s *sentenceRead) described(from, upto int) bool {
	return slices.ContainsFunc(s.hits, func(o hit) bool {
		return o.of.class == voices && o.start >= from && o.end <= upto && strings.TrimSpace(s.text[o.end:upto]) == ""
	}) && len(strings.Fields(s.text[from:upto])) <= 2
}

// stops reports whether an entry ends a name.
func (s *sentenceRead) stops(o hit) bool {
	return o.of.class == times || o.of.class == saying || o.of.class == articles && (o.of.name == "stops" || o.of.name == "while")
}

// numberBefore is where a number begins within a part of a sentence, else its end.
func (s *sentenceRead) numberBefore(from, upto int) int {
	for _, q := range s.reading.Quantities {
		if q.Start >= from && q.Start < upto {
			upto = q.Start
		}
	}
	return upto
}

// name makes a speaker of a part of a sentence. Not ok: it has a number, a word in it that is no part of a name, or too many words.
func (s *sentenceRead) name(h hit, from, upto int) (speaking, bool) {
	for _, q := range s.reading.Quantities {
		if q.Start < upto && q.End > from {
			return speaking{}, false
		}
	}
	for _, o := range s.hits {
		if o.start >= from && o.end <= upto && (o.of.class <= nouns || o.of.class == saying) && !(o.start >= h.start && o.end <= h.end) && !slices.ContainsFunc(s.hits, func(x hit) bool { return x.of.class == voices && x.start == o.start }) {
			return speaking{}, false
		}
	}
	for _, o := range s.hits { // "on Monday the office", "the office had"
		if (o.of.class == times || o.of.class == articles && o.of.name == "stops") && o.end <= h.start && o.start >= from && o.end > from && !s.partOf(o, from) {
			from = o.end
		}
		if s.stops(o) && o.start >= h.end && o.end <= upto && strings.TrimSpace(s.text[o.end:upto]) == "" {
			upto = o.start
		}
	}
	if slices.ContainsFunc(s.hits, func(o hit) bool {
		return o.of.class == articles && o.of.name == "verbs" && o.start >= from && o.end <= upto
	}) {
		return speaking{}, false
	}
	text := s.text[from:upto]
	for {
		text = strings.TrimSpace(text)
		first, rest, ok := strings.Cut(strings.ReplaceAll(text, "’", "'"), " ")
		if cut := strings.IndexByte(first, '\''); cut > 0 && cut <= 2 && cut+1 < len(first) {
			first, rest, ok = first[:cut], text[cut+1:], true
		}
		if !ok || !slices.ContainsFunc(s.hits, func(o hit) bool {
			return o.of.class == articles && o.of.name == "article" && strings.EqualFold(s.text[o.start:o.end], first)
		}) {
			break
		}
		text = rest
	}
	text = strings.Trim(text, " .!?\"'“”«»")
	words := strings.Fields(text)
	at := strings.Index(s.text, text)
	if len(words) == 0 || len(words) > longestName || !strings.Contains(text, s.text[h.start:h.end]) || strings.ContainsAny(text, "\"“”«»") {
		return speaking{}, false
	}
	return speaking{of: h.of, name: text, start: max(at, from), end: upto}, true
}

// Characters that a name in Han script or Hangul goes on with behind the word for who it is, and those that say that he is its subject.
const (
	offices  = "管理局處处署厅廳部署院会會所心办公室委员員总總司站队隊方面官员側측長长機构構关關指挥揮消防海警事务務災害"
	subjects = "はがにの는은이가에도"
)

// namedHan reads the name of a speaker where words are not parted, whole, with what stands before it in its clause.
func (s *sentenceRead) namedHan(h hit) (speaking, bool) {
	end := h.end
	for end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if !strings.ContainsRune(offices, r) || s.saysAt(end) {
			break
		}
		end += size
	}
	if !s.speaks(end) {
		return speaking{}, false
	}
	from := 0
	for i, r := range s.text[:h.start] {
		if strings.ContainsRune(clauseSigns+" 　「」“”", r) || r < utf8.RuneSelf && isDigit(byte(r)) {
			from = i + len(string(r))
		}
	}
	for _, o := range s.hits {
		if o.end <= h.start && o.start >= from && (o.of.class == times || o.of.class == saying) {
			from = o.end
		}
	}
	if from > h.start {
		return speaking{}, false
	}
	name := s.text[from:end]
	if late := vocabularyOf(s.lang).late; late {
		for _, p := range []string{"は", "が", "는", "은"} {
			name = strings.TrimSuffix(name, p)
		}
	}
	for _, p := range []string{"据", "據", "日", "而", "但", "月"} {
		name = strings.TrimPrefix(name, p)
	}
	inside := slices.ContainsFunc(s.hits, func(o hit) bool { return o.start >= from && o.end <= end && o.of.class <= nouns && o.start < h.start })
	if utf8.RuneCountInString(name) > longestHan || name == "" || inside || strings.ContainsAny(name, "在对對向从從被将將把和与與送于於") || s.numberBefore(from, end) < end {
		return speaking{}, false
	}
	return speaking{of: h.of, name: name, start: end - len(name), end: end}, true
}

// saysAt reports whether a word that somebody says something begins at a place.
func (s *sentenceRead) saysAt(at int) bool {
	return slices.ContainsFunc(s.hits, func(o hit) bool { return o.of.class == saying && o.start == at && s.text[at:o.end] != "据" })
}

// speaks reports whether what ends at a place is the subject of a word of saying: right before it, with no more than a time or an
// adverb between, or with the particle of a subject where that word stands last.
func (s *sentenceRead) speaks(end int) bool {
	if vocabularyOf(s.lang).late {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s.text[end:], " "))
		before, _ := utf8.DecodeLastRuneInString(s.text[:end])
		return (strings.ContainsRune(subjects, r) && r != 'の' && r != '에' || strings.HasPrefix(s.text[end:], "によ") || strings.HasPrefix(s.text[end:], "에 따르면") || strings.ContainsRune("はが는은", before)) &&
			slices.ContainsFunc(s.hits, func(o hit) bool { return o.of.class == saying && o.start >= end })
	}
	at, ok := 0, false
	for _, o := range s.hits {
		if o.of.class == saying && o.start >= end && s.text[o.start:o.end] != "据" {
			at, ok = o.start, true
			break
		}
	}
	if !ok || at-end > nearSaying {
		return false
	}
	return strings.IndexFunc(s.text[end:at], func(r rune) bool {
		at := end + strings.IndexRune(s.text[end:], r)
		return unicode.IsLetter(r) && !strings.ContainsRune("日月时晚间間早晨夜上下午周一二三四五六今昨后後再又则則也已最新正式随隨当當", r) && !slices.ContainsFunc(s.hits, func(o hit) bool { return o.of.class == times && o.start <= at && at < o.end })
	}) < 0 && !strings.ContainsAny(s.text[end:at], "，。；、")
}

// counted is the time of a count as a sentence names it: of the clause of a number, or of the one before it; "": there is none, or
// several. The hour of what happened is none.
func (s *sentenceRead) counted(from, upto int) string {
	out, start, end := "", 0, 0
	for _, h := range s.hits {
		if h.of.class != times || h.end > upto {
			continue
		}
		said := s.till(h)
		switch {
		case said == "":
		case out != "" && h.start < end: // by Wednesday, Wednesday evening
			end = max(end, h.end)
			out = s.text[start:end]
		case out != "" && out != said && h.start < from:
			return ""
		default:
			out, start, end = said, h.start, h.end
		}
	}
	return out
}

// till is a time with the day before it where a word says that a count is of then.
func (s *sentenceRead) till(h hit) string {
	late := vocabularyOf(s.lang).late
	for _, o := range s.hits {
		switch {
		case o.of.class != till:
		case late && o.start >= h.end && o.start-h.end <= 3:
			from := h.start
			for from > 0 {
				r, size := utf8.DecodeLastRuneInString(s.text[:from])
				if !strings.ContainsRune(" 0123456789月日월일", r) {
					break
				}
				from -= size
			}
			return strings.TrimSpace(s.text[from:h.end])
		case late:
		case o.start == h.start && o.end < h.end:
			return s.text[h.start:h.end]
		case o.end <= h.start && dayOnly(s.text[o.end:h.start]):
			return strings.TrimSpace(s.text[o.end:h.end])
		}
	}
	return ""
}

// dayOnly reports whether a text is nothing, or a day in figures.
func dayOnly(s string) bool {
	return len(s) <= 24 && strings.IndexFunc(s, func(r rune) bool {
		return !strings.ContainsRune(" 0123456789一二三四五六七八九十月日当當今昨同", r)
	}) < 0
}
