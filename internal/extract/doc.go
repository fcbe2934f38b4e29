// Package extract reads the report out of a page: its paragraphs and nothing
// else, and what the page says of itself — headline, authors, times, language,
// rights. It is a function of the capture and the options; it fetches nothing,
// keeps nothing between calls, and never trusts a single signal where two can
// be had.
//
// extract.go has the way of a page; these are its stations, in order:
//
//	capture
//	   │  tree.go       parse: is it a page at all? UTF-8, a tree without what readers
//	   │  prune.go      never see, in bounds of depth, elements and text; scan.go cuts it into
//	   │  scan.go       tags and text, foreign.go knows where drawings and formulas end
//	   │  held.go       what a page holds besides its tree: noscript, templates, frames
//	   ▼
//	 page               page.go: what elements of the head say, classes, links, data
//	   │  jsonld.go     the object of JSON-LD that describes the report; lenient.go reads
//	   │                what is nearly JSON
//	   │  rules.go      what has to be known of one outlet: files in rules/
//	   │
//	   ├─ headline.go   the headline, and the names of the outlet that do not belong to it
//	   │  describe.go   standfirst, section, tags, canonical address, rights
//	   │  byline.go     authors: where they may be named; package byline reads the names
//	   │  published.go  which of the times on the page is which; shown.go: those that its
//	   │                readers see. Package when reads them
//	   │  image.go      the picture
//	   ▼
//	 blocks, boxes      blocks.go cuts the tree: a block is a run of text, a box an
//	   │                element around some
//	   │  tables.go     a table of data is one block a row: grid.go finds its rows and columns,
//	   │                cells.go the text of a cell, rows.go the heads and the sentence
//	   │  lists.go      numbers and labels of items
//	   │  hidden.go     what is hidden is read whole or not at all
//	   │  classes.go    what class names say;  characters.go, phrases.go, matcher.go
//	   │                what the letters and the openings of a text say
//	   │  overlays.go   what is laid over the page is left out
//	   │  voter.go      which box a simple reader would take for the report
//	   │  survey.go     the page as a whole, once
//	   │  features.go   169 measures of each block; shingles.go compares texts
//	   ▼
//	 probabilities      body.go, rate: model.go, its trees in model.txt, in two
//	   │                rounds; smooth.go shows the second what the first said around
//	   │  host.go       what earlier pages of the host have in common: no report
//	   ▼
//	 chosen blocks      body.go, choose: tables.go and lists.go take tables and lists whole,
//	   │                runs.go timelines, kits.go boxes of lists, folds.go what a click opens;
//	   │                subjects.go takes what speaks of prices as the news; mend.go takes headings
//	   │                with their paragraphs, and closes gaps;
//	   │                pictures.go leaves out lines under pictures, leads.go what leads to links
//	   │                and what is said twice, ends.go who wrote it; the ends are trimmed; where
//	   │                the blocks hold too little, the text of the structured data
//	   │  walls.go      lines that ask for money, an account or consent are taken out,
//	   │  offer.go      by what each offers
//	   │  state.go      does a script of the page hold the rest?
//	   ▼
//	 article            kind.go: a report, or a list (cards.go), a live blog, a film, a wall; notice.go:
//	                    a notice in the place of a report, by its words (signs.go)
//
// Two files read what is not one page: entry.go the entry of a list whose text stands in
// for the page, pages.go where a report goes on and how its pages are joined.
//
// The trainer of the model is train_test.go; extracttest has the corpora that it
// learns from and the scores that measure it.
package extract
