package record

import (
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Revision is something that a person did to a digest, as export writes it.
type Revision struct {
	Kind   news.RevisionKind `json:"kind"`
	N      int               `json:"n"` // the sentence, from 1; 0: the headline; -1: the digest
	By     string            `json:"by"`
	Why    string            `json:"why,omitempty"`
	At     string            `json:"at"`
	Undone string            `json:"undone,omitempty"`
	Hold   news.Hold         `json:"hold,omitempty"` // why the digest waited before
	Was    *Said             `json:"was,omitempty"`
}

// Said is what a digest said before a revision.
type Said struct {
	Title   string     `json:"title,omitempty"`
	OwnHead bool       `json:"title_edited,omitempty"`
	Summary []Sentence `json:"summary"`
}

func revisions(list []news.Revision) (out []Revision) {
	for _, r := range list {
		x := Revision{Kind: r.Kind, N: r.N, By: r.By, Why: r.Reason, At: exactly(r.At), Undone: exactly(r.Undone), Hold: r.Hold}
		if len(r.Was.Summary) > 0 {
			x.Was = &Said{r.Was.Title, r.Was.TitleByHand, sentences(r.Was.Summary)}
		}
		out = append(out, x)
	}
	return out
}

// revised are revisions of their record. A time that cannot be read is none; one that says that a revision was undone is not lost by that.
func revised(list []Revision) (out []news.Revision) {
	for _, x := range list {
		r := news.Revision{Kind: x.Kind, N: x.N, By: text.Collapse(x.By), Reason: text.Collapse(x.Why), Hold: x.Hold}
		r.At, _ = moment(x.At)
		if x.Undone != "" {
			if r.Undone, _ = moment(x.Undone); r.Undone.IsZero() {
				r.Undone = r.At
			}
		}
		if x.Was != nil {
			r.Was = news.Said{Title: text.Collapse(x.Was.Title), TitleByHand: x.Was.OwnHead, Summary: claims(x.Was.Summary)}
		}
		out = append(out, r)
	}
	return out
}

func sentences(list []news.Claim) (out []Sentence) {
	for _, c := range list {
		out = append(out, Sentence{claimOf(c), findings(c.Findings), c.Approved})
	}
	return out
}

func claims(list []Sentence) (out []news.Claim) {
	for _, s := range list {
		out = append(out, news.Claim{Text: text.Collapse(s.Text), Evidence: s.Evidence, Findings: found(s.Findings),
			ByHand: s.Edited, Editor: text.Collapse(s.Editor), Approved: s.Approved})
	}
	return out
}
