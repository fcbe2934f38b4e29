package newsroom

// outlet is one invented publisher: its address, its habits, its list.
type outlet struct {
	Host       string // the label before .localhost
	Name       string
	SourceName string // as a desk would call its China list
	Lang       string
	Country    string
	Why        string
	Motto      string
	Page       string   // template of its articles
	List       listKind // how it lists them
	ListPath   string
	Zone       string   // offset its dates are written in: "+01:00"
	Disallow   []string // robots.txt
}

// listKind is the way an outlet announces its reports.
type listKind string

const (
	rss      listKind = "rss"
	rssFull  listKind = "rss with full text"
	rdf      listKind = "rss 1.0"
	atom     listKind = "atom"
	jsonFeed listKind = "json feed"
	sitemap  listKind = "news sitemap"
	section  listKind = "section page"
)

// outlets are the publishers of the newsroom, in the order the demo names them.
func outlets() []outlet {
	return []outlet{
		{
			Host: "harbour-courier", Name: "Harbour Courier", SourceName: "Harbour Courier - China",
			Lang: "en-GB", Country: "GB", Motto: "Ships, trade and the people between",
			Why:  "trade and ports, reported from the quay",
			Page: "courier.html", List: rss, ListPath: "/world/china/rss", Zone: "+00:00",
			Disallow: []string{"/members/", "/print/"},
		},
		{
			Host: "meridian-post", Name: "The Meridian Post", SourceName: "The Meridian Post - China",
			Lang: "en-US", Country: "US", Motto: "Noon somewhere since 1871",
			Why:  "a general paper with bureaus in three Chinese cities",
			Page: "meridian.html", List: sitemap, ListPath: "/sitemaps/news-china.xml", Zone: "-04:00",
			Disallow: []string{"/search"},
		},
		{
			Host: "strait-observer", Name: "Strait Observer", SourceName: "Strait Observer - China",
			Lang: "en-SG", Country: "SG", Motto: "The region, read closely",
			Why:  "closest to companies and provinces; has no feed, only a section page",
			Page: "observer.html", List: section, ListPath: "/asia/china/", Zone: "+08:00",
			Disallow: []string{"/api/"},
		},
		{
			Host: "capital-ledger", Name: "Capital Ledger", SourceName: "Capital Ledger - China",
			Lang: "en-GB", Country: "GB", Motto: "Money, accounted for",
			Why:  "finance; some reports behind its paywall",
			Page: "ledger.html", List: atom, ListPath: "/china/atom.xml", Zone: "+00:00",
			Disallow: []string{"/myaccount/"},
		},
		{
			Host: "prairie-dispatch", Name: "Prairie Dispatch", SourceName: "Prairie Dispatch - China",
			Lang: "en-CA", Country: "CA", Motto: "Far from everything, near to the story",
			Why:  "farm trade, science and nature; corrects itself in the open",
			Page: "dispatch.html", List: jsonFeed, ListPath: "/feeds/china.json", Zone: "-06:00",
		},
		{
			Host: "elbwarte", Name: "Die Elbwarte", SourceName: "Die Elbwarte - China",
			Lang: "de", Country: "DE", Motto: "Unabhängig aus Hamburg",
			Why:  "industry and society, in German",
			Page: "elbwarte.html", List: rss, ListPath: "/rss/china.xml", Zone: "+01:00",
			Disallow: []string{"/abo/"},
		},
		{
			Host: "shioji-shimbun", Name: "潮路新聞", SourceName: "潮路新聞 - 中国",
			Lang: "ja", Country: "JP", Motto: "海の向こうを伝える",
			Why:  "Japanese companies in China, and the neighbour's daily life",
			Page: "shioji.html", List: rdf, ListPath: "/rdf/china.rdf", Zone: "+09:00",
			Disallow: []string{"/login"},
		},
		{
			Host: "dukou", Name: "渡口週報", SourceName: "渡口週報 - 中國",
			Lang: "zh-Hant", Country: "MY", Motto: "每一個渡口，都有人在等消息",
			Why:  "Chinese-language, from abroad; its feed carries the full text",
			Page: "dukou.html", List: rssFull, ListPath: "/feed/zhongguo", Zone: "+08:00",
		},
	}
}

// FeedType is the media type a home page announces the list with; empty: it does not.
func (o outlet) FeedType() string {
	switch o.List {
	case rss, rssFull, rdf:
		return "application/rss+xml"
	case atom:
		return "application/atom+xml"
	case jsonFeed:
		return "application/feed+json"
	}
	return ""
}
