package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Meaning is what settings mean for what the desk knows already.
type Meaning struct {
	Since   time.Time // reports since then were judged
	In      int       // listed reports that come in: their pages are fetched, or read from the archive
	Back    int       // reports that return to the site
	Left    int       // listed reports that are not fetched, after all
	Off     int       // reports on the site that are off the beat
	Renamed int       // reports that name their source otherwise
	Lang    string    // of digests, as set
	Other   int       // digests in other languages
}

// None reports whether the settings change nothing.
func (m Meaning) None() bool { return m.In+m.Back+m.Left+m.Off+m.Renamed+m.Other == 0 }

// Judged is a report that the beat of today judges otherwise than it was judged.
type Judged struct {
	Article   news.ArticleID // empty: it was not read
	Source    news.SourceID
	Title     string
	URL       string
	Published time.Time // zero: its list gives none
	Why       string    // why it is off the beat
}

const (
	leadsAtOnce   = 500 // leads read at a time
	sourcesAtOnce = 64  // sources judged in one transaction
	imported      = 100 // looks of a lead that was brought from elsewhere: no beat has judged it
)

// LeftAlone is a lead whose page is never asked for again, whatever a list says of it.
func LeftAlone(rec store.LeadRecord) store.LeadRecord {
	rec.State, rec.Why, rec.Looks = store.LeadOld, "destroyed", imported
	return rec
}

// The names of what is noted of settings.
const (
	notedSource   = "source/" // and a source: a note
	notedLanguage = "language"
)

// note is what has judged the leads of a source, and named its reports.
type note struct {
	judge string // sum of the beat
	name  string // sum of the names
	off   int    // reports on the site that are off that beat
}

func (n note) String() string { return fmt.Sprintf("%s %s %d", n.judge, n.name, n.off) }

// readNote reads a note; from anything else it reads the zero note: nothing has judged.
func readNote(s string) (n note) {
	f := strings.Split(s, " ")
	if len(f) != 3 {
		return note{}
	}
	n.judge, n.name = f[0], f[1]
	n.off, _ = strconv.Atoi(f[2])
	return n
}

// note returns that of a source under these settings.
func (s Settings) note(src news.Source, desk string) note {
	return note{judge: sumOf(desk, src.Beat, src.Whole), name: sumOf(src.Name, outletOf(src))}
}

// deskSum identifies all by which the leads of every source are judged.
func (s Settings) deskSum() string { return sumOf(1, s.Beat, s.Reach) }

func sumOf(values ...any) string {
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // texts and numbers can be encoded
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// outletOf is the outlet of a source's reports.
func outletOf(s news.Source) string {
	if s.Outlet != "" {
		return s.Outlet
	}
	return s.Name
}

// changed is a source of which the settings say something else than what is noted.
type changed struct {
	news.Source
	was, now    note
	judge, name bool // what has changed
}

// changed are the sources that are judged, or named, otherwise than noted.
func (s Settings) changed(notes map[string]string) (out []changed) {
	desk := s.deskSum()
	for _, src := range s.Sources {
		c := changed{Source: src, was: readNote(notes[notedSource+string(src.ID)]), now: s.note(src, desk)}
		c.judge, c.name = c.was.judge != c.now.judge, c.was.name != c.now.name
		if !c.judge {
			c.now.off = c.was.off
		}
		if c.judge || c.name {
			out = append(out, c)
		}
	}
	return out
}

// settle lets changed settings reach what is known, as far as that is free and takes nothing
// away: listed reports that are on the beat by now are fetched, those that wait and are off it
// are not, reports that an earlier beat took off the site return, and reports bear the name
// that their source has. What is off the beat and on the site is counted, and stays. Each
// source is judged once under one beat.
func (d *Desk) settle(ctx context.Context, s Settings) (m Meaning, err error) {
	notes, err := d.noted(ctx)
	if err != nil {
		return m, err
	}
	m = Meaning{Since: d.Now().Add(-s.Reach), Lang: s.Language}
	list := s.changed(notes)
	if m.Renamed, err = d.renameAll(ctx, list); err != nil {
		return m, err
	}
	for some := range slices.Chunk(list, sourcesAtOnce) {
		err := d.DB.Update(ctx, func(tx *store.Tx) error { return d.judgeAnew(tx, s, some, &m) })
		if err != nil {
			return m, fmt.Errorf("judge by the beat of today: %w", err)
		}
	}
	if s.Language != "" && notes[notedLanguage] != s.Language {
		err := d.DB.Update(ctx, func(tx *store.Tx) (err error) {
			if m.Other, _, err = tx.DigestsNotIn(s.Language, 0); err != nil {
				return err
			}
			return tx.SetSetting(notedLanguage, s.Language)
		})
		if err != nil {
			return m, err
		}
	}
	if !m.None() {
		said := m
		d.notify(Event{Stage: "settings", Meaning: &said})
	}
	return m, nil
}

// judgeAnew judges what is known of sources by the beat of today, adds to m what that comes to, and notes that
// it was done.
func (d *Desk) judgeAnew(tx *store.Tx, s Settings, list []changed, m *Meaning) error {
	for _, c := range list {
		if c.judge {
			r := &review{desk: d, set: s, tx: tx, since: m.Since, write: true}
			if err := r.source(c.Source); err != nil {
				return err
			}
			m.add(r.meaning)
			c.now.off = r.meaning.Off
		}
		if err := tx.SetSetting(notedSource+string(c.ID), c.now.String()); err != nil {
			return err
		}
	}
	return nil
}

// Name gives the reports of each source the name that the source has today.
func (d *Desk) Name(ctx context.Context) error {
	notes, err := d.noted(ctx)
	if err != nil {
		return err
	}
	_, err = d.renameAll(ctx, d.settings().changed(notes))
	return err
}

// renameAll renames the reports of the sources whose name has changed, and returns how many these are.
func (d *Desk) renameAll(ctx context.Context, list []changed) (reports int, err error) {
	for _, c := range list {
		if !c.name {
			continue
		}
		n, err := d.rename(ctx, c)
		if err != nil {
			return reports, err
		}
		reports += n
	}
	return reports, nil
}

// rename names the reports of a source, and their entries in the search index, as the source is
// called today, and returns their number. From the first of them on, until the source is judged, it is noted
// that its name is in doubt: whatever ends the work, it is taken up again.
func (d *Desk) rename(ctx context.Context, c changed) (n int, err error) {
	src, doubt := c.Source, c.was
	doubt.name = "-"
	for {
		var list []store.Place
		err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
			list, err = tx.NamedOtherwise(src.ID, src.Name, outletOf(src), reindexAtOnce)
			return err
		})
		if err != nil || len(list) == 0 {
			return n, err
		}
		err = d.DB.Update(ctx, func(tx *store.Tx) error {
			if err := tx.SetSetting(notedSource+string(src.ID), doubt.String()); err != nil {
				return err
			}
			for _, p := range list {
				if err := tx.Rename(p.ID, src.Name, outletOf(src)); err != nil {
					return err
				}
				if err := reindex(tx, p, d.Tokens); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return n, fmt.Errorf("name the reports of source %s: %w", src.ID, err)
		}
		n += len(list)
	}
}

func (m *Meaning) add(x Meaning) {
	m.In, m.Back, m.Left, m.Off = m.In+x.In, m.Back+x.Back, m.Left+x.Left, m.Off+x.Off
}

func (d *Desk) noted(ctx context.Context) (notes map[string]string, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		notes, err = tx.Settings()
		return err
	})
	return notes, err
}

// Meaning returns what the settings mean for what is known, without writing anything: what
// the next Begin will do, and what it has left to a command.
func (d *Desk) Meaning(ctx context.Context) (Meaning, error) {
	s := d.settings()
	m := Meaning{Since: d.Now().Add(-s.Reach), Lang: s.Language}
	err := d.DB.View(ctx, func(tx *store.Tx) error {
		notes, err := tx.Settings()
		if err != nil {
			return err
		}
		list := s.changed(notes)
		for _, c := range list {
			if !c.judge {
				continue
			}
			r := &review{desk: d, set: s, tx: tx, since: m.Since}
			if err := r.source(c.Source); err != nil {
				return err
			}
			m.add(r.meaning)
			delete(notes, notedSource+string(c.ID))
		}
		for _, src := range s.Sources {
			m.Off += readNote(notes[notedSource+string(src.ID)]).off
		}
		if s.Language != "" {
			m.Other, _, err = tx.DigestsNotIn(s.Language, 0)
		}
		return err
	})
	return m, err
}

// Reconsider judges the selected leads by the beat of today, whatever their age, and returns
// what comes in and what is off the beat, a list each. If write is set, the first are fetched, and the
// second leave the site; they come back when the beat has them again.
func (d *Desk) Reconsider(ctx context.Context, which Selection, write bool) (in, off []Judged, m Meaning, err error) {
	s := d.settings()
	m = Meaning{Since: which.Since}
	within := d.DB.View
	if write {
		within = d.DB.Update
	}
	for _, src := range s.Sources {
		if which.Source != "" && src.ID != which.Source {
			continue
		}
		err := within(ctx, func(tx *store.Tx) error {
			r := &review{desk: d, set: s, tx: tx, since: which.Since, write: write, whole: true, limit: which.Limit - len(in) - len(off)}
			if err := r.source(src); err != nil {
				return err
			}
			in, off = append(in, r.in...), append(off, r.off...)
			m.add(r.meaning)
			if !write || which.Limit > 0 || which.Since.After(d.Now().Add(-s.Reach)) {
				return nil
			}
			notes, err := tx.Settings()
			if err != nil {
				return err
			}
			n := s.note(src, s.deskSum())
			n.name = readNote(notes[notedSource+string(src.ID)]).name
			return tx.SetSetting(notedSource+string(src.ID), n.String())
		})
		if err != nil {
			return in, off, m, fmt.Errorf("judge by the beat of today: %w", err)
		}
		if which.Limit > 0 && len(in)+len(off) >= which.Limit {
			break
		}
	}
	return in, off, m, nil
}
