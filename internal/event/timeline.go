package event

import (
	"cmp"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

const mostMoments = 30

// Timeline lists what happened, oldest first: publications but for those of copies, edits of weight (see package edit), and withdrawals.
// Of more than 30, the first, the newest and a line for each day of the others stay, in the zone of the reader. all counts them.
func Timeline(tellings []news.Telling, zone *time.Location) (list []news.Moment, all int) {
	for _, t := range tellings {
		if t.CopyOf == "" {
			list = append(list, published(t.Article))
		}
		list = append(list, edits(t)...)
		if at := t.Article.Withdrawn; !at.IsZero() {
			list = append(list, news.Moment{At: at, Hour: news.HourGiven, Kind: news.MomentWithdrawn, Article: t.Article.ID})
		}
	}
	slices.SortStableFunc(list, func(a, b news.Moment) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Article, b.Article))
	})
	return inLines(list, zone), len(list)
}

// published is when a report came: of one without a time that can be, when it was read.
func published(a news.Article) news.Moment {
	m := news.Moment{At: a.Published, Hour: a.Hour, Kind: news.MomentPublished, Article: a.ID}
	if a.Published.IsZero() || a.Hour == news.HourNone || a.Published.After(a.Captured) && a.Hour != news.HourDay {
		m.At, m.Hour = a.Captured, news.HourNone
	}
	return m
}

// inLines are moments, oldest first, in at most mostMoments lines.
func inLines(list []news.Moment, zone *time.Location) []news.Moment {
	if len(list) <= mostMoments {
		return list
	}
	kept := 1 // of the newest
	for kept < len(list)-1 && 1+len(byDay(list[1:len(list)-kept-1], zone))+kept+1 <= mostMoments {
		kept++
	}
	middle := byDay(list[1:len(list)-kept], zone)
	if over := 1 + len(middle) + kept - mostMoments; over > 0 { // more days than lines
		for _, m := range middle[:over] {
			middle[over].N += m.N
		}
		middle = middle[over:]
	}
	return slices.Concat(list[:1], middle, list[len(list)-kept:])
}

// byDay are moments as a line for each of their days.
func byDay(list []news.Moment, zone *time.Location) []news.Moment {
	var out []news.Moment
	for _, m := range list {
		grain := news.GrainHour
		if m.Hour == news.HourDay {
			grain = news.GrainDay
		}
		date := news.PlaceOf(m.At, grain, zone).Day
		day := news.DaysIn(zone, date, date).From
		if n := len(out); n > 0 && out[n-1].At.Equal(day) {
			out[n-1].N++
			continue
		}
		out = append(out, news.Moment{At: day, Hour: news.HourDay, Kind: news.MomentDay, N: 1})
	}
	return out
}

// edits are the edits of a report that changed something of weight. They are as old as the capture that shows them.
func edits(t news.Telling) []news.Moment {
	var out []news.Moment
	for _, e := range t.Edits {
		if e.Known && e.Weighty() {
			out = append(out, news.Moment{At: e.At, Hour: news.HourGiven, Kind: news.MomentEdited, Article: t.Article.ID, Was: e.Was, Is: e.Is})
		}
	}
	return out
}
