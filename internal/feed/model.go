package feed

import "time"

// Kind says what a document turned out to be, or what is expected of it.
type Kind string

// The kinds of document.
const (
	Any     Kind = ""        // as an expectation: whatever it is
	Feed    Kind = "feed"    // RSS 0.90-2.0, RDF, Atom 0.3 and 1.0, JSON Feed, lists of texts in JSON
	Sitemap Kind = "sitemap" // urlset, sitemapindex, a plain list of addresses
	OPML    Kind = "opml"
	HTML    Kind = "html" // a page; read for the feeds it names
)

// Format is the dialect of a feed.
type Format string

// The dialects of feeds.
const (
	RSS090 Format = "rss090"
	RSS091 Format = "rss091"
	RSS092 Format = "rss092"
	RSS093 Format = "rss093"
	RSS094 Format = "rss094"
	RSS10  Format = "rss10"
	RSS20  Format = "rss20"
	Atom03 Format = "atom03"
	Atom10 Format = "atom10"
	JSON1  Format = "json1"
	Texts  Format = "json" // a list of texts in JSON, as programs give it to programs
)

// Document is what one document says, whatever its format. Only the fields of
// its Kind are filled. Times are in UTC; the zero time means that the document
// gives none, or something that is not one.
type Document struct {
	Kind     Kind
	Format   Format // of a feed
	Encoding string // lower-case label of the character encoding that was read
	Damaged  bool   // ill-formed or cut short; what is here could be saved

	Channel Channel // of a feed
	Items   []Item  // of a feed, in document order

	URLs     []Location // of a sitemap
	Sitemaps []Part     // of a sitemap index

	Subscriptions []Subscription // of OPML
	Outlines      []Outline      // of OPML: entries that are no subscriptions, and no folders

	Links []Link // of a page: the feeds it names, in document order
}

// Channel is what a feed says of itself.
type Channel struct {
	Title       string // plain text
	Link        string // the page the feed belongs to
	ID          string
	Description string // HTML
	Language    string // BCP 47, as the feed writes it
	Published   time.Time
	Updated     time.Time
	Created     time.Time
	Authors     []Person
	Rights      string // plain text
	Categories  []string
	Image       string // address of the channel's picture
	Icon        string
	Logo        string
	License     string // address
	Self        string // the feed's own address, as it claims
	Hub         string // WebSub hub
	MovedTo     string // itunes:new-feed-url; a hint

	TTL           int   // minutes; 0: not given
	UpdateMinutes int   // from sy:updatePeriod and sy:updateFrequency; 0: not given
	SkipHours     []int // 0-23, UTC
	SkipDays      []time.Weekday
}

// Date is the best date the feed gives of itself: published, else updated, else created.
func (c Channel) Date() time.Time { return firstTime(c.Published, c.Updated, c.Created) }

// Item is one item of a feed.
type Item struct {
	ID              string // guid, id or rdf:about, byte for byte
	GUIDIsPermalink bool   // the ID is also the item's address
	Title           string // plain text
	Link            string // absolute, where a base is known
	Published       time.Time
	Updated         time.Time
	Created         time.Time
	Authors         []Person // the item's own, else the feed's
	Summary         string   // HTML, relative addresses made absolute
	Content         string   // HTML of the full text, where the feed carries it
	Language        string   // effective language of its text
	Categories      []string
	Comments        string // address
	Rights          string // plain text
	License         string // address
	Enclosures      []Enclosure
	Image           string
	Thumbnail       string // the widest picture offered
	Source          Source // where an aggregator has the item from
	Cut             bool   // the document ended inside this item: some of it is missing
}

// Date is the best date there is: published, else updated, else created.
func (e Item) Date() time.Time { return firstTime(e.Published, e.Updated, e.Created) }

// Person is an author. Any of the fields may be empty.
type Person struct{ Name, Email, URL string }

// Enclosure is a file that comes with an item.
type Enclosure struct {
	URL    string
	Type   string
	Length int64 // bytes; 0: not given
}

// Source names the feed an item was taken from.
type Source struct{ Title, Link, ID string }

// Location is one url of a sitemap; all but Loc and LastMod are the Google-News extension.
type Location struct {
	Loc         string
	LastMod     time.Time
	Title       string // plain text
	Published   time.Time
	Language    string
	Publication string
	Images      []string
}

// Part is one sitemap named by a sitemap index.
type Part struct {
	Loc     string
	LastMod time.Time
}

// Subscription is one feed in an OPML list.
type Subscription struct {
	FeedURL string
	Title   string
	SiteURL string
	Folder  []string // titles of the outlines around it, outermost first
	Paused  bool     // the list says that it is not to be asked for now
	Beyond  []Beyond // what else the list says of it
}

// Beyond is an attribute of a subscription that says more than OPML can: of one program's rules, as it
// is spelt.
type Beyond struct{ Name, Value string }

// Outline is an entry of an OPML list that is no subscription.
type Outline struct {
	Title string
	URL   string // to which it leads; may be empty
	Why   NoFeed
}

// NoFeed says why an outline is no subscription.
type NoFeed string

// Why an outline is no subscription.
const (
	NoAddress NoFeed = "no address"
	OtherList NoFeed = "another list"
	Scraped   NoFeed = "no feed" // a page or an interface that one program reads by paths of its own
	TooMany   NoFeed = "too many"
)

// Link is a feed that a page names.
type Link struct {
	URL   string
	Title string
	Type  string // media type, lower case
}

func firstTime(ts ...time.Time) time.Time {
	for _, t := range ts {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}
