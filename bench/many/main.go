// Command many has several processes work on one desk on PostgreSQL, kills them with SIGKILL at any moment, stops one for a minute, has
// the server restarted or kept away, and counts what the outlets on loopback, a model and the desk saw: reports lost, reports there twice, hosts
// that were asked by two at a time or faster than their pace, digests that were paid for again, captures that cannot be read. many.sh runs it.
package main

import (
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/waidian/waidian/bench/outlet"
)

var (
	program   = flag.String("waidian", "waidian", "the program")
	database  = flag.String("database", "", "an empty PostgreSQL database")
	restart   = flag.String("restart", "", "command that restarts its server, of which the first argument is how many seconds it is away; empty: it is not restarted")
	restarts  = flag.Int("restarts", 1, "how often")
	away      = flag.Duration("away", 0, "for how long the server is away at the last of them")
	writers   = flag.Int("writers", 0, "digests that a process has written at a time; 0: none are written")
	between   = flag.Duration("between", 30*time.Second, "time from the beginning to the first restart, and between two")
	processes = flag.Int("processes", 4, "processes at work")
	feeds     = flag.Int("feeds", 200, "feeds")
	sites     = flag.Int("sites", 50, "hosts on which they are")
	items     = flag.Int("items", 20, "reports of each feed")
	pace      = flag.Duration("pace", 100*time.Millisecond, "shortest time between two requests to a host")
	slow      = flag.Duration("slow", 40*time.Millisecond, "about how long an outlet takes to answer")
	every     = flag.Duration("every", 5*time.Second, "time between two kills; 0: none")
	stop      = flag.Duration("stop", time.Minute, "for how long one process is stopped; 0: none is")
	bound     = flag.Duration("bound", 15*time.Minute, "after which it is given up")
)

// jitter is by how much two requests may be closer together at the outlet than they were sent: on a busy machine the first waits until
// the outlet takes it up, which is no request too soon.
func jitter() time.Duration { return *pace / 5 }

func main() {
	log.SetFlags(log.Ltime)
	flag.Parse()
	dir, err := os.MkdirTemp("", "many")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	p := newPress(*feeds, *sites, *items)
	go http.Serve(l, p)
	models, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	d := &desk{dir: dir, press: p, model: newModel()}
	go http.Serve(models, d.model)
	if err := d.configure(l.Addr().(*net.TCPAddr).Port, models.Addr().String()); err != nil {
		log.Fatal(err)
	}
	ok := d.run()
	os.RemoveAll(dir)
	if !ok {
		os.Exit(1)
	}
}

// desk is a folder with a configuration, and the processes at work in it.
type desk struct {
	dir   string
	press *press
	model *model
	all   []*exec.Cmd
	kills int
}

func (d *desk) configure(port int, models string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "[desk]\ndatabase = %q\nfetchers = 16\n[fetch]\nagent = \"many (+http://127.0.0.1/)\"\npace = %q\nallow_private = [\"127.0.0.0/8\", \"::1/128\"]\n", *database, *pace)
	if *writers > 0 {
		fmt.Fprintf(&b, "[digest]\nendpoint = \"http://%s/v1\"\nmodel = \"many\"\nwriters = %d\n", models, *writers)
	}
	for i := range *feeds {
		fmt.Fprintf(&b, "[[source]]\nid = \"outlet-%d\"\nname = \"Outlet %d - China\"\nurl = %q\n", i, i, d.press.address(i, port))
	}
	return os.WriteFile(filepath.Join(d.dir, "waidian.toml"), []byte(b.String()), 0o600)
}

func (d *desk) command(args ...string) *exec.Cmd {
	cmd := exec.Command(*program, args...)
	cmd.Dir = d.dir
	return cmd
}

// begin begins the process of that number.
func (d *desk) begin(i int) {
	cmd := d.command("run", "--listen", "127.0.0.1:0")
	f, err := os.OpenFile(filepath.Join(d.dir, fmt.Sprintf("process-%d.log", i)), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		log.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = f, f
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	f.Close()
	d.all[i] = cmd
}

// figures are how many reports a desk has, and how many digests wait to be written.
type figures struct {
	Articles int
	Model    struct{ Waiting int }
}

// status asks the desk for its figures; zero: it does not say.
func (d *desk) status() (f figures) {
	out, err := d.command("status", "--json").Output()
	if err != nil || json.Unmarshal(out, &f) != nil {
		return figures{}
	}
	return f
}

// restart restarts the server; last: with the time for which it is away.
func (d *desk) restart(last bool) {
	seconds := 0
	if last {
		seconds = int(away.Seconds())
	}
	if out, err := exec.Command("sh", "-c", fmt.Sprint(*restart, " ", seconds)).CombinedOutput(); err != nil {
		log.Printf("restart the server: %v\n%s", err, out)
	}
	log.Printf("the server was restarted, and away for %d s", seconds)
}

// run has the processes work until all reports are there, and says what came of it.
func (d *desk) run() bool {
	began := time.Now()
	d.all = make([]*exec.Cmd, *processes)
	for i := range d.all {
		d.begin(i)
	}
	all := *feeds * *items
	stopped := -1 // process that is stopped
	var since, killed, looked time.Time
	restarted := 0
	if *restart == "" {
		restarted = *restarts
	}
	got, waiting := 0, 0
	for (got < all || waiting > 0) && time.Since(began) < *bound {
		time.Sleep(100 * time.Millisecond)
		d.endedByThemselves(stopped)
		now := time.Now()
		switch {
		case *stop > 0 && stopped < 0 && since.IsZero() && now.Sub(began) > 10*time.Second:
			stopped, since = rand.IntN(*processes), now
			_ = d.all[stopped].Process.Signal(syscall.SIGSTOP)
			log.Printf("process %d is stopped, %d reports", stopped, got)
		case stopped >= 0 && now.Sub(since) > *stop:
			_ = d.all[stopped].Process.Signal(syscall.SIGCONT)
			log.Printf("process %d goes on, %d reports", stopped, got)
			stopped = -1
		case restarted < *restarts && now.Sub(began) > time.Duration(restarted+1)**between:
			restarted++
			d.restart(restarted == *restarts)
		case *every > 0 && now.Sub(killed) > *every && now.Sub(began) > *every:
			killed = now
			d.kill(stopped)
		}
		if now.Sub(looked) > 3*time.Second {
			looked = now
			if s := d.status(); s.Articles > 0 {
				got, waiting = s.Articles, s.Model.Waiting
			}
		}
	}
	if stopped >= 0 {
		_ = d.all[stopped].Process.Signal(syscall.SIGCONT)
	}
	took := time.Since(began)
	for _, cmd := range d.all {
		_ = cmd.Process.Signal(os.Interrupt)
	}
	for _, cmd := range d.all {
		_ = cmd.Wait()
	}
	return d.report(took, d.press.lastPage().Sub(began))
}

// kill kills a process that is not stopped, at any moment, and begins another in its place.
func (d *desk) kill(stopped int) {
	i := rand.IntN(*processes)
	if i == stopped {
		return
	}
	_ = d.all[i].Process.Kill()
	_ = d.all[i].Wait()
	d.kills++
	d.begin(i)
}

// endedByThemselves begins those anew that ended, and says why.
func (d *desk) endedByThemselves(stopped int) {
	for i, cmd := range d.all {
		var status syscall.WaitStatus
		if pid, err := syscall.Wait4(cmd.Process.Pid, &status, syscall.WNOHANG, nil); err != nil || pid == 0 || i == stopped {
			continue
		}
		b, _ := os.ReadFile(filepath.Join(d.dir, fmt.Sprintf("process-%d.log", i)))
		log.Printf("process %d ended by itself (%d):\n%s", i, status.ExitStatus(), tail(b))
		d.begin(i)
	}
}

func tail(b []byte) []byte { return b[max(0, len(b)-1500):] }

// report prints a row of the table and reports whether all was as it should be. The last page was given after the time pages; what follows
// is mostly this program's own, which asks the desk every few seconds.
func (d *desk) report(took, pages time.Duration) bool {
	lost, twice := d.reports()
	torn := d.torn()
	most, quicker, gap := d.press.sum()
	sent, soon := d.sent()
	asked, again := d.press.count("/page/")
	polled, polls := d.press.count("/feed/")
	paid, paidAgain := d.model.count()
	fmt.Printf("| %d | %d | %d × %d on %d | %.0f | %.0f | %d | %d | %d | %d | %d | %d | %d | %.0f | %d | %d | %d | %d | %d | %d |\n", *processes, d.kills, *feeds, *items, *sites,
		took.Seconds(), pages.Seconds(), asked, lost, twice, torn, again, polls, most, float64(gap)/float64(time.Millisecond), quicker, sent.Milliseconds(), soon, polled, paid, paidAgain)
	all := *feeds * *items
	if *writers > 0 && (paid < all || paidAgain > *writers*(d.kills+*restarts+2)) { // what was under way when a process was killed or stopped, or the server was away
		return false
	}
	return lost == 0 && twice == 0 && torn == 0 && most == 1 && soon == 0
}

// sent is the shortest time between two requests to a host by when they were sent, as the captures of feeds and pages say, and how many
// were sent sooner than the pace allows.
func (d *desk) sent() (gap time.Duration, soon int) {
	db, err := sql.Open("pgx", *database)
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT split_part(url, '/', 3), at FROM capture ORDER BY 1, 2`)
	if err != nil {
		log.Fatal(err)
	}
	defer rows.Close()
	var host, last string
	var at, before int64
	for rows.Next() {
		if err := rows.Scan(&host, &at); err != nil {
			log.Fatal(err)
		}
		if between := time.Duration(at-before) * time.Millisecond; host == last {
			if gap == 0 || between < gap {
				gap = between
			}
			if between < *pace-2*time.Millisecond { // times are cut to milliseconds
				soon++
			}
		}
		last, before = host, at
	}
	if err := rows.Err(); err != nil {
		log.Fatal(err)
	}
	return gap, soon
}

// reports counts the reports that are missing, and those that are there twice.
func (d *desk) reports() (lost, twice int) {
	out, err := d.command("export").Output()
	if err != nil {
		log.Fatal("export: ", err)
	}
	list, err := outlet.Reports(out)
	if err != nil {
		log.Fatal(err)
	}
	times := map[string]int{}
	for _, r := range list {
		times[r.Title]++
	}
	for n := range *feeds * *items {
		switch k := times[outlet.Title(n)]; {
		case k == 0:
			lost++
		case k > 1:
			twice++
		}
	}
	return lost, twice
}

// torn counts what doctor finds damaged in the archive.
func (d *desk) torn() int {
	out, err := d.command("doctor", "--deep").CombinedOutput()
	n := 0
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "archive") && strings.Contains(line, "FAIL") {
			n++
			log.Print(line)
		}
	}
	if len(out) == 0 && err != nil {
		log.Fatal("doctor: ", err)
	}
	return n
}
