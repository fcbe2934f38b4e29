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

// files are literals of check/latin that are no words of a language: the names of its files.
var files = strings.Fields("all en .txt")

// TestNoWordsInCode holds the grammar and the arithmetic to their promise: their code has
// no word of a language, only names of sets and codes of currencies.
func TestNoWordsInCode(t *testing.T) {
	for _, dir := range []string{"latin", "quantity"} {
		for name, f := range parsed(t, dir) {
			if dir == "latin" && slices.Contains(formOfFiles, name) {
				continue
			}
			for _, lit := range literals(f.File) {
				if letters(lit) > 0 && !currency.MatchString(lit.Value) && !isOne(lit, files) {
					t.Errorf("%s: %s: words belong to the files of words", f.Position(lit.Pos()), lit.Value)
				}
			}
		}
	}
}

var currency = regexp.MustCompile(`^"[A-Z]{3}"$`)

// wordless are the literals with letters that the rules may have, since they are no words
// of a language.
var wordless = slices.Concat(
	// What a sentence of a digest must not hold: entities, addresses, scripts.
	strings.Fields("&lt; &gt; &amp; &nbsp; http:// https:// javascript:"),
	// Tags of languages that a rule is for, or not for.
	strings.Fields("en zh ja"),
	// All languages in Latin script whose claims are held to it, by their tags.
	[]string{"en de fr es it pt nl sv da no nb fi pl cs hu ro tr vi id ms"},
)

// TestNoWordsInRules holds the rules to the same: they have no text with two letters or
// more, in whatever script. What a word means is read in a language's own package.
func TestNoWordsInRules(t *testing.T) {
	for _, f := range parsed(t, ".") {
		for _, lit := range literals(f.File) {
			if letters(lit) > 1 && !isOne(lit, wordless) {
				t.Errorf("%s: %s: a reader of the language has to say what it means", f.Position(lit.Pos()), lit.Value)
			}
		}
	}
}

// TestRulesCompareNoLetters sees to it that the rules compare no single letter either: in
// Han script, and in "U21", a letter is a word.
func TestRulesCompareNoLetters(t *testing.T) {
	for _, f := range parsed(t, ".") {
		for _, lit := range compared(f.File) {
			if !isOne(lit, wordless) {
				t.Errorf("%s: %s is compared: a reader of the language has to say what it means", f.Position(lit.Pos()), lit.Value)
			}
		}
	}
}

// isOne reports whether a literal is one of a list.
func isOne(lit *ast.BasicLit, list []string) bool {
	s, err := strconv.Unquote(lit.Value)
	return err == nil && slices.Contains(list, s)
}

// TestNoWordsOfHanScript sees to it that the rules have no word in Han script, kana or
// Hangul: such words are with the readers.
func TestNoWordsOfHanScript(t *testing.T) {
	script := func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	}
	for _, f := range parsed(t, ".") {
		for _, lit := range literals(f.File) {
			if s, err := strconv.Unquote(lit.Value); err != nil || strings.ContainsFunc(s, script) {
				t.Errorf("%s: %s", f.Position(lit.Pos()), lit.Value)
			}
		}
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

// literals lists the texts and characters of a file, but for imports and the tags of fields.
func literals(f *ast.File) []*ast.BasicLit {
	var out []*ast.BasicLit
	tags := map[*ast.BasicLit]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			tags[n.Tag] = true
		case *ast.BasicLit:
			if (n.Kind == token.STRING || n.Kind == token.CHAR) && !tags[n] {
				out = append(out, n)
			}
		}
		return true
	})
	return out
}

// compared lists the literals with letters that a file compares.
func compared(f *ast.File) []*ast.BasicLit {
	var out []*ast.BasicLit
	add := func(es ...ast.Expr) {
		for _, e := range es {
			if lit, ok := e.(*ast.BasicLit); ok && letters(lit) > 0 {
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

// letters counts the letters of a text or a character. Escapes are none.
func letters(lit *ast.BasicLit) int {
	if lit.Kind != token.STRING && lit.Kind != token.CHAR {
		return 0
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return 0
	}
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
