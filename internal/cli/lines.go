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
	"os"
	"regexp"
	"strconv"

	"github.com/waidian/waidian/internal/clipping"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
)

// json imports a document of JSON: a list of a reader, or one article as export or extract writes it.
func (im *importer) json(ctx context.Context, name string, body []byte) error {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	items, err := clipping.Starred(body)
	var one record.Whole
	switch {
	case err == nil:
	case errors.Is(err, clipping.ErrForm) && json.Unmarshal(body, &one) == nil && one.URL != "":
		return im.line(ctx, name, body, nil)
	case errors.Is(err, clipping.ErrForm):
		im.refuse(name, "")
		return nil
	default:
		im.fault(name, err)
		return nil
	}
	for i, item := range items {
		place := name + ", item " + strconv.Itoa(i+1)
		if item.Err != nil {
			im.offered++
			im.fault(place, item.Err)
			continue
		}
		if err := im.article(ctx, place, news.Item{Article: item.Article}, nil, len(body)/len(items)); err != nil {
			return err
		}
	}
	return nil
}

// lines imports articles as export writes them. Copies come after all other reports of all files, so that each
// finds its original whatever the order of the lines: then copies is set.
func (im *importer) lines(ctx context.Context, name string, r io.Reader, copies bool) error {
	again := false // there are copies
	err := eachRawLine(r, func(n int, line []byte, err error) error {
		place := fmt.Sprintf("%s, line %d", name, n)
		switch {
		case err != nil && copies:
			return nil
		case err != nil:
			im.offered++
			im.fault(place, err)
			return nil
		}
		isCopy := bytes.Contains(line, []byte(`"copy_of"`))
		if isCopy && !copies {
			again = true
		}
		if copies && !isCopy {
			return nil
		}
		return im.line(ctx, place, line, &copies)
	})
	if err != nil || !again {
		return err
	}
	im.later = append(im.later, func() error {
		f, err := os.Open(name)
		if err != nil {
			im.fault(name, err)
			return nil
		}
		defer f.Close()
		return im.lines(ctx, name, f, true)
	})
	return nil
}

// line imports an article as export writes it. If copies is given, one that is not what it says is left to
// another pass.
func (im *importer) line(ctx context.Context, place string, line []byte, copies *bool) error {
	second := copies != nil && *copies
	bad := func(err error) error {
		if !second {
			im.offered++
			im.fault(place, err)
		}
		return nil
	}
	var w record.Whole
	if err := json.Unmarshal(line, &w); err != nil {
		return bad(notJSON(err))
	}
	if copies != nil && *copies != (w.CopyOf != "") {
		return nil
	}
	if w.URL = cmp.Or(w.URL, w.Canonical); !isWebAddress(w.URL) {
		return bad(errors.New("it has no url: it is not an article as waidian export writes it"))
	}
	it, earlier, err := w.News()
	if !articleID.MatchString(string(it.Article.ID)) {
		it.Article.ID = "" // the desk gives it one
	}
	if errors.Is(err, record.ErrNoTitle) {
		err = fmt.Errorf("it has no title: %s", w.URL)
	}
	if err != nil {
		second = false // this line was not looked at before
		return bad(err)
	}
	return im.article(ctx, place, it, earlier, len(line))
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
			bad = fmt.Errorf("longer than %d MiB", longestLine>>20)
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
