package site

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// checkOutputs compares the files of built sites with the list in doc/formats.md: a build writes no kind of file
// that the list does not have, and the list has none that no build writes.
func checkOutputs(t *testing.T, dirs ...string) {
	t.Helper()
	kinds := listedKinds(t)
	met := map[string]bool{}
	for _, dir := range dirs {
		err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			kind := kindOf(kinds, name)
			if kind == "" {
				t.Errorf("%s: a build writes %s, and doc/formats.md has no such kind of file", path.Base(dir), name)
			}
			met[kind] = true
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for kind := range kinds {
		if !met[kind] {
			t.Errorf("doc/formats.md lists %s, and no build writes such a file", kind)
		}
	}
}

// kindOf is the kind of the file name; "" where none is listed.
func kindOf(kinds map[string]*regexp.Regexp, name string) string {
	script, rest, _ := strings.Cut(name, "/")
	if kind := script + "/PAGE"; kinds[kind] != nil && strings.HasSuffix(rest, ".html") && kindOf(kinds, rest) != "" {
		return kind
	}
	for kind, re := range kinds {
		if re.MatchString(name) {
			return kind
		}
	}
	return ""
}

// listedKinds reads the list: the first column of the table, with a kind for each way to choose from {…}.
func listedKinds(t *testing.T) map[string]*regexp.Regexp {
	t.Helper()
	doc, err := os.ReadFile("../../doc/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(doc), "<!-- the files of a site -->\n")
	list, _, ok := strings.Cut(list, "<!-- end of the files -->")
	if !ok {
		t.Fatal("doc/formats.md has no list of the files of a site")
	}
	kinds := map[string]*regexp.Regexp{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(list, -1) {
		for _, kind := range choices(row[1]) {
			kinds[kind] = kindPattern(kind)
		}
	}
	return kinds
}

// choices resolves the first {a,b} of a kind, and then the others.
func choices(kind string) (out []string) {
	before, rest, ok := strings.Cut(kind, "{")
	inner, after, closed := strings.Cut(rest, "}")
	if !ok || !closed {
		return []string{kind}
	}
	for _, c := range strings.Split(inner, ",") {
		out = append(out, choices(before+c+after)...)
	}
	return out
}

// places are what stands for something in a kind.
var places = map[string]string{
	"OUTLET": `[a-z0-9-]+`, "SLUG-ID": `([a-z0-9-]+-)?[a-z0-9]+`, "ID": `[a-z0-9-]+`, "HASH": `[0-9a-f]{8}`,
	"YYYY": `\d{4}`, "MM": `\d\d`, "DD": `\d\d`, "DAY": `\d{4}-\d\d-\d\d`, "N": `\d+`, "HHMM": `\d{4}`, "TILE": `(x\d{3}/)*\d{3}(\.p/\d{1,3})?`, "[-N]": `(-\d{1,3})?`,
}

var place = regexp.MustCompile(`\[-N\]|SLUG-ID|[A-Z]+`)

// kindPattern matches the files of a kind. PAGE is resolved by kindOf.
func kindPattern(kind string) *regexp.Regexp {
	var b strings.Builder
	b.WriteByte('^')
	last := 0
	for _, at := range place.FindAllStringIndex(kind, -1) {
		b.WriteString(regexp.QuoteMeta(kind[last:at[0]]))
		if p, ok := places[kind[at[0]:at[1]]]; ok {
			b.WriteString(p)
		} else {
			b.WriteString(regexp.QuoteMeta(kind[at[0]:at[1]]))
		}
		last = at[1]
	}
	b.WriteString(regexp.QuoteMeta(kind[last:]) + "$")
	return regexp.MustCompile(b.String())
}
