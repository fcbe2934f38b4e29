package translog

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Proof shows that a leaf is in a signed log: C2SP tlog-proof, as it lies beside an article.
type Proof struct {
	Text       []byte // of the leaf, where the proof carries it; nil: it lies elsewhere
	Index      int64  // number of the leaf, from 0
	Hashes     []Hash // from the leaf to the root
	Checkpoint []byte // signed
}

// proofHead is the first line of each proof.
const proofHead = "c2sp.org/tlog-proof@v1"

// maxHashes bounds the way from a leaf to the root: no tree is higher than its size has bits.
const maxHashes = 63

// ErrNotIn is the error of a leaf that is not what the log has at that place.
var ErrNotIn = errors.New("not in the log")

// Prove makes the proof of one leaf in the log of a signed checkpoint.
func Prove(index int64, c Checkpoint, signed []byte, r HashReader) (Proof, error) {
	if index < 0 || index >= c.Size {
		return Proof{}, fmt.Errorf("prove leaf %d in a log of %d", index, c.Size)
	}
	hashes, err := tlog.ProveRecord(c.Size, index, r)
	if err != nil {
		return Proof{}, fmt.Errorf("prove leaf %d: %w", index, err)
	}
	return Proof{Index: index, Hashes: hashes, Checkpoint: signed}, nil
}

// Bytes is the proof as a file. The text of the leaf is the extra data of C2SP tlog-proof.
func (p Proof) Bytes() []byte {
	const line = 45 // of a hash, in base 64
	b := make([]byte, 0, len(proofHead)+64+len(p.Text)*4/3+line*len(p.Hashes)+len(p.Checkpoint))
	b = append(b, proofHead+"\n"...)
	if p.Text != nil {
		b = append(base64.StdEncoding.AppendEncode(append(b, extra...), p.Text), '\n')
	}
	b = fmt.Appendf(b, "index %d\n", p.Index)
	for _, h := range p.Hashes {
		b = append(base64.StdEncoding.AppendEncode(b, h[:]), '\n')
	}
	b = append(b, '\n')
	return append(b, p.Checkpoint...)
}

// extra begins the line with the text of the leaf.
const extra = "extra "

// ReadProof reads the file of a proof.
func ReadProof(file []byte) (Proof, error) {
	head, signed, ok := strings.Cut(string(file), "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || lines[0] != proofHead || len(lines) < 2 {
		return Proof{}, noProof(string(file))
	}
	lines = lines[1:]
	var p Proof
	if text, ok := strings.CutPrefix(lines[0], extra); ok && len(lines) > 1 {
		var err error
		if p.Text, err = base64.StdEncoding.DecodeString(text); err != nil || base64.StdEncoding.EncodeToString(p.Text) != text || len(p.Text) > MaxLeaf {
			return Proof{}, errors.New("a proof whose extra line is no leaf in base 64")
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || len(lines)-1 > maxHashes {
		return Proof{}, fmt.Errorf("a proof of %d lines", len(lines))
	}
	index, ok := strings.CutPrefix(lines[0], "index ")
	n, err := natural(index)
	if !ok || err != nil {
		return Proof{}, errors.New("a proof without the number of its leaf")
	}
	p.Index, p.Checkpoint = n, []byte(signed)
	for _, line := range lines[1:] {
		h, err := tlog.ParseHash(line)
		if err != nil || base64.StdEncoding.EncodeToString(h[:]) != line {
			return Proof{}, errors.New("a proof with a line that is no hash")
		}
		p.Hashes = append(p.Hashes, h)
	}
	return p, nil
}

// noProof says why a file is no proof.
func noProof(file string) error {
	first, _, _ := strings.Cut(file, "\n")
	switch {
	case file == "":
		return errors.New("not a proof of a log: the file is empty")
	case first == proofHead+"\r":
		return errors.New("not a proof as it was published: its lines end in CR and LF, as a mail program or git leaves them, and LF alone was signed")
	case strings.HasPrefix(proofHead, first), first == proofHead:
		return errors.New("not a whole proof of a log: it was cut off before its checkpoint")
	}
	return fmt.Errorf("not a proof of a log: it does not begin with %s", proofHead)
}

// Check reports whether the leaf of that text is in a log that one of the keys has signed, and returns the checkpoint of it.
func (p Proof) Check(text []byte, keys ...Verifier) (Checkpoint, error) {
	c, err := OpenCheckpoint(p.Checkpoint, keys...)
	if err != nil {
		return Checkpoint{}, err
	}
	if err := p.Fits(text, c); err != nil {
		return Checkpoint{}, err
	}
	return c, nil
}

// Fits reports whether the leaf of that text is in the log of a checkpoint, whoever has signed that.
func (p Proof) Fits(text []byte, c Checkpoint) error {
	if p.Index >= c.Size {
		return fmt.Errorf("%w: leaf %d of a log of %d", ErrNotIn, p.Index, c.Size)
	}
	if tlog.CheckRecord(tlog.RecordProof(p.Hashes), c.Size, c.Root, p.Index, LeafHash(text)) != nil {
		return fmt.Errorf("%w: leaf %d of %d is another one", ErrNotIn, p.Index, c.Size)
	}
	return nil
}
