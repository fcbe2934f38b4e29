package salvage

import (
	"encoding/json"
	"regexp"
	"strings"
)

// YAML returns the value of the first block in s that is written as YAML (yaml.org/spec/1.2.2), in the part that models
// use of it: members, lists, texts in one line or several, JSON within. It is read as far as it has that form; nil: there
// is none.
func YAML(s string) json.RawMessage {
	y := yaml{}
	for line := range strings.Lines(s) {
		line = strings.TrimRight(strings.ReplaceAll(line, "\t", "  "), " \r\n")
		content := strings.TrimLeft(line, " ")
		if strings.HasPrefix(content, "```") && len(y.lines) > 0 {
			break
		}
		if content == "" || strings.HasPrefix(content, "#") || content == "---" || strings.HasPrefix(content, "```") ||
			len(y.lines) == 0 && !yamlKey.MatchString(content) {
			continue
		}
		y.lines = append(y.lines, yamlLine{len(line) - len(content), content})
	}
	if len(y.lines) == 0 {
		return nil
	}
	v := y.block(y.lines[0].indent, 0)
	if empty(v) {
		return nil
	}
	raw, err := object{{"yaml", v}}.MarshalJSON()
	if err != nil {
		return nil
	}
	return raw
}

type yamlLine struct {
	indent  int
	content string
}

// yaml reads lines.
type yaml struct {
	lines []yamlLine
	at    int
}

// yamlKey matches a key with its colon, and what stands before its value.
var yamlKey = regexp.MustCompile(`^(?:-\s+)*["']?([\pL_][\pL\pN_ -]{0,24}|\d{1,2})["']?\s*(?::(?:\s+|$)|：\s*)`)

// block reads what is indented so far: a list, or the members of an object.
func (y *yaml) block(indent, depth int) any {
	if y.at < len(y.lines) && isItem(y.lines[y.at].content) {
		return y.list(indent, depth)
	}
	var g groups
	for y.at < len(y.lines) && depth < maxDepth {
		l := y.lines[y.at]
		m := yamlKey.FindStringSubmatch(l.content)
		if l.indent != indent || m == nil || isItem(l.content) {
			break
		}
		y.at++
		g.add(member{m[1], y.value(l.content[len(m[0]):], indent, depth)})
	}
	return g.value()
}

func isItem(content string) bool { return content == "-" || strings.HasPrefix(content, "- ") }

// list reads the elements of a list.
func (y *yaml) list(indent, depth int) any {
	out := []any{}
	for y.at < len(y.lines) && depth < maxDepth {
		l := y.lines[y.at]
		if l.indent != indent || !isItem(l.content) {
			break
		}
		rest := strings.TrimLeft(l.content[1:], " ")
		inner := l.indent + len(l.content) - len(rest)
		var v any
		if rest != "" && (yamlKey.MatchString(rest) || isItem(rest)) && !strings.HasPrefix(rest, `"{`) {
			y.lines[y.at] = yamlLine{inner, rest}
			v = y.block(inner, depth+1)
		} else {
			y.at++
			v = y.value(rest, indent, depth)
		}
		if several, is := v.(parts); is {
			out = append(out, several...)
		} else {
			out = append(out, v)
		}
	}
	return out
}

// value reads what stands behind a key or a hyphen: on the line, or below it.
func (y *yaml) value(s string, indent, depth int) any {
	next := yamlLine{indent: -1}
	if y.at < len(y.lines) {
		next = y.lines[y.at]
	}
	switch {
	case folded.MatchString(s):
		return y.text("", indent)
	case s != "":
		if v, ok := inLine(s); ok {
			return v
		}
		return y.text(s, indent)
	case next.indent > indent, next.indent == indent && isItem(next.content):
		before := y.at
		if v := y.block(next.indent, depth+1); y.at > before {
			return v
		}
		return y.text("", indent)
	}
	return nil
}

// folded matches the mark of a text on the lines below.
var folded = regexp.MustCompile(`^[|>][+-]?\d?$`)

// text is a text with its further lines, which are indented more.
func (y *yaml) text(s string, indent int) string {
	if i := strings.Index(s, " #"); i >= 0 {
		s = strings.TrimRight(s[:i], " ")
	}
	all := []string{}
	if s != "" {
		all = append(all, s)
	}
	for y.at < len(y.lines) && y.lines[y.at].indent > indent {
		all = append(all, y.lines[y.at].content)
		y.at++
	}
	return strings.Join(all, "\n")
}

// inLine reads a text in quotation marks, a list, an object or a number. What is behind it must be a comment.
func inLine(s string) (any, bool) {
	r := reader{s: s}
	if r.mark() == "" && !strings.ContainsAny(s[:1], "[{0123456789") {
		return nil, false
	}
	v, st := r.value(1, 0)
	if _, text := v.(string); text && r.mark() == "" && !strings.ContainsAny(s[:1], `"'`) || st == absent {
		return nil, false
	}
	if r.skip(); r.at < len(r.s) {
		return nil, false
	}
	return v, v != nil
}
