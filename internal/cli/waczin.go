package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wacz"
)

// wacz imports the pages in a WACZ, in the order of their files and records. What its list of pages says of a page names
// the source, and is believed in nothing else.
func (im *importer) wacz(ctx context.Context, name string, f io.ReaderAt, size int64) error {
	pkg, err := wacz.Open(f, size)
	if err != nil {
		im.fault(name, err)
		return nil
	}
	for _, fault := range pkg.Faults {
		im.fault(name, fault)
	}
	n := 0
	for _, w := range pkg.WARCs {
		damage, err := archive.Read(w.Data, w.Data.Size(), func(c news.Capture) error {
			n++
			return im.pageOf(ctx, fmt.Sprintf("%s, %s, page %d (%s)", name, w.Name, n, c.Final), c, listedAs(pkg, c))
		})
		for _, d := range damage {
			im.fault(name+", "+w.Name, d)
		}
		if err != nil {
			return err
		}
	}
	if n == 0 {
		im.fault(name, errors.New("there is no page in it"))
	}
	return nil
}

// sourceID is the form of the identifier of a source.
var sourceID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,99}$`)

// listedAs is what the list of pages says of a captured page, as far as a source can be named by it.
func listedAs(pkg *wacz.Package, c news.Capture) news.Article {
	a := news.Article{URL: c.Final}
	p, _ := pkg.Page(c.Final, c.At)
	if sourceID.MatchString(p.Source) {
		a.Source, a.SourceName, a.Outlet = news.SourceID(p.Source), p.SourceName, p.Outlet
	}
	return a
}
