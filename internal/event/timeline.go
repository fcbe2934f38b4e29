package event

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
)

const (
	mostMoments = 30
	longestPart = 10 // tokens that an edit changes in a sentence, if it is one of a figure or a name
	partBound   = 60 // characters of what an edit changed
)

// Timeline lists what happened, oldest first: publications but for those of copies, edits of a headline, a figure or a name, and withdrawals.
// Of more than 30, the first, the newest and a line for each day of the others stay. all counts them.
func Timeline(tellings []news.Telling) (list []news.Moment, all int) {
	for _, t := range tellings {
		if t.CopyOf == "" {
			list = append(list, published(t.Article))
		}
		list = append(list, edits(t)...)
		if at := t.Article.Withdrawn; !at.IsZero() {
			list = append(list, news.Moment{At: at, Hour: news.HourGiven, Kind: news.MomentWithdrawn, Article: t.Article.ID})
		}
	}
	slices.SortStableFunc(list, func(a, b news.Moment) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Article, b.Article))
	})
	return inLines(list), len(list)
}

// published is when a report came: of one without a time that can be, when it was read.
func published(a news.Article) news.Moment {
	m := news.Moment{At: a.Published, Hour: a.Hour, Kind: news.MomentPublished, Article: a.ID}
	if a.Published.IsZero() || a.Hour == news.HourNone || a.Published.After(a.Captured) && a.Hour != news.HourDay {
		m.At, m.Hour = a.Captured, news.HourNone
	}
	return m
}

// inLines are moments, oldest first, in at most mostMoments lines.
func inLines(list []news.Moment) []news.Moment {
	if len(list) <= mostMoments {
		return list
	}
	kept := 1 // of the newest
	for kept < len(list)-1 && 1+len(byDay(list[1:len(list)-kept-1]))+kept+1 <= mostMoments {
		kept++
	}
	middle := byDay(list[1 : len(list)-kept])
	if over := 1 + len(middle) + kept - mostMoments; over > 0 { // more days than lines
		for _, m := range middle[:over] {
			middle[over].N += m.N
		}
		middle = middle[over:]
	}
	return slices.Concat(list[:1], middle, list[len(list)-kept:])
}

// byDay are moments as a line for each of their days.
func byDay(list []news.Moment) []news.Moment {
	var out []news.Moment
	for _, m := range list {
		day := m.At.UTC().Truncate(24 * time.Hour)
		if n := len(out); n > 0 && out[n-1].At.Equal(day) {
			out[n-1].N++
			continue
		}
		out = append(out, news.Moment{At: day, Hour: news.HourDay, Kind: news.MomentDay, N: 1})
	}
	return out
}

// edits are the edits of a report that changed a headline, a figure or a name. They are as old as the capture that shows them.
func edits(t news.Telling) []news.Moment {
	if t.Article.Kind == news.PageLive {
		return nil // edited all day
	}
	texts := map[int]news.Article{t.Article.Version: t.Article}
	for _, a := range t.Earlier {
		texts[a.Version] = a
	}
	var out []news.Moment
	for i, v := range t.Versions {
		if i == 0 || !v.Edited {
			continue
		}
		before := t.Versions[i-1]
		m := news.Moment{At: v.Captured, Hour: news.HourGiven, Kind: news.MomentEdited, Article: t.Article.ID}
		old, known := texts[before.N]
		now, there := texts[v.N]
		changed := false
		switch {
		case before.Title != v.Title:
			m.Was, m.Is, changed = before.Title, v.Title, true
		case known && there:
			m.Was, m.Is, changed = partChanged(old, now)
		}
		if changed {
			out = append(out, m)
		}
	}
	return out
}

// partChanged is the first figure or name that differs in a sentence which two states of a report have otherwise in common.
func partChanged(old, now news.Article) (was, is string, ok bool) {
	said := func(a news.Article) (out []string) {
		out = append(out, a.Standfirst)
		for _, s := range a.Sentences() {
			out = append(out, s.Text)
		}
		return out
	}
	before, after := said(old), said(now)
	gone := slices.DeleteFunc(slices.Clone(before), func(s string) bool { return slices.Contains(after, s) })
	come := slices.DeleteFunc(slices.Clone(after), func(s string) bool { return slices.Contains(before, s) })
	for _, x := range gone[:min(len(gone), mostEdited)] {
		for _, y := range come[:min(len(come), mostEdited)] {
			if was, is, ok = changedIn(x, y); ok {
				return was, is, true
			}
		}
	}
	return "", "", false
}

// mostEdited bounds how many sentences of an edit are compared with how many.
const mostEdited = 40

// changedIn is the part in which two sentences differ, with the word behind it, where it is a figure or a name in both and most of the sentence
// is the same.
func changedIn(old, now string) (was, is string, ok bool) {
	a, b := tokens(old), tokens(now)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	if len(x) == 0 || len(y) == 0 || max(len(x), len(y)) > longestPart || head+tail < 2*max(len(x), len(y)) {
		return "", "", false
	}
	figures := slices.ContainsFunc(x, isFigure) && slices.ContainsFunc(y, isFigure)
	names := slices.ContainsFunc(x[min(1, len(x)-1):], isName) && slices.ContainsFunc(y[min(1, len(y)-1):], isName) && head > 0
	if !figures && !names {
		return "", "", false
	}
	unit := ""
	if figures {
		unit = unitOf(a[len(a)-tail:])
	}
	was, is = strings.TrimSpace(strings.Join(x, "")+unit), strings.TrimSpace(strings.Join(y, "")+unit)
	return was, is, max(utf8.RuneCountInString(was), utf8.RuneCountInString(is)) <= partBound
}

// unitOf is what stands right behind a figure: a word, or a few characters of a script without spaces.
func unitOf(behind []string) string {
	n := 0
	for n < min(len(behind), 3) && !strings.ContainsFunc(behind[n], unicode.IsPunct) {
		n++
		if first, _ := utf8.DecodeRuneInString(behind[n-1]); unicode.IsLetter(first) && script(first) != "Han" {
			break
		}
	}
	return strings.TrimRight(strings.Join(behind[:n], ""), " ")
}

// tokens parts a sentence: runs of digits with their signs, words of letters, white space, and single characters of scripts without spaces.
func tokens(s string) []string {
	var out []string
	kind := func(c rune) int {
		switch {
		case unicode.IsDigit(c):
			return 1
		case unicode.IsSpace(c):
			return 2
		case script(c) == "Han" && unicode.IsLetter(c), unicode.In(c, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			return 0
		case unicode.IsLetter(c), unicode.IsMark(c):
			return 3
		}
		return 0
	}
	last := 0
	runes := []rune(s)
	for i, c := range runes {
		k := kind(c)
		if last == 1 && (c == '.' || c == ',') && i+1 < len(runes) && unicode.IsDigit(runes[i+1]) {
			k = 1
		}
		if k != 0 && k == last {
			out[len(out)-1] += string(c)
		} else {
			out = append(out, string(c))
		}
		last = k
	}
	return out
}

// numerals are the characters of numbers in Chinese and Japanese.
const numerals = "零〇一二三四五六七八九十百千万萬亿億两兩"

func isFigure(token string) bool {
	return strings.ContainsFunc(token, unicode.IsDigit) || strings.ContainsAny(token, numerals)
}

func isName(token string) bool {
	first, _ := utf8.DecodeRuneInString(token)
	return unicode.IsUpper(first)
}
