package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/story"
	"github.com/waidian/waidian/internal/text"
)

// The filters read one document, or a stream of lines, and touch neither database
// nor network, but for the model that digest asks.

const (
	longestDocument = 64 << 20 // bytes of one document
	longestLine     = 16 << 20 // bytes of one JSON line
)

// read returns the document in the file, or on standard input for "" and "-".
func (a *app) read(file string) ([]byte, error) {
	r := a.Stdin
	if file != "" && file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, usageError{err}
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, longestDocument+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", firstOf(file, "standard input"), err)
	}
	if len(b) > longestDocument {
		return nil, fmt.Errorf("read %s: longer than %d MiB", firstOf(file, "standard input"), longestDocument>>20)
	}
	return b, nil
}

// lines yields the lines of the file, or of standard input, with their numbers.
func (a *app) lines(file string) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		r := a.Stdin
		if file != "" && file != "-" {
			f, err := os.Open(file)
			if err != nil {
				yield(0, nil)
				return
			}
			defer f.Close()
			r = f
		}
		s := bufio.NewScanner(r)
		s.Buffer(make([]byte, 64<<10), longestLine)
		for n := 1; s.Scan(); n++ {
			if line := bytes.TrimSpace(s.Bytes()); len(line) > 0 && !yield(n, line) {
				return
			}
		}
		if s.Err() != nil {
			yield(-1, []byte(s.Err().Error()))
		}
	}
}

// eachLine decodes each line as a T and hands it on. A line that cannot be read
// ends the work with its number.
func eachLine[T any](a *app, file string, f func(T) error) error {
	for n, line := range a.lines(file) {
		switch n {
		case 0:
			return usageError{fmt.Errorf("there is no file %s that can be read", file)}
		case -1:
			return fmt.Errorf("read %s: %s", firstOf(file, "standard input"), line)
		}
		var v T
		if err := json.Unmarshal(line, &v); err != nil {
			return hint(usageError{fmt.Errorf("line %d: %w", n, err)}, "one JSON object a line")
		}
		if err := f(v); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return nil
}

type feedCmd struct {
	URL    string   `help:"The address the document was fetched from." name:"url" placeholder:"URL"`
	Header []string `help:"A header field of the answer: 'Content-Type: text/xml'." placeholder:"'K: V'" sep:"none"`
	Kind   string   `help:"What the document is; found out when absent." enum:"feed,sitemap,opml,html," default:""`
	File   string   `arg:"" optional:"" help:"The document; standard input when absent or -."`
}

func (feedCmd) Help() string {
	return `Reads a feed, a news sitemap, an OPML file, or a page's feed links, and prints what is in
it as JSON.

Example:  waidian feed --url https://example.org/feed.xml feed.xml`
}

func (cmd *feedCmd) Run(a *app) error {
	body, err := a.read(cmd.File)
	if err != nil {
		return err
	}
	header := http.Header{}
	for _, h := range cmd.Header {
		k, v, ok := strings.Cut(h, ":")
		if !ok {
			return hint(usageError{fmt.Errorf("--header %q has no colon", h)}, "like --header 'Content-Type: text/xml'")
		}
		header.Add(strings.TrimSpace(k), strings.TrimSpace(v))
	}
	doc, err := feed.Parse(body, feed.Options{URL: cmd.URL, Header: header, Kind: feedKinds[cmd.Kind]})
	if werr := feed.WriteJSON(a.Stdout, doc, err); werr != nil {
		return werr
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", firstOf(cmd.File, "standard input"), err)
	}
	return nil
}

// feedKinds are the words of --kind.
var feedKinds = map[string]feed.Kind{"": feed.Any, "feed": feed.Feed, "sitemap": feed.Sitemap, "opml": feed.OPML, "html": feed.HTML}

type extractCmd struct {
	URL  string `help:"The address of the page." name:"url" placeholder:"URL"`
	File string `arg:"" optional:"" help:"The page; standard input when absent or -."`
}

func (extractCmd) Help() string {
	return `Reads the article out of an HTML page and prints it as JSON.

Example:  waidian extract --url https://example.org/report.html report.html`
}

func (cmd *extractCmd) Run(a *app) error {
	art, err := a.article(cmd.File, cmd.URL)
	if err != nil {
		return err
	}
	return printRecord(a.Stdout, extracted(art))
}

// article reads the article out of a page.
func (a *app) article(file, url string) (news.Article, error) {
	body, err := a.read(file)
	if err != nil {
		return news.Article{}, err
	}
	return a.articleOf(body, url)
}

func (a *app) articleOf(body []byte, url string) (news.Article, error) {
	c := news.Capture{
		URL: url, Final: url, Status: 200, Body: body, Raw: body, At: a.Now(),
		Header: map[string][]string{},
	}
	art, err := extract.Extract(c, extract.Options{})
	if err != nil {
		return art, err
	}
	if art.Canonical == "" {
		art.Canonical = url
	}
	if art.Canonical != "" {
		art.ID = news.NewArticleID(discover.Key(art.Canonical))
	}
	return art, nil
}

// extracted is an article as extract prints it: without what only the desk knows.
func extracted(a news.Article) site.Record {
	r := site.RecordOf(news.Item{Article: a})
	r.Page, r.Source, r.Captured = "", "", ""
	return r
}

func printRecord(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

type digestCmd struct {
	URL  string `help:"The address of the page." name:"url" placeholder:"URL"`
	File string `arg:"" optional:"" help:"An HTML page, or an article as extract prints it; standard input when absent or -."`
}

func (digestCmd) Help() string {
	return `Digests one report with the configured model, checks the digest and prints it as JSON with
its verdict. Without a model the digest is an extract.

Example:  waidian digest --url https://example.org/report.html report.html`
}

func (cmd *digestCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	body, err := a.read(cmd.File)
	if err != nil {
		return err
	}
	art, err := a.anyArticle(body, cmd.URL)
	if err != nil {
		return err
	}
	names, err := a.glossary(c)
	if err != nil {
		return err
	}
	checker := check.Checker{Names: names}
	d := digest.Extract(art)
	v := checker.Check(art, d)
	if c.Digest.Endpoint != "" {
		if d, v, err = a.digestTwice(ctx, a.writer(c, names, nil), checker, art); err != nil {
			return err
		}
	}
	return printRecord(a.Stdout, digestJSON(d, v))
}

// digestTwice asks for a digest, and once more when the check rejects a sentence.
func (a *app) digestTwice(ctx context.Context, w *digest.Writer, c check.Checker, art news.Article) (news.Digest, news.Verdict, error) {
	d, err := w.Digest(ctx, art, nil)
	if err != nil {
		return d, news.Verdict{}, err
	}
	v := c.Check(art, d)
	if v.OK() {
		return d, v, nil
	}
	var reasons []news.Finding
	for _, fs := range append([][]news.Finding{v.Title}, v.Claims...) {
		for _, f := range fs {
			if f.Rejects {
				reasons = append(reasons, f)
			}
		}
	}
	second, err := w.Digest(ctx, art, reasons)
	if err != nil {
		return d, v, nil // the first stands, with its verdict
	}
	return second, c.Check(art, second), nil
}

// digestLine is what digest prints.
type digestLine struct {
	Title   string      `json:"title"`
	Lang    string      `json:"lang"`
	By      string      `json:"by"`
	Prompt  string      `json:"prompt,omitempty"`
	Summary []claimLine `json:"summary"`
	Verdict string      `json:"verdict"` // passed, warned, rejected
}

type claimLine struct {
	Text     string        `json:"text"`
	Evidence []int         `json:"evidence"`
	Findings []findingLine `json:"findings,omitempty"`
}

type findingLine struct {
	Rule    news.Rule `json:"rule"`
	Span    string    `json:"span"`
	Why     string    `json:"why"`
	Rejects bool      `json:"rejects"`
}

func digestJSON(d news.Digest, v news.Verdict) digestLine {
	out := digestLine{Title: d.Title, Lang: d.Lang, By: d.By, Prompt: d.Prompt, Verdict: "passed", Summary: []claimLine{}}
	found := len(v.Title) > 0
	for i, c := range d.Summary {
		line := claimLine{Text: c.Text, Evidence: append([]int{}, c.Evidence...)}
		if i < len(v.Claims) {
			for _, f := range v.Claims[i] {
				line.Findings = append(line.Findings, findingLine(f))
				found = true
			}
		}
		out.Summary = append(out.Summary, line)
	}
	switch {
	case !v.OK():
		out.Verdict = "rejected"
	case found:
		out.Verdict = "warned"
	}
	return out
}

// anyArticle reads an article as extract prints it, else an HTML page.
func (a *app) anyArticle(body []byte, url string) (news.Article, error) {
	if trimmed := bytes.TrimSpace(body); len(trimmed) == 0 || trimmed[0] != '{' {
		return a.articleOf(body, url)
	}
	var r site.Record
	if err := json.Unmarshal(body, &r); err != nil {
		return news.Article{}, usageError{fmt.Errorf("read article: %w", err)}
	}
	return articleFrom(r)
}

// articleFrom makes an article of its JSON form.
func articleFrom(r site.Record) (news.Article, error) {
	a := news.Article{
		ID: news.ArticleID(r.ID), URL: r.URL, Canonical: firstOf(r.Canonical, r.URL), Source: news.SourceID(r.Source), Outlet: r.Outlet,
		Kind: news.PageArticle, Title: r.Title, Standfirst: r.Description, Byline: r.Byline, Lang: r.Lang, Image: news.Image{URL: r.Image},
	}
	paragraphs := r.Paragraphs
	if len(paragraphs) == 0 && r.Text != "" {
		paragraphs = strings.Split(r.Text, "\n\n")
	}
	if a.Lang == "" {
		a.Lang = text.Lang(strings.Join(paragraphs, " "), "")
	}
	for _, p := range paragraphs {
		if p = text.Collapse(p); p == "" {
			continue
		}
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
		a.Words += text.Words(p, a.Lang)
	}
	if a.Title == "" || len(a.Blocks) == 0 {
		return a, usageError{errors.New("the article has no title or no text")}
	}
	var err error
	for _, t := range []struct {
		s  string
		to *time.Time
	}{{r.Published, &a.Published}, {r.Updated, &a.Updated}, {r.Captured, &a.Captured}} {
		if t.s == "" {
			continue
		}
		if *t.to, err = time.Parse(time.RFC3339, t.s); err != nil {
			return a, usageError{fmt.Errorf("read article %s: %w", r.ID, err)}
		}
	}
	if a.ID == "" && a.Canonical != "" {
		a.ID = news.NewArticleID(discover.Key(a.Canonical))
	}
	return a, nil
}

type checkCmd struct {
	File string `arg:"" optional:"" help:"JSON lines {id, published?, source:[sentence…], summary}; standard input when absent or -."`
}

func (checkCmd) Help() string {
	return `Checks each summary against its source sentences by rules, without a model, and prints
{id, verdict, span, why}: supported, number_mismatch, date_mismatch, quote_not_in_source or
name_not_in_source.

Example:  waidian check cases.jsonl`
}

type checkLine struct {
	ID        json.RawMessage `json:"id"`
	Published string          `json:"published"`
	Source    []string        `json:"source"`
	Summary   string          `json:"summary"`
}

type verdictLine struct {
	ID      json.RawMessage `json:"id"`
	Verdict news.Rule       `json:"verdict"`
	Span    string          `json:"span"`
	Why     string          `json:"why"`
}

func (cmd *checkCmd) Run(a *app) error {
	w := bufio.NewWriter(a.Stdout)
	err := eachLine(a, cmd.File, func(l checkLine) error {
		published, err := parseDay(l.Published)
		if err != nil {
			return usageError{err}
		}
		j := check.Judge(l.Source, published, l.Summary)
		return printRecord(w, verdictLine{orNull(l.ID), j.Verdict, j.Span, j.Why})
	})
	return errors.Join(err, w.Flush())
}

func orNull(id json.RawMessage) json.RawMessage {
	if len(id) == 0 {
		return json.RawMessage("null")
	}
	return id
}

// parseDay reads a day or an RFC 3339 time; "" is no time.
func parseDay(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, fmt.Errorf("published %q is neither a day nor a time", s)
	}
	return t, nil
}

type clusterCmd struct {
	File string `arg:"" optional:"" help:"JSON lines {id, date, lang, title, text} in order of arrival; standard input when absent or -."`
}

func (clusterCmd) Help() string {
	return `Gathers articles that report one event, and finds copies. Prints {id, cluster, copy_of?}.

Example:  waidian cluster articles.jsonl`
}

type articleLine struct {
	ID    json.RawMessage `json:"id"`
	Date  string          `json:"date"`
	Lang  string          `json:"lang"`
	Title string          `json:"title"`
	Text  string          `json:"text"`
}

type clusterLine struct {
	ID      json.RawMessage `json:"id"`
	Cluster news.StoryID    `json:"cluster"`
	CopyOf  json.RawMessage `json:"copy_of,omitempty"`
}

func (cmd *clusterCmd) Run(a *app) error {
	w := bufio.NewWriter(a.Stdout)
	var failed error
	copies := dedupe.NewIndex()
	reports := func(yield func(story.Report) bool) {
		failed = eachLine(a, cmd.File, func(l articleLine) error {
			r, err := l.report(copies)
			if err != nil {
				return err
			}
			if !yield(r) {
				return errors.New("the output could not be written")
			}
			return nil
		})
	}
	for p := range story.Cluster(reports, story.Options{}) {
		line := clusterLine{ID: json.RawMessage(p.ID), Cluster: p.Story}
		if p.CopyOf != "" {
			line.CopyOf = json.RawMessage(p.CopyOf)
		}
		if err := printRecord(w, line); err != nil {
			return err
		}
	}
	return errors.Join(failed, w.Flush())
}

// report makes of a line what the index of stories compares.
func (l articleLine) report(copies *dedupe.Index) (story.Report, error) {
	at, err := parseDay(l.Date)
	if err != nil {
		return story.Report{}, usageError{err}
	}
	id := news.ArticleID(orNull(l.ID))
	paragraphs := strings.Split(l.Text, "\n")
	print := dedupe.Of(paragraphs)
	r := dedupe.Report{ID: id, Title: l.Title, At: at, Print: print}
	out := story.Report{ID: id, At: at, Kind: news.PageArticle, Features: story.Of(l.Title, paragraphs, l.Lang)}
	copies.Forget(at.Add(-10 * 24 * time.Hour))
	if m, ok := copies.Match(r); ok && m.Relation == dedupe.Copy {
		out.CopyOf = m.ID
		return out, nil
	}
	copies.Add(r)
	return out, nil
}
