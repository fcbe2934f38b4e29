package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/wording"
)

// change changes the configuration file, if it is the one with that sum, and lets the desk take that up. It returns what the desk says of it.
func (r rooms) change(ctx context.Context, sum string, edit func(text string) (string, error)) ([]string, error) {
	a := *r.app // what loadConfig notes of the file is this reading's
	c, err := r.read(&a)
	if err != nil {
		return nil, err
	}
	err = a.editConfig(func(text string) (string, error) {
		if textSum(text) != sum {
			return "", changedSince(a.configName())
		}
		return edit(text)
	})
	if err != nil {
		return nil, r.refused(err)
	}
	said, now, err := a.takeUp(ctx, c)
	if err != nil {
		return nil, r.refused(err)
	}
	return r.inForce(said, now), nil
}

// read reads the configuration, and says what is wrong with its file.
func (r rooms) read(a *app) (config.Config, error) {
	if err := a.stillThere(r.parts.config); err != nil {
		return config.Config{}, r.refused(err)
	}
	c, err := a.loadConfig()
	return c, r.broken(err)
}

func textSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// config is the configuration as the file has it now, and the sum of the file.
func (r rooms) config() (config.Config, string, error) {
	a := *r.app
	sum := fileSum(a.configName())
	if sum == "" {
		sum = textSum("")
	}
	c, err := r.read(&a)
	return c, sum, err
}

// Sources are the sources of the file, each with its health.
func (r rooms) Sources(ctx context.Context, w *wording.Texts) ([]room.Source, string, error) {
	c, sum, err := r.config()
	if err != nil {
		return nil, "", err
	}
	now := r.app.Now()
	var out []room.Source
	err = r.parts.db.View(ctx, func(tx *store.Tx) error {
		watches, err := r.app.watches(tx, c)
		if err != nil {
			return err
		}
		tally, err := tx.Tally()
		if err != nil {
			return err
		}
		week, err := tx.Came(now.AddDate(0, 0, -7))
		if err != nil {
			return err
		}
		bars, err := desk.Bars(tx, now)
		if err != nil {
			return err
		}
		silent, err := silences(tx, now)
		for _, x := range watches {
			s := r.source(w, statusOf(x, tally[x.ID], bars[x.ID], now, r.parts.zone()))
			s.URL, s.Week = x.URL, week[x.ID]
			if s.Bad {
				s.Cause = w.Causes[x.Quiet.Cause]
			}
			for _, y := range silent {
				if y.Source == x.ID {
					s.Silence = fmt.Sprintf("%s – %s", r.when(w, &y.From), r.when(w, &y.To))
				}
			}
			out = append(out, s)
		}
		return err
	})
	return out, sum, err
}

// source is a source as the room shows it.
func (r rooms) source(w *wording.Texts, s sourceStatus) room.Source {
	out := room.Source{
		ID: string(s.ID), Name: s.Name, Reason: s.Reason, Leads: s.Leads, Off: s.Off, Paused: s.held,
		OK: r.when(w, s.OK), Newest: r.known(w, s.Newest), Next: r.known(w, s.Due),
	}
	switch {
	case s.held:
		out.State, out.Reason, out.Next = w.RoomTexts.Paused, "", ""
	case s.State == desk.HealthOK:
		out.State = w.Fine
	case s.State == desk.HealthNew:
		out.State = w.NotYet
	case s.State == desk.HealthPutOff:
		out.State = w.RoomTexts.PutOff
	case s.State == desk.HealthPaused:
		out.State, out.Bad = w.SwitchedOff, true
	case s.State == desk.HealthBarred:
		out.State, out.Bad = w.RoomTexts.Barred, true
	case s.State == desk.HealthFrozen:
		out.State, out.Bad = w.RoomTexts.Frozen, true
	default:
		out.State, out.Bad = w.Failing, true
	}
	return out
}

// known is a moment in the zone of the desk; empty: it is not known.
func (r rooms) known(w *wording.Texts, t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return r.when(w, t)
}

// when is a moment in the zone of the desk, or that it never came.
func (r rooms) when(w *wording.Texts, t *time.Time) string {
	if t == nil || t.IsZero() {
		return w.Never
	}
	return w.ShortDateClock(t.In(r.parts.zone()))
}

// Pause pauses a source, or resumes it.
func (r rooms) Pause(ctx context.Context, sum, id string, paused bool) ([]string, error) {
	return r.change(ctx, sum, func(text string) (string, error) { return config.SetPaused(text, id, paused) })
}

// Rename gives a source another name.
func (r rooms) Rename(ctx context.Context, sum, id, name string) ([]string, error) {
	return r.change(ctx, sum, func(text string) (string, error) { return config.SetName(text, id, strings.TrimSpace(name)) })
}

// mostLeads and mostOpening bound what is shown of what was found.
const (
	mostLeads   = 60
	mostOpening = 3
)

// Find looks at an address: what is to be watched there, what the beat would do with it, and one report as it would be read.
func (r rooms) Find(ctx context.Context, w *wording.Texts, address string) (out room.Found, sum string, err error) {
	c, sum, err := r.config()
	if err != nil {
		return out, "", err
	}
	if !config.WebAddress(typedAddress(address)) {
		return out, "", room.Refused{Text: w.Refusal(news.Refusal{Code: news.NoAddress, Arg: address})}
	}
	look, err := offer(ctx, r.parts.desk, address)
	if several, ok := errors.AsType[desk.SeveralFeeds](err); ok {
		for _, f := range several {
			out.Choices = append(out.Choices, room.Choice{URL: f.URL, Title: f.Title})
		}
		return out, sum, nil
	}
	if err != nil {
		return out, "", r.refused(err)
	}
	s := (&sourcesAddCmd{}).source(c, look)
	if err := watchedAlready(c, s); err != nil {
		return out, "", r.refused(err)
	}
	out = room.Found{
		URL: s.URL, Kind: w.SourceKinds[look.Result.Kind], Newest: r.known(w, &look.Result.Newest),
		New: room.NewSource{ID: s.ID, Name: s.Name, URL: s.URL, Kind: s.Kind, Lang: s.Lang},
	}
	for _, l := range look.Leads {
		in := l.State == store.LeadWaiting
		if in {
			out.In++
		} else {
			out.Off++
		}
		if len(out.Leads) < mostLeads {
			out.Leads = append(out.Leads, room.Lead{Title: l.Lead.Title, URL: l.Lead.URL, Lang: look.Result.Lang, In: in, Why: leadIn(w, l.Why)})
		}
	}
	if p := newPreview(ctx, r.parts.desk, look); p.lead.URL != "" {
		out.Report = r.report(w, p)
	}
	return out, sum, nil
}

// report is a report as it would be read.
func (r rooms) report(w *wording.Texts, p preview) room.Report {
	a, err := p.report, p.fault
	out := room.Report{URL: p.lead.URL, Title: a.Title, Lang: a.Lang, By: strings.Join(a.Byline, ", ")}
	if err != nil {
		out.Fault = p.lead.URL + w.Colon + unreadIn(w, err)
	}
	if a.Words > 0 {
		out.Length = w.NWords(a.Words)
	}
	if !a.Published.IsZero() {
		_, out.Date = w.PublishedAt(a.Published.In(r.parts.zone()), a.Hour)
	}
	for _, b := range a.Blocks {
		if b.Kind == news.Paragraph && len(out.Opening) < mostOpening {
			out.Opening = append(out.Opening, b.Text)
		}
	}
	for _, ask := range []struct {
		yes  bool
		text string
	}{{p.robots(), w.RoomTexts.AsksRobots}, {a.NoArchive, w.RoomTexts.AsksNoArchive}, {a.NoIndex, w.RoomTexts.AsksNoIndex}, {a.Reserved, w.RoomTexts.AsksReserved}} {
		if ask.yes {
			out.Asks = append(out.Asks, ask.text)
		}
	}
	if err == nil && len(out.Asks) == 0 {
		out.Asks = []string{w.RoomTexts.AsksNothing}
	}
	return out
}

// leadIn says why a lead is off the beat, or left alone.
func leadIn(w *wording.Texts, why string) string {
	if word, ok := strings.CutPrefix(why, "excluded: "); ok {
		return fmt.Sprintf(w.SourcesTexts.Except, word)
	}
	if day, ok := strings.CutPrefix(why, "published "); ok {
		return w.ReportTexts.Published + w.Colon + day
	}
	if why != "" {
		return w.RoomTexts.NoWordOfIt
	}
	return ""
}

// unreadIn says why a page could not be read.
func unreadIn(w *wording.Texts, err error) string {
	if no, ok := errors.AsType[*news.Refused](err); ok {
		return w.Note(no.Note)
	}
	return w.Causes[news.CauseOf(err)]
}

// Add writes a source to the file. A desk at work asks its outlet once more: not before the pace allows.
func (r rooms) Add(ctx context.Context, sum string, n room.NewSource) ([]string, error) {
	s := config.Source{ID: n.ID, Name: strings.TrimSpace(n.Name), URL: n.URL, Kind: n.Kind, Lang: n.Lang, Rights: n.Rights, Whole: n.Whole}
	c, _, err := r.config()
	if err != nil {
		return nil, err
	}
	if err := watchedAlready(c, s); err != nil {
		return nil, r.refused(err)
	}
	if pid, err := runningDesk(c); err == nil && pid != os.Getpid() {
		wait := time.NewTimer(time.Duration(c.Fetch.Pace)) // of real time, as the desk's pace is
		defer wait.Stop()
		select {
		case <-wait.C:
		case <-ctx.Done():
		}
	}
	return r.change(ctx, sum, func(text string) (string, error) { return config.Append(text, s), nil })
}
