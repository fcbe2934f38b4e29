package translog

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func secret(t *testing.T, origin string) (secret, public string) {
	t.Helper()
	secret, public, err := NewKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	return secret, public
}

func TestKeysOfADesk(t *testing.T) {
	first, firstPublic := secret(t, "waidian/desk")
	second, secondPublic := secret(t, "waidian/desk")
	if got, err := Public(first); err != nil || got != firstPublic {
		t.Errorf("the public key of a secret one is %s, %v; want %s", got, err, firstPublic)
	}
	r := Ring{Now: second, Old: []OldKey{{first, noon.AddDate(0, 0, 90).Truncate(24 * time.Hour)}}}
	back, err := ReadRing(r.Bytes())
	if err != nil || fmt.Sprint(back) != fmt.Sprint(r) {
		t.Fatalf("read %v, %v; want %v", back, err, r)
	}
	for days, want := range map[int]int{0: 2, 89: 2, 90: 1, 400: 1} {
		if s, err := r.Signers(noon.AddDate(0, 0, days)); err != nil || len(s) != want {
			t.Errorf("after %d days %d keys sign, %v; want %d", days, len(s), err, want)
		}
	}
	for _, bad := range []string{"", "# nothing\n", "PRIVATE+KEY+x\n", first + " until tomorrow\n", first + "\n" + second + " until tomorrow\n", first + "\n" + second + "\n"} {
		_, err := ReadRing([]byte(bad))
		if err == nil || strings.Contains(err.Error(), "PRIVATE") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
	if list := string(KeyList([]PublicKey{{Key: firstPublic, First: 0}, {Key: secondPublic, First: 12}})); list != firstPublic+" 0\n"+secondPublic+" 12\n" {
		t.Errorf("list of keys %q", list)
	}
}

func TestTheOldKeyNamesTheNewOne(t *testing.T) {
	old, _ := secret(t, "waidian/desk")
	_, public := secret(t, "waidian/desk")
	l, err := ChangeOfKey(old, public, noon)
	if err != nil {
		t.Fatal(err)
	}
	text, err := l.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadLeaf(text)
	if err != nil || CheckChangeOfKey(back) != nil {
		t.Fatalf("%s%v, %v", text, err, CheckChangeOfKey(back))
	}
	flips(text, func(bad []byte) {
		if l, err := ReadLeaf(bad); err == nil && CheckChangeOfKey(l) == nil {
			t.Errorf("a changed leaf passes: %q", bad)
		}
	})
	if err := CheckChangeOfKey(Leaf{Kind: Key, Key: public, Old: public, Origin: "waidian/lost", At: noon}); !errors.Is(err, ErrUnsigned) {
		t.Errorf("a key after a lost one: %v", err)
	}
}

func TestBlocksAskOnceForManyHashes(t *testing.T) {
	var g grove
	g.add(3*Width + 7)
	asked := 0
	b := &Blocks{Size: g.edge.Size, Load: func(first, end int64) ([][]byte, error) {
		asked++
		var out [][]byte
		for _, hs := range g.stored[first:end] {
			out = append(out, JoinHashes(hs))
		}
		return out, nil
	}}
	want := g.files(t)
	for _, tile := range NewTiles(0, g.edge.Size) {
		data, err := tile.Data(b)
		if err != nil || !bytes.Equal(data, want[tile.Path()]) {
			t.Errorf("%s differs, %v", tile.Path(), err)
		}
	}
	if asked != 4 {
		t.Errorf("asked %d times for 4 blocks", asked)
	}
	many, rows := &Blocks{Size: g.edge.Size}, int64(0)
	many.Load = func(first, end int64) ([][]byte, error) {
		rows += end - first
		return b.Load(first, end)
	}
	if _, err := Prove(5, Checkpoint{Size: g.edge.Size}, nil, many); err != nil || rows > Width+16 {
		t.Errorf("a proof read %d rows of %d, %v", rows, g.edge.Size, err)
	}
	b.Size--
	if root, err := Root(g.edge.Size, b); err == nil {
		t.Errorf("a tree beyond its size has the root %v", root)
	}
}

func FuzzReadRing(f *testing.F) {
	f.Add([]byte("# x\nPRIVATE+KEY+a+00000000+AA until 2026-01-01\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := ReadRing(file)
		if err != nil {
			return
		}
		if back, err := ReadRing(r.Bytes()); err != nil || !bytes.Equal(back.Bytes(), r.Bytes()) {
			t.Errorf("%q was read, and is written as %q", file, r.Bytes())
		}
	})
}
