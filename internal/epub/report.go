package epub

import (
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// page writes a report from top to bottom: heading, date and length, digest, text, and
// where it comes from.
func (t *writing) page() {
	t.rest()
	a := t.item.Article
	fmt.Fprintf(t.out, "<h1%s>", in(a.Lang))
	if t.shown[news.HeadlineN] {
		t.cited(news.HeadlineN, esc(heading(a, t.w)))
	} else {
		t.out.WriteString(esc(heading(a, t.w)))
	}
	fmt.Fprintf(t.out, "</h1>\n<p class=\"meta\">%s</p>\n", esc(t.meta()))
	t.digestPart()
	t.textPart()
	t.facts()
}

// heading is the one heading of a report: its source's name, a hyphen, its headline.
func heading(a news.Article, w *wording.Texts) string {
	title := line(a.Title)
	if title == "" {
		title = w.Untitled
	}
	if name := sourceName(a); name != "" {
		return name + "-" + title
	}
	return title
}

func sourceName(a news.Article) string {
	if s := line(a.SourceName); s != "" {
		return s
	}
	return line(a.Outlet)
}

// meta is the line of date, minutes and words; without text, of the date alone.
func (t *writing) meta() string {
	a := t.item.Article
	parts := []string{t.w.Undated}
	if news.GrainOf(a.Published, a.Hour) != news.GrainNone {
		parts[0] = t.w.Day(news.PlaceOf(a.Date(), news.GrainOf(a.Published, a.Hour), t.zone).Day)
	}
	if a.Words > 0 {
		parts = append(parts, t.w.Minutes(text.Minutes(a.Words, a.Lang)), t.w.NWords(a.Words))
	}
	return strings.Join(parts, " · ")
}

// madeBy says who wrote the digest. A headline alone, of no model, is the outlet's own.
func (t *writing) madeBy() string {
	d := t.item.Digest
	if len(d.Summary) == 0 && d.By == "" {
		return t.w.Extract
	}
	d.By = line(d.By)
	return t.w.MadeBy(d)
}

func (t *writing) digestPart() {
	d := t.item.Digest
	title := line(d.Title)
	if title == "" && len(d.Summary) == 0 {
		return
	}
	by := t.madeBy()
	if d.Unfit {
		by += " · " + t.w.UnfitModel
	}
	fmt.Fprintf(t.out, "<section class=\"digest\">\n<h2>%s</h2>\n", esc(t.w.Digest+" · "+by))
	if title != "" {
		fmt.Fprintf(t.out, "<p class=\"headline\"%s>%s</p>\n", in(d.Lang), esc(wording.Plain(title, t.w.HandMark(d.TitleByHand))))
	}
	if len(d.Summary) > 0 {
		t.digest()
	}
	t.out.WriteString("</section>\n")
}

func (t *writing) textPart() {
	a := t.item.Article
	fmt.Fprintf(t.out, "<section class=\"text\"%s>\n<h2%s>%s</h2>\n", in(a.Lang), in(t.w.Tag), esc(t.w.FullText))
	if t.shown[news.StandfirstN] {
		t.out.WriteString("<p class=\"standfirst\">")
		t.cited(news.StandfirstN, esc(line(a.Standfirst)))
		t.out.WriteString("</p>\n")
	}
	t.text()
	t.out.WriteString("</section>\n")
	for _, n := range t.notes() {
		fmt.Fprintf(t.out, "<p class=\"note\">%s</p>\n", esc(n))
	}
}

// notes are what a reader has to know of the text.
func (t *writing) notes() (out []string) {
	a, w := t.item.Article, t.w
	add := func(s string) { out = append(out, s) }
	switch {
	case t.left == news.RightsLink:
		add(w.LinkOnly)
	case t.left == news.RightsExcerpt:
		add(w.ExcerptOnly)
	case w.KindNotes[a.Kind] != "":
		add(w.KindNotes[a.Kind])
	case len(a.Blocks) == 0:
		add(w.NoText)
	}
	if t.item.Digest.Unfit {
		add(w.UnfitModel)
	}
	if t.some {
		s := fmt.Sprintf(w.TranslatedBy, line(t.item.Digest.By))
		if t.partly {
			s += w.SentenceGap + w.Untranslated
		}
		add(s)
	}
	if x, gone := news.Withdrawn(t.item.Sights); gone {
		first, second := w.Moment(news.Local(x.First.At, t.zone)), w.Moment(news.Local(x.Second.At, t.zone))
		add(fmt.Sprintf(w.WithdrawnAbove, first, x.First.Status, second, x.Second.Status))
	}
	if since, first, ok := news.NotSeen(a, t.item.Sights); ok {
		add(fmt.Sprintf(w.NotSeen, w.Moment(news.Local(since, t.zone)), w.Moment(news.Local(first.At, t.zone)), first.Status))
	}
	for _, note := range w.Met(a, t.item.Sights, t.zone) {
		add(line(note))
	}
	if s, blocked := news.BlockedByLaw(t.item.Sights); blocked {
		add(fmt.Sprintf(w.BlockedByLaw, w.Moment(news.Local(s.At, t.zone))))
	}
	for _, n := range a.Notes {
		n.Arg, n.Of = line(n.Arg), line(n.Of)
		add(w.Note(n))
	}
	return out
}

// facts say where a report comes from and how its digest was made.
func (t *writing) facts() {
	a, w := t.item.Article, t.w
	fmt.Fprintf(t.out, "<section class=\"facts\">\n<h2>%s</h2>\n<dl>\n", esc(w.Provenance))
	t.fact(w.Outlet, esc(line(a.Outlet)))
	t.fact(w.Byline, esc(line(w.List(a.Byline))))
	t.fact(w.Original, t.address())
	if !a.Published.IsZero() {
		at := a.Published
		if a.Hour == news.HourNone {
			at = news.Local(at, t.zone) // it may be the desk's own
		}
		name, value := w.PublishedAt(at, a.Hour)
		t.fact(name, esc(value))
	}
	t.moment(w.Updated, a.Updated)
	captured := w.Captured
	if a.Kind == news.PageHeadline {
		captured = w.Listed // its page was not
	}
	t.moment(captured, news.Local(a.Captured, t.zone))
	if h := line(string(a.Capture)); h != "" {
		name := w.Hash
		if a.FromFeed() {
			name = w.HashFeed
		}
		t.fact(name, "<code>"+esc(h)+"</code>")
	}
	t.out.WriteString("</dl>\n")
	fmt.Fprintf(t.out, "<h2>%s</h2>\n", esc(w.HowMade))
	for _, s := range t.made() {
		fmt.Fprintf(t.out, "<p>%s</p>\n", esc(s))
	}
	t.leftOut()
	t.out.WriteString("</section>\n")
}

func (t *writing) fact(name, value string) {
	if value != "" {
		fmt.Fprintf(t.out, "<dt>%s</dt><dd>%s</dd>\n", esc(name), value)
	}
}

func (t *writing) moment(name string, at time.Time) {
	if !at.IsZero() {
		t.fact(name, esc(t.w.Moment(at)))
	}
}

func (t *writing) address() string {
	a := t.item.Article
	for _, s := range []string{a.Canonical, a.URL} {
		if href := web(s); href != "" {
			return fmt.Sprintf(`<a href="%[1]s">%[1]s</a>`, esc(href))
		}
	}
	return esc(line(news.Bare(a.Canonical)))
}

// made says who wrote the digest, from what, and what was compared.
func (t *writing) made() []string {
	d, w := t.item.Digest, t.w
	switch {
	case len(d.Summary) == 0:
		return []string{w.NoDigest}
	case d.By == news.ByExtract:
		if s := w.Missing[d.Reason]; s != "" {
			return []string{w.Extract + w.Stop, s}
		}
		return []string{w.Extract + w.Stop}
	}
	by := []string{t.madeBy()}
	if s := line(d.Prompt); s != "" {
		by = append(by, fmt.Sprintf(w.PromptVersion, s))
	}
	if !d.At.IsZero() {
		by = append(by, w.Moment(news.Local(d.At, t.zone)))
	}
	out := []string{strings.Join(by, w.Comma) + w.Stop}
	if d.Covers > 0 {
		out = append(out, w.Counted(d.Covers, w.Covers))
	}
	if len(d.Checked) == 0 {
		return append(out, w.NotChecked)
	}
	names := make([]string, len(d.Checked))
	for i, r := range d.Checked {
		names[i] = line(w.Compared(r))
	}
	return append(out, fmt.Sprintf(w.Checks, w.List(names)))
}

// leftOut says why sentences of the model are missing, not what they said.
func (t *writing) leftOut() {
	left := news.Once(t.item.Digest.LeftOut)
	if len(left) == 0 {
		return
	}
	fmt.Fprintf(t.out, "<p>%s</p>\n<ul>\n", esc(t.w.Counted(len(left), t.w.LeftOut)))
	told := map[string]bool{}
	for _, x := range left {
		why := make([]string, len(x.Why))
		for i, f := range x.Why {
			why[i] = t.finding(f, true)
		}
		if s := strings.Join(why, esc(t.w.Semicolon)); !told[s] {
			told[s] = true
			fmt.Fprintf(t.out, "<li>%s</li>\n", s)
		}
	}
	t.out.WriteString("</ul>\n")
}
