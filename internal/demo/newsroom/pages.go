package newsroom

import (
	"bytes"
	"compress/gzip"
	"hash/fnv"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// pages are the outlets' templates by file name.
type pages struct{ t *template.Template }

func parsePages() pages {
	return pages{template.Must(template.New("").Funcs(helpers()).ParseFS(files, "templates/*.html"))}
}

// view is what a page is made from.
type view struct {
	Outlet  outlet
	Report  state
	Base    string // "http://elbwarte.localhost:8090"
	Related []state
	Parts   []part // what the page carries of the body
	AMP     bool
	LD      linkedData
}

// URL is the report's address.
func (v view) URL() string { return v.Base + v.Report.Path }

// Picture is the address of the report's picture.
func (v view) Picture() string { return v.Base + "/img" + v.Report.Path + ".png" }

// Local is t as the outlet writes it, in its own zone.
func (v view) Local(t time.Time) time.Time { return v.Outlet.local(t) }

// Stamp is t in RFC 3339, in the outlet's zone.
func (v view) Stamp(t time.Time) string { return v.Local(t).Format(time.RFC3339) }

func (o outlet) local(t time.Time) time.Time {
	z, err := time.Parse("-07:00", o.Zone)
	if err != nil {
		return t
	}
	return t.In(z.Location())
}

// answer serves one request to an outlet.
func (n *Newsroom) answer(w http.ResponseWriter, r *http.Request, o outlet, edition int) {
	base := "http://" + r.Host
	p := r.URL.Path
	switch {
	case p == "/robots.txt":
		serve(w, r, "text/plain; charset=utf-8", Start(), []byte(robots(o, base)))
	case p == o.ListPath:
		n.serveList(w, r, o, edition)
	case p == "/":
		n.servePage(w, r, "home.html", view{Outlet: o, Base: base, Related: n.press.listed(o.Host, edition)}, Start())
	case strings.HasPrefix(p, "/img/"):
		serve(w, r, "image/png", Start(), picture(p))
	default:
		n.serveReport(w, r, o, edition)
	}
}

func (n *Newsroom) serveReport(w http.ResponseWriter, r *http.Request, o outlet, edition int) {
	p, amp := strings.CutPrefix(r.URL.Path, "/amp")
	rep := n.press.at(o.Host, p)
	if rep == nil || rep.in(edition).Answer == 0 || amp && o.List != atom {
		http.NotFound(w, r)
		return
	}
	s := rep.in(edition)
	if s.Answer != http.StatusOK {
		if s.Retry > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(s.Retry))
		}
		http.Error(w, http.StatusText(s.Answer), s.Answer)
		return
	}
	v := view{Outlet: o, Report: s, Base: "http://" + r.Host, Parts: s.shown(), AMP: amp}
	v.Related = n.press.related(o.Host, s, edition)
	v.LD = v.linkedData()
	name := o.Page
	if amp {
		name = "amp.html"
	}
	if s.Kind == "live" {
		name = "live.html"
	}
	n.servePage(w, r, name, v, s.Changed())
}

// shown is what a page carries of the body: of a paywalled report its first two paragraphs.
func (s state) shown() []part {
	if s.Kind != "paywall" {
		return s.Body
	}
	n := min(2, len(s.Body))
	return s.Body[:n:n]
}

// related gives up to three other reports of the outlet.
func (p *press) related(host string, but state, edition int) []state {
	var out []state
	for _, s := range p.listed(host, edition) {
		if s.Path != but.Path && s.Answer == http.StatusOK && len(out) < 3 {
			out = append(out, s)
		}
	}
	return out
}

func (n *Newsroom) servePage(w http.ResponseWriter, r *http.Request, name string, v view, changed time.Time) {
	var b bytes.Buffer
	if err := n.pages.t.ExecuteTemplate(&b, name, v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	serve(w, r, "text/html; charset=utf-8", changed, b.Bytes())
}

// serve answers with body under validators of its own: 304 when the client has it already
// (RFC 9110, section 13). Pages go out compressed to those who accept it.
func serve(w http.ResponseWriter, r *http.Request, kind string, changed time.Time, body []byte) {
	tag := strconv.FormatUint(fingerprint(string(body)), 36)
	if strings.HasPrefix(kind, "text/html") {
		w.Header().Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			body, tag = zipped(body), tag+"-gzip"
		}
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("ETag", `"`+tag+`"`)
	w.Header().Set("Cache-Control", "max-age=60")
	http.ServeContent(w, r, "", changed, bytes.NewReader(body))
}

func zipped(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

func fingerprint(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

func robots(o outlet, base string) string {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, d := range o.Disallow {
		b.WriteString("Disallow: " + d + "\n")
	}
	if len(o.Disallow) == 0 {
		b.WriteString("Disallow:\n")
	}
	if o.List == sitemap {
		b.WriteString("\nSitemap: " + base + o.ListPath + "\n")
	}
	return b.String()
}

// helpers are what the templates need beside their data.
func helpers() template.FuncMap {
	return template.FuncMap{
		"join": func(list []string, with string) string { return strings.Join(list, with) },
	}
}
