package store

import (
	"encoding/json"
	"fmt"
	"sync"

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
	room := rooms.Get().(*[]byte) // nothing of it is kept: the decoder copies
	defer rooms.Put(room)
	raw, err := expand(b, (*room)[:0])
	if err != nil {
		return v, fmt.Errorf("expand %T: %w", v, err)
	}
	if isPacked(b) && cap(raw) <= mostRoom {
		*room = raw
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("decode %T: %w", v, err)
	}
	return v, nil
}

// rooms are where texts are expanded, one after another.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// mostRoom is how many bytes one of them keeps.
const mostRoom = 256 << 10

// isPacked reports whether pack has compressed an object. A frame of zstd never begins like one.
func isPacked(b []byte) bool { return len(b) == 0 || b[0] != '{' }

// expand returns the JSON of what pack has written, which is appended to room if it was compressed.
func expand(b, room []byte) ([]byte, error) {
	if !isPacked(b) {
		return b, nil
	}
	return blobs.dec.DecodeAll(b, room)
}
