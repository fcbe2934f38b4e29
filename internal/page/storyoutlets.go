package page

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// Naming is which of a story's reports, of which there is one at least, names it: the newest with a headline in the
// reader's language that is no copy, one of a model that often errs only if no other has one; else the newest.
func Naming(reports []Listed) int {
	erring := 0
	for i := len(reports) - 1; i >= 0; i-- { // the last that is found is the newest
		if h := reports[i]; h.DigestTitle != "" && h.CopyOf == "" && h.Unfit {
			erring = i
		}
	}
	for i, h := range reports {
		if h.DigestTitle != "" && h.CopyOf == "" && !h.Unfit {
			return i
		}
	}
	return erring
}

// Outlets counts the outlets of reports by their names.
func Outlets(reports []Listed) int { return houses(nil).outlets(reports) }

// Outlets counts the outlets of the story, those of one house once.
func (x Story) Outlets() int { return housesOf(x.Account).outlets(x.Reports) }

// houses are the outlets that count as another one, which is of the same house.
type houses map[string]string

func housesOf(a news.Account) houses {
	out := houses{}
	for _, names := range a.Houses {
		for _, n := range names {
			out[n] = names[0]
		}
	}
	return out
}

// of is the outlet that a report counts for.
func (o houses) of(h Listed) string { return cmp.Or(o[outletOf(h)], outletOf(h)) }

// outlets counts the outlets of reports, those of one house once.
func (o houses) outlets(reports []Listed) int {
	seen := map[string]bool{}
	for _, h := range reports {
		seen[o.of(h)] = true
	}
	return len(seen)
}

func outletOf(h Listed) string { return cmp.Or(h.Outlet, string(h.Source)) }

// outlet is one outlet's reports of an event.
type outlet struct {
	earliest, latest Listed // latest: that is no copy, where it has one; equal where there is one alone
	n                int
}

// byOutlet are the outlets of reports, which are newest first: those with the newest reports first.
func byOutlet(reports []Listed) []outlet {
	at := map[string]int{}
	var out []outlet
	for _, h := range reports {
		i, ok := at[outletOf(h)]
		if !ok {
			i = len(out)
			at[outletOf(h)] = i
			out = append(out, outlet{latest: h})
		}
		if out[i].latest.CopyOf != "" && h.CopyOf == "" {
			out[i].latest = h
		}
		out[i].earliest = h
		out[i].n++
	}
	return out
}

// outletView is what one outlet says: its latest report, and where its first one is.
type outletView struct {
	groundView          // of Lead, the first sentence of the digest of its latest report
	row                 // of that report
	Count      string   // "3 reports"; "" of one
	First      *row     // its first, where it has several
	FirstLabel string   // what that is called
	Doubts     []string // what a check found in Lead
}

// outlets say what each outlet says first in its latest report.
func (t *telling) outlets(list []outlet) []outletView {
	var out []outletView
	for _, o := range first(list, outletsShown) {
		v := outletView{row: *t.rows[o.latest.ID]}
		if o.n > 1 {
			v.Count = t.w.NReports(o.n)
		}
		if o.earliest.ID != o.latest.ID {
			v.First, v.FirstLabel = t.rows[o.earliest.ID], t.w.FirstReport
		}
		v.Lead, v.LeadLang = "", ""
		if it, ok := t.whole[o.latest.ID]; ok && len(it.Digest.Summary) > 0 && !v.Copy {
			t.lead(&v, it)
		}
		out = append(out, v)
	}
	return out
}

// lead fills in the first sentence of a report's digest, with what it rests on.
func (t *telling) lead(v *outletView, it Whole) {
	c := it.Digest.Summary[0]
	v.Lead, v.LeadLang = cut(line(c.Text), leadBound), it.Digest.Lang
	if it.Digest.Unfit && !slices.Contains(v.Marks, t.w.UnfitMark) {
		v.Marks = append(slices.Clip(v.Marks), t.w.UnfitMark)
	}
	if c.ByHand {
		v.Marks = append(slices.Clip(v.Marks), t.w.Hand(c))
	}
	v.Doubts = newWriting(t.w, it.Item).doubts(c)
	if v.groundView = t.own(it, c); v.Ground != "" {
		v.Names, v.Ground = nil, fmt.Sprintf(t.w.RestsOnOne, v.Ground)
	}
}

// own is what a sentence of a report's own digest rests on.
func (t *telling) own(it Whole, c news.Claim) groundView {
	var on []news.Cite
	for _, n := range news.InReading(c.Evidence) {
		on = append(on, news.Cite{Article: it.Article.ID, Text: it.Text, N: n})
	}
	cites, ok := t.cites(on)
	if !ok {
		return groundView{}
	}
	return t.ground(cites, 1)
}
