package cli

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/config"
)

// TestReceiversAreReached: a receiver or proxy that is not there, one without a name and one of the operator's own network are named; one that is there
// is connected to, and sent nothing. What is wrong with the form of a channel is not said twice.
func TestReceiversAreReached(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	heard := make(chan string, 9)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			b, _ := io.ReadAll(conn)
			heard <- string(b)
		}
	}()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	here, away := l.Addr().String(), gone.Addr().String()
	var c config.Config
	wants := map[string]string{}
	add := func(p config.Push, want string) {
		c.Push, wants[p.Name] = append(c.Push, p), want
	}
	add(config.Push{Name: "open", Kind: config.PushWebhook, URL: "http://" + here + "/s3cret", Private: true}, "")
	add(config.Push{Name: "named", Kind: config.PushWebhook, URL: "http://here.example:" + here[strings.LastIndex(here, ":")+1:], Private: true}, "")
	add(config.Push{Name: "letters", Kind: config.PushMail, URL: "smtp-plain://" + here, From: "a@b.example", To: "c@d.example", Private: true, Proxy: "http://" + away}, "")
	add(config.Push{Name: "relayed", Kind: config.PushTelegram, To: "1", SecretEnv: "TOKEN", Proxy: "socks5://u:s3cret@" + here}, "")
	add(config.Push{Name: "shut", Kind: config.PushNtfy, URL: "http://" + away + "/", To: "s3cret", Private: true}, "127.0.0.1 cannot be reached: ")
	add(config.Push{Name: "inside", Kind: config.PushWebhook, URL: "http://" + here + "/s3cret"}, "127.0.0.1 cannot be reached: ")
	add(config.Push{Name: "nowhere", Kind: config.PushWebhook, URL: "http://hooks.invalid/s3cret"}, "hooks.invalid cannot be reached: ")
	add(config.Push{Name: "unrelayed", Kind: config.PushWebhook, URL: "http://hooks.invalid/s3cret", Proxy: "http://u:s3cret@" + away}, "the proxy 127.0.0.1 cannot be reached: ")
	add(config.Push{Name: "misspelt", Kind: config.PushWebhook, URLEnv: "NOTHING"}, "the environment variable NOTHING is empty")
	var said bytes.Buffer
	a := &app{log: slog.New(slog.NewTextHandler(&said, nil)), Env: Env{
		Stderr: &said, Getenv: func(k string) string { return map[string]string{"TOKEN": "1:s3cret"}[k] },
		LookupHost: func(_ context.Context, host string) ([]string, error) {
			if strings.HasSuffix(host, ".invalid") {
				return nil, &net.DNSError{Err: "no such host", Name: host}
			}
			return []string{"127.0.0.1"}, nil
		},
	}}
	for _, f := range (doctorCmd{}).pushes(t.Context(), a, c) {
		name := strings.TrimPrefix(f.what, "push ")
		switch want := wants[name]; {
		case want == "" && f.err != nil, want != "" && (f.err == nil || !strings.HasPrefix(f.err.Error(), want)):
			t.Errorf("%s: %v, want %q", name, f.err, want)
		case f.err != nil && strings.Contains(f.err.Error()+f.do, "s3cret"):
			t.Errorf("%s: a secret is said: %v", name, f.err)
		}
	}
	a.sayUnreached(t.Context(), c)
	if got := strings.Count(said.String(), "cannot be reached"); got != 4 || strings.Contains(said.String(), "misspelt") || strings.Contains(said.String(), "s3cret") {
		t.Errorf("at the start of a desk:\n%s", said.String())
	}
	for range 8 { // four channels, by doctor and at the start
		if b := <-heard; b != "" {
			t.Errorf("it was sent %q", b)
		}
	}
}
