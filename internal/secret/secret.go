// Package secret makes and compares what lets somebody in: tokens, passwords, and how often those may be guessed. It keeps nothing: what the
// store has of a secret is a hash of it.
package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// TokenSize is the length of a token.
const TokenSize = 2 * 32

// NewToken makes a token of 32 random bytes, in hexadecimal. Quirk: NetNewsWire breaks on a token with an equals sign.
func NewToken() string {
	var b [32]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// HashOf is a token, or another random text, as the store has it. A plain hash tells nobody what it is of, because it is random.
func HashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
