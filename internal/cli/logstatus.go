package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
)

// signedSoFar is how far the log has been signed.
type signedSoFar struct {
	Leaves  int64      `json:"leaves"`           // that the database has
	Waiting int64      `json:"waiting"`          // of these, after the checkpoint that was signed last
	Signed  *time.Time `json:"signed,omitempty"` // when that was signed; none: nothing was
	Since   *time.Time `json:"since,omitempty"`  // how long leaves have waited at most
	Reason  string     `json:"reason,omitempty"` // why a build would sign nothing now
	advice  string     // what to do about that
}

// logStatus says how far the log of a desk has been signed; nil: none is published.
func (a *app) logStatus(ctx context.Context, p *parts) (*signedSoFar, error) {
	if p.config.Log.Published(p.config.Site.Audience) == config.LogNone {
		return nil, nil
	}
	s, err := signedIn(ctx, p)
	if err != nil {
		return nil, err
	}
	if _, err := a.verifyLog(ctx, p); err != nil {
		s.Reason, s.advice = unsignedBecause(err).Error(), logAdvice(err)
	}
	return s, nil
}

// signedIn compares the log with the checkpoint that was signed last. It does not ask whether that could be signed again.
func signedIn(ctx context.Context, p *parts) (s *signedSoFar, err error) {
	s = &signedSoFar{}
	l := deskLog{p: p, out: siteDir(p.config)}
	var last translog.Checkpoint
	if signed, _, err := l.lastSigned(); err == nil { // else verifyLog says what is wrong
		last, _ = translog.PeekCheckpoint(signed) // an error: nothing was signed yet
	}
	if last.Size > 0 {
		s.Signed = orNil(l.signedAt())
	}
	err = p.db.View(ctx, func(tx *store.Tx) error {
		edge, err := tx.Edge()
		if err != nil {
			return err
		}
		s.Leaves, s.Waiting = edge.Size, max(0, edge.Size-last.Size)
		if s.Waiting == 0 {
			return nil
		}
		since, err := tx.TimeOfLeaves(last.Size)
		if s.Signed != nil && since.Before(*s.Signed) {
			since = *s.Signed // what was brought in since is older than the log
		}
		s.Since = orNil(since)
		return err
	})
	return s, err
}

// signedAt is when the checkpoint that was signed last was; zero: that is not known.
func (l deskLog) signedAt() time.Time {
	for _, path := range []string{signedFile(l.p.config), filepath.Join(l.out, verify.LogFolder, verify.CheckpointName)} {
		if st, err := os.Stat(path); err == nil {
			return st.ModTime().UTC()
		}
	}
	return time.Time{}
}

// verifyLog says as a build would whether the log may be signed, and returns its size. It makes no key; where there never was one it says nothing.
func (a *app) verifyLog(ctx context.Context, p *parts) (size int64, err error) {
	none, err := deskLog{p, siteDir(p.config), a.Now}.noneYet(ctx)
	if err != nil || none {
		return 0, err
	}
	return a.builder(p, siteDir(p.config), false).VerifyLog(ctx)
}

// unsignedBecause is why the log is not signed, without saying that it is not; nil stays nil.
func unsignedBecause(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(strings.TrimPrefix(err.Error(), site.ErrHeld.Error()+": "))
}

// logAdvice says what to do about a log that is not signed.
func logAdvice(err error) string {
	var h hinted
	switch {
	case errors.As(err, &h):
		return h.hint
	case errors.Is(err, site.ErrHeld):
		return "put the database or the site back that belongs to the other; where what was signed is lost: waidian log rotate --lost; nothing is signed until then, and pages are built all the same"
	}
	return "the published log stays as it is meanwhile"
}

// says is the state of the log in words, for people in a zone.
func (s signedSoFar) says(zone *time.Location) string {
	text := text.Count(int(s.Leaves), "leaf", "leaves")
	switch {
	case s.Waiting == 0 && s.Leaves > 0:
		text += ", all signed"
	case s.Waiting > 0:
		text += fmt.Sprintf(", %d not signed yet", s.Waiting)
		if s.Since != nil {
			text += ", since " + clockIn(*s.Since, zone) + " " + zone.String()
		}
	}
	if s.Reason != "" {
		text += "; it cannot be signed: " + shown(s.Reason)
	}
	return text
}

// ailment says what is wrong with the log at now: it cannot be signed, or leaves have waited for that long; "" if nothing is.
func (s signedSoFar) ailment(now time.Time, stale time.Duration, zone *time.Location) string {
	switch {
	case s.Reason != "":
		return s.says(zone) + "; " + s.advice
	case s.Since != nil && now.Sub(*s.Since) >= stale:
		return s.says(zone) + "; is a desk at work? waidian build signs them"
	}
	return ""
}
