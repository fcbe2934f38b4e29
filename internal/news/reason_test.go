package news

import (
	"strings"
	"testing"
)

func TestWhy(t *testing.T) {
	for _, c := range []struct {
		f    Finding
		want string
	}{
		{Finding{}, ""},
		{Finding{Reason: RepeatsSentence}, "it repeats an earlier sentence"},
		{Finding{Reason: TooManyCharacters, Arg: "481", Of: "300"}, "it has 481 characters; 300 are enough for a sentence"},
		{Finding{Reason: NoSuchSentence, Arg: "40", Of: "9"}, "it cites sentence 40 of a report with 9"},
		{Finding{Reason: OtherWords, Found: `"more" than 100,000`}, `the report has "\"more\" than 100,000"`},
		{Finding{Reason: OtherDay, Found: "Friday", Arg: "2024-02-02"}, `the report has "Friday", which is 2 February 2024`},
		{Finding{Reason: CustomaryName, Arg: "{of} Wang", Of: "王小洪"}, "{of} Wang is customarily 王小洪"},
		{Finding{Reason: Remark, Arg: "the passages name another figure"}, "the passages name another figure"},
		{Finding{Reason: "of a later version", Arg: "words"}, "words"},
	} {
		if got := c.f.Why(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.f, got, c.want)
		}
	}
	for _, code := range Reasons() {
		f := Finding{Reason: code, Arg: "2024-02-02", Of: "O", Found: "F"}
		if why := f.Why(); why == "" || strings.ContainsAny(why, "{}") {
			t.Errorf("%s: %q", code, why)
		}
	}
}
