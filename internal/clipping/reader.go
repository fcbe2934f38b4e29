package clipping

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/when"
)

// Item is one entry of a reader's list: an article, or why it is none.
type Item struct {
	Article news.Article
	Err     error
}

// ErrForm says that a document is of no form that the package reads.
var ErrForm = errors.New("not of a form that is known")

// reads makes an article of an item.
type reads func(json.RawMessage) (news.Article, error)

// Starred reads the items of a list one after another, and calls f for each: a list in Google Reader's form (starred.json of FreshRSS,
// Inoreader, The Old Reader and others), an answer of miniflux's /v1/entries, or a list of objects that have an address, as wallabag, Omnivore,
// Readwise and Media Cloud write it, or of addresses alone. An item without a text may lack a title. The error is an ErrForm where the
// document is none of these, a *CutError where it ends or breaks after some items, else that of f.
func Starred(in io.Reader, f func(Item) error) error {
	d := json.NewDecoder(in)
	t, err := d.Token()
	if err != nil {
		return fmt.Errorf("read JSON: %w", err)
	}
	switch t {
	case json.Delim('['):
		if !d.More() {
			return ErrForm
		}
		first := true
		return eachItem(d, func(raw json.RawMessage) (news.Article, error) {
			a, err := Row(raw)
			if first && a.URL == "" { // a list of something else
				err = ErrForm
			}
			first = false
			return a, err
		}, f)
	case json.Delim('{'):
		return listed(d, f)
	}
	return ErrForm
}

// lists are the names that programs give the list in an object, with what its items are.
var lists = map[any]reads{
	"items": ofGoogleReader, "entries": ofMiniflux, "results": Row, "stories": Row, "articles": Row, "bookmarks": Row, "links": Row, "documents": Row,
}

// listed reads the list in an object of which the decoder has read the beginning.
func listed(d *json.Decoder, f func(Item) error) error {
	found := false
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return fmt.Errorf("read JSON: %w", err)
		}
		read := lists[key]
		if read == nil || found {
			var other json.RawMessage
			if err := d.Decode(&other); err != nil {
				return fmt.Errorf("read JSON: %w", err)
			}
			if key == "version" && strings.Contains(string(other), "jsonfeed.org") {
				return fmt.Errorf("%w: a JSON Feed", ErrForm)
			}
			continue
		}
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			return ErrForm
		}
		if found, err = true, eachItem(d, read, f); err != nil {
			return err
		}
	}
	if !found {
		return ErrForm
	}
	return nil
}

// CutError is the error of a list that cannot be read further.
type CutError struct {
	Items int // that were read before
	Err   error
}

func (e *CutError) Error() string {
	return fmt.Sprintf("the list is cut or damaged after item %d; what is before that is read: %v", e.Items, e.Err)
}

func (e *CutError) Unwrap() error { return e.Err }

// eachItem reads the items of a list up to its end.
func eachItem(d *json.Decoder, read reads, f func(Item) error) error {
	n := 0
	for ; d.More(); n++ {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return &CutError{n, err}
		}
		var it Item
		if it.Article, it.Err = read(raw); errors.Is(it.Err, ErrForm) {
			return it.Err
		}
		if it.Err == nil {
			it.Article, it.Err = completeItem(it.Article)
		}
		if err := f(it); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return &CutError{n, err}
	}
	return nil
}

// link is an address in Google Reader's form.
type link struct {
	Href string `json:"href"`
}

// content is a text in Google Reader's form: HTML.
type content struct {
	Content string `json:"content"`
}

// readerItem is an item in Google Reader's form.
type readerItem struct {
	Title     string   `json:"title"`
	Author    string   `json:"author"`
	Canonical []link   `json:"canonical"`
	Alternate []link   `json:"alternate"`
	Tags      []string `json:"categories"`
	Published seconds  `json:"published"` // Unix seconds
	Updated   seconds  `json:"updated"`
	Crawled   seconds  `json:"crawlTimeMsec"` // Unix milliseconds, in a string
	Summary   content  `json:"summary"`
	Content   content  `json:"content"`
	Origin    struct {
		Title string `json:"title"`
	} `json:"origin"`
}

// seconds is a number of seconds since 1970, written as a number or in a string. Some readers write milliseconds or
// microseconds, and are known by the size of the number: as seconds it would be after the year 5138.
type seconds float64

// UnmarshalJSON reads it; what is no number, or of no year that a report can have, is an error.
func (s *seconds) UnmarshalJSON(b []byte) error {
	raw := strings.TrimSpace(strings.Trim(string(b), `"`))
	if raw == "" || raw == "null" {
		return nil
	}
	n, err := strconv.ParseFloat(raw, 64)
	for range 2 {
		if n >= 1e11 {
			n /= 1000
		}
	}
	if err != nil || !(n > -1e17 && n < 1e11) {
		return fmt.Errorf("%.40s is no time in seconds since 1970", b)
	}
	*s = seconds(n)
	return nil
}

// moment is the time; zero for none.
func (s seconds) moment() time.Time {
	if s <= 0 {
		return time.Time{}
	}
	return time.Unix(int64(s), 0).UTC()
}

func ofGoogleReader(raw json.RawMessage) (news.Article, error) {
	var it readerItem
	if err := json.Unmarshal(raw, &it); err != nil {
		return news.Article{}, err
	}
	a := news.Article{
		Title: plain(it.Title), Outlet: text.Collapse(it.Origin.Title), Byline: persons(it.Author),
		Published: it.Published.moment(), Updated: it.Updated.moment(), Captured: it.Crawled.moment(),
		Blocks: fragment(cmp.Or(it.Content.Content, it.Summary.Content)),
	}
	if !a.Updated.After(a.Published) {
		a.Updated = time.Time{}
	}
	a.Hour = hourOf(a.Published)
	for _, l := range append(it.Canonical, it.Alternate...) {
		a.URL = cmp.Or(a.URL, strings.ReplaceAll(l.Href, "&amp;", "&")) // FreshRSS escapes them
	}
	for _, t := range it.Tags {
		if label := labelOf(t); label != "" {
			a.Tags = append(a.Tags, label)
		}
	}
	if a.URL == "" { // another program's items
		return Row(raw)
	}
	return a, nil
}

// labelOf is a tag in Google Reader's form: the outlet's own, or a label of the reader's, "user/-/label/ports"; "" for a state, "user/-/state/…".
func labelOf(tag string) string {
	if strings.HasPrefix(tag, "user/") {
		_, tag, _ = strings.Cut(tag, "/label/")
	}
	return text.Collapse(tag)
}

// miniflux is an entry as miniflux's API answers it.
type miniflux struct {
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	Author    string   `json:"author"`
	Content   string   `json:"content"`
	Published string   `json:"published_at"`
	Created   string   `json:"created_at"` // when it was fetched
	Tags      []string `json:"tags"`
	Feed      struct {
		Title string `json:"title"`
	} `json:"feed"`
}

func ofMiniflux(raw json.RawMessage) (news.Article, error) {
	var it miniflux
	if err := json.Unmarshal(raw, &it); err != nil {
		return news.Article{}, err
	}
	a := news.Article{
		URL: it.URL, Title: plain(it.Title), Outlet: text.Collapse(it.Feed.Title), Byline: persons(it.Author), Tags: it.Tags,
		Blocks: fragment(it.Content),
	}
	var err error
	if a.Published, err = date(it.Published); err != nil {
		return a, fmt.Errorf("published_at: %w", err)
	}
	a.Hour = hourOf(a.Published)
	a.Captured, err = date(it.Created)
	return a, err
}

// persons are the names in a line: "Ada Quill, Ben Ford".
func persons(s string) []string {
	if s = plain(s); s == "" {
		return nil
	}
	var out []string
	for _, name := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '、' }) {
		if name = text.Collapse(strings.Trim(name, "[] ")); name != "" { // Obsidian makes links of them
			out = append(out, name)
		}
	}
	return out
}

// hourOf says what is known of a time of publication that date has read.
func hourOf(at time.Time) news.Hour { return news.HourOf(at, when.Day(at), when.Zoneless(at)) }

// date reads a date in any form that people write; "" is none.
func date(s string) (time.Time, error) {
	if s = strings.TrimSpace(s); s == "" {
		return time.Time{}, nil
	}
	if len(s) > 8 && strings.Trim(s, "0123456789") == "" { // shorter is a date without hyphens
		var at seconds
		err := at.UnmarshalJSON([]byte(s))
		return at.moment(), err
	}
	t, ok := when.Parse(s, when.Habits{})
	if !ok {
		return time.Time{}, fmt.Errorf("%q is no date", s)
	}
	return t, nil
}
