package config

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

func TestEmptyFileIsDefault(t *testing.T) {
	c, err := Parse("waidian.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c.Site, Default().Site) {
		t.Errorf("site = %+v", c.Site)
	}
}

func TestEditions(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "[07:00 19:00]",
		`editions = []`:                      "[]",
		`editions = ["06:05", "23:59"]`:      "[06:05 23:59]",
		`editions = ["7:00"]`:                `f:2: editions: "7:00" is not an hour (like "07:00")`,
		`editions = ["24:00"]`:               `f:2: editions: "24:00" is not an hour (like "07:00")`,
		`editions = ["07:00", "x", "07:00"]`: `f:2: editions: "07:00" is named twice (one edition is cut after each hour)` + "\n" + `f:2: editions: "x" is not an hour (like "07:00")`,
		`editions = ["0"]` + "\n":            `f:2: editions: "0" is not an hour (like "07:00")`,
		`editions = "07:00"`:                 "",
		`editions = ["01:00","02:00","03:00","04:00","05:00","06:00","07:00"]`: "f:2: editions: there are 7 hours (at most 6)",
	} {
		c, err := Parse("f", []byte("[site]\n"+text))
		got := fmt.Sprint(c.Site.Editions)
		if err != nil {
			got = err.Error()
		}
		if want == "" && err == nil || want != "" && got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestWeights(t *testing.T) {
	const topic = "[[topic]]\nid = \"a\"\nname = \"A\"\nkeywords = [\"a\"]\nweight = "
	for weight, want := range map[string]string{"0": "", "3": "", "4": "f:5: weight is more than 3", "-1": "f:5: weight may not be negative"} {
		_, err := Parse("f", []byte(topic+weight))
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s: %v", weight, err)
		}
	}
}

func TestZoneOfTheSite(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "Asia/Shanghai",
		"language = \"zh-Hant\"":         "Asia/Taipei",
		"language = \"en\"":              "UTC",
		"timezone = \"Europe/Berlin\"":   "Europe/Berlin",
		"timezone = \"UTC\"":             "UTC",
		"timezone = \"Pacific/Niue\"":    "Pacific/Niue",
		"timezone = \"Mars/Olympus\"":    `f:2: timezone "Mars/Olympus" is not known (like Asia/Shanghai, Europe/Berlin, UTC)`,
		"timezone = \"Local\"":           `f:2: timezone "Local" is not known (like Asia/Shanghai, Europe/Berlin, UTC)`,
		"timezone = \"../zoneinfo/UTC\"": `f:2: timezone "../zoneinfo/UTC" is not known (like Asia/Shanghai, Europe/Berlin, UTC)`,
	} {
		c, err := Parse("f", []byte("[site]\n"+text+"\n"))
		got := c.Site.Zone().String()
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestPrintedFileReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := Print(&b, Default()); err != nil {
		t.Fatal(err)
	}
	if _, err := Parse("printed", b.Bytes()); err != nil {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestStarterIsAWholeDesk(t *testing.T) {
	var b bytes.Buffer
	if err := Starter(&b); err != nil {
		t.Fatal(err)
	}
	c, err := Parse("starter", b.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	outlets := map[string]bool{}
	for _, s := range c.News() {
		outlets[s.Outlet] = true
		if s.Why == "" {
			t.Errorf("source %s does not say why it is there", s.ID)
		}
	}
	if n := len(c.Source); n < 25 || n > 40 {
		t.Errorf("%d sources, want 25 to 40", n)
	}
	if len(outlets) < 20 {
		t.Errorf("%d outlets, want at least 20", len(outlets))
	}
	if len(c.Beat.Keywords) == 0 {
		t.Error("the starter has no beat")
	}
}

func TestMistakesAreReportedTogether(t *testing.T) {
	_, err := Parse("waidian.toml", []byte(`[site]
titel = "x"
language = "zh"

[fetch]
allow_private = ["localhost"]

[[source]]
id = "A b"
name = "x"
url = "ftp://x"
rights = "all"
`))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`waidian.toml:2: there is no key "site.titel" (did you mean "title"?)`,
		`waidian.toml:3: language "zh" is not known`,
		`waidian.toml:6: allow_private: "localhost" is not a range`,
		`waidian.toml:9: source 1: id "A b"`,
		`waidian.toml:11: source A b: url "ftp://x"`,
		`waidian.toml:12: source A b: rights "all"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing %q in\n%v", want, err)
		}
	}
}

// A value of the wrong kind hides no other mistake, and is reported in an operator's words.
func TestWrongKindsAreReportedTogether(t *testing.T) {
	_, err := Parse("waidian.toml", []byte(`[site]
title = 3
endpoint = "http://127.0.0.1:11434/v1"

[fetch]
pace = "2x"
agnt = "q"
allow_private = [
  10,
]
max_body = -5

[desk]
data = ""
fetchers = -1

[digest]
writers = "two"
price_in = "1"
titles_only = 1
language = "kling on"
context = -1

[[source]]
id = "a"
name = "A"
url = "https://a.example/rss"
whole = "yes"

[[topic]]
id = "t"
name = 7
keywords = ["x"]
`))
	if err == nil {
		t.Fatal("no error")
	}
	want := `waidian.toml:2: title must be text in quotes
waidian.toml:3: there is no key "site.endpoint" (it belongs in [archive] or [digest])
waidian.toml:6: pace must be a duration (like "2s", "20m" or "1h30m")
waidian.toml:7: there is no key "fetch.agnt" (did you mean "agent"?)
waidian.toml:8: allow_private must be a list of texts (like ["a", "b"])
waidian.toml:11: max_body may not be negative
waidian.toml:14: data is empty (name the folder of the archive and the database, like "data")
waidian.toml:15: fetchers may not be negative
waidian.toml:18: writers must be a whole number
waidian.toml:19: price_in must be a number
waidian.toml:20: titles_only must be true or false
waidian.toml:21: language "kling on" is not the tag of a language (like zh-Hans, en, de)
waidian.toml:22: context may not be negative
waidian.toml:28: whole must be true or false
waidian.toml:32: name must be text in quotes`
	if got := err.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFilesOfOtherEditors(t *testing.T) {
	c, err := Parse("waidian.toml", []byte("\ufeff[site]\r\ntitle = \"x\"\r\n"))
	if err != nil || c.Site.Title != "x" {
		t.Errorf("title %q, err %v", c.Site.Title, err)
	}
	if _, err = Parse("waidian.toml", []byte("\ufeff[site]\r\ntitel = \"x\"\r\n")); err == nil || !strings.Contains(err.Error(), "waidian.toml:2: ") {
		t.Errorf("err = %v", err)
	}
}

func TestNearestKey(t *testing.T) {
	for text, want := range map[string]string{
		"titel = \"x\"":                        `waidian.toml:1: there is no key "titel" (did you mean "title" in [site]?)`,
		"[digset]\nmodel = \"x\"":              `waidian.toml:1: there is no key "digset" (did you mean "digest"?)`,
		"[site]\n[[sorce]]\nid = \"a\"":        `waidian.toml:2: there is no key "sorce" (did you mean "source"?)`,
		"\n[[site]]\ntitle = \"x\"":            `waidian.toml:2: site must be a table (it starts with a line [site])`,
		"[source]\nid = \"a\"":                 `waidian.toml:1: source must be a list of tables (each starts with a line [[source]])`,
		"[site]\nxyzzyplugh = 1":               `waidian.toml:2: there is no key "site.xyzzyplugh" (waidian config lists every key)`,
		"site.titel = \"x\"":                   `waidian.toml:1: there is no key "site.titel" (did you mean "title"?)`,
		"site.language = \"fr\"":               `waidian.toml:1: language "fr" is not known`,
		"[[source]]\nid = \"a\"\nkeywords = 1": `waidian.toml:3: keywords must be a list of texts`,
	} {
		if _, err := Parse("waidian.toml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestBrokenFileNamesTheLine(t *testing.T) {
	_, err := Parse("waidian.toml", []byte("[site]\ntitle = \"x\n"))
	if err == nil || !strings.Contains(err.Error(), "waidian.toml:2: ") {
		t.Errorf("err = %v", err)
	}
}

func TestSourceBlockReadsBack(t *testing.T) {
	s := Source{ID: "x", Name: `A "B" - C`, URL: "https://x.example/rss", Whole: true, Keywords: []string{"中国"}}
	c, err := Parse("block", []byte(s.Block()))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Source[0]; got.Name != s.Name || !got.Whole || got.Keywords[0] != "中国" {
		t.Errorf("got %+v", got)
	}
	if got := c.News()[0].Outlet; got != `A "B"` {
		t.Errorf("outlet = %q", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("[site]\ntitle = \"x\"\n[[source]]\nid = \"a\"\n"))
	f.Add([]byte(Sources))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Parse("f", b); err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
	})
}

// TestUnder: every path of the file is relative to the file's folder, those of keys to come too.
func TestUnder(t *testing.T) {
	c := Default()
	c.Site.Out, c.Digest.Glossary = "../public", "/etc/names.txt"
	got := c.Under("/srv/press")
	if got.Desk.Data != "/srv/press/data" || got.Site.Out != "/srv/public" || got.Digest.Glossary != "/etc/names.txt" {
		t.Errorf("%q %q %q", got.Desk.Data, got.Site.Out, got.Digest.Glossary)
	}
	if c.Site.Out != "../public" {
		t.Error("its own value was changed")
	}
	if empty := (Config{}).Under("/srv"); empty.Site.Out != "" {
		t.Errorf("an empty path became %q", empty.Site.Out)
	}
	root := reflect.TypeFor[Config]()
	for i := range root.NumField() {
		table := elem(root.Field(i).Type)
		for j := range table.NumField() {
			f := table.Field(j)
			_, tagged := f.Tag.Lookup("path")
			doc := f.Tag.Get("doc")
			names := f.Name != "Folder" && (strings.HasPrefix(doc, "folder ") || strings.HasPrefix(doc, "file "))
			if tagged != names {
				t.Errorf("%s.%s: tag path %v, but its meaning begins: %.30s", root.Field(i).Name, f.Name, tagged, doc)
			}
		}
	}
}

func TestProxyAddresses(t *testing.T) {
	for value, good := range map[string]bool{
		"http://127.0.0.1:8118": true, "https://u:hunter2@proxy.example": true, "socks5://[::1]:1080": true, "socks5h://p:1": true, "env": true, "": true,
		"127.0.0.1:8118": false, "ftp://p:1": false, "socks4://u:hunter2@p:1": false, "http://": false, "none": false, "http://u:hunter2@p:x": false,
	} {
		_, err := Parse("f", []byte(fmt.Sprintf("[fetch]\nproxy = %q\n", value)))
		if (err == nil) != good {
			t.Errorf("%q: %v", value, err)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the password is shown: %v", err)
		}
	}
}

// Who knows the address of a receiver of messages can send there: of that nothing is shown but the host.
func TestAddressesOfReceiversAreSecret(t *testing.T) {
	for address, want := range map[string]string{
		"https://hooks.example/": "https://hooks.example/", "https://hooks.example": "https://hooks.example", "smtps://mail.example:465": "smtps://mail.example:465",
		"https://hooks.example/services/T0/hunter2": "https://hooks.example/…", "https://hooks.example/?key=hunter2": "https://hooks.example/…",
		"https://hooks.example?hunter2": "https://hooks.example/…", "https://hooks.example/#hunter2": "https://hooks.example/…",
		"https://u:hunter2@hooks.example/hunter2": "https://u:…@hooks.example/…", "hooks.example/hunter2": "…",
	} {
		for name, c := range map[string]Config{
			"[alert] webhook": {Alert: Alert{Webhook: address}}, "the url of push a": {Push: []Push{{Name: "a", URL: address}}},
		} {
			if got := c.Secret(); (got == name) != (want != address) {
				t.Errorf("%q as %s: secret is %q", address, name, got)
			}
			var shown strings.Builder
			if err := Print(&shown, c); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(shown.String(), "hunter2") || !strings.Contains(shown.String(), fmt.Sprintf("= %q\n", want)) {
				t.Errorf("%q as %s is shown so:\n%s", address, name, shown.String())
			}
		}
	}
}

// TestTopicsOfNtfyAreSecret: whoever knows the topic can read and send; a chat of Telegram and an address of mail are no secrets.
func TestTopicsOfNtfyAreSecret(t *testing.T) {
	for kind, secret := range map[string]bool{PushNtfy: true, PushTelegram: false, PushMail: false} {
		c := Config{Push: []Push{{Name: "a", Kind: kind, To: "hunter2"}}}
		if got := c.Secret(); (got == "the topic of push a") != secret || !secret && got != "" {
			t.Errorf("%s: secret is %q", kind, got)
		}
		var shown strings.Builder
		if err := Print(&shown, c); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(shown.String(), "hunter2") == secret || secret && !regexp.MustCompile(`(?m)^to += "…"$`).MatchString(shown.String()) || c.Push[0].To != "hunter2" {
			t.Errorf("%s is shown so:\n%s", kind, shown.String())
		}
	}
}

// TestSecretsInTheEnvironment: what Secret names can be in the environment by a key that there is.
func TestSecretsInTheEnvironment(t *testing.T) {
	for name, want := range map[string]string{
		"[desk] database": "database_env", "[fetch] proxy": "proxy", "[digest] endpoint": "key_env", "[digest] judge_endpoint": "judge_key_env",
		"an endpoint of [[digest.fallback]]": "key_env", "[story] embeddings": "embeddings_key_env", "[alert] webhook": "webhook_env",
		"the url of push a": "url_env", "the proxy of source a": "proxy", "the url of source a": "", "the topic of push a": "", "": "",
	} {
		key, value, _ := strings.Cut(SecretEnv(name), " = ")
		if key != want || value != "" && value != `"env"` || key != "" && !hasKey(reflect.TypeFor[Config](), key) {
			t.Errorf("%s: %q, want a key %q", name, SecretEnv(name), want)
		}
	}
}

// hasKey reports whether a table, or one in it, has a key.
func hasKey(table reflect.Type, key string) bool {
	for i := range table.NumField() {
		f := table.Field(i)
		if f.Tag.Get("toml") == key {
			return true
		}
		if t := elem(f.Type); t.Kind() == reflect.Struct && hasKey(t, key) {
			return true
		}
	}
	return false
}

// What is secret is named and not shown; what is not, is shown as it is.
func TestSecret(t *testing.T) {
	for address, secret := range map[string]bool{
		"": false, "postgres://a@h/d": false, "postgres://a:hunter2@h/d": true, "postgres://h/d?user=a&password=hunter2": true,
		"postgres:///d": false, "host=h user=a password=hunter2": true, "host=h password='hunter2 hunter2' dbname=d": true,
		"http://u:hunter2@p:1": true, "socks5://u:hunter2@p:1": true, "socks5://p:1": false, "https://hunter2@h/v1": true,
		"https://h/v1?api_key=hunter2": true, "https://h/rss?a=b&Token=hunter2&c=d": true, "https://h/rss?page=2#token": false,
		"https://h/keys/rss?q=password": false,
	} {
		for name, c := range map[string]Config{
			"[desk] database": {Desk: Desk{Database: address}}, "[fetch] proxy": {Fetch: Fetch{Proxy: address}},
			"[digest] endpoint": {Digest: Digest{Endpoint: address}}, "[digest] judge_endpoint": {Digest: Digest{JudgeEndpoint: address}},
			"an endpoint of [[digest.fallback]]": {Digest: Digest{Fallback: []Endpoint{{Endpoint: address}}}},
			"the url of source a":                {Source: []Source{{ID: "a", URL: address}}},
			"the proxy of source a":              {Source: []Source{{ID: "a", Proxy: address}}},
		} {
			if got := c.Secret(); (got == name) != secret || !secret && got != "" {
				t.Errorf("%q as %s: secret is %q", address, name, got)
			}
			var shown strings.Builder
			if err := Print(&shown, c); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(shown.String(), "hunter2") || !secret && !strings.Contains(shown.String(), address) {
				t.Errorf("%q as %s is shown so:\n%s", address, name, shown.String())
			}
		}
	}
}

// What the desk could not work with, or would take for something else, is a mistake with the line of its own key.
func TestNothingIsAcceptedInSilence(t *testing.T) {
	source := func(keys string) string {
		return "[[source]]\nid = \"a\"\nname = \"A\"\nurl = \"https://a.example/rss\"\n" + keys
	}
	for _, c := range []struct{ text, want string }{
		{"[desk]\nfetchers = 0", "f:2: fetchers is less than 1 (leave it out for the default)"},
		{"[desk]\nfetchers = 5000", "f:2: fetchers is more than 4096"},
		{"[desk]\npoll_floor = \"0s\"", "f:2: poll_floor is less than 1s"},
		{"[desk]\npoll_floor = \"400h\"", "f:2: poll_floor is more than 168h"},
		{"[fetch]\nmax_body = 0", "f:2: max_body is less than 1"},
		{"[fetch]\nmax_body = 9000000000000", "f:2: max_body is more than 1024"},
		{"[fetch]\nagent = \"a\\nb: c\"", "f:2: agent has control characters"},
		{"[beat]\ndays = 0", "f:2: days is less than 1"},
		{"[beat]\nkeywords = [\"x\", \" \"]", "f:2: keywords: \" \" is no keyword"},
		{"[beat]\nexclude = [\"*\"]", "f:2: exclude: \"*\" is no keyword"},
		{"[site]\ntitle = \" \"", "f:2: title is empty"},
		{"[site]\nurl = \"https://bob:secret@press.example\"", "f:2: url has more than host and path"},
		{"[site]\nurl = \"https://press.example/?a=b\"", "f:2: url has more than host and path"},
		{"[digest]\nmodel = \"m\"", "f:2: model without endpoint says nothing"},
		{"[digest]\njudge_model = \"m\"", "f:2: judge_model without judge_endpoint says nothing"},
		{"[digest]\njudge_model = \"m\"\njudge_endpoint = \"http://x/v1\"", "f:3: judge_endpoint without endpoint says nothing"},
		{"[digest]\ntranslate = true", "f:2: translate without endpoint says nothing"},
		{"[digest]\ntitles_only = true", "f:2: titles_only without endpoint says nothing"},
		{"[[digest.fallback]]\nendpoint = \"http://x/v1\"\nmodel = \"m\"", "f:1: fallback without endpoint says nothing"},
		{"[digest]\nendpoint = \"http://x/v1/chat/completions\"\nmodel = \"m\"", "f:2: endpoint is the address of one request"},
		{"[digest]\nkey_env = \"sk-123\"", "f:2: key_env is not the name of an environment variable"},
		{"[digest]\nwriters = 0", "f:2: writers is less than 1"},
		{"[digest]\ntimeout = \"0s\"", "f:2: timeout is less than 1s"},
		{"[digest]\nsilence = \"0s\"", "f:2: silence is less than 1s"},
		{"[digest]\ncontext = 10", "f:2: context is less than 1024"},
		{"[digest]\nprice_out = 1.5\nprice_in = -1", "f:3: price_in may not be negative"},
		{"[digest]\nday_tokens = -1", "f:2: day_tokens may not be negative"},
		{"[digest]\nstory_calls_per_day = -1", "f:2: story_calls_per_day may not be negative"},
		{"[digest]\nendpoint = \"http://x/v1\"\nmodel = \"m\"\n[[digest.fallback]]\nendpoint = \"http://y/v1\"\nmodel = \"n\"\nprice_in = -2",
			"f:7: price_in may not be negative"},
		{source("\n[[source]]\nid = \"b\"\nname = \"B\"\nurl = \"https://A.example:443/rss\""), "f:9: source b has the url of source a"},
		{source("selector = \"li[\""), "f:5: source a: selector is not CSS"},
		{source("lang = \"kling on\""), "f:5: source a: lang \"kling on\" is not the tag of a language"},
		{source("country = \"England\""), "f:5: source a: country \"England\" is not a code of two letters"},
		{source("exclude = [\"\"]"), "f:5: exclude: \"\" is no keyword"},
		{"[[source]]\nid = \"a\"\nname = \"A\"\nurl = \"https://bob:secret@a.example/rss\"", "f:4: source a: its url at a.example has a user name or a password"},
		{"[[topic]]\nid = \"t\"\nname = \"T\"\nkeywords = [\"x\"]\n[[topic]]\nid = \"t\"\nname = \"T\"\nkeywords = [\"y\"]", "f:6: there are two topics t"},
	} {
		_, err := Parse("f", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q:\n%v\nwant %s", c.text, err, c.want)
			continue
		}
		if n := strings.Count(err.Error(), "\n"); n != 0 {
			t.Errorf("%q: one mistake is reported as %d:\n%v", c.text, n+1, err)
		}
		if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "sk-123") {
			t.Errorf("%q: the message shows a secret: %v", c.text, err)
		}
	}
}
