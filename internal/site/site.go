// Package site builds the published site: it decides which files are written, when, and in what
// order, so that any server can carry them, or none. What the files say is made by page.
//
// A build plans (plan.go): the library's changes since the last build mark the days, stories,
// sources, months and topics whose pages they touch. It renders: a loop for each kind of page asks
// the library for what the page shows, hands that to page as a value, and writes the bytes
// (day.go, stories.go, lists.go, months.go, topics.go, fixed.go, home.go; index.go does the same for
// search/static). It remembers (ledger.go): what was written is noted beside the site, so that the
// next build writes only what changed, and mends what a killed one left.
//
// It writes whole files only, the home page last, and removes nothing before all else is
// written. It never fetches anything, never makes a byte of a page itself, and looks at no clock but to
// say how long a build took.
package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/search/static"
	"github.com/waidian/waidian/internal/topic"
)

// ErrBusy means that another process is building the same site.
var ErrBusy = errors.New("another build is under way")

// Options says what to build. Every field but Out may be left at its zero value.
type Options struct {
	Out            string // folder of the site; its ledger lies beside it, at Out + ".ledger"
	Title          string // "外电"
	URL            string // where the site will be read; needed by feeds, sitemaps and canonical links
	Feeds          string // host name from which the identifiers in feeds are made, whatever URL is; empty: page.FeedsOf(URL)
	Hub            string // address of the WebSub hub that is told of changed feeds; empty: none
	Announce       bool   // changed feeds are noted until they are handed over
	Language       string // of the interface: one of wording.Languages
	DigestLanguage string
	Editors        bool           // those who edited digests are named
	Zone           *time.Location // of the reader: that of days and clocks; nil: UTC
	Audience       page.Audience
	Arrangement    page.Arrangement
	Version        string        // of the program; the about page names it
	Index          bool          // search engines may list a public site
	Topics         []topic.Topic // in the order of the list; none: no pages of topics
	Scripts        bool          // every page in the other Chinese script as well, if Language is Chinese
	Notice         string        // what readers must know of the whole site; at the end of every page
	Log            Log           // nil: none is published
	LogTexts       bool          // the texts of all its leaves are published, and not only those of reports with their proofs
	ServerOnly     bool          // no search index for copies without a server
	Full           bool          // look at every file again, whatever the ledger says
	Workers        int           // pages rendered at the same time; 0: one for each CPU
	Now            func() time.Time

	Headway func(part Part, done, total int) // is told how far a build is; called by several goroutines; may be nil

	// Where several processes may build one site in turn; all three may be nil.
	Holder func() string                                     // names this process to the others
	Ended  func(ctx context.Context, h string) (bool, error) // whether the process of that name is at work no more: then the site is taken over from it
	Still  func() bool                                       // whether no other can have taken over this process's work
}

// Outcome says what a build did.
type Outcome struct {
	Written   int // files
	Removed   int
	Unchanged int // rendered, and found to be as they were
	Articles  int // published in all
	Full      bool
	Took      time.Duration
	Signed    bool  // another checkpoint of the log was published
	Held      error // why the log was left as it is; nil: it was published, or there is none
}

// searchScript is the path of the search page's script.
var searchScript = fmt.Sprintf("search-%08x.js", sum(static.Script)>>32)

// Builder builds one site. Build must not be called by two goroutines at once; RenderSearch may.
type Builder struct {
	o           Options
	lib         Library
	pages       *page.Set
	fingerprint string // of all that pages depend on besides the library
	topics      topic.Set
	other       *page.OtherScript // nil: pages in one script alone

	late atomic.Pointer[string] // who held the lock at the last look and is at work no more
}

// askHeads returns those that q asks for, as the site's audience may see them, in the order of lists.
func (b *Builder) askHeads(ctx context.Context, q Query) ([]page.Head, error) {
	heads, err := b.lib.Heads(ctx, q)
	heads = b.pages.ShowHeads(heads)
	slices.SortStableFunc(heads, func(x, y page.Head) int {
		return cmp.Or(x.Place(b.o.Zone).NewerFirst(y.Place(b.o.Zone)), cmp.Compare(x.ID, y.ID))
	})
	return heads, err
}

// New returns a builder of the site that o describes, from the reports in lib.
func New(o Options, lib Library) *Builder {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	form := page.Form{
		Title: o.Title, URL: o.URL, Feeds: o.Feeds, Hub: o.Hub, Language: o.Language, DigestLanguage: o.DigestLanguage, Editors: o.Editors, Zone: o.Zone, Audience: o.Audience, Arrangement: o.Arrangement,
		Version: o.Version, Index: o.Index, Scripts: o.Scripts, Notice: o.Notice, Log: o.Log != nil,
	}
	if !o.ServerOnly {
		form.SearchScript = searchScript
	}
	topics := compile(o.Topics)
	for _, t := range topics.Topics {
		form.Topics = append(form.Topics, page.Topic(t))
	}
	b := &Builder{pages: page.New(form), o: o, lib: lib, topics: topics}
	b.other = b.pages.OtherScript()
	b.o.Out = filepath.Clean(o.Out)
	if abs, err := filepath.Abs(o.Out); err == nil {
		b.o.Out = abs // "." has nothing beside it
	}
	b.fingerprint = b.pages.Fingerprint()
	if o.Log != nil {
		b.fingerprint += fmt.Sprint("-log-", o.LogTexts)
	}
	return b
}

// RenderSearch writes the page that shows what a search found, or the form alone where its query is empty.
// It may be called at any time, by any number of goroutines.
func (b *Builder) RenderSearch(ctx context.Context, w io.Writer, x page.Search) error {
	sources, err := b.lib.Sources(ctx)
	if err != nil {
		return fmt.Errorf("render a search: %w", err)
	}
	out, err := b.pages.Search(x, b.pages.ShowSources(sources))
	if err != nil {
		return fmt.Errorf("render a search: %w", err)
	}
	_, err = w.Write(out)
	return err
}

// RenderSearchFeed writes the feed at path, one of page.SearchFeeds, of the reports that a search
// has found, newest first. Like RenderSearch it may be called at any time.
func (b *Builder) RenderSearchFeed(w io.Writer, path string, x page.Search, items []news.Item) error {
	out, err := b.pages.SearchFeed(path, x, items)
	if err != nil {
		return fmt.Errorf("render the feed of a search: %w", err)
	}
	_, err = w.Write(out)
	return err
}
