package site

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/translog"
)

// memoryLog is a log in memory.
type memoryLog struct {
	edge  translog.Edge
	texts [][]byte
	rows  [][]byte
	of    map[news.ArticleID]int64
	down  []int64

	versions map[news.ArticleID]map[int]int64
	keys     LogKeys
	held     error
}

func newMemoryLog(t *testing.T) *memoryLog {
	t.Helper()
	secret, public, err := translog.NewKey(rand.Reader, "waidian/desk")
	if err != nil {
		t.Fatal(err)
	}
	s, err1 := translog.NewSigner(secret)
	list := translog.KeyList([]translog.PublicKey{{Key: public}})
	known, err2 := translog.NewVerifier(public)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return &memoryLog{of: map[news.ArticleID]int64{}, keys: LogKeys{Signers: []translog.Signer{s}, Known: []translog.Verifier{known}, List: list}}
}

// grow adds leaves, of no report.
func (l *memoryLog) grow(n int) {
	for range n {
		l.add(fmt.Sprintf("leaf %d", len(l.texts)))
	}
}

func (l *memoryLog) add(text string) (n int64) {
	l.texts = append(l.texts, []byte(text))
	l.rows = append(l.rows, translog.JoinHashes(l.edge.Append(translog.LeafHash([]byte(text)))))
	return l.edge.Size - 1
}

// witness adds the leaf of a report's capture.
func (l *memoryLog) witness(id news.ArticleID) { l.of[id] = l.add("capture of " + string(id)) }

// cut is the log as it was when it had that many leaves.
func (l *memoryLog) cut(size int) *memoryLog {
	old := &memoryLog{of: map[news.ArticleID]int64{}, keys: l.keys}
	for _, text := range l.texts[:size] {
		old.add(string(text))
	}
	for id, n := range l.of {
		if n < int64(size) {
			old.of[id] = n
		}
	}
	return old
}

func (l *memoryLog) Keys(context.Context) (LogKeys, error)       { return l.keys, l.held }
func (l *memoryLog) Edge(context.Context) (translog.Edge, error) { return l.edge, nil }
func (l *memoryLog) Down(context.Context) ([]int64, error)       { return l.down, nil }

func (l *memoryLog) Remember(_ context.Context, signed []byte) error {
	l.keys.Signed = signed
	return nil
}

func (l *memoryLog) Leaves(_ context.Context, first, end int64) (out []translog.Entry, err error) {
	for n := first; n < end; n++ {
		out = append(out, translog.Entry{N: n, Text: l.texts[n]})
	}
	return out, nil
}

func (l *memoryLog) Hashes(_ context.Context, first, end int64) ([][]byte, error) {
	return l.rows[first:end], nil
}

func (l *memoryLog) OfReports(_ context.Context, ids []news.ArticleID) (map[news.ArticleID]Leaves, error) {
	out := map[news.ArticleID]Leaves{}
	for _, id := range ids {
		of := Leaves{Versions: map[int]translog.Entry{}}
		if n, ok := l.of[id]; ok {
			of.Present = translog.Entry{N: n, Text: l.texts[n]}
		}
		for v, n := range l.versions[id] {
			of.Versions[v] = translog.Entry{N: n, Text: l.texts[n]}
		}
		out[id] = of
	}
	return out, nil
}

// witnessVersion adds the leaf of the capture of an earlier version.
func (l *memoryLog) witnessVersion(id news.ArticleID, v int) {
	if l.versions == nil {
		l.versions = map[news.ArticleID]map[int]int64{}
	}
	if l.versions[id] == nil {
		l.versions[id] = map[int]int64{}
	}
	l.versions[id][v] = l.add(fmt.Sprintf("capture of version %d of %s", v, id))
}

// logFiles are the files of a site's log with their contents.
func logFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), "log", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, path))
		out[path] = string(b)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}

// proven verifies the proof beside a page from the files alone, and returns it.
func proven(t *testing.T, dir, path string, l *memoryLog) translog.Checkpoint {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(dir, page.ProofPath(path)))
	if err != nil {
		t.Error(err)
		return translog.Checkpoint{}
	}
	p, err := translog.ReadProof(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Check(p.Text, l.keys.Known...)
	if err != nil || !bytes.Equal(p.Text, l.texts[p.Index]) {
		t.Errorf("%s: %v", path, err)
	}
	return c
}

// fromFiles verifies that the published log is whole: each leaf of it in the tree that its checkpoint signs.
func fromFiles(t *testing.T, dir string, l *memoryLog, texts bool) translog.Checkpoint {
	t.Helper()
	files := logFiles(t, dir)
	c, err := translog.OpenCheckpoint([]byte(files["log/checkpoint"]), l.keys.Known...)
	if err != nil {
		t.Fatal(err)
	}
	read := translog.TileReader(c, func(tile translog.Tile) ([]byte, error) { return []byte(files["log/"+tile.Path()]), nil })
	for n, text := range l.texts[:c.Size] {
		p, err := translog.Prove(int64(n), c, []byte(files["log/checkpoint"]), read)
		if err == nil {
			_, err = p.Check(text, l.keys.Known...)
		}
		if err != nil {
			t.Fatalf("leaf %d of %d: %v", n, c.Size, err)
		}
	}
	if !texts {
		return c
	}
	var bundled [][]byte
	for _, tile := range translog.NewBundles(0, c.Size) {
		some, err := translog.ReadBundle([]byte(files["log/"+tile.Path()]))
		if err != nil {
			t.Fatal(err)
		}
		bundled = append(bundled, some...)
	}
	if !slices.EqualFunc(bundled, l.texts[:c.Size], bytes.Equal) {
		t.Errorf("the bundles have %d leaves, not the %d of the log", len(bundled), c.Size)
	}
	return c
}

func TestLogIsPublished(t *testing.T) {
	for _, texts := range []bool{true, false} {
		t.Run(fmt.Sprint(texts), func(t *testing.T) {
			lib, dir := one(invent(0, 20)...), filepath.Join(t.TempDir(), "site")
			l := newMemoryLog(t)
			o := Options{Out: dir, URL: "https://example.org"}
			o.Log, o.LogTexts = l, texts
			l.grow(250)
			for id := range lib.items {
				l.witness(id)
			}
			build := func() Outcome {
				t.Helper()
				r, err := New(o, lib).Build(t.Context())
				if err != nil || r.Held != nil {
					t.Fatal(r.Held, err)
				}
				return r
			}
			build()
			first := fromFiles(t, dir, l, texts)
			paths := map[news.ArticleID]string{}
			for id, it := range lib.items {
				paths[id] = page.ArticlePath(it.Article)
				if c := proven(t, dir, paths[id], l); c != first {
					t.Errorf("%s is proven by %+v", id, c)
				}
			}
			if r := build(); r.Written != 0 {
				t.Errorf("a build of the same log wrote %d files", r.Written)
			}
			l.grow(300)
			if r := build(); r.Written != 4+map[bool]int{true: 2}[texts] { // two tiles of level 0, one of level 1, checkpoint; two bundles
				t.Errorf("a build of a log that grew by 300 leaves wrote %d files: %v", r.Written, slices.Sorted(maps.Keys(logFiles(t, dir))))
			}
			now := fromFiles(t, dir, l, texts)
			for id, path := range paths {
				if c := proven(t, dir, path, l); c != first {
					t.Errorf("the proof of %s was renewed: %+v of %+v", id, c, now)
				}
			}
			l.grow(3)
			build()
			l.grow(4)
			build()
			fromFiles(t, dir, l, texts)
			partial := 0
			for path := range logFiles(t, dir) {
				if strings.Contains(path, "tile/0/") && strings.Contains(path, ".p/") {
					partial++
				}
				if !texts && strings.Contains(path, "entries") {
					t.Errorf("%s is published", path)
				}
			}
			if partial != 2 {
				t.Errorf("%d tiles of level 0 that are not full, want those of the last two logs", partial)
			}
		})
	}
}

// A report that was taken down leaves no text in the log: neither its proof nor the bundle with its leaf. The tree stays.
func TestTakenDownFromTheLog(t *testing.T) {
	for _, full := range []bool{false, true} {
		lib, dir := one(invent(0, 20)...), filepath.Join(t.TempDir(), "site")
		it := seedLike()
		lib.put(it)
		l := newMemoryLog(t)
		o := Options{Out: dir, URL: "https://example.org", Log: l, LogTexts: true}
		l.grow(300)
		l.witness(it.Article.ID)
		l.grow(300)
		build := func() {
			t.Helper()
			o.Full = full
			if r, err := New(o, lib).Build(t.Context()); err != nil || r.Held != nil {
				t.Fatal(r.Held, err)
			}
		}
		build()
		fromFiles(t, dir, l, true)
		proven(t, dir, page.ArticlePath(it.Article), l)
		lib.remove(it.Article.ID)
		l.down = []int64{l.of[it.Article.ID]}
		l.grow(1)
		build()
		c := fromFiles(t, dir, l, false)
		for path, text := range tree(t, dir) {
			if strings.Contains(text, "capture of "+string(it.Article.ID)) || strings.Contains(path, string(it.Article.ID)) {
				t.Errorf("full %t: %s is left", full, path)
			}
		}
		files := logFiles(t, dir)
		if _, there := files["log/tile/entries/001"]; there || files["log/tile/entries/000"] == "" || files["log/tile/0/001"] == "" {
			t.Errorf("full %t: of a log of %d leaves there are %v", full, c.Size, slices.Sorted(maps.Keys(files)))
		}
		lib.put(it)
		l.down = nil
		build()
		fromFiles(t, dir, l, true)
		proven(t, dir, page.ArticlePath(it.Article), l)
	}
}

// What was published is never contradicted: by an older database, another one, or without the key. The pages are built all the same.
func TestLogIsHeld(t *testing.T) {
	for _, c := range []struct {
		what string
		now  func(l *memoryLog) *memoryLog
		want string
	}{
		{"an older database", func(l *memoryLog) *memoryLog { return l.cut(100) }, "it is older than that"},
		{"an older database that went on", func(l *memoryLog) *memoryLog {
			old := l.cut(100)
			old.add("another leaf")
			old.grow(500)
			return old
		}, "are not those that are published"},
		{"no key", func(l *memoryLog) *memoryLog {
			l.held = fmt.Errorf("%w: the key is missing", ErrHeld)
			return l
		}, "the key is missing"},
		{"another key", func(l *memoryLog) *memoryLog {
			l.keys = newMemoryLog(t).keys
			l.grow(1)
			return l
		}, "was not signed by a key of this desk"},
	} {
		for _, full := range []bool{false, true} {
			lib, dir := one(invent(0, 3)...), filepath.Join(t.TempDir(), "site")
			it := seedLike()
			lib.put(it)
			l := newMemoryLog(t)
			l.grow(120)
			l.witness(it.Article.ID)
			down := l.add("a leaf to be withheld")
			l.grow(250)
			o := Options{Out: dir, URL: "https://example.org", Log: l, LogTexts: true}
			if _, err := New(o, lib).Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			was := logFiles(t, dir)
			lib.put(invent(3, 1)...)
			now := c.now(l)
			o.Log, o.Full = now, full
			r, err := New(o, lib).Build(t.Context())
			if err != nil || r.Held == nil || !strings.Contains(r.Held.Error(), c.want) || r.Written == 0 {
				t.Errorf("%s: held %v, %v; %d files written", c.what, r.Held, err, r.Written)
			}
			if got := logFiles(t, dir); !maps.Equal(got, was) {
				t.Errorf("%s: the log has changed: %v, was %v", c.what, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(was)))
			}
			if _, err := os.Stat(filepath.Join(dir, page.ProofPath(page.ArticlePath(it.Article)))); err != nil {
				t.Errorf("%s: %v", c.what, err)
			}
			if _, err := New(o, lib).VerifyLog(t.Context()); !errors.Is(err, ErrHeld) {
				t.Errorf("%s: the log is found to be sound, %v", c.what, err)
			}
			now.down = []int64{down}
			if int(down) < len(now.texts) && bytes.Equal(now.texts[down], l.texts[down]) {
				if _, err := New(o, lib).Build(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := logFiles(t, dir); strings.Contains(fmt.Sprint(got), "a leaf to be withheld") || len(got) != len(was)-1 {
					t.Errorf("%s: what was taken down is still published", c.what)
				}
			}
		}
	}
}

// What was signed for one folder binds the log in another. A full build alone replaces a log from which this one does not go on.
func TestLogIsHeldElsewhere(t *testing.T) {
	lib := one(invent(0, 3)...)
	l := newMemoryLog(t)
	l.grow(150)
	first, second := filepath.Join(t.TempDir(), "site"), filepath.Join(t.TempDir(), "site")
	build := func(l *memoryLog, dir string, full bool) error {
		t.Helper()
		r, err := New(Options{Out: dir, URL: "https://example.org", Log: l, LogTexts: true, Full: full}, lib).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return r.Held
	}
	if err := build(l, first, false); err != nil {
		t.Fatal(err)
	}
	old := l.cut(149)
	for _, leaves := range []string{"", "another leaf", "a leaf after that"} { // 149, 150, 151 leaves
		if leaves != "" {
			old.add(leaves)
		}
		if err := build(old, second, true); !errors.Is(err, ErrHeld) || len(logFiles(t, second)) > 0 {
			t.Errorf("%d leaves are signed behind another log of 150: held %v", old.edge.Size, err)
		}
		if _, err := New(Options{Out: filepath.Join(t.TempDir(), "none"), URL: "https://example.org", Log: old}, lib).VerifyLog(t.Context()); !errors.Is(err, ErrHeld) {
			t.Errorf("%d leaves are found to be sound: %v", old.edge.Size, err)
		}
	}
	other := newMemoryLog(t)
	old.keys.Signers, old.keys.Known, old.keys.List, old.keys.Left = other.keys.Signers, other.keys.Known, other.keys.List, []string{"waidian/desk"}
	if err := build(old, first, false); !errors.Is(err, ErrHeld) {
		t.Errorf("a log from which this one does not go on is replaced: held %v", err)
	}
	if err := build(old, first, true); err != nil {
		t.Errorf("a full build does not begin the log anew: %v", err)
	}
	fromFiles(t, first, old, true)
}

// Wherever a build is stopped, the next one publishes the log whole, and the proofs that were there stay as they are.
func TestLogAfterAStoppedBuild(t *testing.T) {
	lib, dir := one(invent(0, 12)...), filepath.Join(t.TempDir(), "site")
	l := newMemoryLog(t)
	o := Options{Out: dir, URL: "https://example.org", Log: l, LogTexts: true, Workers: 1}
	l.grow(5)
	first := invent(0, 12)[0].Article
	l.witness(first.ID)
	if _, err := New(o, lib).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	proof := page.ProofPath(page.ArticlePath(first))
	was := tree(t, dir)[proof]
	for step := range 12 {
		l.grow(100)
		lib.put(invent(12+step, 1)...)
		l.witness(invent(12+step, 1)[0].Article.ID)
		ctx, cancel := context.WithCancel(t.Context())
		_, _ = New(o, &dying{lib, step % 4, cancel}).Build(ctx) // stopped, or not
		cancel()
		fromFiles(t, dir, l, false) // a signed log is whole at any moment
		if step%2 == 0 {
			if _, err := New(o, lib).Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			fromFiles(t, dir, l, true)
			proven(t, dir, page.ArticlePath(invent(12+step, 1)[0].Article), l)
		}
		if got := tree(t, dir)[proof]; got != was {
			t.Fatalf("step %d: the proof of the first report has changed", step)
		}
	}
}

// The page of a report says since when a leaf that was entered later is in the log, as soon as that leaf is proven, and no other page does.
func TestPageSaysWhenItsLeafWasEntered(t *testing.T) {
	lib, dir := one(invent(0, 6)...), filepath.Join(t.TempDir(), "site")
	l := newMemoryLog(t)
	o := Options{Out: dir, URL: "https://example.org", Log: l, LogTexts: true}
	it := invent(3, 1)[0]
	it.Article.Capture = news.Hash(fmt.Sprintf("%064x", 7))
	says := func() (n int) {
		t.Helper()
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		for p, text := range tree(t, dir) {
			if strings.Contains(text, `data-log="entered"><time datetime="2026-03-12T13:00:00Z">`) {
				n++
				if p != page.ArticlePath(it.Article) {
					t.Errorf("%s says since when its leaf is in the log", p)
				}
			}
		}
		return n
	}
	l.witness(invent(2, 1)[0].Article.ID)
	if n := says(); n != 0 {
		t.Errorf("%d pages", n)
	}
	text, err := translog.Leaf{Kind: translog.Capture, URL: it.Article.URL, At: it.Article.Captured, Status: 200, Body: translog.Sum{31: 7},
		Entered: time.Date(2026, 3, 12, 13, 0, 0, 0, time.UTC)}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	l.of[it.Article.ID] = l.add(string(text))
	lib.put(it) // as the store touches a report whose text was entered
	if n := says(); n != 1 {
		t.Errorf("%d pages", n)
	}
	proven(t, dir, page.ArticlePath(it.Article), l)
}

// Pages that were built while nothing could be signed get their proofs by the first build that signs.
func TestHeldPagesGetTheirProofs(t *testing.T) {
	lib, dir := one(invent(0, 6)...), filepath.Join(t.TempDir(), "site")
	l := newMemoryLog(t)
	o := Options{Out: dir, URL: "https://example.org", Log: l, LogTexts: true}
	build := func(held error, full bool) {
		t.Helper()
		l.held = held
		r, err := New(o, lib).Build(t.Context())
		if err != nil || !errors.Is(r.Held, held) || r.Full != full {
			t.Fatalf("held %v, full %t, %v; want held %v, full %t", r.Held, r.Full, err, held, full)
		}
	}
	build(nil, true)
	it := invent(6, 1)[0]
	lib.put(it)
	l.witness(it.Article.ID)
	noKey := fmt.Errorf("%w: the key is missing", ErrHeld)
	build(noKey, false)
	lib.put(invent(7, 1)...)
	build(noKey, false)
	build(nil, true)
	proven(t, dir, page.ArticlePath(it.Article), l)
	build(nil, false)
}

// Each earlier version that a page shows has its proof, which is made once and goes with the page; wherever a proof was lost when a build was
// killed, the next one makes it.
func TestEarlierVersionsAreProven(t *testing.T) {
	it := seedLike()
	it.Versions = nil
	for n := 1; n <= page.VersionsShown+2; n++ {
		it.Versions = append(it.Versions, news.Version{N: n, Title: it.Article.Title, Captured: it.Article.Captured})
	}
	lib, dir := one(append(invent(0, 6), it)...), filepath.Join(t.TempDir(), "site")
	l := newMemoryLog(t)
	for n := 1; n < len(it.Versions); n++ {
		if n != 5 { // of which there is no capture
			l.witnessVersion(it.Article.ID, n)
		}
	}
	l.witness(it.Article.ID)
	o := Options{Out: dir, URL: "https://example.org", Log: l, LogTexts: true}
	build := func() Outcome {
		t.Helper()
		r, err := New(o, lib).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	path := page.ArticlePath(it.Article)
	files := func() map[string]string {
		out := map[string]string{}
		for p, text := range tree(t, dir) {
			if stem, ok := page.StemOfVersionProof(p); ok && stem+".html" == path {
				out[p] = text
			}
		}
		return out
	}
	build()
	first := files()
	if want := page.VersionsShown - 2; len(first) != want { // without the present one, and the one without a capture
		t.Fatalf("%d earlier versions are proven, not %d: %v", len(first), want, slices.Sorted(maps.Keys(first)))
	}
	for n, leaf := range l.versions[it.Article.ID] {
		file, shown := first[page.VersionProofPath(path, n)]
		if shown != (n > 2) {
			t.Errorf("version %d has a proof: %t", n, shown)
		}
		if !shown {
			continue
		}
		p, err := translog.ReadProof([]byte(file))
		if err == nil {
			_, err = p.Check(l.texts[leaf], l.keys.Known...)
		}
		if err != nil || p.Index != leaf {
			t.Errorf("version %d: leaf %d, %v", n, p.Index, err)
		}
	}
	lost := page.VersionProofPath(path, 7)
	for _, torn := range []bool{false, true} {
		l.grow(300)
		lib.put(it)
		if torn { // as a build that was killed leaves it
			for _, p := range []string{lost, page.ProofPath(path)} {
				if err := os.Remove(filepath.Join(dir, p)); err != nil {
					t.Fatal(err)
				}
			}
			f, err := os.OpenFile(dir+".ledger", os.O_APPEND|os.O_WRONLY, 0)
			if err == nil {
				_, err = f.WriteString("b\n")
			}
			if err := errors.Join(err, f.Close()); err != nil {
				t.Fatal(err)
			}
		}
		build()
		proven(t, dir, path, l)
		now := files()
		for p, text := range first {
			if now[p] != text && !(torn && p == lost) || now[p] == "" {
				t.Errorf("torn %t: %s is another one: %q", torn, p, now[p])
			}
		}
	}
	held := fmt.Errorf("%w: the key is missing", ErrHeld)
	o.Full, l.held = true, held
	build()
	if now := files(); len(now) != len(first) {
		t.Errorf("a full build that signs nothing left %d proofs of %d", len(now), len(first))
	}
	o.Full, l.held = false, nil
	build()
	lib.remove(it.Article.ID)
	build()
	if now := files(); len(now) > 0 {
		t.Errorf("after the takedown there are %v", slices.Sorted(maps.Keys(now)))
	}
}

// A leaf of another answer than the page names proves nothing of it: a proof that was published before goes, that of an earlier version, too.
func TestNoProofOfAnotherAnswer(t *testing.T) {
	it := seedLike()
	it.Article.Capture = news.Hash(fmt.Sprintf("%064x", 7))
	hour := time.Hour
	it.Versions = []news.Version{
		{N: 1, Title: it.Article.Title, Captured: it.Article.Captured.Add(-hour), Hash: it.Article.Capture},
		{N: 2, Title: it.Article.Title, Captured: it.Article.Captured, Hash: it.Article.Capture},
	}
	lib, dir := one(append(invent(0, 2), it)...), filepath.Join(t.TempDir(), "site")
	l := newMemoryLog(t)
	leaf := func(url string, at time.Time) int64 {
		text, err := translog.Leaf{Kind: translog.Capture, URL: url, At: at, Status: 200, Body: translog.Sum{31: 7}}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		return l.add(string(text))
	}
	path := page.ArticlePath(it.Article)
	for _, c := range []struct {
		what             string
		url              string
		present, earlier time.Time
		now, then        bool
	}{
		{"the very answers", it.Article.URL, it.Article.Captured, it.Article.Captured.Add(-hour), true, true},
		{"another time, and one before the earlier version was seen", it.Article.URL, it.Article.Captured.Add(time.Second), it.Article.Captured.Add(-2 * hour), false, false},
		{"the very answers again, the earlier one read anew later", it.Article.URL, it.Article.Captured, it.Article.Captured, true, true},
		{"another address", it.Article.URL + "/moved", it.Article.Captured, it.Article.Captured, false, true},
	} {
		l.of[it.Article.ID] = leaf(c.url, c.present)
		l.versions = map[news.ArticleID]map[int]int64{it.Article.ID: {1: leaf(it.Article.URL, c.earlier)}}
		lib.put(it)
		if _, err := New(Options{Out: dir, URL: "https://example.org", Log: l, LogTexts: true}, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		for p, want := range map[string]bool{page.ProofPath(path): c.now, page.VersionProofPath(path, 1): c.then} {
			_, err := os.Stat(filepath.Join(dir, p))
			if got := err == nil; got != want {
				t.Errorf("%s: %s is there: %t", c.what, p, got)
			}
		}
	}
}
