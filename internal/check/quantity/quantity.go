// Package quantity holds what a sentence says in numbers and dates, and compares two
// sides of it: values with their units and bounds, days and calendars. It is arithmetic
// alone. It never looks at a word of any language: the readers of languages fill its
// values, and the rules of check ask whether they agree.
package quantity

// Extent is a part of a sentence, in bytes: from Start up to, not including, End.
type Extent struct{ Start, End int }

// Sentence is what a reader reads in one sentence.
type Sentence struct {
	Text      string // as it was written; every place in the fields below is a place in it
	Plain     string // the text in the form in which words are compared, as long as Text
	Han       bool   // it is written in Chinese or Japanese
	Japanese  bool
	Known     bool // its numbers and dates can be read; if not, nothing can be missed in it
	Numbers   []Number
	Calendar  Calendar
	Ranks     []Rank  // superlatives
	Podium    []Medal // the places that it surely names: came second, 冠军
	Places    uint8   // a bit a place, from 1 to 3, that some word of it may mean
	Against   Bases   // what changes are measured against
	Plans     []Plan  // of a claim: the numbers that name plans and congresses
	Things    int     // parts of its longest enumeration, "A, B and C"; 1 where it lists nothing
	Denies    bool    // it denies something plainly
	Limits    bool    // some word of it may bound a number: a limit, a capacity, a forecast
	OtherZone bool    // it gives the time of another place
	Doubts    bool    // it has a word that another language may express by a denial
	Denial    Extent  // where the first plain denial is; both zero where the reader does not say
}

// Plan is a number that names a plan or a congress in a claim: 十四五, 二十大.
type Plan struct {
	Extent
	N     float64
	Names Naming
}

// Naming says what an ordinal numbers, where that is one of the things that a claim may
// call by its number alone.
type Naming uint8

const (
	Unnamed      Naming = iota
	FiveYearPlan        // the 14th five-year plan
	Congress            // the 20th party congress
)
