package cli

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// witnessServer is a witness by the rules of C2SP tlog-witness and tlog-cosignature. mu guards what is below.
type witnessServer struct {
	name string
	hash uint32
	key  ed25519.PrivateKey

	mu    sync.Mutex
	log   note.Verifier // that it knows; nil: none
	size  int64         // of the log that it signed last
	root  tlog.Hash
	said  []int // statuses
	other string
}

const witnessedAt = 1_790_000_000

func newWitnessServer(t *testing.T, name string) *witnessServer {
	t.Helper()
	seed := sha256.Sum256([]byte(name))
	w := &witnessServer{name: name, key: ed25519.NewKeyFromSeed(seed[:])}
	sum := sha256.Sum256(append([]byte(name+"\n"), w.public()...))
	w.hash = binary.BigEndian.Uint32(sum[:])
	return w
}

func (w *witnessServer) public() []byte {
	return append([]byte{4}, w.key.Public().(ed25519.PublicKey)...)
}

func (w *witnessServer) vkey() string {
	return fmt.Sprintf("%s+%08x+%s", w.name, w.hash, base64.StdEncoding.EncodeToString(w.public()))
}

// learn makes a log known to it, and what others sign beside it.
func (w *witnessServer) learn(log note.Verifier, other string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log, w.other = log, other
}

// leaves is the size of the log that it signed last.
func (w *witnessServer) leaves() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.size
}

func (w *witnessServer) ServeHTTP(res http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	status, body := w.answer(r)
	w.said = append(w.said, status)
	if status == http.StatusConflict {
		res.Header().Set("Content-Type", "text/x.tlog.size")
	}
	res.WriteHeader(status)
	io.WriteString(res, body)
}

func (w *witnessServer) answer(r *http.Request) (status int, body string) {
	sent, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/prefix/add-checkpoint") {
		return http.StatusBadRequest, "not a request of add-checkpoint"
	}
	head, signed, ok := strings.Cut(string(sent), "\n\n")
	lines := strings.Split(head, "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	if !ok || err != nil || !strings.HasPrefix(lines[0], "old ") || len(lines)-1 > 63 {
		return http.StatusBadRequest, "not a body of add-checkpoint"
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return http.StatusBadRequest, err.Error()
		}
		proof = append(proof, h)
	}
	if w.log == nil {
		return http.StatusNotFound, "no such log"
	}
	n, err := note.Open([]byte(signed), note.VerifierList(w.log))
	if err != nil {
		return http.StatusForbidden, err.Error()
	}
	text := strings.Split(n.Text, "\n")
	size, err := strconv.ParseInt(text[1], 10, 64)
	root, err2 := tlog.ParseHash(text[2])
	switch {
	case err != nil || err2 != nil || old > size:
		return http.StatusBadRequest, "not a checkpoint that could follow"
	case old != w.size, old == size && old > 0 && root != w.root:
		return http.StatusConflict, fmt.Sprintf("%d\n", w.size)
	case old == 0 && len(proof) > 0, old > 0 && tlog.CheckTree(proof, size, root, old, w.root) != nil:
		return http.StatusUnprocessableEntity, "the log did not only grow"
	}
	w.size, w.root = size, root
	return http.StatusOK, w.other + w.sign(n.Text)
}

// sign is the line of its signature under a text.
func (w *witnessServer) sign(text string) string {
	sig := binary.BigEndian.AppendUint32(nil, w.hash)
	sig = binary.BigEndian.AppendUint64(sig, witnessedAt)
	sig = append(sig, ed25519.Sign(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", witnessedAt, text)))...)
	return "— " + w.name + " " + base64.StdEncoding.EncodeToString(sig) + "\n"
}

// TestWitnesses: witnesses sign the log after each build, from wherever they are; one that is away, or lies, delays nothing and is told.
func TestWitnesses(t *testing.T) {
	peaceful(t)
	t.Parallel()
	b := newBench(t)
	a, c := newWitnessServer(t, "witness.example/a"), newWitnessServer(t, "witness.example/c")
	atA, atC := httptest.NewServer(a), httptest.NewServer(c)
	defer atA.Close()
	defer atC.Close()
	round := func(after time.Duration) string {
		t.Helper()
		out, err := b.command(after, "collect", "--all").CombinedOutput()
		if err != nil {
			t.Fatalf("collect: %v\n%s", err, out)
		}
		return string(out)
	}
	at := filepath.Join(b.dir, "data/site/log/checkpoint")
	published := func() string {
		t.Helper()
		text, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	expect := func(w *witnessServer, statuses ...int) {
		t.Helper()
		w.mu.Lock()
		defer w.mu.Unlock()
		if fmt.Sprint(w.said) != fmt.Sprint(statuses) {
			t.Errorf("%s answered %v, want %v", w.name, w.said, statuses)
		}
		w.said = nil
	}
	round(0)
	b.rewrite("witness = []", fmt.Sprintf("witness = [%q, %q]", a.vkey()+" "+under(atA, "a.localhost")+"/prefix/", c.vkey()+" "+under(atC, "c.localhost")+"/prefix"))

	// Neither knows the log: the round goes well, and it is told.
	round(2 * time.Hour)
	expect(a, 404)
	expect(c, 404)
	b.says(0, "status", "witness witness.example/a has not signed the log of ", "it does not know this log")
	b.says(0, "doctor", "it does not know this log")

	// They are told of it: each signs what is signed last, whichever signed before.
	key, err := os.ReadFile(filepath.Join(b.dir, "data/site/log/key.txt"))
	if err != nil {
		t.Fatal(err)
	}
	log, err := note.NewVerifier(strings.Fields(string(key))[0])
	if err != nil {
		t.Fatal(err)
	}
	a.learn(log, "— somebody.else "+base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 68))+"\n")
	c.learn(log, "")
	round(26 * time.Hour)
	expect(a, 200)
	expect(c, 200)
	if text := published(); strings.Count(text, "— witness.example/") != 2 || strings.Contains(text, "somebody.else") {
		t.Errorf("published is\n%s", text)
	}
	by := time.Unix(witnessedAt, 0).UTC().Format(time.RFC3339)
	b.says(0, "status", "witness witness.example/a has signed the log of ", "at "+by+" by its clock")
	b.says(0, "verify data/site --witness "+a.vkey(), "witness witness.example/a signed the log of ", "at "+by+" by its clock: to it the log has only grown",
		"in the name of others whose keys are not at hand it is signed by witness.example/c+")
	b.says(2, "verify data/site --witness "+string(bytes.TrimSpace(key[:bytes.IndexByte(key, ' ')])), "--witness: ", "it signs by algorithm 1")

	// A build that signs nothing else leaves their signatures.
	signed := published()
	b.command(27*time.Hour, "build", "--full").Run()
	if published() != signed {
		t.Errorf("after another build published is\n%s\nwas\n%s", published(), signed)
	}

	// Another process does not know what they signed: they say, and the proof begins there. One that is away is asked later.
	atC.Close()
	size := a.leaves()
	if out := round(50 * time.Hour); !strings.Contains(out, "have witness witness.example/c sign the log") {
		t.Errorf("the round does not tell of the witness that is away:\n%s", out)
	}
	expect(a, 409, 200)
	if now := a.leaves(); now <= size {
		t.Errorf("the log of %d leaves has not grown", now)
	}
	if text := published(); strings.Count(text, "— witness.example/") != 1 {
		t.Errorf("published is\n%s", text)
	}
	b.says(0, "verify data/site --witness "+a.vkey()+" --witness "+c.vkey(), "witness witness.example/c has not signed this checkpoint")

	// One that signs something else is not believed.
	text := signed[:strings.Index(signed, "\n\n")+1]
	if err := os.WriteFile(at, []byte(strings.Replace(signed, a.sign(text), a.sign("another\n"), 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	b.says(1, "verify data/site --witness "+a.vkey(), "the checkpoint is not what the witness signed", "1 of 1 did not hold")
}

// under is the address of a server by another name for this machine: each host has a pace of its own.
func under(s *httptest.Server, host string) string {
	return strings.Replace(s.URL, "127.0.0.1", host, 1)
}

// TestWitnessThatLies: what is no signature of the witness under this checkpoint is not published, and is told.
func TestWitnessThatLies(t *testing.T) {
	peaceful(t)
	t.Parallel()
	b := newBench(t)
	var liars []*witnessServer
	var lines []string
	for name, lie := range map[string]func(sign func(string) string) string{
		"another-text": func(sign func(string) string) string { return sign("another\n1\nAAAA\n") },
		"nothing":      func(func(string) string) string { return "" },
		"no-line":      func(func(string) string) string { return "yes" },
		"too-much":     func(func(string) string) string { return strings.Repeat("— a b\n", 100) },
		"no-end":       func(sign func(string) string) string { return strings.TrimSuffix(sign("x\n"), "\n") },
	} {
		liar := newWitnessServer(t, "witness.example/"+name)
		answer := lie(liar.sign)
		at := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, answer) }))
		defer at.Close()
		liars, lines = append(liars, liar), append(lines, strconv.Quote(liar.vkey()+" "+at.URL))
	}
	b.rewrite("witness = []", "witness = ["+strings.Join(lines, ", ")+"]")
	if out, err := b.command(0, "collect", "--all", "--json").CombinedOutput(); err != nil {
		t.Fatalf("collect: %v\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(b.dir, "data/site/log/checkpoint"))
	if err != nil || strings.Contains(string(text), "witness.example") {
		t.Errorf("published is\n%s, %v", text, err)
	}
	check, _ := b.command(3*time.Hour, "status", "--check").Output()
	for _, liar := range liars {
		b.says(0, "status", "witness "+liar.name+" has not signed the log of ")
		if want := "witness " + liar.name + ": has not signed"; !strings.Contains(string(check), want) {
			t.Errorf("status --check does not say %q but\n%s", want, check)
		}
	}
}
