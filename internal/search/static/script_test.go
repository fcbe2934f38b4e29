package static

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

// TestScriptIsSmall: what readers load has no comments and no indentation, and is within the bound of .ci/browser/check.mjs.
func TestScriptIsSmall(t *testing.T) {
	if got := string(withoutComments([]byte("// a\nb(); // c\n  // d\n\n  e(\"//\");"))); got != "b(); // c\ne(\"//\");" {
		t.Errorf("left are %q", got)
	}
	if !strings.HasPrefix(string(Script), `"use strict";`) {
		t.Errorf("the script begins with %.40q", Script)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(Script); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 10<<10 {
		t.Errorf("%d bytes compressed", b.Len())
	}
}
