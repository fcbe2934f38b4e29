package send

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"net"
	"strings"

	"github.com/wneessen/go-mail"
)

// Mail sends each message by SMTP to one address. The same message has the same Message-ID, also when it is sent once more.
type Mail struct {
	Host     string
	Port     int
	TLS      string // "starttls": the connection must become one with TLS; "tls": it is one; "none": only for a machine of one's own
	User     string // empty: nobody logs in
	Password string
	From     string
	To       string
	Leave    string // address (mailto: or https:) for List-Unsubscribe; empty: mailto: of From
	Name     string // of the site, in Message-ID; a host name
	Dial     func(ctx context.Context, network, address string) (net.Conn, error)
	Roots    *x509.CertPool // that certificates are trusted by; nil: those of this machine
}

// Check returns what of a Mail cannot be used.
func (s Mail) Check() error {
	if _, err := s.client(); err != nil {
		return err
	}
	_, err := s.mail(Message{ID: "1", Title: "-"})
	return err
}

// Send is that of a Sender.
func (s Mail) Send(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	c, err := s.client()
	if err != nil {
		return err
	}
	x, err := s.mail(m)
	if err != nil {
		return err
	}
	err = c.DialAndSendWithContext(ctx, x)
	if err == nil || x.IsDelivered() { // what went wrong after the server had taken it is no matter
		return nil
	}
	err = inTime(ctx, err)
	why := firstLine(without(fmt.Sprintf("mail by %s: %v", s.Host, err), s.secrets()...), mostQuoted)
	var at *mail.SendError
	if errors.As(err, &at) && !at.IsTemp() && at.ErrorCode() >= 500 {
		return &Refused{Why: why, Only: true}
	}
	return errors.New(why)
}

// secrets are what a server may repeat of how a Mail logs in (RFC 4616, and LOGIN).
func (s Mail) secrets() []string {
	if s.Password == "" {
		return nil
	}
	list := []string{s.Password}
	for _, said := range []string{s.Password, "\x00" + s.User + "\x00" + s.Password} {
		list = append(list, base64.StdEncoding.EncodeToString([]byte(said)))
	}
	return list
}

func (s Mail) client() (*mail.Client, error) {
	opts := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(longest), mail.WithoutNoop()}
	switch s.TLS {
	case "none":
		opts = append(opts, mail.WithTLSPolicy(mail.NoTLS))
	case "tls": // the connection is one with TLS already: with this policy the library looks, and lets a password out
		opts = append(opts, mail.WithTLSPolicy(mail.TLSOpportunistic))
	default:
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.User != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	trusted := &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	opts = append(opts, mail.WithTLSConfig(trusted), mail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := s.Dial(ctx, network, address)
		if err != nil || s.TLS != "tls" {
			return conn, err
		}
		c := tls.Client(conn, trusted)
		if err := c.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		return c, nil
	}))
	c, err := mail.NewClient(s.Host, opts...)
	if err != nil {
		return nil, fmt.Errorf("prepare mail: %w", err)
	}
	return c, nil
}

// mail is a message as its reader gets it: plain text first, then the same as HTML (RFC 2046, 5.1.4).
func (s Mail) mail(m Message) (*mail.Msg, error) {
	x := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := x.From(s.From); err != nil {
		return nil, fmt.Errorf("read the sender: %w", err)
	}
	if err := x.To(s.To); err != nil {
		return nil, fmt.Errorf("read the address of a reader: %w", err)
	}
	x.Subject(firstLine(m.Title, mostSubject))
	x.SetDate()
	x.SetMessageIDWithValue(m.ID + "@" + s.Name)
	x.SetGenHeader(mail.HeaderListUnsubscribe, "<"+s.leave()+">")
	x.SetGenHeader(mail.Header("Auto-Submitted"), "auto-generated") // RFC 3834
	body := m.Text
	if m.URL != "" {
		body += "\n\n" + m.URL
	}
	x.SetBodyString(mail.TypeTextPlain, body+"\n")
	x.AddAlternativeString(mail.TypeTextHTML, asHTML(m))
	return x, nil
}

func (s Mail) leave() string {
	if s.Leave != "" {
		return s.Leave
	}
	from := s.From
	if i := strings.LastIndexByte(from, '<'); i >= 0 {
		from = strings.TrimSuffix(from[i+1:], ">")
	}
	return "mailto:" + from + "?subject=unsubscribe"
}

// asHTML is a message without anything that is fetched when it is read.
func asHTML(m Message) string {
	var b strings.Builder
	b.WriteString("<!doctype html><meta charset=\"utf-8\">\n")
	for line := range strings.SplitSeq(m.Text, "\n") {
		if line == "" {
			continue
		}
		line = html.EscapeString(line)
		if strings.HasPrefix(line, "http://") || strings.HasPrefix(line, "https://") {
			line = `<a href="` + line + `">` + line + "</a>"
		}
		b.WriteString("<p>" + line + "</p>\n")
	}
	if m.URL != "" {
		u := html.EscapeString(m.URL)
		b.WriteString(`<p><a href="` + u + `">` + u + "</a></p>\n")
	}
	return b.String()
}
