// Package check compares a digest with the report it was made from: numbers, dates,
// quotations, names and denials, sentence by sentence, by rules. It never calls a digest
// true: it says what was compared and what was found. Where a rule is unsure it is silent.
// It does no I/O, and knows no word of any language: those are with the readers.
//
//	report ──► sentences ──► reader ──► read sentences ─┐   source.go, reader.go
//	                           ▲                        │
//	              check/latin ─┤ words of en, de, fr     ▼
//	              check/han   ─┘ words of zh, ja      ground    cited, neighbours, rest
//	                           ▼                        │
//	digest ──► sentence ──► reader ──► read claim ──────┤
//	              │                                     ▼
//	              └──► form.go                        rules ──► findings ──► verdict
//	                   may it be shown at all?          number.go  excuse.go  date.go
//	                                                    turn.go    quote.go   name.go
//	                                                    negation.go
//
// A reader makes a quantity.Sentence of a sentence: numbers with all their readings, the
// calendar, and facts such as "it denies something". Claims are read strictly, reports
// generously (see reader). Numbers and dates are compared by check/quantity, whose Fits
// and Holds say whether a report has what a claim says. A rule looks for that from the
// cited sentences outwards, and returns findings: a code of package news, the part of the
// claim, and what the report has instead. What rejects a sentence and what only warns is
// the rule's to say.
//
// What has no ground may still have been worked out: a sum, a ratio, years between two
// dates (excuse.go). persons.go hides the numerals in names that the glossary does not
// have.
//
// Who did what, which way, how surely, and what a figure counts is read by check/relation
// from closed lists, and compared in relations.go and the files that it names.
//
// Before a claim is compared, evidence.go puts evidence right that is off by one. form.go and
// tongue.go say whether it can be shown, repeat.go whether it is said already. whole.go judges
// all claims of a digest together, and its headline with those that remain; translation.go
// compares a translated paragraph with its own.
//
// Wordings (wordings.go) goes the other way: what a reader reads in a sentence of a report
// check/render writes in the language of the digest, and the rules read that back.
//
// Quantities gives the numbers of a report to those who set reports side by side; it also reads
// languages that no rule reads, by check/tally.
//
// A language is added in check/latin as a file, or as a package with a reader of its own,
// which readerOf then chooses.
package check
