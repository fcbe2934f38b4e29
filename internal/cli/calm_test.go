package cli

import (
	"bytes"
	"testing"
)

func TestCalm(t *testing.T) {
	text := "a\u009b31mred\u007f\u0080\u009f £5 Â 外电 \x1b[1mbold\x1b[0m\r\n" + "broken\xc2, \xc2\xc2\u0085"
	want := "a 31mred    £5 Â 外电 \x1b[1mbold\x1b[0m\r\n" + "broken\xc2, \xc2\xc2 "
	for size := 1; size <= len(text); size++ {
		var out bytes.Buffer
		w := &calm{w: &out}
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			if k, err := w.Write([]byte(rest[:n])); k != n || err != nil {
				t.Fatal(k, err)
			}
			rest = rest[n:]
		}
		if got := out.String(); got != want {
			t.Fatalf("in writes of %d bytes: %q, want %q", size, got, want)
		}
	}
}
