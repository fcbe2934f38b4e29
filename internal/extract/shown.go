package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/when"
)

// shown finds the day that a page without markup for it shows its readers: in
// its address, beside the headline, in an element named for it.
func (d dates) shown() time.Time {
	if t := d.inAddress(); !t.IsZero() {
		return t
	}
	d.h.Order = cmp.Or(d.h.Order, d.customary())
	if t := d.labelled(); !t.IsZero() {
		return t
	}
	if t := d.near(); !t.IsZero() {
		return t
	}
	if t := d.named(); !t.IsZero() {
		return t
	}
	return d.ago()
}

// ago is the time before the capture that a line under the headline gives, or a part of one: "3 hours ago".
func (d dates) ago() time.Time {
	for _, b := range d.underHeadline() {
		if b.runes > 80 || b.kind == news.Caption || b.kind == news.Heading || b.box.inside&notProse != 0 || b.box.above.has(wRelated|wComment|wCard) {
			continue
		}
		parts := append([]string{b.text}, strings.FieldsFunc(b.text, func(r rune) bool { return strings.ContainsRune("|·•,，/—–", r) })...)
		parts = append(parts, d.p.piecesOf(b)...)
		for _, s := range parts {
			if t, ok := when.Ago(s, d.at, d.h); ok {
				return t
			}
		}
	}
	return time.Time{}
}

// clockOn is the moment of a day that a line gives with its clock: one that says it is of the publication, one under the
// headline or one just above it.
func (d dates) clockOn(day time.Time) time.Time {
	d.only, d.read = day, map[*block][]when.Stamp{}
	d.h.Order = cmp.Or(d.h.Order, d.customary())
	for _, find := range []func() time.Time{d.labelled, d.near, d.over} {
		if t := find(); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// over looks for a line above the headline and in the box around it, or the next, that is hardly more than a day.
func (d dates) over() time.Time {
	start := d.headline()
	if start < 0 {
		return time.Time{}
	}
	around := parent(parent(d.p.blocks[start].box))
	if around.tag == atom.Body || around.tag == atom.Html {
		around = parent(d.p.blocks[start].box)
	}
	for i := start - 1; i >= max(0, start-4); i-- {
		b := d.p.blocks[i]
		if !around.holds(b.box) || around.tag == atom.Body || b.box.inside&inNav != 0 {
			break
		}
		if !b.dated() {
			continue
		}
		if t := d.forMachines(b, publication); !t.IsZero() {
			return t
		}
		if t := d.ofLine(b); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// publication reports whether what is said of a date leaves it one of publication.
func publication(l when.Label) bool { return l == when.Unlabelled || l == when.Published }

// inAddress is the day in the address of the page, if it is not in the future.
func (d dates) inAddress() time.Time {
	for _, address := range []string{d.p.url, d.p.first("og:url")} {
		if t, ok := when.InAddress(unwrap(address)); ok {
			if d.past(t) {
				return t
			}
			break
		}
	}
	return time.Time{}
}

// customary is the order of day and month in the page's dates that can have one only.
func (d dates) customary() when.Order {
	for i, b := range d.p.blocks {
		if i > maxTried {
			break
		}
		if len(b.text) < 160 {
			if o := when.OrderIn(b.text); o != when.Unknown {
				return o
			}
		}
	}
	return when.Unknown
}

// unwrap takes the day of a copy off the address of a web archive.
func unwrap(address string) string {
	return wayback.ReplaceAllString(address, "")
}

var (
	wayback  = regexp.MustCompile(`^https?://web\.archive\.org/web/\d+[a-z_]*/`)
	inScript = regexp.MustCompile(`(?i)"(?:date_?published|publish(?:ed)?_?(?:date|at|on|time)|publication_?date|pub_?date|` +
		`first_?published(?:_?at)?|created_?at|date_?created)"\s*:\s*"([^"]{8,40})"`)
)

// labelled looks for a line that says when the report was published.
func (d dates) labelled() time.Time {
	for i, b := range d.p.blocks {
		if i > maxTried {
			break
		}
		if len(b.text) >= 160 || !namesDay(b.text) || b.box.above.has(wComment|wRelated) {
			continue
		}
		for _, s := range d.stampsOf(b) {
			if s.Label == when.Published && (s.Lead == 0 || charactersOf(b.text).letters <= 60 && !b.sentence()) {
				return s.At
			}
		}
	}
	return time.Time{}
}

// named looks at time elements and at elements whose class speaks of a date: those
// after the headline first, those in lists of other reports last.
func (d dates) named() time.Time {
	var early, later time.Time
	heads, passed, titles := 0, false, gists(d.p.titles)
	for n := range d.p.root.Descendants() {
		if n.DataAtom == atom.H1 || n.DataAtom == atom.H2 {
			if heads++; !passed && heads < maxTried {
				passed = titles.like(plain(n)) > 0.6
			}
			continue
		}
		if !namedForDate(n) {
			continue
		}
		t := d.ofElement(n)
		switch {
		case t.IsZero() || ofChange(n):
		case besides(n):
			if later.IsZero() {
				later = t
			}
		case passed:
			return t
		case early.IsZero():
			early = t
		}
	}
	if !early.IsZero() {
		return early
	}
	return later
}

// ofChange reports whether the markup of a date, or the text before it, says that it is not of the publication.
func ofChange(n *html.Node) bool {
	about := strings.ToLower(attr(n, "class") + " " + attr(n, "id") + " " + attr(n, "itemprop") + " " + attr(n, "property"))
	if strings.TrimSpace(about) == "updated" {
		return false // of a report of hAtom, which has no other time then
	}
	if (strings.Contains(about, "modif") || strings.Contains(about, "updat")) && !strings.Contains(about, "publish") {
		return true
	}
	switch when.LabelOf(before(n)) {
	case when.Updated, when.Other:
		return true
	}
	return false
}

// before is the text that stands before an element in its parent, or before that.
func before(n *html.Node) string {
	for range 2 {
		text := ""
		for x := n.PrevSibling; x != nil && len(text) < 60; x = x.PrevSibling {
			switch {
			case x.Type == html.TextNode:
				text = x.Data + text
			case x.DataAtom == atom.Time || breaks[x.DataAtom] && x.DataAtom != atom.Dt:
				return text
			case x.Type == html.ElementNode:
				text = plain(x) + " " + text
			}
		}
		if strings.TrimSpace(text) != "" {
			return text
		}
		if n = n.Parent; n == nil {
			break
		}
	}
	return ""
}

// dateNames are parts of the classes and ids of elements that hold a date.
var dateNames = []string{
	"publish", "date", "datum", "pubdate", "posted", "timestamp", "fecha", "data-", "post-meta",
	"entry-meta", "byline", "article-meta", "created", "time",
}

// namedForDate reports whether n is an element for a time or called after one. What holds
// a whole report is neither, whatever it is called.
func namedForDate(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.Time:
		return true
	case atom.Html, atom.Body, atom.Article, atom.Section, atom.Script:
		return false
	}
	about := strings.ToLower(attr(n, "class") + " " + attr(n, "id"))
	return slices.ContainsFunc(dateNames, func(w string) bool { return strings.Contains(about, w) })
}

// ofElement reads the time that an element gives, unless it holds much text besides.
func (d dates) ofElement(n *html.Node) time.Time {
	all := stamps(n)
	last := len(all) - 1 // what readers see
	if len(all[last]) > 200 || last == 0 && charactersOf(all[last]).letters > 45 || !namesDay(strings.Join(all, " ")) {
		return time.Time{}
	}
	if t := d.first(all[:last]); !t.IsZero() {
		return t
	}
	for _, text := range []string{all[last], setApart(n)} {
		for _, s := range when.All(text, d.h) {
			if d.fits(s.At) && publication(s.Label) {
				return s.At
			}
		}
	}
	return time.Time{}
}

// setApart is the text of an element with spaces between its elements, which pages set apart by style: day, month, year. It
// is empty for an element without any.
func setApart(n *html.Node) string {
	if n.FirstChild == nil || n.FirstChild == n.LastChild {
		return ""
	}
	var parts []string
	for x := range n.Descendants() {
		if s := strings.TrimSpace(x.Data); x.Type == html.TextNode && s != "" && len(parts) < 12 {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

// maxTried bounds the lines in which a day is looked for.
const maxTried = 1000

// headline is the first heading that is like a title of the page, -1 when there is none.
func (d dates) headline() int {
	titles := gists(d.p.titles)
	return slices.IndexFunc(d.p.blocks, func(b *block) bool { return b.box.inside&inHeading != 0 && titles.like(b.text) > 0.6 })
}

// near looks for a line under the headline that is hardly more than a day.
func (d dates) near() time.Time {
	prose := 0
	for _, b := range d.underHeadline() {
		if b.good() {
			prose++
		}
		if prose > 1 && !d.only.IsZero() {
			break // no more than a standfirst is above the clock of the report
		}
		if b.runes > 80 || b.kind == news.Caption || b.kind == news.Heading {
			continue
		}
		if t := d.forMachines(b, publication); !t.IsZero() {
			return t // "3 hours ago", for readers
		}
		if !b.dated() {
			continue
		}
		if t := d.ofLine(b); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// underHeadline are the lines that follow the headline, up to the first long one.
func (d dates) underHeadline() []*block {
	start := d.headline()
	if start < 0 {
		return nil
	}
	list := d.p.blocks[start+1 : min(len(d.p.blocks), start+9)]
	if long := slices.IndexFunc(list, func(b *block) bool { return b.runes > 200 }); long >= 0 {
		list = list[:long]
	}
	return list
}

// forMachines reads the time elements of a line of which the text before them says what fits: their times have a zone.
func (d dates) forMachines(b *block, fits func(when.Label) bool) time.Time {
	for _, n := range find(b.box.node, atom.Time) {
		said := plain(n)
		lead, _, ok := strings.Cut(b.text, said)
		if said == "" || !ok {
			continue
		}
		label := when.LabelOf(cmp.Or(lead, before(n)))
		if label == when.Unlabelled && ofChange(n) {
			label = when.Updated
		}
		if !fits(label) {
			continue
		}
		if t := d.first(stamps(n)); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// renewed is the day that a line gives as that of the last change: under the headline, else anywhere if it starts so.
func (d dates) renewed() time.Time {
	for _, b := range d.underHeadline() {
		if !namesDay(b.text) {
			continue
		}
		if t := d.forMachines(b, func(l when.Label) bool { return l == when.Updated }); !t.IsZero() {
			return t
		}
		if t := d.changeIn(b, false); !t.IsZero() {
			return t
		}
	}
	for i, b := range d.p.blocks {
		if i > maxTried {
			break
		}
		if len(b.text) < 160 && namesDay(b.text) && !b.box.above.has(wComment|wRelated) {
			if t := d.changeIn(b, true); !t.IsZero() {
				return t
			}
		}
	}
	return time.Time{}
}

// changeIn is the day that a line calls one of change. alone: the line says little else.
func (d dates) changeIn(b *block, alone bool) time.Time {
	if alone && charactersOf(b.text).letters > 60 {
		return time.Time{}
	}
	for _, s := range d.stampsOf(b) {
		if s.Label == when.Updated {
			return s.At
		}
	}
	return time.Time{}
}

// namesDay reports whether s may name a day at all; it is cheap.
func namesDay(s string) bool {
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= 3
}

// dated reports whether a block may be a line that gives the day and little else.
func (b *block) dated() bool {
	return b.runes <= 80 && b.kind != news.Caption && b.kind != news.Heading && namesDay(b.text) &&
		charactersOf(b.text).letters <= 40 && !strings.ContainsAny(b.text, "©") && !b.sentence()
}

// sentence reports whether a block is prose of East Asia, which says much in few letters.
func (b *block) sentence() bool { return b.good() && endsIn(b.text, "。！？") }

// ofEvents reports whether a block is prose behind the first paragraphs whose dates stand inside its sentences: these are the days of
// what it tells of. The first paragraphs tell what is new.
func (d dates) ofEvents(b *block) bool {
	if !b.good() || charactersOf(b.text).letters <= 40 && !b.sentence() || slices.ContainsFunc(d.stampsOf(b), func(s when.Stamp) bool {
		return s.Lead <= mostLead || s.Label == when.Published && !b.sentence()
	}) {
		return false
	}
	prose := 0
	for _, x := range d.p.blocks[d.headline()+1:] {
		if x.order >= b.order {
			break
		}
		if x.good() {
			prose++
		}
	}
	return prose >= firstProse
}

// firstProse is how many paragraphs tell what is new.
const firstProse = 2

// mostLead is how much, in bytes, stands before the day of a text that begins with it, behind a place or an agency.
const mostLead = 24

// beside looks at short lines after the headline, then before it, then at the
// ends of the text: lines that are dates first, such as name one after them.
func (d dates) beside(changed time.Time) time.Time {
	if changed = cmp.Or(changed, d.renewed()); !changed.IsZero() {
		return time.Time{} // the days in the text are those of its events
	}
	start := d.headline()
	tried := 0
	look := func(from, to, step int, fits func(*block) bool) time.Time {
		for i := from; i != to && i >= 0 && i < len(d.p.blocks); i += step {
			b := d.p.blocks[i]
			if !fits(b) || !namesDay(b.text) || strings.ContainsAny(b.text, "©") || strings.Contains(strings.ToLower(b.text), "copyright") {
				continue
			}
			if tried++; tried > maxTried {
				break
			}
			if t := d.ofLine(b); !t.IsZero() && !d.ofEvents(b) {
				return t
			}
		}
		return time.Time{}
	}
	within := func(n int) func(*block) bool { return func(b *block) bool { return len(b.text) <= n } }
	if start >= 0 {
		for _, fits := range []func(*block) bool{(*block).dated, within(160)} {
			if t := look(start+1, min(len(d.p.blocks), start+12), 1, fits); !t.IsZero() {
				return t
			}
		}
		if t := look(start-1, max(-1, start-6), -1, within(120)); !t.IsZero() {
			return t
		}
	}
	for _, fits := range []func(*block) bool{(*block).dated, within(120), within(100000)} {
		if t := look(max(start, 0), len(d.p.blocks), 1, fits); !t.IsZero() {
			return t
		}
	}
	return look(0, len(d.p.blocks), 1, within(100000))
}
