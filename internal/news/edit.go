package news

import "time"

// Edit is what an outlet changed from one version of its report to the next.
type Edit struct {
	Article    ArticleID
	From, N    int       // the versions before and after
	Since      time.Time // From was last confirmed; zero: that is not known
	At         time.Time // of the capture that first shows N: it was edited between the two
	Known      bool      // it is known that the outlet did it; false: the reading may have
	Reason     RankReason
	Was, Is    string // what of weight was changed, as the versions have it; Is is empty of what is gone
	WasT, IsT  string // the headlines; equal where that was not changed
	Note       string // what the outlet itself says of its correction, where N has that and From has not
	Passages   []Passage
	Rewritten  bool // so little is common that the two are not compared: one passage has all of each
	Paragraphs int  // changed, added or gone
}

// Weighty reports whether readers are told of the edit: Reason is RankCorrected, RankEdited or RankRetitled, and not "", which is
// of an edit of wording alone.
func (e Edit) Weighty() bool { return e.Reason != "" }

// Passage is a stretch of two versions of a report: equal paragraphs, or one that was changed, added or taken away.
type Passage struct {
	Same   int     // how many equal paragraphs; 0: it is another kind
	Pieces []Piece // of the others: deleted alone of a paragraph that is gone, inserted alone of a new one
	Left   bool    // the words may not be shown
}

// PieceKind says in which of two texts a piece stands.
type PieceKind uint8

// Where a piece stands.
const (
	Kept     PieceKind = iota // in both
	Deleted                   // in the old text alone
	Inserted                  // in the new text alone
)

// Piece is a part of two texts. The old text is all pieces but the inserted ones, the new text all but the deleted ones.
type Piece struct {
	Kind PieceKind
	Text string
}

// History is a report's past: its earlier versions whole, and what was changed from each to the next.
type History struct {
	Earlier []Article // oldest first
	Digests []Digest  // what a model made of earlier versions when they were the report, oldest first; none of those without one
	Edits   []Edit    // oldest first; none of a live page, which is edited all day
}
