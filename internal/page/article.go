package page

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// SiblingsShown is how many reports of the same story, the earliest, an article's page
// names; the story's page has all.
const SiblingsShown = 8

// articleView is what an article's page shows.
type articleView struct {
	frame
	Heading           headline
	Standfirst        string // where the digest rests on it
	StandfirstBack    template.HTML
	Outlet            string
	Stamp, Date       string
	Length, Words     string // empty where there is no text
	Notice            string // shown above the heading, and among the notes at the end
	Digest            template.HTML
	DigestLang, Label string
	Name              string // the headline in the reader's language, as Title has it before its mark; "": Title has none
	Contents          []section
	Unfit             bool // the label says that the model often errs
	Text              template.HTML
	Quote             *quoteView // nil: no sentence is shown
	TextLang          string
	Limits            []string      // what a reader has to know before the text: what limits it
	Both              template.HTML // the translation, to be laid beside the text
	BothLabel         string
	Partly            bool // the translation lacks paragraphs
	Captions          []string
	Ways              []pageLink // to its event and its topics
	Original          string     // address
	ReadAt            string
	Facts             template.HTML
	Edited            *editedView   // nil: no edit of weight is known
	Versions          *versionsView // nil: there is one
	Notes             []string
	Made              []string
	Findings          []template.HTML
	LeftOut           []template.HTML
	LeftOutLabel      string
	CopyOf            *row
	Siblings          []row
	StoryHref         string
	Before, After     *row
	Cites             []cite
	COinS             string // an OpenURL context object
	Meta              template.HTML
	Data              template.JS // JSON-LD
	JSON              string
	CopyAt            string // of which original the page is a copy; empty: of none
	TimeMap           string
	Canonical         string
	Abstract          string
	DayHref, SrcHref  string
}

// quoteView is what the script needs by which readers copy a sentence.
type quoteView struct {
	Script string // path
	By     string // what follows the outlet: the day
	At     string // the lasting address of the page; "": that at which it is read, on the reader's own machine too
}

// Article is what the page of a report shows.
type Article struct {
	Placed
	Day           string       // under which it is filed, "2006-01-02"
	Topics        []string     // IDs
	Story         news.StoryID // empty: it is the only report of its story
	Siblings      []Listed     // the story's reports, itself among them, newest first
	Before, After *Listed      // the reports next to it on its day, the earlier and the later
	Original      *Listed      // the report that it repeats
	Entered       time.Time    // when the leaf of its capture came into the log, where that was recorded before; else zero
	History       news.History // as the site's audience may see it: see ShowHistory
}

// Modified is when what the page of a report shows changed last.
func Modified(it Shown) time.Time {
	last := it.Article.Captured
	told := it.Digest.At
	for _, s := range news.Told(it.Sights) {
		if s.At.After(told) {
			told = s.At
		}
	}
	if told.After(last) {
		last = told
	}
	return clamp(last).UTC()
}

// Article is the page of a report, in bytes that are out's until it is used again.
func (s *Set) Article(out *bytes.Buffer, a Article) ([]byte, error) {
	return s.renderInto(out, "article.html", s.articleView(a))
}

// Record is the report as data, in bytes that are out's until it is used again.
func (s *Set) Record(out *bytes.Buffer, x Article) ([]byte, error) {
	it := x.Item
	told := news.Told(it.Sights)
	if _, first, ok := news.NotSeen(it.Article, it.Sights); ok {
		told = append(told, first)
	}
	if x, ok := news.LastLapse(it.Sights); ok {
		told = append(told, x.Gone, x.Back)
	}
	if s, ok := news.ElsewhereNow(it.Article, it.Sights); ok {
		told = append(told, s)
	}
	slices.SortStableFunc(told, func(a, b news.Sight) int { return a.At.Compare(b.At) })
	it.Sights = told
	return record.BesideOf(it, x.History, x.Path).Encode(out)
}

func (s *Set) articleView(x Article) *articleView {
	it, left := x.Item, x.Left
	a, w := it.Article, s.w
	again := repeatsOpening(it)
	told := it
	if again {
		told.Digest.Summary = nil
	}
	t := newWriting(w, told)
	t.anchors = true
	contents := sections(a)
	t.sections = len(contents) > 0
	v := &articleView{
		frame:  s.frame(x.Path, heading(a), ""),
		Outlet: a.Outlet, Stamp: stamp(a.Date()), Date: w.Date(s.dayOf(FiledOf(it))),
		Digest: t.digest(), DigestLang: it.Digest.Lang, Unfit: it.Digest.Unfit,
		Contents: contents, Text: t.body(), TextLang: a.Lang, Captions: t.notes,
		Original: link(a.Canonical),
		JSON:     lastPart(JSONPath(x.Path)),
	}
	if v.Original == "" {
		v.Original = link(a.URL)
	}
	switch news.GrainOf(a.Published, a.Hour) {
	case news.GrainNone:
		v.Stamp, v.Date = "", w.Undated
	case news.GrainDay:
		v.Stamp = published(a)
	}
	v.quotable(s)
	v.head(it, s.o.Arrangement, t.back(news.HeadlineN))
	v.Standfirst, v.StandfirstBack = t.text[news.StandfirstN], t.back(news.StandfirstN)
	if a.Words > 0 {
		v.Length, v.Words = w.Minutes(text.Minutes(a.Words, a.Lang)), w.NWords(a.Words)
	}
	if v.Both, v.Partly = t.translation(); v.Both != "" {
		v.BothLabel = w.BothTexts + w.Colon + w.Translation
	}
	if v.Digest != "" {
		v.Label = w.Digest + " · " + madeBy(w, it.Digest)
	}
	v.Abstract = cut(plain(w, it.Digest), leadBound)
	if v.Abstract != "" {
		v.About = v.Abstract
	}
	v.NoIndex = v.NoIndex || a.NoIndex
	v.DayHref, v.SrcHref = v.Root+DayPath(x.Day), v.Root+SourcePath(a.Source)
	v.ReadAt = fmt.Sprintf(w.ReadOriginal, a.Outlet)
	v.Canonical = v.Self
	if s.o.Audience == Public && left == "" && len(a.Blocks) > 0 && v.Original != "" {
		v.Canonical = v.Original // the full text is the outlet's: its page is the one to be found
	}
	if v.CopyAt = s.original(x); v.CopyAt != "" {
		v.TimeMap = lastPart(TimeMapPath(x.Path))
	}
	v.warn(s, it, left)
	v.provenance(s, it, x.Entered)
	v.fillVersions(s, it, x.History)
	v.explain(s, it, t, again)
	v.cite(s, it)
	v.relate(s, x)
	v.leadOn(s, x)
	return v
}

// quotable gives a page with sentences the script by which readers copy them.
func (v *articleView) quotable(s *Set) {
	if v.Text == "" {
		return
	}
	v.Quote, v.Policy = &quoteView{Script: v.Root + s.quote, By: v.W.Comma + v.Date}, scriptPolicy
	if u, err := url.Parse(v.Self); err == nil && !loopback(u.Hostname()) {
		v.Quote.At = v.Self
	}
	v.Rules = s.shared("rules", v.frame)
}

// madeBy says who wrote a digest, and that its model often errs, where that is known.
func madeBy(w *wording.Texts, d news.Digest) string {
	if d.Unfit {
		return w.MadeBy(d) + " · " + w.UnfitModel
	}
	return w.MadeBy(d)
}

// plain is the digest as one line for places that have no marks: a sentence in doubt is followed by that word, and the
// digest of a model that often errs begins with it.
func plain(w *wording.Texts, d news.Digest) string {
	sep := " "
	if text.Spaceless(d.Lang) {
		sep = ""
	}
	var parts []string
	if d.Unfit && len(d.Summary) > 0 {
		parts = append(parts, "["+w.UnfitModel+"]")
	}
	for _, c := range d.Summary {
		s := line(c.Text)
		if c.Doubtful() {
			s += sep + "[" + w.InDoubt + "]"
		}
		if c.ByHand {
			s += sep + "[" + w.ByHand + "]"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, sep)
}

// absence fills in that the report is not at its address, or was not for a while.
func (v *articleView) absence(s *Set, it news.Item) {
	var notes []string
	v.Notice, notes = absences(v.W, it, s.o.Zone)
	v.Notes = append(v.Notes, notes...)
	if since, first, ok := news.NotSeen(it.Article, it.Sights); ok {
		v.Notes = append(v.Notes, fmt.Sprintf(v.W.NotSeen, v.W.Moment(s.local(since)), v.W.Moment(s.local(first.At)), first.Status))
	}
	v.Notes = append(v.Notes, v.W.Met(it.Article, it.Sights, s.o.Zone)...)
}

// absences say, with the answers that show it, that a report is not at its address, or was not for a while. The notice,
// which is one of the notes, says that it was withdrawn. A single answer shows nothing. Times are in the zone, with their offset.
func absences(w *wording.Texts, it news.Item, zone *time.Location) (notice string, notes []string) {
	for _, x := range news.Absences(it.Sights) {
		first, second := w.Moment(news.Local(x.First.At, zone)), w.Moment(news.Local(x.Second.At, zone))
		if x.Back.At.IsZero() {
			notice = fmt.Sprintf(w.Withdrawn, first, x.First.Status, second, x.Second.Status)
			notes = append(notes, notice)
			continue
		}
		notes = append(notes, fmt.Sprintf(w.WasAway, first, x.First.Status, second, x.Second.Status, w.Moment(news.Local(x.Back.At, zone))))
	}
	if s, blocked := news.BlockedByLaw(it.Sights); blocked {
		notes = append(notes, fmt.Sprintf(w.BlockedByLaw, w.Moment(news.Local(s.At, zone))))
	}
	return notice, notes
}

// answers are the places in the archive of the answers that the notes name.
func answers(it news.Item) string {
	var out []string
	add := func(s news.Sight) {
		out = append(out, line(s.File)+" @ "+strconv.FormatInt(s.Offset, 10))
	}
	for _, x := range news.Absences(it.Sights) {
		add(x.First)
		add(x.Second)
	}
	if _, first, ok := news.NotSeen(it.Article, it.Sights); ok {
		add(first)
	}
	if x, ok := news.LastLapse(it.Sights); ok {
		add(x.Gone)
	}
	if s, ok := news.ElsewhereNow(it.Article, it.Sights); ok {
		add(s)
	}
	if s, blocked := news.BlockedByLaw(it.Sights); blocked {
		add(s)
	}
	return strings.Join(out, ", ")
}

// provenance fills in where the report comes from; entered is as in Article.
func (v *articleView) provenance(s *Set, it news.Item, entered time.Time) {
	a, w := it.Article, v.W
	var facts []fact
	add := func(f fact) { facts = append(facts, f) }
	moment := func(name string, t time.Time) {
		if !t.IsZero() {
			add(fact{Name: name, Value: w.Moment(t), Stamp: stamp(t)})
		}
	}
	source := a.SourceName
	if source == "" {
		source = a.Outlet
	}
	add(fact{Name: w.Source, Value: source, Href: v.SrcHref})
	add(fact{Name: w.Byline, Value: w.List(a.Byline), Lang: a.Lang})
	add(fact{Name: w.Section, Value: a.Section, Lang: a.Lang})
	read, original, address := link(a.URL), "", "" // marks of the two rows with addresses
	if ofPage(a) {
		address = "address"
		if read == v.Original {
			original = address
		}
	}
	add(fact{Name: w.Original, Value: v.Original, Href: v.Original, Leaf: original})
	add(v.publishedFact(s, a))
	moment(w.Updated, a.Updated)
	captured := w.Captured
	if a.Kind == news.PageHeadline {
		captured = w.Listed // its page was not
	}
	if !a.Captured.IsZero() {
		add(fact{Name: captured, Value: w.Moment(s.local(a.Captured)), Stamp: stamp(a.Captured.UTC()), Leaf: "at"})
	}
	if !entered.IsZero() {
		add(fact{Name: w.InLogSince, Value: w.Moment(s.local(entered)), Stamp: stamp(entered.UTC()), Log: "entered"})
	}
	add(fact{Name: w.OurTimes, Value: s.zoneName(s.local(a.Captured).Format("2006"))})
	add(fact{Name: w.Language, Value: w.LanguageName(a.Lang)})
	hash, body := w.Hash, "body"
	if !ofPage(a) {
		body = "feed"
	}
	if a.FromFeed() {
		hash = w.HashFeed
	}
	add(fact{Name: hash, Value: line(string(a.Capture)), Code: true, Leaf: body})
	if ofPage(a) && read != v.Original {
		add(fact{Name: w.AddressRead, Value: read, Href: read, Leaf: address})
	}
	if place := s.archived(it); place != "" {
		add(fact{Name: w.Record, Value: place, Code: true})
		add(fact{Name: w.Answers, Value: answers(it), Code: true})
	}
	v.Facts = factList(facts)
	if v.Both != "" {
		s := fmt.Sprintf(w.TranslatedBy, it.Digest.By)
		if v.Partly {
			s += w.SentenceGap + w.Untranslated
		}
		v.Notes = append(v.Notes, s)
	}
}

// ofPage reports whether the text is that of the page at the article's address.
func ofPage(a news.Article) bool {
	return a.Kind != news.PageHeadline && !a.FromFeed() && a.Capture != ""
}

// explain fills in how the digest was made, what was compared, and what came of it.
func (v *articleView) explain(s *Set, it news.Item, t *writing, again bool) {
	d, w := it.Digest, v.W
	say := func(s string) { v.Made = append(v.Made, s) }
	if len(d.Summary) == 0 {
		say(w.NoDigest)
		return
	}
	if d.By == news.ByExtract {
		say(w.Extract + w.Stop)
		if s := w.Missing[d.Reason]; s != "" {
			say(s)
		}
		if again {
			say(w.ExtractBelow)
		}
		return
	}
	made := []string{w.MadeBy(d)}
	if d.Prompt != "" {
		made = append(made, fmt.Sprintf(w.PromptVersion, d.Prompt))
	}
	if !d.At.IsZero() {
		made = append(made, w.Moment(s.local(d.At)))
	}
	say(strings.Join(made, w.Comma) + w.Stop)
	v.hands(d)
	if d.Covers > 0 {
		say(w.Counted(d.Covers, w.Covers))
	}
	if len(t.text) > 0 {
		say(w.EvidenceNote)
	}
	if t.text[news.HeadlineN] != "" || t.text[news.StandfirstN] != "" {
		say(w.MarksNote)
	}
	v.compare(d, t)
}

// hands fill in what people did to a digest.
func (v *articleView) hands(d news.Digest) {
	if d.TitleByHand {
		v.Made = append(v.Made, v.W.HeadlineByHand)
	}
	if d.TookOut() {
		v.Made = append(v.Made, v.W.TakenOut)
	}
	if who := lines(d.Editors()); len(who) > 0 {
		v.Made = append(v.Made, fmt.Sprintf(v.W.Editors, v.W.List(who)))
	}
}

// compare fills in what the check of the digest found.
func (v *articleView) compare(d news.Digest, t *writing) {
	w := v.W
	if len(d.Checked) == 0 {
		v.Made = append(v.Made, w.NotChecked)
	} else {
		var names []string
		for _, r := range d.Checked {
			names = append(names, w.Compared(r))
		}
		v.Made = append(v.Made, fmt.Sprintf(w.Checks, w.List(names)))
	}
	for _, c := range d.Summary {
		for _, f := range c.Findings {
			if f.Rule != news.Supported {
				v.Findings = append(v.Findings, template.HTML(t.finding(f, false)))
			}
		}
	}
	left := news.Once(d.LeftOut)
	for _, x := range left {
		for _, f := range x.Why {
			if s := template.HTML(t.finding(f, true)); !slices.Contains(v.LeftOut, s) {
				v.LeftOut = append(v.LeftOut, s)
			}
		}
	}
	if len(left) > 0 {
		v.LeftOutLabel = w.Counted(len(left), w.LeftOut)
	}
	if len(d.Checked) > 0 && len(v.Findings) == 0 && len(d.LeftOut) == 0 {
		v.Made = append(v.Made, w.NoFinding)
	}
}

// relate fills in the way to other reports: of the same event, of the same day.
func (v *articleView) relate(s *Set, x Article) {
	link := func(r *Listed) *row {
		if r == nil {
			return nil
		}
		out := s.row(*r, v.Root, x.Day)
		return &out
	}
	v.After, v.Before, v.CopyOf = link(x.After), link(x.Before), link(x.Original)
	if x.Story == "" {
		return
	}
	v.StoryHref = v.Root + StoryPath(x.Story)
	for i := len(x.Siblings) - 1; i >= 0 && len(v.Siblings) < SiblingsShown; i-- {
		if h := x.Siblings[i]; h.ID != x.Article.ID {
			v.Siblings = append(v.Siblings, s.row(h, v.Root, x.Day))
		}
	}
}

func lastPart(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }
