// Package story gathers the reports of one event. A report joins the story whose
// reports share its rare words, its names and its headline; else it begins its own.
// Two events in one story are worse than one event in two, so doubt begins a new
// story. The index is kept in memory and rebuilt from stored features; the package
// reads no clock, writes nothing and calls no model.
//
//	headline, paragraphs, language           a digest, when there is one
//	        │ words.go  words, stems,               │ the same
//	        │           pairs of characters         │
//	        ▼                                       ▼
//	        of.go   Of: words, names and    With: three fields more, in
//	        │       neighbours in the       the one language that all
//	        │       headline, counted       digests have
//	        ▼                                       │
//	   Features ◀───────────────────────────────────┘
//	        │ features.go  hashed; 4 KiB at most when stored
//	        ▼
//	      Index     index.go     Assign: vectors weighed by rarity, what is shared
//	        │                    with each report, the average over a story
//	        │       nearness.go  what is shared, against the bar for the languages
//	        │                    and lengths at hand: 1 is just near enough
//	        ▼
//	     StoryID    story.go     or a new one, after the first report
//	        │
//	        ▼
//	     Regroup    regroup.go   the newest reports again, with hindsight
//	        │       link.go      average linkage, the nearest first
//	        ▼
//	      Moves     which report goes from which story to which
//
// The desk calls Assign for each report as it is read, AddDigest for each digest and
// Regroup before a build. Cluster (stream.go) does all of it for a stream of reports
// that no desk has, in bounded memory.
package story
