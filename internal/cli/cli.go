// Package cli is what a person or a script meets: the commands, their flags, what
// they print and how they end. It reads the configuration, puts the parts of the
// desk together and says what happened. It does no work of the desk itself.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/alecthomas/kong"
	"github.com/lmittmann/tint"

	"github.com/waidian/waidian/internal/config"
)

// Version is the program's own; the build may set it.
var Version = "0.1.0"

// Env is all that a command sees of the outside.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time
	Terminal       bool                                                     // Stderr is a terminal: progress may move
	Transport      http.RoundTripper                                        // nil: the real network, with its guard
	LookupHost     func(ctx context.Context, host string) ([]string, error) // nil: the system's
}

// Exit statuses of the program.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// command is every command and the flags that serve everywhere.
type command struct {
	Config  string `help:"The configuration file." placeholder:"FILE" default:"" short:"c"`
	Data    string `help:"The data folder; overrides [desk] data." placeholder:"DIR"`
	Verbose bool   `help:"Log every step." short:"v"`

	Demo     demoCmd     `cmd:"" help:"The whole job on bundled sample outlets; then serve the site."`
	Init     initCmd     `cmd:"" help:"Write a commented waidian.toml with the default beat and sources."`
	Run      runCmd      `cmd:"" help:"The desk at work: poll, read, digest, publish, serve."`
	Collect  collectCmd  `cmd:"" help:"One round for cron or CI."`
	Build    buildCmd    `cmd:"" help:"Build the site as files."`
	Serve    serveCmd    `cmd:"" help:"Serve the site over HTTP."`
	Sources  sourcesCmd  `cmd:"" help:"The outlets watched."`
	Status   statusCmd   `cmd:"" help:"What the desk did, what waits, what went wrong."`
	Tasks    tasksCmd    `cmd:"" help:"The tasks that wait, or those that were given up."`
	Redo     redoCmd     `cmd:"" help:"Do a stage over from the archive; nothing is fetched again."`
	Search   searchCmd   `cmd:"" help:"Search the archive."`
	Export   exportCmd   `cmd:"" help:"Write every article out."`
	Import   importCmd   `cmd:"" help:"Bring in saved pages, WARC files or exported articles."`
	Takedown takedownCmd `cmd:"" help:"Keep one article off every page, feed, search and export."`
	Show     configCmd   `cmd:"" name:"config" help:"Print every key with its value and its meaning."`
	Doctor   doctorCmd   `cmd:"" help:"Check the set-up, and say what to do."`
	Ver      versionCmd  `cmd:"" name:"version" help:"Print the version."`
	Licences licencesCmd `cmd:"" help:"Print whose work the program contains, and under which licences."`

	Feed    feedCmd    `cmd:"" help:"Read one feed, sitemap, OPML file or page: JSON."`
	Extract extractCmd `cmd:"" help:"Read the article out of one HTML page: JSON."`
	Digest  digestCmd  `cmd:"" help:"Digest one page or article: JSON with its verdict."`
	Check   checkCmd   `cmd:"" help:"Check summaries against their sources: JSON lines."`
	Cluster clusterCmd `cmd:"" help:"Gather articles into stories and find copies: JSON lines."`
}

// usageError is a mistake of the person who typed the command or wrote the file.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// hinted is an error with what to do about it.
type hinted struct {
	err  error
	hint string
}

func (e hinted) Error() string { return e.err.Error() }
func (e hinted) Unwrap() error { return e.err }

// hint adds what to do to an error; to none it adds nothing.
func hint(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return hinted{err, fmt.Sprintf(format, args...)}
}

// app is a command's view of the program: its surroundings and the global flags.
type app struct {
	Env
	flags command
	log   *slog.Logger
}

// ended carries an exit status out of the flag parser, which calls for it when it
// has printed a help text.
type ended int

// Main runs one command and returns the exit status of the program.
func Main(ctx context.Context, env Env, args []string) (status int) {
	defer func() {
		if v := recover(); v != nil {
			code, ok := v.(ended)
			if !ok {
				panic(v)
			}
			status = int(code)
		}
	}()
	a := &app{Env: env}
	parser, err := kong.New(&a.flags, kong.Name("waidian"),
		kong.Description("A desk for the foreign press: it watches outlets, keeps their reports, digests them and publishes a site."),
		kong.Writers(env.Stdout, env.Stderr), kong.Exit(func(code int) { panic(ended(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return a.fail(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if err != nil {
		return a.fail(hint(usageError{err}, "waidian --help lists the commands, waidian COMMAND --help explains one"))
	}
	a.log = a.logger()
	return a.fail(k.Run(a))
}

// fail tells what went wrong, if anything did, and returns the exit status.
func (a *app) fail(err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(a.Stderr, "waidian: %v\n", err)
	var h hinted
	switch s := storageHint(err); {
	case s != "":
		fmt.Fprintf(a.Stderr, "waidian: hint: %s\n", s)
	case errors.As(err, &h):
		fmt.Fprintf(a.Stderr, "waidian: hint: %s\n", h.hint)
	}
	var u usageError
	var m *config.Mistakes
	if errors.As(err, &u) || errors.As(err, &m) {
		return exitUsage
	}
	return exitFailed
}

// logger writes to standard error: warnings, or with --verbose every step.
func (a *app) logger() *slog.Logger {
	level := slog.LevelError
	if a.flags.Verbose {
		level = slog.LevelDebug
	}
	return slog.New(tint.NewTextHandler(a.Stderr, &tint.Options{Level: level, NoColor: !a.Terminal, TimeFormat: time.TimeOnly}))
}
