package extract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Bounds of what is kept of one host: some 60 kB of JSON at most.
const (
	maxKnown = 2000 // blocks
	maxPages = 200  // pages that are kept apart
	maxAreas = 20   // places where the text has been
	repeats  = 3    // pages on which a block is that makes it boilerplate
)

// A block that looks like the report through and through may be its background,
// which outlets repeat word for word in every report that follows a story. It is
// boilerplate only where it is on a large share of all pages, two counted off
// for chance.
const (
	believed     = 0.8 // probability from which a block looks so
	longBlock    = 80  // characters; half as many in scripts that need fewer
	repeatsLong  = 4   // pages
	shareOfPages = 0.3
)

// Host is what the pages of one host have taught: which blocks repeat from page
// to page, and in what box the report lies. The zero value knows nothing. Its
// owner keeps it; it is not safe for use by several goroutines.
type Host struct {
	pages  []uint64       // hashes of the canonical addresses taken in
	blocks map[uint64]int // hash of a block's text -> pages it was on
	areas  map[string]int // name of the box that held the report -> pages
}

// Pages is how many different pages the host has taught by.
func (h *Host) Pages() int {
	if h == nil {
		return 0
	}
	return len(h.pages)
}

// Boilerplate is how many blocks are known to repeat.
func (h *Host) Boilerplate() int {
	n := 0
	if h != nil {
		for _, on := range h.blocks {
			if on >= repeats {
				n++
			}
		}
	}
	return n
}

// Area names the box in which the report lies on most pages ("div.story-body"),
// "" when that is not known.
func (h *Host) Area() string {
	if h == nil {
		return ""
	}
	best, sum := "", 0
	for _, name := range slices.Sorted(maps.Keys(h.areas)) {
		sum += h.areas[name]
		if h.areas[name] > h.areas[best] {
			best = name
		}
	}
	if h.areas[best] < repeats || h.areas[best]*5 < sum*4 {
		return ""
	}
	return best
}

// Read is Extract with what the host has taught, and lets a page that holds a report
// teach in its turn: learned says whether it did. A page known by its canonical address
// teaches nothing twice, however often it is read; nor does one whose report is known
// from another address.
func (h *Host) Read(c news.Capture, o Options) (a news.Article, learned bool, err error) {
	o.Host = h
	a, p, err := read(c, o)
	if err != nil {
		return a, false, err
	}
	return a, h.learn(p), nil
}

// learn takes in one more page.
func (h *Host) learn(p *page) bool {
	if p.view == nil || h.knows(p) || h.copied(p.view) {
		return false
	}
	if h.pages = append(h.pages, p.key()); len(h.pages) > maxPages {
		h.pages = slices.Delete(h.pages, 0, 1)
	}
	h.count(p.view)
	h.forget()
	return true
}

// key distinguishes pages: by address, and by its query where that names the page.
func (p *page) key() uint64 {
	address, _, _ := strings.Cut(p.canonical(), "#")
	_, query, _ := strings.Cut(address, "?")
	return hash(bare(address) + "?" + query)
}

// knows reports whether the page has been taken in.
func (h *Host) knows(p *page) bool { return slices.Contains(h.pages, p.key()) }

// copied reports whether nearly all of the report has been seen: the page is another
// address of one that was taken in, or its later version.
func (h *Host) copied(v *view) bool {
	seen, all := 0.0, 0.0
	for _, b := range v.blocks {
		if b.good() && b.kept > 0.5 {
			all += float64(len(b.text))
			if h.blocks[hash(b.text)] > 0 {
				seen += float64(len(b.text))
			}
		}
	}
	return all > 300 && seen > 0.8*all
}

// count adds a page's blocks and the box of its report to what is known.
func (h *Host) count(v *view) {
	if h.blocks == nil {
		h.blocks, h.areas = map[uint64]int{}, map[string]int{}
	}
	here := map[uint64]bool{}
	for _, b := range v.blocks {
		if k := hash(b.text); !here[k] {
			here[k] = true
			h.blocks[k]++
		}
	}
	if name := boxName(v.chosen()); name != "" {
		h.areas[name]++
	}
}

// forget keeps within the bounds: what has been seen least goes first.
func (h *Host) forget() {
	for bar := 1; len(h.blocks) > maxKnown; bar++ {
		for _, k := range slices.Sorted(maps.Keys(h.blocks)) {
			if h.blocks[k] <= bar && len(h.blocks) > maxKnown*3/4 {
				delete(h.blocks, k)
			}
		}
	}
	for bar := 1; len(h.areas) > maxAreas; bar++ {
		for _, k := range slices.Sorted(maps.Keys(h.areas)) {
			if h.areas[k] <= bar && len(h.areas) > maxAreas/2 {
				delete(h.areas, k)
			}
		}
	}
}

// weigh brings what the host has taught to bear on the blocks of a page.
func (h *Host) weigh(p *page, c *view) {
	if h == nil {
		return
	}
	h.strike(p, c)
	area, inside, all := h.Area(), 0.0, 0.0
	for _, b := range c.blocks {
		w := b.prob * float64(len(b.text))
		all += w
		if within(b.box, area) {
			inside += w
		}
	}
	if area == "" || inside < all/2 {
		return
	}
	for _, b := range c.blocks {
		if !within(b.box, area) && b.prob < believed {
			b.prob /= 2
		}
	}
}

// strike takes the boilerplate out, unless it is most of the page: then the whole
// report has several addresses.
func (h *Host) strike(p *page, c *view) {
	own := 0
	if h.knows(p) {
		own = 1 // what this page has taught is no evidence against it
	}
	main, known, all := c.chosen(), 0.0, 0.0
	var out []*block
	for _, b := range c.blocks {
		w := b.prob * float64(len(b.text))
		all += w
		if h.repeated(b, main, own) {
			out = append(out, b)
			known += w
		}
	}
	if known > all/2 {
		return
	}
	for _, b := range out {
		b.prob = 0
	}
}

// repeated reports whether a block is boilerplate; own is how often the page at hand
// is among those that were counted, and main the box of its report.
func (h *Host) repeated(b *block, main *box, own int) bool {
	on := h.blocks[hash(b.text)] - own
	if b.prob < believed || !b.good() || b.runes < longBlock && !(b.runes*2 >= longBlock && eastern(b.text)) || !inBox(b.box, main) {
		return on >= repeats
	}
	return on >= repeatsLong && float64(on-2) >= shareOfPages*float64(len(h.pages)-own)
}

func inBox(x, outer *box) bool {
	for ; x != nil; x = x.parent {
		if x == outer {
			return true
		}
	}
	return false
}

// within reports whether x lies in a box of that name.
func within(x *box, name string) bool {
	if name == "" {
		return false
	}
	for ; x != nil; x = x.parent {
		if boxName(x) == name {
			return true
		}
	}
	return false
}

// boxName names a box by its element and class.
func boxName(x *box) string {
	if x.parent == nil || x.node == nil {
		return ""
	}
	name := x.node.Data
	if class := plainClass(attr(x.node, "class")); class != "" && len(class) < 120 {
		name += "." + class
	}
	return name
}

// hostForm is a Host on disk and on the wire.
type hostForm struct {
	Pages  []string       `json:"pages,omitempty"`
	Blocks map[string]int `json:"blocks,omitempty"`
	Areas  map[string]int `json:"areas,omitempty"`
}

// MarshalJSON writes the host's knowledge, hashes in hexadecimal.
func (h Host) MarshalJSON() ([]byte, error) {
	f := hostForm{Blocks: map[string]int{}, Areas: h.areas}
	for _, k := range h.pages {
		f.Pages = append(f.Pages, strconv.FormatUint(k, 16))
	}
	for k, n := range h.blocks {
		f.Blocks[strconv.FormatUint(k, 16)] = n
	}
	return json.Marshal(f)
}

// UnmarshalJSON reads what MarshalJSON wrote, within the same bounds.
func (h *Host) UnmarshalJSON(b []byte) error {
	var f hostForm
	if err := json.Unmarshal(b, &f); err != nil {
		return fmt.Errorf("read host knowledge: %w", err)
	}
	out := Host{blocks: map[uint64]int{}, areas: f.Areas}
	if out.areas == nil {
		out.areas = map[string]int{}
	}
	for _, s := range f.Pages[max(0, len(f.Pages)-maxPages):] {
		k, err := strconv.ParseUint(s, 16, 64)
		if err != nil {
			return fmt.Errorf("read host knowledge: page %q is no hash", s)
		}
		out.pages = append(out.pages, k)
	}
	for s, n := range f.Blocks {
		k, err := strconv.ParseUint(s, 16, 64)
		if err != nil {
			return fmt.Errorf("read host knowledge: block %q is no hash", s)
		}
		out.blocks[k] = n
	}
	out.forget()
	*h = out
	return nil
}
