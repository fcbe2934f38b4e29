package digest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Bounds on the way of single sentences: with the headline and the sentences that may be mended a digest takes
// eight short questions at most.
const (
	fewSentences = 3 // of a short report
	sentences    = 4
	shortReport  = 8   // sentences
	looked       = 400 // sentences of the opening that are looked at, and a quarter of that at the end

	wholeMends    = 5 // sentences of a digest that may be asked for again, where it was written as a whole
	sentenceMends = 3
)

// way is how the digest is written.
func (w *Writer) way(ctx context.Context) (news.Way, error) {
	if w.Way == nil {
		return news.AsWhole, nil
	}
	return w.Way(ctx)
}

// Mends is how many single lines of a digest may be asked for again, and whether all of it may be, once.
func (w *Writer) Mends(ctx context.Context) (lines int, whole bool) {
	if way, err := w.way(ctx); err == nil && way == news.BySentences {
		return sentenceMends, false
	}
	return wholeMends, true
}

// single reports whether a report is digested sentence by sentence. One in the reader's own language is not: its
// sentences would be asked for as they are.
func (w *Writer) single(ctx context.Context, o order) (bool, error) {
	way, err := w.way(ctx)
	return way == news.BySentences && baseOf(o.article.Lang) != o.tongue.base, err
}

// bySentences writes the digest from single questions: the sentences that carry the news, each rendered alone, and the
// headline. A sentence whose answer cannot be shown stays in its place with the finding that rejects it, so that it can be mended;
// once more than half of them are such, no more is asked.
func (w *Writer) bySentences(ctx context.Context, o order) (news.Digest, error) {
	var d news.Digest
	if len(o.article.Sentences()) == 0 {
		return d, news.ErrNoText
	}
	chosen, unusable := choose(o.article, o.titles), 0
	for _, n := range chosen {
		l := w.rendering(o, n)
		got, ans, err := w.claimed(ctx, o, l, "sentence", SentenceVersion, []int{n})
		d.Tokens, d.By = plus(d.Tokens, ans.Usage), cmp.Or(ans.Model, d.By)
		if err != nil && (!errors.Is(err, news.ErrRejected) || isBound(err)) {
			return d, err
		}
		if err != nil && len(got.Claim.Findings) == 0 {
			got.Claim.Findings = []news.Finding{malformed("", news.BlankSentence)}
		}
		d.Summary = append(d.Summary, got.Claim)
		if err != nil {
			unusable++
		}
		if lost := unusable > 1 && unusable*2 > len(chosen); lost {
			return w.named(o, d), nil // what is left to ask would be thrown away
		}
	}
	if len(d.Summary) == 0 {
		return d, fmt.Errorf("its text has nothing but notes of the page: %w", news.ErrRejected)
	}
	title, err := w.Title(ctx, o.article)
	d.Tokens = plus(d.Tokens, llm.Usage(title.Paid))
	if err != nil && !errors.Is(err, news.ErrRejected) {
		return d, err
	}
	d.Title = title.Claim.Text
	return w.named(o, d), nil
}

// named completes a digest of single sentences with its names, its language and its model.
func (w *Writer) named(o order, d news.Digest) news.Digest {
	d.By = cmp.Or(d.By, w.Name)
	d.Names = namesShown(o.names, d)
	d.Lang = o.tongue.written(d.Title + prose(d))
	return d
}

// namesShown are the names whose rendering stands in the digest.
func namesShown(all []news.Name, d news.Digest) []news.Name {
	said := d.Title + "\n" + prose(d)
	var out []news.Name
	for _, n := range all {
		if strings.Contains(said, n.Target) && !slices.Contains(out, n) && len(out) < maxNames {
			out = append(out, n)
		}
	}
	return out
}

// choose returns the numbers of the sentences that carry the news of a report, ascending but for the first, which is the
// lead. It goes by rules: figures, quotations and names; the end, where reports say what comes next; and whether a
// sentence can be read alone. Of a page with little text the standfirst is chosen too, last, or alone where all of the
// text are notes of the page; without one nothing is chosen then.
func choose(a news.Article, titles bool) []int {
	all := a.Sentences()
	body := reported(a, all)
	if len(body) == 0 {
		if a.Cited(news.StandfirstN) != "" {
			return []int{news.StandfirstN}
		}
		return nil
	}
	first := body[0].N
	if some := lead(a, leadSentence); len(some) > 0 {
		first = some[0].Evidence[0]
	}
	most := sentences
	switch {
	case titles:
		most = 1
	case len(all) < shortReport:
		most = fewSentences
	}
	out, perBlock := []int{first}, map[int]int{}
	for _, c := range candidates(a, all, body, first) {
		repeats := slices.ContainsFunc(out, func(n int) bool { return alike(all[n-1].Text, all[c.n-1].Text) })
		if len(out) < most && perBlock[c.block] < 2 && !repeats {
			out = append(out, c.n)
			perBlock[c.block]++
		}
	}
	slices.Sort(out[1:])
	said := slices.ContainsFunc(out, func(n int) bool { return alike(all[n-1].Text, a.Standfirst) })
	if len(out) < most && len(body) < fewSentences && !said && substantial(text.Collapse(a.Standfirst), a) {
		out = append(out, news.StandfirstN)
	}
	return out
}

// candidate is a sentence that may be chosen.
type candidate struct {
	n, block int
	worth    float64
}

// candidates are the sentences of a body, out of all, that can be chosen beside the first one, the best first.
func candidates(a news.Article, all, body []news.Sentence, first int) []candidate {
	var some []candidate
	for _, s := range body {
		i := s.N - 1
		if i > looked && i < len(all)-looked/4 {
			continue // of a report without end
		}
		if s.N <= first || !alone(s, a) || alike(s.Text, all[first-1].Text) || alike(s.Text, a.Title) {
			continue
		}
		if v := worth(s, a.Lang, i, len(all)); v > 0 {
			some = append(some, candidate{s.N, s.Block, v})
		}
	}
	slices.SortStableFunc(some, func(x, y candidate) int { return cmp.Or(cmp.Compare(y.worth, x.worth), x.n-y.n) })
	return some
}

// alone reports whether s is a whole sentence of the report's own text.
func alone(s news.Sentence, a news.Article) bool {
	switch a.Blocks[s.Block].Kind {
	case news.Paragraph, news.Quote, "":
		return ended(s.Text) && !label(s.Text) && !invitation.MatchString(s.Text)
	}
	return false
}

// Patterns of what makes a sentence worth its place.
var (
	figures  = regexp.MustCompile(`\d`)
	speeches = regexp.MustCompile(`(?i)[“"„«「『]|\b(?:said|says|told|announced|denied|warned|according to|sagte|teilte|erklärte|a déclaré|selon)\b|と述べ|と発表|によると|明らかにした`)
	coming   = regexp.MustCompile(`(?i)\b(?:will|plans? to|expected|next (?:week|month|year)|soll|wird|geplant)\b|見通し|予定|方針`)
	leaning  = regexp.MustCompile(`^(?:[“"„«「『'‘]|(?i:(?:he|she|it|they|this|that|these|those|but|and|so|however|meanwhile|there|such|here|then|er|sie|es|das|dies|diese|dabei|doch|aber|il|elle|ils|elles|ce|cela|mais)\b)|同|これ|それ|その|この|また|一方|しかし)`)
)

// worth is what a sentence counts for among those of its report; zero or less: it is not chosen.
func worth(s news.Sentence, lang string, i, of int) float64 {
	v := 1 - 0.8*float64(i)/float64(of)
	n := text.Words(s.Text, lang)
	short, long := 7, 40
	if bound(lang) == extractIdeographs {
		short, long = 16, 110
	}
	switch {
	case n < short || n > 2*long || strings.ContainsAny(s.Text, "?？"):
		return 0
	case n > long:
		v--
	}
	for _, p := range []struct {
		of  *regexp.Regexp
		add float64
	}{{figures, 1}, {speeches, 0.6}, {coming, 0.4}, {leaning, -1}} {
		if p.of.MatchString(s.Text) {
			v += p.add
		}
	}
	if i > of*3/4 && coming.MatchString(s.Text) {
		v += 0.5
	}
	return v
}

// alike reports whether two sentences say the same in much the same words: two thirds of the longer words of the
// shorter one stand in the other.
func alike(a, b string) bool {
	x, y := longWords(a), longWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 3 {
		return text.Fold(a) == text.Fold(b)
	}
	same := 0
	for w := range x {
		if y[w] {
			same++
		}
	}
	return same*3 >= len(x)*2
}

// longWords are the words of four letters and more, and pairs of ideographs.
func longWords(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		r := []rune(w)
		if strings.ContainsFunc(w, text.Ideographic) {
			for i := range len(r) - 1 {
				out[string(r[i:i+2])] = true
			}
			continue
		}
		if len(r) >= 4 {
			out[w] = true
		}
	}
	return out
}
