// Package waidian is a desk for the foreign press: it watches the outlets that its
// operator names, keeps what they publish as it came, takes the text out of each page,
// gathers the reports of one event, digests them in the reader's language, checks each
// digest against its report, and builds a site that any web server can carry.
//
// There is no code here. This is the tour of the code, bottom up; who reads it can
// guess in which file a thing is. doc/architecture.md has the picture and the promises,
// doc/formats.md what lies on disk, doc/decisions why.
//
// # The nouns
//
// internal/news holds what a desk handles: source, lead, capture, article, story,
// digest, verdict, and the five errors that change what happens next. They are values
// without tags of any format. Every stage takes one noun and returns the next, and
// stages do not know each other. internal/text knows words, sentences and languages;
// internal/hanscript converts between the ways to write Han characters, with tables that
// internal/hanscript/gen makes.
//
// # What thinks
//
// These packages are functions of their arguments: no network, no disk, no clock.
//
//   - internal/feed reads RSS, Atom, JSON Feed, sitemaps and OPML, broken ones too;
//     internal/charset turns their bytes, and those of pages, into UTF-8.
//   - internal/discover finds the leads in what a source answered, says which are on
//     the beat, under which key two addresses are one, and when to ask again.
//   - internal/extract takes the report out of a page; internal/extract/extracttest has
//     the corpora on which it is measured.
//   - internal/dedupe tells which earlier report a report repeats.
//   - internal/story tells to which event it belongs, internal/topic to which of the operator's topics.
//   - internal/check compares a digest with its report: numbers, dates, names,
//     quotations; internal/check/quantity compares the numbers and dates that its
//     readers of languages read, internal/check/latin those of languages in Latin
//     script, whose words are files, internal/check/han those of Chinese and Japanese;
//     internal/glossary has the names.
//   - internal/search gives texts and queries the form in which indexes compare them;
//     internal/search/static makes the index of a copy of the site without a server.
//   - internal/rights says what the public may see of a report.
//   - internal/wording has what the interface says, in each of its languages.
//   - internal/mhtml reads pages that a browser saved; internal/tdm the file in which
//     an outlet reserves its rights.
//
// # What touches the world
//
//   - internal/fetch is the only door to the outlets: robots.txt, pace, conditional
//     requests, bounds; internal/coding undoes content codings.
//   - internal/archive keeps captures in WARC files and only ever appends.
//   - internal/store is what the desk remembers, in SQLite or PostgreSQL;
//     internal/store/storetest says what a store is.
//   - internal/work hands out tasks and writes each one's end in the transaction of
//     its result; internal/batch gathers what is written together.
//   - internal/llm speaks to language models, internal/digest has one write a
//     digest, or quotes the report.
//   - internal/event sets the reports of one event side by side.
//   - internal/record is the JSON of an article, in both directions.
//   - internal/page makes every kind of page, feed and citation of values, and knows
//     their addresses; internal/site decides which files are made, when, and in what
//     order; internal/epub binds reports into a book, internal/bundle packs a site;
//     internal/atomically writes files whole.
//   - internal/hugo writes reports as a content folder of Hugo.
//   - internal/find answers a query with hits, for the terminal and for the server;
//     internal/server answers readers over HTTP.
//
// # What knows the order
//
// internal/desk is the one place that knows what comes after what: it takes the task
// that is due, runs its step, and writes the result, the next task and the end of this
// one in a transaction.
//
// internal/cli has the commands: it reads the file that internal/config defines,
// puts the parts together and says what happened. cmd/waidian adds signals and the exit
// status. internal/notice has the licences of all that is in the program. internal/demo/newsroom is the small world that the demo reads;
// internal/webtest and internal/llm/llmtest are those of the tests; internal/effort
// counts the work that a test bounds. bench is a module of its own: libraries that do a part
// of the same, side by side with ours.
package waidian
