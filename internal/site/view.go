package site

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// frame is what every page has around its own content.
type frame struct {
	W       *wording.Texts
	Site    string // title of the site
	Root    string // the way back to the root: "../../", or "" at the root
	Title   string
	About   string // for lists of links elsewhere; may be empty
	Here    string // which entry of the navigation the reader is in
	Style   string
	Self    string // address of the page, where the site has one
	NoIndex bool
	Feeds   string // path of the page's feeds without extension; may be empty
	Policy  string
	Notice  string
	Topical bool          // there are topics
	Twin    template.HTML // the way to the page in the other script
	Langs   [][2]string   // languages that the page is to be had in, and its addresses

	Rules, Links, Foot template.HTML // what is the same on all pages of a folder
}

// policy is the Content-Security-Policy of every page: its own style sheet, its own
// pictures, its own search form, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"

// frame returns the frame of the page at path.
func (s *Set) frame(path, title, here string) frame {
	f := frame{
		W: s.w, Site: s.o.Title, Root: rootOf(path), Title: cut(title, titleBound), Here: here, Style: s.style,
		NoIndex: !s.indexed(), Policy: policy, Notice: s.o.Notice, Topical: len(s.o.Topics) > 0, About: cut(title+" · "+s.w.AboutLead, leadBound),
	}
	if s.o.URL != "" {
		f.Self = s.Address(path)
	}
	if s.other.Has(path) {
		f.Twin = template.HTML(s.other.Link(path))
		if f.Self != "" {
			f.Langs = [][2]string{{s.other.From, f.Self}, {s.other.To, s.Address(s.other.Path(path))}}
		}
	}
	f.Rules, f.Links, f.Foot = s.shared("rules", f), s.shared("links", f), s.shared("bottom", f)
	return f
}

// rootOf is the way from the page at path to the root of the site.
func rootOf(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }

// shared renders a part that is the same on all pages in folders of one depth and under one
// entry of the navigation, once.
func (s *Set) shared(name string, f frame) template.HTML {
	key := name + " " + f.Here + " " + f.Root + " " + f.Policy
	if v, ok := s.frames.Load(key); ok {
		return v.(template.HTML)
	}
	out, err := s.render(name, f)
	if err != nil {
		return "" // the page's own rendering meets the same error and returns it
	}
	s.frames.Store(key, template.HTML(out))
	return template.HTML(out)
}

// indexed reports whether search engines may list the site.
func (s *Set) indexed() bool { return s.o.Audience == Public && s.o.Index }

// Address is where the file at path will be read.
func (s *Set) Address(path string) string {
	if path == "index.html" {
		path = ""
	}
	return strings.TrimSuffix(s.o.URL, "/") + "/" + path
}

// render executes a template into bytes.
func (s *Set) render(name string, view any) ([]byte, error) {
	return s.renderInto(new(bytes.Buffer), name, view)
}

// renderInto executes a template into bytes that are out's until it is used again.
func (s *Set) renderInto(out *bytes.Buffer, name string, view any) ([]byte, error) {
	out.Reset()
	if err := s.pages.ExecuteTemplate(out, name, view); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// row is a report in a list.
type row struct {
	Href           string
	Stamp, Clock   string // of publication: RFC 3339, and as shown
	Outlet         string
	OutletLang     string
	Main, MainLang string // the headline in the reader's language, if there is one
	Orig, OrigLang string // the outlet's own; empty when it is Main
	Lead, LeadLang string
	Length         string
	Marks          []string
	Copy, First    bool
	Kept           bool // Main is the outlet's own headline, in Chinese
}

// Bounds, in characters, of what lists and document titles show of a string that came
// from outside.
const (
	titleBound = 200
	leadBound  = 160
)

// Listed is a report in a list: its head, and where its page is.
type Listed struct {
	Head
	Path string
}

// row returns how a list on a page at root, about the day, month or year given, shows a report.
func (s *Set) row(h Listed, root, day string) row {
	w := s.w
	out := row{
		Href: root + h.Path, Outlet: line(h.Outlet), Stamp: stamp(h.Date), Clock: s.clock(h.Date, day),
		Main: cut(line(h.Title), titleBound), MainLang: tag(h.Lang), Copy: h.CopyOf != "",
	}
	if out.Outlet == "" {
		out.Outlet = line(h.SourceName)
	}
	out.OutletLang = foreign(out.Outlet, out.MainLang)
	if h.DigestTitle != "" {
		out.Orig, out.OrigLang = out.Main, out.MainLang
		out.Main, out.MainLang = cut(line(h.DigestTitle), titleBound), tag(h.DigestLang)
	}
	out.Kept = out.Orig == "" && strings.HasPrefix(out.MainLang, "zh")
	if out.Main == "" {
		out.Main, out.MainLang = w.NoText, w.Tag
	}
	if h.DigestLead != "" && !(s.o.Audience == Public && h.DigestBy == news.ByExtract && rights.LinkOnly(h.Rights, h.Held)) {
		out.Lead, out.LeadLang = cut(line(h.DigestLead), leadBound), tag(h.DigestLang)
	}
	if h.Words > 0 {
		out.Length = w.Minutes(text.Minutes(h.Words, h.Lang))
	}
	out.Marks = s.marks(h.Head)
	return out
}

// foreign returns the language of a name that is written in another script than Han, which
// is its outlet's, or "" where the page's own does.
func foreign(name, lang string) string {
	for _, r := range name {
		if unicode.Is(unicode.Han, r) {
			return ""
		}
	}
	return lang
}

// marks says what is out of the ordinary with a report.
func (s *Set) marks(h Head) []string {
	var out []string
	add := func(yes bool, mark string) {
		if yes {
			out = append(out, mark)
		}
	}
	w := s.w
	add(h.Withdrawn, w.Gone)
	add(h.Version > 1, w.Counted(h.Version-1, w.Edited))
	add(w.KindMarks[h.Kind] != "", w.KindMarks[h.Kind])
	add(h.CopyOf != "", w.Copy)
	return out
}

// rows returns how a list shows reports.
func (s *Set) rows(reports []Listed, root, day string) []row {
	out := make([]row, len(reports))
	for i, h := range reports {
		out[i] = s.row(h, root, day)
	}
	return out
}

// clock shows a time of day in UTC, with its date where that is not the day given, and the year of that
// where the page is of another year or of none. A day may be a month or a year.
func (s *Set) clock(t time.Time, day string) string {
	t = t.UTC()
	date := t.Format(time.DateOnly)
	switch {
	case date == day:
		return s.w.Clock(t)
	case day != "" && date[:4] == day[:4]:
		return s.w.ShortDateClock(t)
	}
	return s.w.DateClock(t)
}

// stamp is a time as machines read it.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return clamp(t).Format(time.RFC3339)
}

// line makes one line of s, without characters that no text has.
func line(s string) string {
	return text.Collapse(strings.Map(printable, strings.ToValidUTF8(s, "\uFFFD")))
}

// printable drops what HTML and XML forbid: control characters and noncharacters.
func printable(r rune) rune {
	switch {
	case r == '\t' || r == '\n':
		return ' '
	case r < 0x20 || r >= 0x7f && r <= 0x9f || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
		return -1
	}
	return r
}

// cut shortens s to at most n characters, at a space where one is near.
func cut(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	end := 0
	for i := 0; i < n; i++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	if i := strings.LastIndexFunc(s[:end], unicode.IsSpace); i > end*3/4 {
		end = i
	}
	return strings.TrimRightFunc(s[:end], unicode.IsSpace) + "…"
}

// tag returns the language tag s in canonical form, or "" (unknown, in HTML's terms) when it is none.
func tag(s string) string {
	switch s {
	case "", "en", "zh-Hans", "zh-Hant", "de", "fr", "ja":
		return s
	}
	t, err := language.Parse(s)
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// link returns address if it is an absolute web address, fit for an attribute, else "".
func link(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.User = nil
	var b strings.Builder
	s := u.String()
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 || c == '[' || c == ']',
			c == '%' && !(i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])):
			b.WriteString(fmt.Sprintf("%%%02X", c))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// esc escapes s for HTML text and quoted attributes.
func esc(s string) string { return template.HTMLEscapeString(s) }
