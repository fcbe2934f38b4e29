package salvage

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/effort"
)

func TestObjects(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"as it should be", `{"a": "x", "b": [1, 2.50], "c": {"d": null}}`, `{"a": "x", "b": [1, 2.50], "c": {"d": null}}`},
		{"none", "There is nothing { to find } here, nor {here: }.", ``},
		{"trailing commas", `{"a": [1, 2,], "b": "x",}`, `{"a":[1,2],"b":"x"}`},
		{"commas too many", `{"a": [1,, 2], , "b": 3}`, `{"a":[1,2],"b":3}`},
		{"commas missing", "{\"a\": [{\"b\": 1}\n{\"b\": 2}]\n\"c\": \"x\"\n\"d\": \"y\"}", `{"a":[{"b":1},{"b":2}],"c":"x","d":"y"}`},
		{"line end in a string", "{\"a\": \"one\ntwo\tthree\"}", `{"a":"one\ntwo\tthree"}`},
		{"comments", "{\"a\": 1, // the first\n/* the\nsecond */ \"b\": \"http://x//y\"}", `{"a":1,"b":"http://x//y"}`},
		{"marks within", `{"a": "他说"好"，又说"不",然后走了", "b": ["一"二"三", "四"]}`, `{"a":"他说\"好\"，又说\"不\",然后走了","b":["一\"二\"三","四"]}`},
		{"marks at the end", `{"a": "这些船"太吵"", "b": "他说:"走"。"}`, `{"a":"这些船\"太吵\"","b":"他说:\"走\"。"}`},
		{"single marks", `{'a': 'it's late', 'b': ['x', 'y']}`, `{"a":"it's late","b":["x","y"]}`},
		{"marks said twice", `{"a": ""x", "b": "y"", ""c": "z"}`, `{"a":"x","b":"y","c":"z"}`},
		{"a quotation at the beginning", `{"a": ""一"，他说", "b": "他说"二""}`, `{"a":"\"一\"，他说","b":"他说\"二\""}`},
		{"a bracket missing", `{"a": ["b": "x", "c": [1]}, {"b": "y"}]}`, `{"a":[{"b":"x","c":[1]},{"b":"y"}]}`},
		{"brackets said twice", `{{"a": [{"b": [1]]}, {{"b": [2]}}, {"b": [3]}]], "c": "x"}}`, `{"a":[{"b":[1]},{"b":[2]},{"b":[3]}],"c":"x"}`},
		{"brackets missing", `{"a": {"b": 1, 2]}, {"b": [3]}], "c": "x"}`, `{"a":[{"b":[1,"2"]},{"b":[3]}],"c":"x"}`},
		{"colons missing or said twice", `{"a" "x", "b":: "y", "c: "z", "d"": 1,}`, `{"a":"x","b":"y","c":"z","d":1}`},
		{"a mark missing", `{"a": x y", "b": "z",, c": "v"}`, `{"a":"x y","b":"z","c":"v"}`},
		{"typographic marks", `{“a”: “一”, “b”：[“二”， “三”]}`, `{"a":"一","b":["二","三"]}`},
		{"no marks", `{a: 1, b_c: [1-2, H, 第7句], 标题: "x"}`, `{"a":1,"b_c":["1-2","H","第7句"],"标题":"x"}`},
		{"Python", `{'a': None, 'b': True, 'c': False}`, `{"a":null,"b":true,"c":false}`},
		{"numbers", `{"a": 7.0, "b": 007, "c": +1,}`, `{"a":7.0,"b":"007","c":"+1"}`},
		{"escapes", `{"a": "\u6e2f\ud83d\ude80\n\'\q",}`, `{"a":"港🚀\n'q"}`},
		{"two", `{"a": 1,} and {"a": 2}`, `{"a":1} {"a": 2}`},
		{"encoded twice", `"{\"a\": \"x\"}"`, `{"a": "x"}`},
		{"escaped marks everywhere", `{\"a\": \"x\"}`, `{"a": "x"}`},
		{"a fence", "```json\n{\"a\": \"x\",}\n```", `{"a":"x"}`},
		{"a list forgotten to close", `{"a": [{"b": "x"}, {"b": "y"}}`, `{"a":[{"b":"x"},{"b":"y"}]}`},
		{"cut in a string", `{"t": "x", "a": [{"b": "y", "c": [1]}, {"b": "zz`, `cut {"t":"x","a":[{"b":"y","c":[1]}]}`},
		{"cut in a number", `{"t": "x", "a": [{"b": "y", "c": [1]}, {"b": "z", "c": [1`, `cut {"t":"x","a":[{"b":"y","c":[1]}]}`},
		{"cut after an element", `{"t": "x", "a": [{"b": "y", "c": [1]}`, `cut {"t":"x","a":[{"b":"y","c":[1]}]}`},
		{"cut in its wrapping", `{"w": {"t": "x", "a": [{"b": "y"}, {"b"`, `cut {"w":{"t":"x","a":[{"b":"y"}]}}`},
		{"given up and begun again", "{\"t\": \"x\", \"a\": [{\"b\": \"y\n\n{\"t\": \"z\"}", `cut {"t":"x","a":[]} {"t": "z"}`},
		{"pieces", `{"a": "x" + "y" + 'z', "b": ["x"+"y", "z"], "c": "x" . "y", "d": "x" & "y"}`, `{"a":"xyz","b":["xy","z"],"c":"xy","d":"xy"}`},
		{"pieces on lines", "{\"a\": \"x\" +\n  \"y\",\n \"b\": \"x\"\n  \"y\",\n\"c\": \"z\", \"d\": \"x\" \\\n \"y\"}", `{"a":"xy","b":"xy","c":"z","d":"xy"}`},
		{"no pieces", `{"a": "他说"甲" + "乙"，走了", "b": "1 + 1", "c": "x"}`, `{"a":"他说\"甲\" + \"乙\"，走了","b":"1 + 1","c":"x"}`},
		{"an element a line", "{\"a\": [\"x\"\n\"y\"\n\"z\"]}", `{"a":["x","y","z"]}`},
		{"wide marks", `｛“a”：“一，二：三”，“b”：［１，“三”］｝`, `{"a":"一，二：三","b":["１","三"]}`},
		{"all wide", `｛＂a＂：＂一＂，＂b＂：［２］｝`, `{"a":"一","b":["２"]}`},
		{"corner marks", `{「a」: 「一「二」三」, "b": ‘四’, 'c': «five»}`, `{"a":"一「二」三","b":"四","c":"five"}`},
		{"a key twice", `{"a": [{"t": "x", "e": [1], "t": "y", "e": [2, 3]}], "b": 1}`, `{"a":[{"t":"x","e":[1]},{"t":"y","e":[2,3]}],"b":1}`},
		{"a key twice, at the top", `{"h": "z", "t": "x", "e": [1], "t": "y", "e": [2],}`, `{"h":"z","t":"x","e":[1]} {"t":"y","e":[2]}`},
		{"an object as a list", `{"a": {"t": "x", "e": 1, "t": "y", "e": 2, "t": "z"}}`, `{"a":[{"t":"x","e":1},{"t":"y","e":2},{"t":"z"}]}`},
		{"a list twice", `{"h": "z", "a": [{"t": "x"}], "a": [{"t": "y"}], "h": "z"}`, `{"h":"z","a":[{"t":"x"},{"t":"y"}]}`},
		{"numbers twice", `{"t": "x", "e": [1], "e": [2]}`, `{"t":"x","e":[1,2]}`},
		{"the same twice", `{"t": "x", "e": [1], "t": "x", "e": [2]}`, `{"t":"x","e":[1,2]}`},
		{"a list without a bracket, a key twice", `{"a": {"t": "x", "t": "y"}, {"t": "z"}], "b": 1}`, `{"a":[{"t":"x"},{"t":"y"},{"t":"z"}],"b":1}`},
		{"comments with brackets", "{\"a\": [ // all of {\n1, // see [3]\n2 /* ] } */ ], # the } of all\n \"b\": 2 <!-- } --> }", `{"a":[1,2],"b":2}`},
		{"comments that swallow", "{\"a\": [{\"b\": [1 // the first ]},\n{\"b\": [2]} // the second ]}", `{"a":[{"b":[1]},{"b":[2]}]}`},
		{"comments on one line", `{"a": 1, // the first "b": [{"c": 1}, // one {"c": 2} /* two ], "d": 3}`, `{"a":1,"b":[{"c":1},{"c":2}],"d":3}`},
		{"a member in a comment", "{\"a\": 1, // \"a\": 2,\n \"b\": \"x\"}", `{"a":1,"b":"x"}`},
		{"encoded three times", `"\"{\\\"a\\\": \\\"x\\\"}\""`, `{"a": "x"}`},
		{"lost", `{"a": 1, "b": [2, what? no. {"a": 3}`, `cut {"a":1,"b":[2]} {"a": 3}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, o := range Objects(tt.in) {
				if o.Cut {
					got = append(got, "cut")
				}
				got = append(got, string(o.JSON))
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("%s\ngives %s\nwant  %s", tt.in, s, tt.want)
			}
		})
	}
}

func TestLists(t *testing.T) {
	for in, want := range map[string]string{
		`["x", "y"]`: `["x", "y"]`, "So: [\"x\",\n\"y\",] [1]": `["x","y"] [1]`, `[]`: `[]`, `none [ of`: ``, `"[\"x\"]"`: `["x"]`, `["x", "y`: `cut ["x"]`, `{"a": [1]}`: `[1]`,
	} {
		var got []string
		for _, o := range Lists(in) {
			if o.Cut {
				got = append(got, "cut")
			}
			got = append(got, string(o.JSON))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s gives %s, want %s", in, s, want)
		}
	}
}

// The cost of the worst text grows with its length alone.
func TestBoundsOfObjects(t *testing.T) {
	for _, unit := range []string{`{"a":`, `{"a":[`, `[{`, `"`, `{"a":"x"`, `{'`, "\\", `{"a": "b" c`, `{a:b,`, "//", `{"a":"` + "\n", `"a":1,/* `, `"a":1,// `, "\"a\":1,//]\n", `"a" + `, "\"a\"\n", `"a":1,`, `"a":"x","a":"y",`,
		`"a":[{}],`, `{"a":["`, `{"a":1,"a":2},`, `｛“a”：`, "「", "#\n", "<!--", `"a":[1],`} {
		t.Run(unit, func(t *testing.T) {
			effort.Linear(t, 4000/len(unit), func(n int) []byte { return []byte(`{"x":[` + strings.Repeat(unit, n)) },
				func(b []byte) { Objects(string(b)) })
		})
	}
}

// Whatever a model writes, what comes out is JSON; and what is JSON comes out as it is.
func FuzzObjects(f *testing.F) {
	f.Add(`{"title": "x", "summary": [{"text": "a "b" c", "evidence": [1, "2-3"]},], // x` + "\n}")
	f.Add(`{'a': 'b', c: [None, True, 7.0`)
	f.Add(`"{\"a\": \"\\u00e4\"}"`)
	f.Add(`{"a": 1E999, b`)
	f.Add(`{"a": "x" + "y", "a": 'z', // b ]}` + "\n｛“c”：“d”｝")
	f.Add(`{"a":[{"b":1,"b":2}],"a":[{}],"c":"d"` + "\n" + `"e"} /* [ "g": */ 「h」 # <!-- -->`)
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<16 {
			return
		}
		all := Objects(s)
		if len(all) > maxObjects {
			t.Fatalf("%d objects", len(all))
		}
		for _, o := range all {
			var v map[string]json.RawMessage // a number may be larger than any float64
			if err := json.Unmarshal(o.JSON, &v); err != nil {
				t.Fatalf("%q gives %q: %v", s, o.JSON, err)
			}
		}
		for _, o := range Lists(s) {
			if !json.Valid(o.JSON) {
				t.Fatalf("%q gives %q", s, o.JSON)
			}
		}
		var v map[string]any
		if utf8.ValidString(s) && json.Unmarshal([]byte(s), &v) == nil && v != nil && !repeats([]byte(s)) && (len(all) != 1 || all[0].Cut || string(all[0].JSON) != strings.TrimSpace(s)) {
			t.Fatalf("%q is JSON and gives %v", s, all)
		}
	})
}
