package news

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestReasons compares the list of the codes with the constants that reason.go declares.
func TestReasons(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "reason.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var declared []ReasonCode
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); !ok || typ.Name != "ReasonCode" {
			return true
		}
		s, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		declared = append(declared, ReasonCode(s))
		return true
	})
	listed := Reasons()
	slices.Sort(declared)
	slices.Sort(listed)
	if !slices.Equal(declared, listed) || len(declared) < 40 {
		t.Errorf("declared %s\nlisted   %s", declared, listed)
	}
	if once := slices.Compact(slices.Clone(declared)); len(once) != len(declared) {
		t.Errorf("a code is given twice: %s", declared)
	}
}

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
