package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/mhtml"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
)

type exportCmd struct {
	Format string `help:"jsonl: one article a line; markdown: a Hugo content folder." enum:"jsonl,markdown" default:"jsonl"`
	Out    string `help:"File (jsonl) or folder (markdown); standard output when absent." placeholder:"PATH"`
	Source string `help:"Of this source alone." placeholder:"ID"`
}

func (exportCmd) Help() string {
	return `Writes every article that is not taken down, newest first.

Example:  waidian export --format jsonl --out articles.jsonl`
}

func (cmd *exportCmd) Run(ctx context.Context, a *app) error {
	if cmd.Format == "markdown" && cmd.Out == "" {
		return hint(usageError{errors.New("a Hugo content folder needs --out DIR")}, "like --out site/content/posts")
	}
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	o, err := a.open(ctx, c, reading)
	if err != nil {
		return err
	}
	defer o.Close()
	write, finish, err := cmd.sink(a, c.Site.Title)
	if err != nil {
		return err
	}
	n, err := o.each(ctx, news.SourceID(cmd.Source), write)
	if err = errors.Join(err, finish(err == nil)); err != nil {
		return err
	}
	fmt.Fprintf(a.Stderr, "waidian: %d articles written\n", n)
	return nil
}

// each calls f for every article, newest first, a hundred at a time.
func (o *office) each(ctx context.Context, source news.SourceID, f func(news.Item) error) (int, error) {
	var rows []store.Row
	err := o.db.View(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.Rows(store.Shelf{Source: source})
		return err
	})
	if err != nil {
		return 0, err
	}
	n := 0
	for len(rows) > 0 {
		batch := rows[:min(100, len(rows))]
		rows = rows[len(batch):]
		ids := make([]news.ArticleID, len(batch))
		for i, r := range batch {
			ids[i] = r.ID
		}
		var items []news.Item
		err := o.db.View(ctx, func(tx *store.Tx) (err error) {
			items, err = tx.Items(ids)
			return err
		})
		if err != nil {
			return n, err
		}
		for _, it := range items {
			if err := f(it); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// sink is where articles go, and what ends the writing.
func (cmd *exportCmd) sink(a *app, _ string) (write func(news.Item) error, finish func(ok bool) error, err error) {
	if cmd.Format == "markdown" {
		return func(it news.Item) error { return writeMarkdown(cmd.Out, it) }, func(bool) error { return nil }, nil
	}
	if cmd.Out == "" {
		w := bufio.NewWriter(a.Stdout)
		return func(it news.Item) error { return printRecord(w, site.RecordOf(it)) }, func(bool) error { return w.Flush() }, nil
	}
	// The file appears whole under its name, or not at all.
	f, err := os.CreateTemp(filepath.Dir(cmd.Out), "."+filepath.Base(cmd.Out)+"-*")
	if err != nil {
		return nil, nil, fmt.Errorf("export: %w", err)
	}
	w := bufio.NewWriter(f)
	finish = func(ok bool) error {
		err := errors.Join(w.Flush(), f.Close())
		if err != nil || !ok {
			return errors.Join(err, os.Remove(f.Name()))
		}
		if err := os.Chmod(f.Name(), 0o644); err != nil {
			return err
		}
		return os.Rename(f.Name(), cmd.Out)
	}
	return func(it news.Item) error { return printRecord(w, site.RecordOf(it)) }, finish, nil
}

// writeMarkdown writes an article as a page of a Hugo content folder.
func writeMarkdown(dir string, it news.Item) error {
	art, d := it.Article, it.Digest
	var b bytes.Buffer
	front := map[string]any{
		"title": art.SourceName + "-" + art.Title, "date": art.Published, "lang": art.Lang,
		"outlet": art.Outlet, "source": art.URL, "tags": art.Tags, "digest_by": d.By,
	}
	if d.Title != "" {
		front["description"] = d.Title
	}
	head, err := json.MarshalIndent(front, "", "  ") // Hugo reads JSON front matter as it is
	if err != nil {
		return fmt.Errorf("export %s: %w", art.ID, err)
	}
	b.Write(head)
	b.WriteString("\n\n")
	for i, c := range d.Summary {
		if i > 0 && !strings.HasPrefix(d.Lang, "zh") && !strings.HasPrefix(d.Lang, "ja") {
			b.WriteByte(' ')
		}
		b.WriteString(escapeMarkdown(c.Text))
	}
	for _, block := range art.Blocks {
		b.WriteString("\n\n")
		switch block.Kind {
		case news.Heading:
			b.WriteString("## ")
		case news.ListItem:
			b.WriteString("- ")
		case news.Quote:
			b.WriteString("> ")
		}
		b.WriteString(escapeMarkdown(block.Text))
	}
	b.WriteString("\n")
	name := strings.TrimSuffix(path.Base(site.ArticlePath(art)), ".html") + ".md"
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if _, err := atomically.Write(filepath.Join(dir, name), b.Bytes()); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// markdownMarks are escaped wherever they stand (CommonMark 0.31, 2.4).
var markdownMarks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "&", `\&`, "{{", `{\{`, "~", `\~`)

func escapeMarkdown(s string) string {
	s = markdownMarks.Replace(s)
	if s != "" && strings.ContainsRune("#>-+=0123456789", rune(s[0])) {
		// at the start of a line these would begin a heading, a quotation or a list
		if i := strings.IndexAny(s, ".)"); i > 0 && i < 10 && strings.Trim(s[:i], "0123456789") == "" {
			return s[:i] + `\` + s[i:]
		}
		if strings.ContainsRune("#>-+=", rune(s[0])) {
			return `\` + s
		}
	}
	return s
}

type importCmd struct {
	Files  []string `arg:"" help:"HTML, MHTML, WARC (.warc, .warc.gz) or our own .jsonl." name:"file"`
	Source string   `help:"The source they belong to." default:"imported" placeholder:"ID"`
	Name   string   `help:"How its reports are headed." default:"Imported"`
	URL    string   `help:"The address of a single HTML page." name:"url" placeholder:"URL"`
}

func (importCmd) Help() string {
	return `Saved pages go through the same stages as fetched ones: they are kept in the archive, read,
placed among other reports, digested and published.

Example:  waidian import --url https://example.org/report saved.html`
}

func (cmd *importCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	o, err := a.open(ctx, c, working)
	if err != nil {
		return err
	}
	defer o.Close()
	p := newProgress(a, false)
	o.desk.Told = p.told
	defer p.end()
	src := news.Source{ID: news.SourceID(cmd.Source), Name: cmd.Name, Outlet: cmd.Name, Rights: news.RightsExcerpt}
	for _, s := range c.News() {
		if s.ID == src.ID {
			src = s
		}
	}
	n := 0
	for _, file := range cmd.Files {
		got, err := cmd.bring(ctx, a, o, src, file)
		n += got
		if err != nil {
			return fmt.Errorf("import %s: %w", file, err)
		}
	}
	if err := o.desk.Finish(ctx); err != nil {
		return err
	}
	p.end()
	fmt.Fprintf(a.Stdout, "%d reports imported, %d read\n", n, p.counts.Read)
	return nil
}

// bring imports one file, by what its name says it is.
func (cmd *importCmd) bring(ctx context.Context, a *app, o *office, src news.Source, file string) (int, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, usageError{err}
	}
	defer f.Close()
	switch low := strings.ToLower(file); {
	case strings.HasSuffix(low, ".jsonl"):
		return cmd.bringLines(ctx, a, o, src, file)
	case strings.HasSuffix(low, ".warc"), strings.HasSuffix(low, ".warc.gz"):
		n := 0
		err := archive.Read(f, func(c news.Capture) error {
			ok, err := o.desk.Bring(ctx, src, c)
			if ok {
				n++
			}
			return err
		})
		return n, err
	case strings.HasSuffix(low, ".mhtml"), strings.HasSuffix(low, ".mht"):
		c, err := mhtml.Read(f)
		if err != nil {
			return 0, err
		}
		c.At = a.Now()
		return one(o.desk.Bring(ctx, src, c))
	default:
		body, err := io.ReadAll(io.LimitReader(f, longestDocument))
		if err != nil {
			return 0, err
		}
		return one(o.desk.Bring(ctx, src, cmd.saved(a, file, body)))
	}
}

func one(ok bool, err error) (int, error) {
	if ok {
		return 1, err
	}
	return 0, err
}

// saved is a saved page as a capture. Its address is the one given, else the one
// that browsers note in a page they save, else the file's own.
func (cmd *importCmd) saved(a *app, file string, body []byte) news.Capture {
	url := cmd.URL
	if url == "" {
		url = savedFrom(body)
	}
	if url == "" {
		url = "http://saved.invalid/" + filepath.Base(file)
	}
	return news.Capture{
		URL: url, Final: url, Status: 200, Proto: "HTTP/1.1", Raw: body, Body: body, At: a.Now(),
		Header: map[string][]string{"Content-Type": {"text/html"}},
	}
}

// savedFrom reads the comment "saved from url=(0023)https://…" that browsers write.
func savedFrom(body []byte) string {
	head := body[:min(len(body), 4096)]
	i := bytes.Index(head, []byte("saved from url=("))
	if i < 0 {
		return ""
	}
	rest := head[i:]
	j := bytes.IndexByte(rest, ')')
	if j < 0 {
		return ""
	}
	rest = rest[j+1:]
	if end := bytes.IndexAny(rest, " \t\r\n>"); end > 0 {
		return strings.TrimSuffix(string(rest[:end]), "--")
	}
	return ""
}

// bringLines imports articles as export writes them.
func (cmd *importCmd) bringLines(ctx context.Context, a *app, o *office, src news.Source, file string) (int, error) {
	n := 0
	err := eachLine(a, file, func(r site.Record) error {
		art, err := articleFrom(r)
		if err != nil {
			return err
		}
		if art.Captured.IsZero() {
			art.Captured = a.Now()
		}
		from := src
		if art.Outlet != "" {
			from.Outlet = art.Outlet
		}
		n++
		return o.desk.BringArticle(ctx, from, art)
	})
	return n, err
}
