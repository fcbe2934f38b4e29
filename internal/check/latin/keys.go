package latin

// setKeys are the keys under which a file of words has its sets.
var setKeys = []struct {
	key string
	set set
}{
	{"skipped", skipped}, {"skipped-before-sign", skippedSign}, {"passed", passed}, {"contracted-not", contracted},
	{"elapsed", elapsed}, {"determiners", determiner}, {"change-nouns", changeNoun}, {"stops", stop},
	{"beside-units", besideUnit}, {"above", above}, {"below", below}, {"than", than}, {"amount", amount},
	{"range-links", rangeLink}, {"between", between}, {"to", to}, {"by", by}, {"filler", filler},
	{"and", and}, {"list-links", listLink}, {"joins", join}, {"of", of}, {"vague-links", vagueLink}, {"elided-links", elidedLink},
	{"before-powers", beforePower}, {"articles", article}, {"power-articles", powerArticle}, {"each", each},
	{"scores", score}, {"labels", label}, {"percent", percent}, {"per-mille", perMille}, {"points", point}, {"a-point", aPoint},
	{"point-like", pointLike}, {"pointed", pointed}, {"times", times}, {"as-much", asMuch},
	{"folds-more", foldMore}, {"single", single}, {"noon", noon}, {"midnight", midnight}, {"majority", majority},
	{"spans", spans}, {"seconds", second}, {"either-units", eitherUnit}, {"in", in}, {"of-every", ofEvery},
	{"percentage-points", percentagePoint},
	{"ordinal-ends", ordinalEnd}, {"day-ends", dayEnd}, {"square", square},
	{"cubic", cubic}, {"parts", parts}, {"per", per}, {"degrees", degree}, {"celsius", celsius},
	{"fahrenheit", fahrenheit}, {"celsius-sign", celsiusSign}, {"fahrenheit-sign", fahrenheitSign}, {"dollar-like", dollarLike},
	{"hundredths", hundredth}, {"pounds", pound},
	{"currency-codes", currencyCode}, {"clock-h", clockH}, {"clock-hours", clockHours}, {"o-clock", oClock},
	{"countless", countless}, {"both", both}, {"two", two}, {"further", further}, {"rests", rest}, {"quarter-sign", quarterSign},
	{"denials", denial}, {"doubts", doubt}, {"commonest", commonest}, {"elisions", elision},
	{"century", century}, {"next-day", nextDay}, {"yearly", yearly}, {"counted", counted}, {"counted-years", countedYears},
	{"shifting", shifting}, {"year", year}, {"years", years}, {"year-or-decade", yearOrDecade}, {"one-year", oneYear}, {"year-like", yearLike},
	{"decade-like", decadeLike}, {"next", nextWord}, {"day-or-morning", dayOrMorning}, {"calendar-units", calendarUnit},
	{"time-of-day", timeOfDay}, {"ago", ago}, {"last-period", lastPeriod}, {"next-period", nextPeriod},
	{"this-period", thisPeriod}, {"a-period", aPeriod}, {"fiscal", fiscal}, {"turning", turning}, {"turning-after", turningAfter}, {"year-shift", yearShift},
	{"last-weekday", lastWeekday}, {"next-weekday", nextWeekday}, {"nights", night}, {"date-links", dateLink},
	{"day-links", dayLink}, {"decade-ends", decadeEnd}, {"decade-starts", decadeStart},
	{"escalations", escalation}, {"joined-many", joinedMany}, {"joined-half", joinedHalf}, {"over-time", overTime},
	{"across", across}, {"beneath", beneath}, {"amid", amid}, {"instruments", instrument}, {"lifts", lift}, {"rate-links", rateLink}, {"people", people}, {"most", most}, {"wholes", whole},
	{"before-wholes", beforeWhole}, {"undivided", undivided}, {"excepted", excepted}, {"entire", entire}, {"compared", compared}, {"offering", offering}, {"titles", title}, {"particles", particle}, {"in-row", inRow}, {"minus", minus},
	{"cold", cold}, {"zones", zone}, {"limits", limit}, {"disputed", disputed},
	{"first-like", firstLike}, {"second-like", secondLike}, {"third-like", thirdLike},
}

// phraseKeys are the keys under which a file of words has its lists of phrases.
var phraseKeys = []struct {
	key  string
	kind kind
}{
	{"percent-phrases", percentPhrase}, {"per-mille-phrases", perMillePhrase}, {"basis-points", basisPoints}, {"out-of", outOf}, {"factor", factor},
	{"per-square-metre", perSquareMetre}, {"am", am}, {"pm", pm}, {"no-move", noMove}, {"amongst", amongst}, {"row-phrases", rowPhrase}, {"below-zero", belowZero}, {"on-high", onHigh},
	{"first-place", firstPlace}, {"second-place", secondPlace}, {"third-place", thirdPlace},
}
