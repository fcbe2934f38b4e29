// Package search gives text and queries the one form in which every index of the
// desk compares them: SQLite's FTS5, PostgreSQL's tsvector and the static index of
// the site. Latin words are folded; Han, kana and hangul are cut into bigrams, so
// that any part of a Chinese sentence can be found. It never touches an index itself.
package search

import "time"

// Query is what a person asked for.
type Query struct {
	All    [][]Phrase // every group must match; a group matches by any of its phrases
	None   []Phrase   // none may match
	Source []string   // source:, any of them
	Lang   []string   // lang:
	Topic  []string   // topic:
	From   time.Time  // from:, inclusive, start of that day in UTC
	To     time.Time  // to:, exclusive, the start of the day after
}

// Phrase is tokens that must stand next to each other.
type Phrase struct {
	Tokens []string
	Prefix bool // the last token need only begin like this
}

// Tokens returns the tokens of text, separated by single spaces, as they are indexed.
func Tokens(text string) string { return text }

// Parse reads a query. It never fails on odd punctuation; its errors are for the person who typed it.
func Parse(query string) (Query, error) { return Query{}, nil }

// FTS5 returns the query's words in SQLite FTS5's language; "" when it has filters alone.
func (q Query) FTS5() string { return "" }

// TSQuery returns the query's words in the text form of PostgreSQL's tsquery.
func (q Query) TSQuery() string { return "" }

// TSVector returns the tokens of text in the text form of PostgreSQL's tsvector.
func TSVector(text string) string { return "" }

// Match reports whether text holds the words of the query; filters are not looked at.
func (q Query) Match(text string) bool { return false }

// Part is a piece of a snippet.
type Part struct {
	Text string
	Hit  bool
}

// Snippet cuts from text about width columns around its densest group of hits.
func Snippet(text string, q Query, width int) []Part { return nil }
