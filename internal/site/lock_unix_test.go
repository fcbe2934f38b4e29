//go:build unix

package site

import (
	"context"
	"errors"
	"testing"
)

// A build beside that of another process is refused, or waits for its end and is made then.
func TestBuildsTakeTurns(t *testing.T) {
	o := Options{Out: t.TempDir() + "/site", Language: "en"}
	other, err := lockFile(o.Out + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	b := New(o, sample())
	if _, err := b.Build(t.Context()); !errors.Is(err, ErrBusy) {
		t.Errorf("beside another build: %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	if _, err := b.BuildInTurn(ended, end); !errors.Is(err, ErrBusy) {
		t.Errorf("ended while it waits: %v", err)
	}
	waited := 0
	r, err := b.BuildInTurn(t.Context(), func() { waited++; other.Close() })
	if err != nil || waited != 1 || r.Written == 0 {
		t.Errorf("after another build: %+v, %v, told %d times", r, err, waited)
	}
}
