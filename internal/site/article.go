package site

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/text"
)

// siblingsShown is how many reports of the same story, the earliest, an article's page
// names; the story's page has all.
const siblingsShown = 8

// articleView is what an article's page shows.
type articleView struct {
	frame
	Modern            bool
	Kept              bool // Heading is the outlet's, in Chinese
	Heading           string
	HeadingLang       string
	Orig, OrigLang    string // modern: the outlet's own headline
	Outlet            string
	Stamp, Date       string
	Length, Words     string // empty where there is no text
	Notice            string // shown above the heading, told in full at the end
	Digest            template.HTML
	DigestLang, Label string
	Text              template.HTML
	TextLang, Cut     string
	Both              template.HTML // the translation, to be laid beside the text
	BothLabel         string
	Captions          []string
	Topics            []pageLink
	Original          string // address
	ReadAt            string
	Facts, Versions   template.HTML
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
	Meta              template.HTML
	Data              template.JS // JSON-LD
	JSON              string
	Canonical         string
	Abstract          string
	DayHref, SrcHref  string
}

// day renders the reports of one day that need it, and the day's page.
func (r *run) day(ctx context.Context, day string) error {
	heads, err := r.lib.Heads(ctx, Query{From: day, To: day})
	if err != nil {
		return err
	}
	d := &shift{run: r, day: day, heads: make(map[news.ArticleID]*Head, len(heads)), stories: map[news.StoryID][]Head{}}
	for i := range heads {
		d.heads[heads[i].ID] = &heads[i]
	}
	fs := r.plan.articles[day]
	ids := make([]news.ArticleID, len(fs))
	for i, f := range fs {
		ids[i] = f.id
	}
	err = chunks(ids, func(ids []news.ArticleID) error {
		items, err := r.lib.Items(ctx, ids)
		if err != nil {
			return err
		}
		for _, it := range items {
			if err := d.article(ctx, it); err != nil {
				return fmt.Errorf("article %s: %w", it.Article.ID, err)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return r.dayPage(day, heads)
}

// shift is the work on one day. One goroutine does it.
type shift struct {
	*run
	day     string
	heads   map[news.ArticleID]*Head
	stories map[news.StoryID][]Head
	page    bytes.Buffer // of the report at hand
	record  bytes.Buffer
}

// article writes the page and the record of one report.
func (d *shift) article(ctx context.Context, it news.Item) error {
	f := d.ledger.filed[it.Article.ID]
	if f == nil {
		return nil // came after this build began
	}
	it, left := d.shown(it)
	was := *f
	f.topics = d.topicsOf(it)
	v, err := d.view(ctx, f, it, left)
	if err != nil {
		return err
	}
	html, err := d.renderInto(&d.page, "article.html", v)
	if err != nil {
		return err
	}
	data, err := record.Of(it, f.path).Encode(&d.record)
	if err != nil {
		return err
	}
	f.words = 0
	if !d.o.ServerOnly {
		f.words = wordsOf(it)
	}
	if f.json, err = d.write(jsonPath(f.path), data, f.json); err != nil {
		return err
	}
	if f.html, err = d.write(f.path, html, f.html); err != nil {
		return err
	}
	f.modified = 0
	if !it.Article.NoIndex {
		f.modified = modified(it).Unix()
	}
	if *f != was {
		d.mu.Lock()
		d.plan.touched[f.id] = true
		d.retopic(f.day[:7], was.topics, f.topics)
		d.mu.Unlock()
	}
	return nil
}

// modified is when what the page shows changed last.
func modified(it news.Item) time.Time {
	last := it.Article.Captured
	for _, t := range []time.Time{it.Digest.At, it.Article.Withdrawn} {
		if t.After(last) {
			last = t
		}
	}
	return clamp(last).UTC()
}

func (d *shift) view(ctx context.Context, f *filed, it news.Item, left news.Rights) (*articleView, error) {
	a, w := it.Article, d.w
	t := write(w, it)
	v := &articleView{
		frame:  d.frame(f.path, heading(a), ""),
		Modern: d.o.Arrangement == Modern && it.Digest.Title != "",
		Outlet: a.Outlet, Stamp: stamp(date(a)), Date: w.Date(date(a)),
		Digest: t.digest(), DigestLang: it.Digest.Lang,
		Text: t.body(), TextLang: a.Lang, Captions: t.notes,
		Original: link(a.Canonical),
		JSON:     lastPart(jsonPath(f.path)),
	}
	if v.Original == "" {
		v.Original = link(a.URL)
	}
	v.Heading, v.HeadingLang = heading(a), a.Lang
	if v.Modern {
		v.Heading, v.HeadingLang, v.Orig, v.OrigLang = it.Digest.Title, it.Digest.Lang, a.Title, a.Lang
		v.Title = cut(v.Heading, titleBound)
	}
	v.Kept = !v.Modern && strings.HasPrefix(a.Lang, "zh")
	if a.Words > 0 {
		v.Length, v.Words = w.Minutes(text.Minutes(a.Words, a.Lang)), w.NWords(a.Words)
	}
	if v.Both = t.translation(); v.Both != "" {
		v.BothLabel = w.BothTexts + w.Colon + w.Translation
	}
	if v.Digest != "" {
		v.Label = w.Digest + " · " + w.MadeBy(it.Digest)
	}
	v.Abstract = cut(plain(it.Digest), leadBound)
	if v.Abstract != "" {
		v.About = v.Abstract
	}
	v.NoIndex = v.NoIndex || a.NoIndex
	v.DayHref, v.SrcHref = v.Root+dayPath(f.day), v.Root+sourcePath(f.source)
	v.ReadAt = fmt.Sprintf(w.ReadOriginal, a.Outlet)
	v.Canonical = v.Self
	if d.o.Audience == Public && left == "" && len(a.Blocks) > 0 && v.Original != "" {
		v.Canonical = v.Original // the full text is the outlet's: its page is the one to be found
	}
	v.say(it, left)
	v.tell(it, d.o.Audience == Private)
	v.explain(it, t)
	v.cite(d.Builder, f, it)
	for _, s := range d.topicsBy(f.topics) {
		v.Topics = append(v.Topics, pageLink{v.Root + topicPath(s.ID), s.Name})
	}
	return v, d.relate(ctx, v, f, it)
}

// heading is the one heading of a report's page.
func heading(a news.Article) string {
	name := a.SourceName
	if name == "" {
		name = a.Outlet
	}
	if name == "" {
		return a.Title
	}
	return name + "-" + a.Title
}

func plain(d news.Digest) string {
	sep := " "
	if unspaced(d.Lang) {
		sep = ""
	}
	parts := make([]string, len(d.Summary))
	for i, c := range d.Summary {
		parts[i] = line(c.Text)
	}
	return strings.Join(parts, sep)
}

// say fills in what a reader has to know before trusting the text.
func (v *articleView) say(it news.Item, left news.Rights) {
	a, w := it.Article, v.W
	switch {
	case left == news.RightsLink:
		v.Cut = w.LinkOnly
	case left == news.RightsExcerpt:
		v.Cut = w.ExcerptOnly
	case w.KindNotes[a.Kind] != "":
		v.Cut = w.KindNotes[a.Kind]
	case len(a.Blocks) == 0:
		v.Cut = w.NoText
	}
	if v.Cut != "" {
		v.Notes = append(v.Notes, v.Cut)
	}
	if !a.Withdrawn.IsZero() {
		v.Notice = fmt.Sprintf(w.Withdrawn, w.Date(a.Withdrawn.UTC()))
		v.Notes = append(v.Notes, v.Notice)
	}
}

// tell fills in where the report comes from.
func (v *articleView) tell(it news.Item, private bool) {
	a, w := it.Article, v.W
	var facts, versions []fact
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
	add(fact{Name: w.Original, Value: v.Original, Href: v.Original})
	moment(w.Published, a.Published)
	moment(w.Updated, a.Updated)
	moment(w.Captured, a.Captured.UTC())
	add(fact{Name: w.Language, Value: w.LanguageName(a.Lang)})
	add(fact{Name: w.Hash, Value: line(string(a.Capture)), Code: true})
	if private && it.Capture.File != "" {
		add(fact{Name: w.Record, Value: line(it.Capture.File) + " @ " + strconv.FormatInt(it.Capture.Offset, 10), Code: true})
	}
	if len(it.Versions) > 1 {
		for _, x := range it.Versions {
			versions = append(versions, fact{
				Name: fmt.Sprintf(w.Version, x.N), Value: w.Moment(x.Captured.UTC()) + " · " + w.NWords(x.Words), Stamp: stamp(x.Captured.UTC()),
			})
		}
	}
	v.Facts, v.Versions = factList(facts), factList(versions)
	if v.Both != "" {
		v.Notes = append(v.Notes, fmt.Sprintf(w.TranslatedBy, it.Digest.By))
	}
	v.Notes = append(v.Notes, a.Notes...)
}

// explain fills in how the digest was made, what was compared, and what came of it.
func (v *articleView) explain(it news.Item, t *writing) {
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
		return
	}
	made := []string{w.MadeBy(d)}
	if d.Prompt != "" {
		made = append(made, fmt.Sprintf(w.PromptVersion, d.Prompt))
	}
	if !d.At.IsZero() {
		made = append(made, w.Moment(d.At.UTC()))
	}
	say(strings.Join(made, w.Comma) + w.Stop)
	if d.Covers > 0 {
		say(w.Counted(d.Covers, w.Covers))
	}
	if len(t.text) > 0 {
		say(w.EvidenceNote)
	}
	v.compare(d, t)
}

// compare fills in what the check of the digest found.
func (v *articleView) compare(d news.Digest, t *writing) {
	w := v.W
	if len(d.Checked) == 0 {
		v.Made = append(v.Made, w.NotChecked)
	} else {
		var names []string
		for _, r := range d.Checked {
			names = append(names, w.Rule(r))
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
	for _, x := range d.LeftOut {
		for _, f := range x.Why {
			v.LeftOut = append(v.LeftOut, template.HTML(t.finding(f, true)))
		}
	}
	if len(d.LeftOut) > 0 {
		v.LeftOutLabel = w.Counted(len(d.LeftOut), w.LeftOut)
	}
	if len(d.Checked) > 0 && len(v.Findings) == 0 && len(d.LeftOut) == 0 {
		v.Made = append(v.Made, w.NoFinding)
	}
}

// relate fills in the way to other reports: of the same event, of the same day.
func (d *shift) relate(ctx context.Context, v *articleView, f *filed, it news.Item) error {
	if fs := d.plan.byDay[f.day]; len(fs) > 1 {
		i, _ := slices.BinarySearchFunc(fs, f, newerFirst)
		if i > 0 {
			v.After = d.near(fs[i-1], v.Root)
		}
		if i+1 < len(fs) {
			v.Before = d.near(fs[i+1], v.Root)
		}
	}
	if members := d.plan.byStory[f.story]; len(members) > 1 {
		v.StoryHref = v.Root + storyPath(f.story)
		heads, err := d.story(ctx, f.story)
		if err != nil {
			return err
		}
		for i := len(heads) - 1; i >= 0 && len(v.Siblings) < siblingsShown; i-- {
			if heads[i].ID == f.id {
				continue
			}
			if s, ok := d.row(heads[i], v.Root, f.day); ok {
				v.Siblings = append(v.Siblings, s)
			}
		}
	}
	if orig := d.ledger.filed[it.CopyOf]; orig != nil && it.CopyOf != f.id {
		items, err := d.lib.Items(ctx, []news.ArticleID{it.CopyOf})
		if err != nil {
			return err
		}
		for _, o := range items {
			if s, ok := d.row(HeadOf(o), v.Root, f.day); ok {
				v.CopyOf = &s
			}
		}
	}
	return nil
}

func (d *shift) near(f *filed, root string) *row {
	h := d.heads[f.id]
	if h == nil {
		return nil
	}
	if s, ok := d.row(*h, root, f.day); ok {
		return &s
	}
	return nil
}

// story returns the heads of a story, newest first.
func (d *shift) story(ctx context.Context, id news.StoryID) ([]Head, error) {
	if hs, ok := d.stories[id]; ok {
		return hs, nil
	}
	hs, err := d.lib.Heads(ctx, Query{Story: id})
	d.stories[id] = hs
	return hs, err
}

func lastPart(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }
