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
// once too often is decoded first. An object that has a key twice was meant to be several.
func Objects(s string) []Object { return values(s, '{') }

// Lists returns the lists of s that lie in no other, in order.
func Lists(s string) []Object { return values(s, '[') }

func values(s string, open byte) []Object {
	s = strings.TrimSpace(s)
	for range maxEncoded {
		var inner string
		if !strings.HasPrefix(s, `"`) || json.Unmarshal([]byte(s), &inner) != nil {
			break
		}
		s = strings.TrimSpace(inner)
	}
	out := scan(s, open)
	if len(out) == 0 && strings.Contains(s, string(open)+`\"`) {
		out = scan(strings.ReplaceAll(s, `\"`, `"`), open)
	}
	if (len(out) == 0 || out[len(out)-1].Cut) && strings.ContainsAny(s, "｛［") {
		if wide := scan(narrow.Replace(s), open); len(wide) > 0 {
			out = wide
		}
	}
	return out
}

// maxEncoded is how many times a text may have been encoded too often.
const maxEncoded = 3

// narrow sets the brackets of an object that was written as wide as Han characters.
var narrow = strings.NewReplacer("｛", "{", "｝", "}", "［", "[", "］", "]", "＂", `"`)

func scan(s string, open byte) []Object {
	var out []Object
	for looked := 0; looked < maxObjects && len(out) < maxObjects; looked++ {
		begin := strings.IndexByte(s, open)
		if begin < 0 {
			break
		}
		s = s[begin:]
		found, length := first(s)
		out = append(out, found[:min(len(found), maxObjects-len(out))]...)
		s = s[max(length, 1):]
	}
	return out
}

// first reads the object or list that s begins with, and how much of s it takes. It is none, one, or the parts of
// an object.
func first(s string) (found []Object, length int) {
	d := json.NewDecoder(strings.NewReader(s))
	var o Object
	if err := d.Decode(&o.JSON); err == nil && !repeats(o.JSON) {
		return []Object{o}, int(d.InputOffset())
	}
	r := reader{s: s}
	v, state := r.value(0, 0)
	all, several := v.(parts)
	if !several {
		all = parts{v}
	}
	for i, part := range all {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if empty(part) || enc.Encode(part) != nil {
			continue
		}
		found = append(found, Object{JSON: bytes.TrimSpace(b.Bytes()), Cut: state != whole && i == len(all)-1})
	}
	return found, r.at
}

// empty reports an object or a list that has nothing, and any other value.
func empty(v any) bool {
	switch v := v.(type) {
	case object:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return true
}
