package send

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// office is what a mail server has taken.
type office struct {
	mu    sync.Mutex
	taken []string
	fail  error // of each message
}

func (o *office) NewSession(*smtp.Conn) (smtp.Session, error) { return letter{o}, nil }

type letter struct{ o *office }

func (letter) Mail(string, *smtp.MailOptions) error { return nil }
func (letter) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (letter) Reset()                               {}
func (letter) Logout() error                        { return nil }
func (l letter) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	l.o.mu.Lock()
	defer l.o.mu.Unlock()
	if l.o.fail != nil {
		return l.o.fail
	}
	l.o.taken = append(l.o.taken, string(b))
	return err
}

// serveMail is a mail server on the loopback, with STARTTLS where secure.
func serveMail(t *testing.T, o *office, secure *tls.Config) (port int) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(o)
	s.Domain, s.TLSConfig = "mail.example", secure
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

func TestMail(t *testing.T) {
	o := &office{}
	web := httptest.NewTLSServer(nil) // for its certificate
	defer web.Close()
	dial := (&net.Dialer{}).DialContext
	by := Mail{
		Host: "127.0.0.1", Port: serveMail(t, o, &tls.Config{Certificates: web.TLS.Certificates}), TLS: "starttls",
		From: "外电 <desk@press.example>", To: "reader@example.org", Name: "press.example", Dial: dial,
	}
	if err := by.Check(); err != nil {
		t.Fatal(err)
	}
	if err := by.Send(t.Context(), told); err == nil || len(o.taken) > 0 {
		t.Fatalf("a certificate that nobody trusts is taken: %v", err)
	}
	by.Roots = web.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	for range 2 {
		if err := by.Send(t.Context(), told); err != nil {
			t.Fatal(err)
		}
	}
	m, err := mail.ReadMessage(strings.NewReader(o.taken[0]))
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range map[string]string{
		"Message-Id": "<x1@press.example>", "List-Unsubscribe": "<mailto:desk@press.example?subject=unsubscribe>", "To": "<reader@example.org>", "Auto-Submitted": "auto-generated",
	} {
		if got := m.Header.Get(k); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	if again, err := mail.ReadMessage(strings.NewReader(o.taken[1])); err != nil || again.Header.Get("Message-Id") != m.Header.Get("Message-Id") {
		t.Errorf("the same message has another Message-ID, %v", err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, want := range []struct{ kind, text string }{
		{"text/plain", "The Lantern: Ferry halted\r\n\r\nhttps://press.example/s/a.html"}, {"text/html", `<a href="https://press.example/s/a.html">`},
	} {
		p, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(p)
		if err != nil || !strings.HasPrefix(p.Header.Get("Content-Type"), want.kind) || !bytes.Contains(b, []byte(want.text)) {
			t.Errorf("%s: %q, %v", p.Header.Get("Content-Type"), b, err)
		}
	}
}

// TestMailRefused: a refusal for good is this message's, another one may pass later; without TLS nothing goes out unless that is said.
func TestMailRefused(t *testing.T) {
	o := &office{fail: &smtp.SMTPError{Code: 554, Message: "no room"}}
	by := Mail{Host: "127.0.0.1", Port: serveMail(t, o, nil), TLS: "none", From: "desk@press.example", To: "reader@example.org", Name: "press.example", Dial: (&net.Dialer{}).DialContext}
	var no *Refused
	if err := by.Send(t.Context(), told); !errors.As(err, &no) || !no.Only {
		t.Errorf("554: %v", err)
	}
	o.fail = &smtp.SMTPError{Code: 451, Message: "later"}
	no = nil
	if err := by.Send(t.Context(), told); err == nil || errors.As(err, &no) {
		t.Errorf("451: %v", err)
	}
	o.fail = nil
	by.TLS = "starttls"
	if err := by.Send(t.Context(), told); err == nil || len(o.taken) > 0 {
		t.Errorf("sent without TLS: %v", err)
	}
	by.TLS, by.To = "none", "no address"
	if by.Check() == nil {
		t.Error("no address is taken")
	}
}
