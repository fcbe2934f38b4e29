package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// BringAnswer takes in an answer out of a file that is no page: that a report is gone, that it is as it was, that its address leads
// elsewhere. again has no body; digest is that of the body which it repeats, if it does. The answer is archived, once; what it says of
// the report is written by BringSights, when all answers are there. known: a report is known at the address; taken: the archive had not
// that answer, and has it now.
func (d *Desk) BringAnswer(ctx context.Context, c news.Capture, digest string) (known, taken bool, err error) {
	if err := d.past(c); err != nil {
		return false, false, err
	}
	rec, err := d.leadOf(ctx, c.Final, c.URL)
	if err != nil || rec.Article == "" {
		return false, false, err
	}
	kept, err := d.hasAnswer(ctx, c)
	if err == nil && kept && c.Vouched {
		err = d.vouch(ctx, c)
	}
	if err != nil || kept {
		return true, false, err
	}
	if err := d.beginBringing(ctx); err != nil {
		return true, false, err
	}
	if !evidence(c.Status) && !redirects(c.Status) {
		taken, err = d.bringAgain(ctx, rec, c, digest)
		return true, taken, err
	}
	apply, err := d.keepBrought(ctx, rec, c)
	if err == nil {
		err = d.DB.Update(ctx, apply)
	}
	return true, err == nil, err
}

func redirects(status int) bool {
	return status >= 300 && status < 400 && status != http.StatusNotModified
}

// leadOf returns the lead of the report that is known at one of some addresses; the zero record: there is none.
func (d *Desk) leadOf(ctx context.Context, addresses ...string) (rec store.LeadRecord, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		for _, address := range addresses {
			key := discover.Key(address)
			rec, err = tx.LeadByKey(key)
			if err == nil && rec.Article != "" {
				return nil
			}
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			leads, err := tx.LeadsOf(news.NewArticleID(key)) // it was asked for at another
			if err != nil {
				return err
			}
			if len(leads) > 0 {
				rec, err = tx.Lead(leads[0])
				return err
			}
		}
		rec = store.LeadRecord{}
		return nil
	})
	return rec, err
}

// hasAnswer reports whether the archive has the answer that an address gave at that time.
func (d *Desk) hasAnswer(ctx context.Context, c news.Capture) (yes bool, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		ref, err := tx.CaptureAt(c.Final, c.Status, c.At)
		yes = ref.File != ""
		return err
	})
	return yes, err
}

// vouch notes that a known key vouches for an answer that the archive has.
func (d *Desk) vouch(ctx context.Context, c news.Capture) error {
	return d.DB.Update(ctx, func(tx *store.Tx) error { return tx.Vouch(c.Final, c.Status, c.At) })
}

// keepBrought archives an answer out of a file that is no page, also if the same came before, and what led on to it.
func (d *Desk) keepBrought(ctx context.Context, rec store.LeadRecord, c news.Capture) (func(*store.Tx) error, error) {
	way, err := d.putWay(ctx, c)
	if err != nil {
		return nil, err
	}
	for i := range way {
		way[i].Brought, way[i].Vouched = true, c.Via[i].Vouched
	}
	ref, err := d.put(c, news.Ref{})
	if err != nil {
		return nil, err
	}
	ref.URL, ref.Brought, ref.Vouched = c.Final, true, c.Vouched
	return both(addWay(way), func(tx *store.Tx) error { return tx.AddCapture(ref, "", rec.ID) }), nil
}

// bringAgain takes in an answer that repeats an earlier one, if the archive has that.
func (d *Desk) bringAgain(ctx context.Context, rec store.LeadRecord, c news.Capture, digest string) (taken bool, err error) {
	was, err := d.repeated(ctx, &c, digest)
	if err != nil || was.File == "" || c.At.Before(was.At) {
		return false, err
	}
	same, ours := was.Hash == rec.Hash, rec.Looks < imported // this desk looks for itself
	since := rec.Checked
	if !ours && c.At.After(since) {
		rec.Checked = c.At
		if !same && c.Status == http.StatusOK {
			apply, err := d.keep(ctx, rec, c, false) // it is once more what it was before another
			if err == nil || errors.Is(err, news.ErrNoText) {
				err = d.DB.Update(ctx, apply)
			}
			return err == nil, err
		}
	}
	_, kept, err := d.archive(ctx, rec, c, false)
	if err != nil {
		return false, err
	}
	err = d.DB.Update(ctx, both(kept, func(tx *store.Tx) error {
		if same {
			if err := tx.Confirm(rec.Article, c.At, since); err != nil {
				return err
			}
		}
		if ours {
			return nil
		}
		return tx.SetLook(rec)
	}))
	return err == nil, err
}

// repeated finds the answer that another repeats, and gives that its body; the zero Ref: the archive has none.
func (d *Desk) repeated(ctx context.Context, c *news.Capture, digest string) (was news.Ref, err error) {
	unmodified := c.Status == http.StatusNotModified
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		if unmodified {
			was, err = tx.CaptureBefore(c.Final, c.At)
		} else if digest != "" {
			was, err = tx.CaptureWith(c.Final, digest)
		}
		return err
	})
	if err != nil || was.File == "" || unmodified {
		return was, err
	}
	whole, err := d.Archive.Get(was)
	if errors.Is(err, news.ErrLost) {
		return news.Ref{}, nil
	}
	if err != nil {
		return was, fmt.Errorf("bring %s: %w", c.Final, err)
	}
	c.Raw, c.Body = whole.Raw, whole.Body
	return was, nil
}

// BringSights writes what the answers at the addresses of a report show that were taken in: that it is gone, was away, is back. told is
// what the desk that made the file has written of its looks. It is believed in what no answer says: that a look was refused, and that the
// outlet could otherwise be reached, without which no report counts as withdrawn. What an answer says for which nobody vouches is written, and
// counts for nothing (news.SightUnvouched). Looks before the latest that is known are passed over.
func (d *Desk) BringSights(ctx context.Context, address string, told []news.Sight) error {
	rec, err := d.leadOf(ctx, address)
	if err != nil || rec.Article == "" {
		return err
	}
	var shown news.Article
	var kept []store.Kept
	pages := map[news.Hash]bool{}
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		if shown, err = tx.Article(rec.Article); err != nil {
			return err
		}
		versions, err := tx.Versions(rec.Article)
		if err != nil {
			return err
		}
		for _, v := range versions {
			pages[v.Hash] = true
		}
		kept, err = tx.CapturesOf(rec.Article)
		return err
	})
	if err != nil {
		return fmt.Errorf("read answers of %s: %w", address, err)
	}
	var seen []news.Sight
	for _, k := range kept {
		s, err := d.sightIn(rec, shown, k, pages)
		if err != nil {
			return err
		}
		seen = append(seen, s)
	}
	seen = merged(seen, told)
	if last := latest(shown.Captured, shown.Seen); ofPage(shown) {
		seen = append(seen, news.Sight{At: last, Seen: news.SightBack, Status: http.StatusOK, URL: shown.URL})
	}
	slices.SortStableFunc(seen, func(a, b news.Sight) int { return a.At.Compare(b.At) })
	return d.DB.Update(ctx, func(tx *store.Tx) error {
		for _, s := range seen {
			if err := d.see(tx, rec.Article, s); err != nil {
				return err
			}
		}
		return nil
	})
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// sightIn says what an answer in the archive means for a report; pages are those that versions of it were read on.
func (d *Desk) sightIn(rec store.LeadRecord, shown news.Article, k store.Kept, pages map[news.Hash]bool) (news.Sight, error) {
	s := news.Sight{At: k.At, Status: k.Status, URL: k.URL, Kept: true, File: k.File, Offset: k.Offset, Seen: news.SightElsewhere}
	switch {
	case k.Status == http.StatusNotModified, k.Status == http.StatusOK && pages[k.Hash]:
		s.Seen = news.SightBack
	case evidence(k.Status):
		c, err := d.Archive.Get(k.Ref)
		if errors.Is(err, news.ErrLost) {
			s.Kept = false
			return s, nil
		}
		if err != nil {
			return s, fmt.Errorf("read an answer of %s: %w", k.URL, err)
		}
		cause := news.ErrGone
		if k.Status == http.StatusUnavailableForLegalReasons {
			cause = news.ErrForbidden
		}
		t, _ := sightOf(rec, shown, c, cause, k.At)
		if s.Seen = t.Seen; s.Seen == news.SightGone && d.holds(rec, c, shown) {
			s.Seen = news.SightThere
		}
	}
	return s, nil
}

// merged are the looks that answers show, with what is told of them, and those that are only told, which have no answer.
func merged(seen, told []news.Sight) []news.Sight {
	for _, t := range told {
		t.Kept, t.File, t.Offset = false, "", 0
		i := slices.IndexFunc(seen, func(s news.Sight) bool {
			return s.Status == t.Status && s.URL == t.URL && s.At.Truncate(time.Millisecond).Equal(t.At.Truncate(time.Millisecond))
		})
		switch {
		case i < 0:
			seen = append(seen, t)
		case seen[i].Seen == news.SightGone && t.Seen == news.SightGone:
			seen[i].Reached = t.Reached
		case seen[i].Seen == news.SightGone || seen[i].Seen == news.SightElsewhere:
			seen[i].Seen = believed(t)
		}
	}
	return seen
}

// believed is what a look is taken for whose answer is not known to be the report, nor that it is gone.
func believed(told news.Sight) news.Sighting {
	if told.Seen == news.SightRefused || told.Seen == news.SightBack && told.Status == http.StatusOK {
		return told.Seen
	}
	return news.SightElsewhere
}
