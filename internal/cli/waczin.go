package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
	"github.com/waidian/waidian/internal/wacz"
)

// wacz imports the pages in a WACZ, and what else the addresses of its reports answered, in the order of their files and records. What
// its list of pages says of a page names the source, and what its desk noted of looks that no answer shows; it is believed in nothing else.
// Where it carries a log that does not hold, nothing of it is imported; where that holds, no record that contradicts it.
func (im *importer) wacz(ctx context.Context, name string, z fs.FS, f io.ReaderAt, size int64) error {
	pkg, err := wacz.Open(f, size)
	if err != nil {
		im.fault(name, err)
		return nil
	}
	for _, fault := range pkg.Faults {
		im.fault(name, fault)
	}
	known, err := im.knownKeys(z)
	if err != nil {
		return err
	}
	c, err := compareWACZ(z, pkg, known...)
	if err != nil {
		return err
	}
	im.compared(name, c, trusted{keys: known})
	if c.log != nil && !c.log.Whole {
		im.fault(name, hint(errors.New("the log in it does not hold: nothing of the file is imported"),
			"to take in its records all the same, as those of a file without a log, unpack it and import the folder archive"))
		return nil
	}
	for _, why := range pkg.Unchecked {
		im.a.warn("%s: %s", shown(name), shown(why))
	}
	said := outlets{}
	s := im.newIntake(
		func(c news.Capture) string { return fmt.Sprintf("%s, %s", name, c.Final) },
		func(c news.Capture) news.Article {
			a := listedAs(pkg, c)
			if host := hostOf(c.Final); im.cmd.Source == "" && a.Source != "" && !im.watches(a.Source, host) {
				said.note(host, fmt.Sprintf("%s (%s)", cmp.Or(a.Outlet, a.SourceName, "an outlet without a name"), a.Source))
			}
			return a
		})
	before := im.offered
	for _, w := range pkg.WARCs {
		refused := c.refused[w.Name]
		_, err := s.read(ctx, w.Data, w.Data.Size(), func(r archive.Record) bool {
			s.vouched = known != nil && c.named[recordAt{w.Name, r.N}]
			return refused[r.N] == ""
		})
		if err != nil {
			return err
		}
	}
	if im.offered == before && len(s.looked) == 0 {
		im.fault(name, errors.New("there is no page in it"))
	}
	for _, line := range said.lines() {
		im.a.warn("%s: whose report it is says the list of pages in the file alone: %s", shown(name), shown(line))
	}
	return s.end(ctx, name, pkg)
}

// knownKeys are the keys by which the log in a file can be verified, other than those that lie in the file: the ones that were given, and this desk's own if
// they signed it. nil: the file alone says whose it is, so that nobody vouches for what its log names.
func (im *importer) knownKeys(folder fs.FS) ([]translog.Verifier, error) {
	if im.keys != nil {
		return im.keys, nil
	}
	list, err := os.ReadFile(publicFile(im.p.config))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	own, err := verify.Keys(list)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", publicFile(im.p.config), err)
	}
	signed, err := fs.ReadFile(folder, verify.LogFolder+"/"+verify.CheckpointName)
	if err != nil {
		return nil, nil // there is no log, or that is said where it is read
	}
	if _, err := verify.Checkpoint(signed, own...); err != nil {
		return nil, nil // it is another desk's
	}
	return own, nil
}

// outlets are those that a list of pages names, by the hosts of their reports.
type outlets map[string][]string

func (o outlets) note(host, outlet string) {
	if !slices.Contains(o[host], outlet) {
		o[host] = append(o[host], outlet)
	}
}

// mostOutlets bounds how many hosts are named.
const mostOutlets = 50

// lines names the hosts in order, each with its outlets.
func (o outlets) lines() (out []string) {
	for _, host := range slices.Sorted(maps.Keys(o)) {
		out = append(out, fmt.Sprintf("%s is of %s", host, strings.Join(o[host], ", ")))
	}
	if n := len(out) - mostOutlets; n > 0 {
		out = append(out[:mostOutlets], "and so of "+text.Count(n, "host more", "hosts more"))
	}
	return out
}

// compared tells what a comparison of a web archive with itself has found.
func (im *importer) compared(name string, c *compared, known trusted) {
	for _, fault := range slices.Concat(c.damage, c.wrong) {
		im.fault(name, fault)
	}
	if c.broken != nil {
		for line := range strings.SplitSeq(c.broken.Error(), "\n") {
			im.fault(name, errors.New(line))
		}
	}
	refused := 0
	for _, at := range c.refused {
		refused += len(at)
	}
	if refused > 0 {
		im.a.warn("%s: %s not imported, since the log in the file contradicts it", shown(name), text.Count(refused, "record is", "records are"))
	}
	if c.log == nil || c.log.Whole {
		for _, line := range c.shows(known) {
			im.a.warn("%s: %s", shown(name), line)
		}
	}
	if c.log != nil && c.log.Whole && known.keys == nil {
		im.a.warn("%s: nobody vouches for what is imported of it, and its pages say so: an answer in it shows nothing of its outlet", shown(name))
	}
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
