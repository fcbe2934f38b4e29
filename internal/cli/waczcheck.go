package cli

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
	"github.com/waidian/waidian/internal/wacz"
)

// compared is what was found when a web archive was compared with itself, for verify and for import: its records with their own digests, its index and
// its list of pages with the records, and all with the log that it carries.
type compared struct {
	in      *contents
	answers int     // records of answers
	damage  []error // of the WARC files
	wrong   []error // in the index and the list of pages
	log     *verify.Archive
	broken  error                     // how the log, or what it says, does not hold
	refused map[string]map[int]string // records that contradict the log, by WARC file and number
	named   map[recordAt]bool         // records that a leaf of it names as what its desk was answered itself, if it holds
}

// recordAt is where an answer lies.
type recordAt struct {
	file string
	n    int
}

// compareWACZ compares a web archive with itself. Without keys those that lie in it are taken.
func compareWACZ(folder fs.FS, pkg *wacz.Package, keys ...translog.Verifier) (*compared, error) {
	c := &compared{in: newContents(pkg), refused: map[string]map[int]string{}}
	var of verify.Contents
	var at []recordAt
	for _, w := range pkg.WARCs {
		var now archive.Record
		take, add := c.in.of(w.Name), func(a verify.Answer) error {
			a.Place = fmt.Sprintf("%s, record %d", w.Name, now.N)
			of.Answers, at = append(of.Answers, a), append(at, recordAt{w.Name, now.N})
			return nil
		}
		damage, err := archive.Read(w.Data, w.Data.Size(), archive.Wanted{
			Record: func(r archive.Record) bool { now = r; take(r); return true },
			Page:   func(p news.Capture) error { return add(answerOf(p)) },
			Again:  func(r archive.Repeat) error { return add(repeatOf(r)) },
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", w.Name, err)
		}
		for _, d := range damage {
			c.damage = append(c.damage, fmt.Errorf("%s: %w", w.Name, d))
		}
	}
	c.wrong = c.in.compare()
	if list, err := fs.ReadDir(folder, verify.LogFolder); err != nil || len(list) == 0 {
		return c, nil // proofs without a checkpoint are a log that does not hold
	}
	for p := range pkg.Pages() {
		of.Pages = append(of.Pages, verify.Listed{ID: p.ID, URL: p.URL, At: p.At, Unproven: p.Unproven})
	}
	slices.SortFunc(of.Pages, func(a, b verify.Listed) int { return strings.Compare(a.ID, b.ID) })
	found, err := verify.CheckArchive(folder, of, keys...)
	c.log, c.broken = &found, err
	for _, i := range found.Refused {
		if c.refused[at[i].file] == nil {
			c.refused[at[i].file] = map[int]string{}
		}
		c.refused[at[i].file][at[i].n] = of.Answers[i].URL
	}
	if found.Whole {
		c.named = map[recordAt]bool{}
		for _, place := range at {
			c.named[place] = true
		}
		for _, i := range slices.Concat(found.Bare, found.Refused, found.Brought) { // what the desk itself had out of a file it does not vouch for
			c.named[at[i]] = false
		}
	}
	c.answers = len(of.Answers)
	return c, nil
}

// answerOf is an answer with its body.
func answerOf(c news.Capture) verify.Answer {
	a := verify.Answer{
		Asked: c.URL, URL: c.Final, At: c.At, Status: c.Status, Truncated: string(c.Cut),
		Payload: sha256.Sum256(c.Raw), Body: sha256.Sum256(c.Body),
	}
	if c.Truncated && a.Truncated == "" {
		a.Truncated = "unspecified"
	}
	return a
}

// repeatOf is an answer whose body is in another record.
func repeatOf(r archive.Repeat) verify.Answer {
	a := verify.Answer{Asked: r.URL, URL: r.Final, At: r.At, Status: r.Status, Repeats: true, OfURL: r.OfURL, Of: r.Of}
	a.Payload, _ = translog.ParseSum(r.Digest) // what is none is of no SHA-256
	return a
}

// err is all that is wrong.
func (c *compared) err() error {
	return errors.Join(append(append(slices.Clone(c.damage), c.wrong...), c.broken)...)
}

// shows are what the comparison with the log has shown, a line each; given are the keys by which it was verified, nil: those in the file.
func (c *compared) shows(given trusted) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	l := c.log
	if l == nil {
		say("%s", withoutLog)
		return out
	}
	by := given.signed()
	if l.Lost {
		by = "signed by a former key of this desk, which was lost since: whoever has found it can sign, too"
	}
	say("the log %s has %s, %s", shown(l.Log.Origin), text.Count(int(l.Log.Size), "leaf", "leaves"), by)
	if given.keys == nil {
		say("%s", ownKey(l.By))
	}
	say("%s in that log, and a record in the archive is what the leaf of each says: address, time, status and body, byte for byte",
		text.Count(l.Proofs, "proof is", "proofs are"))
	if l.Unlinked > 0 {
		say("%s that an answer came again whose own leaf is not in the file", text.Count(l.Unlinked, "of these leaves says", "of these leaves say"))
	}
	if n := len(l.Brought); n > 0 {
		say("of %s of answers %d came out of files that others made, as the leaves say: that desk does not answer for those", text.Count(c.answers, "record", "records"), n)
	}
	if n := len(l.Bare); n > 0 {
		say("of %s of answers no leaf names %d: nothing is shown of those", text.Count(c.answers, "record", "records"), n)
	}
	if n := len(l.Unproven); n > 0 {
		say("%s: by the list itself that log has no leaf of it: %s", text.Count(n, "page of the list has no proof", "pages of the list have no proof"),
			shown(strings.Join(l.Unproven[:min(n, mostUnproven)], ", ")))
	}
	return out
}

// withoutLog is what is shown of files among which there is no log.
const withoutLog = "there is no log in it: nothing but its own lists and sums was compared, which whoever changes the file can write anew"

// mostUnproven bounds the pages without a proof that are named.
const mostUnproven = 5
