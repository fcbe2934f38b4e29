package relation

import "unicode"

// Way is where a number went.
type Way uint8

const (
	Nowhere Way = iota
	Up
	Down
)

// Move says that something went up or down to a number.
type Move struct {
	Way        Way
	Start, End int // the words, from the verb to the number or the other way round, in bytes
}

// farVerb is how many units there may be between a verb of change and its number.
const (
	farVerb    = 14
	farHanVerb = 6
)

// To reads which way a number went that stands at a place of the text, in bytes: cut its
// forecast to 3.4m. Way is Nowhere unless all verbs of change of the clause agree.
func (r *Reading) To(start, end int) Move {
	i, j := r.unitAt(start), r.unitFrom(end)
	if i >= j {
		return Move{}
	}
	switch {
	case r.lang == chinese:
		return r.chineseMove(i, j)
	case r.lang == japanese:
		return r.japaneseMove(i, j)
	}
	return r.latinMove(i, j)
}

// latinMove reads "cut its forecast to N", and "auf N gesenkt".
func (r *Reading) latinMove(i, j int) Move {
	at := r.passLight(i)
	if at == 0 || !r.at(entryTo, at-1) || r.units[at].stop {
		return Move{}
	}
	from, upto := r.clause(at-1, true)
	if r.lang != english {
		from, upto = r.clause(at-1, false)
	}
	out := r.unanimous(max(from, at-farVerb), at)
	if r.lang == english || out.Way != Nowhere {
		return r.spanned(out, i, j)
	}
	return r.spanned(r.unanimous(j, min(upto, j+farVerb)), i, j)
}

// passLight returns the first of the units before a number that only bound it.
func (r *Reading) passLight(i int) int {
	for i > 0 && !r.units[i].stop && r.at(entryLight, i-1) && !r.at(entryTo, i-1) {
		i--
	}
	return i
}

// unanimous reads the verbs of change among units; Nowhere where two differ.
func (r *Reading) unanimous(from, upto int) Move {
	out := Move{}
	for _, m := range r.marks[moves] {
		if m.from < from || m.upto > upto {
			continue
		}
		way := wayOf(m)
		if way == Nowhere {
			continue
		}
		if out.Way != Nowhere && out.Way != way {
			return Move{}
		}
		out = Move{Way: way, Start: r.units[m.from].start, End: r.units[m.upto-1].end}
	}
	return out
}

func wayOf(m mark) Way {
	switch m.name {
	case entryUp:
		return Up
	case entryDown:
		return Down
	}
	return Nowhere
}

const entryDown = "down"

// spanned widens a move to the number at units from i up to j.
func (r *Reading) spanned(m Move, i, j int) Move {
	if m.Way != Nowhere {
		m.Start, m.End = min(m.Start, r.units[i].start), max(m.End, r.units[j-1].end)
	}
	return m
}

// chineseMove reads 上调至N: the verb right before the number.
func (r *Reading) chineseMove(i, j int) Move {
	at := r.passLight(i)
	if at == 0 || !r.at(entryBy, at-1) || r.units[at].stop {
		return Move{}
	}
	for at--; at > 0 && r.at(entryBy, at-1); at-- {
	}
	if at > 0 && r.at(entryDoneSign, at-1) {
		at--
	}
	for _, m := range r.marks[moves] {
		if m.upto == at && wayOf(m) != Nowhere && !r.units[at].stop {
			from, _ := r.clause(m.from, false)
			if other := r.unanimous(from, m.from); r.has(grammar, entryDenies, from, m.from) || other.Way != Nowhere && other.Way != wayOf(m) {
				return Move{} // 将涨幅降至3%, 未升至
			}
			return r.spanned(Move{Way: wayOf(m), Start: r.units[m.from].start, End: r.units[m.upto-1].end}, i, j)
		}
	}
	return Move{}
}

// japaneseMove reads Nに引き上げる.
func (r *Reading) japaneseMove(i, j int) Move {
	for k := j; k < min(len(r.units), j+farHanVerb) && !r.units[k].stop; k++ {
		if !r.at(entryTo, k) {
			continue
		}
		for _, m := range r.marks[moves] {
			if m.from > k && m.from <= k+2 && wayOf(m) != Nowhere {
				return r.spanned(Move{Way: wayOf(m), Start: r.units[m.from].start, End: r.units[m.upto-1].end}, i, j)
			}
		}
	}
	return Move{}
}

// Pair reports whether the numbers at two places of the text are where something came
// from and where it went: from 12 to 15, to 15 from 12, 由12增至15.
func (r *Reading) Pair(from, to [2]int) bool {
	f, t := r.unitAt(from[0]), r.unitAt(to[0])
	if f == len(r.units) || t == len(r.units) {
		return false
	}
	a, b := min(f, t), max(f, t)
	for k := a + 1; k <= b; k++ {
		if r.units[k].stop {
			return false
		}
	}
	if r.lang == japanese {
		return t > f && r.behind(entryFrom, from[1]) && r.behind(entryTo, to[1])
	}
	if t > f && f > 1 && r.at(entryWent, f-2) && r.at(entryFrom, f-1) && r.at(entryTo, t-1) {
		return true
	}
	f, t = r.passLight(f), r.passLight(t)
	before := entryTo
	if r.lang == chinese {
		before = entryBy
		f = r.passTimes(f)
		return f > 0 && t > 0 && r.at(entryFrom, f-1) && r.at(before, t-1) && t > f
	}
	return f > 0 && t > 0 && r.at(entryFrom, f-1) && r.at(before, t-1)
}

// passTimes returns the first of the units between 从 and its number in Chinese: 从去年的.
func (r *Reading) passTimes(i int) int {
	for k := i; k > 0 && k > i-farVerb && !r.units[k].stop; k-- {
		if r.at(entryFrom, k-1) {
			return k
		}
		if unicode.IsDigit([]rune(r.units[k-1].s)[0]) || r.at(entryBy, k-1) {
			break
		}
	}
	return i
}

// behind reports whether an entry stands right behind a place of the text, or behind the
// few signs of its unit.
func (r *Reading) behind(name string, place int) bool {
	i := r.unitFrom(place)
	for k := i; k < min(len(r.units), i+farHanVerb) && !r.units[k].stop; k++ {
		if r.at(name, k) {
			return true
		}
	}
	return false
}

// Ranks reports whether the clause at a place of the text may be of something that gets
// better, or dearer, when its number goes down: a place in a ranking, a rate of exchange,
// degrees below zero.
func (r *Reading) Ranks(place int) bool {
	i := r.unitAt(place)
	if i == len(r.units) {
		return false
	}
	from, upto := r.clause(i, false)
	return r.has(moves, entryRanked, from, upto)
}

const entryRanked = "ranked"

// Extreme returns where a claim says that something rose to its lowest place in a time, or
// fell to its highest: 升至三年来最低.
func (r *Reading) Extreme() (start, end int, ok bool) {
	for _, m := range r.marks[moves] {
		if m.upto >= len(r.units) || !r.at(entryBy, m.upto) {
			continue
		}
		_, upto := r.clause(m.from, false)
		wrong := map[Way]string{Up: entryLowest, Down: entryHighest}[wayOf(m)]
		for _, e := range r.marks[grammar] {
			if wrong != "" && e.name == wrong && e.from >= m.upto && e.upto <= min(upto, m.upto+farVerb) && !r.has(grammar, entryAttribute, e.upto, min(upto, e.upto+farModal)) {
				return r.units[m.from].start, r.units[e.upto-1].end, true
			}
		}
	}
	return 0, 0, false
}

const (
	entryLowest  = "lowest"
	entryHighest = "highest"
)
