package record

import (
	"bytes"
	"strings"
	"testing"
)

// The data beside a page say of a digest, as the page does, that its model often errs; of another they say nothing.
func TestModelThatErrs(t *testing.T) {
	for _, unfit := range []bool{true, false} {
		it := sample()
		it.Digest.Unfit = unfit
		data, err := Of(it, "a/x.html").Encode(new(bytes.Buffer))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(data), `"unfit_model":true`); got != unfit {
			t.Errorf("unfit %v: the record says it: %v", unfit, got)
		}
	}
}
