package page

import (
	"fmt"
	"strings"
)

// OtherScript is the Chinese script that a site's pages can be read in besides their own: each page has a twin there,
// in a folder of its own.
type OtherScript struct {
	Dir        string // "hant" or "hans"
	From, To   string // languages of the pages and of their twins: zh-Hans, zh-Hant
	name, back string // of the other script, in it, and of the pages' own
}

// otherScript returns nil where the interface is not Chinese.
func otherScript(language string) *OtherScript {
	switch language {
	case "zh-Hans":
		return &OtherScript{Dir: "hant", From: "zh-Hans", To: "zh-Hant", name: "繁體", back: "简体"}
	case "zh-Hant":
		return &OtherScript{Dir: "hans", From: "zh-Hant", To: "zh-Hans", name: "简体", back: "繁體"}
	}
	return nil
}

// Has reports whether the page at p has a twin.
func (o *OtherScript) Has(p string) bool {
	return o != nil && strings.HasSuffix(p, ".html") && p != "404.html"
}

// Path is where the twin of the page at p lies.
func (o *OtherScript) Path(p string) string { return o.Dir + "/" + p }

// Link is the way from the page at p to its twin, at the head of the navigation.
func (o *OtherScript) Link(p string) string {
	return fmt.Sprintf(`<a class="script" rel="alternate" lang="%s" hreflang="%s" href="%s%s">%s</a>`,
		o.To, o.To, strings.Repeat("../", strings.Count(p, "/")), o.Path(p), o.name)
}

// WayBack is the way from the twin of the page at p to the page.
func (o *OtherScript) WayBack(p string) string {
	return fmt.Sprintf(`<a class="script" rel="alternate" lang="%s" hreflang="%s" href="%s%s">%s</a>`,
		o.From, o.From, strings.Repeat("../", strings.Count(p, "/")+1), p, o.back)
}
