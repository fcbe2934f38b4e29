package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// countOf is a number before a noun in the plural: "1 files" is one of the things it may come to. A number that a noun or "of" precedes
// is a name or a part of a whole.
var countOf = regexp.MustCompile(`(?:^|[^a-z ]|\b(?:and|asked|has|have|had|read|with) ) ?%d (?:new )?(?:addresse|answer|article|byte|capture|digest|feed|file|host|lead|page|post|record|report|sentence|source|task|thing|token|word)s\b|` +
	`^%d (?:new )?[a-z]+s\b`)

// Numbers are said by text.Count, with their nouns.
func TestNumbersAgreeWithTheirNouns(t *testing.T) {
	n := 0
	for _, pattern := range []string{"*.go", "../desk/*.go", "../assistant/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, name, src, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(x ast.Node) bool {
				lit, ok := x.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				n++
				if said := countOf.FindString(strings.Trim(lit.Value, "\"`")); said != "" {
					t.Errorf("%v: %q: use text.Count", fset.Position(lit.Pos()), said)
				}
				return true
			})
		}
	}
	if n < 1000 {
		t.Errorf("%d texts were read", n)
	}
	if !countOf.MatchString("%d reports left") || !countOf.MatchString("it has %d files") || countOf.MatchString("of %d files") || countOf.MatchString("leaf %d says") {
		t.Error("the pattern does not know a count from a name")
	}
}
