package archive

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
)

// stated is a digest that a record states of itself (ISO 28500, 5.8 and 5.9): the function that makes it, and the sum. Ok is false
// where there is none, or one of a function or in a form that is not known.
func stated(field string) (sum hash.Hash, want []byte, ok bool) {
	label, value, _ := strings.Cut(strings.TrimSpace(field), ":")
	switch strings.ToLower(label) {
	case "sha256", "sha-256":
		sum = sha256.New()
	case "sha1", "sha-1":
		sum = sha1.New()
	case "md5":
		sum = md5.New()
	default:
		return nil, nil, false
	}
	var err error
	if len(value) == hex.EncodedLen(sum.Size()) {
		want, err = hex.DecodeString(value)
	} else {
		want, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(strings.TrimRight(value, "=")))
	}
	return sum, want, err == nil && len(want) == sum.Size()
}

// payloadDiffers says how a record's payload is not what it states. That of a revisit is in another record. Of a body in chunks tools
// take the sum with or without these.
func (rec record) payloadDiffers() error {
	sum, want, ok := stated(rec.head["warc-payload-digest"])
	if !ok || rec.cut {
		return nil
	}
	payload := rec.block
	switch rec.head["warc-type"] {
	case "resource":
	case "response":
		c, ok := readCapture(rec)
		if !ok {
			return nil
		}
		payload = c.Raw
		if unchunk(&c); summed(sum, c.Raw, want) {
			return nil
		}
	default:
		return nil
	}
	if summed(sum, payload, want) {
		return nil
	}
	return fmt.Errorf("%w: its body is not what WARC-Payload-Digest says", ErrDamaged)
}

func summed(sum hash.Hash, data, want []byte) bool {
	sum.Reset()
	sum.Write(data)
	return bytes.Equal(sum.Sum(nil), want)
}
