package page

import (
	"fmt"
	"strings"
	"sync"

	"github.com/waidian/waidian/internal/hanscript"
)

// A reader of Chinese may choose the script: each page has a twin in the other one, in a folder
// of its own, made from the page itself. The interface and what the desk has written are
// converted; what outlets have written stays as it is. A twin depends on its page alone: it is
// made when its page is written, and goes with it.

// OtherScript is the Chinese script that a site's pages can be read in besides their own: each page has a twin there,
// in a folder of its own.
type OtherScript struct {
	Dir        string // "hant" or "hans"
	From, To   string // languages of the pages and of their twins: zh-Hans, zh-Hant
	name, back string // of the other script, in it, and of the pages' own

	convert func() (*hanscript.Converter, error) // loads it when it is first needed
	known   sync.Map                             // short texts -> converted; the interface has few
}

// otherScript returns nil where the interface is not Chinese.
func otherScript(language string) *OtherScript {
	var o *OtherScript
	form := hanscript.Taiwan
	switch language {
	case "zh-Hans":
		o = &OtherScript{Dir: "hant", From: "zh-Hans", To: "zh-Hant", name: "繁體", back: "简体"}
	case "zh-Hant":
		o = &OtherScript{Dir: "hans", From: "zh-Hant", To: "zh-Hans", name: "简体", back: "繁體"}
		form = hanscript.Simplified
	default:
		return nil
	}
	o.convert = sync.OnceValues(func() (*hanscript.Converter, error) { return hanscript.NewConverter(form) })
	return o
}

// Has reports whether the page at p has a twin.
func (o *OtherScript) Has(p string) bool {
	return o != nil && strings.HasSuffix(p, ".html") && p != "404.html"
}

// Path is where the twin of the page at p lies.
func (o *OtherScript) Path(p string) string { return o.Dir + "/" + p }

// link is the way from the page at p to its twin, at the head of the navigation.
func (o *OtherScript) link(p string) string {
	return fmt.Sprintf(`<a class="script" rel="alternate" lang="%s" hreflang="%s" href="%s%s">%s</a>`,
		o.To, o.To, strings.Repeat("../", strings.Count(p, "/")), o.Path(p), o.name)
}

// wayBack is the way from the twin of the page at p to the page.
func (o *OtherScript) wayBack(p string) string {
	return fmt.Sprintf(`<a class="script" rel="alternate" lang="%s" hreflang="%s" href="%s%s">%s</a>`,
		o.From, o.From, strings.Repeat("../", strings.Count(p, "/")+1), p, o.back)
}
