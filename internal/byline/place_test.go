package byline

import (
	"slices"
	"strings"
	"testing"
)

// What stands behind a name is a place where the page names it elsewhere: of two such rests the longer.
func TestNameBeforeItsPlace(t *testing.T) {
	for _, c := range []struct{ in, places, want string }{
		{"（海報社記者林恆納森堡9日電）", "納森堡 森堡", "林恆"},
		{"（海報社記者林恆宇沙港9日電）", "沙港", "林恆宇"},
		{"（海報社記者周海嵐、林恆納森堡9日電）", "納森堡 森堡", "周海嵐 林恆"},
		{"（海報社記者周海嵐、林恆宇森堡9日電）", "森堡", "周海嵐 林恆宇"},
		{"（海報社記者林恆宇沙港9日電）", "", "林恆宇"},
	} {
		r := Reader{Lang: "zh", Place: func(_, name string) bool { return slices.Contains(strings.Fields(c.places), name) }}
		if got := strings.Join(r.Opening(c.in+"　港務局今天表示，船班照常。"), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.in, got, c.want)
		}
	}
}
