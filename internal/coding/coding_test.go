package coding

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const prose = "The ferry left at noon. Nobody on the quay waved, and nobody on board looked back. "

func code(t testing.TB, label string, body []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	var w io.WriteCloser
	switch label {
	case "gzip":
		w = gzip.NewWriter(&buf)
	case "br":
		w = brotli.NewWriter(&buf)
	case "zstd":
		w, _ = zstd.NewWriter(&buf, zstd.WithEncoderConcurrency(1))
	case "deflate":
		w = zlib.NewWriter(&buf)
	case "bare":
		w, _ = flate.NewWriter(&buf, 6)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestDecode(t *testing.T) {
	plain := []byte(strings.Repeat(prose, 50))
	gz := code(t, "gzip", plain)
	for _, tt := range []struct {
		name, label string
		raw         []byte
		size        int64
		want        []byte
		cut         bool
	}{
		{"no coding", "", plain, 0, plain, false},
		{"identity", "identity", plain, 0, plain, false},
		{"a charset for a coding", "UTF-8", plain, 0, plain, false},
		{"gzip", "gzip", gz, 0, plain, false},
		{"GZIP", " GZIP ", gz, 0, plain, false},
		{"x-gzip", "x-gzip", gz, 0, plain, false},
		{"br", "br", code(t, "br", plain), 0, plain, false},
		{"zstd", "zstd", code(t, "zstd", plain), 0, plain, false},
		{"deflate", "deflate", code(t, "deflate", plain), 0, plain, false},
		{"bare deflate", "deflate", code(t, "bare", plain), 0, plain, false},
		{"twice", "br, gzip", code(t, "gzip", code(t, "br", plain)), 0, plain, false},
		{"labelled twice, coded once", "gzip, gzip", gz, 0, plain, false},
		{"gzip that is not", "gzip", plain, 0, plain, false},
		{"br that is not", "br", plain, 0, plain, false},
		{"zstd that is not", "zstd", plain, 0, plain, false},
		{"an unknown coding", "compress", plain, 0, plain, false},
		{"empty", "gzip", nil, 0, nil, false},
		{"longer than the bound", "gzip", gz, 100, plain[:100], true},
		{"plain, longer than the bound", "", plain, 100, plain[:100], true},
		{"just the bound", "gzip", gz, int64(len(plain)), plain, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var d Decoder
			got, cut, err := d.Decode(tt.raw, tt.label, Bounds{Size: tt.size, Ratio: 200})
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, tt.want) || cut != tt.cut {
				t.Errorf("got %d bytes, cut %v; want %d bytes, cut %v", len(got), cut, len(tt.want), tt.cut)
			}
		})
	}
}

func TestTornBodyIsCutNotLost(t *testing.T) {
	var plain []byte
	for i, x := 0, uint32(1); i < 400_000; i++ { // irregular: the coded form must have a middle
		x = x*1664525 + 1013904223
		plain = append(plain, prose[(x>>16)%uint32(len(prose))])
	}
	for _, label := range []string{"gzip", "br", "zstd", "deflate"} {
		raw := code(t, label, plain)
		var d Decoder
		got, cut, err := d.Decode(raw[:len(raw)*3/4], label, Bounds{})
		if err != nil || !cut {
			t.Errorf("%s: cut %v, err %v", label, cut, err)
		}
		if len(got) == 0 || !bytes.HasPrefix(plain, got) {
			t.Errorf("%s: %d bytes, not a beginning of the body", label, len(got))
		}
	}
}

func TestBomb(t *testing.T) {
	zeros := make([]byte, 8<<20)
	for _, label := range []string{"gzip", "br", "zstd"} {
		var d Decoder
		_, _, err := d.Decode(code(t, label, zeros), label, Bounds{Size: 15 << 20, Ratio: 200})
		if !errors.Is(err, ErrBomb) {
			t.Errorf("%s: %v", label, err)
		}
	}
	var d Decoder
	if _, _, err := d.Decode(zeros, strings.Repeat("gzip,", 9), Bounds{}); err == nil {
		t.Error("nine codings on one body are taken")
	}
}

func FuzzDecode(f *testing.F) {
	for _, label := range []string{"gzip", "br", "zstd", "deflate"} {
		f.Add(code(f, label, []byte(prose)), label)
	}
	f.Add([]byte(prose), "gzip, br")
	var d Decoder
	f.Fuzz(func(t *testing.T, raw []byte, label string) {
		body, _, err := d.Decode(raw, label, Bounds{Size: 1 << 16, Ratio: 200})
		if err == nil && len(body) > 1<<16 {
			t.Errorf("%d bytes, more than the bound", len(body))
		}
	})
}

func TestPlain(t *testing.T) {
	page := []byte("<!doctype html>" + strings.Repeat(prose, 50))
	gz := code(t, "gzip", page)
	for _, tt := range []struct {
		name string
		raw  []byte
		want []byte
		cut  bool
	}{
		{"plain", page, page, false},
		{"empty", nil, nil, false},
		{"gzip", gz, page, false},
		{"gzip twice", code(t, "gzip", gz), page, false},
		{"gzip of zstd", code(t, "gzip", code(t, "zstd", page)), page, false},
		{"zstd", code(t, "zstd", page), page, false},
		{"br", code(t, "br", page), page, false},
		{"zlib", code(t, "deflate", page), page, false},
		{"gzip that is not", []byte("\x1f\x8b\x08\x00junk"), []byte("\x1f\x8b\x08\x00junk"), false},
		{"an image", []byte("\x89PNG\r\n\x1a\n\x00\x00"), []byte("\x89PNG\r\n\x1a\n\x00\x00"), false},
		{"another charset", []byte("<p>\xd6\xd0\xce\xc4"), []byte("<p>\xd6\xd0\xce\xc4"), false},
		{"a bomb", code(t, "gzip", make([]byte, 8<<20)), nil, false},
	} {
		got, cut := Plain(tt.raw, Bounds{Size: 4 << 20, Ratio: 200})
		if tt.name == "a bomb" {
			tt.want = tt.raw
		}
		if !bytes.Equal(got, tt.want) || cut != tt.cut {
			t.Errorf("%s: %d bytes, cut %v; want %d bytes", tt.name, len(got), cut, len(tt.want))
		}
	}
	if got, cut := Plain(gz[:len(gz)-20], Bounds{Size: 4 << 20}); !cut || !bytes.HasPrefix(page, got) || len(got) == 0 {
		t.Errorf("torn: %d bytes, cut %v", len(got), cut)
	}
}

func FuzzPlain(f *testing.F) {
	for _, label := range []string{"gzip", "br", "zstd", "deflate"} {
		f.Add(code(f, label, []byte("<p>"+prose)))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if got, _ := Plain(raw, Bounds{Size: 1 << 16, Ratio: 200}); len(got) > max(len(raw), 1<<16) {
			t.Errorf("%d bytes, more than the bound", len(got))
		}
	})
}
