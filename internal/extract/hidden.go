package extract

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page hides an element for many reasons: it waits for a script, a click or the end of an
// animation, or it is a menu, a dialog, the comments. So the blocks inside are not judged one
// by one: a hidden element is taken whole where it continues what is shown, else not at all.

// conceals reports whether an attribute hides its element from readers (HTML, 6.1; WAI-ARIA;
// the style sheets of outlets).
func conceals(a html.Attribute) bool {
	switch a.Key {
	case "hidden":
		return true
	case "aria-hidden":
		return strings.EqualFold(strings.TrimSpace(a.Val), "true")
	case "style":
		return strings.Contains(a.Val, ":") && hiddenStyle(a.Val)
	}
	return false
}

// hiddenStyle reports whether the declarations of a style attribute leave nothing to be seen.
func hiddenStyle(s string) bool {
	clipped, flat := false, false
	for d := range strings.SplitSeq(strings.ToLower(s[:min(len(s), maxStyle)]), ";") {
		key, value, ok := strings.Cut(d, ":")
		if !ok {
			continue
		}
		key, value = strings.TrimSpace(key), strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important"))
		if by, known := unseenBy[key]; known && by(value) {
			return true
		}
		flat = flat || (key == "height" || key == "max-height") && nought(value)
		clipped = clipped || (key == "overflow" || key == "overflow-y") && (value == "hidden" || value == "clip")
	}
	return flat && clipped
}

// unseenBy are the properties of a style that can hide an element by themselves, and by what
// value they do (CSS).
var unseenBy = map[string]func(value string) bool{
	"display":    func(v string) bool { return v == "none" },
	"visibility": func(v string) bool { return v == "hidden" || v == "collapse" },
	"opacity":    nought, "font-size": nought,
	"clip":      func(v string) bool { return strings.HasPrefix(v, "rect(0") || strings.HasPrefix(v, "rect(1px") },
	"clip-path": func(v string) bool { return v == "inset(50%)" || v == "inset(100%)" },
	"left":      faraway, "top": faraway, "text-indent": faraway, "margin-left": faraway,
}

// nought reports whether a value of a style is zero, in whatever unit.
func nought(value string) bool {
	n, ok := number(value)
	return ok && n == 0
}

// faraway reports whether a value puts an element where no screen reaches.
func faraway(value string) bool {
	n, ok := number(value)
	return ok && n <= -900
}

// number reads the number of a value of a style, whatever its unit.
func number(value string) (n float64, ok bool) {
	end := strings.IndexFunc(value, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != '-' && r != '+' })
	if end < 0 {
		end = len(value)
	}
	n, err := strconv.ParseFloat(value[:end], 64)
	return n, err == nil
}

// maxStyle bounds the bytes of a style attribute that are read.
const maxStyle = 1000

// unseen are the classes, each as a whole, by which style sheets hide a few words that are
// for screen readers alone.
var unseen = strings.Fields("sr-only sronly visually-hidden visuallyhidden visuallyHidden screen-reader-text screen-reader-only screen-reader " +
	"screenreader screenreader-only screenreader-text show-for-sr assistive-text a11y-hidden element-invisible offscreen off-screen " +
	"print-only hidden is-hidden u-hidden invisible hide d-none")

// whispers reports whether an inline element is a few words that only screen readers are
// given: one without elements in it, with a class that says so.
func whispers(n *html.Node) bool {
	class := attr(n, "class")
	if class == "" || n.FirstChild == nil || n.FirstChild != n.LastChild || n.FirstChild.Type != html.TextNode ||
		len(n.FirstChild.Data) > maxWhisper || len(strings.Fields(n.FirstChild.Data)) > 8 {
		return false
	}
	return hiddenClass(class)
}

// hiddenClass reports whether one of the classes hides an element on screens of any width.
func hiddenClass(class string) bool {
	found := false
	for name := range strings.FieldsSeq(class[:min(len(class), maxStyle)]) {
		if strings.Contains(name, ":") || strings.HasPrefix(name, "d-") && name != "d-none" {
			return false // shown on screens of some width
		}
		found = found || slices.Contains(unseen, name)
	}
	return found
}

// maxWhisper bounds the words for screen readers in an inline element, in bytes.
const maxWhisper = 80

// veil is an element that is hidden, in none that is, with the blocks inside.
type veil struct {
	box    *box
	blocks []*block
	before *block // the last prose that is shown before it
	goods  int    // bytes of prose inside
	linked int
	chars  int
	headed bool // it holds a headline of the first order
	shown  bool // it is read as if it were shown: it continues what is, or
	most   bool // it is most of what the page has to say
	apart  bool // it is little, and speaks of something else than what is shown
}

// unveil finds the hidden elements of a page, and shows those that hold most of its prose,
// or continue what is shown before them.
func unveil(blocks []*block) []*veil {
	veils, total, most := veilsIn(blocks)
	spoken := subjectOf(blocks)
	hidden := 0
	for _, v := range veils {
		if !v.overlays() {
			hidden += v.goods
		}
	}
	for _, v := range veils {
		switch {
		case v.overlays():
		case most < 3 && hidden*2 > total, v.headed && v.goods*2 > total:
			v.most = true
			v.show()
		case v.unfolds():
			v.show()
		case v.goods > 0 && v.goods*4 <= total && !spoken.shares(v.blocks):
			v.apart = true
		case v.continues():
			v.show()
			v.dissolve()
		}
	}
	return veils
}

// veilsIn finds the hidden elements. Total is the prose of the page, in bytes; most is how
// many paragraphs of it are shown in one box.
func veilsIn(blocks []*block) (veils []*veil, total, most int) {
	var before *block
	visible := map[*box]int{}
	for _, b := range blocks {
		good := 0
		if b.good() {
			good = len(b.text)
			total += good
		}
		w := b.box.veil
		if w == nil {
			if good > 0 {
				before = b
				visible[parent(b.box)]++
				most = max(most, visible[parent(b.box)])
			}
			continue
		}
		if len(veils) == 0 || veils[len(veils)-1].box != w {
			veils = append(veils, &veil{box: w, before: before})
		}
		v := veils[len(veils)-1]
		v.blocks = append(v.blocks, b)
		v.goods += good
		v.linked += b.linked
		v.chars += len(b.text)
		v.headed = v.headed || b.tag == atom.H1
	}
	return veils, total, most
}

// overlays reports whether a hidden element is laid over the page when it is shown, or is one
// of several that take turns.
func (v *veil) overlays() bool {
	n := v.box.node
	switch strings.ToLower(attr(n, "role")) {
	case "dialog", "alertdialog", "tabpanel", "menu", "tooltip", "alert", "status", "navigation", "search":
		return true
	}
	return attr(n, "aria-modal") != "" || n.DataAtom == atom.Dialog ||
		v.box.own.has(wConsent|wComment|wLetter|wNav|wAd) && !v.box.own.has(wBody) || v.box.inside&(inNav|inFooter) != 0
}

// continues reports whether a hidden element goes on where what is shown before it ends: in
// the same box, with paragraphs made by the same element, and mostly without links.
func (v *veil) continues() bool {
	if v.before == nil || v.headed || len(v.blocks) == 1 && v.blocks[0].box == v.box || v.linked*10 > v.chars*3 || v.goods*2 < v.chars {
		return false
	}
	beside := v.before.box
	if beside != v.box.parent && beside.parent != v.box.parent && (beside.parent == nil || beside.parent.parent != v.box.parent) {
		return false
	}
	if v.blocks[0].order-v.before.order > 3 {
		return false
	}
	same := 0
	for _, b := range v.blocks {
		if b.good() && (b.tag == v.before.tag || b.box == v.box) {
			same += len(b.text)
		}
	}
	return same*10 >= v.goods*7 && same > 0
}

// unfolds reports whether a hidden element is prose that a button right before it, or in the heading before it, opens.
func (v *veil) unfolds() bool {
	id := attr(v.box.node, "id")
	if id == "" || v.before == nil || v.headed || v.linked*10 > v.chars*3 || v.box.inside&notProse&^inHidden != 0 ||
		(v.box.own | v.box.parent.own).has(notReports&^wCard) {
		return false
	}
	if up, down := apart(v.box, v.before.box); up > 4 || down > 4 {
		return false
	}
	before := v.box.node.PrevSibling
	for before != nil && before.Type != html.ElementNode {
		before = before.PrevSibling
	}
	if before == nil {
		return false
	}
	looked := 0
	for n := range withAll(before) {
		if slices.Contains(strings.Fields(attr(n, "aria-controls")), id) {
			return true
		}
		if looked++; looked > maxOpener {
			break
		}
	}
	return false
}

// maxOpener bounds the nodes in which the button is looked for that opens a hidden element.
const maxOpener = 20

// withAll yields an element and what is in it.
func withAll(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		if yield(n) {
			n.Descendants()(yield)
		}
	}
}

// subject is what a page shows by its longer words and its pairs of characters, without what
// begins a text.
type subject map[string]bool

// subjectOf is the subject of the prose that a page shows.
func subjectOf(blocks []*block) subject {
	if !slices.ContainsFunc(blocks, func(b *block) bool { return b.box.veil != nil }) {
		return nil
	}
	t := subject{}
	for _, b := range blocks {
		if b.box.veil == nil && b.good() && !b.box.unlikely() {
			for s := range marksOf(b.text) {
				t[s] = true
			}
		}
	}
	return t
}

// shares reports whether some blocks speak of what the page shows: they repeat three of its
// longer words, or of its pairs of characters, and a fifth of what they have themselves.
func (t subject) shares(blocks []*block) bool {
	own := map[string]bool{}
	for _, b := range blocks {
		for s := range marksOf(b.text) {
			own[s] = true
		}
	}
	both := 0
	for s := range own {
		if t[s] {
			both++
		}
	}
	return both >= 3 && both*5 >= len(own)
}

// marksOf yields the beginnings of the longer words of a text, which its inflected forms have in
// common, and where its script parts no words, pairs of characters.
func marksOf(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range tokens(strings.ToLower(s)) {
			r := []rune(w)
			if r[0] < firstHan {
				if len(r) >= 6 && !yield(string(r[:5])) {
					return
				}
				continue
			}
			for i := range len(r) - 1 {
				if !yield(string(r[i : i+2])) {
					return
				}
			}
		}
	}
}

// show makes nothing of that the element is hidden, for the other extractor too.
func (v *veil) show() {
	v.shown = true
	v.box.node.Attr = slices.DeleteFunc(v.box.node.Attr, func(a html.Attribute) bool { return conceals(a) || a.Key == "class" && hiddenClass(a.Val) })
	for _, b := range v.blocks {
		for x := b.box; x != nil; x = x.parent {
			x.inside &^= inHidden
			if x == v.box {
				break
			}
		}
	}
}

// dissolve puts what is in the element where the element is, so that its paragraphs stand
// beside those that they continue.
func (v *veil) dissolve() {
	if v.box.parent == nil {
		return
	}
	signs := map[*box]uint64{v.box: v.box.sign}
	v.box.sign, v.box.above = v.box.parent.sign, v.box.parent.above
	var sign func(x *box)
	sign = func(x *box) {
		if _, done := signs[x]; done {
			return
		}
		up := x.parent
		sign(up)
		signs[x] = x.sign
		x.sign += 31 * (up.sign - signs[up])
		x.above = up.above | x.own
		x.depth--
	}
	for _, b := range v.blocks {
		sign(b.box)
	}
	for x := range signs {
		if x.parent == v.box {
			x.parent = v.box.parent
		}
	}
	for _, b := range v.blocks {
		if b.box == v.box {
			b.box = v.box.parent
		}
	}
}

// veils takes each hidden element whole or not at all. What is left out although some of it
// looks like the report is noted.
func (c *view) veils(veils []*veil) {
	if len(veils) == 0 {
		return
	}
	_, _, taken := likely(c.blocks)
	for _, v := range veils {
		sum, all, part := likely(v.blocks)
		switch {
		case v.apart:
			v.bar()
		case part == 0 && !v.shown || len(v.blocks) == 1:
		case v.most && sum*10 >= float64(all), (v.shown || part*2 > taken) && sum*2 >= float64(all):
			v.take()
		case !v.most:
			c.hid = c.hid || part > 0
			v.bar()
		}
	}
}

// bar leaves out what is in a hidden element.
func (v *veil) bar() {
	for _, b := range v.blocks {
		b.prob = min(b.prob, 0.05)
	}
}

// likely adds up the prose of some blocks, in bytes: what is to be expected of it in the
// report, all of it, and what is likelier in it than not.
func likely(blocks []*block) (sum float64, all, part int) {
	for _, b := range blocks {
		if b.good() {
			sum += b.prob * float64(len(b.text))
			all += len(b.text)
			if b.prob > 0.5 {
				part += len(b.text)
			}
		}
	}
	return sum, all, part
}

// take takes the prose of a hidden element, all of it.
func (v *veil) take() {
	for _, b := range v.blocks {
		if b.good() && b.prob > 0.02 && !b.offers() && phrases(b.text)+promises(b.text) == 0 {
			b.prob = max(b.prob, 0.6)
		}
	}
}
