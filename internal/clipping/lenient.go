package clipping

import (
	"fmt"
	"strconv"
	"strings"
)

// lenient reads front matter that is no YAML although it was meant to be: a title with a colon, a tab, a line out of place. It takes keys with
// texts, quoted or not, lists in brackets or one item a line, texts over several lines, and few levels of keys below a key. Values are
// strings, lists of strings, or maps of these.
func lenient(src string) (map[string]any, error) {
	y := yamlReader{lines: strings.Split(src, "\n")}
	return y.keys(0, 0)
}

type yamlReader struct {
	lines []string
	at    int
}

// indent is how far a line is set in; -1 for one that says nothing.
func indent(line string) int {
	s := strings.TrimLeft(line, " ")
	if t := strings.TrimSpace(s); t == "" || t[0] == '#' {
		return -1
	}
	return len(line) - len(s)
}

// keys reads the keys that are set in so far; depth bounds the levels.
func (y *yamlReader) keys(in, depth int) (map[string]any, error) {
	out := map[string]any{}
	for ; y.at < len(y.lines); y.at++ {
		line := y.lines[y.at]
		n := indent(line)
		if n < 0 {
			continue
		}
		if n < in {
			break
		}
		key, value, ok := cutKey(strings.TrimSpace(line))
		if n > in || !ok {
			return nil, fmt.Errorf("front matter, line %d: %q is no key with a value", y.at+1, strings.TrimSpace(line))
		}
		v, err := y.value(value, in, depth)
		if err != nil {
			return nil, err
		}
		out[key] = v
	}
	return out, nil
}

// cutKey divides "key: value".
func cutKey(s string) (key, value string, ok bool) {
	if strings.HasSuffix(s, ":") && !strings.Contains(s, ": ") {
		return unquote(strings.TrimSuffix(s, ":")), "", true
	}
	key, value, ok = strings.Cut(s, ": ")
	return unquote(strings.TrimSpace(key)), strings.TrimSpace(value), ok
}

// value reads the value of a key in the present line, and the lines that belong to it.
func (y *yamlReader) value(s string, in, depth int) (any, error) {
	switch {
	case s == "" || s[0] == '#':
		return y.below(in, depth)
	case s[0] == '|' || s[0] == '>':
		return strings.Join(y.further(in), map[bool]string{true: "\n", false: " "}[s[0] == '|']), nil
	case s[0] == '[':
		return y.bracketed(s)
	case s[0] == '"' || s[0] == '\'':
		return unquote(uncommented(s)), nil
	}
	return strings.Join(append([]string{uncommented(s)}, y.further(in)...), " "), nil
}

// longestList bounds the lines of a list in brackets.
const longestList = 1000

// bracketed reads a list in brackets that begins in the present line.
func (y *yamlReader) bracketed(s string) (any, error) {
	var b strings.Builder
	b.WriteString(s)
	first := y.at
	for !strings.Contains(s, "]") {
		if y.at+1 == len(y.lines) || y.at-first == longestList {
			return nil, fmt.Errorf("front matter, line %d: the list has no end", first+1)
		}
		y.at++
		s = y.lines[y.at]
		b.WriteByte(' ')
		b.WriteString(strings.TrimSpace(s))
	}
	return list(b.String()), nil
}

// further are the lines below the present one that are set in further.
func (y *yamlReader) further(in int) (out []string) {
	for y.at+1 < len(y.lines) {
		next := y.lines[y.at+1]
		if n := indent(next); n >= 0 && n <= in {
			break
		}
		y.at++
		if s := strings.TrimSpace(next); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// below reads the list or the keys below a key without a value.
func (y *yamlReader) below(in, depth int) (any, error) {
	next := y.at + 1
	for next < len(y.lines) && indent(y.lines[next]) < 0 {
		next++
	}
	if next == len(y.lines) {
		return "", nil
	}
	n := indent(y.lines[next])
	isItem := func(line string) bool { s := strings.TrimSpace(line); return s == "-" || strings.HasPrefix(s, "- ") }
	switch {
	case n >= in && isItem(y.lines[next]):
		return y.items(n, isItem), nil
	case n > in && depth < 3:
		y.at = next
		out, err := y.keys(n, depth+1)
		y.at-- // the caller goes on with the next line
		return out, err
	case n > in:
		y.further(in)
	}
	return "", nil
}

// items reads a list, one item a line. Of an item with keys it takes its name.
func (y *yamlReader) items(n int, isItem func(string) bool) (out []string) {
	for y.at+1 < len(y.lines) {
		line := y.lines[y.at+1]
		if m := indent(line); m >= 0 && (m < n || m == n && !isItem(line)) {
			break
		} else if y.at++; m != n {
			continue // a further key of an item, or nothing
		}
		s := strings.TrimSpace(strings.TrimSpace(line)[1:])
		if key, value, ok := cutKey(s); ok && key == "name" {
			s = value
		}
		if strings.HasPrefix(s, "[") && !strings.HasPrefix(s, "[[") {
			out = append(out, list(s)...)
		} else if s = unquote(uncommented(s)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// list reads "[a, 'b, c']".
func list(s string) (out []string) {
	s = strings.TrimPrefix(s, "[")
	if end := strings.LastIndexByte(s, ']'); end >= 0 {
		s = s[:end]
	}
	for s != "" {
		end := len(s)
		var quote byte
		for i := range len(s) {
			if c := s[i]; quote == 0 && c == ',' {
				end = i
				break
			} else if quote == 0 && (c == '"' || c == '\'') && strings.TrimSpace(s[:i]) == "" {
				quote = c
			} else if c == quote && s[max(0, i-1)] != '\\' {
				quote = 0
			}
		}
		if item := unquote(strings.TrimSpace(s[:end])); item != "" {
			out = append(out, item)
		}
		s = s[min(len(s), end+1):]
	}
	return out
}

// uncommented is a value without the remark behind it.
func uncommented(s string) string {
	from := 0
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		from = strings.LastIndexByte(s, s[0])
	}
	if i := strings.Index(s[from:], " #"); i >= 0 {
		s = s[:from+i]
	}
	return strings.TrimSpace(s)
}

// unquote is a text without its quotation marks.
func unquote(s string) string {
	if len(s) < 2 || s[0] != s[len(s)-1] {
		return s
	}
	switch s[0] {
	case '\'':
		return strings.ReplaceAll(s[1:len(s)-1], "''", "'")
	case '"':
		for _, s := range []string{s, strings.ReplaceAll(s, `\/`, "/")} { // which YAML has from JSON, and Go has not
			if t, err := strconv.Unquote(s); err == nil {
				return t
			}
		}
		return s[1 : len(s)-1]
	}
	return s
}
