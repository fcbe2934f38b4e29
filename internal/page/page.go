// Package page makes the pages of the site, its feeds and its citations: values in, bytes out. It
// knows every address of the site.
//
// A Set makes the pages of one site in one form. Each kind of page has a value and a method of the same name:
// Article, Story, Day, Month, Source, Topic and so on. What the page shows, and the reports that it links to, are in the
// value. An item reaches a page only as Shown, which Set.Show makes of it: what this site's audience may see.
//
// The package asks no library, keeps no ledger, writes no file, and looks at no clock. It does not choose either: the
// caller decides which reports belong to a list, which stories come first and which numbers differ. It never puts into a
// file who runs the desk.
package page

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"fmt"
	"html/template"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/wording"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed assets/style.css
var styleSheet []byte

// quoteScript lets readers of a report copy a sentence with its address.
//
//go:embed assets/quote.js
var quoteScript []byte

//go:embed assets/favicon.svg
var favicon []byte

// strangersScript is the text by which a reader checks one report without the desk: page verify.html shows it in full.
//
//go:embed assets/verify.sh
var strangersScript string

// formVersion numbers the part of the form that is Go code. Another number makes the
// next build look at every page, as other templates or another Form do.
const formVersion = "7"

// Audience says for whom the site is built.
type Audience string

// Private shows everything; Public obeys each source's rights.
const (
	Private Audience = "private"
	Public  Audience = "public"
)

// Arrangement says how the head of an article's page is laid out.
type Arrangement string

// Classic heads a report with its source's name and its own headline; Modern with the
// headline in the reader's language, the original under it.
const (
	Classic Arrangement = "classic"
	Modern  Arrangement = "modern"
)

// Form says in what form pages are made. Every field may be left at its zero value.
type Form struct {
	Title          string // "外电"
	URL            string // where the site will be read; needed by feeds, sitemaps and canonical links
	Feeds          string // host name from which the identifiers in feeds are made, whatever URL is; empty: FeedsOf(URL)
	Hub            string // address of the WebSub hub that is told of changed feeds; empty: none
	Language       string // of the interface: one of wording.Languages
	DigestLanguage string
	Zone           *time.Location // of the reader: that of days and clocks; nil: UTC
	Audience       Audience
	Arrangement    Arrangement
	Version        string  // of the program; the about page names it
	Index          bool    // search engines may list a public site
	Topics         []Topic // in the order of the list; none: no pages of topics
	Scripts        bool    // every page in the other Chinese script as well, if Language is Chinese
	Notice         string  // what readers must know of the whole site; at the end of every page
	Log            bool    // a log is published with the site
	Editors        bool    // those who edited digests are named
	SearchScript   string  // path of the script by which a copy searches itself; empty: it has none
}

// Topic is a subject that the operator follows, as NewTopic returns it.
type Topic struct {
	ID       string // part of addresses
	Name     string
	Keywords []string
}

// NewTopic returns a topic in the form in which addresses and pages have it. One without a name is called by its ID.
func NewTopic(id, name string, keywords []string) Topic {
	id = slug(id)
	return Topic{id, cmp.Or(line(name), id), keywords}
}

// File is a file of the site.
type File struct {
	Path string // from the root of the site
	Data []byte
}

// Set makes all pages of one site in one form. Its methods may be called by any number of goroutines.
type Set struct {
	o      Form
	w      *wording.Texts
	pages  *template.Template
	style  string       // path of the style sheet
	quote  string       // path of the script of reports
	other  *OtherScript // nil: pages in one script alone
	frames sync.Map     // string -> template.HTML, for shared
}

// New returns the pages of a site in the form o.
func New(o Form) *Set {
	s := &Set{o: o, w: wording.For(o.Language)}
	if o.Zone == nil {
		s.o.Zone = time.UTC
	}
	s.o.Title, s.o.Notice = line(o.Title), line(o.Notice)
	if o.Scripts {
		s.other = otherScript(s.w)
	}
	s.pages = template.Must(template.New("").Funcs(template.FuncMap{"phrased": phrased}).ParseFS(templates, "templates/*.html"))
	s.style = fmt.Sprintf("style-%08x.css", sum(styleSheet)>>32)
	s.quote = fmt.Sprintf("quote-%08x.js", sum(quoteScript)>>32)
	return s
}

// Title is the site's title, as pages have it.
func (s *Set) Title() string { return s.o.Title }

// OtherScript is the script that pages can be read in besides their own; nil where there is none.
func (s *Set) OtherScript() *OtherScript { return s.other }

// Fingerprint identifies form, texts of the interface, templates and style sheet: all that a page depends on besides what it shows.
func (s *Set) Fingerprint() string {
	var b strings.Builder
	fmt.Fprintln(&b, formVersion, s.o, s.style, s.quote, s.w.Fingerprint(), strangersScript)
	names, err := templates.ReadDir("templates")
	if err != nil {
		panic(err) // embedded: a bug
	}
	for _, n := range names {
		text, err := templates.ReadFile("templates/" + n.Name())
		if err != nil {
			panic(err) // embedded: a bug
		}
		b.Write(text)
	}
	return fmt.Sprintf("%016x", sum([]byte(b.String())))
}

// sum identifies the content of a file: the first 64 bits of its SHA-256.
func sum(data []byte) uint64 {
	h := sha256.Sum256(data)
	return binary.BigEndian.Uint64(h[:8])
}
