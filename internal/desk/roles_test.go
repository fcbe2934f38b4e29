package desk

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/store"
)

func TestRoles(t *testing.T) {
	for list, want := range map[string]string{
		"":                               "gather,digest,publish,serve",
		" , ":                            "gather,digest,publish,serve",
		"digest":                         "digest",
		"serve, gather,gather":           "gather,serve",
		"publish,serve,digest,gather":    "gather,digest,publish,serve",
		"gather,digest,publish,serve,":   "gather,digest,publish,serve",
		"Digest":                         `there is no role "Digest"`,
		"gather,fetch":                   `there is no role "fetch"`,
		"gather digest":                  `there is no role "gather digest"`,
		"\x1b[31mgather":                 `there is no role "\x1b[31mgather"`,
		"gather,digest,publish,serve,go": `there is no role "go"`,
	} {
		r, err := ParseRoles(list)
		got := r.String()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %s, want %s", list, got, want)
		}
	}
}

// TestEveryKindHasOneRole: no task is left to nobody, and none to two roles, of which one process would have to have both.
func TestEveryKindHasOneRole(t *testing.T) {
	d := new(Desk)
	var all []store.Kind
	for _, r := range AllRoles() {
		all = append(all, Roles{r}.kinds()...)
	}
	slices.Sort(all)
	var want []store.Kind
	for k := range d.steps() {
		want = append(want, k)
	}
	slices.Sort(want)
	if !slices.Equal(all, want) {
		t.Errorf("roles do %v, there are %v", all, want)
	}
	if got := (Roles{}).kinds(); len(got) != len(want) {
		t.Errorf("a process without roles of its own does %v", got)
	}
}
