package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentences returns the byte offsets in s at which its sentences end; the last
// is len(s), and s of white space alone has none. The breaks are those of UAX #29,
// section 5, joined again after abbreviations, initials and ordinals, and within brackets and
// quotations that are a part of a sentence; an opening mark belongs to what it opens.
func Sentences(s string) []int {
	if len(strings.TrimSpace(s)) == 0 {
		return nil
	}
	var ends []int
	it := sentences.FromString(s)
	pos := 0
	for it.Next() {
		pos += len(it.Value())
		ends = append(ends, pos-opening(s[:pos]))
	}
	inner := enclosures(s)
	out := ends[:0]
	start := 0
	for i, end := range ends {
		switch last := i == len(ends)-1; {
		case last:
			end = len(s)
		case end <= start, within(inner, end), joins(s, start, end):
			continue
		}
		out = append(out, end)
		start = end
	}
	return out
}

// opening is the length of the opening quotation marks and brackets at the end of s:
// UAX #29 leaves them with the sentence before where no space stands between, as in
// Chinese and Japanese.
func opening(s string) int {
	return len(s) - len(strings.TrimRight(s, "“‘「『（【《〈"))
}

// joins reports whether the break at end, of the sentence that starts at start, is none: the
// sentence ends in an abbreviation, an initial or an ordinal, or the next one starts in
// lower case. Where both readings are usual ("in the U.S. Army", "in the U.S. He
// said"), the word that follows decides.
func joins(s string, start, end int) bool {
	before := strings.TrimRightFunc(s[start:end], unicode.IsSpace)
	after := strings.TrimLeftFunc(s[end:], unicode.IsSpace)
	next, _ := utf8.DecodeRuneInString(after)
	if unicode.IsLower(next) {
		return true
	}
	if !strings.HasSuffix(before, ".") {
		return strings.HasSuffix(before, "Yahoo!")
	}
	before = before[:len(before)-1]
	word := strings.TrimLeft(lastWord(before), "([“\"'‘«„")
	r, n := utf8.DecodeRuneInString(word)
	switch {
	case n == len(word) && unicode.IsUpper(r): // "George W. Bush", "the letter X. She"
		return !starters[firstWord(after)] || strings.HasPrefix(after[len(firstWord(after)):], ".")
	case beforeNumber[word]:
		return unicode.IsDigit(next)
	case abbreviations[word]:
		return true
	case states[word] && strings.HasSuffix(strings.TrimRight(before[:len(before)-len(word)], " "), ","),
		units[word] && afterDigit(before[:len(before)-len(word)]):
		return !starters[firstWord(after)]
	case ordinal(word):
		return unicode.IsLetter(next) && counts(s, strings.TrimRight(before[:len(before)-len(word)], " "), after)
	case companies[word] || dotted(word):
		return !starters[firstWord(after)]
	}
	return false
}

// afterDigit reports whether s ends in a digit and white space.
func afterDigit(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}

// counts reports whether a number with a point, between before and after in a text, is an
// ordinal: as German writes it, and the number of an item. Elsewhere a number before a point
// ends its sentence.
func counts(s, before, after string) bool {
	if before == "" {
		return true
	}
	if starters[firstWord(after)] || withoutOrdinals(s) {
		return false
	}
	word, next := lastWord(before), firstWord(after)
	return beforeOrdinal[strings.ToLower(strings.Trim(word, "(„“»«"))] || strings.HasSuffix(word, ",") || ordinalNoun(next) || !german(s)
}

// ordinalNoun reports whether a German noun is one that is counted by ordinals: a month, a century.
func ordinalNoun(w string) bool {
	for _, n := range ordinalNouns {
		if strings.HasPrefix(w, n) {
			return true
		}
	}
	return false
}

// withoutOrdinals reports whether a text is in a language that writes no ordinals with a point,
// by its common words; german, that it is in German.
func withoutOrdinals(s string) bool {
	most := reading(s, "de")
	for lang := range frequent {
		if lang != "de" && reading(s, lang) > most {
			return true
		}
	}
	return false
}

func german(s string) bool { return reading(s, "de") > 0 && !withoutOrdinals(s) }

// reading counts the words of a language in a text, up to a few.
func reading(s, lang string) int {
	n, read := 0, 0
	for w := range strings.FieldsSeq(s) {
		if frequent[lang][strings.ToLower(w)] {
			n++
		}
		if read++; read == maxRead {
			break
		}
	}
	return n
}

// maxRead bounds how many words of a text are read to know its language.
const maxRead = 60

// maxWord bounds how far back the last word of a sentence is looked for.
const maxWord = 40

func lastWord(s string) string {
	s = s[max(0, len(s)-maxWord):]
	return s[strings.LastIndexFunc(s, unicode.IsSpace)+1:]
}

func firstWord(s string) string {
	s = s[:min(len(s), maxWord)]
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

// dotted reports whether s is letters with points between them: "U.S", "p.m".
func dotted(s string) bool {
	letters := strings.Split(s, ".")
	for _, l := range letters {
		if utf8.RuneCountInString(l) != 1 {
			return false
		}
	}
	return len(letters) > 1
}

// ordinal reports whether s is a number as it stands before a point in "5. März".
func ordinal(s string) bool {
	return len(s) > 0 && len(s) <= 2 && strings.Trim(s, "0123456789") == ""
}

// set makes a set of the words in s.
func set(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

var (
	// abbreviations are followed by the rest of their sentence more often than not.
	abbreviations = set(`Mr Mrs Ms Dr Drs Prof St Mt Ft Gen Col Lt Capt Sgt Cpl Maj Adm Cmdr Brig Gov Sen Sens Rep Reps Rev Hon Pres Messrs
		Mme Mlle MM Supt Insp Det Supt Cllr Atty Amb Pvt Spc vs v e.g i.e cf approx Hr Frl bzw z.B u.a d.h sog geb gest ggf evtl inkl exkl vgl Ing Mag Dipl Sr Sra Dra Srta Ste Msgr Mgr al`)
	// beforeNumber are abbreviations only before a number.
	beforeNumber = set(`No Nos Nr Art Fig Figs pp Abs Ziff ca vol Vol chap Bd p Kap env tél réf art éd Tel tel Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Okt Dez`)
	// companies and the like end a sentence as often as not.
	companies = set(`Inc Ltd Co Corp Bros Jr Sr Ph.D LLC Plc etc usw Ave Blvd Rd Hwy Chr al`)
	// states, behind a comma and a place, go on as often as not: "La Crosse, Wis. (AP)".
	states = set(`Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn
		Tex Va Vt Wash Wis Wyo Alta Ont Que Sask Man Vic Qld Tas`)
	// units, behind a figure, are followed by what they measure.
	units = set(`Mill Mio Mrd Bill Tsd Std Min Sek Pf Jh Jhd Kfz ft in mi lb lbs oz yd hr hrs min sec sq cu gal bbl km kg cm mm ha mln mld mrd
		mio Md Mds mn bn approx`)
	// beforeOrdinal are words that a German ordinal follows.
	beforeOrdinal = set(`der die das dem den des am im zum zur vom bis ab seit beim jeder jedem jeden und oder bzw ein eine einen einem einer
		sein seinen seinem ihr ihren ihrem unser unseren dieser diesem diesen anfang mitte ende auf - –`)
	// ordinalNouns are what German counts with ordinals without an article, by their beginnings.
	ordinalNouns = strings.Fields(`Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember
		Jahrhundert Jahrtausend Weltkrieg Bundesliga Liga Spieltag Minute Runde Etage Stock Klasse Geburtstag Platz Sitzung Auflage Jahrestag
		Kongress Parteitag Legislatur`)
	// starters begin a sentence more often than they continue one after a point.
	starters = set(`The A An He She It They We I You But And In On At As For This That These Those There His Her Their Its Our My When
		While After Before If Since Although However Meanwhile Asked What Who Why How Some Many Most Both No Not One So To With By From Nobody Nothing Then Now Here
		Officials Police Der Die Das Er Sie Es Im Am An Auf Mit Bei Nach Und Aber Doch Wir Ich Ein Eine Dann Auch Seit Zum Zur Wie Wer Was
		Danach Dabei Damit Dort Daher Deshalb Denn Diese Dieser Dieses Jetzt Nun Nur Noch So Trotz Über Um Unter Viele Vor Von Während
		Weil Wenn Zwischen Zuvor Zudem Sein Seine Ihr Ihre Alle Allerdings Als Außerdem Bis Beide Da Dagegen Durch Einige Für Gegen Heute Hier
		Insgesamt Jeder Kein Keine Laut Man Mehr Ohne Weitere Wegen
		Le La Les Il Elle Ils Un Une Mais Et El Los Las Pero Y En`)
)
