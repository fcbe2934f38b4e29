// Package feed reads what outlets publish for machines: RSS, RDF, Atom and JSON
// feeds, sitemaps, OPML lists and the feed links of pages. It turns bytes into
// one model, takes what it can from broken documents, and bounds what a hostile
// one can cost. It never fetches anything, resolves no external entity, and
// never invents a value: a date that is not one is no date. Summaries and
// contents are the outlet's HTML; they are not made safe to show.
//
//	bytes
//	  │  feed.go       Parse: gzip, UTF-8 (package charset), the kind of the document
//	  │
//	  ├─ json.go       JSON Feed
//	  ├─ page.go       the feeds that an HTML page names
//	  │
//	  │  scan.go       XML, however broken: tags, text, CDATA; entity.go: references
//	  │  decode.go     a tree walked once, in which every element is closed; leaf.go:
//	  │                what ends an element that nobody ended; namespace.go: prefixes
//	  ├─ opml.go       lists of subscriptions
//	  ├─ sitemap.go    sitemaps and their indexes
//	  └─ channel.go    RSS, RDF and Atom by one set of rules; item.go: each item
//	     │  markup.go, text.go            HTML, and HTML as one line of text
//	     │  date.go, dateiso.go, datewords.go
//	     │  draft.go   which of several statements of one thing counts
//	     ▼
//	  Document         model.go; finish.go: relative addresses (address.go), what items
//	                   inherit from their channel; write.go: as JSON
package feed
