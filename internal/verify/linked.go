package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/translog"
)

// checkLinked compares what a page says to search engines (JSON-LD) of the answer: archivedAt, with the address, the time and the hash.
func checkLinked(root *html.Node, l translog.Leaf, said Said) error {
	var wrong []error
	for n := range root.Descendants() {
		kind, _ := attribute(n, "type")
		if n.Data != "script" || !strings.EqualFold(strings.TrimSpace(kind), "application/ld+json") {
			continue
		}
		value, err := readJSON([]byte(textOf(n)))
		if err != nil {
			wrong = append(wrong, fmt.Errorf("has JSON-LD that cannot be read: %w", err))
			continue
		}
		for _, copied := range valuesOf(value, "archivedAt") {
			wrong = append(wrong, checkCopy(copied, l, said))
		}
	}
	return errors.Join(wrong...)
}

// checkCopy compares one value of archivedAt.
func checkCopy(copied any, l translog.Leaf, said Said) error {
	fields, ok := copied.(map[string]any)
	if !ok || said.Feed {
		return errors.New("has an archivedAt in JSON-LD that is not as the page of an answer has it")
	}
	var wrong []error
	for _, f := range []struct{ name, want string }{{"url", said.Address}, {"dateCreated", second(l.At)}, {"identifier", l.Body.String()}} {
		if is, _ := fields[f.name].(string); is != f.want {
			wrong = append(wrong, fmt.Errorf("names another %s in JSON-LD (archivedAt) than the leaf: %.200s, not %s", f.name, is, f.want))
		}
	}
	return errors.Join(wrong...)
}

// valuesOf are the values of a name, at whatever depth.
func valuesOf(v any, name string) (out []any) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if k == name {
				out = append(out, x)
			} else {
				out = append(out, valuesOf(x, name)...)
			}
		}
	case []any:
		for _, x := range v {
			out = append(out, valuesOf(x, name)...)
		}
	}
	return out
}

// readJSON reads one JSON value. A name that comes twice in an object is an error: readers differ in which of the two they take.
func readJSON(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	v, err := readValue(d, 0)
	if err == nil && d.More() {
		err = errors.New("something comes behind its end")
	}
	return v, err
}

// deepest bounds how deep values of JSON are nested.
const deepest = 100

func readValue(d *json.Decoder, depth int) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	if depth > deepest {
		return nil, fmt.Errorf("nested deeper than %d", deepest)
	}
	switch t {
	case json.Delim('{'):
		out := map[string]any{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			key := name.(string) // the decoder gives no other token here
			if _, twice := out[key]; twice {
				return nil, fmt.Errorf("the name %.40q comes twice", key)
			}
			if out[key], err = readValue(d, depth+1); err != nil {
				return nil, err
			}
		}
		_, err := d.Token()
		return out, err
	case json.Delim('['):
		out := []any{}
		for d.More() {
			v, err := readValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		_, err := d.Token()
		return out, err
	}
	return t, nil
}
