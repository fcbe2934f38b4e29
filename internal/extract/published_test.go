package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Pages without any date for machines: what their readers see.
func TestShownDay(t *testing.T) {
	for _, c := range []struct{ name, before, after, want string }{
		{"a line under the headline", `<p>By Ada Lin | 12 March 2021</p>`, "", "2021-03-12"},
		{"before a caption with a day", `<p>Photo of the quay, taken from the tower of the customs house on 4 March 2021</p><ul class="list"><li><b>Date</b> 12.03.2021</li></ul>`, "", "2021-03-12"},
		{"a line that says so, at the end", "", `<p>Veröffentlicht am 12. März 2021</p>`, "2021-03-12"},
		{"in French", "", `<p>Publié le 12 mars 2021 à 10h15</p>`, "2021-03-12"},
		{"in Russian", "", `<p>Опубликовано 12 марта 2021</p>`, "2021-03-12"},
		{"in Chinese", "", `<p>发布时间：2021年3月12日</p>`, "2021-03-12"},
		{"in Japanese", "", `<p>公開日 2021年3月12日</p>`, "2021-03-12"},
		{"in Arabic", `<p>تم نشره الجمعة 12 آذار / مارس 2021</p>`, "", "2021-03-12"},
		{"a line beside a comment's time", `12 March 2021`, `<div class="talk"><time datetime="2021-05-01">1 May 2021</time></div>`, "2021-03-12"},
		{"a line with a time for machines", `<p>Posted: <time datetime="2021-03-12T23:15:00+09:00">Friday night, 12 March 2021</time></p>`, "", "2021-03-12"},
		{"a time for machines behind words for readers", `<ul><li>Ada Lin</li><li><time datetime="2021-03-12T23:15:00+09:00">3 hours ago</time></li></ul><dl><dt>Joined</dt><dd>May 11, 2017</dd></dl>`, "", "2021-03-12"},
		{"nothing but the report", "", "", "2021-03-03"},
		{"an event before it", `<p>12 March 2021</p>`, `<p>All who live by the port may ask the council what they like at a meeting on 12 May 2022 at 8 p.m. in the hall of the old customs house.</p>`, "2021-03-12"},
	} {
		page := `<html><head><title>Port closes quays</title></head><body><h1>Port closes quays</h1>` + c.before + story + c.after + `</body></html>`
		a, err := Extract(news.Capture{Final: "https://www.gazette.example/port", Body: []byte(page)}, Options{})
		if got := a.Published.Format(time.DateOnly); err != nil || got != c.want {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.want)
		}
	}
}

// story is a report whose text names a day of its events.
const story = `<p>The council of the port met on the evening of 3 March 2021 and decided to close the two northern quays for a month, as their walls had been damaged.</p>
	<p>Ships that were to be unloaded there will have to wait in the bay or sail on to the next harbour, which is a day away from this one.</p>
	<p>The work is to cost forty million crowns, of which the state pays half; the rest comes from the fees that ships pay for the use of the port.</p>`

// The day of an event that stands inside a sentence further down is none of publication.
func TestDaysOfEvents(t *testing.T) {
	for lang, event := range map[string]string{
		"en": "All who live by the port may ask the council what they like at a meeting on 12 May 2022 at 8 p.m. in the hall of the old customs house.",
		"fr": "Les habitants du port pourront interroger le conseil lors d’une réunion publique le 12 mai 2022 à 20 h dans la salle de l’ancienne douane.",
		"de": "Eine öffentliche Sitzung dazu findet am 12. Mai 2022 um 20 Uhr im Zollhaus statt.",
		"zh": "港务委员会还将在旧海关大厅举行说明会，时间定于2022年5月12日20时，附近居民都可以参加并提问。",
	} {
		page := `<html lang="` + lang + `"><head><title>Port closes quays</title></head><body><h1>Port closes quays</h1>` + strings.ReplaceAll(story, " on the evening of 3 March 2021", "") + `<p>` + event + `</p></body></html>`
		a, err := Extract(news.Capture{Final: "https://www.gazette.example/port", Body: []byte(page)}, Options{})
		if err != nil || !a.Published.IsZero() {
			t.Errorf("%s: %s, %v", lang, a.Published, err)
		}
	}
}

// What stands beside a date says what it is of: the day of a change is none of publication, and that of an event neither.
func TestLabelsBesideDates(t *testing.T) {
	for _, c := range []struct{ name, lang, head, line, end, published, updated string }{
		{"submitted by and on", "en", "", `<p>Submitted by Ada Lin on Fri, 12 Mar 2021 - 18:40</p>`, "", "2021-03-12", "0001-01-01"},
		{"submitted, of a paper", "en", "", `<p>Submitted: 3 March 2021. Published: 12 March 2021</p>`, "", "2021-03-12", "0001-01-01"},
		{"updated, then published", "en", "", `<p>Last updated 15 March 2021 Published 12 March 2021</p>`, "", "2021-03-12", "2021-03-15"},
		{"published, then updated", "en", "", `<p>Posted 12 March 2021 | Updated: 15 March 2021</p>`, "", "2021-03-12", "2021-03-15"},
		{"the last change alone", "de", "", "", `<p>Diese Seite wurde zuletzt am 15. März 2021 um 13:22 Uhr geändert.</p>`, "0001-01-01", "2021-03-15"},
		{"a change for machines", "en", "", `<p>Updated: <time datetime="2021-03-15T23:15:00+09:00">Monday night, 15 March 2021</time></p>`, "", "0001-01-01", "2021-03-15"},
		{"markup of a change", "en", "", `<div><time itemprop="dateModified" datetime="2021-03-15T10:00:00Z">Monday</time></div>`, "", "0001-01-01", "2021-03-15"},
		{"markup of both", "en", "", `<div><time class="modified-on" datetime="2021-03-15T10:00:00Z">15 March</time> <time class="posted-on" datetime="2021-03-12T10:00:00Z">12 March</time></div>`, "", "2021-03-12", "2021-03-15"},
		{"accepted before the meta element", "en", `<meta name="dc.date" content="2021-03-12">`, `<p>Accepted: 2 December 2020</p>`, "", "2021-03-12", "0001-01-01"},
		{"in French", "fr", "", `<p>Mis à jour le 15 mars 2021, publié le 12 mars 2021</p>`, "", "2021-03-12", "2021-03-15"},
		{"in Polish", "pl", "", `<p>Aktualizacja: 15.03.2021, opublikowano: 12.03.2021</p>`, "", "2021-03-12", "2021-03-15"},
		{"in Turkish", "tr", "", `<p>Yayınlanma: 12.03.2021 - Güncelleme: 15.03.2021</p>`, "", "2021-03-12", "2021-03-15"},
		{"in Japanese", "ja", "", `<p>公開日：2021年3月12日 最終更新日：2021年3月15日</p>`, "", "2021-03-12", "2021-03-15"},
		{"in Korean", "ko", "", `<p>입력 2021.03.12 10:15 수정 2021.03.15 11:20</p>`, "", "2021-03-12", "2021-03-15"},
		{"behind the date, in Chinese", "zh", "", `<p>2021-03-15 更新　2021-03-12 发布</p>`, "", "2021-03-12", "2021-03-15"},
		{"in Vietnamese", "vi", "", `<p>Đăng ngày 12/03/2021, cập nhật 15/03/2021</p>`, "", "2021-03-12", "2021-03-15"},
		{"a year of the republic", "zh-Hant", "", `<p>發布日期：110.3.12</p>`, "", "2021-03-12", "0001-01-01"},
		{"no year of the republic without a label", "zh-Hant", "", `<p>110.3.12</p>`, "", "2021-03-03", "0001-01-01"},
		{"day, month and year set apart", "en", "", `<div class="date"><span>Mar</span><span>12</span><span>2021</span></div>`, "", "2021-03-12", "0001-01-01"},
		{"two numbers whose order the page tells", "", "", `<p>Published 4/3/2021</p>`, `<p>Next meeting: 28/3/2021</p>`, "2021-03-04", "0001-01-01"},
	} {
		page := `<html lang="` + c.lang + `"><head><title>Port closes quays</title>` + c.head + `</head><body><h1>Port closes quays</h1>` + c.line + story + c.end + `</body></html>`
		a, err := Extract(news.Capture{Final: "https://www.gazette.example/port", Body: []byte(page)}, Options{})
		if got, upd := a.Published.Format(time.DateOnly), a.Updated.Format(time.DateOnly); err != nil || got != c.published || upd != c.updated {
			t.Errorf("%s: published %s, updated %s, %v; want %s, %s", c.name, got, upd, err, c.published, c.updated)
		}
	}
}

// A moment in UTC is of the day that the outlet gives it, in the address or in a line under the headline.
func TestDayOfTheOutlet(t *testing.T) {
	for _, c := range []struct{ name, url, stamp, line, country, want string }{
		{"an evening in America", "https://a.example/2021/03/11/port", "2021-03-12T03:30:00Z", "", "", "2021-03-11T23:30:00-04:00"},
		{"where the outlet is known", "https://a.example/2021/03/11/port", "2021-03-12T03:30:00Z", "", "US", "2021-03-11T22:30:00-05:00"},
		{"where its host has a country", "https://www.a.jp/20210313/port", "2021-03-12T16:30:00Z", "", "", "2021-03-13T01:30:00+09:00"},
		{"a morning in Asia, by the line", "https://a.example/port", "2021-03-12T17:00:00Z", "Posted 13 March 2021", "", "2021-03-13T00:00:00+07:00"},
		{"an address of two days before", "https://a.example/2021/03/10/port", "2021-03-12T03:30:00Z", "", "", "2021-03-12T03:30:00Z"},
		{"an address of the day before, at noon", "https://a.example/2021/03/11/port", "2021-03-12T12:30:00Z", "", "", "2021-03-12T12:30:00Z"},
		{"a zone of its own", "https://a.example/2021/03/11/port", "2021-03-12T03:30:00+01:00", "", "", "2021-03-12T03:30:00+01:00"},
		{"a country that has the other day", "https://a.example/2021/03/11/port", "2021-03-12T03:30:00Z", "", "JP", "2021-03-12T03:30:00Z"},
		{"the day of a change", "https://a.example/port", "2021-03-12T17:00:00Z", "Updated 13 March 2021", "", "2021-03-12T17:00:00Z"},
	} {
		page := `<html lang="en"><head><title>Port closes quays</title><meta property="article:published_time" content="` + c.stamp + `"></head><body><h1>Port closes quays</h1><p>` + c.line + `</p>` + story + `</body></html>`
		a, err := Extract(news.Capture{Final: c.url, Body: []byte(page)}, Options{Country: c.country})
		if got := a.Published.Format(time.RFC3339); err != nil || got != c.want || a.Hour != news.HourGiven {
			t.Errorf("%s: %s %s, %v; want %s", c.name, got, a.Hour, err, c.want)
		}
	}
}

// A clock without a zone is the outlet's: that of its country, else the one that the page gives another time in.
func TestClockOfTheOutlet(t *testing.T) {
	for _, c := range []struct{ name, published, modified, country, want string }{
		{"nothing is known", "2021-03-12 09:15", "", "", "2021-03-12T09:15:00Z"},
		{"a country with one clock", "2021-03-12 09:15", "", "CN", "2021-03-12T09:15:00+08:00"},
		{"whatever the machine's says", "2021-03-12 09:15", "2021-03-12T10:00:00+01:00", "CN", "2021-03-12T09:15:00+08:00"},
		{"summer and winter", "2021-07-12 09:15", "", "GB", "2021-07-12T09:15:00+01:00"},
		{"several clocks, the capital's", "2021-03-12 09:15", "", "US", "2021-03-12T09:15:00-05:00"},
		{"several, and another time", "2021-03-12 09:15", "2021-03-12T12:00:00-08:00", "US", "2021-03-12T09:15:00-08:00"},
		{"another time alone", "2021-03-12 09:15", "2021-03-12T12:00:00+02:00", "", "2021-03-12T09:15:00+02:00"},
		{"its own abbreviation", "2021-03-12 09:15 CST", "", "TW", "2021-03-12T09:15:00+08:00"},
		{"a zone that is written", "2021-03-12T09:15:00-03:00", "", "CN", "2021-03-12T09:15:00-03:00"},
	} {
		head := `<meta property="article:published_time" content="` + c.published + `">`
		if c.modified != "" {
			head += `<meta property="article:modified_time" content="` + c.modified + `">`
		}
		page := `<html lang="en"><head><title>Port closes quays</title>` + head + `</head><body><h1>Port closes quays</h1>` + story + `</body></html>`
		a, err := Extract(news.Capture{Final: "https://a.example/port", Body: []byte(page)}, Options{Country: c.country})
		if got := a.Published.Format(time.RFC3339); err != nil || got != c.want {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.want)
		}
		if zoned := strings.HasSuffix(c.published, "0") || strings.HasSuffix(c.published, "CST"); zoned != (a.Hour == news.HourGiven) {
			t.Errorf("%s: %q", c.name, a.Hour)
		}
	}
}

// How long ago a report appeared, in a line under the headline, counts from the capture; what the text says does not, nor
// what the line says of a change.
func TestAgo(t *testing.T) {
	undated := strings.ReplaceAll(story, " 3 March 2021", " Monday")
	at := time.Date(2026, 5, 9, 20, 40, 0, 0, time.UTC)
	for _, c := range []struct {
		line, want string
		hour       news.Hour
	}{
		{`<p>Ada Lin | 3 hours ago</p>`, "2026-05-09T17:00:00Z", news.HourLocal},
		{`<p>Posted 12 minutes ago</p>`, "2026-05-09T20:28:00Z", news.HourGiven},
		{`<div><span>Ada Lin</span> <time>vor 3 Stunden</time></div>`, "2026-05-09T17:00:00Z", news.HourLocal},
		{`<p>发布于 3小时前</p>`, "2026-05-09T17:00:00Z", news.HourLocal},
		{`<p>Публикация • 2 дня назад</p>`, "2026-05-07T00:00:00Z", news.HourDay},
		{`<p>Updated 3 hours ago</p>`, "0001-01-01T00:00:00Z", news.HourNone},
		{`<p>The quays closed 3 hours ago</p>`, "0001-01-01T00:00:00Z", news.HourNone},
		{`<nav><p>3 hours ago</p></nav>`, "0001-01-01T00:00:00Z", news.HourNone},
		{`<p>3 hours ago</p><p>9 May 2026, 16:05</p>`, "2026-05-09T16:05:00Z", news.HourLocal},
	} {
		page := `<html><head><title>Port closes quays</title></head><body><h1>Port closes quays</h1>` + c.line + undated + `</body></html>`
		a, err := Extract(news.Capture{Final: "https://www.gazette.example/port", Body: []byte(page), At: at}, Options{})
		if got := a.Published.Format(time.RFC3339); err != nil || got != c.want || a.Hour != c.hour {
			t.Errorf("%s: %s %q, %v; want %s", c.line, got, a.Hour, err, c.want)
		}
	}
}

// A day that the address or the list gives is made a moment by a clock that the page shows beside the same day. Other
// clocks say nothing of it.
func TestClockOfTheDay(t *testing.T) {
	const day = "2021-03-12T00:00:00Z"
	for _, c := range []struct{ name, url, above, line, end, want string }{
		{"a time for machines", "/2021/03/12/port", "", `<div><time datetime="2021-03-12T06:40:00+02:00">12 March</time></div>`, "", "2021-03-12T06:40:00+02:00"},
		{"a line under the headline", "/2021/03/12/port", "", `<p>12 March 2021, 06:40</p>`, "", "2021-03-12T06:40:00Z"},
		{"a line that says so", "/20210312/port.html", "", `<p>Publié le 12 mars 2021 à 06h40, modifié le 12 mars 2021 à 09h10</p>`, "", "2021-03-12T06:40:00Z"},
		{"at the end", "/20210312/port.html", "", "", `<p>Veröffentlicht am 12. März 2021 um 06:40 Uhr</p>`, "2021-03-12T06:40:00Z"},
		{"just above the headline, the clock first", "/20210312/port.html", `<div><a href="/12">06:40 12.03.2021</a></div>`, "", "", "2021-03-12T06:40:00Z"},
		{"a night in UTC", "/2021/03/12/port", "", `<time datetime="2021-03-11T22:40:00Z">today</time>`, "", "2021-03-12T07:40:00+09:00"},
		{"a zone west of the day", "/2021/03/12/port", "", `<time datetime="2021-03-11T22:40:00-05:00">today</time>`, "", "2021-03-11T22:40:00-05:00"},
		{"another day", "/2021/03/12/port", "", `<p>14 March 2021, 06:40</p>`, "", day},
		{"the day of the change", "/2021/03/12/port", "", `<p>Updated 12 March 2021, 06:40</p>`, "", day},
		{"the change for machines", "/2021/03/12/port", "", `<p>Updated: <time datetime="2021-03-12T06:40:00Z">today</time></p>`, "", day},
		{"the day alone", "/2021/03/12/port", "", `<time datetime="2021-03-12">12 March 2021</time>`, "", day},
		{"a clock in a text", "/2021/03/12/port", "", "", `<div class="talk"><p>Ada</p><p>12 March 2021, 06:40</p><p>I saw it.</p></div>`, day},
	} {
		page := `<html lang="en"><head><title>Port closes quays</title></head><body><p>12 March 2021, 23:59</p><main><div class="top">` + c.above + `<h1>Port closes quays</h1></div>` + c.line + story + c.end + `</main></body></html>`
		o := Options{}
		if strings.Contains(c.name, "UTC") {
			o.Country = "JP"
		}
		a, err := Extract(news.Capture{Final: "https://www.gazette.example" + c.url, Body: []byte(page)}, o)
		if got := a.Published.Format(time.RFC3339); err != nil || got != c.want || (a.Hour == news.HourDay) != (c.want == day) {
			t.Errorf("%s: %s %s, %v; want %s", c.name, got, a.Hour, err, c.want)
		}
	}
	a, err := Extract(news.Capture{Final: "https://www.gazette.example/port", Body: []byte(`<html lang="en"><head><title>Port closes quays</title></head><body><h1>Port closes quays</h1><p>12 March 2021, 06:40</p>` + story + `</body></html>`)},
		Options{Published: time.Date(2021, 3, 12, 0, 0, 0, 0, time.UTC), Hour: news.HourDay})
	if got := a.Published.Format(time.RFC3339); err != nil || got != "2021-03-12T06:40:00Z" || a.Hour != news.HourLocal {
		t.Errorf("the day of the list: %s %s, %v", got, a.Hour, err)
	}
}

// A line that says when the report was published is no paragraph of it. A sentence that says so of something is.
func TestLinesOfDates(t *testing.T) {
	for line, kept := range map[string]bool{
		"Publié le 12 mars 2021 à 06h40, modifié le 12 mars 2021 à 09h10":                                       false,
		"Published 12 March 2021, 06:40 GMT":                                                                    false,
		"Veröffentlicht am 12. März 2021 um 06:40 Uhr":                                                          false,
		"发布时间：2021年3月12日 06:40":                                                                                 false,
		"Опубликовано 12 марта 2021, 06:40; обновлено 13 марта 2021":                                            false,
		"Published on 12 March 2021, the report of the port was the first to name the owners of the two quays.": true,
		"The council met on 12 March 2021 and 13 March 2021.":                                                   true,
	} {
		page := `<html><head><title>Port closes quays</title></head><body><article><h1>Port closes quays</h1><p>` + line + `</p>` + story + `</article></body></html>`
		a, err := Extract(news.Capture{Final: "https://www.gazette.example/port", Body: []byte(page)}, Options{})
		if got := len(a.Blocks) > 0 && a.Blocks[0].Text == line; err != nil || got != kept || len(a.Blocks) < 3 {
			t.Errorf("%s: a paragraph: %v, %d blocks, %v", line, got, len(a.Blocks), err)
		}
	}
}
