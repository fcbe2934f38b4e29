package rights

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

const (
	edited  = "Some 14 people fled their homes on Monday."
	edited2 = "Some 12 people fled their homes on Monday."
	secret  = "A spokesman for the mayor said that 40 more would be moved by night."
	secret2 = "A spokesman for the mayor said that 50 more would be moved by night."
)

// past is a report of which the outlet changed a figure in the first paragraph, which an excerpt has, and one in the last.
func past(r news.Rights, change func(old, now *news.Article)) (news.History, news.Item) {
	state := func(n int, first, last, title string) news.Article {
		a := news.Article{ID: "a", Version: n, Title: title, Lang: "en", Kind: news.PageArticle}
		for _, p := range []string{first, strings.Repeat("Rain fell on the hills. ", 12), last} {
			p = strings.TrimSpace(p)
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
		}
		return a
	}
	old, now := state(1, edited, secret, "Flood"), state(2, edited2, secret2, "Great flood")
	change(&old, &now)
	pieces := func(a, b, c, d string) news.Passage {
		return news.Passage{Pieces: []news.Piece{{Text: a}, {Kind: news.Deleted, Text: b}, {Kind: news.Inserted, Text: c}, {Text: d}}}
	}
	first, last := strings.SplitN(edited, "14", 2), strings.SplitN(secret, "40", 2)
	e := news.Edit{Article: "a", From: 1, N: 2, Since: time.Unix(1, 0), At: time.Unix(2, 0), Known: true, Reason: news.RankCorrected, Was: "14", Is: "12",
		WasT: "Flood", IsT: "Great flood", Note: "Correction: " + secret2, Paragraphs: 2, Rewritten: false,
		Passages: []news.Passage{pieces(first[0], "14", "12", first[1]), {Same: 1}, pieces(last[0], "40", "50", last[1])}}
	return news.History{Earlier: []news.Article{old}, Edits: []news.Edit{e}}, news.Item{Article: now, Rights: r}
}

// TestHistory is the table of rights × versions.
func TestHistory(t *testing.T) {
	same := func(old, now *news.Article) {}
	for _, c := range []struct {
		name    string
		rights  news.Rights
		change  func(old, now *news.Article)
		earlier int
		shown   []bool // the first and the last paragraph
		note    bool
		figure  bool
	}{
		{"full", news.RightsFull, same, 1, []bool{true, true}, true, true},
		{"excerpt", news.RightsExcerpt, same, 0, []bool{true, false}, false, true},
		{"link", news.RightsLink, same, 0, []bool{false, false}, false, false},
		{"full, but the outlet asks by now that no copy be shown", news.RightsFull, func(_, now *news.Article) { now.NoArchive = true }, 0, []bool{false, false}, false, false},
		{"full, but it asked that of the version before", news.RightsFull, func(old, _ *news.Article) { old.Reserved = true }, 0, []bool{false, false}, true, false},
		{"excerpt, reserved by now", news.RightsExcerpt, func(_, now *news.Article) { now.Reserved = true }, 0, []bool{false, false}, false, false},
	} {
		h, it := past(c.rights, c.change)
		before, _ := past(c.rights, c.change)
		got := History(h, it)
		if len(got.Edits) != 1 || len(got.Edits[0].Passages) != 3 {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		e := got.Edits[0]
		changed := map[bool]string{true: "14 > 12", false: "Flood > Great flood"}[c.figure] // the headline, where the figure is withheld
		if e.WasT != "Flood" || e.IsT != "Great flood" || e.Was+" > "+e.Is != changed || e.Paragraphs != 2 || !e.Known {
			t.Errorf("%s: headline, figure or count is withheld: %+v", c.name, e)
		}
		if len(got.Earlier) != c.earlier || (e.Note != "") != c.note {
			t.Errorf("%s: %d earlier texts, note %q", c.name, len(got.Earlier), e.Note)
		}
		for i, want := range c.shown {
			p := e.Passages[2*i]
			if (len(p.Pieces) > 0) != want || p.Left == want {
				t.Errorf("%s: paragraph %d is shown: %v, want %v", c.name, i, p, want)
			}
		}
		if e.Passages[1].Same != 1 {
			t.Errorf("%s: equal paragraphs are not counted", c.name)
		}
		if !reflect.DeepEqual(h, before) {
			t.Errorf("%s: the history was changed", c.name)
		}
	}
}

// What was changed is withheld where it repeats words that are withheld of either version.
func TestHistoryWithholdsWords(t *testing.T) {
	for r, hidden := range map[news.Rights]bool{news.RightsFull: false, news.RightsExcerpt: true, news.RightsLink: true} {
		for _, put := range []func(*news.Edit){func(e *news.Edit) { e.Was = secret }, func(e *news.Edit) { e.Is = secret2 }} {
			h, it := past(r, func(_, _ *news.Article) {})
			put(&h.Edits[0])
			want := h.Edits[0].Was + h.Edits[0].Is
			if hidden { // the headline stands in, which is always shown
				want = "FloodGreat flood"
			}
			if e := History(h, it).Edits[0]; e.Was+e.Is != want {
				t.Errorf("%s: %q, %q", r, e.Was, e.Is)
			}
		}
	}
}

// What is taken out of excerpts counts against one bound.
func TestHistoryIsBounded(t *testing.T) {
	h, it := past(news.RightsExcerpt, func(_, _ *news.Article) {})
	for range excerptWords + 9 {
		h.Edits = append(h.Edits, h.Edits[0])
	}
	shown := 0
	for _, e := range History(h, it).Edits {
		for _, p := range e.Passages {
			if len(p.Pieces) > 0 {
				shown++
			}
		}
	}
	if shown != excerptWords {
		t.Errorf("%d paragraphs with a word taken out are shown", shown)
	}
}

// TestEveryFieldOfAHistoryIsClassed: a field that nobody has thought of is not shown.
func TestEveryFieldOfAHistoryIsClassed(t *testing.T) {
	var e news.Edit
	fill(reflect.ValueOf(&e).Elem(), "")
	e.From, e.N = 1, 2
	h, it := past(news.RightsFull, func(_, _ *news.Article) {})
	h.Edits = []news.Edit{e}
	got := History(h, it).Edits[0]
	v := reflect.ValueOf(got)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("nobody has said who may see Edit.%s", v.Type().Field(i).Name)
		}
	}
}

// TestPastDigestsKeepToTheRights: a digest of before shows no words that are withheld of its own version or of the present one.
func TestPastDigestsKeepToTheRights(t *testing.T) {
	const ours = "About 14 people had to leave."
	for r, want := range map[news.Rights]string{news.RightsFull: ours + secret + secret2, news.RightsExcerpt: ours, news.RightsLink: ours} {
		h, it := past(r, func(_, _ *news.Article) {})
		d := news.Digest{Version: 1, By: "model", Lang: "en", Title: secret}
		for _, s := range []string{ours, secret, secret2} {
			d.Summary = append(d.Summary, news.Claim{Text: s, Evidence: []int{1}})
		}
		unknown := d
		unknown.Version = 7
		h.Digests = []news.Digest{d, unknown}
		got := History(h, it).Digests
		if len(got) != 1 {
			t.Fatalf("%s: %d digests", r, len(got))
		}
		said := ""
		for _, c := range got[0].Summary {
			said += c.Text
		}
		if said != want || (got[0].Title != "") != (r == news.RightsFull) {
			t.Errorf("%s: %q under %q, want %q", r, said, got[0].Title, want)
		}
	}
}
