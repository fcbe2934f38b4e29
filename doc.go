// Package waidian is a desk for the foreign press: it watches the outlets that its
// operator names, keeps what they publish as it came, extracts the text of each page,
// groups the reports of one event, writes digests in the reader's language, checks each
// digest against its report, and builds a site that any web server can serve.
//
// There is no code here. This is the tour of the code, bottom up; after it you can guess
// in which file a thing is. doc/architecture.md has the picture and the promises,
// doc/formats.md the files on disk, doc/decisions the reasons.
//
// # The nouns
//
// internal/news holds what a desk handles: source, lead, capture, article, story,
// digest, sight, verdict, and the errors that change what happens next. They are values
// without tags of any format. Every stage takes one noun and returns the next, and
// stages do not know each other. internal/text finds words, sentences and languages;
// internal/hanscript converts between the forms of Han characters, with tables that
// internal/hanscript/gen makes. internal/hanwords parts Chinese into words, by a list that
// internal/hanwords/gen makes, and says which names sound alike.
//
// # What decides
//
// These packages are functions of their arguments: no network, no disk, no clock.
//
//   - internal/feed reads RSS, Atom, JSON Feed, sitemaps and OPML, broken ones too;
//     internal/charset turns their bytes, and those of pages, into UTF-8, and
//     internal/when reads the dates of both.
//   - internal/discover finds the leads in the answer of a source, and decides which are
//     on the beat, which addresses are the same, and when to ask again. internal/challenge tells
//     whose page came in the place of an outlet's.
//   - internal/extract finds the report on a page; internal/extract/extracttest reads the
//     corpora on which it is measured. internal/byline reads the names of authors out of
//     what is written around them.
//   - internal/dedupe finds the report that a report repeats, which of the prints of a text
//     is the original, and whether two pages hold one report.
//   - internal/story finds the event of a report (internal/story/gen makes its tables), internal/topic its topics among the operator's.
//   - internal/check compares a digest with its report: numbers, dates, names,
//     quotations. internal/check/latin reads numbers and dates in languages of Latin
//     script, whose words are files, internal/check/han in Chinese and Japanese;
//     internal/check/tally reads the numbers of other languages, to be set side by side;
//     internal/check/relation reads who did what, which way and how surely;
//     internal/check/quantity compares them, internal/check/render writes those of a
//     report in the language of its reader. internal/glossary has the names.
//   - internal/search turns texts and queries into the tokens of indexes;
//     internal/search/static makes the index for copies of the site without a server.
//   - internal/rights decides what the public may see of a report.
//   - internal/diff says in which words two texts differ, internal/edit which changes of a
//     report readers are told of.
//   - internal/event sets the reports of one event side by side; internal/edition ranks events and cuts editions.
//   - internal/record is the JSON of an article, in both directions.
//   - internal/page makes every kind of page, feed and citation from values, and knows
//     their addresses.
//   - internal/wording has the texts of the interface in each of its languages.
//   - internal/mhtml reads pages that a browser saved, internal/clipping reports that other
//     programs kept; internal/tdm reads the file in which an outlet reserves its rights.
//   - internal/cdxj writes and sorts the index of an archive, internal/wacz packs parts of
//     one for tools that replay them, and reads such files.
//
// # What does input and output
//
//   - internal/fetch makes all requests to outlets: robots.txt, pace, conditional
//     requests, bounds; internal/coding decodes content codings, internal/weblink finds where an answer leads on.
//   - internal/archive keeps captures in WARC files and only ever appends; internal/bucket
//     has whole ones of them in an object store (internal/bucket/buckettest: one for tests).
//   - internal/store keeps the desk's data, in SQLite or PostgreSQL;
//     internal/store/storetest is the test that every store passes.
//   - internal/work hands out tasks and writes each one's end in the transaction of
//     its result; internal/batch collects what is written together.
//   - internal/team lets several processes work on one desk: each has a place among
//     them, one leads, and a host is asked by one at a time.
//   - internal/llm is the client of language models; internal/digest asks one for a
//     digest, or quotes the report; internal/salvage reads the JSON that models write;
//     internal/spool makes a place for an answer before the question.
//   - internal/site decides which files are made, when, and in what order; internal/epub
//     makes a book of reports, internal/bundle packs a site and reads it back, internal/backup
//     is the form of a desk's backup; internal/headway says how far long work is;
//     internal/atomically writes files whole, internal/owned makes them belong to whom
//     their folder belongs.
//   - internal/translog is the form of the log that the desk signs: leaves, tree, tiles,
//     checkpoints and proofs; internal/verify checks what was published, without the desk.
//   - internal/hugo writes reports as a content folder of Hugo; internal/invented writes articles
//     for measurements.
//   - internal/find returns the hits of a query, for the terminal and for the server;
//     internal/server serves readers over HTTP, and internal/metrics writes figures for a monitor;
//     internal/alarm decides what the operator is told without asking, internal/send brings it, and runs
//     programs of the operator's by internal/program, as internal/mirror does, which copies the site elsewhere;
//   - internal/reader answers the apps of readers, in the forms of internal/reader/form; internal/room is where the operator works in a
//     browser, and internal/secret makes and compares what lets somebody in;
//     internal/assistant answers programs that speak the Model Context Protocol.
//
// # What knows the order
//
// internal/desk alone knows the order of the steps: it takes the task that is due, runs
// its step, and writes the result, the next task and the end of this one in one
// transaction.
//
// internal/cli has the commands: it reads the file that internal/config defines, connects
// the parts and prints what happened. cmd/waidian adds signals and the exit status.
// internal/manual writes the manual page and the completions of shells from the tree of the commands.
// internal/notice has the licences of everything in the program. internal/demo/newsroom
// makes the invented outlets of the demo; internal/webtest and internal/llm/llmtest are
// the network and the models of the tests, internal/check/quantity/quantitytest writes
// what was read as text, internal/effort counts the work that a test bounds. bench is a
// module of its own, which compares libraries with ours.
package waidian
