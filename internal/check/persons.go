package check

import (
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

// extents are the places of the names that are names for certain: "1989" only alludes to
// one, and is a year.
func extents(names []glossary.Match) []quantity.Extent {
	out := make([]quantity.Extent, 0, len(names))
	for _, m := range names {
		if !m.Weak {
			out = append(out, quantity.Extent{Start: m.Start, End: m.End})
		}
	}
	return out
}

// persons finds the names in a sentence that the glossary does not have: those the
// digest gives with their originals, and those whose original follows in brackets.
// The numerals in them count nothing: 万根发（Wan Genfa）.
func persons(s string, pairs []news.Name) []quantity.Extent {
	var out []quantity.Extent
	plain := hanscript.Fold(s)
	for _, p := range pairs {
		target := hanscript.Fold(p.Target)
		for at := 0; target != "" && len(out) < 100; {
			i := strings.Index(plain[at:], target)
			if i < 0 {
				break
			}
			out = append(out, quantity.Extent{Start: at + i, End: at + i + len(target)})
			at += i + len(target)
		}
	}
	for i, r := range plain {
		if r == '（' || r == '(' {
			from := i + utf8.RuneLen(r)
			if name, ok := han.Named(plain[:i], plain[from:latinRun(plain, from)]); ok {
				out = append(out, name)
			}
		}
	}
	return out
}
