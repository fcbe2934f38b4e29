package waidian_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// thinking are the packages that are functions of their arguments: they ask no file, no network, no database and no clock.
var thinking = strings.Fields("news text hanscript hanwords feed search search/static glossary discover when byline extract dedupe story topic mhtml clipping headway tdm challenge rights weblink " +
	"wording record translog event page diff edit edition cdxj wacz check check/quantity check/latin check/han metrics alarm reader/form")

// touching are the imports by which a package could ask the world; what is under them counts too, but for pure.
var touching = []string{"os", "net", "database/sql", "syscall", "log", "embed"}

// pure are packages under those that touch nothing.
var pure = []string{"net/url", "net/netip", "net/textproto", "net/mail"}

// clocks are the functions of package time that ask it or wait for it.
var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// touchable says which of them may import what all the same, and why.
var touchable = map[string]string{
	"discover net/http":   "http.ParseTime reads the dates of HTTP",
	"byline embed":        "the words beside names, and surnames",
	"check/latin embed":   "the words of languages",
	"dedupe embed":        "the names of agencies",
	"edit embed":          "the words by which outlets call something a correction",
	"event embed":         "the words that leave something open, that judge an outlet, and of what numbers count",
	"extract embed":       "the rules for pages and the model",
	"glossary embed":      "the customary names",
	"hanscript embed":     "the tables of scripts",
	"hanwords embed":      "the words of Chinese, and how names sound",
	"page embed":          "templates, style sheet, icon",
	"search/static embed": "the script of the search",
	"when embed":          "the words of dates, the zones of countries",
	"story embed":         "what countries, cities and subjects are called, and how characters are said",
	"wording embed":       "the texts of the interface",
}

func TestWhatThinksTouchesNothing(t *testing.T) {
	used := map[string]bool{}
	for _, pkg := range thinking {
		if _, known := allowed[pkg]; !known {
			t.Errorf("%s is not in the table of who may import whom", pkg)
		}
		names, err := filepath.Glob(filepath.Join("internal", filepath.FromSlash(pkg), "*.go"))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s has no files, %v", pkg, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, what := range touches(t, name) {
				used[pkg+" "+what] = true
				if touchable[pkg+" "+what] == "" {
					t.Errorf("%s: %s thinks, and has no business with %s", name, pkg, what)
				}
			}
		}
	}
	for what := range touchable {
		if !used[what] {
			t.Errorf("%s is allowed and not used: take it out of touchable", what)
		}
	}
}

// touches are the imports of a file by which it could touch the world, and its calls of the clock.
func touches(t *testing.T, name string) (out []string) {
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	clock := ""
	for _, imp := range f.Imports {
		p := strings.Trim(imp.Path.Value, `"`)
		if p == "time" {
			clock = p
			if imp.Name != nil {
				clock = imp.Name.Name
			}
		}
		under := func(root string) bool { return p == root || strings.HasPrefix(p, root+"/") }
		if slices.ContainsFunc(touching, under) && !slices.Contains(pure, p) {
			out = append(out, p)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && slices.Contains(clocks, s.Sel.Name) {
			if x, ok := s.X.(*ast.Ident); ok && clock != "" && x.Name == clock {
				out = append(out, "time."+s.Sel.Name)
			}
		}
		return true
	})
	return out
}
