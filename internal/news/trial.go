package news

import "time"

// Way is how a model writes a digest.
type Way string

// The ways.
const (
	AsWhole     Way = "whole"     // one question for the whole digest
	BySentences Way = "sentences" // one short question for each sentence
)

// Trial is what a model could do when it was asked built-in questions. The zero Trial: it was not asked.
type Trial struct {
	At        time.Time
	Form      string  // in which it is asked for JSON: json_schema, json_object, text
	Window    int     // tokens of its context window, as the server tells; 0: it does not
	Rate      float64 // tokens a second
	Seconds   float64 // that a sentence took, on average
	Sentences int     // asked for one by one
	Wrong     int     // of them, by the rules of the check
	Whole     int     // sentences of one whole digest, without those that the check rejects; 0: it could write none
	WholeOf   int     // sentences of that digest
	Way       Way     // by which its digests are written
	Fit       bool    // its digests can be shown
}
