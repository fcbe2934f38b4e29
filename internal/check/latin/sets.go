package latin

// set is a named set of words of a language.
type set uint8

// The sets, each under the key that it has in the files of words, where a comment says
// what it is for.
const (
	isSmall set = iota // in the table of numbers; so are the next ones in tables of theirs
	isWeekday
	isRelative
	skipped
	skippedSign
	passed
	contracted
	elapsed
	determiner
	changeNoun
	stop
	besideUnit
	above
	below
	than
	amount
	rangeLink
	between
	to
	by
	filler
	and
	listLink
	join
	of
	vagueLink
	elidedLink
	beforePower
	article
	powerArticle
	each
	score
	label
	percent
	perMille
	point
	aPoint
	pointLike
	pointed
	times
	asMuch
	foldMore
	single
	noon
	midnight
	majority
	spans
	second
	eitherUnit
	in
	ofEvery
	percentagePoint
	ordinalEnd
	dayEnd
	square
	cubic
	parts
	per
	degree
	celsius
	fahrenheit
	celsiusSign
	fahrenheitSign
	dollarLike
	hundredth
	pound
	currencyCode
	clockH
	clockHours
	oClock
	countless
	both
	two
	further
	rest
	quarterSign
	denial
	doubt
	commonest
	elision
	century
	nextDay
	yearly
	counted
	countedYears
	shifting
	year
	years
	yearOrDecade
	oneYear
	yearLike
	decadeLike
	nextWord
	dayOrMorning
	calendarUnit
	timeOfDay
	ago
	lastPeriod
	nextPeriod
	thisPeriod
	aPeriod
	fiscal
	turning
	turningAfter
	yearShift
	lastWeekday
	nextWeekday
	night
	dateLink
	dayLink
	decadeEnd
	decadeStart
	escalation
	joinedMany
	joinedHalf
	overTime
	across
	beneath
	amid
	instrument
	lift
	rateLink
	people
	most
	whole
	beforeWhole
	undivided
	excepted
	entire
	compared
	offering
	title
	particle
	inRow
	minus
	cold
	zone
	limit
	disputed
	firstLike
	secondLike
	thirdLike
	sets // how many there are
)

// kind is a named list of phrases of a language.
type kind uint8

const (
	percentPhrase kind = iota
	perMillePhrase
	basisPoints
	outOf
	factor
	perSquareMetre
	am
	pm
	noMove
	amongst
	rowPhrase
	belowZero
	onHigh
	firstPlace
	secondPlace
	thirdPlace
	kinds // how many there are
)
