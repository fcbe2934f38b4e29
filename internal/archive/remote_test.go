package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// store is a bucket and a register in memory. Its faults are what the next requests meet.
type store struct {
	files  map[string][]byte
	sent   map[string]Sent
	asked  []string           // requests to the bucket
	putErr func(string) error // what a Put of a name ends with before anything is kept
	get    func(name string, whole []byte) ([]byte, error)
	addErr error // what AddSent ends with
}

func newStore() *store { return &store{files: map[string][]byte{}, sent: map[string]Sent{}} }

func (s *store) String() string { return "s3://desk/a" }

func (s *store) Put(_ context.Context, name string, f io.ReaderAt, size int64, sum string) error {
	s.asked = append(s.asked, "put "+name)
	if s.putErr != nil {
		if err := s.putErr(name); err != nil {
			return err
		}
	}
	b, err := io.ReadAll(io.NewSectionReader(f, 0, size))
	if got := sha256.Sum256(b); hex.EncodeToString(got[:]) != sum {
		return errors.New("the sum is another")
	}
	s.files[name] = b
	return err
}

func (s *store) Get(_ context.Context, name string, w io.Writer) error {
	s.asked = append(s.asked, "get "+name)
	b, there := s.files[name]
	if !there {
		return fmt.Errorf("get %s: %w", name, fs.ErrNotExist)
	}
	var err error
	if s.get != nil {
		b, err = s.get(name, b)
	}
	_, e := w.Write(b)
	return errors.Join(err, e)
}

func (s *store) List(context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	for name, b := range s.files {
		out[name] = int64(len(b))
	}
	return out, nil
}

func (s *store) Sent(name string) (Sent, bool, error) { one, is := s.sent[name]; return one, is, nil }

func (s *store) AllSent() ([]Sent, error) {
	return slices.SortedFunc(maps.Values(s.sent), func(a, b Sent) int { return strings.Compare(a.Name, b.Name) }), nil
}

func (s *store) AddSent(one Sent) error {
	if s.addErr != nil {
		return s.addErr
	}
	if _, is := s.sent[one.Name]; !is {
		s.sent[one.Name] = one
	}
	return nil
}

func (s *store) ReplaceSent(one Sent) error {
	if s.addErr != nil {
		return s.addErr
	}
	if _, is := s.sent[one.Name]; is {
		s.sent[one.Name] = one
	}
	return nil
}

var errAway = &news.Ours{Err: errors.New("the store does not answer")}

// attached opens an archive of small files, each with some captures, that goes to a bucket.
func attached(t testing.TB, dir string, s *store, opts Options) *Dir {
	t.Helper()
	opts.MaxFile = 2000
	d := open(t, dir, opts)
	if d.desk == "" && !opts.ReadOnly {
		if err := d.SetDesk("abc"); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Attach(Remote{Bucket: s, Register: s, Cache: 1 << 20}); err != nil {
		t.Fatal(err)
	}
	return d
}

// kill ends a writer as a kill does: nothing is flushed or noted, and the lock is free.
func kill(d *Dir) { d.lock.Close() }

// written puts so many captures.
func written(t testing.TB, d *Dir, from, n int) (refs []news.Ref) {
	t.Helper()
	for i := range n {
		refs = append(refs, put(t, d, pier(from+i), news.Ref{}))
	}
	return refs
}

// readable fails for each capture that does not come back.
func readable(t testing.TB, d *Dir, refs []news.Ref) {
	t.Helper()
	for _, ref := range refs {
		if _, err := d.Get(ref); err != nil {
			t.Errorf("%s at %d: %v", ref.File, ref.Offset, err)
		}
	}
}

// asSent fails where the bucket has another file than is registered, or the folder one that is registered.
func asSent(t testing.TB, d *Dir, s *store) {
	t.Helper()
	for name, one := range s.sent {
		sum := sha256.Sum256(s.files[name])
		if hex.EncodeToString(sum[:]) != one.Sum || int64(len(s.files[name])) != one.Size {
			t.Errorf("the bucket has another %s than was registered", name)
		}
		if _, err := os.Stat(filepath.Join(d.path, name)); err == nil {
			t.Errorf("%s is registered and still in the folder", name)
		}
	}
}

func uncached(t testing.TB, d *Dir) {
	t.Helper()
	if err := os.RemoveAll(d.remote.cache); err != nil {
		t.Fatal(err)
	}
}

// TestSend: files go to the bucket when nothing is appended to them any more, and all captures are read wherever they are.
func TestSend(t *testing.T) {
	s := newStore()
	d := attached(t, t.TempDir(), s, Options{})
	refs := written(t, d, 0, 12)
	n, err := d.Send(t.Context())
	if err != nil || n < 2 || n != len(s.sent) {
		t.Fatalf("%d files sent, %d registered, %v", n, len(s.sent), err)
	}
	if _, is := s.sent[d.Last()]; is {
		t.Error("the file was sent that is being written")
	}
	asSent(t, d, s)
	if asked := len(s.asked); asked != 1+1+n { // whose the bucket is, its marker, the files
		t.Errorf("asked %d times: %q", asked, s.asked)
	}
	readable(t, d, refs)
	if d.Cached() == 0 {
		t.Error("nothing is in the cache")
	}
	asked := len(s.asked)
	uncached(t, d)
	readable(t, d, refs)
	if got := len(s.asked) - asked; got != n {
		t.Errorf("%d files were asked for, of %d: %q", got, n, s.asked[asked:])
	}
	sizes, err := d.Sizes()
	if err != nil || len(sizes) != n+1 {
		t.Errorf("sizes %v, %v", sizes, err)
	}
	if err := d.Next(); err != nil {
		t.Fatal(err)
	}
	if n, err := d.Send(t.Context()); n != 1 || err != nil {
		t.Errorf("of the last file: %d sent, %v", n, err)
	}
	if names, bytes, _, err := d.Waiting(); len(names) != 0 || bytes != 0 || err != nil {
		t.Errorf("still here alone: %v, %v", names, err)
	}
	walked := 0
	uncached(t, d)
	if err := d.Walk(func(news.Ref, news.Capture) error { walked++; return nil }); err != nil || walked != len(refs) {
		t.Errorf("%d captures walked of %d, %v", walked, len(refs), err)
	}
}

// TestKilledBetweenSteps: a process that is killed at any step of sending loses nothing and tears nothing, and the next one goes on.
func TestKilledBetweenSteps(t *testing.T) {
	for _, c := range []struct {
		step  string
		fault func(*store)
		moved bool // the local file was moved before the kill
	}{
		{"before the file is in the bucket", func(s *store) { s.putErr = func(string) error { return errAway } }, false},
		{"before it is registered", func(s *store) { s.addErr = errAway }, false},
		{"before the file here is moved", func(*store) {}, false},
		{"after it was moved", func(*store) {}, true},
	} {
		t.Run(c.step, func(t *testing.T) {
			s, dir := newStore(), t.TempDir()
			d := attached(t, dir, s, Options{})
			refs := written(t, d, 0, 2)
			file := d.Last()
			if err := d.Next(); err != nil {
				t.Fatal(err)
			}
			c.fault(s)
			_, err := d.Send(t.Context())
			if (s.putErr != nil || s.addErr != nil) != (err != nil) {
				t.Fatalf("send: %v", err)
			}
			if err == nil && !c.moved {
				if err := os.Rename(filepath.Join(d.remote.cache, file), filepath.Join(dir, file)); err != nil {
					t.Fatal(err)
				}
			}
			kill(d)
			s.putErr, s.addErr = nil, nil
			again := attached(t, dir, s, Options{})
			registered := s.sent[file].Name == file
			more := written(t, again, 2, 1)
			if appended := more[0].File == file; appended == registered {
				t.Errorf("%s is registered: %v; the next capture is in %s", file, registered, more[0].File)
			}
			refs = append(refs, more...)
			if err := again.Next(); err != nil {
				t.Fatal(err)
			}
			if _, err := again.Send(t.Context()); err != nil {
				t.Fatal(err)
			}
			asSent(t, again, s)
			uncached(t, again)
			readable(t, again, refs)
			for _, ref := range refs {
				if _, is := s.sent[ref.File]; !is {
					t.Errorf("%s was not sent", ref.File)
				}
			}
		})
	}
}

// TestDestroyInTheBucket: what is destroyed of a file that was sent is in no place any more, whatever step was the last before a kill, once the call
// is repeated; what else is in the file can be read.
func TestDestroyInTheBucket(t *testing.T) {
	for _, c := range []struct {
		step   string
		cached bool
		fault  func(*store)
	}{
		{"at once", true, nil},
		{"brought back from the bucket", false, nil},
		{"the bucket is away", true, func(s *store) { s.putErr = func(string) error { return errAway } }},
		{"killed before it is registered", false, func(s *store) { s.addErr = errAway }},
	} {
		t.Run(c.step, func(t *testing.T) {
			s, dir := newStore(), t.TempDir()
			d := attached(t, dir, s, Options{})
			refs := written(t, d, 0, 3)
			file := refs[1].File
			if err := d.Next(); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Send(t.Context()); err != nil {
				t.Fatal(err)
			}
			if !c.cached {
				uncached(t, d)
			}
			if c.fault != nil {
				c.fault(s)
				if err := d.Destroy(t.Context(), file, refs[1:2], noon); !errors.Is(err, news.ErrOurs) {
					t.Fatalf("with a fault: %v", err)
				}
				kill(d)
				s.putErr, s.addErr = nil, nil
				d = attached(t, dir, s, Options{})
				if _, err := d.Send(t.Context()); err == nil {
					t.Error("a file that was changed was taken for the one that was sent")
				}
			}
			if err := d.Destroy(t.Context(), file, refs[1:2], noon); err != nil {
				t.Fatal(err)
			}
			asSent(t, d, s)
			for k := range 2 {
				if k == 1 {
					uncached(t, d)
				}
				readable(t, d, []news.Ref{refs[0], refs[2]})
				if c, err := d.Get(refs[1]); err == nil {
					t.Errorf("it is still there: %q", c.Body)
				}
			}
		})
	}
}

// TestNumbersGoOn: names of files go on where they ended, though none of the files is here any more.
func TestNumbersGoOn(t *testing.T) {
	s, dir := newStore(), t.TempDir()
	for i := range 3 {
		d := attached(t, dir, s, Options{})
		ref := written(t, d, i, 1)[0]
		if n, _ := number(ref.File); n != i+1 {
			t.Errorf("file %d is %s", i+1, ref.File)
		}
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Send(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.Close()
	}
}

// TestBucketAway: a store that cannot be had keeps nobody from writing, and what it has is not lost.
func TestBucketAway(t *testing.T) {
	now := noon
	s := newStore()
	d := attached(t, t.TempDir(), s, Options{Now: func() time.Time { return now }})
	refs := written(t, d, 0, 2)
	if err := d.Next(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	uncached(t, d)
	s.get = func(string, []byte) ([]byte, error) { return nil, errAway }
	s.putErr = func(string) error { return errAway }
	s.asked = nil
	for range 5 {
		if _, err := d.Get(refs[0]); !errors.Is(err, news.ErrOurs) || errors.Is(err, news.ErrLost) || !strings.Contains(fmt.Sprint(err), refs[0].File) {
			t.Errorf("reading while the store is away: %v", err)
		}
	}
	if len(s.asked) != 1 {
		t.Errorf("five readers have asked %d times: %q", len(s.asked), s.asked)
	}
	repeat := put(t, d, pier(0), refs[0]) // its body is in the bucket
	refs = append(refs, repeat)
	refs = append(refs, written(t, d, 2, 8)...)
	s.asked = nil
	if n, err := d.Send(t.Context()); n != 0 || !errors.Is(err, news.ErrOurs) || len(s.asked) != 1 {
		t.Errorf("%d sent to a store that is away, %v, asked %q", n, err, s.asked)
	}
	if names, _, since, err := d.Waiting(); len(names) < 2 || err != nil || !since.Equal(noon.Truncate(time.Second)) {
		t.Errorf("waiting: %v since %v, %v", names, since, err)
	}
	s.get, s.putErr = nil, nil
	now = now.Add(restFor)
	readable(t, d, refs)
	if _, err := d.Send(t.Context()); err != nil {
		t.Error(err)
	}
	asSent(t, d, s)
}

// TestDamageOnTheWay: what comes short or changed is asked for again, a few times; damage in the bucket itself is a loss.
func TestDamageOnTheWay(t *testing.T) {
	s := newStore()
	d := attached(t, t.TempDir(), s, Options{})
	refs := written(t, d, 0, 2)
	if err := errors.Join(d.Next(), func() error { _, err := d.Send(t.Context()); return err }()); err != nil {
		t.Fatal(err)
	}
	short := func(b []byte) ([]byte, error) {
		return b[:len(b)/2], &news.Ours{Err: fmt.Errorf("get: %w", io.ErrUnexpectedEOF)}
	}
	changed := func(b []byte) ([]byte, error) {
		b = bytes.Clone(b)
		b[len(b)/2] ^= 1
		return b, nil
	}
	for _, c := range []struct {
		name  string
		fault func([]byte) ([]byte, error)
		times int
		lost  bool
		ours  bool
	}{
		{"short once", short, 1, false, false},
		{"changed twice", changed, 2, false, false},
		{"always short", short, 99, false, true},
		{"always changed", changed, 99, true, false},
	} {
		uncached(t, d)
		d.remote.rest = time.Time{}
		s.asked = nil
		s.get = func(_ string, b []byte) ([]byte, error) {
			if c.times--; c.times >= 0 {
				return c.fault(b)
			}
			return b, nil
		}
		_, err := d.Get(refs[1])
		if errors.Is(err, news.ErrLost) != c.lost || errors.Is(err, news.ErrOurs) != c.ours || (err != nil) != (c.lost || c.ours) {
			t.Errorf("%s: %v", c.name, err)
		}
		if len(s.asked) > getTries {
			t.Errorf("%s: asked %d times", c.name, len(s.asked))
		}
		left, _ := os.ReadDir(d.remote.cache)
		for _, e := range left {
			if err != nil || strings.HasPrefix(e.Name(), partName) {
				t.Errorf("%s: %s is left in the cache", c.name, e.Name())
			}
		}
	}
}

// TestAnotherBucket: a bucket that is not that of the desk has lost nothing of it, and gets nothing.
func TestAnotherBucket(t *testing.T) {
	s := newStore()
	d := attached(t, t.TempDir(), s, Options{})
	refs := written(t, d, 0, 8)
	if _, err := d.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	uncached(t, d)
	sent := maps.Clone(s.files)
	for what, marker := range map[string]string{"emptied": "", "of another desk": "waidian-archive 1\ndesk xyz\n", "of a newer program": "waidian-archive 9\n"} {
		clear(s.files)
		if marker != "" {
			s.files[markerName] = []byte(marker)
		}
		d.remote.ours, d.remote.rest = false, time.Time{}
		if _, err := d.Get(refs[0]); !errors.Is(err, news.ErrOurs) || errors.Is(err, news.ErrLost) {
			t.Errorf("%s: %v", what, err)
		}
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		written(t, d, 9, 1)
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		if n, err := d.Send(t.Context()); n != 0 || err == nil || len(s.files) > 1 {
			t.Errorf("%s: %d files sent there, %v", what, n, err)
		}
	}
	// Its own, of which one file is gone: that one is lost.
	maps.Copy(s.files, sent)
	delete(s.files, refs[0].File)
	d.remote.ours, d.remote.rest = false, time.Time{}
	if _, err := d.Get(refs[0]); !errors.Is(err, news.ErrLost) {
		t.Errorf("a file that is gone: %v", err)
	}
	unknown, missing, err := d.Strays(t.Context())
	if len(unknown) != 0 || !slices.Equal(missing, []string{refs[0].File}) || err != nil {
		t.Errorf("strays %v, missing %v, %v", unknown, missing, err)
	}
	s.files["waidian-00099-20260304120000.warc.gz"] = []byte("half")
	if unknown, _, _ := d.Strays(t.Context()); len(unknown) != 1 {
		t.Errorf("strays %v", unknown)
	}
}

// TestCacheIsBounded: files that were read longest ago go first, and what is coming for long.
func TestCacheIsBounded(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, size int, age time.Duration) {
		path, at := filepath.Join(dir, name), time.Now().Add(-age)
		if err := errors.Join(os.WriteFile(path, make([]byte, size), 0o644), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	file("a", 100, time.Hour)
	file("b", 100, 2*time.Hour)
	file("c", 100, 3*time.Hour)
	file(partName+"old", 100, 25*time.Hour)
	file(partName+"new", 100, time.Minute)
	trim(dir, 200, "c")
	var names []string
	left, _ := os.ReadDir(dir)
	for _, e := range left {
		names = append(names, e.Name())
	}
	if want := []string{"a", "c", partName + "new"}; !slices.Equal(names, want) {
		t.Errorf("left: %v, want %v", names, want)
	}
	if f, err := (kept{dir}).open("a"); err != nil {
		t.Error(err)
	} else {
		f.Close()
	}
	if info, err := os.Stat(filepath.Join(dir, "a")); err != nil || time.Since(info.ModTime()) > touched {
		t.Errorf("that it was read is not noted: %v, %v", info.ModTime(), err)
	}
}

// TestFilesOfWritersThatHaveEnded: who is still there sends them, when what a kill has torn was cut off; those of writers at work are left.
func TestFilesOfWritersThatHaveEnded(t *testing.T) {
	s, dir := newStore(), t.TempDir()
	first := attached(t, dir, s, Options{Shared: true, Mark: "first"})
	second := attached(t, dir, s, Options{Shared: true, Mark: "second"})
	third := attached(t, dir, s, Options{Shared: true, Mark: "third"})
	refs := slices.Concat(written(t, second, 0, 2), written(t, third, 2, 2))
	torn := filepath.Join(dir, second.Last())
	f, err := os.OpenFile(torn, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("\x1f\x8b\x08half a record"))
	f.Close()
	kill(second)
	if n, err := first.Send(t.Context()); n != 1 || err != nil {
		t.Errorf("%d sent, %v", n, err)
	}
	asSent(t, first, s)
	if _, is := s.sent[third.Last()]; is {
		t.Error("the file of a writer at work was sent")
	}
	if gone, err := first.Gone(); err != nil || !slices.Contains(gone, "second") {
		t.Errorf("gone: %v, %v", gone, err)
	}
	uncached(t, first)
	readable(t, first, refs)
	damage := 0
	reader := attached(t, dir, s, Options{ReadOnly: true})
	if err := reader.Walk(func(news.Ref, news.Capture) error { damage++; return nil }); err != nil || damage != 4 {
		t.Errorf("%d captures, %v", damage, err)
	}
	// Its number is free for the next one, which goes on behind what was sent.
	fourth := attached(t, dir, s, Options{Shared: true, Mark: "fourth"})
	if fourth.Writer() != 2 || fourth.Last() != "" {
		t.Errorf("writer %d goes on with %q", fourth.Writer(), fourth.Last())
	}
	if n, _ := number(written(t, fourth, 9, 1)[0].File); n != 2 {
		t.Errorf("its first file has number %d", n)
	}
}

// TestRecall: what was sent comes back as it was.
func TestRecall(t *testing.T) {
	s := newStore()
	d := attached(t, t.TempDir(), s, Options{})
	refs := written(t, d, 0, 8)
	if err := errors.Join(d.Next(), func() error { _, err := d.Send(t.Context()); return err }()); err != nil {
		t.Fatal(err)
	}
	uncached(t, d)
	list, _ := s.AllSent()
	for round, want := range []bool{true, false} { // the second time there is nothing to do
		for _, one := range list {
			if done, err := d.Recall(one); done != want || err != nil {
				t.Errorf("round %d, %s: %v, %v", round, one.Name, done, err)
			}
		}
	}
	other := list[0]
	other.Sum = strings.Repeat("0", 64)
	if _, err := d.Recall(other); err == nil {
		t.Error("another file of that name was taken for it")
	}
	clear(s.sent)
	clear(s.files)
	readable(t, d, refs)
}

// TestRipe: a file is ended when it was begun before a time.
func TestRipe(t *testing.T) {
	d := attached(t, t.TempDir(), newStore(), Options{})
	if err := d.Ripe(noon.Add(time.Hour)); err != nil || d.Last() != "" {
		t.Errorf("nothing was written: %q, %v", d.Last(), err)
	}
	written(t, d, 0, 1)
	if err := d.Ripe(noon.Add(-time.Second)); err != nil || d.Last() == "" {
		t.Errorf("too young: %q, %v", d.Last(), err)
	}
	if err := d.Ripe(noon.Add(time.Second)); err != nil || d.Last() != "" {
		t.Errorf("old enough: %q, %v", d.Last(), err)
	}
}

// TestNoBucket: what was sent is not lost where no bucket is configured any more.
func TestNoBucket(t *testing.T) {
	s, dir := newStore(), t.TempDir()
	d := attached(t, dir, s, Options{})
	refs := written(t, d, 0, 1)
	if err := errors.Join(d.Next(), func() error { _, err := d.Send(t.Context()); return err }(), d.Close()); err != nil {
		t.Fatal(err)
	}
	uncached(t, d)
	again := open(t, dir, Options{})
	why := errors.New("none is configured")
	if err := again.Attach(Remote{Register: s, Why: why}); err != nil {
		t.Fatal(err)
	}
	if _, err := again.Get(refs[0]); !errors.Is(err, news.ErrOurs) || !errors.Is(err, why) || errors.Is(err, news.ErrLost) {
		t.Error(err)
	}
	if sizes, err := again.Sizes(); sizes[refs[0].File] != s.sent[refs[0].File].Size || err != nil {
		t.Errorf("sizes %v, %v", sizes, err)
	}
}
