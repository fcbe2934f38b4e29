package latin

import "testing"

func TestInFull(t *testing.T) {
	for in, want := range map[string]string{
		"U21": "under 21", "U-17": "under 17", "U": "U", "U-": "U-", "": "", "u21": "u21", "USA": "USA", "U2b": "U2b", "B21": "B21",
	} {
		if got := InFull(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := Inflected("uyghur"); got != "uyghurs" {
		t.Errorf("got %q", got)
	}
}
