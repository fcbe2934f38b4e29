package verify

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/wording"
)

// tongue is how a page says things: in the words of its language, or, where it is the twin of a page in another script, in those of
// that, character by character.
type tongue []*wording.Texts

// tongueOf is that of a page. It has to be one in which this program writes pages: names and words are compared by it.
func tongueOf(root *html.Node) (tongue, error) {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "html" {
			continue
		}
		tag, _ := attribute(n, "lang")
		w := wording.For(tag)
		switch {
		case w.Tag != tag:
			return nil, fmt.Errorf("is in the language %.20q, in which this program writes no pages: its words cannot be compared", tag)
		case w.OtherScript == nil:
			return tongue{w}, nil
		}
		return tongue{w, wording.For(w.OtherScript.Language)}, nil
	}
	return nil, errors.New("is no page")
}

// Words of a tongue that name what a leaf says.
func captured(w *wording.Texts) string    { return w.Captured }
func bodyName(w *wording.Texts) string    { return w.Hash }
func feedName(w *wording.Texts) string    { return w.HashFeed }
func addressRead(w *wording.Texts) string { return w.AddressRead }
func original(w *wording.Texts) string    { return w.Original }
func inLogSince(w *wording.Texts) string  { return w.InLogSince }
func firstSeen(w *wording.Texts) string   { return w.FirstSeen }

// says reports whether some words are those.
func (t tongue) says(words string, name func(*wording.Texts) string) bool {
	return slices.ContainsFunc(t, func(w *wording.Texts) bool { return hanscript.Fold(words) == hanscript.Fold(name(w)) })
}

// looks reports whether some words look like those: spaces and characters that cannot be seen are passed over.
func (t tongue) looks(words string, name func(*wording.Texts) string) bool {
	return slices.ContainsFunc(t, func(w *wording.Texts) bool { return hanscript.Fold(inked(words)) == hanscript.Fold(inked(name(w))) })
}

// inked is s without spaces and characters that cannot be seen.
func inked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Mn, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, s)
}

// word is how a page in the tongue would say it.
func (t tongue) word(name func(*wording.Texts) string) string { return name(t[0]) }

// moment finds fault with words that do not say a time in its machine form, in whatever zone they say it.
func (t tongue) moment(at, words string) error {
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return fmt.Errorf("is no time: %.40q", at)
	}
	said := func(w *wording.Texts) string {
		zone := time.UTC
		if i := strings.LastIndex(words, w.Dates.UTC); i >= 0 {
			if off, err := time.Parse("-07:00", words[i+len(w.Dates.UTC):]); err == nil {
				zone = off.Location()
			}
		}
		return w.Moment(moment.In(zone))
	}
	if !t.says(words, said) {
		return fmt.Errorf("reads %.80q, and its form for programs is %.40s, which reads %q", words, at, t.word(said))
	}
	return nil
}
