package mhtml

import (
	"bytes"
	"strings"
)

// SavedFrom returns the address in the comment "saved from url=(0023)https://…", which browsers write
// into a page that they save as HTML; "" if there is none.
func SavedFrom(body []byte) string {
	head := body[:min(len(body), 4096)]
	i := bytes.Index(head, []byte("saved from url=("))
	if i < 0 {
		return ""
	}
	rest := head[i:]
	j := bytes.IndexByte(rest, ')')
	if j < 0 {
		return ""
	}
	rest = rest[j+1:]
	if end := bytes.IndexAny(rest, " \t\r\n>"); end > 0 {
		return strings.TrimSuffix(string(rest[:end]), "--")
	}
	return ""
}
