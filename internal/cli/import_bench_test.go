package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkImport imports invented articles in the form of export, the check of their digests and the site included.
// WAIDIAN_IMPORT says how many; then one more, and twenty more. The builds that follow these are measured again by themselves, and one
// with nothing to do. bench/import.sh runs it for three numbers and shows the parts.
func BenchmarkImport(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("WAIDIAN_IMPORT"))
	if err != nil {
		n = 500
	}
	for b.Loop() {
		d := inventedDesk{b, b.TempDir()}
		took, _ := d.take(0, n)
		b.ReportMetric(took.Seconds(), "CPU-s")
		b.ReportMetric(took.Seconds()*1000/float64(n), "CPU-ms/article")
		d.more(n, n+1, "one-more")
		d.more(n+1, n+21, "twenty-more")
		took, _ = d.run("build")
		b.ReportMetric(took.Seconds(), "same-build-CPU-s")
	}
}

// inventedDesk is a desk of invented articles in a folder.
type inventedDesk struct {
	b   *testing.B
	dir string
}

// more imports articles and builds the site for them once more: it is made to forget that it shows them.
func (d inventedDesk) more(from, to int, name string) {
	ledger := filepath.Join(d.dir, "data", "site.ledger")
	before, err := os.ReadFile(ledger)
	if err != nil {
		d.b.Fatal(err)
	}
	took, wall := d.take(from, to)
	d.b.ReportMetric(took.Seconds(), name+"-CPU-s")
	d.b.ReportMetric(wall.Seconds(), name+"-s")
	if err := os.WriteFile(ledger, before, 0o600); err != nil {
		d.b.Fatal(err)
	}
	took, _ = d.run("build")
	d.b.ReportMetric(took.Seconds(), name+"-build-CPU-s")
}

// take imports articles by their numbers.
func (d inventedDesk) take(from, to int) (took, wall time.Duration) {
	file := filepath.Join(d.dir, "in.jsonl")
	if err := writeInvented(file, from, to); err != nil {
		d.b.Fatal(err)
	}
	return d.run("import", file)
}

// run runs a command, and says what that took.
func (d inventedDesk) run(args ...string) (took, wall time.Duration) {
	before, start := cpu(), time.Now()
	status := Main(context.Background(), Env{
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" },
		Now: func() time.Time { return inventedNow },
	}, append([]string{"--data", filepath.Join(d.dir, "data")}, args...))
	if status != exitDone {
		d.b.Fatalf("%s: status %d", args[0], status)
	}
	return cpu() - before, time.Since(start)
}

// cpu is the time that the processor has spent for this process.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

var inventedNow = time.Date(2026, 11, 28, 18, 0, 0, 0, time.UTC)

// writeInvented writes the articles from one number up to another, in which words are as rare as in real ones (Zipf), three on average about one event,
// which has names and words of its own, spread over four weeks, each with a digest in Chinese.
func writeInvented(file string, from, to int) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	r := rand.New(rand.NewPCG(1, 2+uint64(from)))
	often := rand.NewZipf(r, 1.07, 3, 20000)
	for i := from; i < to; i++ {
		event := r.IntN(to/3 + 1)
		var paragraphs []string
		for range 8 {
			var p strings.Builder
			for range 4 {
				p.WriteString(inventedSentence(r, often, event))
			}
			paragraphs = append(paragraphs, strings.TrimSpace(p.String()))
		}
		line := map[string]any{
			"url": fmt.Sprintf("https://gazette.example/%d", i), "source": "s" + strconv.Itoa(i%40), "outlet": "Outlet " + strconv.Itoa(i%40),
			"title": fmt.Sprintf("%s and %s report %d", inventedName(event), inventedName(event+7), i), "lang": "en", "paragraphs": paragraphs,
			"published": inventedNow.AddDate(0, 0, -event%28).Add(-time.Duration(i%600) * time.Minute).Format(time.RFC3339),
			"digest": map[string]any{"title": "一则消息的标题", "lang": "zh-Hans", "by": "model", "verdict": "passed", "summary": []map[string]any{
				{"text": "有关方面发表了声明。", "evidence": []int{1}}, {"text": "各方作出了回应。", "evidence": []int{3, 4}}, {"text": "事情还在继续。", "evidence": []int{9}},
			}},
		}
		b, err := json.Marshal(line)
		if err != nil {
			return err
		}
		if _, err := w.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	return w.Flush()
}

func inventedSentence(r *rand.Rand, often *rand.Zipf, event int) string {
	var words []string
	for range 15 {
		switch k := r.IntN(15); k {
		case 0:
			words = append(words, inventedName(event+r.IntN(4)*7))
		case 1:
			words = append(words, strconv.Itoa(10+r.IntN(900)))
		case 2:
			words = append(words, inventedWord(uint64(30000+event*9+r.IntN(9))))
		default:
			words = append(words, inventedWord(often.Uint64()))
		}
	}
	s := strings.Join(words, " ")
	return strings.ToUpper(s[:1]) + s[1:] + ". "
}

// inventedWord is a word of letters for a number.
func inventedWord(n uint64) string {
	s := ""
	for n += 7; n > 0; n /= 60 {
		s += string("bdfgklmnprst"[n%60%12]) + string("aeiou"[n%60/12])
	}
	return s
}

func inventedName(n int) string {
	s := inventedWord(uint64(100000 + n))
	return strings.ToUpper(s[:1]) + s[1:]
}
