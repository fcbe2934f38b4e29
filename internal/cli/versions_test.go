package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/edit"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/text"
)

// twice is an export of one report with two earlier versions.
const twice = `{"id":"aaaaaaaaaa","url":"https://gazette.example/kiln","canonical":"https://gazette.example/kiln","source":"gazette-example","outlet":"gazette.example","title":"Kiln relit, 190 watch","byline":[],"published":"2024-01-29T10:00:00Z","published_as":"given","captured":"2024-01-29T14:00:00Z","lang":"en","words":13,"minutes":1,"paragraphs":["The last kiln of Saltmarsh was lit again before some 190 people."],"text":"The last kiln of Saltmarsh was lit again before some 190 people.","version":3,"kind":"article","source_name":"gazette.example","blocks":[{"kind":"p","text":"The last kiln of Saltmarsh was lit again before some 190 people.","ends":[64]}],"capture":"c3","extractor":"7","edited":true,"versions":[{"id":"aaaaaaaaaa","url":"https://gazette.example/kiln","canonical":"https://gazette.example/kiln","source":"gazette-example","outlet":"gazette.example","title":"Kiln relit, 200 watch","byline":[],"published":"2024-01-29T10:00:00Z","published_as":"given","captured":"2024-01-29T11:00:00Z","lang":"en","words":13,"minutes":1,"paragraphs":["The last kiln of Saltmarsh was lit again before some 200 people."],"text":"The last kiln of Saltmarsh was lit again before some 200 people.","version":1,"kind":"article","source_name":"gazette.example","blocks":[{"kind":"p","text":"The last kiln of Saltmarsh was lit again before some 200 people.","ends":[64]}],"seen":"2024-01-29T12:00:00Z","capture":"c1","extractor":"7"},{"id":"aaaaaaaaaa","url":"https://gazette.example/kiln","canonical":"https://gazette.example/kiln","source":"gazette-example","outlet":"gazette.example","title":"Kiln relit, 200 watch","byline":[],"published":"2024-01-29T10:00:00Z","published_as":"given","captured":"2024-01-29T13:00:00Z","lang":"en","words":13,"minutes":1,"paragraphs":["The last kiln of Saltmarsh was lit anew before some 200 people."],"text":"The last kiln of Saltmarsh was lit anew before some 200 people.","version":2,"kind":"article","source_name":"gazette.example","blocks":[{"kind":"p","text":"The last kiln of Saltmarsh was lit anew before some 200 people.","ends":[63]}],"capture":"c2","extractor":"7"}]}
`

// Export, import, export: every version comes back, byte by byte, from one store to another of either kind.
func TestVersionsComeBack(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{
		"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": storetest.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			in := func(desk string, args ...string) string {
				t.Helper()
				status, said := runCommand(t, append([]string{"--config", filepath.Join(dir, desk+".toml"), "--data", filepath.Join(dir, desk)}, args...)...)
				if status != exitDone {
					t.Fatalf("%s %v: %s", desk, args, said)
				}
				return said
			}
			for _, desk := range []string{"a", "b"} {
				if err := os.WriteFile(filepath.Join(dir, desk+".toml"), fmt.Appendf(nil, "[desk]\ndatabase = %q\n[beat]\nkeywords = []\n", database(t)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			first, second := filepath.Join(dir, "first.jsonl"), filepath.Join(dir, "second.jsonl")
			if err := os.WriteFile(filepath.Join(dir, "twice.jsonl"), []byte(twice), 0o600); err != nil {
				t.Fatal(err)
			}
			in("a", "import", filepath.Join(dir, "twice.jsonl"))
			in("a", "export", "--out", first)
			in("b", "import", first)
			in("b", "export", "--out", second)
			one, err := os.ReadFile(first)
			if err != nil {
				t.Fatal(err)
			}
			two, err := os.ReadFile(second)
			if err != nil || string(one) != string(two) {
				t.Errorf("the second export differs, %v:\n%s\n%s", err, one, two)
			}
			for _, want := range []string{"200 watch", "lit anew", `"seen":"2024-01-29T12:00:00Z"`, `"edited":true`} {
				if !strings.Contains(string(two), want) {
					t.Errorf("the export has no %s", want)
				}
			}
			in("b", "export", "--no-versions", "--out", second)
			if less, err := os.ReadFile(second); err != nil || strings.Contains(string(less), "200 watch") || !strings.Contains(string(less), "190 watch") {
				t.Errorf("--no-versions: %s, %v", less, err)
			}
			said := in("b", "diff", "aaaaaaaaaa")
			for _, want := range []string{"version 2: 2024-01-29 21:00", "; times of Asia/Shanghai", "edited: 200 → 190", "[-Kiln relit, 200 watch-]", "lit [-anew-]{+again+} before some [-200-]{+190+} people."} {
				if !strings.Contains(said, want) {
					t.Errorf("diff has no %q:\n%s", want, said)
				}
			}
			if said := in("b", "diff", "aaaaaaaaaa", "1", "2"); !strings.Contains(said, "whether the outlet changed it is not known") || !strings.Contains(said, "lit [-again-]{+anew+} before") {
				t.Errorf("diff 1 2:\n%s", said)
			}
			for args, want := range map[string]string{
				"aaaaaaaaaa 3 4": "there are 3", "aaaaaaaaaa 7": "there are 3", "aaaaaaaaaa 3": "is the newest", "aaaaaaaaaa 0": "count from 1",
				"aaaaaaaaaa 1 0": "count from 1", "aaaaaaaaaa 2 1": "the older is given first", "aaaaaaaaaa 1 1": "the older is given first", "zzzzzzzzzz": "no report",
			} {
				status, said := runCommand(t, append([]string{"--config", filepath.Join(dir, "b.toml"), "--data", filepath.Join(dir, "b"), "diff"}, strings.Fields(args)...)...)
				if status == exitDone || !strings.Contains(said, want) {
					t.Errorf("diff %s: %s", args, said)
				}
			}
			in("b", "takedown", "aaaaaaaaaa")
			if status, said := runCommand(t, "--config", filepath.Join(dir, "b.toml"), "--data", filepath.Join(dir, "b"), "diff", "aaaaaaaaaa"); status == exitDone {
				t.Errorf("diff of what is taken down: %s", said)
			}
		})
	}
}

// TestPrintDiff: times are those of the reader, and what is not there is not printed.
func TestPrintDiff(t *testing.T) {
	of := func(title string, paragraphs ...string) (a news.Article) {
		a = news.Article{Title: title, Lang: "en", Kind: news.PageArticle}
		for _, p := range paragraphs {
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
		}
		return a
	}
	const rain, kiln = "Rain fell on the hills all day.", "The kiln was lit again at noon."
	at := time.Date(2024, 1, 29, 20, 0, 0, 0, time.UTC)
	before, after := news.Version{N: 1, Captured: at, Seen: at.Add(time.Hour)}, news.Version{N: 2, Captured: at.Add(2 * time.Hour), Edited: true}
	const head = "version 1: 2024-01-30 04:00, last seen 2024-01-30 05:00\nversion 2: 2024-01-30 06:00; times of there\n"
	for _, c := range []struct {
		old, now news.Article
		want     string
	}{
		{of("Kiln", rain), of("Kiln", rain), "\nno words differ\n"},
		{of("Kiln", rain), of("Kiln relit", rain), "retitled: Kiln → Kiln relit\n\n[-Kiln-]\n{+Kiln relit+}\n\nthe text is the same in both\n"},
		{of("Kiln", rain, kiln), of("Kiln", rain), "edited: [-" + kiln + "-]\n\n… 1 equal …\n\n[-" + kiln + "-]\n"},
	} {
		var b strings.Builder
		printDiff(&b, before, after, edit.Between(c.old, c.now), time.FixedZone("there", 8*3600))
		if b.String() != head+c.want {
			t.Errorf("got\n%s\nwant\n%s", b.String(), head+c.want)
		}
	}
}
