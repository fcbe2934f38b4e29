package translog

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// Signers names the keys that claim to have signed a checkpoint, as NAME+HASH, whether they did or not.
func Signers(signed []byte) (out []string) {
	_, err := note.Open(signed, note.VerifierList())
	var unverified *note.UnverifiedNoteError
	if !errors.As(err, &unverified) {
		return nil
	}
	for _, s := range unverified.Note.UnverifiedSigs {
		out = append(out, fmt.Sprintf("%s+%08x", s.Name, s.Hash))
	}
	return out
}
