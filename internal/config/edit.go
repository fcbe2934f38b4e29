package config

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// The text of a file is edited, not printed anew: comments, order and spacing are the operator's.

// Append returns the text of a configuration file with the tables of further sources at its end. Their names are visible text there.
func Append(text string, list ...Source) string {
	for _, s := range list {
		was := s.Name
		clean(reflect.ValueOf(&s).Elem())
		s.Name = instead(s.Name, was, s.ID)
		text = strings.TrimRight(text, "\n") + "\n" + s.Block()
	}
	return text
}

// Remove returns the text of a configuration file without the table of a source: the lines from its
// [[source]] up to the next table, comments among them. Comments that stand before the next table, or apart from the
// keys, are not the source's. Every other line stays.
func Remove(text, id string) (string, error) {
	lines := strings.SplitAfter(text, "\n")
	from, to := sourceTable(lines, id)
	if from < 0 {
		return "", noSource(id)
	}
	to = endOfTable(lines, from, to)
	return strings.Join(lines[:from], "") + strings.Join(lines[to:], ""), nil
}

// endOfTable is where the lines of a table end that go with it: before the comments that belong to what comes next.
func endOfTable(lines []string, from, to int) int {
	kind := func(i int) byte { // of a line: a blank, a comment, something else
		if s := strings.TrimSpace(lines[i]); s == "" {
			return ' '
		} else if s[0] == '#' {
			return '#'
		}
		return 'x'
	}
	last := to - 1
	for last > from && kind(last) != 'x' {
		last--
	}
	next := last + 1
	for next < to && kind(next) == '#' { // at the last key
		next++
	}
	if next == to && to < len(lines) { // and at the next header: that is what they are above
		return last + 1
	}
	for next < to && kind(next) == ' ' {
		next++
	}
	return next
}

// noSource is the error of a change of a source that the file does not have.
func noSource(id string) error {
	return &news.Declined{Refusal: news.Refusal{Code: news.NoSource, Arg: id}, Text: fmt.Sprintf("the file has no [[source]] table with id %q", id)}
}

// odd is the error of a change of what is written in a way that only a hand can change.
func odd(what string) error {
	return &news.Declined{Refusal: news.Refusal{Code: news.FileOdd}, Text: what}
}

// SetPaused returns the text of a configuration file in which a source is paused, or is not. Every other
// line stays.
func SetPaused(text, id string, paused bool) (string, error) {
	return setKey(text, id, "paused", func(value string) (string, error) {
		if !paused {
			return "", nil
		}
		rest := "\n"
		if _, comment, ok := strings.Cut(value, "#"); ok {
			rest = " #" + comment
		}
		return "paused = true" + rest, nil
	})
}

// SetName returns the text of a configuration file in which a source has another name. Every other line stays, and so does the comment
// behind the name.
func SetName(text, id, name string) (string, error) {
	return setKey(text, id, "name", func(value string) (string, error) {
		rest := "\n"
		if value != "" {
			var ok bool
			if rest, ok = afterText(value); !ok {
				return "", odd("the name of source " + id + " is written in more than one line: change it by hand")
			}
		}
		return "name = " + quote(line(name)) + rest, nil
	})
}

// setKey returns the text of a configuration file in which the line of a key of a source is another; "": there is none. The line is made of
// what stands behind its =, "" where the key is not there; a new one stands below the id.
func setKey(text, id, key string, line func(value string) (string, error)) (string, error) {
	lines := strings.SplitAfter(text, "\n")
	from, to := sourceTable(lines, id)
	if from < 0 {
		return "", noSource(id)
	}
	at := from
	for i := from; i < to; i++ {
		name, value, ok := strings.Cut(lines[i], "=")
		switch name = strings.TrimSpace(name); {
		case ok && name == key:
			now, err := line(value)
			lines[i] = now
			return strings.Join(lines, ""), err
		case ok && name == "id":
			at = i
		}
	}
	now, err := line("")
	if now != "" && !strings.HasSuffix(lines[at], "\n") {
		lines[at] += "\n"
	}
	lines[at] += now
	return strings.Join(lines, ""), err
}

// afterText is what follows a text in quotes in a line; false: it does not end there.
func afterText(value string) (string, bool) {
	s := strings.TrimLeft(value, " \t")
	if s == "" || s[0] != '"' && s[0] != '\'' || strings.HasPrefix(s, `"""`) || strings.HasPrefix(s, "'''") {
		return "", false
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return s[i+1:], true
		case s[i] == '\\' && s[0] == '"':
			i++
		}
	}
	return "", false
}

// sourceTable returns the lines of a source's table, from its [[source]] up to the next table; -1, -1 if
// there is none.
func sourceTable(lines []string, id string) (from, to int) {
	from = -1
	mine := false
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			if mine {
				return from, i
			}
			from = i
			if !strings.HasPrefix(line, "[[source]]") {
				from = -1
			}
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if from >= 0 && ok && strings.TrimSpace(key) == "id" {
			v, _, _ := strings.Cut(value, "#")
			mine = strings.Trim(strings.TrimSpace(v), `"'`) == id
		}
	}
	if !mine {
		return -1, -1
	}
	return from, len(lines)
}

// JoinFolders joins the names of nested folders to the value of Source.Folder; a "/" in a name is escaped.
func JoinFolders(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strings.ReplaceAll(n, "/", `\/`)
	}
	return strings.Join(out, "/")
}

// SplitFolders splits the value of Source.Folder into the names of nested folders.
func SplitFolders(path string) []string {
	var out []string
	for n := range strings.SplitSeq(strings.ReplaceAll(path, `\/`, "\x00"), "/") {
		if n != "" {
			out = append(out, strings.ReplaceAll(n, "\x00", "/"))
		}
	}
	return out
}
