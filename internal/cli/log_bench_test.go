package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/invented"
)

// BenchmarkLog builds the site of invented pages from nothing, without the log and with it, by turns, and says what the log adds: CPU time by the
// median of each, in percent. The pages have captures, so that each report has its proof. WAIDIAN_PAGES says how many pages, WAIDIAN_BUILDS how many builds of
// each; with WAIDIAN_LOG there is one build, of that kind, for strace and pprof, after the desk in the folder WAIDIAN_DESK was made once.
func BenchmarkLog(b *testing.B) {
	n, builds := numberOf("WAIDIAN_PAGES", 200), numberOf("WAIDIAN_BUILDS", 1)
	for b.Loop() {
		d := inventedDesk{b, os.Getenv("WAIDIAN_DESK")}
		if d.dir == "" {
			d.dir = b.TempDir()
		}
		if _, err := os.Stat(filepath.Join(d.dir, "data")); err != nil {
			d.takePages(0, n)
		}
		if publish := os.Getenv("WAIDIAN_LOG"); publish != "" {
			b.ReportMetric(d.cold(publish).Seconds(), publish+"-CPU-s")
			continue
		}
		var without, with []time.Duration
		for range builds {
			without = append(without, d.cold(config.LogNone))
			with = append(with, d.cold(config.LogEntries))
		}
		compareLog(b, without, with)
		proofs, err := filepath.Glob(filepath.Join(d.dir, "data", "site", "a", "*", "*", "*", "*.tlog-proof"))
		if err != nil || len(proofs) < n*9/10 {
			b.Fatalf("%d proofs of %d pages, %v", len(proofs), n, err)
		}
	}
}

// BenchmarkLogOfMore is the same for builds of the usual kind: WAIDIAN_MORE pages come to a site that has WAIDIAN_PAGES of them already, WAIDIAN_BUILDS times. Two
// desks, one with the log and one without, take the same pages by turns.
func BenchmarkLogOfMore(b *testing.B) {
	n, more, builds := numberOf("WAIDIAN_PAGES", 200), numberOf("WAIDIAN_MORE", 20), numberOf("WAIDIAN_BUILDS", 1)
	for b.Loop() {
		kinds := []string{config.LogNone, config.LogEntries}
		took := map[string][]time.Duration{}
		desks := map[string]inventedDesk{}
		for _, kind := range kinds {
			desks[kind] = inventedDesk{b, b.TempDir()}
			desks[kind].takePages(0, n)
			desks[kind].cold(kind)
		}
		for k := range builds {
			for _, kind := range kinds {
				desks[kind].takePages(n+k*more, n+(k+1)*more)
				took[kind] = append(took[kind], desks[kind].build())
			}
		}
		compareLog(b, took[config.LogNone], took[config.LogEntries])
	}
}

// compareLog says by the medians what builds with the log cost more than builds without.
func compareLog(b *testing.B, without, with []time.Duration) {
	a, z := median(without).Seconds(), median(with).Seconds()
	b.ReportMetric(a, "without-CPU-s")
	b.ReportMetric(z, "with-CPU-s")
	b.ReportMetric(100*(z-a)/a, "log-percent")
}

func numberOf(variable string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil && n > 0 {
		return n
	}
	return otherwise
}

func median(of []time.Duration) time.Duration {
	slices.Sort(of)
	return of[len(of)/2]
}

// takePages imports pages by their numbers, with captures.
func (d inventedDesk) takePages(from, to int) {
	file := filepath.Join(d.dir, "in.warc")
	f, err := os.Create(file)
	if err != nil {
		d.b.Fatal(err)
	}
	if err := errors.Join(invented.WritePages(f, from, to, invented.Days), f.Close()); err != nil {
		d.b.Fatal(err)
	}
	d.run("import", file)
}

// cold builds the site from nothing.
func (d inventedDesk) cold(publish string) time.Duration {
	data := filepath.Join(d.dir, "data")
	err := errors.Join(os.RemoveAll(filepath.Join(data, "site")), os.RemoveAll(filepath.Join(data, "site.ledger")),
		os.WriteFile(d.settings(), fmt.Appendf(nil, "[log]\npublish = %q\n", publish), 0o600))
	if err != nil {
		d.b.Fatal(err)
	}
	return d.build()
}

// build brings the site up to date.
func (d inventedDesk) build() time.Duration {
	took, _ := d.run("build", "--config", d.settings())
	return took
}

func (d inventedDesk) settings() string { return filepath.Join(d.dir, "waidian.toml") }
