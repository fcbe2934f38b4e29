package store

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestStoredForm pins the field names under which articles and digests lie in
// stores that people have. A name may be added; one that is gone needs a migration.
func TestStoredForm(t *testing.T) {
	for _, c := range []struct {
		form reflect.Type
		want string
	}{
		{reflect.TypeFor[news.Article](), "ID Version Source SourceName Outlet URL Canonical Kind Title Standfirst Byline Published Updated Captured " +
			"Withdrawn Lang Section Tags Image Blocks Words NoArchive NoIndex Reserved Notes Capture"},
		{reflect.TypeFor[news.Block](), "Kind Text Ends"},
		{reflect.TypeFor[news.Image](), "URL Caption Credit"},
		{reflect.TypeFor[news.Digest](), "Article Version Lang Title Summary Names By Prompt At Covers Reason LeftOut Checked Tokens"},
		{reflect.TypeFor[news.Claim](), "Text Evidence Findings"},
		{reflect.TypeFor[news.Finding](), "Rule Span Why Rejects"},
		{reflect.TypeFor[news.Reject](), "Text Why"},
		{reflect.TypeFor[news.Lead](), "Source URL Key GUID Title Standfirst Content Byline Tags Lang Image Published Updated Seen"},
	} {
		for _, name := range strings.Fields(c.want) {
			if f, ok := c.form.FieldByName(name); !ok || f.Tag.Get("json") != "" {
				t.Errorf("%v has no field %s any more: what is stored under that name would be lost", c.form, name)
			}
		}
	}
}

func TestPackUnpack(t *testing.T) {
	want := news.Article{ID: "x", Title: "标题", Blocks: []news.Block{{Kind: news.Quote, Text: "a", Ends: []int{1}}}, Byline: []string{"A"}}
	b, err := pack(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := unpack[news.Article](b)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := unpack[news.Article]([]byte("torn")); err == nil {
		t.Error("torn bytes were read")
	}
	plain, _ := json.Marshal("a string")
	if _, err := unpack[news.Article](blobs.enc.EncodeAll(plain, nil)); err == nil {
		t.Error("another form was read as an article")
	}
}
