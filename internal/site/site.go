// Package site makes the published pages: articles, stories, sources, archive, feeds and
// everything else that a reader, a feed reader or a search engine asks for, as files that any
// server can carry, or none. It writes only what changed, whole files only, the home page
// last. It never fetches anything, never looks at the clock for what stands on a page, and
// never puts into a file who runs the desk.
package site

import (
	"context"
	"errors"
	"time"
)

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

// Options says what to build. The zero value of every field but Out is of use.
type Options struct {
	Out            string // folder of the site; its ledger lies beside it, at Out + ".ledger"
	Title          string // "外电"
	URL            string // where the site will be read; needed by feeds, sitemaps and canonical links
	Language       string // of the interface: zh-Hans, zh-Hant, en
	DigestLanguage string
	Audience       Audience
	Arrangement    Arrangement
	Version        string // of the program, told on the about page
	Index          bool   // search engines may list a public site
	Full           bool   // look at every file again, whatever the ledger says
	Workers        int    // pages rendered at the same time; 0: one for each CPU
	Now            func() time.Time
}

// Report says what a build did.
type Report struct {
	Written   int // files
	Removed   int
	Unchanged int // rendered, and found to be as they were
	Articles  int // published in all
	Full      bool
	Took      time.Duration
}

// Builder builds one site. It must not be used by two goroutines at once.
type Builder struct {
	o   Options
	lib Library
}

// New returns a builder of the site that o describes, from the reports in lib.
func New(o Options, lib Library) *Builder {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Builder{o: o, lib: lib}
}

// Build brings the files in Out up to what the library holds.
func (b *Builder) Build(ctx context.Context) (Report, error) {
	return Report{}, errors.New("site: not built yet")
}
