// Package weblink reads how an answer leads on to another address: the Link field (RFC 8288), the Refresh field, and
// pages that hold nothing and send their reader elsewhere. It reads what it is given and asks nobody; whether to follow
// is the caller's to decide.
package weblink

import (
	"net/url"
	"strings"
	"time"
)

const (
	mostLinks  = 100      // links of one answer's header
	mostBytes  = 64 << 10 // bytes of its Link fields
	mostParams = 50       // parameters of one link
	mostTarget = 4 << 10  // bytes of an address that is led to
)

// Link is one link of a Link field.
type Link struct {
	Target string // absolute if the base is
	Rel    string // relation types in lower case, separated by spaces
	Type   string // media type in lower case, without parameters
	Title  string
}

// Has reports whether the link has the relation.
func (l Link) Has(rel string) bool {
	for word := range strings.FieldsSeq(l.Rel) {
		if word == rel {
			return true
		}
	}
	return false
}

// Fields reads the values of Link fields (RFC 8288, appendix B.2) of an answer from the address base. Links whose context is
// another document (anchor) are left out, and so is the rest of a value from where it cannot be read.
func Fields(values []string, base string) []Link {
	at, err := url.Parse(base)
	if err != nil {
		at = &url.URL{}
	}
	var out []Link
	left := mostBytes
	for _, v := range values {
		v = v[:min(len(v), left)]
		left -= len(v)
		for len(out) < mostLinks {
			l, own, rest, ok := link(v)
			if !ok {
				break
			}
			v = rest
			if target := resolve(at, l.Target); own && target != "" {
				l.Target = target
				out = append(out, l)
			}
		}
	}
	return out
}

// link cuts the first link off a value; own says that its context is the answer itself.
func link(s string) (l Link, own bool, rest string, ok bool) {
	s, found := strings.CutPrefix(strings.TrimLeft(s, " \t,"), "<")
	if !found {
		return l, false, "", false
	}
	l.Target, s, found = strings.Cut(s, ">")
	if !found {
		return l, false, "", false
	}
	own = true
	seen := map[string]bool{}
	for range mostParams {
		s = strings.TrimLeft(s, " \t")
		if !strings.HasPrefix(s, ";") {
			break
		}
		var name, value string
		if name, value, s = param(s[1:]); seen[name] {
			continue // the first one counts
		}
		seen[name] = true
		switch name {
		case "rel":
			l.Rel = strings.ToLower(strings.Join(strings.Fields(value), " "))
		case "type":
			value, _, _ = strings.Cut(value, ";")
			l.Type = strings.ToLower(strings.TrimSpace(value))
		case "title":
			l.Title = strings.Join(strings.Fields(strings.ToValidUTF8(value, "")), " ")
		case "anchor":
			own = value == "" || value == "#"
		}
	}
	if i := strings.IndexByte(s, ','); i >= 0 {
		return l, own, s[i+1:], true
	}
	return l, own, "", true
}

// param cuts the first parameter off what follows a semicolon. Its name is in lower case.
func param(s string) (name, value, rest string) {
	s = strings.TrimLeft(s, " \t")
	n := strings.IndexAny(s, "=;, \t")
	if n < 0 {
		return strings.ToLower(s), "", ""
	}
	name, s = strings.ToLower(s[:n]), strings.TrimLeft(s[n:], " \t")
	s, found := strings.CutPrefix(s, "=")
	if !found {
		return name, "", s
	}
	s = strings.TrimLeft(s, " \t")
	if !strings.HasPrefix(s, `"`) {
		n := strings.IndexAny(s, ";,")
		if n < 0 {
			n = len(s)
		}
		return name, strings.TrimSpace(s[:n]), s[n:]
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			return name, b.String(), s[i+1:]
		default:
			b.WriteByte(s[i])
		}
	}
	return name, b.String(), ""
}

// Refresh reads the value of a Refresh field, or of the meta element in its place (HTML, "shared declarative refresh
// steps"). The target is as it was written; it is empty where the page itself is to be loaded again.
func Refresh(value string) (wait time.Duration, target string, ok bool) {
	const space = " \t\r\n\f"
	s := strings.TrimLeft(value, space)
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 0 && !strings.HasPrefix(s, ".") {
		return 0, "", false
	}
	for _, c := range s[:n] {
		wait = min(wait*10+time.Duration(c-'0')*time.Second, 24*time.Hour)
	}
	s = strings.TrimLeft(s[n:], "0123456789.")
	if s != "" && !strings.ContainsAny(s[:1], ";,"+space) {
		return 0, "", false
	}
	s = strings.TrimLeft(s, space)
	if s != "" && (s[0] == ';' || s[0] == ',') {
		s = strings.TrimLeft(s[1:], space)
	}
	if len(s) >= 3 && strings.EqualFold(s[:3], "url") {
		if after, found := strings.CutPrefix(strings.TrimLeft(s[3:], space), "="); found {
			s = strings.TrimLeft(after, space)
		}
	}
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		quote := s[:1]
		s, _, _ = strings.Cut(s[1:], quote)
	}
	return wait, strings.Trim(s, space), true
}

// resolve returns the web address that ref is against base; "" if it is none.
func resolve(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if len(ref) > mostTarget {
		return ""
	}
	u, err := base.Parse(ref)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	address := u.String()
	if _, err := url.Parse(address); err != nil { // "//0::" is read as a reference, and is none as an address
		return ""
	}
	return address
}
