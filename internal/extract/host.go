package extract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/waidian/waidian/internal/news"
)

// Bounds of what is kept of one host: some 60 kB of JSON at most.
const (
	maxKnown = 2000 // blocks
	maxPages = 200  // pages that are told apart
	maxAreas = 20   // places where the text has been found
	repeats  = 3    // pages on which a block is that makes it boilerplate
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

// Learn takes in one more page of the host. A page known by its canonical address
// teaches nothing twice, however often it is read.
func (h *Host) Learn(c news.Capture) error {
	a := news.Article{URL: c.Final}
	doc, _, err := open(c)
	if err != nil {
		return fmt.Errorf("learn from %s: %w", a.URL, err)
	}
	p := newPage(doc, c.Final, Options{})
	key := hash(bare(p.canonical()))
	if slices.Contains(h.pages, key) || len(p.blocks) == 0 {
		return nil
	}
	if h.pages = append(h.pages, key); len(h.pages) > maxPages {
		h.pages = slices.Delete(h.pages, 0, 1)
	}
	if h.blocks == nil {
		h.blocks, h.areas = map[uint64]int{}, map[string]int{}
	}
	here := map[uint64]bool{}
	for _, b := range p.blocks {
		if k := hash(b.text); !here[k] {
			here[k] = true
			h.blocks[k]++
		}
	}
	ctx := p.measure()
	ctx.judge()
	if name := boxName(ctx.chosen()); name != "" {
		h.areas[name]++
	}
	h.forget()
	return nil
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
func (h *Host) weigh(c *view) {
	if h == nil {
		return
	}
	area, inside, known, all := h.Area(), 0.0, 0.0, 0.0
	for _, b := range c.blocks {
		w := b.prob * float64(len(b.text))
		all += w
		if h.blocks[hash(b.text)] >= repeats {
			known += w
		}
		if within(b.box, area) {
			inside += w
		}
	}
	if known <= all/2 { // else the whole report stands at several addresses
		for _, b := range c.blocks {
			if h.blocks[hash(b.text)] >= repeats {
				b.prob = 0
			}
		}
	}
	if area == "" || inside < all/2 {
		return
	}
	for _, b := range c.blocks {
		if !within(b.box, area) && b.prob < 0.8 {
			b.prob /= 2
		}
	}
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
