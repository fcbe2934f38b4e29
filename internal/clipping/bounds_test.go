package clipping

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/effort"
)

// What reading Markdown costs grows with its length, whatever is in it.
func TestMarkdownBounds(t *testing.T) {
	const head = "---\ntitle: Weir\nurl: https://ledger.example/weir\n---\n"
	for _, c := range []struct{ name, before, piece string }{
		{"angle brackets", head, "<"},
		{"addresses without an end", head, "<https://a"},
		{"lines of a paragraph", head, "water\n"},
		{"lines of a quotation", head, "> said\n"},
		{"brackets", head, "["},
		{"brackets and addresses", head, "[a]("},
		{"links in links", head, "[[[[[x](u)](u)](u)](u)](u)"},
		{"scripts without an end", head, "<script <!--x-->"},
		{"tags without an end", head, "{% {{< x >}} "},
		{"emphasis", head, "*a_`"},
	} {
		t.Run(c.name, func(t *testing.T) {
			prepare := func(n int) []byte { return []byte(c.before + strings.Repeat(c.piece, n)) }
			effort.Linear(t, 8000, prepare, func(doc []byte) { Markdown("a.md", "", doc) })
		})
	}
	t.Run("lines of a list in front matter", func(t *testing.T) {
		prepare := func(n int) []byte {
			return []byte("---\ntitle: Weir\nurl: https://ledger.example/weir\ntags: [\n" + strings.Repeat("a\n", n) + "]\n---\n")
		}
		effort.Linear(t, 220, prepare, func(doc []byte) { Markdown("a.md", "", doc) })
	})
}

// What is longer than a report can be is refused before it is read.
func TestMarkdownTooLong(t *testing.T) {
	const head = "title: Weir\nurl: https://ledger.example/weir\n"
	for _, c := range []struct{ name, doc, want string }{
		{"a text", "---\n" + head + "---\n" + strings.Repeat("water ", 4<<20/6), "longer than 4 MiB"},
		{"front matter", "---\n" + head + strings.Repeat("# water\n", 10_000) + "---\n", "front matter is longer than 64 KiB"},
		{"front matter in JSON", `{"title": "` + strings.Repeat("water ", 20_000) + `"}`, "front matter is longer than 64 KiB"},
		{"a list without an end", "---\n" + head + "tags: [a,\n  b\n---\nText.\n", "line 3: the list has no end"},
	} {
		if _, err := Markdown("a.md", "", []byte(c.doc)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// An address is looked for within the length that an address has, and the text behind a "<" that opens
// nothing stays.
func TestAnglesInText(t *testing.T) {
	long := "https://ledger.example/" + strings.Repeat("a", 3000)
	for _, c := range []struct{ text, want string }{
		{"See <https://ledger.example/a> there.", "See https://ledger.example/a there."},
		{"See <" + long + "> there.", "See <" + long + "> there."},
		{"See <https://ledger.example/a and the rest.", "See <https://ledger.example/a and the rest."},
		{"The level is <b and falls.", "The level is <b and falls."},
		{"The level is *low* <em>now</em>.", "The level is low now."},
		{"Before. {% tag %}<SCRIPT>x()</Script><!-- note -->{{< fig a >}} <!-- open", "Before."},
	} {
		a, err := Markdown("a.md", "https://ledger.example/", []byte("---\ntitle: Weir\n---\n"+c.text))
		var got []string
		for _, b := range a.Blocks {
			got = append(got, b.Text)
		}
		if s := strings.Join(got, "|"); err != nil || s != c.want {
			t.Errorf("%.60q: %.80q, %v", c.text, s, err)
		}
	}
}
