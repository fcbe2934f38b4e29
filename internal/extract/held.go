package extract

import (
	"bytes"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// holding is where a page holds text besides the tree that is seen without a click or script.
type holding int

const (
	inTree      holding = iota
	inNoscript          // noscript elements, which browsers without scripts show
	inScripts           // scripts that are templates
	inTemplates         // template elements without a shadow root
	inFrames            // documents of frames, in their srcdoc
	numHoldings
)

// holdings is how much prose there is in each, in bytes.
type holdings [numHoldings]int

// unfolds notes what the element holds whose start tag is at hand, and reports whether that is
// read as a part of the tree: where it is asked for, and no form that a script fills in.
func (p *pruner) unfolds(where holding) bool {
	if where == inTemplates && p.z.names("shadowrootmode") {
		return false
	}
	rest := p.z.src[p.z.at:]
	if p.z.raw != "" {
		rest = p.z.src[p.z.at:p.z.rawEnd(p.z.raw)]
	} else if end := bytes.Index(rest, []byte("</template")); end >= 0 {
		rest = rest[:end]
	}
	n := prose(rest)
	p.held[where] += n
	return n > 0 && p.also == where
}

// frame takes the document that a frame carries.
func (p *pruner) frame() {
	doc := p.z.value("srcdoc")
	n := prose([]byte(doc))
	p.held[inFrames] += n
	if n == 0 || p.also != inFrames || len(doc) >= maxTag {
		return
	}
	inner := pruned([]byte(doc), inTree)
	if p.tags += inner.tags; p.tags < maxTags && len(p.out)+len(inner.out) < maxPruned {
		p.out = append(append(append(p.out, "<div>"...), inner.out...), "</div>"...)
		p.gap = false
		p.silent = p.silent || inner.silent
	}
}

// prose is how many bytes of a piece of markup are outside its tags; 0 for the form of a
// template language.
func prose(markup []byte) int {
	for _, mark := range []string{"{{", "{%", "<%", "${", "[["} {
		if bytes.Contains(markup, []byte(mark)) {
			return 0
		}
	}
	n := 0
	for len(markup) > 0 {
		i := bytes.IndexByte(markup, '<')
		if i < 0 {
			return n + len(bytes.TrimSpace(markup))
		}
		n += len(bytes.TrimSpace(markup[:i]))
		end := bytes.IndexByte(markup[i:], '>')
		if end < 0 {
			break
		}
		markup = markup[i+end+1:]
	}
	return n
}

// enoughHeld is the prose, in bytes, from which a place besides the tree is looked into.
const enoughHeld = 300

// ownWords is how many words a page has that needs no look besides its tree.
func ownWords(lang string) int {
	if text.Spaceless(lang) {
		return 120
	}
	return 60
}

// fuller reports whether b, the page read with what it holds besides its tree, is the report
// where a, the page by itself, has next to nothing or is the opening of it.
func fuller(a, b news.Article) bool {
	if b.Words < ownWords(b.Lang) || b.Kind == news.PageNone || b.Kind == news.PageConsent {
		return false
	}
	if a.Words < ownWords(a.Lang) {
		return b.Words >= 2*a.Words
	}
	all := map[string]bool{}
	for _, s := range b.Paragraphs() {
		all[s] = true
	}
	for _, s := range a.Paragraphs() {
		if !all[s] {
			return false
		}
	}
	return b.Words*2 >= a.Words*3
}
