package waidian_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// makers are the functions of package os that make files or folders.
var makers = map[string]bool{"WriteFile": true, "Create": true, "CreateTemp": true, "Mkdir": true, "MkdirAll": true, "OpenFile": true}

// madeElsewhere are the files that make something outside the data folder and the site, or that remove it themselves.
var madeElsewhere = map[string]string{
	"internal/archive/write.go":                "a probe for room on the disk, and the last file, which is there",
	"internal/archive/cache.go":                "a temporary file that it removes, where the cache may not be written",
	"internal/archive/mend.go":                 "opens a file that is there",
	"internal/archive/destroy.go":              "opens a file that is there",
	"internal/site/ledger.go":                  "opens a file that is there",
	"internal/cli/aside.go":                    "a temporary file that it removes",
	"internal/cli/cdxj.go":                     "a temporary file that it removes",
	"internal/cli/setup.go":                    "doctor's probe",
	"internal/store/sqlite/readonly.go":        "a copy in a temporary folder",
	"internal/store/sqlite/copy.go":            "opens a file that is there, to flush it",
	"internal/extract/extracttest/evaluate.go": "a report of a test",
	"internal/invented/keep.go":                "a site of a measurement",
	"internal/llm/llmtest/llmtest.go":          "a recording of a test",
	"internal/hanscript/gen/main.go":           "a generator",
	"internal/hanwords/gen/main.go":            "a generator",
	"internal/story/gen/main.go":               "a generator",
}

// TestFilesAreMadeByOwned: whoever makes a file of the desk does so by package owned or atomically, so that what root
// makes belongs to the user to whom the desk belongs.
func TestFilesAreMadeByOwned(t *testing.T) {
	used := map[string]bool{}
	err := filepath.WalkDir("internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "internal/owned/") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok || !makers[s.Sel.Name] {
				return true
			}
			if pkg, ok := s.X.(*ast.Ident); !ok || pkg.Name != "os" {
				return true
			}
			if used[path] = true; madeElsewhere[path] == "" {
				t.Errorf("%s makes a file by os.%s: package owned makes it belong to whom its folder belongs", path, s.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range madeElsewhere {
		if !used[path] {
			t.Errorf("%s makes nothing any more: take it out of the list", path)
		}
	}
}
