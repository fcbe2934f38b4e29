// Package render writes the numbers and dates of a report's sentence in the language of
// its reader: "up to $12.9bn per year" is 每年最多129亿美元. A reader of the report's
// language has read the sentence (see quantity.Sentence); Read makes of that what is said
// in no language, and a Writer puts it into words. Nothing is converted and nothing is
// guessed: what can be read in two ways, or has no certain rendering, is left out. It does
// no I/O, and whoever calls it reads each rendering back (see check.Checker.Wordings).
//
// The words around a number that tell more of it than the readers say (at least or more
// than, a day, consecutive) are a table by the language of the report, surface.go; the
// words of a rendering are with its writer.
package render
