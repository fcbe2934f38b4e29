package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
)

// writeMarkdown writes an article as a page of a Hugo content folder.
func writeMarkdown(dir string, it news.Item) error {
	art, d := it.Article, it.Digest
	var b bytes.Buffer
	front := map[string]any{
		"title": art.SourceName + "-" + art.Title, "date": art.Published, "lang": art.Lang,
		"outlet": art.Outlet, "source": art.URL, "tags": art.Tags, "digest_by": d.By,
	}
	if d.Title != "" {
		front["description"] = d.Title
	}
	head, err := json.MarshalIndent(front, "", "  ") // Hugo reads JSON front matter as it is
	if err != nil {
		return fmt.Errorf("export %s: %w", art.ID, err)
	}
	b.Write(head)
	b.WriteString("\n\n")
	for i, c := range d.Summary {
		if i > 0 && !strings.HasPrefix(d.Lang, "zh") && !strings.HasPrefix(d.Lang, "ja") {
			b.WriteByte(' ')
		}
		b.WriteString(escapeMarkdown(c.Text))
	}
	for _, block := range art.Blocks {
		b.WriteString("\n\n")
		switch block.Kind {
		case news.Heading:
			b.WriteString("## ")
		case news.ListItem:
			b.WriteString("- ")
		case news.Quote:
			b.WriteString("> ")
		}
		b.WriteString(escapeMarkdown(block.Text))
	}
	b.WriteString("\n")
	name := strings.TrimSuffix(path.Base(site.ArticlePath(art)), ".html") + ".md"
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if _, err := atomically.Write(filepath.Join(dir, name), b.Bytes()); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// markdownMarks are escaped wherever they stand (CommonMark 0.31, 2.4).
var markdownMarks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "&", `\&`, "{{", `{\{`, "~", `\~`)

func escapeMarkdown(s string) string {
	s = markdownMarks.Replace(s)
	if s != "" && strings.ContainsRune("#>-+=0123456789", rune(s[0])) {
		// at the start of a line these would begin a heading, a quotation or a list
		if i := strings.IndexAny(s, ".)"); i > 0 && i < 10 && strings.Trim(s[:i], "0123456789") == "" {
			return s[:i] + `\` + s[i:]
		}
		if strings.ContainsRune("#>-+=", rune(s[0])) {
			return `\` + s
		}
	}
	return s
}
