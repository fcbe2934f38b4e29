package extract

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/effort"
)

// spoilt are the ways in which pages write an object of JSON-LD; OBJECT is one of it.
var spoilt = map[string]string{
	"as it should be":         `OBJECT`,
	"CDATA, block comment":    "/*<![CDATA[*/\nOBJECT\n/*]]>*/",
	"CDATA, line comment":     "// <![CDATA[\nOBJECT\n// ]]>",
	"CDATA, tight comment":    "//<![CDATA[\nOBJECT\n//]]>",
	"CDATA on one line":       "//<![CDATA[ OBJECT //]]>",
	"CDATA alone":             "<![CDATA[OBJECT]]>",
	"HTML comment":            "<!-- OBJECT -->",
	"HTML comment and CDATA":  "<!--//--><![CDATA[//><!--\nOBJECT\n//--><!]]>",
	"comment before":          "/* made by a plug-in {1} */\nOBJECT",
	"line comment before":     "// made by a plug-in: {\nOBJECT",
	"comment behind":          "OBJECT\n// the end }",
	"byte order mark":         "\ufeffOBJECT",
	"mark and white space":    " \ufeff\n OBJECT",
	"assignment":              "var data = OBJECT;",
	"assignment to a field":   "window.page = window.page || {}; window.page.data = OBJECT;",
	"list":                    "[OBJECT]",
	"two in a row":            `{"@type":"WebSite","name":"Quay"} OBJECT`,
	"two with a comma":        `{"@type":"WebSite","name":"Quay"}, OBJECT`,
	"semicolon behind":        "OBJECT;",
	"words behind":            "OBJECT </p> undefined",
	"brace too many":          "OBJECT}",
	"list that does not end":  "[OBJECT",
	"graph that does not end": `{"@context":"https://schema.org","@graph":[OBJECT`,
	"after one that is torn":  `{"@type":"WebSite","name":"Quay"` + "\n" + `OBJECT`,
}

// objects are spellings of one object that describes a report.
var objects = map[string]string{
	"plain":           `{"@type":"NewsArticle","headline":"Roof \"mended\"","author":{"@type":"Person","name":"Ada Lin"}}`,
	"line breaks":     "{\n \"@type\": \"NewsArticle\",\n \"headline\": \"Roof\n \\\"mended\\\"\",\n \"author\": {\"@type\": \"Person\",\n \"name\": \"Ada Lin\"}\n}",
	"comma too many":  `{"@type":"NewsArticle","headline":"Roof \"mended\"","author":{"@type":"Person","name":"Ada Lin",},}`,
	"commas in a row": `{"@type":"NewsArticle",,"headline":"Roof \"mended\"","author":{"@type":"Person","name":"Ada Lin"}}`,
	"comma missing":   `{"@type":"NewsArticle" "headline":"Roof \"mended\"" "author":{"@type":"Person","name":"Ada Lin"}}`,
	"single quotes":   `{'@type':'NewsArticle','headline':'Roof "mended"','author':{'@type':'Person','name':'Ada Lin'}}`,
	"keys alone":      `{"@type":"NewsArticle",headline:"Roof \"mended\"",author:{"@type":"Person",name:"Ada Lin"}}`,
	"inner quotes":    `{"@type":"NewsArticle","headline":"Roof "mended"","author":{"@type":"Person","name":"Ada Lin"}}`,
	"bad escape":      `{"@type":"NewsArticle","headline":"Roof \"mended\"","url":"C:\quay","author":{"@type":"Person","name":"Ada Lin"}}`,
	"comment inside":  `{"@type":"NewsArticle",/* the title */"headline":"Roof \"mended\"","author":{"@type":"Person","name":"Ada Lin"}}`,
	"entities": `{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Roof \&quot;mended\&quot;&quot;,&quot;author&quot;:{&quot;@type&quot;:` +
		`&quot;Person&quot;,&quot;name&quot;:&quot;Ada Lin&quot;}}`,
}

func TestSpoiltJSONLD(t *testing.T) {
	for way, around := range spoilt {
		for spelling, object := range objects {
			if spelling == "entities" && strings.Contains(around, `"`) {
				continue
			}
			var all []node
			collect(decodeLD(strings.Replace(around, "OBJECT", object, 1)), 0, &all)
			n := report(all, "", nil)
			if got := oneLine(n.str("headline")); got != `Roof "mended"` || n.str("author") != "Ada Lin" {
				t.Errorf("%s, %s: headline %q, author %q", way, spelling, got, n.str("author"))
			}
		}
	}
	for _, torn := range []string{
		`{"@type":"NewsArticle","headline":"Roof","author":{"name":"Ada Lin"}`, `{"@type":"NewsArticle","headline":"Roof","author":[{"name":"Ada Lin"}`,
		`[{"@type":"NewsArticle","headline":"Roof","author":{"name":"Ada Lin"`, `{"@type":"NewsArticle","headline":"Roof","author":[{"name":"Ada Lin"}}`,
	} {
		var all []node
		collect(decodeLD(torn), 0, &all)
		if n := report(all, "", nil); n.str("headline") != "Roof" || n.str("author") != "Ada Lin" {
			t.Errorf("%s: %v", torn, n)
		}
	}
}

// A quotation in a string that lacks its escapes does not end the string.
func TestQuotesWithinStrings(t *testing.T) {
	for _, s := range []string{`He said "yes", and left`, `"Yes": a history`, `The "old quay" holds`, `They call it "the quay"`} {
		n, _ := decodeLD(`{"@type":"NewsArticle","headline":"` + s + `","datePublished":"2026-03-03"}`).(map[string]any)
		if n["headline"] != s || n["datePublished"] != "2026-03-03" {
			t.Errorf("%s: %q", s, n)
		}
	}
}

// FuzzLenient: what is JSON is read alike, and the work grows with the text.
func FuzzLenient(f *testing.F) {
	for _, around := range spoilt {
		for _, object := range objects {
			f.Add(strings.Replace(around, "OBJECT", object, 1))
		}
	}
	f.Add(`[1,-2.5e3,true,false,null,"\u00e9\ud83d\ude00\n"," "]`)
	f.Add(`["\ud0e9\ud83d\ude00"]`) // a letter, then two halves of a sign
	f.Add(`["\ud8e9\ud83d\ude00"]`) // half of one, then two of another
	f.Add(strings.Repeat("[{", 100))
	f.Fuzz(func(t *testing.T, s string) {
		var got any
		if steps := effort.Allocated(func() { got = (&lenient{src: s}).document() }); steps > 1000+20*len(s) {
			t.Fatalf("%d steps for %d bytes", steps, len(s))
		}
		decodeLD(s)
		var want any
		if s = strings.TrimSpace(s); json.Unmarshal([]byte(s), &want) == nil && (strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[")) &&
			nesting(want) < maxNested && !reflect.DeepEqual(plainJSON(got), plainJSON(want)) {
			t.Fatalf("%q is %v, want %v", s, got, want)
		}
	})
}

func nesting(v any) int {
	most := 0
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			most = max(most, 1+nesting(e))
		}
	case map[string]any:
		for _, e := range v {
			most = max(most, 1+nesting(e))
		}
	}
	return most
}

// plainJSON is a value whose strings have spaces for control characters.
func plainJSON(v any) any {
	switch v := v.(type) {
	case string:
		return strings.ToValidUTF8(strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, v), "\ufffd")
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = plainJSON(e)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			out[plainJSON(k).(string)] = plainJSON(e)
		}
		return out
	}
	return v
}
