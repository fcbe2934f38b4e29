package translog

import (
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Edge is a tree as far as its growth needs it: its size, and the roots of the whole subtrees that it ends in, the
// smallest first. There is one for each bit of the size. The zero Edge is the empty tree.
type Edge struct {
	Size  int64
	Roots []Hash
}

// Append adds a leaf by its hash, and returns the hashes that the leaf completes, of level 0 and up: they are what is
// stored with it (see Place).
func (e *Edge) Append(leaf Hash) (completed []Hash) {
	completed = append(completed, leaf)
	for h := e.Size; h&1 == 1; h >>= 1 {
		leaf = tlog.NodeHash(e.Roots[0], leaf)
		completed = append(completed, leaf)
		e.Roots = e.Roots[1:]
	}
	e.Roots = append([]Hash{leaf}, e.Roots...)
	e.Size++
	return completed
}

// Root is the hash of the whole tree; that of the empty tree is the SHA-256 of nothing.
func (e Edge) Root() Hash {
	if e.Size == 0 {
		root, _ := tlog.TreeHash(0, nil)
		return root
	}
	root := e.Roots[0]
	for _, h := range e.Roots[1:] {
		root = tlog.NodeHash(h, root)
	}
	return root
}

// Bytes is the roots of the edge, one after another.
func (e Edge) Bytes() []byte { return JoinHashes(e.Roots) }

// ReadEdge reads the roots of a tree of that size.
func ReadEdge(size int64, roots []byte) (Edge, error) {
	hashes, err := SplitHashes(roots)
	if err != nil || size < 0 || len(hashes) != bits.OnesCount64(uint64(size)) {
		return Edge{}, fmt.Errorf("read the edge of a tree of %d leaves: %d bytes", size, len(roots))
	}
	return Edge{size, hashes}, nil
}

// JoinHashes puts hashes one after another.
func JoinHashes(hashes []Hash) []byte {
	out := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		out = append(out, h[:]...)
	}
	return out
}

// SplitHashes is the reverse of JoinHashes.
func SplitHashes(b []byte) ([]Hash, error) {
	if len(b)%tlog.HashSize != 0 {
		return nil, errors.New("not a number of whole hashes")
	}
	out := make([]Hash, len(b)/tlog.HashSize)
	for i := range out {
		out[i] = Hash(b[i*tlog.HashSize:])
	}
	return out, nil
}

// Place says where the stored hash with an index lies: with which leaf, and as which of the hashes that the leaf completes.
func Place(index int64) (leaf int64, level int) {
	level, n := tlog.SplitStoredHashIndex(index)
	return (n+1)<<level - 1, level
}

// Root is the hash of the tree of the first size leaves.
func Root(size int64, r HashReader) (Hash, error) { return tlog.TreeHash(size, r) }

// Grown proves that the tree of the first old leaves is the beginning of the tree of size leaves (RFC 6962, 2.1.2).
func Grown(old, size int64, r HashReader) ([]Hash, error) {
	if old == 0 || old > size {
		return nil, fmt.Errorf("prove that a log grew from %d to %d leaves: there is no such proof", old, size)
	}
	return tlog.ProveTree(size, old, r)
}

// CheckGrown reports whether the proof shows that the log of old is the beginning of that of now.
func CheckGrown(proof []Hash, old, now Checkpoint) error {
	switch {
	case old.Origin != now.Origin:
		return fmt.Errorf("%w: %q is not the log %q", ErrOtherLog, old.Origin, now.Origin)
	case old.Size > now.Size:
		return fmt.Errorf("a log of %d leaves does not grow out of one of %d", now.Size, old.Size)
	case old.Size == 0:
		return nil
	case old.Size == now.Size && old.Root != now.Root:
		return errors.New("two logs of one size with different roots")
	}
	if err := tlog.CheckTree(tlog.TreeProof(proof), now.Size, now.Root, old.Size, old.Root); err != nil {
		return errors.New("the older log is not the beginning of the newer one")
	}
	return nil
}
