package mhtml

import (
	"strings"
	"testing"
)

const saved = `From: <Saved by a browser>
Snapshot-Content-Location: https://gazette.example/2024/first-ferry
Subject: =?utf-8?Q?First=20ferry?=
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----Boundary"

------Boundary
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://gazette.example/a.png

AAAA
------Boundary
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p>Ferry =E2=80=93 =
first</p>
------Boundary--
`

func TestRead(t *testing.T) {
	c, err := Read(strings.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.TrimSpace(string(c.Body)), "<p>Ferry – first</p>"; got != want {
		t.Errorf("body %q, want %q", got, want)
	}
	if c.Final != "https://gazette.example/2024/first-ferry" || c.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("address %q, type %q", c.Final, c.Get("Content-Type"))
	}
}

func TestBase64(t *testing.T) {
	text := strings.NewReplacer("quoted-printable", "base64", "<p>Ferry =E2=80=93 =\nfirst</p>", "PHA+RmVy\ncnk8L3A+").Replace(saved)
	c, err := Read(strings.NewReader(text))
	if err != nil || string(c.Body) != "<p>Ferry</p>" {
		t.Errorf("body %q, err %v", c.Body, err)
	}
}

func TestRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":    "",
		"a page":     "<html></html>",
		"no parts":   "Content-Type: text/html\n\n<p>",
		"no page":    strings.Replace(saved, "text/html; charset", "text/plain; charset", 1),
		"no address": strings.Replace(saved, "https://gazette.example/2024/first-ferry", "cid:1", 1),
		"cut off":    saved[:300],
	} {
		if c, err := Read(strings.NewReader(text)); err == nil {
			t.Errorf("%s: %q", name, c.Body)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(saved)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Read(strings.NewReader(text))
		if err == nil && !strings.HasPrefix(c.Final, "http") {
			t.Errorf("address %q", c.Final)
		}
	})
}
