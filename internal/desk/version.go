package desk

import (
	"errors"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// change says what a reading of a known report brings.
type change int

// What a reading can bring.
const (
	unchanged change = iota // the same words, in the same kind of page
	sameWords               // the same words, but another kind of page, or it was withdrawn and is back
	readAnew                // other words out of the same page, or text that was withheld: more was read, nothing edited
	edited                  // other words in another page: the outlet's edit
)

// changeOf compares the state of a report that is shown with a new reading. Only an edit
// by the outlet makes a version.
func changeOf(shown, now news.Article) change {
	same := sameText(shown, now)
	switch {
	case same && shown.Kind == now.Kind && shown.Withdrawn.IsZero():
		return unchanged
	case same:
		return sameWords
	case shown.Capture == now.Capture && now.Capture != "", fuller(shown, now):
		return readAnew
	default:
		return edited
	}
}

// sameText reports whether two states of a report say the same, word by word.
func sameText(a, b news.Article) bool {
	if a.Title != b.Title || a.Standfirst != b.Standfirst || len(a.Blocks) != len(b.Blocks) {
		return false
	}
	for i := range a.Blocks {
		if a.Blocks[i].Text != b.Blocks[i].Text || a.Blocks[i].Kind != b.Blocks[i].Kind {
			return false
		}
	}
	return true
}

// saved is the result of saving a reading.
type saved struct {
	version int  // that is shown now
	fresh   bool // the report was not known
	change  change
}

// otherWords reports whether the text that is shown is another than before.
func (s saved) otherWords() bool { return s.fresh || s.change == readAnew || s.change == edited }

// saveReading writes a reading as a new report, as a version, in place of the text that is
// shown, or not at all.
func saveReading(tx *store.Tx, r store.Reading) (saved, error) {
	shown, err := tx.Article(r.Article.ID)
	if errors.Is(err, store.ErrNotFound) {
		return saved{version: 1, fresh: true}, tx.AddArticle(r)
	}
	if err != nil {
		return saved{}, err
	}
	s := saved{version: shown.Version, change: changeOf(shown, r.Article)}
	switch s.change {
	case unchanged:
		return s, nil
	case edited:
		s.version++
		r.Article.Version = s.version
		return s, tx.AddVersion(r)
	default:
		r.Article.Version = s.version
		return s, tx.ReplaceText(r)
	}
}
