package rights

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// What is public is listed here, field by field: each function makes a value that holds nothing but what its
// literal names. A field that nobody thought of stays empty, and TestEveryFieldIsClassed asks about it.

// Public returns the item as the public may see it, and to what it had to be reduced: "" (nothing
// was left out), news.RightsExcerpt or news.RightsLink. It shares no memory that it changes.
func Public(it news.Item) (news.Item, news.Rights) {
	v := viewOf(it)
	left := v.grant
	if len(it.Article.Blocks) == 0 || v.grant == news.RightsFull {
		left = "" // there was no text to leave out
	}
	return news.Item{
		Article: v.article(it.Article), Digest: v.digest(it.Digest),
		Rights: it.Rights, Story: it.Story, CopyOf: it.CopyOf, Versions: versions(it.Versions),
		Sights: sights(it.Sights),
	}, left
}

// view is what the public may see of one report.
type view struct {
	grant  news.Rights // one of the three
	blocks []news.Block
	withheld
}

func viewOf(it news.Item) view {
	a := it.Article
	v := view{grant: news.RightsExcerpt}
	switch {
	case LinkOnly(it.Rights, a.NoArchive || a.Reserved):
		v.grant = news.RightsLink
	case it.Rights == news.RightsFull:
		v.grant = news.RightsFull
		v.blocks = cloned(a.Blocks)
		return v
	default:
		v.blocks = excerpt(a.Blocks, a.Lang)
	}
	v.withheld = withhold(a, v.blocks, v.grant)
	return v
}

func (v view) article(a news.Article) news.Article {
	out := news.Article{
		ID: a.ID, Version: a.Version, Source: a.Source, SourceName: a.SourceName, Outlet: a.Outlet, Filed: a.Filed,
		URL: news.Bare(a.URL), Canonical: news.Bare(a.Canonical), Kind: a.Kind, Title: a.Title, Byline: slices.Clone(a.Byline),
		Published: a.Published, Hour: a.Hour, Updated: a.Updated, Captured: a.Captured, Seen: a.Seen, Withdrawn: a.Withdrawn,
		Lang: a.Lang, Section: v.words(a.Section), Tags: v.each(a.Tags), Image: news.Image{URL: news.Bare(a.Image.URL)},
		Blocks: v.blocks, Words: a.Words, NoArchive: a.NoArchive, NoIndex: a.NoIndex, Reserved: a.Reserved,
		Notes: notes(a.Notes), Capture: a.Capture, Edited: a.Edited,
	}
	switch v.grant {
	case news.RightsFull:
		out.Standfirst, out.Image.Caption, out.Image.Credit = a.Standfirst, a.Image.Caption, a.Image.Credit
	case news.RightsExcerpt:
		out.Standfirst = v.words(teaser(a.Standfirst, a.Lang))
	}
	return out
}

func (v view) digest(d news.Digest) news.Digest {
	out := news.Digest{
		Article: d.Article, Version: d.Version, Lang: d.Lang, Title: v.words(d.Title), By: d.By, Prompt: d.Prompt, At: d.At,
		Covers: d.Covers, Reason: d.Reason, Checked: slices.Clone(d.Checked), Unfit: d.Unfit,
		TitleByHand: d.TitleByHand, Revisions: revisions(d.Revisions),
	}
	own := d.By == news.ByExtract // the outlet's own words
	for _, c := range d.Summary {
		if own && v.grant == news.RightsLink || v.hides(c.Text) || own && v.behind(c.Evidence) {
			continue
		}
		out.Summary = append(out.Summary, news.Claim{Text: c.Text, Evidence: slices.Clone(c.Evidence), Findings: v.findings(c.Findings, c.Text),
			ByHand: c.ByHand, Editor: c.Editor, Approved: c.Approved})
	}
	if own && v.grant != news.RightsFull {
		return out
	}
	for _, x := range news.Once(d.LeftOut) {
		out.LeftOut = append(out.LeftOut, news.Reject{Why: v.findings(x.Why, "")})
	}
	if v.grant == news.RightsFull {
		out.Translation = slices.Clone(d.Translation)
	}
	return out
}

// revisions say that a digest was revised, by whom and when: neither what it said before, nor why.
func revisions(list []news.Revision) []news.Revision {
	var out []news.Revision
	for _, r := range list {
		out = append(out, news.Revision{Kind: r.Kind, N: r.N, By: r.By, At: r.At, Undone: r.Undone})
	}
	return out
}

// TitleHeld reports whether the headline of the digest repeats what the public may not see of the report.
func TitleHeld(it news.Item) bool {
	return it.Digest.Title != "" && viewOf(it).hides(it.Digest.Title)
}

// MayRepeat reports whether TitleHeld has to be asked about a headline, where the report is not at hand: it is more than a
// name, and has as much in a script in which a report of that language can be written.
func MayRepeat(title, lang string) bool {
	s := plain(title)
	if !long(s) {
		return false
	}
	switch base, _, _ := strings.Cut(strings.ToLower(lang), "-"); base {
	case "", "und", "mul", "zh", "yue", "ja", "ko":
		return true
	}
	return long(strings.Join(strings.FieldsFunc(s, text.Ideographic), " "))
}

func (v view) each(list []string) []string {
	var out []string
	for _, s := range list {
		if s = v.words(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// findings are what a check found in a sentence, which is shown itself (or "").
func (v view) findings(fs []news.Finding, sentence string) []news.Finding {
	var out []news.Finding
	for _, f := range fs {
		shown := news.Finding{Rule: f.Rule, Rejects: f.Rejects, Found: v.quotation(f.Found)}
		if f.Span != "" && strings.Contains(sentence, f.Span) {
			shown.Span = f.Span
		} else {
			shown.Span = v.words(f.Span)
		}
		switch arg, of := v.argument(f, f.Arg), v.argument(f, f.Of); {
		case shown.Found != f.Found:
			shown.Reason = news.OtherWords // which words is not said
		case arg == f.Arg && of == f.Of:
			shown.Reason, shown.Arg, shown.Of = f.Reason, arg, of
		case f.Reason == news.NumberElsewhere:
			shown.Reason = news.DateElsewhere // which says where no more than that
		}
		out = append(out, shown)
	}
	return out
}

// ownArguments are the reasons whose arguments are numbers, dates, and names of the digest or of the glossary:
// words of ours, not of the outlet's.
var ownArguments = map[news.ReasonCode]bool{
	news.TooManyCharacters: true, news.NoSuchSentence: true, news.OtherDay: true, news.OriginalMissing: true,
	news.CustomaryName: true, news.NotNamed: true, news.TooManySentences: true, news.TooLong: true,
	news.NoGround: true, news.TooMuchEvidence: true, news.WrongLanguage: true,
}

// argument is an argument of a finding's reason, or "" where it may be the report's own words.
func (v view) argument(f news.Finding, arg string) string {
	if ownArguments[f.Reason] {
		return v.words(arg)
	}
	return v.quotation(arg)
}

// notes leaves away those that are not of a known form: what they say is not known either.
func notes(list []news.Note) []news.Note {
	var out []news.Note
	for _, n := range list {
		if n.Code != news.NoteOther {
			out = append(out, news.Note{Code: n.Code, Arg: n.Arg, Of: n.Of})
		}
	}
	return out
}

// sights leave away the names of the desk's own files. Of which of them a page tells is for package page to say.
func sights(list []news.Sight) []news.Sight {
	var out []news.Sight
	for _, s := range list {
		out = append(out, news.Sight{At: s.At, Seen: s.Seen, Status: s.Status, URL: news.Bare(s.URL), Kept: s.Kept, Reached: s.Reached})
	}
	return out
}

func versions(list []news.Version) []news.Version {
	var out []news.Version
	for _, x := range list {
		out = append(out, news.Version{N: x.N, Title: x.Title, Words: x.Words, Captured: x.Captured, Seen: x.Seen, Hash: x.Hash, Edited: x.Edited, OutOfFile: x.OutOfFile})
	}
	return out
}

func cloned(blocks []news.Block) []news.Block {
	var out []news.Block
	for _, b := range blocks {
		out = append(out, news.Block{Kind: b.Kind, Text: b.Text, Ends: b.Ends, Label: b.Label, Number: b.Number})
	}
	return out
}
