package site

import (
	"context"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// Library is what the builder asks about the published reports. Every question can be
// answered by one indexed query; none is asked while the answer to another is open.
// Answers may be newer than the last change listed: the next build shows the rest.
type Library interface {
	// Point returns the latest point of the library's history whose change is not after the one with number seq. A library that was
	// restored from an older copy has other marks from there on.
	Point(ctx context.Context, seq int64) (Point, error)
	// Changes lists the reports that changed after the change with number since, oldest
	// change first, at most limit of them; each report once, with the number of its latest
	// change. A change is anything that Items or Heads would answer differently: a new or
	// edited report, another digest, story, original or grant of rights, a takedown.
	// Numbers ascend, and no number is used twice.
	Changes(ctx context.Context, since int64, limit int) ([]Change, error)
	// Items returns the published reports among ids, in any order; those that are gone are absent.
	Items(ctx context.Context, ids []news.ArticleID) ([]news.Item, error)
	// Heads returns the published reports that q asks for, newest Date first, equal ones by ID. Where the
	// place of a report differs from that, the builder puts it there.
	Heads(ctx context.Context, q Query) ([]page.Head, error)
	// Sources lists every source that is watched or has published reports, by ID.
	Sources(ctx context.Context) ([]page.SourceStatus, error)
	// Moved returns, of each story that had several reports and lost them to another, which one has them now. Such a story
	// may have reports again.
	Moved(ctx context.Context) (map[news.StoryID]news.StoryID, error)
	// Pinned are the stories that lead the front page, in the order in which they stand there.
	Pinned(ctx context.Context) ([]news.StoryID, error)
	// OldPaths lists the paths by which reports were had on other sites, also those of reports that are not published. A path that comes is a
	// change of its report.
	OldPaths(ctx context.Context) ([]news.OldPath, error)
	// Account returns what the page of a story says beside the list of its reports; the zero value where it has none. The items are
	// reports that were read for it: what Items would return of them.
	Account(ctx context.Context, id news.StoryID) (news.Account, []news.Item, error)
	// Editions names the editions that q asks for, newest first. None is newer than the library's clock.
	Editions(ctx context.Context, q EditionQuery) ([]news.EditionID, error)
	// Edition returns what an edition says by now: what was taken down is gone from it, what was withdrawn is marked, and each
	// line names the story that its report is in. The empty ID asks for the edition of the last 24 hours as of now, which is not
	// fixed: home shows it where no edition was cut yet. An edition that is not there is the zero value.
	Edition(ctx context.Context, id news.EditionID) (news.Edition, error)
	// History returns the latest earlier texts of a report that has several versions, page.VersionsShown with its own, and what was
	// changed from each to the next. It is asked of no other report.
	History(ctx context.Context, it news.Item) (news.History, error)
	// Edited lists the edits by outlets of published reports, newest first.
	Edited(ctx context.Context) ([]page.EditMark, error)
	// Backlog returns how much work waits.
	Backlog(ctx context.Context) (page.Backlog, error)
}

// Point is a point in the history of a library: the number of a change, and a mark that no change of another history has.
type Point struct {
	Seq  int64
	Mark string
}

// Change says that a report is to be shown, shown differently, or not any more.
type Change struct {
	Seq  int64
	Gone bool           // not published any more: taken down, or never fit to be; only ID counts then, and Path where there is Down
	Down *news.Takedown // of one that is Gone: what its address tells readers; nil: there is no page
	Held bool           // its outlet asks that no copy be shown, or reserves its rights
	Nth  int64          // its number in the order in which reports came to the library, from 1; it never changes
	page.Filed
}

// Query asks for heads. Fields that are set must all hold.
type Query struct {
	Days   news.Days // those whose Filed.Place is on one of them
	Source news.SourceID
	Story  news.StoryID
	Limit  int // 0: all
}

// EditionQuery asks for editions. Fields that are set must all hold.
type EditionQuery struct {
	Slot    string           // the hour, "19:00"
	Changed int64            // cut or changed after the change with that number
	Naming  []news.ArticleID // with one of these among the reports that they name: news.Edition.Names
	Before  news.EditionID   // older than this one
	Limit   int              // 0: all
}
