package server

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkArticlePages asks for pages of the length of a report's over loopback, as many
// readers at a time as there are processors, each on one connection; the readers' own work
// is in the figure.
func BenchmarkArticlePages(b *testing.B) {
	dir := b.TempDir()
	const pages = 200
	for i := range pages {
		var text strings.Builder
		for k := range 1200 { // of 10 KB; no two pages are alike
			fmt.Fprintf(&text, "%x ", (i+1)*(k+7)*2654435761%99991)
		}
		page := "<html><p>" + text.String() + "</html>"
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.html", i)), []byte(page), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	s := httptest.NewServer(New(Options{Site: dir, Search: http.NotFoundHandler()}))
	defer s.Close()
	for _, coding := range []string{"identity", "gzip"} {
		b.Run(coding, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) { read(b, pb, s.Listener.Addr().String(), coding, pages) })
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

// read asks for one page after the other on one connection.
func read(b *testing.B, pb *testing.PB, address, coding string, pages int) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		b.Error(err)
		return
	}
	defer c.Close()
	r := bufio.NewReaderSize(c, 64<<10)
	var body bytes.Buffer
	for i := 0; pb.Next(); i++ {
		fmt.Fprintf(c, "GET /%d.html HTTP/1.1\r\nHost: x\r\nAccept-Encoding: %s\r\n\r\n", i%pages, coding)
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			b.Error(err)
			return
		}
		body.Reset()
		if _, err := io.Copy(&body, res.Body); err != nil || res.StatusCode != http.StatusOK || body.Len() < 1000 {
			b.Errorf("%s, %d bytes, %v", res.Status, body.Len(), err)
			return
		}
	}
}
