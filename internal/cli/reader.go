package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/reader"
	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
)

type readerCmd struct {
	Add    readerAddCmd    `cmd:"" help:"Add a reader, or give one another password."`
	Remove readerRemoveCmd `cmd:"" help:"Remove a reader, with all marks."`
	List   readerListCmd   `cmd:"" help:"List the readers."`
}

func (readerCmd) Help() string {
	return `Readers use the apps that they have: NetNewsWire, Read You, newsboat and others. Apps are answered by run and serve
if the configuration has a table [reader], which may be empty.

Example:  waidian reader add ann`
}

type readerAddCmd struct {
	Name    string `arg:"" help:"Name of the reader: letters a-z, digits and the signs . _ @ + -. A is as good as a."`
	Replace bool   `help:"Give a reader who is there another password."`
}

func (readerAddCmd) Help() string {
	return `Reads a password from standard input, or asks for it at a terminal, and prints what to enter in an app. A reader of
that name who is there already is left alone; with --replace, that reader gets the new password: the marks stay,
and apps have to log in again.

Example:  waidian reader add ann <password.txt`
}

func (cmd *readerAddCmd) Run(ctx context.Context, a *app) error {
	name, err := reader.NameOf(cmd.Name)
	if err != nil {
		return usageError{fmt.Errorf("%s: %w", shown(cmd.Name), err)}
	}
	p, err := a.partsToEnrol(ctx)
	if err != nil {
		return err
	}
	defer p.Close()
	if !cmd.Replace { // before anybody types a password
		if err := p.db.View(ctx, func(tx *store.Tx) error { return noReader(tx, name) }); err != nil {
			return err
		}
	}
	password, err := a.password()
	if err != nil {
		return err
	}
	known, fever, err := a.addReader(ctx, p, name, password, cmd.Replace)
	if err != nil {
		return err
	}
	done := "added"
	if known {
		done = "has a new password: apps have to log in again"
	}
	fmt.Fprintf(a.Stdout, "%s %s\n", name, done)
	a.sayApps(p.config, fever)
	return nil
}

// noReader is an error if there is a reader of a name.
func noReader(tx *store.Tx, name string) error {
	_, there, err := tx.Reader(name)
	if err == nil && there {
		err = hint(usageError{fmt.Errorf("there is a reader %s already", name)}, "waidian reader add --replace %s gives that reader another password", name)
	}
	return err
}

// addReader keeps a reader with a password, and returns the one for apps of the Fever kind. One of that name who is there is replaced, or an error.
func (a *app) addReader(ctx context.Context, p *parts, name, password string, replace bool) (known bool, fever string, err error) {
	r, fever, err := reader.Account(name, password, a.Now())
	if badPassword(err) {
		err = usageError{err}
	}
	if err != nil {
		return false, "", err
	}
	err = p.db.Update(ctx, func(tx *store.Tx) (err error) {
		if !replace {
			if err := noReader(tx, r.Name); err != nil {
				return err
			}
		}
		known, err = tx.SetReader(r)
		return err
	})
	return known, fever, err
}

// badPassword reports whether an error is of a text that can be no password.
func badPassword(err error) bool {
	_, bad := errors.AsType[secret.BadPassword](err)
	return bad
}

// sayApps says what to enter in an app.
func (a *app) sayApps(c config.Config, fever string) {
	url := strings.TrimSuffix(c.Site.URL, "/")
	fmt.Fprintf(a.Stdout, "Google Reader API (FreshRSS in some apps): %s/api/\n", url)
	fmt.Fprintf(a.Stdout, "Fever API: %s/api/fever/ with the password %s, which is not shown again\n", url, fever)
	if c.Reader == nil {
		a.warn("apps are not answered yet: add a line [reader] to %s", a.configName())
	}
}

// password reads a password: the first line of standard input, or what is typed twice, unseen, at a terminal.
func (a *app) password() (string, error) {
	f, ok := a.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(a.Stdin, 1024)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	ask := func(what string) (string, error) {
		fmt.Fprint(a.Stderr, what)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(a.Stderr)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return string(b), nil
	}
	first, err := ask("password: ")
	if err != nil {
		return "", err
	}
	again, err := ask("once more: ")
	if err == nil && first != again {
		err = usageError{errors.New("the two passwords differ: nothing is changed")}
	}
	return first, err
}

type readerRemoveCmd struct {
	Name string `arg:"" help:"Name of the reader."`
}

func (readerRemoveCmd) Help() string {
	return `Forgets a reader and what the reader has read and starred. Apps that are logged in are not answered any more.

Example:  waidian reader remove ann`
}

func (cmd *readerRemoveCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, changing)
	if err != nil {
		return err
	}
	defer p.Close()
	name := strings.ToLower(cmd.Name)
	err = p.db.Update(ctx, func(tx *store.Tx) error { return tx.RemoveReader(name) })
	if errors.Is(err, store.ErrNotFound) {
		return hint(usageError{fmt.Errorf("there is no reader %s", shown(cmd.Name))}, "waidian reader list names them")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s removed\n", name)
	return nil
}

type readerListCmd struct{}

func (readerListCmd) Help() string {
	return `Lists the readers, since when each is there, and on which day an app that has logged in was last used. Apps of the
Fever kind do not log in, and are not counted.

Example:  waidian reader list`
}

func (cmd *readerListCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	var list []store.Reader
	if err := p.db.View(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Readers()
		return err
	}); err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(a.Stderr, "waidian: there are no readers; waidian reader add NAME adds one")
	}
	for _, r := range list {
		used := "never logged in"
		if !r.Used.IsZero() {
			used = "last used " + r.Used.In(p.zone()).Format(time.DateOnly)
		}
		fmt.Fprintf(a.Stdout, "%-20s added %s  %s\n", r.Name, r.Made.In(p.zone()).Format(time.DateOnly), used)
	}
	return nil
}
