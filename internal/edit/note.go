package edit

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

//go:embed notes.txt
var noteWords string

// longestNote is how many characters the note of an outlet has at most: a longer paragraph is a part of the report.
const longestNote = 800

// noteForms are the lines of notes.txt.
type noteForms struct{ begins, has []string }

var forms = sync.OnceValue(func() noteForms {
	f, err := parseNotes(noteWords)
	if err != "" {
		panic(err) // the file is part of the program and tested with it
	}
	return f
})

// parseNotes reads lines in the form of notes.txt; wrong: the first that is not in it.
func parseNotes(s string) (f noteForms, wrong string) {
	for l := range strings.Lines(s) {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		head, words, ok := strings.Cut(l, ": ")
		_, where, two := strings.Cut(head, " ")
		switch words = noteForm(words); {
		case !ok || !two || words == "":
			return f, l
		case where == "begins":
			f.begins = append(f.begins, words)
		case where == "has":
			f.has = append(f.has, words)
		default:
			return f, l
		}
	}
	return f, ""
}

func noteForm(s string) string {
	return hanscript.Fold(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "’", "'"))
}

// isNote reports whether a paragraph is an outlet's own note that it corrected the report.
func isNote(p string) bool {
	if utf8.RuneCountInString(p) > longestNote {
		return false
	}
	p = noteForm(p)
	f := forms()
	return slices.ContainsFunc(f.begins, func(w string) bool { return strings.HasPrefix(p, w) }) ||
		slices.ContainsFunc(f.has, func(w string) bool { return strings.Contains(p, w) })
}

// noteOf is the note of a correction that the new state of a report has and the old one has not; "": there is none.
func noteOf(old, now news.Article) string {
	before := append(old.Paragraphs(), old.Standfirst)
	for _, p := range append(now.Paragraphs(), now.Standfirst) {
		if isNote(p) && !slices.Contains(before, p) {
			return p
		}
	}
	return ""
}
