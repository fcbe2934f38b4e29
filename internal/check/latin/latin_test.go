package latin

import "testing"

func TestFiles(t *testing.T) {
	for lang, r := range languages() {
		if !r.known || r.lx.tag != lang {
			t.Errorf("%s: got %+v", lang, r)
		}
	}
}
