package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Story is the page of an event that several reports are about.
type Story struct {
	ID      news.StoryID
	Reports []Listed // newest first
	Items   []Placed // the first of Reports, as many as its feed has
}

// Claim is one sentence of the digest of a report, and where that rests.
type Claim struct {
	Outlet, OutletLang string
	Sentence           string
	Href               string // of the sentence of the report that it rests on, else of itself
	Doubt              bool   // a check found something in it
	Unfit              bool   // the model that wrote it often errs
}

// Figure is a number as a digest gives it.
type Figure struct {
	Claim
	Clause [3]string // the part of the sentence that has it: before, the number, after
}

// saying is what one report of a story says first, in its digest, and where that rests.
type saying struct {
	row
	N        string // mark of the sentence of the report; "": none that its page shows
	Evidence string // address of that sentence, else of the digest
	Label    string
	Doubts   []string // what a check found in it
}

// Story is the page of a story, its newest part last. What differing returns of the claims of its reports is set side
// by side: numbers given for one thing in which outlets do not agree. The title is what the page calls the story.
func (s *Set) Story(x Story, differing func([]Claim) [][]Figure) (parts []File, title string, err error) {
	path := StoryPath(x.ID)
	last := clamp(x.Reports[0].Date).UTC()
	rows := s.rows(x.Reports, "../", last.Format("2006"))
	if i := firstOf(x.Reports); i >= 0 {
		rows[i].Marks = append([]string{s.w.First}, rows[i].Marks...)
	}
	top := rows[Naming(x.Reports)]
	says, claims := s.sayings(x, rows)
	figures := differing(claims)
	sub := []string{s.w.Story, s.w.Date(last), s.w.NOutlets(Outlets(x.Reports)), s.w.NReports(len(rows))}
	if top.Erring {
		sub = append(sub, s.w.UnfitMark)
	}
	parts, err = s.parts(path, rows, func(at string) *listView {
		v := &listView{
			frame: s.frame(at, top.Main, ""), Heading: top.Main, HeadingLang: top.MainLang, Orig: top.Orig, OrigLang: top.OrigLang,
			Sub: strings.Join(sub, " · "), Note: s.w.TimesInUTC,
		}
		v.Feeds = v.Root + stem(path)
		if at == path {
			v.Says, v.Figures = says, figures
		}
		return v
	})
	return parts, top.Main, err
}

// movedView is the page of a story that is part of another now.
type movedView struct {
	frame
	Href string
}

// Moved is the page of a story without reports, which leads on to the page at to.
func (s *Set) Moved(id news.StoryID, to string) ([]byte, error) {
	v := movedView{frame: s.frame(StoryPath(id), s.w.Moved, ""), Href: "../" + to}
	v.NoIndex = true
	return s.render("moved.html", v)
}

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

// Outlets counts the outlets of reports.
func Outlets(reports []Listed) int {
	seen := map[string]bool{}
	for _, h := range reports {
		seen[cmp.Or(h.Outlet, string(h.Source))] = true
	}
	return len(seen)
}

// sayings are what the reports say that repeat no other, oldest first, and all claims of their digests.
func (s *Set) sayings(x Story, rows []row) ([]saying, []Claim) {
	byID := map[news.ArticleID]Placed{}
	for _, it := range x.Items {
		byID[it.Article.ID] = it
	}
	var out []saying
	var claims []Claim
	for i := len(x.Reports) - 1; i >= 0; i-- {
		it, ok := byID[x.Reports[i].ID]
		if !ok || x.Reports[i].CopyOf != "" || len(it.Digest.Summary) == 0 {
			continue
		}
		said := saying{row: rows[i]}
		said.Lead, said.LeadLang = cut(line(it.Digest.Summary[0].Text), leadBound), it.Digest.Lang
		if it.Digest.Unfit && !slices.Contains(said.Marks, s.w.UnfitMark) {
			said.Marks = append(slices.Clip(said.Marks), s.w.UnfitMark)
		}
		t := newWriting(s.w, it.Item)
		for k, c := range it.Digest.Summary {
			n := t.rests(c)
			at := fmt.Sprintf("%s#d%d", said.Href, k+1)
			if n != 0 {
				at = said.Href + "#" + news.Anchor(n)
			}
			if k == 0 && n != 0 {
				said.N, said.Label = s.w.Ground(n)
			}
			if k == 0 {
				said.Evidence, said.Doubts = at, t.doubts(c)
			}
			claims = append(claims, Claim{said.Outlet, said.OutletLang, line(c.Text), at, c.Doubtful(), it.Digest.Unfit})
		}
		out = append(out, said)
	}
	return out, claims
}

// rests is the first that a claim rests on and the page shows, a sentence of the body before
// headline and standfirst; 0: none.
func (t *writing) rests(c news.Claim) int {
	first := 0
	for _, n := range c.Evidence {
		if t.text[n] != "" && first <= 0 {
			first = n
		}
	}
	return first
}
