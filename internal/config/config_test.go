package config

import (
	"bytes"
	"strings"
	"testing"
)

func TestEmptyFileIsDefault(t *testing.T) {
	c, err := Parse("waidian.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Site != Default().Site {
		t.Errorf("site = %+v", c.Site)
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

func TestMistakesAreToldTogether(t *testing.T) {
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
		`waidian.toml:6: allow_private: "localhost" is no range`,
		`waidian.toml:9: source 1: id "A b"`,
		`waidian.toml:11: source A b: url "ftp://x"`,
		`waidian.toml:12: source A b: rights "all"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing %q in\n%v", want, err)
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
