package verify

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/wording"
)

// The marks of what the page of a report takes from its leaf: values of the attribute data-leaf.
const (
	addressRow = "address" // that answered; not on a page whose text came out of a feed
	timeRow    = "at"      // of the answer, in whole seconds
	bodyRow    = "body"    // the hash of the body
	feedRow    = "feed"    // the hash of the body, which is a feed

	enteredRow = "entered" // when the leaf came into the log, where that was later; a value of data-log, since the text on verify.html counts the others
)

// fact is a row of a list of facts, as a browser reads it: what stands in a comment or a script is none.
type fact struct {
	name, mark string
	value      *html.Node // the dd
}

// facts are the lists of facts of a page: the one of the report, and one of each version.
type facts struct {
	report   []fact
	versions []versionFacts
	wrong    []error // about the lists themselves
}

// versionFacts is the place of a version on a page.
type versionFacts struct {
	id       string
	headings []string
	lists    int    // of facts
	rows     []fact // of the first list
}

// factsOf reads the lists of facts of a page. A page has one for the report, and one in each version's place.
func factsOf(root *html.Node) (f facts) {
	lists := 0
	for n := range root.Descendants() {
		f.dressed(n)
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "li" && (placeOf(n) != "" || among(n)):
			f.versions = append(f.versions, versionOf(n))
		case n.Data == "dl":
			if versionAround(n) != "" {
				continue // is read with its version
			}
			rows := rowsOf(n)
			if lists++; lists > 1 {
				f.fault("has %d lists of facts beside those of versions, not one", lists)
				continue
			}
			f.report = rows
		case mark(n) != "" && !(n.Data == "dd" && within(n, "dl")):
			f.fault("has a value that is marked as that of the leaf, and is in no list of facts")
		case n.Data == "code" && isHash(textOf(n)) && !within(n, "dl"):
			f.fault("has a hash that is in no list of facts: %s", textOf(n))
		}
	}
	return f
}

// dressed finds fault with what would show facts otherwise than they are written, and what no page of a desk has.
func (f *facts) dressed(n *html.Node) {
	if n.Type != html.ElementNode {
		return
	}
	if n.Data == "style" {
		f.fault("has a style sheet in itself, which no page of a desk has")
	}
	for _, name := range []string{"style", "hidden"} {
		if _, has := attribute(n, name); has {
			f.fault("has an element <%s> with %q, which no page of a desk has", n.Data, name)
		}
	}
}

func (f *facts) fault(why string, args ...any) { f.wrong = append(f.wrong, fmt.Errorf(why, args...)) }

// rowsOf reads a list of facts.
func rowsOf(list *html.Node) (rows []fact) {
	name := ""
	for n := range list.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "dt":
			name = strings.TrimSpace(textOf(n))
		case n.Data == "dd":
			rows = append(rows, fact{name, mark(n), n})
		}
	}
	return rows
}

// mark is how a row is marked; empty: it is not.
func mark(n *html.Node) string {
	for _, name := range []string{"data-leaf", "data-log"} {
		if m, ok := attribute(n, name); ok {
			return cmp.Or(m, "?")
		}
	}
	return ""
}

// versionPlace begins the identifier of the place of a version on a page.
const versionPlace = "version-"

// placeOf is the identifier of the version whose place a node is; empty: it is none.
func placeOf(n *html.Node) string {
	if id, _ := attribute(n, "id"); n.Data == "li" && strings.HasPrefix(id, versionPlace) {
		return id
	}
	return ""
}

// among reports whether a node is an item of the list of versions.
func among(n *html.Node) bool {
	class, _ := attribute(n.Parent, "class")
	return n.Parent.Data == "ol" && slices.Contains(strings.Fields(class), "versions")
}

// versionAround is the identifier of the version's place in which a node is; empty: it is in none.
func versionAround(n *html.Node) string {
	for p := range n.Ancestors() {
		if id := placeOf(p); id != "" {
			return id
		}
	}
	return ""
}

// versionOf reads the place of a version.
func versionOf(place *html.Node) versionFacts {
	v := versionFacts{id: placeOf(place)}
	for n := range place.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "h3":
			v.headings = append(v.headings, strings.TrimSpace(textOf(n)))
		case n.Data == "dl":
			if v.lists++; v.lists == 1 {
				v.rows = rowsOf(n)
			}
		}
	}
	return v
}

func within(n *html.Node, element string) bool {
	for p := range n.Ancestors() {
		if p.Type == html.ElementNode && p.Data == element {
			return true
		}
	}
	return false
}

// only is the one element of a row, which must be of that name and have all of its text; nil: it is not so.
func only(row *html.Node, element string) *html.Node {
	n := row.FirstChild
	if n == nil || n != row.LastChild || n.Type != html.ElementNode || n.Data != element || n.FirstChild != n.LastChild ||
		n.FirstChild != nil && n.FirstChild.Type != html.TextNode {
		return nil
	}
	return n
}

// address is what a row leads to, which must read so.
func address(row *html.Node) (string, error) {
	a := only(row, "a")
	if a == nil {
		return "", errors.New("is no link alone")
	}
	if href, _ := attribute(a, "href"); href != textOf(a) {
		return "", fmt.Errorf("reads %.200s and leads to %.200s", textOf(a), href)
	}
	return textOf(a), nil
}

// moment is the time of a row in its form for programs, which the words must say as well.
func moment(row *html.Node, t tongue) (string, error) {
	n := only(row, "time")
	if n == nil {
		return "", errors.New("is no time alone")
	}
	at, _ := attribute(n, "datetime")
	return at, t.moment(at, textOf(n))
}

// hash is the hash of a row.
func hash(row *html.Node) (string, error) {
	n := only(row, "code")
	if n == nil || !isHash(textOf(n)) {
		return "", fmt.Errorf("is no SHA-256: %.80s", textOf(row))
	}
	return textOf(n), nil
}

func isHash(s string) bool {
	return len(s) == 64 && !strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789abcdef", r) })
}

// rowNames are how the rows of what a leaf says are called, by their marks; what is no such row has only the second name of them.
var rowNames = map[string][]func(*wording.Texts) string{
	addressRow: {addressRead, original}, timeRow: {captured}, bodyRow: {bodyName}, feedRow: {feedName}, enteredRow: {inLogSince},
}

// one is the row of a mark, of which the list of the report has one and which has a name of that mark.
func (f *facts) one(mark, what string, t tongue) *html.Node {
	var found []fact
	for _, r := range f.report {
		if r.mark == mark {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		f.fault("has %d rows for the %s, not one", len(found), what)
		return nil
	}
	r, names := found[0], rowNames[mark]
	if !slices.ContainsFunc(names, func(name func(*wording.Texts) string) bool { return t.says(r.name, name) }) {
		f.fault("calls the %s %.80q, not %q", what, r.name, t.word(names[0]))
	}
	return found[0].value
}

// named finds fault with rows that are called as those of the leaf are, and are none, and with those that have an unknown mark.
func (f *facts) named(t tongue) {
	for _, r := range f.report {
		if r.mark != "" && rowNames[r.mark] == nil {
			f.fault("has a row with an unknown mark: %.40q", r.mark)
		}
		for mark, names := range rowNames {
			if r.mark != mark && t.looks(r.name, names[0]) {
				f.fault("has another row that is called %q: %.120s", r.name, textOf(r.value))
			}
		}
	}
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
