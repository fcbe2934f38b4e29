package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
)

type sourcesCmd struct {
	List   sourcesListCmd   `cmd:"" help:"List the watched sources." default:"1"`
	Add    sourcesAddCmd    `cmd:"" help:"Watch an address; of a page, the feed that it names."`
	Remove sourcesRemoveCmd `cmd:"" help:"Stop watching a source; its articles stay."`
	Pause  sourcesPauseCmd  `cmd:"" help:"Keep a source on the list, and do not poll it."`
	Resume sourcesResumeCmd `cmd:"" help:"Poll a paused source again."`
	Rename sourcesRenameCmd `cmd:"" help:"Give a source another name."`
	Check  sourcesCheckCmd  `cmd:"" help:"Show which reports would be followed, and why others would not."`
	Import sourcesImportCmd `cmd:"" help:"Watch the feeds of an OPML file."`
	Export sourcesExportCmd `cmd:"" help:"Write the sources as OPML."`
}

func (sourcesCmd) Help() string {
	return `The sources are listed in the configuration file; add, remove, pause, resume, rename and import
edit it. A running desk takes the change up at once.

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
		fmt.Fprintf(t, "%s\t%s\t%s\n", s.ID, shown(s.Name), inFull(s.URL))
	}
	return t.Flush()
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

type sourcesRenameCmd struct {
	ID   string `arg:"" help:"Identifier of the source, which stays."`
	Name string `arg:"" help:"Its name in headings."`
}

func (sourcesRenameCmd) Help() string {
	return `Writes another name to the source's table in the configuration file. The reports that it has brought bear the new
name with the next build; their addresses stay.

Example:  waidian sources rename guardian-china 'The Guardian - China'`
}

func (cmd *sourcesRenameCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(c.Source, func(s config.Source) bool { return s.ID == cmd.ID })
	if i < 0 {
		return unknownSource(c, cmd.ID)
	}
	if err := a.renameSource(cmd.ID, cmd.Name); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s is called %s; it was called %s\n", cmd.ID, shown(cmd.Name), shown(c.Source[i].Name))
	return a.tellDesk(ctx, c)
}

func unknownSource(c config.Config, id string) error {
	return hint(usageError{fmt.Errorf("there is no source %s among %d", id, len(c.Source))}, "waidian sources list shows them")
}
