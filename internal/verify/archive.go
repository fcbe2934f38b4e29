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

	"github.com/waidian/waidian/internal/translog"
)

// Answers are those whose bodies a web archive has: the addresses that answered, by the SHA-256 of the decoded body.
type Answers map[translog.Sum][]string

// Archive is what was found of the log's files in a web archive.
type Archive struct {
	Log    translog.Checkpoint
	Lost   bool // the key that signed it was lost since
	Proofs int  // each with its leaf, and the answer that this names
	Bodies int  // in the archive, each once
	Bare   int  // of these, those that no leaf names: nothing is shown of them
}

// CheckArchive checks the checkpoint, the proofs and the leaves that a web archive carries in its folder log against the answers in
// it. Each proof must be of that checkpoint, and the answer that its leaf names must be there. Without keys it takes those that
// lie beside the checkpoint, which show only that the file agrees with itself.
func CheckArchive(folder fs.FS, there Answers, keys ...translog.Verifier) (found Archive, err error) {
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
	found.Lost = translog.Lost(found.Log, keys...)
	list, err := fs.ReadDir(folder, LogFolder)
	if err != nil {
		return found, fmt.Errorf("read %s: %w", LogFolder, err)
	}
	var wrong faults
	named, files := map[translog.Sum]bool{}, map[string]bool{}
	for _, f := range list {
		files[path.Join(LogFolder, f.Name())] = true
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		switch stem, isProof := strings.CutSuffix(name, ProofSuffix); {
		case isProof:
			l, err := archived(folder, stem, signed, there, keys)
			if err != nil {
				wrong.add(name, "%v", err)
				continue
			}
			named[l.Body] = true
			found.Proofs++
		case strings.HasSuffix(name, LeafSuffix):
			if !files[strings.TrimSuffix(name, LeafSuffix)+ProofSuffix] {
				wrong.add(name, "has no proof beside it")
			}
		}
	}
	found.Bodies = len(there)
	for body := range there {
		if !named[body] {
			found.Bare++
		}
	}
	return found, wrong.err()
}

// archived checks one proof with its leaf, and that the archive has the answer which the leaf names.
func archived(folder fs.FS, stem string, signed []byte, there Answers, keys []translog.Verifier) (translog.Leaf, error) {
	proof, err1 := read(folder, stem+ProofSuffix, maxNote)
	leaf, err2 := read(folder, stem+LeafSuffix, translog.MaxLeaf)
	if err := errors.Join(err1, err2); err != nil {
		return translog.Leaf{}, fmt.Errorf("cannot be checked: %w", err)
	}
	proven, err := Proof(proof, leaf, keys...)
	if err != nil {
		return translog.Leaf{}, err
	}
	l := proven.Leaf
	switch addresses, ok := there[l.Body]; {
	case !bytes.HasSuffix(proof, append([]byte("\n\n"), signed...)):
		return l, errors.New("the proof is of another checkpoint than the one that lies there")
	case l.Kind != translog.Capture:
		return l, fmt.Errorf("leaf %d is of no answer with a body", proven.Index)
	case !ok:
		return l, fmt.Errorf("no answer in the archive has the body that leaf %d names, %v", proven.Index, l.Body)
	case !slices.ContainsFunc(addresses, l.Answered):
		return l, fmt.Errorf("the body that leaf %d names is there, but as the answer of another address: %s", proven.Index, addresses[0])
	}
	return l, nil
}
