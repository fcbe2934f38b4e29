package server

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections are in memory, so that their deadlines are of virtual time.
type pipes struct{ conns chan net.Conn }

func (p pipes) Accept() (net.Conn, error) {
	c, ok := <-p.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (p pipes) Close() error   { close(p.conns); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// dial connects to a server of h that ends with the test.
func dial(t *testing.T, h http.Handler) net.Conn {
	ctx, end := context.WithCancel(t.Context())
	l := pipes{make(chan net.Conn, 1)}
	ended := make(chan error)
	go func() { ended <- Serve(ctx, l, h) }()
	client, server := net.Pipe()
	l.conns <- server
	t.Cleanup(func() {
		client.Close()
		end()
		<-ended
	})
	return client
}

// large answers with a megabyte.
var large = guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	io.Copy(w, strings.NewReader(strings.Repeat("0123456789abcdef", 1<<16)))
}))

// Whoever sends or takes nothing is let go of, each within the time of what it does not do.
func TestSlowClientsAreLetGo(t *testing.T) {
	for name, c := range map[string]struct {
		sends string
		reads bool
		most  time.Duration
	}{
		"half a header":           {"GET / HTTP/1.1\r\nHo", true, headerTime},
		"nothing":                 {"", true, headerTime},
		"part of a body":          {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nx", true, time.Second},
		"part of a chunk":         {"PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n100\r\nx", true, time.Second},
		"part of a body of a GET": {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nx", true, time.Second},
		"takes nothing":           {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", false, writeTime},
		"asks for nothing more":   {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", true, idleTime},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := dial(t, large)
				began := time.Now()
				io.WriteString(client, c.sends)
				if c.reads {
					io.Copy(io.Discard, client) // until the server closes
				} else {
					time.Sleep(c.most + time.Second) // virtual
					client.SetReadDeadline(time.Now().Add(time.Hour))
					n, err := io.Copy(io.Discard, client)
					if n > writeSize || err != nil {
						t.Errorf("%d bytes, %v", n, err)
					}
				}
				if d := time.Since(began); d > c.most+2*time.Second {
					t.Errorf("let go of after %v", d)
				}
			})
		})
	}
}

func TestSlowButSteadyClientsAreServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := dial(t, large)
		io.WriteString(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		res, err := http.ReadResponse(bufio.NewReaderSize(client, 16), nil)
		if err != nil {
			t.Fatal(err)
		}
		part, all := make([]byte, writeSize), 0
		for err == nil {
			var n int
			n, err = io.ReadFull(res.Body, part)
			all += n
			time.Sleep(writeTime / 2) // virtual
		}
		if all != 1<<20 {
			t.Errorf("%d bytes, %v", all, err)
		}
	})
}

// A search may take longer than its request may.
func TestSlowAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := dial(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "at ")
			select {
			case <-time.After(5 * writeTime):
				io.WriteString(w, "last")
			case <-r.Context().Done():
			}
		}))
		io.WriteString(client, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		res, err := http.ReadResponse(bufio.NewReader(client), nil)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(res.Body); string(b) != "at last" {
			t.Errorf("%q, %v", b, err)
		}
	})
}

// The end of a connection reaches a client that took nothing, although data wait before it.
func TestTheEndReachesTheClient(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	c, err := patients{l}.Accept()
	if err != nil {
		t.Fatal(err)
	}
	c.SetWriteDeadline(time.Now().Add(50 * time.Millisecond))
	for err == nil { // until all buffers are full
		_, err = c.Write(make([]byte, 1<<20))
	}
	c.Close()
	if _, err := io.Copy(io.Discard, client); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the client reads to the end: %v", err)
	}
}
