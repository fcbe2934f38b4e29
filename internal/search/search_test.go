package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTokens(t *testing.T) {
	for _, c := range [][2]string{
		{"", ""},
		{"The Ferry’s crew voted.", "the ferry s crew voted"},
		{"中美关系", "中 中美 美关 关系 系"},
		{"中", "中"},
		{"中國，台灣", "中 中国 国 台 台湾 湾"},
		{"iPhone手机 15", "iphone 手 手机 机 15"},
		{"2024年3月", "2024 年 3 月"},
		{"U.S. and E.U. talks, etc.", "us and eu talks etc"},
		{"A. Moor", "a moor"},
		{"Zürich, cafe\u0301, Łódź, straße, Ελλάς", "zurich cafe lodz strasse ελλας"},
		{"ＡＩ ﬁsh ①", "ai fish 1"},
		{"東京タワーへ", "东 东京 京タ タワ ワー ーへ へ"},
		{"서울에서", "서 서울 울에 에서 서"},
		{"ﾃﾚﾋ", "テ テレ レヒ ヒ"},
		{"don't", "don t"},
		{"\xff\xfe中\xff国", "中 国"},
		{"😀 emoji 🇨🇳", "emoji"},
	} {
		if got := Tokens(c[0]); got != c[1] {
			t.Errorf("Tokens(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

// inflected writes out the words of an expected query that stand for all of their forms: ~"ferry".
func inflected(want, mark, or string) string {
	for {
		before, after, ok := strings.Cut(want, "~"+mark)
		if !ok {
			return want
		}
		word, rest, _ := strings.Cut(after, mark)
		each := Forms(word)
		for i, w := range each {
			each[i] = mark + w + mark
		}
		want = before + strings.Join(each, or) + rest
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ query, fts, ts string }{
		{"ferry strike", `(~"ferry") AND (~"strike")`, `((~'ferry')) & ((~'strike'))`},
		{`"ferry strike"`, `("ferry strike")`, `(('ferry' <-> 'strike'))`},
		{"中国政府", `("中国 国政 政府")`, `(('中国' <-> '国政' <-> '政府'))`},
		{"中國", `("中国")`, `(('中国'))`},
		{"美", "(\"\ue000美\")", "(('\ue000美'))"},
		{"taiwan 经济", `(~"taiwan") AND ("经济")`, `((~'taiwan')) & (('经济'))`},
		{"ferry -bread", `((~"ferry")) NOT (~"bread")`, `(((~'ferry'))) & !((~'bread'))`},
		{`ferry -"bread"`, `((~"ferry")) NOT ("bread")`, `(((~'ferry'))) & !(('bread'))`},
		{"ferry OR boat strike", `(~"ferry" OR ~"boat") AND (~"strike")`, `((~'ferry') | (~'boat')) & ((~'strike'))`},
		{"robo-taxi", `("robo taxi" OR "robo taxied" OR "robo taxies" OR "robo taxiing" OR "robo taxiings" OR "robo taxis")`, ""},
		{"1.24万 -3亿", `(("12400" OR "12 400" OR "\ue00212400")) NOT ("300000000" OR "300 000 000" OR "\ue002300000000")`, ""},
		{`"1.24万"`, `("1 24 万")`, `(('1' <-> '24' <-> '万'))`},
		{"tariff*", `("tariff" *)`, `(('tariff':*))`},
		{"covid-19", `("covid 19")`, `(('covid' <-> '19'))`},
		{"中国，政府", `("中国") AND ("政府")`, `(('中国')) & (('政府'))`},
		{"“中国，政府”", `("中国 国 政 政府")`, `(('中国' <-> '国' <-> '政' <-> '政府'))`},
		{"iPhone手机壳", `("iphone 手 手机 机壳")`, `(('iphone' <-> '手' <-> '手机' <-> '机壳'))`},
		{"2024年", `("2024 年")`, `(('2024' <-> '年'))`},
		{"年3月", `("年 3 月")`, `(('年' <-> '3' <-> '月'))`},
		{"中国2024", `("中国 国 2024")`, `(('中国' <-> '国' <-> '2024'))`},
		{"國*", "(\"\ue000国\")", "(('\ue000国'))"},
		{`"unclosed phrase`, `("unclosed phrase")`, `(('unclosed' <-> 'phrase'))`},
		{`a"b c"d`, `("a") AND ("b c") AND ("d")`, `(('a')) & (('b' <-> 'c')) & (('d'))`},
		{"OR ferry OR", `(~"ferry")`, `((~'ferry'))`},
		{"don't", `("don t")`, `(('don' <-> 't'))`},
		{"'); DROP TABLE x --", `(~"drop") AND (~"table") AND ("x")`, `((~'drop')) & ((~'table')) & (('x'))`},
		{"???", "", ""},
		{"", "", ""},
		{"source:bbc", "", ""},
	} {
		q, err := Parse(c.query)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.query, err)
			continue
		}
		if got, want := q.FTS5(), inflected(strings.ReplaceAll(c.fts, `\ue002`, numberMark), `"`, " OR "); got != want {
			t.Errorf("%q: FTS5 %s, want %s", c.query, got, want)
		}
		if got, want := q.TSQuery(), inflected(c.ts, "'", ") | ("); got != want && (c.ts != "" || c.fts == "") {
			t.Errorf("%q: tsquery %s, want %s", c.query, got, want)
		}
	}
}

func TestFilters(t *testing.T) {
	q, err := Parse(`ferry source:bbc source:"the lantern" lang:en topic：港口 from:2026-11 to:2026-11-23 http://x`)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(q.Source, q.Lang, q.Topic, q.From.Format(" 2006-01-02"), q.To.Format(" 2006-01-02"), q.FTS5())
	if want := `[bbc the lantern] [en] [港口] 2026-11-01 2026-11-24(~"ferry") AND ("http x")`; got != inflected(want, `"`, " OR ") {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, c := range [][2]string{
		{"from:2026", "2026-01-01"}, {"from:2026年11月3日", "2026-11-03"}, {"to:2026", "2027-01-01"}, {"to:2026/2", "2026-03-01"}, {"from:20261123", "2026-11-23"},
	} {
		q, err := Parse(c[0])
		if day := q.From.Add(q.To.Sub(q.From)); err != nil || q.From.Format("2006-01-02") != c[1] && q.To.Format("2006-01-02") != c[1] {
			t.Errorf("%s: %v %v %v", c[0], q, day, err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range [][2]string{
		{"from:yesterday", "from:yesterday is not a date: write from:2026-11-23"},
		{"-ferry", errOnlyNot.Error()},
		{"ferry -source:bbc", errExcluded.Error()},
		{strings.Repeat("a ", 51), errLong.Error()},
		{strings.Repeat("a", 2001), errLong.Error()},
	} {
		if _, err := Parse(c[0]); err == nil || err.Error() != c[1] {
			t.Errorf("Parse(%.20q): %v, want %s", c[0], err, c[1])
		}
	}
}

func show(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestSnippet(t *testing.T) {
	english := "The morning was calm. Nobody in the harbour office had expected what came next.\n\nFerry crews voted on Monday to strike for a third week, after talks over night shifts broke down. Passengers were told to travel by land. The company said that it regretted the decision and would go on talking."
	chinese := "港口的早晨很平静。办公室里没有人料到接下来的事情。\n\n渡轮工人周一投票决定连续第三周罢工，此前有关夜班的谈判破裂。乘客被告知改走陆路。公司表示遗憾，并称将继续谈判。"
	for _, c := range []struct {
		text, query string
		width       int
		want        string
	}{
		{english, "strike", 60, "…on Monday to [strike] for a third week, after talks over night…"},
		{english, "nothing", 40, "The morning was calm. Nobody in the …"},
		{english, "ferry strike", 80, "…[Ferry] crews voted on Monday to [strike] for a third week, after talks over night …"},
		{chinese, "罢工", 40, "…续第三周[罢工]，此前有关夜班的谈判破裂。乘…"},
		{chinese, "談判", 60, "…前有关夜班的[谈判]破裂。乘客被告知改走陆路。公司表示遗憾，并称…"},
		{chinese, "罢", 40, "…续第三周[罢]工，此前有关夜班的谈判破裂。乘…"},
		{"短文", "短", 40, "[短]文"},
		{"", "x", 40, ""},
	} {
		q, err := Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		got := show(Snippet(c.text, q, c.width))
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.query, got, c.want)
		}
	}
}

// TestRecall compares Match with a search for the plain string: Chinese queries
// of two characters and more are found wherever they stand, and nothing else is.
func TestRecall(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const letters = "中国政府美关系经济台湾问题会议"
	chars := []rune(letters)
	gaps := []string{"，", "。", " ", "\n", "2026", " Reuters ", "”", "·", ""}
	write := func() string {
		var b strings.Builder
		for range 1 + rng.IntN(12) {
			for range rng.IntN(7) {
				b.WriteRune(chars[rng.IntN(len(chars))])
			}
			b.WriteString(gaps[rng.IntN(len(gaps))])
		}
		return b.String()
	}
	found := 0
	for range 20_000 {
		doc := write()
		want := make([]rune, 2+rng.IntN(4))
		for i := range want {
			want[i] = chars[rng.IntN(len(chars))]
		}
		if rng.IntN(2) == 0 { // a query that is in the text, if it has one
			if at := []rune(doc); len(at) > 5 {
				i := rng.IntN(len(at) - 3)
				if part := string(at[i : i+3]); strings.Trim(part, letters) == "" {
					want = []rune(part)
				}
			}
		}
		q, err := Parse(string(want))
		if err != nil {
			t.Fatal(err)
		}
		is := strings.Contains(doc, string(want))
		if q.Match(doc) != is {
			t.Fatalf("%q in %q: found %v, stands there %v", string(want), doc, !is, is)
		}
		if is {
			found++
			if s := show(Snippet(doc, q, 40)); !strings.Contains(s, "["+string(want)) && !strings.Contains(s, string(want)+"]") {
				t.Fatalf("%q is not marked in %q: %s", string(want), doc, s)
			}
		}
	}
	t.Logf("20,000 queries, %d in their text: recall 100 %%, no false hit", found)
}

// TestRecallBesideWords does the same for single characters, and for phrases in which
// characters stand next to words and figures, without the spaces that would part them.
func TestRecallBesideWords(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	parts := []string{"中", "国", "年", "月", "3", "2024", "Reuters"}
	write := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(parts[rng.IntN(len(parts))])
		}
		return b.String()
	}
	found := 0
	for range 20_000 {
		doc, query := write(1+rng.IntN(12)), write(1+rng.IntN(4))
		q, err := Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		is := standsIn(doc, query)
		if q.Match(doc) != is {
			t.Fatalf("%q in %q: found %v, stands there %v", query, doc, !is, is)
		}
		if is {
			found++
		}
	}
	t.Logf("%d found", found)
}

// standsIn reports whether query stands in doc, no word or figure of it being a part of a longer one.
func standsIn(doc, query string) bool {
	inWord := func(s string) bool {
		r, _ := utf8.DecodeRuneInString(s)
		return s != "" && wordRune(r) && !wide(r)
	}
	for i := range doc {
		rest, ok := strings.CutPrefix(doc[i:], query)
		_, n := utf8.DecodeLastRuneInString(doc[:i])
		_, m := utf8.DecodeLastRuneInString(query)
		if ok && !(inWord(doc[i-n:i]) && inWord(query)) && !(inWord(rest) && inWord(query[len(query)-m:])) {
			return true
		}
	}
	return false
}

func TestSingles(t *testing.T) {
	for _, c := range [][2]string{
		{"", ""}, {"ferry 3", ""}, {"中國，中国 iPhone壳", "中国壳"}, {"東京タワー ﾃﾚ", "东京タワーテレ"}, {"서울 〇 👍", "서울〇"},
	} {
		got := strings.NewReplacer(single, "", " ", "").Replace(Singles(c[0]))
		if got != c[1] {
			t.Errorf("Singles(%q) = %q, want %q", c[0], got, c[1])
		}
	}
	if got, want := Indexed("ferry 中中"), single+"中 ferry 中 中中 中"; got != want {
		t.Errorf("Indexed: %q", got)
	}
}

func TestTSVector(t *testing.T) {
	if got, want := TSVector("Ferry 中国"), "'\ue000中' '\ue000国' 'ferry':1 '中':2 '中国':3 '国':4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"ferry -bread", `"a b" OR c*`, "source:x from:2026", "－中国 “台湾” ：", "a:\"", "-\"", "U.S.A. ﾃﾚﾋﾞ é\u0301", "ﾋ\ufc5eé"} {
		f.Add(s, "Ferry crews in 中国 voted. "+s)
	}
	f.Fuzz(func(t *testing.T, query, doc string) {
		ts := tokens(doc)
		for i, tok := range ts {
			if tok.start < 0 || tok.start >= tok.end || tok.end > len(doc) || tok.text == "" || i > 0 && tok.start < ts[i-1].start {
				t.Errorf("token %+v of %q", tok, doc)
			}
			if strings.ContainsAny(tok.text, " \"'\\*&|!:()") {
				t.Errorf("token %q holds an operator", tok.text)
			}
		}
		for _, tok := range ts {
			if !tok.wide && utf8.RuneCountInString(tok.text) > 2 && Tokens(tok.text) != tok.text {
				t.Errorf("token %q becomes %q", tok.text, Tokens(tok.text))
			}
		}
		q, err := Parse(query)
		if err != nil {
			return
		}
		if q.FTS5() == "" != (len(q.All) == 0) || q.TSQuery() == "" != (len(q.All) == 0) {
			t.Errorf("%q: %q, %q", query, q.FTS5(), q.TSQuery())
		}
		width := 0
		for _, p := range Snippet(doc, q, 60) {
			if !utf8.ValidString(p.Text) && utf8.ValidString(doc) {
				t.Errorf("part %q of %q is cut inside a character", p.Text, doc)
			}
			width += len(p.Text)
		}
		if len(q.All) == 0 && width > 4*60+8 {
			t.Errorf("snippet of %d bytes", width)
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	english := strings.Repeat("Ferry crews voted on Monday to strike for a third week, after talks broke down. ", 60)
	chinese := strings.Repeat("渡轮工人周一投票决定连续第三周罢工，此前有关夜班的谈判破裂。", 50)
	for _, c := range [][2]string{{"english", english}, {"chinese", chinese}} {
		b.Run(c[0], func(b *testing.B) {
			b.SetBytes(int64(len(c[1])))
			for b.Loop() {
				Tokens(c[1])
			}
		})
	}
}
