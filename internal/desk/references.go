package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	lostTogether = 500              // lost captures that are written in one transaction
	lostAtOnce   = 100              // lost pages of a host that are asked for again at once
	lostPace     = 10 * time.Second // between two more of them, so that news of the host is not kept waiting
)

// Loss says what the archive lacks of one of its files, or of a read of all of it (File is empty).
type Loss struct {
	File     string
	Size     int64 // bytes the file has; -1: there is no such file
	End      int64 // bytes the database knows of
	Captures int   // that are lost
	Pages    int   // that are asked for again
	Sources  int   // that are asked for their whole list again
	Left     int   // pages that are not asked for again: their source is not watched
}

// Losses compares the files of the archive with what the database says lies in them, one short question
// for each file. It writes nothing; Captures alone of the counts is filled in. A desk may be at work meanwhile.
func (d *Desk) Losses(ctx context.Context) ([]Loss, error) {
	var ends []store.FileEnd
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) { ends, err = tx.FileEnds(); return err })
	if err != nil {
		return nil, err
	}
	sizes, err := d.Archive.Sizes() // after the question: what the database names is in its file
	if err != nil {
		return nil, err
	}
	var out []Loss
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		for _, f := range ends {
			size, there := sizes[f.File]
			if there && size >= f.End {
				continue
			}
			l := Loss{File: f.File, Size: size, End: f.End}
			if !there {
				l.Size = -1
			}
			if l.Captures, err = tx.CountBeyond(f.File, l.Size); err != nil {
				return err
			}
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

// Recover marks what Losses finds as lost and has it asked for again: the pages by tasks, and the lists of sources in full.
// Reports keep their text meanwhile. What was lost before and is in its place again is found.
// It is called before anything is written to the archive.
func (d *Desk) Recover(ctx context.Context) (lost []Loss, found int, err error) {
	if found, err = d.findAgain(ctx); err != nil {
		return nil, found, fmt.Errorf("look for lost captures: %w", err)
	}
	lost, err = d.Losses(ctx)
	if err != nil {
		return nil, found, err
	}
	s := d.salvage()
	if err := s.pointing(ctx, lost); err != nil {
		return lost, found, fmt.Errorf("look for what points to lost captures: %w", err)
	}
	for i := range lost {
		if err := s.file(ctx, &lost[i]); err != nil {
			return lost, found, fmt.Errorf("recover from the loss of %s: %w", lost[i].File, err)
		}
	}
	short, err := d.lastIsShort(ctx)
	if err != nil || !short && len(lost) == 0 {
		return lost, found, err
	}
	return lost, found, d.Archive.Next()
}

// lastIsShort reports whether the file to which the archive would append lacks captures at its end. A backup of it may be put back, so
// nothing is to be written where they were, now or at any later start.
func (d *Desk) lastIsShort(ctx context.Context) (short bool, err error) {
	last := d.Archive.Last()
	if last == "" {
		return false, nil
	}
	sizes, err := d.Archive.Sizes()
	if err != nil {
		return false, err
	}
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		n, err := tx.CountLostBeyond(last, sizes[last])
		short = n > 0
		return err
	})
	return short, err
}

// salvage asks for what was lost again. It belongs to one goroutine.
type salvage struct {
	desk    *Desk
	hosts   map[string]int         // lost pages of a host that are asked for again
	pages   map[store.LeadID]bool  // that are asked for again, or left
	sources map[news.SourceID]bool // that are asked for their whole list
}

func (d *Desk) salvage() salvage {
	return salvage{desk: d, hosts: map[string]int{}, pages: map[store.LeadID]bool{}, sources: map[news.SourceID]bool{}}
}

// pointing marks the captures that are in their places and point to a body that is not. Those are later ones of the same digest,
// of whatever address; each is read once. They are marked before what they point to, so that a kill between leaves
// none behind. Afterwards the losses count what was marked.
func (s *salvage) pointing(ctx context.Context, lost []Loss) error {
	if len(lost) == 0 {
		return nil
	}
	files, bodies := map[string]*Loss{}, map[string]*Loss{} // by digest
	for i := range lost {
		lost[i].Captures = 0
		files[lost[i].File] = &lost[i]
	}
	for after, more := int64(0), true; more; {
		var list []store.Kept
		err := s.desk.DB.View(ctx, func(tx *store.Tx) (err error) { list, err = tx.KeptAfter(after, lostTogether); return err })
		if err != nil {
			return err
		}
		more = len(list) == lostTogether
		broken := map[*Loss][]store.Kept{}
		for _, k := range list {
			after = k.ID
			if l := files[k.File]; l != nil && k.Offset+k.Length > l.Size {
				if bodies[k.Digest] == nil {
					bodies[k.Digest] = l
				}
			} else if l := bodies[k.Digest]; l != nil && s.desk.lacks(k) {
				broken[l] = append(broken[l], k)
			}
		}
		for l, list := range broken {
			if err := s.lose(ctx, list, l); err != nil {
				return err
			}
			l.Captures += len(list)
		}
	}
	return nil
}

// lacks reports whether the archive no longer has a capture as it was written.
func (d *Desk) lacks(k store.Kept) bool {
	_, err := d.Archive.Get(k.Ref)
	return errors.Is(err, news.ErrLost)
}

// file marks all captures of a file that end behind its size.
func (s *salvage) file(ctx context.Context, l *Loss) error {
	for more := true; more; {
		var list []store.Kept
		err := s.desk.DB.View(ctx, func(tx *store.Tx) (err error) { list, err = tx.Beyond(l.File, l.Size, lostTogether); return err })
		if err == nil {
			err = s.lose(ctx, list, l)
		}
		if err != nil {
			return err
		}
		l.Captures += len(list)
		more = len(list) == lostTogether
	}
	return nil
}

// lose marks captures as lost in one transaction.
func (s *salvage) lose(ctx context.Context, list []store.Kept, l *Loss) error {
	return s.desk.DB.Update(ctx, func(tx *store.Tx) error {
		for _, k := range list {
			if err := s.again(tx, k, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// again marks a capture as lost and has it asked for again, if it was the last of its page or source.
func (s *salvage) again(tx *store.Tx, k store.Kept, l *Loss) error {
	if err := tx.SetLost(k.ID, true); err != nil {
		return err
	}
	if k.Source != "" {
		return s.list(tx, k.Source, l)
	}
	if k.Lead == 0 || k.Status != 200 {
		return weighAnew(tx, k, s.desk.Now())
	}
	last, err := tx.LastCapture(k.Lead)
	if err != nil || last.At.After(k.At) {
		return err
	}
	return s.page(tx, k.Lead, l)
}

// list forgets the validators of a source: its next answer is a whole one.
func (s *salvage) list(tx *store.Tx, id news.SourceID, l *Loss) error {
	w, err := tx.Source(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && (s.sources[id] || !w.Active) {
		return nil
	}
	if err != nil {
		return err
	}
	s.sources[id] = true
	l.Sources++
	w.ETag, w.LastModified, w.Validated = "", "", ""
	return tx.SetState(id, w.State)
}

// page adds the task to fetch the page of a lead without validators. A page that is off the beat is not fetched.
func (s *salvage) page(tx *store.Tx, id store.LeadID, l *Loss) error {
	rec, err := tx.Lead(id)
	if err != nil || s.pages[id] {
		return err
	}
	s.pages[id] = true
	if rec.State != store.LeadRead && rec.State != store.LeadWaiting {
		return nil
	}
	w, err := tx.Source(rec.Lead.Source)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if !w.Active {
		l.Left++
		return nil
	}
	rec.ETag, rec.LastModified, rec.Validated = "", "", ""
	if err := tx.SetLook(rec); err != nil {
		return err
	}
	l.Pages++
	t := store.FetchTask(id, rec.Lead.URL, rec.Looks, s.desk.Now())
	n := s.hosts[t.Host]
	s.hosts[t.Host]++
	t.Due = t.Due.Add(time.Duration(max(0, n-lostAtOnce)) * lostPace)
	return tx.Add(t)
}

// findAgain unmarks lost captures that can be read in their places: a backup was put back.
func (d *Desk) findAgain(ctx context.Context) (found int, err error) {
	sizes, err := d.Archive.Sizes()
	if err != nil {
		return 0, err
	}
	for after, more := int64(0), true; more; {
		var list, back []store.Kept
		err := d.DB.View(ctx, func(tx *store.Tx) (err error) { list, err = tx.Lost(after, lostTogether); return err })
		if err != nil {
			return found, err
		}
		more = len(list) == lostTogether
		for _, k := range list {
			after = k.ID
			if size, there := sizes[k.File]; !there || size < k.Offset+k.Length {
				continue
			}
			if _, err := d.Archive.Get(k.Ref); err == nil {
				back = append(back, k)
			}
		}
		if err := d.putBack(ctx, back); err != nil {
			return found, err
		}
		found += len(back)
	}
	return found, nil
}

// putBack unmarks captures in one transaction.
func (d *Desk) putBack(ctx context.Context, list []store.Kept) error {
	if len(list) == 0 {
		return nil
	}
	return d.DB.Update(ctx, func(tx *store.Tx) error {
		for _, k := range list {
			if err := errors.Join(tx.SetLost(k.ID, false), weighAnew(tx, k, d.Now())); err != nil {
				return err
			}
		}
		return nil
	})
}

// Examine reads every capture in the archive. Those that are not as they were written it marks as lost and has asked for
// again, and returns them with the errors of reading them. read counts the captures.
func (d *Desk) Examine(ctx context.Context) (l Loss, damage []error, read int, err error) {
	s := d.salvage()
	var broken []store.Kept
	for after, more := int64(0), true; more && ctx.Err() == nil; {
		var list []store.Kept
		err := d.DB.View(ctx, func(tx *store.Tx) (err error) { list, err = tx.KeptAfter(after, lostTogether); return err })
		if err != nil {
			return l, damage, read, err
		}
		more = len(list) == lostTogether
		for _, k := range list {
			after = k.ID
			read++
			if _, err := d.Archive.Get(k.Ref); errors.Is(err, news.ErrLost) {
				damage, broken = append(damage, err), append(broken, k)
			} else if err != nil {
				return l, damage, read, err
			}
		}
	}
	l.Captures = len(broken)
	for some := range slices.Chunk(broken, lostTogether) {
		if err := s.lose(ctx, some, &l); err != nil {
			return l, damage, read, err
		}
	}
	return l, damage, read, ctx.Err()
}

// refetch has a page that the archive has lost fetched again and read anew, in place of a reading from the archive. The later
// captures of its address that point to the same body are lost with it.
func (d *Desk) refetch(ctx context.Context, id store.LeadID, at news.Ref) (func(*store.Tx) error, error) {
	var list, repeats []store.Kept
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		if list, err = tx.KeptOf(id, at); err != nil || len(list) == 0 {
			return err
		}
		repeats, err = tx.Repeats(list[0])
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, k := range repeats {
		if d.lacks(k) {
			list = append(list, k)
		}
	}
	return func(tx *store.Tx) error {
		s := d.salvage()
		var l Loss
		for _, k := range list {
			if err := s.again(tx, k, &l); err != nil {
				return err
			}
		}
		if l.Pages == 0 {
			return nil
		}
		rec, err := tx.Lead(id)
		if err != nil {
			return err
		}
		rec.Hash = "" // the page is read even if it is the same
		return tx.SetLook(rec)
	}, nil
}
