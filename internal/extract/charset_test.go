package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/waidian/waidian/internal/news"
)

// oldPages are reports as they were written before UTF-8. The tongue of the bytes
// differs: where the page does not name its charset, it has to be told by them.
var oldPages = []struct {
	label, lang, title string
	enc                encoding.Encoding
	paras              []string
}{
	{"gbk", "zh", "旧码头改作露天集市", simplifiedchinese.GBK, []string{
		"停用了十一年的东岸码头星期六重新开放，第一批摊位共四十二个，卖的多半是蔬菜、旧书和渔民自己晒的虾皮。",
		"市政府说，集市先试办三个月，每逢周末开放。附近居民最担心的是停车，因为码头外面只有一条双车道的马路。",
		"“我父亲在这里卸过货，”卖虾皮的陈素梅说，“现在我在这里卖货，地方还是那个地方。”她的摊位上午十点就卖空了。",
	}},
	{"big5", "zh", "舊渡輪改裝成圖書館", traditionalchinese.Big5, []string{
		"退役三年的渡輪「海潮號」星期日改以圖書館的身分回到碼頭，船艙裡擺了六千本書，其中一半由居民捐出。",
		"館方表示，閱覽室只有三十個座位，遇到大浪時會暫停開放，書架則全部用木條固定，以免船身搖晃時書本掉落。",
		"「我小時候每天搭這艘船上學，」第一位借書的林先生說，「那時候在船上背課文，現在可以坐下來慢慢看書了。」",
	}},
	{"shift_jis", "ja", "灯台の霧笛、半世紀ぶりに鳴る", japanese.ShiftJIS, []string{
		"岬の灯台に残されていた霧笛が二十一日の朝、五十二年ぶりに鳴らされた。修理したのは地元の高校生八人である。",
		"部品の多くは手に入らなかったため、生徒たちは図面を描き直し、町工場の旋盤を借りて一つずつ作ったという。",
		"「思ったより低い音で、驚きました」と部長の生徒は話した。見物に集まった漁師からは拍手が起きた。",
	}},
	{"euc-kr", "ko", "폐역에 문을 연 국수집", korean.EUCKR, []string{
		"열차가 끊긴 지 아홉 해가 된 산골 역에 국수집이 문을 열었다. 대합실에 놓인 탁자는 모두 여섯 개뿐이다.",
		"주인은 이 역에서 역무원으로 일했던 사람으로, 매표소를 부엌으로 고치는 데 넉 달이 걸렸다고 말했다.",
		"마을 사람들은 기차는 오지 않아도 사람이 다시 온다며 반겼다. 점심때면 자리가 없어 승강장에서 기다린다.",
	}},
	{"windows-1251", "ru", "На острове снова открыли школу", charmap.Windows1251, []string{
		"Школа на острове, закрытая шесть лет назад, в понедельник снова приняла учеников: их пока семеро, и все сидят в одном классе.",
		"Учительница приехала с материка вместе с мужем, который согласился топить печь и водить лодку, когда лёд сойдёт с пролива.",
		"«Мы не ждали, что кто-нибудь согласится», — сказала глава посёлка. Зимой до острова можно добраться только пешком по льду.",
	}},
	{"windows-1252", "fr", "Le phare rouvre après l’hiver", charmap.Windows1252, []string{
		"Fermé depuis la tempête de décembre, le phare a rouvert samedi à ses premiers visiteurs, une centaine à peine, malgré la pluie.",
		"L’escalier a été réparé marche après marche ; la lentille, elle, n’avait pas bougé d’un millimètre, assure le gardien.",
		"« On entendait la mer sous nos pieds », raconte une élève montée la première, qui a compté deux cent trente-sept marches.",
	}},
}

// Each page is read whole, whether the header, the page itself or nothing names its charset.
func TestOldCharsets(t *testing.T) {
	for _, p := range oldPages {
		for _, declared := range []string{"by the header", "by the page", "by nothing"} {
			t.Run(p.label+" "+declared, func(t *testing.T) {
				meta, header := "", "text/html"
				switch declared {
				case "by the header":
					header += "; charset=" + p.label
				case "by the page":
					meta = `<meta http-equiv="Content-Type" content="text/html; charset=` + p.label + `">`
				}
				page := fmt.Sprintf("<html><head>%s<title>%s</title></head><body><h1>%s</h1><div class=text><p>%s</p></div></body></html>",
					meta, p.title, p.title, strings.Join(p.paras, "</p>\n<p>"))
				body, err := p.enc.NewEncoder().String(page)
				if err != nil {
					t.Fatal(err)
				}
				a, err := Extract(news.Capture{Final: "https://gazette.example/1998/report.htm", Body: []byte(body),
					Header: map[string][]string{"Content-Type": {header}}}, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if a.Title != p.title || !slices.Equal(a.Paragraphs(), p.paras) {
					t.Errorf("%s\n%s", a.Title, strings.Join(a.Paragraphs(), "\n"))
				}
				if lang, _, _ := strings.Cut(a.Lang, "-"); lang != p.lang {
					t.Errorf("language %q, want %q", a.Lang, p.lang)
				}
			})
		}
	}
}
