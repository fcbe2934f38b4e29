package discover

import (
	"fmt"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func entryOf(title, link, guid, hour, text string) string {
	return fmt.Sprintf("<item><title>%s</title><link>%s</link><guid isPermaLink=\"false\">%s</guid><pubDate>Mon, 23 Nov 2026 %s GMT</pubDate><description>%s</description></item>",
		title, link, guid, hour, text)
}

// TestEntriesOfOneAddress: entries that share an address are several reports if each has an identifier, a headline and a
// text of its own; what repeats one of them is listed twice.
func TestEntriesOfOneAddress(t *testing.T) {
	a := entryOf("Line one is closed", "/status", "s1", "06:00:00", "A tree lies on the rails.")
	b := entryOf("Line two is late", "/status", "s2", "07:00:00", "Snow at the summit.")
	for _, c := range []struct{ name, items, want string }{
		{"bulletins", a + b, "Line one is closed apart; Line two is late apart"},
		{"they differ in the fragment", strings.Replace(a, "/status", "/live#p1", 1) + strings.Replace(b, "/status", "/live#p2", 1), "Line one is closed apart; Line two is late apart"},
		{"and a report with its own address", a + entryOf("A bridge opens", "/bridge", "s3", "08:00:00", "It spans the bay.") + b,
			"Line one is closed apart; A bridge opens; Line two is late apart"},
		{"one identifier", a + strings.Replace(b, "s2", "s1", 1), "Line one is closed; left Line two is late: listed twice"},
		{"one text", a + strings.Replace(b, "Snow at the summit.", "A tree lies on the rails.", 1), "Line one is closed; left Line two is late: listed twice"},
		{"one headline, half an hour apart", a + entryOf("Line one is closed", "/status", "s2", "06:30:00", "Two trees lie there."), "Line one is closed; left Line one is closed: listed twice"},
		{"one headline every morning", a + entryOf("Line one is closed", "/status", "s2", "09:30:00", "Two trees lie there."), "Line one is closed apart; Line one is closed apart"},
		{"the identifier counts revisions", strings.Replace(a, "s1", "https://lantern.example/status#0", 1) + strings.Replace(b, "s2", "https://lantern.example/status#1", 1),
			"Line one is closed; left Line two is late: listed twice"},
		{"without identifiers, by their times", strings.Replace(strings.Replace(a+b, "s1", "", 1), "s2", "", 1), "Line one is closed apart; Line two is late apart"},
		{"without texts", strings.Replace(strings.Replace(a+b, "A tree lies on the rails.", "", 1), "Snow at the summit.", "", 1), "Line one is closed; left Line two is late: listed twice"},
		{"without addresses", strings.ReplaceAll(a+b, "/status", ""), "Line one is closed apart; Line two is late apart"},
		{"one without an address", strings.Replace(a, "/status", "", 1) + b, "Line one is closed apart; Line two is late"},
		{"neither address nor identifier", strings.Replace(strings.Replace(a, "/status", "", 1), "s1", "", 1), "Line one is closed apart"},
		{"neither address nor text", strings.Replace(strings.Replace(a, "/status", "", 1), "A tree lies on the rails.", "", 1), "left Line one is closed: no address"},
		{"without an address, and again", strings.ReplaceAll(a+b+a, "/status", ""), "Line one is closed apart; Line two is late apart; left Line one is closed: listed twice"},
		{"a third repeats the first", a + b + a, "Line one is closed apart; Line two is late apart; left Line one is closed: listed twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := Leads(news.Source{ID: "lantern"}, capture("https://lantern.example/rss", fmt.Sprintf(rss, c.items)))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			keys := map[string]bool{}
			for _, l := range r.Leads {
				s := l.Title
				if l.Apart {
					s += " apart"
				}
				if l.Apart != (SharedAddress(l.Key) != "") || l.Apart && (!l.Whole || l.Content == "") || keys[l.Key] {
					t.Errorf("lead %+v", l)
				}
				keys[l.Key] = true
				got = append(got, s)
			}
			for _, x := range r.Left {
				got = append(got, "left "+x.Title+": "+x.Why)
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
		})
	}
}

// The key of an entry apart is the same whatever else is in the list, and in whatever order.
func TestKeysOfEntriesApartAreStable(t *testing.T) {
	a, b, c := entryOf("One", "/x", "1", "06:00:00", "A."), entryOf("Two", "/x", "2", "07:00:00", "B."), entryOf("Three", "/x", "3", "08:00:00", "C.")
	keys := map[string]string{}
	for _, items := range []string{a + b, c + b + a, b + c} {
		r, err := Leads(news.Source{ID: "lantern"}, capture("https://lantern.example/rss", fmt.Sprintf(rss, items)))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range r.Leads {
			if before, ok := keys[l.Title]; ok && before != l.Key {
				t.Errorf("%s: %s, then %s", l.Title, before, l.Key)
			}
			keys[l.Title] = l.Key
		}
	}
	if alone, ok := SetApart(news.Lead{URL: "https://lantern.example/x", GUID: "1", Title: "One", Standfirst: "A."}); !ok || alone.Key != keys["One"] {
		t.Errorf("alone: %+v, want key %s", alone, keys["One"])
	}
}

// TestHeadlineOfAPost: an entry without a headline has its first sentence for one.
func TestHeadlineOfAPost(t *testing.T) {
	for content, want := range map[string]string{
		"<p>The lamp at Skerry Point is out. Boats are to keep a mile off.</p>":      "The lamp at Skerry Point is out",
		"<p>Lamp out at Skerry Point</p><p>Boats are to keep a mile off.</p>":        "Lamp out at Skerry Point",
		"<p><a href=\"https://a.example/x\">https://a.example/x</a></p><p>Read.</p>": "Read",
		"海港灯塔周一熄灯。船只须离岸一海里。":                                                         "海港灯塔周一熄灯",
		"<p>Is the lamp out? It is.</p>":                                             "Is the lamp out?",
		strings.Repeat("lamp ", 60):                                                  strings.TrimSpace(strings.Repeat("lamp ", 24)) + " …",
		"":                                                                           "",
		"<p><img src=x></p>":                                                         "",
	} {
		if got := headlineOf(content); got != want {
			t.Errorf("%s: %q, want %q", content, got, want)
		}
	}
	r, err := Leads(news.Source{ID: "s"}, capture("https://social.example/api", `[{"id": "7", "created_at": "2026-11-23T06:30:00Z", "url": "https://social.example/@l/7",
		"content": "<p>The lamp is out. Keep off.</p>"}, {"id": "6", "created_at": "2026-11-22T06:30:00Z", "url": "https://social.example/@l/6", "title": "All is well", "content": "<p>Still.</p>"}]`))
	if err != nil || len(r.Leads) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if l := r.Leads[0]; l.Title != "The lamp is out" || !l.Whole || !l.Apart {
		t.Errorf("a post: %+v", l)
	}
	if l := r.Leads[1]; l.Title != "All is well" || !l.Whole || l.Apart {
		t.Errorf("a text with a headline: %+v", l)
	}
}
