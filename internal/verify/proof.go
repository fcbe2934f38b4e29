package verify

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"regexp"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/translog"
)

// Proven is what a proof shows: the desk that signs as Log.Origin had recorded the leaf when it signed the checkpoint.
type Proven struct {
	Index  int64 // number of the leaf, from 0
	Log    translog.Checkpoint
	Leaf   translog.Leaf
	Signed []byte // that checkpoint, with its signatures
	Lost   bool   // the key that signed was lost since: whoever has found it can sign, too
}

// Proof checks that the leaf of that text is in a log that one of the keys has signed. The error wraps translog.ErrOtherLog if
// the log has another name than theirs.
func Proof(proof, leaf []byte, keys ...translog.Verifier) (Proven, error) {
	p, err := translog.ReadProof(proof)
	if err != nil {
		return Proven{}, fmt.Errorf("read proof: %w", err)
	}
	c, err := Checkpoint(p.Checkpoint, keys...)
	if errors.Is(err, translog.ErrForm) {
		return Proven{}, errors.New("its checkpoint, at its end, is no signed one: the proof was cut off, or changed")
	}
	if err != nil {
		return Proven{}, err
	}
	out, err := fitted(p, leaf, c)
	out.Lost = translog.Lost(c, keys...)
	return out, err
}

// Former is what a proof would show if its checkpoint were signed. It is for proofs of a log that had another name then, and whose
// key was lost: what they show is shown by a later checkpoint that begins with the same leaves (see Published).
func Former(proof, leaf []byte) (Proven, error) {
	p, err := translog.ReadProof(proof)
	if err != nil {
		return Proven{}, fmt.Errorf("read proof: %w", err)
	}
	c, err := translog.PeekCheckpoint(p.Checkpoint)
	if err != nil {
		return Proven{}, err
	}
	return fitted(p, leaf, c)
}

// LeafOf returns the text of the leaf that a proof carries; nil: it carries none, as those of earlier programs and those in a web archive.
func LeafOf(proof []byte) []byte {
	p, err := translog.ReadProof(proof)
	if err != nil {
		return nil
	}
	return p.Text
}

// UnixLines returns a text whose lines all end in CR and LF with LF alone, as it was before a mail program or git changed it; any other
// text it returns as it is, with false.
func UnixLines(text []byte) ([]byte, bool) {
	n := bytes.Count(text, []byte("\r\n"))
	if n == 0 || n != bytes.Count(text, []byte("\n")) || n != bytes.Count(text, []byte("\r")) {
		return text, false
	}
	return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), true
}

// fitted checks that the leaf of that text is in the log of a checkpoint.
func fitted(p translog.Proof, leaf []byte, c translog.Checkpoint) (Proven, error) {
	if p.Index >= c.Size {
		return Proven{}, fmt.Errorf("the proof is of leaf %d, and the log that was signed has %d", p.Index, c.Size)
	}
	if want := pathLength(p.Index, c.Size); len(p.Hashes) != want {
		return Proven{}, fmt.Errorf("the proof has %d hashes, and leaf %d of a log of %d leaves needs %d: it was made for a log of another size",
			len(p.Hashes), p.Index, c.Size, want)
	}
	if p.Fits(leaf, c) != nil {
		return Proven{}, fmt.Errorf("the text is not leaf %d of the log: the leaf, the proof or the checkpoint is another one, or was changed", p.Index)
	}
	l, err := translog.ReadLeaf(leaf)
	if err != nil {
		return Proven{}, fmt.Errorf("leaf %d is in the log, but says nothing that this program can read: %w", p.Index, err)
	}
	return Proven{Index: p.Index, Log: c, Leaf: l, Signed: p.Checkpoint}, nil
}

// pathLength is how many hashes lead from a leaf to the root (RFC 6962, 2.1.1).
func pathLength(index, size int64) int {
	if index < 0 || index >= size {
		return 0
	}
	inner := bits.Len64(uint64(index) ^ uint64(size-1))
	return inner + bits.OnesCount64(uint64(index)>>inner)
}

// Checkpoint opens a checkpoint that one of the keys has signed. The error says whose it is, if it is not theirs.
func Checkpoint(signed []byte, keys ...translog.Verifier) (translog.Checkpoint, error) {
	c, err := translog.OpenCheckpoint(signed, keys...)
	switch {
	case errors.Is(err, translog.ErrOtherLog):
		said, _ := translog.PeekCheckpoint(signed)
		return c, otherLog{said.Origin, origins(keys)}
	case errors.Is(err, translog.ErrUnsigned):
		return c, fmt.Errorf("the checkpoint is signed by %s, and the key at hand is %s: a foreign key", list(translog.Signers(signed)), names(keys))
	case errors.Is(err, translog.ErrLost):
		said, _ := translog.PeekCheckpoint(signed)
		return c, fmt.Errorf("the checkpoint of %d leaves is signed by a key that was lost when the log had fewer: by %s", said.Size, list(translog.Signers(signed)))
	case errors.Is(err, translog.ErrSignature):
		return c, fmt.Errorf("the checkpoint is not what was signed: %w", err)
	}
	return c, err
}

// otherLog is the error of a checkpoint of another log.
type otherLog struct{ is, keys string }

func (e otherLog) Error() string {
	return fmt.Sprintf("the checkpoint is of the log %q, and the key is of the log %s: another desk", e.is, e.keys)
}
func (otherLog) Unwrap() error { return translog.ErrOtherLog }

func names(keys []translog.Verifier) string {
	var out []string
	for _, k := range keys {
		out = append(out, keyID(k))
	}
	return list(out)
}

func origins(keys []translog.Verifier) string {
	var out []string
	for _, k := range keys {
		if s := fmt.Sprintf("%q", k.Name()); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return list(out)
}

func list(names []string) string {
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, ", ")
}

// IsProof and IsLeaf tell files by what they begin with. The name of a desk's log, with which a list of keys begins, is no leaf.
func IsProof(file []byte) bool { return bytes.HasPrefix(file, []byte("c2sp.org/tlog-proof@")) }
func IsLeaf(file []byte) bool  { return leafHead.Match(file) }

var leafHead = regexp.MustCompile(`^waidian/\d+ `)

// readAll reads at most so many bytes.
func readAll(r io.Reader, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(b)) > most {
		err = fmt.Errorf("longer than %d bytes", most)
	}
	return b, err
}
