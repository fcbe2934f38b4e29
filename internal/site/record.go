package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Record is a report as data: the form in which every article is exported and lies beside
// its page. Its fields are what scripts may rely on.
type Record struct {
	ID          string        `json:"id"`
	URL         string        `json:"url"`
	Canonical   string        `json:"canonical"`
	Source      string        `json:"source"`
	Outlet      string        `json:"outlet"`
	Title       string        `json:"title"`
	Byline      []string      `json:"byline"`
	Published   string        `json:"published,omitempty"` // RFC 3339, as all times
	Updated     string        `json:"updated,omitempty"`
	Captured    string        `json:"captured,omitempty"`
	Withdrawn   string        `json:"withdrawn,omitempty"`
	Lang        string        `json:"lang"` // BCP 47
	Description string        `json:"description,omitempty"`
	Image       string        `json:"image,omitempty"`
	Words       int           `json:"words"`
	Minutes     int           `json:"minutes"`
	Paragraphs  []string      `json:"paragraphs"`
	Text        string        `json:"text"` // the paragraphs, joined by a blank line
	Digest      *DigestRecord `json:"digest,omitempty"`
	Story       string        `json:"story,omitempty"`
	CopyOf      string        `json:"copy_of,omitempty"`
	Page        string        `json:"page,omitempty"` // path of the page in the site
}

// DigestRecord is a digest as data.
type DigestRecord struct {
	Title   string        `json:"title,omitempty"`
	Lang    string        `json:"lang"`
	By      string        `json:"by"`
	Summary []ClaimRecord `json:"summary"`
	Verdict string        `json:"verdict"` // "passed", "warned", or "unchecked": never more than what was compared
}

// ClaimRecord is one sentence of a digest as data.
type ClaimRecord struct {
	Text     string `json:"text"`
	Evidence []int  `json:"evidence"` // numbers of the report's sentences, from 1
}

// RecordOf returns a report as data, with the path of its page.
func RecordOf(it news.Item) Record { return recordOf(it, ArticlePath(it.Article)) }

func recordOf(it news.Item, page string) Record {
	a := it.Article
	r := Record{
		ID: string(a.ID), URL: a.URL, Canonical: a.Canonical, Source: string(a.Source), Outlet: a.Outlet,
		Title: a.Title, Byline: append([]string{}, a.Byline...), Lang: a.Lang, Description: a.Standfirst, Image: a.Image.URL,
		Published: when(a.Published), Updated: when(a.Updated), Captured: when(a.Captured.UTC()), Withdrawn: when(a.Withdrawn.UTC()),
		Words: a.Words, Minutes: text.Minutes(a.Words, a.Lang), Paragraphs: a.Paragraphs(), Text: a.Text(),
		Story: string(it.Story), CopyOf: string(it.CopyOf), Page: page,
	}
	if d := it.Digest; len(d.Summary) > 0 {
		r.Digest = &DigestRecord{Title: d.Title, Lang: d.Lang, By: d.By, Verdict: verdict(d), Summary: []ClaimRecord{}}
		for _, c := range d.Summary {
			r.Digest.Summary = append(r.Digest.Summary, ClaimRecord{Text: c.Text, Evidence: append([]int{}, c.Evidence...)})
		}
	}
	return r
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

// when is a time in RFC 3339; nothing for no time.
func when(t time.Time) string {
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return t.Format(time.RFC3339)
}

// encode is the record as one line of JSON, in bytes that are b's until it is used again.
func (r Record) encode(b *bytes.Buffer) ([]byte, error) {
	b.Reset()
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("encode article %s: %w", r.ID, err)
	}
	return b.Bytes(), nil
}
