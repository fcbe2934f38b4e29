// Package cli is the command line: the commands, their flags, what they print and how they
// end. It reads the configuration, puts the parts of the desk together and reports what
// happened. It does no work of the desk itself.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/team"
	"github.com/waidian/waidian/internal/text"
)

// Version is that of the program; a build may set it.
var Version = "0.1.0"

// Env is all that a command sees of the outside world.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time                                         // nil: by the machine's clock, or by that of the database server if several processes share it
	Terminal       bool                                                     // Stderr is a terminal: the line of progress may move
	Transport      http.RoundTripper                                        // nil: the network, without private addresses
	LookupHost     func(ctx context.Context, host string) ([]string, error) // nil: the system's
}

// Exit statuses of the program.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// command has every command, and the flags that all commands take.
type command struct {
	Config  string `help:"The configuration file." placeholder:"FILE" default:"" short:"c"`
	Data    string `help:"The data folder, instead of [desk] data." placeholder:"DIR"`
	Verbose bool   `help:"Log every step." short:"v"`

	Demo     demoCmd     `cmd:"" help:"Run the whole desk on bundled sample outlets, then serve the site."`
	Init     initCmd     `cmd:"" help:"Write a commented waidian.toml with the default beat and sources."`
	Run      runCmd      `cmd:"" help:"Poll, read, digest, publish and serve, until interrupted."`
	Collect  collectCmd  `cmd:"" help:"Do one round and end, for cron or CI."`
	Build    buildCmd    `cmd:"" help:"Build the site as files."`
	Serve    serveCmd    `cmd:"" help:"Serve the site over HTTP."`
	Sources  sourcesCmd  `cmd:"" help:"List, add, remove and check the watched sources."`
	Beat     beatCmd     `cmd:"" help:"Print the words of the beat, or change them."`
	Reload   reloadCmd   `cmd:"" help:"Make the running desk read its configuration again."`
	Status   statusCmd   `cmd:"" help:"Show what the desk did, what waits and what failed."`
	Spent    spentCmd    `cmd:"" help:"Show what models have cost, by source and by kind of work."`
	Alert    alertCmd    `cmd:"" help:"Send a trial message through the channels of [alert]."`
	Push     pushCmd     `cmd:"" help:"Send a trial message through the channels of [[push]]."`
	Health   healthCmd   `cmd:"" help:"Ask run or serve at work whether it is well."`
	Metrics  metricsCmd  `cmd:"" help:"Print the desk's figures for a monitor."`
	Tasks    tasksCmd    `cmd:"" help:"List the tasks that wait, or those that were given up."`
	Retry    retryCmd    `cmd:"" help:"Try one task again that was given up."`
	Redo     redoCmd     `cmd:"" help:"Repeat a stage for reports that the desk has."`
	Search   searchCmd   `cmd:"" help:"Search the archive."`
	Diff     diffCmd     `cmd:"" help:"Print what an outlet changed in a report."`
	Export   exportCmd   `cmd:"" help:"Write articles to a file or a folder."`
	Import   importCmd   `cmd:"" help:"Import saved pages, WARC files, exported articles or what other programs have kept."`
	Archive  archiveCmd  `cmd:"" help:"Move the archive into the bucket of [archive], or back."`
	Backup   backupCmd   `cmd:"" help:"Write database and configuration into one file, while the desk runs."`
	Restore  restoreCmd  `cmd:"" help:"Put back what waidian backup has written."`
	Migrate  migrateCmd  `cmd:"" help:"Copy the desk into another database: from SQLite to PostgreSQL, or back."`
	Verify   verifyCmd   `cmd:"" help:"Check packed sites against their manifests."`
	Model    modelCmd    `cmd:"" help:"Try the configured model."`
	Takedown takedownCmd `cmd:"" help:"Hide one article from every page, feed, search and export."`
	Reader   readerCmd   `cmd:"" help:"Add, remove and list those who read in apps of their own."`
	MCP      mcpCmd      `cmd:"" name:"mcp" help:"Answer an assistant: what the site shows, with its evidence, read only."`
	Room     roomCmd     `cmd:"" help:"Add, remove and list those who work in the operator's room."`
	Log      logCmd      `cmd:"" help:"Show the log of what was recorded, and change the key that signs it."`
	Glossary glossaryCmd `cmd:"" help:"Print your own names, and add terms with their renderings."`
	Story    storyCmd    `cmd:"" help:"Show, join and part the stories into which reports are gathered."`
	Show     configCmd   `cmd:"" name:"config" help:"Print every key with its value and its meaning."`
	Doctor   doctorCmd   `cmd:"" help:"Check the set-up and say what to do."`
	Man      manCmd      `cmd:"" help:"Print the manual page."`
	Shell    shellCmd    `cmd:"" name:"completion" help:"Print what makes a shell complete commands and flags."`
	Ver      versionCmd  `cmd:"" name:"version" help:"Print the version."`
	Licences licencesCmd `cmd:"" help:"Print whose work the program contains, and under which licences."`

	Feed    feedCmd    `cmd:"" help:"Print what one feed, sitemap, OPML file or page lists, as JSON."`
	Extract extractCmd `cmd:"" help:"Print the article of one HTML page, as JSON."`
	Digest  digestCmd  `cmd:"" help:"Print a digest of one page, or correct, hide and approve those of the desk."`
	Check   checkCmd   `cmd:"" help:"Check summaries against their sources, as JSON lines."`
	Cluster clusterCmd `cmd:"" help:"Group articles into stories and find copies, as JSON lines."`
}

// usageError is a mistake in the command or in the configuration file.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// hinted is an error with advice.
type hinted struct {
	err  error
	hint string
}

func (e hinted) Error() string { return e.err.Error() }
func (e hinted) Unwrap() error { return e.err }

// hint adds advice to an error; a nil error stays nil.
func hint(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return hinted{err, fmt.Sprintf(format, args...)}
}

// app is what every command is given: the outside world, the global flags and the log.
type app struct {
	Env
	flags command
	log   *slog.Logger

	written string // [desk] data as the file has it, not yet relative to the folder of the file; set by loadConfig
	data    string // the data folder in force; set by loadConfig

	tail    *tail            // the last lines of the log; nil: none is kept
	hangups <-chan os.Signal // holds one: the configuration is to be read again; only a desk at work takes it
	clock   *team.Clock      // that Now reads; nil: Now is not to follow the database
}

// ended is the panic that carries an exit status out of the flag parser, which exits after
// it has printed a help text.
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
	env.Stdout, env.Stderr = &calm{w: env.Stdout}, &calm{w: env.Stderr}

	hangups := make(chan os.Signal, 1) // no command ends when its terminal does, or when it is told to read its settings again
	signal.Notify(hangups, syscall.SIGHUP)
	a := &app{Env: env, hangups: hangups}
	if a.Now == nil {
		a.clock = team.NewClock(time.Now)
		a.Now = a.clock.Now
	}
	parser, err := kong.New(&a.flags, kong.Name("waidian"),
		kong.Description("A desk for the foreign press: it watches outlets, keeps their reports, digests them and publishes a site."),
		kong.Writers(env.Stdout, env.Stderr), kong.Exit(func(code int) { panic(ended(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return a.fail(err)
	}
	switch {
	case len(args) == 0:
		args = []string{"--help"}
	case args[0] == "help": // waidian help COMMAND
		args = append(slices.Clone(args[1:]), "--help")
	}
	k, err := parser.Parse(args)
	if err != nil {
		return a.fail(hint(usageError{err}, "%s", parseHint(args)))
	}
	if atWork[k.Command()] || k.Command() == "demo" {
		a.tail = &tail{w: a.Stderr, now: a.Now}
		a.Stderr = a.tail
	}
	a.log = a.logger()
	if atWork[k.Command()] && !a.Terminal {
		a.Stderr = &stamped{now: a.Now, w: a.Stderr}
	}
	return a.fail(k.Run(a))
}

// parseHint is the advice on arguments that cannot be read. In those of a search it is most often a word to exclude that is taken for an option.
func parseHint(args []string) string {
	option := func(s string) bool { return strings.HasPrefix(s, "-") }
	excluded := func(s string) bool { return len(s) > 2 && option(s) && s[1] != '-' }
	if from, i := slices.Index(args, "search")+1, slices.IndexFunc(args, excluded); from > 0 && i >= from {
		if slices.ContainsFunc(args[from:i], option) {
			from = i
		}
		query := strings.ReplaceAll(strings.Join(args[from:], " "), "'", `'\''`)
		return "after -- nothing is an option: waidian search -- '" + shown(query) + "'"
	}
	return "waidian --help lists the commands, waidian COMMAND --help explains one"
}

// fail reports the error, if there is one, and returns the exit status.
func (a *app) fail(err error) int {
	if err == nil {
		return exitDone
	}
	say := func(s string) { tell(a.Stderr, slog.LevelError, strings.Map(text.Visible, "waidian: "+s)) } // an error may quote what came from outside
	say(err.Error())
	var h hinted
	switch s := a.storageHint(err); {
	case s != "":
		say("hint: " + s)
	case errors.As(err, &h):
		say("hint: " + h.hint)
	}
	var u usageError
	var m *config.Mistakes
	if errors.As(err, &u) || errors.As(err, &m) {
		return exitUsage
	}
	return exitFailed
}
