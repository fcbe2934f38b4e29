package check

import (
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// TestOrdinaryTexts prints every doubt of names on the sentences of a folder of texts in
// Chinese, against a report that names none of them: each doubt must be on a name that the
// sentence has. A person reads them. WAIDIAN_TEXTS is the folder, WAIDIAN_TEXTS_EVERY says
// to take one sentence in so many.
//
//	WAIDIAN_TEXTS=/some/folder go test ./internal/check -run TestOrdinaryTexts -v
func TestOrdinaryTexts(t *testing.T) {
	dir := os.Getenv("WAIDIAN_TEXTS")
	if dir == "" {
		t.Skip("WAIDIAN_TEXTS names no folder of texts")
	}
	every, sentences, doubts := 1, 0, 0
	fmt.Sscan(os.Getenv("WAIDIAN_TEXTS_EVERY"), &every)
	seen := map[string]bool{}
	report := []string{"The bridge was closed for repairs, and nobody knew when it would open again."}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, s := range ordinary(string(b)) {
			if seen[s] {
				continue
			}
			seen[s] = true
			if len(seen)%every > 0 {
				continue
			}
			sentences++
			for _, f := range (Checker{}).Findings(report, time.Time{}, s) {
				if f.Rule == news.NameRule && !strings.ContainsFunc(f.Span, isASCII) {
					doubts++
					t.Logf("%s\t%s\t%s\t%s", f.Span, f.Reason, f.Arg, s)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d sentences, %d doubts", sentences, doubts)
}

func isASCII(r rune) bool { return r < utf8.RuneSelf }

var (
	tag   = regexp.MustCompile(`<[^<>]*>|!?\[[^\[\]]*\]\([^()]*\)|https?://\S+`)
	block = regexp.MustCompile(`(?i)</?(p|div|br|li|h\d|blockquote)\b[^<>]*>`)
)

// ordinary lists the sentences of a text in Markdown or HTML that are as long as those of a
// digest.
func ordinary(s string) []string {
	s = block.ReplaceAllString(s, "\n")
	s = html.UnescapeString(tag.ReplaceAllString(s, ""))
	var out []string
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		start := 0
		for _, end := range append(text.Sentences(line), len(line)) {
			sentence := strings.TrimSpace(line[start:end])
			start = end
			n := utf8.RuneCountInString(sentence)
			if strings.HasSuffix(sentence, "。") && n >= 15 && n <= 110 && !slices.Contains(out, sentence) {
				out = append(out, sentence)
			}
		}
	}
	return out
}
