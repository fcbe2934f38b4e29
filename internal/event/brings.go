package event

import (
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// mostLearned is how many sentences of the digests of earlier reports are compared with a later one.
const mostLearned = 400

// Brings reports whether the digest of a report has a figure or a name that the digests of those before it have not, as far as
// digests of one language are read. Where none of them can be compared, it does.
func (r Reader) Brings(t news.Telling, before []news.Telling) bool {
	var known []string
	for _, b := range before {
		if b.Digest.Lang != t.Digest.Lang || len(known) > mostLearned {
			continue
		}
		known = append(known, b.Digest.Title)
		for _, c := range b.Digest.Summary {
			known = append(known, c.Text)
		}
	}
	if len(known) == 0 {
		return true
	}
	return slices.ContainsFunc(t.Digest.Summary, func(c news.Claim) bool {
		found := r.checker().FindingsIn(t.Digest.Lang, known, t.Article.Published, c.Text)
		return slices.ContainsFunc(found, func(f news.Finding) bool { return f.Rule == news.NumberRule || f.Rule == news.NameRule })
	})
}
