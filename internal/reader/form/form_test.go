package form

import (
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestItemsAreNumbers: the identifier of a report becomes a number and comes back from each form that apps send.
func TestItemsAreNumbers(t *testing.T) {
	for _, id := range []news.ArticleID{news.NewArticleID("https://a.example/one"), "aaaaaaaaab", "7777777777", "abcdefghij"} {
		n, ok := Number(id)
		if !ok || n < 1 || n >= 1<<bits {
			t.Fatalf("%s is number %d, %v", id, n, ok)
		}
		for _, form := range []string{Long(n), strings.TrimPrefix(Long(n), longPrefix), Short(n)} {
			if got, ok := ParseItem(form); !ok || got != id {
				t.Errorf("%s of %s is read as %s, %v", form, id, got, ok)
			}
		}
	}
	if n, _ := Number("7777777777"); n != 1<<bits-1 || len(Short(n)) != 16 {
		t.Errorf("the greatest is %d", n)
	}
	for _, bad := range []news.ArticleID{"", "abc", "ABCDEFGHIJ", "abcdefghi1", "abcdefghijk", "abcdefgh=="} {
		if n, ok := Number(bad); ok {
			t.Errorf("%q is number %d", bad, n)
		}
	}
}

func TestForgedItems(t *testing.T) {
	for _, bad := range []string{
		"", "-1", "+1", "1.5", "1e3", " 1", "0x10", "one", "ffffffffffffffff", longPrefix, longPrefix + "-1", longPrefix + "fffc000000000000",
		longPrefix + "0004000000000000", "1125899906842624", "99999999999999999999", "tag:google.com,2005:reader/item/" + strings.Repeat("0", 100) + "g",
		"'; DROP TABLE mark; --",
	} {
		if id, ok := ParseItem(bad); ok {
			t.Errorf("%q is read as %s", bad, id)
		}
	}
}

func FuzzParseItem(f *testing.F) {
	for _, s := range []string{longPrefix + "000138b476f5b383", "000138b476f5b383", "343822717793155", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, ok := ParseItem(s)
		if !ok {
			return
		}
		n, ok := Number(id)
		if again, back := ParseItem(Long(n)); !ok || !back || again != id {
			t.Errorf("%q is %s, which is %d, which is %s", s, id, n, again)
		}
	})
}

func TestStreams(t *testing.T) {
	for s, want := range map[string]Stream{
		"user/-/state/com.google/reading-list": {Kind: All}, "user/1/state/com.google/reading-list": {Kind: All},
		"user/ann/state/com.google/read": {Kind: Read}, "user/-/state/com.google/kept-unread": {Kind: Unread},
		"user/-/state/com.google/unread": {Kind: Unread}, "user/-/state/com.google/starred": {Kind: Starred},
		"user/-/state/com.google/broadcast": {}, "feed/a-b": {Feed, "a-b"}, "feed%2Fa-b": {Feed, "a-b"},
		"user/-/label/经济/贸易": {Label, "经济/贸易"}, "user%2F-%2Flabel%2F50%25": {Label, "50%"}, "user/-/label/": {Label, ""},
		"": {}, "user/": {}, "user/-": {}, "label/x": {}, "feed%2": {}, "100%": {}, "splice/x": {}, "user/%zz%2F": {},
	} {
		if got := ParseStream(s); got != want {
			t.Errorf("%q is %+v, want %+v", s, got, want)
		}
	}
	for _, s := range []string{FeedID("a"), LabelID("b c"), StateID("read")} {
		if ParseStream(s).Kind == Unknown {
			t.Errorf("%q is not read", s)
		}
	}
}

func TestTimes(t *testing.T) {
	at := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	for _, s := range []string{"1773306000", "1773306000000", "1773306000000000", Milli(at), Micro(at)} {
		if got, ok := ParseTime(s); !ok || !got.Equal(at) {
			t.Errorf("%s is %v, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "-1", "now", "1.5", "99999999999999999999"} {
		if got, ok := ParseTime(s); ok {
			t.Errorf("%q is %v", s, got)
		}
	}
}

// TestFeverNumbers: each name has a number of its own, which does not depend on the order, nor on names that collide with none.
func TestFeverNumbers(t *testing.T) {
	names := []string{"feed a", "feed b", "folder a", "feed a"}
	all, some := FeverNumbers(names), FeverNumbers(names[1:2])
	slices.Reverse(names)
	if len(all) != 3 || all["feed b"] != some["feed b"] || all["feed a"] != FeverNumbers(names)["feed a"] {
		t.Errorf("%v, %v", all, some)
	}
	// FNV-1a of these two is the same.
	colliding := FeverNumbers([]string{"costarring", "liquid"})
	if a, b := colliding["costarring"], colliding["liquid"]; a == b || a <= 0 || b <= 0 {
		t.Errorf("two names that collide: %v", colliding)
	}
	if got := ParseNumbers(" 1,x,,-2,3,4", 3); !slices.Equal(got, []int64{1, -2, 3}) || Numbers(got) != "1,-2,3" || Numbers(nil) != "" {
		t.Errorf("numbers: %v", got)
	}
}

// TestEmptyListsAreThere: an app that needs a list has it, however empty.
func TestEmptyListsAreThere(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{Refs{List: []Ref{}}, `{"itemRefs":[]}`},
		{Fever{Version: 3}, `{"api_version":3,"auth":0}`},
		{Fever{Version: 3, Auth: 1, Items: &[]FeverItem{}, Unread: new("")}, `{"api_version":3,"auth":1,"items":[],"unread_item_ids":""}`},
	} {
		if b, err := json.Marshal(c.v); err != nil || string(b) != c.want {
			t.Errorf("%s, %v; want %s", b, err, c.want)
		}
	}
	if b, err := xml.Marshal(AtomOf(Head{ID: "feed/a"}, nil, "", "https://d.example/")); err != nil || strings.Contains(string(b), "continuation") {
		t.Errorf("%s, %v", b, err)
	}
}
