package when

import (
	"testing"
	"time"
)

// Forms that feeds and pages write, each read alike as a whole text and in a line. "day" and "local": less than a moment.
func TestKindsOfDates(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// offsets go before abbreviations
		{"2025-11-20 18:40:00 +0900 CST", "2025-11-20T18:40:00+09:00"},
		{"Thu, 20 Nov 2025 18:40:00 -0300 BRT", "2025-11-20T18:40:00-03:00"},
		{"Thu Nov 20 2025 18:40:00 GMT-0500 (Eastern Standard Time)", "2025-11-20T18:40:00-05:00"},
		{"2025-11-20 18:40:00 UTC+8", "2025-11-20T18:40:00+08:00"},
		{"2025-11-20 18:40 GMT+5:30", "2025-11-20T18:40:00+05:30"},
		{"2025-11-20T18:40:00+5", "2025-11-20T18:40:00+05:00"},
		{"2025-11-20T18:40:00−03:00", "2025-11-20T18:40:00-03:00"},
		{"2025-11-20 18:40 (UTC+07:00)", "2025-11-20T18:40:00+07:00"},
		// places
		{"Thu, 20 Nov 2025 18:40:00 Europe/Berlin", "2025-11-20T18:40:00+01:00"},
		{"Sun, 20 Jul 2025 18:40:00 Europe/Berlin", "2025-07-20T18:40:00+02:00"},
		{"2025-11-20T18:40:00-03:00[America/Argentina/Buenos_Aires]", "2025-11-20T18:40:00-03:00"},
		{"2025-11-20 18:40:00 [Asia/Kolkata]", "2025-11-20T18:40:00+05:30"},
		{"2025-11-20 18:40:00 asia/hong_kong", "2025-11-20T18:40:00+08:00"},
		{"20 Nov 2025 18:40 Etc/GMT-8", "2025-11-20T18:40:00+08:00"},
		// abbreviations, those of both halves of the year by the date
		{"Thu, 20 Nov 2025 18:40:00 AWST", "2025-11-20T18:40:00+08:00"},
		{"Thu, 20 Nov 2025 18:40:00 NPT", "2025-11-20T18:40:00+05:45"},
		{"Nov. 20, 2025 6:40 p.m. ET", "2025-11-20T18:40:00-05:00"},
		{"July 20, 2025 6:40 p.m. ET", "2025-07-20T18:40:00-04:00"},
		{"2025-11-20 下午 06:40:00 CST", "2025-11-20T18:40:00+08:00"},
		{"20 ноября 2025, 18:40 (МСК)", "2025-11-20T18:40:00+03:00"},
		// clocks
		{"十一月 20, 2025 18:40", "2025-11-20T18:40:00Z local"},
		{"十一月 20, 2025", "2025-11-20T00:00:00Z day"},
		{"11월 20, 2025 오후 6:40", "2025-11-20T18:40:00Z local"},
		{"2025-11-20T18:40:00.987654321+02:00", "2025-11-20T18:40:00.987654321+02:00"},
		{"2025-11-20 18:40:00.987654321+02", "2025-11-20T18:40:00.987654321+02:00"},
		{"2025年11月20日 18时4分", "2025-11-20T18:04:00Z local"},
		{"2025年11月20日18点", "2025-11-20T18:00:00Z local"},
		{"2025年11月20日 早上8点半", "2025-11-20T08:30:00Z local"},
		{"2025年11月20日 星期四 下午6:40", "2025-11-20T18:40:00Z local"},
		{"2025年11月20日（週四）傍晚6:40", "2025-11-20T18:40:00Z local"},
		{"2025-11-20 周四 18:40", "2025-11-20T18:40:00Z local"},
		{"2025年11月20日(木) 午後6時40分", "2025-11-20T18:40:00Z local"},
		{"2025年11月20日木曜日 午前0時5分", "2025-11-20T00:05:00Z local"},
		{"2025.11.20. 오후 6:40", "2025-11-20T18:40:00Z local"},
		{"2025년 11월 20일 (목) 오전 6시 40분", "2025-11-20T06:40:00Z local"},
		{"2025/11/20 中午12:05", "2025-11-20T12:05:00Z local"},
		{"2025-11-20 深夜23:40", "2025-11-20T23:40:00Z local"},
		{"二〇二五年十一月二十日", "2025-11-20T00:00:00Z day"},
		{"20. November 2025, 18 Uhr", "2025-11-20T18:00:00Z local"},
		{"20 novembre 2025 alle 18:40", "2025-11-20T18:40:00Z local"},
		{"20 novembre 2025 à 18 h 40", "2025-11-20T18:40:00Z local"},
		{"20 novembre 2025 à 6h40 du soir", "2025-11-20T18:40:00Z local"},
		{"20 de noviembre de 2025 a las 6:40 de la tarde", "2025-11-20T18:40:00Z local"},
		{"20 noviembre 2025 6:40 p.m.", "2025-11-20T18:40:00Z local"},
		{"20 noviembre 2025 6:40 a. m.", "2025-11-20T06:40:00Z local"},
		{"20 ноября 2025 в 18 ч. 40 мин.", "2025-11-20T18:40:00Z local"},
		{"20 Νοεμβρίου 2025, 6:40 μ.μ.", "2025-11-20T18:40:00Z local"},
		{"20. november 2025 kl. 18.40", "2025-11-20T18:40:00Z local"},
		{"20.11.2025 klo 18.40", "2025-11-20T18:40:00Z local"},
		{"20 November 2025 pukul 18.40 WIB", "2025-11-20T18:40:00+07:00"},
		{"20 tháng 11, 2025 18:40", "2025-11-20T18:40:00Z local"},
		{"Thứ Ba, 18 Tháng 11 2025 18:40:00 +0700", "2025-11-18T18:40:00+07:00"},
		{"Chủ Nhật, 23 Tháng 11 2025 18:40", "2025-11-23T18:40:00Z local"},
		{"Thu, 20 Nov 2025 18:40:00 +0100 (CET (winter time))", "2025-11-20T18:40:00+01:00"},
		{"Thu, 20 Nov 2025 18:40:00 +0300 (the zone (of winter) there)", "2025-11-20T18:40:00+03:00"},
		{"Thứ năm, 20/11/2025, 18:40 (GMT+7)", "2025-11-20T18:40:00+07:00"},
		{"18:40, 20/11/2025", "2025-11-20T18:40:00Z local"},
		{"18:40 20.11.2025", "2025-11-20T18:40:00Z local"},
		{"2025-11-20T24:00:00+01:00", "2025-11-21T00:00:00+01:00 day"},
		{"2025-11-20T18:40:00.123456+01:00", "2025-11-20T18:40:00.123456+01:00"},
		{"20251120T184000+0100", "2025-11-20T18:40:00+01:00"},
		{"20251120184000", "2025-11-20T18:40:00Z local"},
		{"Thu Nov 20 18:40:00 CET 2025", "2025-11-20T18:40:00+01:00"},
		{"Thu Nov 20 18:40:00 +0100 2025", "2025-11-20T18:40:00+01:00"},
		{"Thu Nov 20 18:40:00 2025", "2025-11-20T18:40:00Z local"},
		{"1763660400", "2025-11-20T17:40:00Z"},
		{"1763660400000", "2025-11-20T17:40:00Z"},
		{"1763660400000000", "2025-11-20T17:40:00Z"},
		// calendars
		{"令和7年11月20日", "2025-11-20T00:00:00Z day"},
		{"民國114年11月20日", "2025-11-20T00:00:00Z day"},
		{"中華民國114年11月20日 18時40分", "2025-11-20T18:40:00Z local"},
		{"20 พฤศจิกายน 2568 18:40 น.", "2025-11-20T18:40:00Z local"},
		{"20 พ.ย. 2568", "2025-11-20T00:00:00Z day"},
		{"۲۹ آبان ۱۴۰۴", "2025-11-20T00:00:00Z day"},
		{"٢٠ نوفمبر ٢٠٢٥", "2025-11-20T00:00:00Z day"},
		{"२० नवंबर २०२५", "2025-11-20T00:00:00Z day"},
		{"２０２５年１１月２０日　１８：４０", "2025-11-20T18:40:00Z local"},
	} {
		for name, read := range map[string]func(string, Habits) (time.Time, bool){"Parse": Parse, "Find": Find} {
			got, ok := read(c.in, Habits{Order: DayFirst})
			text := ""
			if ok {
				if text = got.Format(time.RFC3339Nano); Day(got) {
					text += " day"
				} else if Zoneless(got) {
					text += " local"
				}
			}
			if text != c.want {
				t.Errorf("%s %q: %q, want %q", name, c.in, text, c.want)
			}
		}
	}
}

// The third month, or the one that is named, in languages as they write it in a date: full, abbreviated, and for some
// without diacritics.
func TestMonthsOfLanguages(t *testing.T) {
	for lang, names := range map[string][12]string{
		"en":  {"January", "Feb", "March", "Apr.", "May", "June", "Jul", "August", "Sept.", "Oct", "November", "Dec."},
		"de":  {"Januar", "Febr.", "März", "April", "Mai", "Juni", "Juli", "Aug.", "September", "Okt.", "November", "Dez."},
		"fr":  {"janvier", "févr.", "mars", "avr.", "mai", "juin", "juil.", "aout", "septembre", "oct.", "novembre", "decembre"},
		"es":  {"enero", "feb.", "marzo", "abr.", "mayo", "junio", "jul.", "agosto", "septiembre", "oct.", "noviembre", "dic."},
		"pt":  {"janeiro", "fev.", "março", "abr.", "maio", "junho", "jul.", "ago.", "setembro", "out.", "novembro", "dez."},
		"it":  {"gennaio", "feb", "marzo", "apr", "maggio", "giu", "luglio", "ago", "settembre", "ott", "novembre", "dic"},
		"nl":  {"januari", "feb.", "maart", "apr.", "mei", "jun.", "juli", "aug.", "september", "okt.", "november", "dec."},
		"sv":  {"januari", "feb.", "mars", "april", "maj", "juni", "juli", "aug.", "september", "okt.", "november", "dec."},
		"da":  {"januar", "feb.", "marts", "apr.", "maj", "juni", "juli", "aug.", "september", "okt.", "november", "dec."},
		"nb":  {"januar", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "september", "okt.", "november", "des."},
		"fi":  {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"},
		"pl":  {"stycznia", "lut", "marca", "kwi", "maja", "czerwca", "lip", "sie", "września", "paź", "listopada", "gru"},
		"cs":  {"ledna", "úno", "března", "dubna", "kvě", "června", "července", "srpna", "září", "října", "listopadu", "pro"},
		"sk":  {"januára", "feb", "marca", "apríla", "mája", "júna", "júla", "augusta", "septembra", "októbra", "novembra", "dec"},
		"hu":  {"január", "febr.", "március", "ápr.", "május", "június", "júl.", "augusztus", "szept.", "október", "nov.", "december"},
		"ro":  {"ianuarie", "feb.", "martie", "apr.", "mai", "iunie", "iul.", "august", "sept.", "octombrie", "nov.", "decembrie"},
		"hr":  {"siječnja", "veljače", "ožujka", "travnja", "svibnja", "lipnja", "srpnja", "kolovoza", "rujna", "listopada", "studenoga", "prosinca"},
		"sl":  {"januarja", "februarja", "marca", "aprila", "maja", "junija", "julija", "avgusta", "septembra", "oktobra", "novembra", "decembra"},
		"sr":  {"јануар", "фебруар", "март", "април", "мај", "јун", "јул", "август", "септембар", "октобар", "новембар", "децембар"},
		"bg":  {"януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември"},
		"ru":  {"января", "февр.", "марта", "апр.", "мая", "июня", "июл", "августа", "сент.", "октября", "нояб.", "декабря"},
		"uk":  {"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"},
		"el":  {"Ιανουαρίου", "Φεβ", "Μαρτίου", "Απρ", "Μαΐου", "Ιουν", "Ιουλίου", "Αυγ", "Σεπτεμβρίου", "Οκτ", "Νοεμβρίου", "Δεκ"},
		"tr":  {"Ocak", "Şub", "Mart", "Nis", "Mayıs", "Haziran", "Tem", "Ağustos", "EYLÜL", "EKİM", "Kasım", "Aralik"},
		"lt":  {"sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio", "liepos", "rugpjūčio", "rugsėjo", "spalio", "lapkričio", "gruodžio"},
		"lv":  {"janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs", "jūlijs", "augusts", "septembris", "oktobris", "novembris", "decembris"},
		"et":  {"jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober", "november", "detsember"},
		"id":  {"Januari", "Feb", "Maret", "April", "Mei", "Juni", "Jul", "Agustus", "September", "Okt", "Nov", "Desember"},
		"ms":  {"Januari", "Feb", "Mac", "April", "Mei", "Jun", "Julai", "Ogos", "September", "Okt", "Nov", "Disember"},
		"fil": {"Enero", "Pebrero", "Marso", "Abril", "Mayo", "Hunyo", "Hulyo", "Agosto", "Setyembre", "Oktubre", "Nobyembre", "Disyembre"},
		"ar":  {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
		"he":  {"בינואר", "בפברואר", "במרץ", "באפריל", "במאי", "ביוני", "ביולי", "באוגוסט", "בספטמבר", "באוקטובר", "בנובמבר", "בדצמבר"},
		"hi":  {"जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"},
		"bn":  {"জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"},
		"ur":  {"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"},
		"th":  {"มกราคม", "ก.พ.", "มีนาคม", "เม.ย.", "พฤษภาคม", "มิ.ย.", "กรกฎาคม", "ส.ค.", "กันยายน", "ต.ค.", "พฤศจิกายน", "ธ.ค."},
		"zh":  {"一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"},
	} {
		for i, name := range names {
			want := time.Date(2025, time.Month(i+1), 20, 0, 0, 0, 0, time.UTC)
			for _, in := range []string{"20 " + name + " 2025", "20. " + name + " 2025"} {
				for what, read := range map[string]func(string, Habits) (time.Time, bool){"Parse": Parse, "Find": Find} {
					if got, ok := read(in, Habits{Lang: lang}); !ok || !got.Equal(want) {
						t.Errorf("%s %s %q: %v %v", what, lang, in, got, ok)
					}
				}
			}
			feed := "Xyz, 20 " + name + " 2025 10:00:00 +0200"
			if got, ok := Parse(feed, Habits{}); lang != "hr" && (!ok || !got.Equal(want.Add(8*time.Hour))) {
				t.Errorf("%s %q: %v %v", lang, feed, got, ok)
			}
		}
	}
}

// What is no date in a line, or not the one that it seems to be.
func TestFindIsCareful(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"MacBook Pro 14 2023 reviewed", ""},
		{"Version 2024.1.30.4 is out", ""},
		{"Call 20251120 for more", ""},
		{"ISBN 2025-11-2", "2025-11-02T00:00:00Z"},
		{"45/13/2025", ""},
		{"32 March 2026", ""},
		{"114-11-20", ""},
		{"in 2025", ""},
		{"November 2025", ""},
		{"20 November", ""},
		{"11/12/2025", ""}, // whose order?
		{"20 November 2025 from 18:40-19:30", "2025-11-20T18:40:00Z"},
		{"20 November 2025, 27:99", "2025-11-20T00:00:00Z"},
		{"20 November 2025 晚上2:30", "2025-11-20T00:00:00Z"}, // that night, or the one before?
		{"20 November 2025 | Updated: 18:40", "2025-11-20T00:00:00Z"},
		{"20 November 2025, at a price of 10.50 euros", "2025-11-20T00:00:00Z"},
		{"20 November 2025 - 5.50 euros a ticket", "2025-11-20T00:00:00Z"},
		{"le 20 novembre 2025 à 10:15 est venu", "2025-11-20T10:15:00Z"},
		{"20 November 2025 10:15 met with friends", "2025-11-20T10:15:00Z"},
		{"2025-11-20 18:40 XKT", "2025-11-20T18:40:00Z"},
	} {
		got, ok := Find(c.in, Habits{Lang: "en"})
		text := ""
		if ok {
			text = got.Format(time.RFC3339)
		}
		if text != c.want {
			t.Errorf("%q: %q, want %q", c.in, text, c.want)
		}
	}
}
