package site

import (
	"context"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Library is what the builder asks of the archive of reports. Every question can be
// answered by one indexed query; none is asked while the answer to another is open.
// Answers may be newer than the last change that was told of: the next build sees to it.
type Library interface {
	// Changes lists the reports that changed after the change with number since, oldest
	// change first, at most limit of them; each report once, with the number of its latest
	// change. A change is anything that Items or Heads would answer differently: a new or
	// edited report, another digest, story, original or grant of rights, a takedown.
	// Numbers ascend, and a number once told of is never used again for another change.
	Changes(ctx context.Context, since int64, limit int) ([]Change, error)
	// Items returns the published reports among ids, in any order; those that are gone are absent.
	Items(ctx context.Context, ids []news.ArticleID) ([]news.Item, error)
	// Heads returns the published reports that q asks for, newest Date first, equal ones by ID.
	Heads(ctx context.Context, q Query) ([]Head, error)
	// Sources lists every source that is watched or has published reports, by ID.
	Sources(ctx context.Context) ([]SourceStatus, error)
	// Moved tells where the reports of stories that had several went; such a story may have reports again.
	Moved(ctx context.Context) (map[news.StoryID]news.StoryID, error)
	// Backlog returns how much work waits.
	Backlog(ctx context.Context) (Backlog, error)
}

// Change says that a report is to be shown, shown differently, or not any more.
type Change struct {
	Seq  int64
	Gone bool // not published any more: taken down, or never fit to be; only ID counts then
	Filed
}

// Filed is where a report is filed: all that its address and its lists depend on.
type Filed struct {
	ID        news.ArticleID
	Source    news.SourceID
	Outlet    string
	Canonical string
	Date      time.Time // Article.Published in the outlet's own zone; Captured in UTC where there is none
	Story     news.StoryID
	CopyOf    news.ArticleID
}

// Query asks for heads. Fields that are set must all hold.
type Query struct {
	From, To string // days of Filed.Date in its own zone, "2006-01-02", inclusive
	Source   news.SourceID
	Story    news.StoryID
	Limit    int // 0: all
}

// Head is what a list shows of a report.
type Head struct {
	Filed
	SourceName  string
	Kind        news.PageKind
	Title       string
	Lang        string
	DigestTitle string // in DigestLang; empty in an extract
	DigestLead  string // first sentence of the digest
	DigestLang  string
	DigestBy    string // the model, news.ByExtract, or empty: no digest
	Words       int
	Version     int
	Withdrawn   bool
	Rights      news.Rights
	Held        bool // Article.NoArchive or Article.Reserved
}

// HeadOf returns the head of an item, for libraries that keep whole items.
func HeadOf(it news.Item) Head {
	a, d := it.Article, it.Digest
	h := Head{
		Filed:      FiledOf(it),
		SourceName: a.SourceName, Kind: a.Kind, Title: a.Title, Lang: a.Lang,
		DigestTitle: d.Title, DigestLang: d.Lang, DigestBy: d.By,
		Words: a.Words, Version: a.Version, Withdrawn: !a.Withdrawn.IsZero(),
		Rights: it.Rights, Held: a.NoArchive || a.Reserved,
	}
	if len(d.Summary) > 0 {
		h.DigestLead = d.Summary[0].Text
	}
	return h
}

// FiledOf returns where an item is filed.
func FiledOf(it news.Item) Filed {
	a := it.Article
	return Filed{
		ID: a.ID, Source: a.Source, Outlet: a.Outlet, Canonical: a.Canonical,
		Date: a.Date(), Story: it.Story, CopyOf: it.CopyOf,
	}
}

// SourceStatus is a source and how the desk fares with it. It holds no text of an error:
// such texts name machines and networks.
type SourceStatus struct {
	news.Source
	Active    bool // still watched
	Polled    time.Time
	Succeeded time.Time
	Failures  int // polls in a row that failed
	Status    int // HTTP status of the last answer; 0: none came
}

// Backlog is how much work waits.
type Backlog struct {
	Reading   int // reports found, not read yet
	Digesting int // reports shown with an extract, or none, until their digest comes
	Buried    int // tasks given up
}
