package desk

import (
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// What comes out of a file says of its outlet what the file says. A page that was read out of one has a note of that, and if no signed log in the file names its
// answer, what differs between it and another page is not called an edit by the outlet.

// mostAhead is how far the clock of another desk may be ahead of this one's.
const mostAhead = time.Hour

// past refuses an answer out of a file whose date lies in the future.
func (d *Desk) past(c news.Capture) error {
	if now := d.Now(); c.At.After(now.Add(mostAhead)) {
		return fmt.Errorf("%s: the answer is dated %s, which is yet to come", c.Final, c.At.UTC().Format(time.RFC3339))
	}
	return nil
}

// fileNotes are the notes that a text was read out of a file.
var fileNotes = []news.NoteCode{news.NoteFromFile, news.NoteFromLogged}

// noteFile adds to a text of a page that was not just fetched the note that it came out of a file, if it did. What was noted of that very page before stays.
func (d *Desk) noteFile(a, shown news.Article, c news.Capture, ref news.Ref) (news.Article, error) {
	switch {
	case c.Vouched:
		return withNotes(a, []news.Note{{Code: news.NoteFromLogged}}), nil
	case ref.Brought:
		return withNotes(a, []news.Note{{Code: news.NoteFromFile}}), nil
	case shown.Capture == a.Capture:
		return asNoted(a, shown), nil
	}
	asked, err := d.Archive.Asked(ref)
	if err != nil || asked {
		return a, err
	}
	return withNotes(a, []news.Note{{Code: news.NoteFromFile}}), nil
}

// asNoted is a with the notes on files that another state of the report has, and with no other of these.
func asNoted(a, as news.Article) news.Article {
	return withNotes(a, slices.DeleteFunc(slices.Clone(as.Notes), func(n news.Note) bool { return !ofFile(n) }))
}

func withNotes(a news.Article, notes []news.Note) news.Article {
	rest := slices.DeleteFunc(slices.Clone(a.Notes), ofFile)
	a.Notes = append(rest, notes...)
	return a
}

func ofFile(n news.Note) bool { return slices.Contains(fileNotes, n.Code) }

// vouched is a change that is claimed of the outlet only if both states were had from it, or a log names the answer.
func vouched(shown, now news.Article, c change) change {
	if c == edited && (noted(shown, news.NoteFromFile) || noted(now, news.NoteFromFile)) {
		return unsure
	}
	return c
}
