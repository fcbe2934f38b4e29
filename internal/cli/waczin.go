package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wacz"
)

// wacz imports the pages in a WACZ, and what else the addresses of its reports answered, in the order of their files and records. What
// its list of pages says of a page names the source, and what its desk noted of looks that no answer shows; it is believed in nothing else.
func (im *importer) wacz(ctx context.Context, name string, f io.ReaderAt, size int64) error {
	pkg, err := wacz.Open(f, size)
	if err != nil {
		im.fault(name, err)
		return nil
	}
	for _, fault := range pkg.Faults {
		im.fault(name, fault)
	}
	for _, why := range pkg.Unchecked {
		im.a.warn("%s: %s", shown(name), shown(why))
	}
	in := newContents(pkg)
	s := im.newIntake(
		func(c news.Capture) string { return fmt.Sprintf("%s, %s", name, c.Final) },
		func(c news.Capture) news.Article { return listedAs(pkg, c) })
	before := im.offered
	for _, w := range pkg.WARCs {
		damage, err := s.read(ctx, w.Data, w.Data.Size(), in.of(w.Name))
		for _, d := range damage {
			im.fault(name+", "+w.Name, d)
		}
		if err != nil {
			return err
		}
	}
	if im.offered == before && len(s.looked) == 0 {
		im.fault(name, errors.New("there is no page in it"))
	}
	for _, fault := range in.compare() {
		im.fault(name, fault)
	}
	return s.end(ctx, name, pkg)
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
