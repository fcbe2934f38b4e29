package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/server"
)

// A desk at work reads its configuration again when it gets a hang-up signal, and writes into
// the file reload.json in the data folder what came of it: so `waidian reload` and a service
// manager that only sends the signal are one way.

// reloadAnswer is what a desk says of its last reload. N counts them; 0 says that it is at work.
type reloadAnswer struct {
	PID   int      `json:"pid"`
	Host  string   `json:"host,omitempty"` // machine of the process
	N     int      `json:"n"`
	Sum   string   `json:"sum"` // of the file that was read: SHA-256
	OK    bool     `json:"ok"`
	Lines []string `json:"lines"`

	// The same, for whoever words it.
	Restart []string     `json:"restart,omitempty"` // keys that wait until the desk starts again
	Meaning desk.Meaning `json:"meaning"`
}

func reloadFile(c config.Config) string { return filepath.Join(c.Desk.Data, "reload.json") }

// readAnswer reads the answer of the process; the zero answer: it has written none.
func readAnswer(name string, pid int) reloadAnswer {
	var r reloadAnswer
	if b, err := os.ReadFile(name); err != nil || json.Unmarshal(b, &r) != nil || r.PID != pid {
		return reloadAnswer{}
	}
	return r
}

func fileSum(name string) string {
	text, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// reloads reads the configuration of a desk at work again, when it is told to. One goroutine runs it.
type reloads struct {
	app    *app
	parts  *parts // those in force
	listen addresses
	count  *eventCounts
	live   atomic.Pointer[handlers]
	show   *progress
	answer reloadAnswer
}

// addresses are those at which a desk is served; one is nil if it is not.
type addresses struct{ site, figures net.Addr }

// addrOf is the address of a listener; nil: there is none.
func addrOf(l net.Listener) net.Addr {
	if l == nil {
		return nil
	}
	return l.Addr()
}

// handlers answer by the settings in force; site is nil if this process answers no readers.
type handlers struct{ site, figures http.Handler }

func newReloads(a *app, p *parts, listen addresses, show *progress, count *eventCounts) *reloads {
	r := &reloads{app: a, parts: p, listen: listen, show: show, count: count, answer: reloadAnswer{PID: os.Getpid(), Host: hostname(), OK: true}}
	r.serve(p)
	return r
}

func (r *reloads) serve(p *parts) {
	h := &handlers{figures: r.app.metricsHandler(p, r.count, r.listen.figures)}
	if r.listen.site != nil {
		h.site = r.app.handler(p, r.listen.site)
	}
	r.live.Store(h)
}

// ServeHTTP answers readers by the settings in force.
func (r *reloads) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.live.Load().site.ServeHTTP(w, q)
}

// figures answers monitors by the settings in force.
func (r *reloads) figures() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { r.live.Load().figures.ServeHTTP(w, q) })
}

// run waits for hang-ups until ctx ends.
func (r *reloads) run(ctx context.Context) error {
	name := reloadFile(r.parts.config)
	if r.parts.archive.Writer() != 1 {
		name = "" // the first process of the folder is told, and the others hear of it
	}
	if err := r.write(name); err != nil {
		return err
	}
	defer os.Remove(name)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-r.app.hangups:
		case <-unlike(r.parts):
		}
		sum := fileSum(r.app.configName())
		now, err := r.reload(ctx)
		if ctx.Err() != nil {
			return nil
		}
		now.PID, now.Host, now.N, now.Sum, now.OK = r.answer.PID, r.answer.Host, r.answer.N+1, sum, err == nil
		r.answer = now
		level := slog.LevelInfo
		if err != nil {
			level = slog.LevelError
			r.answer.Lines = append(strings.Split(err.Error(), "\n"), "the settings of before stay in force")
		}
		for _, line := range r.answer.Lines {
			if !strings.HasPrefix(line, meaningMark) { // that is a line of the log already
				r.show.say(level, "reload   "+line)
			}
		}
		if err := r.write(name); err != nil {
			r.show.say(slog.LevelError, "reload   "+err.Error())
		}
	}
}

// unlike receives when another process goes by other settings; nil: no other process works on the desk.
func unlike(p *parts) <-chan struct{} {
	if p.member == nil {
		return nil
	}
	return p.member.Unlike()
}

// write writes the answer; an empty name is that of no file.
func (r *reloads) write(name string) error {
	if name == "" {
		return nil
	}
	b, err := json.Marshal(r.answer)
	if err == nil {
		_, err = atomically.Write(name, append(b, '\n'))
	}
	if err != nil {
		return fmt.Errorf("say what came of the reload: %w", err)
	}
	return nil
}

// reload puts the configuration of the file in force, all of it or, with an error, nothing.
func (r *reloads) reload(ctx context.Context) (out reloadAnswer, err error) {
	a := *r.app // what loadConfig notes of the file is this reading's
	was := r.parts.config
	if err := a.stillThere(was); err != nil {
		return out, err
	}
	wanted, err := a.deskConfig(ctx)
	if err != nil {
		return out, err
	}
	now := config.AtWork(was, wanted)
	for _, at := range []net.Addr{r.listen.site, r.listen.figures} {
		if at != nil && now.Site.Audience != "public" && !server.Loopback(at.String()) {
			return out, fmt.Errorf("a private site, and its figures, are not served on %s: start the desk again with another --listen or --metrics", at)
		}
	}
	next := r.parts.with(now)
	set, err := a.settings(next)
	if err != nil {
		return out, err
	}
	if out.Meaning, err = next.desk.Adopt(ctx, set); err != nil {
		return out, err
	}
	if next.member != nil {
		if err := next.member.Resettle(ctx, config.Fingerprint(now)); err != nil {
			r.app.log.Error("tell the other processes of the new settings", "err", err)
		}
	}
	r.parts = next
	next.proxies.use(a.proxy(now))
	r.serve(next)
	live, restart := config.Changes(was, wanted)
	out.Restart = restart
	out.Lines = append(reloaded(live, restart, out.Meaning), badChannels("alarms", a.channels(now))...)
	out.Lines = append(out.Lines, badChannels("push", a.pushChannels(now))...)
	return out, nil
}

// reloaded says what a reload has changed.
func reloaded(live, restart []string, m desk.Meaning) []string {
	lines := []string{"the configuration is in force; nothing in it has changed"}
	if len(live) > 0 {
		lines[0] = "the new settings are in force: " + strings.Join(live, "; ")
	} else if len(restart) > 0 {
		lines[0] = "nothing that a desk takes up while it works has changed"
	}
	if len(restart) > 0 {
		lines = append(lines, "only after a restart: "+strings.Join(restart, ", "))
	}
	return append(lines, meaningLines(m)...)
}

// with are the parts of a desk at work, under another configuration.
func (p *parts) with(c config.Config) *parts {
	return &parts{config: c, roles: p.roles, db: p.db, archive: p.archive, fetch: p.fetch, desk: p.desk,
		answers: p.answers, purse: p.purse, proxies: p.proxies, kept: p.kept, called: calledBy(c),
		member: p.member, mark: p.mark, feeds: p.feeds, writes: p.writes}
}

type reloadCmd struct{}

func (reloadCmd) Help() string {
	return `Makes the running desk read its configuration again, and prints what has come of it. If there is
a mistake in the file, the settings of before stay in force, and the exit status is 2. Sending
the desk a hang-up signal does the same; the desk then answers in its log alone.

Example:  waidian reload`
}

func (cmd *reloadCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return hint(err, "a running desk keeps the settings of before; correct the lines named above, then: waidian reload")
	}
	pid, err := runningDesk(c)
	if err != nil {
		return err
	}
	if pid == 0 {
		return hint(fmt.Errorf("no desk works on %s: there is nothing to reload", c.Desk.Data), "the desk reads the configuration when it starts")
	}
	said, err := a.tell(ctx, c, pid)
	if err != nil {
		return err
	}
	for _, line := range said.Lines {
		fmt.Fprintln(a.Stdout, line)
	}
	return nil
}

// errNoReload is the error of a process that works on the data folder and takes no reload.
var errNoReload = errors.New("it reads the configuration when it starts, not while it works")

// runningDesk returns the process that works on the data folder; 0: none does.
func runningDesk(c config.Config) (int, error) {
	return archive.Holder(archiveDir(c))
}

// answersWithin is how long a desk may take to answer, if it has much to judge again.
const answersWithin = 60 * time.Second

// tell makes the desk of a process read its configuration again, and returns what it says.
func (a *app) tell(ctx context.Context, c config.Config, pid int) (r reloadAnswer, err error) {
	name := reloadFile(c)
	before := readAnswer(name, pid)
	if before.PID == 0 {
		return r, fmt.Errorf("process %d works on %s: %w", pid, c.Desk.Data, errNoReload)
	}
	if before.Host != "" && before.Host != hostname() {
		return r, hint(fmt.Errorf("the desk, process %d, is at work on %s, not on this machine: it was not told", pid, before.Host), "type the command there")
	}
	sum := fileSum(a.configName())
	p, err := os.FindProcess(pid)
	if err == nil {
		err = p.Signal(syscall.SIGHUP)
	}
	if errors.Is(err, fs.ErrPermission) {
		return r, hint(fmt.Errorf("the desk, process %d, belongs to another user: it was not told", pid),
			"run this as that user (sudo -u USER waidian reload), or: systemctl reload waidian")
	}
	if err != nil {
		return r, fmt.Errorf("tell the desk, process %d: %w", pid, err)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	over := time.NewTimer(answersWithin)
	defer over.Stop()
	for again := true; ; {
		select {
		case <-ctx.Done():
			return r, ctx.Err()
		case <-over.C:
			return r, hint(fmt.Errorf("the desk, process %d, has not answered within %s", pid, answersWithin), "its log says what it does")
		case <-tick.C:
		}
		r = readAnswer(name, pid)
		if r.N == before.N {
			continue
		}
		if r.Sum != sum && again {
			again = false // that reload was under way already, and may have read the file of before
			before = r
			if err := p.Signal(syscall.SIGHUP); err == nil {
				continue
			}
		}
		if !r.OK {
			return r, usageError{errors.New(strings.Join(r.Lines, "\nwaidian: "))}
		}
		if r.Sum != sum {
			r.Lines = append(r.Lines, "but the desk reads another file than "+a.configName())
		}
		return r, nil
	}
}

// tellDesk makes the desk at work, if there is one, take up a change of the configuration file that was
// written, and says so; where there is none, it says when the change holds.
func (a *app) tellDesk(ctx context.Context, c config.Config) error {
	said, now, err := a.takeUp(ctx, c)
	lines := said.Lines
	if now {
		lines = []string{"the running desk says: " + strings.Join(lines, "; ")}
	}
	for _, line := range lines {
		fmt.Fprintf(a.Stderr, "waidian: %s\n", line)
	}
	return err
}

// takeUp is tellDesk without the saying: what the desk at work says of the change, or, if it does not hold now, when it does.
func (a *app) takeUp(ctx context.Context, c config.Config) (said reloadAnswer, now bool, err error) {
	pid, err := runningDesk(c)
	if err != nil {
		return said, false, err
	}
	if pid == 0 {
		return reloadAnswer{Lines: []string{"no desk is running: the change holds from its next start"}}, false, nil
	}
	said, err = a.tell(ctx, c, pid)
	if errors.Is(err, errNoReload) {
		return reloadAnswer{Lines: []string{fmt.Sprintf("process %d works on the data folder: the change holds from the next start", pid)}}, false, nil
	}
	if err != nil {
		return said, false, because(news.NotInForce, "", fmt.Errorf("the file is changed, but the running desk has not taken it up: %w", err))
	}
	return said, true, nil
}
