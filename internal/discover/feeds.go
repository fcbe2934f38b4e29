package discover

import "github.com/waidian/waidian/internal/news"

// Candidate is a feed that a page names.
type Candidate struct {
	URL, Title, Type string
	Guess            bool // a plain link that looks like a feed, not a declared one
}

// Feeds lists the feeds behind a page: declared ones in document order, then guesses.
func Feeds(c news.Capture) []Candidate { return nil }
