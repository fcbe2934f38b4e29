// Command models has a model digest reports of the demo, in both ways of writing, and counts what comes of it: digests, questions,
// seconds, sentences. It writes the sentences to a file to be labelled by a reader, and scores such a file. models.sh runs it.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

var (
	program  = flag.String("waidian", "waidian", "the program")
	endpoint = flag.String("endpoint", "", "base URL of the model's server")
	model    = flag.String("model", "", "name of the model")
	key      = flag.String("key", "WAIDIAN_API_KEY", "environment variable that has the key")
	context  = flag.Int("context", 4096, "its window in tokens")
	reports  = flag.Int("reports", 8, "how many reports, the same ones for each model")
	ways     = flag.String("ways", "whole sentences", "ways of writing")
	out      = flag.String("out", "", "file to which the sentences are added")
	score    = flag.String("score", "", "file of labelled sentences: it is scored, and no model is asked")
)

// labelled is a sentence of a digest, with what it rests on and a reader's verdict: true, wrong, or empty while nobody has looked.
type labelled struct {
	Model    string   `json:"model"`
	Way      string   `json:"way"`
	Report   string   `json:"report"`
	Source   []string `json:"source"`
	Sentence string   `json:"sentence"`
	Shown    bool     `json:"shown"` // false: the check left it out
	Label    string   `json:"label"`
	Why      string   `json:"why"`
}

// report is a line of an export, as far as this looks into it.
type report struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Lead   string `json:"description"`
	Lang   string `json:"lang"`
	Words  int    `json:"words"`
	Blocks []struct {
		Kind string `json:"kind"`
		Text string `json:"text"`
		Ends []int  `json:"ends"`
	} `json:"blocks"`
	line []byte
}

// sentence is what evidence n means.
func (r report) sentence(n int) string {
	switch n {
	case -1:
		return r.Title
	case -2:
		return r.Lead
	}
	for _, b := range r.Blocks {
		start := 0
		for _, end := range b.Ends {
			s := strings.TrimSpace(b.Text[start:end])
			start = end
			if b.Kind == "caption" || b.Kind == "h" || s == "" {
				continue
			}
			if n--; n == 0 {
				return s
			}
		}
	}
	return ""
}

// digest is what waidian digest prints.
type digest struct {
	Title   string `json:"title"`
	By      string `json:"by"`
	Verdict string `json:"verdict"`
	Why     string `json:"why"`
	Summary []struct {
		Text     string            `json:"text"`
		Evidence []int             `json:"evidence"`
		Findings []json.RawMessage `json:"findings"`
	} `json:"summary"`
	LeftOut []struct {
		Text string `json:"text"`
	} `json:"left_out"`
}

// counter passes questions on to the model's server, and counts them.
type counter struct {
	mu                    sync.Mutex
	asked, refused, longs int
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = c.pass(w, r, body)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}

func (c *counter) pass(w http.ResponseWriter, r *http.Request, body []byte) error {
	req, err := http.NewRequestWithContext(r.Context(), r.Method, strings.TrimSuffix(*endpoint, "/")+strings.TrimPrefix(r.URL.Path, "/v1"), bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header = r.Header.Clone()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if r.Method == http.MethodPost {
		c.mu.Lock()
		c.asked++
		if res.StatusCode != http.StatusOK {
			c.refused++
		}
		if len(body) > 8000 {
			c.longs++
		}
		c.mu.Unlock()
	}
	w.Header().Set("Content-Type", res.Header.Get("Content-Type"))
	w.WriteHeader(res.StatusCode)
	buf := make([]byte, 4096)
	for {
		n, err := res.Body.Read(buf)
		if n > 0 {
			if _, err := w.Write(buf[:n]); err != nil {
				return nil // waidian has gone
			}
			http.NewResponseController(w).Flush()
		}
		if err != nil {
			return nil
		}
	}
}

func main() {
	flag.Parse()
	log.SetFlags(0)
	run := try
	if *score != "" {
		run = func() error { return scored(*score) }
	}
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

// try digests the reports in each way.
func try() error {
	if *endpoint == "" || *model == "" {
		return errors.New("name -endpoint and -model")
	}
	dir, err := os.MkdirTemp("", "waidian-models-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	list, err := sample(dir)
	if err != nil {
		return err
	}
	for _, way := range strings.Fields(*ways) {
		if err := digestAll(dir, way, list); err != nil {
			return err
		}
	}
	return nil
}

// sample is the foreign reports of the demo, in an order that mixes their languages.
func sample(dir string) ([]report, error) {
	data := filepath.Join(dir, "demo")
	if said, err := exec.Command(*program, "--data", data, "demo", "--once").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("run the demo: %w\n%s", err, said)
	}
	lines, err := exec.Command(*program, "--data", data, "export", "--format", "jsonl").Output()
	if err != nil {
		return nil, fmt.Errorf("export the demo: %w", err)
	}
	byLang := map[string][]report{}
	for line := range bytes.Lines(lines) {
		r := report{line: bytes.TrimSpace(line)}
		if err := json.Unmarshal(r.line, &r); err != nil {
			return nil, err
		}
		base, _, _ := strings.Cut(r.Lang, "-")
		if base != "zh" && r.Words >= 120 {
			byLang[base] = append(byLang[base], r)
		}
	}
	langs := []string{"en", "de", "en", "ja"}
	for _, l := range byLang {
		slices.SortFunc(l, func(a, b report) int { return cmp.Compare(a.ID, b.ID) })
	}
	var some []report
	for i := 0; len(some) < *reports && i < 4**reports; i++ {
		l := langs[i%len(langs)]
		if len(byLang[l]) > 0 {
			some, byLang[l] = append(some, byLang[l][0]), byLang[l][1:]
		}
	}
	return some, nil
}

// digestAll digests the reports in one way and prints a row of the table.
func digestAll(dir, way string, list []report) error {
	c := &counter{}
	srv := httptest.NewServer(c)
	defer srv.Close()
	file := filepath.Join(dir, "waidian.toml")
	text := fmt.Sprintf("[digest]\nendpoint = %q\nmodel = %q\nkey_env = %q\ncontext = %d\nway = %q\n", srv.URL+"/v1", *model, *key, *context, way)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return err
	}
	began := time.Now()
	made, shown, doubted, left, failed := 0, 0, 0, 0, 0
	for _, r := range list {
		d, err := one(file, r)
		if err != nil {
			failed++
			log.Printf("%s, %s: %v", way, r.Title, err)
			continue
		}
		if d.Verdict != "rejected" {
			made++
		}
		shownHere, doubtedHere := counted(d)
		shown, doubted, left = shown+shownHere, doubted+doubtedHere, left+len(d.LeftOut)
		if err := keep(way, r, d); err != nil {
			return err
		}
	}
	n := float64(max(1, len(list)))
	fmt.Printf("| %s | %s | %d of %d | %.1f | %d | %.0f | %d | %d | %d | %d |\n", *model, way, made, len(list), float64(c.asked-c.refused)/n, c.refused,
		time.Since(began).Seconds()/n, shown, doubted, left, failed)
	return nil
}

// counted are the sentences that are shown, and those of them that are doubted.
func counted(d digest) (shown, doubted int) {
	if d.Verdict == "rejected" {
		return 0, 0
	}
	for _, s := range d.Summary {
		shown++
		if len(s.Findings) > 0 {
			doubted++
		}
	}
	return shown, doubted
}

// one digests a report.
func one(config string, r report) (d digest, err error) {
	cmd := exec.Command(*program, "--config", config, "digest")
	cmd.Stdin = bytes.NewReader(r.line)
	var said bytes.Buffer
	cmd.Stderr = &said
	b, err := cmd.Output()
	if err != nil {
		return d, fmt.Errorf("%w: %s", err, strings.TrimSpace(said.String()))
	}
	return d, json.Unmarshal(b, &d)
}

// keep adds the sentences of a digest to the file to be labelled, its headline first.
func keep(way string, r report, d digest) error {
	if *out == "" {
		return nil
	}
	f, err := os.OpenFile(*out, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	e := json.NewEncoder(f)
	e.SetEscapeHTML(false)
	put := func(s string, shown bool, source ...string) {
		err = errors.Join(err, e.Encode(labelled{Model: *model, Way: way, Report: r.Title, Source: source, Sentence: s, Shown: shown}))
	}
	if d.Verdict != "rejected" {
		if d.Title != "" {
			put(d.Title, true, r.Title)
		}
		for _, s := range d.Summary {
			var on []string
			for _, n := range s.Evidence {
				on = append(on, r.sentence(n))
			}
			put(s.Text, true, on...)
		}
	}
	for _, s := range d.LeftOut {
		put(s.Text, false)
	}
	return errors.Join(err, f.Close())
}

// scored prints how many of the labelled sentences are true, by model and way: of those shown, and how many wrong ones the check
// left out.
func scored(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	type tally struct{ trueShown, wrongShown, trueLeft, wrongLeft, open int }
	by := map[string]*tally{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var l labelled
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		at := l.Model + " | " + l.Way
		if by[at] == nil {
			by[at] = &tally{}
		}
		switch t := by[at]; {
		case l.Label == "":
			t.open++
		case l.Label != "true" && l.Label != "wrong":
			return fmt.Errorf("%s: %q: the label is true or wrong, not %q", name, l.Sentence, l.Label)
		case l.Shown && l.Label == "true":
			t.trueShown++
		case l.Shown:
			t.wrongShown++
		case l.Label == "true":
			t.trueLeft++
		default:
			t.wrongLeft++
		}
	}
	fmt.Println("| model | way | shown | of them true | | wrong ones left out | true ones left out | not labelled |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
	for at, t := range by {
		shown := t.trueShown + t.wrongShown
		fmt.Printf("| %s | %d | %d | %.0f %% | %d of %d | %d | %d |\n", at, shown, t.trueShown, 100*float64(t.trueShown)/float64(max(1, shown)),
			t.wrongLeft, t.wrongLeft+t.wrongShown, t.trueLeft, t.open)
	}
	return lines.Err()
}
