package news

import "testing"

// A digest of a story keeps what rests on the texts of today.
func TestStanding(t *testing.T) {
	cite := func(article ArticleID, text Hash) Cite { return Cite{Article: article, Text: text, N: 1} }
	d := StoryDigest{
		Title: "T", TitleEvidence: []Cite{cite("a", "1"), cite("b", "1")}, Of: "of", LeftOut: []Reject{{Text: "x"}},
		Common:  []StoryClaim{{Text: "ab", Evidence: []Cite{cite("a", "1"), cite("b", "1")}}, {Text: "bc", Evidence: []Cite{cite("b", "1"), cite("c", "1")}}},
		Only:    []StoryClaim{{Text: "a", Evidence: []Cite{cite("a", "1")}}},
		Figures: []Figure{{What: "f", Values: []FigureValue{{Evidence: []Cite{cite("a", "1")}}}}},
	}
	if s := d.Standing(map[ArticleID]Hash{"a": "1", "b": "1", "c": "1"}); s.Title != "T" || s.Of != "of" || len(s.Common) != 2 || len(s.Only) != 1 || len(s.Figures) != 1 || len(s.LeftOut) != 1 {
		t.Errorf("nothing has changed: %+v", s)
	}
	s := d.Standing(map[ArticleID]Hash{"a": "2", "b": "1", "c": "1"})
	if s.Title != "" || s.Of != "" || len(s.Common) != 1 || s.Common[0].Text != "bc" || len(s.Only)+len(s.Figures)+len(s.LeftOut) > 0 {
		t.Errorf("a has another text: %+v", s)
	}
	if s := d.Standing(nil); !s.Empty() {
		t.Errorf("no report is left: %+v", s)
	}
	if len(d.Common) != 2 || d.Title != "T" {
		t.Error("the digest itself was changed")
	}
}
