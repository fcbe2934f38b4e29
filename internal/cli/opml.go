package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/text"
)

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
	add, known, err := a.feedsOf(cmd.File, c)
	if err != nil {
		return err
	}
	if err := a.appendSources(add...); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s added, %d known already\n", text.Count(len(add), "source", "sources"), known)
	if len(add) == 0 {
		return nil
	}
	a.sayBeat(c)
	return a.tellDesk(ctx, c)
}

// feedsOf reads the feeds of an OPML file that a configuration does not have yet, and says what of the file is not taken over. known is
// how many it has.
func (a *app) feedsOf(file string, c config.Config) (add []config.Source, known int, err error) {
	body, err := os.ReadFile(file)
	if err != nil {
		return nil, 0, usageError{err}
	}
	doc, err := feed.Parse(body, feed.Options{Kind: feed.OPML})
	if err != nil {
		return nil, 0, hint(fmt.Errorf("read %s: %w", file, err), "it should be an OPML file; feed readers export those")
	}
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
			ID: c.NewID(address, sub.Title), Name: cmp.Or(sub.Title, address), URL: address, Folder: config.JoinFolders(sub.Folder), Paused: sub.Paused,
		}
		c.Source = append(c.Source, s)
		add = append(add, s)
		a.sayBeyond(s, sub)
	}
	for _, x := range doc.Outlines {
		a.sayLeft(x)
	}
	return add, known, nil
}

// sayBeat says that not every report of sources that were imported is followed.
func (a *app) sayBeat(c config.Config) {
	if len(c.Beat.Keywords) > 0 {
		fmt.Fprintln(a.Stderr, "waidian: hint: of these sources only reports with a keyword of [beat] are followed; waidian sources check shows which")
	}
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
		fmt.Fprintf(a.Stderr, "waidian: %s: the list has it disabled, and it is watched already: it stays so; "+
			"waidian sources pause %s\n", s.ID, s.ID)
	}
	for _, x := range sub.Beyond {
		advice := ""
		if name := strings.ToLower(x.Name); strings.Contains(name, "filter") ||
			strings.Contains(name, "block") || strings.Contains(name, "keep") {
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
		fmt.Fprintf(a.Stderr, "waidian: left out: %s, %s, is no feed: another program reads it by paths of its own; "+
			"waidian sources add finds a feed or a list there, if there is one\n",
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
