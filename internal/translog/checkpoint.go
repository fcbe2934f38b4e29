package translog

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint says what a log is at a moment: C2SP tlog-checkpoint.
type Checkpoint struct {
	Origin string // which log
	Size   int64  // leaves
	Root   Hash
}

// The errors of checkpoints that cannot be trusted.
var (
	ErrOtherLog  = errors.New("a checkpoint of another log")
	ErrUnsigned  = errors.New("no signature by a key of this log")
	ErrSignature = errors.New("a signature that does not fit what it signs")
	ErrLost      = errors.New("signed by a key that was lost before")
	ErrForm      = errors.New("not a signed checkpoint: name, size and root of a log, an empty line, and signatures")
)

// maxCheckpoint bounds a signed checkpoint, in bytes: there may be many signatures of witnesses.
const maxCheckpoint = 64 << 10

// Text is the checkpoint as it is signed: three lines.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
}

// Sign signs the checkpoint with each of the signers. The first is the log's own.
func (c Checkpoint) Sign(signers ...Signer) ([]byte, error) {
	b, err := note.Sign(&note.Note{Text: c.Text()}, signers...)
	if err != nil {
		return nil, fmt.Errorf("sign checkpoint of %d leaves: %w", c.Size, err)
	}
	return b, nil
}

// OpenCheckpoint reads a signed checkpoint. One of the keys must have signed it, no signature of theirs may be wrong, and
// the key that signed must have the name of the log, and must not have been lost while the log was smaller.
func OpenCheckpoint(signed []byte, keys ...Verifier) (Checkpoint, error) {
	if len(signed) > maxCheckpoint {
		return Checkpoint{}, fmt.Errorf("a checkpoint of %d bytes", len(signed))
	}
	n, err := note.Open(signed, note.VerifierList(keys...))
	var unverified *note.UnverifiedNoteError
	var wrong *note.InvalidSignatureError
	switch {
	case errors.As(err, &wrong):
		return Checkpoint{}, fmt.Errorf("%w: key %s+%08x", ErrSignature, wrong.Name, wrong.Hash)
	case errors.As(err, &unverified):
		c, err := readCheckpoint(unverified.Note.Text)
		if err == nil && len(keys) > 0 && !named(keys, c.Origin) {
			return Checkpoint{}, fmt.Errorf("%w: %q", ErrOtherLog, c.Origin)
		}
		return Checkpoint{}, ErrUnsigned
	case err != nil:
		return Checkpoint{}, ErrForm // what the package finds is told in its own words
	}
	c, err := readCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	own, lost := false, false
	for _, s := range n.Sigs {
		// bits behind the end of the signature sign nothing
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return Checkpoint{}, fmt.Errorf("%w: key %s+%08x", ErrSignature, s.Name, s.Hash)
		}
		if s.Name == c.Origin {
			tooLate := lostBefore(keys, s, c.Size)
			own, lost = own || !tooLate, lost || tooLate
		}
	}
	if lost && !own {
		return Checkpoint{}, fmt.Errorf("%w: %q has %d leaves", ErrLost, c.Origin, c.Size)
	}
	if !own {
		return Checkpoint{}, fmt.Errorf("%w: %q", ErrOtherLog, c.Origin)
	}
	return c, nil
}

// lostBefore reports whether the key of a signature was lost while the log was smaller.
func lostBefore(keys []Verifier, s note.Signature, size int64) bool {
	for _, k := range keys {
		if k.Name() == s.Name && k.KeyHash() == s.Hash {
			l, ok := k.(lostKey)
			return ok && size > l.last
		}
	}
	return false
}

func named(keys []Verifier, origin string) bool {
	for _, k := range keys {
		if k.Name() == origin {
			return true
		}
	}
	return false
}

// PeekCheckpoint reads what a checkpoint says without looking at who signed it.
func PeekCheckpoint(signed []byte) (Checkpoint, error) {
	text, _, ok := strings.Cut(string(signed[:min(len(signed), maxCheckpoint)]), "\n\n")
	if !ok {
		return Checkpoint{}, ErrForm
	}
	return readCheckpoint(text + "\n")
}

// readCheckpoint reads the text of a checkpoint. Lines behind the third are extensions, which mean nothing here.
func readCheckpoint(text string) (Checkpoint, error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 4 || lines[0] == "" || !strings.HasSuffix(text, "\n") || strings.Contains(text, "\n\n") {
		return Checkpoint{}, ErrForm
	}
	size, err := natural(lines[1])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("read size of checkpoint: %w", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil || base64.StdEncoding.EncodeToString(root[:]) != lines[2] {
		return Checkpoint{}, errors.New("read root of checkpoint: not a hash")
	}
	return Checkpoint{lines[0], size, root}, nil
}

// Signer signs for a log; Verifier knows the log's signature. Both are Ed25519 keys with a name, in the forms of C2SP signed-note.
type (
	Signer   = note.Signer
	Verifier = note.Verifier
)

// NewKey makes a key for the log of that origin: secret is for NewSigner, public for NewVerifier.
func NewKey(random io.Reader, origin string) (secret, public string, err error) {
	return note.GenerateKey(random, origin)
}

// NewVerifier reads a public key: "ORIGIN+HASH+BASE64".
func NewVerifier(public string) (Verifier, error) { return note.NewVerifier(public) }

// NewSigner reads a secret key: "PRIVATE+KEY+ORIGIN+HASH+BASE64". The error never has the key in it.
func NewSigner(secret string) (Signer, error) {
	s, err := note.NewSigner(strings.TrimSpace(secret))
	if err != nil {
		return nil, errors.New("not a signing key of a log")
	}
	return s, nil
}
