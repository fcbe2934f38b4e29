package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// SetBeat returns the text of a configuration file with these words of the beat. Words that stay keep their places and comments; new ones
// follow. Every other line stays.
func SetBeat(text string, keywords, exclude []string) (string, error) {
	text, err := setList(text, "beat", "keywords", keywords)
	if err != nil {
		return "", err
	}
	return setList(text, "beat", "exclude", exclude)
}

// SetGlossary returns the text of a configuration file in which [digest] glossary names a file. Every other line stays, and so does the comment behind
// the value.
func SetGlossary(text, path string) (string, error) { return setText(text, "digest", "glossary", path) }

// SetDatabase returns the text of a configuration file in which [desk] names the address of a database, or the environment variable that has
// it; both empty: SQLite. Every other line stays, and so do the comments behind the values.
func SetDatabase(text, address, env string) (string, error) {
	for _, k := range []struct{ key, value string }{{"database", address}, {"database_env", env}} {
		if _, ok := valueOf(text, "desk", k.key); !ok && k.value == "" {
			continue
		}
		var err error
		if text, err = setText(text, "desk", k.key, k.value); err != nil {
			return "", err
		}
	}
	return text, nil
}

// setText returns the text with a text under a key of a table.
func setText(text, table, key, value string) (string, error) {
	start, ok := valueOf(text, table, key)
	if !ok {
		return addKey(text, table, key+" = "+quote(value)), nil
	}
	line, _, _ := strings.Cut(text[start:], "\n")
	rest, ok := afterText(line)
	if !ok {
		return "", odd(fmt.Sprintf("%s of [%s] is written in more than one line: change it by hand", key, table))
	}
	return text[:start] + " " + quote(value) + rest + text[start+len(line):], nil
}

// setList returns the text with a list of texts under a key of a table.
func setList(text, table, key string, want []string) (string, error) {
	start, ok := valueOf(text, table, key)
	if !ok {
		if len(want) == 0 {
			return text, nil
		}
		return addKey(text, table, key+" = "+wrapQuoted(want)), nil
	}
	l, err := readList(text[start:])
	if err != nil {
		return "", odd(fmt.Sprintf("%s of [%s]: %v: change it by hand", key, table, err))
	}
	return text[:start] + l.with(want) + text[start+l.end:], nil
}

func wrapQuoted(list []string) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = quote(s)
	}
	return wrap(parts)
}

// valueOf is where the value of a key of a table begins in the text; false: the table does not have it.
func valueOf(text, table, key string) (int, bool) {
	in, at := false, 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		s := strings.TrimSpace(line)
		switch name, value, is := strings.Cut(line, "="); {
		case strings.HasPrefix(s, "["):
			in = tableName(s) == table
		case in && is && strings.TrimSpace(name) == key:
			return at + len(line) - len(value), true
		}
		at += len(line)
	}
	return 0, false
}

// tableName is the name in a line [name]; empty: it is none.
func tableName(line string) string {
	line, _, _ = strings.Cut(line, "#")
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "[[") || !strings.HasSuffix(line, "]") {
		return ""
	}
	return strings.TrimSpace(line[1 : len(line)-1])
}

// addKey writes a line below the header of a table, or the table at the end of the text.
func addKey(text, table, line string) string {
	at := 0
	for l := range strings.SplitAfterSeq(text, "\n") {
		at += len(l)
		if s := strings.TrimSpace(l); strings.HasPrefix(s, "[") && tableName(s) == table {
			if !strings.HasSuffix(l, "\n") {
				line = "\n" + line
			}
			return text[:at] + line + "\n" + text[at:]
		}
	}
	return strings.TrimPrefix(strings.TrimRight(text, "\n")+"\n\n["+table+"]\n"+line+"\n", "\n\n")
}

// list is a list of texts in TOML as it is written.
type list struct {
	text  string
	parts []part
	close int // where the bracket is that closes it
	end   int // behind that
}

// part is a text of a list.
type part struct {
	from, to int // to: behind its comma, if it has one
	comma    bool
	value    string
}

// readList reads a list of texts that a text begins with, after blanks.
func readList(text string) (l list, err error) {
	errNone := fmt.Errorf("it is no list of texts in quotes")
	i := len(text) - len(strings.TrimLeft(text, " \t"))
	if !strings.HasPrefix(text[i:], "[") {
		return l, errNone
	}
	for i++; i < len(text); {
		switch c := text[i]; c {
		case ' ', '\t', '\r', '\n':
			i++
		case '#':
			n := strings.IndexByte(text[i:], '\n')
			if n < 0 {
				return l, errNone
			}
			i += n
		case ',':
			if len(l.parts) == 0 || l.parts[len(l.parts)-1].comma {
				return l, errNone
			}
			l.parts[len(l.parts)-1].comma = true
			if p := &l.parts[len(l.parts)-1]; strings.TrimLeft(text[p.to:i], " \t") == "" {
				p.to = i + 1
			} else {
				return l, errNone // the comma is on another line
			}
			i++
		case ']':
			l.text, l.close, l.end = text[:i+1], i, i+1
			return l, nil
		case '"', '\'':
			rest, ok := afterText(text[i:])
			var v struct{ V string }
			if !ok || toml.Unmarshal([]byte("v = "+text[i:len(text)-len(rest)]), &v) != nil {
				return l, errNone
			}
			l.parts = append(l.parts, part{from: i, to: len(text) - len(rest), value: v.V})
			i = len(text) - len(rest)
		default:
			return l, errNone
		}
	}
	return l, errNone
}

// with is the list with these texts, and its comments. A line that has none left is left out.
func (l list) with(want []string) string {
	var b lineWriter
	at, comma := 0, true // whether what was kept last has a comma
	for _, p := range l.parts {
		if slices.Contains(want, p.value) {
			b.keep(l.text[at:p.to])
			at, comma = p.to, p.comma
			continue
		}
		b.drop(l.text[at:p.from])
		at = p.to
		if rest := strings.TrimLeft(l.text[at:], " \t\r"); b.bare() && strings.HasPrefix(rest, "\n") {
			at = len(l.text) - len(rest) + 1
		}
	}
	return l.add(&b, want, at, comma)
}

// lineWriter writes pieces of lines. What is left of a line that has lost its first words keeps the place where these began.
type lineWriter struct {
	strings.Builder
	indent string // with which the line began that has nothing yet
}

// keep writes what stays.
func (w *lineWriter) keep(piece string) {
	if rest := strings.TrimLeft(piece, " \t"); w.bare() && !strings.HasPrefix(rest, "\n") {
		piece = w.indent + rest
	}
	w.WriteString(piece)
}

// drop writes what stands before something that is left out, but for the blanks there.
func (w *lineWriter) drop(piece string) {
	end := strings.TrimRight(piece, " \t")
	if strings.HasSuffix(end, "\n") {
		w.indent = piece[len(end):]
	}
	w.WriteString(end)
}

// bare reports whether the line that is written has nothing but its indent.
func (w *lineWriter) bare() bool { return strings.HasSuffix(w.String(), "\n") }

// add writes what the list does not have of the texts, and its end from at on.
func (l list) add(b *lineWriter, want []string, at int, comma bool) string {
	var more []string
	for _, w := range want {
		if !slices.ContainsFunc(l.parts, func(p part) bool { return p.value == w }) && !slices.Contains(more, w) {
			more = append(more, w)
		}
	}
	if len(more) == 0 {
		return b.String() + l.text[at:]
	}
	if !comma {
		b.WriteByte(',')
	}
	tail := l.text[at:l.close]
	own := strings.HasSuffix(strings.TrimRight(tail, " \t"), "\n") // the bracket has a line of its own
	b.WriteString(strings.TrimRight(tail, " \t"))
	for i, w := range more {
		switch {
		case own:
			b.WriteString("  " + quote(w) + ",\n")
		case i > 0 || strings.TrimSpace(b.String()) != "[":
			b.WriteString(" " + quote(w) + ",")
		default:
			b.WriteString(quote(w) + ",")
		}
	}
	if out := b.String(); !own && strings.HasSuffix(out, ",") {
		return strings.TrimSuffix(out, ",") + "]"
	}
	return b.String() + "]"
}
