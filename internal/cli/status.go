package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

type statusCmd struct {
	JSON bool `name:"json" help:"One JSON object."`
}

func (statusCmd) Help() string {
	return `Shows how each source fares, what waits, what was given up, and what the model cost.

Example:  waidian status --json`
}

// report is what `status --json` prints.
type report struct {
	Sources  []sourceReport `json:"sources"`
	Tasks    []taskCount    `json:"tasks"`
	Articles int64          `json:"articles"`
	Captures int64          `json:"captures"`
	Bytes    int64          `json:"archive_bytes"`
	Spent    []spending     `json:"spent"`
}

type sourceReport struct {
	ID       news.SourceID `json:"id"`
	Name     string        `json:"name"`
	State    string        `json:"state"` // new, ok, failing, paused, frozen
	Reason   string        `json:"reason,omitempty"`
	Polled   *time.Time    `json:"polled,omitempty"`
	OK       *time.Time    `json:"ok,omitempty"`
	Newest   *time.Time    `json:"newest,omitempty"`
	Due      *time.Time    `json:"due,omitempty"`
	Leads    int           `json:"leads"`
	Off      int           `json:"off_beat"`
	Articles int           `json:"articles"`
}

type taskCount struct {
	Kind   store.Kind `json:"kind"`
	Ready  int        `json:"ready"`
	Later  int        `json:"later"`
	Buried int        `json:"buried"`
}

type spending struct {
	Day     string  `json:"day"`
	Model   string  `json:"model"`
	Answers int     `json:"answers"`
	In      int     `json:"tokens_in"`
	Out     int     `json:"tokens_out"`
	Cost    float64 `json:"cost"`
}

// frozenAfter is how old a source's newest report may be before the desk says so:
// some outlets leave a dead feed answering 200 for years.
const frozenAfter = 21 * 24 * time.Hour

func (cmd *statusCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	o, err := a.open(ctx, c, reading)
	if err != nil {
		return err
	}
	defer o.Close()
	if err := o.desk.Begin(ctx); err != nil {
		return err
	}
	r, err := a.report(ctx, o)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return json.NewEncoder(a.Stdout).Encode(r)
	}
	return r.print(a.Stdout, a.Now())
}

func (a *app) report(ctx context.Context, o *office) (r report, err error) {
	r.Sources, r.Tasks, r.Spent = []sourceReport{}, []taskCount{}, []spending{}
	err = o.db.View(ctx, func(tx *store.Tx) error {
		watches, err := tx.Watches()
		if err != nil {
			return err
		}
		tally, err := tx.Tally()
		if err != nil {
			return err
		}
		for _, w := range watches {
			r.Sources = append(r.Sources, reportOf(w, tally[w.ID], a.Now()))
		}
		lines, err := tx.Lines(a.Now())
		if err != nil {
			return err
		}
		for _, l := range lines {
			r.Tasks = append(r.Tasks, taskCount(l))
		}
		if r.Captures, r.Bytes, err = tx.Captures(); err != nil {
			return err
		}
		if r.Articles, err = tx.Count(); err != nil {
			return err
		}
		spent, err := tx.Spent(a.Now().AddDate(0, 0, -31))
		for _, s := range spent {
			r.Spent = append(r.Spent, spending(s))
		}
		return err
	})
	return r, err
}

func reportOf(w store.Watch, c store.Counts, now time.Time) sourceReport {
	r := sourceReport{
		ID: w.ID, Name: w.Name, State: "ok", Reason: w.Reason, Leads: c.Leads, Off: c.Off, Articles: c.Articles,
		Polled: orNil(w.Tried), OK: orNil(w.OK), Newest: orNil(w.Newest), Due: orNil(w.Due),
	}
	switch {
	case w.Paused != "":
		r.State, r.Reason = "paused", w.Paused
	case w.Tried.IsZero():
		r.State = "new"
	case w.Reason != "":
		r.State = "failing"
	case !w.Newest.IsZero() && now.Sub(w.Newest) > frozenAfter:
		r.State, r.Reason = "frozen", "answers, but its newest report is of "+w.Newest.UTC().Format(time.DateOnly)
	case w.Moved != "":
		r.Reason = "has moved to " + w.Moved
	}
	return r
}

func orNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (r report) print(w io.Writer, now time.Time) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SOURCE\tSTATE\tPOLLED\tNEWEST\tLEADS\tOFF\tARTICLES\tREASON")
	for _, s := range r.Sources {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\n", s.ID, s.State, ago(now, s.Polled), ago(now, s.Newest), s.Leads, s.Off, s.Articles, s.Reason)
	}
	fmt.Fprintln(t)
	fmt.Fprintln(t, "TASKS\tREADY\tLATER\tGIVEN UP")
	for _, k := range r.Tasks {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\n", k.Kind, k.Ready, k.Later, k.Buried)
	}
	fmt.Fprintf(t, "\n%d articles; %d captures, %.1f MB in the archive\n", r.Articles, r.Captures, float64(r.Bytes)/1e6)
	for _, s := range r.Spent {
		fmt.Fprintf(t, "%s\t%s\t%d answers\t%d tokens in\t%d out\t%.2f\n", s.Day, s.Model, s.Answers, s.In, s.Out, s.Cost)
	}
	return t.Flush()
}

// ago is how long since, in the largest unit that says enough.
func ago(now time.Time, t *time.Time) string {
	if t == nil {
		return "never"
	}
	d := now.Sub(*t)
	switch {
	case d < 0:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%dm ago", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh ago", int(d.Hours()))
	default:
		return fmt.Sprintf("%dd ago", int(d.Hours()/24))
	}
}

type tasksCmd struct {
	Buried bool `help:"Those that were given up, with the reason."`
	Limit  int  `help:"At most so many." default:"200"`
	JSON   bool `name:"json" help:"One JSON object a line."`
}

func (tasksCmd) Help() string {
	return `Example:  waidian tasks --buried`
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
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	o, err := a.open(ctx, c, reading)
	if err != nil {
		return err
	}
	defer o.Close()
	var lines []taskLine
	err = o.db.View(ctx, func(tx *store.Tx) error {
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
		e := json.NewEncoder(a.Stdout)
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
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", l.Kind, when, l.About, l.Reason)
	}
	return t.Flush()
}

// about is what a task is about, in words.
func about(tx *store.Tx, t store.Task) string {
	if t.Kind == store.Digest {
		if art, err := tx.Article(t.Article()); err == nil {
			return art.Title
		}
		return t.Subject
	}
	if id, err := t.Lead(); err == nil {
		if p, err := tx.Page(id); err == nil {
			return p.Lead.URL
		}
	}
	return t.Subject
}

type redoCmd struct {
	Stage  string `arg:"" help:"read: extract again from the archive; digest: ask for new digests; buried: try what was given up again." enum:"read,digest,buried"`
	Source string `help:"Of this source alone." placeholder:"ID"`
	Since  string `help:"Of articles captured since that day." placeholder:"2006-01-02"`
	Limit  int    `help:"At most so many, newest first; 0: all."`
}

func (redoCmd) Help() string {
	return `Adds tasks for what is in the archive; the running desk, or the next collect, does them.
Nothing is fetched again. Old versions and old digests are kept.

Example:  waidian redo read --source guardian-china`
}

func (cmd *redoCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	var since time.Time
	if cmd.Since != "" {
		if since, err = time.Parse(time.DateOnly, cmd.Since); err != nil {
			return hint(usageError{fmt.Errorf("--since %q is no day", cmd.Since)}, "like 2006-01-02")
		}
	}
	o, err := a.open(ctx, c, reading)
	if err != nil {
		return err
	}
	defer o.Close()
	n := 0
	err = o.db.Update(ctx, func(tx *store.Tx) (err error) {
		if cmd.Stage == "buried" {
			n, err = tx.Revive(a.Now())
			return err
		}
		n, err = cmd.add(tx, a.Now(), since)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%d tasks added: waidian run or waidian collect does them\n", n)
	return nil
}

func (cmd *redoCmd) add(tx *store.Tx, now, since time.Time) (int, error) {
	ids, err := tx.Articles(news.SourceID(cmd.Source), since)
	if err != nil {
		return 0, err
	}
	if cmd.Limit > 0 && len(ids) > cmd.Limit {
		ids = ids[:cmd.Limit]
	}
	n := 0
	for _, id := range ids {
		task := store.DigestTask(id, now)
		if cmd.Stage == "read" {
			lead, err := tx.LeadOf(id)
			if errors.Is(err, store.ErrNotFound) {
				continue // imported as text: there is no page to read again
			}
			if err != nil {
				return n, err
			}
			task = store.ReadTask(lead, now)
		}
		if err := tx.Add(task); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

type removeCmd struct {
	ID   string `arg:"" help:"The article's identifier, or the address of its page."`
	Undo bool   `help:"Show it again."`
}

func (removeCmd) Help() string {
	return `The article leaves every page, feed, search and export with the next build, which this
command makes. The archive keeps it, for the record; --undo shows it again.

Example:  waidian takedown mfrggzdfmz`
}

func (cmd *removeCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	o, err := a.open(ctx, c, reading)
	if err != nil {
		return err
	}
	defer o.Close()
	id := strings.TrimSuffix(cmd.ID[strings.LastIndexAny(cmd.ID, "/-")+1:], ".html")
	err = o.db.Update(ctx, func(tx *store.Tx) error { return tx.TakeDown(news.ArticleID(id), !cmd.Undo) })
	if errors.Is(err, store.ErrNotFound) {
		return hint(usageError{fmt.Errorf("there is no article %s", id)}, "its page's address ends in it; waidian search finds it")
	}
	if err != nil {
		return err
	}
	r, err := a.build(ctx, o, siteDir(c), false)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s taken down: %d files written, %d removed\n", id, r.Written, r.Removed)
	return nil
}
