package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type tasksCmd struct {
	Buried bool `help:"List the tasks that were given up, with the reason."`
	Limit  int  `help:"Print at most this many." default:"200"`
	JSON   bool `name:"json" help:"Print one JSON object a line."`
}

func (tasksCmd) Help() string {
	return `Prints the tasks that wait, those that are due first at the top.

Example:  waidian tasks --buried`
}

type taskLine struct {
	Kind    store.Kind `json:"kind"`
	Subject string     `json:"subject"`
	About   string     `json:"about"`
	Due     time.Time  `json:"due"`
	Tries   int        `json:"tries"`
	Reason  string     `json:"reason,omitempty"`
}

func (cmd *tasksCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	var lines []taskLine
	err = p.db.View(ctx, func(tx *store.Tx) error {
		ask := tx.Waiting
		if cmd.Buried {
			ask = tx.Buried
		}
		list, err := ask(cmd.Limit)
		for _, t := range list {
			lines = append(lines, taskLine{t.Kind, t.Subject, about(tx, t), t.Due, t.Tries, t.Reason})
		}
		return err
	})
	if err != nil {
		return err
	}
	return cmd.print(a, lines)
}

func (cmd *tasksCmd) print(a *app, lines []taskLine) error {
	if cmd.JSON {
		e := json.NewEncoder(record.Safe(a.Stdout))
		for _, l := range lines {
			if err := e.Encode(l); err != nil {
				return err
			}
		}
		return nil
	}
	t := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
	for _, l := range lines {
		when := ""
		if !cmd.Buried && l.Due.After(a.Now()) {
			when = "in " + l.Due.Sub(a.Now()).Round(time.Second).String()
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", l.Kind, when, shown(l.About), shown(l.Reason))
	}
	return t.Flush()
}

// about names what a task is about: a headline, else an address.
func about(tx *store.Tx, t store.Task) string {
	if t.Kind == store.Digest {
		if art, err := tx.Article(t.Article()); err == nil {
			return art.Title
		}
		return t.Subject
	}
	if t.Kind == store.Story {
		if rows, err := tx.Rows(store.Filter{Story: t.Story(), Limit: 1}); err == nil && len(rows) == 1 {
			return cmp.Or(rows[0].DigestTitle, rows[0].Title)
		}
		return t.Subject
	}
	if t.Kind == store.Announce {
		return "the hub of the feeds"
	}
	if t.Kind == store.Cosign {
		return "witness " + t.Subject
	}
	if id, err := t.Lead(); err == nil {
		if p, err := tx.Lead(id); err == nil {
			return p.Lead.URL
		}
	}
	return t.Subject
}

type redoCmd struct {
	Stage  string `arg:"" help:"read: extract again; digest: make new digests; story: write anew what the reports of events say together; leads: judge what was listed by the beat of today; buried: try given-up tasks again." enum:"read,digest,story,leads,buried"`
	Source string `help:"Only articles of this source." placeholder:"ID"`
	Since  string `help:"Only articles captured, or leads first listed, on or after this day." placeholder:"2006-01-02"`
	Story  string `help:"With story: only that one." placeholder:"ID"`
	Limit  int    `help:"At most this many articles, or stories, newest first; 0: all."`

	Estimate bool `help:"With digest or leads: print what would be done and its likely cost, and do nothing."`
	List     bool `help:"With leads: print each report that would come in or leave the site, and do nothing."`
}

func (redoCmd) Help() string {
	return `Adds tasks, which the running desk or the next collect does. What the archive has is not fetched
again. Old versions and old digests are kept. For digest, an answer of the model is reused, and not paid
for again, if the report and the model are the same; a copy of another report and a headline
without a text get no digest. Digests that wait for a model are due at once.

story has a model write anew what the reports of one event say together: of three reports or more, of two
outlets, within [digest] story_calls_per_day, and of one event once in 30 minutes at most. Here too an
answer is reused, and checked anew, as long as the reports and the model are the same.

After a change of the beat, the desk itself judges the reports of the last [beat] days again.
leads judges all that was ever listed, whatever its age: what is on the beat is fetched, and
published reports that are off it leave the site. They are kept, and return by themselves when
the beat has them again. --list names them, --estimate counts them.

Example:

    waidian redo read --source guardian-china
    waidian redo digest --since 2024-01-30 --estimate
    waidian redo story --story blbfojukcv
    waidian redo leads --list`
}

func (cmd *redoCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	var since time.Time
	if cmd.Since != "" {
		if since, err = time.Parse(time.DateOnly, cmd.Since); err != nil {
			return hint(usageError{fmt.Errorf("--since %q is not a day", cmd.Since)}, "like 2006-01-02")
		}
	}
	if err := cmd.asks(c); err != nil {
		return err
	}
	how := changing
	if cmd.Estimate {
		how = looking
	}
	p, err := a.openParts(ctx, c, how)
	if err != nil {
		return err
	}
	defer p.Close()
	if err := cmd.known(ctx, p); err != nil {
		return err
	}
	which := desk.Selection{Source: news.SourceID(cmd.Source), Since: since, Limit: cmd.Limit}
	if which.Story, err = cmd.story(ctx, p); err != nil {
		return err
	}
	if cmd.Stage == "leads" {
		return cmd.leads(ctx, a, p, which)
	}
	if cmd.List {
		return usageError{fmt.Errorf("--list goes with leads, not with %s", cmd.Stage)}
	}
	if cmd.Estimate {
		return cmd.estimate(ctx, a, p, which)
	}
	var n int
	if cmd.Stage == "buried" {
		n, err = p.desk.Revive(ctx)
	} else {
		n, err = p.desk.Redo(ctx, desk.RedoStage(cmd.Stage), which)
	}
	if err != nil {
		return err
	}
	a.sayAdded(n)
	if cmd.Stage != "digest" {
		return nil
	}
	kept, err := p.desk.Revised(ctx, which)
	if err == nil && kept > 0 {
		fmt.Fprintf(a.Stdout, "%s that a person revised or approved: they stay as they are until waidian digest undo\n", text.Count(kept, "digest", "digests"))
	}
	return err
}

// asks returns an error if the stage asks a model, and none may be asked.
func (cmd *redoCmd) asks(c config.Config) error {
	switch {
	case cmd.Story != "" && cmd.Stage != "story":
		return usageError{fmt.Errorf("--story goes with story, not with %s", cmd.Stage)}
	case cmd.Stage == "digest" && c.Digest.Endpoint == "":
		return hint(usageError{errors.New("no model is configured: digests are extracts and cost nothing")}, "set [digest] endpoint and model")
	case cmd.Stage == "story" && c.Digest.Endpoint == "":
		return hint(usageError{errors.New("no model is configured: what the reports of an event say together is composed from their own sentences")},
			"set [digest] endpoint and model")
	case cmd.Stage == "story" && c.Digest.Review == "hold":
		return hint(usageError{errors.New("[digest] review is hold: no model writes what the reports of an event say together")},
			"it is composed from the digests that were approved, and from openings")
	case cmd.Stage == "story" && c.Digest.StoryCalls == 0:
		return hint(usageError{errors.New("[digest] story_calls_per_day is 0: no model is asked what the reports of an event say together")},
			"set it to how often a day one may be asked")
	}
	return nil
}

// story is the story that is asked for, or where its reports went; "" where none is asked for.
func (cmd *redoCmd) story(ctx context.Context, p *parts) (id news.StoryID, err error) {
	if id = news.StoryID(cmd.Story); id == "" {
		return "", nil
	}
	var rows []store.Row
	err = p.db.View(ctx, func(tx *store.Tx) error {
		to, err := tx.MovedTo(id)
		if err != nil {
			return err
		}
		id = cmp.Or(to, id)
		rows, err = tx.Rows(store.Filter{Story: id, Limit: 1})
		return err
	})
	if err == nil && len(rows) == 0 {
		err = noStory(cmd.Story)
	}
	return id, err
}

// known returns an error if the desk never had the source, watched or not.
func (cmd *redoCmd) known(ctx context.Context, p *parts) error {
	if cmd.Source == "" {
		return nil
	}
	err := p.db.View(ctx, func(tx *store.Tx) error {
		_, err := tx.Source(news.SourceID(cmd.Source))
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return unknownSource(p.config, cmd.Source)
	}
	return err
}

// estimate prints what the same command without --estimate will ask the model for, and the likely cost.
func (cmd *redoCmd) estimate(ctx context.Context, a *app, p *parts, which desk.Selection) error {
	c := p.config
	if cmd.Stage == "story" {
		return usageError{errors.New("--estimate goes with digest and leads, not with story: [digest] story_calls_per_day bounds that")}
	}
	if cmd.Stage != "digest" {
		return usageError{fmt.Errorf("--estimate goes with digest and leads: %s costs nothing", cmd.Stage)}
	}
	names, err := a.glossary(c)
	if err != nil {
		return err
	}
	writer := a.writer(c, names, &answers{db: p.db})
	writer.Way = wayOf(c, p.db)
	var sum digest.Estimate
	digests := 0
	err = p.desk.EachOwed(ctx, which, func(art news.Article) error {
		digests++
		return writer.Estimate(ctx, art, &sum)
	})
	if err != nil {
		return err
	}
	var tokens llm.Usage
	var cost float64
	for model, u := range sum.Tokens {
		tokens = tokens.Plus(u)
		cost += llm.Cost(u, prices(c)[model])
	}
	fmt.Fprintf(a.Stdout, "%s, %s to the model: about %s in, %d out, %.2f by the prices set\n",
		text.Count(digests, "digest", "digests"), text.Count(sum.Requests, "request", "requests"), text.Count(tokens.In, "token", "tokens"), tokens.Out, cost)
	fmt.Fprintln(a.Stdout, "a sentence that the check sends back is asked for again, alone")
	f, err := fitnessIn(ctx, c, p.db)
	if why := f.Unfit(); err == nil && why != "" && c.Digest.Unfit != "use" {
		a.warn("the model is unfit, and is not asked: %s\nwaidian: %s", why, desk.UnfitHint())
	}
	return err
}
