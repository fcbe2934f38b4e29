package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/store"
)

type sourcesCmd struct {
	List   sourcesListCmd   `cmd:"" help:"List the watched sources." default:"1"`
	Add    sourcesAddCmd    `cmd:"" help:"Watch an address; of a page, the feed that it names."`
	Remove sourcesRemoveCmd `cmd:"" help:"Stop watching a source; its articles stay."`
	Pause  sourcesPauseCmd  `cmd:"" help:"Keep a source on the list, and do not poll it."`
	Resume sourcesResumeCmd `cmd:"" help:"Poll a paused source again."`
	Check  sourcesCheckCmd  `cmd:"" help:"Show which reports would be followed, and why others would not."`
	Import sourcesImportCmd `cmd:"" help:"Watch the feeds of an OPML file."`
	Export sourcesExportCmd `cmd:"" help:"Write the sources as OPML."`
}

func (sourcesCmd) Help() string {
	return `The sources are listed in the configuration file; add, remove, pause, resume and import edit
it. A running desk takes the change up at once.

Example:  waidian sources add https://www.example.org/world/`
}

type sourcesListCmd struct {
	JSON bool `name:"json" help:"Print one JSON object a line."`
}

func (sourcesListCmd) Help() string {
	return `Shows the identifier, name and address of every source.

Example:  waidian sources list --json`
}

// sourceLine is a source as `sources list --json` prints it.
type sourceLine struct {
	ID      news.SourceID `json:"id"`
	Name    string        `json:"name"`
	Outlet  string        `json:"outlet"`
	URL     string        `json:"url"`
	Kind    string        `json:"kind,omitempty"`
	Rights  news.Rights   `json:"rights"`
	Country string        `json:"country,omitempty"`
	Why     string        `json:"why,omitempty"`
}

func (cmd *sourcesListCmd) Run(a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	if cmd.JSON {
		e := json.NewEncoder(record.Safe(a.Stdout))
		for _, s := range c.News() {
			if err := e.Encode(sourceLine{s.ID, s.Name, s.Outlet, s.URL, string(s.Kind), s.Rights, s.Country, s.Why}); err != nil {
				return err
			}
		}
		return nil
	}
	t := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
	for _, s := range c.News() {
		fmt.Fprintf(t, "%s\t%s\t%s\n", s.ID, s.Name, s.URL)
	}
	return t.Flush()
}

type sourcesAddCmd struct {
	URL    string `arg:"" help:"Address of a feed, a news sitemap, a section page, or a page that names its feed."`
	ID     string `help:"Identifier; without it one is made from the address."`
	Name   string `help:"Name in headings; without it the source's own title."`
	Rights string `help:"What a public site may show: full, excerpt or link." enum:"full,excerpt,link," default:""`
	Whole  bool   `help:"Follow every report; the keywords of [beat] do not apply."`
}

func (sourcesAddCmd) Help() string {
	return `Fetches the address once. If it is a feed or a news sitemap, the source is that. If it is a
page, the source is the feed that the page names, or else the page's own list of reports.

Example:  waidian sources add --name 'The Guardian - China' https://www.theguardian.com/world/china/rss`
}

func (cmd *sourcesAddCmd) Run(ctx context.Context, a *app) error {
	if !config.WebAddress(typedAddress(cmd.URL)) {
		return hint(usageError{fmt.Errorf("%s is not a web address", shown(cmd.URL))}, "like https://www.example.org/world/")
	}
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	pid, err := runningDesk(c)
	if err != nil {
		return err
	}
	beside := pid != 0 && readAnswer(reloadFile(c), pid).PID == pid
	how := working
	if beside {
		how = looking // the running desk polls the source
	}
	p, err := a.openParts(ctx, c, how)
	if err != nil {
		return err
	}
	defer p.Close()
	look, err := cmd.offer(ctx, a, p.desk)
	if err != nil {
		return err
	}
	s := cmd.source(c, look)
	if taken := slices.IndexFunc(c.Source, func(x config.Source) bool { return config.Address(x.URL) == config.Address(s.URL) || x.ID == s.ID }); taken >= 0 {
		x := c.Source[taken]
		return hint(usageError{fmt.Errorf("source %s is watched already: %s", x.ID, x.URL)},
			"another feed of the same outlet needs an --id of its own")
	}
	if err := a.appendSources(s); err != nil {
		return err
	}
	if beside {
		return cmd.handOver(ctx, a, c, s, look)
	}
	look.Source = s.News()
	p.desk.Sources = append(p.desk.Sources, look.Source)
	sum, err := p.desk.Take(ctx, look)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s: %s (%s), %d leads, %d off the beat\n", s.ID, s.URL, look.Result.Kind, sum.Leads, sum.Off)
	return nil
}

// handOver leaves a new source to the running desk, which asks its outlet once more: not before the pace allows.
func (cmd *sourcesAddCmd) handOver(ctx context.Context, a *app, c config.Config, s config.Source, look desk.Look) error {
	off := 0
	for _, l := range look.Leads {
		if l.State == store.LeadOff {
			off++
		}
	}
	fmt.Fprintf(a.Stdout, "%s: %s (%s), %d leads, %d off the beat\n", s.ID, s.URL, look.Result.Kind, len(look.Leads), off)
	wait := time.NewTimer(time.Duration(c.Fetch.Pace)) // of real time, as the desk's pace is
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
	}
	return a.tellDesk(ctx, c)
}

// offer looks at the address and returns the look at what is to be watched, see desk.Offer.
func (cmd *sourcesAddCmd) offer(ctx context.Context, a *app, d *desk.Desk) (desk.Look, error) {
	address := typedAddress(cmd.URL)
	look, err := d.Offer(ctx, address)
	var several desk.SeveralFeeds
	switch {
	case errors.As(err, &several):
		var b strings.Builder
		for _, f := range several {
			fmt.Fprintf(&b, "\n  %s  %s", shown(f.URL), shown(f.Title))
		}
		return look, hint(usageError{fmt.Errorf("%s names %w:%s", address, err, b.String())}, "add the one you want")
	case errors.Is(err, desk.ErrNothingToWatch):
		return look, hint(fmt.Errorf("%w at %s", err, address), "give the address of a feed or of a section page")
	case err != nil && look.Capture.Status != 200:
		return look, hint(err, "is the address right? If the outlet is busy or out of reach, add it later")
	case errors.Is(err, discover.ErrBlocked):
		return look, hint(fmt.Errorf("%s answers with %w", address, discover.ErrBlocked),
			"give the address of a feed: feeds are less often behind one")
	case err == nil && look.Result.Kind == news.KindSection:
		fmt.Fprintf(a.Stderr, "waidian: %s names no feed: its list of reports is watched\n", address)
	}
	return look, err
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

// source is the new source as it is written to the configuration file.
func (cmd *sourcesAddCmd) source(c config.Config, l desk.Look) config.Source {
	s := config.Source{ID: cmd.ID, Name: cmd.Name, URL: l.Source.URL, Rights: cmd.Rights, Whole: cmd.Whole, Lang: l.Result.Lang}
	if l.Result.Kind != news.KindFeed {
		s.Kind = string(l.Result.Kind)
	}
	if s.ID == "" {
		s.ID = c.NewID(s.URL)
	}
	if s.Name == "" {
		s.Name = l.Result.Title
	}
	if s.Name == "" {
		s.Name = s.ID
	}
	return s
}

type sourcesRemoveCmd struct {
	ID string `arg:"" help:"Identifier of the source."`
}

func (sourcesRemoveCmd) Help() string {
	return `Removes the source from the configuration file. Its articles and captures stay.

Example:  waidian sources remove guardian-china`
}

func (cmd *sourcesRemoveCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(c.Source, func(s config.Source) bool { return s.ID == cmd.ID }) {
		return unknownSource(c, cmd.ID)
	}
	if err := a.removeSource(cmd.ID); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s is no longer watched; its articles stay\n", cmd.ID)
	return a.tellDesk(ctx, c)
}

type sourcesPauseCmd struct {
	ID string `arg:"" help:"Identifier of the source."`
}

func (sourcesPauseCmd) Help() string {
	return `Writes paused = true to the source's table in the configuration file. What it has brought stays,
and pages of it that are due to be looked at again are looked at.

Example:  waidian sources pause guardian-china`
}

func (cmd *sourcesPauseCmd) Run(ctx context.Context, a *app) error {
	return a.setPaused(ctx, cmd.ID, true)
}

type sourcesResumeCmd struct {
	ID string `arg:"" help:"Identifier of the source."`
}

func (sourcesResumeCmd) Help() string {
	return `Takes paused = true out of the source's table in the configuration file.

Example:  waidian sources resume guardian-china`
}

func (cmd *sourcesResumeCmd) Run(ctx context.Context, a *app) error {
	return a.setPaused(ctx, cmd.ID, false)
}

// setPaused pauses a source, or resumes it.
func (a *app) setPaused(ctx context.Context, id string, paused bool) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(c.Source, func(s config.Source) bool { return s.ID == id })
	if i < 0 {
		return unknownSource(c, id)
	}
	state := "polled"
	if paused {
		state = "paused"
	}
	if c.Source[i].Paused == paused {
		fmt.Fprintf(a.Stdout, "%s is %s already\n", id, state)
		return nil
	}
	if err := a.pauseSource(id, paused); err != nil {
		return err
	}
	if paused {
		fmt.Fprintf(a.Stdout, "%s is paused; it stays on the list, and its articles stay\n", id)
	} else {
		fmt.Fprintf(a.Stdout, "%s is polled again\n", id)
	}
	return a.tellDesk(ctx, c)
}

func unknownSource(c config.Config, id string) error {
	return hint(usageError{fmt.Errorf("there is no source %s among %d", id, len(c.Source))}, "waidian sources list shows them")
}

type sourcesCheckCmd struct {
	ID   string `arg:"" optional:"" help:"Identifier of the source; without it every source."`
	JSON bool   `name:"json" help:"Print one JSON object for each lead, one a line."`
}

func (sourcesCheckCmd) Help() string {
	return `Fetches the sources and prints every lead, marked + if the desk would follow it, else - with the
reason. It stores nothing.

Example:  waidian sources check guardian-china`
}

// leadLine is a lead as `sources check --json` prints it.
type leadLine struct {
	Source    news.SourceID `json:"source"`
	URL       string        `json:"url"`
	Title     string        `json:"title"`
	Published *time.Time    `json:"published,omitempty"`
	Gather    bool          `json:"gather"`
	Why       string        `json:"why,omitempty"`
}

func (cmd *sourcesCheckCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	list := c.News()
	if cmd.ID != "" {
		list = slices.DeleteFunc(list, func(s news.Source) bool { return string(s.ID) != cmd.ID })
		if len(list) == 0 {
			return unknownSource(c, cmd.ID)
		}
	}
	p, err := a.openParts(ctx, c, looking)
	if errors.Is(err, store.ErrNone) {
		p, err = a.partsOnTrial(ctx, c) // a desk that has not begun yet has learned nothing
	}
	if err != nil {
		return err
	}
	defer p.Close()
	var known map[news.SourceID]*ignored
	if p.db != nil {
		err = p.db.View(ctx, func(tx *store.Tx) (err error) {
			known, err = ignoredAddresses(tx, a.Now())
			return err
		})
	}
	if err != nil {
		return err
	}
	failed := 0
	for _, s := range list {
		look, err := p.desk.Look(ctx, s)
		if err != nil {
			failed++
			fmt.Fprintf(a.Stderr, "waidian: source %s: %v\n", s.ID, err)
			continue
		}
		if err := cmd.print(a, look); err != nil {
			return err
		}
		if err := cmd.learned(ctx, a, p.desk, look); err != nil {
			return err
		}
		if !cmd.JSON {
			known[s.ID].print(a.Stdout, s.ID)
		}
	}
	if failed == len(list) && failed > 0 {
		return errors.New("no source could be checked")
	}
	return nil
}

func (cmd *sourcesCheckCmd) print(a *app, l desk.Look) error {
	if cmd.JSON {
		return printLeads(a, l)
	}
	fmt.Fprintf(a.Stdout, "%s: %s, %q, %d leads", l.Source.ID, l.Result.Kind, l.Result.Title, len(l.Leads))
	if !l.Result.Newest.IsZero() {
		fmt.Fprintf(a.Stdout, ", newest %s", l.Result.Newest.UTC().Format("2006-01-02 15:04"))
	}
	fmt.Fprintln(a.Stdout)
	for _, j := range l.Leads {
		mark, why := "+", ""
		if j.State != store.LeadWaiting {
			mark, why = "-", fmt.Sprintf("  [%s: %s]", j.State, j.Why)
		}
		fmt.Fprintf(a.Stdout, "  %s %s%s\n", mark, shown(orURL(j.Lead)), why)
	}
	for _, x := range l.Result.Left {
		fmt.Fprintf(a.Stdout, "  - %s  [%s]\n", shown(cmp.Or(x.Title, x.URL)), x.Why)
	}
	return nil
}

// learned prints what the desk has learned from earlier pages about reading this source's reports.
func (cmd *sourcesCheckCmd) learned(ctx context.Context, a *app, d *desk.Desk, l desk.Look) error {
	if cmd.JSON || len(l.Leads) == 0 {
		return nil
	}
	u, err := url.Parse(l.Leads[0].Lead.URL)
	if err != nil {
		return nil
	}
	pages, boilerplate, area, err := d.Known(ctx, u.String())
	if err != nil || pages == 0 {
		return err
	}
	fmt.Fprintf(a.Stdout, "  learned from %d pages of %s: %d blocks repeat and are left out", pages, u.Host, boilerplate)
	if area != "" {
		fmt.Fprintf(a.Stdout, "; reports lie in %s", shown(area))
	}
	fmt.Fprintln(a.Stdout)
	return nil
}

func printLeads(a *app, l desk.Look) error {
	e := json.NewEncoder(record.Safe(a.Stdout))
	for _, j := range l.Leads {
		line := leadLine{Source: l.Source.ID, URL: j.Lead.URL, Title: j.Lead.Title, Gather: j.State == store.LeadWaiting, Why: j.Why}
		if !j.Lead.Published.IsZero() {
			line.Published = &j.Lead.Published
		}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func orURL(l news.Lead) string { return cmp.Or(l.Title, l.URL) }

type sourcesImportCmd struct {
	File string `arg:"" help:"The OPML file."`
}

func (sourcesImportCmd) Help() string {
	return `Adds the feeds of the file that are not watched yet.

Example:  waidian sources import subscriptions.opml`
}

func (cmd *sourcesImportCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	body, err := os.ReadFile(cmd.File)
	if err != nil {
		return usageError{err}
	}
	doc, err := feed.Parse(body, feed.Options{Kind: feed.OPML})
	if err != nil {
		return hint(fmt.Errorf("read %s: %w", cmd.File, err), "it should be an OPML file; feed readers export those")
	}
	var add []config.Source
	known := 0
	for _, sub := range doc.Subscriptions {
		address := typedAddress(sub.FeedURL)
		if why := unusable(address); why != "" {
			fmt.Fprintf(a.Stderr, "waidian: left out: the address of %s %s\n", shown(sub.Title), why)
			continue
		}
		same := func(s config.Source) bool { return config.Address(s.URL) == config.Address(address) }
		if i := slices.IndexFunc(c.Source, same); i >= 0 {
			known++
			a.sayBeyond(c.Source[i], sub)
			continue
		}
		s := config.Source{
			ID: c.NewID(address), Name: cmp.Or(sub.Title, address), URL: address, Folder: config.JoinFolders(sub.Folder), Paused: sub.Paused,
		}
		c.Source = append(c.Source, s)
		add = append(add, s)
		a.sayBeyond(s, sub)
	}
	for _, x := range doc.Outlines {
		a.sayLeft(x)
	}
	if err := a.appendSources(add...); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%d sources added, %d known already\n", len(add), known)
	if len(add) == 0 {
		return nil
	}
	return a.tellDesk(ctx, c)
}

// unusable says what is wrong with the address of a subscription; "" if nothing is.
func unusable(address string) string {
	if !config.WebAddress(address) {
		return "is not a web address: " + shown(address)
	}
	if u, err := url.Parse(address); err == nil && u.User != nil {
		return "at " + shown(u.Hostname()) + " has a user name or a password, which the desk does not send"
	}
	return ""
}

// sayBeyond says of a source what the list says of it and the desk does not take over, a line each.
func (a *app) sayBeyond(s config.Source, sub feed.Subscription) {
	switch {
	case sub.Paused && s.Paused:
		fmt.Fprintf(a.Stderr, "waidian: %s: the list has it disabled: it is paused; waidian sources resume %s\n", s.ID, s.ID)
	case sub.Paused:
		fmt.Fprintf(a.Stderr, "waidian: %s: the list has it disabled, and it is watched already: it stays so; waidian sources pause %s\n", s.ID, s.ID)
	}
	for _, x := range sub.Beyond {
		advice := ""
		if name := strings.ToLower(x.Name); strings.Contains(name, "filter") || strings.Contains(name, "block") || strings.Contains(name, "keep") {
			advice = " (the keywords and exclude of the source can choose reports)"
		}
		fmt.Fprintf(a.Stderr, "waidian: %s: not taken over: %s=%q%s\n", s.ID, shown(x.Name), shown(x.Value), advice)
	}
}

// sayLeft says why an entry of a list has become no source.
func (a *app) sayLeft(x feed.Outline) {
	name := shown(cmp.Or(x.Title, x.URL, "an entry without a title"))
	switch x.Why {
	case feed.OtherList:
		fmt.Fprintf(a.Stderr, "waidian: left out: %s is another list, %s: save it, and import it by itself\n", name, shown(x.URL))
	case feed.Scraped:
		fmt.Fprintf(a.Stderr, "waidian: left out: %s, %s, is no feed: another program reads it by paths of its own; waidian sources add finds a feed or a list there, if there is one\n",
			name, shown(x.URL))
	case feed.NoAddress:
		fmt.Fprintf(a.Stderr, "waidian: left out: %s has no address\n", name)
	case feed.TooMany:
		fmt.Fprintf(a.Stderr, "waidian: left out: %s, %s: the list is longer, or its folders are deeper, than is read\n", name, shown(x.URL))
	}
}

type sourcesExportCmd struct{}

func (sourcesExportCmd) Help() string {
	return `Writes OPML 2.0 to standard output, for feed readers.

Example:  waidian sources export > sources.opml`
}

func (cmd *sourcesExportCmd) Run(a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	var subs []feed.Subscription
	for _, s := range c.News() {
		subs = append(subs, feed.Subscription{FeedURL: s.URL, Title: s.Name, Folder: config.SplitFolders(s.Folder), Paused: s.Held})
	}
	return feed.WriteOPML(a.Stdout, c.Site.Title, subs)
}
