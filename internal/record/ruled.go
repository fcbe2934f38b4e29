package record

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Ruled is a decision of the operator on stories, as export writes it beside the last of the reports that it names.
type Ruled struct {
	N        int64           `json:"n"` // in the desk that decided: the order of those of one moment
	Kind     news.RulingKind `json:"kind"`
	Story    string          `json:"story"`
	Into     string          `json:"into,omitempty"`
	Articles []string        `json:"articles"`
	Others   []string        `json:"others,omitempty"`
	Title    string          `json:"title,omitempty"`
	At       string          `json:"at"` // to the millisecond
	Undone   string          `json:"undone,omitempty"`
}

// mostRuled is the most reports that a ruling names on either side.
const mostRuled = 10_000

// RuledOf returns a decision on stories as data.
func RuledOf(r news.Ruling) Ruled {
	out := Ruled{N: r.ID, Kind: r.Kind, Story: string(r.Story), Into: string(r.Into), Title: r.Title, At: exactly(r.At), Undone: exactly(r.Undone)}
	for _, id := range r.Articles {
		out.Articles = append(out.Articles, string(id))
	}
	for _, id := range r.Others {
		out.Others = append(out.Others, string(id))
	}
	return out
}

func exactly(t time.Time) string {
	if Time(t) == "" {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

// News makes a decision of its record. One that does not say what was decided, on what or when is an error.
func (r Ruled) News() (out news.Ruling, err error) {
	out = news.Ruling{ID: r.N, Kind: r.Kind, Story: news.StoryID(r.Story), Into: news.StoryID(r.Into), Title: text.Collapse(r.Title)}
	switch {
	case !r.Kind.Moves() && r.Kind != news.RulingTitle && r.Kind != news.RulingPin:
		return out, fmt.Errorf("a ruling of the kind %q is not known", r.Kind)
	case (r.Kind == news.RulingTitle) != (out.Title != "") || utf8.RuneCountInString(out.Title) > news.LongestStoryTitle:
		return out, errors.New("a ruling has no title, or one that is none")
	case !r.Kind.Moves() && (r.Into != "" || len(r.Others) > 0):
		return out, fmt.Errorf("a ruling of the kind %q moves reports", r.Kind)
	case r.Story == "" || len(r.Articles) == 0 || r.Kind.Moves() && (r.Into == "" || len(r.Others) == 0):
		return out, errors.New("a ruling names no stories, or no reports")
	case len(r.Articles) > mostRuled || len(r.Others) > mostRuled:
		return out, fmt.Errorf("a ruling names more than %d reports", mostRuled)
	}
	for _, id := range r.Articles {
		out.Articles = append(out.Articles, news.ArticleID(id))
	}
	for _, id := range r.Others {
		out.Others = append(out.Others, news.ArticleID(id))
	}
	if out.At, err = moment(r.At); err == nil && r.Undone != "" {
		out.Undone, err = moment(r.Undone)
	}
	out.At, out.Undone = out.At.UTC(), out.Undone.UTC()
	return out, err
}
