package page

import (
	"html/template"

	"github.com/waidian/waidian/internal/news"
)

// reasonBound is how many characters of a reason for a takedown a page shows.
const reasonBound = 500

type takedownView struct {
	frame
	Mark   template.HTML // news.DownMark
	Facts  template.HTML
	Reason string
}

// Takedown is the page at the address of a report that was taken down. It has nothing of the report but its address.
func (s *Set) Takedown(path string, t news.Takedown) ([]byte, error) {
	v := takedownView{frame: s.frame(path, s.w.DownHeading, ""), Mark: news.DownMark, Reason: cut(line(t.Reason), reasonBound)}
	v.NoIndex, v.TitleLang = true, s.w.Tag // the title is ours
	v.About, v.Langs = "", nil             // search engines have no use for it, in either script
	facts := []fact{
		{Name: s.w.DownAt, Value: s.w.Moment(s.local(t.At)), Stamp: stamp(t.At.UTC())},
		{Name: s.w.OurTimes, Value: s.zoneName(s.local(t.At).Format("2006"))},
	}
	if !t.Had.IsZero() {
		facts = append([]fact{{Name: s.w.DownHad, Value: s.w.Moment(s.local(t.Had)), Stamp: stamp(t.Had.UTC())}}, facts...)
	}
	v.Facts = factList(facts)
	return s.render("takedown.html", v)
}
