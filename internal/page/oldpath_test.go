package page

import (
	"strings"
	"testing"
)

func TestOldPath(t *testing.T) {
	for path, want := range map[string]string{
		"/2020-05-04/河闸/":                 "2020-05-04/河闸/index.html",
		"/2020-05-04/lock":                "2020-05-04/lock/index.html",
		"2020/05/04/lock.html":            "2020/05/04/lock.html",
		"/posts/lock/index.html":          "posts/lock/index.html",
		"/lock.htm":                       "lock.htm",
		"/v1.2/":                          "v1.2/index.html",
		"/":                               "",
		"":                                "",
		"//host/x":                        "",
		"/index.html":                     "",
		"/About.html":                     "",
		"/2020/05/04.html":                "",
		"/2020/05/04-0700.html":           "",
		"/a/courier/x.html":               "",
		"/S/x.html":                       "",
		"/Hant/index.html":                "",
		"/posts/../index.html":            "",
		"/posts/./x.html":                 "",
		"/.well-known/x":                  "",
		"/posts/a\\b":                     "",
		"/posts/a\x1b[2J":                 "",
		"/posts/a\u202eb":                 "",
		"/posts/a\xff":                    "",
		"/posts/x.html/y":                 "",
		"/posts/what?":                    "",
		"/" + strings.Repeat("x", 201):    "",
		strings.Repeat("/xxxxxxxxx", 100): "",
	} {
		if got := OldPath(path); got != want {
			t.Errorf("OldPath(%.60q) = %q, want %q", path, got, want)
		}
		if OldPath(OldPath(path)) != want {
			t.Errorf("the old path of %.60q is none of itself", path)
		}
	}
}
