// Package news holds the nouns of the desk: source, lead, request, capture,
// article, story, digest, sight, verdict. They are values. The package imports nothing
// of ours, does no I/O and knows no format: the forms on disk and on the wire
// belong to the packages that write them.
package news

import (
	"cmp"
	"errors"
	"net/textproto"
	"time"
)

// The errors that change what happens next. Every other error means: again later.
var (
	ErrGone      = errors.New("gone")               // 404, 410: the page is no longer there
	ErrForbidden = errors.New("not permitted")      // robots.txt, 401, 402, 403, 451
	ErrLater     = errors.New("try later")          // 429, 5xx, timeout, no network
	ErrNoText    = errors.New("no article text")    // the page holds no report
	ErrUnasked   = errors.New("no model was asked") // beside another error, which says why
	ErrRejected  = errors.New("digest rejected")    // nothing of a digest passed its check
	ErrOurs      = errors.New("our own trouble")    // this machine or its network cannot do it: no outlet is at fault; an *Ours
	ErrLost      = errors.New("not as written")     // the archive no longer has a capture
)

// Identifiers are types of their own, so that one cannot be passed for another.
type (
	SourceID  string // as the operator wrote it: guardian-china
	ArticleID string // ten characters, from the canonical URL; see NewArticleID
	StoryID   string // ten characters, from the story's first article; never changes
	Hash      string // lower-case hex SHA-256
)

// Rights says what a public site may show of a source's reports.
type Rights string

// The three grants, from the widest to the narrowest.
const (
	RightsFull    Rights = "full"
	RightsExcerpt Rights = "excerpt"
	RightsLink    Rights = "link"
)

// SourceKind says what a source's address answers with.
type SourceKind string

// The kinds of source; the empty kind is found out by the first poll.
const (
	KindFeed        SourceKind = "feed"
	KindNewsSitemap SourceKind = "news-sitemap"
	KindSection     SourceKind = "section"
)

// Source is one address that is watched for new reports of an outlet.
type Source struct {
	ID       SourceID
	Name     string // as the page's heading shows it: "The Guardian - China"
	Outlet   string // "The Guardian"
	House    string `json:",omitzero"` // outlets of one house count as one; "": those of one domain are of one house
	URL      string
	Kind     SourceKind
	Lang     string // BCP 47; a hint for pages that do not say
	Country  string // ISO 3166-1 alpha-2 of the outlet's seat; may be empty
	Rights   Rights
	Selector string // CSS selector of the links on a section page; may be empty
	Folder   string // OPML folder, joined by "/"
	Beat     Beat   // narrows the desk's beat for this source alone
	Whole    bool   // all it carries is on the desk's beat: the desk's keywords are not asked
	Why      string // why the source is on the list; for people
	ShowURL  bool   `json:",omitempty"` // URL holds nothing secret: a public site may show it
	Held     bool   `json:",omitzero"`  // on the list, and not polled: the operator has paused it
}

// Beat is what the desk looks for. An empty beat takes everything.
type Beat struct {
	Include []string // keywords, any of which makes a report fit
	Exclude []string // keywords, any of which keeps it out
}

// Request asks for one URL. Validators are echoed byte for byte (RFC 9110, 13.1).
type Request struct {
	URL          string
	ETag         string // If-None-Match, when not empty
	LastModified string // If-Modified-Since, when not empty
	ValidFor     string // the URL whose answer gave the validators (Capture.Final); empty: URL
	Cookie       string // what earlier answers of the same run of redirects have set; only package fetch sets it
	Purpose      Purpose
	Named        string // address that the operator wrote, of the source on whose behalf this is: only its host and port may be private
	Post         []byte // what is sent to a service; nil: the address is only asked for
	PostType     string // media type of Post
}

// Purpose says what a request is for; it decides the Accept header and the size bound.
type Purpose string

// What the desk asks outlets for.
const (
	ForSource  Purpose = "source" // a feed the operator named: fetched whatever robots.txt says
	ForList    Purpose = "list"   // a sitemap or section page: robots.txt is asked first
	ForArticle Purpose = "article"
	ForImage   Purpose = "image"
	ForService Purpose = "service" // a service that the operator named and that is sent something: a hub of feeds, a witness of the log
)

// Lead is a link worth following: seen in a source, not fetched.
// All but the URL are the source's claims, hints until the page has been read.
type Lead struct {
	Source     SourceID
	URL        string // as the source has it, made absolute
	Key        string // canonical form of URL; two leads with one key are one
	GUID       string
	Title      string // plain text
	Standfirst string // plain text of the item's summary
	Content    string // HTML of the item's full text, where the feed carries it
	Listed     Hash   `json:",omitempty"` // of the decoded document that has Content; empty: not known
	Whole      bool   `json:",omitempty"` // Content is the report itself, however short it is
	Apart      bool   `json:",omitempty"` // URL is not its own: what its list says is all there is of it
	Reserved   bool   `json:",omitempty"` // the document that has Content reserves the rights of text and data mining
	Byline     []string
	Tags       []string
	Lang       string
	Image      string
	Published  time.Time // zero: the source gave no date that is one
	Hour       Hour      `json:",omitempty"` // what is known of Published
	Updated    time.Time
	Seen       time.Time
}

// Capture is one HTTP exchange, kept as it came.
type Capture struct {
	URL       string    // asked for
	Final     string    // answered, after redirects
	Permanent string    // where the unbroken run of 301 and 308 from URL leads; empty: nowhere
	Via       []Capture // answers on the way that led on, the first first: redirects, and pages of status 200 that held nothing
	Canonical string    // what the page calls its own address, made absolute; empty: it names none, or it was not looked for
	Status    int
	Proto     string              // "HTTP/1.1", "HTTP/2.0"
	Header    map[string][]string // canonical keys, values as they came
	Request   map[string][]string // header fields sent with the last request
	Raw       []byte              // the body with its Content-Encoding, as it came
	Body      []byte              // the body decoded
	Truncated bool                // the answer was longer than the bound, or broke off
	Cut       CutReason           // why it is truncated; empty: not known
	Forbidden bool                // robots.txt, as far as known, forbids the URL that the operator named
	Remote    string              // IP address of the peer
	At        time.Time
	Took      time.Duration
	Vouched   bool // it came out of a file, and a log in that names it which was signed by a key that the operator knows
}

// CutReason says why an answer is not whole, in the words of WARC-Truncated (ISO 28500, 5.13).
type CutReason string

// Why an answer is not whole.
const (
	CutLength     CutReason = "length"     // it was longer than the bound
	CutTime       CutReason = "time"       // it took too long
	CutDisconnect CutReason = "disconnect" // it broke off
)

// Get returns the first value of a header field, in whatever case its name is given.
func (c Capture) Get(field string) string {
	if v := c.Header[textproto.CanonicalMIMEHeaderKey(field)]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Later is an ErrLater that knows when: the outlet, or the desk's own back-off, named a time.
type Later struct {
	Until  time.Time
	Reason string // "503 Service Unavailable, Retry-After 120"
	Cause  Cause  // empty: it is not known, or nothing of an outlet
}

func (e *Later) Error() string { return cmp.Or(e.Reason, "try later") }

// Is makes every Later an ErrLater.
func (e *Later) Is(target error) bool { return target == ErrLater }

// Ours is an ErrOurs with its cause: a full disk, too many open files, no network.
type Ours struct{ Err error }

func (e *Ours) Error() string { return e.Err.Error() }

// Is makes every Ours an ErrOurs.
func (e *Ours) Is(target error) bool { return target == ErrOurs }

// Unwrap returns the cause.
func (e *Ours) Unwrap() error { return e.Err }

// Ref says where in the archive a capture lies.
type Ref struct {
	URL    string
	Hash   Hash   // of the decoded body
	Digest string // WARC-Payload-Digest of the raw body, in the form of PayloadDigest
	File   string // name of the WARC file, within the archive
	Offset int64  // of the response or revisit record's gzip member
	Length int64  // of that member
	Status int
	At     time.Time

	// Known of an answer when it is recorded, and kept in its record of the archive and its leaf of the log alone.
	Asked   string    `json:"-"` // address that was asked for; empty: URL
	Cut     CutReason `json:"-"` // why the body is not whole
	Brought bool      `json:"-"` // it came out of a file, and not over the network of this desk
	Vouched bool      `json:"-"` // of Brought: as Capture.Vouched
}
