package latin_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// comparing are the functions that compare their second argument, or those after it.
var comparing = strings.Fields(`Contains ContainsAny ContainsRune HasPrefix HasSuffix TrimPrefix TrimSuffix Trim
	TrimLeft TrimRight Cut CutPrefix CutSuffix
	EqualFold Index LastIndex Count Split SplitSeq SplitN Fields FieldsSeq`)

// formOfFiles are the files that compare the keys and the values of the files of words.
var formOfFiles = []string{"keys.go", "load.go", "tables.go"}

// TestNoWordsInCode holds the grammar and the arithmetic to their promise: no word of a
// language is compared in their code. It looks at the form of the code: a literal with
// letters in a comparison, a case, an index, or an argument of a function that compares.
func TestNoWordsInCode(t *testing.T) {
	for _, dir := range []string{".", filepath.Join("..", "quantity")} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no Go files: %v", dir, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || dir == "." && slices.Contains(formOfFiles, file) {
				continue
			}
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, lit := range compared(f) {
				t.Errorf("%s: %s is compared: words belong to the files of words", fset.Position(lit.Pos()), lit.Value)
			}
		}
	}
}

// compared lists the literals with letters that a file compares.
func compared(f *ast.File) []*ast.BasicLit {
	var out []*ast.BasicLit
	add := func(es ...ast.Expr) {
		for _, e := range es {
			if lit, ok := e.(*ast.BasicLit); ok && (lit.Kind == token.STRING || lit.Kind == token.CHAR) && wordy(lit.Value) {
				out = append(out, lit)
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				add(n.X, n.Y)
			}
		case *ast.CaseClause:
			add(n.List...)
		case *ast.IndexExpr:
			add(n.Index)
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains(comparing, sel.Sel.Name) {
				add(n.Args...)
			}
		case *ast.CompositeLit:
			add(listed(n)...)
		}
		return true
	})
	return out
}

// listed are the elements of a list of texts, and the keys of a map of texts: a list
// that a loop compares is a comparison too.
func listed(c *ast.CompositeLit) []ast.Expr {
	var out []ast.Expr
	switch typ := c.Type.(type) {
	case *ast.ArrayType:
		if id, ok := typ.Elt.(*ast.Ident); ok && id.Name == "string" {
			return c.Elts
		}
	case *ast.MapType:
		for _, e := range c.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				out = append(out, kv.Key)
			}
		}
	}
	return out
}

// wordy reports whether a literal has a letter. Escapes are none.
func wordy(literal string) bool {
	s, err := strconv.Unquote(literal)
	return err == nil && strings.ContainsFunc(s, unicode.IsLetter)
}
