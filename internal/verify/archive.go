package verify

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/translog"
)

// Answer is an answer in a web archive, as its record has it.
type Answer struct {
	Place     string // of the record, for a person
	Asked     string // address that was asked for
	URL       string // that answered
	At        time.Time
	Status    int
	Truncated string       // why the body is not whole; empty: it is
	Repeats   bool         // the body is in another record
	Payload   translog.Sum // of the body as it came; where it is in another record, as this one says; zero: it does not
	Body      translog.Sum // of the decoded body; zero where it is in another record
	OfURL     string       // address of that record, as this one says; empty: it does not
	Of        time.Time    // its time
}

// Listed is a page in the list of a web archive.
type Listed struct {
	ID       string // its proof is called after it
	URL      string
	At       time.Time // to the second
	Unproven bool      // the list says that the log, as far as it was published, had no leaf of it
}

// Contents are what a web archive has.
type Contents struct {
	Answers []Answer
	Pages   []Listed
}

// Archive is what was found of the log's files in a web archive.
type Archive struct {
	Log      translog.Checkpoint
	By       string   // the keys that signed it, as in Site
	Lost     bool     // the key that signed it was lost since
	Whole    bool     // a key signed the checkpoint, and each proof is of a leaf in that log
	Proofs   int      // each with its leaf, which an answer bears out in all that it says
	Unlinked int      // of these, those that an answer came again of which the leaf is not there
	Bare     []int    // answers that no leaf names: nothing is shown of them
	Brought  []int    // answers that are named by such leaves alone as say that the answer came out of a file that others made
	Refused  []int    // answers that contradict a leaf, or that are pages whose proof was taken away
	Unproven []string // pages that are listed as in no leaf
}

// CheckArchive checks the checkpoint, the proofs and the leaves that a web archive carries in its folder log against the answers in
// it, and its list of pages. Each proof must be of that checkpoint, and the answer that its leaf names must be there, and be in all what
// the leaf says of it. Each page of the list must have its proof, or be listed as one that has none. Without keys it takes those that
// lie beside the checkpoint, which show only that the file agrees with itself.
func CheckArchive(folder fs.FS, of Contents, keys ...translog.Verifier) (found Archive, err error) {
	if len(keys) == 0 {
		if keys, err = SiteKeys(folder); err != nil {
			return found, err
		}
	}
	at := path.Join(LogFolder, CheckpointName)
	signed, err := read(folder, at, maxNote)
	if err != nil {
		return found, Fault{at, "cannot be read: " + err.Error()}
	}
	if found.Log, err = Checkpoint(signed, keys...); err != nil {
		return found, Fault{at, err.Error()}
	}
	found.Lost, found.By = translog.Lost(found.Log, keys...), SignedBy(signed, keys...)
	list, err := fs.ReadDir(folder, LogFolder)
	if err != nil {
		return found, fmt.Errorf("read %s: %w", LogFolder, err)
	}
	c := newComparison(of)
	c.proofs(folder, list, signed, keys)
	found.Whole = c.wrong.n == 0
	if len(c.leaves) == 0 && found.Whole {
		c.wrong.add(at, "there is no proof beside it: the log shows nothing of what is in this file")
	}
	c.compare()
	found.Proofs, found.Unlinked = len(c.leaves)-c.unborne, c.unlinked
	found.Unproven = c.listed()
	for i := range of.Answers {
		switch {
		case c.refused[i]:
			found.Refused = append(found.Refused, i)
		case !c.named[i]:
			found.Bare = append(found.Bare, i)
		case !c.own[i]:
			found.Brought = append(found.Brought, i)
		}
	}
	return found, c.wrong.err()
}

// proofs reads the leaves whose proofs hold. What has one without the other is a fault.
func (c *comparison) proofs(folder fs.FS, list []fs.DirEntry, signed []byte, keys []translog.Verifier) {
	files := map[string]bool{}
	for _, f := range list {
		files[path.Join(LogFolder, f.Name())] = true
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		switch stem, isProof := strings.CutSuffix(name, ProofSuffix); {
		case isProof:
			p, err := archived(folder, stem, signed, keys)
			if err != nil {
				c.wrong.add(name, "%v", err)
				continue
			}
			c.leaves = append(c.leaves, leafOf{p, name})
		case strings.HasSuffix(name, LeafSuffix):
			if !files[strings.TrimSuffix(name, LeafSuffix)+ProofSuffix] {
				c.wrong.add(name, "has no proof beside it")
			}
		}
	}
}

// archived checks one proof with its leaf.
func archived(folder fs.FS, stem string, signed []byte, keys []translog.Verifier) (Proven, error) {
	proof, err1 := read(folder, stem+ProofSuffix, maxNote)
	leaf, err2 := read(folder, stem+LeafSuffix, translog.MaxLeaf)
	if err := errors.Join(err1, err2); err != nil {
		return Proven{}, fmt.Errorf("cannot be checked: %w", err)
	}
	proven, err := Proof(proof, leaf, keys...)
	if err != nil {
		return Proven{}, err
	}
	switch {
	case !bytes.HasSuffix(proof, append([]byte("\n\n"), signed...)):
		return proven, errors.New("the proof is of another checkpoint than the one that lies there")
	case proven.Leaf.Kind != translog.Capture && proven.Leaf.Kind != translog.Same && proven.Leaf.Kind != translog.Gone:
		return proven, fmt.Errorf("leaf %d is of no answer", proven.Index)
	}
	return proven, nil
}
