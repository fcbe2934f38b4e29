package extract

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// sentences are n paragraphs of a report, of 21 words each.
func sentences(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p>The mill at Oxbow Lock %d ground its last flour on Friday, and the miller, Ines Varga, has sold both stones abroad.</p>", i+1)
	}
	return b.String()
}

// TestEntry: what the entry of a feed holds is the report with its parts, without what leads away from it; the opening of one is none.
func TestEntry(t *testing.T) {
	const own = "https://mill.example/2026/oxbow"
	report := news.Lead{URL: own, Title: "Last flour at Oxbow Lock", Standfirst: "The miller has sold the stones."}
	for _, c := range []struct {
		name    string
		content string
		lead    func(*news.Lead)
		want    string // kinds of the blocks, and the last text; or why there is none
	}{
		{"paragraphs", sentences(6), nil, "p p p p p p: The mill at Oxbow Lock 6"},
		{"without markup", strings.NewReplacer("<p>", "", "</p>", "\n\n").Replace(sentences(6)), nil, "p p p p p p: The mill at Oxbow Lock 6"},
		{"markup that was escaped twice", strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(sentences(6)), nil, "p p p p p p: The mill at Oxbow Lock 6"},
		{"its parts", sentences(3) + "<h2>What stays</h2><ul><li>The wheel, which turns, and which the county owns.</li><li>The house, which is let to a weaver.</li></ul>" +
			"<blockquote><p>I shall miss the noise, she said, and nothing else of it, not even the dust on the stairs.</p></blockquote>" +
			"<p>The county has asked for an opinion on the roof, and will have it by the autumn.</p>", nil,
			"p p p h li li quote p: The county has asked"},
		{"a table", sentences(4) + "<table><tr><th>Stone</th><th>Cut</th><th>Weight</th></tr><tr><td>Runner</td><td>1811</td><td>940 kg</td></tr><tr><td>Bed</td><td>1809</td><td>1,010 kg</td></tr></table>", nil,
			"p p p p row row: Bed: Cut 1809, Weight 1,010 kg"},
		{"its headline at the top", "<h1>Last flour at Oxbow Lock</h1>" + sentences(5), nil, "p p p p p: The mill at Oxbow Lock 5"},
		{"a script and a beacon", `<script>track("flour")</script>` + sentences(5) + `<img src="https://count.example/1.gif" width="1">`, nil, "p p p p p: The mill at Oxbow Lock 5"},
		{"a line of the system at the end", sentences(5) + `<p>The post <a href="` + own + `">Last flour at Oxbow Lock</a> appeared first on <a href="https://mill.example">The Mill</a>.</p>`, nil,
			"p p p p p: The mill at Oxbow Lock 5"},
		{"that line in another language", sentences(5) + `<p>Der Beitrag <a href="` + own + `?utm_source=rss">Last flour at Oxbow Lock</a> erschien zuerst auf <a href="https://mill.example">The Mill</a>.</p>`, nil,
			"p p p p p: The mill at Oxbow Lock 5"},
		{"links to share and to comments", sentences(5) + `<div class="sharedaddy"><ul><li><a href="https://x.example/?u=1">Post</a></li><li><a href="https://f.example/?u=1">Like</a></li></ul></div><p><a href="` + own + `#comments">12 comments</a></p>`, nil,
			"p p p p p: The mill at Oxbow Lock 5"},
		{"a list of other reports", sentences(5) + `<p>Related:</p><ul><li><a href="/a">A weir breaks at the old ford below the town</a></li><li><a href="/b">Who owns the water of the upper lock</a></li></ul>`, nil,
			"p p p p p: The mill at Oxbow Lock 5"},
		{"too little", sentences(3), nil, "none: 66 words"},
		{"a short text that is the report", "<p>The lock is shut until noon.</p>", func(l *news.Lead) { l.Whole = true }, "p: The lock is shut until noon."},
		{"a post that is its own headline", "<p>Last flour at Oxbow Lock</p>", func(l *news.Lead) { l.Whole = true }, "p: Last flour at Oxbow Lock"},
		{"a post that is cut", "<p>The lock is shut until [&hellip;]</p>", func(l *news.Lead) { l.Whole = true }, "none: opening"},
		{"it breaks off with dots", sentences(5) + "<p>The stones, which were cut in 1811 and which the miller has &hellip;</p>", nil, "none: opening"},
		{"with a sign and a line of the system", strings.TrimSuffix(sentences(5), ".</p>") + ` [&hellip;]</p><p>The post <a href="` + own + `">Last flour at Oxbow Lock</a> appeared first on <a href="https://mill.example">The Mill</a>.</p>`, nil,
			"none: opening"},
		{"in the middle of a sentence", sentences(5) + "<p>The stones, which were cut in 1811 and which the miller has never had to re</p>", nil, "none: opening"},
		{"it leads on", sentences(6) + `<p><a href="` + own + `">Read on</a></p>`, nil, "none: opening"},
		{"it leads on, in any words", sentences(6) + `<a href="/2026/oxbow/">Tovább a cikkhez</a>`, nil, "none: opening"},
		{"it is long, and leads back", sentences(14) + `<p><a href="` + own + `">Permalink</a></p>`, nil, "p p p p p p p p p p p p p p: The mill at Oxbow Lock 14"},
		{"it asks for money", sentences(6) + "<p>Subscribe to continue reading</p>", nil, "none: opening"},
		{"it is the summary once more", sentences(5), func(l *news.Lead) { l.Standfirst = strings.NewReplacer("<p>", "", "</p>", " ").Replace(sentences(5)) }, "none: 110 words"},
		{"nothing", " ", nil, "none: no text"},
		{"a picture", `<img src="a.png" alt="The mill">`, nil, "none: no text"},
		{"Thai ends without a sign", "<p>" + strings.Repeat("โรงสีที่ประตูน้ำปิดเมื่อวันศุกร์ ", 90) + "</p>", func(l *news.Lead) { l.Lang = "th" }, "p: โรงสีที่ประตูน้ำปิดเ"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := report
			l.Content = c.content
			if c.lead != nil {
				c.lead(&l)
			}
			a, err := Entry(l)
			if why, none := strings.CutPrefix(c.want, "none: "); none {
				if !errors.Is(err, news.ErrNoText) || !strings.Contains(err.Error(), why) || a.Kind != news.PageNone {
					t.Fatalf("%v, %s, want none for %s", err, a.Kind, why)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var kinds []string
			for _, b := range a.Blocks {
				kinds = append(kinds, string(b.Kind))
			}
			kind, last, _ := strings.Cut(c.want, ": ")
			if got := strings.Join(kinds, " "); got != kind || !strings.HasPrefix(a.Blocks[len(a.Blocks)-1].Text, last) {
				t.Errorf("%s: %s", got, a.Blocks[len(a.Blocks)-1].Text)
			}
		})
	}
}

// What the list says of a report counts, and nothing that its content says.
func TestEntryIsDescribedByItsList(t *testing.T) {
	day := time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)
	l := news.Lead{
		URL: "https://mill.example/oxbow", Title: "Last flour at Oxbow Lock", Standfirst: "The miller has sold the stones.", Byline: []string{"Tilda Marsh"}, Published: day,
		Hour: news.HourGiven, Seen: day.Add(time.Hour), Lang: "en", Listed: "beef", Reserved: true,
		Content: `<h1>Another headline</h1><p><time datetime="1999-01-01">1 January 1999</time></p>` + sentences(6),
	}
	a, err := Entry(l)
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != l.Title || a.Standfirst != l.Standfirst || len(a.Byline) != 1 || a.Byline[0] != "Tilda Marsh" || !a.Published.Equal(day) || a.Hour != news.HourGiven {
		t.Errorf("described as %+v", a)
	}
	if a.Capture != "beef" || !a.Captured.Equal(l.Seen) || !a.FromFeed() || !a.Reserved || a.Canonical != l.URL || a.Extractor != Form || a.Lang != "en" || a.Words < 120 {
		t.Errorf("article %+v", a)
	}
}

// TestBoundsOfEntries: an entry that is made to be slow costs no more than a page.
func TestBoundsOfEntries(t *testing.T) {
	for _, content := range []string{
		strings.Repeat("<div>", 100_000) + sentences(6), strings.Repeat("<b><i>", 50_000), strings.Repeat("<a href=/oxbow>x</a>", 50_000),
		strings.Repeat("x\n", 200_000), strings.Repeat("[…]", 100_000), "<p>" + strings.Repeat("x", 1<<20),
	} {
		if _, err := Entry(news.Lead{URL: "https://mill.example/oxbow", Title: "T", Content: content}); err != nil && !errors.Is(err, news.ErrNoText) {
			t.Errorf("%.20q: %v", content, err)
		}
	}
}

func FuzzEntry(f *testing.F) {
	f.Add(sentences(6), "Last flour at Oxbow Lock", false)
	f.Add("<p>The lock is shut.</p>", "The lock is shut", true)
	f.Add(sentences(5)+"<a href=/oxbow>Read on</a><table><tr><td>1<td>2</table>", "T", false)
	f.Fuzz(func(t *testing.T, content, title string, whole bool) {
		a, err := Entry(news.Lead{URL: "https://mill.example/oxbow", Title: title, Content: content, Whole: whole})
		if (err == nil) != (a.Kind == news.PageArticle) || err != nil && !errors.Is(err, news.ErrNoText) {
			t.Errorf("%s, %v", a.Kind, err)
		}
		for _, b := range a.Blocks {
			if strings.TrimSpace(b.Text) == "" || len(b.Ends) > 0 && b.Ends[len(b.Ends)-1] != len(b.Text) {
				t.Errorf("block %+v", b)
			}
		}
		if err == nil && a.Words == 0 {
			t.Error("a report without a word")
		}
	})
}
