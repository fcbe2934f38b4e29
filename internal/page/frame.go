package page

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/waidian/waidian/internal/wording"
)

// frame is what every page has around its own content. Templates name the group of a text, .W.FrameTexts.Menu:
// a lookup of .W.Menu would walk through all groups each time.
type frame struct {
	W         *wording.Texts
	Site      string // title of the site
	Root      string // the way back to the root: "../../", or "" at the root
	Title     string
	TitleLang string // where it is known, and not an outlet's
	About     string // for lists of links elsewhere; may be empty
	Here      string // which entry of the navigation the reader is in
	Style     string
	Self      string // address of the page, where the site has one
	NoIndex   bool
	Feeds     string // path of the page's feeds without extension; may be empty
	Subscribe string // what leads to them; empty: that they are of this page
	Policy    string
	Notice    string
	Topical   bool          // there are topics
	Twin      template.HTML // the way to the page in the other script
	Langs     [][2]string   // languages that the page is to be had in, and its addresses

	Rules, Links, Foot template.HTML // what is the same on all pages of a folder
}

// policy is the Content-Security-Policy of every page: its own style sheet, its own
// pictures, its own search form, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"

// frame returns the frame of the page at path.
func (s *Set) frame(path, title, here string) frame {
	f := frame{
		W: s.w, Site: s.o.Title, Root: rootOf(path), Title: cut(title, titleBound), Here: here, Style: s.style,
		NoIndex: !s.indexed(), Policy: policy, Notice: s.o.Notice, Topical: len(s.o.Topics) > 0,
		About: cut(title+" · "+s.w.AboutLead, leadBound),
	}
	if s.o.URL != "" {
		f.Self = s.Address(path)
	}
	if s.other.Has(path) {
		f.Twin = template.HTML(s.other.link(path))
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
	out, err := s.execute(new(bytes.Buffer), name, f)
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

// renderInto executes the template of a page into bytes that are out's until it is used again. A page ends in one
// line break: the lines between the definitions of its parts are none of it.
func (s *Set) renderInto(out *bytes.Buffer, name string, view any) ([]byte, error) {
	if _, err := s.execute(out, name, view); err != nil {
		return nil, err
	}
	out.Truncate(len(bytes.TrimRight(out.Bytes(), "\n")))
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// execute executes a template, of a page or of a part of one, into bytes that are out's until it is used again.
func (s *Set) execute(out *bytes.Buffer, name string, view any) ([]byte, error) {
	out.Reset()
	if err := s.pages.ExecuteTemplate(out, name, view); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
