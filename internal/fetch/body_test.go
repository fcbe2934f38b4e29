package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

const words = "The bridge was closed at four, and by six the river had taken it.\n"

func gzipped(body string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(body))
	w.Close()
	return b.String()
}

func brotlied(body string) string {
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	w.Write([]byte(body))
	w.Close()
	return b.String()
}

func zstded(body string) string {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	return string(w.EncodeAll([]byte(body), nil))
}

func TestBodies(t *testing.T) {
	long := strings.Repeat(words, 100)
	for _, tt := range []struct {
		name      string
		raw       string // what the server writes
		body      string
		truncated bool
		cut       news.CutReason
		kind      error
		text      string
	}{
		{name: "plain", raw: "Content-Length: 5\r\n\r\nwords", body: "words"},
		{name: "empty", raw: "Content-Length: 0\r\n\r\n", body: ""},
		{name: "gzip", raw: "Content-Encoding: gzip\r\n\r\n" + gzipped(long), body: long},
		{name: "br", raw: "Content-Encoding: br\r\n\r\n" + brotlied(long), body: long},
		{name: "zstd", raw: "Content-Encoding: zstd\r\n\r\n" + zstded(long), body: long},
		{name: "gzip that is not", raw: "Content-Encoding: gzip\r\n\r\n" + words, body: words},
		{name: "a gzip file stays one", raw: "Content-Type: application/gzip\r\n\r\n" + gzipped(words), body: gzipped(words)},
		{name: "chunked", raw: "Transfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n0\r\n\r\n", body: "words"},
		{name: "chunked, torn", raw: "Transfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n9\r\nmo", body: "wordsmo", truncated: true, cut: news.CutDisconnect},
		{name: "Content-Length too long", raw: "Content-Length: 500\r\n\r\nwords", body: "words", truncated: true, cut: news.CutDisconnect},
		{name: "Content-Length too short", raw: "Content-Length: 3\r\n\r\nwords", body: "wor"},
		{name: "Content-Length and no body", raw: "Content-Length: 500\r\n\r\n", kind: news.ErrLater,
			text: "a.example breaks off the connection: try later"},
		{name: "longer than the bound", raw: "Content-Length: 30000\r\n\r\n" + strings.Repeat("x", 30000),
			body: strings.Repeat("x", 20000), truncated: true, cut: news.CutLength},
		{name: "longer than the bound, decoded", raw: "Content-Encoding: gzip\r\n\r\n" + gzipped(strings.Repeat(words, 500)),
			body: strings.Repeat(words, 500)[:20000], truncated: true, cut: news.CutLength},
		{name: "two codings too many", raw: "Content-Encoding: gzip, gzip, gzip, gzip\r\n\r\n" + gzipped(words), kind: coding.ErrBody,
			text: "a.example: the body cannot be decoded: it has more than 2 content codings"},
		{name: "a film", raw: "Content-Type: video/mp4\r\n\r\n" + words, kind: news.ErrNoText,
			text: "a.example: the answer is video/mp4, which is not text: no article text"},
		{name: "no HTTP at all", raw: "", kind: news.ErrLater, text: "a.example breaks off the connection: try later"},
		{name: "header of a megabyte", raw: "X-Long: " + strings.Repeat("x", 1<<20) + "\r\n\r\n", kind: news.ErrLater,
			text: "a.example does not speak HTTP properly: server response headers exceeded 262144 bytes; aborted: try later"},
		{name: "a header that is none", raw: "what is this\r\n\r\n", kind: news.ErrLater},
		{name: "two lengths", raw: "Content-Length: 5\r\nContent-Length: 6\r\n\r\nwords!", kind: news.ErrLater},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
					r.Header.Set("Broken", "yes") // the connection is closed after the answer
					if tt.raw != "" {
						fmt.Fprintf(w, "HTTP/1.1 200 OK\r\n%s", tt.raw)
					}
				})
				c := o.client(Options{Limits: Limits{Body: 20000}})
				got, err := fetchURL(c, "http://a.example/1", news.ForSource)
				if !errors.Is(err, tt.kind) || tt.text != "" && (err == nil || reason(err) != reason(errors.New(tt.text))) {
					t.Fatalf("error %v, want %s", err, tt.text)
				}
				if got.Cut != tt.cut {
					t.Errorf("cut by %q, want %q", got.Cut, tt.cut)
				}
				if string(got.Body) != tt.body || got.Truncated != tt.truncated {
					t.Errorf("body of %d bytes, truncated %v; want %d, %v", len(got.Body), got.Truncated, len(tt.body), tt.truncated)
				}
			})
		})
	}
}

func TestRawBodyIsKeptAsItCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		raw := gzipped(words)
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) { answer(w, 200, raw, "Content-Encoding: gzip") })
		got, err := fetchURL(o.client(Options{}), "http://a.example/1", news.ForSource)
		if err != nil || string(got.Raw) != raw || string(got.Body) != words {
			t.Errorf("raw %d bytes, body %q, error %v", len(got.Raw), got.Body, err)
		}
		check(t, "fields", got.Get("Content-Encoding")+" "+got.Get("Content-Length"), fmt.Sprintf("gzip %d", len(raw)))
	})
}

func TestBomb(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bomb := gzipped(strings.Repeat("0", 4<<20))
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) { answer(w, 200, bomb, "Content-Encoding: gzip") })
		got, err := fetchURL(o.client(Options{}), "http://a.example/1", news.ForSource)
		if !errors.Is(err, coding.ErrBomb) || len(got.Body)+len(got.Raw) > 0 {
			t.Errorf("%d bytes, error %v", len(got.Body), err)
		}
	})
}

func TestARefusalIsReadWhateverItsBodyIs(t *testing.T) {
	for _, raw := range []string{
		"Content-Length: 500\r\n\r\n", "Content-Length: 500\r\n\r\nsorry", "Content-Type: video/mp4\r\n\r\n",
		"Content-Encoding: gzip\r\n\r\n" + gzipped(strings.Repeat("0", 8<<20)), "Transfer-Encoding: chunked\r\n\r\nzz",
	} {
		synctest.Test(t, func(t *testing.T) {
			o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
				r.Header.Set("Broken", "yes")
				fmt.Fprintf(w, "HTTP/1.1 503 Busy\r\nRetry-After: 90\r\n%s", raw)
			})
			_, err := fetchURL(o.client(Options{}), "http://a.example/1", news.ForSource)
			var later *news.Later
			if !errors.As(err, &later) || time.Until(later.Until) != 90*time.Second {
				t.Errorf("%.40q: error %v", raw, err)
			}
		})
	}
}

func TestSlowOutlets(t *testing.T) {
	for _, tt := range []struct {
		name  string
		serve func(w *bufio.Writer, r *http.Request)
		took  time.Duration
		text  string
	}{
		{"never answers", func(w *bufio.Writer, r *http.Request) { time.Sleep(time.Hour) },
			20 * time.Second, "a.example does not answer within 20s"},
		{"stops in the header", func(w *bufio.Writer, r *http.Request) {
			fmt.Fprint(w, "HTTP/1.1 200 OK\r\nContent-")
			w.Flush()
			time.Sleep(time.Hour)
		}, 20 * time.Second, "a.example does not answer within 20s"},
		{"stops in the body", func(w *bufio.Writer, r *http.Request) {
			fmt.Fprint(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nwords")
			w.Flush()
			time.Sleep(time.Hour)
		}, 15 * time.Second, "a.example sends no more of its answer within 15s"},
		{"one byte a second", func(w *bufio.Writer, r *http.Request) {
			fmt.Fprint(w, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
			for w.Flush() == nil {
				w.WriteByte('x')
				time.Sleep(time.Second)
			}
		}, 10 * time.Second, "a.example sends next to nothing of its answer within 10s"},
		{"a second byte after fourteen", func(w *bufio.Writer, r *http.Request) {
			fmt.Fprint(w, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
			for w.Flush() == nil {
				w.WriteByte('x')
				time.Sleep(14 * time.Second)
			}
		}, 14 * time.Second, "a.example sends next to nothing of its answer within 10s"},
		{"a kilobyte a second", func(w *bufio.Writer, r *http.Request) {
			fmt.Fprint(w, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
			for w.Flush() == nil {
				w.WriteString(strings.Repeat("x", 1000))
				time.Sleep(time.Second)
			}
		}, time.Minute, "a.example comes to no end with its answer within 1m0s"},
		{"one byte of the header a second", func(w *bufio.Writer, r *http.Request) {
			for w.Flush() == nil {
				w.WriteByte('x')
				time.Sleep(time.Second)
			}
		}, 20 * time.Second, "a.example does not answer within 20s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOutlets(t, tt.serve)
				_, err := fetchURL(o.client(Options{}), "http://a.example/1", news.ForSource)
				if !errors.Is(err, news.ErrLater) || reason(err) != tt.text {
					t.Errorf("error %v, want %s", err, tt.text)
				}
				check(t, "took", time.Since(o.start), tt.took)
				time.Sleep(2 * time.Hour) // let the outlet end
			})
		})
	}
}

// What is not whole of an answer that is no page says why.
func TestErrorBodiesThatAreCut(t *testing.T) {
	for name, tt := range map[string]struct {
		rest string
		hang bool
		body string
		cut  news.CutReason
	}{
		"whole":          {"Content-Length: 5\r\n\r\nwords", false, "words", ""},
		"too long":       {"\r\n" + strings.Repeat("x", 70<<10), false, strings.Repeat("x", 64<<10), news.CutLength},
		"broken off":     {"Content-Length: 50\r\n\r\nwords", false, "words", news.CutDisconnect},
		"nothing of it":  {"Content-Length: 50\r\n\r\n", false, "", news.CutDisconnect},
		"comes to a end": {"Content-Length: 50\r\n\r\nwords", true, "", news.CutTime},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
					r.Header.Set("Broken", "yes") // the connection is closed after the answer
					fmt.Fprintf(w, "HTTP/1.1 404 Not Found\r\n%s", tt.rest)
					if tt.hang {
						w.Flush()
						time.Sleep(time.Hour)
					}
				})
				got, err := fetchURL(o.client(Options{}), "http://a.example/1", news.ForArticle)
				if !errors.Is(err, news.ErrGone) || got.Status != 404 {
					t.Errorf("status %d, error %v", got.Status, err)
				}
				if string(got.Body) != tt.body || got.Cut != tt.cut || got.Truncated != (tt.cut != "") {
					t.Errorf("body of %d bytes, cut by %q", len(got.Body), got.Cut)
				}
				time.Sleep(2 * time.Hour) // let the outlet end
			})
		})
	}
}

func TestEndlessBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			fmt.Fprint(w, "HTTP/1.1 200 OK\r\n\r\n")
			for w.Flush() == nil {
				w.WriteString(words)
			}
		})
		got, err := fetchURL(o.client(Options{Limits: Limits{Body: 1 << 20}}), "http://a.example/1", news.ForSource)
		if err != nil || len(got.Body) != 1<<20 || !got.Truncated {
			t.Errorf("%d bytes, truncated %v, error %v", len(got.Body), got.Truncated, err)
		}
	})
}

func TestShutdownIsNoFailureOfTheOutlet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) { time.Sleep(10 * time.Second); answer(w, 200, words) })
		c := o.client(Options{})
		ctx, cancel := timeout(t, time.Second)
		defer cancel()
		_, err := c.Fetch(ctx, news.Request{URL: "http://a.example/1", Purpose: news.ForSource})
		if !errors.Is(err, ctx.Err()) || errors.Is(err, news.ErrLater) {
			t.Errorf("error %v", err)
		}
		check(t, "wait", c.Wait("http://a.example/1"), time.Duration(0))
		time.Sleep(time.Minute) // let the outlet end
	})
}
