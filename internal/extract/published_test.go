package extract

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Pages without any date for machines: what their readers see.
func TestShownDay(t *testing.T) {
	const story = `<p>The council of the port met on the evening of 3 March 2021 and decided to close the two northern quays for a month, as their walls had been damaged.</p>
		<p>Ships that were to be unloaded there will have to wait in the bay or sail on to the next harbour, which is a day away from this one.</p>
		<p>The work is to cost forty million crowns, of which the state pays half; the rest comes from the fees that ships pay for the use of the port.</p>`
	for _, c := range []struct{ name, before, after, want string }{
		{"a line under the headline", `<p>By Ada Lin | 12 March 2021</p>`, "", "2021-03-12"},
		{"before a caption with a day", `<p>Photo of the quay, taken from the tower of the customs house on 4 March 2021</p><ul class="list"><li><b>Date</b> 12.03.2021</li></ul>`, "", "2021-03-12"},
		{"a line that says so, at the end", "", `<p>Veröffentlicht am 12. März 2021</p>`, "2021-03-12"},
		{"in French", "", `<p>Publié le 12 mars 2021 à 10h15</p>`, "2021-03-12"},
		{"in Russian", "", `<p>Опубликовано 12 марта 2021</p>`, "2021-03-12"},
		{"in Chinese", "", `<p>发布时间：2021年3月12日</p>`, "2021-03-12"},
		{"in Japanese", "", `<p>公開日 2021年3月12日</p>`, "2021-03-12"},
		{"in Arabic", `<p>تم نشره الجمعة 12 آذار / مارس 2021</p>`, "", "2021-03-12"},
		{"a line of the last change", "", `<p>Diese Seite wurde zuletzt am 12. März 2021 um 13:22 Uhr geändert.</p>`, "2021-03-12"},
		{"a line beside a comment's time", `12 March 2021`, `<div class="talk"><time datetime="2021-05-01">1 May 2021</time></div>`, "2021-03-12"},
		{"a line with a time for machines", `<p>Updated: <time datetime="2021-03-12T23:15:00+09:00">Friday night, 12 March 2021</time></p>`, "", "2021-03-12"},
		{"nothing but the report", "", "", "2021-03-03"},
	} {
		page := `<html><head><title>Port closes quays</title></head><body><h1>Port closes quays</h1>` + c.before + story + c.after + `</body></html>`
		a, err := Extract(news.Capture{Final: "https://www.gazette.example/port", Body: []byte(page)}, Options{})
		if got := a.Published.Format(time.DateOnly); err != nil || got != c.want {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.want)
		}
	}
}
