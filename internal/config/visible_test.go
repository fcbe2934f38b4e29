package config

import (
	"strings"
	"testing"
)

// What is shown of a file is visible text; the file itself stops no desk.
func TestWhatIsShownIsVisible(t *testing.T) {
	const file = `[site]
title = "Press\u001b]0;owned\u0007 desk"
notice = "One\u202e\ntwo"
[beat]
keywords = ["Chi\u200bna", "\u200b", "plain words"]
[[topic]]
id = "sea"
name = "\u2066The sea\u2069"
keywords = ["har\u0085bour"]
[[source]]
id = "gazette"
name = "The\u202e Gazette\n- Asia"
url = "https://gazette.example/feed.xml"
why = "a\u009b31m"
[[source]]
id = "tide"
name = "\u200b\u202e"
url = "https://tide.example/feed.xml"
`
	c, err := Parse("waidian.toml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ what, got, want string }{
		{"title", c.Site.Title, "Press ]0;owned  desk"},
		{"notice", c.Site.Notice, "One\ntwo"},
		{"keywords", strings.Join(c.Beat.Keywords, "|"), "China|\u200b|plain words"},
		{"topic", c.Topic[0].Name, "The sea"},
		{"keyword of the topic", c.Topic[0].Keywords[0], "har bour"},
		{"name", c.Source[0].Name, "The Gazette - Asia"},
		{"outlet", c.Source[0].News().Outlet, "The Gazette"},
		{"why", c.Source[0].Why, "a 31m"},
		{"a name of nothing", c.Source[1].Name, "tide"},
	} {
		if x.got != x.want {
			t.Errorf("%s: %q, want %q", x.what, x.got, x.want)
		}
	}
}

func TestNamesAreWrittenVisible(t *testing.T) {
	bad := Source{ID: "gazette", Name: "The\u202e \x1b[31mGazette", URL: "https://gazette.example/feed.xml", Folder: "A\u2067b"}
	text := Append("", bad, Source{ID: "tide", Name: "\u200b", URL: "https://tide.example/"})
	for _, want := range []string{`"The  [31mGazette"`, `"Ab"`, `"tide"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	text, err := SetName(text, "gazette", "A\u2066 b\nc\u009b")
	if err != nil || !strings.Contains(text, `name = "A b c"`) {
		t.Errorf("%v\n%s", err, text)
	}
	if got, want := quote("a\u202eb\u0085c\td\ne"), `"a\U0000202Eb\U00000085c\U00000009d\ne"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
