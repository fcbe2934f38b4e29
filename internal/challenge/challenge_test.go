package challenge

import (
	"net/http"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func page(title, rest string) string {
	return "<!DOCTYPE html><html><head><title>" + title + "</title></head><body>" + rest + "</body></html>"
}

func TestOf(t *testing.T) {
	const sensor = `<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><script>window._pxAppId = "PX1"</script><script src="/_Incapsula_Resource?x"></script>`
	for _, x := range []struct {
		name   string
		status int
		header http.Header
		body   string
		want   Page
	}{
		{"Cloudflare's field", 403, http.Header{"Cf-Mitigated": {"challenge"}}, "", Page{By: "Cloudflare"}},
		{"Cloudflare's page", 403, nil, page("Just a moment...", "<script>window._cf_chl_opt = {}</script>"), Page{By: "Cloudflare"}},
		{"its older page", 503, http.Header{"Server": {"cloudflare"}}, page("Just a moment...", ""), Page{By: "Cloudflare"}},
		{"its page with status 200", 200, nil, page("Just a moment...", `<script src="/cdn-cgi/challenge-platform/x.js"></script>`), Page{By: "Cloudflare"}},
		{"its refusal", 403, nil, page("Attention Required! | Cloudflare", ""), Page{By: "Cloudflare", Refuses: true}},
		{"AWS", 202, http.Header{"X-Amzn-Waf-Action": {"challenge"}}, "", Page{By: "AWS WAF"}},
		{"AWS, a captcha", 405, http.Header{"X-Amzn-Waf-Action": {"captcha"}}, "", Page{By: "AWS WAF"}},
		{"Vercel", 429, http.Header{"X-Vercel-Mitigated": {"challenge"}}, "", Page{By: "Vercel"}},
		{"Vercel refuses", 403, http.Header{"X-Vercel-Mitigated": {"deny"}}, "", Page{By: "Vercel", Refuses: true}},
		{"DataDome", 403, nil, page("lantern.example", `<script src="https://ct.captcha-delivery.com/c.js"></script>`), Page{By: "DataDome"}},
		{"PerimeterX", 403, nil, page("Access to this page has been denied", `<div id="px-captcha"></div>`), Page{By: "HUMAN (PerimeterX)"}},
		{"PerimeterX in JSON", 403, nil, `{"appId":"PX1","blockScript":"/x.js"}`, Page{By: "HUMAN (PerimeterX)"}},
		{"Akamai refuses", 403, nil, page("Access Denied", "Reference&#32;&#35;18&#46;1 https://errors.edgesuite.net/18.1"), Page{By: "Akamai", Refuses: true}},
		{"Akamai refuses, by its server", 403, http.Header{"Server": {"AkamaiGHost"}}, page("Access Denied", ""), Page{By: "Akamai", Refuses: true}},
		{"Akamai asks", 428, nil, page("", `<div id="sec-if-cpt-container"></div>`), Page{By: "Akamai"}},
		{"Anubis", 200, nil, page("Making sure you&#39;re not a bot!", ""), Page{By: "Anubis"}},
		{"Anubis in another language", 200, nil, page("Einen Moment", `<script id="anubis_challenge" type="application/json">{}</script>`), Page{By: "Anubis"}},
		{"Imperva", 200, nil, page("", "<iframe>Request unsuccessful. Incapsula incident ID: 1</iframe>"), Page{By: "Imperva"}},
		{"Kasada", 429, http.Header{"X-Kpsdk-Ct": {"1"}}, "", Page{By: "Kasada"}},
		{"DDoS-Guard", 403, nil, page("DDoS-Guard", ""), Page{By: "DDoS-Guard"}},
		{"Sucuri", 403, nil, page("Sucuri WebSite Firewall - Access Denied", ""), Page{By: "Sucuri", Refuses: true}},

		{"Cloudflare with status 200, in another language", 200, nil, page("Einen Moment, bitte", `<script>(function(){window._cf_chl_opt={};a.src='/cdn-cgi/challenge-platform/h/b/x'})()</script>`), Page{By: "Cloudflare"}},
		{"Akamai with status 200", 200, nil, page("", `<div id="sec-if-cpt-container"></div>`), Page{By: "Akamai"}},
		{"AWS with status 200", 200, nil, page("", `<script>window.gokuProps = {};</script><script src="https://a.token.awswaf.com/a/challenge.js"></script>`), Page{By: "AWS WAF"}},
		{"DataDome with status 200", 200, nil, page("lantern.example", `<script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script>`), Page{By: "DataDome"}},
		{"PerimeterX with status 200", 200, nil, page("Access to this page has been denied", `<div id="px-captcha-wrapper"></div>`), Page{By: "HUMAN (PerimeterX)"}},
		{"Imperva's other page", 200, nil, page("Pardon Our Interruption", ""), Page{By: "Imperva"}},

		{"nothing", 0, nil, "", Page{}},
		{"a page with sensors of all", 200, http.Header{"Server": {"cloudflare"}, "X-Datadome": {"protected"}}, page("A ferry", sensor), Page{}},
		{"an outlet's own refusal behind them", 403, http.Header{"Server": {"cloudflare"}, "X-Datadome": {"protected"}}, page("For subscribers", sensor), Page{}},
		{"an outlet that denies access itself", 403, nil, page("Access Denied", "<p>Please log in.</p>"), Page{}},
		{"a report on such pages", 200, nil, page("How Cloudflare's challenge works", "<p>It sets _cf_chl_opt, says Just a moment, and &lt;script id=&quot;anubis_challenge&quot;&gt;; captcha-delivery.com is DataDome's.</p>"), Page{}},
		{"a feed with that title", 200, nil, "<rss><channel><title>Just a moment</title></channel></rss>", Page{}},
	} {
		if got := Of(news.Capture{Status: x.status, Header: x.header, Body: []byte(x.body)}); got != x.want {
			t.Errorf("%s: %+v, want %+v", x.name, got, x.want)
		}
	}
}

func TestTitle(t *testing.T) {
	for body, want := range map[string]string{
		page("Just a Moment", ""): "just a moment", "<rss><title>x</title></rss>": "", "<html><title": "", "<html><title>cut": "cut", "": "",
	} {
		if got := Title([]byte(body)); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

func TestNote(t *testing.T) {
	for _, x := range []struct {
		c    news.Capture
		want string // "": none
	}{
		{news.Capture{Status: 200, Body: []byte(page("Just a moment...", `<script src="/cdn-cgi/challenge-platform/x.js"></script>`))}, "a.example answers with a challenge by Cloudflare: not permitted"},
		{news.Capture{Status: 403, Body: []byte(page("Sucuri WebSite Firewall - Access Denied", ""))}, "a.example answers 403 Forbidden (Sucuri): not permitted"},
		{news.Capture{Status: 200, Body: []byte(page("Are you a robot?", "<p>Tick the box.</p>"))}, "a.example answers with a page that asks whether its reader is human: not permitted"},
		{news.Capture{Status: 200, Body: []byte(page("Just a moment...", "<h2>Verifying you are human. This may take a few seconds.</h2>"))}, "a.example answers with a page that asks whether its reader is human: not permitted"},
		{news.Capture{Status: 200, Body: []byte(page("Please wait", "<p>The page is being made.</p>"))}, ""},
		{news.Capture{Status: 200, Body: []byte(page("人机验证", ""))}, "a.example answers with a page that asks whether its reader is human: not permitted"},
		{news.Capture{Status: 403, Body: []byte(page("For subscribers", "<p>Please log in.</p>"))}, ""},
		{news.Capture{Status: 200, Body: []byte(page("We value your privacy", ""))}, ""},
	} {
		n, ok := Note("a.example", "403 Forbidden", x.c)
		if n.String() != x.want || ok != (x.want != "") {
			t.Errorf("%.60s: %q %v, want %q", x.c.Body, n, ok, x.want)
		}
	}
}
