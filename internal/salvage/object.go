package salvage

import (
	"bytes"
	"encoding/json"
)

// member is one member of an object.
type member struct {
	key   string
	value any
}

// object is an object with its members in their order, no key twice.
type object []member

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, v := range []any{m.key, m.value} {
			enc := json.NewEncoder(&b)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(v); err != nil {
				return nil, err
			}
			b.Truncate(b.Len() - 1) // the line end
			if j == 0 {
				b.WriteByte(':')
			}
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// parts are the objects that one was meant to be.
type parts []any

// maxParts bounds how many objects one is parted into; after that a key said twice has its last value.
const maxParts = 40

// groups gather the members of an object, parted where a key comes again. What was meant to be a list of objects is
// one object then, in which each would hide the one before.
type groups struct {
	done []group
	group
}

// group is an object, and where in it each key is.
type group struct {
	members object
	at      map[string]int
}

func (g *groups) add(m member) {
	i, known := g.at[m.key]
	switch {
	case !known:
		if g.at == nil {
			g.at = map[string]int{}
		}
		g.at[m.key] = len(g.members)
		g.members = append(g.members, m)
	case joined(&g.members[i], m.value), g.members[i].value == nil:
	case len(g.done) == maxParts:
		g.members[i].value = m.value
	default:
		g.done = append(g.done, g.group)
		g.group = group{object{m}, map[string]int{m.key: 0}}
	}
}

// joined adds the value of a key that comes again to that of the first: the same text, or further objects of a list.
func joined(to *member, again any) bool {
	if s, is := again.(string); is {
		return to.value == any(s)
	}
	list, is := again.([]any)
	first, too := to.value.([]any)
	if !is || !too || len(list) > 0 && !ofObjects(list) || len(first) > 0 && !ofObjects(first) {
		return false
	}
	return goesOn(to, again)
}

// value is the object, or its parts. A list that comes again at the end goes on with the one before.
func (g groups) value() any {
	n := len(g.done)
	if n == 0 {
		return g.members
	}
	out := make(parts, 0, n+1)
	for _, d := range g.done {
		out = append(out, d.members)
	}
	before := g.done[n-1]
	if i, is := before.at[g.members[0].key]; is && len(g.members) == 1 && goesOn(&before.members[i], g.members[0].value) {
		if n == 1 {
			return before.members
		}
		return out
	}
	return append(out, g.members)
}

// goesOn adds a list to the value of a member that is a list.
func goesOn(to *member, again any) bool {
	list, is := again.([]any)
	first, too := to.value.([]any)
	if is && too {
		to.value = append(first, list...)
	}
	return is && too
}

// repeats reports whether an object in a JSON value has a key twice.
func repeats(raw []byte) bool {
	d := json.NewDecoder(bytes.NewReader(raw))
	type level struct {
		keys   map[string]bool // nil: a list
		expect bool            // a key comes next
	}
	var open []level
	for {
		t, err := d.Token()
		if err != nil {
			return false
		}
		top := len(open) - 1
		switch t {
		case json.Delim('{'), json.Delim('['):
			if top >= 0 {
				open[top].expect = true
			}
			l := level{}
			if t == json.Delim('{') {
				l = level{map[string]bool{}, true}
			}
			open = append(open, l)
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:top]
			continue
		}
		if top < 0 || open[top].keys == nil {
			continue
		}
		if open[top].expect {
			key, _ := t.(string)
			if open[top].keys[key] {
				return true
			}
			open[top].keys[key] = true
		}
		open[top].expect = !open[top].expect
	}
}
