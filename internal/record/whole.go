package record

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Whole is a report with all that the desk holds of it, as export writes it and import reads it: its
// record, and what a page does not need. Times are to the second.
type Whole struct {
	State
	Digest   *Making   `json:"digest,omitempty"`
	Rights   string    `json:"rights,omitempty"`    // "link", where that is all a public site may show; the configuration gives other grants
	Versions []State   `json:"versions,omitempty"`  // the states before the outlet's edits, oldest first
	Told     *Told     `json:"told,omitempty"`      // what a model wrote of all reports of its event, with the last of them
	Rulings  []Ruled   `json:"rulings,omitempty"`   // what the operator has decided on it and other reports, with the last of those
	Waits    *Waits    `json:"waits,omitempty"`     // its digest that waits for a person
	OldPaths []string  `json:"old_paths,omitempty"` // where another site had its page, as files below its root
	Editions []Printed `json:"editions,omitempty"`  // that name it and other reports, with the last of those
}

// Waits is a digest that is not shown before a person approves it.
type Waits struct {
	Why    news.Hold `json:"why"`
	Digest *Making   `json:"digest"`
}

// WaitsOf returns the digest of a report that waits as data; nil: none does.
func WaitsOf(d news.Digest, why news.Hold) *Waits {
	if why == "" {
		return nil
	}
	return &Waits{why, making(d)}
}

// News makes a digest that waits of its record, which may be nil. A reason that is not known is that it was not approved.
func (w *Waits) News() (d news.Digest, why news.Hold) {
	if w == nil || w.Digest == nil {
		return d, ""
	}
	switch why = w.Why; why {
	case news.HoldReview, news.HoldChanged, news.HoldHidden:
	default:
		why = news.HoldReview
	}
	return w.Digest.News(), why
}

// State is one state of a report.
type State struct {
	Record
	N          int           `json:"n,omitempty"` // not 0 of a line of the record beside a page, which is no state: see Version
	Version    int           `json:"version,omitempty"`
	Kind       news.PageKind `json:"kind,omitempty"`
	SourceName string        `json:"source_name,omitempty"`
	Filed      string        `json:"filed,omitempty"` // outlet under whose name its page is filed, if that was renamed since
	Details
	Confirmed string `json:"seen,omitempty"`      // when a look last confirmed that the outlet has it so
	Capture   string `json:"capture,omitempty"`   // SHA-256 of the page that was read, in hexadecimal
	Extractor string `json:"extractor,omitempty"` // form of the extraction that read it
	Edited    bool   `json:"edited,omitempty"`    // it differs from the version before by the outlet's doing; else that is not known
}

// Making is a digest with how it was made.
type Making struct {
	Digest
	Summary     []Sentence  `json:"summary"`
	At          string      `json:"at,omitempty"`
	Prompt      string      `json:"prompt,omitempty"`
	Version     int         `json:"version,omitempty"`   // of the report that it is of
	TextHash    string      `json:"text_hash,omitempty"` // of the text that it was made from; see formats.md
	Covers      int         `json:"covers,omitempty"`
	Reason      string      `json:"reason,omitempty"`
	Checked     []news.Rule `json:"checked,omitempty"`
	Names       []Name      `json:"names,omitempty"`
	LeftOut     []Reject    `json:"left_out,omitempty"`
	Tokens      *Usage      `json:"tokens,omitempty"`
	Translation []string    `json:"translation,omitempty"`
	Revisions   []Revision  `json:"revisions,omitempty"` // what people did to it, in order
}

// Sentence is a sentence of a digest with what its check found.
type Sentence struct {
	Claim
	Findings []Finding `json:"findings,omitempty"`
	Approved bool      `json:"approved,omitempty"` // a person compared it with the report
}

// Finding is one thing that a check found.
type Finding struct {
	Rule    news.Rule       `json:"rule"`
	Reason  news.ReasonCode `json:"reason"`
	Arg     string          `json:"arg,omitempty"`
	Of      string          `json:"of,omitempty"`
	Span    string          `json:"span,omitempty"`
	Found   string          `json:"found,omitempty"`
	Rejects bool            `json:"rejects,omitempty"`
}

// Reject is a sentence that was left out.
type Reject struct {
	Text string    `json:"text"`
	Why  []Finding `json:"why"`
}

// Name is a name as the report has it, and as the digest renders it.
type Name struct {
	Source string `json:"source"`
	Target string `json:"target"`
}

// Usage is what a digest cost, in tokens.
type Usage struct {
	In     int `json:"in"`
	Out    int `json:"out"`
	Cached int `json:"cached,omitempty"`
}

// WholeOf returns a report with its earlier states as data.
func WholeOf(it news.Item, earlier []news.Article, page string) Whole {
	w := Whole{State: stateOf(it, page), Digest: making(it.Digest)}
	if it.Rights == news.RightsLink {
		w.Rights = string(it.Rights)
	}
	for _, a := range earlier {
		w.Versions = append(w.Versions, stateOf(news.Item{Article: a}, ""))
	}
	return w
}

func stateOf(it news.Item, page string) State {
	a := it.Article
	s := State{Record: Of(it, page), Version: a.Version, Kind: a.Kind,
		SourceName: a.SourceName, Details: details(a), Capture: string(a.Capture),
		Filed: a.Filed, Extractor: a.Extractor, Edited: a.Edited}
	if a.Seen.After(a.Captured) {
		s.Confirmed = Time(a.Seen.UTC())
	}
	s.Record.Digest = nil
	for i, b := range a.Blocks {
		s.Blocks[i].Ends = b.Ends
	}
	// That a desk has no capture of a report says nothing of the report: another desk sees for itself.
	s.Notes = notes(slices.DeleteFunc(slices.Clone(a.Notes), func(n news.Note) bool { return n.Code == news.NoteNoCapture }))
	return s
}

func making(d news.Digest) *Making {
	if len(d.Summary) == 0 {
		return nil
	}
	m := &Making{
		Digest: *digestOf(d),
		At:     Time(d.At.UTC()), Prompt: d.Prompt, Version: d.Version, TextHash: string(d.Text),
		Covers: d.Covers, Reason: string(d.Reason), Checked: d.Checked, Translation: d.Translation,
	}
	m.Summary, m.Revisions = sentences(d.Summary), revisions(d.Revisions)
	for _, n := range d.Names {
		m.Names = append(m.Names, Name(n))
	}
	for _, r := range d.LeftOut {
		m.LeftOut = append(m.LeftOut, Reject{r.Text, findings(r.Why)})
	}
	if d.Tokens != (news.Usage{}) {
		u := Usage(d.Tokens)
		m.Tokens = &u
	}
	return m
}

func findings(list []news.Finding) []Finding {
	var out []Finding
	for _, f := range list {
		out = append(out, Finding(f))
	}
	return out
}

// News makes the report of its record again, with its earlier states and its digest. A record of an
// earlier version, or of another program, has less in it. Whatever is returned with an error could
// be read.
func (w Whole) News() (it news.Item, earlier []news.Article, err error) {
	it = news.Item{Story: news.StoryID(w.Story), CopyOf: news.ArticleID(w.CopyOf), Digest: w.Digest.News(), Rights: news.RightsExcerpt}
	if w.Rights == string(news.RightsLink) {
		it.Rights = news.RightsLink // an export may narrow what is shown, not widen it
	}
	if it.Article, err = w.Article(); err != nil {
		return it, nil, err
	}
	if it.Sights, err = w.Seen(); err != nil {
		return it, nil, err
	}
	for i, s := range w.Versions {
		if s.N != 0 {
			continue // a line of the record beside a page: see Version
		}
		a, err := s.Article()
		if err != nil {
			return it, earlier, fmt.Errorf("version %d: %w", i+1, err)
		}
		a.ID, a.Version = it.Article.ID, len(earlier)+1
		earlier = append(earlier, a)
	}
	it.Article.Version = len(earlier) + 1
	it.Digest.Article = it.Article.ID
	return it, earlier, nil
}

// Article makes an article of one state.
func (s State) Article() (news.Article, error) {
	a, err := s.Record.Article()
	if err != nil {
		return a, err
	}
	if s.Kind != "" {
		if !slices.Contains(news.PageKinds(), s.Kind) {
			return a, fmt.Errorf("kind %q is not known", s.Kind)
		}
		a.Kind, a.Lang = s.Kind, s.Lang
	} else if a.Words > 0 && s.Words > a.Words*11/10 { // the record beside a page of a public site may have an excerpt
		a.Notes = []news.Note{{Code: news.NoteExcerpt, Arg: strconv.Itoa(a.Words * 100 / s.Words)}}
	}
	a.Version, a.SourceName, a.Capture = max(1, s.Version), text.Collapse(s.SourceName), news.Hash(s.Capture)
	a.Section, a.Tags = s.Section, s.Tags
	a.Filed, a.Extractor, a.Edited = s.Filed, s.Extractor, s.Edited
	if s.Confirmed != "" {
		if a.Seen, err = moment(s.Confirmed); err != nil {
			return a, err
		}
		a.Seen = a.Seen.UTC()
	}
	a.Image.Caption, a.Image.Credit = s.ImageCaption, s.ImageCredit
	a.NoArchive, a.NoIndex, a.Reserved = s.NoArchive, s.NoIndex, s.Reserved
	for _, n := range s.Notes {
		var note news.Note
		if err := note.UnmarshalText([]byte(n)); err != nil {
			return a, err
		}
		a.Notes = append(a.Notes, note)
	}
	if blocks, ok := s.blocks(); ok {
		a.Blocks, a.Words = blocks, 0
		for _, b := range blocks {
			if b.Kind != news.Caption {
				a.Words += text.Words(b.Text, a.Lang)
			}
		}
	}
	return a, nil
}

// blocks are the blocks of a state; false: it has none, or a script has changed its paragraphs and
// not these.
func (s State) blocks() (out []news.Block, ok bool) {
	var body []string
	for _, b := range s.Blocks {
		block := news.Block{Kind: b.Kind, Text: text.Collapse(b.Text), Ends: b.Ends, Number: b.Number}
		if block.Text == "" {
			continue
		}
		if label := text.Collapse(b.Label); strings.HasPrefix(block.Text, label) {
			block.Label = len(label)
		}
		if !slices.Contains(news.BlockKinds(), b.Kind) {
			block.Kind = news.Paragraph
		}
		if !endsOf(block.Text, b.Ends) {
			block.Ends = text.Sentences(block.Text)
		}
		if block.Kind != news.Caption {
			body = append(body, block.Text)
		}
		out = append(out, block)
	}
	return out, len(out) > 0 && (s.Paragraphs == nil || slices.Equal(body, s.Paragraphs))
}

// endsOf reports whether these can be the ends of sentences in a text: ascending, the last at its end,
// none within a character.
func endsOf(s string, ends []int) bool {
	last := 0
	for _, e := range ends {
		if e <= last || e > len(s) || e < len(s) && !utf8.RuneStart(s[e]) {
			return false
		}
		last = e
	}
	return last == len(s)
}

// News makes a digest of its record. The record may be nil.
func (m *Making) News() news.Digest {
	if m == nil {
		return news.Digest{}
	}
	d := news.Digest{
		Title: text.Collapse(m.Title), Lang: m.Lang, By: m.By, Prompt: m.Prompt, Version: m.Version, Text: news.Hash(m.TextHash),
		Covers: m.Covers, Reason: news.Missing(m.Reason),
		Checked: m.Checked, Translation: m.Translation, Unfit: m.Unfit,
	}
	d.At, _ = moment(m.At) // none: when it is imported
	d.Summary, d.TitleByHand, d.Revisions = claims(m.Summary), m.OwnHead, revised(m.Revisions)
	for _, n := range m.Names {
		d.Names = append(d.Names, news.Name(n))
	}
	for _, r := range m.LeftOut {
		d.LeftOut = append(d.LeftOut, news.Reject{Text: r.Text, Why: found(r.Why)})
	}
	if m.Tokens != nil {
		d.Tokens = news.Usage(*m.Tokens)
	}
	return d
}

func found(list []Finding) []news.Finding {
	var out []news.Finding
	for _, f := range list {
		out = append(out, news.Finding(f))
	}
	return out
}
