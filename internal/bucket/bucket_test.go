package bucket

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/bucket/buckettest"
	"github.com/waidian/waidian/internal/news"
)

func serve(t *testing.T) (*buckettest.Store, *Bucket) {
	s := buckettest.New()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	b, err := Open(Options{Address: "s3://desk/a", Endpoint: server.URL, ID: "me", Key: "secret", Part: 5 << 20, Tries: 2})
	if err != nil {
		t.Fatal(err)
	}
	return s, b
}

func put(t *testing.T, b *Bucket, name string, data []byte) error {
	t.Helper()
	sum := sha256.Sum256(data)
	return b.Put(t.Context(), name, bytes.NewReader(data), int64(len(data)), hex.EncodeToString(sum[:]))
}

func get(t *testing.T, b *Bucket, name string) ([]byte, error) {
	t.Helper()
	var out bytes.Buffer
	err := b.Get(t.Context(), name, &out)
	return out.Bytes(), err
}

// pattern is data in which no two parts are alike.
func pattern(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(i ^ i>>8 ^ i>>16)
	}
	return out
}

// TestPut: files come back as they were sent, in one part or several, and in place of earlier ones.
func TestPut(t *testing.T) {
	s, b := serve(t)
	for _, size := range []int{0, 1, 5 << 20, 5<<20 + 1, 12 << 20} {
		data := pattern(size)
		if err := put(t, b, "one", data); err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		if got, err := get(t, b, "one"); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes came back as %d, %v", size, len(got), err)
		}
		if _, there := s.Files["a/one"]; !there || len(s.Files) != 1 || len(s.Begun) != 0 {
			t.Errorf("%d bytes: %d files, %d begun", size, len(s.Files), len(s.Begun))
		}
	}
	if err := put(t, b, "two", []byte("2")); err != nil {
		t.Fatal(err)
	}
	s.Files["other/three"] = buckettest.Object{}
	s.Files["a/below/four"] = buckettest.Object{}
	list, err := b.List(t.Context())
	if want := map[string]int64{"one": 12 << 20, "two": 1}; !reflect.DeepEqual(list, want) || err != nil {
		t.Errorf("listed %v, %v", list, err)
	}
	for range 2 { // what is not there is removed already
		if err := b.Remove(t.Context(), "two"); err != nil {
			t.Error(err)
		}
	}
	if _, err := get(t, b, "two"); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, news.ErrOurs) {
		t.Errorf("what was removed: %v", err)
	}
}

// TestStoreInTrouble: a store that is overloaded, cuts off or refuses is trouble of our own, asked again within bounds, and nothing is taken for sent.
func TestStoreInTrouble(t *testing.T) {
	unavailable := func(w http.ResponseWriter) { buckettest.Refuse(w, 503, "SlowDown") }
	hangUp := func(w http.ResponseWriter) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			c.Close()
		}
	}
	for _, c := range []struct {
		name   string
		answer func(http.ResponseWriter)
		times  int  // requests that meet it
		ok     bool // the file is sent all the same
	}{
		{"503 once", unavailable, 1, true},
		{"503 always", unavailable, 1 << 30, false},
		{"hung up once", hangUp, 1, true},
		{"hung up always", hangUp, 1 << 30, false},
		{"access denied", func(w http.ResponseWriter) { buckettest.Refuse(w, 403, "AccessDenied") }, 1 << 30, false},
		{"no such bucket", func(w http.ResponseWriter) { buckettest.Refuse(w, 404, "NoSuchBucket") }, 1 << 30, false},
	} {
		for _, size := range []int{3, 6 << 20} {
			s, b := serve(t)
			left := c.times
			s.Fault = func(w http.ResponseWriter, _ *http.Request, _ []byte) bool {
				if left--; left < 0 {
					return false
				}
				c.answer(w)
				return true
			}
			err := put(t, b, "one", pattern(size))
			s.Rest()
			if (err == nil) != c.ok || err != nil && !errors.Is(err, news.ErrOurs) {
				t.Errorf("%s, %d bytes: %v", c.name, size, err)
			}
			if _, there := s.Files["a/one"]; there != c.ok {
				t.Errorf("%s, %d bytes: the store has it: %v", c.name, size, there)
			}
			if len(s.Asked) > 12 {
				t.Errorf("%s, %d bytes: asked %d times", c.name, size, len(s.Asked))
			}
			if c.ok {
				continue
			}
			if _, err := get(t, b, "one"); !errors.Is(err, news.ErrOurs) || errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: got with %v", c.name, err)
			}
			if _, err := b.List(t.Context()); !errors.Is(err, news.ErrOurs) {
				t.Errorf("%s: listed with %v", c.name, err)
			}
			if err := b.Remove(t.Context(), "one"); !errors.Is(err, news.ErrOurs) {
				t.Errorf("%s: removed with %v", c.name, err)
			}
		}
	}
}

// TestStoreThatHangs: a store that takes a request and never answers it, or ends in the middle of an answer, is trouble of our own, and nothing waits for it without end.
func TestStoreThatHangs(t *testing.T) {
	s := buckettest.New()
	server := httptest.NewServer(s)
	over := make(chan struct{})
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(over) }) // before: a server waits for its requests
	b, err := Open(Options{Address: "s3://desk/a", Endpoint: server.URL, ID: "me", Key: "secret", Tries: 1, Silence: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	var half atomic.Bool // of an answer
	s.Fault = func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
		if half.Load() {
			w.Header().Set("Content-Length", "100")
			w.Header().Set("ETag", `"x"`)
			w.Header().Set("Last-Modified", "Mon, 02 Jan 2006 15:04:05 GMT")
			w.Write(pattern(60))
			http.NewResponseController(w).Flush()
		}
		<-over
		return true
	}
	if err := put(t, b, "one", pattern(100)); !errors.Is(err, news.ErrOurs) {
		t.Errorf("sent with %v", err)
	}
	if got, err := get(t, b, "one"); !errors.Is(err, news.ErrOurs) || errors.Is(err, fs.ErrNotExist) || len(got) > 0 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := b.List(t.Context()); !errors.Is(err, news.ErrOurs) {
		t.Errorf("listed with %v", err)
	}
	half.Store(true)
	if got, err := get(t, b, "one"); !errors.Is(err, news.ErrOurs) || len(got) > 60 {
		t.Errorf("half an answer: %d bytes, %v", len(got), err)
	}
}

// TestWhatTheStoreHasIsCompared: a store that has kept something else than was sent is noticed, whatever it calls its files.
func TestWhatTheStoreHasIsCompared(t *testing.T) {
	spoil := func(s *buckettest.Store, name string, how func([]byte) []byte) {
		o := s.Files[name]
		o.Data = how(bytes.Clone(o.Data))
		s.Files[name] = o
	}
	for _, c := range []struct {
		name string
		tag  string
		how  func([]byte) []byte
		want bool // Put returns an error
	}{
		{"as it was sent, with a tag of its own", "encrypted", func(b []byte) []byte { return b }, false},
		{"changed, with a tag of its own", "encrypted", func(b []byte) []byte { b[1] ^= 1; return b }, true},
		{"shorter", "", func(b []byte) []byte { return b[:1] }, true},
	} {
		for _, size := range []int{9, 6 << 20} {
			s, b := serve(t)
			s.Tag = c.tag
			s.Fault = func(_ http.ResponseWriter, r *http.Request, _ []byte) bool {
				if r.Method == "HEAD" {
					spoil(s, "a/one", c.how)
				}
				return false
			}
			if err := put(t, b, "one", pattern(size)); (err != nil) != c.want || err != nil && !errors.Is(err, errOther) {
				t.Errorf("%s, %d bytes: %v", c.name, size, err)
			}
		}
	}
}

// TestHalfAnUpload: what a process has begun to send that was killed is given up before the file is sent again, and so is what fails.
func TestHalfAnUpload(t *testing.T) {
	s, b := serve(t)
	ctx, end := context.WithCancel(t.Context())
	s.Fault = func(_ http.ResponseWriter, r *http.Request, _ []byte) bool {
		if r.URL.Query().Get("partNumber") == "2" {
			end()
			return true
		}
		return r.Method == "DELETE" // the process is gone before it can give up anything
	}
	data := pattern(12 << 20)
	if err := b.Put(ctx, "one", bytes.NewReader(data), int64(len(data)), ""); err == nil || len(s.Begun) != 1 {
		t.Fatalf("half an upload: %v, %d begun", err, len(s.Begun))
	}
	s.Fault = nil
	if names, err := b.Begun(t.Context(), ""); err != nil || !reflect.DeepEqual(names, []string{"one"}) {
		t.Errorf("begun: %v, %v", names, err)
	}
	if err := put(t, b, "one", data); err != nil {
		t.Fatal(err)
	}
	if got, err := get(t, b, "one"); err != nil || !bytes.Equal(got, data) || len(s.Begun) != 0 {
		t.Errorf("%d bytes of %d, %v; %d begun", len(got), len(data), err, len(s.Begun))
	}
	s.Fault = func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
		if r.URL.Query().Get("partNumber") == "2" {
			buckettest.Refuse(w, 403, "AccessDenied")
			return true
		}
		return false
	}
	if err := put(t, b, "two", data); err == nil || len(s.Begun) != 0 {
		t.Errorf("a part that was refused: %v, %d begun", err, len(s.Begun))
	}
}

// TestWhatComesShort: an answer that ends early is no file, and neither is one that cannot be kept here.
func TestWhatComesShort(t *testing.T) {
	s, b := serve(t)
	if err := put(t, b, "one", pattern(100)); err != nil {
		t.Fatal(err)
	}
	s.Fault = func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
		w.Header().Set("Content-Length", "100")
		w.Header().Set("ETag", `"x"`)
		w.Header().Set("Last-Modified", "Mon, 02 Jan 2006 15:04:05 GMT")
		w.Write(pattern(60))
		return true
	}
	if got, err := get(t, b, "one"); !errors.Is(err, news.ErrOurs) || !errors.Is(err, io.ErrUnexpectedEOF) || len(got) > 60 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	s.Fault = nil
	if err := b.Get(t.Context(), "one", full{}); !errors.Is(err, errFull) || errors.Is(err, news.ErrOurs) {
		t.Errorf("a full disk: %v", err)
	}
}

var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// TestProbe: the probe leaves nothing, and says which right is missing.
func TestProbe(t *testing.T) {
	for denied, right := range map[string]string{"": "", "PUT": "s3:PutObject", "GET file": "s3:GetObject", "GET list": "s3:ListBucket", "DELETE": "s3:DeleteObject", "GET uploads": "s3:ListBucketMultipartUploads"} {
		s, b := serve(t)
		s.Fault = func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
			what := r.Method
			switch {
			case what == "GET" && r.URL.Query().Has("uploads"):
				what += " uploads"
			case what == "GET" && r.URL.Path == buckettest.Root:
				what += " list"
			case what == "GET":
				what += " file"
			}
			if what == denied {
				buckettest.Refuse(w, 403, "AccessDenied")
			}
			return what == denied
		}
		err := b.Probe(t.Context())
		var lacks *Lacks
		if errors.As(err, &lacks) != (right != "") || right != "" && !strings.HasPrefix(lacks.Right, right) || right == "" && err != nil {
			t.Errorf("denied %q: %v", denied, err)
		}
		if denied != "DELETE" && len(s.Files) != 0 {
			t.Errorf("denied %q: %d files are left", denied, len(s.Files))
		}
	}
	s, b := serve(t)
	s.Fault = func(w http.ResponseWriter, _ *http.Request, _ []byte) bool {
		buckettest.Refuse(w, 404, "NoSuchBucket")
		return true
	}
	var lacks *Lacks
	if err := b.Probe(t.Context()); err == nil || errors.As(err, &lacks) {
		t.Errorf("no bucket: %v, taken for a missing right", err)
	}
}

func TestSplit(t *testing.T) {
	for address, want := range map[string]string{
		"s3://desk": "desk|", "s3://desk/": "desk|", "s3://desk/a": "desk|a/", "s3://desk/a/b/": "desk|a/b/",
		"desk": "", "s3://": "", "s3://d": "", "https://desk/a": "", "s3://desk/a b": "", "s3://me:secret@desk": "", "s3://desk//a": "", "s3://desk?x=1": "",
	} {
		name, prefix, err := Split(address)
		if got := name + "|" + prefix; (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("%s: %s, %v", address, got, err)
		}
	}
	for _, endpoint := range []string{"", "store.example", "ftp://store.example", "http://"} {
		if _, err := Open(Options{Address: "s3://desk", Endpoint: endpoint}); err == nil {
			t.Errorf("endpoint %q was taken", endpoint)
		}
	}
}
