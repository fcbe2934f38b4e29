package verify

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/wording"
)

// Leaves are those of the proofs beside the page of a report, each of a capture.
type Leaves struct {
	Present *translog.Leaf        // of the text as it is; nil: it is not at hand, and nothing is compared with it
	Earlier map[int]translog.Leaf // of earlier versions, by their numbers
}

// of is the leaf of a version, of which the latest has that number.
func (l Leaves) of(n, latest int) (translog.Leaf, bool) {
	if n == latest && l.Present != nil {
		return *l.Present, true
	}
	leaf, ok := l.Earlier[n]
	return leaf, ok
}

// name reports whether a body is that of one of the leaves.
func (l Leaves) name(body translog.Sum) bool {
	if l.Present != nil && body == l.Present.Body {
		return true
	}
	for _, e := range l.Earlier {
		if body == e.Body {
			return true
		}
	}
	return false
}

// Said is what a page says that was compared with leaves.
type Said struct {
	Feed     bool      // the body is a feed: the leaf bears out no address on the page
	Address  string    // that answered, as the page has it
	Versions []Version // in the order of the page
	Before   int       // versions that the page says were first seen before the answer of their leaf, which no leaf bears out

	notice string // that the outlet withdrew the report; empty: it does not say so
	tongue tongue
}

// Version is a row of a page, or an entry of a file beside it, about a version of a report.
type Version struct {
	N     int
	First string // when it was first seen, as pages name times
	Body  string // SHA-256, in hexadecimal; empty in a TimeMap
}

// CheckPage compares the page of a report with the leaves of the proofs beside it, in all that it says of what they say: the rows for address,
// time, body and entry in the log, the words of times, the rows of versions, the data for search engines (JSON-LD) and the citations that it
// carries. Its other words are not compared. Whether the page is in a language of this program's is asked first: names and words are those.
func CheckPage(page []byte, l Leaves) (said Said, err error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return said, fmt.Errorf("read page: %w", err)
	}
	t, err := tongueOf(root)
	if err != nil {
		return said, err
	}
	f := factsOf(root)
	said.tongue = t
	f.notice(&said, root)
	said.Feed = slices.ContainsFunc(f.report, func(r fact) bool { return r.mark == feedRow })
	if l.Present != nil {
		f.answer(&said, *l.Present, t)
	}
	f.named(t)
	f.history(&said, t)
	f.compareVersions(&said, l)
	err = errors.Join(f.wrong...)
	if l.Present != nil {
		err = errors.Join(err, checkLinked(root, *l.Present, said), checkCitations(root, *l.Present, said, t))
	}
	return said, err
}

// answer compares the rows about the answer.
func (f *facts) answer(said *Said, l translog.Leaf, t tongue) {
	body, sum := bodyRow, hexOf(l.Body)
	if said.Feed {
		body = feedRow
		if slices.ContainsFunc(f.report, func(r fact) bool { return r.mark == bodyRow }) {
			f.fault("names a feed and a page as what was read")
		}
	}
	if row := f.one(body, "body of the answer", t); row != nil {
		v, err := hash(row)
		f.agrees("body", v, sum, v == sum, err)
	}
	if row := f.one(timeRow, "time of the answer", t); row != nil {
		v, err := moment(row, t)
		f.agrees("time", v, second(l.At), v == second(l.At), err)
	}
	switch has := slices.ContainsFunc(f.report, func(r fact) bool { return r.mark == addressRow }); {
	case said.Feed && has:
		f.fault("names a feed and an address that answered")
	case !said.Feed:
		if row := f.one(addressRow, "address of the answer", t); row != nil {
			v, err := address(row)
			f.agrees("address", v, answering(l), answered(l, v), err)
			said.Address = v
		}
	}
	switch has := slices.ContainsFunc(f.report, func(r fact) bool { return r.mark == enteredRow }); {
	case !l.Entered.IsZero():
		if row := f.one(enteredRow, "time of entry", t); row != nil {
			v, err := moment(row, t)
			f.agrees("time of entry", v, second(l.Entered), v == second(l.Entered), err)
		}
	case has:
		f.fault("names a time of entry in the log, and the leaf has none")
	}
}

// agrees finds fault with a row that says otherwise than the leaf, or cannot be read.
func (f *facts) agrees(what, is, want string, same bool, err error) {
	switch {
	case err != nil:
		f.fault("has a row for the %s that %w", what, err)
	case !same:
		f.fault("names another %s than the leaf: %.200s, not %s", what, is, want)
	}
}

// history reads the rows of the versions.
func (f *facts) history(said *Said, t tongue) {
	for _, v := range f.versions {
		n, err := strconv.Atoi(strings.TrimPrefix(v.id, versionPlace))
		if err != nil || v.id != versionPlace+strconv.Itoa(n) || slices.ContainsFunc(said.Versions, func(o Version) bool { return o.N == n }) {
			f.fault("has two places of one version, or one of none: %.40q", v.id)
			continue
		}
		if v.lists != 1 {
			f.fault("has %d lists of facts of version %d, not one", v.lists, n)
			continue
		}
		heading := func(w *wording.Texts) string { return fmt.Sprintf(w.Version, n) }
		if len(v.headings) != 1 || !t.says(v.headings[0], heading) {
			f.fault("calls version %d %.80q, not %q", n, strings.Join(v.headings, ", "), t.word(heading))
		}
		x := Version{N: n}
		for _, want := range []struct {
			name func(*wording.Texts) string
			to   *string
			read func(*html.Node) (string, error)
		}{{firstSeen, &x.First, func(n *html.Node) (string, error) { return moment(n, t) }}, {bodyName, &x.Body, hash}} {
			rows := slices.DeleteFunc(slices.Clone(v.rows), func(r fact) bool { return !t.says(r.name, want.name) })
			if len(rows) != 1 {
				f.fault("has %d rows called %q for version %d, not one", len(rows), t.word(want.name), n)
				continue
			}
			var err error
			if *want.to, err = want.read(rows[0].value); err != nil {
				f.fault("has a row called %q for version %d that %w", t.word(want.name), n, err)
			}
		}
		said.Versions = append(said.Versions, x)
	}
}

// compareVersions compares the rows of the versions that have proofs.
func (f *facts) compareVersions(said *Said, l Leaves) {
	latest := 0
	for _, v := range said.Versions {
		latest = max(latest, v.N)
	}
	for _, v := range said.Versions {
		leaf, ok := l.of(v.N, latest)
		if !ok {
			continue
		}
		before, err := v.fits(leaf)
		if err != nil {
			f.fault("%w", err)
		}
		if before {
			said.Before++
		}
	}
	for n, leaf := range l.Earlier {
		if !slices.ContainsFunc(said.Versions, func(v Version) bool { return v.N == n }) {
			f.fault("does not name the body of version %d, whose proof lies beside it: %v", n, leaf.Body)
		}
	}
}

// fits compares what is said of a version with the leaf of the capture from which it was read. A text that was read anew, from a later answer, was
// first seen before that.
func (v Version) fits(l translog.Leaf) (before bool, err error) {
	at := second(l.At)
	if v.Body != "" && v.Body != hexOf(l.Body) {
		err = fmt.Errorf("names another body of version %d than its leaf: %.200s, not %s", v.N, v.Body, hexOf(l.Body))
	}
	if v.First > at || len(v.First) != len(at) {
		err = errors.Join(err, fmt.Errorf("names another time of version %d than its leaf: %.40s, not %s", v.N, v.First, at))
	}
	return err == nil && v.First < at, err
}

// sameVersions compares what a file beside a page says of versions with what the page says.
func sameVersions(file, page []Version) error {
	var wrong []error
	for _, x := range file {
		i := slices.IndexFunc(page, func(v Version) bool { return v.N == x.N })
		if i < 0 {
			continue // the page lists the latest ones
		}
		if v := page[i]; x.First != v.First {
			wrong = append(wrong, fmt.Errorf("names another time of version %d than the page: %.40s, not %s", x.N, x.First, v.First))
		}
		if v := page[i]; x.Body != "" && x.Body != v.Body {
			wrong = append(wrong, fmt.Errorf("names another body of version %d than the page: %.80s, not %s", x.N, x.Body, v.Body))
		}
	}
	return errors.Join(wrong...)
}

// answered reports whether an address on a page is the one that answered, which pages may write with more of it in per cent.
func answered(l translog.Leaf, shown string) bool {
	return l.Answered(shown) || shown != "" && news.Linked(answering(l)) == shown
}

// answering is the address that answered, as the leaf has it.
func answering(l translog.Leaf) string {
	if l.Final != "" {
		return l.Final
	}
	return l.URL
}

func hexOf(s translog.Sum) string { return strings.TrimPrefix(s.String(), "sha256:") }

// second is a time as pages name it.
func second(t time.Time) string { return t.UTC().Format(time.RFC3339) }
