package translog

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// cosigner makes a witness of a name, and what signs for it.
func cosigner(t testing.TB, name string) (Witness, func(text string, at uint64) string) {
	t.Helper()
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte(name[:1]), ed25519.SeedSize))
	public := append([]byte{algCosignature}, private.Public().(ed25519.PublicKey)...)
	w, err := NewWitness(fmt.Sprintf("%s+%08x+%s", name, keyHash(name, public), base64.StdEncoding.EncodeToString(public)))
	if err != nil {
		t.Fatal(err)
	}
	return w, func(text string, at uint64) string {
		sig := binary.BigEndian.AppendUint32(nil, w.hash)
		sig = binary.BigEndian.AppendUint64(sig, at)
		sig = append(sig, ed25519.Sign(private, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)))...)
		return "— " + name + " " + base64.StdEncoding.EncodeToString(sig) + "\n"
	}
}

// TestCosignatures: a signature of a witness is added to a checkpoint once, is found there, and leaves those of others; what is none is not added.
func TestCosignatures(t *testing.T) {
	signer, verifier := key(t, "desk.example")
	c := Checkpoint{Origin: "desk.example", Size: 7, Root: leafHashOf("seven")}
	signed, err := c.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	a, signA := cosigner(t, "a.example/w")
	b, signB := cosigner(t, "b.example/w")
	const at = 1_790_000_000
	both, err := a.Cosign(signed, []byte(signB(c.Text(), at)+signA(c.Text(), at)))
	if err == nil {
		both, err = b.Cosign(both, []byte(signB(c.Text(), at)))
	}
	if err != nil {
		t.Fatal(err)
	}
	again, err := a.Cosign(both, []byte(signA(c.Text(), at+60)))
	if err != nil || len(again) != len(both) {
		t.Errorf("signed again: %v\n%s", err, again)
	}
	if got, err := OpenCheckpoint(again, verifier); err != nil || got != c {
		t.Errorf("the desk's own signature: %v, %v", got, err)
	}
	for _, x := range []struct {
		w    Witness
		want int64
	}{{a, at + 60}, {b, at}} {
		if when, ok, err := x.w.Cosigned(again); err != nil || !ok || when != time.Unix(x.want, 0).UTC() {
			t.Errorf("%s signed at %v, %v, %v", x.w.Name(), when, ok, err)
		}
	}
	if _, ok, err := a.Cosigned(signed); ok || err != nil {
		t.Errorf("what only the desk has signed: %v, %v", ok, err)
	}
	if !SameCheckpoint(signed, again) || SameCheckpoint(signed, []byte("desk.example\n8\n")) {
		t.Error("checkpoints are not compared by what they say")
	}
	for name, answer := range map[string]string{
		"nothing": "", "of another": signB(c.Text(), at), "another text": signA("desk.example\n8\n", at), "another time": strings.Replace(signA(c.Text(), at), "AAAA", "AAAB", 1),
		"no time": signA(c.Text(), 0), "no end": strings.TrimSuffix(signA(c.Text(), at), "\n"), "many lines": strings.Repeat("\n", 50) + signA(c.Text(), at),
	} {
		if out, err := a.Cosign(signed, []byte(answer)); err == nil {
			t.Errorf("%s is added:\n%s", name, out)
		}
	}
	for i := bytes.Index(again, []byte("a.example")); i < len(again); i++ { // each byte of the signatures of witnesses
		flipped := bytes.Clone(again)
		flipped[i] ^= 1
		_, okA, errA := a.Cosigned(flipped)
		_, okB, errB := b.Cosigned(flipped)
		if okA && okB && errA == nil && errB == nil {
			t.Errorf("byte %d was turned, and both signatures hold", i)
		}
	}
}

// leafHashOf is the hash of a leaf of that text.
func leafHashOf(text string) Hash { return LeafHash([]byte(text)) }

func TestKeysOfWitnesses(t *testing.T) {
	w, _ := cosigner(t, "a.example/w")
	public := append([]byte{algCosignature}, w.key...)
	text := base64.StdEncoding.EncodeToString(public)
	own, _ := key(t, "desk.example")
	for name, bad := range map[string]string{
		"nothing": "", "a name": "a.example", "two parts": "a.example+01020304", "another hash": "a.example/w+01020304+" + text,
		"a key of a log":      fmt.Sprintf("%s+%08x+%s", own.Name(), own.KeyHash(), base64.StdEncoding.EncodeToString(append([]byte{1}, w.key...))),
		"a short key":         fmt.Sprintf("a.example/w+%08x+%s", w.hash, base64.StdEncoding.EncodeToString(public[:20])),
		"a name with a space": fmt.Sprintf("a b+%08x+%s", keyHash("a b", public), text),
	} {
		if _, err := NewWitness(bad); err == nil {
			t.Errorf("%s: %q is taken for a key", name, bad)
		}
	}
}

func TestSizesOfWitnesses(t *testing.T) {
	if n, err := ReadSize([]byte("17\n")); err != nil || n != 17 {
		t.Errorf("%d, %v", n, err)
	}
	for _, bad := range []string{"", "17", "-1\n", "017\n", "17\n\n", "seventeen\n", strings.Repeat("9", 40) + "\n"} {
		if n, err := ReadSize([]byte(bad)); err == nil {
			t.Errorf("%q is %d", bad, n)
		}
	}
}

// FuzzCosign: whatever a witness answers, what is added is a signature of it, and the rest of the checkpoint stays.
func FuzzCosign(f *testing.F) {
	w, sign := cosigner(f, "a.example/w")
	c := Checkpoint{Origin: "desk.example", Size: 7, Root: leafHashOf("seven")}
	signed := []byte(c.Text() + "\n— desk.example AAAAAAA=\n")
	f.Add([]byte(sign(c.Text(), 1_790_000_000)))
	f.Add([]byte("— a.example/w AAAA\n"))
	f.Fuzz(func(t *testing.T, answer []byte) {
		out, err := w.Cosign(signed, answer)
		if err != nil {
			return
		}
		if _, ok, err := w.Cosigned(out); !ok || err != nil && !errors.Is(err, ErrSignature) || !SameCheckpoint(out, signed) {
			t.Errorf("%q gives\n%s", answer, out)
		}
	})
}
