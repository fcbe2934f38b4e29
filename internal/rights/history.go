package rights

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// History returns the past of a report as the public may see it. Headlines are always shown, and what of weight was changed where
// changed allows that of both versions. Of a report of which an excerpt is shown, a changed paragraph is shown where
// all of it, before and after, is within the excerpts of the two versions, and the words taken out are no more than an excerpt has;
// where a link is shown, none. A digest of an earlier version shows what that version and the present one allow. What a version asked of those who keep copies, and what the outlet asks today, holds for both sides
// of an edit.
func History(h news.History, it news.Item) news.History {
	views := map[int]view{}
	for _, a := range append(slices.Clone(h.Earlier), it.Article) {
		old := it
		old.Article = a.AskingMore(it.Article)
		views[a.Version] = viewOf(old)
	}
	var out news.History
	for _, a := range h.Earlier {
		if v := views[a.Version]; v.grant == news.RightsFull {
			out.Earlier = append(out.Earlier, v.article(a))
		}
	}
	present := viewOf(it)
	for _, d := range h.Digests {
		if v, known := views[d.Version]; known {
			out.Digests = append(out.Digests, present.digest(v.digest(d)))
		}
	}
	left := excerptWords // of what was taken out, in all edits
	for _, e := range h.Edits {
		old, known := views[e.From]
		now, there := views[e.N]
		if known && there {
			out.Edits = append(out.Edits, shownEdit(e, old, now, it.Article.Lang, &left))
		}
	}
	return out
}

func shownEdit(e news.Edit, old, now view, lang string, left *int) news.Edit {
	out := news.Edit{
		Article: e.Article, From: e.From, N: e.N, Since: e.Since, At: e.At, Known: e.Known, Reason: e.Reason,
		WasT: e.WasT, IsT: e.IsT, Rewritten: e.Rewritten, Paragraphs: e.Paragraphs, Note: now.quotation(e.Note),
	}
	if out.Was, out.Is = changed(e.Was, e.Is, old, now); out.Was+out.Is == "" && e.WasT != e.IsT {
		out.Was, out.Is = changed(e.WasT, e.IsT, old, now) // the headline became another in the same edit
	}
	grant := narrower(old.grant, now.grant)
	for _, p := range e.Passages {
		switch {
		case p.Same > 0:
			out.Passages = append(out.Passages, news.Passage{Same: p.Same})
		case grant == news.RightsFull, grant == news.RightsExcerpt && !e.Rewritten && quotable(p, old, now, lang, left):
			out.Passages = append(out.Passages, news.Passage{Pieces: slices.Clone(p.Pieces)})
		default:
			out.Passages = append(out.Passages, news.Passage{Left: true})
		}
	}
	return out
}

// changed returns what an edit changed, in the words of the two versions, or nothing where either may not be shown. Of a version of
// which a link is shown, that is what stands in its headline; where an excerpt is shown, also what stands in that, and a figure or a
// name that became another.
func changed(was, is string, old, now view) (string, string) {
	named := is != "" && narrower(old.grant, now.grant) != news.RightsLink
	for _, x := range []struct {
		v view
		s string
	}{{old, was}, {now, is}} {
		if s := plain(x.s); x.v.quotation(x.s) != x.s && (!named || long(s)) {
			return "", ""
		}
	}
	return was, is
}

// narrower is the one of two grants that shows less.
func narrower(a, b news.Rights) news.Rights {
	for _, r := range []news.Rights{news.RightsLink, news.RightsExcerpt} {
		if a == r || b == r {
			return r
		}
	}
	return news.RightsFull
}

// quotable reports whether both states of a paragraph are within the excerpts, and counts what was taken out of it.
func quotable(p news.Passage, old, now view, lang string, left *int) bool {
	var was, is, out strings.Builder
	for _, x := range p.Pieces {
		if x.Kind != news.Inserted {
			was.WriteString(x.Text)
		}
		if x.Kind != news.Deleted {
			is.WriteString(x.Text)
		} else {
			out.WriteString(x.Text)
		}
	}
	if !old.shows(was.String()) || !now.shows(is.String()) {
		return false
	}
	n := text.Words(out.String(), lang)
	if n > *left {
		return false
	}
	*left -= n
	return true
}

// shows reports whether a paragraph is a whole block of what is shown of a report, or nothing.
func (v view) shows(paragraph string) bool {
	return paragraph == "" || slices.ContainsFunc(v.blocks, func(b news.Block) bool { return b.Text == paragraph })
}
