package store

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// stored are the names of fields in the databases that people have: in versions, digests
// and leads, and in the rows of sources. A new field is added here once it is clear that
// older databases may lack it. A field that is renamed in Go keeps its stored name by a
// tag; one that is gone needs a migration.
var stored = map[reflect.Type]string{
	reflect.TypeFor[news.Article](): "ID Version Source SourceName Outlet Filed URL Canonical Kind Title Standfirst Byline Published Updated Captured " +
		"Withdrawn Lang Section Tags Image Blocks Words NoArchive NoIndex Reserved Notes Capture Extractor Edited Hour Seen Listing",
	reflect.TypeFor[news.Listing]():  "Title Standfirst Byline Tags Lang Image Published Hour Updated",
	reflect.TypeFor[news.Block]():    "Kind Text Ends Label Number",
	reflect.TypeFor[news.Image]():    "URL Caption Credit",
	reflect.TypeFor[news.Digest]():   "Article Version Text Lang Title Summary Names By Prompt At Covers Reason LeftOut Checked Tokens Unfit Translation TitleByHand Revisions",
	reflect.TypeFor[news.Claim]():    "Text Evidence Findings ByHand Editor Approved",
	reflect.TypeFor[news.Revision](): "Kind N By Reason At Undone Hold Was",
	reflect.TypeFor[news.Said]():     "Title TitleByHand Summary",
	reflect.TypeFor[news.Finding]():  "Rule Reason Arg Of Span Found Rejects",
	reflect.TypeFor[news.Reject]():   "Text Why",
	reflect.TypeFor[news.Name]():     "Source Target",
	reflect.TypeFor[news.Usage]():    "In Out Cached",
	reflect.TypeFor[news.Lead](): "Source URL Key GUID Title Standfirst Content Byline Tags Lang Image Published Updated Seen Hour " +
		"Listed Whole Apart Reserved",
	reflect.TypeFor[news.Source](): "ID Name Outlet House URL Kind Lang Country Rights Selector Folder Beat Whole Why ShowURL Held",
	reflect.TypeFor[news.Beat]():   "Include Exclude",
	reflect.TypeFor[State](): "Due Interval ETag LastModified Validated Hash Full Tried OK News Newest Status Silent Errors Failed Reason Paused Moved MovedSince " +
		"Found Title Hints Rhythm Read Quiet PutOff PutOffWhy",
	reflect.TypeFor[news.StoryDigest](): "Story Of Lang Title TitleEvidence Common Only Open Figures By Prompt At Checked LeftOut Tokens",
	reflect.TypeFor[news.StoryClaim]():  "Text Lang Evidence Findings",
	reflect.TypeFor[news.Cite]():        "Article Text N",
	reflect.TypeFor[news.Figure]():      "What Lang Kind Values",
	reflect.TypeFor[news.FigureValue](): "Said Lang By AsOf At Low High Evidence Current",
	reflect.TypeFor[StoryNote]():        "Of Texts",
	reflect.TypeFor[StoryText]():        "Article Text",
	reflect.TypeFor[news.Watched]():     "Since Until Lost Gaps",
	reflect.TypeFor[Quiet]():            "Source From To Cause Tries",
	reflect.TypeFor[news.Gap]():         "From Until",
	reflect.TypeFor[Hints]():            "TTL MaxAge SkipHours SkipDays",
}

// TestStoredForm: the fields of all that is stored as JSON, however deep, have the names
// that stored lists, and no others.
func TestStoredForm(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, form := range []reflect.Type{
		reflect.TypeFor[news.Article](), reflect.TypeFor[news.Digest](), reflect.TypeFor[news.Lead](), reflect.TypeFor[news.Source](), reflect.TypeFor[State](),
		reflect.TypeFor[news.StoryDigest](), reflect.TypeFor[StoryNote](),
	} {
		checkStored(t, form, seen)
	}
	for form := range stored {
		if !seen[form] {
			t.Errorf("%v is listed and not stored", form)
		}
	}
}

func checkStored(t *testing.T, form reflect.Type, seen map[reflect.Type]bool) {
	t.Helper()
	if form.Implements(reflect.TypeFor[json.Marshaler]()) || form.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return // it encodes itself
	}
	switch form.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer, reflect.Map:
		checkStored(t, form.Elem(), seen)
		return
	case reflect.Struct:
	default:
		return
	}
	if seen[form] {
		return
	}
	seen[form] = true
	want := strings.Fields(stored[form])
	var got []string
	for _, f := range reflect.VisibleFields(form) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		if name == "-" || f.Anonymous || !f.IsExported() {
			t.Errorf("%v.%s is not stored under a name of its own", form, f.Name)
		}
		got = append(got, name)
		checkStored(t, f.Type, seen)
	}
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("%v has a field %s that is not listed: may it be missing in what older desks have stored?", form, name)
		}
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("%v has no field %s any more: what is stored under that name would be lost", form, name)
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

// What is short lies in the store as it is, what is long compressed, and both come back.
func TestPack(t *testing.T) {
	for _, n := range []int{0, worthIt / 2, 20 * worthIt} {
		lead := news.Lead{URL: "https://courier.example/a", Content: strings.Repeat("Ferry halted. ", n/14)}
		b, err := pack(lead)
		if err != nil {
			t.Fatal(err)
		}
		if plain := b[0] == '{'; plain != (n < worthIt) || !plain && len(b) > n/2 {
			t.Errorf("%d bytes of text are packed into %d that begin with %q", n, len(b), b[:1])
		}
		if got, err := unpack[news.Lead](b); err != nil || !reflect.DeepEqual(got, lead) {
			t.Errorf("%+v, %v", got, err)
		}
	}
}
