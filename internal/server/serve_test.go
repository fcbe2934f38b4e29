package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
)

func TestLoopback(t *testing.T) {
	for addr, want := range map[string]bool{
		"127.0.0.1:80": true, "127.8.0.1:80": true, "[::1]:80": true, "localhost:0": true,
		"0.0.0.0:80": false, ":80": false, "[::]:80": false, "192.0.2.1:80": false, "desk.example:80": false,
		"no address": true, // listening reports it
	} {
		if got := Loopback(addr); got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
}

// An answer that is under way when the server is told to end comes whole.
func TestServeEndsGently(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	asked := make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "first ")
		w.(http.Flusher).Flush()
		close(asked)
		<-ctx.Done()
		io.WriteString(w, "last")
	})
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, h) }()
	go func() { <-asked; end() }()
	res, err := http.Get("http://" + l.Addr().String() + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if b, err := io.ReadAll(res.Body); string(b) != "first last" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
	if err := Serve(t.Context(), l, h); err == nil {
		t.Error("no error from a listener that is closed")
	}
}
