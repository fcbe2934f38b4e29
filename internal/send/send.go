// Package send brings a message to the operator or to readers: by a command of this machine, by a request to a web address or to a
// service of messages, by mail. It composes no message, keeps none and tries none again.
package send

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/text"
)

// Message is what is sent. A receiver that gets one twice knows it by its ID.
type Message struct {
	ID    string `json:"id"`
	Title string `json:"title"`          // a line
	Text  string `json:"text"`           // lines; the first is not the title
	Kind  string `json:"kind,omitempty"` // what it tells readers of; empty: it is for the operator
	URL   string `json:"url,omitempty"`  // page of what it tells; empty: there is none
	Items []Item `json:"alarms,omitempty"`
}

// plain is the whole message in at most n bytes; of a long one, title and address are left.
func (m Message) plain(n int) string {
	end := ""
	if m.URL != "" {
		end = "\n" + m.URL
	}
	return clipped(m.Title+"\n\n"+m.Text, max(n-len(end), 0)) + end
}

// Item is one thing that a message tells.
type Item struct {
	Kind    string     `json:"kind"`
	Subject string     `json:"subject,omitempty"`
	State   string     `json:"state"` // begun or over
	Since   time.Time  `json:"since"`
	Over    *time.Time `json:"over,omitempty"`
	Text    string     `json:"text"`
}

// Sender is a way to the operator or to readers.
type Sender interface {
	// Send sends a message. Nil: it has gone out. An error says why it may not have, without the address of a web request,
	// which may be a secret.
	Send(ctx context.Context, m Message) error
}

// longest is how long one message may take.
const longest = 30 * time.Second

// mostSaid bounds what is read of an answer or of what a command prints, in bytes.
const mostSaid = 4096

// Bounds of a line, in bytes.
const (
	mostQuoted  = 200 // of what somebody else has said
	mostSubject = 600 // of a message's title; 200 characters of Chinese
)

// firstLine is the first line of what was said in at most so many bytes, without what a terminal would obey.
func firstLine(said string, most int) string {
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	return clipped(strings.Map(text.Visible, line), most)
}

// inTime says of an error that it is that of the longest time.
func inTime(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("not done within %s", longest)
	}
	return err
}
