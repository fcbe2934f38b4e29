package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/hugo"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type exportCmd struct {
	Format  string    `help:"jsonl, markdown (a Hugo folder), epub (a book), zip (the whole site), wacz (pages as they came) or cdxj (the index of the archive)." enum:"jsonl,markdown,epub,zip,wacz,cdxj" default:"jsonl"`
	Out     string    `help:"File (jsonl, epub, zip, wacz, cdxj) or folder (markdown); - is standard output, where jsonl and cdxj go without it." placeholder:"PATH"`
	Earlier bool      `help:"Write the earlier versions of each report, too (jsonl). --no-versions leaves them out." name:"versions" negatable:"" default:"true"`
	Of      selection `embed:""`
}

func (exportCmd) Help() string {
	return `Writes the articles that are not taken down: all of them, or those of a day, a story, a source
or a search, or one of them. A book needs one of these. If [site] audience is public, books, markdown and the
site show what each source's rights allow; jsonl has all that the desk holds of each report,
with its earlier versions and its digest, what a model wrote of each event, the rulings on stories,
and, where no articles are selected, the editions without what was told of their leads.

wacz has the answers of outlets at the addresses of the reports, as they came, in a file that
ReplayWeb.page and other tools replay and import reads; not the texts of feeds, nor what was taken
down, and on a public desk no report whose source's rights are not full.

cdxj is the index by which tools of web archives find an address in data/archive: of all its answers, or
of those of the selected reports; of a public desk only those whose pages may be had as they came.
The index of all names the addresses of lists too, with keys that are in them.

jsonl does not have the pages as they came (wacz has, or copy data/archive), reports that are taken down or off
the beat, earlier digests, what is listed and not read, the state of the sources, nor what the
models have cost: back up the database for those.

Example:

    waidian export --format jsonl --out articles.jsonl
    waidian export --no-versions --out present.jsonl
    waidian export --format epub --day 2024-01-30 --out day.epub
    waidian export --format zip --out site.zip
    waidian export --format wacz --day 2024-01-30 --out day.wacz
    waidian export --format cdxj --out data/archive/index.cdxj`
}

func (cmd *exportCmd) Run(ctx context.Context, a *app) error {
	if err := cmd.check(); err != nil {
		return err
	}
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	switch cmd.Format {
	case "zip":
		return cmd.site(ctx, a, p)
	case "epub":
		return cmd.book(ctx, a, p)
	case "cdxj":
		return cmd.index(ctx, a, p)
	case "wacz":
		return cmd.wacz(ctx, a, p)
	}
	rows, err := cmd.Of.rows(ctx, p)
	if err != nil {
		return err
	}
	slices.Reverse(rows) // so that import finds an original before its copies
	n, err := cmd.each(ctx, a, p, rows)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stderr, "waidian: %s written\n", text.Count(n, "article", "articles"))
	return nil
}

// outExamples are the hints for a format without --out.
var outExamples = map[string]string{
	"markdown": "a folder, like --out site/content/posts",
	"epub":     "a file, like --out day.epub",
	"zip":      "a file, like --out site.zip",
	"wacz":     "a file, like --out day.wacz",
}

// check reports mistakes in the flags before anything is opened.
func (cmd *exportCmd) check() error {
	switch {
	case outExamples[cmd.Format] != "" && cmd.Out == "":
		return hint(usageError{fmt.Errorf("--format %s needs --out", cmd.Format)}, "%s", outExamples[cmd.Format])
	case cmd.Format == "markdown" && cmd.Out == "-":
		return hint(usageError{errors.New("a folder cannot go to standard output")}, "%s", outExamples[cmd.Format])
	case cmd.Format == "epub" && cmd.Of.empty():
		return hint(usageError{errors.New("a book is of a day, a story, a source, a report or a search")}, "add --day, --story, --source, --id or --search")
	case cmd.Format == "zip" && !cmd.Of.empty():
		return hint(usageError{errors.New("a site is packed as a whole")}, "leave out --day, --story, --source, --id and --search")
	}
	return nil
}

// each writes the articles one by one, as lines or as pages.
func (cmd *exportCmd) each(ctx context.Context, a *app, p *parts, rows []store.Row) (n int, err error) {
	step := func(int64) {}
	if cmd.Out != "" && cmd.Out != "-" { // else the lines themselves may go to the terminal
		show := a.headway("writing", "reports", int64(len(rows)))
		defer show.end()
		step = show.step
	}
	all := func(write func(news.Item) error) error {
		for it, err := range p.items(ctx, rows) {
			if err == nil {
				err = write(it)
			}
			if err != nil {
				return err
			}
			n++
			step(1)
		}
		return nil
	}
	last := lastOwn(rows)
	rulings, err := p.rulings(ctx, rows)
	if err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	var editions map[news.ArticleID][]news.EditionID
	if cmd.Of.empty() { // some of the reports of an edition are no edition
		if editions, err = p.editions(ctx, rows); err != nil {
			return 0, fmt.Errorf("export: %w", err)
		}
	}
	lines := func(w io.Writer) error {
		return all(func(it news.Item) error {
			var earlier []news.Article
			if cmd.Earlier {
				if earlier, err = p.earlier(ctx, it); err != nil {
					return err
				}
			}
			line := record.WholeOf(it, earlier, page.ArticlePath(it.Article))
			if last[it.Story] == it.Article.ID {
				if line.Told, err = p.told(ctx, it.Story); err != nil {
					return err
				}
			}
			if line.Waits, err = p.waits(ctx, it.Article.ID); err != nil {
				return err
			}
			if line.OldPaths, err = p.oldPathsOf(ctx, it.Article.ID); err != nil {
				return err
			}
			for _, r := range rulings[it.Article.ID] {
				line.Rulings = append(line.Rulings, record.RuledOf(r))
			}
			for _, id := range editions[it.Article.ID] {
				e, err := p.printed(ctx, id)
				if err != nil {
					return err
				}
				line.Editions = append(line.Editions, e)
			}
			return printRecord(w, line)
		})
	}
	switch {
	case cmd.Format == "markdown":
		err = all(func(it news.Item) error {
			if p.public() {
				it, _ = rights.Public(it)
			}
			return hugo.Write(filepath.Join(cmd.Out, markdownName(it.Article)), it)
		})
	default:
		err = cmd.stream(a, lines)
	}
	if err != nil {
		return n, fmt.Errorf("export: %w", err)
	}
	return n, nil
}

// lastOwn is the last report of each story among rows that is no copy: import takes copies in last.
func lastOwn(rows []store.Row) map[news.StoryID]news.ArticleID {
	out := map[news.StoryID]news.ArticleID{}
	for _, r := range rows {
		if r.CopyOf == "" && r.Story != "" {
			out[r.Story] = r.ID
		}
	}
	return out
}

// waits is the digest of a report that waits for a person; nil: none does.
func (p *parts) waits(ctx context.Context, id news.ArticleID) (out *record.Waits, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) error {
		d, why, err := tx.HeldDigest(id)
		out = record.WaitsOf(d, why)
		return err
	})
	return out, err
}

// told is what a model wrote of a story, as far as it rests on the texts of today; nil: nothing. It is of all reports of which the desk has found that they need no other.
func (p *parts) told(ctx context.Context, id news.StoryID) (out *record.Told, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) error {
		d, ok, err := tx.StoryDigest(id)
		if err != nil || !ok {
			return err
		}
		n, err := tx.StoryNote(id)
		if err != nil {
			return err
		}
		members, err := tx.StoryMembers(id)
		texts := map[news.ArticleID]news.Hash{}
		for _, m := range members {
			texts[m.ID] = m.Text
		}
		d.Of = n.Of
		if d = d.Standing(texts); !d.Empty() {
			out = record.ToldOf(d)
		}
		return err
	})
	return out, err
}

// rulings are what the operator has decided on stories, by the last of rows that each decision names. One that names none of
// them has no place.
func (p *parts) rulings(ctx context.Context, rows []store.Row) (map[news.ArticleID][]news.Ruling, error) {
	list, err := p.desk.Rulings(ctx)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	at := map[news.ArticleID]int{}
	for i, r := range rows {
		at[r.ID] = i + 1
	}
	out := map[news.ArticleID][]news.Ruling{}
	for _, r := range list {
		last := 0
		for _, id := range slices.Concat(r.Articles, r.Others) {
			last = max(last, at[id])
		}
		if last > 0 {
			id := rows[last-1].ID
			out[id] = append(out[id], r)
		}
	}
	return out, nil
}

// editions are those that were cut, the oldest first, by the last of rows that each names. One that names none of them has no place.
func (p *parts) editions(ctx context.Context, rows []store.Row) (out map[news.ArticleID][]news.EditionID, err error) {
	at := map[news.ArticleID]int{}
	for i, r := range rows {
		at[r.ID] = i + 1
	}
	out = map[news.ArticleID][]news.EditionID{}
	err = p.db.View(ctx, func(tx *store.Tx) error {
		ids, err := tx.Editions(store.EditionFilter{})
		if err != nil {
			return err
		}
		for i := len(ids) - 1; i >= 0; i-- {
			e, _, err := tx.Edition(ids[i])
			if err != nil {
				return err
			}
			e.Told = news.Account{} // is not in an export
			last := 0
			for _, id := range e.Names() {
				last = max(last, at[id])
			}
			if last > 0 {
				out[rows[last-1].ID] = append(out[rows[last-1].ID], ids[i])
			}
		}
		return nil
	})
	return out, err
}

// printed is an edition as export writes it.
func (p *parts) printed(ctx context.Context, id news.EditionID) (out record.Printed, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) error {
		e, _, err := tx.Edition(id)
		out = record.PrintedOf(e)
		return err
	})
	return out, err
}

// stream writes to the file of --out, whole or not at all, or to standard output.
func (cmd *exportCmd) stream(a *app, write func(io.Writer) error) error {
	if cmd.Out != "" && cmd.Out != "-" {
		return atomically.Stream(cmd.Out, write)
	}
	w := bufio.NewWriter(a.Stdout)
	return errors.Join(write(w), w.Flush())
}

// earlier are the states of a report before the present one, oldest first.
func (p *parts) earlier(ctx context.Context, it news.Item) (out []news.Article, err error) {
	if len(it.Versions) < 2 {
		return nil, nil
	}
	err = p.db.View(ctx, func(tx *store.Tx) error {
		for _, v := range it.Versions {
			if v.N >= it.Article.Version {
				continue
			}
			a, err := tx.Version(it.Article.ID, v.N)
			if err != nil {
				return err
			}
			out = append(out, a)
		}
		return nil
	})
	return out, err
}

// markdownName is the name of a report's file in a content folder: that of its page in the site.
func markdownName(a news.Article) string {
	return strings.TrimSuffix(path.Base(page.ArticlePath(a)), ".html") + ".md"
}
