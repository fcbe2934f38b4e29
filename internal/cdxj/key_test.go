package cdxj

import (
	"strings"
	"testing"
)

func TestKey(t *testing.T) {
	for _, tt := range []struct{ address, want string }{
		{"https://courier.example/", "example,courier)/"},
		{"https://courier.example", "example,courier)/"},
		{"http://www.courier.example/News/Ferry/", "example,courier)/news/ferry"},
		{"http://www12.courier.example/", "example,courier)/"},
		{"https://wwwcourier.example/", "example,wwwcourier)/"},
		{"https://editor:secret@Courier.Example:443/a#top", "example,courier)/a"},
		{"http://courier.example:443/a", "example,courier:443)/a"},
		{"http://courier.example: 8 0%20/a", "example,courier:%208%200%20)/a"},
		{"courier.example/a", "example,courier)/a"},
		{"https://courier.example/a?b=2&a=1&B=1", "example,courier)/a?a=1&b=1&b=2"},
		{"https://courier.example/a?", "example,courier)/a"},
		{"https://courier.example/a?x", "example,courier)/a?x"},
		{"https://courier.example/a?x=", "example,courier)/a?x="},
		{"https://courier.example/a?q=1&PHPSESSID=0123456789abcdef0123456789ABCDEF", "example,courier)/a?&q=1"},
		{"https://courier.example/a?jsessionid=0123456789abcdef0123456789abcdef&q=1", "example,courier)/a?q=1"},
		{"https://courier.example/(s(0123456789abcdefghijklmn))/page.aspx", "example,courier)/page.aspx"},
		{"https://courier.example//a/./b/../c//d", "example,courier)/a/c/d"},
		{"https://courier.example/%7Eeditor/%2541", "example,courier)/~editor/a"},
		{"https://courier.example/100%", "example,courier)/100%25"},
		{"https://courier.example/渡口", "example,courier)/%e6%b8%a1%e5%8f%a3"},
		{"https://渡口.example/a b", "example,xn--6orp42d)/a%20b"},
		{"https://192.0.2.7/a", "7,2,0,192)/a"},
		{"http://3221225991/a", "7,2,0,192)/a"},
		{" https://courier.example/a\n\tb ", "example,courier)/ab"},
		{"mailto:editor@courier.example", "mailto:editor@courier.example"},
		{"urn:waidian:1", "urn:waidian:1"},
		{"", ")/"},
	} {
		if got := Key(tt.address); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.address, got, tt.want)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"https://courier.example/a?b=1", "http://www.%ff/%25%zz/../..", "::", "//", "a:b", "http://[::1]:80/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		key := Key(address)
		if strings.ContainsAny(key, "\n\r\t") {
			t.Errorf("%q: a key of several lines: %q", address, key)
		}
		if strings.Contains(key, " ") {
			t.Errorf("%q: a key of several words: %q", address, key)
		}
	})
}
