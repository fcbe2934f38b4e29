package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/clipping"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/text"
)

// json imports a document of JSON: a list of a reader, or one article as export or extract writes it. A list may be of any length.
func (im *importer) json(ctx context.Context, name string, in *bufio.Reader) error {
	body, err := io.ReadAll(io.LimitReader(in, longestLine))
	if err != nil {
		im.fault(name, err)
		return nil
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	err = clipping.Starred(io.MultiReader(bytes.NewReader(body), in), im.eachOf(ctx, name))
	var one record.Whole
	if errors.Is(err, clipping.ErrForm) && json.Unmarshal(body, &one) == nil && one.URL != "" {
		return im.line(ctx, name, body)
	}
	return im.listRead(name, err)
}

// eachOf imports the items of a list.
func (im *importer) eachOf(ctx context.Context, name string) func(clipping.Item) error {
	n := 0
	return func(item clipping.Item) error {
		n++
		place := name + ", item " + strconv.Itoa(n)
		a := item.Article
		if item.Err != nil {
			im.offered++
			im.fault(place, notJSON(item.Err))
			return nil
		}
		im.items.count(a)
		if a.Kind == news.PageHeadline { // its page is still to be read
			return ofDesk(im.want(ctx, a))
		}
		return ofDesk(im.article(ctx, place, news.Item{Article: a}, nil, len(a.Text())))
	}
}

// deskError is an error of the desk, and not of what is read.
type deskError struct{ error }

func (e deskError) Unwrap() error { return e.error }

func ofDesk(err error) error {
	if err != nil {
		return deskError{err}
	}
	return nil
}

// listRead says why a list was not read to its end; the error of the desk is returned.
func (im *importer) listRead(name string, err error) error {
	var ours deskError
	var cut *clipping.CutError
	switch {
	case err == nil:
	case errors.As(err, &ours):
		return ours.error
	case errors.Is(err, clipping.ErrForm):
		im.refuse(name, "")
	case errors.As(err, &cut):
		im.fault(name, cut)
	default:
		im.fault(name, err)
	}
	return nil
}

// table imports a list of addresses with commas, semicolons or tabs.
func (im *importer) table(ctx context.Context, name string, in *bufio.Reader) error {
	first, _ := in.Peek(4096)
	line, _, _ := strings.Cut(string(first), "\n")
	comma := ','
	for _, r := range ";\t" {
		if strings.Count(line, string(r)) > strings.Count(line, string(comma)) {
			comma = r
		}
	}
	return im.listRead(name, clipping.Table(in, comma, im.eachOf(ctx, name)))
}

// itemCounts count what the items of lists have and lack.
type itemCounts struct{ all, texts, noDate, tagged int }

func (c *itemCounts) count(a news.Article) {
	c.all++
	if len(a.Tags) > 0 {
		c.tagged++
	}
	if a.Kind == news.PageHeadline {
		return
	}
	c.texts++
	if a.Published.IsZero() {
		c.noDate++
	}
}

// say says what is lacking, what is kept otherwise and what is not kept.
func (c itemCounts) say(a *app) {
	if c.noDate > 0 {
		fmt.Fprintf(a.Stderr, "waidian: of %s of lists %d have no date\n", text.Count(c.texts, "text", "texts"), c.noDate)
	}
	if c.tagged > 0 {
		fmt.Fprintf(a.Stderr, "waidian: the labels of %s are kept as their tags: topics go by them, and the data of a page shows them\n", text.Count(c.tagged, "item", "items"))
	}
	if c.all > 0 {
		fmt.Fprintln(a.Stderr, "waidian: what was read or starred in another reader is not kept: marks belong to the readers of this desk")
	}
}

// lines imports articles as export writes them.
func (im *importer) lines(ctx context.Context, name string, r io.Reader) error {
	return eachRawLine(r, func(n int, line []byte, err error) error {
		place := fmt.Sprintf("%s, line %d", name, n)
		if err != nil {
			im.offered++
			im.fault(place, err)
			return nil
		}
		return im.line(ctx, place, line)
	})
}

// line imports an article as export writes it. Copies come after all other reports of all files, so that each
// finds its original whatever the order: they are put aside.
func (im *importer) line(ctx context.Context, place string, line []byte) error {
	var w record.Whole
	if err := json.Unmarshal(line, &w); err != nil {
		im.offered++
		im.fault(place, notJSON(err))
		return nil
	}
	if w.CopyOf != "" {
		return im.copies.add(aside{place, line})
	}
	return im.whole(ctx, place, w, len(line))
}

// putAside imports the copies.
func (im *importer) putAside(ctx context.Context) error {
	return im.copies.each(func(x aside) error {
		var w record.Whole
		if err := json.Unmarshal(x.Line, &w); err != nil {
			return fmt.Errorf("read %s again: %w", x.Place, err)
		}
		return im.whole(ctx, x.Place, w, len(x.Line))
	})
}

// whole imports an article of so many bytes.
func (im *importer) whole(ctx context.Context, place string, w record.Whole, size int) error {
	bad := func(err error) error {
		im.offered++
		im.fault(place, err)
		return nil
	}
	if w.URL = cmp.Or(w.URL, w.Canonical); !isWebAddress(w.URL) {
		return bad(errors.New("it has no url: it is not an article as waidian export writes it"))
	}
	it, earlier, err := w.News()
	if !articleID.MatchString(string(it.Article.ID)) {
		it.Article.ID = "" // the desk gives it one
	}
	im.ruled(place, w.Rulings)
	im.printed(place, w.Editions)
	if errors.Is(err, record.ErrNoTitle) {
		err = fmt.Errorf("it has no title: %s", w.URL)
	}
	if err != nil {
		return bad(err)
	}
	b := im.brought(it, earlier)
	b.Told, b.OldPaths = w.Told.News(), usablePaths(w.OldPaths)
	b.Waiting, b.Hold = w.Waits.News()
	return im.take(ctx, place, b, size)
}

// ruled puts aside what was decided on stories, until all reports are there.
func (im *importer) ruled(place string, list []record.Ruled) {
	for _, r := range list {
		ruling, err := r.News()
		if err == nil && slices.ContainsFunc(slices.Concat(ruling.Articles, ruling.Others), func(id news.ArticleID) bool {
			return !articleID.MatchString(string(id))
		}) {
			err = errors.New("a ruling names what is no report")
		}
		if err == nil && len(im.rulings) == mostRulings {
			err = fmt.Errorf("there are more than %d rulings", mostRulings)
		}
		if err != nil {
			im.offered++
			im.fault(place, err)
			continue
		}
		im.rulings = append(im.rulings, ruling)
	}
}

// printed puts editions aside, until all reports are there.
func (im *importer) printed(place string, list []record.Printed) {
	for _, p := range list {
		e, err := p.News()
		if err == nil && slices.ContainsFunc(e.Names(), func(id news.ArticleID) bool { return !articleID.MatchString(string(id)) }) {
			err = errors.New("an edition names what is no report")
		}
		if err == nil && len(im.editions) == mostEditions {
			err = fmt.Errorf("there are more than %d editions", mostEditions)
		}
		if err != nil {
			im.offered++
			im.fault(place, err)
			continue
		}
		im.editions = append(im.editions, e)
	}
}

// articleID is the form of the identifiers that desks give; see news.NewArticleID.
var articleID = regexp.MustCompile(`^[a-z2-7]{10}$`)

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// eachRawLine calls f for each line that is not blank, with its number. A line that is too long has an error instead
// of its text. f's error ends it; the error of reading is that of the last line.
func eachRawLine(r io.Reader, f func(n int, line []byte, err error) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	var line []byte
	for n := 1; ; n++ {
		line = line[:0]
		long := false
		var err error
		for {
			var part []byte
			part, err = in.ReadSlice('\n')
			if long = long || len(line)+len(part) > longestLine; !long {
				line = append(line, part...)
			}
			if err != bufio.ErrBufferFull {
				break
			}
		}
		text := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))) // some editors write a byte order mark
		var bad error
		switch {
		case err != nil && err != io.EOF:
			bad = err
		case long:
			bad = usageError{fmt.Errorf("longer than %d MiB", longestLine>>20)}
		}
		if bad != nil || len(text) > 0 {
			if stop := f(n, text, bad); stop != nil {
				return stop
			}
		}
		if err != nil {
			return nil
		}
	}
}
