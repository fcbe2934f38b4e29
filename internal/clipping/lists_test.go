package clipping

import (
	"errors"
	"strings"
	"testing"
)

// Of a list that is cut or broken all that lies before is read, and the cut is said.
func TestCutLists(t *testing.T) {
	const item = `{"url":"https://ledger.example/weir","title":"Weir"}`
	for _, c := range []struct {
		doc string
		n   int
	}{
		{`{"total":9,"entries":[` + item + `,` + item + `,{"url":"https://led`, 2},
		{`{"entries":[` + item + `,` + item, 2},
		{`[` + item + `,` + item + `,` + item + ` oops`, 3},
		{`[` + item + `,` + item, 2},
	} {
		items, err := starred(t, c.doc)
		var cut *CutError
		if len(items) != c.n || !errors.As(err, &cut) || cut.Items != c.n {
			t.Errorf("%.40s…: %d items, %v, want %d", c.doc, len(items), err, c.n)
		}
	}
}

func TestWallabag(t *testing.T) {
	items, err := starred(t, `[{"is_archived":1,"is_starred":1,"tags":["ports"],"title":"Weir &amp; lock","url":"https://ledger.example/weir",
		"content":"<p>The weir was mended.</p>","created_at":"2024-05-06T07:08:09+00:00","published_at":"2024-05-05T01:02:03+00:00",
		"published_by":["Ida Moor"],"language":"en_GB"},{"title":"No address"}]`)
	want := "https://ledger.example/weir | Weir & lock |  | [\"Ida Moor\"] | 2024-05-05T01:02:03Z - | [\"ports\"] | article\np: The weir was mended."
	if err != nil || len(items) != 2 || shape(items[0].Article) != want || !errors.Is(items[1].Err, ErrNoAddress) {
		t.Errorf("%v\n%+v", err, items)
	}
}

func TestTable(t *testing.T) {
	for _, c := range []struct {
		name, doc string
		comma     rune
		want      string
	}{
		{"Pocket", "title,url,time_added,tags,status\n\"Weir, mended\",https://ledger.example/weir,1715000000,\"ports;china\",unread\n", ',',
			`https://ledger.example/weir | Weir, mended |  | [] | - - | ["ports" "china"] | headline`},
		{"semicolons, a mark, an order of its own", "\ufeffPublished;Link;Headline;Author;Text\r\n2024-05-06;https://ledger.example/weir;Weir;Ida Moor;It was mended.\r\n", ';',
			"https://ledger.example/weir | Weir |  | [\"Ida Moor\"] | 2024-05-06T00:00:00Z - | [] | article\np: It was mended."},
		{"a title that is none", "url,title\nhttps://ledger.example/weir,https://ledger.example/weir\n", ',', "https://ledger.example/weir |  |  | [] | - - | [] | headline"},
		{"a text without a title", "url,text\nhttps://ledger.example/weir,It was mended.\n", ',', "it has no title"},
		{"Readwise", "Title,URL,ID,Document tags,Saved date\nWeir,https://ledger.example/weir,9,\"['ports', 'china']\",2024-05-06 07:08:09+00:00\n", ',',
			"https://ledger.example/weir | Weir |  | [] | - - | [\"ports\" \"china\"] | headline"},
		{"Raindrop: a note is no text", "id,title,note,excerpt,url,folder,tags,created\n1,Weir,Ask Ida!,,https://ledger.example/weir,x,ports,2024-05-06\n", ',',
			"https://ledger.example/weir | Weir |  | [] | - - | [\"ports\"] | headline"},
		{"Media Cloud", "id,indexed_date,language,media_name,media_url,publish_date,title,url\n1,2024-05-07,en,The Ledger,ledger.example,2024-05-06,Weir,https://ledger.example/weir\n", ',',
			"https://ledger.example/weir | Weir | The Ledger | [] | 2024-05-06T00:00:00Z - | [] | headline"},
		{"no address", "url,title\n,Weir\n", ',', "it has no address (url)"},
		{"no column of addresses", "a,b\n1,2\n", ',', "not of a form that is known: no column is named url"},
		{"nothing", "", ',', "not of a form that is known: a table without a first line"},
	} {
		got := ""
		err := Table(strings.NewReader(c.doc), c.comma, func(it Item) error {
			if got = shape(it.Article); it.Err != nil {
				got = it.Err.Error()
			}
			return nil
		})
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Objects that have an address are read whatever program writes them, and so are addresses alone.
func TestRows(t *testing.T) {
	const weir = "https://ledger.example/weir"
	for _, c := range []struct{ name, doc, want string }{
		{"Omnivore", `[{"id":"1","slug":"weir","title":"Weir","author":"Ida Moor","url":"` + weir + `","labels":["ports","china"],"savedAt":"2024-05-06T00:00:00.000Z","publishedAt":"2024-05-05T01:02:03.000Z"}]`,
			weir + ` | Weir |  | ["Ida Moor"] | 2024-05-05T01:02:03Z - | ["ports" "china"] | headline`},
		{"Readwise", `{"count":1,"nextPageCursor":null,"results":[{"url":"https://read.readwise.io/read/01","source_url":"` + weir + `","title":"Weir","site_name":"The Ledger","source":"reader_web_app","tags":{"ports":{"name":"ports"}},"published_date":1714871000000}]}`,
			weir + ` | Weir | The Ledger | [] | 2024-05-05T01:03:20Z - | ["ports"] | headline`},
		{"Media Cloud", `{"stories":[{"url":"` + weir + `","title":"Weir","publish_date":"2024-05-05","media_name":"The Ledger","language":"en"}]}`,
			weir + " | Weir | The Ledger | [] | 2024-05-05T00:00:00Z - | [] | headline"},
		{"Raindrop", `{"items":[{"link":"` + weir + `","title":"Weir","tags":["ports"]}]}`, weir + ` | Weir |  | [] | - - | ["ports"] | headline`},
		{"addresses", `["` + weir + `"]`, weir + " |  |  | [] | - - | [] | headline"},
		{"labels with names", `[{"href":"` + weir + `","labels":[{"name":"ports"}, 7]}]`, weir + ` |  |  | [] | - - | ["ports"] | headline`},
		{"other addresses", `["ftp://ledger.example/weir"]`, "it has no address (url)"},
		{"a date that is none", `[{"url":"` + weir + `","published":"soon"}]`, `"soon" is no date`},
		{"something else", `[{"name":"Weir"}]`, "not of a form that is known"},
		{"numbers", `[7]`, "not of a form that is known"},
	} {
		items, err := starred(t, c.doc)
		got := ""
		switch {
		case err != nil:
			got = err.Error()
		case len(items) == 1 && items[0].Err != nil:
			got = items[0].Err.Error()
		case len(items) == 1:
			got = shape(items[0].Article)
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestAddress(t *testing.T) {
	for _, c := range []struct{ line, url, title, err string }{
		{"https://ledger.example/weir", "https://ledger.example/weir", "", ""},
		{"  - <https://ledger.example/weir>\tThe weir  is mended ", "https://ledger.example/weir", "The weir is mended", ""},
		{"ledger.example/weir", "ledger.example/weir", "", "it has no address (url)"},
		{"<https://ledger.example/weir>;rel=\"original\",", "<https://ledger.example/weir>;rel=\"original\",", "", "it has no address (url)"}, // a TimeMap
		{"javascript:alert(1)", "javascript:alert(1)", "", "it has no address (url)"},
	} {
		it, ok := Address(c.line)
		err := ""
		if it.Err != nil {
			err = it.Err.Error()
		}
		if !ok || it.Article.URL != c.url || it.Article.Title != c.title || err != c.err {
			t.Errorf("%q: %v %q %q %s", c.line, ok, it.Article.URL, it.Article.Title, err)
		}
	}
	for _, line := range []string{"", " \t", "# of May", "-"} {
		if it, ok := Address(line); ok {
			t.Errorf("%q: %+v", line, it)
		}
	}
}

func TestBookmarks(t *testing.T) {
	const doc = `<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><H3>Press</H3><DL><p>
		<DT><A HREF="https://ledger.example/weir" ADD_DATE="1715000000" TAGS="ports,china">The <b>weir</b> &amp; lock</A>
		<DT><A HREF="javascript:x()">A script</A><DT><A NAME="x">No link</A>
		<DT><A HREF="https://ledger.example/mill">https://ledger.example/mill</A></DL>`
	var got []string
	err := Bookmarks(strings.NewReader(doc), func(it Item) error {
		got = append(got, shape(it.Article))
		return it.Err
	})
	want := `https://ledger.example/weir | The weir & lock |  | [] | - - | ["ports" "china"] | headline
https://ledger.example/mill |  |  | [] | - - | [] | headline`
	if s := strings.Join(got, "\n"); err != nil || s != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, s, want)
	}
	var cut *CutError
	long := strings.NewReader(doc + `<a href="https://ledger.example/` + strings.Repeat("a", longestMarkdown+1))
	if err := Bookmarks(long, func(Item) error { return nil }); !errors.As(err, &cut) || cut.Items != 2 {
		t.Errorf("a tag without an end: %v", err)
	}
}
