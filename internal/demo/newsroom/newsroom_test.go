package newsroom

import (
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/feed"
)

// get asks an outlet for a page, with header fields in pairs.
func get(t *testing.T, n *Newsroom, rawURL string, fields ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, rawURL, nil)
	for i := 0; i < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	n.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// plain is the text of a page as a reader sees it, white space collapsed, and what
// its scripts hold.
func plain(t *testing.T, page string) (seen, scripts string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b, js strings.Builder
	for n := range root.Descendants() {
		if n.Type != html.TextNode {
			continue
		}
		if n.Parent.Data == "script" {
			js.WriteString(n.Data)
		} else if n.Parent.Data != "style" {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " "), js.String()
}

func TestPagesHoldTheirReports(t *testing.T) {
	all(t, func(t *testing.T, r *report, e int, o outlet) {
		n, s := New(Options{Edition: e}), r.in(e)
		res := get(t, n, "http://"+o.Host+".localhost:8090"+s.Path)
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			t.Fatalf("%s, %s", res.Status, res.Header.Get("Content-Type"))
		}
		page := body(t, res)
		seen, js := plain(t, page)
		for _, p := range append(slices.Clone(s.shown()), part{Text: s.Title}, part{Text: s.Correction}) {
			if !strings.Contains(seen, strings.Join(strings.Fields(p.Text), " ")) {
				t.Errorf("page lacks %q", p.Text)
			}
		}
		if o.Lang != "ja" && !strings.Contains(seen, s.Standfirst) {
			t.Error("page lacks its standfirst")
		}
		if !strings.Contains(page, `rel="canonical" href="http://`+o.Host+".localhost:8090"+s.Path+`"`) {
			t.Error("page does not name its address")
		}
		if js != "" && !json.Valid([]byte(js)) {
			t.Errorf("linked data is not JSON: %s", js)
		}
		if s.Kind == "paywall" && (strings.Contains(seen, s.Body[3].Text) || !strings.Contains(js, `"isAccessibleForFree":false`)) {
			t.Error("the paywall is open")
		}
		if o.List == atom && s.Kind == "" {
			amp := body(t, get(t, n, "http://"+o.Host+".localhost:8090/amp"+s.Path))
			if seen, _ := plain(t, amp); !strings.Contains(seen, s.Body[len(s.Body)-1].Text) {
				t.Error("the AMP page lacks the last paragraph")
			}
		}
	})
}

// addresses are the URLs a list names, read the way its form asks.
func addresses(t *testing.T, o outlet, list string) []string {
	t.Helper()
	var out []string
	switch o.List {
	case section:
		root, err := html.Parse(strings.NewReader(list))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Data == "a" && n.Parent != nil && len(n.Parent.Attr) > 0 && n.Parent.Attr[0].Val == "so-li-t" {
				out = append(out, "http://"+o.Host+".localhost:8090"+n.Attr[0].Val)
			}
		}
	case sitemap:
		var set struct {
			URLs []struct {
				Loc   string `xml:"loc"`
				Title string `xml:"http://www.google.com/schemas/sitemap-news/0.9 news>title"`
			} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
		}
		if err := xml.Unmarshal([]byte(list), &set); err != nil {
			t.Fatal(err)
		}
		for _, u := range set.URLs {
			if u.Title == "" {
				t.Errorf("%s has no title", u.Loc)
			}
			out = append(out, u.Loc)
		}
	default:
		f, err := feed.Parse([]byte(list), feed.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range f.Items {
			if e.Title == "" || e.Published.IsZero() {
				t.Errorf("item without title or date: %s", e.Link)
			}
			if o.List == rssFull && len(e.Content) < 1000 {
				t.Errorf("item without full text: %s", e.Link)
			}
			out = append(out, e.Link)
		}
	}
	return out
}

func TestListsNameTheirReports(t *testing.T) {
	for e := 1; e <= 2; e++ {
		n := New(Options{Edition: e})
		for _, src := range Sources(8090) {
			res := get(t, n, src.URL)
			u, err := url.Parse(src.URL)
			if err != nil || res.StatusCode != http.StatusOK {
				t.Fatalf("%s: %v, %s", src.URL, err, res.Status)
			}
			o, _ := n.press.outlet(strings.TrimSuffix(u.Hostname(), ".localhost"))
			got := strings.Join(addresses(t, o, body(t, res)), "\n")
			if amp, items := strings.Count(got, "/amp/"), strings.Count(got, "\n")+1; o.List == atom && (amp == 0 || amp == items) {
				t.Errorf("edition %d: %d of %d links go to AMP pages, want some", e, amp, items)
			}
			for _, s := range n.press.listed(o.Host, e) {
				if !strings.Contains(got, ".localhost:8090"+s.Path) && !strings.Contains(got, ".localhost:8090/amp"+s.Path) {
					t.Errorf("edition %d: %s does not list %s", e, o.Host, s.Path)
				}
				if s.Twice != "" && !strings.Contains(got, s.Path+s.Twice) {
					t.Errorf("edition %d: %s does not list %s twice", e, o.Host, s.Path)
				}
			}
		}
	}
}

func TestAnswers(t *testing.T) {
	const (
		courier  = "http://harbour-courier.localhost:8090"
		observer = "http://strait-observer.localhost:8090"
		prairie  = "http://prairie-dispatch.localhost:8090"
		gone     = observer + "/asia/china/lanting-founder-unreachable-48198"
		cranes   = prairie + "/news/siberian-cranes-poyang-lotus-fields"
	)
	for _, tt := range []struct {
		name    string
		edition int
		url     string
		status  int
		holds   string
	}{
		{"listed, not there", 1, courier + "/world/2026/mar/11/chinese-tug-adrift", 404, ""},
		{"listed, still not there", 2, courier + "/world/2026/mar/11/chinese-tug-adrift", 404, ""},
		{"before it is withdrawn", 1, gone, 200, "Lanting"},
		{"withdrawn", 2, gone, 410, "Gone"},
		{"overloaded", 1, cranes, 503, "Service Unavailable"},
		{"healed", 2, cranes, 200, "Fan Genfa"},
		{"before the correction", 1, prairie + "/news/china-ice-flood-14200-evacuated", 200, "forced 14,200 others"},
		{"corrected", 2, prairie + "/news/china-ice-flood-14200-evacuated", 200, "Two digits were transposed"},
		{"not yet written", 1, courier + "/business/2026/mar/12/china-bearings-exemption", 404, ""},
		{"fresh", 2, courier + "/business/2026/mar/12/china-bearings-exemption", 200, "clipboard"},
		{"off the beat", 1, courier + "/life/2026/mar/11/lighthouse-keepers-choir", 200, "harmonium"},
		{"tracked", 1, courier + "/world/2026/mar/11/abandoned-crew-off-ningbo?utm_source=rss&utm_medium=feed&utm_campaign=china", 200, "karaoke"},
		{"robots", 1, courier + "/robots.txt", 200, "Disallow: /members/"},
		{"no such page", 1, courier + "/nothing", 404, ""},
		{"home", 1, courier + "/", 200, `rel="alternate"`},
		{"picture", 1, courier + "/img/x.png", 200, "PNG"},
		{"no such outlet", 1, "http://example.localhost/", 421, ""},
		{"no outlet at all", 1, "http://example.com/", 421, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res := get(t, New(Options{Edition: tt.edition}), tt.url)
			if res.StatusCode != tt.status {
				t.Errorf("%s, want %d", res.Status, tt.status)
			}
			if res.StatusCode == 503 && res.Header.Get("Retry-After") != "600" {
				t.Errorf("Retry-After %q", res.Header.Get("Retry-After"))
			}
			if !strings.Contains(body(t, res), tt.holds) {
				t.Errorf("page does not hold %q", tt.holds)
			}
		})
	}
}

func TestValidators(t *testing.T) {
	n := New(Options{})
	for _, src := range Sources(8090) {
		first := get(t, n, src.URL)
		etag, mod := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
		if etag == "" || mod == "" {
			t.Fatalf("%s: no validators", src.ID)
		}
		if res := get(t, n, src.URL, "If-None-Match", etag); res.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %s for its own ETag", src.ID, res.Status)
		}
		if res := get(t, n, src.URL, "If-Modified-Since", mod); res.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %s for its own date", src.ID, res.Status)
		}
	}
	feed := Sources(8090)[0].URL
	etag := get(t, n, feed).Header.Get("ETag")
	n.Edition(2)
	if res := get(t, n, feed, "If-None-Match", etag); res.StatusCode != http.StatusOK {
		t.Errorf("the second edition is %s to one who has the first", res.Status)
	}
}

func TestPagesAreCompressed(t *testing.T) {
	n := New(Options{})
	page := "http://elbwarte.localhost:8090" + n.press.listed("elbwarte", 1)[0].Path
	res := get(t, n, page, "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil || string(b) != body(t, get(t, n, page)) {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if res := get(t, n, page, "Accept-Encoding", "gzip", "If-None-Match", res.Header.Get("ETag")); res.StatusCode != http.StatusNotModified {
		t.Errorf("%s for its own ETag", res.Status)
	}
}

func TestSecondEdition(t *testing.T) {
	p := load()
	fresh, edited, withdrawn, retitled, healed := 0, 0, 0, 0, 0
	for _, r := range p.reports {
		a, b := r.in(1), r.in(2)
		switch {
		case a.Answer == 0 && b.Answer == 200:
			fresh++
		case a.Answer == 200 && b.Answer == 410:
			withdrawn++
		case a.Answer == 503 && b.Answer == 200:
			healed++
		case b.Correction != "" && a.Correction == "" && a.Body[0].Text != b.Body[0].Text:
			edited++
		case a.Title != b.Title:
			retitled++
		}
	}
	if fresh != 2 || edited != 1 || withdrawn != 1 || retitled != 1 || healed != 1 {
		t.Errorf("fresh %d, edited %d, withdrawn %d, retitled %d, healed %d", fresh, edited, withdrawn, retitled, healed)
	}
}

func TestSources(t *testing.T) {
	if got := Sources(0)[0].URL; got != "http://harbour-courier.localhost/world/china/rss" {
		t.Errorf("without a port: %s", got)
	}
	seen := map[string]bool{}
	for _, s := range Sources(8090) {
		if seen[string(s.ID)] || s.Name == "" || s.Lang == "" || s.Why == "" {
			t.Errorf("source %+v", s)
		}
		seen[string(s.ID)] = true
	}
}

// Every report but the one off the beat shows in its list that it belongs to it.
func TestBeat(t *testing.T) {
	for _, r := range load().reports {
		s, on := r.in(2), false
		claim := s.Title + " " + s.Standfirst + " " + strings.Join(s.Tags, " ")
		for _, word := range Beat() {
			on = on || strings.Contains(strings.ToLower(claim), strings.ToLower(word))
		}
		if off := r.Name == "harbour-courier/lighthouse-keepers"; on == off {
			t.Errorf("%s: on the beat is %v", r.Name, on)
		}
	}
}
