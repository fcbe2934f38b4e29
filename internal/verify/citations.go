package verify

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/wording"
)

// cited is what a citation says of the answer.
type cited struct {
	days  []string // on which the page was read, as "2006-01-02"
	notes []string
}

// checkCitations compares the citations that a page carries in its links (BibTeX, RIS, CSL-JSON): the day on which the page was read, and the
// note, which has address, time and hash. COinS have none of these.
func checkCitations(root *html.Node, l translog.Leaf, said Said, t tongue) error {
	var wrong []error
	for n := range root.Descendants() {
		href, ok := attribute(n, "href")
		if n.Data != "a" || !ok {
			continue
		}
		head, data, ok := strings.Cut(href, ",")
		kind, _, _ := strings.Cut(strings.TrimPrefix(head, "data:"), ";")
		read := formats[kind]
		if !ok || !strings.HasPrefix(head, "data:") || read.of == nil {
			continue
		}
		text, err := url.PathUnescape(data)
		var c cited
		if err == nil {
			c, err = read.of(text)
		}
		if err == nil {
			err = c.check(l, said, t)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("carries a citation (%s) that %w", read.name, err))
		}
	}
	return errors.Join(wrong...)
}

// formats are the readers of citations, by media type.
var formats = map[string]struct {
	name string
	of   func(string) (cited, error)
}{
	"application/x-bibtex":                    {"BibTeX", ofBibTeX},
	"application/x-research-info-systems":     {"RIS", ofRIS},
	"application/vnd.citationstyles.csl+json": {"CSL", ofCSL},
}

// check compares a citation with the leaf of the answer.
func (c cited) check(l translog.Leaf, said Said, t tongue) error {
	if day := l.At.UTC().Format(time.DateOnly); len(c.days) != 1 || c.days[0] != day {
		return fmt.Errorf("names another day of reading than the leaf: %.80q, not %s", strings.Join(c.days, ", "), day)
	}
	if len(c.notes) != 1 {
		return fmt.Errorf("has %d notes, not one", len(c.notes))
	}
	parts := strings.Split(c.notes[0], "; ")
	at, hash := second(l.At), bodyName
	if said.Feed {
		hash = feedName
	} else {
		at = said.Address + " " + at
	}
	return errors.Join(t.notes("address or time", parts, at, captured), t.notes("body", parts, hexOf(l.Body), hash, bodyName, feedName))
}

// notes finds fault with the parts of a note that have one of some names, unless it is one part, with the first name and that value.
func (t tongue) notes(what string, parts []string, value string, names ...func(*wording.Texts) string) error {
	var is []string
	right := false
	for _, p := range parts {
		for _, w := range t {
			named := func(name func(*wording.Texts) string) bool { return strings.HasPrefix(p, name(w)+w.Colon) }
			if slices.ContainsFunc(names, named) {
				is, right = append(is, p), p == names[0](w)+w.Colon+value
				break
			}
		}
	}
	if len(is) != 1 || !right {
		return fmt.Errorf("names another %s than the leaf: %.200q, not %.200s", what, strings.Join(is, "; "), value)
	}
	return nil
}

// bibField is a field of an entry of BibTeX, as pages write it: a line.
var bibField = regexp.MustCompile(`(?m)^ *(urldate|note) *= *\{(.*)\},?$`)

func ofBibTeX(text string) (c cited, _ error) {
	for _, m := range bibField.FindAllStringSubmatch(text, -1) {
		if m[1] == "note" {
			c.notes = append(c.notes, fromTeX.Replace(m[2]))
		} else {
			c.days = append(c.days, m[2])
		}
	}
	return c, nil
}

// fromTeX reads what TeX has commands for, as pages write them.
var fromTeX = strings.NewReplacer(
	`\textbackslash{}`, `\`, `\textbraceleft{}`, "{", `\textbraceright{}`, "}", `\textasciitilde{}`, "~", `\textasciicircum{}`, "^",
	`\%`, "%", `\&`, "&", `\#`, "#", `\$`, "$", `\_`, "_",
)

func ofRIS(text string) (c cited, _ error) {
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "  - ")
		switch name {
		case "N1":
			c.notes = append(c.notes, value)
		case "Y2":
			c.days = append(c.days, strings.ReplaceAll(value, "/", "-"))
		}
	}
	return c, nil
}

func ofCSL(text string) (c cited, err error) {
	value, err := readJSON([]byte(text))
	if err != nil {
		return c, fmt.Errorf("cannot be read: %w", err)
	}
	for _, v := range valuesOf(value, "note") {
		c.notes = append(c.notes, fmt.Sprint(v))
	}
	for _, v := range valuesOf(valuesOf(value, "accessed"), "date-parts") {
		parts, _ := v.([]any)
		for _, p := range parts {
			if _, ok := p.([]any); !ok {
				continue
			}
			var day []string
			for _, part := range p.([]any) {
				n, _ := part.(float64)
				day = append(day, fmt.Sprintf("%02.0f", n))
			}
			c.days = append(c.days, strings.Join(day, "-"))
		}
	}
	return c, nil
}
