package digest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// reader reads answers about the report of the tests, whose sentences are numbered 1 to 9.
func reader(t testing.TB, lang string) parser {
	t.Helper()
	o := order{article: report(t, "report.txt"), tongue: tongueOf(lang)}
	b, err := o.brief()
	if err != nil {
		t.Fatal(err)
	}
	return newParser(b, o)
}

// show is a digest in a few words.
func show(d news.Digest, c complaint) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", d.Title)
	for _, s := range d.Summary {
		fmt.Fprintf(&b, "|%s%v", s.Text, s.Evidence)
	}
	if c.fault != noFault {
		fmt.Fprintf(&b, "|! %s", c)
	}
	return b.String()
}

// What a model means is read at the first call, whatever the form.
func TestFormsOfAnswers(t *testing.T) {
	const good = "诺斯港恢复运行|诺斯港周一恢复运行。[1]|损失为12亿美元。[3 4]|交通部提出异议。[5]"
	const summary = `[{"text":"诺斯港周一恢复运行。","evidence":[1]},{"text":"损失为12亿美元。","evidence":[3,4]},{"text":"交通部提出异议。","evidence":[5]}]`
	const whole = `{"title":"诺斯港恢复运行","summary":` + summary + `,"names":[]}`
	encoded, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	evidence := func(first, second, third string) string {
		return `{"title":"诺斯港恢复运行","summary":[{"text":"诺斯港周一恢复运行。","evidence":` + first + `},{"text":"损失为12亿美元。","evidence":` + second +
			`},{"text":"交通部提出异议。","evidence":` + third + `}]}`
	}
	sentences := func(first, second, third string) string {
		b, err := json.Marshal(map[string]any{"title": "诺斯港恢复运行", "summary": []map[string]any{
			{"text": first, "evidence": []int{1}}, {"text": second, "evidence": []int{3, 4}}, {"text": third, "evidence": []int{5}}}})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, tt := range []struct{ name, in, want string }{
		{"as asked for", whole, good},
		{"commas too many", strings.ReplaceAll(whole, "]}", "],}"), good},
		{"quotation marks within", strings.ReplaceAll(whole, "提出异议", `提出"异议"`), strings.ReplaceAll(good, "提出异议", "提出“异议”")},
		{"single quotation marks", strings.ReplaceAll(whole, `"`, "'"), good},
		{"line ends", strings.ReplaceAll(whole, "周一", "\n周一"), good},
		{"line ends, encoded twice", strings.ReplaceAll(whole, "周一", `\\n周一`), good},
		{"comments", strings.ReplaceAll(whole, `,"summary"`, ", // what follows\n\"summary\""), good},
		{"cut off", whole[:len(whole)-len(`,"evidence":[5]}],"names":[]}`)] + "而且", "诺斯港恢复运行|诺斯港周一恢复运行。[1]|损失为12亿美元。[3 4]|! it was cut off before its end; there is room for 0 tokens now: write the JSON object at once"},
		{"cut off after its sentences", strings.TrimSuffix(whole, `],"names":[]}`) + `, {"text": "而`, good},
		{"said twice", whole + "\n" + whole, good},
		{"a draft before it", `{"title":"草稿","summary":[{"text":"草稿。","evidence":[1]}]} No, better: ` + whole, good},
		{"an example after it", whole + `\n格式示例：{"title":"示例","summary":[{"text":"示例句。","evidence":[1]}],"names":[]}`, good},
		{"an empty form after it", whole + `{"title":"","summary":[],"names":[]}`, good},
		{"a draft that was given up", `{"title":"草稿","summary":[{"text":"草稿。` + "\n\n" + whole, good},
		{"wrapped", `{"digest":` + whole + `}`, good},
		{"wrapped twice", `{"status":"ok","result":{"data":[` + whole + `]}}`, good},
		{"a call of a tool", `<tool_call>{"name":"digest","arguments":` + whole + `}</tool_call>`, good},
		{"a call of a function", `{"type":"function","function":{"name":"digest","arguments":` + string(encoded) + `}}`, good},
		{"encoded", string(encoded), good},
		{"sentences alone", summary, strings.TrimPrefix(good, "诺斯港恢复运行")},
		{"a sentence a line", strings.NewReplacer("},{", "}\n{", "[{", "{", "}]", "}").Replace(summary), strings.TrimPrefix(good, "诺斯港恢复运行")},
		{"no headline", `{"summary":` + summary + `}`, strings.TrimPrefix(good, "诺斯港恢复运行")},
		{"other keys", strings.NewReplacer(`"title"`, `"Headline"`, `"summary"`, `"key_points"`, `"text"`, `"content"`, `"evidence"`, `"citations"`).Replace(whole), good},
		{"Chinese keys", strings.NewReplacer(`"title"`, `"标题"`, `"summary"`, `"摘要"`, `"text"`, `"句子"`, `"evidence"`, `"依据"`).Replace(whole), good},
		{"evidence apart", `{"title":"诺斯港恢复运行","summary":["诺斯港周一恢复运行。","损失为12亿美元。","交通部提出异议。"],"evidence":[[1],[3,4],[5]]}`, good},
		{"sentences with marks", `{"title":"诺斯港恢复运行","summary":["诺斯港周一恢复运行。[1]","损失为12亿美元[3][4]。","交通部提出异议。【5】"]}`, good},
		{"sentences by number", `{"title":"诺斯港恢复运行","summary":{"1":{"text":"诺斯港周一恢复运行。","evidence":[1]},"2":{"text":"损失为12亿美元。","evidence":[3,4]},"3":{"text":"交通部提出异议。","evidence":[5]}}}`, good},
		{"pairs", `{"title":"诺斯港恢复运行","summary":[["诺斯港周一恢复运行。",[1]],["损失为12亿美元。",3,4],["交通部提出异议。","5"]]}`, good},
		{"a text in pieces", strings.Replace(whole, `"交通部提出异议。"`, `["交通部","提出异议。"]`, 1), good},
		{"its first bracket missing", strings.TrimPrefix(whole, "{"), good},
		{"for people", "# 诺斯港恢复运行\n\n1. 诺斯港周一恢复运行。[1]\n2. 损失为12亿美元 [3][4]。\n3. 交通部提出异议。【5】\n", good},
		{"for people, labelled", "**标题：诺斯港恢复运行**\n\n摘要：\n- 诺斯港周一恢复运行。[1]\n- 损失为12亿美元。[3, 4]\n- 交通部提出异议。[5]\n", good},
		{"for people, announced", "好的，以下是摘要\n- 诺斯港周一恢复运行。[1]\n- 损失为12亿美元。[3, 4]\n- 交通部提出异议。[5]\n希望有用", strings.TrimPrefix(good, "诺斯港恢复运行")},
		{"ranges", evidence(`"1"`, `"3-4"`, `5.0`), good},
		{"lists in words", evidence(`["[1]"]`, `"第3句、第4句"`, `"sentence 5"`), good},
		{"more lists", evidence(`[[1]]`, `"[3], [4]"`, `{"ids":["S5"]}`), good},
		{"ranges without marks", evidence(`1`, `[3-4]`, `[5]`), good},
		{"headline and standfirst", evidence(`["H"]`, `["3","[S]",4]`, `"[H], [5]"`), "诺斯港恢复运行|诺斯港周一恢复运行。[-1]|损失为12亿美元。[3 4]|交通部提出异议。[-1 5]"},
		{"the sentence itself", evidence(`1`, `[3,4]`, `"The transport ministry disputed that figure."`), good},
		{"numbers beside quotations", evidence(`[{"n":1,"quote":"The harbour of Northport"}]`, `[3,{"n":4,"words":"at 1.2bn"}]`, `["5","as the ministry said"]`), good},
		{"labelled notes", `{"title":"诺斯港恢复运行","summary":["诺斯港周一恢复运行（依据：1）。","损失为12亿美元。（来源：第3、4句）","交通部提出异议 (evidence: [5])。"]}`, good},
		{"typographic marks", strings.NewReplacer(`"title":"`, `“title”：“`, `"text":"`, `“text”：“`, `"summary":`, `“summary”：`, `"evidence":`, `“evidence”：`, `。",`, `。”，`, `运行",`, `运行”，`, `"names":`, `“names”：`).Replace(whole), good},
		{"notes", sentences("诺斯港周一恢复运行。[1]", "损失为12亿美元。[^3]", "交通部提出异议。【5】"), good},
		{"numbered", sentences("1. 诺斯港周一恢复运行。", "2、损失为12亿美元。", "（3）交通部提出异议。"), good},
		{"numbered in circles", sentences("① 诺斯港周一恢复运行。", "二、损失为12亿美元。", "3️⃣ 交通部提出异议。"), good},
		{"in a list", sentences("- 诺斯港周一恢复运行。", "• 损失为12亿美元。", "* **交通部提出异议。**"), good},
		{"labelled", sentences("句子1：诺斯港周一恢复运行。", "要点：损失为12亿美元。", "Sentence 3: 交通部提出异议。"), good},
		{"half-width marks", sentences("诺斯港周一恢复运行.", "损失为12亿美元.", "交通部提出异议."), good},
		{"pictures and calls", sentences("🚢诺斯港周一恢复运行！", "损失为12亿美元！！", "❌ 交通部提出异议。"), good},
		{"the other script", sentences("諾斯港週一恢復運行。", "損失為12億美元。", "交通部提出異議。"), good},
		{"spaces", sentences("诺斯港 周一 恢复运行。", "损失为 12 亿美元。", "交通部 提出异议 。"), good},
		{"a question", strings.Replace(whole, "诺斯港恢复运行\"", "诺斯港为何恢复运行？\"", 1), strings.TrimPrefix(good, "诺斯港恢复运行") + "|! its title is a question; say what happened"},
		{"a call", strings.Replace(whole, "诺斯港恢复运行\"", "重磅！诺斯港恢复运行\"", 1), strings.TrimPrefix(good, "诺斯港恢复运行") + "|! its title calls out to readers; say what happened, without exclamation marks"},
		{"a long headline", strings.Replace(whole, "诺斯港恢复运行\"", strings.Repeat("诺斯港恢复运行", 7)+"\"", 1), strings.TrimPrefix(good, "诺斯港恢复运行") + "|! its title was too long; write at most 28 characters"},
		{"a headline that ends loudly", strings.Replace(whole, "诺斯港恢复运行\"", "标题：诺斯港恢复运行！\"", 1), good},
		{"a headline with somebody's question", strings.Replace(whole, "诺斯港恢复运行\"", "船员问“何时”，诺斯港恢复运行\"", 1), strings.Replace(good, "诺斯港恢复运行", "船员问“何时”，诺斯港恢复运行", 1)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, c := reader(t, "zh-Hans").read(tt.in)
			if got := show(d, c); got != tt.want {
				t.Errorf("%s\ngives %s\nwant  %s", tt.in, got, tt.want)
			}
		})
	}
}

// A line is found in what models put around it.
func TestFormsOfLines(t *testing.T) {
	const want = "港口周一恢复运行。"
	for _, s := range []string{
		want, "\n" + want + "\n", "译句：" + want, "好的，译句如下：\n" + want, "Here is the sentence:\n\n" + want + "\n\nI kept the date.",
		"“" + want + "”", "```\n" + want + "\n```", `{"text": "` + want + `"}`, "```json\n{\"translation\": \"" + want + "\",}\n```",
		"译句：\n" + want, `{"译文": "` + want + `"}`,
	} {
		if got := one(s, textKeys); got != want {
			t.Errorf("%q gives %q", s, got)
		}
	}
	if got := one(`{"title":"`+want+`"}`, titleKeys); got != want {
		t.Errorf("a headline is %q", got)
	}
	for _, s := range []string{"船长说：", "他写道：{无题}。", `{"title":"` + want + `"}`} {
		if got := one(s, textKeys); got != s {
			t.Errorf("%q gives %q", s, got)
		}
	}
}

// Evidence is what can be nothing else.
func TestEvidence(t *testing.T) {
	for in, want := range map[string][]int{
		`[7, 2]`: {2, 7}, `"7"`: {7}, `7.0`: {7}, `["7","8"]`: {7, 8}, `"7, 8"`: {7, 8}, `"7、8"`: {7, 8}, `"7-9"`: {7, 8, 9},
		`"7–9, 2"`: {2, 7, 8, 9}, `"[7]"`: {7}, `"第7句"`: {7}, `"第7至8句"`: {7, 8}, `"sentences 7 and 8"`: {7, 8}, `"Sätze 3 und 4"`: {3, 4},
		`"S7"`: {7}, `"H"`: {-1}, `["[S]", 3]`: {-2, 3}, `{"sentence": 4}`: {4}, `[[1,2],[3]]`: {1, 2, 3}, `"[1][2]"`: {1, 2}, `"#4"`: {4},
		`"sentence three"`: {3}, `"Sentences three and four"`: {3, 4}, `"three"`: {3}, `["two","Five"]`: {2, 5}, `"the first sentence"`: {1}, `"1st and 2nd sentence"`: {1, 2},
		`"third, fourth"`: {0}, `"the first"`: {0}, `"第三句"`: {3}, `"第三、四句"`: {3, 4}, `"第十二句和第二十句"`: {12, 20}, `"五"`: {5}, `"Satz drei"`: {3}, `"der erste Satz"`: {1}, `"３、４"`: {3, 4},
		`"no one"`: {0}, `"No sentence"`: {0}, `"two people died"`: {0}, `"三人死亡"`: {0}, `"三三"`: {0}, `"十十"`: {0}, `"sentence"`: {0}, `"the second, of two"`: {0},
		`"none"`: {0}, `null`: nil, `[]`: nil, `"7.5"`: {0}, `"41,000 people used it"`: {0}, `true`: {0},
		`"1-999999"`: {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, `"9-7"`: {7, 9},
	} {
		if got, _ := evidenceOf(json.RawMessage(in)); !slices.Equal(got, want) {
			t.Errorf("%s gives %v, want %v", in, got, want)
		}
	}
}

// What reads like the number of a list, and is none, stays.
func TestSentencesThatBeginWithNumbers(t *testing.T) {
	for lang, sentences := range map[string][]string{
		"zh-Hans": {
			"1.5万人撤离。", "3、4月间有雨。", "2026年3月10日，港口恢复运行。", "30名船员获救。", "一、二审法院都驳回了。", "十名船员获救。", "5：3的比分结束了比赛。", "20艘船在等候。",
			"——船长这样说。", "-5度的夜里无人出海。", "第7句台词被删去。", "一艘船沉没（7人获救）。", "7日，港口关闭。", "第3条：船东须付费。", "该案（见第7条）周二开庭。",
		},
		"en": {"Title 42: the rule for the harbour ends on Monday.", "1.2 million people use the port."},
		"de": {"20. Oktober ist der Tag der Öffnung des Hafens.", "1. FC Norvale gewann gegen den Verein aus der Stadt.", "3. Liga: der Verein steigt in diesem Jahr nicht auf."},
	} {
		for _, s := range sentences {
			b, err := json.Marshal(map[string]any{"title": "", "summary": []any{map[string]any{"text": s, "evidence": 1}, map[string]any{"text": s[:0] + "x" + s, "evidence": 1}}})
			if err != nil {
				t.Fatal(err)
			}
			d, _ := reader(t, lang).read(string(b))
			if len(d.Summary) == 0 || d.Summary[0].Text != s {
				t.Errorf("%s became %+v %+v", s, d.Summary, d.LeftOut)
			}
		}
	}
	d, _ := reader(t, "de").read(`{"title":"Der Hafen","summary":[{"text":"1. Der Hafen ist wieder offen.","evidence":1},{"text":"2. Die Fischer sind nicht gewarnt worden.","evidence":2}]}`)
	if len(d.Summary) != 2 || d.Summary[0].Text != "Der Hafen ist wieder offen." {
		t.Errorf("a German list became %+v", d.Summary)
	}
}

func TestTidy(t *testing.T) {
	original := func(s string) bool { return strings.Contains(s, "國民黨報") }
	for lang, pairs := range map[string]map[string]string{
		"zh-Hans": {
			"凯勒(Keller)说,损失为1,200万美元;交通部否认:没有.": "凯勒（Keller）说，损失为1,200万美元；交通部否认：没有。",
			"船于10:30到港, 共3.5万吨(含 4.1% 的谷物).":    "船于10:30到港，共3.5万吨（含4.1%的谷物）。",
			"他说. 然后走了.":        "他说。然后走了。",
			"他说.该船已走.":         "他说。该船已走。",
			"港 口 周 一 恢复 运行 。":  "港口周一恢复运行。",
			"有１２艘ＡＢＣ公司的船，占５％":  "有12艘ABC公司的船，占5%",
			"他说\"不\",又说\"好\".": "他说“不”，又说“好”。",
			"衞生部門啓動峯會，羣衆圍觀。":   "卫生部门启动峰会，群众围观。",
			"「不」，他說。":          "“不”，他说。",
			"报纸（國民黨報）說沒有":      "报纸（國民黨報）说没有",
			"约翰•史密斯和约翰・史密斯":    "约翰·史密斯和约翰·史密斯",
			"太好了！真的！！":         "太好了。真的。",
			"🇩🇪 德国🚀的船❤️":       "德国的船",
			"静岡県的鉄道周二停运。":      "静冈县的铁道周二停运。",
		},
		"zh-Hant": {
			"静岡県的鉄道周二停運。":        "靜岡縣的鐵道週二停運。",
			"港口周一恢复运行，损失为12亿美元。": "港口週一恢復運行，損失為12億美元。",
			"他說“不”。":             "他說「不」。",
		},
		"en": {
			"The port（Northport）is open，and 1,000 ships wait。": "The port (Northport) is open, and 1,000 ships wait.",
			"The port is open!!":                    "The port is open.",
			"🚀 The port is open (again), at 10:30.": "The port is open (again), at 10:30.",
		},
	} {
		for in, want := range pairs {
			if got := tongueOf(lang).tidy(in, original); got != want {
				t.Errorf("%s: %s\nbecame %s\nwant   %s", lang, in, got, want)
			}
		}
	}
	for lang, right := range map[string][]string{
		"zh-Hans": {
			"凯勒（Anna Keller）周二说，该公司（ABC Ltd.）2月运送4.1万人，比1月多1,200人。", "比分为3:2，开球时间是19:30。", "他说：“快走！”", "“走！”他说，“快！”",
			"欧盟的GDP增长0.3%，e-mail 发到 info@port.example。", "著名作家的著作写到乾隆年间的瞭望台。", "约翰·史密斯说“不到其一半”。", "约翰.史密斯和唐纳德.布什到访。",
			"一艘 MSC Gülsün 级的船长400米。", "3·11地震之后，A、B两队停赛。", "他问：“何时？”没有人回答。", "东北风8级至9级，阵风10级。",
			"U.S. Steel 公司的股价跌了5.5%。", "这部《走！去海边》的片子上映。", "“维多利亚”号（Victoria）于3月10日到港……",
		},
		"zh-Hant": {
			"台灣的皇后號周二到港，里長說沒有干預。", "颱風吹倒了麵店的招牌，几案完好。", "發言人說：「走！」", "他於上周在台北占了一席。", "這裏的郵輪占地很廣，群眾圍觀。",
		},
		"fr": {"« Le port est ouvert ! » dit-elle ; il l’est : enfin."},
		"ja": {"港は月曜日に再開した（ノースポート）。「すごい！」と言った。"},
		"de": {"Der Hafen (Northport) ist seit 10.30 Uhr offen; 1.200 Schiffe warten: „endlich!“"},
	} {
		for _, s := range right {
			if got := tongueOf(lang).tidy(s, original); got != s {
				t.Errorf("%s: %s\nbecame %s", lang, s, got)
			}
		}
	}
}

// A digest that lacks only a headline is not asked for again.
func TestHeadlineIsNotWorthTheDigest(t *testing.T) {
	x := recorded(t, []string{"good"})[0]
	x.Body = strings.ReplaceAll(x.Body, "诺斯港关闭九天后恢复运行", "诺斯港为何关闭？")
	srv := play(t, x)
	d, err := asks(srv, nil).Digest(t.Context(), report(t, "report.txt"), nil)
	if err != nil || len(d.Summary) != 4 || d.Title != "" || srv.Left() != 0 {
		t.Errorf("%q, %d sentences, %v", d.Title, len(d.Summary), err)
	}
}

// The beginning of an answer that was cut off is used, and kept.
func TestCutOff(t *testing.T) {
	x := recorded(t, []string{"good"})[0]
	x.Body = strings.Replace(strings.Replace(x.Body, `, {\"text\": \"渔民称`, `, {\"text\": \"渔民`, 1), `"finish_reason":"stop"`, `"finish_reason":"length"`, 1)
	at := strings.Index(x.Body, `{\"text\": \"渔民`)
	end := strings.Index(x.Body, `"},"finish_reason"`)
	x.Body = x.Body[:at] + `{\"text\": \"渔` + x.Body[end:]
	srv := play(t, x)
	w := asks(srv, nil)
	w.Cache = memory{}
	for range 2 {
		d, err := w.Digest(t.Context(), report(t, "report.txt"), nil)
		if err != nil || len(d.Summary) != 3 || d.Title == "" {
			t.Errorf("%q, %d sentences: %v", d.Title, len(d.Summary), err)
		}
	}
	if srv.Left() != 0 || len(srv.Requests()) != 1 {
		t.Errorf("asked %d times", len(srv.Requests()))
	}
}

// Half a line is none, and is not kept: nobody could tell it from a whole one later.
func TestHalfALineIsNotKept(t *testing.T) {
	x := recorded(t, []string{"good"})[0]
	x.Body = strings.Replace(x.Body, `"finish_reason":"stop"`, `"finish_reason":"length"`, 1)
	w := asks(play(t, x), nil)
	m := memory{}
	w.Cache = m
	if _, err := w.Title(t.Context(), report(t, "report.txt")); err == nil {
		t.Error("half a headline is taken")
	}
	for _, a := range m {
		if a.Text != "" {
			t.Errorf("kept %q", a.Text)
		}
	}
}

// Every fault is said in the languages of prompts, with what to do.
func TestComplaints(t *testing.T) {
	for f := noJSON; f <= titleUnusable; f++ {
		c := complaint{fault: f, arg: 7, need: 3, tongue: tongueOf("zh-Hans"), finding: news.Finding{Reason: news.NoGround, Arg: "9"}}
		for i := range 5 {
			if s := c.words(i, news.Finding.Why); s == "" || strings.Contains(s, "%") {
				t.Errorf("fault %d in language %d: %q", f, i, s)
			}
		}
	}
	if s := (complaint{fault: cutOff, arg: 4000, tongue: tongueOf("en")}).ask(news.Finding.Why); strings.Contains(s, "write less") || !strings.Contains(s, "4000") {
		t.Error(s)
	}
}

// A mark that is missing or said twice loses a sentence at most: none comes out with other words,
// or with the evidence of another.
func TestMarksMissing(t *testing.T) {
	const whole = `{"title":"诺斯港恢复运行","summary":[{"text":"诺斯港周一恢复运行。","evidence":[1]},{"text":"损失为12亿美元。","evidence":[3,4]},` +
		`{"text":"交通部提出异议。","evidence":[5]},{"text":"渔民说没有得到警告。","evidence":[7]}],"names":[]}`
	right := map[string]string{"诺斯港周一恢复运行。": "[1]", "损失为12亿美元。": "[3 4]", "交通部提出异议。": "[5]", "渔民说没有得到警告。": "[7]"}
	r := reader(t, "zh-Hans")
	tried, read := 0, 0
	for i := range len(whole) {
		if !strings.ContainsRune(`{}[]",:`, rune(whole[i])) {
			continue
		}
		for name, s := range map[string]string{
			"missing": whole[:i] + whole[i+1:], "twice": whole[:i] + whole[i:i+1] + whole[i:], "a line end before": whole[:i] + "\n" + whole[i:],
			"cut": whole[:i],
		} {
			d, _ := r.read(s)
			for _, c := range d.Summary {
				if want, ok := right[c.Text]; !ok || fmt.Sprint(c.Evidence) != want {
					t.Errorf("%s %q at %d: %s%v\n%s", name, whole[i], i, c.Text, c.Evidence, s)
				}
			}
			if name != "cut" {
				tried++
				if len(d.Summary) >= 3 {
					read++
				}
			}
		}
	}
	if read*100 < tried*98 {
		t.Errorf("read %d of %d", read, tried)
	}
}

// A sentence whose evidence is missing or means no sentence rests on what shows it; one that nothing shows is left out.
func TestWithoutEvidence(t *testing.T) {
	o := order{article: report(t, "report.txt"), tongue: tongueOf("zh-Hans"),
		shown: func(s, lang string, names []news.Name, may func(int) bool) []int {
			switch {
			case lang != "zh-Hans" || may(0) || may(10) || !may(9):
				t.Errorf("asked in %s, for what is not shown", lang)
			case strings.Contains(s, "12亿"):
				return []int{4}
			case strings.Contains(s, "凯勒") && slices.Contains(names, news.Name{Source: "Anna Keller", Target: "凯勒"}):
				return []int{3}
			}
			return nil
		}}
	b, err := o.brief()
	if err != nil {
		t.Fatal(err)
	}
	const names = `,"names":[{"source":"Anna Keller","target":"凯勒"},{"source":"Nobody","target":"无人"}]}`
	for _, evidence := range []string{``, `,"evidence":[]`, `,"evidence":null`, `,"evidence":[0]`, `,"evidence":0`, `,"evidence":"none"`, `,"evidence":[77]`, `,"evidence":["the report"]`} {
		d, c := newParser(b, o).read(`{"title":"诺斯港恢复运行","summary":[{"text":"损失为12亿美元。"` + evidence + `},{"text":"凯勒说很艰难。"` + evidence +
			`},{"text":"交通部提出异议。","evidence":[5]},{"text":"渔民不满。"` + evidence + `}]` + names)
		if got, want := show(d, c), "诺斯港恢复运行|损失为12亿美元。[4]|凯勒说很艰难。[3]|交通部提出异议。[5]"; got != want || len(d.LeftOut) != 1 || d.LeftOut[0].Why[0].Reason != news.NoGround {
			t.Errorf("%s gives %s, left out %v", evidence, got, d.LeftOut)
		}
		for _, c := range d.Summary {
			if len(c.Findings) > 0 {
				t.Errorf("%s: %v", evidence, c.Findings)
			}
		}
	}
}

// Forms that lose nothing of what was asked for are read at once, too.
func TestOtherForms(t *testing.T) {
	const good = "诺斯港恢复运行|诺斯港周一恢复运行。[1]|损失为12亿美元。[3 4]|交通部提出异议。[5]"
	const summary = `[{"text":"诺斯港周一恢复运行。","evidence":[1]},{"text":"损失为12亿美元。","evidence":[3,4]},{"text":"交通部提出异议。","evidence":[5]}]`
	const whole = `{"title":"诺斯港恢复运行","summary":` + summary + `,"names":[]}`
	noT := strings.TrimPrefix(good, "诺斯港恢复运行")
	enc, _ := json.Marshal(whole)
	enc2, _ := json.Marshal(string(enc))
	en := `{"title":"Northport runs again","summary":[{"text":"Northport runs again since Monday.","evidence":[1]},{"text":"The loss is $1.2bn.","evidence":[3,4]},{"text":"The ministry disputed it.","evidence":[5]}]}`
	for _, tt := range []struct{ name, in, want string }{
		{"concat", strings.Replace(whole, `周一恢复`, `周一" + "恢复`, 1), good},
		{"concat lines", strings.Replace(whole, `周一恢复`, "周一\" +\n    \"恢复", 1), good},
		{"concat single", strings.Replace(strings.ReplaceAll(whole, `"`, `'`), `周一恢复`, "周一' + '恢复", 1), good},
		{"concat dot", strings.Replace(whole, `周一恢复`, `周一" . "恢复`, 1), good},
		{"concat implicit", strings.Replace(whole, `周一恢复`, "周一\"\n   \"恢复", 1), good},
		{"concat all", strings.Replace(whole, `周一恢复`, `周一" + "恢"+"复`, 1), good},
		{"concat backslash", strings.Replace(whole, `周一恢复`, "周一\" \\\n \"恢复", 1), good},
		{"tok end", whole + "</s>", good},
		{"tok im_end", whole + "<|im_end|>", good},
		{"tok in sentence", strings.Replace(whole, `提出异议。"`, `提出异议。<|im_end|>"`, 1), good},
		{"tok in sentence2", strings.Replace(whole, `提出异议。"`, `提出异议。</s>"`, 1), good},
		{"tok in sentence3", strings.Replace(whole, `提出异议。"`, `提出异议。[/INST]"`, 1), good},
		{"tok in sentence4", strings.Replace(whole, `提出异议。"`, `提出异议。<end_of_turn>"`, 1), good},
		{"tok in sentence5", strings.Replace(whole, `提出异议。"`, `提出异议。<｜end▁of▁sentence｜>"`, 1), good},
		{"tok in title", strings.Replace(whole, `恢复运行","sum`, `恢复运行<|eot_id|>","sum`, 1), good},
		{"tok between", strings.Replace(whole, `},{`, `}<|eot_id|>,{`, 1), good},
		{"tok mid", strings.Replace(whole, `周一恢复`, `周一<|im_end|>恢复`, 1), good},
		{"tok begin", "<|im_start|>assistant\n" + whole + "<|im_end|>", good},
		{"tok begin2", "[INST]" + whole + "[/INST]</s>", good},
		{"tok everywhere", "<s>" + strings.ReplaceAll(whole, `。"`, `。</s>"`), good},
		{"tok each", strings.ReplaceAll(whole, `},`, `}</s>,`), good},
		{"tok within key", strings.Replace(whole, `"summary":`, `<|im_end|>"summary":`, 1), good},
		{"tok cut", strings.Replace(whole, `,"names":[]}`, `<|im_end|>`, 1), good},
		{"string summary", `{"title":"诺斯港恢复运行","summary":"诺斯港周一恢复运行。[1] 损失为12亿美元。[3][4] 交通部提出异议。[5]"}`, good},
		{"string summary before", `{"title":"诺斯港恢复运行","summary":"诺斯港周一恢复运行[1]。损失为12亿美元[3, 4]。交通部提出异议[5]。"}`, good},
		{"string summary ju", `{"title":"诺斯港恢复运行","summary":"诺斯港周一恢复运行。（句1）损失为12亿美元。（句3、4）交通部提出异议。（句5）"}`, good},
		{"string summary ju2", `{"title":"诺斯港恢复运行","summary":"诺斯港周一恢复运行（句1）。损失为12亿美元（句3、4）。交通部提出异议（句5）。"}`, good},
		{"string summary paren", `{"title":"诺斯港恢复运行","summary":"诺斯港周一恢复运行。（1）损失为12亿美元。（3、4）交通部提出异议。（5）"}`, good},
		{"string summary paren2", `{"title":"诺斯港恢复运行","summary":"诺斯港周一恢复运行（1）。损失为12亿美元（3，4）。交通部提出异议(5)。"}`, good},
		{"string summary lines", `{"title":"诺斯港恢复运行","summary":"- 诺斯港周一恢复运行。[1]\n- 损失为12亿美元。[3, 4]\n- 交通部提出异议。[5]"}`, good},
		{"string summary lines paren", `{"title":"诺斯港恢复运行","summary":"1. 诺斯港周一恢复运行。（1）\n2. 损失为12亿美元。（3、4）\n3. 交通部提出异议。（5）"}`, good},
		{"string summary text key", `{"title":"诺斯港恢复运行","text":"诺斯港周一恢复运行。[1] 损失为12亿美元。[3][4] 交通部提出异议。[5]"}`, good},
		{"table", "| 句子 | 依据 |\n|---|---|\n| 诺斯港周一恢复运行。 | 1 |\n| 损失为12亿美元。 | 3, 4 |\n| 交通部提出异议。 | [5] |\n", noT},
		{"table title", "# 诺斯港恢复运行\n\n| # | text | evidence |\n|:--|---|--:|\n| 1 | 诺斯港周一恢复运行。 | 1 |\n| 2 | 损失为12亿美元。 | 3, 4 |\n| 3 | 交通部提出异议。 | [5] |\n", good},
		{"table rev", "标题：诺斯港恢复运行\n\n| evidence | text |\n|:--|---|\n| 1 | 诺斯港周一恢复运行。 |\n| 3, 4 | 损失为12亿美元。|\n| [5] | 交通部提出异议。 | \n", good},
		{"table bare", "text | evidence\n--- | ---\n诺斯港周一恢复运行。 | 1\n损失为12亿美元。 | 3, 4\n交通部提出异议。 | 5\n", noT},
		{"yaml", "title: 诺斯港恢复运行\nsummary:\n  - text: 诺斯港周一恢复运行。\n    evidence: [1]\n  - text: \"损失为12亿美元。\"\n    evidence: [3, 4]\n  - text: '交通部提出异议。'\n    evidence:\n      - 5\nnames: []\n", good},
		{"yaml fence", "```yaml\ntitle: \"诺斯港恢复运行\"\nsummary:\n- text: 诺斯港周一恢复运行。\n  evidence: 1\n- text: >\n    损失为12亿\n    美元。\n  evidence:\n  - 3\n  - 4\n- evidence: [5]\n  text: |\n    交通部提出异议。\nnames:\n- source: Northport\n  target: 诺斯港\n```", good},
		{"yaml strings", "title: 诺斯港恢复运行\nsummary:\n  - 诺斯港周一恢复运行。[1]\n  - 损失为12亿美元。[3, 4]\n  - 交通部提出异议。[5]\n", good},
		{"yaml colon", "title: 诺斯港恢复运行\nsummary:\n  - text: 诺斯港周一恢复运行。\n    evidence: [1]\n  - text: 部长说: 损失为12亿美元。\n    evidence: [3]\n  - text: 交通部提出异议。\n    evidence: [5]\n", strings.Replace(strings.Replace(good, "损失为", "部长说：损失为", 1), "3 4", "3", 1)},
		{"yaml map", "title: 诺斯港恢复运行\nsummary:\n  1:\n    text: 诺斯港周一恢复运行。\n    evidence: [1]\n  2:\n    text: 损失为12亿美元。\n    evidence: [3, 4]\n  3:\n    text: 交通部提出异议。\n    evidence: [5]\n", good},
		{"key sentence", `{"title":"诺斯港恢复运行","summary":{"诺斯港周一恢复运行。":[1],"损失为12亿美元。":[3,4],"交通部提出异议。":"5"}}`, good},
		{"key sentence flat", `{"诺斯港周一恢复运行。":[1],"损失为12亿美元。":[3,4],"交通部提出异议。":[5]}`, noT},
		{"key sentence list", `{"title":"诺斯港恢复运行","summary":[{"诺斯港周一恢复运行。":[1]},{"损失为12亿美元。":[3,4]},{"交通部提出异议。":[5]}]}`, good},
		{"words", strings.NewReplacer(`[1]`, `"sentence one"`, `[3,4]`, `"sentences three and four"`, `[5]`, `["five"]`).Replace(whole), good},
		{"words zh", strings.NewReplacer(`[1]`, `"第一句"`, `[3,4]`, `"第三句和第四句"`, `[5]`, `["五"]`).Replace(whole), good},
		{"words ord", strings.NewReplacer(`[1]`, `"the first sentence"`, `[3,4]`, `"the third and fourth sentences"`, `[5]`, `"5th sentence"`).Replace(whole), good},
		{"words de", strings.NewReplacer(`[1]`, `"Satz eins"`, `[3,4]`, `"Sätze drei und vier"`, `[5]`, `"Satz fünf"`).Replace(whole), good},
		{"fullwidth close", strings.NewReplacer(`{`, `｛`, `}`, `｝`, `[`, `［`, `]`, `］`, `,"`, `，"`, `:`, `：`).Replace(whole), good},
		{"fullwidth quot", strings.NewReplacer(`{`, `｛`, `}`, `｝`, `[`, `［`, `]`, `］`, `,`, `，`, `:`, `：`, `"`, `＂`).Replace(whole), good},
		{"fullwidth proper", `｛“title”：“诺斯港恢复运行”，“summary”：［｛“text”：“诺斯港周一恢复运行。”，“evidence”：［１］｝，｛“text”：“损失为12亿美元。”，“evidence”：［３，４］｝，｛“text”：“交通部提出异议。”，“evidence”：［５］｝］｝`, good},
		{"fullwidth brackets 【】", `{“title”：“诺斯港恢复运行”，“summary”：【{“text”：“诺斯港周一恢复运行。”，“evidence”：【1】}，{“text”：“损失为12亿美元。”，“evidence”：【3、4】}，{“text”：“交通部提出异议。”，“evidence”：【5】}】}`, good},
		{"corner quotes", strings.NewReplacer(`"title":"诺斯港恢复运行"`, `「title」:「诺斯港恢复运行」`, `"text":"`, `「text」:「`, `。"`, `。」`).Replace(whole), good},
		{"dup text", `{"title":"诺斯港恢复运行","summary":[{"text":"诺斯港周一恢复运行。","evidence":[1],"text":"损失为12亿美元。","evidence":[3,4],"text":"交通部提出异议。","evidence":[5]}]}`, good},
		{"dup text obj", `{"title":"诺斯港恢复运行","summary":{"text":"诺斯港周一恢复运行。","evidence":[1],"text":"损失为12亿美元。","evidence":[3,4],"text":"交通部提出异议。","evidence":[5]}}`, good},
		{"dup text flat", `{"title":"诺斯港恢复运行","text":"诺斯港周一恢复运行。","evidence":[1],"text":"损失为12亿美元。","evidence":[3,4],"text":"交通部提出异议。","evidence":[5]}`, good},
		{"dup summary", `{"title":"诺斯港恢复运行","summary":[{"text":"诺斯港周一恢复运行。","evidence":[1]}],"summary":[{"text":"损失为12亿美元。","evidence":[3,4]}],"summary":[{"text":"交通部提出异议。","evidence":[5]}]}`, good},
		{"dup two", `{"title":"诺斯港恢复运行","summary":[{"text":"诺斯港周一恢复运行。","evidence":[1],"text":"损失为12亿美元。","evidence":[3,4]},{"text":"交通部提出异议。","evidence":[5]}]}`, good},
		{"dup sloppy", `{"title":"诺斯港恢复运行","summary":[{"text":"诺斯港周一恢复运行。","evidence":[1],"text":"损失为12亿美元。","evidence":[3,4],},{"text":"交通部提出异议。","evidence":[5]},]}`, good},
		{"langs", `{"en":` + en + `,"zh":` + whole + `}`, good},
		{"langs2", `{"zh":` + whole + `,"en":` + en + `}`, good},
		{"langs3", `{"zh-Hans":` + whole + `,"zh-Hant":` + whole + `,"en":` + en + `}`, good},
		{"langs4", `{"english":` + en + `,"中文":` + whole + `}`, good},
		{"langs list", `[` + `{"lang":"zh","title":"诺斯港恢复运行","summary":` + summary + `},{"lang":"en",` + en[1:] + `]`, good},
		{"langs after", whole + "\n\nEnglish:\n" + en, good},
		{"langs text", `{"title":{"en":"Northport runs again","zh":"诺斯港恢复运行"},"summary":[{"text":{"en":"Northport runs again since Monday.","zh":"诺斯港周一恢复运行。"},"evidence":[1]},{"text":{"zh":"损失为12亿美元。","en":"The loss."},"evidence":[3,4]},{"text":{"en":"The ministry disputed it.","zh":"交通部提出异议。"},"evidence":[5]}]}`, good},
		{"langs keys", `{"title_en":"Northport runs again","title_zh":"诺斯港恢复运行","summary":[{"text_en":"Northport runs again since Monday.","text_zh":"诺斯港周一恢复运行。","evidence":[1]},{"text_zh":"损失为12亿美元。","evidence":[3,4]},{"text_en":"The ministry disputed it.","text_zh":"交通部提出异议。","evidence":[5]}]}`, good},
		{"langs member", `{"title":"诺斯港恢复运行","summary":{"en":[{"text":"Northport.","evidence":[1]}],"zh":` + summary + `}}`, good},
		{"langs fields", `{"title":"诺斯港恢复运行","summary":[{"en":"Northport runs again since Monday.","zh":"诺斯港周一恢复运行。","evidence":[1]},{"en":"x","zh":"损失为12亿美元。","evidence":[3,4]},{"en":"y","zh":"交通部提出异议。","evidence":[5]}]}`, good},
		{"bare list", summary, noT},
		{"bare strings", `["诺斯港周一恢复运行。[1]","损失为12亿美元。[3][4]","交通部提出异议。[5]"]`, noT},
		{"bare strings ju", `["诺斯港周一恢复运行。（句1）","损失为12亿美元。（句3、4）","交通部提出异议。（5）"]`, noT},
		{"bare strings prose", "Here it is:\n```json\n[\n  \"诺斯港周一恢复运行。[1]\",\n  \"损失为12亿美元。[3][4]\",\n  \"交通部提出异议。[5]\",\n]\n```", noT},
		{"bare pairs", `[["诺斯港周一恢复运行。",[1]],["损失为12亿美元。",[3,4]],["交通部提出异议。",[5]]]`, noT},
		{"comment bracket", strings.Replace(whole, `,"names"`, ` // the end ] of the list`+"\n,\"names\"", 1), good},
		{"comment swallows", `{"title":"诺斯港恢复运行", // the headline "summary":` + summary + `}`, good},
		{"comment swallows2", "{\"title\":\"诺斯港恢复运行\",\"summary\":" + summary[:len(summary)-1] + " // three ] }", good},
		{"comment swallows3", "{\"title\":\"诺斯港恢复运行\",\"summary\":[ // all {\n" + summary[1:] + " /* end } */ }", good},
		{"comment one line", `{"title":"诺斯港恢复运行","summary":[{"text":"诺斯港周一恢复运行。","evidence":[1]}, // lead` + ` {"text":"损失为12亿美元。","evidence":[3,4]}, // money {"text":"交通部提出异议。","evidence":[5]} // end ]}`, good},
		{"comment unclosed", `{"title":"诺斯港恢复运行","summary":[{"text":"诺斯港周一恢复运行。","evidence":[1] /* lead }, {"text":"损失为12亿美元。","evidence":[3,4]},{"text":"交通部提出异议。","evidence":[5]}]}`, good},
		{"comment in evidence", "{\"title\":\"诺斯港恢复运行\",\"summary\":[{\"text\":\"诺斯港周一恢复运行。\",\"evidence\":[1 // lead]},\n{\"text\":\"损失为12亿美元。\",\"evidence\":[3,4]},{\"text\":\"交通部提出异议。\",\"evidence\":[5]}]}", good},
		{"comment hash", strings.Replace(whole, `,{"text"`, ` # lead`+"\n,{\"text\"", 1), good},
		{"comment html", strings.Replace(whole, `,{"text"`, ` <!-- lead } --> ,{"text"`, 1), good},
		{"comment before list", "// summary\n" + whole, good},
		{"trailing", strings.ReplaceAll(strings.ReplaceAll(whole, `]}`, `],}`), `}]`, `},]`), good},
		{"prose", "当然！以下是摘要：\n\n" + whole + "\n\n希望对你有帮助。", good},
		{"fence", "```json\n" + whole + "\n```\n", good},
		{"encoded", string(enc), good},
		{"encoded2", string(enc2), good},
		{"encoded in prose", "Here: " + string(enc), good},
		{"encoded list", func() string { b, _ := json.Marshal(summary); return string(b) }(), noT},
		{"encoded member", func() string {
			b, _ := json.Marshal(summary)
			return `{"title":"诺斯港恢复运行","summary":` + string(b) + `}`
		}(), good},
		{"encoded fence", func() string {
			b, _ := json.Marshal("```json\n" + whole + "\n```")
			return `{"answer":` + string(b) + `}`
		}(), good},
		{"encoded sloppy", func() string { b, _ := json.Marshal(strings.ReplaceAll(whole, "]}", "],}")); return string(b) }(), good},
		{"people lines paren", "标题：诺斯港恢复运行\n\n1. 诺斯港周一恢复运行。（1）\n2. 损失为12亿美元。（3、4）\n3. 交通部提出异议。（5）\n", good},
		{"people lines dash", "标题：诺斯港恢复运行\n\n- 诺斯港周一恢复运行。 (句1)\n- 损失为12亿美元。 (句3, 4)\n- 交通部提出异议。 (句5)\n", good},
		{"people labelled", "标题：诺斯港恢复运行\n\n诺斯港周一恢复运行。\n依据：1\n\n损失为12亿美元。\n依据：3、4\n\n交通部提出异议。\n依据：5\n", good},
		{"jsonl", strings.NewReplacer("},{", "}\n{", "[{", "{", "}]", "}").Replace(summary), noT},
		{"marks that open twice", strings.NewReplacer(`"title"`, `“title“`, `"text":"`, `“text“:“`, `。"`, `。“`).Replace(whole), good},
		{"tuples", strings.NewReplacer(`[1]`, `(1,)`, `[3,4]`, `(3, 4)`, `"`, `'`).Replace(whole), good},
		{"pieces in brackets", strings.Replace(whole, `"诺斯港周一恢复运行。"`, "(\"诺斯港周一\"\n \"恢复运行。\")", 1), good},
		{"another turn", whole + "<|im_end|>\n<|im_start|>user\nThe next one.<|im_end|>\n<|im_start|>assistant\n" + strings.ReplaceAll(whole, "诺斯港", "别的港"), good},
		{"yaml with objects", "title: 诺斯港恢复运行\nsummary:\n- text: 诺斯港周一恢复运行。\n  evidence: sentence one\n- text: 损失为12亿美元。  # money\n  evidence: 3, 4\n- {text: 交通部提出异议。, evidence: [5]}\n\n希望有用。", good},
		{"people, in words", "**标题**：诺斯港恢复运行\n\n**摘要**：\n1. 诺斯港周一恢复运行。（第1句）\n2. 损失为12亿美元。（第3、4句）\n3. 交通部提出异议。（第5句）", good},
		{"people, one paragraph", "诺斯港周一恢复运行。[1] 损失为12亿美元。[3][4] 交通部提出异议。[5]", noT},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, c := reader(t, "zh-Hans").read(tt.in)
			if got := show(d, c); got != tt.want {
				t.Errorf("%s\ngives %s\nwant  %s", tt.in, got, tt.want)
			}
		})
	}
}

// Of an answer in two scripts the reader's is taken.
func TestAnswerInTwoScripts(t *testing.T) {
	one := func(title, first, second, third string) string {
		return fmt.Sprintf(`{"title":%q,"summary":[{"text":%q,"evidence":[1]},{"text":%q,"evidence":[3]},{"text":%q,"evidence":[5]}]}`, title, first, second, third)
	}
	in := `{"zh-Hans":` + one("港口开放", "港口开放。", "渔民不满。", "交通部否认。") + `,"zh-Hant":` + one("港口重開", "港口重開。", "漁民不滿。", "交通部否認。") +
		`,"de":` + one("Der Hafen ist wieder offen", "Der Hafen ist wieder offen.", "Die Fischer sind nicht zufrieden.", "Das Ministerium hat das bestritten.") + `}`
	for lang, want := range map[string]string{"zh-Hans": "港口开放", "zh-Hant": "港口重開", "de": "Der Hafen ist wieder offen"} {
		if d, c := reader(t, lang).read(in); d.Title != want || len(d.Summary) != 3 || c.fault != noFault {
			t.Errorf("%s: %s", lang, show(d, c))
		}
	}
}

// What is no digest is none, in whatever form.
func TestUnusableAnswers(t *testing.T) {
	r := reader(t, "zh-Hans")
	for _, s := range []string{
		"", "{}", "[]", "</s>", "<|im_end|>", `{"title":"…","summary":"…"}`, `{"title":"港口","summary":"港口开放。"}`, `["港口", "船"]`, `["港口开放。", "船在等候。"]`,
		"- a: b\n- c: d", "| a | b |\n|---|---|\n| 港口 | 船 |\n", "| 港口 | 2026 | 3 |\n| 船 | 2025 | 4 |\n", "title: 港口\nsummary: []\n", "text: 港口\n", `{"港口开放了。":"yes"}`, `{"港口开放了。":[1]}`,
		"[1] NORTHPORT, March 10 (CNA) - The harbour of Northport reopened.\n[2] More than 100 ships.\n", "Rules:\n1. Every sentence cites its evidence [1].\n2. Write at most six sentences.\n",
		`{"en":{"title":"x","summary":[{"text":"The port is open again.","evidence":[1]}]}}`, "title: …\nsummary:\n- text: …\n  evidence: [1]\n",
		`{"title": "headline", "summary": [{"text": "one sentence", "evidence": [1, 2]}]}`, r.brief.System, r.brief.User, strings.Repeat("港口开放。[1]", 40),
	} {
		if d, c := r.read(s); c.fault == noFault || len(d.Summary) > 0 {
			t.Errorf("%.300s\ngives %s", s, show(d, c))
		}
	}
}

// A field without end falls, and nothing else does.
func TestFieldsWithoutEnd(t *testing.T) {
	const whole = `{"title":"诺斯港恢复运行","summary":[{"text":"诺斯港周一恢复运行。","evidence":[1]},{"text":"损失为12亿美元。","evidence":[3,4]},{"text":"交通部提出异议。","evidence":[5]},{"text":"渔民不满。","evidence":[7]}],"names":[]}`
	const rest = "|诺斯港周一恢复运行。[1]|交通部提出异议。[5]|渔民不满。[7]"
	for name, tt := range map[string]struct{ old, with, want string }{
		"a sentence":                  {"损失为12亿美元。", strings.Repeat("损失为12亿美元。", 50_000), "诺斯港恢复运行" + rest},
		"a sentence with quotations":  {"损失为12亿美元。", strings.Repeat(`他说\"是12亿\"。`, 50_000), "诺斯港恢复运行" + rest},
		"a sentence of one character": {"损失为12亿美元。", strings.Repeat("长", 400_000), "诺斯港恢复运行" + rest},
		"a headline":                  {"诺斯港恢复运行", strings.Repeat("诺斯港恢复运行", 50_000), "|诺斯港周一恢复运行。[1]|损失为12亿美元。[3 4]|交通部提出异议。[5]|渔民不满。[7]"},
		"evidence":                    {"[3,4]", "[" + strings.Repeat("3,4,", 50_000) + "4]", "诺斯港恢复运行|诺斯港周一恢复运行。[1]|损失为12亿美元。[3 4]|交通部提出异议。[5]|渔民不满。[7]"},
		"a name":                      {`"names":[]`, `"names":[{"source":"` + strings.Repeat("Northport ", 50_000) + `","target":"诺斯港"}]`, "诺斯港恢复运行|诺斯港周一恢复运行。[1]|损失为12亿美元。[3 4]|交通部提出异议。[5]|渔民不满。[7]"},
	} {
		d, c := reader(t, "zh-Hans").read(strings.Replace(whole, tt.old, tt.with, 1))
		c.fault = noFault // that the headline is missing is said
		if got := show(d, c); got != tt.want {
			t.Errorf("%s: %.400s", name, got)
		}
	}
	if _, c := reader(t, "zh-Hans").read(strings.Repeat(whole, 300)); c.fault != answerLong {
		t.Errorf("an answer without end: %s", c)
	}
}
