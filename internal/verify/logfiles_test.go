package verify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/translog"
)

// grownDesk has a log that was published at several sizes, whose files of before are kept.
func grownDesk(t *testing.T, sizes ...int) *desk {
	d := newDesk(t)
	for _, size := range sizes {
		d.record(size - len(d.texts))
		d.publish()
	}
	return d
}

func (d *desk) logFiles() (paths []string) {
	for p := range d.site {
		if strings.HasPrefix(p, LogFolder+"/") {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

// TestEveryFileOfTheLog: whatever file of the log has a bit turned, something behind its end, or is cut or gone, it is found; or the
// verdict says that the file, or what it was, is not covered.
func TestEveryFileOfTheLog(t *testing.T) {
	d := grownDesk(t, 40, 255, 300, 700)
	for _, given := range []bool{true, false} {
		keys := []translog.Verifier{d.key}
		if !given {
			keys = nil
		}
		whole, err := CheckSite(d.site, keys...)
		if err != nil || whole.Log.Kept != 7 || whole.Log.Beyond != 0 || len(whole.Log.Strays) != 0 {
			t.Fatalf("%+v, %v", whole.Log, err)
		}
		for _, p := range d.logFiles() {
			file := d.site[p]
			n := len(file.Data)
			changes := map[string][]byte{"cut": file.Data[:n-1], "cut in half": file.Data[:n/2], "empty": {}}
			if p != "log/key.txt" { // since when a key signs is not covered
				for _, more := range []string{"\x00", "\x00\x00", strings.Repeat("\x00", 32), "x"} {
					changes["longer by "+more] = append(slices.Clone(file.Data), more...)
				}
			}
			key, _, _ := strings.Cut(d.public, " ")
			covered := n
			if p == "log/key.txt" {
				covered = len(key)
				delete(changes, "cut") // the end of a line
			}
			for _, at := range []int{0, 1, covered / 3, covered / 2, covered - 2, covered - 1} {
				for _, bit := range []byte{1, 4, 32, 128} {
					turned := slices.Clone(file.Data)
					turned[at] ^= bit
					changes[fmt.Sprintf("byte %d is turned by %d", at, bit)] = turned
				}
			}
			for what, data := range changes {
				d.put(p, data)
				if _, err := CheckSite(d.site, keys...); err == nil {
					t.Errorf("%s: %s, and nothing is said", p, what)
				}
			}
			d.site[p] = file
			delete(d.site, p)
			found, err := CheckSite(d.site, keys...)
			d.site[p] = file
			tile, _ := translog.ParseTilePath(strings.TrimPrefix(p, "log/"))
			switch {
			case err != nil:
			case tile.L == translog.Bundles && slices.Contains(found.Log.Absent, tile.Path()): // withheld
			case found.Log.Kept == whole.Log.Kept-1: // builds remove those
			case given && p == "log/key.txt": // the key is at hand
			default:
				t.Errorf("%s: is gone, and nothing is said", p)
			}
		}
	}
}

// What is no part of the log, and what lies behind its checkpoint, is named and is no fault; what of it the checkpoint covers is compared.
func TestFilesBesideTheLog(t *testing.T) {
	d := grownDesk(t, 300)
	old := d.site["log/checkpoint"]
	d.record(400)
	d.publish()
	d.site["log/checkpoint"] = old
	for _, p := range []string{"log/notes.txt", "log/tile/9z/000", "log/tile/8/0/000"} {
		d.put(p, []byte("x"))
	}
	s, err := CheckSite(d.site)
	if err != nil || s.Log.Beyond != 5 || !slices.Equal(s.Log.Strays, []string{"notes.txt", "tile/8/0/000", "tile/9z/000"}) {
		t.Errorf("%+v, %v", s.Log, err)
	}
	for _, p := range []string{"log/tile/0/001", "log/tile/entries/001"} {
		file := d.site[p]
		turned := slices.Clone(file.Data)
		turned[5] ^= 1
		d.put(p, turned)
		_, err := CheckSite(d.site)
		wants(t, p, err, strings.TrimPrefix(p, "log/")+": is not the beginning of tile/0/001.p/44: one of the two was changed")
		d.put(p, file.Data[:len(file.Data)-1])
		_, err = CheckSite(d.site)
		wants(t, p, err, strings.TrimPrefix(p, "log/"))
		d.site[p] = file
	}
}

// A site that lists another key than the one that has signed is not the desk's own word.
func TestListOfAnotherKey(t *testing.T) {
	d, other := grownDesk(t, 12), newDesk(t)
	d.put("log/key.txt", []byte(other.public+" 0\n"))
	if s, err := CheckSite(d.site, d.key); err != nil || s.Unlisted != keyID(d.key) {
		t.Errorf("another key: %q, %v", s.Unlisted, err)
	}
	d.put("log/key.txt", []byte(other.public+" 0\n"+d.public+" 0\n"))
	if s, err := CheckSite(d.site, d.key); err != nil || s.Unlisted != "" {
		t.Errorf("both keys: %q, %v", s.Unlisted, err)
	}
}
