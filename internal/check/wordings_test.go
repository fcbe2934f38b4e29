package check

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/news"
)

// sunday is the day on which the reports of the tests of wordings are published: 8 March
// 2026, a Sunday.
var sunday = time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)

func TestWordings(t *testing.T) {
	for _, c := range []struct {
		lang, source, to string
		want             []news.Name
	}{
		{"en", "The Orvane fund will pay up to $12.9bn per year to about 1.3 million people in 449,000 homes.", "zh-Hans", []news.Name{
			{Source: "up to $12.9bn per year", Target: "每年最多129亿美元"}, {Source: "about 1.3 million", Target: "约130万"}, {Source: "449,000", Target: "44.9万"}}},
		{"en", "Tarn Mills raised £7m and A$5m for the second-largest dock, its sixth consecutive quarter of growth.", "zh-Hans", []news.Name{
			{Source: "£7m", Target: "700万英镑"}, {Source: "A$5m", Target: "500万澳元"}, {Source: "second-largest", Target: "第二大"},
			{Source: "sixth consecutive quarter", Target: "连续第六个季度"}}},
		{"en", "Between 30 and 40% of voters, or two-thirds of the young, saw rates rise by at least 25 basis points.", "zh-Hans", []news.Name{
			{Source: "Between 30 and 40%", Target: "30%至40%"}, {Source: "two-thirds", Target: "三分之二"}, {Source: "at least 25 basis points", Target: "至少25个基点"}}},
		{"en", "Hundreds of thousands of people marched for several days; the crowd doubled on Friday.", "zh-Hans", []news.Name{
			{Source: "Hundreds of thousands", Target: "数十万"}, {Source: "several days", Target: "数天"}, {Source: "doubled", Target: "翻一番"},
			{Source: "Friday", Target: "3月6日"}}},
		{"en", "Ana Ruel, a 57-year-old nurse, walked 20 miles and crossed 3 square miles of marsh at 8pm.", "zh-Hans", []news.Name{
			{Source: "57-year-old", Target: "57岁"}, {Source: "20 miles", Target: "20英里"}, {Source: "3 square miles", Target: "3平方英里"}, {Source: "8pm", Target: "20时"}}},
		{"en", "In the first half of 2025 nine of 10 lenders, well over half of them aged 60 or over, lost $2bn, or all.", "zh-Hans", []news.Name{
			{Source: "first half", Target: "上半年"}, {Source: "nine of 10", Target: "十个中的九个"},
			{Source: "well over half", Target: "超过一半"}, {Source: "60 or over", Target: "至少60岁"}, {Source: "$2bn", Target: "20亿美元"}}},
		{"en", "He drank from 5-gallon jugs for 14 seconds at 2,300 feet.", "zh-Hans", []news.Name{
			{Source: "5-gallon", Target: "5加仑"}, {Source: "14 seconds", Target: "14秒"}, {Source: "2,300 feet", Target: "2300英尺"}}},
		{"en", "Two of the three ships were lost.", "zh-Hans", []news.Name{{Source: "Two of the three", Target: "三个中的两个"}}},
		{"en", "Up to $3bn was lent, more than 120,000 euros of it at 5pm.", "zh-Hant", []news.Name{
			{Source: "Up to $3bn", Target: "最多30億美元"}, {Source: "more than 120,000 euros", Target: "超過12萬歐元"}, {Source: "5pm", Target: "17時"}}},
		{"de", "Rund 12,9 Milliarden Euro fließen an mindestens 1.300 Orte.", "zh-Hans", []news.Name{
			{Source: "Rund 12,9 Milliarden Euro", Target: "约129亿欧元"}, {Source: "mindestens 1.300", Target: "至少1300"}}},
		{"ja", "約12億円を少なくとも3万世帯に配る。", "zh-Hans", []news.Name{{Source: "約12億円", Target: "约12亿日元"}, {Source: "少なくとも3万", Target: "至少3万"}}},
		{"zh", "第二季度，19岁的选手以零下30摄氏度出赛，造价为2.7亿元至3亿元，利率上调25个基点。", "en", []news.Name{
			{Source: "第二季度", Target: "second quarter"}, {Source: "19岁", Target: "19 years old"}, {Source: "2.7亿元至3亿元", Target: "270 million to 300 million yuan"},
			{Source: "25个基点", Target: "25 basis points"}}},
		{"de", "Ein 38-Jähriger wartete im ersten Quartal; die Rendite zweijähriger Anleihen fiel.", "zh-Hans", []news.Name{
			{Source: "38-Jähriger", Target: "38岁"}, {Source: "ersten Quartal", Target: "第一季度"}}},
		{"en", "Fees rose from £214 to £252.50 and the staff grew from 190 to 262; 60 to 80 guests came.", "zh-Hans", []news.Name{
			{Source: "from £214 to £252.50", Target: "从214英镑到252.5英镑"}, {Source: "from 190 to 262", Target: "从190到262"}, {Source: "60 to 80", Target: "60至80"}}},
		{"en", "Fees rose from £214 to £252.50.", "de", nil},
		{"en", "Fees rose from 190 to 262 yen.", "ja", []news.Name{{Source: "from 190 to 262 yen", Target: "190円から262円"}}},
		{"en", "Mrs Tao paid Rmb460,000, then RMB905 and Rmb1.04mn more, and lost about Rmb3mn.", "zh-Hans", []news.Name{
			{Source: "Rmb460,000", Target: "46万元人民币"}, {Source: "RMB905", Target: "905元人民币"}, {Source: "Rmb1.04mn", Target: "104万元人民币"},
			{Source: "about Rmb3mn", Target: "约300万元人民币"}}},
		{"en", "The mayor said on Friday that it had happened.", "zh-Hans", []news.Name{{Source: "Friday", Target: "3月6日"}}},
		{"en", "The tower fell on a Friday, the mayor said.", "zh-Hans", []news.Name{{Source: "Friday", Target: "周五"}}},
		{"en", "The first Friday in Lent was quiet.", "zh-Hans", []news.Name{{Source: "Friday", Target: "周五"}}},
		{"de", "Gelernt hat sie an der Abendschule in Ostheim, dienstags.", "zh-Hans", nil},
		{"de", "Montags wurde dort demonstriert, sagte Keller.", "zh-Hans", nil},
		{"de", "Eines Sonntags fragte ihn eine Mutter, was er tat.", "zh-Hans", nil},
		{"de", "An einem Dienstag begann die Reise.", "zh-Hans", []news.Name{{Source: "Dienstag", Target: "周二"}}},
		{"de", "Am Dienstag begann die Reise.", "zh-Hans", []news.Name{{Source: "Dienstag", Target: "3月3日"}}},
		{"zh", "检查组原定十二日到，十二日上午推迟，夜里十一点多离开；他守闸十四年，等了十二天。", "en", []news.Name{
			{Source: "十四年", Target: "14 years"}, {Source: "十二天", Target: "12 days"}}},
		{"zh", "民國十四年建成的堤，23年再修，花了15年时间，被判12年有期徒刑，20年来首次。", "en", []news.Name{
			{Source: "12年", Target: "12 years"}, {Source: "20年", Target: "20 years"}}},
		{"ja", "小学4年から6年までの16人が、28年春の開業を待つ。令和8年に始まり、10年前の4倍、3年間で2割増えた。11日に公表した。", "en", []news.Name{
			{Source: "10年", Target: "10 years"}, {Source: "3年間", Target: "3 years"}, {Source: "2割", Target: "20%"}}},
		{"fr", "La ville d'Arlenne versera 7,5 % par an.", "zh-Hans", []news.Name{{Source: "7,5 % par an", Target: "每年7.5%"}}},
	} {
		got := wordingsOf(c.lang, c.source, sunday, c.to)
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v", c.source, got)
			continue
		}
		for i, n := range got {
			if n != c.want[i] {
				t.Errorf("%s: got %v, want %v", c.source, n, c.want[i])
			}
		}
	}
}

// What can be read in two ways has no rendering.
func TestWordingsAreSilent(t *testing.T) {
	for _, s := range []string{
		"It costs 50 cents.",
		"The talks went on over three days.",
		"He carried 5 pounds of it.",
		"They sold 10 to 12,000 of them.",
		"May Tolland and April Voss came.",
		"The index stood at 12 points.",
		"He paid 300 francs and 40 pesos.",
		"It was up to 12 now.",
		"The A350 and the R9 landed.",
		"They met for a quarter.",
		"She waited a second.",
		"Most of the time it rained.",
		"He drank a half-liter of milk.",
		"They led for three quarters.",
		"He stepped up to point out the hole.",
		"It is a 3200 or 4200.",
		"It cost $600, 000 then.",
		"It came at 3: 20 p. m. there.",
		"The second half of it was lost.",
		"It fell to -30C at night.",
		"It opened on a 737-800.",
		"The 2020's best were shown.",
		"Yes, Kyiv's 517 lb-ft motor ran.",
		"It earned less than a year earlier.",
		"The five-year plan was read.",
		"They fought it from above, two of them.",
		"He played over three seasons.",
		"She won the first quarterfinal.",
		"He ran for a touchdown in the second quarter.",
		"She is 5 feet - 8 inches tall.",
		"He had nine touchdowns in 10 games.",
		"It closed at NT $5 there.",
	} {
		if got := wordingsOf("en", s, sunday, "zh-Hans"); got != nil {
			t.Errorf("%s: %v", s, got)
		}
	}
	bare := news.Article{Lang: "en", URL: "https://news.example.com.au/a", Published: sunday}
	if got := Wordings(bare, "It raised $5m.", "zh-Hans"); got != nil {
		t.Errorf("a dollar of another country: %v", got)
	}
}

// tongues are the languages in which wordings are given.
var tongues = []string{"zh-Hans", "zh-Hant", "zh-HK", "en", "de", "ja"}

// Each rendering reads back: the rules find no fault in it, set against the sentence alone.
func TestWordingsReadBack(t *testing.T) {
	count := map[string]int{}
	for _, s := range renderable(t) {
		for _, to := range tongues {
			for _, n := range wordingsOf(s.lang, s.text, sunday, to) {
				count[to]++
				if f := backwards(s.lang, s.text, n.Target, to); len(f) > 0 {
					t.Errorf("%s to %s: %q = %s: %v", s.lang, to, n.Source, n.Target, f)
				}
				if !strings.Contains(s.text, n.Source) {
					t.Errorf("%s: %q is not in %q", to, n.Source, s.text)
				}
			}
		}
	}
	for _, to := range tongues {
		t.Logf("%s: %d renderings", to, count[to])
		if count[to] < 100 {
			t.Errorf("%s: only %d renderings", to, count[to])
		}
	}
}

// backwards checks a rendering against the sentence that it is of.
func backwards(lang, s, target, to string) []news.Finding {
	src := &source{published: sunday, lang: lang, names: Checker{}.glossary()}
	src.numbered = []sentence{read(s, lang, sunday)}
	src.index()
	claim := readClaim(target, to, sunday, nil)
	g := src.ground([]int{1})
	return append(g.numbers(claim), g.dates(claim)...)
}

// renderable are sentences of reports in all languages: those of the blind rounds and of
// the list below.
func renderable(t testing.TB) []struct{ lang, text string } {
	var out []struct{ lang, text string }
	for _, file := range []string{"testdata/blind.jsonl", "testdata/blind2.jsonl", "testdata/blind3.jsonl"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			var c struct{ Source []string }
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
			for _, s := range c.Source {
				lang := latin.Language(s)
				if r := readerOf(s, ""); han.Is(s) && r.Read(s, sunday).Japanese {
					lang = "ja"
				} else if han.Is(s) {
					lang = "zh"
				}
				out = append(out, struct{ lang, text string }{lang, s})
			}
		}
	}
	return append(out, []struct{ lang, text string }{
		{"zh", "奥尔文市最多出资129亿美元，至少300人受益，三分之二的居民赞成。"},
		{"zh", "塔恩公司去年营收增至三倍，达4.2亿欧元，约1.3万人因此获益。"},
		{"zh", "2025年10月3日，数十万人走上街头，占人口的12.5%。"},
		{"zh", "利率上调25个基点，失业率下降0.3个百分点，船速不到20公里。"},
		{"ja", "市は約12億円を支出し、少なくとも300人が利用した。"},
		{"ja", "昨年の売上高は3割増え、2万4千トンに達した。"},
		{"de", "Der Konzern zahlt bis zu 12,9 Milliarden Euro an mindestens 1.300 Orte, rund 7,5 Prozent mehr."},
		{"de", "Zwei Drittel der 4.500 Befragten stimmten am 3. März zu; der Zins stieg um 25 Basispunkte."},
		{"fr", "La ville versera environ 12,9 milliards d'euros à au moins 1 300 personnes, soit 7,5 % par an."},
	}...)
}

// Words in any order make no panic, and every rendering of them reads back.
func TestWordingsOfShuffledWords(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 34))
	words := map[string][]string{}
	for _, s := range renderable(t) {
		if s.lang == "zh" || s.lang == "ja" {
			words[s.lang] = append(words[s.lang], strings.Split(s.text, "")...)
			continue
		}
		words[s.lang] = append(words[s.lang], strings.Fields(s.text)...)
	}
	n := 3000
	if testing.Short() {
		n = 300
	}
	for i := range n {
		lang := []string{"en", "de", "fr", "ja", "zh"}[i%5]
		gap := " "
		if lang == "zh" || lang == "ja" {
			gap = ""
		}
		some := make([]string, 4+r.IntN(20))
		for k := range some {
			some[k] = words[lang][r.IntN(len(words[lang]))]
		}
		s, to := strings.Join(some, gap), tongues[r.IntN(len(tongues))]
		for _, n := range wordingsOf(lang, s, sunday, to) {
			if f := backwards(lang, s, n.Target, to); len(f) > 0 {
				t.Errorf("%s to %s: %q: %q = %s: %v", lang, to, s, n.Source, n.Target, f)
			}
		}
	}
}

func FuzzWordings(f *testing.F) {
	for i, s := range renderable(f) {
		if i%100 == 0 || s.lang != "en" {
			f.Add(s.lang, s.text)
		}
	}
	f.Fuzz(func(t *testing.T, lang, s string) {
		for _, to := range tongues {
			for _, n := range wordingsOf(lang, s, sunday, to) {
				if fs := backwards(lang, s, n.Target, to); len(fs) > 0 {
					t.Errorf("%s to %s: %q = %s: %v", lang, to, n.Source, n.Target, fs)
				}
			}
		}
	})
}
