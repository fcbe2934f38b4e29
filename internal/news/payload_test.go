package news_test

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// The SHA-256 of "abc" (FIPS 180-2, appendix B.1), and the same bits in base 32 (RFC 4648) as coreutils' base32 writes them.
const (
	abcHex    = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	abcBase32 = "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ"
)

func TestPayloadDigestsOfBothFormsAreOne(t *testing.T) {
	for in, want := range map[string]string{
		abcHex:                abcHex,
		abcBase32:             abcHex,
		abcBase32 + "====":    abcHex,
		"":                    "",
		"sha256:":             "sha256:",
		"sha256:d1":           "sha256:d1",
		"sha1:2jmj7l5rsw3yvb": "sha1:2jmj7l5rsw3yvb",
		abcBase32[:58]:        abcBase32[:58],
		abcHex[7:]:            abcHex[7:],
	} {
		if got := news.HexPayload(in); got != want {
			t.Errorf("%q is read as %q, want %q", in, got, want)
		}
		now, before := news.PayloadForms(in)
		if sum := want == abcHex; now != want || sum && before != abcBase32 || !sum && before != want {
			t.Errorf("forms of %q: %q, %q", in, now, before)
		}
	}
}
