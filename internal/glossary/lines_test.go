package glossary

import (
	"strings"
	"testing"
)

// A prompt's lines have the report's own spelling, and no name that only seems to be in it.
func TestLines(t *testing.T) {
	for _, c := range []struct{ lang, in, want string }{
		// the report's spelling, persons first, longest spelling of a person
		{"en", "Exports to Japan fell. Xi said so in Beijing, and Xi Jinping repeated it.", "Xi Jinping=习近平 Beijing=北京 Japan=日本"},
		{"en", "President Donald Trump met Emmanuel Macron. Trump left.", "Donald Trump=特朗普 Emmanuel Macron=马克龙"},
		{"en", "Jobs rose in May, Statistics Canada said.", "Statistics Canada=加拿大统计局"},
		{"en", "Statistics Korea counted fewer births.", "Statistics Korea=韩国统计厅"},
		// the head or the tail of a longer name
		{"en", "The yard of Hyundai Heavy Industries is full.", ""},
		{"en", "Shares in Hyundai rose.", "Hyundai=现代汽车"},
		{"en", "Profit at Texas Instruments fell.", ""},
		{"en", "Floods hit Texas on Friday.", "Texas=得州"},
		{"en", "The Bank of Montreal cut jobs.", ""},
		{"en", "Rain fell in Montreal.", "Montreal=蒙特利尔"},
		{"en", "Many African Americans voted early.", ""},
		{"en", "Drought spread across Africa.", "Africa=非洲"},
		{"en", "He studied at the University of Chicago.", ""},
		{"en", "The Ohio-based Paris Baguette opened.", "Ohio=俄亥俄"},
		// namesakes
		{"en", "Donald Trump Jr spoke in Ohio.", "Ohio=俄亥俄"},
		{"en", "Donald Trump Jr. spoke.", ""},
		{"en", "Rajnath Singh met Amarjit Singh.", ""},
		{"en", "The minister, Rajnath Singh, left.", "Rajnath Singh=辛格"},
		{"en", "Lara Trump spoke to reporters.", ""},
		{"de", "„Ich bleibe“, sagt Mao Cuilin, 69. Mao tanzt gern.", ""},
		{"de", "Unter Mao wurde die Halle gebaut. Ein Bild von Mao Zedong hängt dort.", "Mao Zedong=毛泽东"},
		{"en", "Xi Mingxin, a tailor, said he met Xi.", ""},
		{"en", "Xi said so. Premier Li Qiang agreed with Xi.", "Xi=习近平 Li Qiang=李强"},
		// an office of a city is none of a state; who owns is named without the s
		{"en", "The transport bureau of Hefei and the bureau of commerce said so.", "Hefei=合肥"},
		{"en", "China's commerce ministry and Beijing’s city hall disagreed with Japan’s makers.", "commerce ministry=商务部 Beijing=北京 Japan=日本"},
		// bodies that every country has
		{"en", "Nigeria's Democratic party chose a leader.", "Nigeria=尼日利亚"},
		{"en", "The coast guard of Norway found the boat.", "Norway=挪威"},
		{"en", "A ship of China's coast guard came near.", ""},
		{"en", "The statistics office said so.", ""},
		{"en", "Police in Kyiv said the police department was hit.", "Kyiv=基辅"},
		{"en", "China's Ministry of Public Security said so.", "Ministry of Public Security=公安部"},
		{"en", "Ukraine's foreign ministry objected.", "foreign ministry=外交部 Ukraine=乌克兰"},
		{"de", "Die US-Küstenwache fand das Boot.", "US=美国"},
		{"en", "Norway's interior minister and its environment ministry objected.", "Norway=挪威"},
		{"en", "Norway's interior ministry objected.", "interior ministry=内政部 Norway=挪威"},
		{"en", "The Communist party of Portugal won a seat.", "Portugal=葡萄牙"},
		// things listed under another's name
		{"en", "A storm hit Honolulu.", ""},
		{"en", "The prime minister's office denied it.", ""},
		{"en", "Manhattan was quiet.", ""},
		{"en", "The U.S. was silent.", "U.S.=美国"},
		// other scripts
		{"ja", "トランプ氏は東京を訪れた。", "トランプ=特朗普 東京=东京"},
		{"ja", "フィナンシャルサービスとマネーロンダリングの話をした。", ""},
		{"ja", "アンダーソン氏のデータセンター", ""},
	} {
		var got []string
		for _, l := range Standard().Lines(c.in, c.lang, "zh-Hans") {
			got = append(got, l.Source+"="+l.Target)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.in, g, c.want)
		}
	}
}

// No word of a report has two renderings.
func TestLinesHaveOneRendering(t *testing.T) {
	const own = "country QQ | Tarnia | 塔尼亚 | 塔尼亞\nplace QR | Tarnia | 塔尔尼亚州 | 塔爾尼亞州\nperson QQ | Ola Tarn; Tarn | 塔恩 | 塔恩\n"
	g, err := Standard().With(strings.NewReader(own))
	if err != nil {
		t.Fatal(err)
	}
	if got := g.Lines("Tarnia is one, and Tarnia another.", "en", "zh-Hans"); len(got) != 0 {
		t.Errorf("two things of one name: %v", got)
	}
	if got := g.Lines("Ola Tarn left. Tarn was tired.", "en", "zh-Hans"); len(got) != 1 || got[0] != (Line{"Ola Tarn", "塔恩"}) {
		t.Errorf("one person: %v", got)
	}
}

// The names of a Chinese report in English are those of the thing itself.
func TestLinesFromChinese(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"特朗普周五访问蒙特利尔。", "特朗普=Donald Trump 蒙特利尔=Montreal"},
		{"飓风吹袭檀香山。", ""},
		{"北京与东京会谈。", "北京=Beijing 东京=Tokyo"},
	} {
		var got []string
		for _, l := range Standard().Lines(c.in, "zh-Hans", "en") {
			got = append(got, l.Source+"="+l.Target)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: got %q, want %q", c.in, g, c.want)
		}
	}
}

// A digest in Japanese gets the names that the glossary has in Japanese.
func TestLinesInJapanese(t *testing.T) {
	got := Standard().Lines("Donald Trump met Xi Jinping in Tokyo; Kansas was quiet.", "en", "ja")
	if len(got) == 0 || got[0] != (Line{"Donald Trump", "トランプ"}) {
		t.Errorf("got %v", got)
	}
	for _, l := range got {
		if l.Source == l.Target {
			t.Errorf("no rendering: %v", l)
		}
	}
}

// A digest in a language whose names the glossary does not have gets none; one in English no adjectives and no offices, one in
// Japanese no ministry of Japan for that of another country.
func TestLinesMisleadNobody(t *testing.T) {
	for _, c := range []struct{ lang, in, to, want string }{
		{"en", "Brazilian ships lay off Denmark.", "de", ""},
		{"de", "Chinesische Schiffe lagen vor Dänemark, und deutsche auch.", "fr", ""},
		{"de", "In Dänemark lagen chinesische Schiffe.", "en", "Dänemark=Denmark"},
		{"fr", "Le Danemark et la Norvège ont signé.", "en", "Danemark=Denmark Norvège=Norway"},
		{"en", "China's agriculture ministry and its commerce ministry met in Hong Kong.", "ja", "commerce ministry=商務省 Hong Kong=香港"},
	} {
		var got []string
		for _, l := range Standard().Lines(c.in, c.lang, c.to) {
			got = append(got, l.Source+"="+l.Target)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s to %s: got %q, want %q", c.in, c.to, g, c.want)
		}
	}
}
