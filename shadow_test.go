package waidian_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestNothingShadowsGo fails on a function, parameter or variable that has the name of
// something Go has declared (len, any, new): who reads it takes it for that.
func TestNothingShadowsGo(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	for name := range strings.SplitSeq(strings.TrimSpace(string(out)), "\n") {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			for _, id := range namesIn(n) {
				if types.Universe.Lookup(id.Name) != nil {
					t.Errorf("%s: %s is the name of something Go has declared", fset.Position(id.Pos()), id.Name)
				}
			}
			return true
		})
	}
}

// namesIn returns the names that a node declares, but for methods and fields, which are
// always written with what they belong to.
func namesIn(n ast.Node) []*ast.Ident {
	var exprs []ast.Expr
	switch n := n.(type) {
	case *ast.ValueSpec:
		return n.Names
	case *ast.TypeSpec:
		return []*ast.Ident{n.Name}
	case *ast.FuncDecl:
		if n.Recv == nil {
			return []*ast.Ident{n.Name}
		}
	case *ast.FuncType:
		var out []*ast.Ident
		for _, list := range []*ast.FieldList{n.Params, n.Results} {
			if list == nil {
				continue
			}
			for _, field := range list.List {
				out = append(out, field.Names...)
			}
		}
		return out
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			exprs = n.Lhs
		}
	case *ast.RangeStmt:
		if n.Tok == token.DEFINE {
			exprs = []ast.Expr{n.Key, n.Value}
		}
	}
	var out []*ast.Ident
	for _, e := range exprs {
		if id, ok := e.(*ast.Ident); ok {
			out = append(out, id)
		}
	}
	return out
}
