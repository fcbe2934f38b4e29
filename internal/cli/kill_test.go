package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/demo/newsroom"
	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/store/storetest"
)

var killSeed = flag.Uint64("killseed", 0, "the moments at which the desk is killed; 0: any")

// A desk that is killed at any moment, again and again, ends up with what a desk has
// that was left in peace: each report once, each capture whole, and no source that
// answers "not modified" while what it listed is missing.
func TestKilledDeskLosesNothing(t *testing.T) {
	effort.Long(t, "kills a desk 20 times")
	t.Parallel()
	peace, killed := newBench(t), newBench(t)
	var want map[string]record.Record
	t.Run("rounds", func(t *testing.T) {
		t.Run("in peace", func(t *testing.T) {
			t.Parallel()
			b := peace.of(t)
			b.settle(0)
			b.press.Edition(2)
			b.settle(second)
			want = b.articles()
		})
		t.Run("killed", func(t *testing.T) {
			t.Parallel()
			seed := *killSeed
			if seed == 0 {
				seed = uint64(time.Now().UnixNano())
			}
			t.Logf("-killseed %d", seed)
			random := rand.New(rand.NewPCG(seed, 0))
			b := killed.of(t)
			b.killed(10, 0, random)
			b.settle(0)
			b.press.Edition(2)
			b.killed(10, second, random)
			b.tear()
			if said := b.settle(second); !strings.Contains(said, "ended in an unfinished record: 100 bytes cut off") {
				t.Errorf("nobody reported the torn record:\n%s", said)
			}
		})
	})
	if len(want) < 40 {
		t.Fatalf("only %d articles came of the undisturbed rounds", len(want))
	}
	same(t, killed.articles(), want)
	killed.wholeArchive()

	// Every capture can be read again.
	killed.waidian("redo", "read")
	killed.waidian("collect")
	same(t, killed.articles(), want)
	if out := killed.waidian("tasks", "--buried"); strings.Contains(out, "read ") {
		t.Errorf("captures that cannot be read again:\n%s", out)
	}
}

// On PostgreSQL, too, what a killed desk had under way is due again at once: the next
// round does not wait for it, and leaves nothing that is due. River goes by the
// server's clock, so this desk goes by the real one.
func TestKilledDeskOnPostgreSQL(t *testing.T) {
	effort.Long(t, "kills a desk 5 times")
	t.Parallel()
	b := newBench(t, storetest.Postgres(t))
	collect := func() *exec.Cmd {
		cmd := b.command(0, "collect", "--all")
		cmd.Env = append(cmd.Env, "NOW=")
		return cmd
	}
	for range 5 {
		cmd := collect()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		death := time.AfterFunc(time.Duration(rand.Int64N(int64(2*time.Second))), func() { cmd.Process.Kill() })
		cmd.Wait()
		death.Stop()
	}
	last := collect()
	stuck := time.AfterFunc(2*time.Minute, func() { last.Process.Kill() })
	out, err := last.CombinedOutput()
	stuck.Stop()
	if err != nil {
		t.Fatalf("the round after: %v\n%s", err, out)
	}
	if got := b.articles(); len(got) < 30 { // an outlet that is busy keeps some of its reports for later
		t.Errorf("only %d articles", len(got))
	}
	b.wholeArchive()
}

// A question to a model that a killed desk had under way may be asked once more. No other
// is, and all that were asked are in the account, by which budgets go.
func TestKilledDeskPaysOnce(t *testing.T) {
	effort.Long(t, "kills a desk 10 times")
	t.Parallel()
	const kills, writers = 10, 4 // as the demo has them
	b := newBench(t)
	b.asked.takes = 100 * time.Millisecond
	b.waidian("collect", "--all", "--until", "read")
	b.killed(kills, second+3*time.Hour, rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano()))))
	b.waidian("collect")
	asked, again := b.asked.count()
	if asked < 20 {
		t.Errorf("the model was asked only %d times", asked)
	}
	if again > kills*writers {
		t.Errorf("%d questions were asked again after %d kills, with %d writers", again, kills, writers)
	}
	var state struct {
		Spent []struct{ Answers int }
	}
	if err := json.Unmarshal([]byte(b.waidian("status", "--json")), &state); err != nil {
		t.Fatal(err)
	}
	accounted := 0
	for _, s := range state.Spent {
		accounted += s.Answers
	}
	if accounted < asked || accounted > asked+kills*writers {
		t.Errorf("the account has %d answers, the model was asked %d times", accounted, asked)
	}
	t.Logf("%d questions, %d of them again, %d in the account", asked, again, accounted)
}

// questions counts what a model is asked and takes on: a form that it refuses costs nothing.
type questions struct {
	model http.Handler
	takes time.Duration

	mu    sync.Mutex
	times map[string]int // by the question
}

func (q *questions) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // its desk was killed while it asked
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	q.model.ServeHTTP(answer, r)
	if answer.Code == http.StatusOK {
		q.mu.Lock()
		q.times[string(body)]++
		q.mu.Unlock()
		time.Sleep(q.takes)
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // a desk that was killed does not hear it
}

// count is how many questions were asked, and how many of them had been asked before.
func (q *questions) count() (asked, again int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, n := range q.times {
		asked += n
		again += n - 1
	}
	return asked, again
}

// second is when the newsroom's second edition is out, after its first.
var second = newsroom.Second().Sub(newsroom.Start())

// same compares what does not depend on the order in which pages came.
func same(t *testing.T, got, want map[string]record.Record) {
	t.Helper()
	for id, w := range want {
		if g, ok := got[id]; !ok {
			t.Errorf("%s is missing: %s", id, w.Title)
		} else if !reflect.DeepEqual(g, w) {
			t.Errorf("%s differs: %s", id, difference(g, w))
		}
	}
	for id, g := range got {
		if _, ok := want[id]; !ok {
			t.Errorf("%s should not be there: %s", id, g.Title)
		}
	}
}

// difference names the fields of two records that differ, and how they begin to.
func difference(got, want record.Record) string {
	var b strings.Builder
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		x, y := fmt.Sprintf("%q", g.Field(i).Interface()), fmt.Sprintf("%q", w.Field(i).Interface())
		if x == y {
			continue
		}
		at := 0
		for at < len(x) && at < len(y) && x[at] == y[at] {
			at++
		}
		fmt.Fprintf(&b, "\n%s: …%.100s\n want …%.100s", g.Type().Field(i).Name, x[max(0, at-20):], y[max(0, at-20):])
	}
	return b.String()
}

// bench is a desk of its own with a newsroom of its own, on loopback.
type bench struct {
	t      *testing.T
	press  *newsroom.Newsroom
	asked  *questions
	dir    string
	binary string

	figures string // where the command that start began last serves them
}

// peaceful skips a test in short mode, the race detector's: its processes run nothing side by side that those of other tests do not.
func peaceful(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out of short tests: others start the same processes")
	}
}

func newBench(t *testing.T, database ...string) *bench {
	t.Helper()
	room := newsroom.New(newsroom.Options{})
	asked := &questions{model: newsroom.Model(), times: map[string]int{}}
	press, model := httptest.NewServer(room), httptest.NewServer(asked)
	t.Cleanup(press.Close)
	t.Cleanup(model.Close)
	binary, err := exec.LookPath("waidian") // this test binary, under the name by which it plays waidian
	if err != nil {
		t.Fatal(err)
	}
	c := demoConfig("data", "127.0.0.1:0", press.Listener.Addr().(*net.TCPAddr).Port, model.Listener.Addr())
	c.Site.Scripts = false // every page once is enough here
	c.Desk.Database = strings.Join(database, "")
	var text bytes.Buffer
	if err := config.Print(&text, c); err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, press: room, asked: asked, dir: t.TempDir(), binary: binary}
	if err := os.WriteFile(filepath.Join(b.dir, configFile), text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

// of is the bench in the hands of a part of its test.
func (b *bench) of(t *testing.T) *bench {
	out := *b
	out.t = t
	return &out
}

// command is a run of waidian, so long after the newsroom's first day has begun.
func (b *bench) command(after time.Duration, args ...string) *exec.Cmd {
	cmd := exec.Command(b.binary, args...)
	cmd.Dir = b.dir
	cmd.Env = append(os.Environ(), "NOW="+newsroom.Start().Add(after).Format(time.RFC3339), "WEB=", "ASKED=")
	return cmd
}

func (b *bench) waidian(args ...string) string {
	b.t.Helper()
	cmd := b.command(second+3*time.Hour, args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		b.t.Fatalf("waidian %s: %v\n%s", strings.Join(args, " "), err, said.String())
	}
	return string(out)
}

// settle lets the desk work until nothing of an edition is put off any more.
func (b *bench) settle(edition time.Duration) (said string) {
	b.t.Helper()
	for _, after := range []time.Duration{0, 15 * time.Minute, time.Hour} {
		out, err := b.command(edition+after, "collect", "--all").CombinedOutput()
		if err != nil {
			b.t.Fatalf("collect: %v\n%s", err, out)
		}
		said += string(out)
	}
	return said
}

// killed begins rounds and kills them, so many times, each at any moment of the time
// that a round takes.
func (b *bench) killed(times int, at time.Duration, random *rand.Rand) {
	b.t.Helper()
	span, faster := 300*time.Millisecond, 0
	for kills := 0; kills < times; {
		cmd := b.command(at, "collect", "--all")
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		began := time.Now()
		if err := cmd.Start(); err != nil {
			b.t.Fatal(err)
		}
		death := time.AfterFunc(time.Duration(random.Int64N(int64(span))), func() { cmd.Process.Kill() })
		err := cmd.Wait()
		death.Stop()
		switch {
		case err == nil:
			span, faster = time.Since(began), faster+1
		case cmd.ProcessState.ExitCode() >= 0:
			b.t.Fatalf("collect ended badly by itself: %v\n%s", err, out.String())
		default:
			kills++
		}
	}
	b.t.Logf("killed %d times; %d rounds were faster", times, faster)
}

// tear ends the archive's last file in half a record, as a power cut may.
func (b *bench) tear() {
	b.t.Helper()
	files := b.archiveFiles()
	last := files[len(files)-1]
	whole, err := os.ReadFile(last)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(last, append(whole, whole[:100]...), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) archiveFiles() []string {
	files, err := filepath.Glob(filepath.Join(b.dir, "data/archive/*.warc.gz"))
	if err != nil || len(files) == 0 {
		b.t.Fatalf("%d files in the archive: %v", len(files), err)
	}
	return files
}

// articles is what the desk has, without what depends on the order in which pages
// came: which of two copies is the original, what a story is called, and the
// furniture of its pages that a desk has learned to leave out of an outlet's reports.
func (b *bench) articles() map[string]record.Record {
	b.t.Helper()
	out := map[string]record.Record{}
	lines := bufio.NewScanner(strings.NewReader(b.waidian("export")))
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		var r record.Record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			b.t.Fatal(err)
		}
		r.Canonical, r.URL, r.Image = withoutPort(r.Canonical), withoutPort(r.URL), withoutPort(r.Image)
		r.ID, r.Page, r.Story, r.CopyOf, r.Digest, r.Captured, r.Withdrawn = "", "", "", "", nil, "", ""
		if n := len(r.Paragraphs); n > 0 {
			r.Text, r.Paragraphs = r.Paragraphs[n-1], nil
		}
		r.Words, r.Minutes, r.Description, r.Byline = 0, 0, "", nil
		if _, twice := out[r.Canonical]; twice {
			b.t.Errorf("%s is there twice", r.Canonical)
		}
		out[r.Canonical] = r
	}
	return out
}

// The newsrooms listen on ports of their own, which are part of every address.
func withoutPort(url string) string {
	head, rest, ok := strings.Cut(url, ".localhost:")
	if !ok {
		return url
	}
	_, path, _ := strings.Cut(rest, "/")
	return head + "/" + path
}

// wholeArchive checks that every file of the archive can be read to its end.
func (b *bench) wholeArchive() {
	b.t.Helper()
	seen := map[string]int{}
	for _, name := range b.archiveFiles() {
		f, err := os.Open(name)
		if err != nil {
			b.t.Fatal(err)
		}
		info, err := f.Stat()
		if err != nil {
			b.t.Fatal(err)
		}
		damage, err := archive.Read(f, info.Size(), archive.Wanted{Page: func(c news.Capture) error {
			seen[c.URL]++
			return nil
		}})
		f.Close()
		if err != nil || len(damage) > 0 {
			b.t.Errorf("%s: %v, damage %v", filepath.Base(name), err, damage)
		}
	}
	b.t.Logf("the archive has captures of %d addresses", len(seen))
}
