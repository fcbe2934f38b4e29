package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/spool"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/text"
)

// recoverLost compares the database with the archive before the desk works, says what the archive lacks, and has it
// asked for again.
func (a *app) recoverLost(ctx context.Context, p *parts) error {
	lost, found, err := p.desk.Recover(ctx)
	if err != nil {
		return err
	}
	if found > 0 {
		a.warn("%s that the archive had lost can be read again", captures(found))
	}
	var sum desk.Loss
	for _, l := range lost {
		a.warn("%s", lossLine(l))
		sum.Pages, sum.Sources, sum.Left = sum.Pages+l.Pages, sum.Sources+l.Sources, sum.Left+l.Left
	}
	if len(lost) > 0 {
		a.warn("%s; reports keep their text meanwhile", askedAgain(sum))
	}
	return nil
}

func captures(n int) string { return text.Count(n, "capture", "captures") }

func lossLine(l desk.Loss) string {
	if l.Size < 0 {
		return fmt.Sprintf("archive file %s is missing: %s lost", l.File, captures(l.Captures))
	}
	return fmt.Sprintf("archive file %s has %s, but the database knows of %d: %s lost", l.File, text.Count(l.Size, "byte", "bytes"), l.End, captures(l.Captures))
}

func askedAgain(l desk.Loss) string {
	s := fmt.Sprintf("asked for again: %s, and the whole lists of %s", text.Count(l.Pages, "page", "pages"), text.Count(l.Sources, "source", "sources"))
	if l.Left > 0 {
		s += fmt.Sprintf("; not asked for, since their sources are not watched: %s", text.Count(l.Left, "page", "pages"))
	}
	return s
}

// archiveOf compares the database with the archive; with deep it reads every capture.
func (doctorCmd) archiveOf(ctx context.Context, a *app, c config.Config, db *store.DB, deep bool) finding {
	f := finding{what: "archive", do: "put the file back from a backup, or start the desk: it asks for the lost pages again"}
	dir, err := archive.Open(archiveDir(c), archive.Options{ReadOnly: true})
	if err == nil {
		err = a.attach(c, db, dir, looking)
	}
	if f.err = err; err != nil {
		return f
	}
	d := &desk.Desk{DB: db, Archive: dir, Now: a.Now, Log: a.log}
	lost, err := d.Losses(ctx)
	if f.err = err; err != nil {
		return f
	}
	for _, l := range lost {
		f.err = errors.Join(f.err, errors.New(lossLine(l)))
	}
	var n int64
	err = db.View(ctx, func(tx *store.Tx) (err error) { n, _, err = tx.Captures(); return err })
	f.err = errors.Join(f.err, err)
	f.note = text.Count(n, "capture is", "captures are") + " where the database says"
	if deep && f.err == nil {
		f.examine(ctx, d)
	}
	if errors.Is(f.err, news.ErrOurs) {
		f.do = "nothing is known to be lost: the line of the bucket says why it cannot be had"
	}
	return f
}

// losses says what was found to be lost before, and whether it was fetched again. There is nothing to say if nothing was.
func (doctorCmd) losses(ctx context.Context, db *store.DB) []finding {
	f := finding{what: "losses", do: "put the files back from a backup, or let the desk work: it fetches the pages again"}
	var before, unwitnessed, pages, lists int
	f.err = db.View(ctx, func(tx *store.Tx) (err error) {
		if before, err = tx.CountLost(); err == nil && before > 0 {
			unwitnessed, err = tx.CountUnwitnessed()
		}
		if err == nil && before > 0 {
			pages, lists, err = tx.CountUnfetched()
		}
		return err
	})
	if f.err == nil && before == 0 {
		return nil
	}
	f.note = text.Count(before, "capture was lost before", "captures were lost before")
	if unwitnessed > 0 {
		f.note += fmt.Sprintf("; %d of them, of before the log, have no entry in it", unwitnessed)
	}
	if f.err == nil && pages+lists > 0 {
		f.err = errors.New(f.note + "; " + unfetched(pages, lists))
	}
	return []finding{f}
}

// unfetched says what is lost and not fetched again.
func unfetched(pages, lists int) string {
	return fmt.Sprintf("not fetched again yet: %s, and the lists of %s", text.Count(pages, "page", "pages"), text.Count(lists, "source", "sources"))
}

// missing are the lines of `status --check` about what was kept: captures that the archive lacks, or has lost and not fetched
// again, answers of models that the database does not have, tasks that were given up since. It writes nothing.
func missing(ctx context.Context, p *parts, since time.Time) (out []unwell, err error) {
	lost, err := p.desk.Losses(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range lost {
		out = append(out, unwell{"archive", lossLine(l)})
	}
	var pages, lists int
	err = p.db.View(ctx, func(tx *store.Tx) (err error) { pages, lists, err = tx.CountUnfetched(); return err })
	if err != nil {
		return nil, err
	}
	if pages+lists > 0 {
		out = append(out, unwell{"archive", "captures are lost; " + unfetched(pages, lists)})
	}
	kept := &answers{places: spool.Open(filepath.Join(p.config.Desk.Data, "answers"))}
	n, err := kept.waiting()
	if err != nil {
		return nil, err
	}
	if n > 0 {
		out = append(out, unwell{"answers", text.Count(n, "answer of a model waits", "answers of models wait") + " for the database to take it; the desk tries again when it works"})
	}
	if n, err = p.desk.GivenUp(ctx, since); err != nil {
		return nil, err
	}
	if n > 0 {
		out = append(out, unwell{"tasks", text.Count(n, "task was", "tasks were") + " given up; waidian tasks --buried says why"})
	}
	return out, nil
}

// mostDamage bounds the damaged captures that are listed.
const mostDamage = 20

// examine reads every capture.
func (f *finding) examine(ctx context.Context, d *desk.Desk) {
	l, damage, read, err := d.Examine(ctx)
	if err != nil {
		f.err = err
		return
	}
	f.note = text.Count(read, "capture read, as it was", "captures read, all as they were") + " written"
	if len(damage) == 0 {
		return
	}
	list := damage[:min(len(damage), mostDamage)]
	f.err = errors.Join(append(list, fmt.Errorf("%d of %s damaged", len(damage), captures(read)))...)
	f.do = askedAgain(l) + ", when the desk works next"
}

// integrity asks SQLite to examine its file. PostgreSQL has no such question without an extension.
func (doctorCmd) integrity(ctx context.Context, db *store.DB) finding {
	f := finding{what: "tables", note: "whole, by SQLite's quick check"}
	if db.EngineName() != "sqlite" {
		f.note = "not examined: PostgreSQL checks its own pages (data checksums, amcheck)"
		return f
	}
	f.err = sqlite.Check(ctx, db)
	return f
}

// outlets says how the sources fared when they were last polled.
func (doctorCmd) outlets(ctx context.Context, db *store.DB, now time.Time) finding {
	f := finding{what: "polls", do: "waidian status shows the reason for each source"}
	var tried, failed int
	var barred []string
	f.err = db.View(ctx, func(tx *store.Tx) error {
		bars, err := desk.Bars(tx, now)
		if err != nil {
			return err
		}
		list, err := tx.Watches()
		for _, w := range list {
			if w.Tried.IsZero() {
				continue
			}
			tried++
			if w.Reason != "" {
				failed++
			}
			if health, _ := desk.HealthOf(w, bars[w.ID], now, time.UTC); health == desk.HealthBarred {
				barred = append(barred, string(w.ID))
			}
		}
		return err
	})
	f.note = fmt.Sprintf("%d of %d sources answered when they were last asked", tried-failed, tried)
	switch {
	case f.err == nil && failed < tried && len(barred) > 0:
		f.err, f.mild = fmt.Errorf("%s; of %s nothing but headlines is had, since a page that asks its reader for a proof answers: %s",
			f.note, text.Count(len(barred), "source", "sources"), strings.Join(barred, ", ")), true
		f.do = desk.NotPassed + ", or watch a feed that has whole texts"
	case f.err != nil || failed == 0:
	case failed == tried:
		f.err = errors.New("no source answered when it was last asked")
	default:
		f.err, f.mild = errors.New(f.note), true
	}
	return f
}
