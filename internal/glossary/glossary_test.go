package glossary

import (
	"fmt"
	"strings"
	"testing"
)

func TestMatches(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Xi Jinping met Emmanuel Macron in Paris", "习近平 马克龙 巴黎"},
		{"Xi’s visit to Xi'an", "习近平 西安"},
		{"It took us years, said the US envoy", "美国"},
		{"the U.S. and the UN", "美国 联合国"},
		{"Li. Xi said", "习近平"},
		{"China's Ministry of Public Security", "中国 公安部"},
		{"Commerce Department officials", "商务部"},
		{"a visit by Erdogan and Erdoğan", "埃尔多安 埃尔多安"},
		{"a biden of mine", ""},
		{"one country, two systems", "一国两制"},
		{"習近平在臺灣海峽", "习近平 台湾海峡"},
		{"印度尼西亚与印度", "印度尼西亚 印度"},
		{"在上海地区", "上海"},
		{"20国集团", "二十国集团"},
		{"120国集团", ""},
		{"川普與馬克宏", "特朗普 马克龙"},
		{"Burkina Faso and Fiji", "布基纳法索 斐济"},
	} {
		var got []string
		for _, m := range Standard().Matches(c.in) {
			got = append(got, m.Entry.Hans[0])
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%q: got %q, want %q", c.in, g, c.want)
		}
	}
}

// Names in German, French and Japanese, and names that only seem to stand there.
func TestMatchesElsewhere(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"eine Genehmigung des Handelsministeriums", "商务部"},
		{"Die Europäische Kommission prüft", "欧盟委员会"},
		{"chinesischer Stahl, Chinas Häfen", "中国 中国"},
		{"le ministère de l'intérieur", "内政部"},
		{"les autorités chinoises", "中国"},
		{"広州と内モンゴルから欧州へ", "广州 内蒙古 欧洲"},
		{"ＷＴＯとトヨタの話", "世界贸易组织 丰田"},
		{"タイヤとタイの話", "泰国"},
		{"各国连续三年的玉米国际价格", ""},
		{"亨伯河南岸与河南省", "河南"},
		{"山东部队与泰山东部", "山东"},
		{"袭击沿海地区", ""},
		{"部长和商人在马赛克上", ""},
		{"长和在马赛与南非，不在撒哈拉以南非洲", "长和 马赛 南非 非洲"},
		{"每公里加价，上帝力量", ""},
		{"the eurozone and Treasury yields", "欧元区 美国国债"},
		{"the high court", "最高人民法院 高等法院"}, // by weak names
		{"基普鲁托与拉米雷斯，米歇尔·奥巴马，鲁托说", "奥巴马 鲁托"},
		{"coach Johnson and Singh", "约翰逊 约翰逊 辛格"}, // by their last names alone
		{"加强生产，以军事手段，报道指出，三公里海岸线", ""},
		{"der Gipfel in Warschau", "华沙"},
	} {
		var got []string
		for _, m := range Standard().Matches(c.in) {
			got = append(got, m.Entry.Hans[0])
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%q: got %q, want %q", c.in, g, c.want)
		}
	}
}

// What is of a country, and its people, trace it in the languages of its neighbours, in all
// forms; a name that is written like one of them is no trace.
func TestPeoples(t *testing.T) {
	for _, c := range []struct{ want, in string }{
		{"挪威", "norwegisch norwegische norwegischen norwegischer norwegisches norwegischem Norweger Norwegern Norwegerin Norwegerinnen Norwegische"},
		{"瑞典", "schwedische Schwede Schweden Schwedin Schwedinnen suédois suédoise suédoises sueco sueca suecos suecas svedese svedesi"},
		{"爱尔兰", "irisch irischen Ire Iren Irin irlandais irlandaise irlandés irlandesa irlandeses irlandese irlandesi irlandês"},
		{"奥地利", "österreichischer Österreicher Österreicherinnen autrichien autrichienne austríaco austríacas austriaco austriaci"},
		{"丹麦", "dänischem Däne Dänen danois danoises danés danesa daneses dinamarquesa danesi dinamarquês dinamarqueses"},
		{"德国", "bundesdeutsche allemand allemandes alemán alemana alemanes alemanas tedesco tedeschi tedesche alemão alemã alemães"},
		{"比利时", "belgischer Belgierin belge belges belga belgas belgi belghe"},
		{"瑞士", "schweizerischen Schweizer Schweizerin suisse Suissesse suizos svizzeri svizzera suíço"},
		{"希腊", "griechischer Griechin grec grecque grecques griegas greco greche greci grega"},
		{"土耳其", "türkischer Türkin turc turque turques turca turchi turche"},
		{"匈牙利", "ungarischer Ungarin hongroise húngaras ungheresi"},
		{"拉脱维亚", "lettischen Letten lettonne letona letones lettoni"},
		{"南非", "südafrikanischer Südafrikanerin sud-africain sud-africaines sudafricana surafricanos sul-africana"},
		{"墨西哥", "mexikanischen mexicaine mexicanos messicani"},
		{"摩洛哥", "marokkanische Marokkaner marocaine marroquí marroquíes marocchini marroquino"},
		{"以色列", "israelisches israélienne israelí israelíes israeliani israelita"},
		{"美国", "US-amerikanischen amerikanischer Amerikanerin étasunienne estadounidenses statunitensi norte-americano"},
		{"新西兰", "neuseeländischer néo-zélandaise neozelandesa neozelandesi"},
		{"尼日利亚", "nigerianischer nigériane nigérians nigerianos"},
		{"韩国", "südkoreanischer sud-coréenne surcoreana sudcoreani sul-coreanos"},
		{"阿富汗", "afghanischer Afghane afghane afganos afghani afegãos"},
		{"西班牙", "spanischer espagnole española españoles spagnoli espanhola"},
		{"西班牙", "España Spagna Espanha Espagne Spanien"},
		{"挪威", "Noruega Norvegia Norvège Norwegen"},
		{"伊朗", "Irán Irã Irão Iran iranische iraníes iraniani"},
		{"印度", "indischer Inderin indienne indiana indiano"},
		{"印第安纳州", "Indiana Indiana’s"},
		{"阿尔巴尼斯", "Albanese"},
		{"法国", "francés francês francesa franceses Franzose"},
		{"威尔士", "galesa galeses walisischer"},
		{"阿尔巴尼亚", "albanese albanesi albanischer"},
		{"", "Germane Norwich Iris Letter Esther Letters Finner fines gales Gala Helena Bengali"},
	} {
		for word := range strings.FieldsSeq(c.in) {
			var got []string
			for _, m := range Standard().Matches("x " + word + " y") {
				got = append(got, m.Entry.Hans[0])
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("%s: got %q, want %q", word, g, c.want)
			}
		}
	}
	for _, bad := range []string{"Nowhere | a | b | c | d | e", "Norway | norwegisch"} {
		if err := withPeoples([]Entry{{Kind: Country, Latin: []string{"Norway"}}}, bad); err == nil || !strings.HasPrefix(err.Error(), "line 1: ") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

func TestFindLeavesWeakNamesOut(t *testing.T) {
	got := Standard().Find("Lai spoke to the party's lawmakers; the DPP won. The DPP!", "en")
	if len(got) != 1 || got[0].Latin[0] != "Democratic Progressive party" {
		t.Errorf("got %v", got)
	}
}

func TestName(t *testing.T) {
	for _, c := range []struct{ name, lang, want string }{
		{"Donald Trump", "zh-Hans", "特朗普"},
		{"Donald Trump", "zh-Hant", "川普"},
		{"Donald Trump", "zh-Hant-TW", "川普"},
		{"Donald Trump", "zh-Hant-HK", "特朗普"},
		{"特朗普", "en", "Donald Trump"},
		{"Laos", "zh-TW", "寮國"},
		{"Xi Jinping", "zh-HK", "習近平"},
		{"Fiji", "zh", "斐济"},
	} {
		es := Standard().Lookup(c.name)
		if len(es) != 1 || es[0].Name(c.lang) != c.want {
			t.Errorf("%s in %s: got %v, want %s", c.name, c.lang, es, c.want)
		}
	}
}

func TestWith(t *testing.T) {
	g, err := Standard().With(strings.NewReader("# ours\nperson US | Donald Trump; Trump | 唐纳德·特朗普 | 唐納·川普\n"))
	if err != nil {
		t.Fatal(err)
	}
	es := g.Find("Trump said", "en")
	if len(es) != 1 || es[0].Name("zh-Hans") != "唐纳德·特朗普" || g.Len() != Standard().Len() {
		t.Errorf("got %v", es)
	}
	for _, bad := range []string{"person", "city | A | B", "person | | 甲", "person | A | ", "\nperson | A"} {
		if _, err := Standard().With(strings.NewReader(bad)); err == nil || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

// A capital is a place, a seat anything; an own entry keeps the mark of the one that it replaces.
func TestMarks(t *testing.T) {
	const own = `
place CN | Beijing; Peiping | 北平
org US | Washington | 华府
term US | Treasuries | 美国公债
place GB | Aldous Quay | 奥尔德斯码头
capital | Aldous Quay
seat | Aldous Quay
person GB | Kremlin Jones; Kremlin | 琼斯
`
	g, err := Standard().With(strings.NewReader(own))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		in            *Glossary
		name          string
		capital, seat bool
	}{
		{Standard(), "Beijing", true, false}, {Standard(), "Zhongnanhai", true, false}, {Standard(), "Shanghai", false, false},
		{Standard(), "White House", false, true}, {Standard(), "Treasuries", false, true}, {Standard(), "Pentagon", false, false},
		{g, "北平", true, false}, {g, "华府", false, false}, {g, "美国公债", false, true},
		{g, "Aldous Quay", true, true}, {g, "琼斯", false, false}, {g, "Moscow", true, false},
	} {
		es := c.in.Lookup(c.name)
		if len(es) == 0 || es[0].Capital != c.capital || es[0].Seat != c.seat {
			t.Errorf("%s: got %+v", c.name, es)
		}
	}
	marked := 0
	for _, e := range Standard().entries {
		if e.Capital {
			marked++
		}
		if e.Capital && (e.Kind != Place || e.Of == "") {
			t.Errorf("%s is no place of a country", e.Latin[0])
		}
	}
	if marked != 24 {
		t.Errorf("%d capitals", marked)
	}
	for _, bad := range []string{
		"capital | Beijing", "place CN | A | 甲\nseat | B", "org CN | A | 甲\ncapital | A", "place CN | A | 甲\ncapital | A | 甲", "seat",
	} {
		if _, err := Standard().With(strings.NewReader(bad)); err == nil || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

// The built-in list names no thing twice and leaves no name without its forms.
func TestStandard(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Standard().entries {
		key := fmt.Sprint(e.Kind, e.Of, e.Latin[0], e.Hans[0])
		if seen[key] {
			t.Errorf("%s stands there twice", key)
		}
		seen[key] = true
		if len(e.Hant) == 0 {
			t.Errorf("%s has no Traditional name", key)
		}
	}
}

func FuzzMatches(f *testing.F) {
	f.Add("Xi Jinping 习近平")
	f.Add("U.S. 20国集团")
	f.Add("\xff印度\x80")
	f.Add("\xffう Jin\xcd g\xb9X J") // kana, and bytes that are no text
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, m := range Standard().Matches(s) {
			if m.Start < 0 || m.End > len(s) || m.Start >= m.End || m.End < last {
				t.Fatalf("match %d:%d in %q", m.Start, m.End, s)
			}
			last = m.Start
		}
	})
}

func BenchmarkMatches(b *testing.B) {
	s := strings.Repeat("The Chinese president, Xi Jinping, met officials from the commerce ministry in Shanghai on Friday to talk about tariffs. ", 10)
	Standard()
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Standard().Matches(s)
	}
}

// A file with faults is told of by all their lines, up to a bound.
func TestFaultsAreToldByLine(t *testing.T) {
	_, err := Standard().With(strings.NewReader("person GB | Ola Tarn | 塔恩\ncity | A | B\n\nalso | Nobody | X\nperson GB | Ida Tarn | 塔恩\nplace | A\n"))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{`line 2: unknown kind "city"`, `line 4: "Nobody" is no customary name`, "line 6: want kind"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not tell of %s", err, want)
		}
	}
	_, err = Standard().With(strings.NewReader(strings.Repeat("bad\n", 500)))
	if err == nil || !strings.Contains(err.Error(), "and 480 more lines") || strings.Count(err.Error(), "\n") != 20 {
		t.Errorf("error %v", err)
	}
}

// A glossary of 100,000 names, of which very many are namesakes, is read and searched in
// bounded steps.
func TestManyNames(t *testing.T) {
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, "person QQ | Ann%d Tarnov | 塔%c%c\nalso | Ann%d Tarnov | An%d Tarnow\n", i, '一'+rune(i/300), '一'+rune(i%300), i, i)
	}
	g, err := Standard().With(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("Mr Tarnov met Ann77777 Tarnov. ", 100)
	if n := len(g.Matches(text)); n > 100*(maxNamesakes+1) {
		t.Errorf("%d matches", n)
	}
	if got := g.Lines("Ann77777 Tarnov spoke.", "en", "zh-Hans"); len(got) != 1 {
		t.Errorf("got %v", got)
	}
	if _, err := Standard().With(strings.NewReader(strings.Repeat("person QQ | A B | 甲乙\n", maxEntries+1))); err == nil || !strings.Contains(err.Error(), "line 200001: more than 200000 names") {
		t.Errorf("error %v", err)
	}
}
