package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// renewedAtOnce is how many reports get their features anew in one transaction.
const renewedAtOnce = 100

// formed says whether the features of recent reports are of the form of this version.
type formed struct {
	mu   sync.Mutex
	done bool
}

// renewFeatures takes the features of recent reports anew that another version of this program has stored in another form, once: they
// would be taken anew at each start until those reports age out. It is called before reports are placed, since that is done
// within transactions.
func (d *Desk) renewFeatures(ctx context.Context) error {
	d.formed.mu.Lock()
	defer d.formed.mu.Unlock()
	for after := int64(0); !d.formed.done; {
		last, err := d.renewSome(ctx, after)
		if err != nil {
			return fmt.Errorf("renew what places reports in stories: %w", err)
		}
		d.formed.done, after = last == after, last
	}
	return nil
}

// renewSome renews some of the features of reports after one, and returns the last of them; after, where there are none.
func (d *Desk) renewSome(ctx context.Context, after int64) (last int64, err error) {
	last = after
	var list []news.Article
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		some, err := tx.OtherFeatures(after, d.Now().Add(-window), story.Form, renewedAtOnce)
		if err != nil {
			return err
		}
		for _, p := range some {
			last = p.Seq
			a, err := tx.Article(p.ID)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			list = append(list, a)
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		return last, err
	}
	features := make([][]byte, len(list))
	for i, a := range list {
		if features[i], err = story.Of(a.Title, a.Paragraphs(), a.Lang).MarshalBinary(); err != nil {
			return last, err
		}
	}
	return last, d.DB.Update(ctx, func(tx *store.Tx) error {
		for i, a := range list {
			if err := tx.SetFeatures(a.ID, a.Version, features[i]); err != nil {
				return err
			}
		}
		return nil
	})
}
