package cli

import (
	"crypto/md5"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/news"
	readerform "github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/text"
)

const (
	appOpening = "The ferry Osprey lost power off Port Kessel harbour on Tuesday evening, the harbour master said."
	appHidden  = "A spokesman for the owners said that nobody on board had been told of the leaking fuel line before the ship left."
)

// appDesk is a desk with a report of each of three sources: open, brief and shut, whose rights are full, excerpt and link.
func appDesk(t *testing.T, set func(*config.Config)) (*app, *parts) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	c := config.Default()
	c.Site.URL, c.Log.Publish = "https://desk.example", config.LogNone
	c.Reader = new(config.DefaultReader())
	c.Topic = []config.Topic{{ID: "sea", Name: "海事", Keywords: []string{"ferry"}}}
	for _, s := range []string{"full", "excerpt", "link"} {
		c.Source = append(c.Source, config.Source{ID: s, Name: strings.ToUpper(s) + " - China", URL: "https://" + s + ".example/feed?key=SECRET", Rights: s, Folder: "Mine/日报"})
	}
	set(&c)
	noon := time.Date(2031, 4, 8, 12, 0, 0, 0, time.UTC)
	a := &app{Env: Env{Now: func() time.Time { return noon }}, log: slog.New(slog.DiscardHandler)}
	if err := db.Update(t.Context(), func(tx *store.Tx) error { return appReports(tx, c, find.Tokens(db), noon) }); err != nil {
		t.Fatal(err)
	}
	p := &parts{config: c, db: db, called: calledBy(c)}
	return a, p
}

// appReports writes a report of each source, all of one story.
func appReports(tx *store.Tx, c config.Config, tokens func(string) string, noon time.Time) error {
	if err := tx.Sync(c.News()); err != nil {
		return err
	}
	for i, s := range c.News() {
		url := "https://" + string(s.ID) + ".example/ferry"
		body := appOpening + " " + strings.Repeat("Forty tugs were sent from Kessel. ", 20) + appHidden
		r := news.Article{
			ID: news.NewArticleID(url), Version: 1, Source: s.ID, SourceName: s.Name, Outlet: s.Outlet, Canonical: url, URL: url, Kind: news.PageArticle,
			Title: "Ferry Osprey adrift", Lang: "en", Published: noon.Add(time.Duration(i) * time.Minute), Hour: news.HourGiven, Captured: noon, Words: 200,
			Blocks: []news.Block{{Kind: news.Paragraph, Text: body, Ends: text.Sentences(body)}},
		}
		d := news.Digest{Article: r.ID, Version: 1, Text: r.TextHash(), Lang: "zh-Hans", Title: "渡轮“鱼鹰”号失去动力", By: "a-model", At: noon,
			Summary: []news.Claim{{Text: "渡轮周二晚在凯瑟尔港外失去动力。", Evidence: []int{1}}}}
		tokens := tokens(r.Title + "\n" + body + "\n" + d.Title + "\n" + d.Summary[0].Text)
		if err := tx.AddArticle(store.Reading{Article: r, Tokens: tokens, Story: "storystory", Arrived: noon}); err != nil {
			return err
		}
		if err := tx.SaveDigest(d); err != nil {
			return err
		}
	}
	return nil
}

// appAsks is what an app of reader ann gets.
func appAsks(t *testing.T, a *app, p *parts, path string) string {
	t.Helper()
	h := a.apps(p, a.builder(p, t.TempDir(), false))
	if _, _, err := a.addReader(t.Context(), p, "ann", "a long password", true); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/api/accounts/ClientLogin?output=json", strings.NewReader("Email=ann&Passwd=a+long+password"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	h.ServeHTTP(w, r.WithContext(t.Context()))
	var l readerform.Login
	if err := json.Unmarshal(w.Body.Bytes(), &l); err != nil {
		t.Fatal(err, w.Body)
	}
	r = httptest.NewRequest("GET", "/api/reader/api/0/"+path, nil)
	r.Header.Set("Authorization", "GoogleLogin auth="+l.Auth)
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(t.Context()))
	b, err := io.ReadAll(w.Result().Body)
	if err != nil || w.Code != 200 {
		t.Fatalf("%s: %d %s %v", path, w.Code, b, err)
	}
	return string(b)
}

// TestAppsSayWhatFeedsSay: what an app gets of a report is what the site's audience may see, the digest first with its label; folders and
// the addresses of sources stay with the operator on a public site.
func TestAppsSayWhatFeedsSay(t *testing.T) {
	for _, audience := range []string{"private", "public"} {
		a, p := appDesk(t, func(c *config.Config) { c.Site.Audience = audience })
		var v struct{ Items []readerform.Item }
		if err := json.Unmarshal([]byte(appAsks(t, a, p, "stream/contents")), &v); err != nil || len(v.Items) != 3 {
			t.Fatalf("%d items, %v", len(v.Items), err)
		}
		for _, it := range v.Items {
			source := strings.TrimPrefix(it.Origin.Stream, "feed/")
			html, public := it.Summary.HTML, audience == "public"
			if got, want := strings.Contains(html, appHidden), !public || source == "full"; got != want {
				t.Errorf("%s, %s: the end is shown: %v", audience, source, got)
			}
			if got, want := strings.Contains(html, appOpening), !public || source != "link"; got != want {
				t.Errorf("%s, %s: the opening is shown: %v", audience, source, got)
			}
			if !strings.HasPrefix(html, "<blockquote>\n<p lang=\"zh-Hans\"><strong>摘要：</strong>渡轮周二晚") ||
				!strings.Contains(html, "由 a-model 生成，未经人工校订</small></p>\n</blockquote>\n<h2 lang=\"en\" dir=\"auto\">Ferry Osprey adrift</h2>") {
				t.Errorf("%s, %s: %s", audience, source, html)
			}
			if it.Title != "渡轮“鱼鹰”号失去动力" || it.Author != strings.ToUpper(source) || !strings.HasPrefix(it.Alternate[0].Href, "https://desk.example/a/") {
				t.Errorf("%s, %s: %+v", audience, source, it)
			}
			want := []string{"user/-/state/com.google/reading-list", "user/-/label/Mine/日报", "user/-/label/海事", "user/-/label/渡轮“鱼鹰”号失去动力 #storystory"}
			if public {
				want = slices.Delete(want, 1, 2)
			}
			if !slices.Equal(it.Categories, want) {
				t.Errorf("%s, %s: labels %q", audience, source, it.Categories)
			}
		}
		for _, path := range []string{"subscription/list", "tag/list"} {
			got := appAsks(t, a, p, path)
			if strings.Contains(got, "SECRET") || strings.Contains(got, "Mine") != (audience == "private") {
				t.Errorf("%s, %s: %s", audience, path, got)
			}
		}
		for label, n := range map[string]int{"海事": 3, "渡轮 %23storystory": 3, "Mine/日报": 3, "经济": 0} {
			if audience == "public" && strings.HasPrefix(label, "Mine") {
				n = 0
			}
			got := appAsks(t, a, p, "stream/items/ids?n=10&s=user/-/label/"+strings.ReplaceAll(label, " ", "%20"))
			if strings.Count(got, `"id":`) != n {
				t.Errorf("%s, label %s: %s", audience, label, got)
			}
		}
	}
}

// TestAppsListStoriesOfTheEdition: the label of a story in the newest edition is listed, the same as its reports have it; as long as
// two outlets have it, and of no line of one outlet; without an edition none.
func TestAppsListStoriesOfTheEdition(t *testing.T) {
	for _, audience := range []string{"private", "public"} {
		a, p := appDesk(t, func(c *config.Config) { c.Site.Audience = audience })
		const label = "user/-/label/渡轮“鱼鹰”号失去动力 #storystory"
		listed := func() int { return strings.Count(appAsks(t, a, p, "tag/list"), label) }
		if n := listed(); n != 0 {
			t.Errorf("%s: without an edition it is listed %d times", audience, n)
		}
		ferry := news.NewArticleID("https://full.example/ferry")
		noon := a.Now()
		for slot, lines := range map[string][]news.EditionLine{
			"07:00": {{Article: ferry, Outlets: 1, Reports: 1, Reason: news.RankOnly}},
			"12:00": {{Story: "storystory", Article: ferry, Outlets: 3, Reports: 3, Reason: news.RankBreadth}, {Article: ferry, Outlets: 1, Reports: 1, Reason: news.RankOnly}},
		} {
			e := news.Edition{Slot: slot, Day: "2031-04-08", Zone: "UTC", From: noon.Add(-time.Hour), Until: noon, Lines: lines}
			if slot == "07:00" {
				e.From, e.Until = noon.Add(-6*time.Hour), noon.Add(-5*time.Hour)
			}
			if err := p.db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.AddEdition(e); return err }); err != nil {
				t.Fatal(err)
			}
		}
		if n := listed(); n != 1 {
			t.Errorf("%s: it is listed %d times", audience, n)
		}
		if items := appAsks(t, a, p, "stream/contents"); strings.Count(items, label) != 3 {
			t.Errorf("%s: reports have another label: %s", audience, items)
		}
		for i, id := range []news.ArticleID{ferry, news.NewArticleID("https://link.example/ferry")} {
			if err := p.db.Update(t.Context(), func(tx *store.Tx) error { return tx.TakeDown(id, true) }); err != nil {
				t.Fatal(err)
			}
			if n := listed(); n != 1-i {
				t.Errorf("%s: with %d outlets left it is listed %d times", audience, 2-i, n)
			}
		}
	}
}

// TestAppsOpenTheOutlet: with open = "outlet" a headline leads to the outlet's page.
func TestAppsOpenTheOutlet(t *testing.T) {
	a, p := appDesk(t, func(c *config.Config) { c.Reader.Open = config.OpenOutlet })
	got := appAsks(t, a, p, "stream/contents/feed%2Ffull")
	if !strings.Contains(got, `"canonical":[{"href":"https://full.example/ferry"}]`) || !strings.Contains(got, `"alternate":[{"href":"https://full.example/ferry","type":"text/html"}]`) {
		t.Error(got)
	}
	p.config.Reader = nil
	if a.apps(p, nil) != nil {
		t.Error("apps are answered though nobody asked for it")
	}
}

// TestAnew: what makes a report unread again for those who have read it.
func TestAnew(t *testing.T) {
	of := func(kind news.PageKind, title, body string) news.Article {
		return news.Article{Kind: kind, Title: title, Lang: "en", Blocks: []news.Block{{Kind: news.Paragraph, Text: body, Ends: text.Sentences(body)}}}
	}
	old := of(news.PageArticle, "Ferry adrift", "The ferry with 120 people on board lost power off Port Kessel on Tuesday evening.")
	for _, c := range []struct {
		name string
		now  news.Article
		want bool
	}{
		{"another headline", of(news.PageArticle, "Ferry towed in", old.Text()), true},
		{"another figure", of(news.PageArticle, old.Title, strings.Replace(old.Text(), "120", "180", 1)), true},
		{"another wording", of(news.PageArticle, old.Title, strings.Replace(old.Text(), "on board", "aboard", 1)), false},
		{"nothing", old, false},
		{"a live page", of(news.PageLive, "Ferry towed in", old.Text()), false},
	} {
		if got := anew(old, c.now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	a, p := appDesk(t, func(*config.Config) {})
	if s := a.plain(p); s.Anew == nil {
		t.Error("by default no edit makes a report unread")
	}
	p.config.Reader.Unread = false
	if s := a.plain(p); s.Anew != nil {
		t.Error("edits make reports unread against the configuration")
	}
}

// TestDemoReader: with what the demo prints, an app of either kind gets in.
func TestDemoReader(t *testing.T) {
	a, p := appDesk(t, func(*config.Config) {})
	var said strings.Builder
	a.Stdout = &said
	if err := demoReader(t.Context(), a, p, "127.0.0.1:8080"); err != nil {
		t.Fatal(err)
	}
	h := a.apps(p, a.builder(p, t.TempDir(), false))
	ask := func(path string, form url.Values) string {
		r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(t.Context()))
		return w.Body.String()
	}
	kinds := 0
	for _, m := range regexp.MustCompile(`at http://127\.0\.0\.1:8080(/api/\S*), name (\S+), password (\S+)\n`).FindAllStringSubmatch(said.String(), -1) {
		kinds++
		got, want := "", "Auth="
		if path, name, password := m[1], m[2], m[3]; strings.Contains(path, "fever") {
			got, want = ask(path+"?api", url.Values{"api_key": {fmt.Sprintf("%x", md5.Sum([]byte(name+":"+password)))}}), `"auth":1`
		} else {
			got = ask(path+"accounts/ClientLogin", url.Values{"Email": {name}, "Passwd": {password}})
		}
		if !strings.Contains(got, want) {
			t.Errorf("by %q an app gets %s", m[0], got)
		}
	}
	if kinds != 2 {
		t.Errorf("the demo prints %q", said.String())
	}
}
