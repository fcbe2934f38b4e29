package edition

import (
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// Renewed is where figures of an event stand that are new, or differ otherwise than before: present values of reports that are fresh,
// read or edited since, which no other report of the same figure gives.
func Renewed(figures []news.Figure, fresh func(news.ArticleID) bool) []news.Cite {
	isFresh := func(v news.FigureValue) bool {
		return slices.ContainsFunc(v.Evidence, func(c news.Cite) bool { return fresh(c.Article) })
	}
	var out []news.Cite
	for _, f := range figures {
		for _, v := range f.Values {
			known := func(o news.FigureValue) bool { return !isFresh(o) && o.Low == v.Low && o.High == v.High }
			if v.Current && isFresh(v) && !slices.ContainsFunc(f.Values, known) {
				out = append(out, v.Evidence...)
			}
		}
	}
	return out
}
