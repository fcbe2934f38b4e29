package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// sampleBytes is how much of an undeclared document is weighed: running text
// shows its encoding within a few hundred characters.
const sampleBytes = 8 << 10

// candidate is an encoding and the text it is used for: its most frequent
// characters, and the range of those that may occur at all.
type candidate struct {
	label    string
	encoding encoding.Encoding
	frequent string
	script   *unicode.RangeTable
}

// The frequent characters are those that lead every count of running text in
// the language; the first few hundred make up half of it.
const (
	hans = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实" +
		"日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员" +
		"解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象" +
		"完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运，。、；：“”《》（）？！"
	hant = "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實" +
		"日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員" +
		"解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象" +
		"完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運您希易改助，。、；：「」《》（）？！"
	kana = "のにをはとがでたしていなもれさるかりこうらよくあすけきせっつどまやわえめてみじばそごめおちだげずんほぬひふへむゆろントスルリクラーイシタアカマ日一国人年大会中本者上事、。「」・々"
	hang = "이다는의에가고을하지한로기사은도를정인대자시서나어부리일해과으수전보들아제라장상구조성주공안여원유도있것했적국그와민만세소비동연신스치경연위무관중회개금트오면년선미당되방실각계내히말요점거양우재"
)

// claimed are the letters of windows-1252 whose bytes are Turkish in windows-1254 or
// Hungarian in windows-1250: a text that has no others of Icelandic, Estonian or Portuguese
// is in one of those.
const claimed = "ðþýÐÞÝõûÕÛ"

func candidates() []candidate {
	return []candidate{
		{"gb18030", simplifiedchinese.GB18030, hans, unicode.Han},
		{"big5", traditionalchinese.Big5, hant, unicode.Han},
		{"euc-jp", japanese.EUCJP, kana, unicode.Han},
		{"shift_jis", japanese.ShiftJIS, kana, unicode.Han},
		{"euc-kr", korean.EUCKR, hang, unicode.Hangul},
		{"koi8-r", charmap.KOI8R, "оеаинтсрвлкмдпуяыьгзбчй", unicode.Cyrillic},
		{"windows-1251", charmap.Windows1251, "оеаинтсрвлкмдпуяыьгзбчйіѕљњџќ", unicode.Cyrillic},
		{"windows-1253", charmap.Windows1253, "αοιετσνρκπςμλάίόήέηυ", unicode.Greek},
		{"windows-1255", charmap.Windows1255, "יולאהמרתבשנהדםקעפחטךןצץףגזס", unicode.Hebrew},
		{"windows-1256", charmap.Windows1256, "الينمروتبةعدسفهكقحجأ", unicode.Arabic},
		{"windows-874", charmap.Windows874, "านรกอเง่มยลว้ตทสดะแปขคพ", unicode.Thai},
		{"windows-1252", charmap.Windows1252, "éèàüöäßçñóíáêâîôûúëïãõåæøðþýÄÖÜÉÇÝÞÐ’‘“”–—…£€·«»°©®§", unicode.Latin},
		{"windows-1254", charmap.Windows1254, "ıİşŞğĞçÇöÖüÜâî’‘“”–—…£€·«»°©®§", unicode.Latin},
		{"windows-1250", charmap.Windows1250, "ąćęłńóśźżčďěňřšťůýžáéíúőűăâîşţ„”–", unicode.Latin},
		{"iso-8859-2", charmap.ISO8859_2, "ąćęłńóśźżčďěňřšťůýžáéíúőűăâîşţ", unicode.Latin},
	}
}

// guess decodes an undeclared body in the encoding that reads best.
func guess(body []byte) ([]byte, string) {
	part := sample(body)
	all := candidates()
	best, top := candidate{"windows-1252", charmap.Windows1252, "", unicode.Latin}, 0.0
	for _, c := range all {
		if s := c.score(part); s > top+1e-9 {
			best, top = c, s
		}
	}
	if best.label == "windows-874" && !extendsThai(part) {
		best.label = "tis-620" // the standard that windows-874 extends
	}
	return decode(best.encoding, body), best.label
}

// readsBetter reports whether a body is text in an encoding rather than in that of Western Europe.
func readsBetter(body []byte, label string) bool {
	part := sample(body)
	if len(part) == 0 {
		return false
	}
	own, western := -2.0, 0.0 // an encoding that is not among the candidates has no say
	for _, c := range candidates() {
		switch c.label {
		case label:
			own = c.score(part)
		case "windows-1252":
			western = c.score(part)
		}
	}
	return own > western
}

// farFromWestern is the encoding of many thousands of characters in which a body is clearly text, and in that of Western Europe clearly
// none; nil: there is none.
func farFromWestern(body []byte) *candidate {
	part := sample(body)
	if len(part) == 0 {
		return nil
	}
	var best *candidate
	top, western := 0.6, 0.0
	for _, c := range candidates() {
		s := c.score(part)
		if c.label == "windows-1252" {
			western = s
		}
		if multibyte(c.label) && s > top {
			best, top = &c, s
		}
	}
	if western > top/2 {
		return nil
	}
	return best
}

// sample gathers the stretches of a body that hold something but ASCII.
func sample(body []byte) []byte {
	var out []byte
	for len(body) > 0 && len(out) < sampleBytes {
		i := firstHigh(body)
		if i == len(body) {
			break
		}
		body = body[max(0, i-1):] // with the character before: it tells words from accidents
		end := bytes.IndexAny(body[1:], "<>&\n") + 1
		if end == 0 {
			end = len(body)
		}
		end = min(end, sampleBytes)
		out = append(append(out, body[:end]...), '\n')
		body = body[end:]
	}
	return out
}

// score is how much of the text in part is what its language is made of: from 1,
// all of it frequent characters, to below 0, mostly such as it does not know.
func (c candidate) score(part []byte) float64 {
	text, err := c.encoding.NewDecoder().Bytes(part)
	if err != nil {
		return -1
	}
	sum, n := 0.0, 0
	before := ' '
	for _, r := range string(text) {
		if r >= utf8.RuneSelf {
			sum += c.weight(before, r)
			n++
		}
		before = r
	}
	if n == 0 {
		return -1
	}
	return sum / float64(n)
}

// weight rates one character. A frequent character among thousands says more
// than a frequent letter among thirty, of which a wrong guess makes many.
func (c candidate) weight(before, r rune) float64 {
	switch fault := c.fault(before, r); {
	case fault < 0:
		return fault
	case c.frequent == kana && unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return 1
	case !strings.ContainsRune(c.frequent, r):
		return c.unusual(r)
	case c.script == unicode.Latin && before >= utf8.RuneSelf && unicode.IsLetter(before):
		return 0 // letters with accents hardly ever come in pairs
	case c.label == "windows-1252" && strings.ContainsRune(claimed, r):
		return 0.6
	case c.alphabetic() || c.script == unicode.Latin && (unicode.IsLetter(r) || unicode.Is(unicode.Quotation_Mark, r)):
		return 0.7
	case c.script == unicode.Latin:
		return 0.2
	}
	return 1
}

// fault rates a character that a right guess hardly ever makes; 0: it is none.
func (c candidate) fault(before, r rune) float64 {
	switch {
	case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Co, r):
		return -2
	case c.alphabetic() && asciiLetter(before):
		return -1 // no word mixes the alphabets
	case unicode.IsUpper(r) && unicode.IsLower(before):
		return -1 // no word goes from small letters to capitals
	case r >= 0xff61 && r <= 0xff9f: // half-width kana: the mark of a wrong guess
		return -1
	}
	return 0
}

// unusual rates a character that is not among the frequent ones.
func (c candidate) unusual(r rune) float64 {
	switch {
	case !unicode.Is(c.script, r):
		return -0.3
	case c.script == unicode.Latin:
		return 0
	case c.alphabetic():
		return 0.2
	}
	return 0.3
}

// alphabetic reports whether the script is an alphabet other than the Latin one.
func (c candidate) alphabetic() bool {
	return c.script != unicode.Latin && c.script != unicode.Han && c.script != unicode.Hangul
}

func asciiLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// extendsThai reports whether b uses what windows-874 has and TIS-620 has not.
func extendsThai(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 && c <= 0xa0 {
			return true
		}
	}
	return false
}
