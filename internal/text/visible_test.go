package text

import (
	"strings"
	"testing"
)

func TestVisible(t *testing.T) {
	for _, c := range []struct{ what, in, want string }{
		{"an override turns nothing around", "Deal \u202eerif\u202c signed", "Deal erif signed"},
		{"embeddings, isolates and marks of direction", "a\u202ab\u202bc\u202dd\u2066e\u2067f\u2068g\u2069h\u200ei\u200fj\u061ck", "abcdefghijk"},
		{"what has no width", "no\u200bt\u2060 s\ufeffig\u00adned\u180e", "not signed"},
		{"what is drawn as nothing", "a\u034fb\u115fc\u3164d\uffa0e", "abcde"},
		{"tags, and characters of private use", "x\U000e0041\U000e0062y\ue000z\U000f0000", "xyz"},
		{"controls are spaces", "a\x00b\x1b[31mc\u0085d\u2028e", "a b [31mc d e"},
		{"lines and tabs stay", "a\nb\tc", "a\nb\tc"},
		{"joiners stay", "می\u200cخواهم 👩\u200d👩\u200d👧", "می\u200cخواهم 👩\u200d👩\u200d👧"},
		{"what is drawn stays", "\u0600١٢ ❤\ufe0f 港口 e\u0301", "\u0600١٢ ❤\ufe0f 港口 e\u0301"},
	} {
		if got := strings.Map(Visible, c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}
