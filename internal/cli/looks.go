package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wacz"
)

// What is kept in memory of answers that wait for a page, in number and in bytes of their bodies.
const (
	mostWaiting      = 4096
	mostWaitingBytes = 64 << 20
)

// intake imports the answers of one file or WACZ: its pages, what led on to them, and what else the addresses of reports answered.
type intake struct {
	im      *importer
	of      func(news.Capture) news.Article // what is known of a page besides
	place   func(news.Capture) string
	ways    map[string]news.Capture // the latest redirect to an address, until that answers
	led     int                     // bytes of their bodies, and of those before
	waiting []archive.Repeat        // answers that came before the page that they are about
	bytes   int                     // of their bodies
	looked  map[string]bool         // addresses of reports of which answers were taken in
	passed  int                     // answers that were dropped, since too many wait
	vouched bool                    // a log in the file which a known key signed names the answer that is read now
}

func (im *importer) newIntake(place func(news.Capture) string, of func(news.Capture) news.Article) *intake {
	return &intake{im: im, of: of, place: place, ways: map[string]news.Capture{}, looked: map[string]bool{}}
}

// read imports the answers in a WARC file. record sees where each record lies; nil: nobody asks.
func (s *intake) read(ctx context.Context, f io.ReaderAt, size int64, record func(archive.Record) bool) (damage []error, err error) {
	return archive.Read(f, size, archive.Wanted{
		Page: func(c news.Capture) error {
			c.Vouched = s.vouched
			switch {
			case leadsOn(c) != "":
				return s.redirect(ctx, c)
			case isEvidence(c.Status):
				return s.look(ctx, archive.Repeat{Capture: c})
			}
			return s.page(ctx, c)
		},
		Again: func(r archive.Repeat) error {
			r.Vouched = s.vouched
			if leadsOn(r.Capture) != "" {
				return nil // whose body is not there
			}
			return s.look(ctx, r)
		},
		Record: record,
	})
}

// isEvidence reports whether a status says that what was at an address is not there.
func isEvidence(status int) bool {
	return status == http.StatusNotFound || status == http.StatusGone || status == http.StatusUnavailableForLegalReasons
}

// leadsOn is where a redirect leads; "" for what is none.
func leadsOn(c news.Capture) string {
	if !redirects(c.Status) {
		return ""
	}
	from, err := url.Parse(c.Final)
	if err != nil {
		return ""
	}
	to, err := from.Parse(c.Get("Location"))
	if err != nil || c.Get("Location") == "" {
		return ""
	}
	to.Fragment = ""
	return to.String()
}

// soonAfter is how long after a redirect the address to which it leads has answered, if the two are one request.
const soonAfter = 5 * time.Minute

// redirect keeps a redirect until the address to which it leads answers. One that another takes the place of led nowhere.
func (s *intake) redirect(ctx context.Context, c news.Capture) error {
	to := leadsOn(c)
	if before, ok := s.ways[to]; ok {
		if err := s.look(ctx, archive.Repeat{Capture: before}); err != nil {
			return err
		}
	}
	if s.led += len(c.Raw); len(s.ways) >= mostWaiting || s.led > mostWaitingBytes {
		if err := s.nowhere(ctx); err != nil {
			return err
		}
	}
	s.ways[to] = c
	return nil
}

// nowhere takes the redirects for answers of their own to which no answer came.
func (s *intake) nowhere(ctx context.Context) error {
	s.led = 0
	for to, c := range s.ways {
		delete(s.ways, to)
		if err := s.look(ctx, archive.Repeat{Capture: c}); err != nil {
			return err
		}
	}
	return nil
}

// way is what led on to an answer, the first first.
func (s *intake) way(c news.Capture) (way []news.Capture) {
	for at := c; ; {
		from, ok := s.ways[at.Final]
		if since := at.At.Sub(from.At); !ok || since < 0 || since > soonAfter {
			slices.Reverse(way)
			return way
		}
		delete(s.ways, at.Final)
		way = append(way, from)
		at = from
	}
}

// page imports a page, with what led on to it.
func (s *intake) page(ctx context.Context, c news.Capture) error {
	c.Via = s.way(c)
	if len(c.Via) > 0 {
		c.URL = c.Via[0].Final
	}
	return s.im.pageOf(ctx, s.place(c), c, s.of(c))
}

// look imports an answer that is no page. One of an address that no report is known at waits for the report.
func (s *intake) look(ctx context.Context, r archive.Repeat) error {
	if r.Via = s.way(r.Capture); len(r.Via) > 0 {
		r.URL = r.Via[0].Final
	}
	known, taken, err := s.im.p.desk.BringAnswer(ctx, r.Capture, r.Digest)
	if err != nil {
		return s.im.failed(ctx, s.place(r.Capture), err)
	}
	if taken {
		s.im.looks++
	}
	if known {
		s.looked[r.Final], s.looked[r.URL] = true, true
		return nil
	}
	if s.bytes += len(r.Raw) + len(r.Body); len(s.waiting) >= mostWaiting || s.bytes > mostWaitingBytes {
		s.passed++
		return nil
	}
	s.waiting = append(s.waiting, r)
	return nil
}

// end takes in what has waited, and writes what all looks show; pkg is the WACZ that they are of, or nil.
func (s *intake) end(ctx context.Context, name string, pkg *wacz.Package) error {
	if err := s.nowhere(ctx); err != nil {
		return err
	}
	waited := s.waiting
	s.waiting, s.bytes = nil, 0
	for _, r := range waited {
		if err := s.look(ctx, r); err != nil {
			return err
		}
	}
	if s.passed > 0 {
		s.im.a.warn("%s: %s came before the pages that they may be about, and were passed over", shown(name), text.Count(s.passed, "answer", "answers"))
	}
	told := map[string][]news.Sight{}
	if pkg != nil {
		for p := range pkg.Pages() {
			if len(p.Looks) > 0 {
				told[p.URL] = append(told[p.URL], sightsOf(p.Looks)...)
			}
		}
	}
	for address := range s.looked {
		if _, ok := told[address]; !ok {
			told[address] = nil
		}
	}
	return s.write(ctx, told)
}

// write writes what the looks at some addresses show.
func (s *intake) write(ctx context.Context, told map[string][]news.Sight) error {
	for _, address := range slices.Sorted(maps.Keys(told)) {
		if err := s.im.p.desk.BringSights(ctx, address, told[address]); err != nil {
			if err := s.im.failed(ctx, address, fmt.Errorf("write the looks at %s: %w", address, err)); err != nil {
				return err
			}
		}
	}
	return nil
}

// sightsOf are the looks of a page as a desk has them; of a kind that is not known none is.
func sightsOf(looks []wacz.Look) (out []news.Sight) {
	for _, l := range looks {
		switch seen := news.Sighting(l.Seen); seen {
		case news.SightGone, news.SightLegal, news.SightRefused, news.SightElsewhere, news.SightThere, news.SightBack:
			out = append(out, news.Sight{At: l.At, Seen: seen, Status: l.Status, URL: l.URL, Reached: l.Reached})
		}
	}
	return out
}

// looksOf are the looks at a report as a WACZ has them.
func looksOf(sights []news.Sight) (out []wacz.Look) {
	for _, s := range sights {
		out = append(out, wacz.Look{At: s.At, Seen: string(s.Seen), Status: s.Status, URL: s.URL, Reached: s.Reached})
	}
	return out
}
