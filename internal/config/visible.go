package config

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/text"
)

// visible returns the configuration with what is shown of it as visible text: the values of the fields with the tag "shown". An outlet's
// title, or a list of another program, may have brought a character that turns the words beside it around, or that a terminal obeys. A name
// of which nothing is left is the identifier. The lists that c points to stay as they are.
func (c Config) visible() Config {
	was := c
	c.Topic, c.Source = slices.Clone(c.Topic), slices.Clone(c.Source)
	clean(reflect.ValueOf(&c).Elem())
	c.Site.Title = instead(c.Site.Title, was.Site.Title, Default().Site.Title)
	for i, t := range was.Topic {
		c.Topic[i].Name = instead(c.Topic[i].Name, t.Name, t.ID)
	}
	for i, s := range was.Source {
		c.Source[i].Name = instead(c.Source[i].Name, s.Name, s.ID)
	}
	return c
}

// instead is a visible text, or another if nothing is left of it. What was empty stays so: that is a mistake.
func instead(now, was, other string) string {
	if now == "" && was != "" {
		return other
	}
	return now
}

// clean makes the texts of a struct visible that have the tag "shown", and those of the structs and lists of structs within it. Where the
// tag is "line" and not "text", they are lines.
func clean(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		switch tag := v.Type().Field(i).Tag.Get("shown"); {
		case f.Kind() == reflect.Struct:
			clean(f)
		case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
			for k := range f.Len() {
				clean(f.Index(k))
			}
		case tag == "text":
			f.SetString(visible(f.String()))
		case tag == "line" && f.Kind() == reflect.String:
			f.SetString(line(f.String()))
		case tag == "line":
			f.Set(reflect.ValueOf(lined(f.Interface().([]string))))
		}
	}
}

// visible is a text without what no reader sees; "" if that is all it has.
func visible(s string) string {
	seen := strings.Map(text.Visible, s)
	if seen == s {
		return s
	}
	return strings.TrimSpace(seen)
}

// line is a text on one line, without what no reader sees.
func line(s string) string {
	if s = visible(s); strings.ContainsAny(s, "\n\t") {
		s = text.Collapse(s)
	}
	return s
}

// lined are words, each a line. One of which nothing is left stays: an empty word would be in every report.
func lined(list []string) []string {
	out := slices.Clone(list)
	for i, s := range list {
		out[i] = cmp.Or(line(s), s)
	}
	return out
}
