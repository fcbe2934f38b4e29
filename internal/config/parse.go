package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/waidian/waidian/internal/news"
)

// Mistake is one thing that is wrong with a configuration.
type Mistake struct {
	Line         int // from 1; 0: the file as a whole
	What         string
	Hint         string // what to do; may be empty
	news.Refusal        // the same for whoever does not read English; MistakeValue, if nothing more is known
}

// Mistakes is everything that is wrong with a configuration.
type Mistakes struct {
	File string
	List []Mistake
}

func (m *Mistakes) Error() string {
	var b strings.Builder
	for i, one := range m.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(m.File)
		if one.Line > 0 {
			fmt.Fprintf(&b, ":%d", one.Line)
		}
		b.WriteString(": " + one.What)
		if one.Hint != "" {
			b.WriteString(" (" + one.Hint + ")")
		}
	}
	return b.String()
}

// mark is what some editors begin a file with.
var mark = []byte("\ufeff")

// Parse reads a configuration. The error is a *Mistakes that names the file. What readers and operators are shown of it is visible text,
// whatever the file has.
func Parse(file string, text []byte) (Config, error) {
	c := Default()
	bad := &Mistakes{File: file}
	text = bytes.TrimPrefix(text, mark)
	var tree map[string]any
	if err := toml.Unmarshal(text, &tree); err != nil {
		bad.List = []Mistake{brokenOff(err)}
		return c, bad
	}
	where := lines(string(text))
	bad.List = audit(tree, reflect.TypeFor[Config](), "", where)
	if _, there := tree["reader"]; there {
		c.Reader = new(DefaultReader())
	}
	if _, there := tree["room"]; there {
		c.Room = new(DefaultRoom())
	}
	known, err := toml.Marshal(tree) // what is left are known keys with values of the right kind
	if err == nil {
		err = toml.Unmarshal(known, &c)
	}
	if err != nil {
		bad.List = append(bad.List, brokenOff(err))
		return c, bad
	}
	reported := map[int]bool{}
	for _, m := range bad.List {
		reported[m.Line] = true
	}
	for _, m := range c.check(where) {
		if m.Line == 0 || !reported[m.Line] { // audit took out the value of a reported line
			bad.List = append(bad.List, m)
		}
	}
	if len(bad.List) > 0 {
		slices.SortStableFunc(bad.List, func(a, b Mistake) int { return cmp.Or(a.Line-b.Line, strings.Compare(a.What, b.What)) })
		return c, bad
	}
	return c.visible(), nil
}

// brokenOff is the mistake at which the text ceases to be TOML.
func brokenOff(err error) Mistake {
	m := Mistake{What: strings.TrimPrefix(err.Error(), "toml: "), Refusal: news.Refusal{Code: news.MistakeSyntax}}
	var at *toml.DecodeError
	if errors.As(err, &at) {
		m.Line, _ = at.Position()
	}
	return m
}
