// Package challenge recognises the pages by which services in front of outlets ask a reader to prove that it is a person, or turn it away.
// Such an answer says nothing of the page behind. It knows the marks that the services document or that their pages have; it never
// says how one could be passed.
package challenge

import (
	"bytes"
	"net/textproto"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// mostRead bounds how much of a body is looked at, in bytes: these pages are short.
const mostRead = 64 << 10

// mark is what shows that an answer is a service's own page: all that is named of it. Services put their name into headers and scripts of
// theirs into pages of the outlets' own, too: those are no marks.
type mark struct {
	by      string // the service
	refuses bool   // see Page
	status  []int  // one of which the answer has; nil: any
	field   string // of the header, in canonical form, whose value begins with value, in lower case
	value   string
	title   string // with which the title of the page begins, in lower case
	body    string // what the page has, in lower case
}

// refusals are the statuses of answers that are not the outlet's page.
var refusals = []int{202, 401, 403, 405, 406, 428, 429, 503}

// marks are tried in this order.
var marks = []mark{
	// https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
	{by: "Cloudflare", field: "Cf-Mitigated", value: "challenge"},
	{by: "Cloudflare", status: refusals, body: "_cf_chl_opt"},
	{by: "Cloudflare", title: "just a moment", body: "/cdn-cgi/challenge-platform/"},
	{by: "Cloudflare", field: "Server", value: "cloudflare", title: "just a moment"},
	{by: "Cloudflare", refuses: true, title: "attention required! | cloudflare"},
	// https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
	{by: "AWS WAF", field: "X-Amzn-Waf-Action", value: "challenge", status: []int{202}},
	{by: "AWS WAF", field: "X-Amzn-Waf-Action", value: "captcha", status: []int{405}},
	// https://vercel.com/docs/headers/response-headers
	{by: "Vercel", field: "X-Vercel-Mitigated", value: "challenge"},
	{by: "Vercel", refuses: true, field: "X-Vercel-Mitigated", value: "deny"},
	// https://docs.datadome.co: the page that comes instead asks captcha-delivery.com
	{by: "DataDome", status: refusals, body: "captcha-delivery.com"},
	// https://docs.humansecurity.com: the page has a place for the captcha; in JSON it names the script of the challenge
	{by: "HUMAN (PerimeterX)", status: refusals, body: `id="px-captcha`},
	{by: "HUMAN (PerimeterX)", status: refusals, body: `"blockscript"`},
	// https://techdocs.akamai.com: 428 is the status of its challenge; the page of a refusal has a reference that errors.edgesuite.net explains
	{by: "Akamai", status: []int{428, 429}, body: "sec-if-cpt-container"},
	{by: "Akamai", status: refusals, refuses: true, title: "access denied", body: "errors.edgesuite.net"},
	{by: "Akamai", status: refusals, refuses: true, field: "Server", value: "akamaighost", title: "access denied"},
	// https://anubis.techaro.lol: the page has status 200 as a rule
	{by: "Anubis", body: `<script id="anubis_challenge"`},
	{by: "Anubis", title: "making sure you're not a bot"},
	{by: "Imperva", body: "request unsuccessful. incapsula incident id"},
	{by: "Kasada", field: "X-Kpsdk-Ct", status: []int{429}},
	{by: "DDoS-Guard", title: "ddos-guard"},
	{by: "Sucuri", refuses: true, title: "sucuri website firewall"},
}

// Page is whose page came instead of that of an outlet. The zero Page is none that is known.
type Page struct {
	By      string // the service
	Refuses bool   // it turns the reader away; else it asks for a proof
}

// String says what the page is: "a challenge by Cloudflare".
func (p Page) String() string {
	if p.Refuses {
		return "a refusal by " + p.By
	}
	return "a challenge by " + p.By
}

// Of is the page of a service that an answer of any status is.
func Of(c news.Capture) Page {
	body := bytes.ToLower(c.Body[:min(len(c.Body), mostRead)])
	title := titleOf(body)
	for _, m := range marks {
		if m.in(c, title, body) {
			return Page{m.by, m.refuses}
		}
	}
	return Page{}
}

func (m mark) in(c news.Capture, title string, body []byte) bool {
	if m.status != nil && !slices.Contains(m.status, c.Status) {
		return false
	}
	if m.field != "" {
		v, ok := c.Header[textproto.CanonicalMIMEHeaderKey(m.field)]
		if !ok || len(v) == 0 || !strings.HasPrefix(strings.ToLower(strings.TrimSpace(v[0])), m.value) {
			return false
		}
	}
	return strings.HasPrefix(title, m.title) && bytes.Contains(body, []byte(m.body))
}

// Title is the title of a page in lower case, read without parsing the page; "" if the body is no page.
func Title(body []byte) string {
	return titleOf(bytes.ToLower(body[:min(len(body), 4096)]))
}

func titleOf(low []byte) string {
	head := low[:min(len(low), 4096)]
	if !bytes.Contains(head, []byte("<html")) && !bytes.Contains(head, []byte("<head")) && !bytes.Contains(head, []byte("<!doctype html")) {
		return ""
	}
	_, rest, ok := bytes.Cut(head, []byte("<title"))
	if !ok {
		return ""
	}
	_, rest, _ = bytes.Cut(rest, []byte(">"))
	title, _, _ := bytes.Cut(rest, []byte("</title"))
	return strings.TrimSpace(strings.NewReplacer("&#39;", "'", "&#x27;", "'", "&apos;", "'", "’", "'").Replace(string(title)))
}
