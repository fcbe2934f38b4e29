package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
)

// The filters read one document, or a stream of lines. They touch neither the database nor the network,
// except for the model that digest asks.

const (
	longestDocument = 64 << 20 // bytes of one document
	longestLine     = 16 << 20 // bytes of one JSON line
)

// input opens the file, or standard input for "" and "-".
func (a *app) input(file string) (io.ReadCloser, error) {
	if file == "" || file == "-" {
		return io.NopCloser(a.Stdin), nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, usageError{err}
	}
	return f, nil
}

// inputName names the file in messages.
func inputName(file string) string {
	if file == "" || file == "-" {
		return "standard input"
	}
	return file
}

// read returns the document in the file, or on standard input.
func (a *app) read(file string) ([]byte, error) {
	r, err := a.input(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := wholeDocument(r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", inputName(file), err)
	}
	return b, nil
}

// wholeDocument reads one document to its end.
func wholeDocument(in io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in, longestDocument+1))
	if err == nil && len(b) > longestDocument {
		err = fmt.Errorf("longer than %d MiB", longestDocument>>20)
	}
	return b, err
}

// eachLine decodes each line of the file as a T and calls f for it. The error of a line names its number.
func eachLine[T any](a *app, file string, f func(T) error) error {
	return decodeLines(a, file, f, func(err error) error { return err })
}

// oneALine is what to do about lines that cannot be read.
const oneALine = "one JSON object a line, in UTF-8; jq -c '.[]' makes lines of a list"

// everyLine is eachLine for lines that stand each for itself: a broken one is told and
// passed over, and the error at the end counts them. f's error ends it, unless it is a
// usageError, which says that the line is broken.
func everyLine[T any](a *app, file string, f func(T) error) error {
	broken := 0
	err := decodeLines(a, file, f, func(err error) error {
		var u usageError
		if !errors.As(err, &u) {
			return err
		}
		broken++
		tell(a.Stderr, slog.LevelError, fmt.Sprintf("waidian: %v", err))
		return nil
	})
	if err != nil || broken == 0 {
		return err
	}
	return hint(usageError{fmt.Errorf("%s: %d passed over, as named above; all other lines have been answered", inputName(file), broken)}, oneALine)
}

// decodeLines decodes each line and calls f with it, and bad with what is wrong with a
// line; the error of bad ends it.
func decodeLines[T any](a *app, file string, f func(T) error, bad func(error) error) error {
	r, err := a.input(file)
	if err != nil {
		return err
	}
	defer r.Close()
	return eachRawLine(r, func(n int, line []byte, err error) error {
		if err == nil {
			var v T
			if wrong := json.Unmarshal(line, &v); n == 1 && utf16(line) {
				err = hint(usageError{errors.New("it is in UTF-16")}, oneALine)
			} else if wrong != nil {
				err = hint(usageError{notJSON(wrong)}, oneALine)
			} else {
				err = f(v)
			}
		}
		if err == nil {
			return nil
		}
		return bad(fmt.Errorf("%s, line %d: %w", inputName(file), n, err))
	})
}

// utf16 reports whether a text begins with the mark of UTF-16.
func utf16(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
}

type feedCmd struct {
	URL    string   `help:"Address of the document." name:"url" placeholder:"URL"`
	Header []string `help:"Header field that came with the document, like 'Content-Type: text/xml'." placeholder:"'K: V'" sep:"none"`
	Kind   string   `help:"feed, sitemap, opml or html; without it the kind is detected." enum:"feed,sitemap,opml,html," default:""`
	File   string   `arg:"" optional:"" help:"The document; without it or with - standard input."`
}

func (feedCmd) Help() string {
	return `Reads a feed, a news sitemap, an OPML file, or the links to feeds on a page, and prints them
as JSON.

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
	if werr := feed.WriteJSON(record.Safe(a.Stdout), doc, err); werr != nil {
		return werr
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", inputName(cmd.File), err)
	}
	return nil
}

// feedKinds are the values of --kind.
var feedKinds = map[string]feed.Kind{"": feed.Any, "feed": feed.Feed, "sitemap": feed.Sitemap, "opml": feed.OPML, "html": feed.HTML}

type extractCmd struct {
	URL  string `help:"Address of the page." name:"url" placeholder:"URL"`
	File string `arg:"" optional:"" help:"The page; without it or with - standard input."`
}

func (extractCmd) Help() string {
	return `Finds the article in an HTML page and prints it as JSON. "kind" says what the page is:
article, live, paywall, video, consent or none; the last two end with exit status 1.
"blocks" has the text in parts: p, h, li, quote, row (of a table), caption.
Such a part may have its "number" in a list, and a "label": how it begins in bold.

Example:  waidian extract --url https://example.org/report.html report.html`
}

func (cmd *extractCmd) Run(a *app) error {
	art, err := a.article(cmd.File, cmd.URL)
	if err != nil && !errors.Is(err, news.ErrNoText) {
		return err
	}
	r := record.OfExtracted(art)
	if err != nil {
		r.Notes = append(r.Notes, err.Error())
	}
	if perr := printRecord(a.Stdout, r); perr != nil {
		return perr
	}
	return err
}

// article extracts the article from a page.
func (a *app) article(file, url string) (news.Article, error) {
	body, err := a.read(file)
	if err != nil {
		return news.Article{}, err
	}
	art, err := a.articleOf(body, url)
	if err != nil {
		return art, named{err, inputName(file)}
	}
	return art, nil
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

func printRecord(w io.Writer, v any) error {
	e := json.NewEncoder(record.Safe(w))
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// anyArticle reads an article as extract prints it, else an HTML page.
func (a *app) anyArticle(body []byte, url string) (news.Article, error) {
	if trimmed := bytes.TrimSpace(body); len(trimmed) == 0 || trimmed[0] != '{' {
		return a.articleOf(body, url)
	}
	var r record.Record
	if err := json.Unmarshal(body, &r); err != nil {
		return news.Article{}, usageError{fmt.Errorf("read article: %w", notJSON(err))}
	}
	art, err := articleFrom(r)
	if err == nil && len(art.Blocks) == 0 {
		err = usageError{errors.New("the article has no text")}
	}
	return art, err
}

// articleFrom turns the JSON form of an article into an article. Without an ID there, the ID is that of its address.
func articleFrom(r record.Record) (news.Article, error) {
	a, err := r.Article()
	if err != nil {
		return a, usageError{err}
	}
	if a.ID == "" && a.Canonical != "" {
		a.ID = news.NewArticleID(discover.Key(a.Canonical))
	}
	return a, nil
}
