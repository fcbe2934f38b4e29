package config

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// audit reports the unknown keys of a table and the values of a wrong kind, and removes them
// from the table, so that one mistake hides no other.
func audit(table map[string]any, t reflect.Type, path string, at index) (out []Mistake) {
	for _, key := range slices.Sorted(maps.Keys(table)) {
		value, here := table[key], join(path, key)
		bad := func(code news.RefusalCode, what, hint string) {
			out = append(out, Mistake{at.line(here), what, hint, news.Refusal{Code: code, Arg: withoutNumbers(here)}})
			delete(table, key)
		}
		f, ok := field(t, key)
		if !ok {
			bad(news.MistakeKey, fmt.Sprintf("there is no key %q", withoutNumbers(here)), nearest(t, path, key, value))
			continue
		}
		f.Type = pointed(f.Type)
		kind, hint := wanted(f.Type, key)
		switch {
		case kind != "" && !fits(value, f.Type):
			bad(news.MistakeKind, key+" must be "+kind, hint)
		case f.Type.Kind() == reflect.Struct:
			out = append(out, audit(value.(map[string]any), f.Type, here, at)...)
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
			for i, one := range value.([]any) {
				out = append(out, audit(one.(map[string]any), f.Type.Elem(), fmt.Sprintf("%s.%d", here, i), at)...)
			}
		}
	}
	return out
}

// wanted says in an operator's words of what kind the value of a key must be.
func wanted(t reflect.Type, key string) (kind, hint string) {
	switch {
	case t == reflect.TypeFor[Duration]():
		return "a duration", `like "2s", "20m" or "1h30m"`
	case t.Kind() == reflect.Bool:
		return "true or false", ""
	case t.Kind() == reflect.Int:
		return "a whole number", ""
	case t.Kind() == reflect.Float64:
		return "a number", ""
	case t.Kind() == reflect.Struct:
		return "a table", fmt.Sprintf("it starts with a line [%s]", key)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return "a list of tables", fmt.Sprintf("each starts with a line [[%s]]", key)
	case t.Kind() == reflect.Slice:
		return "a list of texts", `like ["a", "b"]`
	default:
		return "text in quotes", ""
	}
}

// fits reports whether a value, as the TOML reader returns it, has the type of a key.
func fits(value any, t reflect.Type) bool {
	switch v := value.(type) {
	case string:
		if t == reflect.TypeFor[Duration]() {
			_, err := time.ParseDuration(v)
			return err == nil
		}
		return t.Kind() == reflect.String
	case bool:
		return t.Kind() == reflect.Bool
	case int64:
		return t.Kind() == reflect.Int || t.Kind() == reflect.Float64
	case float64:
		return t.Kind() == reflect.Float64
	case map[string]any:
		return t.Kind() == reflect.Struct
	case []any:
		return t.Kind() == reflect.Slice && !slices.ContainsFunc(v, func(one any) bool { return !fits(one, t.Elem()) })
	default:
		return false
	}
}

// nearest is the hint to an unknown key: the known key that was probably meant.
func nearest(t reflect.Type, path, key string, value any) string {
	root := reflect.TypeFor[Config]()
	var homes []string // tables that have that very key
	for i := range root.NumField() {
		if table := elem(root.Field(i).Type); table != t {
			if _, ok := field(table, key); ok {
				homes = append(homes, heading(root.Field(i)))
			}
		}
	}
	if len(homes) > 0 {
		return "it belongs in " + strings.Join(homes, " or ")
	}
	if _, tables := value.(map[string]any); path != "" || tables || fits(value, reflect.TypeFor[[]Source]()) {
		if name, _ := closest(t, key); name != "" {
			return fmt.Sprintf("did you mean %q?", name)
		}
		return "waidian config lists every key"
	}
	best, where, near := "", "", len(key)
	for i := range root.NumField() {
		if name, d := closest(elem(root.Field(i).Type), key); name != "" && d < near {
			best, where, near = name, heading(root.Field(i)), d
		}
	}
	if best == "" {
		return "waidian config lists every key"
	}
	return fmt.Sprintf("did you mean %q in %s?", best, where)
}

// closest is the key of a table that differs least from a mistyped one, and by how much; "" if all differ too much.
func closest(t reflect.Type, key string) (best string, near int) {
	near = (len(key)+1)/2 + 1
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get("toml")
		d := distance(key, name)
		if strings.HasPrefix(name, key) || strings.HasPrefix(key, name) {
			d = min(d, 2) // "lang" for "language", "keywords_any" for "keywords"
		}
		if d < near {
			best, near = name, d
		}
	}
	return best, near
}

// elem is the table of a field, or of each element if the field is a list of tables.
func elem(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Slice {
		return t.Elem()
	}
	return pointed(t)
}

// pointed is the type of a table that need not be there.
func pointed(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

func heading(f reflect.StructField) string {
	if f.Type.Kind() == reflect.Slice {
		return "[[" + f.Tag.Get("toml") + "]]"
	}
	return "[" + f.Tag.Get("toml") + "]"
}

func field(t reflect.Type, key string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("toml") == key {
			return t.Field(i), true
		}
	}
	return reflect.StructField{}, false
}

// distance is the number of single-character edits between two keys (Levenshtein 1966).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// index has the line of each key, from 1, by its path: "site.url", "source.2.rights", "source.2".
type index map[string]int

// line is the line of a key, or of the innermost table around it whose line is known; 0: none is.
func (at index) line(path string) int {
	for path != "" && at[path] == 0 {
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return at[path]
}

// LineOf is the line of a key in the text of a configuration, by its path: "site.url"; 0: it is not known.
func LineOf(text []byte, path string) int {
	return lines(string(bytes.TrimPrefix(text, mark))).line(path)
}

// lines finds the lines of keys by reading the text line by line. It does not know all of TOML:
// a mistake in a key that it misses is reported with the line of the table, or without one.
func lines(text string) index {
	at := index{}
	table := ""
	count := map[string]int{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "[["):
			name := strings.Trim(line[:strings.LastIndexByte(line, ']')+1], "[] ")
			table = fmt.Sprintf("%s.%d", name, count[name])
			count[name]++
			at[table] = n + 1
			if at[name] == 0 {
				at[name] = n + 1
			}
		case strings.HasPrefix(line, "["):
			table = strings.Trim(strings.SplitN(line, "#", 2)[0], "[] ")
			at[table] = n + 1
		default:
			if key, _, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
				at[join(table, strings.TrimSpace(key))] = n + 1
			}
		}
	}
	return at
}

func join(path, key string) string { return strings.TrimPrefix(path+"."+key, ".") }

// withoutNumbers is a path as an operator would write it: "source.nmae", not "source.2.nmae".
func withoutNumbers(path string) string {
	parts := strings.Split(path, ".")
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.Trim(s, "0123456789") == "" }), ".")
}
