package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/translog"
)

// The marks of what the page of a report takes from its leaf: values of the attribute data-leaf.
const (
	addressRow = "address" // that answered; not on a page whose text came out of a feed
	timeRow    = "at"      // of the answer, in whole seconds
	bodyRow    = "body"    // the hash of the body
	feedRow    = "feed"    // the hash of the body, which is a feed

	enteredRow = "entered" // when the leaf came into the log, where that was later; a value of data-log, since the text on verify.html counts the others
)

// rows are the values of the marked rows of a page by their mark, in its order.
type rows map[string][]string

// rowsOf reads the marked rows of a page as a browser does: what stands in a comment or a script is no row.
func rowsOf(page []byte) (rows, error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	out := rows{}
	for n := range root.Descendants() {
		for _, name := range []string{"data-leaf", "data-log"} {
			if mark, ok := attribute(n, name); ok {
				out[mark] = append(out[mark], value(n, mark))
			}
		}
	}
	return out, nil
}

// value is what a marked row names. An address must read as it leads.
func value(row *html.Node, mark string) string {
	var text strings.Builder
	for n := range row.Descendants() {
		switch {
		case n.Type == html.TextNode:
			text.WriteString(n.Data)
		case (mark == timeRow || mark == enteredRow) && n.Data == "time":
			at, _ := attribute(n, "datetime")
			return at
		case mark == addressRow && n.Data == "a":
			if href, _ := attribute(n, "href"); href != textOf(n) {
				return fmt.Sprintf("%s, which leads to %s", textOf(n), href)
			}
		}
	}
	return text.String()
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// CheckPage compares the marked rows of a report's page with the leaf beside it. Feed says that the body is a feed, and that the
// leaf therefore bears out no address on the page. Of a time it is the machine form that is compared.
func CheckPage(page []byte, l translog.Leaf) (feed bool, err error) {
	r, err := rowsOf(page)
	if err != nil {
		return false, err
	}
	body := bodyRow
	if feed = len(r[feedRow]) > 0; feed {
		body = feedRow
		r[addressRow] = append(r[addressRow], r[bodyRow]...) // neither may be there
	}
	sum := strings.TrimPrefix(l.Body.String(), "sha256:")
	err = errors.Join(
		r.one(body, "body", func(v string) bool { return v == sum }, sum),
		r.one(timeRow, "time", func(v string) bool { return v == second(l.At) }, second(l.At)))
	switch {
	case !feed:
		err = errors.Join(err, r.one(addressRow, "address", l.Answered, answering(l)))
	case len(r[addressRow]) > 0:
		err = errors.Join(err, errors.New("names a feed and an address that answered"))
	}
	switch {
	case !l.Entered.IsZero():
		err = errors.Join(err, r.one(enteredRow, "time of entry", func(v string) bool { return v == second(l.Entered) }, second(l.Entered)))
	case len(r[enteredRow]) > 0:
		err = errors.Join(err, errors.New("names a time of entry in the log, and the leaf has none"))
	}
	return feed, err
}

// one checks that a page has one row of a mark, and that its value is that of the leaf.
func (r rows) one(mark, what string, same func(string) bool, want string) error {
	switch v := r[mark]; {
	case len(v) != 1:
		return fmt.Errorf("has %d rows for the %s of the answer, not one", len(v), what)
	case !same(v[0]):
		return fmt.Errorf("names another %s than the leaf: %.200s, not %s", what, v[0], want)
	}
	return nil
}

// CheckJSON compares the file for programs beside a page with the leaf, in what both say: the address, the time, and the hash
// of the latest version, if versions are there.
func CheckJSON(file []byte, l translog.Leaf, feed bool) error {
	var said struct {
		URL      string
		Captured string
		Versions []struct{ Hash string }
	}
	if err := json.Unmarshal(file, &said); err != nil {
		return fmt.Errorf("read JSON: %w", err)
	}
	var wrong []error
	if !feed && !l.Answered(said.URL) {
		wrong = append(wrong, fmt.Errorf("names another address than the leaf: %.200s, not %s", said.URL, answering(l)))
	}
	if at := second(l.At); said.Captured != at {
		wrong = append(wrong, fmt.Errorf("names another time than the leaf: %.200s, not %s", said.Captured, at))
	}
	if n := len(said.Versions); n > 0 && "sha256:"+said.Versions[n-1].Hash != l.Body.String() {
		wrong = append(wrong, fmt.Errorf("names another body than the leaf: %.200s, not %v", said.Versions[n-1].Hash, l.Body))
	}
	return errors.Join(wrong...)
}

// answering is the address that answered, as the leaf has it.
func answering(l translog.Leaf) string {
	if l.Final != "" {
		return l.Final
	}
	return l.URL
}

// second is a time as pages name it.
func second(t time.Time) string { return t.UTC().Format(time.RFC3339) }
