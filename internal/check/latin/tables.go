package latin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// fill fills a part of a lexicon from an entry.
type fill func(entry) error

// tables says how each key is read.
func (lx *lexicon) tables() map[string]fill {
	out := map[string]fill{}
	for _, k := range setKeys {
		out[k.key] = func(e entry) error { return lx.readSet(e, k.set) }
	}
	readCodes := out["currency-codes"]
	out["currency-codes"] = func(e entry) error { return errors.Join(codes(e), readCodes(e)) }
	for _, k := range phraseKeys {
		out[k.key] = func(e entry) error {
			lx.phrases[k.kind] = append(lx.phrases[k.kind], phrasesOf(e.text)...)
			return textOnly(e)
		}
	}
	lists := map[string]*[]string{
		"day-parts": &lx.dayParts, "quarters": &lx.quarters, "five-year-plans": &lx.plans, "congresses": &lx.congress, "pairs": &lx.pairs,
	}
	for key, list := range lists {
		out[key] = func(e entry) error { *list = append(*list, strings.Fields(e.text)...); return textOnly(e) }
	}
	out["on-the"] = func(e entry) error {
		for _, p := range phrasesOf(e.text) {
			lx.onThe = append(lx.onThe, strings.Join(p, " ")+" ")
		}
		return textOnly(e)
	}
	out["country"] = lx.readCountry
	out["open-end"] = func(e entry) error { lx.openEnd = e.text; return textOnly(e) }
	out["joint"] = func(e entry) error { lx.joint = e.text; return textOnly(e) }
	out["possessive"] = func(e entry) error { lx.possessive = e.text; return textOnly(e) }
	out["name-ending"] = func(e entry) error { lx.nameEnding = e.text; return textOnly(e) }
	out["saints"] = func(e entry) error { lx.saints = strings.Fields(e.text); return textOnly(e) }
	out["youth-side"] = lx.readYouthSide
	out["traits"] = lx.readTraits
	out["compounds"] = lx.readCompounds
	out["joined-ordinals"] = lx.readJoinedOrdinals
	out["before"] = func(e entry) error { return readBounds(e, lx.before) }
	out["after"] = func(e entry) error { return readBounds(e, lx.after) }
	out["unit-phrases"] = lx.readUnitPhrases
	out["joined-units"] = lx.readJoinedUnits
	out["against"] = lx.readAgainst
	for _, t := range valueTables {
		out[t.key] = func(e entry) error { return lx.readTable(e, t.set) }
	}
	return out
}

// codes reports an error if a word of an entry is no code of a currency, in small letters.
func codes(e entry) error {
	for w := range strings.FieldsSeq(e.text) {
		if _, err := currencyOf([]string{strings.ToUpper(w)}); err != nil {
			return err
		}
	}
	return nil
}

// readCountry reads the code of a country.
func (lx *lexicon) readCountry(e entry) error {
	if len(e.text) != 2 || strings.Trim(e.text, capitals) != "" {
		return fmt.Errorf("%q is no country: want two capitals", e.text)
	}
	lx.country = e.text
	return textOnly(e)
}

// readYouthSide reads the letter before an age and the word that it is for.
func (lx *lexicon) readYouthSide(e entry) error {
	words := strings.Fields(e.text)
	if len(words) != 2 || len(words[0]) != 1 {
		return errors.New("want a letter and a word")
	}
	lx.youthSide = [2]string(words)
	return textOnly(e)
}

// readTraits reads what holds for the language as a whole.
func (lx *lexicon) readTraits(e entry) error {
	for w := range strings.FieldsSeq(e.text) {
		switch w {
		case "decimal-comma":
			lx.comma = true
		case "joined-numbers":
			lx.joined = true
		case "counts-by-twenties":
			lx.scores = true
		case "months-have-capitals":
			lx.monthsUpper = true
		case "nouns-have-capitals":
			lx.nounsUpper = true
		default:
			return fmt.Errorf("there is no trait %q", w)
		}
	}
	return textOnly(e)
}

// readCompounds reads the parts of joined numbers, the largest first.
func (lx *lexicon) readCompounds(e entry) error {
	seen := once{}
	return rows(e, func(v []string, words string) error {
		n, err := numeral(v, 1)
		for w := range strings.FieldsSeq(words) {
			err = cmp.Or(err, seen.add(w))
			lx.compounds = append(lx.compounds, compound{w, n[0]})
		}
		return err
	})
}

// readJoinedOrdinals reads what makes an ordinal of a joined number, and the smallest such number.
func (lx *lexicon) readJoinedOrdinals(e entry) error {
	seen := once{}
	return rows(e, func(v []string, words string) error {
		n, err := numeral(v, 1)
		for w := range strings.FieldsSeq(words) {
			err = cmp.Or(err, seen.add(w))
			lx.ordinals = append(lx.ordinals, compound{w, n[0]})
		}
		return err
	})
}

// readBounds reads phrases that bound a number.
func readBounds(e entry, m map[string]quantity.Bound) error {
	seen := once{}
	return rows(e, func(v []string, words string) error {
		i := slices.Index(bounds, v[0])
		if i < 0 || len(v) > 1 {
			return fmt.Errorf("a bound is one of %s", strings.Join(bounds[1:], ", "))
		}
		for _, p := range phrasesOf(words) {
			said := strings.Join(p, " ")
			if len(p) > longestBound {
				return fmt.Errorf("%q has more than %d words", said, longestBound)
			}
			if err := seen.add(said); err != nil {
				return err
			}
			m[said] = quantity.Bound(i)
		}
		return nil
	})
}

// bounds names the bounds in their order.
var bounds = []string{"exact", "about", "more", "less", "most", "near"}

func (lx *lexicon) readUnitPhrases(e entry) error {
	seen := once{}
	return rows(e, func(v []string, words string) error {
		u, err := unitOf(v)
		for _, p := range phrasesOf(words) {
			err = cmp.Or(err, seen.add(strings.Join(p, " ")))
			lx.units = append(lx.units, unitPhrase{p, u})
		}
		return err
	})
}

// readAgainst reads phrases that say what a change is measured against.
func (lx *lexicon) readAgainst(e entry) error {
	seen := once{}
	return rows(e, func(v []string, words string) error {
		i := slices.Index(bases, v[0])
		if i < 0 || len(v) > 1 {
			return fmt.Errorf("want one of %s", strings.Join(bases, ", "))
		}
		var err error
		for _, p := range phrasesOf(words) {
			err = cmp.Or(err, seen.add(strings.Join(p, " ")))
			first := p[0]
			if strings.HasSuffix(first, "*") {
				first = ""
			}
			lx.against[first] = append(lx.against[first], against{p, 1 << i})
		}
		return err
	})
}

// bases names what changes are measured against, in the order of the flags.
var bases = []string{"year", "quarter", "month", "week", "perhaps-year", "perhaps-month"}

// scales names the scales of superlatives in their order.
var scales = []string{"", "size", "height", "length", "age", "youth", "wealth", "poverty", "depth", "population", "speed", "smallness",
	"cost", "power", "gravity", "traffic", "favour", "weight"}

// scaleOf reads the name of a scale.
func scaleOf(v []string) (quantity.Scale, error) {
	i := slices.Index(scales, v[0])
	if i < 1 || len(v) > 1 {
		return 0, fmt.Errorf("a scale is one of %s", strings.Join(scales[1:], ", "))
	}
	return quantity.Scale(i), nil
}

// readJoinedUnits reads units that are joined to their numbers. With an asterisk behind it
// more of the word may follow.
func (lx *lexicon) readJoinedUnits(e entry) error {
	seen := once{}
	return rows(e, func(v []string, words string) error {
		var err error
		u := joinedUnit{share: v[0] == "share"}
		if v[0] != "thing" && !u.share {
			u.unit, err = unitOf(v)
		}
		for w := range strings.FieldsSeq(words) {
			err = cmp.Or(err, seen.add(w))
			u.s, u.open = strings.CutSuffix(w, "*")
			lx.joinedUnits = append(lx.joinedUnits, u)
		}
		return err
	})
}

// readTable gives each word of each row the value of the row.
func (lx *lexicon) readTable(e entry, set func(*word, []string) error) error {
	seen := once{}
	return rows(e, func(v []string, words string) error {
		for w := range strings.FieldsSeq(words) {
			if err := cmp.Or(seen.add(w), set(lx.word(w), v)); err != nil {
				return err
			}
		}
		return nil
	})
}

// unitOf reads a unit: a currency as "money USD", or a dimension and how large the unit
// is in it, as "length 1000".
func unitOf(v []string) (quantity.Unit, error) {
	if len(v) == 2 && v[0] == "money" {
		code, err := currencyOf(v[1:])
		return quantity.Money(code), err
	}
	if i := slices.Index(dims, v[0]); i > 0 {
		n, err := numeral(v[1:], 1)
		return quantity.Measure(quantity.Dim(i), n[0]), err
	}
	return quantity.Unit{}, fmt.Errorf("a unit is money and a code, or one of %s and a number", strings.Join(dims[1:], ", "))
}

// currencyOf reads a currency: its code in ISO 4217, or a sign that several currencies share.
func currencyOf(v []string) (string, error) {
	code := strings.Join(v, " ")
	if len(code) == 3 && strings.Trim(code, capitals) == "" || code != "" && quantity.Signs[code] == code {
		return code, nil
	}
	return "", fmt.Errorf("%q is no currency: want three capitals, or a sign that several share", code)
}

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// rangeOf reads two numbers, the smaller one first.
func rangeOf(v []string) ([]float64, error) {
	n, err := numeral(v, 2)
	if err == nil && n[0] > n[1] {
		err = fmt.Errorf("%g is more than %g", n[0], n[1])
	}
	return n, err
}

// dims names the dimensions in their order.
var dims = []string{"", "length", "area", "mass", "volume", "span", "celsius", "fahrenheit", "kelvin"}

// trendOf reads a direction.
func trendOf(v []string) (quantity.Trend, error) {
	switch strings.Join(v, " ") {
	case "rises":
		return quantity.Rises, nil
	case "falls":
		return quantity.Falls, nil
	}
	return 0, errors.New("a trend is rises or falls")
}

// valueTable is a table that gives words a value.
type valueTable struct {
	key string
	set func(w *word, v []string) error
}

// number makes a table of numbers that are kept in a field of the word.
func number(key string, field func(*word) *float64) valueTable {
	return valueTable{key, func(w *word, v []string) error {
		n, err := numeral(v, 1)
		*field(w) = n[0]
		return err
	}}
}

// currency makes a table of currencies that are kept in a field of the word.
func currency(key string, field func(*word) *string) valueTable {
	return valueTable{key, func(w *word, v []string) (err error) {
		*field(w), err = currencyOf(v)
		return err
	}}
}

var valueTables = []valueTable{
	{"numbers", func(w *word, v []string) error {
		n, err := numeral(v, 1)
		w.small = n[0]
		w.add(isSmall)
		return err
	}},
	number("powers", func(w *word) *float64 { return &w.power }),
	number("parts-of", func(w *word) *float64 { return &w.part }),
	number("ordinals", func(w *word) *float64 { return &w.ordinal }),
	number("folds", func(w *word) *float64 { return &w.fold }),
	number("point-parts", func(w *word) *float64 { return &w.pointPart }),
	number("roman", func(w *word) *float64 { return &w.roman }),
	number("parts-per", func(w *word) *float64 { return &w.partsPer }),
	currency("dollars", func(w *word) *string { return &w.dollar }),
	currency("dollar-signs", func(w *word) *string { return &w.dollarSign }),
	currency("money-letters", func(w *word) *string { return &w.letters }),
	currency("money-before", func(w *word) *string { return &w.money }),
	{"vague", func(w *word, v []string) error {
		n, err := rangeOf(v)
		w.lo, w.hi = n[0], n[1]
		return err
	}},
	{"units", func(w *word, v []string) (err error) {
		w.unit, err = unitOf(v)
		return err
	}},
	{"power-units", func(w *word, v []string) (err error) {
		w.powerUnit, err = unitOf(v)
		return err
	}},
	{"superlatives", func(w *word, v []string) (err error) {
		w.rank, err = scaleOf(v)
		return err
	}},
	{"after-most", func(w *word, v []string) (err error) {
		w.ranked, err = scaleOf(v)
		return err
	}},
	{"rates", func(w *word, v []string) error {
		i := slices.Index(ratePeriods, v[0])
		if i < 0 || len(v) > 1 {
			return fmt.Errorf("a rate is one of %s", strings.Join(ratePeriods, ", "))
		}
		w.rate = rateOf[i]
		return nil
	}},
	{"moves", func(w *word, v []string) (err error) {
		w.move, err = trendOf(v)
		return err
	}},
	{"comparisons", func(w *word, v []string) (err error) {
		w.comparison, err = trendOf(v)
		return err
	}},
	{"months", func(w *word, v []string) error {
		n, err := numeral(v, 1)
		w.month = time.Month(n[0])
		if err == nil && (n[0] < 1 || n[0] > 12) {
			err = fmt.Errorf("%g is no month", n[0])
		}
		return err
	}},
	{"weekdays", func(w *word, v []string) error {
		n, err := numeral(v, 1)
		w.weekday = time.Weekday(n[0])
		w.add(isWeekday)
		if err == nil && (n[0] < 0 || n[0] > 6) {
			err = fmt.Errorf("%g is no day of the week", n[0])
		}
		return err
	}},
	{"decades", func(w *word, v []string) error {
		n, err := numeral(v, 1)
		w.decade = int(n[0])
		return err
	}},
	{"relative", func(w *word, v []string) error {
		n, err := rangeOf(v)
		w.from, w.upto = int(n[0]), int(n[1])
		w.add(isRelative)
		return err
	}},
	{"periods", func(w *word, v []string) error {
		i := slices.Index(periods, v[0])
		if i < 0 || len(v) > 1 {
			return fmt.Errorf("a period is one of %s", strings.Join(periods[1:], ", "))
		}
		w.period = quantity.Period(i)
		return nil
	}},
}

// ratePeriods names the periods of rates, and rateOf has them in the same order.
var (
	ratePeriods = []string{"hour", "day", "week", "month", "quarter", "year"}
	rateOf      = []quantity.Period{quantity.AnHour, quantity.ADay, quantity.AWeek, quantity.AMonth, quantity.AQuarter, quantity.AYear}
)

// periods names the periods in their order.
var periods = []string{"", "week", "weeks", "month", "months", "year", "spring", "summer", "autumn", "winter", "decade", "century"}
