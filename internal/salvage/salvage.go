// Package salvage finds the JSON in what a language model wrote, and mends it where the
// model's meaning is beyond doubt: a comma too many, a quotation mark that is not escaped, an
// end that is missing. It knows nothing of what the JSON says, and it never adds a value: what
// broke off is dropped, not completed.
package salvage

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Bounds on what is looked at.
const (
	maxObjects = 64  // places in a text where an object is looked for
	maxDepth   = 40  // of objects and lists within each other
	maxAhead   = 200 // bytes beyond a quotation mark that are looked at to tell whether it closes
	maxWord    = 200 // bytes of a value without quotation marks
)

// Object is one JSON object of a text.
type Object struct {
	JSON json.RawMessage // as the standard has it
	Cut  bool            // it has no end: what stood after its last whole value is missing
}

// Objects returns the objects of s that lie in no other, in order. A text that was encoded
// once too often is decoded first.
func Objects(s string) []Object {
	s = strings.TrimSpace(s)
	var inner string
	if strings.HasPrefix(s, `"`) && json.Unmarshal([]byte(s), &inner) == nil {
		s = inner
	}
	out := objects(s)
	if len(out) == 0 && strings.Contains(s, `{\"`) {
		out = objects(strings.ReplaceAll(s, `\"`, `"`))
	}
	return out
}

func objects(s string) []Object {
	var out []Object
	for looked := 0; looked < maxObjects; looked++ {
		begin := strings.IndexByte(s, '{')
		if begin < 0 {
			break
		}
		s = s[begin:]
		o, length, ok := first(s)
		if ok {
			out = append(out, o)
		}
		s = s[max(length, 1):]
	}
	return out
}

// first reads the object that s begins with, and how much of s it takes.
func first(s string) (o Object, length int, ok bool) {
	d := json.NewDecoder(strings.NewReader(s))
	if err := d.Decode(&o.JSON); err == nil {
		return o, int(d.InputOffset()), true
	}
	r := reader{s: s}
	v, state := r.object(0)
	members, isObject := v.(map[string]any)
	if !isObject || len(members) == 0 {
		return Object{}, r.at, false
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(members) != nil {
		return Object{}, r.at, false
	}
	return Object{JSON: bytes.TrimSpace(b.Bytes()), Cut: state != whole}, r.at, true
}
