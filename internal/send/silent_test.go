package send

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestReceiverThatSaysNothing: in virtual time, a receiver that takes a request and says nothing, or goes on without an end, is left after
// the longest time; one whose answer is whole until there has taken the message.
func TestReceiverThatSaysNothing(t *testing.T) {
	for _, c := range []struct {
		name  string
		says  func(net.Conn)
		after time.Duration
		want  string // error; "": none
	}{
		{"nothing", func(net.Conn) {}, longest, "ask press.example: not done within 30s"},
		{"half a status", func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200") }, longest, "ask press.example: not done within 30s"},
		{"a body drop by drop", func(c net.Conn) {
			for _, err := io.WriteString(c, "HTTP/1.1 500 Oh\r\n\r\n"); err == nil; time.Sleep(time.Second) {
				_, err = io.WriteString(c, "x")
			}
		}, longest, "press.example answered 500 Oh: xxx"},
		{"taken, and a body drop by drop", func(c net.Conn) {
			for _, err := io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n"); err == nil; time.Sleep(time.Second) {
				_, err = io.WriteString(c, "x")
			}
		}, longest, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			dial := func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				go func() {
					defer far.Close()
					if _, err := far.Read(make([]byte, 1)); err != nil { // what is said before a request is no answer
						return
					}
					left := make(chan struct{})
					go func() { defer close(left); io.Copy(io.Discard, far) }()
					c.says(far)
					<-left
				}()
				return near, nil
			}
			client := &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}
			began := time.Now()
			err := Webhook{URL: "http://press.example/hook", HTTP: client}.Send(t.Context(), told)
			if took := time.Since(began); took != c.after || (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%s: %v after %s, want %q after %s", c.name, err, took, c.want, c.after)
			}
			time.Sleep(2 * time.Second) // of virtual time, in which the receiver finds out that nobody listens
		})
	}
}
