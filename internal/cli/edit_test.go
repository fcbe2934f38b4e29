package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
)

// edited is an app whose configuration file has so many sources.
func edited(t *testing.T, sources int) (*app, string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "waidian.toml")
	var b strings.Builder
	for i := range sources {
		fmt.Fprintf(&b, "[[source]]\nid = \"s%d\"\nname = \"S\"\nurl = \"https://s%d.example/\"\n", i, i)
	}
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app{}
	a.flags.Config = name
	return a, name
}

// Commands that edit the configuration at the same time each have their edit in it.
func TestEditsAtTheSameTime(t *testing.T) {
	a, name := edited(t, 24)
	var g errgroup.Group
	for i := range 24 {
		g.Go(func() error { return a.pauseSource(fmt.Sprintf("s%d", i), true) })
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if n := strings.Count(string(text), "paused = true"); err != nil || n != 24 {
		t.Errorf("%d sources are paused, not 24: %v", n, err)
	}
}

// What another program writes while an edit is made stays.
func TestEditsBesideAnEditor(t *testing.T) {
	a, name := edited(t, 1)
	write := func(times int) func(string) (string, error) {
		n := 0
		return func(text string) (string, error) {
			if n++; n <= times {
				if err := os.WriteFile(name, fmt.Appendf([]byte(text), "# typed %d\n", n), 0o600); err != nil {
					return "", err
				}
			}
			return text + "# edited\n", nil
		}
	}
	if err := a.editConfig(write(2)); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(name)
	if !strings.HasSuffix(string(text), "# typed 1\n# typed 2\n# edited\n") {
		t.Errorf("the file:\n%s", text)
	}
	if err := a.editConfig(write(100)); err == nil || !strings.Contains(err.Error(), "nothing is changed") {
		t.Errorf("a file that never rests: %v", err)
	}
}
