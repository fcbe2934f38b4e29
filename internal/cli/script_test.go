package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/store/storetest"
)

// The commands that scripts have beside testscript's own.

// pageLines writes the built page whose path matches a pattern as its text reads from
// top to bottom, a line a block, up to the part about its source:
//
//	page data/site '*-*' lines.txt
func pageLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: page DIR PATTERN FILE")
	}
	lines := textLines([]byte(ts.ReadFile(findPage(ts, args[0], args[1]))))
	if end := slices.IndexFunc(lines, headsSource); end >= 0 {
		lines = lines[:end]
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Join(lines, "\n")+"\n"), 0o600))
}

// headsSource reports whether a line heads the part after a report's text.
func headsSource(line string) bool { return line == "Where it comes from" || line == "出处" }

// idInPath is the identifier of a report or a story: those of the demo depend on which port its outlets found, and
// on which report of a story came first.
var idInPath = regexp.MustCompile(`(-|\bs/)[a-z2-7]{10}(\.[a-z0-9.-]+)$`)

// partial is the name of a tile of the log that is not full, by how many hashes it holds.
var partial = regexp.MustCompile(`\.p/\d+$`)

// pathList writes the paths of the files in a folder, each once, sorted, with ID for identifiers and N for the width of tiles:
//
//	paths data/site paths.txt
func pathList(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: paths DIR FILE")
	}
	var out []string
	ts.Check(fs.WalkDir(os.DirFS(ts.MkAbs(args[0])), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name = partial.ReplaceAllString(name, ".p/N")
			out = append(out, idInPath.ReplaceAllString(name, "${1}ID$2")+"\n")
		}
		return err
	}))
	slices.Sort(out)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Join(slices.Compact(out), "")), 0o600))
}

// markup checks that a built page holds nothing that a report may not bring along:
//
//	clean data/site '*-*'
func markup(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: clean DIR PATTERN")
	}
	file := findPage(ts, args[0], args[1])
	if what := unclean([]byte(ts.ReadFile(file))); what != "" {
		ts.Fatalf("%s: %s", file, what)
	}
}

// findPage is the one article page whose slash-separated path holds the pattern.
func findPage(ts *testscript.TestScript, dir, pattern string) string {
	found := articlePages(ts.MkAbs(dir), pattern)
	if len(found) != 1 {
		ts.Fatalf("%d pages match %q: %q", len(found), pattern, found)
	}
	return found[0]
}

// articlePage is the form of an article's path: a month, and an identifier at its end.
var articlePage = regexp.MustCompile(`/a/[^/]+/\d{4}/\d{2}/.*[a-z2-7]{10}\.html$`)

func articlePages(dir, pattern string) []string {
	var found []string
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && articlePage.MatchString(filepath.ToSlash(path)) && strings.Contains(path, pattern) {
			found = append(found, path)
		}
		return nil
	})
	return found
}

// blocks are the elements that begin a new line of a page's text.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.Li: true, atom.Header: true, atom.Footer: true,
	atom.Main: true, atom.Article: true, atom.Section: true, atom.Nav: true, atom.Dt: true, atom.Dd: true, atom.Aside: true,
	atom.Br: true, atom.Details: true, atom.Summary: true, atom.Blockquote: true, atom.Figure: true, atom.Figcaption: true, atom.Form: true,
}

// textLines is the text of a page as a reader without style sheets sees it.
func textLines(page []byte) []string {
	var lines []string
	var line strings.Builder
	end := func() {
		if s := strings.Join(strings.Fields(line.String()), " "); s != "" {
			lines = append(lines, s)
		}
		line.Reset()
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			line.WriteString(n.Data)
		case n.DataAtom == atom.Head, n.DataAtom == atom.Script, n.DataAtom == atom.Style:
			return
		}
		if blocks[n.DataAtom] {
			end()
			defer end()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		return nil
	}
	walk(root)
	end()
	return lines
}

// unclean says what of a page runs, or leads where no page may lead.
func unclean(page []byte) string {
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		return err.Error()
	}
	for n := range root.Descendants() {
		if n.DataAtom == atom.Iframe || n.DataAtom == atom.Object || n.DataAtom == atom.Embed || n.DataAtom == atom.Base {
			return "it has an element " + n.Data
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"):
				return "it has an event handler: " + a.Key
			case (a.Key == "href" || a.Key == "src") && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:text/html")):
				return "it leads to " + value
			case n.DataAtom == atom.Script && a.Key == "src" && strings.Contains(value, "://"):
				return "it runs a script from elsewhere: " + value
			}
		}
		if n.DataAtom == atom.Script && n.FirstChild != nil && !json.Valid([]byte(n.FirstChild.Data)) {
			return "it has a script of its own: " + n.FirstChild.Data
		}
	}
	return ""
}

// oddFiles puts into a folder what is there in real ones: a report in a file whose name has control
// characters, a link that leads nowhere, and a link to the folder itself:
//
//	odd DIR
func oddFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: odd DIR")
	}
	dir := ts.MkAbs(args[0])
	post := "---\ntitle: An odd name\nfrom: https://ledger.example/odd\ndate: 2024-01-02\n---\nThe name of this file was made by a machine that nobody stopped.\n"
	ts.Check(os.WriteFile(filepath.Join(dir, "odd\x01\x1b[31m\t\u202ename.md"), []byte(post), 0o600))
	ts.Check(os.Symlink(dir, filepath.Join(dir, "round")))
	ts.Check(os.Symlink(filepath.Join(dir, "nothing"), filepath.Join(dir, "nowhere.md")))
}

// manyFiles makes a folder of so many files of no form:
//
//	many DIR 70
func manyFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: many DIR N")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.Mkdir(ts.MkAbs(args[0]), 0o755))
	for i := range n {
		ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), fmt.Sprintf("%03d.dat", i)), []byte("nothing"), 0o600))
	}
}

// jsonLines checks that what the last command printed is one JSON object and nothing
// else; with a number, that it is so many, one a line:
//
//	json 3
func jsonLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: json [N]")
	}
	lines := []string{ts.ReadFile("stdout")}
	if len(args) == 1 {
		lines = strings.Split(strings.TrimSuffix(lines[0], "\n"), "\n")
	}
	for _, line := range lines {
		var object map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			ts.Fatalf("no JSON object: %v: %q", err, line)
		}
	}
	if len(args) == 1 && args[0] != strconv.Itoa(len(lines)) {
		ts.Fatalf("%d objects, not %s", len(lines), args[0])
	}
}

// status runs a command that must end with the status:
//
//	status 2 waidian collect
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		got = e.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if args[0] != strconv.Itoa(got) {
		ts.Fatalf("%s ended with status %d, not %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// helps checks that each command explains itself with an example that can be typed.
func helps(ts *testscript.TestScript, neg bool, args []string) {
	for _, command := range args {
		if err := ts.Exec("waidian", append(strings.Fields(command), "--help")...); err != nil {
			ts.Fatalf("%s --help: %v", command, err)
		}
		if out := ts.ReadFile("stdout"); !strings.Contains(strings.Join(strings.Fields(out), " "), "Example: waidian "+command) {
			ts.Fatalf("%s --help has no example:\n%s", command, out)
		}
	}
}

// times are what differs from run to run: durations and the archive's file names.
var times = regexp.MustCompile(`\b\d+(\.\d+)?(s|ms|µs)\b|\b\d+\.\d s\b|"seconds":[0-9.e-]+`)

// mask replaces what differs from run to run in the last output, and writes it to a
// file, to be compared:
//
//	mask stdout out.txt
func mask(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mask stdout|stderr FILE")
	}
	out := times.ReplaceAllString(ts.ReadFile(args[0]), "TIME")
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(out), 0o600))
}

// found keeps in a variable what the last command printed where a pattern has its first group: an identifier that follows from the
// port of the demo, such as
//
//	found ID '\[([a-z0-9]{10})\]'
func found(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: found NAME PATTERN")
	}
	pattern, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	m := pattern.FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) < 2 {
		ts.Fatalf("%s is not in what was printed", args[1])
	}
	ts.Setenv(args[0], m[1])
}

// emptyDatabase puts the address of an empty database on PostgreSQL into a variable; it goes when all scripts have ended:
//
//	database DSN
func emptyDatabase(t *testing.T) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 1 {
			ts.Fatalf("usage: database NAME")
		}
		ts.Setenv(args[0], storetest.Postgres(t))
	}
}
