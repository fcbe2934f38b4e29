package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/notice"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/story"
	"github.com/waidian/waidian/internal/text"
)

type initCmd struct {
	From string `help:"Watch the feeds of this OPML file instead of the default sources." placeholder:"FILE"`
}

func (initCmd) Help() string {
	return `Writes waidian.toml, or the file of --config. It never overwrites a file. All users may read the
file; once it holds a password, chmod 600 it: commands that change it keep its mode and owner.

With --from the sources are the feeds of an OPML file, which feed readers export. The beat is the default one all the same.

Example:  waidian init && waidian run`
}

func (cmd *initCmd) Run(a *app) error {
	name := cmp.Or(a.flags.Config, configFile)
	var feeds []config.Source
	if cmd.From != "" {
		var err error
		if feeds, _, err = a.feedsOf(cmd.From, config.Config{}); err != nil {
			return err
		}
		if len(feeds) == 0 {
			return usageError{fmt.Errorf("%s names no feed that can be watched: nothing is written", cmd.From)}
		}
	}
	var b bytes.Buffer
	if err := config.Starter(&b, feeds...); err != nil {
		return err
	}
	f, err := owned.Create(name, os.O_WRONLY|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return hint(fmt.Errorf("%s exists already and is left unchanged", name), "waidian doctor checks it; --config FILE names another")
	}
	if err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	_, err = f.Write(b.Bytes())
	if err == nil {
		err = f.Chmod(0o644) // it holds no secret, and the desk may run as another user than the one who types this, whatever the umask
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	fmt.Fprintf(a.Stdout, "%s written: %s. Put a contact address into [fetch] agent, then: waidian run\n",
		name, text.Count(strings.Count("\n"+b.String(), "\n[[source]]"), "source", "sources"))
	if cmd.From == "" {
		return nil
	}
	c, err := config.Parse(name, b.Bytes())
	if err == nil {
		a.sayBeat(c)
	}
	return err
}

type configCmd struct{}

func (configCmd) Help() string {
	return `Prints the configuration in force: every key with its meaning and its value. Relative paths are
relative to the folder of the file, and passwords and tokens are shown as dots.

Example:  waidian config`
}

func (cmd *configCmd) Run(a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	return config.Print(a.Stdout, c)
}

type versionCmd struct{}

func (versionCmd) Help() string {
	return `Prints the version of the program and of Go.

Example:  waidian version`
}

func (cmd *versionCmd) Run(a *app) error {
	fmt.Fprintf(a.Stdout, "waidian %s (%s, %s/%s)\n", Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

type licencesCmd struct{}

func (licencesCmd) Help() string {
	return `Lists every module and data set in the program with its version and licence, and then the
texts of the licences. Ship this list with a copy of the program.

Example:  waidian licences >NOTICE`
}

func (cmd *licencesCmd) Run(a *app) error {
	_, err := io.WriteString(a.Stdout, notice.Text)
	return err
}

type doctorCmd struct {
	Deep bool `help:"Read every capture in the archive too. Writes: damaged ones are marked as lost, and get tasks to be fetched again."`
}

func (doctorCmd) Help() string {
	return `Checks the configuration, the data folder, the database, the archive, the network and the model, which
is asked for one sentence, and says what to do about each fault. The exit status is 1 if the desk cannot
work, or if something that it has kept is damaged or missing.

Without --deep nothing is written. With it every capture in the archive is read: those that are damaged are
marked as lost in the database, and the desk, when it works next, fetches their pages again.

Example:  waidian doctor --deep`
}

// finding is the result of one check of the set-up.
type finding struct {
	what string
	err  error
	note string // if all is well
	do   string // advice, if it is not
	mild bool   // the desk can work nevertheless
}

func (cmd *doctorCmd) Run(ctx context.Context, a *app) error {
	c, err := a.parsedConfig()
	checks := []finding{cmd.configuration(a, err)}
	if err == nil {
		checks = append(checks, cmd.private(a, c)...)
		checks = append(checks, cmd.sources(c), cmd.agent(c), cmd.folder(c))
		checks = append(checks, cmd.database(ctx, a, c)...)
		checks = append(checks, cmd.network(ctx, a, c), cmd.model(ctx, a, c))
		checks = append(checks, cmd.fitness(ctx, a, c)...)
		checks = append(checks, cmd.alerts(a, c)...)
		checks = append(checks, cmd.operators(ctx, a, c)...)
		checks = append(checks, cmd.pushes(ctx, a, c)...)
		if c.Story.Embeddings != "" {
			checks = append(checks, cmd.embeddings(ctx, a, c))
		}
		if c.Digest.Glossary != "" {
			_, err := a.glossary(c)
			checks = append(checks, finding{
				what: "glossary", err: err, note: c.Digest.Glossary,
				do: "correct the file, or leave [digest] glossary empty: the built-in names remain",
			})
		}
	}
	broken := 0
	for _, f := range checks {
		if s := a.storageHint(f.err); s != "" {
			f.do = s
		}
		mark := "ok  "
		switch {
		case f.err != nil && f.mild:
			mark = "note"
		case f.err != nil:
			mark = "FAIL"
			broken++
		}
		if f.err == nil {
			fmt.Fprintf(a.Stdout, "%s  %-14s %s\n", mark, f.what, f.note)
			continue
		}
		fmt.Fprintf(a.Stdout, "%s  %-14s %v\n      %-14s -> %s\n", mark, f.what, f.err, "", f.do)
	}
	if broken > 0 {
		return fmt.Errorf("%d of %d checks failed", broken, len(checks))
	}
	return nil
}

func (doctorCmd) sources(c config.Config) finding {
	f := finding{what: "sources", note: fmt.Sprintf("%d watched", len(c.Source)), do: noSourcesHint}
	if len(c.Source) == 0 {
		f.err = errors.New("no source is watched")
	}
	return f
}

func (doctorCmd) agent(c config.Config) finding {
	f := finding{what: "user agent", note: c.Fetch.Agent, mild: true,
		do: "put a web or mail address into [fetch] agent, so that an outlet can complain before it blocks you"}
	if !strings.Contains(c.Fetch.Agent, "@") && !strings.Contains(c.Fetch.Agent, "http") {
		f.err = errors.New("it names no contact")
	}
	return f
}

// configuration says whether the file can be used; err is that of loading it.
func (doctorCmd) configuration(a *app, err error) finding {
	f := finding{what: "configuration", err: err, note: a.configName(), do: "correct the lines named above"}
	if f.err != nil {
		return f
	}
	if _, f.err = os.Stat(a.configName()); errors.Is(f.err, fs.ErrNotExist) {
		f.err = fmt.Errorf("there is no %s in %s", configFile, absolute("."))
		f.do = "waidian init writes one; -c FILE names one that is elsewhere"
	}
	return f
}

// private notes what other users of the machine can read and should not.
func (doctorCmd) private(a *app, c config.Config) (out []finding) {
	if st, err := os.Stat(a.configName()); err == nil && st.Mode().Perm()&0o044 != 0 && c.Secret() != "" {
		do := "chmod 600 " + a.configName()
		if env := config.SecretEnv(c.Secret()); env != "" {
			do += "; it can be in an environment variable instead: " + env
		}
		out = append(out, finding{what: "secrets", mild: true, do: do,
			err: fmt.Errorf("other users can read %s, and %s contains a secret", a.configName(), c.Secret())})
	}
	st, err := os.Stat(databaseFile(c))
	if err == nil && st.Mode().Perm()&0o044 != 0 && c.Site.Audience != "public" && traversable(c.Desk.Data) {
		out = append(out, finding{what: "privacy", mild: true,
			err: fmt.Errorf("other users of this machine can read the database and the archive in %s", c.Desk.Data),
			do:  fmt.Sprintf("if they should not: chmod -R go-rwx %s", c.Desk.Data)})
	}
	return out
}

// traversable reports whether other users may enter a folder.
func traversable(dir string) bool {
	st, err := os.Stat(dir)
	return err == nil && st.Mode().Perm()&0o011 != 0
}

// folder verifies that the desk may write to its data folder. It makes none.
func (doctorCmd) folder(c config.Config) finding {
	f := finding{what: "data folder", note: c.Desk.Data,
		do: "give yourself the right to write there, or choose another folder with [desk] data"}
	st, err := os.Stat(c.Desk.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.note += " (not there yet: waidian run and waidian collect make it)"
		return f
	case err == nil && !st.IsDir():
		err = fmt.Errorf("%s is a file, not a folder", c.Desk.Data)
	}
	if f.err = err; err != nil {
		return f
	}
	probe := filepath.Join(c.Desk.Data, ".doctor")
	if f.err = os.WriteFile(probe, []byte("x"), 0o600); f.err == nil {
		f.err = os.Remove(probe)
	}
	return f
}

// database looks at the database, and examines it and the archive that it points to. It makes none, and brings none
// up to date.
func (cmd *doctorCmd) database(ctx context.Context, a *app, c config.Config) []finding {
	opening, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	f := finding{what: "database", note: "SQLite in " + databaseFile(c),
		do: "see whether the disk is full or another program has locked the file"}
	if c.Desk.OnPostgreSQL() {
		f.note, f.do = "PostgreSQL", "start PostgreSQL, create the database, or leave [desk] database empty for SQLite"
	}
	db, err := a.lookWhole(opening, c, cmd.Deep)
	if err == nil {
		if err = a.checkServer(opening, c, changing); err != nil {
			err = errors.Join(err, db.Close())
		}
	}
	later := ""
	switch {
	case errors.Is(err, store.ErrNone):
		later = " (not there yet: waidian run and waidian collect make it)"
		if err = a.checkServer(opening, c, working); err == nil {
			err = a.lost(c)
		}
	case isOlder(err):
		later = " (of an older waidian: brought up to date when the desk starts)"
		err = a.checkServer(opening, c, working)
	}
	if err != nil {
		f.err = err
		if h := (hinted{}); errors.As(err, &h) {
			f.do = h.hint
		}
		return []finding{f}
	}
	if later != "" {
		f.note += later
		return []finding{f}
	}
	out := []finding{f, cmd.integrity(ctx, db)}
	if c.Desk.OnPostgreSQL() {
		out = append(out, cmd.connections(ctx, db))
		out = append(out, cmd.processes(ctx, a, c, db)...)
	}
	if out[1].err == nil {
		out = append(out, cmd.archiveOf(ctx, a, c, db, cmd.Deep))
		out = append(out, cmd.bucket(ctx, a, c, db)...)
		out = append(out, cmd.losses(ctx, db)...)
		out = append(out, cmd.destroyed(ctx, c, db)...)
		out = append(out, cmd.outlets(ctx, db, a.Now()), cmd.logOf(ctx, a, c, db))
		out = append(out, cmd.hub(ctx, a, c, db)...)
		out = append(out, cmd.witnesses(ctx, a, c, db)...)
	}
	if err := db.Close(); err != nil {
		out[0].err = err
	}
	return out
}

// connections compares what the processes at work may need with what the server has.
func (doctorCmd) connections(ctx context.Context, db *store.DB) finding {
	f := finding{what: "connections", mild: true, do: "raise max_connections, or the limit of the role or of the database (CONNECTION LIMIT)"}
	room, err := postgres.RoomOf(ctx, db)
	var at []store.Process
	if err == nil {
		err = db.View(ctx, func(tx *store.Tx) (err error) { at, err = tx.Processes(); return err })
	}
	need := room.Each * max(len(at), 1)
	f.note = fmt.Sprintf("%d of %d are left; %d at work, and each may need %d", room.Left, room.Most, len(at), room.Each)
	if f.err = err; err == nil && need > room.Most {
		f.err = fmt.Errorf("%s may need %d, and the server has %d", text.Count(max(len(at), 1), "process", "processes"), need, room.Most)
	}
	return f
}

// lookWhole opens the store of a desk to be examined; deep: also to mark what is damaged.
func (a *app) lookWhole(ctx context.Context, c config.Config, deep bool) (*store.DB, error) {
	if err := a.readFiles(c); err != nil {
		return nil, err
	}
	db, _, err := a.look(ctx, c)
	if err != nil || !deep {
		return db, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	p := &parts{config: c}
	_, err = a.openStore(ctx, p)
	return p.db, err
}

// network resolves the names of a few outlets; it sends them no request.
func (doctorCmd) network(ctx context.Context, a *app, c config.Config) finding {
	f := finding{what: "network", mild: true, do: "see whether this machine reaches the Internet; failed polls are repeated automatically"}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if len(c.Source) > 0 {
		if through, err := reachProxy(ctx, a.proxy(c), c.Source[0]); through != "" || err != nil {
			f.note, f.err = "through the proxy "+through+", which resolves the outlets' names", err
			f.do = "start the proxy, or correct [fetch] proxy; failed polls are repeated automatically"
			return f
		}
	}
	lookup := a.LookupHost
	if lookup == nil {
		lookup = net.DefaultResolver.LookupHost
	}
	var tried, resolved int
	for _, s := range c.Source {
		u, err := url.Parse(s.URL)
		if err != nil || tried == 3 {
			break
		}
		tried++
		if _, err := lookup(ctx, u.Hostname()); err == nil || strings.HasSuffix(u.Hostname(), "localhost") {
			resolved++
		}
	}
	if tried > 0 && resolved == 0 {
		f.err = fmt.Errorf("none of %d outlets' names can be resolved", tried)
	}
	f.note = fmt.Sprintf("%d of %d outlets' names resolve", resolved, tried)
	return f
}

// embeddings asks the embedding model for one vector.
func (doctorCmd) embeddings(ctx context.Context, a *app, c config.Config) finding {
	f := finding{what: "embeddings", mild: true, note: c.Story.Model + " at " + llm.Bare(c.Story.Embeddings),
		do: "start the server, or correct [story] embeddings and embeddings_model; until it answers, stories are gathered without"}
	ctx, cancel := context.WithTimeout(ctx, modelPatience)
	defer cancel()
	got, err := a.embedder(c).Embed(ctx, []string{"外电"})
	if err == nil {
		_, err = story.VectorOf(got[0])
	}
	f.err = err
	return f
}

// fitness says how well the model writes, by its trial and by what it has written since; nothing without a desk.
func (doctorCmd) fitness(ctx context.Context, a *app, c config.Config) []finding {
	if c.Digest.Endpoint == "" || a.thereIs(c) != nil {
		return nil
	}
	db, dir, err := a.look(ctx, c)
	if err != nil {
		return nil // the check of the database says so
	}
	defer db.Close()
	defer dir.Close()
	f, err := fitnessIn(ctx, c, db)
	if err != nil {
		return nil
	}
	return []finding{fitnessOf(f, c.Digest)}
}

func fitnessOf(f desk.Fitness, c config.Digest) finding {
	out := finding{what: "its digests", mild: true, do: desk.UnfitHint()}
	since := ""
	if f.Of > 0 {
		since = fmt.Sprintf("; %d of its last %d sentences were wrong by the rules", f.Wrong, f.Of)
	}
	switch why := f.Unfit(); {
	case f.Wasted() != "":
		out.err, out.do = errors.New(f.Wasted()), desk.WastedHint()
	case why != "" && c.Unfit == "use":
		out.err = errors.New("unfit, and shown with a label: " + why)
	case why != "":
		out.err = errors.New("unfit, so that reports have extracts: " + why)
	case f.Trial.At.IsZero():
		out.err, out.do = errors.New("the model has not been tried"+since), "waidian model try says what it can do, and which way suits it"
	default:
		out.note = fmt.Sprintf("fit: %d of %d sentences right when it was tried on %s; way %s, asked for %s, %.1f s a sentence%s",
			f.Trial.Sentences-f.Trial.Wrong, f.Trial.Sentences, f.Trial.At.UTC().Format(time.DateOnly), f.Trial.Way, f.Trial.Form, f.Trial.Seconds, since)
	}
	return out
}
