package check

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// lexicon holds the words with which a language in Latin script tells numbers.
type lexicon struct {
	comma    bool // a decimal comma
	small    map[string]float64
	powers   map[string]float64    // hundred, thousand, bn
	vague    map[string][2]float64 // dozens: from, up to
	parts    map[string]float64    // third: 3
	ordinals map[string]float64
	folds    map[string]float64 // doubled: 2
	plenty   map[string]bool    // words that make "hundred" vague: several
	percent  map[string]bool
	times    map[string]bool
	before   map[string]quantity.Bound
	after    map[string]quantity.Bound
	moves    map[string]quantity.Trend
	to, by   map[string]bool
	filler   map[string]bool // what may stand between a verb of change and its number
	months   map[string]time.Month
	weekdays map[string]time.Weekday
	decades  map[string]int // the eighties: 80
	and      string
	joined   bool // numbers are written as one word: fünfundzwanzig
	scores   bool // and counted by twenties: quatre-vingt-douze
}

// lexiconOf returns the lexicon for a language; English stands in where none is known.
func lexiconOf(lang string) *lexicon {
	switch base, _, _ := strings.Cut(strings.ToLower(lang), "-"); base {
	case "de":
		return &german
	case "fr":
		return &french
	}
	return &english
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// bounds maps each of the phrases, parted by commas, to b.
func bounds(m map[string]quantity.Bound, b quantity.Bound, phrases string) map[string]quantity.Bound {
	for p := range strings.SplitSeq(phrases, ",") {
		m[strings.TrimSpace(p)] = b
	}
	return m
}

func trends(up, down string) map[string]quantity.Trend {
	m := map[string]quantity.Trend{}
	for w := range strings.FieldsSeq(up) {
		m[w] = quantity.Rises
	}
	for w := range strings.FieldsSeq(down) {
		m[w] = quantity.Falls
	}
	return m
}

// listed numbers words from first on.
func listed(m map[string]float64, first float64, words string) map[string]float64 {
	for i, w := range strings.Fields(words) {
		m[w] = first + float64(i)
	}
	return m
}

func monthNames(names ...string) map[string]time.Month {
	m := map[string]time.Month{}
	for i, forms := range names {
		for w := range strings.FieldsSeq(forms) {
			m[w] = time.Month(i + 1)
		}
	}
	return m
}

func weekdayNames(names ...string) map[string]time.Weekday {
	m := map[string]time.Weekday{}
	for i, forms := range names {
		for w := range strings.FieldsSeq(forms) {
			m[w] = time.Weekday(i)
		}
	}
	return m
}

// decadeNames numbers the names of the decades from the twenties on; each may end in
// one of the words.
func decadeNames(names, ends string) map[string]int {
	m := map[string]int{}
	for i, w := range strings.Fields(names) {
		m[w] = 20 + 10*i
		for end := range strings.FieldsSeq(ends) {
			m[w+end] = 20 + 10*i
		}
	}
	return m
}

var english = lexicon{
	small: listed(listed(map[string]float64{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
		"pair": 2, "both": 2, "duo": 2, "couple": 2, "twin": 2, "twins": 2, "trio": 3, "single": 1, "sole": 1, "dozen": 12, "fortnight": 2},
		0, "zero one two three four five six seven eight nine ten eleven twelve"), 13, "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"),
	powers: map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15, "quintillion": 1e18, "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6,
		"bn": 1e9, "bln": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12, "t": 1e12, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "dozen": 12},
	vague: map[string][2]float64{"tens": {20, 100}, "dozens": {20, 100}, "scores": {40, 200}, "hundreds": {200, 1e3}, "thousands": {2e3, 1e4},
		"millions": {2e6, 1e7}, "billions": {2e9, 1e10}, "trillions": {2e12, 1e13}, "handful": {2, 7}, "several": {3, 10}, "few": {2, 10}, "couple": {2, 4}, "dozen": {11, 20},
		"teens": {13, 20}, "twenties": {20, 30}, "thirties": {30, 40}, "forties": {40, 50}, "fifties": {50, 60}, "sixties": {60, 70}, "seventies": {70, 80}, "eighties": {80, 90}, "nineties": {90, 100}},
	parts: listed(map[string]float64{"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "hundredths": 100, "thousandths": 1000},
		5, "fifths sixths sevenths eighths ninths tenths"),
	ordinals: listed(listed(map[string]float64{"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100},
		1, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"), 13, "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"),
	folds: map[string]float64{"doubled": 2, "doubling": 2, "doubles": 2, "double": 2, "twice": 2, "twofold": 2, "tripled": 3, "triple": 3, "tripling": 3, "triples": 3, "trebled": 3,
		"treble": 3, "trebling": 3, "threefold": 3, "thrice": 3, "quadrupled": 4, "quadruple": 4, "quadrupling": 4, "fourfold": 4, "quintupled": 5, "fivefold": 5, "sixfold": 6, "sevenfold": 7,
		"eightfold": 8, "ninefold": 9, "tenfold": 10, "halved": .5, "halving": .5, "halve": .5},
	plenty:  set("several few many couple some"),
	percent: set("% percent pc percentage"),
	times:   set("times fold x"),
	before: bounds(bounds(bounds(bounds(bounds(map[string]quantity.Bound{},
		quantity.More, "more than,greater than,higher than,larger than,over,above,exceeding,exceed,exceeded,exceeds,upwards of,upward of,well over,just over,at least,no fewer than,no less than,not less than,not fewer than,a minimum of,minimum of,surpassing,surpassed,topped,topping,has passed,have passed,had passed,past,beyond,north of,longer than,older than,in excess of,at the very least"),
		quantity.Less, "less than,fewer than,under,below,lower than,smaller than,younger than,short of,shy of,just under,just below,south of"),
		quantity.Most, "at most,no more than,not more than,up to,a maximum of,maximum of,no longer than,no higher than,not exceeding,not exceed"),
		quantity.Near, "nearly,almost,close to,nearing,approaching,just shy of,just short of,virtually"),
		quantity.About, "about,around,roughly,approximately,some,circa,an estimated,estimated,or so"),
	after: bounds(bounds(bounds(map[string]quantity.Bound{},
		quantity.More, "or more,and over,and above,and older,or older,or over,or above,or higher,odd,and up,and more,at least,plus,+,upwards"),
		quantity.Less, "or less,or fewer,or under,or below,and under,or younger,and below,at most"),
		quantity.About, "or so"),
	moves: trends("rose rise rises risen rising grew grow grows grown growing growth increase increased increases increasing up jumped jump climbed climb climbing gained gain surged surge soared soar expanded expand expansion higher raised raise raises raising added swelled widened upped boosted lifted strengthened",
		"fell fall falls fallen falling dropped drop drops declined decline declines declining decreased decrease down slid slide slipped slip plunged plunge plummeted tumbled tumble shrank shrunk shrinking contracted contraction cut cuts cutting lost lose lower lowered reduced reduce reduction slumped slump sank dipped dip slashed weakened narrowed"),
	to: set("to at"), by: set("by of"),
	filler:   set("about around roughly approximately nearly almost a an the some just only as much more than less over under further sharply slightly another fewer estimated record up"),
	months:   monthNames("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec"),
	weekdays: weekdayNames("sunday sundays", "monday mondays", "tuesday tuesdays", "wednesday wednesdays", "thursday thursdays", "friday fridays", "saturday saturdays"),
	decades:  decadeNames("twenties thirties forties fifties sixties seventies eighties nineties", ""),
	and:      "and",
}

var german = lexicon{
	comma: true, joined: true, and: "und",
	small: listed(map[string]float64{"ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "beide": 2, "beiden": 2, "paar": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
		"neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90, "dutzend": 12},
		13, "dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"),
	powers: map[string]float64{"hundert": 100, "tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "milliarde": 1e9, "milliarden": 1e9, "mrd": 1e9, "billion": 1e12, "billionen": 1e12, "dutzend": 12},
	vague: map[string][2]float64{"dutzende": {20, 100}, "dutzenden": {20, 100}, "hunderte": {200, 1e3}, "hunderten": {200, 1e3}, "tausende": {2e3, 1e4}, "tausenden": {2e3, 1e4},
		"zehntausende": {2e4, 1e5}, "zehntausenden": {2e4, 1e5}, "hunderttausende": {2e5, 1e6}, "hunderttausenden": {2e5, 1e6}, "millionen": {2e6, 1e8}, "milliarden": {2e9, 1e11}, "mehrere": {3, 10}, "einige": {2, 10}},
	parts:    map[string]float64{"hälfte": 2, "halbe": 2, "halben": 2, "halber": 2, "halbes": 2, "drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "achtel": 8, "zehntel": 10},
	ordinals: map[string]float64{"erste": 1, "ersten": 1, "zweite": 2, "zweiten": 2, "zweiter": 2, "dritte": 3, "dritten": 3, "dritter": 3, "vierter": 4, "fünfter": 5, "sechster": 6, "zehnter": 10, "vierte": 4, "vierten": 4, "fünfte": 5, "fünften": 5, "sechste": 6, "siebte": 7, "achte": 8, "neunte": 9, "zehnte": 10, "zehnten": 10},
	folds:    map[string]float64{"verdoppelt": 2, "doppelt": 2, "doppelte": 2, "verdreifacht": 3, "dreifache": 3, "vervierfacht": 4, "vierfache": 4, "halbiert": .5, "verzehnfacht": 10},
	plenty:   set("mehrere einige viele"), percent: set("% prozent"), times: set("mal fach fache"),
	before: bounds(bounds(bounds(bounds(bounds(map[string]quantity.Bound{}, quantity.More, "mehr als,über,mindestens,wenigstens,gut"), quantity.Less, "weniger als,unter"),
		quantity.Most, "höchstens,bis zu,maximal,nicht mehr als"), quantity.Near, "fast,knapp,beinahe,nahezu"), quantity.About, "rund,etwa,ungefähr,circa,ca"),
	after: bounds(map[string]quantity.Bound{}, quantity.More, "oder mehr"),
	moves: trends("stieg stiegen gestiegen zunahme wuchs gewachsen erhöht plus", "fiel fielen gefallen sank gesunken rückgang minus gesenkt"),
	to:    set("auf"), by: set("um von"),
	filler:   set("rund etwa fast knapp mehr als über gut"),
	months:   monthNames("januar jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"),
	weekdays: weekdayNames("sonntag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag sonnabend"),
	decades:  decadeNames("zwanziger dreißiger vierziger fünfziger sechziger siebziger achtziger neunziger", "jahre jahren"),
}

var french = lexicon{
	comma: true, scores: true, and: "et",
	small: listed(listed(map[string]float64{"un": 1, "une": 1, "d'un": 1, "d'une": 1, "d’un": 1, "d’une": 1, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "douzaine": 12, "dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000},
		2, "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"), 17, ""),
	powers:   map[string]float64{"cent": 100, "cents": 100, "mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9, "md": 1e9, "mds": 1e9},
	vague:    map[string][2]float64{"dizaines": {20, 100}, "centaines": {200, 1e3}, "milliers": {2e3, 1e4}, "millions": {2e6, 1e7}, "milliards": {2e9, 1e10}, "plusieurs": {2, 10}, "quelques": {2, 10}, "dizaine": {8, 13}, "douzaine": {12, 15}, "quinzaine": {15, 20}, "vingtaine": {20, 25}, "trentaine": {30, 36}, "quarantaine": {40, 47}, "cinquantaine": {50, 58}, "soixantaine": {60, 68}, "centaine": {90, 130}, "millier": {900, 1300}},
	parts:    map[string]float64{"moitié": 2, "demi": 2, "tiers": 3, "quart": 4, "quarts": 4, "cinquième": 5, "cinquièmes": 5, "dixième": 10},
	ordinals: map[string]float64{"premier": 1, "première": 1, "deuxième": 2, "second": 2, "seconde": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8, "neuvième": 9, "dixième": 10},
	folds:    map[string]float64{"doublé": 2, "double": 2, "doubler": 2, "triplé": 3, "triple": 3, "tripler": 3, "quadruplé": 4, "décuplé": 10},
	plenty:   set("plusieurs quelques"), percent: set("% pourcent"), times: set("fois"),
	before: bounds(bounds(bounds(bounds(bounds(map[string]quantity.Bound{}, quantity.More, "plus,plus de,au moins,dépassant"), quantity.Less, "moins,moins de"), quantity.Most, "au plus,jusqu'à,au maximum"),
		quantity.Near, "près,près de,presque,quasiment"), quantity.About, "environ,quelque,autour de"),
	after: bounds(map[string]quantity.Bound{}, quantity.More, "ou plus"),
	moves: trends("augmenté hausse progressé bondi grimpé", "baissé baisse reculé chuté recul diminué"),
	to:    set("à"), by: set("de"),
	filler:   set("près presque environ plus de"),
	months:   monthNames("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
	weekdays: weekdayNames("dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
}
