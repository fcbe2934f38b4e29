package quantity

// Rank is a superlative: the largest, the second-largest, one of the largest.
type Rank struct {
	Extent
	Scale Scale
	Place Place
}

// Medal is a place in a contest: 1, 2 or 3.
type Medal struct {
	Extent
	Place int
}

// Placed are places in a contest as ordinals: a silver medal is for the second.
func Placed(all []Medal) []Number {
	var out []Number
	for _, m := range all {
		out = append(out, Number{Start: m.Start, End: m.End, Alts: []Value{Written(Ordinal, float64(m.Place))}})
	}
	return out
}

// Scale is what a superlative compares.
type Scale uint8

const (
	Size Scale = iota + 1
	Height
	Extension
	Age
	Youth
	Wealth
	Poverty
	Depth
	Population
	Speed
	Smallness
	Cost
	Power
	Gravity
	Traffic
	Favour
	Weight
)

// Place is where on a scale something stands.
type Place uint8

const (
	First Place = iota // the largest
	Later              // the second-largest
	Among              // one of the largest
)

// Bases are the periods that changes are measured against. It is a set of flags.
type Bases uint8

const (
	OnYear    Bases = 1 << iota // against a year earlier
	OnQuarter                   // against the quarter before
	OnMonth
	OnWeek
	MaybeYear  // the words may say so, or when something was: annual, last year
	MaybeMonth // or quarter, or week: last month
	Strictly   // of a claim: by a word that says nothing else: 同比, 环比
)

// Shorter are the periods shorter than a year.
const Shorter = OnQuarter | OnMonth | OnWeek

// Yearly reports whether the bases are surely a year earlier, and no shorter period.
func (b Bases) Yearly() bool { return b&OnYear != 0 && b&(Shorter|MaybeMonth) == 0 }

// Briefer reports whether the bases are surely a period shorter than a year, and not a year.
func (b Bases) Briefer() bool { return b&Shorter != 0 && b&(OnYear|MaybeYear) == 0 }

// Contrary returns what the report's bases say against the claim's; 0: nothing, or not
// surely. near are those of the sentences around.
func (b Bases) Contrary(report, near Bases) Bases {
	all := report | near
	switch {
	case b&Strictly == 0:
	case b&OnYear != 0 && b&Shorter == 0 && all&(OnYear|MaybeYear) == 0:
		return report & Shorter
	case b&OnYear == 0 && b&Shorter != 0 && all&(Shorter|MaybeMonth) == 0:
		return report & OnYear
	}
	return 0
}
