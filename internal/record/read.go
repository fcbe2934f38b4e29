package record

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// ErrNoTitle is a record of an article without a headline.
var ErrNoTitle = errors.New("the article has no title")

// Article makes an article of its record. One without text is a headline. The ID is the record's, which may
// have none. The article is returned with the error, with what could be read.
func (r Record) Article() (news.Article, error) {
	a := news.Article{
		ID: news.ArticleID(r.ID), URL: r.URL, Canonical: cmp.Or(r.Canonical, r.URL), Source: news.SourceID(r.Source), Outlet: r.Outlet,
		Kind: news.PageArticle, Title: text.Collapse(r.Title), Standfirst: text.Collapse(r.Description),
		Byline: r.Byline, Lang: r.Lang, Image: news.Image{URL: r.Image},
	}
	paragraphs := r.Paragraphs
	if len(paragraphs) == 0 && r.Text != "" {
		paragraphs = strings.Split(r.Text, "\n\n")
	}
	if a.Lang == "" {
		a.Lang = text.Lang(strings.Join(paragraphs, " "), "")
	}
	for _, p := range paragraphs {
		if p = text.Collapse(p); p == "" {
			continue
		}
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
		a.Words += text.Words(p, a.Lang)
	}
	if a.Title == "" {
		return a, ErrNoTitle
	}
	if len(a.Blocks) == 0 {
		a.Kind = news.PageHeadline
	}
	for _, t := range []struct {
		s  string
		to *time.Time
	}{{wholeTime(r.Published), &a.Published}, {r.Updated, &a.Updated}, {r.Captured, &a.Captured}, {r.Withdrawn, &a.Withdrawn}} {
		if t.s == "" {
			continue
		}
		var err error
		if *t.to, err = moment(t.s); err != nil {
			return a, err
		}
	}
	a.Hour = r.hour(a.Published)
	return a, nil
}

// wholeTime is a day as the time at which it begins; any other text is returned as it is.
func wholeTime(s string) string {
	if _, err := time.Parse(time.DateOnly, s); err == nil {
		return s + "T00:00:00Z"
	}
	return s
}

// moment reads a time of a record.
func moment(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not a time like 2006-01-02T15:04:05Z", s)
	}
	if err := news.CheckTime(t); err != nil {
		return time.Time{}, fmt.Errorf("%q is no time of a report: %w", s, err)
	}
	return t, nil
}

// hour is what a record knows of its time of publication. A record of a desk names its capture, and says by published_as what is known of the
// time: without it, nothing. Another program has no such words. Its time is what it gives; midnight is what programs write for a day.
func (r Record) hour(published time.Time) news.Hour {
	switch h := news.Hour(r.PublishedAs); {
	case h == news.HourGiven, h == news.HourLocal, h == news.HourDay:
		return h
	case r.Captured != "":
		return news.HourNone
	}
	hour, minute, sec := published.Clock()
	return news.HourOf(published, hour == 0 && minute == 0 && sec == 0, false)
}

// Seen returns the sights of a record. One without a time that can be read is an error.
func (r Record) Seen() ([]news.Sight, error) {
	var out []news.Sight
	for _, s := range r.Sights {
		at, err := moment(s.At)
		if err != nil {
			return nil, fmt.Errorf("read sights of article %s: %w", r.ID, err)
		}
		out = append(out, news.Sight{
			At: at.UTC(), Seen: s.Seen, Status: s.Status, URL: s.URL, Kept: s.File != "", File: s.File, Offset: s.Offset, Reached: s.Reached,
		})
	}
	return out, nil
}
