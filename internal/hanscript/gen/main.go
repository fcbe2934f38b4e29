// Command gen makes the tables of package hanscript from the dictionaries of OpenCC.
// It is run by go generate, in the folder of that package, and never by the program.
package main

import (
	"bytes"
	"cmp"
	"compress/flate"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

func main() {
	log.SetFlags(0)
	if err := write("."); err != nil {
		log.Fatal(err)
	}
}

// made lists the tables and the dictionaries that each is made from: an entry of an
// earlier one goes before the same entry of a later one.
var made = []struct {
	table string
	from  []string
}{
	{"st", []string{"STPhrases", "STCharacters"}},
	{"ts", []string{"TSPhrases", "TSCharacters"}},
	{"tw", []string{"TWVariants"}},
	{"tw-words", []string{"TWPhrases"}},
	{"hk", []string{"HKVariants"}},
}

// write writes the tables in the folder of the package.
func write(dir string) error {
	for _, m := range made {
		text, err := tableText(dir, m.from...)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, flate.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write([]byte(text)); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "tables", m.table), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// longest is how many characters of a text OpenCC's port to Go compares with its entries,
// so that a longer entry never matches.
const longest = 10

// tableText returns the lines of a table; package hanscript says what they are.
func tableText(dir string, dictionaries ...string) (string, error) {
	entries := map[string]string{}
	for _, name := range slices.Backward(dictionaries) {
		d, err := dictionary(dir, name)
		if err != nil {
			return "", err
		}
		maps.Copy(entries, d)
	}
	var b strings.Builder
	for _, from := range slices.SortedFunc(maps.Keys(entries), cmp.Compare[string]) {
		if utf8.RuneCountInString(from) > longest {
			continue
		}
		b.WriteString(from)
		if to := entries[from]; utf8.RuneCountInString(from) == 1 || to != byCharacter(entries, from) {
			b.WriteString("\t" + to)
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// byCharacter converts a text character by character.
func byCharacter(entries map[string]string, s string) string {
	var b strings.Builder
	for _, r := range s {
		to, ok := entries[string(r)]
		if !ok {
			to = string(r)
		}
		b.WriteString(to)
	}
	return b.String()
}

// dictionary reads one of OpenCC's dictionaries: the first alternative of each entry, the
// last of entries for the same text.
func dictionary(dir, name string) (map[string]string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "opencc", name+".txt"))
	if err != nil {
		return nil, err
	}
	entries := map[string]string{}
	for line := range strings.Lines(string(data)) {
		from, to, ok := strings.Cut(strings.TrimSpace(line), "\t")
		alternatives := strings.Fields(to)
		if !ok || len(alternatives) == 0 || !strings.HasSuffix(line, "\n") {
			continue // the port leaves out a last line that has no end
		}
		entries[from] = alternatives[0]
	}
	return entries, nil
}
