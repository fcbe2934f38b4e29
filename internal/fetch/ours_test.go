package fetch

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// way is a way out on which each host has its own fault; a host without one answers.
type way map[string]error

func (w way) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(time.Second)
	if err := w[r.URL.Host]; err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: 200, Proto: "HTTP/1.1", Header: http.Header{}, Body: io.NopCloser(strings.NewReader(words)), ContentLength: int64(len(words))}, nil
}

func dialling(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }

// What this machine lacks is its own trouble: the host is not in back-off, and its robots.txt is not taken for missing.
func TestOwnTroubleIsNoHosts(t *testing.T) {
	down := &net.DNSError{Err: "server misbehaving", Name: "a.example", IsTemporary: true}
	for _, c := range []struct {
		name string
		err  error
		ours bool
	}{
		{"no descriptor", dialling(os.NewSyscallError("socket", syscall.EMFILE)), true},
		{"no descriptor for the resolver", dialling(&net.DNSError{Err: "too many", Name: "a.example", UnwrapErr: syscall.EMFILE}), true},
		{"no descriptor on the machine", dialling(os.NewSyscallError("socket", syscall.ENFILE)), true},
		{"no memory", dialling(os.NewSyscallError("connect", syscall.ENOBUFS)), true},
		{"interface down", dialling(os.NewSyscallError("connect", syscall.ENETDOWN)), true},
		{"no route", dialling(os.NewSyscallError("connect", syscall.ENETUNREACH)), true},
		{"no gateway", dialling(os.NewSyscallError("connect", syscall.EHOSTUNREACH)), true},
		{"no resolver", dialling(down), true},
		{"no such name", dialling(&net.DNSError{Err: "no such host", Name: "a.example", IsNotFound: true}), false},
		{"refused", dialling(os.NewSyscallError("connect", syscall.ECONNREFUSED)), false},
		{"broken off", io.ErrUnexpectedEOF, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := way{"a.example": c.err}
				client := New(Options{Transport: w})
				for _, p := range []news.Purpose{news.ForSource, news.ForArticle} {
					_, err := fetchURL(client, "http://a.example/1", p)
					if errors.Is(err, news.ErrOurs) != c.ours || c.ours && errors.Is(err, news.ErrLater) {
						t.Errorf("error %v", err)
					}
				}
				if !c.ours {
					return
				}
				check(t, "back-off", client.Wait("http://a.example/1"), time.Duration(0))
				delete(w, "a.example")
				if _, err := fetchURL(client, "http://a.example/1", news.ForArticle); err != nil {
					t.Errorf("when it is over: %v", err)
				}
			})
		})
	}
}

// A network that seems to be down is to blame while several hosts seem so and none answers; else the host is.
func TestWhoseNetwork(t *testing.T) {
	down := dialling(&net.DNSError{Err: "server misbehaving", Name: "a.example", IsTemporary: true})
	synctest.Test(t, func(t *testing.T) {
		client := New(Options{Transport: way{"a.example": down, "b.example": down}})
		blamed := func(host string) bool {
			time.Sleep(time.Hour) // no back-off is left
			_, err := fetchURL(client, "http://"+host+"/feed", news.ForSource)
			return !errors.Is(err, news.ErrOurs)
		}
		for _, want := range []bool{false, false, false, true, true} {
			check(t, "the only host that is asked is blamed", blamed("a.example"), want)
		}
		for range 5 {
			check(t, "one of two hosts is blamed", blamed("b.example") || blamed("a.example"), false)
		}
		done := make(chan bool)
		go func() { done <- blamed("a.example") }()
		time.Sleep(time.Hour - time.Second/4)
		fetchURL(client, "http://c.example/feed", news.ForSource) // its answer comes while a.example is asked
		check(t, "a host that fails while another answers is blamed", <-done, true)
	})
}
