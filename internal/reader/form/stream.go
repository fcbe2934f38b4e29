package form

import (
	"net/url"
	"strings"
)

// Kind is what a stream is of.
type Kind int

// The kinds of stream.
const (
	Unknown   Kind        = iota // none that the desk keeps
	All                          // the reading list
	Feed                         // of a source
	Label                        // a folder, a topic or a story
	Read                         // what the reader has read
	Unread                       // what the reader has not, or keeps unread
	Starred                      // what the reader has starred
	Canonical = "user/-/"        // how identifiers of a reader's streams begin in what the desk writes
)

// Stream is what items are asked for by.
type Stream struct {
	Kind Kind
	Name string // of the source, or the label
}

// states are the streams that Google named.
var states = map[string]Kind{"reading-list": All, "read": Read, "starred": Starred, "unread": Unread, "kept-unread": Unread}

const (
	statePath = "state/com.google/"
	labelPath = "label/"
)

// ParseStream reads the identifier of a stream: feed/ID, user/WHO/state/com.google/STATE or user/WHO/label/NAME, whoever is named. Quirk:
// some apps escape it twice.
func ParseStream(s string) Stream {
	if strings.Contains(s, "%2F") || strings.Contains(s, "%2f") {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	if id, ok := strings.CutPrefix(s, "feed/"); ok {
		return Stream{Feed, id}
	}
	rest, ok := strings.CutPrefix(s, "user/")
	if !ok {
		return Stream{}
	}
	_, rest, _ = strings.Cut(rest, "/")
	if name, ok := strings.CutPrefix(rest, labelPath); ok {
		return Stream{Label, name}
	}
	state, _ := strings.CutPrefix(rest, statePath)
	return Stream{Kind: states[state]}
}

// StateOf is the name at the end of the identifier of a state: "read" of "user/-/state/com.google/read".
func StateOf(id string) string { return id[strings.LastIndex(id, "/")+1:] }

// FeedID is the identifier of the stream of a source.
func FeedID(source string) string { return "feed/" + source }

// LabelID is the identifier of the stream of a label.
func LabelID(name string) string { return Canonical + labelPath + name }

// StateID is the identifier of the stream of a state: "read", "starred", "reading-list".
func StateID(state string) string { return Canonical + statePath + state }
