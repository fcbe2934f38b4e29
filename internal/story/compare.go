package story

// A term that more than everywhere reports have, or many and a quarter of all, says little, and is not looked at: to do so
// would make each report cost as much as there are reports.
const (
	everywhere = 2000
	many       = 300
)

// common reports whether so many reports have a term that it is not looked at.
func (x *Index) common(reports int) bool {
	return reports > everywhere || reports > many && reports*4 > x.vectors
}

// meeting is what a report that is compared shares with one of the index. Nearly all terms are words and names: what those add to is
// by itself, and small, for it is looked up for each of them in each report.
type meeting struct {
	body, names  float32
	words, named uint16
	rest         int32 // index of the rest in rests; or one of those below
}

// Values of meeting.rest.
const (
	unmet  = 0 // the two share nothing
	noRest = 1 // they share words and names alone
)

// compare finds what the report with this vector shares with the first upto reports of the index, and returns which share anything, in no
// order. What it found is valid until the next call.
func (x *Index) compare(vector []weighted, upto int32) []int32 {
	for _, m := range x.touching {
		x.meetings[m] = meeting{}
	}
	x.touching = x.touching[:0]
	x.rests = append(x.rests[:0], shared{}, shared{})
	if n := len(x.reports); n > len(x.meetings) {
		x.meetings = append(x.meetings, make([]meeting, n-len(x.meetings))...)
	}
	for _, t := range vector {
		if t.entry == none {
			continue
		}
		ps := x.postings[t.entry]
		if x.common(len(ps)) || !x.abroad && !t.field.counts(false) {
			continue
		}
		x.meet(t, ps, upto)
	}
	return x.touching
}

// meet adds a term to what is shared with those of the first upto reports that have it.
func (x *Index) meet(t weighted, ps []posting, upto int32) {
	switch t.field {
	case body:
		for _, p := range ps {
			if p.report >= upto {
				return
			}
			m := &x.meetings[p.report]
			if m.rest == unmet {
				x.touch(m, p.report)
			}
			m.body += t.weight * p.weight
			m.words++
		}
	case names:
		for _, p := range ps {
			if p.report >= upto {
				return
			}
			m := &x.meetings[p.report]
			if m.rest == unmet {
				x.touch(m, p.report)
			}
			m.names += t.weight * p.weight
			m.named++
		}
	default:
		for _, p := range ps {
			if p.report >= upto {
				return
			}
			m := &x.meetings[p.report]
			if m.rest == unmet {
				x.touch(m, p.report)
			}
			if m.rest == noRest {
				m.rest = int32(len(x.rests))
				x.rests = append(x.rests, shared{})
			}
			x.rests[m.rest].add(t.field, t.weight*p.weight)
		}
	}
}

// touch notes that a report shares something.
func (x *Index) touch(m *meeting, report int32) {
	m.rest = noRest
	x.touching = append(x.touching, report)
}

// shared is what the report that was compared last shares with report m.
func (x *Index) shared(m int32) shared {
	of := x.meetings[m]
	s := x.rests[of.rest]
	s.cosine[body], s.words = of.body, of.words
	s.cosine[names], s.names = of.names, of.named
	return s
}

// nothing reports whether that is nothing that is worth weighing.
func (x *Index) nothing(m int32) bool {
	of := x.meetings[m]
	return of.words == 0 && of.named == 0 && x.rests[of.rest].nothing()
}

// faint reports whether report m surely is not nearer than negligible to e, which was compared last: they share words and names alone, and of
// those less than that.
func (x *Index) faint(e *indexed, m int32) bool {
	of := &x.meetings[m]
	return of.rest == noRest && !(e.brief && x.reports[m].brief) &&
		float64(of.body)*reportWeights[body]+float64(of.names)*reportWeights[names] < .99*negligible*reportBar.base*reportWeights[body]
}

// add adds a term of another field than body and names.
func (s *shared) add(f field, product float32) {
	s.cosine[f] += product
	switch f {
	case gist:
		s.say++
	case signs, called, said, voiced, about:
		s.signs++
	}
}
