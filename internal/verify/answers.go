package verify

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/translog"
)

// leafOf is a leaf whose proof holds, and the path of the proof.
type leafOf struct {
	Proven
	path string
}

// comparison is that of the leaves in a web archive with its answers.
type comparison struct {
	of       Contents
	leaves   []leafOf
	at       map[string][]int                // answers by the address that answered, as a leaf has it
	asked    map[string][]int                // by the one that was asked for, where that is another
	bodies   map[translog.Sum][]translog.Sum // decoded bodies by the sum of them as they came
	with     map[translog.Sum][]int          // answers by their decoded bodies
	named    []bool                          // answers that bear out a leaf
	own      []bool                          // answers that bear out a leaf of what the desk was answered itself
	refused  []bool                          // answers that contradict one
	unborne  int                             // leaves that no answer bears out
	unlinked int                             // leaves that an answer came again, of which the leaf is not there
	wrong    faults
}

func newComparison(of Contents) *comparison {
	c := &comparison{
		of: of, at: map[string][]int{}, asked: map[string][]int{}, bodies: map[translog.Sum][]translog.Sum{},
		with:  map[translog.Sum][]int{},
		named: make([]bool, len(of.Answers)), own: make([]bool, len(of.Answers)), refused: make([]bool, len(of.Answers)),
	}
	for i, a := range of.Answers {
		url, asked := translog.Address(a.URL), translog.Address(a.Asked)
		c.at[url] = append(c.at[url], i)
		if asked != url && asked != "" {
			c.asked[asked] = append(c.asked[asked], i)
		}
		if !a.Repeats {
			c.bodies[a.Payload] = append(c.bodies[a.Payload], a.Body)
			c.with[a.Body] = append(c.with[a.Body], i)
		}
	}
	return c
}

// compare finds for each leaf the answer that bears it out in all that it says. What contradicts a leaf is a fault, and so is a leaf whose
// answer is not there.
func (c *comparison) compare() {
	firsts := map[int64]translog.Leaf{}
	for _, l := range c.leaves {
		firsts[l.Index] = l.Leaf
	}
	var open []leafOf
	for _, l := range c.leaves {
		first, linked := firsts[l.Leaf.Of]
		if l.Leaf.Kind == translog.Same && !linked {
			c.unlinked++
		}
		borne := false
		for _, i := range c.moment(l.Leaf) {
			if len(c.differs(l, first, linked, c.of.Answers[i])) == 0 {
				c.named[i], borne = true, true
				c.own[i] = c.own[i] || !l.Leaf.Brought
			}
		}
		if !borne {
			open = append(open, l)
		}
	}
	slices.SortStableFunc(open, func(a, b leafOf) int { return cmp.Compare(a.Index, b.Index) }) // the first answer before the same again
	for _, l := range open {
		c.unborne++
		first, linked := firsts[l.Leaf.Of]
		c.explain(l, first, linked)
	}
	c.doubles()
}

// places are the answers of the address that a leaf names. A leaf that an answer came again has the address that was asked for alone.
func (c *comparison) places(l translog.Leaf) []int {
	if l.Kind == translog.Same {
		return slices.Concat(c.at[l.URL], c.asked[l.URL])
	}
	return c.at[answering(l)]
}

// moment are those of the time that it names.
func (c *comparison) moment(l translog.Leaf) (out []int) {
	for _, i := range c.places(l) {
		if milliseconds(c.of.Answers[i].At) == milliseconds(l.At) {
			out = append(out, i)
		}
	}
	return out
}

func milliseconds(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// differs says in what an answer is not what a leaf says of it. first is the leaf of the answer that it says came again, if linked.
func (c *comparison) differs(l leafOf, first translog.Leaf, linked bool, a Answer) (out []string) {
	not := func(what string, is, said any) {
		out = append(out, fmt.Sprintf("its %s is %v, and leaf %d says %v", what, is, l.Index, said))
	}
	if other := c.leadsAstray(a); other != "" {
		out = append(out, other)
	}
	if l.Leaf.Kind == translog.Same {
		if linked {
			out = append(out, c.notAgain(l, first, a)...)
		}
		return out
	}
	if a.Status != l.Leaf.Status {
		not("status", a.Status, l.Leaf.Status)
	}
	if asked := translog.Address(a.Asked); asked != l.Leaf.URL && (l.Leaf.Final != "" || asked != "") {
		not("address that was asked for", asked, l.Leaf.URL)
	}
	if a.Payload != l.Leaf.Payload {
		not("body as it came", a.Payload, l.Leaf.Payload)
	}
	if l.Leaf.Kind == translog.Gone {
		return out
	}
	switch {
	case !a.Repeats && a.Body != l.Leaf.Body:
		not("body", a.Body, l.Leaf.Body)
	case !a.Repeats && a.Truncated != l.Leaf.Truncated:
		not("body is not whole since", "“"+a.Truncated+"”", "“"+l.Leaf.Truncated+"”")
	case a.Repeats && !slices.Contains(c.bodies[a.Payload], l.Leaf.Body):
		out = append(out, fmt.Sprintf("no answer in the archive has the body that it repeats, and that leaf %d names, %v", l.Index, l.Leaf.Body))
	}
	return out
}

// leadsAstray says how the record to which an answer without a body leads is not one that has its body.
func (c *comparison) leadsAstray(a Answer) string {
	if !a.Repeats || a.OfURL == "" {
		return ""
	}
	for _, i := range c.at[translog.Address(a.OfURL)] {
		switch of := c.of.Answers[i]; {
		case !of.At.Equal(a.Of):
		case a.Status != http.StatusNotModified && of.Payload != a.Payload:
			return fmt.Sprintf("it leads to %s for its body, which has another", of.Place)
		case !of.Repeats:
			return "" // the page may have moved: its bytes are the same there
		}
	}
	if a.OfURL != a.URL {
		return fmt.Sprintf("it leads to an answer of another address for its body, which is not there: %s", a.OfURL)
	}
	return ""
}

// notAgain says how an answer is not the one once more that the first leaf names.
func (c *comparison) notAgain(l leafOf, first translog.Leaf, a Answer) (out []string) {
	switch {
	case first.Kind != translog.Capture:
		out = append(out, fmt.Sprintf("leaf %d says that it came again as leaf %d, which is of no answer with a body", l.Index, l.Leaf.Of))
	case !first.Answered(a.URL):
		out = append(out, fmt.Sprintf("it is of %s, and leaf %d that it came again of %s", a.URL, l.Leaf.Of, answering(first)))
	case a.Status == http.StatusNotModified:
	case a.Status != first.Status:
		out = append(out, fmt.Sprintf("its status is %d, and that of leaf %d, as which it came again, %d", a.Status, l.Leaf.Of, first.Status))
	case a.Payload != first.Payload:
		out = append(out, fmt.Sprintf("its body as it came is %v, and that of leaf %d, as which it came again, %v", a.Payload, l.Leaf.Of, first.Payload))
	}
	return out
}

// explain says why no answer bears out a leaf, by the answer that is the nearest to it.
func (c *comparison) explain(l leafOf, first translog.Leaf, linked bool) {
	told := false
	refuse := func(i int, why string, args ...any) {
		told, c.refused[i] = true, true
		c.wrong.add(l.path, "%s: %s", c.of.Answers[i].Place, fmt.Sprintf(why, args...))
	}
	for _, i := range c.moment(l.Leaf) {
		if !c.named[i] {
			refuse(i, "%s", strings.Join(c.differs(l, first, linked, c.of.Answers[i]), "; "))
		}
	}
	for _, i := range c.places(l.Leaf) {
		if a := c.of.Answers[i]; !told && !c.named[i] && !c.refused[i] && c.alike(l, first, linked, a) {
			refuse(i, "it is dated %s, and leaf %d %s", exactly(a.At), l.Index, exactly(l.Leaf.At))
		}
	}
	for _, i := range c.with[l.Leaf.Body] {
		if !told && !c.named[i] && l.Leaf.Kind == translog.Capture {
			refuse(i, "it has the body that leaf %d names, as the answer of another address: %s, not %s", l.Index, c.of.Answers[i].URL, answering(l.Leaf))
		}
	}
	if !told {
		c.wrong.add(l.path, "there is no answer of %s at %s in the archive, of which leaf %d is", answering(l.Leaf), exactly(l.Leaf.At), l.Index)
	}
}

// alike reports whether an answer is what a leaf says, but for its time.
func (c *comparison) alike(l leafOf, first translog.Leaf, linked bool, a Answer) bool {
	if l.Leaf.Kind == translog.Same && !linked {
		return a.Repeats
	}
	return len(c.differs(l, first, linked, a)) == 0
}

func exactly(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// doubles finds answers that no leaf names, of the address and the second of one that a leaf does: whoever looks up that address and
// second may be shown either. Of a redirect, which leads from one form of an address to another, that is so of the very address alone.
func (c *comparison) doubles() {
	type second struct {
		url string
		at  int64
	}
	borne := map[second]string{}
	for i, a := range c.of.Answers {
		if c.named[i] {
			borne[second{a.URL, a.At.Unix()}] = a.Place
			borne[second{lookedUp(a.URL), a.At.Unix()}] = a.Place
		}
	}
	for i, a := range c.of.Answers {
		of := a.URL
		if a.Status/100 != 3 {
			of = lookedUp(a.URL)
		}
		if one, ok := borne[second{of, a.At.Unix()}]; ok && !c.named[i] && !c.refused[i] {
			c.refused[i] = true
			c.wrong.add(a.Place, "it is of the same address and second as %s, which a leaf names, and no leaf names this one", one)
		}
	}
}

// lookedUp is an address as players of web archives look it up: whatever its scheme, "www." and the case of its host. It is no address.
func lookedUp(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		host += ":" + p
	}
	return host + u.RequestURI()
}

// listed compares the list of pages with the leaves, and returns those that the list says are in none.
func (c *comparison) listed() (unproven []string) {
	of := map[string]leafOf{}
	for _, l := range c.leaves {
		of[l.path] = l
	}
	for _, p := range c.of.Pages {
		l, ok := of[LogFolder+"/"+p.ID+ProofSuffix]
		switch {
		case ok && (!l.Leaf.Answered(p.URL) || second(l.Leaf.At) != second(p.At)):
			c.wrong.add(l.path, "the list of pages has %s at %s by that name, and leaf %d is of %s at %s",
				p.URL, second(p.At), l.Index, answering(l.Leaf), second(l.Leaf.At))
		case ok:
		case p.Unproven:
			unproven = append(unproven, p.ID)
		default:
			c.wrong.add(LogFolder+"/"+p.ID+ProofSuffix, "is missing: the list of pages has %s at %s, and does not say that no leaf is of it", p.URL, second(p.At))
			c.refuseAt(p)
		}
	}
	return unproven
}

// refuseAt refuses the answers of a page whose proof is missing.
func (c *comparison) refuseAt(p Listed) {
	for _, i := range c.at[translog.Address(p.URL)] {
		if !c.named[i] && second(c.of.Answers[i].At) == second(p.At) {
			c.refused[i] = true
		}
	}
}
