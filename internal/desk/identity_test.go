package desk_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// reports are texts that have nothing in common, by what they are about.
var reports = map[string][]string{
	"Bridge at Wetherholm to close until autumn": {
		"The council of Wetherholm voted on Monday to close the swing bridge until the autumn, after a survey found cracks in both of its bearings.",
		"Lorries will have to go round by the Pell crossing, which adds forty minutes to the way to the harbour, hauliers told the committee.",
		"A new bearing is to be cast in the spring, and the engineers hope to open one lane for buses by the first week of August at the latest.",
		"Shopkeepers on the east bank asked for a reduction of their rates; the mayor, Ansel Roke, promised an answer before Easter.",
	},
	"Beekeepers of the Orrin valley lose four colonies in ten": {
		"Beekeepers in the Orrin valley lost four of ten colonies this winter, the worst figure since their union began to count in the fifties.",
		"A mite that came with imported queens is held to be the cause, though a late frost took the blossom of the willows as well that year.",
		"The union wants the ministry to check every queen at the border, and to pay for half of the young colonies that are bought in May.",
		"Growers of apples fear for their harvest: without the valley's insects the early sorts will hardly be pollinated, they wrote.",
	},
	"Last paper mill of Tarn sold to a maker of boxes": {
		"The last mill on the Tarn that still made writing paper was sold on Thursday to a family firm from the coast which folds cartons for fruit.",
		"Its ninety workers keep their posts for two years at least, according to a letter that the buyers hung up beside the time clock.",
		"The older of the two machines, built in 1911, goes to a museum; the younger one will be turned to grey board before midsummer.",
		"Printers in the region said they would now have to order their stock from abroad and to wait six weeks for every delivery.",
	},
}

const (
	bridge = "Bridge at Wetherholm to close until autumn"
	bees   = "Beekeepers of the Orrin valley lose four colonies in ten"
	mill   = "Last paper mill of Tarn sold to a maker of boxes"
)

// page is the page of a report, with something in its head.
func page(title, head string, more ...string) string {
	return "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n<!doctype html><html lang=\"en\"><head><title>" + title + "</title>" + head +
		"</head><body><article><h1>" + title + "</h1>\n<p>" + strings.Join(append(slices.Clone(reports[title]), more...), "</p>\n<p>") + "</p>\n</article></body></html>\n"
}

func canonical(path string) string {
	return `<link rel="canonical" href="https://courier.example` + path + `">`
}

func moved(to string) string {
	return "HTTP/1.1 302 Found\nLocation: https://courier.example" + to + "\n\n"
}

// versions lists the articles there are as "headline vN", with their addresses if those are asked for.
func (r *room) versions(addresses bool) string {
	var out []string
	items := r.items()
	for _, title := range slices.Sorted(maps.Keys(items)) {
		a := items[title].Article
		s := fmt.Sprintf("%s v%d", strings.Fields(title)[0], a.Version)
		if addresses {
			s += " " + strings.TrimPrefix(a.Canonical, "https://courier.example")
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

// edits counts the edits by outlets that the desk has reported.
func (r *room) edits() (n int) {
	for _, e := range r.events {
		if e.Outcome == desk.Edited {
			n++
		}
	}
	return n
}

// What a page says of itself makes no report of two, and none of the outlet's edits.
func TestIdentityIsDecidedByTheText(t *testing.T) {
	const at = "https://courier.example"
	for _, c := range []struct {
		name  string
		leads []string // slug|title, in the order in which they are read
		pages map[string]string
		want  string
	}{
		{"three reports with one canonical", []string{"0|" + bridge, "1|" + bees, "2|" + mill}, map[string]string{
			"/0": page(bridge, canonical("/story")), "/1": page(bees, canonical("/story")), "/2": page(mill, canonical("/story")),
		}, "Beekeepers v1 /1, Bridge v1 /0, Last v1 /2"},
		{"og:url of one report for all", []string{"0|" + bridge, "1|" + bees}, map[string]string{
			"/0": page(bridge, `<meta property="og:url" content="https://courier.example/a-page/of-all">`),
			"/1": page(bees, `<meta property="og:url" content="https://courier.example/a-page/of-all">`),
		}, "Beekeepers v1 /1, Bridge v1 /0"},
		{"structured data with one url for all", []string{"0|" + bridge, "1|" + bees}, map[string]string{
			"/0": page(bridge, `<script type="application/ld+json">{"@type":"NewsArticle","headline":"`+bridge+`","url":"https://courier.example/x-y"}</script>`),
			"/1": page(bees, `<script type="application/ld+json">{"@type":"NewsArticle","headline":"`+bees+`","url":"https://courier.example/x-y"}</script>`),
		}, "Beekeepers v1 /1, Bridge v1 /0"},
		{"a page names its neighbour, which is read later", []string{"0|" + bridge, "1|" + bees}, map[string]string{
			"/0": page(bridge, canonical("/1")), "/1": page(bees, canonical("/1")),
		}, "Beekeepers v1 /1, Bridge v1 /0"},
		{"a page names its neighbour, which was read before", []string{"1|" + bees, "0|" + bridge}, map[string]string{
			"/0": page(bridge, canonical("/1")), "/1": page(bees, canonical("/1")),
		}, "Beekeepers v1 /1, Bridge v1 /0"},
		{"two pages name each other", []string{"1|" + bees, "0|" + bridge}, map[string]string{
			"/0": page(bridge, canonical("/1")), "/1": page(bees, canonical("/0")),
		}, "Beekeepers v1 /1, Bridge v1 /0"},
		{"reports told apart by the query alone", []string{"story?n=1|" + bees, "story?n=2|" + bridge}, map[string]string{
			"/story?n=1": page(bees, canonical("/story")), "/story?n=2": page(bridge, canonical("/story")),
		}, "Beekeepers v1 /story?n=1, Bridge v1 /story?n=2"},
		{"an AMP page and its report", []string{"amp/mill-sold|" + mill, "mill-sold|" + mill}, map[string]string{
			"/amp/mill-sold": page(mill, canonical("/mill-sold")), "/mill-sold": page(mill, canonical("/mill-sold"), "Advertisement of the week."),
		}, "Last v1 /mill-sold"},
		{"one report under two paths", []string{"trade/mill|" + mill, "local/mill|" + mill}, map[string]string{
			"/trade/mill": page(mill, canonical("/local/mill")), "/local/mill": page(mill, canonical("/local/mill"), "Correspondents in Tarn wrote this."),
		}, "Last v1 /trade/mill"},
		{"one report under two paths, the true one first", []string{"local/mill|" + mill, "trade/mill|" + mill}, map[string]string{
			"/trade/mill": page(mill, canonical("/local/mill"), "Correspondents in Tarn wrote this."), "/local/mill": page(mill, canonical("/local/mill")),
		}, "Last v1 /local/mill"},
		{"one report under two addresses that both name a third", []string{"a/mill|" + mill, "b/mill|" + mill}, map[string]string{
			"/a/mill": page(mill, canonical("/c/mill")), "/b/mill": page(mill, canonical("/c/mill")),
		}, "Last v1 /a/mill"},
		{"two links that are led to one report", []string{"go?1|" + mill, "go?2|" + mill}, map[string]string{
			"/go?1": moved("/mill"), "/go?2": moved("/mill"), "/mill": page(mill, ""),
		}, "Last v1 /mill"},
		{"removed reports that are led to one page", []string{"x/bridge|" + bridge, "x/bees|" + bees}, map[string]string{
			"/x/bridge": moved("/hub/mill"), "/x/bees": moved("/hub/mill"), "/hub/mill": page(mill, ""),
		}, "Beekeepers v1 /x/bees, Last v1 /hub/mill"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var small strings.Builder
			small.WriteString(web(courier, feedOf(c.leads[0])))
			for n := 2; n <= len(c.leads); n++ {
				small.WriteString(web(fmt.Sprintf("%s #%d", courier, n), feedOf(c.leads[:n]...)))
			}
			for path, p := range c.pages {
				small.WriteString(web(at+path, p))
			}
			r := newRoom(t, small.String())
			for range c.leads {
				r.round(time.Minute)
			}
			for range 3 { // looked at again
				r.round(26 * time.Hour)
			}
			if got := r.versions(true); got != c.want {
				t.Errorf("there are %s; want %s", got, c.want)
			}
			if n := r.edits(); n != 0 {
				t.Errorf("%d edits are reported that no outlet has made", n)
			}
		})
	}
}

// An address that is used again has another report, and no edit of the first.
func TestAddressIsUsedAgain(t *testing.T) {
	const today = "https://courier.example/news-of-the-day"
	for _, c := range []struct {
		name  string
		later []string // what is added to the web
		want  string
		edits int
	}{
		{"for another report", []string{today + " #2", page(bees, "")}, "Beekeepers v1, Bridge v1", 0},
		{"for two, one after the other", []string{today + " #2", page(bees, ""), today + " #3", page(mill, "")}, "Beekeepers v1, Bridge v1, Last v1", 0},
		{"for the same report, edited", []string{today + " #2", page(bridge, "", "The harbour master, Ina Torv, called the vote a shame for the town.")}, "Bridge v2", 1},
		{"to lead to another report", []string{today + " #2", moved("/gone"), "https://courier.example/gone", page(mill, "")}, "Bridge v1", 0},
		{"with the canonical of another report", []string{"https://courier.example/bees", page(bees, ""), courier + " #2",
			feedOf("news-of-the-day|"+bridge, "bees|"+bees), today + " #2", page(bridge, canonical("/bees"))}, "Beekeepers v1, Bridge v1", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(append([]string{courier, feedOf("news-of-the-day|" + bridge), today, page(bridge, "")}, c.later...)...))
			for _, later := range []time.Duration{0, 2, 5, 12, 26} {
				r.round(later * time.Hour)
			}
			if got := r.versions(false); got != c.want {
				t.Errorf("there are %s; want %s", got, c.want)
			}
			if n := r.edits(); n != c.edits {
				t.Errorf("%d edits are reported, want %d", n, c.edits)
			}
		})
	}
}

// A desk of before has written three reports as versions of one; read anew, they come apart.
func TestReportsComeApartWhenReadAnew(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("0|"+bridge, "1|"+bees, "2|"+mill),
		"https://courier.example/0", page(bridge, canonical("/story")),
		"https://courier.example/1", page(bees, canonical("/story")),
		"https://courier.example/2", page(mill, canonical("/story"))))
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		return claims(a, "当地作出了决定。", "有关的人等着答复。"), nil
	}
	r.round(0)
	items := r.items()
	asked := r.model.asked
	one := news.NewArticleID("https://courier.example/story")
	err := r.db.Update(t.Context(), func(tx *store.Tx) error {
		var states []news.Article
		for _, title := range []string{bridge, bees, mill, bridge} {
			a := items[title].Article
			a.ID, a.Canonical = one, "https://courier.example/story"
			states = append(states, a)
		}
		if err := tx.AddArticle(store.Reading{Article: states[0], Story: "s"}); err != nil {
			return err
		}
		for _, title := range []string{bridge, bees, mill} {
			lead, err := tx.LeadOf(items[title].Article.ID)
			if err != nil {
				return err
			}
			rec, err := tx.Lead(lead)
			if err != nil {
				return err
			}
			rec.Article = one
			if err := tx.SetLook(rec); err != nil {
				return err
			}
		}
		return tx.SetVersions(states, store.Reading{Article: states[3]})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"article", "version", "digest"} {
		column := map[string]string{"article": "id"}[table]
		if column == "" {
			column = "article"
		}
		if _, err := r.db.Handle().Exec("DELETE FROM "+table+" WHERE "+column+" <> $1", string(one)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.db.Handle().Exec("DELETE FROM asserted"); err != nil {
		t.Fatal(err)
	}
	if got := r.versions(false); got != "Bridge v4" {
		t.Fatalf("to begin with there are %s", got)
	}
	if n, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil || n != 1 {
		t.Fatalf("%d articles are read anew, %v", n, err)
	}
	for range 3 {
		r.round(time.Minute)
		if got := r.versions(false); got != "Beekeepers v1, Bridge v1, Last v1" {
			t.Fatalf("there are %s", got)
		}
		if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
			t.Fatal(err)
		}
	}
	for title, it := range r.items() {
		if it.Digest.By != "m" || it.Digest.Version != 1 || it.CopyOf != "" {
			t.Errorf("%s: digest by %q of version %d, copy of %q", title, it.Digest.By, it.Digest.Version, it.CopyOf)
		}
		if title == bridge && it.Article.ID != one {
			t.Errorf("the first report is now %s: its page was %s", it.Article.ID, one)
		}
		if it.Article.Canonical != it.Article.URL {
			t.Errorf("%s was read at %s and is cited as %s", title, it.Article.URL, it.Article.Canonical)
		}
	}
	if r.model.asked > 2*asked {
		t.Errorf("the model was asked %d times for what it had digested in %d", r.model.asked-asked, asked)
	}
}

// A desk of before has written two reports of one address as versions of one. Each keeps its own states when they come
// apart, as well as the digest that was paid for.
func TestVersionsOfTwoReportsComeApart(t *testing.T) {
	const at = "https://courier.example/latest"
	more := "The union will publish the count of every village on its notice board in the first days of June, its secretary said."
	again := "A second count in the autumn is to show how many of the young colonies have lived, and who had bought them abroad."
	for _, c := range []struct {
		name   string
		states [][]string // what is added to the text of the second report, in each of its states
		want   string
	}{
		{"one state", [][]string{nil}, "Beekeepers v1, Bridge v1"},
		{"two states", [][]string{nil, {more}}, "Beekeepers v2, Bridge v1"},
		{"three states", [][]string{nil, {more}, {more, again}}, "Beekeepers v3, Bridge v1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := []string{courier, feedOf("latest|" + bees)}
			for n, added := range c.states {
				name := at
				if n > 0 {
					name = fmt.Sprintf("%s #%d", at, n+1)
				}
				files = append(files, name, page(bees, "", added...))
			}
			r := newRoom(t, web(files...))
			r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
				return untitled(a, "养蜂人损失惨重。", "工会要求边检。"), nil
			}
			r.round(0)
			states := []news.Article{r.one().Article}
			for n := range c.states[1:] {
				for hours := 0; hours < 80 && r.one().Article.Version < n+2; hours++ {
					r.round(time.Hour)
				}
				states = append(states, r.one().Article)
			}
			last := states[len(states)-1]
			if last.Version != len(c.states) {
				t.Fatalf("to begin with there are %s", r.versions(false))
			}
			first := states[0]
			first.Title, first.Capture, first.Blocks = bridge, "another page", nil
			for _, p := range reports[bridge] {
				first.Blocks = append(first.Blocks, news.Block{Kind: last.Blocks[0].Kind, Text: p, Ends: []int{len(p)}})
			}
			err := r.db.Update(t.Context(), func(tx *store.Tx) error {
				return tx.SetVersions(append([]news.Article{first}, states...), store.Reading{Article: last})
			})
			if err != nil {
				t.Fatal(err)
			}
			asked, edits := r.model.asked, r.edits()
			for range 3 {
				if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
					t.Fatal(err)
				}
				r.round(time.Minute)
				if got := r.versions(false); got != c.want {
					t.Fatalf("there are %s, want %s", got, c.want)
				}
			}
			r.round(80 * time.Hour)
			items := r.items()
			if got := r.versions(false); got != c.want || items[bees].CopyOf != "" || items[bridge].CopyOf != "" || r.edits() != edits {
				t.Errorf("there are %s; copies of %q and %q; %d edits are reported anew", got, items[bees].CopyOf, items[bridge].CopyOf, r.edits()-edits)
			}
			for n, v := range items[bees].Versions {
				if v.Edited != (n > 0) || v.Text != states[n].TextHash() {
					t.Errorf("state %d: edited %t, another text %t", n+1, v.Edited, v.Text != states[n].TextHash())
				}
			}
			if n := r.model.asked - asked; n > 1 || items[bees].Digest.By != "m" {
				t.Errorf("the model was asked %d times, for one report that it had not digested; the other has a digest by %q", n, items[bees].Digest.By)
			}
			if n := r.found("养蜂人"); n != 2 {
				t.Errorf("%d reports are found by their digest, want two", n)
			}
		})
	}
}

// Another page of a report that has the same words, without the notice that they are withheld, is no reason to pay for
// their digest once more.
func TestAnotherPageWithTheSameWordsKeepsTheDigest(t *testing.T) {
	const at = "https://courier.example"
	walled := canonical("/free/mill") + `<script type="application/ld+json">{"@type":"NewsArticle","headline":"` + mill + `","isAccessibleForFree":false}</script>`
	r := newRoom(t, web(courier, feedOf("plus/mill|"+mill), courier+" #2", feedOf("plus/mill|"+mill, "free/mill|"+mill),
		at+"/plus/mill", page(mill, walled), at+"/free/mill", page(mill, "")))
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		return untitled(a, "造纸厂易主。", "员工留任。"), nil
	}
	r.round(0)
	if k := r.one().Article.Kind; k != news.PagePaywall {
		t.Fatalf("to begin with the page is of kind %s", k)
	}
	for range 2 {
		r.round(26 * time.Hour)
	}
	it := r.one()
	if it.Article.Kind != news.PageArticle || it.Article.URL != at+"/free/mill" {
		t.Errorf("the report is of kind %s, read at %s", it.Article.Kind, it.Article.URL)
	}
	if it.Digest.By != "m" || r.model.asked != 1 || r.found("造纸厂") != 1 {
		t.Errorf("digest by %q (%s), the model was asked %d times, %d found", it.Digest.By, it.Digest.Reason, r.model.asked, r.found("造纸厂"))
	}
}

// A report that was withdrawn stays so when what was taken for a later version of it is taken apart, also where a later
// page than the one that is read anew is shown.
func TestWithdrawnReportComesApart(t *testing.T) {
	const at = "https://courier.example/0"
	r := newRoom(t, web(append(turns(at, page(bridge, ""), none), courier, feedOf("0|"+bridge))...))
	r.round(0)
	r.round(5 * time.Hour)
	r.round(2 * time.Hour)
	was := r.one().Article
	if was.Withdrawn.IsZero() {
		t.Fatal("two answers, and not withdrawn")
	}
	err := r.db.Update(t.Context(), func(tx *store.Tx) error {
		first, other := was, was
		first.Capture, first.Captured = "bbbb", was.Captured.Add(time.Hour)
		other.Title, other.Capture, other.Captured, other.Blocks = bees, "cccc", was.Captured.Add(2*time.Hour), nil
		for _, p := range reports[bees] {
			other.Blocks = append(other.Blocks, news.Block{Kind: was.Blocks[0].Kind, Text: p, Ends: []int{len(p)}})
		}
		if err := tx.SetVersions([]news.Article{first, other}, store.Reading{Article: other}); err != nil {
			return err
		}
		return tx.Withdraw(was.ID, was.Withdrawn)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
		t.Fatal(err)
	}
	r.round(time.Second)
	if got := r.versions(false); got != "Beekeepers v1, Bridge v1" {
		t.Fatalf("there are %s", got)
	}
	if a := r.items()[bridge].Article; !a.Withdrawn.Equal(was.Withdrawn) {
		t.Errorf("withdrawn %v, want %v", a.Withdrawn, was.Withdrawn)
	}
}
