package event

import (
	"slices"
	"strings"
	"sync"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

// traditional converts to the characters of Taiwan, in which Chinese in Traditional script is written here.
var traditional = sync.OnceValues(func() (*hanscript.Converter, error) { return hanscript.NewConverter(hanscript.Taiwan) })

// inScript are figures with what they count in the script of the reader: the words for it are kept in Simplified characters. What reports
// and their digests say stays as they write it.
func (r Reader) inScript(figures []news.Figure) []news.Figure {
	if !strings.HasPrefix(strings.ToLower(r.lang()), "zh-hant") {
		return figures
	}
	c, err := traditional()
	if err != nil { // only where the program was built without its tables
		return figures
	}
	out := slices.Clone(figures)
	for i, f := range out {
		if f.Lang == readerLang {
			out[i].What, out[i].Lang = c.Convert(f.What), r.lang()
		}
	}
	return out
}
