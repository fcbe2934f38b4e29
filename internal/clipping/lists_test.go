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
		{"a title that is none", "url,title\nhttps://ledger.example/weir,https://ledger.example/weir\n", ',', "it has no title"},
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
