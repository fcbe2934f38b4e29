package rights

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Who may see a field.
const (
	always    = "always"
	excerpted = "excerpt" // and full
	full      = "full"
	never     = "never"
)

// classes has every field of a report, however deep, with the narrowest right under which it is shown.
// A new field is added here once it is clear what it may say to whom.
var classes = map[string]string{
	"Article.ID": always, "Article.Version": always, "Article.Source": always, "Article.SourceName": always, "Article.Outlet": always, "Article.Filed": always,
	"Article.URL": always, "Article.Canonical": always, "Article.Kind": always, "Article.Title": always, "Article.Byline": always,
	"Article.Published": always, "Article.Hour": always, "Article.Updated": always, "Article.Captured": always, "Article.Seen": always, "Article.Withdrawn": always,
	"Article.Lang": always, "Article.Section": always, "Article.Tags": always, "Article.Words": always,
	"Article.NoArchive": always, "Article.NoIndex": always, "Article.Reserved": always, "Article.Capture": always,
	"Article.Extractor": never, "Article.Listing": never, "Article.Edited": always,
	"Article.Notes.Code": always, "Article.Notes.Arg": always, "Article.Notes.Of": always,
	"Article.Image.URL": always, "Article.Image.Caption": full, "Article.Image.Credit": full,
	"Article.Standfirst": excerpted, "Article.Blocks.Kind": excerpted, "Article.Blocks.Text": excerpted, "Article.Blocks.Ends": excerpted,
	"Article.Blocks.Label": excerpted, "Article.Blocks.Number": excerpted,

	"Digest.Article": always, "Digest.Version": always, "Digest.Lang": always, "Digest.Title": always, "Digest.By": always,
	"Digest.Text":   never,
	"Digest.Prompt": always, "Digest.At": always, "Digest.Covers": always, "Digest.Reason": always, "Digest.Checked": always,
	"Digest.Summary.Text": always, "Digest.Summary.Evidence": always,
	"Digest.Summary.Findings.Rule": always, "Digest.Summary.Findings.Rejects": always, "Digest.Summary.Findings.Span": always,
	"Digest.Summary.Findings.Found": full, "Digest.Summary.Findings.Reason": always, "Digest.Summary.Findings.Arg": full,
	"Digest.Summary.Findings.Of": full,
	"Digest.LeftOut.Text":        never,
	"Digest.LeftOut.Why.Rule":    always, "Digest.LeftOut.Why.Rejects": always, "Digest.LeftOut.Why.Span": always,
	"Digest.LeftOut.Why.Found": full, "Digest.LeftOut.Why.Reason": always, "Digest.LeftOut.Why.Arg": full, "Digest.LeftOut.Why.Of": full,
	"Digest.Summary.ByHand": always, "Digest.Summary.Editor": always, "Digest.Summary.Approved": always, "Digest.TitleByHand": always,
	"Digest.Revisions.Kind": always, "Digest.Revisions.N": always, "Digest.Revisions.By": always, "Digest.Revisions.At": always,
	"Digest.Revisions.Undone": always, "Digest.Revisions.Reason": never, "Digest.Revisions.Hold": never,
	"Digest.Revisions.Was.Title": never, "Digest.Revisions.Was.TitleByHand": never, "Digest.Revisions.Was.Summary.Text": never,
	"Digest.Revisions.Was.Summary.Evidence": never, "Digest.Revisions.Was.Summary.ByHand": never, "Digest.Revisions.Was.Summary.Editor": never,
	"Digest.Revisions.Was.Summary.Approved": never, "Digest.Revisions.Was.Summary.Findings.Rule": never,
	"Digest.Revisions.Was.Summary.Findings.Reason": never, "Digest.Revisions.Was.Summary.Findings.Arg": never,
	"Digest.Revisions.Was.Summary.Findings.Of": never, "Digest.Revisions.Was.Summary.Findings.Span": never,
	"Digest.Revisions.Was.Summary.Findings.Found": never, "Digest.Revisions.Was.Summary.Findings.Rejects": never,
	"Digest.Unfit": always, "Digest.Translation": full, "Digest.Names.Source": never, "Digest.Names.Target": never,
	"Digest.Tokens.In": never, "Digest.Tokens.Out": never, "Digest.Tokens.Cached": never,

	"Rights": always, "Story": always, "CopyOf": always,
	"Versions.N": always, "Versions.Title": always, "Versions.Words": always, "Versions.Captured": always, "Versions.Seen": always, "Versions.Hash": always,
	"Sights.At": always, "Sights.Seen": always, "Sights.Status": always, "Sights.URL": always, "Sights.Kept": always, "Sights.Reached": always,
	"Sights.File": never, "Sights.Offset": never,
	"Versions.Text": never, "Versions.Extractor": never, "Versions.Edited": always, "Versions.OutOfFile": always,
	"Capture.URL": never, "Capture.Hash": never, "Capture.Digest": never, "Capture.File": never, "Capture.Offset": never,
	"Capture.Length": never, "Capture.Status": never, "Capture.At": never, "Capture.Asked": never, "Capture.Cut": never, "Capture.Brought": never, "Capture.Vouched": never,
}

// sourceClasses is the same for a source: of its address a public site shows the host's first page.
var sourceClasses = map[string]string{
	"ID": always, "Name": always, "Outlet": always, "URL": always, "Kind": always, "Lang": always, "Country": always, "Rights": always,
	"Beat.Include": always, "Beat.Exclude": always, "Whole": always, "ShowURL": always,
	"House": never, "Selector": never, "Folder": never, "Why": never, "Held": never,
}

// fill gives every field of v a value that says where it is.
func fill(v reflect.Value, at string) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), at+" "+v.Type().Field(i).Name)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), at)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), at)
	case reflect.String:
		v.SetString("the value of" + at)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Bool:
		v.SetBool(true)
	default:
		panic("a field of kind " + v.Kind().String())
	}
}

// leaves calls f with every field of v that is no struct, by its path, and whether it has a value.
func leaves(t reflect.Type, v []reflect.Value, at string, f func(path string, set bool)) {
	if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct {
		var all []reflect.Value
		for _, x := range v {
			for i := range x.Len() {
				all = append(all, x.Index(i))
			}
		}
		t, v = t.Elem(), all
	}
	if t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]() {
		for i := range t.NumField() {
			var in []reflect.Value
			for _, x := range v {
				in = append(in, x.Field(i))
			}
			leaves(t.Field(i).Type, in, strings.TrimPrefix(at+"."+t.Field(i).Name, "."), f)
		}
		return
	}
	f(at, slices.ContainsFunc(v, func(x reflect.Value) bool { return !x.IsZero() }))
}

func classed(t *testing.T, shown any, table map[string]string, seen ...string) {
	t.Helper()
	found := map[string]bool{}
	v := reflect.ValueOf(shown)
	leaves(v.Type(), []reflect.Value{v}, "", func(path string, set bool) {
		found[path] = true
		class, ok := table[path]
		if !ok {
			t.Errorf("nobody has said who may see %s", path)
		}
		if want := slices.Contains(seen, class); set != want {
			t.Errorf("%s, shown %v: %v, want %v", path, seen, set, want)
		}
	})
	for path := range table {
		if !found[path] {
			t.Errorf("%s is classed, but there is no such field", path)
		}
	}
}

// everything is a report of which every field has a value.
func everything(r news.Rights) news.Item {
	var it news.Item
	fill(reflect.ValueOf(&it).Elem(), "")
	a := &it.Article
	a.NoArchive, a.Reserved = false, false
	a.Blocks = []news.Block{
		block(news.Paragraph, "The ferry was late again on Monday. Nobody had told the passengers."),
		block(news.Paragraph, "The harbour office gave a list of reasons on Tuesday. One of them was the weather."),
		block(news.Paragraph, "A spokesman said that more would be known soon. He did not say when that was."),
	}
	a.Blocks[0].Label, a.Blocks[0].Number = 3, 1
	it.Rights = r
	return it
}

func TestEveryFieldIsClassed(t *testing.T) {
	for r, seen := range map[news.Rights][]string{
		news.RightsFull:    {always, excerpted, full},
		news.RightsExcerpt: {always, excerpted},
		news.RightsLink:    {always},
	} {
		t.Run(string(r), func(t *testing.T) {
			out, _ := Public(everything(r))
			out.Article.NoArchive, out.Article.Reserved = true, true // they cannot be set: they narrow the right
			classed(t, out, classes, seen...)
		})
	}
	held := everything(news.RightsFull)
	held.Article.NoArchive, held.Article.Reserved = true, true
	out, _ := Public(held)
	classed(t, out, classes, always)
}

func TestEveryFieldOfASourceIsClassed(t *testing.T) {
	var s news.Source
	fill(reflect.ValueOf(&s).Elem(), "")
	s.URL = "https://courier.example/feed"
	classed(t, PublicSource(s), sourceClasses, always)
}
