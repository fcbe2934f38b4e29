package config

import (
	"slices"
	"strings"
	"testing"
)

// TestSetBeat: words that stay keep their places and comments, and all that is not the beat's stays as it is.
func TestSetBeat(t *testing.T) {
	const rest = "\n[[source]]\nid = \"a\"\nkeywords = [\"tariff\"]\nname = \"A\"\nurl = \"https://a.example/\"\n"
	for _, c := range []struct {
		name, text        string
		keywords, exclude []string
		want              string
	}{
		{"as it is", "[beat]\nkeywords = ['a', \"b\"] # two\n", []string{"b", "a"}, nil, "[beat]\nkeywords = ['a', \"b\"] # two\n"},
		{"one line", "[beat]\nkeywords = [\"a\", \"b\", \"c\"] # three\n", []string{"a", "c", "d"}, nil, "[beat]\nkeywords = [\"a\", \"c\", \"d\"] # three\n"},
		{"the last", "[beat]\nkeywords = [\"a\", \"b\"]\n", []string{"a"}, nil, "[beat]\nkeywords = [\"a\",]\n"},
		{"none are left", "[beat]\nkeywords = [\"a\", \"b\"]\n", nil, nil, "[beat]\nkeywords = []\n"},
		{"of none", "[beat]\nkeywords = []\nexclude = [ ]\n", []string{"a", "é\"b"}, []string{"x"}, "[beat]\nkeywords = [\"a\", \"é\\\"b\"]\nexclude = [\"x\"]\n"},
		{"lines", "[beat]\nkeywords = [\n  \"a\", # first\n  \"b\",\n\n  # the island\n  \"c\", \"d\",\n]\n", []string{"a", "d", "e", "f"}, nil,
			"[beat]\nkeywords = [\n  \"a\", # first\n\n  # the island\n  \"d\",\n  \"e\",\n  \"f\",\n]\n"},
		{"several a line", "[beat]\nkeywords = [\n  \"a\", \"b\", \"c\",\n  \"d\", \"e\",\n  \"f\", \"g\",\n]\n", []string{"c", "f"}, nil,
			"[beat]\nkeywords = [\n  \"c\",\n  \"f\",\n]\n"},
		{"all of the last line", "[beat]\nkeywords = [\n\t\"a\",\n\t\"b\", \"c\" ,\n]\n", []string{"a"}, nil, "[beat]\nkeywords = [\n\t\"a\",\n]\n"},
		{"with a comment", "[beat]\nkeywords = [\n  \"a\", \"b\", # both\n  \"c\",\n]\n", []string{"c"}, nil, "[beat]\nkeywords = [\n  # both\n  \"c\",\n]\n"},
		{"all lines", "[beat]\nkeywords = [\n  \"a\", \"b\",\n  \"c\",\n]\n", nil, nil, "[beat]\nkeywords = [\n]\n"},
		{"no comma", "[beat]\nkeywords = [\n  \"a\" # a ] in a comment, and \"another\"\n]\n", []string{"a", "b"}, nil, "[beat]\nkeywords = [\n  \"a\", # a ] in a comment, and \"another\"\n  \"b\",\n]\n"},
		{"the table alone", "[beat] # mine\ndays = 3\n", []string{"a"}, []string{"x"}, "[beat] # mine\nexclude = [\"x\"]\nkeywords = [\"a\"]\ndays = 3\n"},
		{"no table", "[site]\ntitle = \"[beat]\"\n", []string{"a"}, nil, ""},
	} {
		got, err := SetBeat(c.text+rest, c.keywords, c.exclude)
		if c.name == "no table" {
			c.want = c.text + rest + "\n[beat]\nkeywords = [\"a\"]\n"
		} else {
			c.want += rest
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.name, err, got, c.want)
		}
		holds(t, c.name, got, c.keywords, c.exclude)
	}
	for _, bad := range []string{"keywords = 3", "keywords = [1]", "keywords = [\"\"\"a\"\"\"]", "keywords = [\"a\"", "keywords = [\"a\"\n,\"b\"]", "keywords = [[\"a\"]]"} {
		if got, err := SetBeat("[beat]\n"+bad+"\n", []string{"z"}, nil); err == nil || !strings.Contains(err.Error(), "change it by hand") {
			t.Errorf("%s: %v, %s", bad, err, got)
		}
	}
}

// holds checks that a text has these words, in any order.
func holds(t *testing.T, name, text string, keywords, exclude []string) {
	t.Helper()
	c, err := Parse(name, []byte(text))
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, text)
	}
	for _, x := range []struct{ got, want []string }{{c.Beat.Keywords, keywords}, {c.Beat.Exclude, exclude}} {
		got, want := slices.Sorted(slices.Values(x.got)), slices.Sorted(slices.Values(x.want))
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q\n%s", name, got, want, text)
		}
	}
}

// FuzzSetBeat: whatever the file is, the words are those that were wanted, or it is said that they are not; nothing else changes.
func FuzzSetBeat(f *testing.F) {
	f.Add("[beat]\nkeywords = [\n  \"a\", # first\n]\n", "a", "b")
	f.Add("[site]\ntitle = \"x\"\n[beat]\nexclude = ['x', 'y' , \"z\"]\n", "y", "x")
	f.Fuzz(func(t *testing.T, text, one, other string) {
		before, err := Parse("f", []byte(text))
		if err != nil || strings.TrimSpace(one) == "" || strings.TrimSpace(other) == "" {
			t.Skip()
		}
		got, err := SetBeat(text, []string{one, "stays"}, []string{other})
		if err != nil {
			t.Skip()
		}
		after, err := Parse("f", []byte(got))
		if err != nil {
			return // whoever edits a file looks at it before it is written
		}
		after.Beat.Keywords, after.Beat.Exclude = before.Beat.Keywords, before.Beat.Exclude
		if live, restart := Changes(before, after); len(live)+len(restart) > 0 {
			t.Errorf("%q became %q: %v %v", text, got, live, restart)
		}
	})
}

func TestSetGlossary(t *testing.T) {
	for text, want := range map[string]string{
		"": "[digest]\nglossary = \"own names.txt\"\n",
		"[digest] # of reports\nmodel = \"m\"\n\n[site]\n":                            "[digest] # of reports\nglossary = \"own names.txt\"\nmodel = \"m\"\n\n[site]\n",
		"[site]\nglossary = \"x\"\n[digest]\nglossary = '' # none yet\nmodel = \"m\"": "[site]\nglossary = \"x\"\n[digest]\nglossary = \"own names.txt\" # none yet\nmodel = \"m\"",
	} {
		if got, err := SetGlossary(text, "own names.txt"); err != nil || got != want {
			t.Errorf("%v\n%s\nwant\n%s", err, got, want)
		}
	}
	if got, err := SetGlossary("[digest]\nglossary = \"\"\"\nx\"\"\"\n", "own.txt"); err == nil {
		t.Errorf("changed:\n%s", got)
	}
}
