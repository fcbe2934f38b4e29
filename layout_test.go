package waidian_test

import (
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/waidian/waidian/"

// allowed says which packages of ours a package imports outside its tests: no other,
// and each of them. A package that is not in it must not exist. doc/architecture.md
// says why and prints the table; after a change of it:
//
//	go test . -run TestLayoutDocument -update
var allowed = map[string]string{
	".":           "",
	"cmd/waidian": "cli",

	// the nouns, and what knows nothing of the desk
	"news": "", "text": "", "byline": "", "hanscript": "", "hanscript/gen": "", "hanwords": "", "hanwords/gen": "hanscript", "notice": "", "charset": "", "coding": "", "owned": "", "atomically": "owned", "batch": "", "when": "", "spool": "owned", "webtest": "", "weblink": "", "llm": "", "salvage": "", "cdxj": "", "headway": "",
	"llm/llmtest": "",
	"metrics":     "",
	"program":     "",
	"send":        "program text",
	"mirror":      "atomically program",

	// counts what tests bound
	"effort": "",

	// what thinks: functions of their arguments
	"feed":                "charset coding weblink when",
	"search":              "text hanscript",
	"glossary":            "news text hanscript hanwords",
	"discover":            "challenge news text feed charset coding hanscript weblink when",
	"extract":             "challenge news text charset coding byline when",
	"extract/extracttest": "news",
	"dedupe":              "news text",
	"story":               "news text hanscript hanwords",
	"story/gen":           "hanscript",
	"topic":               "news search",
	"mhtml":               "news",
	"clipping":            "news text when",
	"tdm":                 "",
	"challenge":           "news",
	"wacz":                "text",
	"rights":              "news text hanscript",
	"diff":                "news",
	"edit":                "news text hanscript diff check",
	"edition":             "news",
	"wording":             "news",
	"translog":            "news",

	"alarm":         "news",
	"search/static": "search hanscript",
	"record":        "news text",
	"event":         "news text search glossary check check/quantity hanscript",
	"page":          "byline news text rights record wording hanscript hanwords",

	// what compares a digest with its report
	"check": "news text glossary hanscript hanwords check/quantity check/latin check/han check/render check/relation check/tally", "check/tally": "check/quantity", "check/quantity": "", "check/relation": "hanscript", "check/render": "hanscript check/quantity check/han", "check/latin": "check/quantity",
	"check/han": "text hanscript hanwords check/quantity", "check/quantity/quantitytest": "check/quantity",

	// what touches the world
	"fetch":   "challenge news coding weblink",
	"archive": "news coding owned atomically",
	"bucket":  "news", "bucket/buckettest": "",
	"digest":          "news text llm hanscript wording salvage",
	"store":           "news translog",
	"store/transfer":  "store",
	"store/sqlite":    "store owned",
	"store/postgres":  "store",
	"store/storetest": "news store translog",
	"work":            "store store/postgres batch",
	"team":            "store fetch news",
	"site":            "news atomically owned topic search/static record page epub translog",
	"epub":            "news text rights wording",
	"hugo":            "atomically news text wording",
	"bundle":          "atomically",
	"backup":          "bundle",
	"manual":          "",
	"verify":          "hanscript news translog wording",
	"server":          "",
	"reader":          "news secret store reader/form",
	"reader/form":     "news",
	"secret":          "",
	"room":            "news secret store wording",
	"assistant":       "news page record text",
	"find":            "news rights search store text topic",
	"config":          "news text translog wording",

	// the order of the steps, and what puts the parts together
	"desk":          "news text store discover extract dedupe story tdm batch edition alarm",
	"demo/newsroom": "news text",
	"invented":      "",
	"cli": "bucket alarm challenge headway news store store/sqlite store/postgres store/transfer work team desk fetch archive discover extract dedupe story check digest llm glossary " +
		"search topic site server reader config atomically owned feed mhtml mirror notice demo/newsroom epub bundle find hugo rights record wording " +
		"backup manual page spool clipping event edit edition room secret cdxj wacz translog verify metrics send assistant text",
}

// longestChain bounds how deep one has to read: packages on the longest path of
// imports, the command and the leaf included.
const longestChain = 7 // event reads by the readers of check, which are three deep

func TestImports(t *testing.T) {
	imports := parseModule(t)
	for pkg, list := range imports {
		may, known := allowed[pkg]
		if !known {
			t.Errorf("package %s is not in the table of who may import whom", pkg)
			continue
		}
		for _, imp := range list {
			if !slices.Contains(strings.Fields(may), imp) {
				t.Errorf("%s imports %s, which its layer does not allow", pkg, imp)
			}
		}
	}
	for pkg, may := range allowed {
		list, there := imports[pkg]
		if !there {
			t.Errorf("the table has package %s, the tree does not", pkg)
			continue
		}
		for _, imp := range strings.Fields(may) {
			if !slices.Contains(list, imp) {
				t.Errorf("%s may import %s and does not: take it out of the table", pkg, imp)
			}
		}
	}
	if chain := longest(imports, "cmd/waidian", nil); len(chain) > longestChain {
		t.Errorf("the longest chain of imports has %d packages: %s", len(chain), strings.Join(chain, " -> "))
	}
}

var update = flag.Bool("update", false, "write the table of imports into doc/architecture.md")

// TestLayoutDocument: the table that doc/architecture.md prints is allowed.
func TestLayoutDocument(t *testing.T) {
	const (
		name  = "doc/architecture.md"
		begin = "<!-- the table of layout_test.go -->\n"
		end   = "<!-- end of the table -->\n"
	)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(b), begin)
	table, tail, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no place for the table of imports", name)
	}
	want := printed(allowed)
	if *update {
		if err := os.WriteFile(name, []byte(head+begin+want+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if table != want {
		t.Errorf("the table of imports in %s is not that of layout_test.go: go test . -run TestLayoutDocument -update", name)
	}
}

// printed is the table in Markdown, a row for each package, in the order of their names.
func printed(table map[string]string) string {
	var b strings.Builder
	b.WriteString("| package | imports of ours |\n| --- | --- |\n")
	for _, pkg := range slices.Sorted(maps.Keys(table)) {
		if pkg == "." {
			continue
		}
		list := strings.Fields(table[pkg])
		slices.Sort(list)
		fmt.Fprintf(&b, "| %s | %s |\n", pkg, strings.Join(list, " "))
	}
	return b.String()
}

func longest(imports map[string][]string, pkg string, above []string) []string {
	above = append(slices.Clone(above), pkg)
	best := above
	for _, imp := range imports[pkg] {
		if c := longest(imports, imp, above); len(c) > len(best) {
			best = c
		}
	}
	return best
}

// parseModule returns, for each package, the packages of ours that it imports
// outside its tests. It checks on the way that each has one package comment.
func parseModule(t *testing.T) map[string][]string {
	imports := map[string][]string{}
	comments := map[string]int{}
	fset := token.NewFileSet()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if _, err := os.Stat(filepath.Join(filepath.FromSlash(name), "go.mod")); d.IsDir() && name != "." && err == nil {
			return fs.SkipDir // a module of its own
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && name != ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, filepath.FromSlash(name), nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		pkg := short(path.Dir(name))
		if f.Doc != nil {
			comments[pkg]++
		}
		if imports[pkg] == nil {
			imports[pkg] = []string{}
		}
		for _, imp := range f.Imports {
			if p, ours := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), module); ours && !slices.Contains(imports[pkg], short(p)) {
				imports[pkg] = append(imports[pkg], short(p))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range imports {
		if comments[pkg] != 1 {
			t.Errorf("package %s has %d package comments, want one", pkg, comments[pkg])
		}
	}
	return imports
}

func short(p string) string { return strings.TrimPrefix(p, "internal/") }
