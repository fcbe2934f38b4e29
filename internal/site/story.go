package site

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// saying is what one report of a story says first, in its digest, and where that rests.
type saying struct {
	row
	N        int    // sentence of the report; 0: none that its page shows
	Evidence string // address of that sentence, else of the digest
	Label    string
	figures  []string
}

// figures are the numbers that one outlet gives.
type figures struct {
	Outlet, OutletLang, Href string
	Values                   []string
}

// stories renders the pages and feeds of stories.
func (r *run) stories(ctx context.Context) error {
	return r.each(ctx, keysOf(r.plan.stories), func(ctx context.Context, id string) error {
		return r.storyPage(ctx, news.StoryID(id))
	})
}

func (r *run) storyPage(ctx context.Context, id news.StoryID) error {
	path := storyPath(id)
	if len(r.plan.byStory[id]) < 2 {
		r.dropParts(path)
		fs := feedPaths(stem(path))
		r.drop(fs[:]...)
		return nil
	}
	heads, err := r.lib.Heads(ctx, Query{Story: id})
	if err != nil {
		return err
	}
	rows := r.rows(heads, "../", "")
	for i := len(rows) - 1; i >= 0; i-- {
		if !rows[i].Copy {
			rows[i].First = true
			rows[i].Marks = append([]string{r.w.First}, rows[i].Marks...)
			break
		}
	}
	top := topOf(heads, rows)
	items, err := r.items(ctx, heads)
	if err != nil {
		return err
	}
	says := r.sayings(heads, rows, items)
	err = r.parts(path, rows, func(at string) (*listView, error) {
		v := &listView{
			page: r.page(at, top.Main, ""), Heading: top.Main, HeadingLang: top.MainLang, Orig: top.Orig, OrigLang: top.OrigLang,
			Sub: r.w.Story + " · " + r.w.NOutlets(outlets(heads)) + " · " + r.w.NReports(len(rows)), Note: r.w.Times,
		}
		v.Feeds = v.Root + stem(path)
		if at == path {
			v.Says, v.Figures = says, differing(says)
		}
		return v, nil
	})
	if err != nil {
		return err
	}
	return r.feedOf(feedInfo{Title: top.Main, Page: path}, items)
}

// topOf is the row that names a story: the newest with a headline in the reader's language
// that is no copy, else the newest.
func topOf(heads []Head, rows []row) row {
	if len(rows) == 0 {
		return row{}
	}
	for _, v := range rows {
		if v.Orig != "" && !v.Copy {
			return v
		}
	}
	return rows[0]
}

func outlets(heads []Head) int {
	seen := map[string]bool{}
	for _, h := range heads {
		seen[cmp.Or(h.Outlet, string(h.Source))] = true
	}
	return len(seen)
}

// sayings are what the reports say that repeat no other, oldest first.
func (r *run) sayings(heads []Head, rows []row, items []news.Item) []saying {
	byID := map[news.ArticleID]news.Item{}
	for _, it := range items {
		byID[it.Article.ID] = it
	}
	shown := map[string]row{}
	for _, v := range rows {
		shown[v.Href] = v
	}
	var out []saying
	for i := len(heads) - 1; i >= 0; i-- {
		h := heads[i]
		it, ok := byID[h.ID]
		f := r.ledger.filed[h.ID]
		if !ok || f == nil || h.CopyOf != "" {
			continue
		}
		s := saying{row: shown["../"+f.path]}
		if s.Lead == "" {
			continue
		}
		it, _ = r.shown(it)
		s.Evidence = s.Href + "#d1"
		t := write(r.w, it)
		for _, n := range it.Digest.Summary[0].Evidence {
			if t.text[n] != "" {
				s.N, s.Evidence, s.Label = n, fmt.Sprintf("%s#s%d", s.Href, n), fmt.Sprintf(r.w.Evidence, n)
				break
			}
		}
		s.figures = figuresIn(s.Lead)
		out = append(out, s)
	}
	return out
}

// A figure in a sentence: digits, or Chinese numerals of two characters and more, and what is
// counted; dates and times are none.
var (
	figure  = regexp.MustCompile(`[0-9][0-9,.]*[百千万亿萬億]*(?:%|％| (?:per cent|percent|million|billion)|[英公海][尺里寸亩畝磅斤吨噸顷頃]|平方\p{Han}里?|立方米|个百分点|個百分點|\p{Han}?)|[一二三四五六七八九十百千万亿萬億两兩零〇]{2,}\p{Han}`)
	notTold = regexp.MustCompile(`[0-9一二三四五六七八九十](?:年|月|日|号|號|时|時|点|點|周|週|岁|歲)|^[一二三四五六七八九十]{2,}[几多些]`)
)

func figuresIn(s string) []string {
	var out []string
	for _, f := range figure.FindAllString(s, 8) {
		f = strings.TrimRight(f, ",.，。的")
		if !notTold.MatchString(f) && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// differing sets the figures of reports side by side where they are not the same.
func differing(says []saying) []figures {
	var out []figures
	same := true
	for _, s := range says {
		if len(s.figures) == 0 {
			continue
		}
		out = append(out, figures{s.Outlet, s.OutletLang, s.Evidence, s.figures})
		same = same && slices.Equal(out[0].Values, s.figures)
	}
	if len(out) < 2 || same {
		return nil
	}
	return out
}
