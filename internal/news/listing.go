package news

import "time"

// Listing is what a source's list says of a report that its page may leave out. A list says something else from day to day:
// a page out of the archive is read with the listing of its time.
type Listing struct {
	Title, Standfirst string   // plain text
	Byline, Tags      []string `json:",omitempty"`
	Lang              string   `json:",omitempty"` // BCP 47
	Image             string   `json:",omitempty"` // address
	Published         time.Time
	Hour              Hour `json:",omitempty"`
	Updated           time.Time
}

// Listing is what the list says of the lead by now.
func (l Lead) Listing() Listing {
	return Listing{
		Title: l.Title, Standfirst: l.Standfirst, Byline: l.Byline, Tags: l.Tags, Lang: l.Lang, Image: l.Image,
		Published: l.Published, Hour: l.Hour, Updated: l.Updated,
	}
}

// asListing is what the report has of what a list says: where its page was silent, it is what the list said.
func (a Article) asListing() Listing {
	return Listing{
		Title: a.Title, Standfirst: a.Standfirst, Byline: a.Byline, Tags: a.Tags, Lang: a.Lang, Image: a.Image.URL,
		Published: a.Published, Hour: a.Hour, Updated: a.Updated,
	}
}

// said is the lead with what the listing says.
func (l Lead) said(s Listing) Lead {
	l.Title, l.Standfirst, l.Byline, l.Tags, l.Lang, l.Image = s.Title, s.Standfirst, s.Byline, s.Tags, s.Lang, s.Image
	l.Published, l.Hour, l.Updated = s.Published, s.Hour, s.Updated
	return l
}

// AsOf is the lead as its list said it when a was read. Where a does not have that, and the list has said something since, what a
// has stands for it.
func (l Lead) AsOf(a Article) Lead {
	switch {
	case a.Listing != nil:
		return l.said(*a.Listing)
	case l.Seen.After(a.Captured):
		return l.said(a.asListing())
	}
	return l
}
