package charset

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// said holds one sentence for each encoding that has to be told from its bytes.
var said = map[string]string{
	"gb18030":      "中国政府星期一宣布，将对出口的产品征收新的关税，这一决定在市场上引起了反应。",
	"big5":         "政府今天宣布，將對出口的產品徵收新的關稅，這個決定在市場上引起了反應。",
	"euc-jp":       "政府は月曜日、輸出品に新しい関税をかけると発表した。市場ではこの決定が注目されている。",
	"shift_jis":    "政府は月曜日、輸出品に新しい関税をかけると発表した。市場ではこの決定が注目されている。",
	"euc-kr":       "정부는 월요일에 수출품에 대한 새로운 관세를 발표했다. 시장에서는 이 결정에 관심이 크다.",
	"koi8-r":       "Правительство в понедельник объявило о новых пошлинах на экспорт, и рынок ответил на это решение.",
	"windows-1251": "Правительство в понедельник объявило о новых пошлинах на экспорт, и рынок ответил на это решение.",
	"windows-1253": "Η κυβέρνηση ανακοίνωσε τη Δευτέρα νέους δασμούς στις εξαγωγές και η αγορά αντέδρασε.",
	"windows-1255": "הממשלה הודיעה ביום שני על מכסים חדשים על היצוא, והשוק הגיב להחלטה.",
	"windows-1256": "أعلنت الحكومة يوم الاثنين رسوما جديدة على الصادرات وتفاعلت السوق مع القرار.",
	"tis-620":      "รัฐบาลประกาศเมื่อวันจันทร์ว่าจะเก็บภาษีส่งออกใหม่ และตลาดตอบรับการตัดสินใจนี้",
	"windows-1250": "Rząd ogłosił w poniedziałek nowe cła na eksport, a giełda źle przyjęła tę decyzję.",
	"windows-1254": "Hükümet pazartesi günü ihracata yeni gümrük vergileri açıkladı, piyasa bu kararı şaşkınlıkla karşıladı.",
	"iso-8859-2":   "Rząd ogłosił w poniedziałek nowe cła na eksport, a giełda źle przyjęła tę decyzję i straciła część zysków.",
	"windows-1252": "Le gouvernement a annoncé lundi de nouveaux droits à l’exportation ; le marché a réagi.",
}

func encoded(t testing.TB, label, s string) []byte {
	e, _ := charset.Lookup(label)
	out, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatalf("%s: %v", label, err)
	}
	return out
}

// Texts that a neighbour of their encoding could claim.
func TestUndeclaredNeighbours(t *testing.T) {
	for label, texts := range map[string][]string{
		"windows-1252": {
			"Ríkisstjórnin tilkynnti á mánudag að nýir tollar yrðu lagðir á útflutning, og markaðurinn brást við þeirri ákvörðun.",
			"Die Regierung kündigte am Montag für Österreich neue Zölle an; die Märkte reagierten darauf nervös.",
			"O governo anunciou na segunda-feira novas tarifas de exportação, e as reações do mercado não são boas.",
			"Valitsus teatas esmaspäeval uutest ekspordimaksudest ja turg võttis otsuse rõõmuta vastu.",
			"El Gobierno anunció el lunes nuevos aranceles a la exportación, y el mercado reaccionó con preocupación.",
		},
		"windows-1250": {"Vláda v pondělí oznámila nová cla na vývoz a trh na toto rozhodnutí reagoval poklesem.", "A kormány hétfőn új vámokat jelentett be a kivitelre, és a tőzsde esett."},
	} {
		for _, s := range texts {
			if got, found := Decode(encoded(t, label, s), "", Text); string(got) != s {
				t.Errorf("%s was read as %s: %s", label, found, got)
			}
		}
	}
}

// A label that the bytes give the lie.
func TestWronglyLabelled(t *testing.T) {
	for label, s := range said {
		page := `<html><head><meta charset="utf-8"></head><body><p>` + s + "</p><p>" + s + "</p></body></html>"
		if got, found := Decode(encoded(t, label, page), "text/html; charset=utf-8", HTML); string(got) != page {
			t.Errorf("%s, called UTF-8, was read as %s: %.100s", label, found, got)
		}
	}
	jis := "<html><head><meta charset=\"iso-2022-jp\"></head><body>" + said["shift_jis"] + "</body></html>"
	if got, found := Decode(encoded(t, "iso-2022-jp", jis), "", HTML); string(got) != jis || found != "iso-2022-jp" {
		t.Errorf("ISO-2022-JP was read as %s: %.100s", found, got)
	}
}

func TestUndeclared(t *testing.T) {
	for label, s := range said {
		for _, doc := range []string{s, "<rss><channel><title>" + s + "</title>\n<description>" + s + "</description></channel></rss>"} {
			got, found := Decode(encoded(t, label, doc), "", XML)
			if found != label || string(got) != doc {
				t.Errorf("%s was read as %s: %.60s", label, found, got)
			}
		}
	}
}

// headlines are as short as texts come: a feed's title alone.
var headlines = map[string][]string{
	"gb18030":      {"中国经济", "北京", "新闻中心", "国务院发布通知"},
	"big5":         {"臺灣新聞", "中國經濟", "行政院今日宣布", "最新消息"},
	"euc-jp":       {"ニュース速報", "日本の経済", "東京都知事が会見"},
	"shift_jis":    {"ニュース速報", "日本の経済", "東京都知事が会見"},
	"euc-kr":       {"한국 뉴스", "서울 경제", "대통령이 발표했다"},
	"koi8-r":       {"Новости", "Последние новости дня", "Москва"},
	"windows-1251": {"Новости", "Последние новости дня", "Москва"},
	"windows-1252": {"Zürich", "déjà vu", "Nachrichten für Österreich", "China’s economy"},
	"windows-1253": {"Ειδήσεις σήμερα"},
	"windows-1255": {"חדשות היום"},
	"windows-1256": {"أخبار اليوم"},
	"tis-620":      {"ข่าววันนี้"},
}

func TestUndeclaredHeadlines(t *testing.T) {
	for label, all := range headlines {
		for _, s := range all {
			doc := "<rss><channel><title>" + s + "</title></channel></rss>"
			if got, found := Decode(encoded(t, label, doc), "", XML); found != label || string(got) != doc {
				t.Errorf("%s in %s was read as %s: %s", s, label, found, got)
			}
		}
	}
}

func TestDeclared(t *testing.T) {
	xml := func(label, s string) string { return `<?xml version="1.0" encoding="` + label + `"?><t>` + s + `</t>` }
	tests := []struct {
		name, header string
		kind         Kind
		body         string
		label, want  string // want: a part of the text; "" is not looked at
	}{
		{"nothing at all", "", XML, "", "utf-8", ""},
		{"utf-8 without a word", "", XML, "<t>外电</t>", "utf-8", "外电"},
		{"byte order mark", "", XML, "\xef\xbb\xbf<t>外</t>", "utf-8", "<t>外"},
		{"header beats declaration", "text/xml; charset=windows-1252", XML, xml("koi8-r", "caf\xe9"), "windows-1252", "café"},
		{"declaration beats the default of servers", "text/xml; charset=ISO-8859-1", XML, xml("windows-1251", "\xcf\xf0\xe0\xe2\xe8\xf2\xe5\xeb\xfc\xf1\xf2\xe2\xee"), "windows-1251", "Правительство"},
		{"and meta does", "text/html; charset=iso-8859-1", HTML, "<meta charset=gb2312><p>\xd6\xd0\xb9\xfa\xb5\xc4\xbe\xad\xbc\xc3", "gb18030", "中国的经济"},
		{"the bytes do, where nothing else is said", "text/html; charset=ISO-8859-1", HTML, "<p>" + string(encoded(t, "gb18030", said["gb18030"])), "gb18030", "出口的产品"},
		{"and where the declaration says the same", "text/html; charset=ISO-8859-1", HTML, "<meta charset=iso-8859-1><p>" + string(encoded(t, "shift_jis", said["shift_jis"])), "shift_jis", "政府は月曜日"},
		{"not where the text is Western", "text/html; charset=iso-8859-1", HTML, "<meta charset=big5><p>l\xe9gende d\xe9j\xe0 vue", "iso-8859-1", "légende déjà vue"},
		{"header with stray quotes", "application/xml ; charset= 'ISO-8859-1'", XML, "<t>caf\xe9</t>", "iso-8859-1", "café"},
		{"latin-1 means windows-1252", "", XML, xml("ISO-8859-1", "China\x92s"), "iso-8859-1", "China’s"},
		{"gb2312 means gb18030", "", XML, xml("gb2312", "\xd6\xec\xe9F\xbb\xf9"), "gb18030", "朱镕基"},
		{"utf-8 beats a legacy label", "text/xml; charset=gbk", XML, xml("gbk", "中国的经济"), "utf-8", "中国的经济"},
		{"two bytes are no proof", "", XML, xml("gbk", "\xc1\xaa\xcd\xa8"), "gb18030", "联通"},
		{"a wrong byte in utf-8", "", XML, xml("utf-8", "中国\xff的经济"), "utf-8", "中国\ufffd的经济"},
		{"much damage in little utf-8", "", XML, xml("utf-8", "caf\xc3\xa9 \x92 \x93"), "utf-8", "café \ufffd"},
		{"undeclared iso-2022-jp", "", XML, "<t>\x1b$B4A;z\x1b(B</t>", "iso-2022-jp", "漢字"},
		{"utf-8 that is not", "", XML, xml("utf-8", "l\xe9gende d\xe9j\xe0 vue"), "windows-1252", "légende déjà vue"},
		{"meta charset", "text/html", HTML, "<!doctype html><meta charset=Shift_JIS><p>\x83j\x83\x85\x81[\x83X", "shift_jis", "ニュース"},
		{"a meta in a comment", "", HTML, "<!-- <meta charset=iso-8859-1> --><!--[if IE]><meta charset=koi8-r><![endif]--><meta charset=gbk><p>\xd6\xd0\xb9\xfa", "gb18030", "中国"},
		{"a comment without an end", "", HTML, "<!-- x <meta charset=gbk><p>\xd6\xd0\xb9\xfa", "gb18030", "中国"},
		{"after a comment", "", HTML, "<meta charset=gbk><!-- <meta charset=big5> --><p>\xd6\xd0\xb9\xfa", "gb18030", "中国"},
		{"meta http-equiv", "", HTML, `<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=big5"><p>` + "\xa4\xa4\xb0\xea", "big5", "中國"},
		{"utf-16 declared in ascii", "", XML, xml("utf-16", "café"), "utf-8", "café"},
		{"unknown label", "text/xml; charset=martian", XML, "<t>caf\xe9 l\xe9ger</t>", "windows-1252", "café"},
		{"ascii keeps its label", "", XML, xml("iso-8859-1", "x"), "iso-8859-1", ""},
		{"text/xml defaults to ascii", "text/xml", XML, "<t/>", "us-ascii", ""},
	}
	for _, tt := range tests {
		got, label := Decode([]byte(tt.body), tt.header, tt.kind)
		if label != tt.label || !strings.Contains(string(got), tt.want) {
			t.Errorf("%s: got %s %q, want %s %q", tt.name, label, got, tt.label, tt.want)
		}
	}
}

func TestWideEncodings(t *testing.T) {
	doc := `<?xml version="1.0"?><t>外电 🗞</t>`
	for _, bom := range []bool{true, false} {
		p16, p32 := unicode.IgnoreBOM, utf32.IgnoreBOM
		if bom {
			p16, p32 = unicode.UseBOM, utf32.UseBOM
		}
		for label, e := range map[string]interface {
			Bytes([]byte) ([]byte, error)
		}{
			"utf-16be": unicode.UTF16(unicode.BigEndian, p16).NewEncoder(),
			"utf-16le": unicode.UTF16(unicode.LittleEndian, p16).NewEncoder(),
			"utf-32be": utf32.UTF32(utf32.BigEndian, p32).NewEncoder(),
			"utf-32le": utf32.UTF32(utf32.LittleEndian, p32).NewEncoder(),
		} {
			body, err := e.Bytes([]byte(doc))
			if err != nil {
				t.Fatal(err)
			}
			if got, found := Decode(body, "", XML); found != label || string(got) != doc {
				t.Errorf("%s, byte order mark %v: got %s %q", label, bom, found, got)
			}
		}
	}
}

func TestValidIsNotCopied(t *testing.T) {
	body := []byte("<t>" + strings.Repeat("外电", 1000) + "</t>")
	got, _ := Decode(body, "", XML)
	if &got[0] != &body[0] {
		t.Error("a body of valid UTF-8 was copied")
	}
}

func FuzzDecode(f *testing.F) {
	for label, s := range said {
		f.Add(encoded(f, label, s), "text/xml; charset="+label)
		f.Add(encoded(f, label, s), "")
	}
	f.Add([]byte("\xff\xfe<\x00"), "")
	f.Add([]byte("\x00\x00\x00<\x00"), "text/html; charset=utf-32")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		for _, kind := range []Kind{XML, HTML, Text} {
			before := bytes.Clone(body)
			got, label := Decode(body, header, kind)
			switch {
			case !utf8.Valid(got):
				t.Errorf("%s: not UTF-8", label)
			case len(got) > 3*len(body)+3:
				t.Errorf("%s: %d bytes became %d", label, len(body), len(got))
			case label == "" || label != strings.ToLower(label):
				t.Errorf("label %q", label)
			case !bytes.Equal(before, body):
				t.Error("the body was changed")
			}
		}
	})
}

func BenchmarkValidUTF8(b *testing.B) {
	body := []byte("<rss>" + strings.Repeat("<item>News from 北京 and elsewhere</item>", 2500) + "</rss>")
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		Decode(body, "", XML)
	}
}

// TestOldLabels has documents declare encodings that the Encoding Standard does not
// know, or knows only in order to refuse them.
func TestOldLabels(t *testing.T) {
	for _, c := range []struct {
		label string
		bytes string // of the text
		text  string
	}{
		{"cp437", "\x82t\x82", "été"},
		{"IBM850", "\x82t\x82", "été"},
		{"cp852", "\xbd\xa2\x88\xe4", "Żółń"},
		{"cp858", "\xd5", "€"},
		{"hz-gb-2312", "~{VPND~}", "中文"},
		{"iso-2022-jp", "\x1b$BF|K\\8l\x1b(B", "日本語"},
	} {
		doc := `<?xml version="1.0" encoding="` + c.label + `"?><t>` + c.bytes + `</t>`
		got, label := Decode([]byte(doc), "", XML)
		if !strings.Contains(string(got), "<t>"+c.text+"</t>") {
			t.Errorf("%s was read as %s: %q", c.label, label, got)
		}
		if got, label = Decode([]byte("<t>"+c.bytes+"</t>"), "text/xml; charset="+c.label, XML); string(got) != "<t>"+c.text+"</t>" {
			t.Errorf("%s, from the header, was read as %s: %q", c.label, label, got)
		}
	}
	ebcdic := "\x4c\x6f\xa7\x94\x93\x6f\x6e\x4c\xa3\x6e\xc8\x89\x4c\x61\xa3\x6e" // <?xml?><t>Hi</t>
	if got, label := Decode([]byte(ebcdic), "", XML); string(got) != "<?xml?><t>Hi</t>" || label != "ibm037" {
		t.Errorf("EBCDIC was read as %s: %q", label, got)
	}
}
