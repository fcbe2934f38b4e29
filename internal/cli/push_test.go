package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/send"
)

// receiver is a webhook that refuses the first messages. mu guards the fields.
type receiver struct {
	mu       sync.Mutex
	refusals []int // status of the first answers
	taken    []send.Message
	times    map[string]int // by ID
	wrong    []string
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b, _ := io.ReadAll(req.Body) // what is missing is found missing below
	var m send.Message
	id, at := req.Header.Get("webhook-id"), req.Header.Get("webhook-timestamp")
	if err := json.Unmarshal(b, &m); err != nil || m.ID != id || req.Header.Get("webhook-signature") != "v1,"+send.Signature([]byte("pass"), id, at, b) {
		r.wrong = append(r.wrong, string(b))
	}
	if len(r.refusals) > 0 {
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(r.refusals[0])
		r.refusals = r.refusals[1:]
		return
	}
	r.taken = append(r.taken, m)
	r.times[id]++
	w.WriteHeader(http.StatusNoContent)
}

// configurePushes adds channels to the configuration of a bench.
func (b *bench) configurePushes(text string) {
	b.t.Helper()
	f, err := os.OpenFile(filepath.Join(b.dir, configFile), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err = f.WriteString(text); err == nil {
		err = f.Close()
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// TestPushOnLoopback: a webhook is told of editions, events and corrections, each once and signed, after it has refused some; the past, a
// channel that is misspelt, one that is not reached and one at a private address hold up nothing and are named.
func TestPushOnLoopback(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	hook := &receiver{refusals: []int{500, 429}, times: map[string]int{}}
	s := httptest.NewServer(hook)
	defer s.Close()
	b.configurePushes(fmt.Sprintf(`
[[push]]
name = "hook"
kind = "webhook"
url = "%[1]s/hook"
secret_env = "PUSH_SECRET"
private = true
outlets = 2

[[push]]
name = "inside"
kind = "ntfy"
url = "%[1]s"
to = "desk"

[[push]]
name = "bare"
kind = "telegram"
secret_env = "NO_SUCH_TOKEN"
to = "@desk"
`, s.URL))
	run := func(after time.Duration, args ...string) string {
		t.Helper()
		cmd := b.command(after, args...)
		cmd.Env = append(cmd.Env, "PUSH_SECRET=pass")
		out, err := cmd.CombinedOutput()
		if _, failed := err.(*exec.ExitError); err != nil && !(failed && args[0] != "collect") {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	if out := run(0, "collect", "--all"); !strings.Contains(out, "push: bare: the environment variable NO_SUCH_TOKEN is empty; correct [[push]] bare") {
		t.Errorf("the start does not name the channel that cannot be used:\n%s", out)
	}
	if len(hook.taken) > 0 {
		t.Errorf("a new channel was told of %+v", hook.taken)
	}
	b.press.Edition(2)
	for _, after := range []time.Duration{0, 15 * time.Minute, time.Hour, 3 * time.Hour, 9 * time.Hour, 20 * time.Hour} {
		run(second+after, "collect", "--all")
	}
	hook.mu.Lock()
	defer hook.mu.Unlock()
	kinds := map[string]int{}
	for _, m := range hook.taken {
		kinds[m.Kind]++
		if m.Title == "" || m.Text == "" || !strings.HasPrefix(m.URL, "http://") {
			t.Errorf("message %+v", m)
		}
	}
	for id, n := range hook.times {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
	t.Log(kinds)
	if kinds["edition"] == 0 || kinds["correction"] == 0 || len(hook.wrong) > 0 || len(hook.refusals) > 0 {
		t.Errorf("%v, wrong %q, refusals left %v", kinds, hook.wrong, hook.refusals)
	}
	status := run(second+20*time.Hour, "status")
	for _, want := range []string{fmt.Sprintf("push hook: %d sent, 0 waiting, 0 dropped, 0 given up", len(hook.taken)), "push inside: 0 sent", "is not a public address", "push bare: 0 sent"} {
		if !strings.Contains(status, want) {
			t.Errorf("the status does not say %q:\n%s", want, status)
		}
	}
	if out := run(second, "doctor"); !strings.Contains(out, "push bare") || !strings.Contains(out, "waidian push try hook sends a trial that way") {
		t.Errorf("doctor:\n%s", out)
	}
}

// TestPushSurvivesKills: a desk that is killed sends what one in peace sends, and at most one message twice for each kill.
// It is killed five times; PUSH_KILLS, as of bench/push-kills.sh, is another number.
func TestPushSurvivesKills(t *testing.T) {
	peaceful(t)
	kills := 5
	if n := os.Getenv("PUSH_KILLS"); n != "" {
		var err error
		if kills, err = strconv.Atoi(n); err != nil {
			t.Fatalf("PUSH_KILLS: %v", err)
		}
	}
	sent := func(kills int) (told map[string]bool, twice int) {
		b := newBench(t)
		hook := &receiver{times: map[string]int{}}
		s := httptest.NewServer(hook)
		defer s.Close()
		b.configurePushes(fmt.Sprintf("\n[[push]]\nname = \"hook\"\nkind = \"webhook\"\nurl = %q\nprivate = true\noutlets = 2\n", s.URL))
		b.settle(0)
		b.press.Edition(2)
		b.killed(kills, second, rand.New(rand.NewPCG(1, uint64(kills))))
		b.settle(second)
		hook.mu.Lock()
		defer hook.mu.Unlock()
		told = map[string]bool{}
		for _, m := range hook.taken {
			told[m.Kind+" "+m.Title+" "+m.Text] = true // addresses have the port of the newsroom in them
		}
		for _, n := range hook.times {
			twice += n - 1
		}
		return told, twice
	}
	want, _ := sent(0)
	got, twice := sent(kills)
	t.Logf("in peace %d messages; killed %d times %d, %d of them sent again", len(want), kills, len(got), twice)
	for m := range want {
		if !got[m] {
			t.Errorf("lost: %s", m)
		}
	}
	for m := range got {
		if !want[m] {
			t.Logf("in peace not sent: %s", m)
		}
	}
	if twice > kills || len(want) == 0 {
		t.Errorf("%d sent again, of %d", twice, len(want))
	}
}
