package when

import "strings"

// monthFirst are the countries whose outlets write the month before the day (CLDR, short dates of English and Spanish).
var monthFirst = map[string]bool{"US": true, "PH": true, "PR": true, "GU": true, "FM": true, "MH": true, "PW": true, "AS": true, "VI": true, "MP": true}

// international are the ends of host names that belong to no country, and those of countries that are used as such.
var international = map[string]bool{"tv": true, "co": true, "io": true, "me": true, "ai": true, "fm": true, "ly": true, "to": true, "cc": true, "ws": true, "gg": true, "am": true, "eu": true}

// OrderOf is the order of day and month that is customary for a language (BCP 47), on a host, in a country (ISO 3166-1
// alpha-2): what is known of the country goes first. Each may be empty.
func OrderOf(lang, host, country string) Order {
	l, region, _ := strings.Cut(strings.ToUpper(lang), "-")
	if i := strings.LastIndexByte(region, '-'); i >= 0 {
		region = region[i+1:]
	}
	for _, c := range []string{country, CountryOf(host), region} {
		if c = strings.ToUpper(c); countries()[c].zone != nil {
			if monthFirst[c] {
				return MonthFirst
			}
			return DayFirst
		}
	}
	switch l {
	case "EN":
		return MonthFirst // of the hosts without a country, most are American
	case "", "ZH", "JA", "KO", "HU", "MN", "LT", "FA": // not known, or the year goes first
		return Unknown
	}
	return DayFirst
}

// CountryOf is the country that the end of a host's name stands for, "" where it stands for none.
func CountryOf(host string) string {
	end := host[strings.LastIndexByte(host, '.')+1:]
	switch {
	case end == "uk":
		return "GB"
	case len(end) != 2 || international[end]:
		return ""
	}
	return strings.ToUpper(end)
}

// OrderIn is the order of day and month in a text, where a date between strokes can have one only: 30/1/2024.
func OrderIn(s string) Order {
	for at := strings.IndexByte(s, '/'); at >= 0 && at < MaxLength; {
		from := at
		for from > 0 && s[from-1] >= '0' && s[from-1] <= '9' {
			from--
		}
		if o := orderOfStrokes(s[from:min(len(s), from+12)]); o != Unknown {
			return o
		}
		next := strings.IndexByte(s[at+1:], '/')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return Unknown
}

// orderOfStrokes is the order of the date between strokes with which a text begins.
func orderOfStrokes(s string) Order {
	parts := strings.SplitN(s, "/", 3)
	if len(parts) != 3 || len(parts[2]) < 4 {
		return Unknown
	}
	a, ok1 := decimal(parts[0])
	b, ok2 := decimal(parts[1])
	year, ok3 := decimal(parts[2][:4])
	switch {
	case !ok1 || !ok2 || !ok3 || year < firstYear || year > lastYear || a < 1 || b < 1 || a > 31 || b > 31:
	case a > 12 && b <= 12:
		return DayFirst
	case b > 12 && a <= 12:
		return MonthFirst
	}
	return Unknown
}
