package cli

import (
	"strings"
	"testing"
	"time"
)

func TestReportsNotAtTheirAddressesAreCounted(t *testing.T) {
	for n, want := range []string{"", "\n1 report was not at its address ", "\n2 reports were not at their addresses "} {
		var out strings.Builder
		r := overview{}
		r.Missing = int64(n)
		if err := r.print(&out, time.Time{}, time.UTC); err != nil || !strings.Contains(out.String(), want) || n == 0 && strings.Contains(out.String(), "address") {
			t.Errorf("%d: %v\n%s", n, err, out.String())
		}
	}
}
