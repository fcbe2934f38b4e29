package render

import (
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// Thing is what a rank or a row counts, by its English name; the writers have the others.
type Thing string

// Base is what an amount is by. Words are those of a report, longest first; Of is the
// base by its English name.
type Base struct {
	Words []string
	Of    string
}

// kindOf is a thing and its words in a report.
type kindOf struct {
	Words []string
	Thing Thing
}

// writtenUnit is a unit that the words behind a number are, which the reader leaves out of
// the number. Factor 0: any.
type writtenUnit struct {
	words []string
	unit  quantity.Unit
}

// surface are the words of a language around its numbers and dates. Words that stand
// behind a number begin with what is between: a space, a hyphen.
type surface struct {
	around      []boundAround
	inclusive   []string // in the words before a number: at least, not more than
	lower       []string // in them: below
	either      []string // behind a number: another follows that it shares its magnitude with
	dashed      []string // behind a hyphen, and no other part of a number's unit: 12-storey
	plans       []string // behind a number of years: it names a plan
	counts      []string // behind a number with a power that may be a unit: people, of 40m people
	halves      []string // before half of a year: it is its first or its second
	quarters    []string // of a year
	sports      []string // what shows that a quarter is one of a game
	partNames   []string // the words of fractions
	alternative []string // between two numbers: one or the other
	ofYear      []string // behind half: it is one of a year
	partOf      []string // before half: it is a half of something that has two
	nouns       []kindOf // what is counted between a number and its base
	noBase      []string // behind a base: it is none, as in "a year earlier"
	past        []string // what shows that a sentence tells what was; see weekday
	after       []string // behind it, with the number within: or more
	lasting     []string // bounds that with a span of time may be no bounds: over
	copulas     []string // before "up to": it may be a verb that belongs to "up"
	percent     []string
	points      []string
	basis       []string
	unsure      []string // names that several units or currencies share, as a number ends
	written     []writtenUnit
	yuan        []string // codes of the Chinese currency, before a number

	ageBefore, ageAfter []string
	aged, persons       []string // within a number: it is years of age, perhaps; surely, of a person
	speeds              []string // the unit is one an hour
	partWords, of       []string
	outOfWords          []string
	ofThe               []string
	grown               []string // what has become so many times as much
	asMuch              []string
	between             []string // before the first of two numbers: they are the ends of a range
	fromTo              []string // of those: they may be what was and what is
	consecutive         []string
	things              []kindOf
	ranks               []kindOf
	bases               []Base

	ahead      []string // what comes may be meant: a weekday may be the next one
	anyDay     []string // before a weekday: it is one of many, or of another week
	beforeDate []string // before a month or a year alone: it is surely a date
	afterYear  []string // behind a year alone
	noMonth    []string // names of months that are other words
}

func list(s string) []string { return strings.Split(s, "|") }

func measure(d quantity.Dim, f float64) quantity.Unit { return quantity.Measure(d, f) }

// boundAround is a word of a bound in Han script, as hanscript.Fold writes it.
type boundAround struct {
	word      string
	inclusive bool
}

func arounds(inclusive, others string) []boundAround {
	var out []boundAround
	for _, w := range strings.Fields(inclusive) {
		out = append(out, boundAround{w, true})
	}
	for _, w := range strings.Fields(others) {
		out = append(out, boundAround{w, false})
	}
	return out
}

// surfaces are the languages of reports.
var surfaces = map[string]*surface{"en": &english, "de": &german, "fr": &french, "ja": {
	around:   arounds("少なくとも 最低 以上 以下", "约 およそ ほぼ 最大 最长 最高 最多 を超え を上回 超 近く 弱 强 余り 未满 を下回 に满たな 程度 ほど 前后"),
	quarters: list("四半期"),
}, "zh": {
	quarters: list("季度"),
	basis:    list("基点"),
	around:   arounds("至少 最少 起码 不少于 不低于 不下 以上 以下", "不到 不足 不满 不超过 最多 至多 最高 最长 超过 多于 高于 超 逾 少于 低于 接近 将近 近 大约 约 左右 多 余"),
}}

var english = surface{
	partNames:   list("half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|1/|2/|3/|½|¼|¾|⅓|⅔"),
	alternative: list(" or "),
	quarters:    list(" quarter|-quarter| - quarter|quarter"),
	sports:      list("touchdown|yard|quarterback|rebound|coach|halftime|scored|score|basket|interception|the game|defense|offense"),
	lower:       list("below|lower than"),
	either:      list(" or even| or"),
	dashed:      list("-storey|-story"),
	plans:       list(" plan| plans|-plan"),
	counts:      list(" people| passengers| users| customers| homes| households| jobs| children| workers| voters| residents| viewers| vehicles| cars| doses| students| patients| followers| subscribers| visitors| members| adults| women| men| tourists| migrants| refugees| pupils| families| trees| barrels| tonnes| tons| shares| bottles| copies| tickets| names| records| accounts| pensioners| taxpayers"),
	halves:      list("first |second "),
	ofYear:      list(" of the year| of this year| of last year| of next year| of the fiscal year| of the financial year"),
	partOf:      list("first |second |latter |other |last |this |each |either |better "),
	nouns: []kindOf{{list(" barrels"), "barrel"}, {list(" people"), "person"}, {list(" passengers"), "passenger"}, {list(" visitors"), "visitor"}, {list(" vehicles"), "vehicle"},
		{list(" cars"), "car"}, {list(" flights"), "flight"}, {list(" ships| vessels"), "ship"}, {list(" homes"), "home"}, {list(" jobs"), "job"}, {list(" students"), "student"}, {list(" patients"), "patient"}},
	noBase:    list(" earlier| ago| later| before| after| early| on| previously| prior| and a half| long"),
	past:      list("was|were|had|said|told|died|rose|fell|won|lost|met|began|took|made|sank|hit|sent|held|left|came|went|struck|drew|beat|spoke|gave|got|saw|shot|broke|cut|found|put|ran|led|sold|bought|wrote|paid|became|brought|threw|flew|grew|set off"),
	inclusive: list("at least|no fewer than|no less than|not less than|not fewer than|minimum of|at the very least"),
	after:     list(" or more| or older| and older| or over| and over| or above| and above| or higher| or less| or fewer| or under| or below| or younger"),
	lasting:   list("over|under|past|within|short of|shy of|some|close to|below|above|beyond|up to|nearing|approaching"),
	copulas:   list("is|are|was|were|be|been|being|s|went|going|goes|go|ended|end|closed"),
	percent:   list("per cent|percent|pc|percentage"),
	points:    list(" points| point"),
	basis:     list("basis|bps|bp"),
	unsure:    list("francs|cents|cent|pence|second|knots|knot|peso|pesos|ton|tons|fortnight|mph|kph|kmh|won|quarter|quarters|nights|night"),
	written: []writtenUnit{
		{list(" square kilometres| square kilometers| square kilometre| square kilometer| sq km"), measure(quantity.Area, 1e6)},
		{list(" square miles| square mile| sq miles"), measure(quantity.Area, 1609.34*1609.34)},
		{list(" square metres| square meters| square metre| square meter"), measure(quantity.Area, 1)},
		{list(" square feet| square foot| sq ft"), measure(quantity.Area, .3048*.3048)},
		{list(" degrees celsius| degree celsius|°c| °c| degrees c|c| celsius"), quantity.Unit{Dim: quantity.Celsius}},
		{list(" degrees fahrenheit|°f| °f| degrees f|f| fahrenheit"), quantity.Unit{Dim: quantity.Fahrenheit}},
	},
	yuan:        list("rmb|cny"),
	ageBefore:   list("aged |age |, aged "),
	ageAfter:    list("-old|-olds| old| of age"),
	speeds:      list(" an hour| per hour"),
	partWords:   list("thirds|-quarters|fifths|sixths|sevenths|eighths|ninths|tenths"),
	of:          list(" of"),
	outOfWords:  list(" in | in every | out of | out of every | of every "),
	ofThe:       list(" of | of the | of its | of their | of those | of these | out of "),
	grown:       list("doubl|tripl|quadrupl|quintupl|halv|trebl"),
	asMuch:      list(" as many| as much| as high| as large| as big| as likely| as long| as fast| as often"),
	between:     list("between |from "),
	fromTo:      list("from "),
	consecutive: list(" consecutive| straight| successive|-straight"),
	things: []kindOf{
		{list(" quarters| quarter"), "quarter"}, {list(" years| year"), "year"}, {list(" months| month"), "month"}, {list(" weeks| week"), "week"},
		{list(" days| day"), "day"}, {list(" nights| night"), "night"}, {list(" times| time"), "time"}, {list(" sessions| session"), "session"},
		{list(" terms| term"), "term"}, {list(" games| game| matches| match"), "game"}, {list(" wins| win| victories| victory"), "win"},
		{list(" defeats| defeat| losses"), "defeat"},
	},
	ranks: []kindOf{
		{list("-largest| largest|-biggest| biggest"), "large"}, {list("-highest| highest"), "high"}, {list("-longest| longest"), "long"},
		{list("-lowest| lowest"), "low"}, {list("-richest| richest"), "rich"}, {list("-oldest| oldest"), "old"}, {list("-most populous| most populous"), "populous"},
		{list("-tallest| tallest"), "tall"}, {list("-smallest| smallest"), "small"}, {list("-fastest| fastest"), "fast"},
	},
	bases: []Base{
		{list(" per day| a day| each day| every day|/day| daily"), "day"}, {list(" per year| a year| each year| every year| annually| per annum|/year| yearly"), "year"},
		{list(" per month| a month| each month| every month|/month| monthly"), "month"}, {list(" per week| a week| each week| every week|/week| weekly"), "week"},
		{list(" per hour| an hour| every hour| each hour| hourly"), "hour"}, {list(" per minute| a minute| every minute"), "minute"}, {list(" per share| a share"), "share"},
		{list(" per barrel| a barrel"), "barrel"}, {list(" per tonne| a tonne| per ton| a ton"), "tonne"},
		{list(" per person| per head| per capita| a head"), "person"}, {list(" per household"), "household"}, {list(" per litre| a litre| per liter| a liter"), "litre"},
		{list(" per kilogram| a kilogram| per kilo| a kilo| per kg|/kg"), "kilogram"}, {list(" per night| a night"), "night"},
	},
	ahead:      list("will|would|next|to|scheduled|expected|due|plan|plans|planned|upcoming|set|until|till|by|from|starting|starts|ahead|before|could|may|might|shall|should|'ll|’ll|deadline|vote|begins|begin|after|later|coming|opens|takes|resumes|if|unless|can|must|going|preparing|prepares|last|previous|every|each|is|are|meets|plays|faces"),
	anyDay:     list("a |one |some |the |that |any |another |those |first |second |third |fourth |every |each |alternate |black |good |holy |palm |easter |super |bloody "),
	beforeDate: list("in |since |until |during |early |late |mid-|by |of |from |to |between |last |this |for |and |through |before |after |end of |start of |early in |late in "),
	afterYear:  list(" the| and| but| when| after| to| with| by| at| as| he| she| it| they| was| were| had| has| is| or| on| for| from| who| which| that| while| under| amid| than| because| despite"),
	noMonth:    list("may|march"),
}

var german = surface{
	inclusive: list("mindestens|wenigstens"),
	after:     list(" oder mehr"),
	lasting:   list("über|unter|gut"),
	copulas:   []string{"\x00"},
	percent:   list("prozent"),
	points:    list("prozentpunkte|prozentpunkten|prozentpunkt|basispunkte|basispunkten"),
	basis:     list("basispunkt"),
	lower:     list("\x00"),
	either:    list(" oder"),
	aged:      list("jährig"),
	persons:   list("Jährig"),
	quarters:  list(" quartal| jahresviertel|quartal"),
	partNames: list("hälfte|halb|drittel|viertel|fünftel|sechstel|achtel|zehntel"),
	partOf:    list("erste |ersten |zweite |zweiten |andere |anderen "),
	noBase:    list(" zuvor| davor| später| nach| vor"),
	past:      list("war|waren|wurde|wurden|hatte|hatten|hat|haben|sagte|sagten|teilte|teilten|erklärte|starb|starben|kam|kamen|gab|stieg|sank|fiel|trat|schloss|begann|gewann|verlor"),
	unsure:    list("franken|cent|sekunden|knoten|dollar|viertel"),
	ageAfter:  list(" alt|e alte|-jährige|-jähriger"),
	partWords: list("drittel|viertel|fünftel|sechstel|achtel|zehntel|hälfte"),
	of:        list(" der| des| aller"),
	grown:     list("verdoppelt|verdreifacht|vervierfacht|halbiert"),
	between:   list("zwischen "),
	bases: []Base{
		{list(" pro tag| am tag| täglich| je tag"), "day"}, {list(" pro jahr| im jahr| jährlich| je jahr"), "year"}, {list(" pro monat| im monat| monatlich"), "month"},
		{list(" pro woche| in der woche| wöchentlich"), "week"}, {list(" pro stunde| in der stunde"), "hour"}, {list(" je aktie| pro aktie"), "share"},
		{list(" pro kopf| pro person"), "person"}, {list(" je barrel| pro barrel"), "barrel"}, {list(" pro tonne| je tonne"), "tonne"},
	},
	ahead:      list("wird|werden|nächsten|kommenden|bis|ab|vor|soll|sollen|könnte|könnten|will|wollen|dürfte|geplant|am nächsten|jeden|vergangenen|letzten|würde|würden|steht|stehen|beginnt|startet|findet|finden|tritt|nach"),
	anyDay:     list("ein |einem |einen |eines |jeder |jedem |jenem |jenen |des |ersten |zweiten |dritten |vierten |schwarzen |schwarze "),
	beforeDate: list("im |seit |bis |anfang |ende |mitte |vom |zum |von |für |bis ende |seit ende |im jahr |im jahre |jahr |jahre |seit dem jahr "),
	afterYear:  list(" der| die| das| und| wurde| wurden| war| waren| hatte| hatten| hat| ist| mit| von| auf| als| zu| bei| ein| eine| nach| noch| sank| stieg| sollen| soll"),
	noMonth:    []string{"\x00"},
}

var french = surface{
	inclusive: list("au moins|minimum"),
	after:     list(" ou plus"),
	lasting:   list("plus de|moins de|près de"),
	copulas:   []string{"\x00"},
	percent:   list("%|pour cent"),
	points:    list("points de pourcentage|point de pourcentage"),
	basis:     list("points de base|point de base"),
	lower:     list("\x00"),
	either:    list(" ou"),
	quarters:  list(" trimestre|trimestre"),
	partNames: list("moitié|tiers|quart|cinquième|sixième|dixième"),
	partOf:    list("première |premier |seconde |deuxième |autre "),
	noBase:    list(" plus tôt| plus tard"),
	past:      list("a|ont|été|était|étaient|avait|avaient"),
	unsure:    list("francs|cents|centimes|dollars|secondes|nœuds|livres"),
	ageAfter:  []string{"\x00"},
	partWords: list("tiers|quarts|cinquièmes|sixièmes|dixièmes"),
	of:        list(" des| du| de"),
	grown:     list("doubl|tripl|quadrupl"),
	between:   list("entre "),
	bases: []Base{
		{list(" par jour"), "day"}, {list(" par an| par année"), "year"}, {list(" par mois"), "month"}, {list(" par semaine"), "week"}, {list(" par heure"), "hour"},
		{list(" par action"), "share"}, {list(" par personne| par habitant| par tête"), "person"}, {list(" le baril| par baril"), "barrel"}, {list(" la tonne| par tonne"), "tonne"},
	},
	ahead:      list("prochain|sera|seront|va|vont|doit|doivent|devrait|devraient|pourrait|pourraient|jusqu|avant|dès|prévu|prévue|dernier|chaque|après|aura|auront"),
	anyDay:     list("un |le |les |chaque |premier |deuxième |troisième "),
	beforeDate: list("en |depuis |fin |début |de |d'|d’|mi-"),
	afterYear:  list(" le| la| les| et| il| elle| ils| a| ont| était| avait| avec| par| à| au| pour| dans| après"),
	noMonth:    []string{"\x00"},
}
