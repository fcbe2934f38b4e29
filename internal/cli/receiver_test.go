package cli

import (
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/rogpeppe/go-internal/testscript"
)

// hooks is a web server that writes down what it is sent, by the first part of the path: as received/NAME in a folder. It answers with
// what answers/NAME holds, an HTTP answer as it goes over the wire; "silent" is none, "endless" one that does not end; no file: 204.
type hooks struct {
	dir string
	mu  sync.Mutex // held while a request is written down
}

func (h *hooks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // what is missing is found missing by the script
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if name == "" {
		name = "root"
	}
	lines := fmt.Sprintf("%s %s\n", r.Method, r.RequestURI)
	for _, k := range []string{"Authorization", "Webhook-Signature"} {
		if v := r.Header.Get(k); v != "" {
			lines += k + ": " + v + "\n"
		}
	}
	h.mu.Lock()
	err := appendTo(filepath.Join(h.dir, "received", name), lines+string(body)+"\n")
	h.mu.Unlock()
	answer, none := os.ReadFile(filepath.Join(h.dir, "answers", name))
	switch {
	case err != nil:
		w.WriteHeader(http.StatusInsufficientStorage)
		return
	case none != nil:
		w.WriteHeader(http.StatusNoContent)
		return
	}
	c, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer c.Close()
	switch strings.TrimSpace(string(answer)) {
	case "silent":
	case "endless":
		_, err = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
		for line := []byte(strings.Repeat("and so on ", 1000)); err == nil; {
			_, err = c.Write(line)
		}
	default:
		c.Write(answer)
	}
}

func appendTo(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// openHooks begins a web server as hooks are, and sets RECEIVER to its host and port:
//
//	receiver
func openHooks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: receiver")
	}
	s := httptest.NewServer(&hooks{dir: ts.Getenv("WORK")})
	ts.Defer(s.Close)
	ts.Setenv("RECEIVER", s.Listener.Addr().String())
}

// mailbox is a mail server that appends what it takes to a file. With a password nobody is let in without it.
type mailbox struct {
	file, password string
	mu             sync.Mutex // held while a letter is written down
}

func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &mailSession{box: m, in: m.password == ""}, nil
}

type mailSession struct {
	box *mailbox
	in  bool
	to  string
}

func (s *mailSession) AuthMechanisms() []string {
	if s.box.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *mailSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if s.in = user == "desk" && password == s.box.password; s.in {
			return nil
		}
		return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: fmt.Sprintf("user %s has not the password %s", user, password)}
	}), nil
}

func (s *mailSession) Mail(string, *smtp.MailOptions) error {
	if !s.in {
		return smtp.ErrAuthRequired
	}
	return nil
}
func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error { s.to = to; return nil }
func (s *mailSession) Reset()                                    {}
func (s *mailSession) Logout() error                             { return nil }
func (s *mailSession) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	return appendTo(s.box.file, "for "+s.to+"\n"+string(b))
}

// openMailbox is a mail server on the loopback: "tls" from the first byte, "starttls" or "plain"; its authority is what trusts it.
func openMailbox(m *mailbox, way string) (address string, authority []byte, end func(), err error) {
	web := httptest.NewTLSServer(nil) // for its certificate
	defer web.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, nil, err
	}
	address = l.Addr().String()
	s := smtp.NewServer(m)
	s.Domain, s.ErrorLog = "mail.example", quietLog{}
	secure := &tls.Config{Certificates: web.TLS.Certificates}
	switch way {
	case "tls":
		l = tls.NewListener(l, secure)
	case "starttls":
		s.TLSConfig = secure
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	authority = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
	return address, authority, func() { s.Close(); <-done }, nil
}

type quietLog struct{}

func (quietLog) Printf(string, ...any) {}
func (quietLog) Println(...any)        {}

// openBox begins a mail server, sets MAILBOX to its host and port, and writes the authority of its certificate to ca.pem. Letters are appended
// to received/mail. With a password, the user "desk" has to log in:
//
//	mailbox plain|starttls|tls [PASSWORD]
func openBox(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 || !slices.Contains([]string{"plain", "starttls", "tls"}, args[0]) {
		ts.Fatalf("usage: mailbox plain|starttls|tls [PASSWORD]")
	}
	m := &mailbox{file: ts.MkAbs("received/mail")}
	if len(args) > 1 {
		m.password = args[1]
	}
	address, authority, end, err := openMailbox(m, args[0])
	ts.Check(err)
	ts.Defer(end)
	ts.Check(os.WriteFile(ts.MkAbs("ca.pem"), authority, 0o600))
	ts.Setenv("MAILBOX", address)
}
