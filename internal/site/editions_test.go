package site

import (
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// issued gives a sample newsroom its editions: of an evening, and of the morning after.
func issued(m *memory) *memory {
	byTitle := map[string]news.Item{}
	var older []news.ArticleID
	for id, it := range m.items {
		byTitle[it.Digest.Title] = it
		if it.Story == "" && it.Article.Date().Before(moment("2024-03-05T21:00:00Z")) {
			older = append(older, id)
		}
	}
	slices.Sort(older)
	on := func(title string) news.ArticleID { return byTitle[title].Article.ID }
	dockers, stopped, wire := on("韦萨港码头工人罢工，抗议两处码头改为无人吊装"), on("韦萨港罢工次日：“什么事都是短信通知的”"), on("韦萨集装箱码头因罢工关闭")
	told := struck(m)
	evening := news.Edition{
		Slot: "19:00", Day: "2024-03-06", From: moment("2024-03-05T19:00:00Z"), Until: moment("2024-03-06T19:01:00Z"), Zone: "UTC", Filled: true,
		Reading: news.Reading{Outlets: 6, Read: 6, Reports: 4, Events: 2},
		Lines: []news.EditionLine{
			{Story: "strike", Article: wire, Score: 8, Terms: []news.Term{{Reason: news.RankNew, Points: 4}}, Reason: news.RankNew, Topic: "harbour", Outlets: 2, Reports: 2, First: []news.ArticleID{wire}},
			{Article: on("上院无限期推迟选举法改革"), Reason: news.RankOnly, Outlets: 1, Reports: 1},
		},
		Shelves: []news.Shelf{{Articles: older[:4], N: 4}},
	}
	morning := news.Edition{
		Slot: "07:00", Day: "2024-03-07", From: moment("2024-03-05T07:00:00Z"), Until: moment("2024-03-07T09:02:00Z"), Zone: "UTC", Missed: 1,
		Reading: news.Reading{Outlets: 6, Read: 4, Reports: 12, Events: 5, Edited: 1, Pulled: 1, Unread: []news.Unseen{{Source: "ledger-world", Outlet: "The Plains Ledger", Since: moment("2024-03-06T22:10:00Z")}, {Source: "sahil", Outlet: "صحيفة الساحل"}}},
		Lines: []news.EditionLine{
			{Story: "strike", Article: dockers, Score: 15, Reason: news.RankCorrected, Topic: "harbour", Outlets: 3, Reports: 4, Copies: 1, Was: "14,200", Is: "4,200", First: []news.ArticleID{wire}},
			{Story: "orbit", Article: on("气象卫星“水面3号”发射成功，降雨预报可提早六小时"), Score: 8, Reason: news.RankNew, Topic: "weather", Outlets: 2, Reports: 2, First: []news.ArticleID{on("气象卫星“水面3号”发射成功，降雨预报可提早六小时")}},
			{Article: on("农民重获夜间取水权"), Score: 6, Reason: news.RankWithdrawn, Outlets: 1, Reports: 1},
			{Article: on("谈判十年之后，两岸就河水分配达成协议"), Score: 3, Reason: news.RankTopic, Topic: "weather", Outlets: 1, Reports: 1},
			{Article: on("一场谁也没料到会举行的投票"), Reason: news.RankOnly, Outlets: 1, Reports: 1},
		},
		Lead: "strike", Told: told,
		Shelves: []news.Shelf{{Topic: "harbour", Articles: []news.ArticleID{stopped, older[5], older[6]}, N: 9}, {Topic: "weather", Articles: older[7:9], N: 2}, {Articles: older[9:15], N: 31}},
		Changes: []news.ChangeLine{
			{Article: on("农民重获夜间取水权"), At: moment("2024-03-07T09:00:00Z"), Reason: news.RankWithdrawn},
			{Article: dockers, At: moment("2024-03-06T20:02:00Z"), Reason: news.RankCorrected, Was: "About 14,200 workers joined the stoppage, the port authority said.", Is: "About 4,200 workers joined the stoppage, the port authority said."},
		}, Changed: 2,
	}
	m.cut(evening)
	m.cut(morning)
	return m
}

// later is a report that came that long after the newest edition was cut.
func later(m *memory, k int, after time.Duration) news.Item {
	it := inventOne(k)
	it.Article.Published = m.editions[0].Until.Add(after)
	it.Article.Captured, it.Article.Hour, it.Story = it.Article.Published.Add(time.Minute), news.HourGiven, ""
	return it
}
