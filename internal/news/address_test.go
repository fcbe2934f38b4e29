package news

import "testing"

func TestBare(t *testing.T) {
	for in, want := range map[string]string{
		"https://bob:pw@courier.example/a@b?c=d@e": "https://courier.example/a@b?c=d@e",
		"https://courier.example/a@b":              "https://courier.example/a@b",
		"ftp://bob@courier.example/":               "ftp://courier.example/",
		"https://bob:p%w@courier.example/":         "https://courier.example/",
		"https://bob:p w@[::1/x":                   "https://[::1/x",
		"no address @ all":                         "no address @ all",
	} {
		if got := Bare(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
