package event

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Bounds on what reports have alone.
const (
	mostCompared = 48  // reports of an event; of more it is not said what one has alone
	mostAlone    = 4   // names and figures of one report
	longestText  = 800 // sentences of a report: a longer one is not compared
)

// partly are the notes of a report that was not read in full.
var partly = []news.NoteCode{
	news.NoteCut, news.NoteOpeningOnly, news.NoteTable, news.NoteList, news.NoteBrokenOff, news.NoteGoesOn, news.NotePagesLost,
	news.NoteHeld, news.NoteExcerpt, news.NoteFromFeed, news.NoteNoText,
}

// inFull reports whether all that a report says was read.
func inFull(t *news.Telling) bool {
	a := t.Article
	if a.Kind != news.PageArticle && a.Kind != news.PageLive || len(a.Blocks) == 0 {
		return false
	}
	return !slices.ContainsFunc(a.Notes, func(n news.Note) bool { return slices.Contains(partly, n.Code) })
}

// Alone lists the names and figures of each report that no other telling of the event has. It says nothing while one of them
// was not read in full, and nothing of an event with very many.
func (r Reader) Alone(tellings []news.Telling) []news.Alone { return r.readings().alone(tellings) }

func (x *readings) alone(tellings []news.Telling) []news.Alone {
	var all []*member
	for i := range tellings {
		t := &tellings[i]
		if t.CopyOf != "" {
			continue
		}
		if !inFull(t) || len(all) == mostCompared {
			return nil
		}
		m := x.of(t)
		if len(m.sentences()) > longestText {
			return nil
		}
		all = append(all, m)
	}
	if len(all) < 2 {
		return nil
	}
	var out []news.Alone
	for _, m := range all {
		if terms := x.r.termsAlone(m, all); len(terms) > 0 {
			out = append(out, news.Alone{Article: m.Article.ID, Terms: terms})
		}
	}
	return out
}

// termsAlone are the names and figures of a report that no other has.
func (r Reader) termsAlone(m *member, all []*member) []news.AloneTerm {
	if !m.Article.Withdrawn.IsZero() {
		return nil
	}
	var out []news.AloneTerm
	names := m.named()
	for i := range m.lines {
		l := &m.lines[i]
		if !pickable(m, *l) {
			continue
		}
		for _, t := range r.whole(m).Things(news.Claim{Text: l.text, Evidence: l.cites}, m.lang, names) {
			if !t.Cited || !t.Weighty || t.Kind != check.FigureThing && t.Kind != check.NameThing || l.own && !inFigures(l.text[t.Start:t.End]) {
				continue
			}
			amount := figureAsAmount(l.text, m, t)
			said := shownAs(l.text, t, amount, m.Digest.Names)
			known := said == "" || age.MatchString(said) || slices.ContainsFunc(out, func(x news.AloneTerm) bool { return strings.Contains(x.Text, said) || strings.Contains(said, x.Text) })
			figure := t.Kind == check.FigureThing
			if known || figure && (amount == nil || inDigitsOf(l.text[t.Start:t.End], m, all)) || r.elsewhere(m, l.text, t, names, all) {
				continue
			}
			if out = append(out, news.AloneTerm{Text: said, Lang: m.lang, Evidence: cites(m, *l)}); len(out) == mostAlone {
				return out
			}
		}
	}
	return out
}

// age is a figure that is an age: it tells nothing of the event.
var age = regexp.MustCompile(`(?i)[岁歲歳]$|[0-9](세|살)$|[0-9][- ](years?[- ]old|jährig|jahre alt|ans|años|лет)`)

// inFigures reports whether a figure of a report is written in digits: words for figures are mostly ways of speaking.
func inFigures(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// shownAs is a name or a figure as a line writes it, a figure with the words behind it that say of what. A name whose rendering
// cannot be told from the words before it is shown as the original has it; "": a figure of nothing.
func shownAs(s string, t check.Thing, q *check.Quantity, names []news.Name) string {
	said := s[t.Start:t.End]
	switch {
	case t.Original != "" && slices.Contains(names, news.Name{Source: t.Original, Target: said}):
		return said + "（" + t.Original + "）"
	case t.Original != "":
		return t.Original
	case t.Kind == check.NameThing:
		return said
	}
	if q != nil && (q.Sort.Kind == quantity.Share || q.Sort.Money != "") {
		said = measured(s[:t.Start]) + said
	}
	if last, _ := utf8.DecodeLastRuneInString(said); text.Ideographic(last) && last > 0x80 && !unicode.IsDigit(last) || last == '%' || last == '℃' {
		return said
	}
	more, letters := counted(s[t.End:])
	if !letters && !strings.ContainsFunc(said, unicode.IsLetter) {
		return ""
	}
	return strings.TrimSpace(said + more)
}

// measured are the characters right before a share or a sum, which say what it measures: 增长1.2%; the last word where they are many.
func measured(s string) string {
	run, most := s, hanBefore
	if i := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) }); i >= 0 {
		r, size := utf8.DecodeRuneInString(s[i:])
		if run = s[i+size:]; unicode.IsDigit(r) { // it begins with what the digit counts: 4月增长
			most = hanBehind
		}
	}
	runes := []rune(run)
	switch {
	case len(runes) > most:
		return string(runes[len(runes)-hanBehind:])
	case most == hanBehind:
		return ""
	}
	return run
}

// figureAsAmount is a figure of a line as an amount; nil: it is none, as ages, places in an order and dates.
func figureAsAmount(s string, m *member, t check.Thing) *check.Quantity {
	all := check.Quantities(s, m.lang, m.Article.Date()).Quantities
	i := slices.IndexFunc(all, func(q check.Quantity) bool { return q.Start < t.End && t.Start < q.End })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// fewDigits are so few that they stand in a number of something else by chance.
const fewDigits = 3

// longRuns are the digits of the numbers of a text without the zeros around them, where they are not few: 69.1 and 69,1 are 691.
func longRuns(s string) []string {
	var out []string
	for _, run := range digitRuns.FindAllString(text.Fold(s), -1) {
		digits := strings.Trim(strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, run), "0")
		if len(digits) >= fewDigits {
			out = append(out, digits)
		}
	}
	return out
}

var digitRuns = regexp.MustCompile(`\d+(?:[.,\x{a0}\x{202f} ’']\d+)*`)

// inDigitsOf reports whether another telling has the digits of a figure, in whatever unit.
func inDigitsOf(said string, m *member, all []*member) bool {
	runs := longRuns(said)
	return len(runs) > 0 && slices.ContainsFunc(all, func(o *member) bool {
		if o == m {
			return false
		}
		if o.digits == nil {
			o.digits = map[string]bool{}
			for _, s := range append(o.sentences(), news.Sentence{Text: o.Article.Title}) {
				for _, run := range longRuns(s.Text) {
					o.digits[run] = true
				}
			}
		}
		return slices.ContainsFunc(runs, func(run string) bool { return o.digits[run] })
	})
}

// Words behind a figure that are shown with it.
const (
	wordsBehind = 1
	hanBehind   = 2
	hanBefore   = 4 // before a share or a sum
	leastWord   = 4 // letters: shorter ones say of nothing what it is
)

// counted are the words right behind a figure, and whether there are any.
func counted(s string) (more string, letters bool) {
	words, hans := 0, 0
	inWord := false
	for i, r := range s {
		switch {
		case text.Ideographic(r) && !unicode.Is(unicode.Hiragana, r):
			if hans++; hans > hanBehind || words > 0 {
				return s[:i], letters
			}
			letters = true
		case unicode.Is(unicode.Hiragana, r):
			return s[:i], letters
		case unicode.IsLetter(r) || unicode.IsMark(r) || r == '-' && inWord:
			if !inWord {
				if words++; words > wordsBehind || hans > 0 || !longWord(s[i:]) {
					return s[:i], letters
				}
			}
			inWord, letters = true, true
		case r == ' ' || r == '-':
			inWord = false
		default:
			return s[:i], letters
		}
	}
	return s, letters
}

// longWord reports whether the word at the start of a text is no short one, as are those that only join others.
func longWord(s string) bool {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	if end < 0 {
		end = len(s)
	}
	return utf8.RuneCountInString(s[:end]) >= leastWord
}

// elsewhere reports whether another telling has, or may have, a name or a figure of a sentence.
func (r Reader) elsewhere(m *member, s string, t check.Thing, names []news.Name, all []*member) bool {
	lacks := func(in *check.Report, lang string) bool {
		return slices.ContainsFunc(in.Things(news.Claim{Text: s}, lang, names), func(x check.Thing) bool {
			return x.Start == t.Start && x.End == t.End && x.Kind == t.Kind && x.Absent
		})
	}
	for _, o := range all {
		if o == m {
			continue
		}
		if !lacks(r.whole(o), m.lang) || len(o.lines) > 0 && !o.lines[0].own && !lacks(r.saying(o), m.lang) {
			return true
		}
	}
	return false
}
