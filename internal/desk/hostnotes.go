package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"sync"

	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	enoughPages = 60  // pages of a host that are learned from; more teach little
	knownHosts  = 300 // hosts whose notes are kept in memory
)

// hostNotes holds what the pages of each host have taught about reading the next.
type hostNotes struct {
	mu    sync.Mutex
	known map[string]*notes
}

// notes is what is known of one host. mu is held while one of its pages is read.
type notes struct {
	mu     sync.Mutex
	loaded bool
	extract.Host
}

// of returns the notes on a host, not loaded yet if they are new.
func (h *hostNotes) of(host string) *notes {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known == nil || len(h.known) >= knownHosts {
		h.known = map[string]*notes{} // the store has them all; they are loaded again when they are used
	}
	n := h.known[host]
	if n == nil {
		n = &notes{}
		h.known[host] = n
	}
	return n
}

// extract reads the article out of a page, with what earlier pages of the host have
// taught, and learns from this one. keep writes what was learned.
func (d *Desk) extract(ctx context.Context, c news.Capture, o extract.Options) (a news.Article, keep func(*store.Tx) error, err error) {
	keep = func(*store.Tx) error { return nil }
	u, err := url.Parse(c.Final)
	if err != nil {
		return a, keep, fmt.Errorf("read %s: %w", c.Final, err)
	}
	n := d.notes.of(u.Host)
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := d.load(ctx, u.Host, n); err != nil {
		return a, keep, err
	}
	if n.Pages() >= enoughPages {
		o.Host = &n.Host
		a, err = extract.Extract(c, o)
		return a, keep, err
	}
	a, learned, err := n.Read(c, o)
	if err != nil || !learned {
		return a, keep, err
	}
	b, err := json.Marshal(n.Host)
	if err != nil {
		return a, keep, fmt.Errorf("encode notes on %s: %w", u.Host, err)
	}
	return a, func(tx *store.Tx) error { return tx.SetHostNotes(u.Host, b) }, nil
}

// extractOnly reads the article out of a page as extract does, and learns nothing from it.
func (d *Desk) extractOnly(ctx context.Context, c news.Capture, o extract.Options) (news.Article, error) {
	u, err := url.Parse(c.Final)
	if err != nil {
		return news.Article{}, fmt.Errorf("read %s: %w", c.Final, err)
	}
	n := d.notes.of(u.Host)
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := d.load(ctx, u.Host, n); err != nil {
		return news.Article{}, err
	}
	o.Host = &n.Host
	return extract.Extract(c, o)
}

// load reads the notes on a host from the store, once.
func (d *Desk) load(ctx context.Context, host string, n *notes) error {
	if n.loaded {
		return nil
	}
	err := d.DB.View(ctx, func(tx *store.Tx) error {
		b, err := tx.HostNotes(host)
		if err != nil || b == nil {
			return err
		}
		if err := json.Unmarshal(b, &n.Host); err != nil {
			d.Log.Warn("notes on a host cannot be read and are made anew", "source", host, "err", err)
			n.Host = extract.Host{}
		}
		return nil
	})
	n.loaded = err == nil
	return err
}

// Known returns what was learned of the host of an address: the number of pages learned
// from, the number of blocks known to repeat, and where on the page the report is.
func (d *Desk) Known(ctx context.Context, address string) (pages, boilerplate int, area string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return 0, 0, "", fmt.Errorf("read address: %w", err)
	}
	n := d.notes.of(u.Host)
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := d.load(ctx, u.Host, n); err != nil {
		return 0, 0, "", err
	}
	return n.Pages(), n.Boilerplate(), n.Area(), nil
}
