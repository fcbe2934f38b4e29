package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type spentCmd struct {
	Days int  `help:"How many days back." default:"31" placeholder:"N"`
	JSON bool `name:"json" help:"Print one JSON object."`
}

func (spentCmd) Help() string {
	return `Shows the answers of models that were paid for, with their tokens and their cost at the prices set: by the source
of the report that they are about, and by the kind of work with the version of its prompt. What was asked about several
reports at once, or about none, belongs to no source. Of answers that earlier versions of waidian kept, neither is known.
waidian status shows the same by day.

Example:  waidian spent --days 7`
}

// expenses are what was paid for, in two arrangements.
type expenses struct {
	Since   string        `json:"since"`
	Sources []sourceSpent `json:"sources"`
	Prompts []promptSpent `json:"prompts"`
}

type bill struct {
	Answers int     `json:"answers"`
	In      int     `json:"tokens_in"`
	Out     int     `json:"tokens_out"`
	Cost    float64 `json:"cost"`
}

func (p *bill) add(e store.Expense) {
	p.Answers, p.In, p.Out, p.Cost = p.Answers+e.Answers, p.In+e.In, p.Out+e.Out, p.Cost+e.Cost
}

func (p bill) String() string {
	return fmt.Sprintf("%s\t%s in\t%d out\t%.2f", text.Count(p.Answers, "answer", "answers"), text.Count(p.In, "token", "tokens"), p.Out, p.Cost)
}

type sourceSpent struct {
	Source news.SourceID `json:"source"` // empty: none
	bill
}

type promptSpent struct {
	Work   string `json:"work"` // empty, like Prompt: not known
	Prompt string `json:"prompt"`
	Model  string `json:"model"`
	bill
}

// kindOfWork is what a prompt asks for, by its name without the version.
func kindOfWork(prompt string) string {
	name, _, _ := strings.Cut(prompt, "-")
	return name
}

// arranged adds up expenses by source, the dearest first, and by prompt and model.
func arranged(list []store.Expense) (out expenses) {
	out.Sources, out.Prompts = []sourceSpent{}, []promptSpent{}
	source, prompt := map[news.SourceID]int{}, map[[2]string]int{}
	for _, e := range list {
		i, known := source[e.Source]
		if !known {
			i = len(out.Sources)
			source[e.Source] = i
			out.Sources = append(out.Sources, sourceSpent{Source: e.Source})
		}
		out.Sources[i].add(e)
		key := [2]string{e.Prompt, e.Model}
		if i, known = prompt[key]; !known {
			i = len(out.Prompts)
			prompt[key] = i
			out.Prompts = append(out.Prompts, promptSpent{Work: kindOfWork(e.Prompt), Prompt: e.Prompt, Model: e.Model})
		}
		out.Prompts[i].add(e)
	}
	slices.SortStableFunc(out.Sources, func(a, b sourceSpent) int { return b.In + b.Out - a.In - a.Out })
	slices.SortStableFunc(out.Prompts, func(a, b promptSpent) int {
		return cmp.Or(strings.Compare(a.Prompt, b.Prompt), strings.Compare(a.Model, b.Model))
	})
	return out
}

func (cmd *spentCmd) Run(ctx context.Context, a *app) error {
	if cmd.Days < 1 {
		return hint(usageError{fmt.Errorf("--days %d is no number of days", cmd.Days)}, "1 is the last 24 hours")
	}
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	since := a.Now().UTC().AddDate(0, 0, -cmd.Days)
	var list []store.Expense
	if err := p.db.View(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Expenses(since)
		return err
	}); err != nil {
		return err
	}
	out := arranged(list)
	out.Since = since.Format(time.RFC3339)
	if cmd.JSON {
		return json.NewEncoder(record.Safe(a.Stdout)).Encode(out)
	}
	if len(list) == 0 {
		fmt.Fprintf(a.Stderr, "waidian: no model has answered since %s\n", since.Format(time.DateOnly))
		return nil
	}
	t := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "since %s, by source\n", since.Format(time.DateOnly))
	for _, s := range out.Sources {
		fmt.Fprintf(t, "%s\t%v\n", cmp.Or(shown(string(s.Source)), "(no one source)"), s.bill)
	}
	fmt.Fprint(t, "\nby kind of work\n")
	for _, s := range out.Prompts {
		fmt.Fprintf(t, "%s\t%s\t%s\t%v\n", cmp.Or(shown(s.Work), "(not known)"), shown(s.Prompt), shown(s.Model), s.bill)
	}
	return t.Flush()
}
