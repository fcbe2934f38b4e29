package bench

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/client"

	"github.com/waidian/waidian/internal/translog"
)

// grove is a log whose files lie in a folder, as a site publishes them.
type grove struct {
	dir    string
	edge   translog.Edge
	texts  [][]byte
	hashes [][]byte
	signer translog.Signer
	leaf   func(n int) translog.Leaf
}

// publish adds n leaves and writes what a build writes; it returns how many tiles of each level that is, at most.
func (g *grove) publish(n int) (perLevel int, c translog.Checkpoint, err error) {
	old := g.edge.Size
	for range n {
		text, err := g.leaf(len(g.texts)).Bytes()
		if err != nil {
			return 0, c, err
		}
		g.texts = append(g.texts, text)
		g.hashes = append(g.hashes, translog.JoinHashes(g.edge.Append(translog.LeafHash(text))))
	}
	c = translog.Checkpoint{Origin: g.signer.Name(), Size: g.edge.Size, Root: g.edge.Root()}
	r := &translog.Blocks{Size: c.Size, Load: func(first, end int64) ([][]byte, error) { return g.hashes[first:end], nil }}
	levels := map[int]int{}
	for _, t := range translog.NewTiles(old, c.Size) {
		levels[t.L]++
		data, err := t.Data(r)
		if err := errors.Join(err, g.write(t.Path(), data)); err != nil {
			return 0, c, err
		}
	}
	for _, t := range translog.NewBundles(old, c.Size) {
		data, err := translog.Bundle(g.texts[t.N*translog.Width : t.N*translog.Width+int64(t.W)])
		if err := errors.Join(err, g.write(t.Path(), data)); err != nil {
			return 0, c, err
		}
	}
	for _, n := range levels {
		perLevel = max(perLevel, n)
	}
	signed, err := c.Sign(g.signer)
	return perLevel, c, errors.Join(err, g.write("checkpoint", signed))
}

// leaf is the leaf of that number of an invented desk: for each report its capture, text and digest, and two looks that found it as it was.
func leaf(n int) translog.Leaf {
	url := fmt.Sprintf("https://outlet.example/china/2026/mar/12/report-%d-of-the-ferry", n/5)
	at := time.UnixMilli(1773306000000 + int64(n)).UTC()
	sum := translog.Sum(sha256.Sum256([]byte(url)))
	switch n % 5 {
	case 0:
		return translog.Leaf{Kind: translog.Capture, URL: url, At: at, Status: 200, Payload: sum, Body: sum}
	case 1:
		return translog.Leaf{Kind: translog.Version, Article: "abcdefghij", N: 1, Capture: int64(n - 1), Text: sum, Extractor: "28", At: at}
	case 2:
		return translog.Leaf{Kind: translog.Digest, Article: "abcdefghij", N: 1, Sum: sum, By: "a model:8b", At: at}
	}
	return translog.Leaf{Kind: translog.Same, URL: url, At: at, Of: int64(n - n%5)}
}

func (g *grove) write(name string, data []byte) error {
	path := filepath.Join(g.dir, name)
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o644))
}

func newGrove(t testing.TB) *grove {
	secret, _, err := translog.NewKey(rand.Reader, "waidian/desk")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := translog.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return &grove{dir: t.TempDir(), signer: signer, leaf: leaf}
}

// TestForeignClientReadsTheLog: a client of other authors verifies, from the files alone, that each of 1,000 logs grew out of the
// one before, that it has a leaf drawn at random, and that the bundle has that leaf's text.
func TestForeignClientReadsTheLog(t *testing.T) {
	g := newGrove(t)
	random := mrand.New(mrand.NewPCG(7, 7))
	files := client.FileFetcher{Root: g.dir}
	ctx := t.Context()
	var before translog.Checkpoint
	for i := range 1000 {
		_, c, err := g.publish(1 + random.IntN(12))
		if err != nil {
			t.Fatal(err)
		}
		b, err := client.NewProofBuilder(ctx, uint64(c.Size), files.ReadTile)
		if err != nil {
			t.Fatal(err)
		}
		n := random.Int64N(c.Size)
		included, err := b.InclusionProof(ctx, uint64(n))
		if err == nil {
			err = proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(n), uint64(c.Size), rfc6962.DefaultHasher.HashLeaf(g.texts[n]), included, c.Root[:])
		}
		if err != nil {
			t.Fatalf("growth %d: leaf %d of %d: %v", i, n, c.Size, err)
		}
		if before.Size > 0 {
			grown, err := b.ConsistencyProof(ctx, uint64(before.Size), uint64(c.Size))
			if err == nil {
				err = proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(before.Size), uint64(c.Size), grown, before.Root[:], c.Root[:])
			}
			if err != nil {
				t.Fatalf("growth %d: from %d to %d: %v", i, before.Size, c.Size, err)
			}
		}
		bundle, err := client.GetEntryBundle(ctx, files.ReadEntryBundle, uint64(n)/translog.Width, uint64(c.Size))
		if err != nil || !bytes.Equal(bundle.Entries[n%translog.Width], g.texts[n]) {
			t.Fatalf("growth %d: leaf %d is not in its bundle, %v", i, n, err)
		}
		before = c
	}
}

// TestLogIsSmall: the files of 70,000 leaves take 15 MB at most, and a build that adds 200 writes two tiles of a level at most.
func TestLogIsSmall(t *testing.T) {
	g := newGrove(t)
	if _, _, err := g.publish(70000); err != nil {
		t.Fatal(err)
	}
	files, texts, hashes := g.sizes(t)
	t.Logf("%d files, %d bytes: %d of texts, %d without", files, texts+hashes, texts, hashes)
	if texts+hashes > 15e6 {
		t.Errorf("%d files of %d bytes", files, texts+hashes)
	}
	for range 20 {
		most, c, err := g.publish(200)
		if err != nil || most > 2 {
			t.Errorf("%d tiles of a level were written for a log of %d leaves, %v", most, c.Size, err)
		}
	}
}

// sizes are those of the files of a log: how many they are, the bytes of those with the texts of leaves, and of all others.
func (g *grove) sizes(t *testing.T) (files int, texts, hashes int64) {
	t.Helper()
	err := filepath.WalkDir(g.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		files++
		if strings.Contains(filepath.ToSlash(path), "/tile/entries/") {
			texts += st.Size()
		} else {
			hashes += st.Size()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, texts, hashes
}

// TestLogOfCapturesAlone: what no desk has, 70,000 answers without a text, a digest or a look that found one as it was, keeps to 15 MB where texts are not
// published, and not where they are: each names two hashes of 64 digits.
func TestLogOfCapturesAlone(t *testing.T) {
	g := newGrove(t)
	g.leaf = func(n int) translog.Leaf { return leaf(5 * n) }
	if _, _, err := g.publish(70000); err != nil {
		t.Fatal(err)
	}
	files, texts, hashes := g.sizes(t)
	t.Logf("%d files, %d bytes: %d of texts, %d without", files, texts+hashes, texts, hashes)
	if hashes > 15e6 || texts > 21e6 {
		t.Errorf("%d bytes of texts, %d without", texts, hashes)
	}
}
