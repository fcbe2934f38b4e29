package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/server"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// room answers the operator at an address; nil: the configuration has no table for it. Whatever the audience of the site, the room is not for everybody.
func (a *app) room(p *parts, at net.Addr) http.Handler {
	c := p.config
	if c.Room == nil {
		return nil
	}
	w := rooms{a, p}
	r := room.New(room.Options{
		DB: p.db, Title: c.Site.Title, Language: c.Site.Language, URL: c.Site.URL, Style: page.StyleSheet(),
		Idle: time.Duration(c.Room.Idle), Keep: p.kept, Now: a.Now, Log: a.log,
		Pages: w.pages(),
	})
	return server.FenceOf(c.Site.URL, at).Guard(r)
}

// rooms does what the pages of the room ask for, with the functions that the commands call.
type rooms struct {
	app   *app
	parts *parts
}

// pages are all pages of the room, in the order of its menu.
func (r rooms) pages() []room.Page {
	return slices.Concat([]room.Page{room.Home(r.facts)}, room.SourcePages(r), []room.Page{room.BeatPage(r)}, room.StoryPages(r), room.ReviewPages(r), room.TaskPages(r))
}

// facts are what the first page of the room says.
func (r rooms) facts(ctx context.Context, w *wording.Texts) ([]room.Fact, error) {
	o, err := r.app.overview(ctx, r.parts)
	if err != nil {
		return nil, err
	}
	well, waiting, buried := 0, 0, 0
	for _, s := range o.Sources {
		if s.State == desk.HealthOK || s.State == desk.HealthNew || s.held {
			well++
		}
	}
	for _, t := range o.Tasks {
		waiting += t.Ready + t.Later
		buried += t.Buried
	}
	out := []room.Fact{
		{Name: w.FrameTexts.Sources, Value: fmt.Sprintf(w.RoomTexts.WellSources, well, len(o.Sources)), Bad: well < len(o.Sources), Href: "sources"},
		{Name: w.RoomTexts.WaitingTasks, Value: fmt.Sprint(waiting), Href: "tasks"},
		{Name: w.SourcesTexts.Buried, Value: fmt.Sprint(buried), Href: "tasks"},
		{Name: w.SourcesTexts.Reports, Value: fmt.Sprint(o.Articles)},
	}
	day, _, err := spentIn(r.parts.db)(ctx, r.app.Now().UTC())
	if r.parts.config.Digest.Endpoint != "" {
		out = append(out, room.Fact{Name: w.RoomTexts.SpentToday, Value: costIn(w, day)})
	}
	return out, err
}

type roomCmd struct {
	Password roomPasswordCmd `cmd:"" help:"Add an operator, or give one another password."`
	Remove   roomRemoveCmd   `cmd:"" help:"Remove an operator, whose log-ins end."`
	List     roomListCmd     `cmd:"" help:"List the operators."`
}

func (roomCmd) Help() string {
	return `The operator's room is where sources, words and failures are seen and changed in a browser. It is
below the address of the site, at desk/, if the configuration has a table [room], which may be empty.

Example:  waidian room password ann`
}

type roomPasswordCmd struct {
	Name string `arg:"" optional:"" default:"operator" help:"Name of the operator: letters, digits and the signs . _ -"`
}

func (roomPasswordCmd) Help() string {
	return `Reads a password from standard input, or asks for it at a terminal. An operator of that name gets the new
password, and is logged out everywhere.

Example:  waidian room password ann <password.txt`
}

func (cmd *roomPasswordCmd) Run(ctx context.Context, a *app) error {
	p, err := a.partsToEnrol(ctx)
	if err != nil {
		return err
	}
	defer p.Close()
	password, err := a.password()
	if err != nil {
		return err
	}
	name, known, err := a.addOperator(ctx, p, cmd.Name, password)
	if err != nil {
		return err
	}
	done := "added"
	if known {
		done = "has a new password, and is logged out"
	}
	fmt.Fprintf(a.Stdout, "%s %s\nroom: %s\n", name, done, roomAddress(p.config.Site.URL))
	if p.config.Room == nil {
		a.warn("the room is closed: add a line [room] to %s", a.configName())
	}
	return nil
}

// roomAddress is where the room of a site is.
func roomAddress(site string) string { return strings.TrimSuffix(site, "/") + room.Base }

// addOperator keeps an operator with a password.
func (a *app) addOperator(ctx context.Context, p *parts, name, password string) (same string, known bool, err error) {
	o, err := room.Account(name, password, a.Now())
	if errors.Is(err, room.ErrName) || badPassword(err) {
		err = usageError{err}
	}
	if err != nil {
		return "", false, err
	}
	err = p.db.Update(ctx, func(tx *store.Tx) (err error) {
		known, err = tx.SetOperator(o)
		return err
	})
	return o.Name, known, err
}

type roomRemoveCmd struct {
	Name string `arg:"" help:"Name of the operator."`
}

func (roomRemoveCmd) Help() string {
	return `Forgets an operator. Browsers that are logged in are not answered any more.

Example:  waidian room remove ann`
}

func (cmd *roomRemoveCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, changing)
	if err != nil {
		return err
	}
	defer p.Close()
	name := strings.ToLower(cmd.Name)
	err = p.db.Update(ctx, func(tx *store.Tx) error { return tx.RemoveOperator(name) })
	if errors.Is(err, store.ErrNotFound) {
		return hint(usageError{fmt.Errorf("there is no operator %s", shown(cmd.Name))}, "waidian room list names them")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s removed\n", name)
	return nil
}

type roomListCmd struct{}

func (roomListCmd) Help() string {
	return `Lists the operators, since when each is there, and when a browser that is logged in was last used.

Example:  waidian room list`
}

func (cmd *roomListCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	var list []store.Operator
	if err := p.db.View(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Operators()
		return err
	}); err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(a.Stderr, "waidian: there are no operators; waidian room password NAME adds one")
	}
	for _, o := range list {
		used := "not logged in"
		if !o.Used.IsZero() {
			used = "last used " + o.Used.In(p.zone()).Format("2006-01-02 15:04")
		}
		fmt.Fprintf(a.Stdout, "%-20s added %s  %s\n", o.Name, o.Made.In(p.zone()).Format(time.DateOnly), used)
	}
	return nil
}

// operators says whether anybody can log in to the room, where it is open.
func (doctorCmd) operators(ctx context.Context, a *app, c config.Config) []finding {
	if c.Room == nil {
		return nil
	}
	f := finding{what: "room", note: roomAddress(c.Site.URL), do: "add an operator: waidian room password NAME"}
	n := 0
	if a.thereIs(c) == nil {
		db, dir, err := a.look(ctx, c)
		if err != nil {
			return nil // the check of the database says so
		}
		defer db.Close()
		defer dir.Close()
		if err := db.View(ctx, func(tx *store.Tx) error {
			list, err := tx.Operators()
			n = len(list)
			return err
		}); err != nil {
			return nil
		}
	}
	if f.mild = true; n == 0 {
		f.err = errors.New("the configuration opens it, and there is no operator: nobody can log in")
	}
	f.note += ", " + text.Count(n, "operator", "operators")
	return []finding{f}
}
