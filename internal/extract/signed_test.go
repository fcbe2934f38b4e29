package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// tales are reports of five paragraphs in languages whose bylines have forms of their own.
var tales = map[string][]string{
	"zh-CN": {"蓝湾港务委员会周一表决决定，因维修需要关闭北岸码头，四千多名通勤者在明年春天以前只能改乘公共汽车。", "工程人员在八月的检查中发现，码头四十根桩柱里有十九根出现裂缝，委员会主席在会后对媒体表示。",
		"维修预计耗资一千二百四十万元，其中三分之二由省里承担，市议会六月已经通过这笔预算。", "码头附近的店主说，他们担心冬天的生意，希望沿海边再开一条公交线路。", "同龄的南岸码头将在三月开始检查，之后再决定是否关闭，检查报告会向市民公开。"},
	"zh-TW": {"藍灣港務委員會週一表決決定，因維修需要關閉北岸碼頭，四千多名通勤者在明年春天以前只能改搭公車。", "工程人員在八月的檢查中發現，碼頭四十根樁柱裡有十九根出現裂縫，委員會主席在會後對媒體表示。",
		"維修預計耗資一千二百四十萬元，其中三分之二由省裡負擔，市議會六月已經通過這筆預算。", "碼頭附近的店主說，他們擔心冬天的生意，希望沿海邊再開一條公車路線。", "同齡的南岸碼頭將在三月開始檢查，之後再決定是否關閉，檢查報告會向市民公開。"},
	"ja": {"青湾市の港湾委員会は月曜日、修理のため北岸の桟橋を来年春まで閉鎖すると決めた。通勤客四千人余りはバスに乗り換える。", "技術者らは八月の点検で、四十本の杭のうち十九本にひび割れを見つけたと、委員長が会議の後に述べた。",
		"修理には十二億四千万円がかかる見込みで、その三分の二を県が負担する。市議会は六月に予算を可決した。", "桟橋の近くの店主らは冬の商売を心配し、海沿いにもう一本バス路線を求めている。", "同じ年に造られた南岸の桟橋は三月から点検し、閉鎖するかどうかを決める。"},
	"ko": {"푸른만 항만위원회는 월요일 수리를 위해 북쪽 부두를 내년 봄까지 닫기로 의결했다. 통근자 사천여 명은 버스를 타야 한다.", "기술자들은 팔월 점검에서 말뚝 마흔 개 가운데 열아홉 개에 금이 간 것을 발견했다고 위원장이 회의 뒤에 말했다.",
		"수리에는 백이십사억 원이 들 것으로 보이며 그 삼분의 이를 도가 부담한다. 시의회는 유월에 예산을 통과시켰다.", "부두 근처 가게 주인들은 겨울 장사를 걱정하며 바닷가를 따라 버스 노선을 하나 더 원한다고 밝혔다.", "같은 해에 지은 남쪽 부두는 삼월부터 점검하고 닫을지 결정한다고 위원회는 밝혔다."},
	"ru": {"Портовый совет Синей Гавани решил в понедельник закрыть северный причал на ремонт, и четырём тысячам пассажиров придётся до весны ездить на автобусах.", "Инженеры нашли трещины в девятнадцати из сорока свай во время осмотра в августе, сообщила глава совета после заседания.",
		"Ремонт обойдётся в двенадцать миллионов крон, две трети заплатит область, городское собрание утвердило бюджет в июне.", "Владельцы лавок у причала опасаются за зимнюю торговлю и просят пустить вдоль воды второй автобус.", "Южный причал того же возраста начнут осматривать в марте, после чего решат, закрывать ли его."},
	"en": {"The harbour board of Northport voted on Monday to close the northern pier for repairs, a decision that will send some 4,000 commuters to buses until the spring.", "Engineers found cracks in nineteen of the forty piles during a survey in August, the chairwoman told reporters after the meeting in the town hall.",
		"The repairs are to cost 12.4 million crowns, of which the region pays two thirds, according to the budget that the council passed in June.", "Shop owners near the pier said that they feared for the winter trade and asked for a second bus line along the water.", "A decision on the southern pier, which is of the same age, is expected after a survey that begins in March."},
}

// TestSigned reads bylines wherever they stand on a page: in the head, under the headline, in
// the first paragraph, in the last, and behind it.
func TestSigned(t *testing.T) {
	ld := func(author string) string {
		return fmt.Sprintf(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier","author":{"@type":"Person","name":%q}}</script>`, author)
	}
	for _, c := range []struct{ lang, head, under, first, last, want string }{
		{"en", "", `<p class="meta-x">May 3, 2026 By <a href="/p/1">Ada Lin</a> <a href="#c">4 Comments</a></p>`, "", "", "Ada Lin"},
		{"en", "", `<p>By <a href="/p/1">Ada Lin</a> <a href="/d">View in the digital edition</a></p>`, "", "", "Ada Lin"},
		{"en", "", `<ul><li>Filter by Grain Elevators</li></ul><h2>Repairs: Step by Step Guide</h2>`, "", "", ""},
		{"en", ld("Holt & Reyes") + `<meta property="og:site_name" content="Holt &amp; Reyes">`, "", "", "", "Holt & Reyes"},
		{"en", ld("The Quay") + `<meta property="og:site_name" content="The Quay">`, "", "", `<ol><li>Sea Songs, a novel by Bo Reyes</li></ol>`, "The Quay"},
		{"en", ld("Sports Desk"), `<div class="author">By Ada Lin</div>`, "", "", "Ada Lin"},
		{"en", ld("Отдел новостей"), "", "", "", ""},
		{"en", ld("鈴木 花子 記者"), "", "", "", "鈴木 花子"},
		{"en", ld("本报记者 张望舒"), "", "", "", "张望舒"},
		{"en", `<meta name="citation_author" content="Lin, Ada B.">`, "", "", "", "Ada B. Lin"},
		{"en", "", `<div class="author-box"><span>Wellness</span></div>`, "", "", ""},
		{"en", "", `<p>By <a href="/p/1">Ada Lin</a></p>`, "", `<p>By <a href="/p/2">Bo Reyes</a></p>`, "Ada Lin"},
		{"en", "", `<footer class="node__meta"><div class="author">By Ada Lin</div></footer>`, "", "", "Ada Lin"},
		{"ru", "", `<footer class="node__meta"><span>Автор: Иван Петров</span></footer>`, "", "", "Иван Петров"},
		{"en", "", "", "", `<article><h3><a href="/o">Old pier</a></h3><footer><div class="author">By Bo Reyes</div></footer></article>`, ""},
		{"zh-CN", "", `<div>蓝湾报记者 张望舒</div>`, "", "", "张望舒"},
		{"zh-CN", "", `<div class="info">2026-03-03 09:30　来源：蓝湾报　作者：张望舒</div>`, "", "", "张望舒"},
		{"zh-CN", "", `<ul><li>来源：蓝湾报</li><li>记者：张望舒 李明远</li></ul>`, "", "", "张望舒; 李明远"},
		{"zh-CN", "", `<div class="author">本报记者&nbsp;&nbsp;张望舒&nbsp;&nbsp;李明远</div>`, "", "", "张望舒; 李明远"},
		{"zh-CN", "", `<div class="author"><span>张望舒</span><span>李明远</span></div>`, "", "", "张望舒; 李明远"},
		{"zh-CN", `<meta name="author" content="责任编辑：李明远">`, `<div>记者 张望舒</div>`, "", "", "张望舒"},
		{"zh-CN", `<meta name="author" content="104921">`, "", "蓝湾社3月3日电（记者张望舒、李明远）", "", "张望舒; 李明远"},
		{"zh-CN", "", "", "本报讯（通讯员 张望舒）", "", "张望舒"},
		{"zh-CN", "", "", "", `<p>（记者 张望舒）</p>`, "张望舒"},
		{"zh-CN", "", "", "", `<p>作者：张望舒</p><p>编辑：李明远</p>`, "张望舒"},
		{"zh-CN", ld("蓝湾社记者张望舒"), "", "", "", "张望舒"},
		{"zh-CN", ld("责任编辑：张望舒"), "", "", "", ""},
		{"zh-CN", "", `<div>来源：蓝湾报 责任编辑：张望舒</div>`, "", "", ""},
		{"zh-CN", "", "", "", `<div>责任编辑：张望舒</div><div>校对：李明远</div>`, ""},
		{"zh-CN", "", "", "蓝湾社3月3日电 港务局局长（右）", "", ""},
		{"zh-CN", "", `<div class="author">蓝湾报 编辑部</div>`, "", "", ""},
		{"zh-CN", "", `<figure><img src="a.jpg"><figcaption>码头一角。记者张望舒 摄</figcaption></figure>`, "", "", ""},
		{"zh-TW", "", `<section class="authors"><span><a href="/r/1">藍灣報</a>／ 記者<a href="/r/2">王大同</a>／即時報導</span><time>2026-07-14 10:35</time></section>`, "", "", "王大同"},
		{"zh-TW", "", "", "（中灣社記者王大同藍灣14日電）", "", "王大同"},
		{"zh-TW", "", "", "【記者王大同、李小明／藍灣報導】", "", "王大同; 李小明"},
		{"zh-TW", "", "", "", `<p>文：陳大文<br>攝影：黃小華</p>`, "陳大文"},
		{"zh-TW", "", "", "（中灣社藍灣14日電）", `<p>（編輯：李小明）1150714</p>`, ""},
		{"ja", "", `<p class="byline"><span><a href="/l">青湾＝山田太郎</a></span><span>令和8年7月14日 10時30分</span></p>`, "", `<p>（山田太郎、ソウル＝鈴木花子）</p>`, "山田太郎; 鈴木花子"},
		{"ja", "", "", "【青湾＝山田太郎】", "", "山田太郎"},
		{"ja", "", "", "", `<p>（山田太郎）</p>`, "山田太郎"},
		{"ja", "", "", "【青湾共同】", "", ""},
		{"ja", "", "", "", `<p>（写真は青湾市提供）</p>`, ""},
		{"ja", `<meta name="author" content="編集：山田太郎">`, "", "", "", ""},
		{"ko", "", "", "(푸른만=항구뉴스) 김철수 기자 = ", "", "김철수"},
		{"ko", "", `<div class="byline"><span>김철수 기자</span><span>이영희 기자</span></div>`, "", "", "김철수; 이영희"},
		{"ko", ld("김철수 기자"), "", "", "", "김철수"},
		{"ko", "", "", "", `<p>김철수 기자 kim@port.example</p>`, "김철수"},
		{"ko", "", "", "", `<p>사진=김철수 기자</p>`, ""},
		{"ru", "", `<div>Автор: Иван Петров</div>`, "", "", "Иван Петров"},
		{"ru", "", "", "", `<p>Текст: Иван Петров. Фото: Анна Белова</p>`, "Иван Петров"},
		{"ru", ld("Фото: Анна Белова"), "", "", `<p>Редактор: Анна Белова</p>`, ""},
		{"en", "", `<div class="byline"><a rel="author" href="/1">Ada Lin</a><a rel="author" href="/2">Bo Reyes</a></div>`, "", "", "Ada Lin; Bo Reyes"},
		{"en", "", `<ul class="byline"><li>Ada Lin</li><li>Bo Reyes</li></ul>`, "", "", "Ada Lin; Bo Reyes"},
		{"en", "", `<div class="byline">By <b>Ada</b> <b>Lin</b><br>Harbour correspondent</div>`, "", "", "Ada Lin"},
		{"en", "", `<p class="byline">By <a rel="author" href="/a">Ada Lin</a> <a href="mailto:x">Email the author</a></p>`, "", "", "Ada Lin"},
		{"en", "", `<p class="byline">By Ada Lin, March 3, 2026</p>`, "", "", "Ada Lin"},
		{"en", "", `<div itemprop="author" itemscope><span itemprop="name">Ada Lin</span><span>Senior Editor</span></div>`, "", "", "Ada Lin"},
		{"en", `<meta name="author" content="jsmith42">`, `<p class="byline">By Ada Lin</p>`, "", "", "Ada Lin"},
		{"en", `<meta name="author" content="admin">`, "", "", "", ""},
		{"en", "", `<p class="author">Full Bio</p>`, "", "", ""},
		{"en", "", `<p class="author">The Author</p>`, "", "", ""},
		{"en", "", `<div class="author"><a href="/a">Dry Bags</a><a href="/b">Blue Ropes</a><a href="/c">Wet Suits</a><a href="/d">Old Nets</a></div>`, "", "", ""},
	} {
		var body strings.Builder
		for i, s := range tales[c.lang] {
			if i == 0 {
				s = c.first + s
			}
			body.WriteString("<p>" + s + "</p>")
		}
		page := `<html lang="` + c.lang + `"><head><meta charset="utf-8"><title>Pier</title>` + c.head + `</head><body><main><article><h1>Pier</h1>` + c.under + body.String() + c.last + `</article></main></body></html>`
		a, err := Extract(news.Capture{Final: "https://www.morning.example/a/pier", Body: []byte(page)}, Options{})
		if got := strings.Join(a.Byline, "; "); err != nil || got != c.want {
			t.Errorf("%s %s%s%s%s: %q, %v; want %q", c.lang, c.head, c.under, c.first, c.last, got, err, c.want)
		}
	}
}
