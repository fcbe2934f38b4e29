package digest

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

func TestExtract(t *testing.T) {
	const lead = "The harbour of Northport reopened on Monday after nine days."
	const second = "More than 100 ships were waiting outside the breakwater, the port authority said."
	for _, tt := range []struct {
		name             string
		lang, standfirst string
		body             []string
		want             []string
	}{
		{"lead", "en", "", []string{lead + " " + second, "Grain prices rose by 4% last week, the exchange said."}, []string{lead, second, "Grain prices rose by 4% last week, the exchange said."}},
		{"standfirst", "en", "Port authority puts the damage at $1.2bn, but the ministry disputes it", []string{lead}, []string{"Port authority puts the damage at $1.2bn, but the ministry disputes it"}},
		{"standfirst cut off", "en", "Port authority puts the damage at $1.2bn, but the ministry…", []string{lead}, []string{lead}},
		{"standfirst repeats the headline", "en", "Harbour of Northport reopens after nine-day storm closure this week", []string{lead}, []string{lead}},
		{"standfirst invites", "en", "Sign up to our newsletter for more stories from Northport and the coast.", []string{lead}, []string{lead}},
		{"standfirst too short", "en", "A storm.", []string{lead}, []string{lead}},
		{"standfirst is the opening, cut in a word", "ja", "北港は嵐による閉鎖から九日ぶりに再開し、百隻を超える船が沖合で待機していた。港湾局は、共", []string{"北港は嵐による閉鎖から九日ぶりに再開し、百隻を超える船が沖合で待機していた。港湾局は、共同の調査を始めると述べた。"},
			[]string{"北港は嵐による閉鎖から九日ぶりに再開し、百隻を超える船が沖合で待機していた。", "港湾局は、共同の調査を始めると述べた。"}},
		{"standfirst is the opening with readings", "ja", "北港の尹錫悦（ ユンソンニョル ）局長は十日、嵐による閉鎖から九日ぶりに港を再開すると記者会見で発表した。", []string{"北港の尹錫悦局長は十日、嵐による閉鎖から九日ぶりに港を再開すると記者会見で発表した。"},
			[]string{"北港の尹錫悦局長は十日、嵐による閉鎖から九日ぶりに港を再開すると記者会見で発表した。"}},
		{"standfirst cut off without a sign", "zh-Hans", "诺斯港在风暴中关闭了整整九天，港务局估计损失超过十二亿元，而财政部门对", []string{"诺斯港因风暴关闭九天后，于周一恢复运行。"}, []string{"诺斯港因风暴关闭九天后，于周一恢复运行。"}},
		{"standfirst with an address", "en", "Write to the editors of the Coastal Courier at letters@courier.example with what you have seen", []string{lead}, []string{lead}},
		{"standfirst with a name of a service", "en", "Anna Keller reports from the harbour of Northport, follow her at @annakeller for what comes next", []string{lead}, []string{lead}},
		{"standfirst of copyright", "en", "© 2026 Coastal Courier. All rights reserved. No part of it may be used elsewhere.", []string{lead}, []string{lead}},
		{"standfirst with a stamp", "ko", "북항 다시 열려 배 백여 척 기다려 입력 2026-03-10 09:12 수정 2026-03-10 10:40", []string{lead}, []string{lead}},
		{"lead of copyright and mail", "en", "", []string{"© 2026 Coastal Courier, all rights reserved to it.", "Write to anna.keller@courier.example if you know more.", lead}, []string{lead}},
		{"a sentence that is too long is not cut", "en", "", []string{strings.Repeat("word ", 130) + "end. It goes on here.", lead}, []string{lead}},
		{"dateline", "en", "", []string{"NORTHPORT, March 10 (CNA) - " + lead}, []string{lead}},
		{"dateline with a dash", "en", "", []string{"NORTHPORT — " + lead}, []string{lead}},
		{"dateline cut in two", "en", "", []string{"SANTA FE, N.M. (AP) — " + lead}, []string{lead}},
		{"short opening", "en", "", []string{"Northport is open. " + lead}, []string{"Northport is open.", lead}},
		{"dateline in brackets", "en", "", []string{"LONDON (AP) — " + lead}, []string{lead}},
		{"byline", "en", "", []string{"By Anna Keller and Wang Lei in Northport", lead}, []string{lead}},
		{"not a byline", "en", "", []string{"By Tuesday Northport had counted 100 ships, and the port authority said that it expected more to come before the week was out."},
			[]string{"By Tuesday Northport had counted 100 ships, and the port authority said that it expected more to come before the week was out."}},
		{"amendment", "en", "", []string{"This article was amended on 11 March 2026 to correct the number of ships.", lead}, []string{lead}},
		{"amendment about a report", "en", "", []string{"The report is based on interviews with 40 fishermen."}, []string{"The report is based on interviews with 40 fishermen."}},
		{"time and credit", "en", "", []string{"10.35 GMT", "Photograph: Anna Keller/Coastal Courier.", "Updated at 11.02 GMT.", lead}, []string{lead}},
		{"live header", "en", "", []string{"Live: Northport harbour reopens – latest updates.", "Here is what we know so far this morning.", lead}, []string{lead}},
		{"sixty words", "en", "", []string{strings.Repeat("word ", 40) + "end.", strings.Repeat("More ", 40) + "end."}, []string{strings.Repeat("word ", 40) + "end."}},
		{"endless sentence", "en", "", []string{strings.Repeat("Word ", 5000) + "end."}, []string{}},
		{"Chinese", "zh-Hans", "", []string{"新华社北京3月10日电（记者李明）诺斯港因风暴关闭九天后，于周一恢复运行。港务局说，有一百多艘船只在防波堤外等候。", "责任编辑：王磊"},
			[]string{"诺斯港因风暴关闭九天后，于周一恢复运行。", "港务局说，有一百多艘船只在防波堤外等候。"}},
		{"Chinese byline", "zh-Hant", "", []string{"（中央社記者李明台北10日電）諾斯港因風暴關閉九天後，於週一恢復運行。", "編輯：王磊"}, []string{"諾斯港因風暴關閉九天後，於週一恢復運行。"}},
		{"German byline", "de", "", []string{"Von Anna Keller, Nordhafen", "Der Hafen von Nordhafen ist am Montag wieder geöffnet worden."}, []string{"Der Hafen von Nordhafen ist am Montag wieder geöffnet worden."}},
		{"short lines alone", "en", "", []string{"Ships wait", "Photograph: Anna Keller"}, []string{"Ships wait"}},
		{"nothing", "en", "", nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := news.Article{ID: "x", Lang: tt.lang, Title: "Harbour of Northport reopens after nine-day storm closure this week", Standfirst: tt.standfirst}
			for _, p := range tt.body {
				a.Blocks = append(a.Blocks, block(news.Paragraph, p))
			}
			d := Extract(a)
			var got []string
			for _, c := range d.Summary {
				got = append(got, c.Text)
			}
			if tt.want != nil || len(tt.body) == 0 {
				if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
					t.Errorf("extract is %q, want %q", got, tt.want)
				}
			}
			verbatim(t, a, d)
		})
	}
}

// verbatim is the promise of an extract: the report's own words, few of them, and
// where they stand.
func verbatim(t *testing.T, a news.Article, d news.Digest) {
	t.Helper()
	sentences, size := a.Sentences(), 0
	for _, c := range d.Summary {
		size += text.Words(c.Text, a.Lang)
		if c.Text == text.Collapse(a.Standfirst) {
			continue
		}
		whole := text.Collapse(sentences[c.Evidence[0]-1].Text)
		if !strings.HasSuffix(whole, c.Text) {
			t.Errorf("%q is not in %q", clip(c.Text, 80), clip(whole, 80))
		}
	}
	if size > 2*bound(a.Lang)+1 {
		t.Errorf("%d words", size)
	}
	if d.By != news.ByExtract || d.Lang != a.Lang || d.Title != "" {
		t.Errorf("not marked as an extract: %+v", d)
	}
}

// Captions, headings and lists open no extract.
func TestExtractBlocks(t *testing.T) {
	const lead = "The harbour of Northport reopened on Monday after nine days."
	a := news.Article{Lang: "en", Blocks: []news.Block{
		block(news.Caption, "Ships wait outside the harbour of Northport on Sunday."), block(news.Heading, "What has happened in the harbour so far."),
		block(news.ListItem, "Ships have been waiting for nine days now."), block(news.Paragraph, lead),
	}}
	if d := Extract(a); len(d.Summary) != 1 || d.Summary[0].Text != lead || d.Summary[0].Evidence[0] != 2 {
		t.Errorf("extract is %+v", d.Summary)
	}
}

func FuzzExtract(f *testing.F) {
	f.Add("新华社北京3月10日电（记者李明）诺斯港恢复运行。", "zh", "")
	f.Add("NORTHPORT, March 10 (CNA) - The harbour reopened. "+strings.Repeat("Word ", 300), "en", "Port authority puts the damage at $1.2bn")
	f.Fuzz(func(t *testing.T, body, lang, standfirst string) {
		a := news.Article{Lang: lang, Standfirst: standfirst}
		for _, p := range strings.Split(strings.ToValidUTF8(body, ""), "\n") {
			a.Blocks = append(a.Blocks, block(news.Paragraph, text.Collapse(p)))
		}
		verbatim(t, a, Extract(a))
	})
}
