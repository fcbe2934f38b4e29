package page

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// listed are the fields of what lists show of reports and sources. Items and sources are shown as package rights
// makes them; of these values every field is public, but for what the comment says. A new field is added here once
// it is clear that everybody may see it.
var listed = map[reflect.Type]string{
	reflect.TypeFor[Filed](): "ID Source Outlet As Canonical Date Grain Story CopyOf", // Canonical: by parts of its path alone
	reflect.TypeFor[Head](): "Filed SourceName Kind Title Lang DigestTitle TitleHeld DigestLead DigestLang Unfit TitleByHand LeadByHand DigestBy Words Edits Withdrawn " +
		// DigestTitle: unless TitleHeld; DigestLead: on private sites alone
		"Rights Held " + // never printed
		"Published Hour Captured", // what who was first is decided by
	reflect.TypeFor[Shown]():        "Item Left",
	reflect.TypeFor[SourceStatus](): "Source Active Polled Succeeded Failures Status Silent PutOff Cause Silences Read",
	reflect.TypeFor[Backlog]():      "Reading Digesting Buried",
	reflect.TypeFor[Whole]():        "Placed Text", // Text: no word of it can be told from it
}

func TestEveryListedFieldIsClassed(t *testing.T) {
	for form, names := range listed {
		var got []string
		for i := range form.NumField() {
			got = append(got, form.Field(i).Name)
		}
		if want := strings.Fields(names); !slices.Equal(got, want) {
			t.Errorf("%v has the fields\n%q, and classed are\n%q", form, got, want)
		}
	}
}

func TestSourcesOnAPublicSite(t *testing.T) {
	src := SourceStatus{Active: true, Source: news.Source{
		ID: "n", Name: "N", URL: "http://10.0.0.7:3000/bridge?token=SECRET", Why: "SECRET", Folder: "SECRET", Selector: "SECRET",
	}}
	all := func(audience Audience, src SourceStatus) string {
		s := New(Form{URL: "https://press.example", Language: "en", Audience: audience})
		list := Sources{Sources: []SourceInList{{SourceStatus: src}}}
		var out strings.Builder
		for _, f := range []func() ([]byte, error){
			func() ([]byte, error) { return s.Source(Source{Status: src}) },
			func() ([]byte, error) { return s.Sources(list) },
			func() ([]byte, error) { return s.Status(list) },
			func() ([]byte, error) { return s.StatusJSON(list) },
			func() ([]byte, error) { return s.OPML([]SourceStatus{src}) },
			func() ([]byte, error) { return s.SearchForm([]SourceStatus{src, src}) },
			func() ([]byte, error) { return s.Home(Home{Sources: []SourceStatus{src}}) },
		} {
			b, err := f()
			if err != nil {
				t.Fatal(err)
			}
			out.Write(b)
		}
		return out.String()
	}
	for _, secret := range []string{"SECRET", "10.0.0.7", "3000"} {
		if s := all(Public, src); strings.Contains(s, secret) {
			t.Errorf("a public site says %s", secret)
		}
		if s := all(Private, src); !strings.Contains(s, secret) {
			t.Errorf("a private site does not say %s", secret)
		}
	}
	src.URL, src.ShowURL, src.Why = "https://outlet.example/rss?format=2", true, ""
	if s := all(Public, src); strings.Count(s, "https://outlet.example/rss?format=2") != 3 {
		t.Error("an address that may be shown is not shown on the source's page and in the list for feed readers")
	}
}
