package bucket

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"reflect"
	"testing"
)

// TestRealStore asks a real store what the others ask one in memory. WAIDIAN_S3 is its address and WAIDIAN_S3_BUCKET a bucket there; the key is in
// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. bench/bucket.sh begins one.
func TestRealStore(t *testing.T) {
	endpoint := os.Getenv("WAIDIAN_S3")
	if endpoint == "" {
		t.Skip("no object store: WAIDIAN_S3 is empty (bench/bucket.sh begins one)")
	}
	b, err := Open(Options{
		Address: os.Getenv("WAIDIAN_S3_BUCKET") + "/" + rand.Text(), Endpoint: endpoint, Part: 5 << 20,
		ID: os.Getenv("AWS_ACCESS_KEY_ID"), Key: os.Getenv("AWS_SECRET_ACCESS_KEY"),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int64{}
	for name, size := range map[string]int{"empty": 0, "small": 10, "part": 5 << 20, "parts": 12<<20 + 7} {
		data := pattern(size)
		for range 2 { // the second time in place of the first
			if err := put(t, b, name, data); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if got, err := get(t, b, name); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes came back, %v", name, len(got), err)
		}
		want[name] = int64(size)
	}
	if list, err := b.List(t.Context()); err != nil || !reflect.DeepEqual(list, want) {
		t.Errorf("listed %v, %v", list, err)
	}

	// What was half sent is told, and given up when it is sent again.
	half, err := b.begin(t.Context(), b.prefix+"parts", about("application/octet-stream", "x"))
	if err != nil || half == "" {
		t.Fatal(err)
	}
	if names, err := b.Begun(t.Context(), ""); err != nil || !reflect.DeepEqual(names, []string{"parts"}) {
		t.Errorf("begun: %v, %v", names, err)
	}
	if err := put(t, b, "parts", pattern(6<<20)); err != nil {
		t.Error(err)
	}
	if names, err := b.Begun(t.Context(), ""); err != nil || len(names) != 0 {
		t.Errorf("begun: %v, %v", names, err)
	}

	for name := range want {
		if err := b.Remove(context.WithoutCancel(t.Context()), name); err != nil {
			t.Error(err)
		}
		if _, err := get(t, b, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is removed: %v", name, err)
		}
	}
	if err := b.Probe(t.Context()); err != nil {
		t.Error(err)
	}
}
