// Command kills ends a desk with SIGKILL again and again, at any moment of its rounds, and counts what that costs: reports lost,
// reports there twice, captures that cannot be read, and pages that outlets on loopback were asked for once more. After each kill it looks at the
// log that the site publishes. kills.sh runs it.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/bench/outlet"
)

var (
	program  = flag.String("waidian", "waidian", "the program")
	database = flag.String("database", "", "an empty PostgreSQL database; without it SQLite")
	kills    = flag.Int("kills", 50, "how often the desk is killed")
	sites    = flag.Int("outlets", 6, "outlets, each on a host of its own")
	fresh    = flag.Int("fresh", 6, "new pages of each outlet a round")
	seed     = flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the moments of the kills")
	bound    = flag.Duration("bound", 15*time.Minute, "after which no further kill is made")
)

// press is the outlets: what each has published, and how often each page was asked for. mu guards the maps.
type press struct {
	port  int
	mu    sync.Mutex
	pages map[string][]int // of an outlet, by number
	asked map[string]int   // page addresses
	all   int
}

// publish adds new pages to each outlet.
func (p *press) publish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range *sites {
		name := fmt.Sprintf("outlet%d.localhost", i)
		for range *fresh {
			p.all++
			p.pages[name] = append(p.pages[name], p.all)
		}
	}
}

func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, _ := net.SplitHostPort(r.Host)
	p.mu.Lock()
	defer p.mu.Unlock()
	var n int
	switch {
	case r.URL.Path == "/feed":
		fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title><link>http://%s/</link><description>x</description>`,
			name, r.Host)
		list := p.pages[name]
		for _, n := range list[max(0, len(list)-60):] {
			fmt.Fprintf(w, "<item><title>%s</title><link>http://%s/page/%d</link><guid>%d</guid><pubDate>%s</pubDate></item>",
				outlet.Title(n), r.Host, n, n, time.Now().UTC().Add(-time.Minute).Format(time.RFC1123Z))
		}
		io.WriteString(w, "</channel></rss>")
	case outlet.Numbered(r.URL.Path, "/page/%d", &n):
		p.asked["http://"+r.Host+r.URL.Path]++
		fmt.Fprint(w, outlet.Page(n))
	default:
		http.NotFound(w, r)
	}
}

// again is how many requests for pages came after the first of each.
func (p *press) again() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, times := range p.asked {
		n += times - 1
	}
	return n
}

// desk is a folder with a configuration.
type desk struct{ dir string }

func (d desk) command(args ...string) *exec.Cmd {
	cmd := exec.Command(*program, args...)
	cmd.Dir = d.dir
	return cmd
}

// gather and build are what is killed in turn: a round of the desk, and a build of what it left.
var (
	gather = []string{"collect", "--all"}
	build  = []string{"build"}
)

// round runs a command and kills it after some time; 0: never. It returns how long the command took, or false if it was killed.
func (d desk) round(args []string, after time.Duration) (took time.Duration, ended bool) {
	cmd := d.command(args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	if after > 0 {
		death := time.AfterFunc(after, func() { cmd.Process.Kill() })
		defer death.Stop()
	}
	err := cmd.Wait()
	if err != nil && cmd.ProcessState.ExitCode() >= 0 {
		log.Fatalf("%s ended badly by itself: %v\n%s", args[0], err, out.String())
	}
	return time.Since(began), err == nil
}

// reports counts the reports of the desk by address.
func (d desk) reports() map[string]int {
	out, err := d.command("export").Output()
	if err != nil {
		log.Fatalf("export: %v", err)
	}
	list, err := outlet.Reports(out)
	if err != nil {
		log.Fatal(err)
	}
	found := map[string]int{}
	for _, r := range list {
		found[r.URL]++
	}
	return found
}

// torn is what doctor finds damaged in the archive; empty: nothing.
func (d desk) torn() string {
	out, _ := d.command("doctor", "--deep").Output()
	var bad []string
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "FAIL") {
			bad = append(bad, strings.TrimSpace(line))
		}
	}
	return strings.Join(bad, "; ")
}

func main() {
	flag.Parse()
	log.SetFlags(0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	p := &press{port: l.Addr().(*net.TCPAddr).Port, pages: map[string][]int{}, asked: map[string]int{}}
	go http.Serve(l, p)
	dir, err := os.MkdirTemp("", "kills-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	d := desk{dir}
	var conf strings.Builder
	fmt.Fprintf(&conf, "[desk]\ndatabase = %q\n[fetch]\nagent = \"waidian-kills (+http://127.0.0.1/)\"\npace = \"0s\"\n"+
		"allow_private = [\"127.0.0.0/8\"]\n", *database)
	for i := range *sites {
		fmt.Fprintf(&conf, "[[source]]\nid = \"o%d\"\nname = \"Outlet %d\"\nurl = \"http://outlet%d.localhost:%d/feed\"\n", i, i, i, p.port)
	}
	if err := os.WriteFile(filepath.Join(dir, "waidian.toml"), []byte(conf.String()), 0o600); err != nil {
		log.Fatal(err)
	}
	random := rand.New(rand.NewPCG(*seed, 0))
	began := time.Now()
	p.publish()
	first, _ := d.round(gather, 0)
	spans := map[string]time.Duration{gather[0]: first, build[0]: first}
	killed, faster := 0, 0
	var signed published
	signed.look(d)
	for killed < *kills && time.Since(began) < *bound {
		what := build
		if (killed+faster)%2 == 0 {
			p.publish()
			what = gather
		}
		took, ended := d.round(what, time.Duration(random.Int64N(int64(spans[what[0]]))+1))
		if ended {
			spans[what[0]], faster = took, faster+1
			signed.look(d)
			continue
		}
		killed++
		signed.look(d)
	}
	for range 3 {
		d.round(gather, 0)
	}
	signed.look(d)
	for _, fault := range signed.faults {
		log.Printf("the log: %s", fault)
	}
	lost, twice := 0, 0
	found := d.reports()
	for name, list := range p.pages {
		for _, n := range list {
			switch found[fmt.Sprintf("http://%s:%d/page/%d", name, p.port, n)] {
			case 0:
				lost++
			case 1:
			default:
				twice++
			}
		}
	}
	bare, err := d.unproven()
	if err != nil {
		log.Printf("the site: %v", err)
		signed.faults = append(signed.faults, err.Error())
	}
	engine := "SQLite"
	if *database != "" {
		engine = "PostgreSQL"
	}
	bad := d.torn()
	fmt.Printf("| %s | %d | %d | %d | %d | %d | %s | %d | %.1f | %d | %d | %d |\n", engine, killed, faster, p.all, lost, twice, orNone(bad), p.again(),
		float64(p.again())/float64(max(killed, 1)), len(signed.seen), len(signed.faults), bare)
	if lost+twice+bare+len(signed.faults) > 0 || bad != "" {
		os.Exit(1)
	}
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
