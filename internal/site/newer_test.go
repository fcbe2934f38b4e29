package site

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestNewerLedger: a site that a newer program has built is left alone; an older or broken ledger is made anew.
func TestNewerLedger(t *testing.T) {
	for text, newer := range map[string]bool{
		"waidian site ledger 3\ns\t1\tx\n": true, "waidian site ledger 2\n": false, "waidian site ledger 1\n": false,
		"waidian site ledger x\n": false, "": false,
	} {
		out := filepath.Join(t.TempDir(), "site")
		if err := os.WriteFile(out+".ledger", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var e *NewerError
		if err := Known(out); errors.As(err, &e) != newer {
			t.Errorf("%q: %v", text, err)
		}
		if _, err := readLedger(out + ".ledger"); errors.As(err, &e) != newer {
			t.Errorf("%q: read: %v", text, err)
		}
	}
	if err := Known(filepath.Join(t.TempDir(), "site")); err != nil {
		t.Errorf("no ledger: %v", err)
	}
}
