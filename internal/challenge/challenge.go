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
	title   string   // with which the title of the page begins, in lower case
	body    []string // what the page has, in lower case, all of it
}

// refusals are the statuses of answers that are not the outlet's page.
var refusals = []int{202, 401, 403, 405, 406, 428, 429, 503}

// marks are tried in this order.
var marks = []mark{
	// https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
	{by: "Cloudflare", field: "Cf-Mitigated", value: "challenge"},
	{by: "Cloudflare", status: refusals, body: []string{"_cf_chl_opt"}},
	{by: "Cloudflare", body: []string{"window._cf_chl_opt", "/cdn-cgi/challenge-platform/"}}, // of any status, in any language
	{by: "Cloudflare", title: "just a moment", body: []string{"/cdn-cgi/challenge-platform/"}},
	{by: "Cloudflare", field: "Server", value: "cloudflare", title: "just a moment"},
	{by: "Cloudflare", refuses: true, title: "attention required! | cloudflare"},
	// https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
	{by: "AWS WAF", field: "X-Amzn-Waf-Action", value: "challenge", status: []int{202}},
	{by: "AWS WAF", field: "X-Amzn-Waf-Action", value: "captcha", status: []int{405}},
	{by: "AWS WAF", body: []string{"window.gokuprops", "awswaf"}}, // its page, of any status
	// https://vercel.com/docs/headers/response-headers
	{by: "Vercel", field: "X-Vercel-Mitigated", value: "challenge"},
	{by: "Vercel", refuses: true, field: "X-Vercel-Mitigated", value: "deny"},
	// https://docs.datadome.co: the page that comes instead asks captcha-delivery.com
	{by: "DataDome", status: refusals, body: []string{"captcha-delivery.com"}},
	{by: "DataDome", body: []string{"var dd=", "captcha-delivery.com"}}, // of any status: pages of outlets load its sensor from elsewhere
	// https://docs.humansecurity.com: the page has a place for the captcha; in JSON it names the script of the challenge
	{by: "HUMAN (PerimeterX)", status: refusals, body: []string{`id="px-captcha`}},
	{by: "HUMAN (PerimeterX)", status: refusals, body: []string{`"blockscript"`}},
	{by: "HUMAN (PerimeterX)", title: "access to this page has been denied", body: []string{"px-captcha"}},
	// https://techdocs.akamai.com: 428 is the status of its challenge, 200 that of one that watches its reader; the page of a refusal has a reference that errors.edgesuite.net explains
	{by: "Akamai", status: []int{428, 429}, body: []string{"sec-if-cpt-container"}},
	{by: "Akamai", body: []string{`id="sec-if-cpt-container"`}},
	{by: "Akamai", status: refusals, refuses: true, title: "access denied", body: []string{"errors.edgesuite.net"}},
	{by: "Akamai", status: refusals, refuses: true, field: "Server", value: "akamaighost", title: "access denied"},
	// https://anubis.techaro.lol: the page has status 200 as a rule
	{by: "Anubis", body: []string{`<script id="anubis_challenge"`}},
	{by: "Anubis", title: "making sure you're not a bot"},
	{by: "Imperva", body: []string{"request unsuccessful. incapsula incident id"}},
	{by: "Imperva", title: "pardon our interruption"},
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
	lacks := func(part string) bool { return !bytes.Contains(body, []byte(part)) }
	return strings.HasPrefix(title, m.title) && !slices.ContainsFunc(m.body, lacks)
}

// Note says whose page a host has answered with, in the words of a note; status is that of the answer, in words. It is false if the page is
// none of a service that is known, and does not ask whether its reader is human.
func Note(host, status string, c news.Capture) (n news.Note, ok bool) {
	switch p := Of(c); {
	case p.Refuses:
		return news.Note{Code: news.NoteRefused, Of: host, Arg: status + " (" + p.By + ")"}, true
	case p.By != "":
		return news.Note{Code: news.NoteChallenge, Of: host, Arg: p.By}, true
	case asks(c.Body):
		return news.Note{Code: news.NoteHuman, Of: host}, true
	}
	return n, false
}

// questions are how the titles of pages begin that ask whether their reader is human, whoever made them.
var questions = []string{
	"are you a robot", "are you human", "robot check", "robot or human", "verify you are human", "verify that you are human", "verifying you are human",
	"human verification", "checking your browser", "verifying your browser", "prove you are human", "bot verification",
	"sind sie ein mensch", "sind sie ein roboter", "êtes-vous un robot", "êtes-vous humain", "¿eres un robot", "¿eres humano", "人机验证", "人機驗證", "请完成安全验证", "私はロボットではありません",
}

// waits are how the titles of pages begin that such a question may stand below; proofs are what it is called there.
var (
	waits  = []string{"just a moment", "one moment", "please wait", "attention required", "access denied", "security check", "blocked", "captcha", "einen moment", "un instant", "请稍候"}
	proofs = []string{"you are human", "you are a human", "not a robot", "not a bot", "captcha"}
)

// asks reports whether a page asks whether its reader is human: by its title, or by its title and its words.
func asks(body []byte) bool {
	title := Title(body)
	begins := func(s string) bool { return strings.HasPrefix(title, s) }
	if slices.ContainsFunc(questions, begins) {
		return true
	}
	if !slices.ContainsFunc(waits, begins) {
		return false
	}
	low := bytes.ToLower(body[:min(len(body), mostRead)])
	return slices.ContainsFunc(proofs, func(s string) bool { return bytes.Contains(low, []byte(s)) })
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
