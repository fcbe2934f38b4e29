package wording

import (
	"bytes"
	"slices"

	"golang.org/x/text/collate"
)

// ByName returns a list in the order in which readers of the language look names up: by its collation (CLDR: Chinese by sound or by
// strokes), numbers by their value. Entries of one name stay in their order.
func ByName[T any](w *Texts, list []T, name func(T) string) []T {
	type keyed struct {
		key   []byte
		entry T
	}
	c, buf := collate.New(w.language, collate.Numeric), new(collate.Buffer)
	all := make([]keyed, len(list))
	for i, x := range list {
		all[i] = keyed{c.KeyFromString(buf, name(x)), x}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return bytes.Compare(a.key, b.key) })
	out := make([]T, len(all))
	for i, k := range all {
		out[i] = k.entry
	}
	return out
}
