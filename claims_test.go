package waidian_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// claim is a row of doc/claims.md.
type claim struct {
	line      int
	keys      []string
	rests     string // the evidence
	otherwise string // what is said without it
	held      string // the tests
}

var ticked = regexp.MustCompile("`([^`]+)`")

// claims are the rows of the tables of doc/claims.md, and the keys that claim nothing.
func claims(t *testing.T) (rows []claim, nothing []string) {
	b, err := os.ReadFile(filepath.FromSlash("doc/claims.md"))
	if err != nil {
		t.Fatal(err)
	}
	text, rest, ok := strings.Cut(string(b), "\n## What claims nothing\n")
	if !ok {
		t.Fatal("doc/claims.md has no list of what claims nothing")
	}
	for i, l := range strings.Split(text, "\n") {
		cells := strings.Split(l, " | ")
		if !strings.HasPrefix(l, "| ") || strings.HasPrefix(l, "| says") || strings.HasPrefix(l, "| ---") {
			continue
		}
		if len(cells) != 5 {
			t.Errorf("doc/claims.md, line %d: %d cells, want 5", i+1, len(cells))
			continue
		}
		rows = append(rows, claim{i + 1, inTicks(cells[1]), strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3]), cells[4]})
	}
	return rows, inTicks(rest)
}

func inTicks(s string) (out []string) {
	for _, m := range ticked.FindAllStringSubmatch(s, -1) {
		out = append(out, m[1])
	}
	return out
}

// TestClaims: whatever is said to readers and to scripts is on the claims page, with its evidence and the tests that hold it.
func TestClaims(t *testing.T) {
	rows, nothing := claims(t)
	listed := map[string]string{}
	list := func(key, where string) {
		if was, twice := listed[key]; twice {
			t.Errorf("%s is listed twice: %s, %s", key, was, where)
		}
		listed[key] = where
	}
	for _, r := range rows {
		where := fmt.Sprintf("line %d", r.line)
		for _, k := range r.keys {
			list(k, where)
		}
		if len(r.keys) == 0 || r.otherwise == "" || r.rests == "" || r.rests == "–" {
			t.Errorf("doc/claims.md, %s: a key, the evidence, or what is said without it is missing", where)
		}
	}
	for _, k := range nothing {
		list(k, "what claims nothing")
	}
	said := sayings(t)
	for _, key := range slices.Sorted(maps.Keys(said)) {
		section, _, _ := strings.Cut(key, ".")
		if listed[key] == "" && listed[section+".*"] == "" {
			t.Errorf("%s (%s) is on no row of doc/claims.md: give it one with the evidence it needs, or put it into the list of what claims nothing", key, said[key])
		}
	}
	literals := stringsOf(t)
	for key, where := range listed {
		if words, is := strings.CutPrefix(key, "message."); is {
			if !slices.ContainsFunc(literals, func(l string) bool { return strings.Contains(l, words) }) {
				t.Errorf("doc/claims.md, %s: no message has the words %q", where, words)
			}
			continue
		}
		section, all := strings.CutSuffix(key, "*")
		if said[key] == "" && !(all && slices.ContainsFunc(slices.Collect(maps.Keys(said)), func(k string) bool { return strings.HasPrefix(k, section) })) {
			t.Errorf("doc/claims.md, %s: nothing says %s", where, key)
		}
	}
}

// TestClaimsAreHeld: the tests that the claims page names exist, and each row has one.
func TestClaimsAreHeld(t *testing.T) {
	rows, _ := claims(t)
	for _, r := range rows {
		tests := inTicks(r.held)
		if len(tests) == 0 {
			t.Errorf("doc/claims.md, line %d: no test", r.line)
		}
		for _, name := range tests {
			if !held(name) {
				t.Errorf("doc/claims.md, line %d: %s does not exist", r.line, name)
			}
		}
	}
}

// held reports whether there is a test: package.TestName, cli.TestScripts/script, or a case of storetest.
func held(name string) bool {
	pkg, test, ok := strings.Cut(name, ".")
	test, script, isScript := strings.Cut(test, "/")
	if isScript {
		_, err := os.Stat(filepath.Join("internal", pkg, "testdata", "script", script+".txtar"))
		return err == nil
	}
	pattern, dir := "*_test.go", filepath.Join("internal", pkg)
	switch pkg {
	case "storetest":
		pattern, dir = "*.go", filepath.Join("internal", "store", "storetest")
	case "sqlite", "postgres":
		dir = filepath.Join("internal", "store", pkg)
	}
	files, err := filepath.Glob(filepath.Join(dir, pattern))
	return ok && err == nil && slices.ContainsFunc(files, func(file string) bool {
		b, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(b), "\nfunc "+test+"(")
	})
}

// sayings are the keys of all that is said, with where it is said.
func sayings(t *testing.T) map[string]string {
	out := map[string]string{}
	b, err := os.ReadFile(filepath.FromSlash("internal/wording/en.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := toml.Unmarshal(b, &texts); err != nil {
		t.Fatal(err)
	}
	for section, v := range texts {
		keys, ok := v.(map[string]any)
		if !ok {
			out[section] = "internal/wording"
			continue
		}
		for key := range keys {
			out[section+"."+key] = "internal/wording"
		}
	}
	for prefix, files := range map[string][]string{
		"json": {"record/record.go"}, "feed": {"page/feeds.go", "page/feedxml_test.go"}, "ld": {"page/cite.go", "page/citation.go"}, "page": {"page/sources.go"}, "event": {"page/storydata.go"},
		"status": {"cli/status.go", "cli/canonical.go", "cli/silence.go"}, "collect": {"cli/progress.go"},
	} {
		for _, file := range files {
			for _, name := range tagsOf(t, "internal/"+file) {
				out[prefix+"."+name] = "internal/" + file
			}
		}
	}
	for prefix, c := range map[string][2]string{"state": {"internal/desk/health.go", "Health"}, "outcome": {"internal/desk/desk.go", "Outcome"}} {
		for _, value := range constantsOf(t, c[0], c[1]) {
			out[prefix+"."+value] = c[0]
		}
	}
	return out
}

// stringsOf are the strings in the code of internal, tests left out.
func stringsOf(t *testing.T) (out []string) {
	err := filepath.WalkDir("internal", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		ast.Inspect(parsed(t, path), func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					out = append(out, s)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tagsOf are the names that the fields of a file's structs have in JSON and XML.
func tagsOf(t *testing.T, file string) (out []string) {
	ast.Inspect(parsed(t, file), func(n ast.Node) bool {
		f, ok := n.(*ast.Field)
		if !ok || f.Tag == nil {
			return true
		}
		text, err := strconv.Unquote(f.Tag.Value)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{"json", "xml"} {
			name, _, _ := strings.Cut(reflect.StructTag(text).Get(form), ",")
			if name != "" && name != "-" {
				out = append(out, name)
			}
		}
		return true
	})
	return out
}

// constantsOf are the values of a file's constants of a type.
func constantsOf(t *testing.T, file, typ string) (out []string) {
	ast.Inspect(parsed(t, file), func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if id, named := v.Type.(*ast.Ident); !named || id.Name != typ {
			return true
		}
		for _, x := range v.Values {
			if lit, ok := x.(*ast.BasicLit); ok {
				value, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, value)
			}
		}
		return true
	})
	return out
}

func parsed(t *testing.T, file string) *ast.File {
	f, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(file), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
