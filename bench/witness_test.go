package bench

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/witness/persistence/inmemory"
	"github.com/transparency-dev/witness/witness"
	"golang.org/x/mod/sumdb/note"

	"github.com/waidian/waidian/internal/cli"
	"github.com/waidian/waidian/internal/demo/newsroom"
)

// foreignWitness is a witness of other authors that serves on loopback. mu guards what is below.
type foreignWitness struct {
	key    string // public, as [log] witness has it
	signer fnote.Signer
	of     *witness.Witness

	mu   sync.Mutex
	log  note.Verifier // that it knows; nil: none
	said []int         // statuses since the last look
}

func newForeignWitness(t *testing.T, name string) *foreignWitness {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	w := &foreignWitness{}
	if w.signer, err = fnote.NewSignerForCosignatureV1(secret); err != nil {
		t.Fatal(err)
	}
	if w.key, err = fnote.VKeyToCosignatureV1(public); err != nil {
		t.Fatal(err)
	}
	w.of, err = witness.New(t.Context(), witness.Opts{Persistence: inmemory.New(), Signers: []note.Signer{w.signer}, VerifierForLog: w.verifier})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// verifier is that of the log that it knows, if the log has that name.
func (w *foreignWitness) verifier(_ context.Context, origin string) (note.Verifier, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log, w.log != nil && w.log.Name() == origin, nil
}

// know tells it of a log.
func (w *foreignWitness) know(log note.Verifier) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log = log
}

// ServeHTTP has the witness answer, and notes the status.
func (w *foreignWitness) ServeHTTP(res http.ResponseWriter, r *http.Request) {
	got := httptest.NewRecorder()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", witness.NewHTTPHandler(w.of).AddCheckpoint)
	mux.ServeHTTP(got, r)
	w.mu.Lock()
	w.said = append(w.said, got.Code)
	w.mu.Unlock()
	for name, values := range got.Header() {
		res.Header()[name] = values
	}
	res.WriteHeader(got.Code)
	res.Write(got.Body.Bytes())
}

// answered are its statuses since the last call.
func (w *foreignWitness) answered() []int {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.said
	w.said = nil
	return out
}

// watchingPress is the configuration of a desk that watches the invented outlets at a port, and whose log a witness signs.
func watchingPress(data string, port int, signedBy string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[site]\nurl = \"http://desk.example\"\n[desk]\ndata = %q\n[fetch]\npace = \"0s\"\nallow_private = [\"127.0.0.0/8\"]\n", data)
	fmt.Fprintf(&b, "[log]\nwitness = [%q]\n[beat]\nkeywords = [", signedBy)
	for _, word := range newsroom.Beat() {
		fmt.Fprintf(&b, "%q, ", word)
	}
	b.WriteString("]\n")
	for _, s := range newsroom.Sources(port) {
		fmt.Fprintf(&b, "[[source]]\nid = %q\nname = %q\nurl = %q\nkind = %q\nlang = %q\nselector = %q\n", s.ID, s.Name, s.URL, s.Kind, s.Lang, s.Selector)
	}
	return b.String()
}

// TestForeignWitnessSignsTheLog: a witness of other authors that does not know the log refuses; once it does, it signs the log of each round,
// though each process begins without knowing what it has signed; and its own code finds that signature in what is published.
func TestForeignWitnessSignsTheLog(t *testing.T) {
	room := newsroom.New(newsroom.Options{})
	w := newForeignWitness(t, "witness.example/foreign")
	press, at := httptest.NewServer(room), httptest.NewServer(w)
	defer press.Close()
	defer at.Close()
	dir := t.TempDir()
	file, data := filepath.Join(dir, "waidian.toml"), filepath.Join(dir, "data")
	address := strings.Replace(at.URL, "127.0.0.1", "witness.localhost", 1) // a pace of its own
	text := watchingPress(data, press.Listener.Addr().(*net.TCPAddr).Port, w.key+" "+address)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(after time.Duration, args ...string) string {
		t.Helper()
		var said bytes.Buffer
		now := newsroom.Start().Add(after)
		env := cli.Env{Stdin: strings.NewReader(""), Stdout: &said, Stderr: &said, Getenv: func(string) string { return "" }, Now: func() time.Time { return now }}
		if status := cli.Main(t.Context(), env, append(args, "--config", file)); status != 0 {
			t.Fatalf("%s ends with %d:\n%s", args, status, &said)
		}
		return said.String()
	}
	published := func(name string) []byte {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(data, "site", "log", name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}

	run(0, "collect", "--all")
	if said := w.answered(); !slices.Equal(said, []int{http.StatusNotFound}) {
		t.Errorf("it does not know the log, and answers %v", said)
	}
	log, err := note.NewVerifier(strings.Fields(string(published("key.txt")))[0])
	if err != nil {
		t.Fatal(err)
	}
	w.know(log)
	signature, err := fnote.NewVerifierForCosignatureV1(w.key)
	if err != nil {
		t.Fatal(err)
	}
	size := ""
	for i, round := range []struct {
		after   time.Duration
		edition int
		want    []int
	}{
		{2 * time.Hour, 1, []int{200}},
		{26 * time.Hour, 2, []int{409, 200}},
		{50 * time.Hour, 2, []int{409, 200}},
	} {
		room.Edition(round.edition)
		run(round.after, "collect", "--all")
		if said := w.answered(); !slices.Equal(said, round.want) {
			t.Errorf("round %d: it answers %v, want %v", i+1, said, round.want)
		}
		n, err := note.Open(published("checkpoint"), note.VerifierList(log, signature))
		if err != nil || len(n.Sigs) != 2 {
			t.Fatalf("round %d: of desk and witness have signed %+v, %v", i+1, n, err)
		}
		now := strings.Split(n.Text, "\n")[1]
		if now == size {
			t.Errorf("round %d: the log of %s leaves has not grown", i+1, now)
		}
		size = now
	}
	if said := run(50*time.Hour, "verify", filepath.Join(data, "site"), "--witness", w.key); !strings.Contains(said, "witness witness.example/foreign signed the log of "+size+" leaves") {
		t.Errorf("verify says\n%s", said)
	}
}
