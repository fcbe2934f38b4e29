package waidian_test

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/cli"
)

// documents are the files that people read, with their text.
func documents(t *testing.T) map[string]string {
	out := map[string]string{}
	for _, pattern := range []string{"*.md", "doc/*.md", "doc/decisions/*.md", "changelog/unreleased/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = string(b)
		}
	}
	return out
}

var link = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)

// TestLinks: what a document links to in this repository is there.
func TestLinks(t *testing.T) {
	for name, text := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			target := filepath.Join(filepath.Dir(name), filepath.FromSlash(m[1]))
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
}

var (
	promised = regexp.MustCompile(`\b((?:Test|Fuzz)[A-Z]\w*)\b`)
	declared = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Z]\w*)\(`)
)

// TestPromisesAreTested: the tests that the architecture names exist.
func TestPromisesAreTested(t *testing.T) {
	var names []string
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		b, err := os.ReadFile(filepath.FromSlash(name))
		for _, m := range declared.FindAllStringSubmatch(string(b), -1) {
			names = append(names, m[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range promised.FindAllStringSubmatch(documents(t)["doc/architecture.md"], -1) {
		if !slices.Contains(names, m[1]) {
			t.Errorf("doc/architecture.md names %s, which does not exist", m[1])
		}
	}
}

// TestTourIsComplete: the tour in doc.go comes by every package.
func TestTourIsComplete(t *testing.T) {
	tour, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range allowed {
		if pkg == "." || strings.HasPrefix(pkg, "cmd/") || strings.HasPrefix(pkg, "store/") {
			continue
		}
		if !regexp.MustCompile(`internal/` + pkg + `\b`).Match(tour) {
			t.Errorf("the tour in doc.go does not come by internal/%s", pkg)
		}
	}
}

var (
	typed = regexp.MustCompile("(?m)(?:^ {4}|`|&& )(?:sudo |-u waidian |\\.\\./)*waidian ((?:-c|--config|--data) \\S+ )*([a-z]+(?: [a-z]+)?)([^`\n#|]*)")
	given = regexp.MustCompile(` (--[a-z-]+)`)
)

// TestCommandsExist: every command that a document has a person type is there, with
// its flags.
func TestCommandsExist(t *testing.T) {
	for name, text := range documents(t) {
		if strings.HasPrefix(name, "doc/decisions/") {
			continue // they tell of their day
		}
		for _, m := range typed.FindAllStringSubmatch(text, -1) {
			words := strings.Fields(m[2])
			if !slices.Contains([]string{"sources", "log", "digest", "archive"}, words[0]) {
				words = words[:1]
			}
			help, status := waidian("", append(words, "--help")...)
			if status != 0 {
				t.Errorf("%s: there is no command %q", name, strings.Join(words, " "))
			}
			for _, f := range given.FindAllStringSubmatch(m[3], -1) {
				if !strings.Contains(help, f[1]) {
					t.Errorf("%s: waidian %s has no flag %s", name, strings.Join(words, " "), f[1])
				}
			}
		}
	}
}

var piped = regexp.MustCompile(`(?m)^ {4}\$ echo '(.*)' \| waidian (\w+)\n((?: {4}[^$].*\n)+)`)

// TestExamples: what a document says that a filter answers is what it answers.
func TestExamples(t *testing.T) {
	for name, text := range documents(t) {
		for _, m := range piped.FindAllStringSubmatch(text, -1) {
			got, _ := waidian(m[1]+"\n", m[2])
			want := strings.ReplaceAll(strings.TrimPrefix(m[3], "    "), "\n    ", "\n")
			if got != want {
				t.Errorf("%s: waidian %s answers\n%snot\n%s", name, m[2], got, want)
			}
		}
	}
}

// waidian runs the program on an input and returns what it prints and its status.
func waidian(stdin string, args ...string) (string, int) {
	var out strings.Builder
	status := cli.Main(context.Background(), cli.Env{
		Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &out,
		Getenv: func(string) string { return "" }, Now: time.Now,
	}, args)
	return out.String(), status
}

var required = regexp.MustCompile(`(?m)^\t(\S+) v\S+$`)

// TestDependenciesHaveReasons: the record of dependencies names every module that go.mod
// requires directly.
func TestDependenciesHaveReasons(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	record := documents(t)["doc/decisions/0011-dependencies.md"]
	for _, m := range required.FindAllStringSubmatch(string(mod), -1) {
		if name := "`" + m[1] + "`"; !strings.Contains(record, name) && !strings.Contains(record, "`"+path.Base(m[1])+"`") {
			t.Errorf("doc/decisions/0011-dependencies.md does not say why %s is there", m[1])
		}
	}
}

var table = regexp.MustCompile(`(?m)^CREATE (?:VIRTUAL )?TABLE (\w+)`)

// TestTablesAreDescribed: formats.md has a row for each table of the database.
func TestTablesAreDescribed(t *testing.T) {
	formats, err := os.ReadFile("doc/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("internal/store/*/migrations/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range table.FindAllStringSubmatch(string(b), -1) {
			if !strings.Contains(string(formats), "\n| `"+m[1]+"` | ") {
				t.Errorf("doc/formats.md does not describe table %s of %s", m[1], name)
			}
		}
	}
}
