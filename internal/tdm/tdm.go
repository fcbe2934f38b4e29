// Package tdm reads the file in which an outlet reserves the rights of text and
// data mining for parts of its site (TDM Reservation Protocol, W3C Community Group
// Final Report, 2024, section 6). It never fetches the file, and knows nothing of
// what a reservation means for the desk.
package tdm

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Path is where the file lies on every host that has one.
const Path = "/.well-known/tdmrep.json"

// Bounds of a file: more than any outlet has written, and less than hurts.
const (
	maxRules   = 1000
	maxPattern = 2000 // bytes
)

// Policy is what a host's file says. The zero value reserves nothing.
type Policy struct{ rules []rule }

type rule struct {
	pattern  string
	reserved bool
}

// Parse reads a file. Rules that are not understood are left out.
func Parse(body []byte) (Policy, error) {
	var list []struct {
		Location    string          `json:"location"`
		Reservation json.RawMessage `json:"tdm-reservation"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return Policy{}, fmt.Errorf("read tdmrep.json: %w", err)
	}
	var p Policy
	for _, r := range list[:min(len(list), maxRules)] {
		said := strings.Trim(string(r.Reservation), `" `)
		if r.Location == "" || len(r.Location) > maxPattern || said != "0" && said != "1" {
			continue
		}
		p.rules = append(p.rules, rule{r.Location, said == "1"})
	}
	return p, nil
}

// Reserved reports whether the rights to the page at path are reserved. Patterns
// are those of robots.txt (RFC 9309, 2.2.3): they match from the start of the path,
// "*" stands for anything, "$" at the end for the end; the longest that matches counts.
func (p Policy) Reserved(path string) bool {
	longest, reserved := -1, false
	for _, r := range p.rules {
		if len(r.pattern) > longest && matches(r.pattern, path) {
			longest, reserved = len(r.pattern), r.reserved
		}
	}
	return reserved
}

// matches finds the parts between the stars one after the other, each as early as
// it can be: a match, if there is one, is found that way in linear steps.
func matches(pattern, path string) bool {
	pattern, toEnd := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	rest := path[len(parts[0]):]
	for i, part := range parts[1:] {
		if toEnd && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return !toEnd || rest == ""
}
