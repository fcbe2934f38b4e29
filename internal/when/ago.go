package when

import (
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
	s = strings.ToLower(strings.Join(strings.Fields(level(strings.TrimSpace(s))), " "))
	if now.IsZero() || len(s) < 4 || len(s) > longest {
		return time.Time{}, false
	}
	v := known()
	if at := strings.IndexFunc(s, func(c rune) bool { return unicode.IsDigit(c) }); at > 0 {
		if label, _ := v.labelIn(s, 0, at); label == Updated || label == Other {
			return time.Time{}, false
		}
	}
	s = v.unlabelled(s)
	for _, f := range agoForms() {
		g := f.re.FindStringSubmatch(s)
		if g == nil || !v.endsLine(s[len(g[0]):]) {
			continue
		}
		n, err := strconv.Atoi(g[1])
		if err != nil {
			n = 1
		}
		return f.before(now, n, g[2], h)
	}
	return time.Time{}, false
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

// unlabelled is a text without the label of publication at its beginning.
func (v *vocabulary) unlabelled(s string) string {
	c, _ := utf8.DecodeRuneInString(s)
	best := s
	for _, l := range v.labels[c] {
		rest, ok := strings.CutPrefix(s, l.phrase)
		if ok && l.label == Published && wordEnds(s, len(l.phrase)) && len(rest) < len(best) {
			best = rest
		}
	}
	best = strings.TrimLeft(best, " :：于於-–—|·•")
	return best
}

// endsLine reports whether nothing follows but marks or a label of publication.
func (v *vocabulary) endsLine(rest string) bool {
	if rest == "" {
		return true
	}
	if c, _ := utf8.DecodeRuneInString(rest); unicode.IsLetter(c) && !spaceless(c) || unicode.IsDigit(c) {
		return false
	}
	rest = strings.Trim(rest, " .。|·•()（）,-–—に")
	if rest == "" {
		return true
	}
	return v.unlabelled(rest) == ""
}
