package archive

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// responseHead writes the header of the answer to p.head: the status line, the fields in the
// order of their names, the blank line. HTTP/2 has no text form of its own and is written
// as 1.1; a field of the record names the protocol.
func (p *packer) responseHead(c news.Capture) {
	proto := c.Proto
	if !strings.HasPrefix(proto, "HTTP/1.") {
		proto = "HTTP/1.1"
	}
	p.head.Reset()
	fmt.Fprintf(&p.head, "%s %03d %s\r\n", proto, c.Status, http.StatusText(c.Status))
	for _, name := range slices.Sorted(maps.Keys(c.Header)) {
		if name == "Transfer-Encoding" || secret(name) {
			continue
		}
		for _, v := range c.Header[name] {
			writeField(&p.head, name, v)
		}
	}
	p.head.WriteString("\r\n")
}

// requestHead writes the header of the request to p.head.
func (p *packer) requestHead(c news.Capture) {
	target := "/"
	if u, err := url.Parse(finalURL(c)); err == nil {
		target = u.RequestURI()
	}
	p.head.Reset()
	fmt.Fprintf(&p.head, "GET %s HTTP/1.1\r\n", target)
	for _, name := range slices.Sorted(maps.Keys(c.Request)) {
		for _, v := range c.Request[name] {
			if name == "User-Agent" {
				v = withoutComments(v)
			}
			if !secret(name) {
				writeField(&p.head, name, v)
			}
		}
	}
	p.head.WriteString("\r\n")
}

// secret reports whether a field identifies one visitor among others. An archive may be passed on.
func secret(field string) bool {
	switch field {
	case "Authorization", "Proxy-Authorization", "Cookie", "Cookie2",
		"Set-Cookie", "Set-Cookie2", "Authentication-Info", "Proxy-Authentication-Info":
		return true
	}
	return false
}

// withoutComments returns a User-Agent without the comments in brackets, in which a desk
// names its operator.
func withoutComments(agent string) string {
	var out strings.Builder
	depth := 0
	for _, r := range agent {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			out.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// splitHTTP splits an HTTP answer into header and body. It is lenient: lines may end in LF
// alone, and lines that are no fields are skipped. ok: it begins with a status line.
func splitHTTP(block []byte) (proto string, status int, head map[string][]string, body []byte, ok bool) {
	line, rest := cutLine(block)
	proto, after, _ := strings.Cut(line, " ")
	code, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	status, err := strconv.Atoi(code)
	if !strings.HasPrefix(proto, "HTTP/") || err != nil || status < 100 || status > 999 {
		return "", 0, nil, nil, false
	}
	head = map[string][]string{}
	for len(rest) > 0 {
		line, rest = cutLine(rest)
		if line == "" {
			break
		}
		if name, value, ok := strings.Cut(line, ":"); ok {
			name = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))
			head[name] = append(head[name], strings.TrimSpace(value))
		}
	}
	return proto, status, head, rest, true
}

// cutLine returns the first line without its end, and the rest.
func cutLine(b []byte) (string, []byte) {
	line, rest, _ := bytes.Cut(b, []byte("\n"))
	return string(bytes.TrimSuffix(line, []byte("\r"))), rest
}
