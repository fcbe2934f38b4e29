package story

import (
	"math"
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestWhy: what two reports have in common is spelled as they write it, and a copy has nothing in common with its original.
func TestWhy(t *testing.T) {
	rs := eventReports()
	copied := rs[0]
	copied.ID, copied.CopyOf = "copy", rs[0].ID
	x := NewIndex(Options{})
	for _, r := range append(rs, copied) {
		place(x, r)
	}
	for _, c := range []struct {
		a, b int
		want []string
	}{{1, 6, []string{"Petra Lindqvist", "grain", "Orle"}}, {3, 5, []string{"渡轮", "罢工"}}} {
		near, terms := x.Why(rs[c.a].ID, rs[c.b].ID)
		if near < 1 {
			t.Errorf("%s and %s are %.2f near", rs[c.a].ID, rs[c.b].ID, near)
		}
		var ids []uint32
		sum := 0.0
		for i, term := range terms {
			ids, sum = append(ids, term.ID), sum+term.Share
			if i > 0 && term.Share > terms[i-1].Share {
				t.Error("terms are not in the order of their weight")
			}
		}
		if math.Abs(sum-1) > 1e-6 {
			t.Errorf("the shares are %v together", sum)
		}
		e := events[c.a]
		spelled := Spell(e.title, []string{e.text}, e.lang, false)
		var words []string
		for _, id := range ids {
			words = append(words, spelled[id])
		}
		for _, w := range c.want {
			if !slices.Contains(words, w) {
				t.Errorf("%s and %s have in common %q, without %s", rs[c.a].ID, rs[c.b].ID, words, w)
			}
		}
		if slices.Contains(words, "") {
			t.Errorf("%s and %s have in common %q: one is not spelled", rs[c.a].ID, rs[c.b].ID, words)
		}
	}
	if near, terms := x.Why("copy", rs[0].ID); near != 0 || terms != nil {
		t.Errorf("a copy is %.2f near its original, by %v", near, terms)
	}
	if near, terms := x.Why("gone", rs[0].ID); near != 0 || terms != nil {
		t.Errorf("a report that is not there is %.2f near, by %v", near, terms)
	}
}

// TestSpellDigest: the terms of a digest are spelled by its text.
func TestSpellDigest(t *testing.T) {
	f := Features{}.With(OfDigest("Ferry strike", nil, "en"))
	var ids []uint32
	for _, ts := range f.terms {
		for _, term := range ts {
			ids = append(ids, term.id)
		}
	}
	spelled := SpellDigest("Ferry strike", nil, "en")
	if spelled[ids[0]] == "" || len(spelled) != len(slices.Compact(slices.Sorted(slices.Values(ids)))) {
		t.Errorf("%d terms are spelled %v", len(ids), spelled)
	}
}

// Nearest is the one of which Why says that it is nearest, and what it has in common.
func TestNearest(t *testing.T) {
	rs := eventReports()
	x := NewIndex(Options{})
	var ids []news.ArticleID
	for _, r := range rs {
		place(x, r)
		ids = append(ids, r.ID)
	}
	ids = append(ids, "unknown")
	for _, a := range ids {
		best, most := news.ArticleID(""), 0.0
		var want []Term
		for _, b := range ids {
			if near, terms := x.Why(a, b); near > most {
				best, most, want = b, near, terms
			}
		}
		got, near, terms := x.Nearest(a, ids)
		if near <= 0 {
			got, terms = "", nil
		}
		if got != best || near != most || !slices.Equal(terms, want) {
			t.Errorf("nearest to %s is %q, %.3f, %v; want %q, %.3f, %v", a, got, near, terms, best, most, want)
		}
	}
}

// TestSpellAsWritten: terms are spelled as the text writes them, not as they are compared: in its own script, with all words of a run, a number with
// its scale.
func TestSpellAsWritten(t *testing.T) {
	for _, c := range []struct {
		headline, text, lang string
		want                 []string
	}{
		{"Orle floods", "Jean-Luc Marchand of Orle said 1.2 million people in South Korea were moved.", "en",
			[]string{"Orle floods", "Jean-Luc Marchand", "1.2 million", "South Korea"}},
		{"韓國總統訪問", "尹錫悅說，三百二十人受傷，捐款達1萬2400元。", "zh-Hant", []string{"韓國", "總統", "三百二十", "1萬2400"}},
		{"대한민국 홍수", "대한민국에서 일곱 명이 다쳤다.", "ko", []string{"일곱"}},
		{"", "Премьер Лавровский прибыл в Москву.", "ru", []string{"Лавровский"}},
	} {
		f, spelled := Of(c.headline, []string{c.text}, c.lang), Spell(c.headline, []string{c.text}, c.lang, true)
		var words []string
		for _, ts := range f.terms {
			for _, term := range ts {
				words = append(words, spelled[term.id])
			}
		}
		for _, w := range c.want {
			if !slices.Contains(words, w) {
				t.Errorf("%q: %q are the terms, without %q", c.text, words, w)
			}
		}
		if slices.Contains(words, "") {
			t.Errorf("%q: a term is not spelled: %q", c.text, words)
		}
	}
}
