package site

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/search/static"
	"github.com/waidian/waidian/internal/text"
)

// speech makes texts with the vocabulary of real ones: words and characters of which a few
// are frequent and most are rare.
type speech struct {
	r          *rand.Rand
	words, han *rand.Zipf
}

func newSpeech(seed uint64) *speech {
	r := rand.New(rand.NewPCG(seed, 11))
	return &speech{r, rand.NewZipf(r, 1.15, 6, 25000), rand.NewZipf(r, 1.3, 90, 3500)}
}

// word is the invented word of a rank: the frequent ones are short.
func (s *speech) word() string {
	n := s.words.Uint64()
	if n < uint64(len(latin)) {
		return latin[n]
	}
	var b strings.Builder
	for ; n > 0; n /= 60 {
		b.WriteByte("bcdfghklmnprstvz"[n%16])
		b.WriteString([]string{"a", "e", "i", "o", "u", "an", "er", "in"}[n%8])
	}
	return b.String()
}

func (s *speech) sentence(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = s.word()
	}
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	return strings.Join(words, " ") + "."
}

func (s *speech) chinese(n int) string {
	var b strings.Builder
	for range n {
		b.WriteRune(0x4e00 + rune(s.han.Uint64()*5%20900))
	}
	return b.String()
}

// spoken gives a report other words.
func (s *speech) spoken(it news.Item) news.Item {
	a, d := &it.Article, &it.Digest
	a.Title, d.Title = strings.TrimSuffix(s.sentence(9), "."), s.chinese(18)
	a.Blocks = slices.Clone(a.Blocks)
	for i := range a.Blocks {
		p := s.sentence(18) + " " + s.sentence(18)
		a.Blocks[i].Text, a.Blocks[i].Ends = p, text.Sentences(p)
	}
	d.Summary = slices.Clone(d.Summary)
	for i := range d.Summary {
		d.Summary[i].Text = s.chinese(14) + "，" + s.chinese(21) + "。"
	}
	a.Words = text.Words(a.Text(), "en")
	return it
}

// answer is what a copy's search gives.
type answer struct {
	Hits    []string
	First   int // bytes of the first page, compressed
	Asked   int // in so many files
	Problem string
}

// reader is a browser that searches a copy.
type reader struct {
	t   testing.TB
	in  *json.Encoder
	out *bufio.Scanner
}

func newReader(t testing.TB, b *Builder) *reader {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("needs Node for the search of copies, as CI has")
	}
	cmd := exec.Command(node, "testdata/search.mjs", b.o.Out, searchScript)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			t.Error(err, stderr.String())
		}
	})
	s := bufio.NewScanner(out)
	s.Buffer(nil, 16<<20)
	return &reader{t, json.NewEncoder(in), s}
}

func (r *reader) ask(line string, into any) {
	r.t.Helper()
	if err := r.in.Encode(line); err != nil {
		r.t.Fatal(err)
	}
	if !r.out.Scan() {
		r.t.Fatal("the search gives no answer to ", line)
	}
	if err := json.Unmarshal(r.out.Bytes(), into); err != nil {
		r.t.Fatal(err)
	}
}

// corpus is a built site of n reports with the words of real ones.
func corpus(t testing.TB, n int, change func(int, *news.Item)) (*Builder, []news.Item) {
	s := newSpeech(1)
	items := invent(0, n)
	for i := range items {
		items[i] = s.spoken(items[i])
		items[i].Article.Published = items[i].Article.Published.Add(time.Duration(i%7) * 55 * time.Hour)
		if change != nil {
			change(i, &items[i])
		}
	}
	b := New(Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}, one(items...))
	if _, err := b.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b, items
}

// TestCopyFindsWhatIsThere asks a built site's own index and compares with a look at every text.
func TestCopyFindsWhatIsThere(t *testing.T) {
	t.Parallel()
	const n = 700
	asked, blocks := 10, 1
	if effort.AskedLong() {
		asked, blocks = 80, 15
	}
	b, items := corpus(t, n, func(i int, it *news.Item) {
		if i%9 == 0 {
			it.Digest.Summary[0].Text = "當局以國家安全為由，關閉臺灣海峽兩岸的貿易辦事處。"
		}
		if i < n-80 { // a day that is two segments; of short reports, where tests are to be quick
			it.Article.Blocks = it.Article.Blocks[:blocks]
			it.Article.Published = time.Date(2023, 1, 12, 0, i, 0, 0, time.UTC)
		}
		if i%31 == 0 {
			it.Digest.Summary[1].Text = "外交部说，国家安全不容谈判。"
		}
	})
	if _, err := os.Stat(filepath.Join(b.o.Out, static.Path("2023-01-12-1", "", 0))); err != nil {
		t.Error("the day of most reports is in one segment: ", err)
	}
	rd := newReader(t, b)
	ps := b.read(items)
	s := newSpeech(2)
	r := rand.New(rand.NewPCG(9, 9))
	var queries []string
	for i := range asked {
		c := []rune(items[r.IntN(len(items))].Digest.Summary[r.IntN(5)].Text)
		n := 2 + i%4
		k := r.IntN(len(c) - n)
		queries = append(queries, string(c[k:k+n]), s.chinese(2))
	}
	for range 12 {
		from := items[r.IntN(len(items))].Article.Blocks
		w := strings.Fields(from[r.IntN(len(from))].Text)
		k := r.IntN(len(w) - 4)
		queries = append(queries, `"`+strings.Join(w[k:k+3], " ")+`"`, w[k]+" "+w[k+3], w[k]+" -"+w[k+1], `"of the" OR `+w[k])
	}
	queries = append(queries, "国家安全", "國家安全", "台湾海峡", "貿易辦事處", "国家安全 关闭", "国", "關", "囧", `"national security"`, "constructor", "Evergrande", "qqqqq zzzzz", "国安家全")
	most, longest := 0, ""
	for _, q := range queries {
		if strings.ContainsAny(q, "，。") {
			continue
		}
		var got answer
		rd.ask(q, &got)
		want := brute(t, ps, q)
		if !slices.Equal(got.Hits, want) {
			t.Errorf("%s: %d hits, %d expected, %v", q, len(got.Hits), len(want), got.Problem)
		}
		if q == "国家安全" && len(want) < n/9 {
			t.Errorf("%s stands in %d reports only", q, len(want))
		}
		if got.First > most {
			most, longest = got.First, q
		}
	}
	if most > 100<<10 {
		t.Errorf("the first page of a query takes %d bytes", most)
	}
	t.Logf("%d queries; the first page takes at most %d bytes, for %s", len(queries), most, longest)
	ofOne := 0
	for _, it := range items {
		if it.Article.Source == "outlet-1" {
			ofOne++
		}
	}
	var got answer
	if rd.ask("source:outlet-1", &got); got.Problem != "" || len(got.Hits) != ofOne || ofOne == 0 {
		t.Errorf("all of a source: %d hits, %s", len(got.Hits), got.Problem)
	}
	if rd.ask(`"ada example" "outlet 1 world"`, &got); len(got.Hits) != ofOne {
		t.Errorf("by author and outlet: %d hits", len(got.Hits))
	}
	day := items[n-50].Article.Published.Format(time.DateOnly)
	for query, keep := range map[string]func(news.Article) bool{
		"关 from:" + day:                        func(a news.Article) bool { return a.Day() >= day },
		"關 to:" + day:                          func(a news.Article) bool { return a.Day() <= day },
		"关 from:" + day[:7] + " to:" + day[:7]: func(a news.Article) bool { return a.Day()[:7] == day[:7] },
		"from:" + strings.ReplaceAll(day, "-", "") + " source:OUTLET-3": func(a news.Article) bool { return a.Day() >= day && a.Source == "outlet-3" },
		"source:outlet-2 关 source:outlet-5 lang:en":                     func(a news.Article) bool { return a.Source == "outlet-2" || a.Source == "outlet-5" },
		"关 lang:fr": func(a news.Article) bool { return false },
	} {
		words := ""
		if strings.ContainsAny(query, "关關") {
			words = "关"
		}
		kept := slices.DeleteFunc(slices.Clone(ps), func(p print) bool { return !keep(p.article) })
		rd.ask(query, &got)
		if want := brute(t, kept, words); !slices.Equal(got.Hits, want) {
			t.Errorf("%s: %d hits, %d expected, %v", query, len(got.Hits), len(want), got.Problem)
		}
	}
}

// TestPassagesOfTheBrowser compares what the script shows of a hit with what the server does.
func TestPassagesOfTheBrowser(t *testing.T) {
	t.Parallel()
	b, items := corpus(t, 20, func(i int, it *news.Item) {
		if i == 0 {
			it.Article.Blocks[4].Text = "The officials met on the U.S. coast. After that, 國家安全 was on everybody’s lips, said Łukasz O’Hara 😀 in 2024年的会议."
		}
	})
	rd := newReader(t, b)
	s := newSpeech(3)
	queries := []string{"國家安全", "us coast", `"on the US coast"`, "国", "2024年", "lukasz OR nobody", "安全 lips", "zyzzyva", "-lips coast"}
	for range 30 {
		queries = append(queries, s.word(), s.word()+" "+s.word(), s.chinese(1), s.chinese(2))
	}
	shown := 0
	for _, query := range queries {
		q, err := search.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items[:4] {
			shownItem := b.pages.Show(it)
			digest, body := page.Passages(shownItem)[2], strings.Join(shownItem.Article.Paragraphs(), " ")
			want := ""
			switch {
			case q.Match(digest):
				want = bracketed(search.Snippet(digest, q, 160))
			case q.Match(body):
				want = bracketed(search.Snippet(body, q, 160))
			default:
				continue
			}
			shown++
			var got string
			if rd.ask("passage:"+page.ArticlePath(it.Article)+" "+query, &got); got != want {
				t.Errorf("%s:\n%s\nnot\n%s", query, got, want)
			}
		}
	}
	t.Logf("%d passages", shown)
}

func bracketed(parts []search.Part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// print is what is shown of a report, for a look at all of it.
type print struct {
	article  news.Article
	filed    *filed
	passages []string
	simple   []string // the passages in Simplified characters
	small    string   // all of them in lower case
}

func (b *Builder) read(items []news.Item) []print {
	out := make([]print, len(items))
	for i, it := range items {
		shown := b.pages.Show(it)
		p := print{article: it.Article, filed: filedAs(page.FiledOf(it), time.UTC), passages: page.Passages(shown)}
		for _, s := range p.passages {
			p.simple = append(p.simple, hanscript.Fold(s))
		}
		p.small = strings.ToLower(strings.Join(p.passages, "\n"))
		out[i] = p
	}
	slices.SortFunc(out, func(a, b print) int {
		return cmp.Or(cmp.Compare(b.filed.day, a.filed.day), newerFirst(a.filed, b.filed))
	})
	return out
}

// brute returns the paths of the reports that a query finds, newest first, by a look at
// every passage. A query of Chinese characters alone is a plain substring.
func brute(t *testing.T, ps []print, query string) []string {
	t.Helper()
	q, err := search.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	plain := !strings.ContainsFunc(query, func(r rune) bool { return r < 0x4e00 || r > 0x9fff })
	simple := hanscript.Fold(query)
	needed := "" // a word without which nothing is found, where that is plain to see
	if w := strings.Trim(strings.Fields(query + " x")[0], `"`); strings.HasPrefix(query, `"`) && !strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) && !strings.Contains(query, "OR") {
		needed = w
	}
	out := []string{}
	for _, p := range ps {
		var yes bool
		switch one := len(q.All) == 1 && len(q.All[0]) == 1 && len(q.None) == 0; {
		case one && plain:
			yes = slices.ContainsFunc(p.simple, func(s string) bool { return strings.Contains(s, simple) })
		case len(q.All) == 0:
			yes = true
		case !strings.Contains(p.small, needed):
		case one:
			yes = slices.ContainsFunc(p.passages, q.Match)
		default:
			yes = q.Match(strings.Join(p.passages, " \n|\n "))
		}
		if yes {
			out = append(out, p.filed.path)
		}
	}
	return out
}

// TestTokensOfTheBrowser compares the script's tokens with those of the index.
func TestTokensOfTheBrowser(t *testing.T) {
	b, _ := corpus(t, 3, nil)
	rd := newReader(t, b)
	for _, s := range []string{
		"2024年代的iPhone手机壳", "中美關係", "U.S. tariffs of 1,234.5 on the E.U.A", "Straße, façade, Łódź, Ærø, İstanbul ﬁne", "ソ連の東京タワー ﾊﾝｶｸ ー", "한국어와 English가", "ภาษาไทย",
		"COVID-19病毒2020年", "á b́c ́ x", "Ａ股 ＢＣ 〇一々", "👩‍👩‍👧 é🏳️ ①②", "don’t can't", strings.Repeat("long", 40), strings.Repeat("ñé", 40), "ﾊﾞ 豈更", "Россия й Ελλάς", "a.b.c.de f.g", "", "ﷺ ǅ",
	} {
		var got string
		rd.ask("tokens:"+s, &got)
		if want := search.Tokens(s); got != want {
			t.Errorf("%q: %q, not %q", s, got, want)
		}
	}
}

// TestFormsOfTheBrowser compares the script's forms of words and readings of numbers with those of the server.
func TestFormsOfTheBrowser(t *testing.T) {
	t.Parallel()
	b, _ := corpus(t, 3, nil)
	rd := newReader(t, b)
	words := strings.Fields(`robotaxi tariffs export exported ferry ferries planning plane planed agreed free freed hundred hundreds proceed embed skies dying
		news evening policies police controlled install bus buses taxes used using going ski toys says crises fell ill add added sses ing eed yes yesyed tying quizzed buzzed echoes`)
	s := newSpeech(4)
	for range 100 {
		words = append(words, s.word())
	}
	for _, w := range words {
		if len(w) < 3 {
			continue
		}
		forms := search.Forms(w)
		slices.Sort(forms)
		want := strings.Join(forms, " ")
		var got, near string
		if rd.ask("forms:"+w, &got); got != want {
			t.Errorf("%s has the forms %s, not %s", w, got, want)
		}
		if rd.ask("near:"+w, &near); near != search.Neighbourhood(w) {
			t.Errorf("%s is near %s, not %s", w, near, search.Neighbourhood(w))
		}
	}
	for _, x := range []string{
		"1.24万人 and 1萬2400, 一万二千四百", "3 億; 三亿, 300 million, 300-million, $300m, 300m, HK$8.1bn", "1,24 Millionen, 12,400 5 thousand", "1亿2000万 一亿二千万 1.2万亿 一万亿 5千万",
		"3亿2024年 3000多万 数十亿 十几亿 三四百万 三万五 万一", "1.2.3万 B2000万 1.23456 thousand 1,234.5 thousand", "99999999999999999亿 1亿亿亿 999999999999999 million", "0万 零万 10\u00a0million -5万 5.万", "x1 million é2 million _3万",
	} {
		var got string
		if rd.ask("numbers:"+x, &got); got != strings.ReplaceAll(search.Numbers(x), "\ue002", "") {
			t.Errorf("%s: %s, not %s", x, got, search.Numbers(x))
		}
	}
}

// TestCopyForgives: a copy finds the forms of a word and of a number, advises where it finds nothing, and goes on by itself as long as it
// has found nothing.
func TestCopyForgives(t *testing.T) {
	t.Parallel()
	b, items := corpus(t, 300, func(i int, it *news.Item) {
		switch i {
		case 3:
			it.Article.Blocks[0].Text = "Twelve robotaxis were exported after the new tariffs."
		case 4:
			it.Article.Blocks[0].Text = "The Yellow Rivulet is low."
		case 5, 6:
			it.Article.Blocks[0].Text = "Ice below the rivulet bridge, well below the mark."
		case 7:
			it.Article.Blocks[1].Text = "Not one robotaxi among 12,400 exports."
		case 200:
			it.Digest.Summary[0].Text = "销量达到1.24万辆，关税为3亿元。"
		}
	})
	rd := newReader(t, b)
	paths := func(ns ...int) []string {
		out := []string{}
		for _, p := range b.read(items) {
			if slices.ContainsFunc(ns, func(n int) bool { return p.article.ID == items[n].Article.ID }) {
				out = append(out, p.filed.path)
			}
		}
		return out
	}
	for query, want := range map[string][]string{
		"robotaxi": paths(3, 7), "robotaxis": paths(3, 7), `"robotaxi"`: paths(7), "export tariff": paths(3), "12400": paths(7, 200), "1.24万": paths(7, 200), "12,400": paths(7, 200),
		`"12,400"`: paths(7), "300 million": paths(200), "robotaxi -exported": paths(), `robotaxi -"exported"`: paths(7),
	} {
		var got answer
		if rd.ask(query, &got); !slices.Equal(got.Hits, want) {
			t.Errorf("%s: %v, want %v", query, got.Hits, want)
		}
	}
	type advice struct {
		Missing  []string
		Word, By string
	}
	for query, want := range map[string]string{
		"Yelow Rivulet": "{[Yelow] yelow yellow}", "robtaxi": "{[robtaxi] robtaxi robotaxi}", "tarif robotaxi": "{[tarif] tarif tariffs}", "qqqqzz": "{[qqqqzz]  }", `"tariffs robotaxi"`: "{[]  }", "robtaxi qqqqzz": "{[robtaxi qqqqzz]  }",
		"robota": "{[robota] robota robotaxi}", "Rivul below": "{[Rivul] rivul rivulet}", "tar": "{[tar]  }",
	} {
		var got advice
		if rd.ask("advice:"+query, &got); fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
	for query, want := range map[string]string{
		"zzqqqq": "missing zzqqqq", "qqqqzz": "[stop]", "robtaxi": "missing robtaxi|href ?q=robotaxi", `"tariffs robotaxi"`: "none", "robotaxi OR tariff": "href",
		"-robotaxi": "excludes", "from:2026-13-01": "nodate from:2026-13-01", "to:2026-02-30 tariff": "nodate to:2026-02-30", "tariff -lang:en": "notexcluded",
		"from:2023年1月 -tariff": "excludes", "from:2026/2/3": "none", "to:20261123 zzqqqq": "none", "to:2026-1": "href",
		"stop qqqqzz": "|[older]", // it goes on when it is asked to
	} {
		var got []string
		if rd.ask("page:"+query, &got); !strings.Contains(strings.Join(got, "|"), want) || slices.Contains(got, "broken") {
			t.Errorf("%s: the page says %q, want %s", query, got, want)
		}
	}
}

// TestIndexObeysRights looks for what a public site does not show in the files of its index.
func TestIndexObeysRights(t *testing.T) {
	it := seedLike()
	it.Rights = news.RightsLink
	it.Article.Blocks[3].Text = "Secretword stands here."
	gone := seedLike()
	gone.Article.ID, gone.Article.Title, gone.Article.Canonical = "klmnopqrst", "Takenaway harbour", "https://courier.example/asia/gone"
	lib := one(it, gone)
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org", Audience: page.Public}
	for range 2 {
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		lib.remove(gone.Article.ID)
	}
	for p, s := range tree(t, o.Out) {
		if s = strings.ToLower(s); strings.HasPrefix(p, "search/") && p != "search/fold.js" && (strings.Contains(s, "secretword") || strings.Contains(s, "takenaway")) {
			t.Errorf("%s has what is not shown", p)
		}
	}
}

func TestServerOnly(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}
	lib := one(invent(0, 30)...)
	for _, only := range []bool{false, true} {
		o.ServerOnly = only
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for p, s := range tree(t, o.Out) {
		if strings.HasPrefix(p, "search/") || strings.HasPrefix(p, "search-") || p == "search.html" && strings.Contains(s, "script-src") {
			t.Errorf("%s is left of the index", p)
		}
	}
}
