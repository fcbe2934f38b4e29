package translog

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
)

// PublicKey is a key that signs a log, as key.txt beside the log lists it.
type PublicKey struct {
	Key   string // see NewVerifier
	First int64  // the smallest log that it signs
	Last  int64  // of a key that was lost, the largest log that it is known to have signed; else 0
}

// KeyList is the content of key.txt: a key a line, the first one first, with the size of the smallest log that it signs, and of a
// key that was lost "lost" and the size of the largest.
func KeyList(keys []PublicKey) []byte {
	var b bytes.Buffer
	for _, k := range keys {
		fmt.Fprintf(&b, "%s %d", k.Key, k.First)
		if k.Last > 0 {
			fmt.Fprintf(&b, " lost %d", k.Last)
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}

// Verifier reads the key. One that was lost signs no log of more than Last leaves: whoever found it cannot go on with the log.
func (k PublicKey) Verifier() (Verifier, error) {
	v, err := NewVerifier(k.Key)
	if err == nil && k.Last > 0 {
		v = lostKey{v, k.Last}
	}
	return v, err
}

// CanonicalKey reports as an error where a public key is not written as it is made: another text may name the same key.
func CanonicalKey(v Verifier, public string) error {
	encoded, ok := strings.CutPrefix(public, fmt.Sprintf("%s+%08x+", v.Name(), v.KeyHash()))
	if _, err := base64.StdEncoding.Strict().DecodeString(encoded); !ok || err != nil {
		return errors.New("a public key of a log that is not written as it is made")
	}
	return nil
}

type lostKey struct {
	Verifier
	last int64
}

// Lost reports whether a checkpoint that some of the keys have signed was signed by keys that were lost since.
func Lost(c Checkpoint, keys ...Verifier) bool {
	lost := false
	for _, k := range keys {
		if k.Name() != c.Origin {
			continue
		}
		if _, ok := k.(lostKey); !ok {
			return false
		}
		lost = true
	}
	return lost
}

// LastOf returns the size of the last log that a key which was lost is known to have signed; 0: it was not lost.
func LastOf(k Verifier) int64 {
	if l, ok := k.(lostKey); ok {
		return l.last
	}
	return 0
}

// Ring is the secret keys of a log, as the desk keeps them.
type Ring struct {
	Now string // secret, signs
	Old []OldKey
}

// OldKey is a secret key that signs beside the present one until a day, so that those who know it alone can follow.
type OldKey struct {
	Secret string
	Until  time.Time // a day, UTC
}

const ringHead = "# The keys that sign this desk's log. Whoever has them can sign in its name: keep them to yourself, and a copy in a safe place.\n"

// Bytes is the ring as a file.
func (r Ring) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString(ringHead + r.Now + "\n")
	for _, o := range r.Old {
		fmt.Fprintf(&b, "%s until %s\n", o.Secret, o.Until.UTC().Format(time.DateOnly))
	}
	return b.Bytes()
}

// ReadRing reads what Bytes writes. No error has a key in it.
func ReadRing(file []byte) (r Ring, err error) {
	for line := range strings.Lines(string(file)) {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		if _, err := NewSigner(f[0]); err != nil {
			return Ring{}, err
		}
		switch {
		case r.Now == "" && len(f) == 1:
			r.Now = f[0]
		case r.Now != "" && len(f) == 3 && f[1] == "until":
			until, err := time.Parse(time.DateOnly, f[2])
			if err != nil {
				return Ring{}, errors.New("an older key of a log without a day until which it signs")
			}
			r.Old = append(r.Old, OldKey{f[0], until})
		default:
			return Ring{}, errors.New("not the keys of a log")
		}
	}
	if r.Now == "" {
		return Ring{}, errors.New("no key of a log in it")
	}
	return r, nil
}

// Signers are the keys that sign at a time, the present one first.
func (r Ring) Signers(now time.Time) ([]Signer, error) {
	secrets := []string{r.Now}
	for _, o := range r.Old {
		if now.Before(o.Until) {
			secrets = append(secrets, o.Secret)
		}
	}
	var out []Signer
	for _, s := range secrets {
		signer, err := NewSigner(s)
		if err != nil {
			return nil, err
		}
		out = append(out, signer)
	}
	return out, nil
}

// Public is the public key of a secret one.
func Public(secret string) (string, error) {
	s, err := NewSigner(secret)
	if err != nil {
		return "", err
	}
	private, err := privateKey(secret)
	if err != nil {
		return "", err
	}
	public := append([]byte{1}, private.Public().(ed25519.PublicKey)...) // 1: Ed25519, C2SP signed-note
	return fmt.Sprintf("%s+%08x+%s", s.Name(), s.KeyHash(), base64.StdEncoding.EncodeToString(public)), nil
}

// privateKey is the key in the text of a secret that NewSigner has read.
func privateKey(secret string) (ed25519.PrivateKey, error) {
	at := strings.Split(secret, "+")
	if len(at) < 5 {
		return nil, errors.New("not a signing key of a log")
	}
	b, err := base64.StdEncoding.DecodeString(strings.Join(at[4:], "+"))
	if err != nil || len(b) != 1+ed25519.SeedSize {
		return nil, errors.New("not a signing key of a log")
	}
	return ed25519.NewKeyFromSeed(b[1:]), nil
}

// ChangeOfKey is the leaf by which the old key names the one that signs from here on, with its signature.
func ChangeOfKey(oldSecret, public string, at time.Time) (Leaf, error) {
	old, err := Public(oldSecret)
	if err != nil {
		return Leaf{}, err
	}
	private, err := privateKey(oldSecret)
	if err != nil {
		return Leaf{}, err
	}
	l := Leaf{Kind: Key, Key: public, Old: old, At: at}
	text, err := l.Bytes()
	if err != nil {
		return Leaf{}, err
	}
	l.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(private, text))
	return l, nil
}

// CheckChangeOfKey reports whether the old key that a leaf names has signed it. A leaf that follows a lost key was signed by nobody,
// though it may name that.
func CheckChangeOfKey(l Leaf) error {
	if l.Kind != Key || l.Old == "" || l.Signature == "" {
		return ErrUnsigned
	}
	v, err := NewVerifier(l.Old)
	if err != nil {
		return fmt.Errorf("read the old key: %w", err)
	}
	sig, err := base64.StdEncoding.Strict().DecodeString(l.Signature)
	if err != nil {
		return ErrSignature
	}
	l.Signature = ""
	text, err := l.Bytes()
	if err != nil {
		return err
	}
	if !v.Verify(text, sig) {
		return ErrSignature
	}
	return nil
}
