package extract

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestWordsWithinWords: the last paragraph of a report is no notice though letters of its words are a word of notices, and what bars
// the way to a page is said of a bridge.
func TestWordsWithinWords(t *testing.T) {
	for lang, said := range map[string][]string{
		"ar": {"وتوقفت صيانة السد مؤقتا بعد انقطاع الكهرباء عن القرى المجاورة.", "لكن صيانة الميناء تأخرت بسبب ملكية الأرض."},
		"fa": {"هزینه تعمیر اسکله ۴۵ میلیارد تومان است که یک چهارم بیش از برآورد است و ضربات موج آن را باز هم گران\u200cتر می\u200cکند."},
		"he": {"התחזוקה של הגשר מתעכבת בגלל ירידה בהכנסות העירייה ובמחזור המכירות.", "התחזוקה נמשכת כבר שנה לכבוד פתיחת הנמל."},
		"hi": {"हमले के बाद पुल का रखरखाव रुका है और आपूर्ति भी।"},
	} {
		for _, s := range said {
			if n, o := (&page{}).lineOf(news.Block{Text: s}, lang, longestOfferBelow, true); n != noNotice || o != noOffer {
				t.Errorf("%s: notice %v, offer %v: %s", lang, n, o, s)
			}
		}
	}
	for lang, said := range map[string]string{
		"ar": "نحن نجري أعمال صيانة للموقع، وسنعود قريبا.",
		"fa": "ما از تعمیر سایت پوزش می\u200cخواهیم. لطفا بعدا تلاش کنید.",
		"he": "אנו מבצעים תחזוקה באתר ונחזור בקרוב.",
		"hi": "हम साइट का रखरखाव कर रहे हैं।",
		"ko": "본문은 정기 구독 회원만 읽을 수 있습니다. 로그인 후 이용해 주세요.",
	} {
		if (&page{}).wallIn(news.Block{Text: said}, lang, longestOffer) == noNotice {
			t.Errorf("%s: a notice is none: %s", lang, said)
		}
	}
}

// TestShortThai: a report in a script without spaces has few words, and is one.
func TestShortThai(t *testing.T) {
	const told = "เรือข้ามฟากของเกาะเอลซุนด์จะหยุดเดินเรือตั้งแต่วันจันทร์เป็นเวลาห้าเดือนเพราะท่าเรือเหนือแตกร้าวนายท่ากล่าวเมื่อวันพฤหัสบดี"
	page := strings.NewReplacer(`lang="en"`, `lang="th"`, ferryTitle, "เรือข้ามฟากหยุดเดินห้าเดือน").Replace(quay("", inParas(told,
		"ชาวเกาะสี่ร้อยคนจะเดินทางด้วยเฮลิคอปเตอร์ตามที่สภาเมืองลงมติไว้เมื่อต้นสัปดาห์นี้",
		"ค่าซ่อมท่าเรืออยู่ที่สี่สิบห้าล้านบาทสูงกว่าที่ตั้งไว้หนึ่งในสี่และรัฐบาลจะออกให้ครึ่งหนึ่ง",
		"ชาวประมงขอให้สภาเปิดท่าเรือชั่วคราวหลังตลาดปลาก่อนฤดูจับปลาเฮอริงจะเริ่มขึ้นในเดือนหน้า"), ""))
	a, err := readQuay(page)
	if err != nil || a.Kind != news.PageArticle || !strings.Contains(a.Text(), told) {
		t.Errorf("%v: %v %q", err, a.Kind, a.Text())
	}
}
