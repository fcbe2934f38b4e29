package extract

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A page that is compressed once or twice without a label is read.
func TestPageCompressedWithoutALabel(t *testing.T) {
	page := []byte("<!doctype html><html lang=en><head><title>Ferry of Ostor stops</title></head><body><article><h1>Ferry of Ostor stops</h1>" +
		strings.Repeat("<p>The ferry between Ostor and Quorra stopped on Monday after its pier had been closed for repairs, the harbour master said.</p>", 5) +
		"</article></body></html>")
	for range 2 {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		z.Write(page)
		z.Close()
		page = packed.Bytes()
		a, err := Extract(news.Capture{URL: "https://courier.example/1", Status: 200, Body: page}, Options{})
		if err != nil || a.Title != "Ferry of Ostor stops" || len(a.Paragraphs()) == 0 {
			t.Errorf("%q, %d paragraphs, %v", a.Title, len(a.Paragraphs()), err)
		}
	}
}
