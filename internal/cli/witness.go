package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/translog"
)

// witness has somebody else sign the log (C2SP tlog-witness). One goroutine at a time uses it.
type witness struct {
	at     config.WitnessAt
	client *fetch.Client
	log    deskLog
	site   *site.Builder
	size   int64 // of the log that it signed last, as far as this process knows
}

// witnesses are those of a configuration, for the site that b builds.
func (a *app) witnesses(p *parts, b *site.Builder) (out []desk.Witness) {
	for _, at := range p.config.Log.Witnesses() {
		u, err := url.Parse(at.URL)
		if err != nil {
			continue // no configuration has one
		}
		out = append(out, desk.Witness{Name: at.Key.Name(), Host: u.Host,
			By: &witness{at: at, client: p.fetch, log: deskLog{p, siteDir(p.config), a.Now}, site: b}})
	}
	return out
}

// Cosign has the witness sign the checkpoint that the desk has signed last, keeps the signature with it, and publishes that.
func (w *witness) Cosign(ctx context.Context) (size int64, more bool, err error) {
	signed, _, err := w.log.lastSigned()
	if err != nil || len(signed) == 0 {
		return 0, false, err
	}
	if _, ok, err := w.at.Key.Cosigned(signed); err != nil || ok {
		return 0, false, err
	}
	now, err := translog.PeekCheckpoint(signed)
	if err != nil {
		return 0, false, err
	}
	line, err := w.ask(ctx, now, signed)
	if err != nil {
		return 0, false, fmt.Errorf("have witness %s sign the log: %w", w.at.Key.Name(), err)
	}
	w.size = now.Size
	cosigned, newer, err := w.log.keepCosigned(w.at.Key, signed, line)
	if err == nil && !newer {
		err = w.site.PublishCosigned(ctx, cosigned)
	}
	return now.Size, newer, err
}

// asksAtOnce is how often a witness is asked for one signature: a second time where it names the size that it signed last, a third where
// another process had it sign meanwhile.
const asksAtOnce = 3

// ask sends the checkpoint with the proof that the log grew since the witness signed it last, and returns what it answers.
func (w *witness) ask(ctx context.Context, now translog.Checkpoint, signed []byte) ([]byte, error) {
	for range asksAtOnce {
		grown, err := w.log.grown(ctx, w.size, now)
		if err != nil {
			return nil, err
		}
		got, err := w.client.Post(ctx, w.at.URL+"/add-checkpoint", "text/plain; charset=utf-8", translog.AddCheckpoint(w.size, grown, signed))
		switch {
		case err != nil:
			return nil, err
		case got.Status == http.StatusOK:
			return got.Body, nil
		case got.Status != http.StatusConflict:
			return nil, refusedBy(got)
		}
		size, err := translog.ReadSize(got.Body)
		switch {
		case err != nil || size == w.size:
			return nil, unserved("it does not sign this log", got) // its log of that size is another one
		case size > now.Size:
			return nil, &news.Unanswered{Cause: news.CauseOther, Reason: fmt.Sprintf(
				"it has signed a log of %s, and this one has %d: was the database restored from a backup?", text.Count(size, "leaf", "leaves"), now.Size)}
		}
		w.size = size
	}
	return nil, &news.Unanswered{Cause: news.CauseOther, Reason: "it names another size each time"}
}

// refusedBy says why a witness does not sign, by the statuses of add-checkpoint.
func refusedBy(got news.Capture) error {
	what := "it does not sign"
	switch got.Status {
	case http.StatusNotFound:
		what = "it does not know this log: give it the log's name and key"
	case http.StatusForbidden:
		what = "it knows the log by another key"
	case http.StatusUnprocessableEntity:
		what = "by its proof the log did not only grow"
	}
	return unserved(what, got)
}

// grown proves that the log of a checkpoint grew out of that of so many leaves; of none there is nothing to prove.
func (l deskLog) grown(ctx context.Context, old int64, now translog.Checkpoint) ([]translog.Hash, error) {
	if old == 0 || old >= now.Size {
		return nil, nil
	}
	return translog.Grown(old, now.Size, &translog.Blocks{Size: now.Size, Load: func(first, end int64) ([][]byte, error) { return l.Hashes(ctx, first, end) }})
}

// keepCosigned adds the signature of a witness to the checkpoint that was signed last, and returns it. Where that is another one by now, newer is
// true and the signature is not kept. It is on disk when keepCosigned returns.
func (l deskLog) keepCosigned(key translog.Witness, signed, answer []byte) (cosigned []byte, newer bool, err error) {
	defer l.lockSigned()()
	last, _, err := l.lastSigned()
	if err != nil {
		return nil, false, err
	}
	if cosigned, err = key.Cosign(signed, answer); err != nil { // an answer that is wrong is told, whatever was signed since
		return nil, false, &news.Unanswered{Cause: news.CauseOther, Reason: err.Error()}
	}
	if !translog.SameCheckpoint(last, signed) {
		return nil, true, nil
	}
	if cosigned, err = key.Cosign(last, answer); err != nil { // others may have signed it meanwhile
		return nil, false, err
	}
	path := signedFile(l.p.config)
	at := l.signedAt()
	if err := writePrivate(path, cosigned); err != nil {
		return nil, false, err
	}
	return cosigned, false, os.Chtimes(path, time.Time{}, at) // it says when the desk signed, not when the witness did
}

// lockSigned keeps other writers from the checkpoint that was signed last.
func (l deskLog) lockSigned() (unlock func()) {
	return lockFolder(filepath.Dir(signedFile(l.p.config)))
}

// witnessStatus says whether a witness has signed the log as it is.
type witnessStatus struct {
	Name   string     `json:"name"`
	Size   int64      `json:"size"`             // leaves of the log
	Signed *time.Time `json:"signed,omitempty"` // when it signed that, by its own clock; none: it has not
	Next   *time.Time `json:"next,omitempty"`   // when it is asked
	Reason string     `json:"reason,omitempty"` // why it has not
}

// witnessesOf are the states of the witnesses of a desk.
func (a *app) witnessesOf(tx *store.Tx, p *parts) (out []witnessStatus, err error) {
	list := p.config.Log.Witnesses()
	if len(list) == 0 {
		return nil, nil
	}
	signed, err := os.ReadFile(signedFile(p.config))
	if errors.Is(err, os.ErrNotExist) {
		signed, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	now, err := translog.PeekCheckpoint(signed)
	if err != nil {
		now = translog.Checkpoint{} // nothing was signed yet, or doctor says what is wrong
	}
	for _, w := range list {
		s := witnessStatus{Name: w.Key.Name(), Size: now.Size}
		at, ok, err := w.Key.Cosigned(signed)
		if bytes.Equal(signed, []byte(nothingSigned)) || len(signed) == 0 {
			ok, err = false, nil
		}
		if ok {
			s.Signed = &at
		} else if err != nil {
			s.Reason = err.Error()
		} else {
			t, err := tx.TaskOf(store.Cosign, s.Name)
			if err != nil {
				return nil, err
			}
			if s.Reason = t.Reason; !t.Buried {
				s.Next = orNil(t.Due)
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// says is the state of a witness in words.
func (s witnessStatus) says(now time.Time) string {
	switch {
	case s.Signed != nil:
		return fmt.Sprintf("has signed the log of %s, at %s by its clock", text.Count(int(s.Size), "leaf", "leaves"), s.Signed.Format(time.RFC3339))
	case s.Size == 0:
		return "has nothing to sign yet"
	}
	said := fmt.Sprintf("has not signed the log of %s", text.Count(int(s.Size), "leaf", "leaves"))
	if s.Reason != "" {
		said += ": " + shown(s.Reason)
	}
	if s.Next != nil && s.Next.After(now) {
		said += "; asked again in " + s.Next.Sub(now).Round(time.Second).String()
	}
	return said
}

// witnesses says how the witnesses of the log fare; nothing where there are none.
func (doctorCmd) witnesses(ctx context.Context, a *app, c config.Config, db *store.DB) (out []finding) {
	var list []witnessStatus
	err := db.View(ctx, func(tx *store.Tx) (err error) { list, err = a.witnessesOf(tx, &parts{config: c, db: db}); return err })
	if err != nil {
		return []finding{{what: "witnesses", err: err, mild: true, do: "let the desk's user read " + signedFile(c)}}
	}
	for _, s := range list {
		f := finding{what: "witness", note: s.Name + " " + s.says(a.Now()), mild: true,
			do: "see whether the witness works and knows the log's name and key (waidian log), or correct [log] witness; the log is published all the same"}
		if s.Reason != "" {
			f.err = errors.New(f.note)
		}
		out = append(out, f)
	}
	return out
}
