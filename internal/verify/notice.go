package verify

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// notice reads that the outlet withdrew the report, as a page says it: where its text begins, and again among its notes.
func (f *facts) notice(said *Said, root *html.Node) {
	var notes []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if text, has := attribute(n, "data-notice"); has && n.Data == "article" {
			said.notice = text
		}
		if class, _ := attribute(n, "class"); n.Data == "p" && class == "note" {
			notes = append(notes, textOf(n))
		}
	}
	if said.notice != "" && !slices.Contains(notes, said.notice) {
		f.fault("says above the text that the report was withdrawn, and not so in its notes")
	}
}

// agrees finds fault with data that say of a withdrawal what their own answers do not show.
func (t told) agrees() error {
	shown := ""
	if a, ok := news.Withdrawn(t.sights); ok {
		shown = second(a.Second.At)
	}
	if at, err := time.Parse(time.RFC3339, t.withdrawn); err == nil && second(at) == shown || t.withdrawn == "" && shown == "" {
		return nil
	}
	return fmt.Errorf("says that the report was withdrawn at %.40q, and the answers that it names show %q", t.withdrawn, shown)
}

// noticed finds fault with a page that says of a withdrawal otherwise than the data beside it.
func (t told) noticed(page Said) error {
	a, ok := news.Withdrawn(t.sights)
	switch {
	case page.tongue == nil || ok && page.tongue.withdrawn(page.notice, a) || !ok && page.notice == "":
		return nil
	case page.notice == "":
		return errors.New("says that the report was withdrawn, and the page does not")
	case !ok:
		return errors.New("does not say that the report was withdrawn, and the page does")
	}
	return fmt.Errorf("names other answers of a withdrawal than the page, which says %.200q", page.notice)
}

// folded is a text in one script; a twin has another word for a report than the words of its script.
func folded(s string) string { return strings.ReplaceAll(hanscript.Fold(s), "报导", "报道") }

// offset is how a zone is written in words.
var offset = regexp.MustCompile(`[+-]\d\d:\d\d`)

// withdrawn reports whether some words say that absence, in whatever zones they say its times.
func (t tongue) withdrawn(words string, a news.Absence) bool {
	zones := []*time.Location{time.UTC}
	for _, o := range offset.FindAllString(words, 4) {
		if at, err := time.Parse("-07:00", o); err == nil {
			zones = append(zones, at.Location())
		}
	}
	for _, first := range zones {
		for _, again := range zones {
			said := func(w *wording.Texts) string {
				return fmt.Sprintf(w.Withdrawn, w.Moment(a.First.At.In(first)), a.First.Status, w.Moment(a.Second.At.In(again)), a.Second.Status)
			}
			if slices.ContainsFunc(t, func(w *wording.Texts) bool { return folded(said(w)) == folded(words) }) {
				return true
			}
		}
	}
	return false
}
