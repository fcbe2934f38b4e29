package archive

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

const page = "<!doctype html><title>Ferry back in service</title><p>The ferry sailed again on Monday, a week late.\n"

var noon = time.Date(2026, 3, 4, 12, 0, 0, 123456789, time.UTC)

func gzipped(body string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(body))
	w.Close()
	return b.Bytes()
}

// answer is a capture as fetch makes them.
func answer(path, body string) news.Capture {
	return news.Capture{
		URL: "https://courier.example" + path, Final: "https://courier.example" + path,
		Status: 200, Proto: "HTTP/1.1",
		Header:  map[string][]string{"Content-Type": {"text/html; charset=utf-8"}, "Etag": {`"1"`}},
		Request: map[string][]string{"Host": {"courier.example"}, "User-Agent": {"Waidian/0.1 (+mailto:ann@desk.example)"}},
		Raw:     []byte(body), Body: []byte(body), Remote: "192.0.2.7", At: noon, Took: 350 * time.Millisecond,
	}
}

func open(t testing.TB, dir string, opts Options) *Dir {
	t.Helper()
	if opts.Now == nil {
		opts.Now = func() time.Time { return noon }
	}
	d, err := Open(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func put(t testing.TB, d *Dir, c news.Capture, prior news.Ref) news.Ref {
	t.Helper()
	ref, err := d.Put(c, prior)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func TestWhatIsPutComesBack(t *testing.T) {
	moved := answer("/old", page)
	moved.Final, moved.Permanent = "https://courier.example/new", "https://courier.example/newer"
	coded := answer("/coded", page)
	coded.Header["Content-Encoding"] = []string{"gzip"}
	coded.Raw = gzipped(page)
	two := answer("/2", page)
	two.Proto = "HTTP/2.0"
	cut := answer("/cut", page)
	cut.Truncated, cut.Cut = true, news.CutLength
	cutCoded := coded
	cutCoded.Truncated, cutCoded.Body = true, coded.Body[:20]
	gone := answer("/gone", "")
	gone.Status, gone.Raw, gone.Body = 404, []byte{}, []byte{}
	bare := answer("/bare?q=1&r=中", page)
	bare.Raw, bare.Request = nil, nil
	odd := answer("/odd", "\r\n\r\n\x00\xff")
	odd.Header["X-Odd"] = []string{"a: b", "", "ü"}
	d := open(t, t.TempDir(), Options{})
	for _, c := range []news.Capture{answer("/", page), moved, coded, two, cut, cutCoded, gone, bare, odd} {
		ref := put(t, d, c, news.Ref{})
		got, err := d.Get(ref)
		if err != nil {
			t.Errorf("%s: %v", c.URL, err)
			continue
		}
		want := c
		want.Request = nil // stays in the file
		if want.Raw == nil {
			want.Raw = want.Body
		}
		if c.URL == odd.URL { // an empty value says nothing
			want.Header = map[string][]string{"Content-Type": c.Header["Content-Type"], "Etag": c.Header["Etag"], "X-Odd": {"a: b", "ü"}}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.URL, got, want)
		}
		if ref.URL != c.URL || ref.Status != c.Status || !ref.At.Equal(c.At) || ref.Hash != hashOf(c.Body) || ref.Length <= 0 {
			t.Errorf("reference %+v", ref)
		}
	}
}

// What identifies a visitor stays out of the archive, in both directions; why an answer is not whole is said.
func TestSecretsStayOutOfTheArchive(t *testing.T) {
	c := answer("/", page)
	c.Truncated, c.Cut = true, news.CutDisconnect
	for _, name := range []string{"Set-Cookie", "Set-Cookie2", "Authentication-Info"} {
		c.Header[name] = []string{"session=SECRET; HttpOnly", "other=SECRET"}
	}
	c.Header["X-Kept"] = []string{"kept answer"}
	c.Request = map[string][]string{"X-Kept": {"kept request"}}
	for _, name := range []string{"Cookie", "Authorization", "Proxy-Authorization"} {
		c.Request[name] = []string{"SECRET"}
	}
	dir := t.TempDir()
	d := open(t, dir, Options{})
	ref := put(t, d, c, news.Ref{})
	if got, err := d.Get(ref); err != nil || got.Header["Set-Cookie"] != nil || got.Cut != news.CutDisconnect {
		t.Errorf("%+v, %v", got, err)
	}
	if c.Header["Set-Cookie"] == nil {
		t.Error("the capture itself was changed")
	}
	d.Close()
	f, err := os.Open(filepath.Join(dir, ref.File))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	text := string(all)
	if strings.Contains(text, "SECRET") || !strings.Contains(text, "kept answer") || !strings.Contains(text, "kept request") || !strings.Contains(text, "WARC-Truncated: disconnect\r\n") {
		t.Errorf("the file says\n%s", text)
	}
}

func TestUnchangedBodyIsKeptOnce(t *testing.T) {
	d := open(t, t.TempDir(), Options{MaxFile: 2000}) // every few records a new file
	long := page + strings.Repeat(fmt.Sprint(noon.UnixNano()), 3)
	first := put(t, d, answer("/1", long), news.Ref{})
	prior := first
	for day := range 12 {
		c := answer("/1", long)
		c.At = noon.AddDate(0, 0, day+1)
		c.Header["Etag"] = []string{fmt.Sprint(day)}
		ref := put(t, d, c, prior)
		got, err := d.Get(ref)
		if err != nil {
			t.Fatal(err)
		}
		if string(got.Body) != long || !got.At.Equal(c.At) || got.Get("Etag") != fmt.Sprint(day) {
			t.Errorf("day %d: %+v", day, got)
		}
		if ref.Hash != first.Hash || ref.Digest != first.Digest || ref.Offset == first.Offset && ref.File == first.File {
			t.Errorf("day %d: %+v", day, ref)
		}
		prior = ref
	}
	names, err := d.files()
	if err != nil || len(names) < 3 {
		t.Fatalf("files %v, error %v", names, err)
	}
	if n := strings.Count(all(t, d), "WARC-Type: response"); n != 1 {
		t.Errorf("%d responses, want 1", n)
	}
	changed := put(t, d, answer("/1", page), prior)
	if changed.Digest == first.Digest || strings.Count(all(t, d), "WARC-Type: response") != 2 {
		t.Errorf("a changed body: %+v", changed)
	}
	os.Remove(filepath.Join(d.path, first.File))
	again := put(t, d, answer("/1", long), first)
	if got, err := d.Get(again); err != nil || string(got.Body) != long {
		t.Errorf("after the first file was moved away: %v", err)
	}
	if _, err := d.Get(first); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading what was moved away: %v", err)
	}
}

func TestNotModifiedIsARevisit(t *testing.T) {
	d := open(t, t.TempDir(), Options{})
	prior := put(t, d, answer("/1", page), news.Ref{})
	again := put(t, d, answer("/1", page), prior)
	before := all(t, d)
	c := answer("/1", "")
	c.Status, c.Raw, c.Body, c.At = 304, nil, nil, noon.AddDate(0, 0, 2)
	away := prior
	away.File = "waidian-00009-20260304120000.warc.gz"
	for name, p := range map[string]news.Ref{"a response": prior, "a revisit": again, "a record that was moved away": away, "nothing that is kept": {}} {
		ref := put(t, d, c, p)
		if got, err := d.Get(ref); err != nil || got.Status != 304 || len(got.Body) != 0 || !got.At.Equal(c.At) || got.Final != c.Final {
			t.Errorf("after %s: %+v, %v", name, got, err)
		}
		text := strings.TrimPrefix(all(t, d), before)
		before += text
		for field, want := range map[string]bool{
			"WARC-Type: revisit\r\n": true, "HTTP/1.1 304 Not Modified\r\n": true, "WARC-Type: request\r\n": true,
			"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n": true,
			"WARC-Payload-Digest": false, "WARC-Type: response": false,
			"WARC-Refers-To-Target-URI: https://courier.example/1\r\n":          p.File != "",
			"WARC-Refers-To-Date: 2026-03-04T12:00:00.123456789Z\r\n":           p.File != "",
			"WARC-Refers-To-Filename: waidian-00001-20260304120000.warc.gz\r\n": p.File != "" && p != away,
			"WARC-Refers-To-File-Offset: " + fmt.Sprint(prior.Offset) + "\r\n":  p.File != "" && p != away,
		} {
			if strings.Contains(text, field) != want {
				t.Errorf("after %s: %q in it: %v\n%s", name, field, !want, text)
			}
		}
	}
	if n := strings.Count(before, "WARC-Type: response"); n != 1 {
		t.Errorf("%d bodies", n)
	}
	raw, err := os.Open(filepath.Join(d.path, prior.File))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	pages := 0
	if _, err := Read(raw, d.size, Wanted{Page: func(news.Capture) error { pages++; return nil }}); err != nil || pages != 1 {
		t.Errorf("%d pages in it, %v", pages, err)
	}
}

// What led to a page, and what the page calls itself, is in a record beside it.
func TestWhatIsKnownOfAPage(t *testing.T) {
	d := open(t, t.TempDir(), Options{})
	hop := answer("/amp", "")
	hop.Status, hop.Header = 301, map[string][]string{"Location": {"/1"}}
	moved, plain, own := answer("/1", page), answer("/2", page), answer("/3", page)
	moved.Via, moved.Canonical = []news.Capture{hop}, "https://courier.example/full"
	own.Canonical = own.Final
	put(t, d, hop, news.Ref{})
	ref := put(t, d, moved, news.Ref{})
	put(t, d, plain, news.Ref{})
	put(t, d, own, news.Ref{})
	text := all(t, d)
	if n := strings.Count(text, "WARC-Type: metadata\r\n"); n != 1 {
		t.Errorf("%d records of what is known in\n%s", n, text)
	}
	if !strings.Contains(text, "\r\n\r\nvia: https://courier.example/amp\r\ncanonical: https://courier.example/full\r\n\r\n") {
		t.Errorf("in\n%s", text)
	}
	if !strings.Contains(text, "HTTP/1.1 301 Moved Permanently\r\nLocation: /1\r\n") {
		t.Errorf("no redirect in\n%s", text)
	}
	if got, err := d.Get(ref); err != nil || got.Via != nil || string(got.Body) != page {
		t.Errorf("%+v, %v", got, err)
	}
}

// all is the text of all records.
func all(t *testing.T, d *Dir) string {
	t.Helper()
	var out strings.Builder
	names, err := d.files()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(filepath.Join(d.path, name))
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, z); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestNothingTellsWhoRunsTheDesk(t *testing.T) {
	d := open(t, t.TempDir(), Options{Software: "Waidian/0.1"})
	c := answer("/1", page)
	c.Request["Authorization"] = []string{"Basic c2VjcmV0"}
	put(t, d, c, news.Ref{})
	text := all(t, d)
	host, _ := os.Hostname()
	for _, secret := range []string{"ann@desk.example", "c2VjcmV0", host} {
		if secret != "" && strings.Contains(text, secret) {
			t.Errorf("%q is in the archive", secret)
		}
	}
	for _, want := range []string{
		"WARC/1.1\r\nWARC-Type: warcinfo\r\n", "software: Waidian/0.1\r\n",
		"GET /1 HTTP/1.1\r\nHost: courier.example\r\nUser-Agent: Waidian/0.1\r\n\r\n",
		"WARC-Date: 2026-03-04T12:00:00.123456789Z\r\n", "WARC-IP-Address: 192.0.2.7\r\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

func TestTornTailIsCut(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, Options{})
	var refs []news.Ref
	for i := range 3 {
		refs = append(refs, put(t, d, answer(fmt.Sprint("/", i), page), news.Ref{}))
	}
	name, size := d.name, d.size
	whole, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for n := size; n >= 0; n -= 37 { // a crash after any number of bytes
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), whole[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		d := open(t, dir, Options{})
		if d.Cut.Bytes != n-d.size || d.Cut.Bytes > 0 && (d.Cut.File != name || d.Cut.At != d.size) {
			t.Fatalf("%d bytes left: cut %+v, size %d", n, d.Cut, d.size)
		}
		for i, ref := range refs {
			_, err := d.Get(ref)
			if kept := ref.Offset+ref.Length <= n; kept != (err == nil) {
				t.Fatalf("%d bytes left: record %d kept %v, error %v", n, i, kept, err)
			}
		}
		ref := put(t, d, answer("/new", page), news.Ref{})
		if _, err := d.Get(ref); err != nil {
			t.Fatal(err)
		}
		count := 0
		if err := d.Walk(func(news.Ref, news.Capture) error { count++; return nil }); err != nil || count == 0 {
			t.Fatalf("%d bytes left: %d captures, error %v", n, count, err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACompressedPageInATornRecordIsNoRecord(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, Options{})
	put(t, d, answer("/1", page), news.Ref{})
	size := d.size
	c := answer("/2", page)
	c.Header["Content-Encoding"], c.Raw = []string{"gzip"}, gzipped(page)
	ref := put(t, d, c, news.Ref{})
	name := filepath.Join(dir, d.name)
	d.Close()
	os.Remove(filepath.Join(dir, "lock"))
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	torn := append(raw[:ref.Offset:ref.Offset], raw[ref.Offset:ref.Offset+100]...)
	torn = append(torn, c.Raw...) // as it lies there when it cannot be compressed further
	if err := os.WriteFile(name, torn, 0o644); err != nil {
		t.Fatal(err)
	}
	if d = open(t, dir, Options{}); d.size != size || d.Cut.Bytes != 100+int64(len(c.Raw)) {
		t.Errorf("size %d, want %d; cut %+v", d.size, size, d.Cut)
	}
}

func TestTailAfterTheMark(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, Options{})
	put(t, d, answer("/1", page), news.Ref{})
	if err := d.Close(); err != nil { // marks
		t.Fatal(err)
	}
	d = open(t, dir, Options{})
	if d.marked != d.size || d.size == 0 {
		t.Errorf("marked %d of %d", d.marked, d.size)
	}
	ref := put(t, d, answer("/2", page), news.Ref{})
	name := filepath.Join(dir, d.name)
	d.lock.Close() // killed
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.Write(gzipped(page)[:15])
	f.Close()
	d = open(t, dir, Options{})
	if d.Cut.Bytes != 15 {
		t.Errorf("cut %+v", d.Cut)
	}
	if _, err := d.Get(ref); err != nil {
		t.Error(err)
	}
	d.Close()
	if err := os.Truncate(name, 100); err != nil { // the disk forgot what was marked
		t.Fatal(err)
	}
	if d = open(t, dir, Options{}); d.Cut.Bytes != 100 {
		t.Errorf("cut %+v", d.Cut)
	}
}

func TestDamageIsNotTakenForATornTail(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, Options{})
	a, b := put(t, d, answer("/a", page), news.Ref{}), put(t, d, answer("/b", page), news.Ref{})
	d.Close()
	os.Remove(filepath.Join(dir, "lock")) // and with it the mark
	raw, err := os.ReadFile(filepath.Join(dir, a.File))
	if err != nil {
		t.Fatal(err)
	}
	raw[a.Offset+a.Length/2] ^= 0x55
	if err := os.WriteFile(filepath.Join(dir, a.File), raw, 0o644); err != nil {
		t.Fatal(err)
	}
	d = open(t, dir, Options{})
	if want := (Cut{File: a.File, At: a.Offset}); d.Cut != want {
		t.Errorf("cut %+v, want %+v", d.Cut, want)
	}
	c := put(t, d, answer("/c", page), news.Ref{})
	for _, ref := range []news.Ref{b, c} {
		if _, err := d.Get(ref); err != nil {
			t.Error(err)
		}
	}
	if c.File == a.File {
		t.Error("the damaged file is written on")
	}
	var seen []string
	err = d.Walk(func(ref news.Ref, c news.Capture) error {
		seen = append(seen, c.URL[len("https://courier.example"):])
		_, err := d.Get(ref)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%s at %d: ", a.File, a.Offset)) || fmt.Sprint(seen) != "[/b /c]" {
		t.Errorf("walked %v, error %v", seen, err)
	}
}

func TestOneWriter(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, Options{})
	_, err := Open(dir, Options{})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("another waidian writes it (process %d)", os.Getpid())) {
		t.Errorf("error %v", err)
	}
	ref := put(t, d, answer("/1", page), news.Ref{})
	reader := open(t, dir, Options{ReadOnly: true})
	if _, err := reader.Get(ref); err != nil {
		t.Error(err)
	}
	if _, err := reader.Put(answer("/2", page), news.Ref{}); err == nil {
		t.Error("a reader may put")
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if _, err := d.Put(answer("/2", page), news.Ref{}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("put after close: %v", err)
	}
	open(t, dir, Options{})
}

func TestManyWriteAtOnce(t *testing.T) {
	d := open(t, t.TempDir(), Options{MaxFile: 20000})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			var prior news.Ref
			for j := range 20 {
				ref, err := d.Put(answer(fmt.Sprintf("/%d/%d", i, j), fmt.Sprint(page, i, j/3)), prior)
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := d.Get(ref); err != nil || got.URL != ref.URL {
					t.Errorf("%s: %v", ref.URL, err)
				}
				prior = ref
			}
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	err := d.Walk(func(ref news.Ref, c news.Capture) error {
		seen[c.URL] = true
		if got, err := d.Get(ref); err != nil || string(got.Body) != string(c.Body) {
			return fmt.Errorf("%s: %w", c.URL, err)
		}
		return nil
	})
	if err != nil || len(seen) != 160 {
		t.Errorf("%d captures, error %v", len(seen), err)
	}
}

func TestWalk(t *testing.T) {
	d := open(t, t.TempDir(), Options{MaxFile: 3000})
	var want []news.Ref
	var prior news.Ref
	for i := range 9 {
		ref := put(t, d, answer(fmt.Sprint("/", i), fmt.Sprint(page, i/2)), prior)
		want, prior = append(want, ref), ref
	}
	var got []news.Ref
	err := d.Walk(func(ref news.Ref, c news.Capture) error {
		got = append(got, ref)
		return nil
	})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("error %v\n got %+v\nwant %+v", err, got, want)
	}
	enough := errors.New("enough")
	n := 0
	if err := d.Walk(func(news.Ref, news.Capture) error { n++; return enough }); err != enough || n != 1 {
		t.Errorf("after %d: %v", n, err)
	}
}

func TestDamage(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, Options{MaxFile: 1}) // a file each
	a, b := put(t, d, answer("/a", page), news.Ref{}), put(t, d, answer("/b", page), news.Ref{})
	raw, err := os.ReadFile(filepath.Join(dir, a.File))
	if err != nil {
		t.Fatal(err)
	}
	raw[a.Offset+a.Length/2] ^= 0x55
	if err := os.WriteFile(filepath.Join(dir, a.File), raw, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Get(a); err == nil {
		t.Error("damage goes unnoticed")
	}
	wrong := b
	wrong.Hash = a.Hash[:60] + "0000"
	if _, err := d.Get(wrong); !errors.Is(err, ErrDamaged) {
		t.Errorf("another body: %v", err)
	}
	var seen []string
	err = d.Walk(func(_ news.Ref, c news.Capture) error { seen = append(seen, c.URL); return nil })
	if err == nil || len(seen) != 1 || seen[0] != b.URL {
		t.Errorf("walked %v, error %v", seen, err)
	}
	for _, ref := range []news.Ref{{File: "../lock"}, {File: "lock"}, {File: ""}, {File: b.File, Offset: -1}, {File: b.File, Offset: 1 << 40}} {
		if _, err := d.Get(ref); err == nil {
			t.Errorf("%+v can be read", ref)
		}
	}
}

func BenchmarkPut(b *testing.B) {
	var body bytes.Buffer
	for i := 0; body.Len() < 60_000; i++ {
		fmt.Fprintf(&body, "<p class=%q>Report %d: the %s was closed at %d, and by %d the river had taken it.</p>\n", "text", i*7919, page[i%40:60], i%24, i%13)
	}
	plain := answer("/1", body.String())
	coded := plain
	coded.Header = map[string][]string{"Content-Encoding": {"gzip"}}
	coded.Raw = gzipped(body.String())
	for name, c := range map[string]news.Capture{"plain": plain, "coded": coded} {
		b.Run(name, func(b *testing.B) {
			d := open(b, b.TempDir(), Options{})
			b.ReportAllocs()
			for b.Loop() {
				put(b, d, c, news.Ref{})
			}
		})
	}
}

// A mark is a hint: the file of that name may be another by now. Whole records are never cut off for it.
func TestAMarkOfAnotherFileCutsNothing(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, Options{})
	var refs []news.Ref
	for i := range 6 {
		refs = append(refs, put(t, d, answer(fmt.Sprint("/", i), page), news.Ref{}))
	}
	name, size := d.name, d.size
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, at := range []int64{-5, 1, refs[1].Offset - 1, refs[1].Offset + 9, refs[2].Offset, refs[4].Offset + refs[4].Length/2,
		refs[5].Offset + 5, size - 3, size, size + 70} {
		note := fmt.Sprintf("pid 1\nwhole %d %s\n", at, name)
		if err := os.WriteFile(filepath.Join(dir, "lock"), []byte(note), 0o644); err != nil {
			t.Fatal(err)
		}
		d := open(t, dir, Options{})
		if d.Cut != (Cut{}) || d.size != size {
			t.Errorf("marked at %d: cut %+v, size %d of %d", at, d.Cut, d.size, size)
		}
		for i, ref := range refs {
			if _, err := d.Get(ref); err != nil {
				t.Errorf("marked at %d: record %d: %v", at, i, err)
			}
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
