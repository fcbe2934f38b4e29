package page

import (
	"strings"
	"testing"
	"time"
)

// A search that did not look into everything says how far it came, and never that there is nothing.
func TestSearchSaysHowFarBackItLooked(t *testing.T) {
	s := New(Form{URL: "https://press.example", Language: "en", Audience: Public})
	x := Search{Query: "ferry", Back: time.Date(2024, 3, 2, 1, 0, 0, 0, time.UTC), Older: "search?q=ferry&to=2024-03-02"}
	out, err := s.Search(x, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"0 found, by date, newest first; searched back to March 2, 2024", `href="search?q=ferry&amp;to=2024-03-02">Search older reports<`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the page does not say %q:\n%s", want, out)
		}
	}
	if strings.Contains(string(out), "Nothing found") {
		t.Error("the page says that there is nothing")
	}
}
