package notice

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

//go:generate go test -run TestNotice -update

var update = flag.Bool("update", false, "write NOTICE anew")

// A work is a part of the program: a module, or data.
type work struct {
	name, version string
	files         []string // with its licences and notices
}

// ours are the works that are no modules. The run time of Go is in every program.
var ours = []work{
	{"Waidian", "", []string{"../../LICENSE"}},
	{"Run time and standard library of Go", "", []string{"testdata/go/LICENSE"}},
	{"Dictionaries of OpenCC", "as in github.com/longbridgeapp/opencc v0.3.13", []string{"../hanscript/opencc/LICENSE"}},
	{"Dictionary of jieba", "0.42.1", []string{"../hanwords/LICENSE"}},
	{"Names of countries and cities of CLDR", "45 and 48", []string{"../story/cldr.LICENSE"}},
	{"Readings of characters of pypinyin", "0.55.0", []string{"../story/pypinyin.LICENSE"}},
}

// beside are files that belong to nothing in the program.
var beside = []string{
	"modernc.org/memory/LICENSE-LOGO", // where a logo comes from
}

// TestLicences: every part of the program has a licence that is known and allowed.
func TestLicences(t *testing.T) {
	for _, w := range program(t) {
		if len(w.files) == 0 {
			t.Errorf("%s %s has no licence", w.name, w.version)
		}
		for _, file := range w.files {
			if why := refusal(w.name, read(t, file)); why != "" && !isNotice(file) {
				t.Errorf("%s %s: %s: %s", w.name, w.version, filepath.Base(file), why)
			}
		}
	}
}

// TestNotice: NOTICE lists the program as it is built now.
func TestNotice(t *testing.T) {
	want := compose(t, program(t))
	if *update {
		if err := os.WriteFile("NOTICE", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if Text != want {
		t.Error("NOTICE is not of what the program is built of: go generate ./internal/notice")
	}
}

// program lists the works in the program. It skips the test where the modules' files are
// not on this machine.
func program(t *testing.T) []work {
	read(t, "../../go.sum") // the result of the test depends on it
	works := map[string]*work{}
	for _, system := range []string{"linux", "darwin", "windows", "freebsd"} {
		for _, pkg := range packages(t, system) {
			m := pkg.Module
			if m == nil || m.Main {
				continue
			}
			if m.Dir == "" {
				t.Skipf("skipped: the files of %s are not in the module cache", m.Path)
			}
			if works[m.Path] == nil {
				works[m.Path] = &work{name: m.Path, version: m.Version}
			}
			works[m.Path].add(t, m.Dir, pkg.Dir)
		}
	}
	all := slices.Clone(ours)
	for _, w := range works {
		all = append(all, *w)
	}
	slices.SortFunc(all[len(ours):], func(a, b work) int { return strings.Compare(a.name, b.name) })
	return all
}

// A goPackage is what go list says of a package.
type goPackage struct {
	Dir    string
	Module *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// packages lists the packages that the program on an operating system is built of.
func packages(t *testing.T, system string) []goPackage {
	cmd := exec.Command("go", "list", "-deps", "-json=Dir,Module", "./cmd/waidian")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, exit.Stderr)
		}
		t.Skipf("skipped: the modules of the program cannot be listed: %v", err)
	}
	var list []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg goPackage
		if err := d.Decode(&pkg); err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, pkg)
	}
}

var (
	licenceName = regexp.MustCompile(`(?i)^([a-z]+[-_])?(licen[cs]es?|unlicense|copying|notice)([-_.].*)?$`)
	textName    = regexp.MustCompile(`(?i)^[^.]*(\.(txt|md|html))?$`)
)

// add adds the licences in the folder of a package and in those above it, up to its module's.
func (w *work) add(t *testing.T, module, dir string) {
	for ; strings.HasPrefix(dir, module); dir = filepath.Dir(dir) {
		entries, err := os.ReadDir(dir)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			t.Skipf("skipped: the module cache cannot be read: %v", err)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			file := filepath.Join(dir, e.Name())
			if e.IsDir() || !licenceName.MatchString(e.Name()) || !textName.MatchString(e.Name()) ||
				slices.Contains(beside, w.name+"/"+e.Name()) || slices.Contains(w.files, file) {
				continue
			}
			w.files = append(w.files, file)
		}
	}
	slices.Sort(w.files)
}

// isNotice reports whether a file says whose work something is, and grants nothing.
func isNotice(file string) bool {
	return strings.HasPrefix(strings.ToLower(filepath.Base(file)), "notice")
}

// compose returns what NOTICE says.
func compose(t *testing.T, works []work) string {
	var list, texts strings.Builder
	var known []string
	users := map[string][]string{}
	for _, w := range works {
		var names, numbers []string
		for _, file := range w.files {
			text := plain(read(t, file))
			n := slices.Index(known, text)
			if n < 0 {
				n = len(known)
				known = append(known, text)
			}
			names = append(names, recogniseIn(w.name, text)...)
			numbers = append(numbers, fmt.Sprint(n+1))
			users[text] = append(users[text], w.name)
		}
		slices.Sort(names)
		fmt.Fprintf(&list, "%s: %s; text %s\n", strings.TrimSpace(w.name+" "+w.version),
			strings.Join(slices.Compact(names), ", "), strings.Join(numbers, ", "))
	}
	for i, text := range known {
		fmt.Fprintf(&texts, "\n%s\nText %d: %s\n\n%s\n", strings.Repeat("=", 80), i+1, strings.Join(users[text], "; "), text)
	}
	return fmt.Sprintf(`Waidian contains the works below, each under the licences named. The texts follow,
each once. The command go mod download NAME@VERSION fetches the source of a Go module.

%s%s`, list.String(), texts.String())
}

// plain is a text with line feeds alone, and none at its ends.
func plain(s string) string {
	return strings.Trim(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
}

func read(t *testing.T, file string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
