package news

import (
	"encoding/base32"
	"encoding/hex"
	"strings"
)

// sumLabel names the one algorithm of our digests (ISO 28500:2017, 5.8: an algorithm, a colon, and a value).
const sumLabel = "sha256:"

// sumBase32 is how the value was written before it was written in hexadecimal.
var sumBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// PayloadDigest returns the WARC digest of a SHA-256 as it is written today: "sha256:" and 64 hexadecimal digits. The
// standard leaves the encoding open; tools that check digests know this one by its length.
func PayloadDigest(sum [32]byte) string { return sumLabel + hex.EncodeToString(sum[:]) }

// HexPayload returns a digest as PayloadDigest would write it, so that digests of both forms can be compared: a
// SHA-256 in base 32 becomes one in hexadecimal. Any other text is returned as it is.
func HexPayload(digest string) string {
	value, ours := strings.CutPrefix(digest, sumLabel)
	if !ours || len(value) == hex.EncodedLen(32) {
		return digest
	}
	sum, err := sumBase32.DecodeString(strings.TrimRight(value, "="))
	if err != nil || len(sum) != 32 {
		return digest
	}
	return PayloadDigest([32]byte(sum))
}

// PayloadForms returns the two forms in which a digest may have been stored: today's, and in base 32. They are equal
// for a text that is no SHA-256.
func PayloadForms(digest string) (now, before string) {
	now = HexPayload(digest)
	sum, err := hex.DecodeString(strings.TrimPrefix(now, sumLabel))
	if err != nil || len(sum) != 32 || !strings.HasPrefix(now, sumLabel) {
		return now, now
	}
	return now, sumLabel + sumBase32.EncodeToString(sum)
}
