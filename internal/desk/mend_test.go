package desk_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
)

// A sentence that the check rejects is asked for again alone, with the reason, and the others stay. Where the first sentence
// falls, which is the news, the report's own lead takes its place; no digest is without it.
func TestRejectedSentenceIsAskedForOnceMore(t *testing.T) {
	const (
		wrong, false2  = "县里周三称，洪水迫使数以十万计的人离家。", "水位九小时涨了3.7米。"
		right, level   = "县里称，8600人离家。", "水位涨了2.1米。"
		shelters, gate = "用作避难所的学校继续关闭。", "居民说，上游的闸门很晚才打开。"
	)
	cases := []struct {
		name        string
		first       []string
		second      []string // where all of it is asked for again
		mend        string   // what the model answers each time; "again": the same sentence
		lead        string
		alone       string // what was asked for alone
		want        []string
		left        int
		wrong, of   int // marks
		asked       int
		withoutNews bool
	}{
		{name: "mended", first: []string{wrong, level, gate}, mend: right, alone: "mend", want: []string{right, level, gate}, wrong: 1, of: 4, asked: 1},
		{name: "a later one is mended", first: []string{right, false2, gate}, mend: level, alone: "mend",
			want: []string{right, level, gate}, wrong: 1, of: 4, asked: 1},
		{name: "a later one fails again", first: []string{right, false2, gate}, mend: "again", alone: "mend",
			want: []string{right, gate}, left: 1, wrong: 2, of: 4, asked: 1},
		{name: "the news fails again, and the report's lead is the news", first: []string{wrong, level, gate}, mend: "again", lead: right,
			alone: "mend mend lead", want: []string{right, level, gate}, wrong: 3, of: 6, asked: 1},
		{name: "the lead fails, too", first: []string{wrong, level, gate}, mend: "again", lead: wrong,
			alone: "mend mend lead", left: 1, wrong: 4, of: 6, asked: 1, withoutNews: true},
		{name: "no answer", first: []string{wrong, level, gate}, alone: "mend mend lead", left: 1, wrong: 1, of: 3, asked: 1, withoutNews: true},
		{name: "half of it falls", first: []string{right, false2}, mend: "again", alone: "mend", left: 1, wrong: 2, of: 3, asked: 1},
		{name: "more than half falls: all of it again", first: []string{wrong, false2, level}, second: []string{right, level, shelters},
			want: []string{right, level, shelters}, wrong: 2, of: 6, asked: 2},
		{name: "all of it again is as wrong: nothing more", first: []string{right, false2, wrong, gate, wrong}, second: []string{wrong, false2},
			left: 3, wrong: 5, of: 7, asked: 2},
		{name: "what is better of two remains, and is mended", first: []string{right, false2, wrong, wrong}, second: []string{right, false2, gate},
			mend: level, alone: "mend", want: []string{right, level, gate}, wrong: 4, of: 8, asked: 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := reportOf(t)
			m := &model{lead: c.lead}
			var reasons []news.Finding
			m.answer = func(a news.Article, why []news.Finding) (news.Digest, error) {
				d := claims(a, c.first...)
				if why != nil {
					d = claims(a, c.second...)
				}
				d.Tokens = news.Usage{In: 100, Out: 20}
				return d, nil
			}
			if c.mend != "" {
				m.mend = func(old news.Claim, why []news.Finding) string {
					reasons = why
					if c.mend == "again" {
						return old.Text
					}
					return c.mend
				}
			}
			d, marks, err := desk.Digested(t.Context(), m, numbersOnly, a)
			if got := strings.Join(m.alone, " "); got != c.alone || m.asked != c.asked {
				t.Errorf("asked for %d digests and alone for %q, want %d and %q", m.asked, got, c.asked, c.alone)
			}
			if c.mend != "" && (len(reasons) != 1 || reasons[0].Rule != news.NumberRule) {
				t.Errorf("it was told %+v", reasons)
			}
			var got []string
			for _, x := range d.Summary {
				got = append(got, x.Text)
			}
			switch rejected := err != nil; {
			case rejected != (c.want == nil) || rejected && d.Reason != news.DigestRejected:
				t.Errorf("%v, reason %q", err, d.Reason)
			case rejected && strings.Contains(err.Error(), "the news") != c.withoutNews:
				t.Errorf("rejected for another reason: %v", err)
			case !rejected && !slices.Equal(got, c.want):
				t.Errorf("digest %q, want %q", got, c.want)
			}
			wrongs := 0
			for _, w := range marks {
				if w {
					wrongs++
				}
			}
			if len(d.LeftOut) != c.left || wrongs != c.wrong || len(marks) != c.of {
				t.Errorf("%d left out, want %d; %d of %d wrong, want %d of %d", len(d.LeftOut), c.left, wrongs, len(marks), c.wrong, c.of)
			}
			if d.Tokens.In <= c.asked*100 && c.alone != "" || d.Tokens.In < c.asked*100 {
				t.Errorf("it cost %+v", d.Tokens)
			}
		})
	}
}

// So many lines are asked for alone, and no more.
func TestMendsAreBounded(t *testing.T) {
	m := &model{mends: 2, mend: func(c news.Claim, _ []news.Finding) string { return c.Text }}
	m.answer = func(a news.Article, why []news.Finding) (news.Digest, error) {
		d := claims(a, "县里称，8600人离家。", "学校继续关闭。", "居民说闸门开得太晚。", "9900人离家。", "涨了3.7米。", "涨了4.7米。")
		d.Tokens.In = 1
		return d, nil
	}
	if _, _, err := desk.Digested(t.Context(), m, numbersOnly, reportOf(t)); err == nil || len(m.alone) != 2 {
		t.Errorf("%v; asked alone: %q", err, m.alone)
	}
}

// A headline that falls is asked for alone, and so is one that is missing.
func TestHeadlineIsAskedForAlone(t *testing.T) {
	for _, first := range []string{"", "洪水逼走数十万人"} {
		for _, second := range []string{"洪水逼走8600人", "洪水逼走数百万人", ""} {
			m := &model{title: second}
			m.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
				d := claims(a, "县里称，8600人离家。", "水位涨了2.1米。")
				d.Title = first
				return d, nil
			}
			want := ""
			if strings.Contains(second, "8600") {
				want = second
			}
			d, _, err := desk.Digested(t.Context(), m, numbersOnly, reportOf(t))
			if err != nil || d.Title != want || len(m.alone) != 1 {
				t.Errorf("%q, then %q: %q, %v, asked %q", first, second, d.Title, err, m.alone)
			}
			if shown := strings.HasSuffix(d.Prompt, " line"); shown != (want != "") {
				t.Errorf("prompt %q of a digest with the headline %q", d.Prompt, d.Title)
			}
		}
	}
}

// What is not paid for says nothing of a model: the answers are those of before.
func TestKeptAnswersAreNotCounted(t *testing.T) {
	m := &model{}
	_, marks, err := desk.Digested(t.Context(), m, numbersOnly, reportOf(t))
	if err != nil || marks != nil {
		t.Errorf("marks %v, %v", marks, err)
	}
}

// reportOf is a report of a flood in four paragraphs.
func reportOf(t *testing.T) news.Article {
	t.Helper()
	a := news.Article{ID: "flood", Version: 1, Title: "Flood in northern China", Lang: "en"}
	for _, s := range []string{"The county had moved 8,600 people by noon.", "The level had risen by 2.1 metres.",
		"Residents said the gate was not opened until late.", "Schools that serve as shelters stay closed."} {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: s, Ends: []int{len(s)}})
	}
	return a
}

// numbersOnly is a check that rejects the numbers that the report of the flood does not have.
func numbersOnly(_ news.Article, d news.Digest) news.Verdict {
	judge := func(s string) []news.Finding {
		for _, n := range []string{"十万", "百万", "9900", "3.7", "4.7"} {
			if strings.Contains(s, n) {
				return []news.Finding{{Rule: news.NumberRule, Reason: news.OtherWords, Span: n, Found: "8,600", Rejects: true}}
			}
		}
		return nil
	}
	v, fell := news.Verdict{Title: judge(d.Title), Checked: []news.Rule{news.NumberRule}}, 0
	for _, c := range d.Summary {
		v.Claims = append(v.Claims, judge(c.Text))
		if news.Rejected(judge(c.Text)) {
			fell++
		}
	}
	if news.HalfFalls(fell, 0, len(d.Summary)) {
		v.Whole = []news.Finding{{Rule: news.FormRule, Reason: news.HalfFails, Rejects: true}}
	}
	return v
}

// A first sentence that only repeats the headline is left out, and nothing is asked for, where the headline stands
// and enough follows; else it is asked for again.
func TestFirstSentenceRepeatsTheHeadline(t *testing.T) {
	for _, c := range []struct {
		follow []string
		alone  string
	}{
		{[]string{"县里称，8600人离家。", "水位涨了2.1米。"}, ""},
		{[]string{"水位涨了2.1米。"}, "mend"},
	} {
		m := &model{mend: func(c news.Claim, _ []news.Finding) string { return c.Text }}
		m.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
			return claims(a, append([]string{"洪水逼走了八千余人。"}, c.follow...)...), nil
		}
		d, _, err := desk.Digested(t.Context(), m, check.Check, reportOf(t))
		if got := strings.Join(m.alone, " "); got != c.alone {
			t.Errorf("asked alone for %q, want %q", got, c.alone)
		}
		if shown := err == nil; shown != (c.alone == "") || shown && (len(d.Summary) != 2 || d.Title == "" || len(d.LeftOut) != 1) {
			t.Errorf("%+v: %v", d, err)
		}
	}
}

// A headline with a doubt stands and is not asked for again: the reader is told at the first sentence, unless a sentence
// bears the same doubt.
func TestDoubtOfTheHeadline(t *testing.T) {
	for second, want := range map[string]string{"水位涨了2.1米。": "1 0 0", "阿隆索称水位涨了2.1米。": "0 1 0"} {
		m := &model{}
		m.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
			d := claims(a, "县里称，8600人离家。", second, "学校继续关闭。")
			d.Title = "阿隆索：洪水漫县"
			return d, nil
		}
		names := func(a news.Article, d news.Digest) news.Verdict {
			v := numbersOnly(a, d)
			doubt := func(s string, fs []news.Finding) []news.Finding {
				if strings.Contains(s, "阿隆索") {
					return append(fs, news.Finding{Rule: news.NameRule, Reason: news.NoSuchName, Span: "阿隆索"})
				}
				return fs
			}
			v.Title = doubt(d.Title, v.Title)
			for i, c := range d.Summary {
				v.Claims[i] = doubt(c.Text, v.Claims[i])
			}
			return v
		}
		d, _, err := desk.Digested(t.Context(), m, names, reportOf(t))
		if err != nil || d.Title != "阿隆索：洪水漫县" || len(m.alone) > 0 || len(d.LeftOut) > 0 {
			t.Fatalf("%+v, %v, asked %q", d, err, m.alone)
		}
		var marks []string
		for _, c := range d.Summary {
			marks = append(marks, strconv.Itoa(len(c.Findings)))
		}
		if got := strings.Join(marks, " "); got != want {
			t.Errorf("%s: marks %s, want %s", second, got, want)
		}
	}
}

// What the writer itself found against a sentence that has kept its place counts, and is mended; a sentence to which no answer
// came is not among what was left out.
func TestWhatCannotBeShownIsMended(t *testing.T) {
	bad := []news.Finding{{Rule: news.FormRule, Reason: news.WrongLanguage, Rejects: true}}
	for _, first := range []string{"The county moved 8,600 people.", ""} {
		for _, mended := range []string{"县里称，8600人离家。", ""} {
			m := &model{mend: func(news.Claim, []news.Finding) string { return mended }, lead: mended}
			m.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
				d := claims(a, first, "水位涨了2.1米。", "学校继续关闭。")
				d.Summary[0].Findings = bad
				return d, nil
			}
			d, _, err := desk.Digested(t.Context(), m, numbersOnly, reportOf(t))
			switch {
			case mended != "" && (err != nil || len(d.Summary) != 3 || d.Summary[0].Text != mended || len(d.LeftOut) != 0):
				t.Errorf("%q, mended: %v, %+v", first, err, d)
			case mended == "" && (err == nil || len(d.LeftOut) > 0 && first == ""):
				t.Errorf("%q, not mended: %v, left out %+v", first, err, d.LeftOut)
			}
		}
	}
}
