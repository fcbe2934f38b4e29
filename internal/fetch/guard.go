package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"

	"github.com/waidian/waidian/internal/news"
)

// guard decides which addresses may be dialled. It looks at the address really
// dialled, after DNS and redirects, so that no name can lead it astray.
type guard struct {
	allow  []netip.Prefix
	ports  bool // any port, not those of the web alone
	public *ssrf.Guardian
}

func newGuard(allow []netip.Prefix, ports bool) guard {
	azure := netip.MustParsePrefix("168.63.129.16/32") // a cloud's metadata on a public address
	return guard{allow, ports, ssrf.New(ssrf.WithDeniedV4Prefixes(azure), ssrf.WithAnyPort())}
}

// Guard is the control of a net.Dialer that asks no outlet: public addresses pass, on any port, and with private all.
func Guard(private bool) func(network, address string, c syscall.RawConn) error {
	if private {
		return nil
	}
	g := newGuard(nil, true)
	return func(network, address string, c syscall.RawConn) error {
		if g.control(network, address, c) != nil {
			return &barred{fmt.Sprintf("leads to %s, which is not a public address", address)}
		}
		return nil
	}
}

// barred is the error of an address that may not be dialled.
type barred struct{ why string }

func (b *barred) Error() string { return b.why }

// Unwrap makes every barred a news.ErrForbidden.
func (b *barred) Unwrap() error { return news.ErrForbidden }

// control is for net.Dialer: called with each address before it is connected to.
func (g guard) control(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return &barred{fmt.Sprintf("leads to %q, which is not an address", address)}
	}
	return g.check(ap)
}

// check lets pass what the operator allows, on any port, and public addresses on
// the ports of the web, or on any. Which addresses are public is IANA's to say: the special
// purpose registries for IPv4 and IPv6 (RFC 6890), as package ssrf carries them.
func (g guard) check(ap netip.AddrPort) error {
	addr := ap.Addr().Unmap().WithZone("")
	for _, p := range g.allow {
		if p.Contains(addr) {
			return nil
		}
	}
	if g.public.SafeAddr(addr) != nil {
		return &barred{fmt.Sprintf("leads to %s, which is not a public address "+
			"(fetch.allow_private can permit it to a source with this host and port)", addr)}
	}
	return g.checkPort(ap.Port())
}

// checkPort lets pass the ports of the web, or any.
func (g guard) checkPort(p uint16) error {
	if p != 80 && p != 443 && !g.ports {
		return &barred{fmt.Sprintf("leads to port %d, which is not one of the web's", p)}
	}
	return nil
}

// names reports whether an address that the operator wrote has the host and port of the URL. A name is not a
// number: what both lead to does not matter.
func names(address string, u *url.URL) bool {
	if address == "" {
		return false
	}
	own, err := url.Parse(mended(address))
	return err == nil && own.Host != "" && spell(own) == nil && site(own) == site(u)
}

// site is the host and port of a URL.
func site(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		host = ip.Unmap().String()
	}
	return net.JoinHostPort(host, port)
}
