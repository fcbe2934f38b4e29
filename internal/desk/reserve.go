package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/tdm"
)

const (
	policyFresh   = 7 * 24 * time.Hour // a host's tdmrep.json is asked for so seldom
	longestPolicy = 256 << 10          // bytes of it that are kept
)

// policyNotes is what the store has of a host's tdmrep.json.
type policyNotes struct {
	At   time.Time // when it was asked for
	Body []byte    // empty: the host has none
}

// reserved reports whether the host's tdmrep.json reserves the rights to the page.
// With ask, a file that is not known, or no longer fresh, is fetched; one that
// cannot be had now reserves nothing, and is asked for with the next page. A file
// that cannot be read reserves nothing either. keep writes what was learned.
func (d *Desk) reserved(ctx context.Context, address string, ask bool) (yes bool, keep func(*store.Tx) error, err error) {
	keep = func(*store.Tx) error { return nil }
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false, keep, nil
	}
	name := "tdm " + u.Scheme + "://" + u.Host
	var notes policyNotes
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		b, err := tx.HostNotes(name)
		if err != nil || b == nil {
			return err
		}
		return json.Unmarshal(b, &notes)
	})
	if err != nil {
		return false, keep, fmt.Errorf("look up tdmrep.json of %s: %w", u.Host, err)
	}
	if ask && d.Now().Sub(notes.At) > policyFresh {
		if fresh, ok := d.askPolicy(ctx, u); ok {
			notes = fresh
			keep = func(tx *store.Tx) error {
				b, err := json.Marshal(fresh)
				if err != nil {
					return err
				}
				return tx.SetHostNotes(name, b)
			}
		}
	}
	p, err := tdm.Parse(notes.Body)
	return err == nil && p.Reserved(u.EscapedPath()), keep, nil
}

// askPolicy fetches the file; false: whether there is one cannot be known now.
func (d *Desk) askPolicy(ctx context.Context, u *url.URL) (policyNotes, bool) {
	at := url.URL{Scheme: u.Scheme, Host: u.Host, Path: tdm.Path}
	c, err := d.Fetcher.Fetch(ctx, news.Request{URL: at.String(), Purpose: news.ForArticle})
	out := policyNotes{At: d.Now()}
	switch {
	case err == nil && len(c.Body) <= longestPolicy:
		out.Body = c.Body
		return out, true
	case err == nil, errors.Is(err, news.ErrGone), errors.Is(err, news.ErrForbidden):
		return out, true
	default:
		return out, false
	}
}
