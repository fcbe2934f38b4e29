package config

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// keysOf calls f with the path of each key that an operator writes, and whether a desk at work waits with it.
func keysOf(f func(path string, restart bool)) {
	root := reflect.TypeFor[Config]()
	for i := range root.NumField() {
		table := elem(root.Field(i).Type)
		for j := range table.NumField() {
			key := table.Field(j)
			f(root.Field(i).Tag.Get("toml")+"."+key.Tag.Get("toml"), waits(key))
		}
	}
}

// What a change of each key does to what the desk knows already is in doc/settings.md, and when it holds there
// is what a running desk does.
func TestEveryKeySaysWhatItsChangeDoes(t *testing.T) {
	text, err := os.ReadFile("../../doc/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 || !strings.HasPrefix(strings.TrimSpace(cells[0]), "`") {
			continue
		}
		key := strings.Trim(strings.TrimSpace(cells[0]), "`")
		if rows[key] != nil {
			t.Errorf("%s has two rows", key)
		}
		rows[key] = cells
	}
	keysOf(func(path string, restart bool) {
		row := rows[path]
		delete(rows, path)
		want := "now"
		if restart {
			want = "restart"
		}
		switch {
		case row == nil:
			t.Errorf("nobody has said what a change of %s does to what the desk knows", path)
		case strings.TrimSpace(row[1]) != want:
			t.Errorf("%s holds %q by the table, and %q by the desk", path, strings.TrimSpace(row[1]), want)
		case strings.TrimSpace(row[2]) == "":
			t.Errorf("%s: the table does not say what its change does", path)
		}
	})
	for key := range rows {
		t.Errorf("%s is no key", key)
	}
}

func TestChanges(t *testing.T) {
	was := Default()
	was.Source = []Source{{ID: "a", Name: "A", Keywords: []string{}}, {ID: "b", Name: "B"}}
	now := was
	now.Source = []Source{{ID: "a", Name: "A2", Whole: true}, {ID: "c", Name: "C"}}
	now.Site.Title, now.Fetch.Pace, now.Beat.Keywords = "Neu", 0, nil
	now.Topic = []Topic{{ID: "t"}}
	live, restart := Changes(was, now)
	if want := []string{"site.title", "topic", "source a: name, whole = true", "source c added", "source b removed"}; !slices.Equal(live, want) {
		t.Errorf("live = %q, want %q", live, want)
	}
	if want := []string{"fetch.pace"}; !slices.Equal(restart, want) {
		t.Errorf("restart = %q, want %q", restart, want)
	}
	at := AtWork(was, now)
	if at.Fetch.Pace != was.Fetch.Pace || at.Site.Title != "Neu" || now.Fetch.Pace != 0 {
		t.Errorf("at work: pace %v, title %q; the wanted pace became %v", at.Fetch.Pace, at.Site.Title, now.Fetch.Pace)
	}
	if live, restart := Changes(was, was); len(live)+len(restart) != 0 {
		t.Errorf("nothing has changed but %q %q", live, restart)
	}
}

func TestSetPaused(t *testing.T) {
	const file = "[site]\ntitle = \"x\" # paused = true\n\n[[source]]\nid = \"a\" # mine\nname = \"A\"\n\n[[source]]\nname = \"B\"\npaused = false # for now\nid = \"b\""
	for _, c := range []struct {
		id     string
		paused bool
		want   string
	}{
		{"a", true, strings.Replace(file, "# mine\n", "# mine\npaused = true\n", 1)},
		{"a", false, file},
		{"b", true, strings.Replace(file, "paused = false # for now", "paused = true # for now", 1)},
		{"b", false, strings.Replace(file, "paused = false # for now\n", "", 1)},
	} {
		got, err := SetPaused(file, c.id, c.paused)
		if err != nil || got != c.want {
			t.Errorf("%s %v: %v\n%s\nwant\n%s", c.id, c.paused, err, got, c.want)
		}
	}
	if _, err := SetPaused(file, "c", true); err == nil {
		t.Error("a source that is not in the file was paused")
	}
}
