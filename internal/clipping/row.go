package clipping

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// columns are the names that programs have for what a list says of a report, as columnName writes them: Pocket, Instapaper, Raindrop, wallabag,
// Omnivore, Readwise, Media Cloud. What a reader has noted of a report is no text of it.
var columns = []struct{ what, names string }{
	{"url", "url link address href uri given_url resolved_url"},
	{"original", "source_url"},
	{"title", "title headline name given_title resolved_title"},
	{"date", "published publish_date published_at published_date publishedat date_published date pub_date pubdate"},
	{"saved", "saved created created_at time_added timestamp saved_at savedat saved_date creation_date"},
	{"outlet", "outlet publication media_name site_name sitename source site"},
	{"author", "author authors byline published_by"},
	{"tags", "tags labels document_tags"},
	{"lang", "lang language"},
	{"text", "text content body"},
}

// columnName is the name of a column or key as columns has it.
func columnName(s string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Trim(s, " \ufeff\"")), " ", "_")
}

// cell is what a list says of a report in one place: a text, or several.
type cell struct {
	one  string
	many []string
}

// names are the parts of a cell: those that it has, or those between commas, semicolons and bars.
func (c cell) names() []string {
	if c.many == nil {
		return persons(strings.NewReplacer("|", ",", "['", "", "', '", ",", "']", "").Replace(c.one)) // Pocket's and Readwise's
	}
	var out []string
	for _, s := range c.many {
		if s = plain(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// rowOf is the report that a row of a list is of; at is what the row has.
func rowOf(at func(what string) cell) (a news.Article, err error) {
	a = news.Article{
		URL: at("url").one, Title: plain(at("title").one), Outlet: plain(at("outlet").one), Byline: at("author").names(),
		Tags: at("tags").names(), Lang: strings.ReplaceAll(at("lang").one, "_", "-"), Blocks: fragment(at("text").one),
	}
	if u, err := url.Parse(a.URL); err == nil && u.Hostname() == "read.readwise.io" { // its own copy
		a.URL = at("original").one
	}
	if a.Title == a.URL { // Pocket's, of a page that it could not read
		a.Title = ""
	}
	if a.Published, err = date(at("date").one); err != nil {
		return a, err
	}
	a.Hour = hourOf(a.Published)
	a.Captured, _ = date(at("saved").one)
	return a, nil
}

// Row reads an object of a list that has the address of a report, or an address alone.
func Row(raw json.RawMessage) (news.Article, error) {
	var address string
	if json.Unmarshal(raw, &address) == nil {
		return news.Article{URL: strings.TrimSpace(address)}, nil
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return news.Article{}, err
	}
	named := make(map[string]json.RawMessage, len(values))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		named[columnName(key)] = values[key]
	}
	return rowOf(func(what string) cell {
		for _, c := range columns {
			if c.what != what {
				continue
			}
			for name := range strings.FieldsSeq(c.names) {
				if x := cellOf(named[name]); x.one != "" || len(x.many) > 0 {
					return x
				}
			}
		}
		return cell{}
	})
}

// cellOf reads a value: a text, a number, a list of texts or of objects with a name, or an object whose keys are names.
func cellOf(raw json.RawMessage) (c cell) {
	var s string
	var n json.Number
	var list []json.RawMessage
	var keys map[string]json.RawMessage
	switch {
	case len(raw) == 0 || string(raw) == "null":
	case json.Unmarshal(raw, &s) == nil:
		c.one = strings.TrimSpace(s)
	case json.Unmarshal(raw, &n) == nil:
		c.one = n.String()
	case json.Unmarshal(raw, &list) == nil:
		for _, e := range list {
			var named struct {
				Name  string `json:"name"`
				Label string `json:"label"`
			}
			if json.Unmarshal(e, &s) == nil {
				c.many = append(c.many, s)
			} else if json.Unmarshal(e, &named) == nil {
				c.many = append(c.many, named.Name+named.Label)
			}
		}
	case json.Unmarshal(raw, &keys) == nil:
		c.many = slices.Sorted(maps.Keys(keys))
	}
	return c
}

// Address reads a line of a list of addresses: an address, and behind white space a title. A line that is blank, or begins with #, has neither:
// false.
func Address(line string) (it Item, ok bool) {
	line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "-*• "))
	if line == "" || strings.HasPrefix(line, "#") {
		return Item{}, false
	}
	address, title := line, ""
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		address, title = line[:i], line[i:]
	}
	if strings.HasPrefix(address, "<") && strings.HasSuffix(address, ">") {
		address = address[1 : len(address)-1]
	}
	it.Article, it.Err = completeItem(news.Article{URL: address, Title: text.Collapse(title)})
	return it, true
}
