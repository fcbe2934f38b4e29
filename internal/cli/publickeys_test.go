package cli

import "testing"

func TestJoinKeys(t *testing.T) {
	const older, newer = "a+1+x 0\nb+2+y 7", "b+2+y 7 lost 9\n\nc+3+z 10\n"
	if got, want := string(joinKeys([]byte(older), []byte(newer))), "a+1+x 0\nb+2+y 7 lost 9\nc+3+z 10\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
