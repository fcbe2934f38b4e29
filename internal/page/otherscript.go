package page

import (
	"fmt"
	"strings"
	"sync"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/wording"
)

// A reader of Chinese may choose the script: each page has a twin in the other one, in a folder
// of its own, made from the page itself. The interface and what the desk has written are
// converted; what outlets have written stays as it is. A twin depends on its page alone: it is
// made when its page is written, and goes with it.

// OtherScript is the Chinese script that a site's pages can be read in besides their own: each page has a twin there,
// in a folder of its own.
type OtherScript struct {
	Dir        string
	From, To   string // languages of the pages and of their twins, BCP 47
	name, back string // of the other script, in it, and of the pages' own

	convert func() (*hanscript.Converter, error) // loads it when it is first needed
	known   sync.Map                             // short texts -> converted; the interface has few
	taiwan  bool                                 // twins are in the form of Taiwan
}

// reported writes the word that every page has as Taiwan does, which is no matter of characters: 報導, where others have 報道. The longer ones
// are other words with the same two characters.
var reported = strings.NewReplacer("報道路", "報道路", "預報道", "預報道", "報道", "報導")

// otherScript is that of a site in w; nil where its language has one script alone.
func otherScript(w *wording.Texts) *OtherScript {
	to := w.OtherScript
	if to == nil {
		return nil
	}
	return &OtherScript{
		Dir: to.Folder, From: w.Tag, To: to.Language, name: to.Name, back: wording.For(to.Language).OtherScript.Name,
		taiwan:  hanscript.Form(to.Form) == hanscript.Taiwan,
		convert: sync.OnceValues(func() (*hanscript.Converter, error) { return hanscript.NewConverter(hanscript.Form(to.Form)) }),
	}
}

// TwinFolders are the folders that twins of pages may lie in, whatever the language of the site.
func TwinFolders() (out []string) {
	for _, tag := range wording.Languages() {
		if to := wording.For(tag).OtherScript; to != nil {
			out = append(out, to.Folder)
		}
	}
	return out
}

// inOtherScript reports whether a text in the language would be converted in a page's twin: there the words of
// outlets are marked, since they stay as they are.
func inOtherScript(lang string) bool {
	return base(lang) == "zh"
}

// base is the language of a tag, without script and region.
func base(lang string) string {
	b, _, _ := strings.Cut(lang, "-")
	return b
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
