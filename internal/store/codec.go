package store

import (
	"encoding/json"
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// The long forms of articles and digests lie in the store as JSON with the field
// names of package news, compressed with zstd (RFC 8878) if that is worth its time. Fields
// may be added; a field that is renamed needs a migration, and TestStoredForm fails to say so.

// codec compresses and expands; both halves are safe for concurrent use.
type codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

var blobs = newCodec()

// worthIt is from how many bytes on JSON is compressed. The leads of most feeds are shorter:
// compressing them saves a third of their bytes, and costs a seventh of a round of polls.
const worthIt = 1024

func newCodec() codec {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // the options are constants
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		panic(err) // the options are constants
	}
	return codec{enc, dec}
}

func pack(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	if len(b) < worthIt {
		return b, nil
	}
	return blobs.enc.EncodeAll(b, make([]byte, 0, len(b)/2)), nil
}

func unpack[T any](b []byte) (T, error) {
	var v T
	raw, err := expand(b)
	if err != nil {
		return v, fmt.Errorf("expand %T: %w", v, err)
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("decode %T: %w", v, err)
	}
	return v, nil
}

// expand returns the JSON of what pack has written. A frame of zstd never begins like an object.
func expand(b []byte) ([]byte, error) {
	if len(b) > 0 && b[0] == '{' {
		return b, nil
	}
	return blobs.dec.DecodeAll(b, nil)
}
