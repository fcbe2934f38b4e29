package form

import (
	"encoding/json"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Fever is an answer of the Fever API (version 3). Only Version and Auth are in each; the others are nil where they were not asked for.
type Fever struct {
	Version    int            `json:"api_version"`
	Auth       int            `json:"auth"`
	Refreshed  *int64         `json:"last_refreshed_on_time,omitempty"`
	Groups     *[]FeverGroup  `json:"groups,omitempty"`
	FeedGroups *[]FeverMember `json:"feeds_groups,omitempty"`
	Feeds      *[]FeverFeed   `json:"feeds,omitempty"`
	Favicons   *[]FeverIcon   `json:"favicons,omitempty"`
	Items      *[]FeverItem   `json:"items,omitempty"`
	Total      *int           `json:"total_items,omitempty"`
	Links      *[]string      `json:"links,omitempty"`
	Unread     *string        `json:"unread_item_ids,omitempty"`
	Saved      *string        `json:"saved_item_ids,omitempty"`
}

type (
	// FeverGroup is a folder.
	FeverGroup struct {
		ID    int64  `json:"id"`
		Title string `json:"title"`
	}
	// FeverMember says which sources a folder has.
	FeverMember struct {
		Group int64  `json:"group_id"`
		Feeds string `json:"feed_ids"`
	}
	// FeverFeed is a source.
	FeverFeed struct {
		ID      int64  `json:"id"`
		Icon    int64  `json:"favicon_id"`
		Title   string `json:"title"`
		URL     string `json:"url"`
		Site    string `json:"site_url"`
		Spark   int    `json:"is_spark"`
		Updated int64  `json:"last_updated_on_time"`
	}
	// FeverIcon is a picture of a source.
	FeverIcon struct {
		ID   int64  `json:"id"`
		Data string `json:"data"` // media type, a semicolon, "base64,", and the picture
	}
	// FeverItem is a report.
	FeverItem struct {
		ID      int64  `json:"id"`
		Feed    int64  `json:"feed_id"`
		Title   string `json:"title"`
		Author  string `json:"author"`
		HTML    string `json:"html"`
		URL     string `json:"url"`
		Saved   int    `json:"is_saved"`
		Read    int    `json:"is_read"`
		Created int64  `json:"created_on_time"`
	}
)

// Bytes is the answer as JSON.
func (f Fever) Bytes() ([]byte, error) { return json.Marshal(f) }

// FeverNumbers gives each name a number of 31 bits, which is made of the name alone unless two have the same one.
func FeverNumbers(names []string) map[string]int64 {
	out, taken := make(map[string]int64, len(names)), map[int64]bool{}
	for _, name := range slices.Sorted(maps.Keys(set(names))) {
		h := fnv.New32a()
		h.Write([]byte(name))
		n := int64(h.Sum32() >> 1)
		for n == 0 || taken[n] {
			n = (n + 1) & (1<<31 - 1)
		}
		taken[n], out[name] = true, n
	}
	return out
}

func set(names []string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, n := range names {
		out[n] = true
	}
	return out
}

// Numbers are numbers with commas between them.
func Numbers(list []int64) string {
	var b strings.Builder
	for i, n := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(n, 10))
	}
	return b.String()
}

// ParseNumbers are the numbers between the commas of a text, at most so many; what is none is passed over.
func ParseNumbers(s string, most int) (out []int64) {
	for part := range strings.SplitSeq(s, ",") {
		if n, err := strconv.ParseInt(strings.TrimSpace(part), 10, 64); err == nil && len(out) < most {
			out = append(out, n)
		}
	}
	return out
}
