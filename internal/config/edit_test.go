package config

import (
	"slices"
	"strings"
	"testing"
)

const edited = `# by hand
[site]
title = "x" # [[source]]

[[source]]
id = "a" # the first
name = "A"
url = "https://a.example/"

[[source]]
# id = "a"
id = 'b'
name = "B"
url = "https://b.example/"
[beat]
keywords = []
`

func TestRemove(t *testing.T) {
	table := func(id string) string {
		out, err := Remove(edited, id)
		if err != nil {
			t.Fatal(err)
		}
		if len(out) >= len(edited) {
			t.Fatalf("nothing was removed for %s", id)
		}
		return out
	}
	first, second := strings.Index(edited, "[[source]]\nid"), strings.Index(edited, "[[source]]\n#")
	if got, want := table("a"), edited[:first]+edited[second:]; got != want {
		t.Errorf("without a:\n%s", got)
	}
	if got, want := table("b"), edited[:second]+edited[strings.Index(edited, "[beat]"):]; got != want {
		t.Errorf("without b:\n%s", got)
	}
	for _, id := range []string{"c", "x", ""} {
		if out, err := Remove(edited, id); err == nil {
			t.Errorf("%q: no error:\n%s", id, out)
		}
	}
}

// Comments that are not a source's stay when it is removed.
func TestRemoveLeavesTheCommentsOfOthers(t *testing.T) {
	const before, mine, next = "title = 1\n\n", "# the first\n[[source]]\nid = \"a\"\n# its name\nname = \"A\"\n", "[[source]]\nid = \"b\"\n"
	for _, c := range []struct{ name, between, left string }{
		{"above the next, behind a blank line", "\n# from the weir\n# and the dam\n", "# from the weir\n# and the dam\n"},
		{"above the next", "# from the weir\n", "# from the weir\n"},
		{"a heading", "\n# ==== rivers ====\n\n", "# ==== rivers ====\n\n"},
		{"two blocks", "# of a\n\n# apart\n\n# from the weir\n", "# apart\n\n# from the weir\n"},
		{"its own", "# of a\n\n", ""},
		{"set in", "\n  # from the weir\n", "  # from the weir\n"},
		{"none", "\n\n", ""},
	} {
		for end, tail := range map[string]string{"a source": next, "a table": "[beat]\n"} {
			got, err := Remove(before+mine+c.between+tail, "a")
			if want := before + "# the first\n" + c.left + tail; err != nil || got != want {
				t.Errorf("%s, before %s: %v\n%q\n%q", c.name, end, err, got, want)
			}
		}
	}
	if got, err := Remove(before+mine+"\n# for later\n", "a"); err != nil || got != before+"# the first\n# for later\n" {
		t.Errorf("at the end: %v\n%q", err, got)
	}
}

func TestAppendIsUndoneByRemove(t *testing.T) {
	text := Append(edited, Source{ID: "new", Name: "New", URL: "https://new.example/rss"})
	c, err := Parse("f", []byte(text))
	if err != nil || len(c.Source) != 3 || c.Source[2].ID != "new" {
		t.Fatalf("%+v, %v", c.Source, err)
	}
	back, err := Remove(text, "new")
	if strings.TrimSpace(back) != strings.TrimSpace(edited) || err != nil {
		t.Errorf("%v\n%s", err, back)
	}
	if alone := Append("", Source{ID: "a", Name: "A", URL: "https://a.example/"}); !strings.Contains(alone, "[[source]]") {
		t.Errorf("in an empty file: %q", alone)
	}
}

func TestNewID(t *testing.T) {
	c := Config{Source: []Source{{ID: "ledger-trade"}, {ID: "ledger-trade-2"}}}
	for _, x := range []struct{ address, title, want string }{
		{"https://www.gazette.example/world/china/rss", "The Gazette", "gazette-world-china"},
		{"https://feeds.courier.example/feed.xml", "", "courier"},
		{"https://rss.courier.example/services/xml/rss/World.xml", "", "courier-world"},
		{"https://cn.courier.example/rss/", "", "courier-cn"},
		{"https://www.lantern.co.uk/news/rss.xml", "", "lantern-news"},
		{"https://ledger.example/trade.xml", "", "ledger-trade-3"},
		{"https://dw.example/rdf/rss-en-all", "", "dw-rss-en-all"},
		{"http://127.0.0.1:21001/feed", "The Harbour Post", "the-harbour-post"},
		{"http://127.0.0.1:21001/feed", "海港邮报", "127-0-0-1"},
		{"http://[::1]/feed", "", "1"},
		{"http://localhost:8/feed", "Harbour", "harbour"},
		{"http://b.example/", "The Beacon", "the-beacon"},
		{"http://b.example/", "", "b-example"},
		{"https://www.youtube.com/feeds/videos.xml?channel_id=UC1", "Lantern Films", "lantern-films"},
		{"https://www.youtube.com/feeds/videos.xml?channel_id=UC1", "灯笼", "youtube-videos"},
		{"https://lantern.github.io/feed.xml", "", "lantern"},
		{"https://新闻.example/", "新闻", "example"},
		{"https://新闻.example/", "News of the Bay", "news-of-the-bay"},
		{"://", "", "source"},
		{"https://long.example/" + strings.Repeat("very-", 20), "", "long-very-very-very-very-very-very-very"},
		{"https://long.example/parliamentary-reports-of-the-committee", "", "long-parliamentary-reports-of-the"},
		{"https://" + strings.Repeat("w", 50) + ".example/", "", strings.Repeat("w", 40)},
	} {
		got := c.NewID(x.address, x.title)
		if got != x.want {
			t.Errorf("%s, %q: %q, want %q", x.address, x.title, got, x.want)
		}
		if !idForm.MatchString(got) {
			t.Errorf("%s: %q cannot be an identifier", x.address, got)
		}
	}
}

func TestFolders(t *testing.T) {
	for path, names := range map[string][]string{"": nil, "News": {"News"}, `News/Left\/Right`: {"News", "Left/Right"}} {
		if got := SplitFolders(path); !slices.Equal(got, names) {
			t.Errorf("%q: %q", path, got)
		}
		if got := JoinFolders(names); got != path {
			t.Errorf("%q: %q", names, got)
		}
	}
}

func TestSetName(t *testing.T) {
	const file = "[site]\nname = \"x\"\n\n[[source]]\nid = \"a\" # mine\n  name = \"A # \\\" 1\"   # as it calls itself\nurl = \"u\"\n[[source]]\nid = 'b'\nname = 'B'\n[[source]]\nid = \"c\""
	for _, c := range []struct{ id, name, want string }{
		{"a", "N \"1\"", strings.Replace(file, "  name = \"A # \\\" 1\"   #", "name = \"N \\\"1\\\"\"   #", 1)},
		{"b", "新", strings.Replace(file, "name = 'B'", "name = \"新\"", 1)},
		{"c", "C", file + "\nname = \"C\"\n"},
	} {
		got, err := SetName(file, c.id, c.name)
		if err != nil || got != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.id, err, got, c.want)
		}
	}
	if _, err := SetName(file, "d", "x"); err == nil {
		t.Error("a source that is not in the file has another name")
	}
	if _, err := SetName("[[source]]\nid = \"a\"\nname = \"\"\"\nA\"\"\"\n", "a", "x"); err == nil {
		t.Error("a name of several lines was cut")
	}
}

// TestSetDatabase changes the two lines that name a database, and no other.
func TestSetDatabase(t *testing.T) {
	for _, c := range []struct{ text, address, env, want string }{
		{"", "postgres://h/d", "", "[desk]\ndatabase = \"postgres://h/d\"\n"},
		{"[desk]\ndatabase = \"\" # SQLite\n", "postgres://h/d", "", "[desk]\ndatabase = \"postgres://h/d\" # SQLite\n"},
		{"[desk]\n# a\ndatabase_env = 'W' # b\n", "", "", "[desk]\n# a\ndatabase_env = \"\" # b\n"},
		{"[desk]\ndatabase = \"postgres://h/d\"\n[log]\ndatabase = \"no\"\n", "", "W", "[desk]\ndatabase_env = \"W\"\ndatabase = \"\"\n[log]\ndatabase = \"no\"\n"},
	} {
		got, err := SetDatabase(c.text, c.address, c.env)
		if err != nil || got != c.want {
			t.Errorf("%q, %q, %q: %q, %v; want %q", c.text, c.address, c.env, got, err, c.want)
		}
	}
	if _, err := SetDatabase("[desk]\ndatabase = \"\"\"\n\"\"\"\n", "postgres://h/d", ""); err == nil {
		t.Error("a value of several lines was edited")
	}
}
