package translog

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Witness knows the signature of somebody who signs a log after having seen that it only grew: C2SP tlog-cosignature, with Ed25519. It is a
// Verifier.
type Witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

// algCosignature is the algorithm of such a signature in a public key (C2SP signed-note: "timestamped Ed25519 witness cosignatures").
const algCosignature = 4

// NewWitness reads the public key of a witness: "NAME+HASH+BASE64".
func NewWitness(public string) (Witness, error) {
	wrong := func(why string) (Witness, error) {
		return Witness{}, fmt.Errorf("%.80q is no public key of a witness (NAME+HASH+BASE64): %s", public, why)
	}
	name, rest, _ := strings.Cut(public, "+")
	hash, text, ok := strings.Cut(rest, "+")
	if !ok || name == "" || strings.ContainsAny(name, " \t\r\n") {
		return wrong("it has not these three parts")
	}
	key, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(key) != 1+ed25519.PublicKeySize {
		return wrong("the last part is no key")
	}
	if key[0] != algCosignature {
		return wrong(fmt.Sprintf("it signs by algorithm %d, and witnesses sign by %d", key[0], algCosignature))
	}
	w := Witness{name, keyHash(name, key), key[1:]}
	if fmt.Sprintf("%08x", w.hash) != hash {
		return wrong("the hash is that of another key")
	}
	return w, nil
}

// keyHash is the number by which a signature names its key (C2SP signed-note).
func keyHash(name string, key []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	return binary.BigEndian.Uint32(sum[:])
}

func (w Witness) Name() string    { return w.name }
func (w Witness) KeyHash() uint32 { return w.hash }

// Verify reports whether the witness has signed a checkpoint at the time that the signature names.
func (w Witness) Verify(text, sig []byte) bool {
	at, ok := cosignedAt(sig)
	return ok && ed25519.Verify(w.key, cosignedText(text, at), sig[timeSize:])
}

// timeSize is the length of the time that a cosignature begins with.
const timeSize = 8

// cosignedAt is the time of a cosignature, in seconds since 1970.
func cosignedAt(sig []byte) (at uint64, ok bool) {
	if len(sig) != timeSize+ed25519.SignatureSize {
		return 0, false
	}
	at = binary.BigEndian.Uint64(sig)
	return at, at > 0 && at < 1<<40
}

// cosignedText is what a witness signs.
func cosignedText(checkpoint []byte, at uint64) []byte {
	return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", at)), checkpoint...)
}

// Cosigned reports when a witness signed a checkpoint, by its own clock; false: it has not. The error means that there is a signature in
// its name which is none.
func (w Witness) Cosigned(signed []byte) (at time.Time, ok bool, err error) {
	n, err := note.Open(signed, note.VerifierList(w))
	var wrong *note.InvalidSignatureError
	var unverified *note.UnverifiedNoteError
	switch {
	case errors.As(err, &wrong):
		return at, false, fmt.Errorf("%w: witness %s+%08x", ErrSignature, w.name, w.hash)
	case errors.As(err, &unverified):
		return at, false, nil
	case err != nil:
		return at, false, fmt.Errorf("read checkpoint: %w", err)
	}
	sig, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64)
	if err != nil {
		return at, false, fmt.Errorf("%w: witness %s+%08x", ErrSignature, w.name, w.hash)
	}
	seconds, _ := cosignedAt(sig[4:]) // it was verified
	return time.Unix(int64(seconds), 0).UTC(), true, nil
}

// AddCheckpoint is what a witness is sent so that it signs a checkpoint (C2SP tlog-witness, add-checkpoint): the size of the log that it
// signed last, or 0, the proof that the log grew from there, and the signed checkpoint.
func AddCheckpoint(old int64, grown []Hash, signed []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "old %d\n", old)
	for _, h := range grown {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteString("\n")
	b.Write(signed)
	return b.Bytes()
}

// ReadSize reads the answer of a witness that has signed a log of another size than that from which the proof began.
func ReadSize(answer []byte) (int64, error) {
	line, ok := strings.CutSuffix(string(answer), "\n")
	n, err := natural(line)
	if !ok || err != nil {
		return 0, fmt.Errorf("the witness names no size: %s", strconv.QuoteToASCII(string(answer[:min(len(answer), 80)])))
	}
	return n, nil
}

// signatureMark begins the line of each signature (C2SP signed-note).
const signatureMark = "— "

// mostCosigned bounds the lines of an answer of a witness.
const mostCosigned = 16

// Cosign adds to a signed checkpoint the signature that a witness has answered with, in the place of an earlier one of that
// witness. An answer without a signature of the witness that fits the checkpoint is an error; what else is in it is left out.
func (w Witness) Cosign(signed, answer []byte) ([]byte, error) {
	text, sigs, ok := bytes.Cut(signed, []byte("\n\n"))
	if !ok {
		return nil, errors.New("not a signed checkpoint")
	}
	text = append(bytes.Clone(text), '\n')
	lines := bytes.SplitAfter(answer, []byte("\n"))
	if len(lines) > mostCosigned+1 {
		return nil, fmt.Errorf("the witness answers with %d lines", len(lines)-1)
	}
	for _, line := range lines {
		if !w.isOf(line) {
			continue
		}
		alone := slices.Concat(text, []byte("\n"), line)
		if _, ok, err := w.Cosigned(alone); err != nil || !ok {
			return nil, fmt.Errorf("%w: witness %s+%08x", ErrSignature, w.name, w.hash)
		}
		out := append(bytes.Clone(text), '\n')
		for _, s := range bytes.SplitAfter(sigs, []byte("\n")) {
			if !w.isOf(s) {
				out = append(out, s...)
			}
		}
		if out = append(out, line...); len(out) > maxCheckpoint {
			return nil, fmt.Errorf("a checkpoint of %d bytes", len(out))
		}
		return out, nil
	}
	return nil, fmt.Errorf("the witness answers without a signature of %s+%08x", w.name, w.hash)
}

// isOf reports whether the line of a signature claims to be of the witness.
func (w Witness) isOf(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte(signatureMark+w.name+" "))
	if !ok || !bytes.HasSuffix(rest, []byte("\n")) {
		return false
	}
	sig, err := base64.StdEncoding.DecodeString(string(rest[:len(rest)-1]))
	return err == nil && len(sig) >= 4 && binary.BigEndian.Uint32(sig) == w.hash
}

// SameCheckpoint reports whether two signed checkpoints say the same, whoever has signed them.
func SameCheckpoint(a, b []byte) bool {
	x, _, ok1 := bytes.Cut(a, []byte("\n\n"))
	y, _, ok2 := bytes.Cut(b, []byte("\n\n"))
	return ok1 && ok2 && bytes.Equal(x, y)
}
