package news

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestListsOfCodes compares each list of codes with the constants of its type that the package declares.
func TestListsOfCodes(t *testing.T) {
	declared := constants(t)
	for typ, listed := range map[string][]string{
		"ReasonCode":  texts(Reasons()),
		"RefusalCode": texts(RefusalCodes()),
		"NoteCode":    append(texts(NoteCodes()), string(NoteOther)), // the one without a form
		"PageKind":    texts(PageKinds()),
		"Missing":     texts(MissingCodes()),
		"Rule":        texts(Rules()),
		"Rights":      texts(Grants()),
		"SourceKind":  texts(SourceKinds()),
	} {
		slices.Sort(declared[typ])
		slices.Sort(listed)
		if len(listed) == 0 || !slices.Equal(declared[typ], listed) {
			t.Errorf("%s\ndeclared %q\nlisted   %q", typ, declared[typ], listed)
		}
		if once := slices.Compact(slices.Clone(listed)); len(once) != len(listed) {
			t.Errorf("%s: a code is given twice: %q", typ, listed)
		}
	}
	if n := len(Reasons()); n < 40 {
		t.Errorf("%d reasons", n)
	}
}

func texts[T ~string](codes []T) (out []string) {
	for _, c := range codes {
		out = append(out, string(c))
	}
	return out
}

// constants are the values of the package's typed constants of strings, by their type.
func constants(t *testing.T) map[string][]string {
	names, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if group, ok := d.(*ast.GenDecl); ok && group.Tok == token.CONST {
				for _, s := range group.Specs {
					collect(t, s.(*ast.ValueSpec), out)
				}
			}
		}
	}
	return out
}

// collect adds the constants of one declaration. Each gives its type, so that none is overlooked here.
func collect(t *testing.T, spec *ast.ValueSpec, out map[string][]string) {
	typ := spec.Type
	for _, v := range spec.Values {
		if call, ok := v.(*ast.CallExpr); ok && typ == nil {
			t.Errorf("constant %s is a conversion: give its type before the sign of equality", spec.Names[0])
			typ = call.Fun
		}
		lit, ok := v.(*ast.BasicLit)
		name, named := typ.(*ast.Ident)
		if !ok || !named || lit.Kind != token.STRING {
			continue
		}
		s, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Fatal(err)
		}
		out[name.Name] = append(out[name.Name], s)
	}
}
