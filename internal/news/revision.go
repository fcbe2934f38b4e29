package news

import (
	"slices"
	"time"
)

// RevisionKind says what a person did to a digest.
type RevisionKind string

// What a person can do to a digest.
const (
	RevisionCorrect RevisionKind = "correct" // a sentence, or the headline, got other words or other grounds
	RevisionHide    RevisionKind = "hide"    // a sentence, or the digest, is not shown
	RevisionApprove RevisionKind = "approve" // it was read beside the report, and may be shown
)

// What a revision is of, where it is of no sentence.
const (
	OfHeadline = 0  // of a digest
	OfDigest   = -1 // all of it
)

// Revision is something that a person did to a digest. A digest keeps all of them, with what it said before each: of the first, the
// words of the model.
type Revision struct {
	Kind   RevisionKind
	N      int // the sentence as it was counted then, from 1; or OfHeadline, OfDigest
	By     string
	Reason string // may be empty
	At     time.Time
	Undone time.Time // since when it holds no longer; zero: it holds
	Hold   Hold      // why the digest waited before; "": it was shown
	Was    Said      // what it said before; nothing, where that was not changed
}

// Said is what a digest says.
type Said struct {
	Title       string
	TitleByHand bool
	Summary     []Claim
}

// Said is what the digest says.
func (d Digest) Said() Said { return Said{d.Title, d.TitleByHand, slices.Clone(d.Summary)} }

// Handled reports whether a person did something to the digest that holds.
func (d Digest) Handled() bool { return slices.ContainsFunc(d.Revisions, Revision.holds) }

// ByHand reports whether words of the digest are a person's, or a person took a sentence out.
func (d Digest) ByHand() bool {
	return d.TitleByHand || slices.ContainsFunc(d.Summary, func(c Claim) bool { return c.ByHand }) || d.TookOut()
}

// TookOut reports whether a person took something out of the digest.
func (d Digest) TookOut() bool {
	return slices.ContainsFunc(d.Revisions, func(r Revision) bool { return r.holds() && r.Kind == RevisionHide && r.N != OfDigest })
}

// TakenBack reports whether a person took the whole digest back.
func (d Digest) TakenBack() bool {
	return d.lastOfAll() == RevisionHide
}

// lastOfAll is what was last done to the whole digest; "": nothing.
func (d Digest) lastOfAll() (kind RevisionKind) {
	for _, r := range d.Revisions {
		if r.holds() && r.N == OfDigest {
			kind = r.Kind
		}
	}
	return kind
}

// Approved reports whether a person let the whole digest be shown.
func (d Digest) Approved() bool {
	return d.lastOfAll() == RevisionApprove
}

// HeadlineRead reports whether a person approved the headline of the digest, or wrote it; where there is none, nothing is left to read.
func (d Digest) HeadlineRead() bool {
	if d.Title == "" || d.TitleByHand {
		return true
	}
	read := false
	for _, r := range d.Revisions {
		if r.holds() && r.N == OfHeadline {
			read = r.Kind == RevisionApprove
		}
	}
	return read
}

// ReadWhole reports whether a person approved the headline and each sentence of the digest, or wrote it.
func (d Digest) ReadWhole() bool {
	return len(d.Summary) > 0 && d.HeadlineRead() && !slices.ContainsFunc(d.Summary, func(c Claim) bool { return !c.ByHand && !c.Approved })
}

// Editors are those who revised the digest, in order, each once; what was undone does not count.
func (d Digest) Editors() (out []string) {
	for _, r := range d.Revisions {
		if r.holds() && r.By != "" && !slices.Contains(out, r.By) {
			out = append(out, r.By)
		}
	}
	return out
}

func (r Revision) holds() bool { return r.Undone.IsZero() }

// LastRevision is the number, in Revisions, of the last one that holds; -1: there is none.
func (d Digest) LastRevision() int {
	for i := len(d.Revisions) - 1; i >= 0; i-- {
		if d.Revisions[i].holds() {
			return i
		}
	}
	return -1
}

// Unnamed is the digest without the names of those who revised it.
func (d Digest) Unnamed() Digest {
	d.Summary, d.Revisions = slices.Clone(d.Summary), slices.Clone(d.Revisions)
	for i := range d.Summary {
		d.Summary[i].Editor = ""
	}
	for i := range d.Revisions {
		d.Revisions[i].By = ""
	}
	return d
}

// Hold says why a digest waits for a person before it is shown.
type Hold string

// Why a digest waits.
const (
	HoldReview  Hold = "review"  // the configuration shows none that nobody approved
	HoldChanged Hold = "changed" // a person revised the digest of an earlier text of the report
	HoldHidden  Hold = "hidden"  // a person took it back
)
