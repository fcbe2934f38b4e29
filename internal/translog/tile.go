package translog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// height is that of a tile: it holds the hashes of up to 256 subtrees (C2SP tlog-tiles).
const height = 8

// Width is how many hashes a whole tile holds, and how many leaves a whole bundle.
const Width = 1 << height

// Tile is a part of the tree as a file: W hashes of level 8·L, from the number 256·N on.
type Tile struct {
	L int // -1: a bundle of leaves
	N int64
	W int // 1 to Width
}

// Bundles is the level of tiles that hold texts of leaves.
const Bundles = -1

func (t Tile) tile() tlog.Tile { return tlog.Tile{H: height, L: t.L, N: t.N, W: t.W} }

// Path is the name of the tile's file below the log's folder (C2SP tlog-tiles): "tile/0/x001/067.p/12", "tile/entries/000".
func (t Tile) Path() string {
	p := strings.TrimPrefix(t.tile().Path(), fmt.Sprintf("tile/%d/", height))
	if rest, ok := strings.CutPrefix(p, "data/"); ok {
		p = "entries/" + rest
	}
	return "tile/" + p
}

// ParseTilePath is the reverse of Path.
func ParseTilePath(path string) (Tile, error) {
	rest, ok := strings.CutPrefix(path, "tile/")
	if after, bundle := strings.CutPrefix(rest, "entries/"); bundle {
		rest = "data/" + after
	} else if strings.HasPrefix(rest, "data/") {
		ok = false
	}
	t, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", height, rest))
	if !ok || err != nil {
		return Tile{}, fmt.Errorf("%q names no tile", path[:min(len(path), 80)])
	}
	return Tile{t.L, t.N, t.W}, nil
}

// NewTiles are the tiles of hashes that a log of size leaves has and one of old leaves had not, those of a level in order.
// A tile that grew is new. With old zero they are all tiles of the log.
func NewTiles(old, size int64) []Tile {
	var out []Tile
	for _, t := range tlog.NewTiles(height, old, size) {
		out = append(out, Tile{t.L, t.N, t.W})
	}
	return out
}

// NewBundles are the bundles of leaves that a log of size leaves has and one of old leaves had not.
func NewBundles(old, size int64) []Tile {
	var out []Tile
	if old == size {
		return nil
	}
	for n := old / Width; n*Width < size; n++ {
		out = append(out, Tile{Bundles, n, int(min(Width, size-n*Width))})
	}
	return out
}

// Data is the tile's content, hash after hash.
func (t Tile) Data(r HashReader) ([]byte, error) { return tlog.ReadTileData(t.tile(), r) }

// Bundle puts the texts of leaves into one file: each behind its length in two bytes, the higher one first.
func Bundle(texts [][]byte) ([]byte, error) {
	var out []byte
	for _, b := range texts {
		if len(b) > MaxLeaf {
			return nil, fmt.Errorf("bundle leaves: one of %d bytes", len(b))
		}
		out = binary.BigEndian.AppendUint16(out, uint16(len(b)))
		out = append(out, b...)
	}
	return out, nil
}

// ReadBundle is the reverse of Bundle. A bundle holds at most Width texts.
func ReadBundle(data []byte) ([][]byte, error) {
	var out [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(out) == Width {
			return nil, errors.New("not a bundle of leaves")
		}
		n := int(binary.BigEndian.Uint16(data))
		if data = data[2:]; n > len(data) || n > MaxLeaf {
			return nil, errors.New("a bundle of leaves that is cut off, or has a leaf too long")
		}
		out = append(out, data[:n:n])
		data = data[n:]
	}
	return out, nil
}

// TileReader reads hashes out of the files of a published log: read returns the content of a tile. Each tile is checked
// against the root of the checkpoint before a hash of it is given.
func TileReader(c Checkpoint, read func(Tile) ([]byte, error)) HashReader {
	return tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, files{read})
}

type files struct{ read func(Tile) ([]byte, error) }

func (f files) Height() int                     { return height }
func (f files) SaveTiles([]tlog.Tile, [][]byte) {}
func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		b, err := f.read(Tile{t.L, t.N, t.W})
		if err != nil {
			return nil, err
		}
		out[i] = b
	}
	return out, nil
}
