package extract

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/text"
)

// maxAuthors bounds a byline; a longer list is a list of staff.
const maxAuthors = 15

// byline names the authors, one each, from the first source that names any: the
// structured data, the meta elements, the markup, the source's list.
func (p *page) byline() []string {
	var ld []string
	for _, key := range []string{"author", "creator", "contributor"} {
		if ld = p.people(p.ld.all(key)); len(ld) > 0 {
			break
		}
	}
	if len(ld) > 0 {
		return ld
	}
	for _, key := range []string{"author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "byline", "authors", "article:author", "og:article:author", "citation_author", "cxenseparse:author", "vr:author", "twitter:creator"} {
		if out := p.people(p.meta[key]); len(out) > 0 {
			return out
		}
	}
	if out := p.people(p.signed()); len(out) > 0 {
		return out
	}
	return p.people(p.o.Byline)
}

// signed are the texts of elements marked as the author's name.
func (p *page) signed() []string {
	var out, weak []string
	for _, n := range p.marked {
		if strings.EqualFold(attr(n, "itemprop"), "author") && !besides(n) {
			out = append(out, innerName(n))
		}
	}
	if len(out) > 0 {
		return out
	}
	for i, b := range p.blocks {
		if i > 0 && len(b.text) < 120 && b.box.own.has(wAuthor) && !b.box.above.has(wRelated|wComment|wCard) && b.box.inside&(inNav|inFooter|inAside) == 0 {
			if names := strings.TrimSpace(b.text); named(names) {
				weak = append(weak, names)
			}
		}
		if len(weak) == 1 {
			return weak
		}
	}
	if names := p.credited(); names != "" {
		return []string{names}
	}
	for i, b := range p.blocks {
		if i > maxTried || len(b.text) > 90 || b.box.inside&(inNav|inFooter|inAside) != 0 || b.box.above.has(wRelated|wComment|wCard) {
			continue
		}
		if g := signature.FindStringSubmatch(b.text); g != nil {
			return []string{g[1]}
		}
	}
	return nil
}

// maxCredits bounds the elements that are tried as a byline.
const maxCredits = 50

// credits reports whether an element says that a byline is in it.
func (p *page) credits(n *html.Node) bool {
	class := attr(n, "class")
	return class != "" && p.says.credits(class) || strings.EqualFold(attr(n, "rel"), "author")
}

// credited is the first text with a byline's class that names persons.
func (p *page) credited() string {
	for _, n := range p.credit {
		if besides(n) {
			continue
		}
		s := plain(n)
		digit := strings.ContainsFunc(s, unicode.IsDigit)
		if signed := byWord.ReplaceAllString(s, ""); !digit && len(s) <= 120 && named(signed) && strings.ContainsFunc(signed, capital) {
			return signed
		}
	}
	return ""
}

// capital reports whether a name may begin with r.
func capital(r rune) bool { return unicode.IsUpper(r) || unicode.Is(unicode.Lo, r) }

var (
	byWord    = regexp.MustCompile(`(?i)^(?:written by|reported by|story by|text by|words by|posted by|by|von|par|por|di|de|av|af|od|автор|текст|texto|text|testo|door|przez|oleh|作者|文|記者|记者)[\s:：]+`)
	signature = regexp.MustCompile(`(?:^|\s)(?:[Bb]y|BY|Von|Par|Por|Di|Door|Av|Af|Tekst:?|Text:?|記者[:：]?|记者[:：]?|文[/／])\s?(\p{Lu}\pL+(?:[ -]\p{Lu}[\pL.’']*){1,3}|\p{Han}{2,4})\s*(?:$|[|·,•(]|\d)`)
	between   = regexp.MustCompile(`(?i)\s*(?:;|\||•|·|、|/|\s&\s|\s(?:and|und|et|y|e|och|og|ve|i|en)\s)\s*`)
	noName    = regexp.MustCompile(`(?i)^(?:https?:|www\.|/|@|admin$|editor$|null$|none$|undefined$|unknown$|n/a$|webmaster$|#)|\.(?:com|html?|php)\b.*/`)
)

// people splits texts that name authors into names.
func (p *page) people(raw []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range raw {
		r = byWord.ReplaceAllString(oneLine(r), "")
		if noName.MatchString(r) || len(r) > 300 {
			continue
		}
		for _, part := range between.Split(r, -1) {
			for _, name := range commas(part) {
				name = strings.Trim(byWord.ReplaceAllString(strings.TrimSpace(name), ""), " ,.:–-|")
				key := text.Fold(name)
				if key == "" || seen[key] || !named(name) || noName.MatchString(name) || len(out) == maxAuthors {
					continue
				}
				seen[key] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// commas splits "Ada Lin, Bo Reyes" and keeps "Ada Lin, Correspondent in Oslo" together
// with what is a title dropped.
func commas(s string) []string {
	parts := strings.Split(s, ",")
	out := parts[:0]
	for i, x := range parts {
		words := len(strings.Fields(x))
		if i > 0 && (words > 4 || roles(x)) {
			continue
		}
		out = append(out, x)
	}
	return out
}

// roles reports whether s says what somebody is.
func roles(s string) bool {
	s = strings.ToLower(s)
	for _, w := range []string{"correspondent", "editor", "reporter", "writer", "korrespondent", "redakt", "staff", "journalist", "bureau", "chief", "columnist", "contributor", " in "} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// named reports whether s can be a name: short, with letters, no sentence.
func named(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 2 && len(s) <= 80 && len(strings.Fields(s)) <= 9
}
