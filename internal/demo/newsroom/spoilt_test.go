package newsroom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// pair is a report as a desk has it, and the digest that is recorded for it.
type pair struct {
	name    string
	article news.Article
	digest  news.Digest
}

// pairs are all reports of the newsroom with their digests.
func pairs(t *testing.T) []pair {
	t.Helper()
	var out []pair
	all(t, func(_ *testing.T, r *report, e int, o outlet) {
		rec := r.digests[e-1]
		if rec == nil || slices.ContainsFunc(out, func(p pair) bool { return p.digest.Title == rec.Title }) {
			return
		}
		s := r.in(e)
		p := pair{name: r.Name + "/" + strconv.Itoa(e), article: articleOf(s, o), digest: news.Digest{Lang: "zh-Hans", Title: rec.Title, By: "m"}}
		lines := numberedLines(s)
		for _, c := range rec.Claims {
			p.digest.Summary = append(p.digest.Summary, news.Claim{Text: c.Text, Evidence: evidence(c.Quotes, lines)})
		}
		for _, n := range rec.Names {
			p.digest.Names = append(p.digest.Names, news.Name{Source: n[0], Target: n[1]})
		}
		out = append(out, p)
	})
	return out
}

// articleOf is a report as it is read of its page.
func articleOf(s state, o outlet) news.Article {
	a := news.Article{Kind: news.PageArticle, Title: s.Title, Standfirst: s.Standfirst, Byline: s.Byline, Published: s.Published,
		Lang: o.Lang, Outlet: o.Name, Section: s.Section, Tags: s.Tags, Image: news.Image{Caption: s.Image}}
	for _, p := range s.shown() {
		b := news.Block{Kind: news.Paragraph, Text: p.Text, Ends: text.Sentences(p.Text)}
		switch p.Kind {
		case "figure":
			b.Kind = news.Caption
		case "h", "entry":
			b.Kind = news.Heading
		case "quote":
			b.Kind = news.Quote
		case "li":
			b.Kind = news.ListItem
		}
		a.Blocks = append(a.Blocks, b)
	}
	return a
}

// Nothing of a true digest is left out or in doubt.
func TestTrueDigestsAreNotMarked(t *testing.T) {
	list := pairs(t)
	if len(list) < 40 {
		t.Fatalf("%d digests, want 40", len(list))
	}
	for _, p := range list {
		v := check.Check(p.article, p.digest)
		for _, f := range append(v.Title, v.Whole...) {
			t.Errorf("%s: %s: %s %q: %s", p.name, p.digest.Title, f.Rule, f.Span, f.Why())
		}
		for i, fs := range v.Claims {
			for _, f := range fs {
				t.Errorf("%s: %s: %s %q: %s", p.name, p.digest.Summary[i].Text, f.Rule, f.Span, f.Why())
			}
		}
	}
}

// TestSpoiltDigests spoils one sentence at a time of the true digests, by rule, and holds
// the check to a rate for each kind, with the whole report as ground. -v prints the rates
// and what was missed. The words here are the test's own, so that a rule cannot pass by
// knowing what the test does.
func TestSpoiltDigests(t *testing.T) {
	if testing.Short() {
		t.Skip("one digest after another: nothing for a race detector")
	}
	tried, seen := map[string]int{}, map[string]int{}
	for _, p := range pairs(t) {
		for i, c := range p.digest.Summary {
			for kind, spoilt := range spoil(p, i) {
				d := p.digest
				d.Summary = slices.Clone(d.Summary)
				d.Summary[i].Text = spoilt
				tried[kind]++
				if found := check.Check(p.article, d).Claims[i]; len(found) > 0 {
					seen[kind]++
				} else {
					t.Logf("%s missed: %s (was: %s) %s", kind, spoilt, c.Text, p.name)
				}
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(floors)) {
		rate := float64(seen[kind]) / float64(max(1, tried[kind]))
		t.Logf("%s: %d of %d seen (%.0f %%)", kind, seen[kind], tried[kind], 100*rate)
		if tried[kind] < 5 || rate < floors[kind] {
			t.Errorf("%s: %d of %d seen, want %.0f %%", kind, seen[kind], tried[kind], 100*floors[kind])
		}
	}
}

// floors are the rates of each kind that must be seen.
var floors = map[string]float64{
	"another number": .95, "number of another place": .95, "万/亿": .95, "year": .9, "bound": .8, "direction": .8, "denial": .5, "hedge": .5,
}

var (
	amount  = regexp.MustCompile(`\d+(?:\.\d+)?`)
	years   = regexp.MustCompile(`(?:19|20)\d\d年`)
	tens    = regexp.MustCompile(`(\d)(万|亿)`)
	bounded = regexp.MustCompile(`(?:超过|多达|最多|至少|不到|将近|不足|逾|近)(\d)`)
)

// turns are words with what turns their sentence round: of a pair each into the other.
var turns = map[string][][2]string{
	"direction": {
		{"上涨", "下跌"}, {"增至", "降至"}, {"升至", "降至"}, {"涨至", "跌至"}, {"增加", "减少"}, {"增长", "下降"}, {"上升", "下降"},
		{"提高", "降低"}, {"上调", "下调"}, {"扩大", "缩小"}, {"涨了", "跌了"}, {"增到", "减到"}, {"涨到", "跌到"}, {"升到", "降到"},
	},
	"denial": {
		{"没有", "有"}, {"尚未", "已经"}, {"未能", "已"}, {"不会", "会"}, {"不得", "可以"}, {"拒绝", "同意"}, {"否认", "承认"},
		{"从未", "曾"}, {"不再", "仍"}, {"不愿", "愿意"}, {"并未", "已"},
	},
	"hedge": {
		{"可能会", "将"}, {"可能", "将"}, {"或将", "将"}, {"预计将", "将"}, {"预计", ""}, {"有望", "将"}, {"据称", ""}, {"涉嫌", ""},
		{"计划", "已"}, {"打算", "已"}, {"考虑", "决定"}, {"似乎", ""}, {"大概", ""}, {"也许", ""},
	},
}

// spoil returns sentence i of a digest spoilt in every way that it allows, once each.
func spoil(p pair, i int) map[string]string {
	s := p.digest.Summary[i].Text
	out := map[string]string{}
	for _, at := range amount.FindAllStringIndex(s, -1) {
		if years.MatchString(s[at[0]:]) && years.FindStringIndex(s[at[0]:])[0] == 0 || followed(s[at[1]:], "月日号时点") {
			continue
		}
		if other := anotherNumber(p.article, s[at[0]:at[1]]); other != "" && out["another number"] == "" {
			out["another number"] = s[:at[0]] + other + s[at[1]:]
		}
		if other := numberElsewhere(p, i, s[at[0]:at[1]], s[at[1]:]); other != "" && out["number of another place"] == "" {
			out["number of another place"] = s[:at[0]] + other + s[at[1]:]
		}
	}
	if at := tens.FindStringSubmatchIndex(s); at != nil && !strings.HasPrefix(s[at[4]:], "万亿") {
		out["万/亿"] = s[:at[4]] + map[string]string{"万": "亿", "亿": "万"}[s[at[4]:at[5]]] + s[at[5]:]
	}
	if at := years.FindStringIndex(s); at != nil {
		y, _ := strconv.Atoi(s[at[0] : at[0]+4])
		for _, other := range []int{y - 3, y + 2, y - 7} {
			if !strings.Contains(citedText(p, i), strconv.Itoa(other)) {
				out["year"] = s[:at[0]] + strconv.Itoa(other) + s[at[0]+4:]
				break
			}
		}
	}
	if at := bounded.FindStringSubmatchIndex(s); at != nil {
		out["bound"] = s[:at[0]] + s[at[2]:]
	}
	for kind, words := range turns {
		if spoilt := turned(s, words, kind == "direction"); spoilt != "" {
			out[kind] = spoilt
		}
	}
	return out
}

func followed(s, by string) bool {
	return s != "" && strings.ContainsRune(by, []rune(s)[0])
}

// turned replaces the first word of a list that stands in s, where both ways the other one too.
func turned(s string, words [][2]string, both bool) string {
	for _, w := range words {
		if strings.Contains(s, w[0]) {
			return strings.Replace(s, w[0], w[1], 1)
		}
		if both && len(w[1]) > 3 && strings.Contains(s, w[1]) {
			return strings.Replace(s, w[1], w[0], 1)
		}
	}
	return ""
}

// anotherNumber is a number of as many digits that the report does not have.
func anotherNumber(a news.Article, n string) string {
	for step := byte(1); step < 9; step++ {
		b := []byte(n)
		b[0] = '1' + (b[0]-'1'+2*step)%9
		if v, _ := strconv.ParseFloat(string(b), 64); v > 12 && !strings.Contains(a.Text(), string(b)) && string(b) != n {
			return string(b)
		}
	}
	return ""
}

// numberElsewhere is a number with the same word behind it that another sentence of the
// digest has, and that the cited sentences do not have.
func numberElsewhere(p pair, i int, n, after string) string {
	if after == "" {
		return ""
	}
	next := string([]rune(after)[:1])
	for j, c := range p.digest.Summary {
		if j == i {
			continue
		}
		for _, at := range amount.FindAllStringIndex(c.Text, -1) {
			m := c.Text[at[0]:at[1]]
			if m != n && !strings.Contains(p.digest.Summary[i].Text, m) && len(m) > 1 && strings.HasPrefix(c.Text[at[1]:], next) &&
				!strings.Contains(citedText(p, i), m) {
				return m
			}
		}
	}
	return ""
}

// citedText is what sentence i of a digest cites.
func citedText(p pair, i int) string {
	var out strings.Builder
	for _, s := range p.article.Sentences() {
		if slices.Contains(p.digest.Summary[i].Evidence, s.N) {
			fmt.Fprintln(&out, s.Text)
		}
	}
	return out.String()
}

// TestSwappedDigests has an endpoint that mixes up its answers: to all that it is asked about a
// report it answers with the digest of another one. None may be published.
func TestSwappedDigests(t *testing.T) {
	if testing.Short() {
		t.Skip("one digest after another: nothing for a race detector")
	}
	list := pairs(t)
	tried, published := 0, 0
	for i, p := range list {
		for _, step := range []int{1, 5, 11, 17} {
			q := list[(i+step)%len(list)]
			if eventOf(p) == eventOf(q) {
				continue
			}
			tried++
			for _, lines := range []bool{false, true} {
				w := &digest.Writer{Model: &mixed{answer: q.digest, lines: lines}, Name: "m", Lang: "zh-Hans"}
				d, _, err := desk.Digested(t.Context(), w, check.Check, p.article)
				if !errors.Is(err, news.ErrRejected) {
					published++
					t.Errorf("%s has the digest of %s: %+v, %v", p.name, q.name, d.Summary, err)
				}
			}
		}
	}
	t.Logf("%d of %d published", published, tried)
	if tried < 126 {
		t.Errorf("%d pairs, want 126", tried)
	}
}

// TestOwnDigests has the same endpoint with its answers in order: all are published, whole.
func TestOwnDigests(t *testing.T) {
	for _, p := range pairs(t) {
		w := &digest.Writer{Model: &mixed{answer: p.digest}, Name: "m", Lang: "zh-Hans"}
		d, _, err := desk.Digested(t.Context(), w, check.Check, p.article)
		if err != nil || len(d.Summary) != len(p.digest.Summary) || len(d.LeftOut) > 0 || d.Title != p.digest.Title && !strings.Contains(p.digest.Title, "？") {
			t.Errorf("%s: %q, %d of %d sentences, %+v left out: %v", p.name, d.Title, len(d.Summary), len(p.digest.Summary), d.LeftOut, err)
		}
	}
}

// mixed is a model that has one digest for every question; with lines, it answers with the
// sentences of it one by one where it is asked for a second time.
type mixed struct {
	answer news.Digest
	lines  bool
	asked  int
}

func (m *mixed) Complete(context.Context, llm.Request) (llm.Answer, error) {
	a := digestAnswer{Title: m.answer.Title, Names: []nameAnswer{}}
	for _, c := range m.answer.Summary {
		a.Summary = append(a.Summary, claimAnswer{c.Text, c.Evidence})
	}
	for _, n := range m.answer.Names {
		a.Names = append(a.Names, nameAnswer{n.Source, n.Target})
	}
	var out any = a
	if m.asked++; m.lines && m.asked > 1 {
		out = map[string]string{"text": a.Summary[m.asked%len(a.Summary)].Text}
	}
	b, err := json.Marshal(out)
	return llm.Answer{Text: string(b), Model: "m", Finish: "stop", Usage: llm.Usage{In: 1, Out: 1}}, err
}

// eventOf is the event that a report is on: a digest of one report may be true of another.
func eventOf(p pair) string {
	for event, words := range map[string]string{
		"flood": "ice-flood hetao halatan yanghe", "bearings": "bearings windlager jikuuke", "taxis": "qianlu hefei", "canola": "canola",
	} {
		for w := range strings.FieldsSeq(words) {
			if strings.Contains(p.name, w) {
				return event
			}
		}
	}
	return p.name
}
