package cli

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// An outlet asks to be left alone, or for a delay; the desk is killed as soon as the file says so, by another outlet that
// is asked meanwhile. The next desk keeps the promise.
func TestAKillForgetsNoPromise(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		said   string // what the file then holds
	}{
		{"Retry-After", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Retry-After", "7200")
			http.Error(w, "later", http.StatusTooManyRequests)
		}, "Retry-After 7200"},
		{"robots.txt", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "7200")
			http.Error(w, "later", http.StatusServiceUnavailable)
		}, "Retry-After 7200"},
		{"delay", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				fmt.Fprint(w, "User-agent: *\nCrawl-delay: 17\n")
				return
			}
			http.NotFound(w, r)
		}, `"delay":17000000000`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file := filepath.Join(dir, "data", "hosts.json")
			var asked atomic.Int32
			busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				c.answer(w, r)
			}))
			defer busy.Close()
			var desk *exec.Cmd
			started := make(chan struct{})
			var once sync.Once
			killer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				once.Do(func() {
					<-started
					for end := time.Now().Add(20 * time.Second); time.Now().Before(end); { // no event says that a file was written
						if b, _ := os.ReadFile(file); bytes.Contains(b, []byte(c.said)) {
							break
						}
						<-time.After(5 * time.Millisecond)
					}
					desk.Process.Kill()
				})
			}))
			defer killer.Close()
			port := killer.Listener.Addr().(*net.TCPAddr).Port
			text := fmt.Sprintf("[fetch]\npace = \"0s\"\nallow_private = [\"127.0.0.0/8\"]\n"+
				"[[source]]\nid = \"busy\"\nname = \"Busy\"\nkind = \"section\"\nurl = %q\n[[source]]\nid = \"other\"\nname = \"Other\"\nurl = \"http://other.localhost:%d/feed\"\n",
				busy.URL+"/feed", port)
			if err := os.WriteFile(filepath.Join(dir, configFile), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			binary, err := exec.LookPath("waidian")
			if err != nil {
				t.Fatal(err)
			}
			command := func() *exec.Cmd {
				cmd := exec.Command(binary, "collect", "--all")
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "NOW=", "WEB=", "ASKED=")
				return cmd
			}
			desk = command()
			if err := desk.Start(); err != nil {
				t.Fatal(err)
			}
			close(started)
			desk.Wait()
			if !desk.ProcessState.Exited() && asked.Load() == 0 || desk.ProcessState.ExitCode() >= 0 {
				t.Fatalf("the desk was not killed: %v, asked %d times", desk.ProcessState, asked.Load())
			}
			b, err := os.ReadFile(file)
			if err != nil || !strings.Contains(string(b), c.said) {
				t.Fatalf("what is remembered: %s, %v", b, err)
			}
			if c.name == "delay" {
				return // it is kept by the file alone: the pace is fetch's
			}
			before := asked.Load()
			out, err := command().CombinedOutput()
			if asked.Load() != before {
				t.Errorf("asked %d times more: %v\n%s", asked.Load()-before, err, out)
			}
		})
	}
}
