package form

// The JSON of the Google Reader API. Quirk: a field that NetNewsWire, Read You or Fluent Reader needs is there, however empty; only
// continuation is left out where nothing follows, since NetNewsWire goes on as long as it is there.
type (
	// Login is the answer to a login in JSON.
	Login struct {
		SID  string `json:"SID"`
		LSID string `json:"LSID"`
		Auth string `json:"Auth"`
	}
	// User says who reads.
	User struct {
		ID      string `json:"userId"`
		Name    string `json:"userName"`
		Profile string `json:"userProfileId"`
		Email   string `json:"userEmail"`
	}
	// Subscriptions are the sources.
	Subscriptions struct {
		List []Subscription `json:"subscriptions"`
	}
	// Subscription is a source.
	Subscription struct {
		ID         string     `json:"id"`
		Title      string     `json:"title"`
		Categories []Category `json:"categories"`
		URL        string     `json:"url"`
		HTML       string     `json:"htmlUrl"`
		Icon       string     `json:"iconUrl"`
	}
	// Category is a label that a source has.
	Category struct {
		ID    string `json:"id"`
		Label string `json:"label"`
	}
	// Tags are the labels.
	Tags struct {
		List []Tag `json:"tags"`
	}
	// Tag is a label.
	Tag struct {
		ID   string `json:"id"`
		Type string `json:"type,omitempty"` // folder, tag
	}
	// Counts say how much is unread.
	Counts struct {
		Max  int     `json:"max"`
		List []Count `json:"unreadcounts"`
	}
	// Count says how much of a stream is unread.
	Count struct {
		ID     string `json:"id"`
		N      int    `json:"count"`
		Newest string `json:"newestItemTimestampUsec"`
	}
	// Refs are identifiers of items. Quirk: the list is there, however empty.
	Refs struct {
		List []Ref  `json:"itemRefs"`
		Next string `json:"continuation,omitempty"`
	}
	// Ref is the identifier of an item.
	Ref struct {
		ID      string   `json:"id"`
		Streams []string `json:"directStreamIds"`
		At      string   `json:"timestampUsec"`
	}
	// Item is a report.
	Item struct {
		ID         string   `json:"id"`
		Title      string   `json:"title"`
		Author     string   `json:"author"`
		Published  int64    `json:"published"`
		Updated    int64    `json:"updated"`
		CrawlMsec  string   `json:"crawlTimeMsec"`
		At         string   `json:"timestampUsec"`
		Categories []string `json:"categories"`
		Alternate  []Link   `json:"alternate"`
		Canonical  []Link   `json:"canonical"`
		Summary    Content  `json:"summary"`
		Origin     Origin   `json:"origin"`
	}
	// Link is an address.
	Link struct {
		Href string `json:"href"`
		Type string `json:"type,omitempty"`
	}
	// Content is HTML.
	Content struct {
		Direction string `json:"direction"`
		HTML      string `json:"content"`
	}
	// Origin is the source of an item.
	Origin struct {
		Stream string `json:"streamId"`
		Title  string `json:"title"`
		HTML   string `json:"htmlUrl"`
	}
	// Head begins the answer with the items of a stream, which follow in a list "items", and after them the continuation, if any.
	Head struct {
		Direction string `json:"direction"`
		ID        string `json:"id"`
		Title     string `json:"title"`
		Updated   int64  `json:"updated"`
	}
	// Prefs are the settings of an app, of which the desk keeps none.
	Prefs struct {
		List []string `json:"prefs"`
	}
	// StreamPrefs are those of streams.
	StreamPrefs struct {
		List map[string][]string `json:"streamprefs"`
	}
	// Added is the answer to one who wants to add a source: the operator's file is the list.
	Added struct {
		N     int    `json:"numResults"`
		Error string `json:"error"`
	}
)
