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
		{"cut in a string", `{"t": "x", "a": [{"b": "y", "c": [1]}, {"b": "zz`, `cut {"a":[{"b":"y","c":[1]}],"t":"x"}`},
		{"cut in a number", `{"t": "x", "a": [{"b": "y", "c": [1]}, {"b": "z", "c": [1`, `cut {"a":[{"b":"y","c":[1]}],"t":"x"}`},
		{"cut after an element", `{"t": "x", "a": [{"b": "y", "c": [1]}`, `cut {"a":[{"b":"y","c":[1]}],"t":"x"}`},
		{"cut in its wrapping", `{"w": {"t": "x", "a": [{"b": "y"}, {"b"`, `cut {"w":{"a":[{"b":"y"}],"t":"x"}}`},
		{"given up and begun again", "{\"t\": \"x\", \"a\": [{\"b\": \"y\n\n{\"t\": \"z\"}", `cut {"a":[],"t":"x"} {"t": "z"}`},
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

// The cost of the worst text grows with its length alone.
func TestBoundsOfObjects(t *testing.T) {
	for _, unit := range []string{`{"a":`, `{"a":[`, `[{`, `"`, `{"a":"x"`, `{'`, "\\", `{"a": "b" c`, `{a:b,`, "//", `{"a":"` + "\n"} {
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
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<16 {
			return
		}
		all := Objects(s)
		if len(all) > maxObjects {
			t.Fatalf("%d objects", len(all))
		}
		for _, o := range all {
			var v map[string]any
			if err := json.Unmarshal(o.JSON, &v); err != nil {
				t.Fatalf("%q gives %q: %v", s, o.JSON, err)
			}
		}
		var v map[string]any
		if utf8.ValidString(s) && json.Unmarshal([]byte(s), &v) == nil && v != nil && (len(all) != 1 || all[0].Cut || string(all[0].JSON) != strings.TrimSpace(s)) {
			t.Fatalf("%q is JSON and gives %v", s, all)
		}
	})
}
