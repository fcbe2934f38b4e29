package newsroom

import "time"

// linkedData is the schema.org NewsArticle of a page (https://schema.org/NewsArticle).
type linkedData struct {
	Context       string     `json:"@context"`
	Type          string     `json:"@type"`
	Headline      string     `json:"headline"`
	Description   string     `json:"description,omitempty"`
	URL           string     `json:"url"`
	MainEntity    string     `json:"mainEntityOfPage"`
	Published     string     `json:"datePublished"`
	Modified      string     `json:"dateModified"`
	Section       string     `json:"articleSection,omitempty"`
	Keywords      []string   `json:"keywords,omitempty"`
	Language      string     `json:"inLanguage"`
	Image         string     `json:"image,omitempty"`
	Author        []ldPerson `json:"author,omitempty"`
	Publisher     ldPerson   `json:"publisher"`
	Free          bool       `json:"isAccessibleForFree"`
	HasPart       *ldPart    `json:"hasPart,omitempty"`
	CoverageStart string     `json:"coverageStartTime,omitempty"`
	Updates       []ldUpdate `json:"liveBlogUpdate,omitempty"`
}

type ldPerson struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// ldPart marks what is withheld (Google Search Central, "Paywalled content").
type ldPart struct {
	Type     string `json:"@type"`
	Free     bool   `json:"isAccessibleForFree"`
	Selector string `json:"cssSelector"`
}

type ldUpdate struct {
	Type      string `json:"@type"`
	Headline  string `json:"headline"`
	Published string `json:"datePublished"`
	Body      string `json:"articleBody"`
}

func (v view) linkedData() linkedData {
	s := v.Report
	ld := linkedData{
		Context: "https://schema.org", Type: "NewsArticle",
		Headline: s.Title, Description: s.Standfirst, URL: v.URL(), MainEntity: v.URL(),
		Published: v.Stamp(s.Published), Modified: v.Stamp(s.Changed()),
		Section: s.Section, Keywords: s.Tags, Language: v.Outlet.Lang,
		Publisher: ldPerson{"NewsMediaOrganization", v.Outlet.Name},
		Free:      s.Kind != "paywall",
	}
	if s.Image != "" {
		ld.Image = v.Picture()
	}
	for _, name := range s.Byline {
		ld.Author = append(ld.Author, ldPerson{"Person", name})
	}
	if s.Kind == "paywall" {
		ld.HasPart = &ldPart{"WebPageElement", false, ".subscriber-only"}
	}
	if s.Kind == "live" {
		ld.Type = "LiveBlogPosting"
		ld.CoverageStart = v.Stamp(s.Published)
		ld.Updates = v.updates()
	}
	return ld
}

// updates are the entries of a live blog, newest first as on the page.
func (v view) updates() []ldUpdate {
	var out []ldUpdate
	for _, e := range v.Posts() {
		u := ldUpdate{Type: "BlogPosting", Headline: e.Heading, Published: v.Stamp(e.At)}
		for _, p := range e.Parts {
			u.Body += p.Text + " "
		}
		out = append(out, u)
	}
	return out
}

// post is one post of a live blog.
type post struct {
	Heading string
	At      time.Time
	Parts   []part
}

// Posts divides a live blog at its posts; what precedes the first is its summary.
func (v view) Posts() []post {
	var out []post
	for _, p := range v.Parts {
		if p.Kind == "entry" {
			out = append(out, post{Heading: p.Text, At: p.At})
		} else if len(out) > 0 {
			last := &out[len(out)-1]
			last.Parts = append(last.Parts, p)
		}
	}
	return out
}

// Opening is what a live blog says before its first entry.
func (v view) Opening() []part {
	for i, p := range v.Parts {
		if p.Kind == "entry" {
			return v.Parts[:i]
		}
	}
	return v.Parts
}
