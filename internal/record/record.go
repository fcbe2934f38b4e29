// Package record is the JSON of an article, in both directions: what export writes, what lies
// beside each page of the site, what extract prints, and what import and the filters read. Its
// fields are what scripts may rely on. It keeps no files and knows no addresses: the path of an
// article's page is given to it.
package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Record is a report as data.
type Record struct {
	ID          string   `json:"id"`
	URL         string   `json:"url"`
	Canonical   string   `json:"canonical"`
	Source      string   `json:"source"`
	Outlet      string   `json:"outlet"`
	Title       string   `json:"title"`
	Byline      []string `json:"byline"`
	Published   string   `json:"published,omitempty"`    // RFC 3339, as all times
	PublishedAs string   `json:"published_as,omitempty"` // what is known of that time: "given", "local" (no zone), "day"; see news.Hour
	Updated     string   `json:"updated,omitempty"`
	Captured    string   `json:"captured,omitempty"`
	OutOfFile   string   `json:"out_of_file,omitempty"` // the page came out of a file: "unvouched", or "logged" where a log in the file names it which a key signed that the operator knows
	Withdrawn   string   `json:"withdrawn,omitempty"`   // since when Sights show it; without them import does not believe it
	Sights      []Sight  `json:"sights,omitempty"`
	Lang        string   `json:"lang"` // BCP 47
	Description string   `json:"description,omitempty"`
	Image       string   `json:"image,omitempty"`
	Words       int      `json:"words"`
	Minutes     int      `json:"minutes"`
	Paragraphs  []string `json:"paragraphs"`
	Text        string   `json:"text"` // the paragraphs, joined by a blank line
	Digest      *Digest  `json:"digest,omitempty"`
	Story       string   `json:"story,omitempty"`
	CopyOf      string   `json:"copy_of,omitempty"`
	Page        string   `json:"page,omitempty"` // path of the page in the site
}

// Sight is a look at the report's address that did not find it as it was, or that found it back, as data.
type Sight struct {
	At      string        `json:"at"`
	Seen    news.Sighting `json:"seen"` // gone, legal, refused, elsewhere, back, silence, unvouched
	Status  int           `json:"status,omitempty"`
	URL     string        `json:"url,omitempty"`     // that answered
	File    string        `json:"file,omitempty"`    // of the archive of the desk that looked; empty: not kept, or not shown
	Offset  int64         `json:"offset,omitempty"`  // in File
	Reached bool          `json:"reached,omitempty"` // the outlet could otherwise be reached
}

// Digest is a digest as data.
type Digest struct {
	Title    string  `json:"title,omitempty"`
	Lang     string  `json:"lang"`
	By       string  `json:"by"`
	Summary  []Claim `json:"summary"`
	Verdict  string  `json:"verdict"`                // "passed", "warned", or "unchecked": never more than what was compared
	Unfit    bool    `json:"unfit_model,omitempty"`  // too many sentences of its model were wrong
	Edited   bool    `json:"edited,omitempty"`       // a person wrote some of it, or took some out
	OwnHead  bool    `json:"title_edited,omitempty"` // a person wrote the title
	Approved bool    `json:"approved,omitempty"`     // a person let the whole of it be shown
}

// Claim is one sentence of a digest as data.
type Claim struct {
	Text     string `json:"text"`
	Evidence []int  `json:"evidence"`            // numbers of the report's sentences, from 1
	Doubt    bool   `json:"doubt,omitempty"`     // a check found something in it, which the page says
	Edited   bool   `json:"edited,omitempty"`    // a person wrote it so
	Editor   string `json:"edited_by,omitempty"` // who, where the site names that
}

// Of returns a report as data, with the path of its page, which may be empty. A name and password in an address
// are left out.
func Of(it news.Item, page string) Record {
	a := it.Article
	r := Record{
		ID: string(a.ID), URL: news.Bare(a.URL), Canonical: news.Bare(a.Canonical), Source: string(a.Source), Outlet: a.Outlet,
		Title: a.Title, Byline: append([]string{}, a.Byline...), Lang: a.Lang, Description: a.Standfirst, Image: news.Bare(a.Image.URL),
		Published: Time(a.Published), PublishedAs: string(a.Hour), Updated: Time(a.Updated),
		Captured: Time(a.Captured.UTC()), OutOfFile: outOfFile(a.OutOfFile()), Withdrawn: Time(a.Withdrawn.UTC()),
		Words: a.Words, Minutes: text.Minutes(a.Words, a.Lang), Paragraphs: a.Paragraphs(), Text: a.Text(),
		Story: string(it.Story), CopyOf: string(it.CopyOf), Page: page,
	}
	for _, s := range it.Sights {
		r.Sights = append(r.Sights, Sight{Time(s.At.UTC()), s.Seen, s.Status, s.URL, s.File, s.Offset, s.Reached})
	}
	if d := it.Digest; len(d.Summary) > 0 {
		r.Digest = digestOf(d)
		r.Digest.Summary = []Claim{}
		for _, c := range d.Summary {
			r.Digest.Summary = append(r.Digest.Summary, claimOf(c))
		}
	}
	return r
}

// digestOf is a digest as data, without its sentences.
func digestOf(d news.Digest) *Digest {
	return &Digest{Title: d.Title, Lang: d.Lang, By: d.By, Verdict: verdict(d), Unfit: d.Unfit,
		Edited: d.ByHand(), OwnHead: d.TitleByHand, Approved: d.Approved()}
}

func claimOf(c news.Claim) Claim {
	return Claim{Text: c.Text, Evidence: append([]int{}, c.Evidence...), Doubt: c.Doubtful(), Edited: c.ByHand, Editor: c.Editor}
}

// outOfFile says by its note whether a page came out of a file, and not over the network of its desk.
func outOfFile(note news.NoteCode) string {
	switch note {
	case news.NoteFromFile:
		return "unvouched"
	case news.NoteFromLogged:
		return "logged"
	}
	return ""
}

func verdict(d news.Digest) string {
	if len(d.Checked) == 0 {
		return "unchecked"
	}
	for _, c := range d.Summary {
		for _, f := range c.Findings {
			if f.Rule != news.Supported {
				return "warned"
			}
		}
	}
	return "passed"
}

// Time is a time in RFC 3339; "" for no time, and for one that the form has no room for.
func Time(t time.Time) string {
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return t.Format(time.RFC3339)
}

// Encode is the record as one line of JSON, in bytes that are b's until it is used again.
func (r Record) Encode(b *bytes.Buffer) ([]byte, error) {
	b.Reset()
	e := json.NewEncoder(safe{b})
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("encode article %s: %w", r.ID, err)
	}
	return b.Bytes(), nil
}
