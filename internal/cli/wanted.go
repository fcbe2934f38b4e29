package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/clipping"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// wanted are reports of which lists have the addresses and no texts: their pages are fetched by whoever gathers next.
type wanted struct {
	batch []desk.Wanted
	all   desk.WantedCounts
}

// want adds a report to those that are listed next.
func (im *importer) want(ctx context.Context, a news.Article) error {
	im.wanted.batch = append(im.wanted.batch, desk.Wanted{
		Source: im.source(news.Item{Article: a}),
		Lead:   news.Lead{URL: a.URL, Title: a.Title, Byline: a.Byline, Tags: a.Tags, Lang: a.Lang, Published: a.Published, Hour: a.Hour},
	})
	if len(im.wanted.batch) < batchReports {
		return nil
	}
	return im.flushWanted(ctx)
}

// flushWanted hands to the desk the addresses that have been gathered.
func (im *importer) flushWanted(ctx context.Context) error {
	w := &im.wanted
	n, err := im.p.desk.BringLeads(ctx, w.batch, im.cmd.Beat)
	w.batch = nil
	w.all.Listed, w.all.Known, w.all.Off = w.all.Listed+n.Listed, w.all.Known+n.Known, w.all.Off+n.Off
	return err
}

// addresses imports a list of addresses, one a line.
func (im *importer) addresses(ctx context.Context, name string, in *bufio.Reader) error {
	each := im.eachOf(ctx, name)
	err := eachRawLine(in, func(n int, line []byte, err error) error {
		place := fmt.Sprintf("%s, line %d", name, n)
		if err != nil {
			im.fault(place, err)
			return nil
		}
		it, ok := clipping.Address(string(line))
		if ok && it.Err != nil {
			im.fault(place, it.Err)
		}
		if !ok || it.Err != nil {
			return nil
		}
		return each(it)
	})
	return im.listRead(name, err)
}

// say says what became of them.
func (w wanted) say(a *app) {
	if w.all.Listed > 0 {
		fmt.Fprintf(a.Stdout, "%s listed: waidian run or waidian collect fetches their pages\n", text.Count(w.all.Listed, "address", "addresses"))
	}
	var left []string
	if w.all.Known > 0 {
		left = append(left, fmt.Sprintf("%d known already", w.all.Known))
	}
	if w.all.Off > 0 {
		left = append(left, fmt.Sprintf("%d off the beat", w.all.Off))
	}
	if len(left) > 0 {
		fmt.Fprintf(a.Stdout, "%s not listed: %s\n", text.Count(w.all.Known+w.all.Off, "address", "addresses"), strings.Join(left, ", "))
	}
}
