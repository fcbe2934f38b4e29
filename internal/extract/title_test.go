package extract

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestTitle reads the headline out of titles in which other names stand.
func TestTitle(t *testing.T) {
	story := "<p>The council of the port met in the evening and decided to close the two northern quays for a month, as their walls had been damaged.</p>" +
		"<p>Ships that were to be unloaded there will have to wait in the bay or sail on to the next harbour, which is a day away from this one.</p>" +
		"<p>The work is to cost forty million crowns, of which the state pays half; the rest comes from the fees that ships pay for the port.</p>"
	for _, c := range []struct{ name, head, body, want string }{
		{"an unknown outlet behind an underscore", "<title>北岸码头下月关闭维修_蓝湾晨报</title>", "<h1>北岸码头下月关闭维修</h1>", "北岸码头下月关闭维修"},
		{"section and outlet behind two hyphens", "<title>北岸码头下月关闭维修--时政--蓝湾晨报网</title>", "<h1>北岸码头下月关闭维修</h1>", "北岸码头下月关闭维修"},
		{"an office before it, and no h1", "<title>蓝湾市政府港務處-新聞稿-北岸碼頭下月關閉</title>", "<h2>北岸碼頭下月關閉</h2>", "北岸碼頭下月關閉"},
		{"an outlet whose name is long", "<title>Quays in the north close | Friends and Neighbours of Old Northport Today</title>",
			"<h1>Quays in the north close</h1>", "Quays in the north close"},
		{"a guillemet", "<title>Port closes two northern quays › Nordbay</title>", "<h1>Port closes two northern quays</h1>", "Port closes two northern quays"},
		{"an outlet at the front", "<title>Nordbay – Port closes two northern quays</title>", "<h1>Port closes two northern quays</h1>", "Port closes two northern quays"},
		{"og has it, too", `<title>Port closes two northern quays | NBT</title><meta property="og:title" content="Port closes two northern quays | NBT">`,
			"<h1>Port closes two northern quays</h1>", "Port closes two northern quays"},
		{"og goes on behind a colon", `<title>Port closes two quays: ships wait</title><meta property="og:title" content="Port closes two quays: ships wait">`,
			"<h1>Port closes two quays</h1>", "Port closes two quays: ships wait"},
		{"og without the outlet is the headline", `<title>Port closes two quays - ships wait - Nordbay</title><meta property="og:title" content="Port closes two northern quays, ships wait">`,
			"<h1>Port closes two quays</h1>", "Port closes two northern quays, ships wait"},
		{"a section is a heading", "<title>Port closes two northern quays - Harbours</title>", "<h2>Harbours</h2>", "Port closes two northern quays - Harbours"},
		{"the outlet is a heading", "<title>Quays close - The Northern Bay Morning Post</title>", "<h1>The Northern Bay Morning Post</h1><h2>Quays close</h2>", "Quays close"},
		{"a hyphen in a year", `<title>Northern quays in 2026-2030</title><meta property="og:title" content="Northern quays in 2026-2030">`, "<h1>Northern quays in 2026</h1>", "Northern quays in 2026-2030"},
		{"what is in brackets", `<title>Port closes two northern quays (map)</title><meta property="og:title" content="Port closes two northern quays (map)">`, "<h1>Port closes two northern quays</h1>", "Port closes two northern quays (map)"},
		{"the number of a page", `<title>Port closes two northern quays - Page 2 - Nordbay</title><meta property="og:site_name" content="Nordbay">`, "", "Port closes two northern quays"},
		{"a section before the outlet", `<title>Port closes two northern quays - Harbours - Nordbay</title><meta property="og:site_name" content="Nordbay"><meta property="article:section" content="Harbours">`,
			"", "Port closes two northern quays"},
		{"og has a longer name behind an unknown mark", `<title>Quays close - Bay Post</title><meta property="og:title" content="Quays close ✦ The Northern Bay Post and Harbour Gazette">`,
			"<h1>Quays close</h1>", "Quays close"},
		{"twitter has one at the front", `<title>Quays close</title><meta name="twitter:title" content="The Northern Bay Post and Harbour Gazette ◈ Quays close">`,
			"<h1>Quays close</h1>", "Quays close"},
		{"the structured data has one", `<title>码头关闭 - 北湾报</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"码头关闭◇北湾邮报与港务公报"}</script>`,
			"<h1>码头关闭</h1>", "码头关闭"},
		{"og goes on behind a dash", `<title>Quays close – and ships wait | Bay Post</title><meta property="og:title" content="Quays close – and ships wait">`,
			"<h1>Quays close</h1>", "Quays close – and ships wait"},
		{"og goes on behind a colon, the title does not", `<title>Quays close</title><meta property="og:title" content="Quays close: ships wait">`,
			"<h1>Quays close</h1>", "Quays close: ships wait"},
		{"a kicker in the heading", "<title>Port closes two northern quays - Bay Post</title>", `<h1><span class="k">Harbours</span>Port closes two northern quays</h1>`, "Port closes two northern quays"},
		{"a second line in the heading", "<title>Port closes two northern quays | Bay Post</title>", `<h1>Port closes two northern quays <small>Ships wait in the bay</small></h1>`, "Port closes two northern quays"},
		{"a link in the heading", "<title>Port closes two northern quays | Bay Post</title>", `<h1>Port closes <a href="/q">two northern quays</a></h1>`, "Port closes two northern quays"},
		{"a kicker that the title has", "<title>Harbours: port closes quays | Bay Post</title>", `<h1><span>Harbours:</span> port closes quays</h1>`, "Harbours: port closes quays"},
		{"a section is the first heading", "<title>북쪽 부두 두 곳 한 달 닫는다 : 사회 : 푸른만신문</title>", `<h1>사회</h1><h2>북쪽 부두 두 곳 한 달 닫는다</h2>`, "북쪽 부두 두 곳 한 달 닫는다"},
		{"no outlet, no heading", "<title>Port closes two northern quays - ships wait</title>", "", "Port closes two northern quays - ships wait"},
	} {
		page := `<html><head>` + c.head + `</head><body>` + c.body + story + `</body></html>`
		a, err := Extract(news.Capture{Final: "https://www.gazette.example/a/port", Body: []byte(page)}, Options{})
		if err != nil || a.Title != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, a.Title, err, c.want)
		}
	}
}

// TestCandidates: a page with many headings loses none of them to another title.
func TestCandidates(t *testing.T) {
	p := &page{heads: []string{"a", "b", "c", "d", "e"}, name: "title", meta: map[string][]string{}}
	p.candidates()
	if p.heads[3] != "d" {
		t.Errorf("the fourth heading is %q", p.heads[3])
	}
}
