package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
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

// formOfFiles are the files of check/latin that read the keys and the values of the files of words.
var formOfFiles = []string{"keys.go", "load.go", "tables.go"}

// names are literals with letters that are no words of a language: tags and files.
var names = strings.Fields("all en zh ja .txt")

// TestNoWordsInCode holds the grammar and the arithmetic to their promise: their code has
// no word of a language, only names of sets and codes of currencies.
func TestNoWordsInCode(t *testing.T) {
	for _, dir := range []string{"latin", "quantity"} {
		for name, f := range parsed(t, dir) {
			if dir == "latin" && slices.Contains(formOfFiles, name) {
				continue
			}
			ast.Inspect(f.File, func(n ast.Node) bool {
				if _, ok := n.(*ast.ImportSpec); ok {
					return false
				}
				if lit, ok := n.(*ast.BasicLit); ok && wordy(lit) && !currency.MatchString(lit.Value) && !named(lit) {
					t.Errorf("%s: %s: words belong to the files of words", f.Position(lit.Pos()), lit.Value)
				}
				return true
			})
		}
	}
}

var currency = regexp.MustCompile(`^"[A-Z]{3}"$`)

// markup are literals that the rules look for in sentences and that are no words.
var markup = strings.Fields("&lt; &gt; &amp; &nbsp; http:// https:// javascript: U")

// TestRulesCompareNoWords holds the rules to the same: what a word means is read in a
// language's own package, and no rule compares one.
func TestRulesCompareNoWords(t *testing.T) {
	for _, f := range parsed(t, ".") {
		for _, lit := range compared(f.File) {
			if !named(lit, markup...) {
				t.Errorf("%s: %s is compared: a reader of the language has to say what it means", f.Position(lit.Pos()), lit.Value)
			}
		}
	}
}

// named reports whether a literal is one of names, or of more.
func named(lit *ast.BasicLit, more ...string) bool {
	s, err := strconv.Unquote(lit.Value)
	return err == nil && (slices.Contains(names, s) || slices.Contains(more, s))
}

// TestNoWordsOfHanScript sees to it that the rules have no word in Han script, kana or
// Hangul: such words are with the readers.
func TestNoWordsOfHanScript(t *testing.T) {
	script := func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	}
	for _, f := range parsed(t, ".") {
		ast.Inspect(f.File, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && strings.ContainsFunc(l.Value, script) {
				t.Errorf("%s: %s", f.Position(l.Pos()), l.Value)
			}
			return true
		})
	}
}

// source is a file of Go code with its positions.
type source struct {
	*ast.File
	*token.FileSet
}

// parsed returns the Go files of a folder without its tests, by name.
func parsed(t *testing.T, dir string) map[string]source {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: no Go files: %v", dir, err)
	}
	out := map[string]source{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(path)] = source{f, set}
	}
	return out
}

// compared lists the literals with letters that a file compares.
func compared(f *ast.File) []*ast.BasicLit {
	var out []*ast.BasicLit
	add := func(es ...ast.Expr) {
		for _, e := range es {
			if lit, ok := e.(*ast.BasicLit); ok && wordy(lit) {
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

// wordy reports whether a literal is a text or a character with a letter. Escapes are
// none.
func wordy(lit *ast.BasicLit) bool {
	if lit.Kind != token.STRING && lit.Kind != token.CHAR {
		return false
	}
	s, err := strconv.Unquote(lit.Value)
	return err == nil && strings.ContainsFunc(s, unicode.IsLetter)
}
