package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/hugo"
	"github.com/waidian/waidian/internal/mhtml"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/store"
)

type exportCmd struct {
	Format string    `help:"jsonl, markdown (a Hugo folder), epub (a book) or zip (the whole site)." enum:"jsonl,markdown,epub,zip" default:"jsonl"`
	Out    string    `help:"File (jsonl, epub, zip) or folder (markdown); without it jsonl goes to standard output." placeholder:"PATH"`
	Of     selection `embed:""`
}

func (exportCmd) Help() string {
	return `Writes the articles that are not taken down: all of them, or those of a day, a story, a source
or a search. A book needs one of these. If [site] audience is public, books, markdown and the
site show what each source's rights allow; jsonl, from which a desk can be restored, holds all.

Example:

    waidian export --format jsonl --out articles.jsonl
    waidian export --format epub --day 2024-01-30 --out day.epub
    waidian export --format zip --out site.zip`
}

func (cmd *exportCmd) Run(ctx context.Context, a *app) error {
	if err := cmd.check(); err != nil {
		return err
	}
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	switch cmd.Format {
	case "zip":
		return cmd.site(ctx, a, p)
	case "epub":
		return cmd.book(ctx, a, p)
	}
	rows, err := cmd.Of.rows(ctx, p)
	if err != nil {
		return err
	}
	slices.Reverse(rows) // so that import finds an original before its copies
	n, err := cmd.each(ctx, a, p, rows)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stderr, "waidian: %d articles written\n", n)
	return nil
}

// outExamples are the hints for a format without --out.
var outExamples = map[string]string{
	"markdown": "a folder, like --out site/content/posts",
	"epub":     "a file, like --out day.epub",
	"zip":      "a file, like --out site.zip",
}

// check reports mistakes in the flags before anything is opened.
func (cmd *exportCmd) check() error {
	switch {
	case cmd.Format != "jsonl" && cmd.Out == "":
		return hint(usageError{fmt.Errorf("--format %s needs --out", cmd.Format)}, "%s", outExamples[cmd.Format])
	case cmd.Format == "epub" && cmd.Of.empty():
		return hint(usageError{errors.New("a book is of a day, a story, a source or a search")}, "add --day, --story, --source or --search")
	case cmd.Format == "zip" && !cmd.Of.empty():
		return hint(usageError{errors.New("a site is packed as a whole")}, "leave out --day, --story, --source and --search")
	}
	return nil
}

// each writes the articles one by one, as lines or as pages.
func (cmd *exportCmd) each(ctx context.Context, a *app, p *parts, rows []store.Row) (n int, err error) {
	all := func(write func(news.Item) error) error {
		for it, err := range p.items(ctx, rows) {
			if err == nil {
				err = write(it)
			}
			if err != nil {
				return err
			}
			n++
		}
		return nil
	}
	lines := func(w io.Writer) error {
		return all(func(it news.Item) error { return printRecord(w, record.Of(it, page.ArticlePath(it.Article))) })
	}
	switch {
	case cmd.Format == "markdown":
		err = all(func(it news.Item) error {
			if p.public() {
				it, _ = rights.Public(it)
			}
			return hugo.Write(filepath.Join(cmd.Out, markdownName(it.Article)), it)
		})
	case cmd.Out == "":
		w := bufio.NewWriter(a.Stdout)
		err = errors.Join(lines(w), w.Flush())
	default:
		err = atomically.Stream(cmd.Out, lines)
	}
	if err != nil {
		return n, fmt.Errorf("export: %w", err)
	}
	return n, nil
}

// markdownName is the name of a report's file in a content folder: that of its page in the site.
func markdownName(a news.Article) string {
	return strings.TrimSuffix(path.Base(page.ArticlePath(a)), ".html") + ".md"
}

type importCmd struct {
	Files  []string `arg:"" help:"HTML, MHTML, WARC (.warc, .warc.gz), or .jsonl as export writes it." name:"file"`
	Source string   `help:"Source of the reports; a line of .jsonl can name its own." placeholder:"ID"`
	Name   string   `help:"Name in headings, for a source that is not watched." placeholder:"NAME"`
	URL    string   `help:"Address of the page, for a single HTML page." name:"url" placeholder:"URL"`
}

func (importCmd) Help() string {
	return `The desk treats saved pages like fetched ones: it stores them in the archive, reads them, groups
them with other reports, digests and publishes them.

Example:  waidian import --url https://example.org/report saved.html`
}

func (cmd *importCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, working)
	if err != nil {
		return err
	}
	defer p.Close()
	show := newProgress(a, false)
	p.desk.Events = show.event
	defer show.end()
	n := 0
	for _, file := range cmd.Files {
		got, err := cmd.bring(ctx, a, p, file)
		n += got
		if err != nil {
			return fmt.Errorf("import %s: %w", file, err)
		}
	}
	if err := p.desk.Finish(ctx); err != nil {
		return err
	}
	show.end()
	fmt.Fprintf(a.Stdout, "%d pages or articles offered, %d reports imported\n", n, show.counts.Read)
	if n > show.counts.Read {
		fmt.Fprintln(a.Stderr, "waidian: the others are known already, or contain no report")
	}
	return nil
}

// source is the source of a report: that of --source, else its own, else "imported"; with the details of the
// configuration if it is watched.
func (cmd *importCmd) source(c config.Config, own, outlet string) news.Source {
	id := news.SourceID(cmp.Or(cmd.Source, own, "imported"))
	for _, s := range c.News() {
		if s.ID == id {
			return s
		}
	}
	name := cmp.Or(cmd.Name, outlet, "Imported")
	return news.Source{ID: id, Name: name, Outlet: cmp.Or(outlet, name), Rights: news.RightsExcerpt}
}

// bring imports one file, of the kind that its extension says, and returns the number of pages or articles in it.
func (cmd *importCmd) bring(ctx context.Context, a *app, p *parts, file string) (int, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, usageError{err}
	}
	defer f.Close()
	src := cmd.source(p.config, "", "")
	switch low := strings.ToLower(file); {
	case strings.HasSuffix(low, ".jsonl"):
		return cmd.bringLines(ctx, a, p, file)
	case strings.HasSuffix(low, ".warc"), strings.HasSuffix(low, ".warc.gz"):
		n := 0
		err := archive.Read(f, func(c news.Capture) error {
			n++
			_, err := p.desk.Bring(ctx, src, c)
			return err
		})
		return n, err
	case strings.HasSuffix(low, ".mhtml"), strings.HasSuffix(low, ".mht"):
		c, err := mhtml.Read(f)
		if err != nil {
			return 0, err
		}
		c.At = a.Now()
		_, err = p.desk.Bring(ctx, src, c)
		return 1, err
	default:
		body, err := io.ReadAll(io.LimitReader(f, longestDocument))
		if err != nil {
			return 0, err
		}
		_, err = p.desk.Bring(ctx, src, cmd.saved(a, file, body))
		return 1, err
	}
}

// saved is a saved page as a capture. Its address is that of --url, else the one that the browser wrote into
// the page, else one made from the name of the file.
func (cmd *importCmd) saved(a *app, file string, body []byte) news.Capture {
	url := cmd.URL
	if url == "" {
		url = mhtml.SavedFrom(body)
	}
	if url == "" {
		url = "http://saved.invalid/" + filepath.Base(file)
	}
	return news.Capture{
		URL: url, Final: url, Status: 200, Proto: "HTTP/1.1", Raw: body, Body: body, At: a.Now(),
		Header: map[string][]string{"Content-Type": {"text/html"}},
	}
}

// bringLines imports articles as export writes them, copies after all others, so that each finds its original
// whatever the order of the lines.
func (cmd *importCmd) bringLines(ctx context.Context, a *app, p *parts, file string) (int, error) {
	n, err := cmd.bringThose(ctx, a, p, file, false)
	if err != nil {
		return n, err
	}
	copies, err := cmd.bringThose(ctx, a, p, file, true)
	return n + copies, err
}

func (cmd *importCmd) bringThose(ctx context.Context, a *app, p *parts, file string, copies bool) (int, error) {
	n := 0
	err := eachLine(a, file, func(r record.Record) error {
		if copies != (r.CopyOf != "") {
			return nil
		}
		art, err := articleFrom(r)
		switch {
		case errors.Is(err, record.ErrNoTitle):
			n++
			fmt.Fprintf(a.Stderr, "waidian: left out, because it has no title: %s\n", shown(cmp.Or(r.URL, r.ID)))
			return nil
		case err != nil:
			return err
		}
		sights, err := r.Seen()
		if err != nil {
			return err
		}
		if art.Captured.IsZero() {
			art.Captured = a.Now()
		}
		n++
		return p.desk.BringArticle(ctx, cmd.source(p.config, r.Source, r.Outlet), desk.Brought{
			Article: art, Digest: r.Digest.News(), Story: news.StoryID(r.Story), CopyOf: news.ArticleID(r.CopyOf), Sights: sights,
		})
	})
	return n, err
}
