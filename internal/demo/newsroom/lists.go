package newsroom

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"time"
)

// serveList answers with an outlet's list, in the form the outlet has chosen.
func (n *Newsroom) serveList(w http.ResponseWriter, r *http.Request, o outlet, edition int) {
	listed := n.press.listed(o.Host, edition)
	v := view{Outlet: o, Base: "http://" + r.Host, Related: listed}
	changed := Start()
	if edition == 2 {
		changed = Second()
	}
	switch o.List {
	case section:
		n.servePage(w, r, "section.html", v, changed)
	case rss, rssFull:
		serveXML(w, r, "application/rss+xml; charset=utf-8", changed, n.rss(v))
	case rdf:
		serveXML(w, r, "application/rdf+xml; charset=utf-8", changed, rdfList(v))
	case atom:
		serveXML(w, r, "application/atom+xml; charset=utf-8", changed, atomList(v))
	case sitemap:
		serveXML(w, r, "application/xml; charset=utf-8", changed, sitemapList(v))
	case jsonFeed:
		b, err := json.MarshalIndent(jsonList(v), "", "  ")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		serve(w, r, "application/feed+json; charset=utf-8", changed, b)
	}
}

func serveXML[T any](w http.ResponseWriter, r *http.Request, kind string, changed time.Time, doc T) {
	b, err := xml.MarshalIndent(doc, "", " ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	serve(w, r, kind, changed, append([]byte(xml.Header), b...))
}

// RSS 2.0 (https://www.rssboard.org/rss-specification) with content:encoded.
type rssDoc struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	Content string   `xml:"xmlns:content,attr"`
	Channel rssChannel
}

type rssChannel struct {
	XMLName xml.Name  `xml:"channel"`
	Title   string    `xml:"title"`
	Link    string    `xml:"link"`
	Desc    string    `xml:"description"`
	Lang    string    `xml:"language"`
	Built   string    `xml:"lastBuildDate"`
	TTL     int       `xml:"ttl"`
	Items   []rssItem `xml:"item"`
}

type rssItem struct {
	Title    string   `xml:"title"`
	Link     string   `xml:"link"`
	GUID     rssGUID  `xml:"guid"`
	Desc     string   `xml:"description"`
	Creator  []string `xml:"dc:creator"`
	Category []string `xml:"category"`
	Date     string   `xml:"pubDate"`
	Content  *cdata   `xml:"content:encoded"`
}

type rssGUID struct {
	Perma bool   `xml:"isPermaLink,attr"`
	Value string `xml:",chardata"`
}

type cdata struct {
	Text string `xml:",cdata"`
}

func (n *Newsroom) rss(v view) rssDoc {
	d := rssDoc{
		Version: "2.0",
		DC:      "http://purl.org/dc/elements/1.1/",
		Content: "http://purl.org/rss/1.0/modules/content/",
		Channel: rssChannel{
			Title: v.Outlet.SourceName, Link: v.Base + "/", Desc: v.Outlet.Motto, Lang: v.Outlet.Lang,
			Built: v.Local(newest(v.Related)).Format(time.RFC1123Z), TTL: 15,
		},
	}
	for _, s := range v.Related {
		it := rssItem{
			Title: s.Title, Link: v.Base + s.Path, GUID: rssGUID{true, v.Base + s.Path}, Desc: s.Standfirst,
			Creator: s.Byline, Category: s.Tags, Date: v.Local(s.Published).Format(time.RFC1123Z),
		}
		if v.Outlet.List == rssFull {
			it.Content = &cdata{n.fullText(v, s)}
		}
		d.Channel.Items = append(d.Channel.Items, it)
		if s.Twice != "" {
			it.Link += s.Twice
			it.GUID = rssGUID{false, it.Link}
			d.Channel.Items = append(d.Channel.Items, it)
		}
	}
	return d
}

// fullText is a report's body as HTML for content:encoded.
func (n *Newsroom) fullText(v view, s state) string {
	v.Report, v.Parts = s, s.shown()
	var b bytes.Buffer
	if err := n.pages.t.ExecuteTemplate(&b, "body", v); err != nil {
		return ""
	}
	return b.String()
}

// newest is the last change among the reports.
func newest(list []state) time.Time {
	var t time.Time
	for _, s := range list {
		if s.Changed().After(t) {
			t = s.Changed()
		}
	}
	return t
}

// RSS 1.0 (https://web.resource.org/rss/1.0/spec).
type rdfDoc struct {
	XMLName xml.Name   `xml:"rdf:RDF"`
	RDF     string     `xml:"xmlns:rdf,attr"`
	NS      string     `xml:"xmlns,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rdfChannel `xml:"channel"`
	Items   []rdfItem  `xml:"item"`
}

type rdfChannel struct {
	About string    `xml:"rdf:about,attr"`
	Title string    `xml:"title"`
	Link  string    `xml:"link"`
	Desc  string    `xml:"description"`
	Lang  string    `xml:"dc:language"`
	Seq   []rdfLink `xml:"items>rdf:Seq>rdf:li"`
}

type rdfLink struct {
	Resource string `xml:"rdf:resource,attr"`
}

type rdfItem struct {
	About   string   `xml:"rdf:about,attr"`
	Title   string   `xml:"title"`
	Link    string   `xml:"link"`
	Desc    string   `xml:"description"`
	Date    string   `xml:"dc:date"`
	Creator []string `xml:"dc:creator"`
	Subject []string `xml:"dc:subject"`
}

func rdfList(v view) rdfDoc {
	d := rdfDoc{
		RDF: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
		NS:  "http://purl.org/rss/1.0/",
		DC:  "http://purl.org/dc/elements/1.1/",
		Channel: rdfChannel{
			About: v.Base + v.Outlet.ListPath, Title: v.Outlet.SourceName, Link: v.Base + "/",
			Desc: v.Outlet.Motto, Lang: v.Outlet.Lang,
		},
	}
	for _, s := range v.Related {
		u := v.Base + s.Path
		d.Channel.Seq = append(d.Channel.Seq, rdfLink{u})
		d.Items = append(d.Items, rdfItem{u, s.Title, u, s.Standfirst, v.Stamp(s.Published), s.Byline, s.Tags})
	}
	return d
}

// Atom (RFC 4287).
type atomDoc struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Links     []atomLink   `xml:"link"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Summary   string       `xml:"summary"`
	Authors   []atomPerson `xml:"author"`
	Tags      []atomTerm   `xml:"category"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomTerm struct {
	Term string `xml:"term,attr"`
}

// atomList links every other free report by its AMP page, as outlets with two addresses do.
func atomList(v view) atomDoc {
	d := atomDoc{
		Lang: v.Outlet.Lang, ID: v.Base + v.Outlet.ListPath, Title: v.Outlet.SourceName,
		Updated: v.Stamp(newest(v.Related)),
		Links:   []atomLink{{"self", v.Base + v.Outlet.ListPath}, {"alternate", v.Base + "/"}},
	}
	for _, s := range v.Related {
		link := v.Base + s.Path
		if s.Kind == "" && fingerprint(s.Path)%2 == 0 {
			link = v.Base + "/amp" + s.Path
		}
		e := atomEntry{
			ID: v.Base + s.Path, Title: s.Title, Links: []atomLink{{"alternate", link}},
			Published: v.Stamp(s.Published), Updated: v.Stamp(s.Changed()), Summary: s.Standfirst,
		}
		for _, name := range s.Byline {
			e.Authors = append(e.Authors, atomPerson{name})
		}
		for _, t := range s.Tags {
			e.Tags = append(e.Tags, atomTerm{t})
		}
		d.Entries = append(d.Entries, e)
	}
	return d
}

// News sitemap (Google Search Central, "News sitemaps"; sitemaps.org protocol 0.9).
type sitemapDoc struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	News    string       `xml:"xmlns:news,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc  string      `xml:"loc"`
	Mod  string      `xml:"lastmod"`
	News sitemapNews `xml:"news:news"`
}

type sitemapNews struct {
	Name     string `xml:"news:publication>news:name"`
	Lang     string `xml:"news:publication>news:language"`
	Date     string `xml:"news:publication_date"`
	Title    string `xml:"news:title"`
	Keywords string `xml:"news:keywords,omitempty"`
}

func sitemapList(v view) sitemapDoc {
	d := sitemapDoc{
		NS:   "http://www.sitemaps.org/schemas/sitemap/0.9",
		News: "http://www.google.com/schemas/sitemap-news/0.9",
	}
	for _, s := range v.Related {
		d.URLs = append(d.URLs, sitemapURL{v.Base + s.Path, v.Stamp(s.Changed()), sitemapNews{
			v.Outlet.Name, "en", v.Stamp(s.Published), s.Title, strings.Join(s.Tags, ", "),
		}})
	}
	return d
}

// JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
type jsonDoc struct {
	Version string     `json:"version"`
	Title   string     `json:"title"`
	Home    string     `json:"home_page_url"`
	Feed    string     `json:"feed_url"`
	Lang    string     `json:"language"`
	Items   []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Summary   string       `json:"summary"`
	Content   string       `json:"content_text"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonPerson `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Image     string       `json:"image,omitempty"`
}

type jsonPerson struct {
	Name string `json:"name"`
}

func jsonList(v view) jsonDoc {
	d := jsonDoc{
		Version: "https://jsonfeed.org/version/1.1", Title: v.Outlet.SourceName, Home: v.Base + "/",
		Feed: v.Base + v.Outlet.ListPath, Lang: v.Outlet.Lang, Items: []jsonItem{},
	}
	for _, s := range v.Related {
		v.Report = s
		it := jsonItem{
			ID: v.URL(), URL: v.URL(), Title: s.Title, Summary: s.Standfirst, Content: s.Standfirst,
			Published: v.Stamp(s.Published), Modified: v.Stamp(s.Changed()), Tags: s.Tags,
		}
		for _, name := range s.Byline {
			it.Authors = append(it.Authors, jsonPerson{name})
		}
		if s.Image != "" {
			it.Image = v.Picture()
		}
		d.Items = append(d.Items, it)
	}
	return d
}
