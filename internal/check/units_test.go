package check

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// unitCases are pairs of sentences that say the same in two languages, and a third that
// is near it and wrong: a row a unit and a counting word.
var unitCases = []struct{ latin, han, wrong string }{
	// lengths
	{"The road is 12 kilometres long.", "这条路长12公里。", "这条路长12英里。"},
	{"The road is 12 kilometers long.", "这条路长1.2万米。", "这条路长1.2万公里。"},
	{"The road is 12 miles long.", "这条路长19.3公里。", "这条路长12公里。"},
	{"The road is 100 miles long.", "这条路长100英里。", "这条路长100公里。"},
	{"The ship made 20 knots.", "该船航速20节。", "该船航速30节。"},
	{"The ship was 20 nautical miles away.", "该船在37公里外。", "该船在20公里外。"},
	{"The ship was 20 nautical miles away.", "该船在20海里外。", "该船在30海里外。"},
	{"The wall is 30 metres high.", "墙高30米。", "墙高40米。"},
	{"The wall is 30 meters high.", "墙高3000厘米。", "墙高300厘米。"},
	{"The wall is 30 feet high.", "墙高9.1米。", "墙高11.4米。"},
	{"The wall is 30 feet high.", "墙高30英尺。", "墙高30米。"},
	{"The snow was 10 inches deep.", "积雪深25.4厘米。", "积雪深10厘米。"},
	{"The snow was 10 inches deep.", "积雪深10英寸。", "积雪深12英寸。"},
	{"The snow was 40 centimetres deep.", "积雪深40厘米。", "积雪深40米。"},
	{"The chips are made in 7 nanometre steps.", "芯片采用7纳米制程。", "芯片采用9纳米制程。"},
	{"The star is 40 light years away.", "该星距离40光年。", "该星距离50光年。"},
	{"Die Straße ist 12 Kilometer lang und von der Stadt.", "这条路长12公里。", "这条路长12英里。"},
	{"La route est longue de 12 kilomètres et dans la ville.", "这条路长12公里。", "这条路长12英里。"},
	// areas
	{"The farm covers 30 hectares.", "农场占地30公顷。", "农场占地300公顷。"},
	{"The farm covers 50 acres.", "农场占地20公顷。", "农场占地50公顷。"},
	{"The farm covers 50 acres.", "农场占地50英亩。", "农场占地50亩。"},
	{"The town covers 10 square miles.", "该镇面积26平方公里。", "该镇面积10平方公里。"},
	{"The hall covers 500 square metres.", "大厅面积500平方米。", "大厅面积600平方米。"},
	// masses
	{"The lorry carried 5 tonnes of flour.", "卡车运载5吨面粉。", "卡车运载6吨面粉。"},
	{"The lorry carried 5 tonnes of flour.", "卡车运载5000公斤面粉。", "卡车运载500公斤面粉。"},
	{"Each bag weighs 12 kilograms.", "每袋重12公斤。", "每袋重12斤。"},
	{"Each bag weighs 12 kilograms.", "每袋重24斤。", "每袋重24公斤。"},
	{"Each bag weighs 200 grams.", "每袋重0.2公斤。", "每袋重2公斤。"},
	{"The bar weighs 10 ounces.", "金条重283克。", "金条重100克。"},
	{"The bar weighs 10 ounces.", "金条重10盎司。", "金条重10克。"},
	// volumes
	{"The tank holds 30 gallons.", "油箱可装114升。", "油箱可装30升。"},
	{"The tank holds 30 gallons.", "油箱可装30加仑。", "油箱可装40加仑。"},
	{"The tank holds 30 litres.", "油箱可装30升。", "油箱可装30加仑。"},
	{"The pool holds 5 cubic metres.", "水池可装5立方米。", "水池可装6立方米。"},
	// spans of time
	{"The call lasted 90 seconds.", "通话持续90秒。", "通话持续90分钟。"},
	{"The call lasted 48 hours.", "通话持续两天。", "通话持续三天。"},
	{"The trip takes 45 minutes.", "行程需45分钟。", "行程需45小时。"},
	{"The strike lasted 14 days.", "罢工持续两周。", "罢工持续三周。"},
	{"The strike lasted a fortnight.", "罢工持续两周。", "罢工持续三周。"},
	{"The strike lasted six weeks.", "罢工持续六周。", "罢工持续六天。"},
	{"The strike lasted 18 months.", "罢工持续一年半。", "罢工持续两年半。"},
	{"The war lasted three decades.", "战争持续30年。", "战争持续3年。"},
	{"The empire lasted three centuries.", "帝国持续300年。", "帝国持续30年。"},
	// warmth
	{"It was 68 degrees Fahrenheit.", "气温20摄氏度。", "气温25摄氏度。"},
	{"It was 20 degrees Celsius.", "气温20摄氏度。", "气温30摄氏度。"},
	// counting words
	{"Both bridges fell.", "两座桥倒塌。", "三座桥倒塌。"},
	{"A pair of ships sank.", "两艘船沉没。", "三艘船沉没。"},
	{"Twin explosions hit the town.", "两起爆炸震动小镇。", "三起爆炸震动小镇。"},
	{"A trio of ships sank.", "三艘船沉没。", "四艘船沉没。"},
	{"A dozen ships sank.", "12艘船沉没。", "20艘船沉没。"},
	{"Two dozen ships sank.", "24艘船沉没。", "20艘船沉没。"},
	{"About 3 lakh people fled.", "约30万人逃离。", "约3万人逃离。"},
	{"About 2 crore people fled.", "约2000万人逃离。", "约200万人逃离。"},
	{"Half of the 400 ships sank.", "400艘船中一半沉没。", "400艘船中四分之一沉没。"},
	// a day, and what is none
	{"The ticket rose by 3 yen.", "票价上涨3日元。", "票价上涨4日元。"},
	{"She won a tour of 7 days.", "她赢得7日游。", "她赢得8日游。"},
	{"They must pay within 10 days.", "他们须在10日内付款。", "他们须在11日内付款。"},
}

// oneWay are the Latin sentences of unitCases whose counting word is not compared when
// they are the claim: "both" and "a pair" need not be numbers.
var oneWay = map[string]bool{"Both bridges fell.": true, "A pair of ships sank.": true}

func TestUnits(t *testing.T) {
	at := time.Date(2023, 10, 20, 8, 0, 0, 0, time.UTC)
	ask := func(source, claim string) news.Finding { return Checker{}.Sentence([]string{source}, at, claim) }
	for _, c := range unitCases {
		if f := ask(c.latin, c.han); f.Rule != news.Supported {
			t.Errorf("%s\n\t%s\n\t%s %q", c.latin, c.han, f.Rule, f.Span)
		}
		if f := ask(c.latin, c.wrong); f.Rule == news.Supported {
			t.Errorf("%s\n\tsupports %s", c.latin, c.wrong)
		}
		if oneWay[c.latin] {
			continue
		}
		if f := ask(c.han, c.latin); f.Rule != news.Supported {
			t.Errorf("%s\n\t%s\n\t%s %q", c.han, c.latin, f.Rule, f.Span)
		}
		if f := ask(c.wrong, c.latin); f.Rule == news.Supported {
			t.Errorf("%s\n\tsupports %s", c.wrong, c.latin)
		}
	}
}
