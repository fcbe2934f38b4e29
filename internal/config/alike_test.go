package config

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFingerprint: what must be alike is told apart by its table, what may differ is not.
func TestFingerprint(t *testing.T) {
	is := Default()
	is.Source = []Source{{ID: "a", URL: "https://a.example/feed"}}
	own := is
	own.Desk.Data, own.Desk.Database, own.Desk.DatabaseEnv, own.Desk.Fetchers = "/srv/b", "postgres://b/desk", "DSN", 7
	own.Site.Out, own.Digest.Writers, own.Digest.Glossary = "/srv/site", 5, ""
	if got := Unlike(Fingerprint(is), Fingerprint(own)); len(got) != 0 {
		t.Errorf("what each machine has of its own differs: %v", got)
	}
	here, there := is, is
	here.Digest.Glossary, there.Digest.Glossary = "/a/names.txt", "/b/names.txt"
	if got := Unlike(Fingerprint(here), Fingerprint(there)); len(got) != 0 {
		t.Errorf("where the names are: %v", got)
	}
	for want, change := range map[string]func(*Config){
		"[fetch]":  func(c *Config) { c.Fetch.Pace = Duration(7 * time.Second) },
		"[desk]":   func(c *Config) { c.Desk.PollFloor = Duration(time.Hour) },
		"[source]": func(c *Config) { c.Source = []Source{{ID: "b", URL: "https://a.example/feed"}} },
		"[beat]":   func(c *Config) { c.Beat.Keywords = []string{"kiln"} },
		"[reader]": func(c *Config) { c.Reader = &Reader{} },
		"[digest]": func(c *Config) { c.Digest.Glossary = "names.txt" },
	} {
		other := is
		change(&other)
		if got := Unlike(Fingerprint(is), Fingerprint(other)); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %v", want, got)
		}
	}
	if got := Fingerprint(Default()); got != "" {
		t.Errorf("keys that another program may not know have a part in it when nobody has set them: %s", got)
	}
	if older, _, _ := strings.Cut(Fingerprint(is), "source:"); !slices.Equal(Unlike(older, Fingerprint(is)), []string{"[source]"}) {
		t.Errorf("a table that one does not know: %v", Unlike(older, Fingerprint(is)))
	}
}
