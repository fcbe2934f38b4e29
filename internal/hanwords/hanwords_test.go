package hanwords

import (
	"slices"
	"strings"
	"testing"
)

var standings = []string{Cut: "cut", Within: "within", Unsure: "unsure", Whole: "whole"}

// What seems a name in a text is one only if it is made of whole words.
func TestStands(t *testing.T) {
	for _, c := range []struct{ text, part, want string }{
		{"下周四一辆卡车翻下山坡", "四一", "cut"},
		{"星期五一早他们就出发了", "五一", "cut"},
		{"村民在五一期间休息三天", "五一", "whole"},
		{"到场的有六四百人", "六四", "within"},
		{"面对高通胀和高利率", "高通", "cut"},
		{"芯片企业高通公布了业绩", "高通", "whole"},
		{"一些发展中国家提出异议", "中国", "within"},
		{"他在中国住了十年", "中国", "whole"},
		{"中国际关系研究者认为", "中国", "cut"},
		{"两家线上合作平台", "上合", "cut"},
		{"渔民为了以方便运输为由", "以方", "cut"},
		{"以方拒绝评论", "以方", "whole"},
		{"该国药品短缺", "国药", "cut"},
		{"市政府关联大楼", "联大", "cut"},
		{"重大连锁反应", "大连", "cut"},
		{"该省长年干旱", "省长", "unsure"},
		{"他们从大连出发", "大连", "whole"},
		{"这款大马力拖拉机", "大马", "within"},
		{"复合肥料涨价", "合肥", "within"},
		{"河流出海口水位上升", "海口", "within"},
		{"韩国法院作出裁决", "国法", "cut"},
		{"韩国法院作出裁决", "韩国", "whole"},
		{"三星期后结果公布", "三星", "within"},
		{"路线路透明度不高", "路透", "cut"},
		{"水温升到九百度以上", "百度", "cut"},
		{"一名旅客在天津被拦下", "天津", "whole"},
	} {
		i := strings.Index(c.text, c.part)
		part := Extent{i, i + len(c.part)}
		if got, word := Part(c.text, []Extent{part}).Stands(part); standings[got] != c.want {
			t.Errorf("%s in %s is %s, want %s: %s", c.part, c.text, standings[got], c.want, c.text[word.Start:word.End])
		}
	}
}

// A place that begins or ends within a character is no part of the text.
func TestStandsNowhere(t *testing.T) {
	w := Part("天津", []Extent{{1, 3}, {0, 9}, {3, 3}})
	for _, part := range []Extent{{1, 3}, {0, 9}, {3, 3}, {0, 2}} {
		if got, _ := w.Stands(part); got != Cut {
			t.Errorf("%v is %s", part, standings[got])
		}
	}
}

// The words of the likeliest path make up the text, whatever is in it.
func FuzzPart(f *testing.F) {
	f.Add("周三一名法官在20国集团开会", 6, 12)
	f.Add("\xff周\x80日零", 0, 4)
	f.Fuzz(func(t *testing.T, s string, start, end int) {
		w := Part(s, []Extent{{start, end}})
		at := 0
		w.Each(func(word Extent) {
			if word.Start != at || word.End <= at {
				t.Fatalf("%q: a word from %d to %d, want one from %d", s, word.Start, word.End, at)
			}
			at = word.End
		})
		if at != len(s) {
			t.Fatalf("%q: the words end at %d", s, at)
		}
		w.Stands(Extent{start, end})
	})
}

// The list is in order, and the tree finds each word of it.
func TestDictionary(t *testing.T) {
	entries := list(unpacked())
	if len(entries) < 300_000 || !slices.IsSortedFunc(entries, func(a, b entry) int { return slices.Compare(a.word, b.word) }) {
		t.Fatalf("%d words, or not in order", len(entries))
	}
	for i := 0; i < len(entries); i += 97 {
		var word strings.Builder
		for _, r := range entries[i].word {
			word.WriteRune(rune(r))
		}
		if got := words().find(word.String()); got != max(1, entries[i].weight) {
			t.Errorf("%s weighs %d, want %d", word.String(), got, entries[i].weight)
		}
	}
	for _, no := range []string{"", "中国国", "abc", "龘龘"} {
		if listed, _ := Listed(no); listed {
			t.Errorf("%q is listed", no)
		}
	}
}

// A name sounds like its original in each script, and like few others.
func TestLike(t *testing.T) {
	for _, c := range []struct {
		chinese, latin string
		like           bool
	}{
		{"塔罗", "Tarrow", true}, {"布兰德沃尔", "Brandvoll", true}, {"惠特科姆", "Whitcomb", true}, {"胡安", "Juan", true},
		{"谢尔巴科夫", "Shcherbakov", true}, {"冈萨雷斯", "González", true}, {"亚历克斯", "Alex", true}, {"金斯利", "Kingsley", true},
		{"吉尔吉斯", "Kyrgyz", true}, {"热拉尔", "Gérard", true}, {"若昂", "João", true}, {"尼采", "Nietzsche", true}, {"赖特", "Wright", true},
		{"米切尔", "Mitchell", true}, {"帕特里克", "Patrick", true}, {"杜桑", "Dušan", true}, {"凯斯提亚", "Kestian", true},
		{"哈尔沃森", "Brandvoll", false}, {"卡塔赫纳", "Colombian", false}, {"埃斯特", "Lebanon", false}, {"惠特科姆", "Tarrow", false},
		{"谢尔巴科夫", "González", false}, {"帕特里克", "Mitchell", false}, {"布兰德沃尔", "", false},
	} {
		if got := Of(c.chinese).Like(Latin(c.latin)); got != c.like {
			t.Errorf("%s %s, %s %s: like is %t", c.chinese, Of(c.chinese), c.latin, Latin(c.latin), got)
		}
	}
	if !Of("哈尔沃森").Like(Katakana("ハルヴォルセン")) || Of("哈尔沃森").Like(Katakana("ミッチェル")) {
		t.Error("katakana")
	}
}

func BenchmarkPart(b *testing.B) {
	words()
	const s = "高速公路重大连环车祸造成四人死亡，两国将加强线上合作，凯斯提亚驻华大使会见了家属。"
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Part(s, nil)
	}
}

func BenchmarkDictionary(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		unpack(unpacked())
	}
}
