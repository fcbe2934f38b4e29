package fetch

import (
	"fmt"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"

	"github.com/waidian/waidian/internal/news"
)

// guard decides which addresses may be dialled. It looks at the address really
// dialled, after DNS and redirects, so that no name can lead it astray.
type guard struct {
	allow  []netip.Prefix
	ports  []uint16
	public *ssrf.Guardian
}

func newGuard(allow []netip.Prefix, ports []uint16) guard {
	azure := netip.MustParsePrefix("168.63.129.16/32") // a cloud's metadata on a public address
	return guard{allow, ports, ssrf.New(ssrf.WithDeniedV4Prefixes(azure), ssrf.WithAnyPort())}
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
// the ports of the web. Which addresses are public is IANA's to say: the special
// purpose registries for IPv4 and IPv6 (RFC 6890), as package ssrf carries them.
func (g guard) check(ap netip.AddrPort) error {
	addr := ap.Addr().Unmap().WithZone("")
	for _, p := range g.allow {
		if p.Contains(addr) {
			return nil
		}
	}
	if g.public.SafeAddr(addr) != nil {
		return &barred{fmt.Sprintf("leads to %s, which is not a public address (fetch.allow_private would permit it)", addr)}
	}
	if p := ap.Port(); p != 80 && p != 443 && !slices.Contains(g.ports, p) {
		return &barred{fmt.Sprintf("leads to port %d, which is not one of the web's", p)}
	}
	return nil
}
