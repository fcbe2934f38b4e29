package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/challenge"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type sourcesAddCmd struct {
	URL    string `arg:"" help:"Address of a feed, a news sitemap, a section page, or a page that names its feed."`
	ID     string `help:"Identifier; without it one is made from the address."`
	Name   string `help:"Name in headings; without it the source's own title."`
	Rights string `help:"What a public site may show: full, excerpt or link." enum:"full,excerpt,link," default:""`
	Whole  bool   `help:"Follow every report; the keywords of [beat] do not apply."`
	Yes    bool   `help:"Watch it without a question; no report is read beforehand." short:"y"`
}

func (sourcesAddCmd) Help() string {
	return `Fetches the address. If it is a feed or a news sitemap, the source is that. If it is a page, the source is
the feed that the page names or links to, or that is where feeds usually are (a few addresses are asked), or else
the page's own list of reports. An address without a scheme is asked for by https, and by http if that does not answer.

It shows what it found before it stores anything: which reports the beat keeps and drops, one report as it would be
read, and what the outlet asks of those who keep copies. At a terminal it then asks; elsewhere it stores nothing
without --yes, and the exit status is 1. waidian sources check shows the same and never stores.

Example:  waidian sources add --name 'The Guardian - China' https://www.theguardian.com/world/china/rss`
}

func (cmd *sourcesAddCmd) Run(ctx context.Context, a *app) error {
	if err := cmd.valid(); err != nil {
		return err
	}
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	pid, err := runningDesk(c)
	if err != nil {
		return err
	}
	beside := pid != 0 && readAnswer(reloadFile(c), pid).PID == pid // the running desk polls the source
	if cmd.Yes && !beside {
		return cmd.begin(ctx, a, c, nil)
	}
	look, yes, err := cmd.propose(ctx, a, c)
	switch {
	case err != nil:
		return err
	case !yes:
		fmt.Fprintln(a.Stdout, "nothing is stored")
		return nil
	case beside:
		return cmd.handOver(ctx, a, c, cmd.source(c, look), look)
	}
	return cmd.begin(ctx, a, c, &look)
}

func (cmd *sourcesAddCmd) valid() error {
	if !config.WebAddress(typedAddress(cmd.URL)) {
		return hint(usageError{fmt.Errorf("%s is not a web address", shown(cmd.URL))}, "like https://www.example.org/world/")
	}
	return nil
}

// propose looks at the address and, without --yes, shows what was found and asks. It stores nothing.
func (cmd *sourcesAddCmd) propose(ctx context.Context, a *app, c config.Config) (look desk.Look, yes bool, err error) {
	p, err := a.partsToLook(ctx, c)
	if err != nil {
		return look, false, err
	}
	defer p.Close()
	if look, err = cmd.find(ctx, a, p.desk, c); err != nil || cmd.Yes {
		return look, err == nil, err
	}
	if err := (newProspect(ctx, p, look, cmd.source(c, look))).print(a.Stdout); err != nil {
		return look, false, err
	}
	yes, err = a.agreed("watch it?")
	return look, yes, err
}

// find looks at the address of a source that is not watched yet.
func (cmd *sourcesAddCmd) find(ctx context.Context, a *app, d *desk.Desk, c config.Config) (desk.Look, error) {
	look, err := offer(ctx, d, cmd.URL)
	if err != nil {
		return look, err
	}
	if look.Result.Kind == news.KindSection {
		fmt.Fprintf(a.Stderr, "waidian: %s names no feed: its list of reports is watched\n", inFull(look.Source.URL))
	}
	return look, watchedAlready(c, cmd.source(c, look))
}

// begin watches the source in this process, which is the desk for that time. The look is the source's first poll; without one, the address
// is looked at now.
func (cmd *sourcesAddCmd) begin(ctx context.Context, a *app, c config.Config, look *desk.Look) error {
	p, err := a.openParts(ctx, c, working)
	if err != nil {
		return err
	}
	defer p.Close()
	if look == nil {
		found, err := cmd.find(ctx, a, p.desk, c)
		if err != nil {
			return err
		}
		look = &found
	}
	s := cmd.source(c, *look)
	if err := a.appendSources(s); err != nil {
		return err
	}
	look.Source = s.News()
	p.desk.Sources = append(p.desk.Sources, look.Source)
	sum, err := p.desk.Take(ctx, *look)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s: %s (%s), %s, %d off the beat\n", s.ID, inFull(s.URL), look.Result.Kind, text.Count(sum.Leads, "lead", "leads"), sum.Off)
	return nil
}

// watchedAlready is an error if a source of that address or identifier is on the list.
func watchedAlready(c config.Config, s config.Source) error {
	same := func(x config.Source) bool { return config.Address(x.URL) == config.Address(s.URL) || x.ID == s.ID }
	i := slices.IndexFunc(c.Source, same)
	if i < 0 {
		return nil
	}
	why := news.Refusal{Code: news.SourceWatched, Arg: c.Source[i].ID}
	if config.Address(c.Source[i].URL) != config.Address(s.URL) {
		why.Code = news.SourceSameID
	}
	return hint(usageError{reasoned{fmt.Errorf("source %s is watched already: %s", c.Source[i].ID, c.Source[i].URL), why}},
		"another feed of the same outlet needs an --id of its own")
}

// handOver watches a source and leaves it to the running desk, which asks its outlet once more: not before the pace allows.
func (cmd *sourcesAddCmd) handOver(ctx context.Context, a *app, c config.Config, s config.Source, look desk.Look) error {
	if err := a.appendSources(s); err != nil {
		return err
	}
	off := 0
	for _, l := range look.Leads {
		if l.State == store.LeadOff {
			off++
		}
	}
	fmt.Fprintf(a.Stdout, "%s: %s (%s), %s, %d off the beat\n", s.ID, inFull(s.URL), look.Result.Kind, text.Count(len(look.Leads), "lead", "leads"), off)
	wait := time.NewTimer(time.Duration(c.Fetch.Pace)) // of real time, as the desk's pace is
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
	}
	return a.tellDesk(ctx, c)
}

// offer looks at an address as it was typed, and returns the look at what is to be watched, see desk.Offer.
func offer(ctx context.Context, d *desk.Desk, typed string) (desk.Look, error) {
	address := typedAddress(typed)
	look, err := d.Offer(ctx, address)
	if bare := otherScheme(typed); err != nil && bare != "" && look.Capture.Status == 0 && !errors.Is(err, news.ErrOurs) && ctx.Err() == nil {
		if by, err2 := d.Offer(ctx, bare); err2 == nil || by.Capture.Status != 0 {
			address, look, err = bare, by, err2
		}
	}
	var several desk.SeveralFeeds
	switch {
	case errors.As(err, &several):
		var b strings.Builder
		for _, f := range several {
			fmt.Fprintf(&b, "\n  %s  %s", shown(f.URL), shown(f.Title))
		}
		return look, hint(usageError{fmt.Errorf("%s names %w:%s", address, err, b.String())}, "add the one you want")
	case errors.Is(err, desk.ErrNothingToWatch):
		return look, hint(because(news.NothingThere, address, fmt.Errorf("%w at %s", err, address)), "give the address of a feed or of a section page")
	case err != nil && challenge.Of(look.Capture).By != "":
		if blocked, ok := errors.AsType[*discover.Blocked](err); ok {
			err = fmt.Errorf("%s answers with %w", address, blocked)
		}
		return look, hint(because(news.Challenged, address, err), desk.NotPassed+", or give the address of a feed: feeds are less often behind one")
	case err != nil && look.Capture.Status != 200:
		return look, hint(reasoned{err, news.Refusal{Code: news.NoAnswer, Arg: address, Of: answered(look.Capture.Status, err)}}, "is the address right? If the outlet is busy or out of reach, add it later")
	case errors.Is(err, discover.ErrBlocked):
		return look, hint(because(news.Challenged, address, fmt.Errorf("%s answers with %w", address, discover.ErrBlocked)), "give the address of a feed: feeds are less often behind one")
	case err != nil:
		return look, because(news.Unreadable, address, err)
	}
	return look, nil
}

// answered says why an address was not read: "HTTP 404", or the code of a news.Cause.
func answered(status int, err error) string {
	if status > 0 {
		return "HTTP " + strconv.Itoa(status)
	}
	return string(news.CauseOf(err))
}

// typedAddress completes an address that was typed without a scheme, or copied with the scheme "feed:".
func typedAddress(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "feed:"); ok {
		s = strings.TrimPrefix(rest, "//")
	}
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	return s
}

// otherScheme is the address by http where one was typed that names neither http nor https; empty: it does.
func otherScheme(s string) string {
	full := typedAddress(s)
	if strings.Contains(strings.TrimPrefix(s, "feed://"), "://") {
		return ""
	}
	return "http://" + strings.TrimPrefix(full, "https://")
}

// source is the new source as it is written to the configuration file.
func (cmd *sourcesAddCmd) source(c config.Config, l desk.Look) config.Source {
	s := config.Source{ID: cmd.ID, Name: cmd.Name, URL: l.Source.URL, Rights: cmd.Rights, Whole: cmd.Whole, Lang: l.Result.Lang}
	if l.Result.Kind != news.KindFeed {
		s.Kind = string(l.Result.Kind)
	}
	if s.ID == "" {
		s.ID = c.NewID(s.URL, cmp.Or(cmd.Name, l.Result.Title))
	}
	if s.Name == "" {
		s.Name = l.Result.Title
	}
	if s.Name == "" {
		s.Name = s.ID
	}
	return s
}
