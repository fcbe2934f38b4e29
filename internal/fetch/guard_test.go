package fetch

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/waidian/waidian/internal/news"
)

func TestGuard(t *testing.T) {
	prefixes := func(list ...string) (out []netip.Prefix) {
		for _, p := range list {
			out = append(out, netip.MustParsePrefix(p))
		}
		return out
	}
	for _, tt := range []struct {
		name    string
		guard   guard
		yes, no string
	}{
		{"public only", newGuard(nil, false),
			"93.184.215.14:80 93.184.215.14:443 [2606:2800:21f:cb07::1]:443 [::ffff:93.184.215.14]:443",
			"127.0.0.1:80 127.9.9.9:443 [::1]:80 10.1.2.3:443 172.16.0.1:80 172.31.255.255:80 192.168.1.1:80 " +
				"169.254.169.254:80 100.64.0.1:80 100.100.100.200:80 168.63.129.16:80 0.0.0.0:80 255.255.255.255:80 224.0.0.1:80 " +
				"192.0.2.1:80 198.18.0.1:80 [::]:80 [::ffff:127.0.0.1]:80 [::ffff:10.0.0.1]:80 [64:ff9b::7f00:1]:80 " +
				"[64:ff9b::808:808]:80 [64:ff9b:1::1]:80 [fe80::1]:80 [fe80::1%25lo]:80 [fc00::1]:80 [fd00:ec2::254]:80 [ff02::1]:80 " +
				"[2002:7f00:1::]:80 [2001::1]:80 [2001:db8::1]:80 [::7f00:1]:80 93.184.215.14:22 93.184.215.14:8080 nonsense"},
		{"any port", newGuard(nil, true), "93.184.215.14:8080 93.184.215.14:81 93.184.215.14:443", "127.0.0.1:8080"},
		{"loopback allowed", newGuard(prefixes("127.0.0.0/8"), false),
			"127.0.0.1:80 127.3.2.1:40123 [::ffff:127.0.0.1]:1 93.184.215.14:443", "10.0.0.1:80 [::1]:80 93.184.215.14:8080"},
		{"one network allowed", newGuard(prefixes("10.2.0.0/16", "fd00:1::/32"), true), "10.2.3.4:8000 [fd00:1::2]:80", "10.3.0.1:80 [fd00:2::1]:80"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for want, list := range map[bool]string{true: tt.yes, false: tt.no} {
				for _, addr := range strings.Fields(list) {
					addr = strings.ReplaceAll(addr, "%25", "%")
					err := tt.guard.control("tcp", addr, nil)
					if (err == nil) != want || err != nil && !errors.Is(err, news.ErrForbidden) {
						t.Errorf("%s: %v", addr, err)
					}
				}
			}
		})
	}
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// local serves on loopback, for what cannot be shown in memory.
func local(t *testing.T, serve http.HandlerFunc) (base, port string) {
	t.Helper()
	srv := httptest.NewServer(serve)
	t.Cleanup(srv.Close)
	_, port, _ = net.SplitHostPort(srv.Listener.Addr().String())
	return srv.URL, port
}

func TestPrivateAddressesAreNotDialled(t *testing.T) {
	base, port := local(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, words) })
	away, _ := local(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://[::1]:"+port+"/1", http.StatusFound)
	})
	const because = " which is not a public address (fetch.allow_private can permit it to a source with this host and port)"
	for _, tt := range []struct {
		url   string
		allow []netip.Prefix
		err   string
	}{
		{base + "/1", nil, "127.0.0.1:" + port + " leads to 127.0.0.1," + because},
		{"http://courier.localhost:" + port + "/1", nil, "courier.localhost:" + port + " leads to 127.0.0.1," + because},
		{base + "/1", loopback, "<nil>"},
		{"http://courier.localhost:" + port + "/1", loopback, "<nil>"},
		{"http://LOCALHOST.:" + port + "/1", loopback, "<nil>"},
		{away, loopback, "[::1]:" + port + " leads to ::1," + because},
	} {
		c := New(Options{AllowPrivate: tt.allow})
		defer c.Close()
		got, err := fetchURL(c, tt.url, news.ForSource)
		if text := fmt.Sprint(err); reasonText(text) != tt.err {
			t.Errorf("%s: %s\nwant %s", tt.url, text, tt.err)
		}
		if err == nil {
			check(t, "remote", got.Remote, "127.0.0.1")
			check(t, "body", string(got.Body), words)
		}
	}
}

func reasonText(s string) string { return strings.TrimSuffix(s, ": "+news.ErrForbidden.Error()) }

func TestTwoAndTLS(t *testing.T) {
	var agent string
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agent = r.UserAgent()
		w.Header().Set("Content-Encoding", "gzip")
		w.Write([]byte(gzipped(words)))
	}))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	d := &net.Dialer{Control: newGuard(loopback, true).control}
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	c := New(Options{Transport: transport(dialer(d.DialContext), DefaultLimits(), &tls.Config{RootCAs: pool})})
	defer c.Close()
	got, err := fetchURL(c, srv.URL, news.ForSource)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "protocol", got.Proto, "HTTP/2.0")
	check(t, "body", string(got.Body), words)
	check(t, "agent", agent, DefaultAgent)

	stranger := New(Options{AllowPrivate: loopback})
	defer stranger.Close()
	_, err = fetchURL(stranger, srv.URL, news.ForSource)
	host := strings.TrimPrefix(srv.URL, "https://")
	if !errors.Is(err, news.ErrLater) || reason(err) != "the certificate of "+host+" is not valid: certificate signed by unknown authority" {
		t.Errorf("error %v", err)
	}
}

func TestTLSThatIsNone(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			fmt.Fprint(conn, "220 mail.example ESMTP\r\n")
			bufio.NewReader(conn).ReadString('\n')
			conn.Close()
		}
	}()
	defer l.Close()
	c := New(Options{AllowPrivate: loopback})
	defer c.Close()
	_, err = fetchURL(c, "https://"+l.Addr().String()+"/", news.ForSource)
	if want := l.Addr().String() + " does not speak TLS properly: first record does not look like a TLS handshake"; err == nil || reason(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
	l.Close()
	_, err = fetchURL(New(Options{AllowPrivate: loopback}), "http://"+l.Addr().String()+"/", news.ForSource)
	if want := l.Addr().String() + " refuses the connection"; err == nil || reason(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestSilenceInFewWords(t *testing.T) {
	u := &url.URL{Scheme: "https", Host: "a.example"}
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for _, tt := range []struct {
		err  error
		want string
		mood mood
	}{
		{dial(&net.DNSError{Err: "no such host", Name: "a.example", Server: "192.0.2.1:53", IsNotFound: true}), "cannot resolve a.example", unreachable},
		{dial(&net.DNSError{Err: "server misbehaving", Name: "a.example", IsTemporary: true}), "cannot resolve a.example", unreachable},
		{dial(os.NewSyscallError("connect", syscall.ECONNREFUSED)), "a.example refuses the connection", unreachable},
		{dial(os.NewSyscallError("connect", syscall.ENETUNREACH)), "there is no route to a.example", unreachable},
		{dial(os.NewSyscallError("connect", syscall.EHOSTUNREACH)), "there is no route to a.example", unreachable},
		{&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, "a.example breaks off the connection", neither},
		{dial(os.ErrDeadlineExceeded), "a.example does not answer in time", unreachable},
		{errors.New(`net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0"`),
			`a.example does not speak HTTP properly: malformed HTTP response "SSH-2.0"`, neither},
		{errors.New("remote error: tls: handshake failure"), "a.example does not speak TLS properly: remote error: tls: handshake failure", neither},
	} {
		check(t, tt.err.Error(), silence(u, tt.err), tt.want)
		check(t, tt.err.Error(), moodOf(tt.err), tt.mood)
	}
}

func TestUnreachableHostIsLeftAloneForAWhile(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	c := New(Options{AllowPrivate: loopback})
	base := "http://" + l.Addr().String()
	for _, path := range []string{"/1", "/2"} { // the second is answered from memory
		_, err := fetchURL(c, base+path, news.ForSource)
		var later *news.Later
		if !errors.As(err, &later) || later.Reason != l.Addr().String()+" refuses the connection" {
			t.Errorf("error %v", err)
		}
	}
	if w := c.Wait(base); w < silentFirst/2 || w > silentFirst*5/4 {
		t.Errorf("wait %s", w)
	}
	if newTransport(newGuard(nil, false), DefaultLimits()).Proxy != nil {
		t.Error("a proxy of the environment would be used")
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) { answer(w, 200, words) })
		c := o.client(Options{})
		for _, raw := range []string{
			"", "a.example/feed", "ftp://a.example/", "file:///etc/passwd", "http://", "http:///x", "javascript:alert(1)",
			"http://user:pass@a.example/", "http://a.example:http/", "http://[::1", "data:text/html,x", "http://a b/",
		} {
			if _, err := fetchURL(c, raw, news.ForSource); !errors.Is(err, news.ErrForbidden) {
				t.Errorf("%q: error %v", raw, err)
			}
			c.Wait(raw)
		}
		check(t, "requests", o.asked(), "")
	})
}
