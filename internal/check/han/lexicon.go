package han

import "github.com/waidian/waidian/internal/check/quantity"

// lexicon are the words of a language, and what is read otherwise in it. Words are in the
// form that hanscript.Fold gives them. Of two words that begin or end alike the longer
// one is first.
type lexicon struct {
	country string // that its reports speak of without naming it

	// Numbers.
	idioms      []vagueWord // 成千上万
	several     []several   // 数, 几, before a power: some
	vagueStarts string      // the characters that the words of both begin with
	surplus     []surplus   // 多 behind a number: and some more
	oddments    string      // those of them that may be behind a measure word, too
	inexact     string      // characters that are numerals to a stop word: 数, 几
	mega        rune        // 兆, where it is the prefix of a unit
	megaUnits   []string
	kilo        rune // 千, where it is one
	kiloUnits   string
	figureEnds  string // behind figures: they are a number of their own, 1亿2000万 is not
	point       rune   // 点 of decimals
	ordinal     rune   // 第
	half        rune
	piece       rune   // 个, the general measure word
	of          rune   // 的
	beforeHalf  string // before 半: it is no half of a unit
	some        rune   // 数, which is a number of things as well
	beforeSome  string // of these
	ranges      string // between the ends of a range
	or          string
	ten         rune
	congress    rune   // 大 of 二十大
	noCongress  string // behind it: it is no congress
	second      string // the unit that decimals may follow: 37秒62

	// Shares, points, multiples.
	parted         string       // 分之, between denominator and numerator
	partedOfNumber string       // the same, where a numeral follows
	points         []pointWord  // percentage points, behind a number
	percentPoints  []string     // points, behind a sign of per cent
	tenths         string       // 成, 割
	notTenths      string       // behind one of them: it is none
	partedTenths   string       // those that hundredths may follow without a measure word
	hundredth      rune         // 分
	thousandth     rune         // 厘
	times          rune         // 倍
	fold           bool         // N倍 is N times as much, never N more
	beforeTimes    string       // passed over before a multiple
	grownTo        []string     // before a multiple: it is what a thing has become
	grownBy        []string     // before a multiple: it is what has come on top
	numbers        []numberWord // words that are numbers
	numberStarts   string       // the characters that they begin with
	ownNumbers     []numberWord // more of them, not behind a digit
	ranked         bool         // places are counted as things are: 4位
	rankEnds       string       // measure words of places, and behind them
	placeEnds      string       // behind a number, or a character later: it is a place
	among          rune         // に of 5人に1人

	// Bounds and changes.
	boundsBefore []boundWord
	lightBefore  string // passed over before a number: 了, a sign of currency
	unlinked     string // not between a bound and its number
	boundsAfter  []boundWord
	partEnds     string      // a bound behind these belongs to something else
	besideBefore []boundWord // bounds of this language, right before a number
	besideAfter  []boundWord // and right behind it
	scaled       string      // before a number of a scale, which they are part of: 震度5弱
	measureSigns string      // not in Han script, and may be a measure word all the same
	comparatives []moveWord  // 高 of 比平均高12度
	uncompared   string      // before one of them: it compares nothing
	sinceThen    string      // behind a time: it is one that a change took
	upTo         []string    // between a verb of change and the number it led to
	done         string      // between a verb of change and its amount
	moves        []moveWord
	movesAfter   []moveWord

	// Times of day.
	hours     []hourMark
	afterHour string // behind a mark: it is one of an hour
	daytimes  []string
	oclock    rune // 钟
	minute    rune // 分

	// Dates.
	dateStarts   string // characters, besides numerals, that a date may begin with
	years        []yearMark
	nearYears    []stepWord
	thisYear     string
	otherYears   string // where one of these is, "this year" is compared with another
	eras         []stepWord
	firstYear    string // 元年
	century      string
	centuries    []stepWord // 上世纪, by its first year
	decade       string
	month        string
	monthTail    rune // 份
	nearMonths   []stepWord
	days         []dayMark
	nearDays     []stepWord
	listed       string // between the months or days that share a sign
	weeks        []string
	weekSteps    []stepWord
	weekdays     string // from Sunday; the last is Sunday again
	beforeWeeks  string // before 周: weeks are counted
	lasting      string // before 数 and a week: it lasted some weeks, and no number of things is said
	weekMeasures string // behind what looks like a day: they are counted
	planets      string // days of the week, from Sunday, before planetDay
	planetDay    rune
	turns        []turnWord
	turnStarts   string
	beforeTurn   string   // before a turn: it is none
	afterTurn    string   // behind a turn: a day is named, or it is no turn
	later        []string // the next day, or the same
	near         []string // some day, or a year, near another

	// What the rules ask.
	denials    []string // plain denials; the first that occurs is the one to show
	traces     string   // characters that may carry a denial over from another language
	quarters   []string // of a year, in a report
	quarter    string   // the same, in a claim
	inRow      string   // before an ordinal: so many in a row; behind a number, too
	limits     []string // words of a sentence that may bound a number anywhere in it
	chained    rune     // the same behind a number: 三连降
	belowZero  []string // before a temperature
	cold       []string // the same, and other words that say so of some temperature
	scaleSigns string   // between them
	rests      []string // in the part of a sentence with the number of those who are left of some
	totals     []string // before a number that is a sum
	versus     string   // beside the numbers of a score
	exchanged  string   // beside a number of a rate of exchange
	zoneTimes  []string // names of times: that of another place
	localTimes []string // those that are the place's own
}

// vagueWord is an idiom that says between which numbers one lies.
type vagueWord struct {
	s      string
	lo, hi float64
}

// several is a word for some before a power, and what ends the phrase; 0: nothing.
type several struct {
	s   string
	end rune
}

// surplus is a character behind a number that bounds it.
type surplus struct {
	r        rune
	bound    quantity.Bound
	not      string // it is a part of a word before these
	measured bool   // only behind a power, and before a measure word or another power
}

// pointWord names percentage points, or parts of one.
type pointWord struct {
	s     string
	scale float64
	more  bool // 个多: and a part of one
}

// numberWord is a word that is a number.
type numberWord struct {
	s     string
	bound quantity.Bound
	v     quantity.Value
}

// boundWord bounds the number beside it.
type boundWord struct {
	s      string
	bound  quantity.Bound
	linked bool // a verb may be between it and the number: 至少为
	joined bool // only right before a power: 上百, but 桌上一座
}

// moveWord says that a number rises or falls. With quantity.By it is an amount whatever
// is between: 涨幅为5%.
type moveWord struct {
	s     string
	trend quantity.Trend
}

// hourMark is the sign of an hour.
type hourMark struct {
	r       rune
	not     string // before these it is none
	figures bool   // figures before it are an hour without more
	minutes bool   // minutes may follow
}

// yearMark is the sign of a year.
type yearMark struct{ s, not, tail string } // before not it is none; tail may follow

// dayMark is the sign of a day of the month.
type dayMark struct {
	s     string
	alone bool   // without a month, too
	not   string // alone, it is none before these
}

// stepWord is a time by its place before or after another.
type stepWord struct {
	s    string
	step int
}

// turnWord is a stretch of time by its place before or after the present one.
type turnWord struct {
	s    string
	of   quantity.Period
	step int
}
