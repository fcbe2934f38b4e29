package weblink

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestFields(t *testing.T) {
	const base = "https://gazette.example/coast/"
	for _, tt := range []struct {
		name   string
		values []string
		want   string // target|rel|type|title, a line a link
	}{
		{"one", []string{`<feed.xml>; rel="alternate"; type="application/rss+xml"`}, "https://gazette.example/coast/feed.xml|alternate|application/rss+xml|"},
		{"without quotes, in capitals", []string{`</f>;REL=Alternate;Type=Application/Atom+XML`}, "https://gazette.example/f|alternate|application/atom+xml|"},
		{"several of one value", []string{`</a>; rel=preload; as=style, <https://wp.example/json>; rel="https://api.w.org/", </f>; rel="alternate home"; title="The \"Coast\", daily"`},
			"https://gazette.example/a|preload||\nhttps://wp.example/json|https://api.w.org/||\nhttps://gazette.example/f|alternate home||The \"Coast\", daily"},
		{"several values", []string{`</a>; rel=x`, ``, `</b>; rel=y`}, "https://gazette.example/a|x||\nhttps://gazette.example/b|y||"},
		{"commas and semicolons in an address and a title", []string{`</f;v=1,2>; title="one; two, three"; rel=alternate`}, "https://gazette.example/f;v=1,2|alternate||one; two, three"},
		{"the first relation counts", []string{`</f>; rel=next; rel=alternate`}, "https://gazette.example/f|next||"},
		{"of another document", []string{`</f>; rel=alternate; anchor="/other", </g>; rel=next; anchor=""`}, "https://gazette.example/g|next||"},
		{"no address of the web", []string{`<mailto:a@b.example>; rel=alternate, <javascript:x>; rel=next`}, ""},
		{"cannot be read on", []string{`</f>; rel=alternate, /g; rel=next`}, "https://gazette.example/f|alternate||"},
		{"never ends", []string{`</f`, `</g>; title="`}, "https://gazette.example/g|||"},
	} {
		var got []string
		for _, l := range Fields(tt.values, base) {
			got = append(got, strings.Join([]string{l.Target, l.Rel, l.Type, l.Title}, "|"))
		}
		if s := strings.Join(got, "\n"); s != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, s, tt.want)
		}
	}
	if n := len(Fields([]string{strings.Repeat("</a>; rel=x,", 9000)}, base)); n != mostLinks {
		t.Errorf("%d links of one answer", n)
	}
}

func TestRefresh(t *testing.T) {
	for value, want := range map[string]string{
		"0;url=/a": "0s /a", "0; URL='/a b'": "0s /a b", `5 , url = "/a"`: "5s /a", "3;/a": "3s /a", "3 /a": "3s /a",
		"0;url=/a?x=1;y=2": "0s /a?x=1;y=2", "0.5;url=/a": "0s /a", ".9;url=/a": "0s /a", "300": "5m0s ", "0;url=": "0s ", "0;urlish": "0s urlish",
		"99999999999999999999;url=/a": "24h0m0s /a", "": "-", "now;url=/a": "-", "3x;url=/a": "-", "-1;url=/a": "-", " 1 ; url='/a' trailing": "1s /a",
	} {
		got := "-"
		if wait, target, ok := Refresh(value); ok {
			got = fmt.Sprintf("%s %s", wait, target)
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", value, got, want)
		}
	}
}

func TestOnward(t *testing.T) {
	const at = "https://gazette.example/old/1"
	page := func(head, body string) string {
		return "<!doctype html><html><head><title>Moved</title>" + head + "</head><body>" + body + "</body></html>"
	}
	report := "<p>" + strings.Repeat("The harbour of Quorra was closed on Monday. ", 60) + "</p>"
	brief := "<p>" + strings.Repeat("The harbour of Quorra was closed. ", 25) + "</p>"
	for _, tt := range []struct{ name, refresh, page, want string }{
		{"meta", "", page(`<meta http-equiv="refresh" content="0; url=/new/1">`, ""), "/new/1"},
		{"meta in capitals, with a base", "", page(`<BASE HREF="/x/"><META HTTP-EQUIV=Refresh CONTENT="2;URL=1">`, ""), "/x/1"},
		{"meta in the body", "", page("", `<p>One moment</p><meta http-equiv=refresh content="1;/new/1">`), "/new/1"},
		{"meta beside chrome", "", page(`<meta http-equiv=refresh content="0;/new/1">`, "<nav>"+strings.Repeat("<a href=/s>World and business</a>", 60)+"</nav><p>We have moved.</p>"), "/new/1"},
		{"header", "0;url=/new/1", "", "/new/1"},
		{"header beside a report", "5;url=/", page("", report), ""},
		{"meta beside a report", "", page(`<meta http-equiv=refresh content="0;/">`, report), ""},
		{"a wait beside a short report", "", page(`<meta http-equiv=refresh content="8;/">`, brief), ""},
		{"a long wait", "", page(`<meta http-equiv=refresh content="60;/new/1">`, ""), ""},
		{"loaded again", "", page(`<meta http-equiv=refresh content="5">`, ""), ""},
		{"in a comment, a template, a script", "", page(`<!--<meta http-equiv=refresh content="0;/a">--><template><meta http-equiv=refresh content="0;/b"></template><script>"<meta http-equiv=refresh content='0;/c'>"</script>`, ""), ""},
		{"no address", "", page(`<meta http-equiv=refresh content="0;url=javascript:go()">`, ""), ""},
		{"replace", "", page(`<script>location.replace('/new/1')</script>`, `<a href="/new/1">the report</a>`), "/new/1"},
		{"assign", "", page(`<script type=text/javascript>window.location.assign("/new/1");</script>`, ""), "/new/1"},
		{"href", "", page("<script>\n// away\nwindow.top.location.href = `/new/1`\n</script>", ""), "/new/1"},
		{"bare", "", page(`<script>document.location="https:\/\/gazette.example\/new\/1?a=1\u0026b=2"</script>`, ""), "/new/1?a=1&b=2"},
		{"in time", "", page(`<script>setTimeout(function(){ window.location.href = "/new/1"; }, 500)</script>`, "<p>One moment</p>"), "/new/1"},
		{"onload", "", strings.Replace(page("", ""), "<body>", `<body onload="location.replace('/new/1')">`, 1), "/new/1"},
		{"beside counting", "", page(`<script>window.dataLayer=window.dataLayer||[];</script><script>location.href='/new/1';</script>`, ""), "/new/1"},
		{"if", "", page(`<script>if (old) location.replace('/unsupported')</script>`, `<div id=root></div>`), ""},
		{"and", "", page(`<script>old && location.replace('/unsupported')</script>`, ""), ""},
		{"a function that waits", "", page(`<script>function go() { location.href = '/shop' }</script>`, `<button onclick="go()">Go</button>`), ""},
		{"on a click", "", page(`<script>b.addEventListener('click', () => { location.href = '/shop' })</script>`, ""), ""},
		{"two ways", "", page(`<script>location.href='/a'; location.href='/b'</script>`, ""), ""},
		{"put together", "", page(`<script>location.href = '/new/' + id</script>`, ""), ""},
		{"another location", "", page(`<script>map.location = '/x'; var location2 = '/y';</script>`, ""), ""},
		{"an anchor", "", page(`<script>location.href='#top'</script>`, ""), ""},
		{"beside a report, by script", "", page(`<script>location.replace('/')</script>`, brief), ""},
		{"noscript", "", page(`<noscript><meta http-equiv=refresh content="0;/plain/1"></noscript>`, ""), "/plain/1"},
		{"noscript beside a report", "", page(`<noscript><meta http-equiv=refresh content="0;/?noscript">`+"</noscript>", brief), ""},
		{"canonical alone", "", page(`<link rel=canonical href="/new/1">`, `<a href="/new/1">Read on</a>`), "/new/1"},
		{"canonical of a shell", "", page(`<link rel=canonical href="/new/1">`, `<div id=root></div><script src=/app.js></script>`), ""},
		{"canonical of a picture", "", page(`<link rel=canonical href="/new/1">`, `<img src=/a.jpg>`), ""},
		{"canonical of itself", "", page(`<link rel=canonical href="/old/1/?x">`, ""), ""},
		{"canonical is home", "", page(`<link rel=canonical href="https://gazette.example/">`, ""), ""},
		{"canonical beside text", "", page(`<link rel=canonical href="/new/1">`, brief), ""},
		{"a feed", "", `<?xml version="1.0"?><rss><channel><item><description><meta http-equiv="refresh" content="0;/a"></description></item></channel></rss>`, ""},
		{"a page", "", page("", report), ""},
	} {
		want := ""
		if tt.want != "" {
			want = "https://gazette.example" + tt.want
		}
		if got := Onward(at, tt.refresh, []byte(tt.page)); got != want {
			t.Errorf("%s: got %q, want %q", tt.name, got, want)
		}
	}
}

func TestCanonical(t *testing.T) {
	const at = "https://gazette.example/amp/1"
	for page, want := range map[string]string{
		`<head><link rel="canonical" href="https://gazette.example/1"></head>`:                        "https://gazette.example/1",
		`<!-- <link rel=canonical href=/0> --><LINK HREF="/1?a=1&amp;b=2" REL="Shortlink CANONICAL">`: "https://gazette.example/1?a=1&b=2",
		`<link rel="canonical" href=""><link rel=canonical href="2"><link rel=canonical href=/3>`:     "https://gazette.example/amp/2",
		`<link rel="canonical" href="javascript:go()">`:                                               "",
		`<link rel="canonicals" href="/1">`:                                                           "",
		`<head></head><body><link rel="canonical" href="/1">`:                                         "",
		`<script>"<link rel='canonical' href='/1'>"</script>`:                                         "",
		`<link rel="stylesheet" href="/1">`:                                                           "",
		strings.Repeat(" ", biggestHead) + `<link rel="canonical" href="/1">`:                         "",
		"": "",
	} {
		if got := Canonical(at, []byte(page)); got != want {
			t.Errorf("%.80s: %q, want %q", page, got, want)
		}
	}
	if got := Canonical("http://[::1/", []byte(`<link rel=canonical href="https://gazette.example/1">`)); got != "" {
		t.Errorf("at no address: %q", got)
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add("https://gazette.example/1", `<link rel="canonical" href="/2">`)
	f.Fuzz(func(t *testing.T, at, page string) {
		got := Canonical(at, []byte(page))
		if u, err := url.Parse(got); got != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			t.Errorf("%q at %q: %q", page, at, got)
		}
	})
}

func FuzzFields(f *testing.F) {
	f.Add(`</feed>; rel="alternate"; type="application/rss+xml", <x>; title="a\"b"`, "https://a.example/b")
	f.Fuzz(func(t *testing.T, value, base string) {
		links := Fields([]string{value, value}, base)
		if len(links) > mostLinks {
			t.Errorf("%d links", len(links))
		}
		for _, l := range links {
			if u, err := url.Parse(l.Target); err != nil || u.Host == "" {
				t.Errorf("%q is no address", l.Target)
			}
		}
	})
}

func FuzzRefresh(f *testing.F) {
	f.Add(`0; url="/a"`)
	f.Fuzz(func(t *testing.T, value string) {
		if wait, _, _ := Refresh(value); wait < 0 || wait > 24*time.Hour {
			t.Errorf("%q waits %s", value, wait)
		}
	})
}

func FuzzOnward(f *testing.F) {
	f.Add("0;/a", `<meta http-equiv=refresh content="0;/b"><script>location.href='\x41'</script><link rel=canonical href=/c>`)
	f.Add("", `<script>window.location.replace("\u0026")</script><noscript><meta http-equiv=refresh content="0;/b">`)
	f.Add("0; //::", "a port of no host")
	f.Add("0; //0::", "two ports")
	f.Fuzz(func(t *testing.T, refresh, page string) {
		if got := Onward("https://a.example/1", refresh, []byte(page)); got != "" {
			if u, err := url.Parse(got); err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
				t.Errorf("%q is no address", got)
			}
		}
	})
}
