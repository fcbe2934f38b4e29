package when

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The forms in which an address names a day.
var (
	addressYMD   = regexp.MustCompile(`[/_-]((?:19|20)\d\d)[/_-]?(\d\d)[/_-]?(\d\d)(?:[/_.-]|\d{4}|$)`)
	addressDMY   = regexp.MustCompile(`[/_-](\d\d)[-_.](\d\d)[-_.]((?:19|20)\d\d)(?:\D|$)`)
	addressMonth = regexp.MustCompile(`/((?:19|20)\d\d)-(\d\d)/(\d\d)/`)
	addressWords = regexp.MustCompile(`(?i)/((?:19|20)\d\d)/([a-z]{3})/(\d\d?)/`)
)

// InAddress reads the day that many outlets put into an address.
func InAddress(u string) (time.Time, bool) {
	path := u
	if _, rest, ok := strings.Cut(u, "://"); ok {
		path = rest
	}
	if g := addressWords.FindStringSubmatch(path); g != nil {
		if w := known().lookup(strings.ToLower(g[2])); w.monthOf("en", false) > 0 {
			return civil(g[1], w.monthOf("en", false), g[3])
		}
	}
	if g := addressMonth.FindStringSubmatch(path); g != nil {
		m, _ := strconv.Atoi(g[2])
		return civil(g[1], m, g[3])
	}
	if g := addressDMY.FindStringSubmatch(path); g != nil {
		m, _ := strconv.Atoi(g[2])
		return civil(g[3], m, g[1])
	}
	for _, g := range addressYMD.FindAllStringSubmatch(path, 3) {
		m, _ := strconv.Atoi(g[2])
		if t, ok := civil(g[1], m, g[3]); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

func civil(year string, month int, day string) (time.Time, bool) {
	y, _ := strconv.Atoi(year)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, dayUTC)
	return t, int(t.Month()) == month && t.Day() == d && plausible(t) && y >= 1995
}
