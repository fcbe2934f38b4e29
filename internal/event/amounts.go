package event

import (
	"cmp"
	"slices"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// chosen are the indexes of the reports that are read: of each outlet the first and the latest that are no copies and stand.
func chosen(tellings []news.Telling) []int {
	first, last := map[string]int{}, map[string]int{}
	for i, t := range tellings {
		if t.CopyOf != "" || !t.Article.Withdrawn.IsZero() {
			continue
		}
		outlet := cmp.Or(t.Article.Outlet, string(t.Article.Source))
		if _, seen := first[outlet]; !seen {
			first[outlet] = i
		}
		last[outlet] = i
	}
	var out []int
	for outlet, i := range first {
		out = append(out, i)
		if last[outlet] != i {
			out = append(out, last[outlet])
		}
	}
	slices.Sort(out)
	if len(out) > readReports {
		out = append(out[:readReports/2], out[len(out)-readReports/2:]...)
	}
	return out
}

// amountsOf reads the amounts of reports.
func (r Reader) amountsOf(tellings []news.Telling) []*amount {
	read := chosen(tellings)
	lists := make([][]*amount, 0, len(read))
	for _, i := range read {
		t := tellings[i]
		mine := amountsIn(t.Article, r.readable(t.Digest))
		house := houseOf(&t)
		only(mine)
		for _, old := range t.Earlier[max(0, len(t.Earlier)-1):] {
			mine = append(mine, superseded(old, mine)...)
		}
		for k := range mine {
			mine[k].telling, mine[k].house = i, house
		}
		lists = append(lists, mine)
	}
	out := slices.Concat(lists...)
	only(out)
	weigh(out, headlines(tellings))
	for _, a := range out {
		a.peers = out
	}
	return out
}

// readable is a digest with its words marked as to be shown, where they are in the reader's language.
func (r Reader) readable(d news.Digest) digestRead {
	return digestRead{d, tongue(d.Lang) == tongue(cmp.Or(r.Lang, readerLang))}
}

// readerLang is the reader's language where none is set.
const readerLang = "zh-Hans"

// digestRead is the digest of a report.
type digestRead struct {
	news.Digest
	shown bool // it is in the reader's language
}

// superseded are the amounts of an earlier version that the text of today has otherwise.
func superseded(old news.Article, today []*amount) []*amount {
	var out []*amount
	before := amountsIn(old, digestRead{})
	only(before)
	for _, a := range before {
		a.stale = true
		same := slices.ContainsFunc(today, func(b *amount) bool { return meet(a, b) && alikeSort(a.Sort, b.Sort) })
		other := slices.ContainsFunc(today, func(b *amount) bool { return oneThing(a, b) && apart(a, b) })
		if !same && other {
			out = append(out, a)
		}
	}
	return out
}

// usualAmounts is how many amounts most texts have at most.
const usualAmounts = 8

// amountsIn reads the amounts of one text, each sentence once.
func amountsIn(a news.Article, d digestRead) []*amount {
	published := a.Date()
	hash := a.TextHash()
	var claims []sentenceRead
	cited := map[int][]int{} // claims by sentence
	if d.Text == hash {
		for i, c := range d.Summary {
			read := readSentence(c.Text, d.Lang, published)
			read.said = slices.DeleteFunc(read.amounts(published), func(a *amount) bool { return a.further })
			claims = append(claims, read)
			for _, n := range c.Evidence {
				cited[n] = append(cited[n], i)
			}
		}
	}
	out := make([]*amount, 0, usualAmounts)
	for i, s := range a.Sentences() {
		if i >= opening && len(cited[s.N]) == 0 {
			continue
		}
		read := readSentence(s.Text, a.Lang, published)
		for _, x := range read.amounts(published) {
			x.cite, x.at, x.sentence = news.Cite{Article: a.ID, Text: hash, N: s.N}, published, i
			if k := len(out) - 1; k >= 0 && (out[k].sentence == i-1 || out[k].sentence == i) && !read.speakers(x.Quantity) {
				read.borrowFrom(out[k], x)
				x.inherit(out[k])
				x.onTop(out[k])
			}
			if x.further {
				continue
			}
			x.refer(out)
			for _, c := range cited[s.N] {
				x.learn(&claims[c], d.shown)
			}
			out = append(out, x)
		}
	}
	return out
}

// learn takes what a sentence of the digest says of the same number.
func (a *amount) learn(claim *sentenceRead, shown bool) {
	var same []*amount
	for _, c := range claim.said {
		if alikeSort(c.Sort, a.Sort) && meet(c, a) {
			same = append(same, c)
		}
	}
	if len(same) != 1 || a.High < 2 && a.bare() {
		return
	}
	c := same[0]
	a.views, a.subjects = append(a.views, c.views...), append(a.subjects, c.subjects...)
	if shown && quantity.Within(size(c.Quantity), size(a.Quantity), sameSize) && open(c) == open(a) {
		a.said, a.lang = c.said, c.lang
	}
	switch {
	case len(a.heads) == 0 && len(c.heads) == 0:
		a.nouns = append(a.nouns, c.nouns...)
	case len(c.heads) == 0:
	case len(a.heads) == 0:
		a.heads, a.what, a.whatLang, a.far = c.heads, c.what, c.whatLang, c.far
	case a.heads[0] == c.heads[0]:
		a.what, a.whatLang = c.what, c.lang
	}
	if a.thing == nil && a.other == "" {
		a.thing = c.thing
	}
}

// sameSize is the part by which the sizes of one number in two languages differ at most: 12,000 and 1.2万.
const sameSize = .02
