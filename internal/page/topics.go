package page

import (
	"slices"
)

// topicsOf returns the topics with the given IDs.
func (s *Set) topicsOf(ids []string) []Topic {
	var out []Topic
	for _, t := range s.o.Topics {
		if slices.Contains(ids, t.ID) {
			out = append(out, t)
		}
	}
	return out
}

// TopicInList is a topic in the list of topics.
type TopicInList struct {
	Topic  Topic
	N      int     // reports
	Newest *Listed // nil: there is none
}

// topicsView is the list of topics.
type topicsView struct {
	frame
	Topics []topicRow
	Times  string // in which zone they are
}

type topicRow struct {
	Href, Name string
	N          int
	Newest     row // the latest report; its Href is empty where there is none
}

// Topics is the list of topics.
func (s *Set) Topics(topics []TopicInList) ([]byte, error) {
	v := topicsView{frame: s.frame("topics.html", s.w.Topics, "topics")}
	if len(topics) > 0 {
		v.Times = s.inZone("")
	}
	for _, t := range topics {
		x := topicRow{Href: TopicPath(t.Topic.ID), Name: t.Topic.Name, N: t.N}
		if t.Newest != nil {
			x.Newest = s.row(*t.Newest, "", "")
		}
		v.Topics = append(v.Topics, x)
	}
	return s.render("topics.html", v)
}

// TopicMonth is the list of the reports of a topic in a month.
type TopicMonth struct {
	Topic   Topic
	Month   string // "2006-01"
	Reports []Listed
}

// TopicMonth are the pages of a month of a topic, its newest part last.
func (s *Set) TopicMonth(x TopicMonth) ([]File, error) {
	rows := s.rows(x.Reports, "../../", "")
	title := x.Topic.Name + " · " + s.monthName(x.Month)
	return s.parts(TopicMonthPath(x.Topic.ID, x.Month), rows, func(at string) *listView {
		return &listView{
			frame: s.frame(at, title, "topics"), Heading: title, Sub: s.w.NReports(len(rows)), Note: s.inZone(x.Month),
			Up: &pageLink{"../../" + TopicPath(x.Topic.ID), x.Topic.Name},
		}
	})
}

// TopicPage is the page of a topic.
type TopicPage struct {
	Topic    Topic
	Latest   []Listed       // its newest reports
	Total    int            // reports
	PerMonth map[string]int // "2006-01" -> reports
}

// Topic is the page of a topic.
func (s *Set) Topic(x TopicPage) ([]byte, error) {
	w, path := s.w, TopicPath(x.Topic.ID)
	v := &listView{
		frame: s.frame(path, x.Topic.Name, "topics"), Heading: x.Topic.Name, Sub: w.NReports(x.Total), Note: s.inZone(s.yearOf(x.Latest)),
		Up: &pageLink{"../topics.html", w.Topics}, BarsTitle: w.PerMonth,
		Facts: factList([]fact{{Name: w.Keywords, Value: w.List(lines(x.Topic.Keywords))}}),
	}
	v.Feeds = "../" + stem(path)
	v.Rows, v.Of = s.rows(x.Latest, "../", ""), s.ofAll(len(x.Latest), x.Total)
	v.Bars = s.bars(x.PerMonth, func(month string) string { return "../" + TopicMonthPath(x.Topic.ID, month) })
	return s.render("source.html", v)
}
