package event

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// A sentence that names an outlet, or the press, may only say what was reported: "据《邮报》报道", "《邮报》写道". Whatever else is said of
// one judges it. What a cited report itself says of an outlet, in so many words, is news; it is looked at for blame alone.

// longestOf is how many characters may stand before a word for outlets and belong to it: 当地媒体.
const longestOf = 6

// mention is a place of a sentence where outlets are named.
type mention struct {
	start, end int // bytes of the folded sentence, with quotation marks and what stands in brackets behind it
	named      bool
}

// judges returns the words by which a sentence judges an outlet; "": it judges none.
func (j *jury) judges(c news.StoryClaim) string {
	lang := j.lang(c)
	s := without("rightly", c.Text, lang)
	if w := saysOf("judged", s, lang); w != "" {
		return w
	}
	found := j.mentions(s, lang)
	if len(found) == 0 {
		return ""
	}
	if w := saysOf("blames", s, lang); w != "" {
		return w
	}
	for _, m := range found {
		if w := leaning(s, m, lang); w != "" && !j.citedLeans(c) {
			return w
		}
		if rest, ok := attributes(s, m, lang); (!ok || !j.told(c, rest)) && !j.citedNames(c, s[m.start:m.end]) {
			return strings.TrimSpace(s[m.start:m.end])
		}
	}
	return ""
}

// outletsCounted is a sentence in which the number of the outlets that it cites, where a word for them follows, is "several": that two papers
// report it no report says.
func outletsCounted(s string, cited []standing) string {
	of := len(outlets(cited))
	if of < 2 || of > 9 {
		return s
	}
	for _, n := range strings.Split(string([]rune("零一二三四五六七八九")[of])+map[bool]string{true: " 两"}[of == 2], " ") {
		for _, p := range []string{"家报", "家媒体", "家通讯社", "家电视台"} {
			s = strings.ReplaceAll(s, n+p, "多"+p)
		}
	}
	return s
}

// languageOfOutlets reports whether a sentence names a country only in the language of outlets: 葡萄牙语媒体.
func languageOfOutlets(s, country, lang string) bool {
	_, rest, ok := strings.Cut(s, country)
	return ok && country != "" && slices.ContainsFunc(lists()["in-language"][tongue(lang)], func(p phrase) bool { return strings.HasPrefix(folded(rest), p[0]) })
}

// leaning returns the words at a mention of outlets by which a sentence says on whose side they are, or what they are worth; "": there are none.
func leaning(s string, m mention, lang string) string {
	before := beforeOutlet(s, m, lang)
	if w := saysOf("leans", before+s[m.start:m.end], lang); w != "" {
		return w
	}
	for _, p := range lists()["adjective"][tongue(lang)] {
		if !m.named && strings.HasSuffix(before, p[0]) && saysOf("where", before, lang) == "" {
			return before
		}
	}
	return ""
}

// beforeOutlet are the words of a clause right before a mention of outlets that may say what they are: 亲政府媒体. Where somebody tells an outlet
// something there are none.
func beforeOutlet(s string, m mention, lang string) string {
	before := ""
	for start, end := range clauses(s) {
		if start <= m.start && m.start < end {
			before = strings.TrimSpace(s[start:m.start])
		}
	}
	for _, p := range lists()["asked"][tongue(lang)] {
		if strings.HasSuffix(before, p[0]) {
			return ""
		}
	}
	for _, p := range lists()["apart"][tongue(lang)] {
		for {
			i, end := find(before, p[0])
			if i < 0 {
				break
			}
			before = strings.TrimSpace(before[end:])
		}
	}
	runes := []rune(before)
	return string(runes[max(0, len(runes)-2*longestOf*(1+foreignLetters(before))):])
}

// citedLeans reports whether a sentence that is cited says itself on whose side an outlet is, in a word beside one for outlets.
func (j *jury) citedLeans(c news.StoryClaim) bool {
	return slices.ContainsFunc(c.Evidence, func(e news.Cite) bool {
		w := j.by[e.Article]
		return w != nil && leansItself(folded(sentenceOf(w.Article, e.N)), w.Article.Lang)
	})
}

// besidePress is how many bytes before or behind a word for outlets another may stand that says what they are.
const besidePress = 30

func leansItself(s, lang string) bool {
	if !listed("leans", lang) {
		return true
	}
	for _, p := range lists()["press"][tongue(lang)] {
		start, end := find(s, p[0])
		if start >= 0 && saysOf("leans", strings.ToValidUTF8(s[max(0, start-besidePress):min(len(s), end+besidePress)], ""), lang) != "" {
			return true
		}
	}
	return false
}

// mentions are the places of a folded sentence where outlets are named, those of a list as one.
func (j *jury) mentions(s, lang string) []mention {
	var out []mention
	add := func(word string, named bool) {
		for from := 0; ; {
			start, end := find(s[from:], word)
			if start < 0 || word == "" {
				return
			}
			out = append(out, widened(s, from+start, from+end, named))
			from += end
		}
	}
	for _, w := range j.all {
		for _, name := range []string{w.Article.Outlet, w.Article.SourceName} {
			if name = folded(name); utf8.RuneCountInString(name) > 1 {
				add(name, true)
			}
		}
	}
	for _, p := range lists()["press"][tongue(lang)] {
		add(p[0], false)
	}
	slices.SortFunc(out, func(a, b mention) int { return a.start - b.start })
	var joined []mention
	for _, m := range out {
		if k := len(joined) - 1; k >= 0 && (m.start <= joined[k].end || listsOn(s[joined[k].end:m.start], m.named, lang)) {
			joined[k].end = max(joined[k].end, m.end)
			joined[k].named = joined[k].named || m.named
			continue
		}
		joined = append(joined, m)
	}
	return joined
}

// listsOn reports whether the words between two outlets make a list of them; a word that is no name may have one before it that says whose it
// is: 和英语媒体.
func listsOn(between string, named bool, lang string) bool {
	between = strings.TrimSpace(between)
	if saysOf("joins", "|"+between+"|", lang) != "" {
		return true
	}
	first, size := utf8.DecodeRuneInString(between)
	return !named && saysOf("joins", "|"+string(first)+"|", lang) != "" && utf8.RuneCountInString(between[size:]) <= longestOf && strings.IndexFunc(between[size:], unicode.IsPunct) < 0
}

// widened is a mention with the title that it stands in, and with what stands in brackets behind it.
func widened(s string, start, end int, named bool) mention {
	if i := strings.LastIndex(s[:start], "《"); i >= 0 && !strings.Contains(s[i:start], "》") {
		if k := strings.Index(s[end:], "》"); k >= 0 {
			start, end, named = i, end+k+len("》"), true
		}
	}
	for _, pair := range [][2]string{{"（", "）"}, {"(", ")"}} {
		if rest := strings.TrimLeft(s[end:], " "); strings.HasPrefix(rest, pair[0]) {
			if k := strings.Index(rest, pair[1]); k >= 0 {
				end = len(s) - len(rest) + k + len(pair[1])
			}
		}
	}
	return mention{start, end, named}
}

// attributes reports whether a sentence names an outlet only to say who reported, and returns the rest of it.
func attributes(s string, m mention, lang string) (rest string, ok bool) {
	from := 0
	for start, end := range clauses(s) {
		if start <= m.start && m.start < end {
			from = start
		}
	}
	before, after := strings.TrimSpace(s[from:m.start]), strings.TrimLeft(s[m.end:], " ")
	starts := func(section string) (int, bool) {
		for _, p := range lists()[section][tongue(lang)] {
			if i, end := find(after, p[0]); i == 0 {
				return end, true
			}
		}
		return 0, false
	}
	rest = s[:from]
	for _, p := range lists()["asked"][tongue(lang)] { // the mayor told the paper
		if strings.HasSuffix(before, p[0]) {
			return rest + "，" + strings.TrimSuffix(before, p[0]) + "，" + after, true
		}
	}
	by := false
	for _, p := range lists()["after"][tongue(lang)] { // according to the paper
		if strings.HasPrefix(before, p[0]) || strings.HasSuffix(before, p[0]) {
			by, before = true, strings.TrimSpace(strings.Replace(before, p[0], "", 1))
			break
		}
	}
	switch {
	case m.named && before != "", utf8.RuneCountInString(before) > longestOf*(1+foreignLetters(before)), saysOf("ranks", before, lang) != "":
		return "", false
	}
	if n, ok := starts("reports"); ok {
		return rest + "，" + after[n:], true
	}
	first, _ := utf8.DecodeRuneInString(after)
	return rest + "，" + after, by && (after == "" || unicode.IsPunct(first))
}

// foreignLetters is 1 of a text in letters, which takes more characters than one in Han script.
func foreignLetters(s string) int {
	if strings.IndexFunc(s, spaced) >= 0 {
		return 1
	}
	return 0
}

// told reports whether each clause of a sentence has a word or figure of what the sentence cites.
func (j *jury) told(c news.StoryClaim, rest string) bool {
	there := map[string]bool{}
	for _, e := range c.Evidence {
		w := j.by[e.Article]
		if w == nil {
			continue
		}
		for i := range w.lines {
			if slices.Contains(w.lines[i].cites, e.N) {
				for p := range w.allParts(i) {
					there[p] = true
				}
			}
		}
		for p := range partsOf(sentenceOf(w.Article, e.N)) {
			there[p] = true
		}
	}
	for start, end := range clauses(rest) {
		clause := rest[start:end]
		parts := partsOf(clause)
		if len(parts) == 0 || overlap(parts, there) > 0 || j.figured(c, clause) {
			continue
		}
		return false
	}
	return true
}

// figured reports whether a clause has a figure, a name or a date that a cited report has.
func (j *jury) figured(c news.StoryClaim, clause string) bool {
	for _, e := range c.Evidence {
		w := j.by[e.Article]
		if w == nil || w.hash != e.Text {
			continue
		}
		if slices.ContainsFunc(j.r.whole(w.member).Things(news.Claim{Text: clause, Evidence: []int{e.N}}, j.lang(c), w.Digest.Names), func(t check.Thing) bool { return t.Cited }) {
			return true
		}
	}
	return false
}

// citedNames reports whether a sentence that is cited, or what a digest makes of it, names an outlet as well: the outlet is part of the
// event.
func (j *jury) citedNames(c news.StoryClaim, name string) bool {
	name = strings.Trim(name, "《》 ")
	for _, e := range c.Evidence {
		w := j.by[e.Article]
		if w == nil {
			continue
		}
		said := sentenceOf(w.Article, e.N)
		if strings.Contains(folded(said), name) || saysOf("press", said, w.Article.Lang) != "" {
			return true
		}
	}
	return false
}
