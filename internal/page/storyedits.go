package page

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/news"
)

// editView is a report that its outlet edited or withdrew.
type editView struct {
	row
	What    []string // how often; that it is gone
	Changes []change
}

// change is what an edit changed.
type change struct {
	Was, Is, Lang string
	Kept          bool
	In            string // "in English", where that is not the reader's language
}

// edits are the reports that their outlets edited or withdrew, newest first, with what is known of the changes.
func (t *telling) edits(reports []Listed, timeline []news.Moment) (out []editView) {
	changes := map[news.ArticleID][]change{}
	for _, m := range timeline {
		if c, ok := t.change(m); ok {
			changes[m.Article] = append(changes[m.Article], c)
		}
	}
	for _, h := range reports {
		v := editView{row: *t.rows[h.ID], Changes: changes[h.ID]}
		if h.Withdrawn {
			v.What = append(v.What, t.w.Gone)
		}
		if h.Edits > 0 {
			v.What = append(v.What, t.w.Counted(h.Edits, t.w.Edited))
		}
		if len(v.What) > 0 {
			out = append(out, v)
		}
	}
	return out
}

func (t *telling) change(m news.Moment) (change, bool) {
	if m.Kind != news.MomentEdited {
		return change{}, false
	}
	return t.changeOf(m.Was, m.Is, tag(t.heads[m.Article].Lang))
}

// changeOf shows what an edit changed in a report in that language; ok is false where that is not known.
func (s *Set) changeOf(was, is, lang string) (c change, ok bool) {
	was, is = cut(line(was), changeBound), cut(line(is), changeBound)
	if was == "" || is == "" {
		return c, false
	}
	c = change{Was: was, Is: is, Lang: lang, Kept: inOtherScript(lang)}
	if base(lang) != base(s.w.Tag) {
		c.In = fmt.Sprintf(s.w.WordsIn, s.w.LanguageName(lang))
	}
	return c, true
}

// short is a change with little beside the words that differ.
func (c change) short() change {
	c.Was, c.Is = apart(c.Was, c.Is)
	return c
}

// apart are two texts without most of what they have in common at the start and at the end, where they are long.
func apart(was, is string) (string, string) {
	a, b := []rune(was), []rune(is)
	if len(a) <= changeShort && len(b) <= changeShort {
		return was, is
	}
	least := min(len(a), len(b))
	head := 0
	for head < least && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < least-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	if head = beforeWord(a, head); head <= len(changeCut) {
		head = 0
	}
	slices.Reverse(a)
	if tail = beforeWord(a, tail); tail <= len(changeCut) {
		tail = 0
	}
	slices.Reverse(a)
	part := func(s []rune) string {
		out := cut(strings.TrimSpace(string(s[head:len(s)-tail])), changeShort)
		if head > 0 {
			out = changeCut + out
		}
		if tail > 0 && !strings.HasSuffix(out, changeCut) {
			out += changeCut
		}
		return out
	}
	return part(a), part(b)
}

// changeCut stands for words that are left out.
const changeCut = "…"

// withoutSpaces are scripts that part no words.
var withoutSpaces = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// beforeWord is how many of the first n characters of s are whole words, without the last one, which stays to show where the
// difference is; in a script without spaces four characters stay.
func beforeWord(s []rune, n int) int {
	const near = 4
	spaces := 0
	for i := n - 1; i >= 0; i-- {
		if unicode.IsSpace(s[i]) {
			if spaces++; spaces == 2 {
				return i + 1
			}
		}
		if n-i > near && (unicode.In(s[i], withoutSpaces...) || unicode.IsPunct(s[i])) && unicode.In(s[i+1], withoutSpaces...) {
			return i + 1
		}
	}
	return 0
}
