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
	policyFresh   = 7 * 24 * time.Hour // how long an answer for a host's tdmrep.json is used
	longestPolicy = 256 << 10          // bytes; a longer file counts as none
)

// policyNotes is what the store has of a host's tdmrep.json.
type policyNotes struct {
	At   time.Time // when the host was asked for it
	Body []byte    // empty: the host has none
}

// reserved reports whether the host's tdmrep.json reserves the rights to the page. With
// ask, a file that is unknown or no longer fresh is fetched. If the host does not answer
// now, nothing is reserved and the next page asks again. A file that cannot be parsed
// reserves nothing either. named is news.Request.Named. keep writes what was learned.
func (d *Desk) reserved(ctx context.Context, address, named string, ask bool) (yes bool, keep func(*store.Tx) error, err error) {
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
		if fresh, ok := d.askPolicy(ctx, u, named); ok {
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

// askPolicy fetches the file; false: the host gave no answer that says whether there is one.
func (d *Desk) askPolicy(ctx context.Context, u *url.URL, named string) (policyNotes, bool) {
	at := url.URL{Scheme: u.Scheme, Host: u.Host, Path: tdm.Path}
	c, err := d.askOnce(ctx, news.Request{URL: at.String(), Purpose: news.ForArticle, Named: named})
	out := policyNotes{At: d.Now()}
	switch {
	case err == nil && len(c.Body) <= longestPolicy:
		out.Body = c.Body
		return out, true
	case c.Status == 0 && ownRule(err):
		return out, false
	case err == nil, errors.Is(err, news.ErrGone), errors.Is(err, news.ErrForbidden):
		return out, true
	default:
		return out, false
	}
}
