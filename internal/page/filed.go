package page

import (
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
)

// Filed is where a report is filed: all that its address and its lists depend on.
type Filed struct {
	ID        news.ArticleID
	Source    news.SourceID
	Outlet    string
	As        string // outlet under whose name it is filed, if that was renamed since; else empty
	Canonical string
	Date      time.Time  // Article.Published in the outlet's own zone; Captured in UTC where there is none
	Grain     news.Grain // what lists may say of Date
	Story     news.StoryID
	CopyOf    news.ArticleID
}

// Place is where lists in a zone have the report. Its address does not depend on a zone: it has the month of Date.
func (f Filed) Place(zone *time.Location) news.Place { return news.PlaceOf(f.Date, f.Grain, zone) }

// Head is what a list shows of a report.
type Head struct {
	Filed
	SourceName  string
	Kind        news.PageKind
	Title       string
	Lang        string
	DigestTitle string // in DigestLang; empty in an extract
	TitleHeld   bool   // DigestTitle repeats what the public may not see of the report; a private site does not ask
	DigestLead  string // first sentence of the digest, if lists may show it: news.Digest.Lead
	DigestLang  string
	Unfit       bool   // the model of the digest often errs
	TitleByHand bool   // a person wrote DigestTitle
	LeadByHand  bool   // a person wrote DigestLead
	DigestBy    string // the model, news.ByExtract, or empty: no digest
	Words       int
	Edits       int // by the outlet, as far as that is known
	Withdrawn   bool
	Rights      news.Rights
	Held        bool      // Article.NoArchive or Article.Reserved
	Published   time.Time // zero: not known
	Hour        news.Hour // what is known of Published
	Captured    time.Time
}

// HeadOf returns the head of an item, for libraries that keep whole items.
func HeadOf(it news.Item) Head {
	a, d := it.Article, it.Digest
	_, withdrawn := news.Withdrawn(it.Sights)
	h := Head{
		Filed:      FiledOf(it),
		SourceName: a.SourceName, Kind: a.Kind, Title: a.Title, Lang: a.Lang,
		DigestTitle: d.Title, TitleHeld: rights.MayRepeat(d.Title, a.Lang) && rights.TitleHeld(it), DigestLang: d.Lang, DigestBy: d.By, DigestLead: d.Lead(), Unfit: d.Unfit, TitleByHand: d.TitleByHand, LeadByHand: d.LeadByHand(),
		Words: a.Words, Edits: edits(it), Withdrawn: withdrawn,
		Rights: it.Rights, Held: a.NoArchive || a.Reserved,
		Published: a.Published, Hour: a.Hour, Captured: a.Captured,
	}
	return h
}

// FiledOf returns where an item is filed.
func FiledOf(it news.Item) Filed {
	a := it.Article
	return Filed{
		ID: a.ID, Source: a.Source, Outlet: a.Outlet, As: a.Filed, Canonical: a.Canonical,
		Date: a.Date(), Grain: news.GrainOf(a.Published, a.Hour), Story: it.Story, CopyOf: it.CopyOf,
	}
}

// SourceStatus is a source and how the desk fares with it. It holds no text of an error:
// such texts name machines and networks.
type SourceStatus struct {
	news.Source
	Active    bool // still watched
	Polled    time.Time
	Succeeded time.Time
	Failures  int          // polls in a row that failed
	Status    int          // HTTP status of the last answer; 0: none
	Silent    bool         // it was asked, and no answer came; else it may not have been asked
	PutOff    time.Time    // until when its host is left alone, so that the last poll did not ask; zero: it did
	Cause     news.Cause   // why, or why the last poll brought nothing otherwise; empty: it brought something
	Silences  []Silence    // of the last weeks
	Read      news.Watched // when its list was read of late
}

// Backlog is how much work waits.
type Backlog struct {
	Reading   int // reports found, not read yet
	Digesting int // reports shown with an extract, or none, until their digest comes
	Buried    int // tasks given up
}

// edits counts the edits of a report by its outlet.
func edits(it news.Item) (n int) {
	for _, v := range it.Versions {
		if v.Edited {
			n++
		}
	}
	return n
}
