package find_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/topic"
)

// report is a report of one paragraph, published on that day of January 2024.
func report(id, source string, day int, body string) news.Item {
	at := time.Date(2024, 1, day, 12, 0, 0, 0, time.UTC)
	return news.Item{Article: news.Article{
		ID: news.ArticleID(id), Source: news.SourceID(source), Outlet: source, Canonical: "https://" + source + ".example/" + id,
		Kind: news.PageArticle, Title: "Report " + id, Lang: "en", Published: at, Captured: at,
		Blocks: []news.Block{{Kind: news.Paragraph, Text: body, Ends: text.Sentences(body)}},
	}}
}

// finder answers from a new store that holds the reports, with an open right to the gazette's alone.
func finder(t *testing.T, items ...news.Item) find.Finder {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	err = db.Update(t.Context(), func(tx *store.Tx) error {
		for _, it := range items {
			all := strings.Join([]string{it.Article.Title, it.Article.Standfirst, it.Article.Section, strings.Join(it.Article.Tags, "\n"), it.Article.Text()}, "\n")
			for _, c := range it.Digest.Summary {
				all += "\n" + c.Text
			}
			if err := tx.AddArticle(store.Reading{Article: it.Article, Tokens: find.Tokens(db)(all)}); err != nil {
				return err
			}
			if it.Digest.By == "" {
				continue
			}
			it.Digest.Article, it.Digest.Version, it.Digest.Text = it.Article.ID, 1, it.Article.TextHash()
			if err := tx.SaveDigest(it.Digest); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return find.Finder{
		DB: db,
		Topics: []topic.Topic{
			{ID: "islands", Keywords: []string{"island", "岛"}},
			{ID: "post", Keywords: []string{"mail"}},
		},
		Rights: func(context.Context) (func(news.SourceID) news.Rights, error) {
			return func(id news.SourceID) news.Rights {
				if id == "gazette" {
					return news.RightsFull
				}
				return news.RightsLink
			}, nil
		},
	}
}

func parse(t *testing.T, query string) search.Query {
	t.Helper()
	q, err := search.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// ids are the hits' identifiers in order, with a plus if there are more.
func ids(hits []find.Hit, more bool) string {
	var out []string
	for _, h := range hits {
		out = append(out, string(h.Row.ID))
	}
	if more {
		out = append(out, "+")
	}
	return strings.Join(out, " ")
}

func TestFind(t *testing.T) {
	onIsland := report("c", "courier", 3, "The ferry carries mail.")
	onIsland.Article.Section = "Island life"
	f := finder(t,
		report("a", "gazette", 1, "The first ferry leaves the island."), // the text alone makes no topic
		report("b", "gazette", 2, "No ship leaves today."),
		onIsland,
		report("d", "courier", 4, "A ferry is late."),
	)
	for _, c := range []struct {
		query         string
		offset, limit int
		want          string
	}{
		{"ferry", 0, 10, "d c a"},
		{"ferry", 0, 2, "d c +"},
		{"ferry", 2, 2, "a"},
		{"ferry", 3, 2, ""},
		{"ferry -mail", 0, 10, "d a"},
		{"leaves source:GAZETTE", 0, 10, "b a"},
		{"ferry from:2024-01-02 to:2024-01-03", 0, 10, "c"},
		{"ferry lang:fr", 0, 10, ""},
		{"topic:islands", 0, 10, "c"},
		{"topic:ISLANDS ferry", 0, 1, "c"},
		{"topic:islands", 1, 1, ""},
		{"topic:islands topic:post", 0, 10, ""},
	} {
		hits, more, err := f.Find(t.Context(), parse(t, c.query), c.offset, c.limit)
		if got := ids(hits, more); err != nil || got != c.want {
			t.Errorf("%q from %d, at most %d: %q, %v, want %q", c.query, c.offset, c.limit, got, err, c.want)
		}
		for _, h := range hits {
			if want := map[news.SourceID]news.Rights{"gazette": news.RightsFull, "courier": news.RightsLink}[h.Row.Source]; h.Item.Rights != want {
				t.Errorf("%q: %s has rights %q, want %q", c.query, h.Row.ID, h.Item.Rights, want)
			}
		}
	}
}

func TestUnknownTopic(t *testing.T) {
	f := finder(t)
	var unknown find.UnknownTopic
	if _, _, err := f.Find(t.Context(), parse(t, "topic:moon"), 0, 1); !errors.As(err, &unknown) || unknown != "moon" {
		t.Errorf("Find: %v", err)
	}
	if _, err := f.Rows(t.Context(), parse(t, "topic:moon"), 1); !errors.As(err, &unknown) {
		t.Errorf("Rows: %v", err)
	}
}

// A topic passes over most of the rows that its keywords find; its pages are whole all the same.
func TestTopicPages(t *testing.T) {
	var items []news.Item
	for n := range 260 {
		it := report(fmt.Sprintf("r%03d", n), "gazette", 1, "A word of an island.")
		it.Article.Captured = it.Article.Captured.Add(time.Duration(n) * time.Second)
		it.Article.Published = it.Article.Captured
		if n%50 == 0 {
			it.Article.Section = "Island"
		}
		items = append(items, it)
	}
	f := finder(t, items...)
	for offset, want := range map[int]string{0: "r250 r200 +", 2: "r150 r100 +", 4: "r050 r000", 6: ""} {
		hits, more, err := f.Find(t.Context(), parse(t, "topic:islands"), offset, 2)
		if got := ids(hits, more); err != nil || got != want {
			t.Errorf("from %d: %q, %v, want %q", offset, got, err, want)
		}
	}
	rows, err := f.Rows(t.Context(), parse(t, "island from:2024-01-01"), 300)
	if err != nil || len(rows) != 260 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// A snippet shows a public reader nothing of the outlet's text that its page holds back.
func TestSnippet(t *testing.T) {
	it := report("a", "courier", 1, "The ferry left at noon. Nobody waved.")
	it.Digest = news.Digest{By: "m", Lang: "zh-Hans", Title: "渡轮", Summary: []news.Claim{{Text: "渡轮已开。", Evidence: []int{1}}, {Text: "没有人挥手。", Evidence: []int{2}}}}
	f := finder(t, it)
	for _, c := range []struct {
		query      string
		public     bool
		want, lang string
	}{
		{"ferry", false, "The [ferry] left at noon. Nobody waved.", "en"},
		{"渡轮", false, "[渡轮]已开。没有人挥手。", "zh-Hans"},
		{"渡轮", true, "[渡轮]已开。没有人挥手。", "zh-Hans"},
		{"没有人", true, "…[没有人]挥手。", "zh-Hans"},
	} {
		f.Public = c.public
		hits, _, err := f.Find(t.Context(), parse(t, c.query), 0, 1)
		if err != nil || len(hits) != 1 {
			t.Errorf("%s: %d hits, %v", c.query, len(hits), err)
			continue
		}
		var got strings.Builder
		for _, p := range hits[0].Snippet {
			if p.Hit {
				p.Text = "[" + p.Text + "]"
			}
			got.WriteString(p.Text)
		}
		if got.String() != c.want || hits[0].Lang != c.lang {
			t.Errorf("%s, public %v: %q in %s, want %q in %s", c.query, c.public, got.String(), hits[0].Lang, c.want, c.lang)
		}
	}
}

// A sentence in doubt has a mark where it is shown of a digest; the mark itself is not looked for.
func TestSnippetSaysWhatIsInDoubt(t *testing.T) {
	it := report("a", "gazette", 1, "The ferry left at noon. Nobody waved.")
	it.Digest = news.Digest{By: "m", Lang: "zh-Hans", Title: "渡轮", Summary: []news.Claim{{Text: "渡轮已开。", Evidence: []int{1},
		Findings: []news.Finding{{Rule: news.HedgeRule, Span: "已开", Reason: news.HedgeDropped}}},
		{Text: "没有人挥手。", Evidence: []int{2}, Findings: []news.Finding{{Rule: news.Supported}}}}}
	f := finder(t, it)
	f.Doubt = "[存疑]"
	for query, want := range map[string]string{"渡轮": "渡轮已开。[存疑]没有人挥手。", "ferry": "The ferry left at noon. Nobody waved.", "存疑": ""} {
		hits, _, err := f.Find(t.Context(), parse(t, query), 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, h := range hits {
			for _, p := range h.Snippet {
				got += p.Text
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

// A visitor who guesses a withheld sentence learns nothing from what is found, and nothing from what is not.
func TestPublicSearchConfirmsNothingWithheld(t *testing.T) {
	linked := report("a", "courier", 1, "The ferry left at noon. Nobody waved to the minister.")
	linked.Article.Standfirst, linked.Article.Section, linked.Article.Tags = "A quiet goodbye at the quay.", "Harbour", []string{"ferries"}
	linked.Digest = news.Digest{By: "m", Lang: "en", Title: "Nobody waved to the minister.", Summary: []news.Claim{{Text: "A ship departed.", Evidence: []int{1}}}}
	reserved := report("b", "gazette", 2, "The ferry came back at dusk, and it was empty.")
	reserved.Article.Reserved = true
	open := report("c", "gazette", 3, "The ferry left at noon. Nobody waved to the minister.")
	f := finder(t, linked, reserved, open)
	for _, c := range []struct{ query, private, public string }{
		{"ferry", "c b a", "c a"}, // as the tag of a is shown: ferries
		{`"ferry"`, "c b a", "c"},
		{`"waved to the minister"`, "c a", "c"},
		{`"it was empty"`, "b", ""},
		{"wav*", "c a", "c"},
		{"quay OR dusk", "b a", ""},
		{"report", "c b a", "c b a"},
		{"report -minister", "b", "b a"}, // that a is left out would tell
		{"report -departed", "c b", "c b"},
		{"departed", "a", "a"},
		{"departed noon", "a", ""},
		{"source:courier", "a", "a"},
		{"harbour ferries", "a", "a"},
	} {
		for _, public := range []bool{false, true} {
			want := c.private
			if f.Public = public; public {
				want = c.public
			}
			hits, more, err := f.Find(t.Context(), parse(t, c.query), 0, 10)
			if got := ids(hits, more); err != nil || got != want {
				t.Errorf("%s, public %v: %q, %v, want %q", c.query, public, got, err, want)
			}
			for _, h := range hits {
				if h.Row.ID == "a" && (h.Row.DigestTitle == "") != public {
					t.Errorf("%s, public %v: the headline %q", c.query, public, h.Row.DigestTitle)
				}
			}
		}
	}
}

// Reports that match by what is withheld take no place on a page, and a search says how far back it looked.
func TestPublicPagesAreWhole(t *testing.T) {
	var items []news.Item
	for n := range 230 {
		source := "courier" // link
		if n%50 == 0 {
			source = "gazette" // full
		}
		it := report(fmt.Sprintf("r%03d", n), source, 1, "A ferry leaves.")
		it.Article.Captured = it.Article.Captured.Add(time.Duration(n) * time.Second)
		it.Article.Published = it.Article.Captured
		items = append(items, it)
	}
	f := finder(t, items...)
	f.Public = true
	for offset, want := range map[int]string{0: "r200 r150 +", 2: "r100 r050 +", 4: "r000", 5: ""} {
		hits, more, err := f.Find(t.Context(), parse(t, "ferry"), offset, 2)
		if got := ids(hits, more); err != nil || got != want {
			t.Errorf("from %d: %q, %v, want %q", offset, got, err, want)
		}
	}
	f.Most = 140
	for offset, want := range map[int]string{0: "r200 r150 +", 2: "r100 back to r090", 3: " back to r090"} {
		found, err := f.Part(t.Context(), parse(t, "ferry"), offset, 2)
		got := ids(found.Hits, found.More)
		for _, it := range items {
			if it.Article.Published.Equal(found.Back) {
				got += " back to " + string(it.Article.ID)
			}
		}
		if err != nil || got != want {
			t.Errorf("from %d: %q, %v, want %q", offset, got, err, want)
		}
	}
	f.Most = 230
	if found, err := f.Part(t.Context(), parse(t, "ferry"), 4, 2); err != nil || !found.Back.IsZero() || len(found.Hits) != 1 {
		t.Errorf("all was looked into: %+v, %v", found, err)
	}
}

// TestAdvice: where nothing is found, the words that no report has are named, and a spelling is offered that finds something;
// on a public site, something that it shows.
func TestAdvice(t *testing.T) {
	linked := report("a", "courier", 1, "The zeppelin left. A dinghy came.")
	open := report("b", "gazette", 2, "Robotaxis stopped over a tariff of 1.24万. A dinghy came.")
	river := report("c", "gazette", 3, "The Yellow River is low.")
	below := report("d", "gazette", 4, "Ice below the river bridge.")
	again := report("e", "gazette", 5, "A river below the mark.")
	f := finder(t, linked, open, river, below, again)
	for _, c := range []struct{ query, missing, instead, public string }{
		{"Yelow River", "Yelow", "yellow River", "yellow River"}, // not below, which more reports have
		{"telow", "telow", "below", "below"},
		{"robtaxi", "robtaxi", "robotaxis", "robotaxis"},
		{"Tarif dinghy", "Tarif", "tariff dinghy", "tariff dinghy"},
		{"tarif source:courier", "tarif", "", ""},
		{"zepelin", "zepelin", "zeppelin", ""},
		{"zepelin robotaxi", "zepelin", "", ""},
		{"qqqq robtaxi", "qqqq, robtaxi", "", ""},
		{"robota", "robota", "robotaxis", "robotaxis"},
		{"Tari Dinghy", "Tari", "tariff Dinghy", "tariff Dinghy"},
		{"zepp", "zepp", "zeppelin", ""},
		{"tar", "tar", "", ""},
		{`"robtaxi"`, "robtaxi", "", ""},
		{"dinghy tariff lang:fr", "", "", ""},
		{"12,500", "12,500", "", ""},
		{"港口", "港口", "", ""},
		{"qqqq OR zzzz", "qqqq OR zzzz", "", ""},
	} {
		for _, public := range []bool{false, true} {
			f.Public = public
			got, err := f.Advise(t.Context(), c.query, parse(t, c.query))
			want := c.instead
			if public {
				want = c.public
			}
			if err != nil || strings.Join(got.Missing, ", ") != c.missing || got.Instead != want || got.Apart != (c.missing == "") {
				t.Errorf("%s, public %v: %+v, %v, want %q and %q", c.query, public, got, err, c.missing, want)
			}
		}
	}
	f.Public, f.Most = true, 1
	if got, err := f.Advise(t.Context(), "dinghy zeppelin", parse(t, "dinghy zeppelin")); err != nil || got.Apart {
		t.Errorf("what was not looked into is taken for known: %+v, %v", got, err)
	}
	f.Most = 0
	if got, err := f.Advise(t.Context(), "zeppelin", parse(t, "zeppelin")); err != nil || len(got.Missing) != 1 {
		t.Errorf("a word that is withheld: %+v, %v", got, err)
	}
}
