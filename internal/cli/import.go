package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/translog"
)

type importCmd struct {
	Files  []string `arg:"" help:"Files, or folders of them: .jsonl as export writes it, HTML, MHTML, WARC, WACZ, Markdown with front matter, JSON of a reader, CSV with a column url, bookmarks, addresses." name:"file"`
	Source string   `help:"Source of the reports; a line of .jsonl can name its own." placeholder:"ID"`
	Name   string   `help:"Name in headings, for a source that is not watched." placeholder:"NAME"`
	Beat   bool     `help:"Of lists of addresses, take what the beat has; without it no beat judges them."`
	URL    string   `help:"Address of the page, for a single page of HTML or Markdown." name:"url" placeholder:"URL"`
	Key    string   `help:"Public key of the desk whose log a WACZ or a packed site carries, as for verify: answers that it names are then vouched for." placeholder:"KEY"`
}

func (importCmd) Help() string {
	return `Pages (HTML, MHTML, WARC, WACZ) are treated like fetched ones: they are stored in the archive, read,
grouped with other reports, digested and published. Texts (.jsonl of waidian export, the zip of
export --format zip, Markdown with front matter, starred items in Google Reader's form, entries of
miniflux, exports of wallabag, CSV with a column text) come in as they are; where the archive has no
capture of one, its page says so. Of lists that have the addresses of reports and not their texts (one a line,
CSV or JSON with a column url, bookmarks; Pocket, Omnivore, Readwise, Media Cloud) nothing is asked now:
they are listed, with their titles, dates and tags, and waidian run or waidian collect fetches
the pages at the usual pace. What you hand in no beat judges, unless --beat is given.

Whoever makes a file can write any answer into it. Pages out of one say so, and an answer of 404 out of one shows
nothing of its outlet, unless the file is a WACZ whose log names the answer and is signed by this desk or by
the key that --key gives.

What is damaged, or of a form that is not known, is named and passed over; the rest is imported
and the site built. Then the exit status is 1.

Example:  waidian import --url https://example.org/report saved.html`
}

func (cmd *importCmd) Run(ctx context.Context, a *app) error {
	if err := cmd.there(); err != nil {
		return err
	}
	p, err := a.partsToImport(ctx)
	if err != nil {
		return err
	}
	defer p.Close()
	show := newProgress(a, false)
	p.desk.Events = show.event
	defer show.end()
	p.watch(show)
	im := &importer{cmd: cmd, a: a, p: p, show: show}
	if cmd.Key != "" {
		if im.keys, err = keysOf(cmd.Key); err != nil {
			return usageError{fmt.Errorf("--key: %w", err)}
		}
	}
	show.begin("reading", "", im.size())
	err = im.all(ctx)
	if err == nil {
		err = p.desk.Finish(ctx)
	}
	show.end()
	if ctx.Err() != nil {
		return hint(fmt.Errorf("import: interrupted after %s", text.Count(show.counts.Read, "report", "reports")),
			"the same command again takes in the rest, and nothing twice")
	}
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	if listed := im.wanted.all != (desk.WantedCounts{}); im.offered > 0 || !listed {
		fmt.Fprintf(a.Stdout, "%s offered, %s imported\n", text.Count(im.offered, "page or article", "pages or articles"), text.Count(show.counts.Read-show.counts.Again, "report", "reports"))
	}
	im.wanted.say(a)
	if n := show.counts.Again; n > 0 {
		fmt.Fprintf(a.Stdout, "%s of reports imported\n", text.Count(n, "other version", "other versions"))
	}
	if im.looks > 0 {
		fmt.Fprintf(a.Stdout, "%s imported\n", text.Count(im.looks, "other answer at the addresses of reports", "other answers at the addresses of reports"))
	}
	if im.ruledOn > 0 {
		fmt.Fprintf(a.Stdout, "%s on stories imported\n", text.Count(im.ruledOn, "ruling", "rulings"))
	}
	if im.printedOn > 0 {
		fmt.Fprintf(a.Stdout, "%s of before imported\n", text.Count(im.printedOn, "edition", "editions"))
	}
	im.sayRefused()
	im.sites.say(a)
	im.items.say(a)
	if im.offered > show.counts.Read+im.faults {
		fmt.Fprintln(a.Stderr, "waidian: the others are known already, or contain no report")
	}
	if im.faults > 0 {
		return fmt.Errorf("import: %d passed over, as named above; %s imported", im.faults, text.Count(show.counts.Read-show.counts.Again, "report", "reports"))
	}
	return nil
}

// there reports the mistake of naming nothing that exists. One missing name among others is passed over.
func (cmd *importCmd) there() (err error) {
	for _, name := range cmd.Files {
		if _, err = os.Stat(name); err == nil {
			return nil
		}
	}
	return usageError{err}
}

// importer is one run of import.
type importer struct {
	cmd       *importCmd
	a         *app
	p         *parts
	show      *progress
	offered   int
	looks     int // answers that are no pages, of addresses of reports
	faults    int
	refused   int // faults in a row that the desk, not the file, is the cause of
	batch     []desk.Brought
	places    []string // where the reports of the batch come from
	bytes     int      // of the batch, about
	copies    spooled
	rulings   []news.Ruling  // on stories, of all files
	ruledOn   int            // rulings that the desk did not have
	editions  []news.Edition // of all files
	printedOn int            // editions that the desk did not have
	sites     sites
	ofSite    bool // the file at hand lies in a folder of a static site
	items     itemCounts
	keys      []translog.Verifier // that the operator gave as those of the desks whose logs the files carry
	wanted    wanted
	hinted    map[string]bool // advice that was given
	done      int64           // bytes of the files that were read
	unpacked  map[string]bool // folders that were looked at: whether each is a WACZ that was unpacked

	refusedForms map[form]int // files of forms that are not read
}

// importGC is how much the heap grows between two collections while files are read, in per cent: little is held then.
const importGC = 100

const (
	batchReports = 256      // reports handed to the desk together
	batchBytes   = 16 << 20 // and the most of their text
	mostRefused  = 20       // in a row: then it is not the reports
	mostRulings  = 100_000
	mostEditions = 100_000
)

// all imports the files. Its error ends the import; what is wrong with a file does not.
func (im *importer) all(ctx context.Context) (err error) {
	defer debug.SetGCPercent(debug.SetGCPercent(importGC))
	defer func() { err = errors.Join(err, im.copies.close()) }()
	for _, name := range im.cmd.Files {
		if err := im.named(ctx, name); err != nil {
			return err
		}
	}
	if err := im.flushWanted(ctx); err != nil {
		return err
	}
	if err := im.flush(ctx); err != nil {
		return err
	}
	if err := im.putAside(ctx); err != nil { // copies, when their originals are there
		return err
	}
	if err := im.flush(ctx); err != nil {
		return err
	}
	if im.ruledOn, err = im.p.desk.BringRulings(ctx, im.rulings); err != nil {
		return err
	}
	im.printedOn, err = im.p.desk.BringEditions(ctx, im.editions)
	return err
}

// named imports a file, or the files of a folder.
func (im *importer) named(ctx context.Context, name string) error {
	info, err := os.Stat(name)
	if err != nil {
		im.fault(name, err)
		return nil
	}
	if !info.IsDir() {
		return im.file(ctx, name, false)
	}
	known := im.offered + im.faults + im.items.all
	err = walk(name, func(path string, _ fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			im.fault(path, err)
			return nil
		}
		return im.file(ctx, path, true)
	})
	if err == nil && im.offered+im.faults+im.items.all == known {
		im.fault(name, errors.New("the folder has no file of a form that import reads"))
	}
	return err
}

// fault names what is passed over.
func (im *importer) fault(place string, err error) {
	im.faults++
	var path *fs.PathError
	if errors.As(err, &path) { // the place has the name already
		err = path.Err
	}
	im.show.aside()
	fmt.Fprintf(im.a.Stderr, "waidian: %s: %s\n", shown(place), shown(err.Error()))
	var h hinted
	if errors.As(err, &h) && !im.hinted[h.hint] { // once, whatever a folder is full of
		fmt.Fprintf(im.a.Stderr, "waidian: hint: %s\n", h.hint)
		if im.hinted == nil {
			im.hinted = map[string]bool{}
		}
		im.hinted[h.hint] = true
	}
}

// failed counts a report that the desk could not take; its error is that of the desk where
// it is not the report's fault.
func (im *importer) failed(ctx context.Context, place string, err error) error {
	if ctx.Err() != nil || im.a.storageHint(err) != "" {
		return err
	}
	if im.refused++; im.refused >= mostRefused {
		return err
	}
	im.fault(place, err)
	return nil
}

// article adds an article to what is imported next.
func (im *importer) article(ctx context.Context, place string, it news.Item, earlier []news.Article, size int) error {
	return im.take(ctx, place, im.brought(it, earlier), size)
}

// brought is a report with its earlier states for the desk.
func (im *importer) brought(it news.Item, earlier []news.Article) desk.Brought {
	return desk.Brought{
		Source: im.source(it), Article: it.Article, Earlier: earlier, Digest: it.Digest, Story: it.Story, CopyOf: it.CopyOf, Sights: it.Sights,
	}
}

// take adds a report of about so many bytes to what is imported next.
func (im *importer) take(ctx context.Context, place string, b desk.Brought, size int) error {
	if b.Article.Captured.IsZero() {
		b.Article.Captured = im.a.Now()
	}
	im.offered++
	im.batch = append(im.batch, b)
	im.places = append(im.places, place)
	im.bytes += size
	if len(im.batch) < batchReports && im.bytes < batchBytes {
		return nil
	}
	return im.flush(ctx)
}

// flush hands to the desk what has been gathered.
func (im *importer) flush(ctx context.Context) error {
	if len(im.batch) == 0 {
		return nil
	}
	refused, err := im.p.desk.BringArticles(ctx, im.batch)
	places := im.places
	im.batch, im.places, im.bytes = nil, nil, 0 // their texts are held no longer
	for i, place := range places {
		if refused[i] == nil {
			im.refused = 0
		} else if stop := im.failed(ctx, place, refused[i]); stop != nil {
			return stop
		}
	}
	return err
}

// page imports a captured page of which nothing else is known.
func (im *importer) page(ctx context.Context, place string, c news.Capture) error {
	return im.pageOf(ctx, place, c, news.Article{URL: c.Final})
}

// pageOf imports a captured page of a source that is named as that of an article.
func (im *importer) pageOf(ctx context.Context, place string, c news.Capture, of news.Article) error {
	im.offered++
	_, err := im.p.desk.Bring(ctx, im.source(news.Item{Article: of}), c)
	if err != nil {
		return im.failed(ctx, place, err)
	}
	im.refused = 0
	return nil
}

// source is the source of a report: that of --source, else its own, else the host of its address; with the
// details of the configuration if it is watched.
func (im *importer) source(it news.Item) news.Source {
	a := it.Article
	host := hostOf(a.URL)
	id := news.SourceID(cmp.Or(im.cmd.Source, string(a.Source), config.SourceID(host), "imported"))
	watched := im.p.desk.Sources
	if i := slices.IndexFunc(watched, func(s news.Source) bool { return s.ID == id }); i >= 0 {
		return watched[i]
	}
	outlet := cmp.Or(a.Outlet, im.cmd.Name, host)
	return news.Source{
		ID: id, Name: cmp.Or(im.cmd.Name, a.SourceName, outlet, "Imported"), Outlet: cmp.Or(outlet, "Imported"),
		Rights: it.Rights,
	}
}

// watches reports whether a source is in the configuration, at a host.
func (im *importer) watches(id news.SourceID, host string) bool {
	return slices.ContainsFunc(im.p.desk.Sources, func(s news.Source) bool { return s.ID == id && hostOf(s.URL) == host })
}

// hostOf is the host of an address, which names an outlet of which nothing else is known; "" for none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || strings.HasSuffix(u.Hostname(), ".invalid") {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
