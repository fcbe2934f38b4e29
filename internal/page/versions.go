package page

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/wording"
)

const (
	// VersionsShown is how many versions of a report its page lists, the latest; their texts are compared.
	VersionsShown = 20
	openChanges   = 5 // paragraphs: so many changes are open at first
)

// EarlierShown are the versions before the present one that the page of a report shows.
func EarlierShown(versions []news.Version) []news.Version {
	n := len(versions)
	if n < 2 {
		return nil
	}
	return versions[max(0, n-VersionsShown) : n-1]
}

// ShowHistory returns the past of a report as the site's audience may see it. it is the report as it is.
func (s *Set) ShowHistory(h news.History, it news.Item) news.History {
	if s.o.Audience != Public {
		return h
	}
	return rights.History(h, it)
}

// editedView is the line under the heading of a report that its outlet has edited.
type editedView struct {
	Said string // that it was edited, and when
	wasIs
}

// wasIs is what of weight was changed; both empty: it is not shown.
type wasIs struct {
	Was, Is, Lang string
	Marked        template.HTML // both, with the marks of what was taken away and what was put in
}

// versionsView are the versions of a report, oldest first.
type versionsView struct {
	Of   string // how many of how many
	Live string // why nothing is compared
	List []versionView
}

type versionView struct {
	N       int
	Name    string
	Title   *titleView // where it is another than before
	Facts   template.HTML
	File    string // that it was read out of a file; of the latest version the page says that above its text
	Unsure  string
	Note    string // the outlet's own
	Changes *changesView
	Digest  *pastDigest
}

// pastDigest is what a digest said of a version when that was the report.
type pastDigest struct {
	Name, Note       string // what it is, and that nothing later is in it
	Lang, Title, Sum string
	Made             string
}

// titleView is a headline and the one before, which the first version does not have.
type titleView struct{ Was, Is string }

// changesView is what differs from the version before.
type changesView struct {
	Sum, Note string
	Open      bool
	Text      template.HTML
}

// fillVersions fills in what the outlet changed, where there are several versions.
func (v *articleView) fillVersions(s *Set, it news.Item, h news.History) {
	n := len(it.Versions)
	if n < 2 {
		return
	}
	edits := map[int]news.Edit{}
	for _, e := range h.Edits {
		edits[e.N] = e
		if e.Known && e.Weighty() { // the newest is the last
			on := map[news.RankReason]string{news.RankCorrected: v.W.CorrectedOn, news.RankRetitled: v.W.RetitledOn}[e.Reason]
			if on == "" {
				on = v.W.EditedOn
			}
			v.Edited = &editedView{fmt.Sprintf(on, v.W.ShortDate(s.local(e.At))), wasIsOf(v.W, e, it.Article.Lang)}
		}
	}
	digests := map[int]news.Digest{}
	for _, d := range h.Digests {
		digests[d.Version] = d
	}
	out := &versionsView{}
	if n > VersionsShown {
		out.Of = fmt.Sprintf(v.W.OfVersions, VersionsShown, n)
	}
	if it.Article.Kind == news.PageLive {
		out.Live = v.W.LiveVersions
	}
	for i := max(0, n-VersionsShown); i < n; i++ {
		x := it.Versions[i]
		y := versionView{N: x.N, Name: fmt.Sprintf(v.W.Version, x.N)}
		if i > 0 {
			y.compare(s, it.Versions[i-1], x, edits[x.N])
		}
		if i < n-1 && it.Versions[i+1].Title != x.Title && i == max(0, n-VersionsShown) {
			y.Title = &titleView{Is: line(x.Title)}
		}
		y.Facts = s.versionFacts(x, i == n-1)
		if x.OutOfFile != "" && i < n-1 {
			y.File = v.W.Note(news.Note{Code: x.OutOfFile})
		}
		if d, ok := digests[x.N]; ok && i < n-1 {
			y.Digest = s.pastDigest(d)
		}
		out.List = append(out.List, y)
	}
	v.Versions = out
}

// pastDigest is the digest of an earlier version, whose sentences have no marks: what they rest on is not on the page. nil: nothing is left of it.
func (s *Set) pastDigest(d news.Digest) *pastDigest {
	if len(d.Summary) == 0 {
		return nil
	}
	return &pastDigest{
		Name: fmt.Sprintf(s.w.PastDigest, d.Version), Note: s.w.PastDigestNote, Lang: tag(d.Lang), Title: cut(line(d.Title), titleBound),
		Sum: plain(s.w, d), Made: madeBy(s.w, d),
	}
}

// wasIsOf is what of weight an edit of a report in a language changed.
func wasIsOf(w *wording.Texts, e news.Edit, lang string) wasIs {
	if e.Was == "" {
		return wasIs{}
	}
	c := wasIs{Was: cut(line(e.Was), changeBound), Is: cut(line(e.Is), changeBound), Lang: tag(lang)}
	marked := diffPiece(w, news.Piece{Kind: news.Deleted, Text: c.Was})
	if c.Is != "" {
		marked += " → " + diffPiece(w, news.Piece{Kind: news.Inserted, Text: c.Is})
	}
	c.Marked = template.HTML(marked)
	return c
}

// versionFacts lists what is known of a version. When the last was seen last changes with each look, and is not said.
func (s *Set) versionFacts(x news.Version, last bool) template.HTML {
	w := s.w
	facts := []fact{{Name: w.FirstSeen, Value: w.Moment(s.local(x.Captured)), Stamp: stamp(x.Captured.UTC()), Log: "at"}}
	if !last && x.Seen.After(x.Captured) {
		facts = append(facts, fact{Name: w.LastSeen, Value: w.Moment(s.local(x.Seen)), Stamp: stamp(x.Seen.UTC())})
	}
	if x.Words > 0 {
		facts = append(facts, fact{Name: w.LengthOf, Value: w.NWords(x.Words)})
	}
	return factList(append(facts, fact{Name: w.Hash, Value: line(string(x.Hash)), Code: true, Log: "body"}))
}

// compare fills in what differs from the version before.
func (y *versionView) compare(s *Set, before, x news.Version, e news.Edit) {
	w := s.w
	if before.Title != x.Title {
		y.Title = &titleView{line(before.Title), line(x.Title)}
	}
	if !x.Edited {
		y.Unsure = w.VersionUnsure
	}
	y.Note = line(e.Note)
	if e.Paragraphs == 0 {
		return
	}
	c := &changesView{Sum: w.Counted(e.Paragraphs, w.Changed), Open: e.Paragraphs <= openChanges}
	if x.Edited && !e.Since.IsZero() {
		c.Sum += w.Comma + s.editedWhen(e)
	}
	var notes []string
	if e.Rewritten {
		notes = append(notes, w.Rewritten)
	}
	hidden := 0
	for _, p := range e.Passages {
		if p.Left {
			hidden++
		}
	}
	if hidden > 0 && !e.Rewritten {
		notes = append(notes, w.Counted(hidden, w.ChangesHidden))
	} else if hidden > 0 {
		notes = append(notes, w.TextsHidden)
	}
	c.Note, c.Text = strings.Join(notes, w.SentenceGap), diffText(w, e)
	y.Changes = c
}

// editedWhen says when an edit was made: between two looks, or, where both fall in one minute, then.
func (s *Set) editedWhen(e news.Edit) string {
	since, at := s.w.Moment(s.local(e.Since)), s.w.Moment(s.local(e.At))
	if since == at {
		return fmt.Sprintf(s.w.EditAt, at)
	}
	return fmt.Sprintf(s.w.EditBetween, since, at)
}

// diffText is the changed paragraphs of an edit as HTML, each with the marks of what was taken away and what was put in.
func diffText(w *wording.Texts, e news.Edit) template.HTML {
	var b strings.Builder
	shown := false
	for _, p := range e.Passages {
		if p.Left {
			continue
		}
		if p.Same > 0 {
			b.WriteString(`<p class="same" lang="` + esc(w.Tag) + `">` + esc(w.Counted(p.Same, w.Unchanged)) + "</p>\n")
			continue
		}
		shown = true
		if e.Rewritten {
			for _, x := range p.Pieces {
				b.WriteString("<p>" + diffPiece(w, x) + "</p>\n")
			}
			continue
		}
		b.WriteString("<p>")
		for _, x := range p.Pieces {
			b.WriteString(diffPiece(w, x))
		}
		b.WriteString("</p>\n")
	}
	if !shown {
		return ""
	}
	return template.HTML(b.String())
}

// diffPiece is a piece of a text with its mark, which readers see by more than its colour and screen readers say.
func diffPiece(w *wording.Texts, p news.Piece) string {
	text := esc(sameLength(p.Text))
	said := func(s string) string { return `<span class="vh" lang="` + esc(w.Tag) + `">` + esc(s) + `</span>` }
	switch p.Kind {
	case news.Deleted:
		return "<del>" + said(w.Deleted) + text + "</del>"
	case news.Inserted:
		return "<ins>" + said(w.Inserted) + text + "</ins>"
	}
	return text
}
