package extract

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Years that pages count in another way than the Gregorian calendar does.
var (
	eraYear     = regexp.MustCompile(`(令和|平成|民國|民国)\s?(\d{1,3}|元)\s?年`)
	thaiYear    = regexp.MustCompile(`\p{Thai}[\s.]*(25\d\d)(?:\D|$)`)
	persianDate = regexp.MustCompile(`(\d\d?)\s+(` + strings.Join(persianMonths, "|") + `)(?:\s+ماه)?[\s،,]+(1[34]\d\d)`)
)

// eras are the years before their first (Japan: Era Name Act; Taiwan: founding of the republic).
var eras = map[string]int{"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}

var persianMonths = []string{"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"}

// gregorian writes the dates of other calendars in s as Gregorian ones: Japanese eras, the
// years of Taiwan's republic, the Buddhist years of Thailand, the solar calendar of Iran.
func gregorian(s string) string {
	if g := eraYear.FindStringSubmatchIndex(s); g != nil {
		n, err := strconv.Atoi(s[g[4]:g[5]])
		if err != nil {
			n = 1 // 元年, the first
		}
		return s[:g[0]] + strconv.Itoa(eras[s[g[2]:g[3]]]+n) + "年" + s[g[1]:]
	}
	if g := thaiYear.FindStringSubmatchIndex(s); g != nil {
		n, _ := strconv.Atoi(s[g[2]:g[3]])
		return strings.ReplaceAll(s[:g[2]], "พ.ศ.", "") + strconv.Itoa(n-543) + s[g[3]:]
	}
	if g := persianDate.FindStringSubmatchIndex(s); g != nil {
		d, _ := strconv.Atoi(s[g[2]:g[3]])
		y, _ := strconv.Atoi(s[g[6]:g[7]])
		day := persian(y, slices.Index(persianMonths, s[g[4]:g[5]])+1, d)
		return s[:g[0]] + day.Format(time.DateOnly) + s[g[1]:]
	}
	return s
}

// persian is a day of the solar calendar of Iran, its leap years by the cycle of 33 years
// that holds from 1343 to 1472 (Borkowski 1996).
func persian(y, m, d int) time.Time {
	days := (m-1)*31 + d - 1
	if m > 7 {
		days -= m - 7 // the second half of the year has months of 30
	}
	leaps := func(y int) (n int) {
		for _, r := range []int{1, 5, 9, 13, 17, 22, 26, 30} {
			n += (y - r + 32) / 33
		}
		return n
	}
	const epoch = 1399 // its first day was 20 March 2020
	days += (y-epoch)*365 + leaps(y) - leaps(epoch)
	return time.Date(2020, time.March, 20+days, 0, 0, 0, 0, time.UTC)
}
