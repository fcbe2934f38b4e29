// Command stories asks a model what the reports of each of several events say together, and prints what of its answers stood, what fell by
// which rule, and what it cost. Events come from the demo, or from files in the form of invented.json. stories.sh runs it.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/demo/newsroom"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/text"
)

var (
	endpoint = flag.String("endpoint", "", "base URL of the model's server; demo: the demo's recorded answers")
	model    = flag.String("model", "", "name of the model")
	key      = flag.String("key", "WAIDIAN_API_KEY", "environment variable that has the key")
	window   = flag.Int("context", 6144, "its window in tokens")
	lang     = flag.String("language", "zh-Hans", "language of the digests")
	program  = flag.String("demo", "", "the program; named, the demo's events are asked for")
	bare     = flag.Bool("bare", false, "without the digests of the reports")
	most     = flag.Int("most", 0, "events, of each kind; 0: all")
	quiet    = flag.Bool("quiet", false, "the table alone")
)

// invented is one event in a file.
type invented struct {
	ID      string `json:"id"`
	Reports []struct {
		ID         string    `json:"id"`
		Outlet     string    `json:"outlet"`
		House      string    `json:"house"`
		Lang       string    `json:"lang"`
		Published  time.Time `json:"published"`
		CopyOf     string    `json:"copy_of"`
		Title      string    `json:"title"`
		Paragraphs []string  `json:"paragraphs"`
		Digest     *struct {
			Lang      string `json:"lang"`
			Title     string `json:"title"`
			Sentences []struct {
				Text     string `json:"text"`
				Evidence []int  `json:"evidence"` // paragraphs, from 1
			} `json:"sentences"`
		} `json:"digest"`
	} `json:"reports"`
}

// events are the reports of one event each, oldest first, by a name.
type events []struct {
	name     string
	tellings []news.Telling
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	if err := run(flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(files []string) error {
	if *endpoint == "" || *model == "" && *endpoint != "demo" {
		return errors.New("name -endpoint and -model")
	}
	if *endpoint == "demo" {
		srv := httptest.NewServer(newsroom.Model())
		defer srv.Close()
		*endpoint, *model = srv.URL+"/v1", newsroom.ModelName
	}
	var all events
	for _, name := range files {
		some, err := read(name)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	if *most > 0 {
		all = all[:min(len(all), *most)]
	}
	if *program != "" {
		some, err := demo()
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	t := tally{rules: map[string]int{}}
	for _, e := range all {
		if err := t.try(e.name, e.tellings); err != nil {
			return err
		}
	}
	t.print(len(all))
	return nil
}

// read reads a file with one event or a list of them.
func read(name string) (events, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []invented
	if json.Unmarshal(b, &list) != nil {
		var one invented
		if err := json.Unmarshal(b, &one); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		list = []invented{one}
	}
	var out events
	for _, e := range list {
		all := e.tellings()
		out = append(out, struct {
			name     string
			tellings []news.Telling
		}{e.ID, all})
	}
	return out, nil
}

// tellings are the reports as a desk has them.
func (e invented) tellings() []news.Telling {
	id := func(of string) news.ArticleID { return news.ArticleID(e.ID + "-" + of) }
	var out []news.Telling
	for _, r := range e.Reports {
		a := news.Article{ID: id(r.ID), Source: news.SourceID(r.Outlet), Outlet: r.Outlet, Lang: r.Lang, Title: r.Title, Published: r.Published, Version: 1}
		var of [][]int // sentences of each paragraph
		n := 0
		for _, p := range r.Paragraphs {
			b := news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)}
			a.Blocks = append(a.Blocks, b)
			var own []int
			for range b.Ends {
				n++
				own = append(own, n)
			}
			of = append(of, own)
		}
		t := news.Telling{House: cmp.Or(r.House, r.Outlet)}
		t.Article = a
		if r.CopyOf != "" {
			t.CopyOf = id(r.CopyOf)
		}
		if r.Digest != nil && !*bare {
			d := news.Digest{Article: a.ID, Text: a.TextHash(), Lang: r.Digest.Lang, Title: r.Digest.Title, By: "invented"}
			for _, s := range r.Digest.Sentences {
				var on []int
				for _, p := range s.Evidence {
					on = append(on, of[p-1]...)
				}
				d.Summary = append(d.Summary, news.Claim{Text: s.Text, Evidence: on})
			}
			t.Digest = d
		}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b news.Telling) int { return a.Article.Published.Compare(b.Article.Published) })
	return out
}

// demo are the demo's events, as it exports them.
func demo() (events, error) {
	dir, err := os.MkdirTemp("", "waidian-stories-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	data := filepath.Join(dir, "demo")
	if said, err := exec.Command(*program, "--data", data, "demo", "--once").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("run the demo: %w\n%s", err, said)
	}
	lines, err := exec.Command(*program, "--data", data, "export", "--format", "jsonl").Output()
	if err != nil {
		return nil, fmt.Errorf("export the demo: %w", err)
	}
	by := map[news.StoryID][]news.Telling{}
	in := bufio.NewScanner(bytes.NewReader(lines))
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var w record.Whole
		if err := json.Unmarshal(in.Bytes(), &w); err != nil {
			return nil, err
		}
		it, earlier, err := w.News()
		if err != nil {
			return nil, err
		}
		if *bare {
			it.Digest = news.Digest{}
		}
		by[it.Story] = append(by[it.Story], news.Telling{Item: it, House: it.Article.Outlet, Earlier: earlier})
	}
	var out events
	for id, all := range by {
		houses := map[string]bool{}
		for _, t := range all {
			houses[t.House] = t.House != ""
		}
		if id == "" || len(houses) < 2 || len(all) < 3 {
			continue
		}
		slices.SortFunc(all, func(a, b news.Telling) int { return a.Article.Date().Compare(b.Article.Date()) })
		out = append(out, struct {
			name     string
			tellings []news.Telling
		}{"demo: " + all[0].Article.Title, all})
	}
	slices.SortFunc(out, func(a, b struct {
		name     string
		tellings []news.Telling
	}) int {
		return strings.Compare(a.name, b.name)
	})
	return out, nil
}

// tally counts over all events.
type tally struct {
	answered, stood, sentences, left, mended int
	in, out, asked                           int
	rules                                    map[string]int
	took                                     time.Duration
}

// counted counts the questions.
type counted struct {
	*llm.Client
	n, in int
}

func (c *counted) Complete(ctx context.Context, r llm.Request) (llm.Answer, error) {
	c.n++
	a, err := c.Client.Complete(ctx, r)
	c.in = max(c.in, a.Usage.In)
	return a, err
}

// try asks for one event.
func (t *tally) try(name string, all []news.Telling) error {
	names := glossary.Standard()
	c := &counted{Client: llm.New(llm.Options{Endpoints: []llm.Endpoint{{BaseURL: *endpoint, Model: *model, Key: llm.Key(os.Getenv(*key)), Context: *window}}})}
	var first []news.Reject
	w := &digest.Writer{Model: c, Name: *model, Lang: *lang,
		Wordings: func(a news.Article, s string) []news.Name { return check.Wordings(a, s, *lang) },
		Names: func(a news.Article) []news.Name {
			var out []news.Name
			for _, l := range names.Lines(a.Title+"\n"+a.Text(), a.Lang, *lang) {
				out = append(out, news.Name{Source: l.Source, Target: l.Target})
			}
			return out
		},
		CheckStory: func(d news.StoryDigest, all []news.Telling) (news.StoryDigest, []news.Reject) {
			d, fell := event.Reader{Lang: *lang}.Check(d, all)
			if first == nil {
				first = append([]news.Reject{}, fell...)
			}
			return d, fell
		},
	}
	began := time.Now()
	d, err := w.Story(context.Background(), news.StoryID(name), all)
	took := time.Since(began)
	t.asked, t.in, t.out, t.took = t.asked+c.n, t.in+d.Tokens.In, t.out+d.Tokens.Out, t.took+took
	say := func(format string, args ...any) {
		if !*quiet {
			fmt.Printf(format+"\n", args...)
		}
	}
	say("\n## %s\n%d reports, %d questions, longest prompt %d tokens, %d tokens in, %d out, %.0f s", name, len(all), c.n, c.in, d.Tokens.In, d.Tokens.Out, took.Seconds())
	if errors.Is(err, news.ErrRejected) {
		t.rules["no answer"]++
		say("no answer that can be used: %v", err)
		return nil
	}
	if err != nil {
		return err
	}
	t.answered++
	if len(d.Common) >= 2 {
		t.stood++
	}
	letter := map[news.ArticleID]string{}
	for i, x := range all {
		letter[x.Article.ID] = string(rune('a' + i))
	}
	cites := func(list []news.Cite) (out string) {
		for _, c := range list {
			out += fmt.Sprintf(" %s%d", letter[c.Article], c.N)
		}
		return out
	}
	say("title: %s", d.Title)
	for _, l := range []struct {
		name string
		list []news.StoryClaim
	}{{"common", d.Common}, {"only", d.Only}, {"open", d.Open}} {
		for _, c := range l.list {
			t.sentences++
			say("%s: %s [%s]", l.name, c.Text, strings.TrimSpace(cites(c.Evidence)))
			for _, f := range c.Findings {
				say("    doubt: %s: %s", f.Rule, f.Why())
			}
		}
	}
	for _, r := range d.LeftOut {
		t.left++
		t.rules[string(r.Why[0].Rule)+" "+string(r.Why[0].Reason)]++
		say("fell: %s", r.Text)
		for _, f := range r.Why {
			say("    %s: %q: %s", f.Rule, f.Span, f.Why())
		}
	}
	for _, r := range first {
		if !slices.ContainsFunc(d.LeftOut, func(x news.Reject) bool { return x.Text == r.Text }) {
			t.mended++
			say("mended: %s", r.Text)
		}
	}
	return nil
}

func (t *tally) print(n int) {
	of := float64(max(1, n))
	fmt.Printf("\n| model | events | answers | with two sentences of two outlets | sentences shown | fell | mended | questions | tokens in | out | seconds |\n")
	fmt.Printf("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	fmt.Printf("| %s | %d | %d | %d | %d | %d | %d | %.1f | %.0f | %.0f | %.0f |\n", *model, n, t.answered, t.stood, t.sentences, t.left, t.mended,
		float64(t.asked)/of, float64(t.in)/of, float64(t.out)/of, t.took.Seconds()/of)
	for _, k := range slices.SortedFunc(maps.Keys(t.rules), func(a, b string) int { return cmp.Or(t.rules[b]-t.rules[a], strings.Compare(a, b)) }) {
		fmt.Printf("fell by %s: %d\n", k, t.rules[k])
	}
}
