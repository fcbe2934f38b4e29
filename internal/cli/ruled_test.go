package cli

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheSiteSaysNothingOfRulings: a public site whose stories were ruled is, file by file, that of a desk to which the reports
// came as they stand, but for the pages of stories that lead on; and no file has a word of a ruling.
func TestTheSiteSaysNothingOfRulings(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	config := file("waidian.toml", "[site]\nurl = \"https://desk.example\"\nid = \"desk.example\"\naudience = \"public\"\n")
	in := func(desk string, args ...string) string {
		status, said := runCommand(t, append([]string{"--config", config, "--data", filepath.Join(dir, desk)}, args...)...)
		if status != exitDone {
			t.Fatalf("%v: %s", args, said)
		}
		return said
	}
	var reports string
	for _, r := range []struct{ id, outlet, title, text string }{
		{"aaaaaaaaaa", "Gazette", "Kiln of Saltmarsh is lit again", "The kiln of Saltmarsh was lit again on Monday by Ola Brandt, after eleven years."},
		{"bbbbbbbbbb", "Courier", "Saltmarsh lights its kiln again", "Ola Brandt lit the kiln of Saltmarsh on Monday; it had been cold for eleven years."},
		{"cccccccccc", "Messenger", "Kiln burns in Saltmarsh after eleven years", "In Saltmarsh the kiln burns again since Monday, eleven years after Ola Brandt had put it out."},
		{"dddddddddd", "Courier", "Snow shuts the pass at Hollin", "Snow has shut the road over Hollin, and forty lorries wait below for the plough."},
	} {
		line, err := json.Marshal(map[string]any{"id": r.id, "url": "https://" + strings.ToLower(r.outlet) + ".example/" + r.id, "outlet": r.outlet, "lang": "en",
			"title": r.title, "published": "2024-01-30T09:00:00Z", "captured": "2024-01-30T10:00:00Z", "paragraphs": []string{r.text}})
		if err != nil {
			t.Fatal(err)
		}
		reports += string(line) + "\n"
	}
	in("first", "import", file("reports.jsonl", reports))
	in("first", "story", "split", "aaaaaaaaaa", "cccccccccc")
	in("first", "story", "merge", "dddddddddd", "cccccccccc")
	exported := filepath.Join(dir, "ruled.jsonl")
	in("first", "export", "--out", exported)
	b, err := os.ReadFile(exported)
	if err != nil {
		t.Fatal(err)
	}
	bare := regexp.MustCompile(`,"rulings":\[[^\n]*\]\}`).ReplaceAll(b, []byte("}"))
	if bytes.Equal(b, bare) {
		t.Fatal("the export has no rulings")
	}
	if said := in("ruled", "import", exported); !strings.Contains(said, "2 rulings on stories imported") {
		t.Error(said)
	}
	in("bare", "import", file("bare.jsonl", string(bare)))
	in("ruled", "build")
	in("bare", "build")
	ruled, plain := filesOf(t, filepath.Join(dir, "ruled", "site")), filesOf(t, filepath.Join(dir, "bare", "site"))
	for name, content := range ruled {
		if words := regexp.MustCompile(`(?i)\bruling|\bruled\b|by the operator|"(others|undone)":`).Find(content); words != nil {
			t.Errorf("%s has %q", name, words)
		}
		if leadsOnly := strings.HasPrefix(name, "s/") && bytes.Contains(content, []byte("http-equiv")); plain[name] == nil && !leadsOnly {
			t.Errorf("%s is there because of a ruling", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(plain)) {
		if !bytes.Equal(ruled[name], plain[name]) && !strings.Contains(name, "manifest") && !signed(name) {
			t.Errorf("%s differs", name)
		}
	}
	if len(ruled) < 10 {
		t.Errorf("the site has %d files", len(ruled))
	}
}

// signed reports whether a file has the name or the signature of a desk in it.
func signed(name string) bool {
	return name == "log/checkpoint" || name == "log/key.txt" || strings.HasSuffix(name, ".tlog-proof")
}

// filesOf are the files of a folder by their names in it.
func filesOf(t *testing.T, folder string) map[string][]byte {
	out := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		out[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
