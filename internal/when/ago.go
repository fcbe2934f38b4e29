package when

import (
	"cmp"
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

//go:embed ago.txt
var agoList string

// Bounds of what is said to be so long ago: beyond them there is a date.
const (
	mostMinutes = 120
	mostHours   = 72
	mostDays    = 30
)

// agoForm is how a language says it, its groups: minutes, hours, days; one, or the number.
type agoForm struct {
	re    *regexp.Regexp
	units [3]map[string]bool
}

// agoForms reads ago.txt, once.
var agoForms = sync.OnceValue(func() (out []agoForm) {
	for line := range strings.Lines(agoList) {
		f := strings.Split(strings.TrimSpace(line), ";")
		if len(f) != 7 || line[0] == '#' {
			continue
		}
		var g agoForm
		var all []string
		for i := range g.units {
			g.units[i] = map[string]bool{}
			for _, u := range wordsOf(f[3+i]) {
				g.units[i][u] = true
			}
			all = append(all, wordsOf(f[3+i])...)
		}
		number := `\d{1,3}`
		if one := wordsOf(f[6]); one != nil {
			number += "|" + anyOf(one)
		}
		lead, tail, space := wordsOf(f[1]), wordsOf(f[2]), `\s*`
		if c, _ := utf8.DecodeRuneInString(all[0]); !spaceless(c) && !thaiOrLao(c) {
			space = `\s+`
		}
		expr := "^"
		if lead != nil {
			expr += "(?:(?:" + anyOf(lead) + ")" + space + ")"
			if tail != nil {
				expr += "?"
			}
		}
		expr += "(" + number + `)\s*(` + anyOf(all) + ")"
		if tail != nil {
			expr += space + "(?:" + anyOf(tail) + ")"
		}
		g.re = regexp.MustCompile(expr)
		out = append(out, g)
	}
	return out
})

func wordsOf(s string) []string {
	if s = strings.TrimSpace(s); s == "-" {
		return nil
	}
	all := strings.Split(s, "|")
	for i := range all {
		all[i] = fold(strings.TrimSpace(all[i]))
	}
	return all
}

// anyOf matches any of the words, the longer ones first.
func anyOf(list []string) string {
	sorted := append([]string(nil), list...)
	for i := range sorted {
		for j := i; j > 0 && len(sorted[j]) > len(sorted[j-1]); j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	for i, w := range sorted {
		sorted[i] = regexp.QuoteMeta(w)
	}
	return strings.Join(sorted, "|")
}

// Ago reads a line that says nothing but how long before now something was published: "3 hours ago", 3小时前, with a label before it
// or without. Minutes give a moment. Hours give the hour, marked as [Zoneless], since it may be the one beside; days give the
// day, in the zone of the habits. The language is that of the words. It is false for a time of another label.
func Ago(s string, now time.Time, h Habits) (time.Time, bool) {
	if now.IsZero() {
		return time.Time{}, false
	}
	e, ok := elapsedIn(s)
	if !ok || e.label == Updated || e.label == Other {
		return time.Time{}, false
	}
	return e.form.before(now, e.n, e.unit, h)
}

// Elapsed reports whether a line says nothing but how long ago something was published or changed: "Last updated 10 minutes ago". Such a
// line is another one at each look.
func Elapsed(s string) bool {
	e, ok := elapsedIn(s)
	return ok && e.label != Other
}

// elapsed is so many units before now, of what the label says.
type elapsed struct {
	label Label
	form  agoForm
	n     int
	unit  string
}

// elapsedIn reads a line that says how long ago something was, and nothing else.
func elapsedIn(s string) (e elapsed, ok bool) {
	s = strings.ToLower(strings.Join(strings.Fields(level(strings.TrimSpace(s))), " "))
	if len(s) < 4 || len(s) > longest {
		return e, false
	}
	v := known()
	rest, label := v.unlabelled(s)
	if at := strings.IndexFunc(s, unicode.IsDigit); at > 0 && label == Unlabelled {
		label, _ = v.labelIn(s, 0, at)
	}
	for _, f := range agoForms() {
		g := f.re.FindStringSubmatch(rest)
		if g == nil {
			continue
		}
		behind, ends := v.endsLine(rest[len(g[0]):])
		if !ends {
			continue
		}
		n, err := strconv.Atoi(g[1])
		if err != nil {
			n = 1
		}
		return elapsed{cmp.Or(label, behind), f, n, g[2]}, true
	}
	return e, false
}

// before is the time that lies n units before now.
func (f agoForm) before(now time.Time, n int, unit string, h Habits) (time.Time, bool) {
	zone := h.Zone
	if zone == nil {
		zone = time.UTC
	}
	now = now.In(zone)
	switch {
	case f.units[0][unit] && n <= mostMinutes:
		t := now.Add(-time.Duration(n) * time.Minute).Truncate(time.Minute)
		_, seconds := t.Zone()
		return t.In(time.FixedZone("", seconds)), true
	case f.units[1][unit] && n > 0 && n <= mostHours:
		return mark(now.Add(-time.Duration(n)*time.Hour).Truncate(time.Hour), zonelessName), true
	case f.units[2][unit] && n > 0 && n <= mostDays:
		y, m, d := now.AddDate(0, 0, -n).Date()
		return mark(time.Date(y, m, d, 0, 0, 0, 0, zone), dayName), true
	}
	return time.Time{}, false
}

// unlabelled is a text without the label of publication, or of a change, at its beginning, and that label.
func (v *vocabulary) unlabelled(s string) (best string, label Label) {
	c, _ := utf8.DecodeRuneInString(s)
	best = s
	for _, l := range v.labels[c] {
		rest, ok := strings.CutPrefix(s, l.phrase)
		if ok && (l.label == Published || l.label == Updated) && wordEnds(s, len(l.phrase)) && len(rest) < len(best) {
			best, label = rest, l.label
		}
	}
	return strings.TrimLeft(best, " :：於于-–—|·•"), label
}

// endsLine reports whether nothing follows but marks or a label, and which one.
func (v *vocabulary) endsLine(rest string) (label Label, ends bool) {
	if rest == "" {
		return Unlabelled, true
	}
	if c, _ := utf8.DecodeRuneInString(rest); unicode.IsLetter(c) && !spaceless(c) || unicode.IsDigit(c) {
		return Unlabelled, false
	}
	rest = strings.Trim(rest, " .。|·•()（）,-–—に")
	if rest == "" {
		return Unlabelled, true
	}
	after, label := v.unlabelled(rest)
	return label, after == ""
}
