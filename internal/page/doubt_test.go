package page

import (
	"bytes"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// Behind a sentence stands what is wrong with it, not the name of a rule alone; and of words that stand elsewhere, or whose
// speaker is another, nobody says that the report has them nowhere.
func TestDoubtSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		f        news.Finding
		hans, en string
	}{
		{news.Finding{Rule: news.NumberRule, Span: "90户", Reason: news.OtherWords, Found: "19 homes"}, "存疑：数字“90户”；原文写的是“19 homes”", "in doubt: numbers “90户”; the report has “19 homes”"},
		{news.Finding{Rule: news.NumberRule, Span: "90户", Reason: news.OtherWords}, "存疑：数字“90户”；原文另有说法", "in doubt: numbers “90户”; the report says otherwise"},
		{news.Finding{Rule: news.NumberRule, Span: "90户", Reason: news.NumberElsewhere, Arg: "Ninety homes stand empty."}, "存疑：数字“90户”；见于原文别处", "in doubt: numbers “90户”; stands elsewhere in the report"},
		{news.Finding{Rule: news.DateRule, Span: "4月2日", Reason: news.DateElsewhere}, "存疑：日期“4月2日”；见于原文别处", "in doubt: dates “4月2日”; stands elsewhere in the report"},
		{news.Finding{Rule: news.NameRule, Span: "奥拉夫", Reason: news.NoSuchName}, "存疑：人名与机构名“奥拉夫”未见于原文", "in doubt: names “奥拉夫” is not in the report"},
		{news.Finding{Rule: news.NameRule, Span: "奥洛夫", Reason: news.TwoRenderings, Arg: "Olof", Of: "奥拉夫"}, "存疑：人名与机构名“奥洛夫”；前文译作“奥拉夫”", "in doubt: names “奥洛夫”; Olof is 奥拉夫 in an earlier sentence"},
		{news.Finding{Rule: news.QuoteRule, Span: "我们累了", Reason: news.NobodyQuoted}, "存疑：引语“我们累了”；所依据的原句没有引述谁的话", "in doubt: quotations “我们累了”; the cited sentences quote nobody"},
		{news.Finding{Rule: news.QuoteRule, Span: "我们累了", Reason: news.LessQuoted}, "存疑：引语“我们累了”；所依据的原句引述的要短得多", "in doubt: quotations “我们累了”; what the cited sentences quote is much shorter"},
		{news.Finding{Rule: news.QuoteRule, Span: "我们累了", Reason: news.NoSuchWords}, "存疑：引语“我们累了”未见于原文", "in doubt: quotations “我们累了” is not in the report"},
		{news.Finding{Rule: news.NegateRule, Span: "批准", Reason: news.SomethingDenied, Arg: "The board did not approve it."}, "存疑：否定“批准”；所依据的原句有所否定", "in doubt: negation “批准”; the cited sentence denies something"},
		{news.Finding{Rule: news.HedgeRule, Span: "将", Reason: news.HedgeDropped, Arg: "may"}, "存疑：语气“将”；原文没有说得这样肯定", "in doubt: how surely it is said “将”; the report is less sure"},
		{news.Finding{Rule: news.RoleRule, Span: "31人", Reason: news.OtherRole, Arg: "31 hurt"}, "存疑：数字所指“31人”；原文中这个数字说的是别的", "in doubt: what a figure is for “31人”; the report has this figure for something else"},
		{news.Finding{Rule: news.SpeakerRule, Span: "霍尔姆说", Reason: news.SpeakerAbsent, Arg: "Holm"}, "存疑：说话人“霍尔姆说”；所依据的原句里没有这个人", "in doubt: who speaks “霍尔姆说”; the cited sentences do not have this person"},
		{news.Finding{Rule: news.JudgeRule, Reason: news.Remark, Arg: "no passage says so"}, "存疑：另一模型认为没有依据", "in doubt: no ground by a second model"},
	} {
		for lang, want := range map[string]string{"zh-Hans": c.hans, "en": c.en} {
			w := &writing{w: wording.For(lang), item: news.Item{Article: news.Article{Lang: "en"}, Digest: news.Digest{Lang: "zh-Hans"}}}
			if got := w.doubt(c.f); got != want {
				t.Errorf("%s\ngot  %s\nwant %s", lang, got, want)
			}
		}
	}
}

// questioned is a report whose digest has a sentence that is in doubt.
func questioned(unfit bool) news.Item {
	it := reports()[1]
	it.Rights = news.RightsFull
	it.Digest.Unfit = unfit
	it.Digest.Summary = []news.Claim{
		{Text: "码头工人罢工。", Evidence: []int{1}, Findings: []news.Finding{{Rule: news.HedgeRule, Span: "罢工", Reason: news.HedgeDropped, Arg: "may walk out"}}},
		{Text: "双方见面。", Evidence: []int{2}},
	}
	return it
}

// Where a digest has no marks it says in words what is in doubt, and that its model often errs.
func TestFeedsSayWhatIsInDoubt(t *testing.T) {
	s := New(Form{Language: "zh-Hans", Audience: Private})
	files, err := s.Feeds(Feed{Title: "外电", Page: "index.html"}, []Placed{{Shown: s.Show(questioned(true)), Path: "a/x.html"}})
	if err != nil {
		t.Fatal(err)
	}
	unfit := wording.For("zh-Hans").UnfitModel
	for _, f := range files {
		data := string(f.Data)
		for want, n := range map[string]int{
			"[" + unfit + "]码头工人罢工。[存疑]双方见面。": 1,
			"[存疑：语气“罢工”；原文没有说得这样肯定]":          1,
			unfit: 2,
		} {
			if strings.Count(data, want) != n {
				t.Errorf("%s has %q %d times, want %d", f.Path, want, strings.Count(data, want), n)
			}
		}
	}
}

// So does the page of a story, behind its sentences, behind what each outlet says, beside figures and beside what one alone has.
func TestStorySaysWhatIsInDoubt(t *testing.T) {
	for _, unfit := range []bool{true, false} {
		s := New(Form{Language: "en", Audience: Private})
		it := questioned(unfit)
		on := []news.Cite{{Article: it.Article.ID, Text: it.Article.TextHash(), N: 1}}
		x := Story{ID: "st1", Reports: []Listed{{Head: HeadOf(it), Path: "a/x.html"}}, Whole: []Whole{s.WholeOf(it, "a/x.html")}}
		x.Account = news.Account{
			Digest: news.StoryDigest{By: news.ByDigests, Lang: "zh-Hans", Only: []news.StoryClaim{{Text: "码头工人罢工。", Evidence: on, Findings: it.Digest.Summary[0].Findings}},
				Figures: []news.Figure{{What: "cranes", Kind: news.FigureBasis, Values: []news.FigureValue{{Said: "3", Current: true, Evidence: on}, {Said: "4", Current: true, Evidence: on}}}}},
			Alone: []news.Alone{{Article: it.Article.ID, Terms: []news.AloneTerm{{Text: "Vessa", Evidence: on}}}}, Moving: -1,
		}
		parts, _, err := s.Story(x)
		if err != nil {
			t.Fatal(err)
		}
		html := string(parts[0].Data)
		errs := ` <span class="mark">` + wording.For("en").UnfitMark + `</span>`
		mark := map[bool]string{true: errs}[unfit]
		for want, n := range map[string]int{
			`码头工人罢工。</span> <span class="bad">[in doubt: how surely it is said “罢工”; the report is less sure]</span></p> <details`:                 1,
			`码头工人罢工。</span> <span class="mark">seen in one outlet</span>` + mark + ` <span class="bad">[in doubt: how surely it is said “罢工”; the`: 1,
			`<b dir="auto">3</b>` + mark + ` <details`:         1,
			`<b dir="auto">4</b>` + mark + ` <details`:         1,
			`Vessa</a> ` + mark + `</li>`:                      1,
			errs:                                               map[bool]int{true: 6}[unfit], // of the sentence, what is said, both figures, what is alone, the headline in the list
			`<span>` + wording.For("en").UnfitMark + `</span>`: map[bool]int{true: 1}[unfit], // under the heading
		} {
			if strings.Count(html, want) != n {
				t.Errorf("unfit %v: the story has %s %d times, want %d\n%s", unfit, want, strings.Count(html, want), n, html)
			}
		}
	}
}

// Lists have no room for doubts: they have no sentence of which there is one, and none of a model that often errs.
func TestListsHaveNoSentenceInDoubt(t *testing.T) {
	it := reports()[1]
	s := New(Form{Language: "zh-Hans", Audience: Private})
	row := func(it news.Item) string {
		return s.IndexRow(Placed{Shown: s.Show(it), Path: "a/x.html"})[9] + HeadOf(it).DigestLead
	}
	if got := row(it); !strings.Contains(got, it.Digest.Summary[0].Text) {
		t.Errorf("a list lacks the first sentence: %q", got)
	}
	unfit := reports()[1]
	unfit.Digest.Unfit = true
	for _, it := range []news.Item{questioned(false), unfit} {
		if got := row(it); got != "" {
			t.Errorf("a list has %q", got)
		}
	}
}

// What H and S are is said where they stand.
func TestMarksAreExplainedWhereTheyStand(t *testing.T) {
	for _, evidence := range [][]int{{1}, {news.HeadlineN}, {news.StandfirstN, 1}} {
		it := reports()[1]
		it.Article.Standfirst = "The union and the port met."
		it.Digest.Summary = []news.Claim{{Text: "双方见面。", Evidence: evidence}}
		s := New(Form{Language: "zh-Hant", Audience: Private})
		html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(html), "「題」是原文標題，「導」是原文導言。"); got != (evidence[0] < 0) {
			t.Errorf("evidence %v: the marks are explained: %v", evidence, got)
		}
	}
}

// A second model is not said to have found nothing where it was asked.
func TestSecondModelComparesGrounds(t *testing.T) {
	it := reports()[1]
	it.Digest.Checked = []news.Rule{news.NumberRule, news.JudgeRule}
	s := New(Form{Language: "zh-Hans", Audience: Private})
	html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(html), "逐句与原文对照：数字、依据。") {
		t.Error("what was compared reads as a finding")
	}
}

// A headline of a model that often errs has a mark in every list that shows it, and names a story only where no other can.
func TestListsMarkHeadlinesOfModelsThatErr(t *testing.T) {
	for _, unfit := range []bool{true, false} {
		it := reports()[1]
		it.Digest.Unfit = unfit
		s := New(Form{Language: "zh-Hans", Audience: Private})
		one := Listed{Head: HeadOf(it), Path: "a/x.html"}
		mark, day := wording.For("zh-Hans").UnfitMark, one.Date.UTC().Format("2006-01-02")
		home, err := s.Home(Home{Day: day, Edition: Edition{
			Edition: news.Edition{
				Until: one.Captured, Lines: []news.EditionLine{{Article: one.ID, Reason: news.RankOnly, Outlets: 1, Reports: 1}},
				Shelves: []news.Shelf{{Articles: []news.ArticleID{one.ID}, N: 1}},
			},
			Whole: []Whole{s.WholeOf(it, one.Path)},
		}})
		if err != nil {
			t.Fatal(err)
		}
		month, err := s.Month(Month{Month: day[:7], Stories: []StoryInList{{ID: "st1", Reports: []Listed{one}}}})
		if err != nil {
			t.Fatal(err)
		}
		found, err := s.Search(Search{Query: "港", Total: 1, Hits: []Hit{{Path: "a/x.html", Title: one.Title, Lang: one.Lang,
			DigestTitle: one.DigestTitle, DigestLang: one.DigestLang, Unfit: one.Unfit, Date: one.Date}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		index := s.IndexRow(Placed{Shown: s.Show(it), Path: "a/x.html"})
		for list, c := range map[string]struct {
			html string
			n    int
		}{
			"front page":       {string(home), 3}, // line, sentence, topic
			"month":            {string(month), 1},
			"search":           {string(found), 1},
			"search of a copy": {strings.Join(index[:], "\n"), 1},
		} {
			if n := strings.Count(c.html, mark); n != map[bool]int{true: c.n}[unfit] {
				t.Errorf("%s, unfit %v: %d marks", list, unfit, n)
			}
		}
	}
	titled := func(title string, unfit bool) Listed { return Listed{Head: Head{DigestTitle: title, Unfit: unfit}} }
	for _, c := range []struct {
		reports []Listed
		want    int
	}{
		{[]Listed{titled("甲", true), titled("乙", false), titled("丙", false)}, 1},
		{[]Listed{titled("", false), titled("乙", true), titled("丙", true)}, 1},
		{[]Listed{titled("", false), titled("", true)}, 0},
		{[]Listed{titled("甲", false), titled("乙", true)}, 0},
	} {
		if got := Naming(c.reports); got != c.want {
			t.Errorf("%+v are named by %d, want %d", c.reports, got, c.want)
		}
	}
}

// Where there is no room for the mark the headline is the outlet's: in feeds, in the title of a document. The way to the next
// report has the mark.
func TestHeadlinesOfModelsThatErrWithoutAMark(t *testing.T) {
	for _, unfit := range []bool{true, false} {
		it := reports()[1]
		it.Digest.Unfit = unfit
		s := New(Form{Language: "zh-Hans", Audience: Private, Arrangement: Modern})
		placed := Placed{Shown: s.Show(it), Path: "a/x.html"}
		files, err := s.Feeds(Feed{Title: "外电", Page: "index.html"}, []Placed{placed})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if got := strings.Contains(string(f.Data), it.Digest.Title); got == unfit {
				t.Errorf("unfit %v: %s has the headline of the digest: %v", unfit, f.Path, got)
			}
		}
		next := Listed{Head: HeadOf(it), Path: "a/y.html"}
		html, err := s.Article(new(bytes.Buffer), Article{Placed: placed, Day: "2024-03-07", After: &next})
		if err != nil {
			t.Fatal(err)
		}
		head, body, _ := strings.Cut(string(html), "<body>")
		if got := strings.Contains(head, `<title lang="zh-Hans">`+it.Digest.Title); got == unfit {
			t.Errorf("unfit %v: the document is called as the digest is: %v", unfit, got)
		}
		_, turn, _ := strings.Cut(body, `<nav class="turn"`)
		if got := strings.Contains(turn, `<b class="mark">`+wording.For("zh-Hans").UnfitMark); got != unfit {
			t.Errorf("unfit %v: the way to the next report has the mark: %v", unfit, got)
		}
	}
}
