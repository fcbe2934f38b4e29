package news

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// PageKind says what a page turned out to be.
type PageKind string

// What pages turn out to be. Only the first five are published.
const (
	PageArticle  PageKind = "article"
	PageLive     PageKind = "live"     // a live blog: it grows, it has no one event
	PagePaywall  PageKind = "paywall"  // the opening of a report, the rest withheld
	PageVideo    PageKind = "video"    // a player with a caption
	PageHeadline PageKind = "headline" // known from its source's list alone
	PageConsent  PageKind = "consent"  // a consent wall or a challenge instead of the page
	PageNone     PageKind = "none"     // no article at all
)

// BlockKind says what part a block of text plays in the report.
type BlockKind string

// The parts of a report's text, in the order they are printed.
const (
	Paragraph BlockKind = "p"
	Heading   BlockKind = "h"
	ListItem  BlockKind = "li"
	Quote     BlockKind = "quote"
	Row       BlockKind = "row"     // of a table, one sentence: "Harbour List: Share 34.2%, Change +3.1"
	Caption   BlockKind = "caption" // shown, but not counted and not part of the body
)

// BlockKinds returns all kinds of block, in the order of their declaration.
func BlockKinds() []BlockKind { return []BlockKind{Paragraph, Heading, ListItem, Quote, Row, Caption} }

// Block is one block of a report's text, without markup, white space collapsed.
type Block struct {
	Kind   BlockKind
	Text   string
	Ends   []int // byte offsets in Text at which its sentences end; the last is len(Text)
	Label  int   `json:",omitzero"` // bytes at the start of Text that the page sets off: a row's head, who speaks or what is asked
	Number int   `json:",omitzero"` // of an item of an ordered list, as the page counts; zero: none
}

// Parts divides the text of a block into its label, which may be empty, and the rest.
func (b Block) Parts() (label, rest string) {
	if n := b.Label; n > 0 && (n == len(b.Text) || n < len(b.Text) && utf8.RuneStart(b.Text[n])) {
		return b.Text[:n], b.Text[n:]
	}
	return "", b.Text
}

// Image is a picture that belongs to a report; the desk keeps its address, not its bytes.
type Image struct {
	URL, Caption, Credit string
}

// Article is the clean text of one capture.
type Article struct {
	ID         ArticleID
	Version    int // from 1; other words in another capture make the next
	Source     SourceID
	SourceName string
	Outlet     string
	Filed      string `json:",omitzero"` // outlet under whose name its page is filed, if that was renamed since; else empty
	URL        string // the page that was read
	Canonical  string // the address the report is known by
	Kind       PageKind
	Title      string
	Standfirst string
	Byline     []string // persons, one each
	Published  time.Time
	Hour       Hour      // what is known of Published
	Updated    time.Time // zero: the outlet names no later time
	Captured   time.Time
	Seen       time.Time `json:",omitzero"` // when a look last confirmed that the outlet has it so; zero: not known, or not asked
	Withdrawn  time.Time // when two answers had shown that the outlet withdrew it; zero: they have not; see Withdrawn
	Lang       string    // BCP 47
	Section    string
	Tags       []string
	Image      Image
	Blocks     []Block
	Words      int  // of the body alone; see text.Words
	NoArchive  bool // the outlet asked that no copy be shown (X-Robots-Tag, meta robots)
	NoIndex    bool
	Reserved   bool   // text and data mining rights reserved (tdm-reservation: 1)
	Notes      []Note // what the reader of the page must know
	Capture    Hash   // of the decoded body that was read
	Extractor  string // form of the extraction that read it; empty: not known, or it is from a list
	Edited     bool   // it differs from the version before by the outlet's doing

	// Listing is what the list said when the page was read: what the page does not say of itself is taken from it. Nil: not known,
	// or the report is nothing but what its list says.
	Listing *Listing `json:",omitzero"`
}

// AsksAs reports whether the outlet asks the same of those who keep copies of both.
func (a Article) AsksAs(b Article) bool {
	return a.NoArchive == b.NoArchive && a.NoIndex == b.NoIndex && a.Reserved == b.Reserved
}

// AskingMore is a, with what the outlet asks by b as well of those who keep copies.
func (a Article) AskingMore(b Article) Article {
	a.NoArchive, a.NoIndex, a.Reserved = a.NoArchive || b.NoArchive, a.NoIndex || b.NoIndex, a.Reserved || b.Reserved
	return a
}

// FromFeed reports whether the text is that of the outlet's feed, and not of a page.
func (a Article) FromFeed() bool {
	return slices.ContainsFunc(a.Notes, func(n Note) bool { return n.Code == NoteFromFeed })
}

// OutOfFile is the note on the file that a text was read out of; empty: the desk had it from the outlet itself.
func (a Article) OutOfFile() (code NoteCode) {
	for _, n := range a.Notes {
		if n.Code == NoteFromFile || n.Code == NoteFromLogged {
			code = n.Code
		}
	}
	return code
}

// textForm is the first field of what is hashed of a text; another canonical form has another one.
const textForm = "waidian text 1"

// TextHash identifies the text of a report and its sentences: what is made of a text (a
// digest, its evidence, a translation) belongs to this hash, and a sentence is the hash with
// Sentence.N. It is the SHA-256, in lower-case hexadecimal, of these fields in order, each as a
// netstring (its length in bytes in decimal, a colon, the bytes in UTF-8, a comma): "waidian
// text 1"; the title; the standfirst; then for each block its kind, its text, and its sentence
// ends as decimal numbers joined by spaces. So it is the same on every machine, and
// independent of everything else that is known of the report.
func (a Article) TextHash() Hash {
	b := make(netstrings, 0, a.textBytes())
	var ends []byte
	b.add(textForm)
	b.add(a.Title)
	b.add(a.Standfirst)
	for _, x := range a.Blocks {
		b.add(string(x.Kind))
		b.add(x.Text)
		ends = ends[:0]
		for i, n := range x.Ends {
			if i > 0 {
				ends = append(ends, ' ')
			}
			ends = strconv.AppendInt(ends, int64(n), 10)
		}
		b.add(string(ends))
	}
	return b.sum()
}

// textBytes is about how many bytes TextHash is made of.
func (a Article) textBytes() int {
	const field, end = 16, 5
	n := len(textForm) + len(a.Title) + len(a.Standfirst) + 3*field
	for _, x := range a.Blocks {
		n += len(x.Kind) + len(x.Text) + end*len(x.Ends) + 3*field
	}
	return n
}

// netstrings are fields, each behind its length and a colon, and before a comma.
type netstrings []byte

func (b *netstrings) add(s string) {
	*b = strconv.AppendInt(*b, int64(len(s)), 10)
	*b = append(append(append(*b, ':'), s...), ',')
}

func (b netstrings) sum() Hash {
	sum := sha256.Sum256(b)
	return Hash(hex.EncodeToString(sum[:]))
}

// NewArticleID derives the identifier of the report known by the canonical URL:
// the first 50 bits of its SHA-256 in lower-case base 32 (RFC 4648, section 6).
func NewArticleID(canonical string) ArticleID {
	sum := sha256.Sum256([]byte(canonical))
	return ArticleID(strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:10]))
}

// Paragraphs returns the text of the body: every block but captions.
func (a Article) Paragraphs() []string {
	out := make([]string, 0, len(a.Blocks))
	for _, b := range a.Blocks {
		if b.Kind != Caption {
			out = append(out, b.Text)
		}
	}
	return out
}

// Day is the date of publication as the outlet wrote it, in its own zone
// ("2024-01-30"); without one, the day of the capture in UTC.
func (a Article) Day() string { return a.Date().Format(time.DateOnly) }

// Date is the time under which a report is filed; see DateOf.
func (a Article) Date() time.Time { return DateOf(a.Published, a.Captured) }

// DateOf is when a report was published, in the zone of its outlet; where that is not
// known (zero), when it was captured, in UTC.
func DateOf(published, captured time.Time) time.Time {
	if published.IsZero() {
		return captured.UTC()
	}
	return published
}

// Text returns the body as one string, paragraphs joined by a blank line.
func (a Article) Text() string { return strings.Join(a.Paragraphs(), "\n\n") }

// Opening returns the first n paragraphs, items and rows of the body as one string, a line each.
func (a Article) Opening(n int) string {
	var b strings.Builder
	for _, x := range a.Blocks {
		if x.Kind == Caption || x.Kind == Heading {
			continue
		}
		if n--; n < 0 {
			break
		}
		b.WriteString(x.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// What a digest may rest on beside the numbered sentences of the body. The two come after
// the sentences in value and in use: a sentence of the body says more.
const (
	HeadlineN   = -1 // the headline, Article.Title
	StandfirstN = -2 // the standfirst, Article.Standfirst
)

// Cited is what a number of a digest's evidence means: the headline, the standfirst, or a
// sentence of the body. It is "" where the report has no such thing.
func (a Article) Cited(n int) string {
	switch n {
	case HeadlineN:
		return strings.TrimSpace(a.Title)
	case StandfirstN:
		return strings.TrimSpace(a.Standfirst)
	}
	if n > 0 {
		if all := a.Sentences(); n <= len(all) {
			return all[n-1].Text
		}
	}
	return ""
}

// Anchor names the place in a page or a book that has what a number of a digest's evidence
// means: "headline", "standfirst", "s7".
func Anchor(n int) string {
	switch n {
	case HeadlineN:
		return "headline"
	case StandfirstN:
		return "standfirst"
	}
	return "s" + strconv.Itoa(n)
}

// InReading returns the numbers of a digest's evidence in the order in which a reader meets what they mean: the headline, the
// standfirst, the sentences of the body.
func InReading(evidence []int) []int {
	place := func(n int) int {
		if n < 0 {
			return math.MinInt - n
		}
		return n
	}
	return slices.SortedStableFunc(slices.Values(evidence), func(a, b int) int { return cmp.Compare(place(a), place(b)) })
}

// Sentence is one numbered sentence of a report's body.
type Sentence struct {
	N     int // from 1, through the whole body
	Block int // index in Article.Blocks
	Text  string
}

// Sentences numbers the sentences of the body. Captions and headings carry no
// numbers: nothing may rest on them. The numbers are what a digest's evidence means.
func (a Article) Sentences() []Sentence {
	n := 0
	for _, b := range a.Blocks {
		n += len(b.Ends)
	}
	if n == 0 {
		return nil
	}
	out := make([]Sentence, 0, n)
	for i, b := range a.Blocks {
		if b.Kind == Caption || b.Kind == Heading {
			continue
		}
		start := 0
		for _, end := range b.Ends {
			if end <= start || end > len(b.Text) {
				continue
			}
			if s := strings.TrimSpace(b.Text[start:end]); s != "" {
				out = append(out, Sentence{N: len(out) + 1, Block: i, Text: s})
			}
			start = end
		}
	}
	return out
}
