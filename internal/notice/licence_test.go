package notice

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// allowed are the licences that a part of the program may have. The Mozilla Public License
// asks for the source of its files alone, which NOTICE names.
var allowed = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ICU", "ISC", "MIT", "MIT-0", "MPL-2.0", "public domain", "Unicode-3.0", "Unlicense"}

// licences are recognised by their words: all of those of one.
var licences = []struct {
	name  string
	words []string
}{
	{"Apache-2.0", []string{`apache license,? version 2\.0`}},
	{"MPL-2.0", []string{`mozilla public license,? version 2\.0`}},
	{"MIT", []string{`permission is hereby granted, free of charge, to any person obtaining a copy`, `the above copyright notice and this permission notice`}},
	{"MIT-0", []string{`mit no attribution`, `permission is hereby granted, free of charge, to any person obtaining a copy`}},
	{"ICU", []string{`permission is hereby granted, free of charge, to any person obtaining a copy`, `both the above copyright notice\(s\) and this permission notice`}},
	{"Unicode-3.0", []string{`unicode license v3`, `permission is hereby granted, free of charge, to any person obtaining a copy of data files`}},
	{"BSD-2-Clause", []string{`redistributions? in binary form must reproduce the above copyright`}},
	{"BSD-3-Clause", []string{`redistributions? in binary form must reproduce the above copyright`, `(neither the name|the names? of the author may not)`}},
	{"BSD-4-Clause", []string{`all advertising materials mentioning features`}},
	{"ISC", []string{`permission to use, copy, modify,? and(/or)? distribute this software for any purpose`, `notice and this permission notice appear`}},
	{"0BSD", []string{`permission to use, copy, modify,? and(/or)? distribute this software for any purpose`}},
	{"Unlicense", []string{`this is free and unencumbered software released into the public domain`}},
	{"CC0-1.0", []string{`cc0 1\.0 universal`}},
	{"public domain", []string{`has been dedicated to the public domain`}},
	{"GPL", []string{`gnu general public license version \d`}},
	{"LGPL", []string{`gnu (lesser|library) general public license version \d`}},
	{"AGPL", []string{`gnu affero general public license version \d`}},
	{"EPL", []string{`eclipse public license`}},
	{"CDDL", []string{`common development and distribution license`}},
	{"SSPL", []string{`server side public license`}},
	{"Business Source License", []string{`business source license`}},
	{"Elastic License", []string{`elastic license`}},
	{"Commons Clause", []string{`commons clause`}},
	{"Creative Commons", []string{`creative commons attribution`}},
}

// elsewhere are licences that a module names for parts of it which are not in the program.
var elsewhere = map[string]string{
	"github.com/modelcontextprotocol/go-sdk": "Creative Commons", // its documentation
}

// within are licences whose words are part of another's.
var within = map[string]string{"BSD-2-Clause": "BSD-3-Clause", "0BSD": "ISC"}

var markup = regexp.MustCompile(`<[^<>]*>`)

// recognise returns the licences that a text grants, sorted by name.
func recognise(text string) []string {
	text = strings.ToLower(strings.Join(strings.Fields(markup.ReplaceAllString(text, " ")), " "))
	var out []string
	for _, l := range licences {
		if !slices.ContainsFunc(l.words, func(w string) bool { return !regexp.MustCompile(w).MatchString(text) }) {
			out = append(out, l.name)
		}
	}
	for part, whole := range within {
		if slices.Contains(out, whole) {
			out = slices.DeleteFunc(out, func(name string) bool { return name == part })
		}
	}
	slices.Sort(out)
	return out
}

// recogniseIn returns the licences that a text of a module grants for what is in the program.
func recogniseIn(module, text string) []string {
	return slices.DeleteFunc(recognise(text), func(name string) bool { return name == elsewhere[module] })
}

// refusal says why a text is none that a part of the program may come with, in a module of that name: "" if it may.
func refusal(module, text string) string {
	names := recogniseIn(module, text)
	if len(names) == 0 {
		return "no licence is recognised"
	}
	for _, name := range names {
		if !slices.Contains(allowed, name) {
			return name + " is not allowed"
		}
	}
	return ""
}

func TestRecognise(t *testing.T) {
	const mit = "Permission is hereby granted, free of charge, to any person\nobtaining a copy … The above copyright notice and this permission notice shall be"
	const bsd = "Redistributions in binary form must reproduce the above\n copyright notice"
	const isc = "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"
	for _, c := range []struct{ text, want, refused string }{
		{mit, "MIT", ""},
		{bsd, "BSD-2-Clause", ""},
		{bsd + "\nNeither the name of the author", "BSD-3-Clause", ""},
		{bsd + "\n3. All advertising materials mentioning features or use", "BSD-2-Clause BSD-4-Clause", "BSD-4-Clause is not allowed"},
		{isc, "0BSD", ""},
		{isc + " provided that the above copyright notice and this permission notice appear in all copies", "ISC", ""},
		{"MIT No Attribution\nPermission is hereby granted, free of charge, to any person obtaining a copy of this", "MIT-0", ""},
		{"Creative Commons Attribution 4.0 International", "Creative Commons", "Creative Commons is not allowed"},
		{"Apache License\n  Version 2.0, January 2004", "Apache-2.0", ""},
		{"Mozilla Public License Version 2.0 … means either the GNU General Public License, Version 2.0, the GNU Lesser", "MPL-2.0", ""},
		{"This is free and unencumbered software released into the public domain.", "Unlicense", ""},
		{"CC0 1.0 Universal", "CC0-1.0", ""},
		{mit + bsd, "BSD-2-Clause MIT", ""},
		{"GNU GENERAL PUBLIC LICENSE\n Version 2, June 1991", "GPL", "GPL is not allowed"},
		{mit + " GNU AFFERO GENERAL PUBLIC LICENSE Version 3", "AGPL MIT", "AGPL is not allowed"},
		{"Apache License Version 2.0 with Commons Clause", "Apache-2.0 Commons Clause", "Commons Clause is not allowed"},
		{"All rights reserved.", "", "no licence is recognised"},
	} {
		if got := strings.Join(recognise(c.text), " "); got != c.want {
			t.Errorf("%q is recognised as %q, want %q", c.text, got, c.want)
		}
		if got := refusal("", c.text); got != c.refused {
			t.Errorf("%q: refused with %q, want %q", c.text, got, c.refused)
		}
	}
}
