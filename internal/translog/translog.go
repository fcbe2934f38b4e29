// Package translog is the form of a desk's log: an append-only tree (RFC 6962, SHA-256) of what the desk
// recorded, in the order of recording, which the desk signs. It makes and reads leaves, tiles, checkpoints and
// proofs, and keeps none of them: where they lie is for the store and the site. A stranger can check all of it
// with tools that know the formats and not us:
//
//   - tiles and bundles of leaves: https://c2sp.org/tlog-tiles
//   - checkpoints: https://c2sp.org/tlog-checkpoint, signed as https://c2sp.org/signed-note with Ed25519
//   - proofs: https://c2sp.org/tlog-proof
//
// What a leaf in a signed tree shows: this desk, by the time of the checkpoint, had recorded what the leaf says.
// Not that a report is true, nor that the outlet sent it.
package translog

import (
	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a SHA-256 of the tree: of a leaf, or of two subtrees (RFC 6962, 2.1).
type Hash = tlog.Hash

// HashReader answers for stored hashes by their indexes (see Place).
type HashReader = tlog.HashReader

// HashReaderFunc makes a HashReader of a function.
type HashReaderFunc = tlog.HashReaderFunc

// LeafHash is the hash of the text of a leaf in the tree: SHA-256 of a zero byte and the text.
func LeafHash(text []byte) Hash { return tlog.RecordHash(text) }
