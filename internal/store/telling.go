package store

import (
	"fmt"

	"github.com/waidian/waidian/internal/news"
)

// Tellings returns the reports of a story that are not taken down, oldest first, with their earlier versions by edits of the
// outlet, but not their houses. Of a story of more than most reports, the oldest and the newest are read; of the others only
// what lists show of them is there: they count as headlines.
func (tx *Tx) Tellings(story news.StoryID, most int) ([]news.Telling, error) {
	rows, err := tx.Rows(Filter{Story: story})
	if err != nil {
		return nil, err
	}
	out := make([]news.Telling, 0, len(rows))
	for i := len(rows) - 1; i >= 0; i-- { // rows come latest first
		if oldest := len(rows) - 1 - i; oldest >= most/2 && i >= most-most/2 {
			out = append(out, rows[i].telling())
			continue
		}
		it, err := tx.item(rows[i].ID)
		if notFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		t := news.Telling{Item: it}
		if t.Earlier, err = tx.superseded(it); err != nil {
			return nil, fmt.Errorf("tell story %s: %w", story, err)
		}
		out = append(out, t)
	}
	return out, nil
}

// mostEarlier bounds how many earlier versions of a report are read: its latest.
const mostEarlier = 8

// superseded are the versions of a report that the outlet itself has edited, oldest first: not those of which only the reading
// is another by now, and none of a live page, which is edited all day. What the outlet asks by now it asks of them, too.
func (tx *Tx) superseded(it news.Item) ([]news.Article, error) {
	var numbers []int
	for i, v := range it.Versions {
		if i > 0 && v.Edited && it.Article.Kind != news.PageLive {
			numbers = append(numbers, it.Versions[i-1].N)
		}
	}
	var out []news.Article
	for _, n := range numbers[max(0, len(numbers)-mostEarlier):] {
		a, err := tx.Version(it.Article.ID, n)
		if err != nil {
			return nil, err
		}
		out = append(out, a.AskingMore(it.Article))
	}
	return out, nil
}

// telling is what a row knows of a report: no text.
func (r Row) telling() news.Telling {
	return news.Telling{Item: news.Item{
		Article: news.Article{
			ID: r.ID, Version: r.Version, Source: r.Source, SourceName: r.SourceName, Outlet: r.Outlet, Filed: r.Filed, URL: r.Canonical,
			Canonical: r.Canonical, Kind: news.PageHeadline, Title: r.Title, Lang: r.Lang, Published: r.Published, Hour: r.Hour, Captured: r.Captured,
		},
		Digest: news.Digest{Article: r.ID, Version: r.Version, Lang: r.DigestLang, Title: r.DigestTitle, By: r.DigestBy, Unfit: r.DigestUnfit},
		Story:  r.Story, CopyOf: r.CopyOf,
	}}
}
