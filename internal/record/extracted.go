package record

import "github.com/waidian/waidian/internal/news"

// Extracted is an article as extract prints it: the record of it without what only the
// desk knows, and what is kept of the page besides.
type Extracted struct {
	Kind news.PageKind `json:"kind"`
	Record
	Details
}

// Details is what is kept of a page besides what its record has.
type Details struct {
	Section      string   `json:"section,omitempty"`
	Tags         []string `json:"tags,omitempty"`
	ImageCaption string   `json:"image_caption,omitempty"`
	ImageCredit  string   `json:"image_credit,omitempty"`
	Blocks       []Block  `json:"blocks"` // headings, quotes, lists, tables and captions by kind
	Notes        []string `json:"notes,omitempty"`
	NoArchive    bool     `json:"noarchive,omitempty"`
	NoIndex      bool     `json:"noindex,omitempty"`
	Reserved     bool     `json:"reserved,omitempty"`
}

// notes are in English, as all that a script reads.
func notes(list []news.Note) []string {
	var out []string
	for _, n := range list {
		out = append(out, n.String())
	}
	return out
}

// Block is one block of a text as data.
type Block struct {
	Kind   news.BlockKind `json:"kind"`
	Text   string         `json:"text"`
	Label  string         `json:"label,omitempty"`  // the beginning of text that the page sets off: a row's head, a speaker, a question
	Number int            `json:"number,omitempty"` // of an item of an ordered list
	Ends   []int          `json:"ends,omitempty"`   // bytes at which its sentences end; in exports alone
}

func details(a news.Article) Details {
	d := Details{
		Section: a.Section, Tags: a.Tags, ImageCaption: a.Image.Caption, ImageCredit: a.Image.Credit,
		Blocks: make([]Block, 0, len(a.Blocks)), Notes: notes(a.Notes), NoArchive: a.NoArchive, NoIndex: a.NoIndex, Reserved: a.Reserved,
	}
	for _, b := range a.Blocks {
		label, _ := b.Parts()
		d.Blocks = append(d.Blocks, Block{Kind: b.Kind, Text: b.Text, Label: label, Number: b.Number})
	}
	return d
}

// OfExtracted returns an article that was read out of a page as data.
func OfExtracted(a news.Article) Extracted {
	r := Extracted{Kind: a.Kind, Record: Of(news.Item{Article: a}, ""), Details: details(a)}
	r.Source, r.Captured = "", ""
	return r
}
