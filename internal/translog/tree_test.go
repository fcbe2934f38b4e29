package translog

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// grove is a log in memory: its texts, and the hashes stored with each leaf.
type grove struct {
	edge   Edge
	texts  [][]byte
	stored [][]Hash
}

func (g *grove) add(n int) {
	for range n {
		text := fmt.Appendf(nil, "leaf %d", len(g.texts))
		g.texts = append(g.texts, text)
		g.stored = append(g.stored, g.edge.Append(LeafHash(text)))
	}
}

func (g *grove) ReadHashes(indexes []int64) ([]Hash, error) {
	out := make([]Hash, len(indexes))
	for i, x := range indexes {
		leaf, level := Place(x)
		if leaf >= int64(len(g.stored)) || level >= len(g.stored[leaf]) {
			return nil, fmt.Errorf("no stored hash %d", x)
		}
		out[i] = g.stored[leaf][level]
	}
	return out, nil
}

// files are the tiles and bundles of a log by their paths.
func (g *grove) files(t *testing.T) map[string][]byte {
	out := map[string][]byte{}
	for _, tile := range NewTiles(0, g.edge.Size) {
		data, err := tile.Data(g)
		if err != nil {
			t.Fatal(err)
		}
		out[tile.Path()] = data
	}
	for _, b := range NewBundles(0, g.edge.Size) {
		data, err := Bundle(g.texts[b.N*Width : b.N*Width+int64(b.W)])
		if err != nil {
			t.Fatal(err)
		}
		out[b.Path()] = data
	}
	return out
}

func TestTreeIsThatOfTheStandard(t *testing.T) {
	// The first sizes of the tree of RFC 6962's own test vectors (certificate-transparency, merkle_tree_test).
	for size, want := range []string{"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0="} {
		var e Edge
		for range size {
			e.Append(LeafHash(nil))
		}
		if e.Root().String() != want {
			t.Errorf("root of %d empty leaves is %v, want %s", size, e.Root(), want)
		}
	}
	var g grove
	for size := range int64(600) {
		want, err := tlog.TreeHash(size, &g)
		if err != nil || g.edge.Root() != want {
			t.Fatalf("root of %d leaves: %v, want %v, %v", size, g.edge.Root(), want, err)
		}
		back, err := ReadEdge(size, g.edge.Bytes())
		if err != nil || back.Root() != want {
			t.Fatalf("the edge of %d leaves is read as %v, %v", size, back, err)
		}
		g.add(1)
	}
	if _, err := ReadEdge(3, make([]byte, 32)); err == nil {
		t.Error("an edge of another size was read")
	}
}

func TestTilesAreNamedAsTheStandardSays(t *testing.T) {
	for path, tile := range map[string]Tile{
		"tile/0/x001/x234/067":   {0, 1234067, 256},
		"tile/1/000.p/12":        {1, 0, 12},
		"tile/entries/x001/067":  {Bundles, 1067, 256},
		"tile/entries/000.p/255": {Bundles, 0, 255},
		"tile/3/999":             {3, 999, 256},
	} {
		if got := tile.Path(); got != path {
			t.Errorf("%+v is named %s, want %s", tile, got, path)
		}
		if back, err := ParseTilePath(path); err != nil || back != tile {
			t.Errorf("%s is read as %+v, %v", path, back, err)
		}
	}
	for _, bad := range []string{"", "tile/0/1", "tile/0/000.p/256", "tile/0/000.p/0", "tile/data/000", "tile/0/../000", "tile/x/000", "/tile/0/000", "tile/0/x000/001"} {
		if tile, err := ParseTilePath(bad); err == nil {
			t.Errorf("%q is read as %+v", bad, tile)
		}
	}
}

func key(t *testing.T, origin string) (Signer, Verifier) {
	t.Helper()
	secret, public, err := NewKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	s, err1 := NewSigner(secret + "\n")
	v, err2 := NewVerifier(public)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return s, v
}

func TestGrowthAndProofsFromFilesAlone(t *testing.T) {
	signer, verifier := key(t, "waidian/desk")
	random := mrand.New(mrand.NewPCG(1, 2))
	var g grove
	var before Checkpoint
	for range 40 {
		g.add(1 + random.IntN(90))
		c := Checkpoint{"waidian/desk", g.edge.Size, g.edge.Root()}
		signed, err := c.Sign(signer)
		if err != nil {
			t.Fatal(err)
		}
		files := g.files(t)
		reader := TileReader(c, func(tile Tile) ([]byte, error) { return files[tile.Path()], nil })
		if before.Size > 0 {
			proof, err := Grown(before.Size, c.Size, reader)
			if err == nil {
				err = CheckGrown(proof, before, c)
			}
			if err != nil {
				t.Fatalf("from %d to %d: %v", before.Size, c.Size, err)
			}
			if other := (Checkpoint{c.Origin, before.Size, Hash{9}}); CheckGrown(proof, other, c) == nil {
				t.Fatal("a log grew out of another one")
			}
		}
		before = c
		index := random.Int64N(c.Size)
		p, err := Prove(index, c, signed, reader)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadProof(p.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := back.Check(g.texts[index], verifier); err != nil || got != c {
			t.Fatalf("leaf %d of %d: %+v, %v", index, c.Size, got, err)
		}
		texts, err := ReadBundle(files[Tile{Bundles, index / Width, int(min(Width, c.Size-index/Width*Width))}.Path()])
		if err != nil || !bytes.Equal(texts[index%Width], g.texts[index]) {
			t.Fatalf("leaf %d is not in its bundle: %v", index, err)
		}
	}
}

func TestFewTilesAreNew(t *testing.T) {
	for _, c := range []struct {
		old, size int64
		want      string
	}{
		{0, 1, "tile/0/000.p/1"},
		{1, 2, "tile/0/000.p/2"},
		{255, 256, "tile/0/000 tile/1/000.p/1"},
		{256, 256, ""},
		{300, 520, "tile/0/001 tile/0/002.p/8 tile/1/000.p/2"},
	} {
		var got []string
		for _, tile := range NewTiles(c.old, c.size) {
			got = append(got, tile.Path())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("from %d to %d: %s, want %s", c.old, c.size, s, c.want)
		}
	}
	if b := NewBundles(256, 256); len(b) != 0 {
		t.Errorf("a log that did not grow has new bundles: %v", b)
	}
	if b := NewBundles(300, 520); len(b) != 2 || b[0].Path() != "tile/entries/001" || b[1].Path() != "tile/entries/002.p/8" {
		t.Errorf("new bundles from 300 to 520: %v", b)
	}
}

// TestFlippedBits: no bit of a proof, of its leaf or of a tile can be changed.
func TestFlippedBits(t *testing.T) {
	signer, verifier := key(t, "waidian/desk")
	var g grove
	g.add(300)
	c := Checkpoint{"waidian/desk", g.edge.Size, g.edge.Root()}
	signed, err := c.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Prove(77, c, signed, &g)
	if err != nil {
		t.Fatal(err)
	}
	file, leaf := p.Bytes(), g.texts[77]
	check := func(file, leaf []byte) error {
		p, err := ReadProof(file)
		if err == nil {
			_, err = p.Check(leaf, verifier)
		}
		return err
	}
	if err := check(file, leaf); err != nil {
		t.Fatal(err)
	}
	flips(file, func(bad []byte) {
		if check(bad, leaf) == nil {
			t.Errorf("proof with a bit changed passes:\n%q\n%q", file, bad)
		}
	})
	flips(leaf, func(bad []byte) {
		if check(file, bad) == nil {
			t.Errorf("leaf with a bit changed passes: %q", bad)
		}
	})
	files := g.files(t)
	for path, data := range files {
		if strings.Contains(path, "entries") {
			continue
		}
		for i := range data {
			bad := bytes.Clone(data)
			bad[i] ^= 1 << (i % 8)
			reader := TileReader(c, func(tile Tile) ([]byte, error) {
				if tile.Path() == path {
					return bad, nil
				}
				return files[tile.Path()], nil
			})
			_, n, _ := strings.Cut(path, "tile/0/")
			leaf := int64(i / 32)
			if strings.HasPrefix(n, "001") {
				leaf += Width
			}
			if _, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, leaf)}); err == nil {
				t.Fatalf("%s with byte %d changed is read", path, i)
			}
		}
	}
}

func flips(b []byte, f func([]byte)) {
	for i := range b {
		for bit := range 8 {
			bad := bytes.Clone(b)
			bad[i] ^= 1 << bit
			f(bad)
		}
	}
}

func TestCheckpointsOfOthers(t *testing.T) {
	signer, verifier := key(t, "waidian/desk")
	foreign, stranger := key(t, "waidian/other")
	twin, _ := key(t, "waidian/desk")
	c := Checkpoint{"waidian/desk", 3, Hash{7}}
	signed, _ := c.Sign(signer)
	both, _ := c.Sign(signer, twin)
	byTwin, _ := c.Sign(twin)
	of := Checkpoint{"waidian/other", 3, Hash{7}}
	others, _ := of.Sign(foreign)
	misnamed, _ := of.Sign(signer)
	for what, x := range map[string]struct {
		signed []byte
		keys   []Verifier
		want   error
	}{
		"signed": {signed, []Verifier{verifier}, nil},
		"signed by two keys, of which one is known": {both, []Verifier{verifier}, nil},
		"signed by an unknown key":                  {byTwin, []Verifier{verifier}, ErrUnsigned},
		"of another log":                            {others, []Verifier{verifier}, ErrOtherLog},
		"of another log, by this log's key":         {misnamed, []Verifier{verifier}, ErrOtherLog},
		"no key known":                              {signed, nil, ErrUnsigned},
		"read with another log's key":               {signed, []Verifier{stranger}, ErrOtherLog},
		"changed":                                   {bytes.Replace(signed, []byte("\n3\n"), []byte("\n4\n"), 1), []Verifier{verifier}, ErrSignature},
	} {
		got, err := OpenCheckpoint(x.signed, x.keys...)
		if !errors.Is(err, x.want) || x.want == nil && (err != nil || got != c) {
			t.Errorf("%s: %+v, %v; want %v", what, got, err, x.want)
		}
	}
	if got, err := PeekCheckpoint(byTwin); err != nil || got != c {
		t.Errorf("peeked %+v, %v", got, err)
	}
	if _, err := NewSigner("PRIVATE+KEY+secret"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("a broken key: %v", err)
	}
}

func FuzzReadProof(f *testing.F) {
	f.Add([]byte(Proof{Index: 3, Hashes: []Hash{{1}, {2}}, Checkpoint: []byte("d\n4\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— d AAAA\n")}.Bytes()))
	f.Add(Proof{Text: []byte("waidian/1 down\narticle a\n"), Index: 3, Hashes: []Hash{{1}}, Checkpoint: []byte("d\n4\n")}.Bytes())
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := ReadProof(file)
		if err != nil {
			return
		}
		back, err := ReadProof(p.Bytes())
		if err != nil || !bytes.Equal(back.Bytes(), p.Bytes()) {
			t.Errorf("%q was read, and is written as %q, %v", file, p.Bytes(), err)
		}
		if _, err := p.Check([]byte("leaf")); err == nil {
			t.Error("a proof passes without a key")
		}
	})
}

func FuzzPeekCheckpoint(f *testing.F) {
	f.Add([]byte("d\n4\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— d AAAA\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, err := PeekCheckpoint(file)
		if err == nil && !bytes.HasPrefix(file, []byte(c.Text())) {
			t.Errorf("%q was read as %q", file, c.Text())
		}
	})
}

func FuzzReadBundle(f *testing.F) {
	f.Add([]byte("\x00\x01a\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		texts, err := ReadBundle(data)
		if err != nil {
			return
		}
		if again, err := Bundle(texts); err != nil || !bytes.Equal(again, data) {
			t.Errorf("%q was read, and is written as %q, %v", data, again, err)
		}
	})
}

func FuzzParseTilePath(f *testing.F) {
	f.Add("tile/0/x001/067.p/12")
	f.Fuzz(func(t *testing.T, path string) {
		if tile, err := ParseTilePath(path); err == nil && tile.Path() != path {
			t.Errorf("%q was read as %s", path, tile.Path())
		}
	})
}
