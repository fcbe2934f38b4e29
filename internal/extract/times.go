package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The forms in which pages write a day. A day in numbers alone needs four digits
// of year, or points between them ("2.1.06").
var (
	isoForm    = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)-(\d\d?)-(\d\d?)(?:\D|$)`)
	yearFirst  = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)\s?[/.年년]\s?(\d\d?)\s?[/.月월]\s?(\d\d?)(?:\D|$)`)
	pointForm  = regexp.MustCompile(`(?:^|\D)(\d\d?)\.\s?(\d\d?)\.\s?((?:19|20)?\d\d)(?:\D|$)`)
	strokeForm = regexp.MustCompile(`(?:^|\D)(\d\d?)[/-](\d\d?)[/-]((?:19|20)\d\d)(?:\D|$)`)
	dayMonth   = regexp.MustCompile(`(?i)(?:^|\D)(\d\d?)(?:st|nd|rd|th|er|\.|º|ª)?\s*-?(?:de |di |` +
		`d['’])?\s*([\pL\pM]{3,14})(?:\s?/\s?[\pL\pM]{3,14})?\.?,?\s*-?(?:de |del )?\s*((?:19|20)\d\d)(?:\D|$)`)
	monthDay  = regexp.MustCompile(`(?i)(?:^|[^\pL\pM])([\pL\pM]{3,14})\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(?:at )?((?:19|20)\d\d)(?:\D|$)`)
	yearWords = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\.|\s?m\.)?\s+([\pL\pM]{3,14})\.?\s+(\d\d?)(?:\D|$)`)
	clockForm = regexp.MustCompile(`(?i)(?:^|\D)(\d\d?)\s?[:.h時시]\s?(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*分?\s*([ap]\.?m\b\.?)?\s*(z\b|` +
		`utc|gmt|[+-]\d\d:?\d\d|[a-z]{2,4}\b)?`)
	urlForm   = regexp.MustCompile(`[/_-]((?:19|20)\d\d)[/_-]?(\d\d)[/_-]?(\d\d)(?:[/_.-]|\d{4}|$)`)
	urlDMY    = regexp.MustCompile(`[/_-](\d\d)[-_.](\d\d)[-_.]((?:19|20)\d\d)(?:\D|$)`)
	urlYMonth = regexp.MustCompile(`/((?:19|20)\d\d)-(\d\d)/(\d\d)/`)
	urlWords  = regexp.MustCompile(`(?i)/((?:19|20)\d\d)/([a-z]{3})/(\d\d?)/`)
)

// months are names and abbreviations in the languages of the feeds and pages
// looked at, without the point.
var months = func() map[string]time.Month {
	m := map[string]time.Month{}
	for i, list := range [12]string{
		"january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń января янв ocak oca tammikuuta " +
			"ianuarie leden ledna січня " +
			"ianuarie siječnja gener јануар януари ιανουαρίου ιαν يناير ژانویه ינואר בינואר जनवरी জানুয়ারি জানুয়ারি január jaanuar " +
			"sausio janvāris มกราคม",
		"february feb februar feber februari février fevrier févr fév febrero febbraio febbr fevereiro fev lutego luty февраля фев " +
			"şubat şub helmikuuta unor února лютого " +
			"februarie februari veljače febrer фебруар февруари φεβρουαρίου φεβ فبراير شباط فوریه פברואר בפברואר फरवरी ফেব্রুয়ারি " +
			"ফেব্রুয়ারি február veebruar vasario กุมภาพันธ์",
		"march mar märz mrz mars marzo março marco maart mrt marca marzec марта мар mart maaliskuuta března березня maerz " +
			"martie maret ožujka març март μαρτίου μαρ آذار مارس מרץ במרץ मार्च মার্চ március märts kovo มีนาคม",
		"april apr avril avr abril abr aprile kwietnia kwiecień апреля апр nisan nis huhtikuuta dubna квітня " +
			"aprilie travnja април απριλίου απρ أبريل ابريل نيسان آوریل אפריל באפריל अप्रैल এপ্রিল április aprill balandžio เมษายน",
		"may mai mayo maggio mag maio mei maj maja мая май mayıs toukokuuta května травня " +
			"mei svibnja maig мај μαΐου μάιος مايو أيار מאי במאי मई মে május gegužės พฤษภาคม",
		"june jun juni juin junio giugno giu junho czerwca czerwiec июня июн haziran haz kesäkuuta června червня " +
			"iunie juny lipnja јун юни ιουνίου ιουν يونيو حزيران ژوئن יוני ביוני जून জুন június juuni birželio มิถุนายน",
		"july jul juli juillet juil julio luglio lug julho lipca lipiec июля июл temmuz tem heinäkuuta července липня " +
			"iulie juliol srpnja јул юли ιουλίου ιουλ يوليو تموز ژوئیه יולי ביולי जुलाई জুলাই július juuli liepos กรกฎาคม",
		"august aug août aout agosto ago augustus augusti sierpnia sierpień августа авг ağustos ağu elokuuta srpna серпня " +
			"august agost kolovoza ogos agustus август αυγούστου αυγ أغسطس اغسطس آب اوت אוגוסט באוגוסט अगस्त আগস্ট augusztus rugpjūčio สิงหาคม",
		"september sept sep septembre septiembre settembre set setembro września wrzesień сентября сен сент eylül eyl syyskuuta září вересня " +
			"septembrie setembre rujna септембар септември σεπτεμβρίου σεπ سبتمبر أيلول سپتامبر ספטמבר בספטמבר सितंबर सितम्बर সেপ্টেম্বর " +
			"szeptember rugsėjo กันยายน",
		"october oct oktober okt octobre octubre oct ottobre ott outubro out października październik октября окт ekim eki lokakuuta " +
			"října жовтня " +
			"octombrie octubre oktobar октомври οκτωβρίου οκτ أكتوبر اكتوبر اکتبر אוקטובר באוקטובר अक्टूबर অক্টোবর október oktoober spalio ตุลาคม",
		"november nov novembre noviembre novembro listopada listopad ноября ноя kasım kas marraskuuta листопада " +
			"noiembrie studenoga studenog новембар ноември νοεμβρίου νοε نوفمبر نوامبر נובמבר בנובמבר नवंबर नवम्बर নভেম্বর lapkričio พฤศจิกายน",
		"december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro desember des grudnia grudzień декабря дек " +
			"aralık ara joulukuuta prosince грудня " +
			"decembrie desembre prosinca disember децембар декември δεκεμβρίου δεκ ديسمبر دسامبر דצמבר בדצמבר दिसंबर दिसम्बर ডিসেম্বর " +
			"gruodžio detsember ธันวาคม",
	} {
		for w := range strings.FieldsSeq(list) {
			m[norm.NFC.String(w)] = time.Month(i + 1)
		}
	}
	return m
}()

// The times that parseTime returns are in the zone that is written there, or in one of these,
// which are UTC, where the text gives less than a moment.
var (
	dayOnly  = time.FixedZone("UTC", 0)
	zoneless = time.FixedZone("UTC", 0)
)

// parseTime reads the first day named in s and the time of day beside it, with
// the zone as it is written there; without one, UTC (dayOnly, zoneless). monthFirst says how
// 3/4/2024 is meant.
func parseTime(s string, monthFirst bool) (time.Time, bool) {
	if len(s) > 300 {
		s = s[:300]
	}
	s = strings.TrimSpace(decimal(s))
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x600 }) >= 0 {
		s = gregorian(s)
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04Z07:00", time.RFC1123Z, time.RFC1123} {
		if t, err := time.Parse(layout, s); err == nil && plausible(t) {
			return t, true
		}
	}
	if t, ok := unix(s); ok {
		return t, true
	}
	y, m, d, rest, ok := day(s, monthFirst)
	if !ok {
		return time.Time{}, false
	}
	hour, minute, sec, zone := clock(rest)
	t := time.Date(y, m, d, hour, minute, sec, 0, zone)
	return t, t.Day() == d && plausible(t)
}

// decimal writes the digits of other scripts as those of ASCII: ٢٠٢٠, ২০২০, ２０２０. Each
// script has its ten in a row (Unicode Standard, 4.6).
func decimal(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII || !unicode.Is(unicode.Nd, r) {
			return r
		}
		zero := r
		for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
			zero--
		}
		return '0' + r - zero
	}, s)
}

// unix reads seconds or milliseconds since 1970.
func unix(s string) (time.Time, bool) {
	if len(s) != 10 && len(s) != 13 {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	if len(s) == 13 {
		n /= 1000
	}
	t := time.Unix(n, 0).UTC()
	return t, plausible(t) && t.Year() > 2000
}

// plausible keeps out what no news page can mean.
func plausible(t time.Time) bool { return t.Year() >= 1990 && t.Year() <= 2100 }

// day finds the first day that s names and what of s comes after it.
func day(s string, monthFirst bool) (y int, m time.Month, d int, rest string, ok bool) {
	at := len(s) + 1
	try := func(form *regexp.Regexp, yi, mi, di int) {
		loc := form.FindStringSubmatchIndex(s)
		if loc == nil || loc[0] >= at {
			return
		}
		group := func(i int) string { return s[loc[2*i]:loc[2*i+1]] }
		year, _ := strconv.Atoi(group(yi))
		if year < 100 {
			year += 2000
		}
		month, known := months[norm.NFC.String(strings.ToLower(group(mi)))]
		if !known {
			n, err := strconv.Atoi(group(mi))
			if err != nil {
				return
			}
			month = time.Month(n)
		}
		dd, _ := strconv.Atoi(group(di))
		if form == strokeForm && month > 12 {
			month, dd = time.Month(dd), int(month)
		}
		if month < 1 || month > 12 || dd < 1 || dd > 31 {
			return
		}
		at, y, m, d, ok = loc[0], year, month, dd, true
		end := max(loc[3], loc[5], loc[7])
		rest = s[end:]
	}
	try(isoForm, 1, 2, 3)
	try(yearFirst, 1, 2, 3)
	try(dayMonth, 3, 2, 1)
	try(monthDay, 3, 1, 2)
	try(yearWords, 1, 2, 3)
	try(pointForm, 3, 2, 1)
	if monthFirst {
		try(strokeForm, 3, 1, 2)
	} else {
		try(strokeForm, 3, 2, 1)
	}
	return y, m, d, rest, ok
}

// clock reads the time of day that follows a date, midnight UTC when there is none.
func clock(s string) (hour, minute, sec int, zone *time.Location) {
	if len(s) > 60 {
		s = s[:60]
	}
	g := clockForm.FindStringSubmatch(s)
	if g == nil {
		return 0, 0, 0, dayOnly
	}
	hour, _ = strconv.Atoi(g[1])
	minute, _ = strconv.Atoi(g[2])
	sec, _ = strconv.Atoi(g[3])
	switch half := strings.ToLower(g[4]); {
	case strings.HasPrefix(half, "p") && hour < 12:
		hour += 12
	case strings.HasPrefix(half, "a") && hour == 12:
		hour = 0
	}
	if hour > 23 || minute > 59 || sec > 59 {
		return 0, 0, 0, dayOnly
	}
	return hour, minute, sec, zoneOf(g[5])
}

// zones are the abbreviations whose meaning is not in doubt on news pages.
var zones = map[string]int{
	"z": 0, "utc": 0, "gmt": 0, "bst": 60, "wet": 0, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180,
	"est": -300, "edt": -240, "et": -300, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "jst": 540,
	"kst": 540, "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660, "msk": 180, "ist": 330, "sast": 120,
}

func zoneOf(s string) *time.Location {
	if s == "" {
		return zoneless
	}
	if s[0] == '+' || s[0] == '-' {
		digits := strings.ReplaceAll(s[1:], ":", "")
		n, err := strconv.Atoi(digits)
		if err != nil || n > 1500 {
			return zoneless
		}
		secs := (n/100*60 + n%100) * 60
		if s[0] == '-' {
			secs = -secs
		}
		return time.FixedZone("", secs)
	}
	switch m, ok := zones[strings.ToLower(s)]; {
	case !ok:
		return zoneless
	case m != 0:
		return time.FixedZone(strings.ToUpper(s), m*60)
	}
	return time.UTC
}

// dayInURL reads the day that many outlets put into an address.
func dayInURL(u string) (time.Time, bool) {
	path := u
	if _, rest, ok := strings.Cut(u, "://"); ok {
		path = rest
	}
	if g := urlWords.FindStringSubmatch(path); g != nil {
		if m, ok := months[strings.ToLower(g[2])]; ok {
			return civil(g[1], int(m), g[3])
		}
	}
	if g := urlYMonth.FindStringSubmatch(path); g != nil {
		m, _ := strconv.Atoi(g[2])
		return civil(g[1], m, g[3])
	}
	if g := urlDMY.FindStringSubmatch(path); g != nil {
		m, _ := strconv.Atoi(g[2])
		return civil(g[3], m, g[1])
	}
	for _, g := range urlForm.FindAllStringSubmatch(path, 3) {
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
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return t, int(t.Month()) == month && t.Day() == d && plausible(t) && y >= 1995
}

// namesDay reports whether s may name a day at all; it is cheap.
func namesDay(s string) bool {
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= 3
}
