//go:build unix

package bench

import (
	"bytes"
	"syscall"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/waidian/waidian/internal/feed"
)

// BenchmarkParse reads the two feeds of the speed promise, with package feed and
// with gofeed side by side, and reports feeds per second of processor time, the
// collector's included:
//
//	cd bench && GOMAXPROCS=1 go test -run '^$' -bench Parse -count 10
func BenchmarkParse(b *testing.B) {
	for _, size := range []struct {
		name string
		text int
	}{{"94KB", 800}, {"415KB", 7200}} {
		body := generated(size.text)
		b.Run(size.name+"/waidian", func(b *testing.B) {
			defer perCPUSecond(b)()
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if d, err := feed.Parse(body, feed.Options{URL: "https://courier.example/world/rss"}); err != nil || len(d.Items) != 50 {
					b.Fatal(err, len(d.Items))
				}
			}
		})
		b.Run(size.name+"/gofeed", func(b *testing.B) {
			defer perCPUSecond(b)()
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if f, err := gofeed.NewParser().Parse(bytes.NewReader(body)); err != nil || len(f.Items) != 50 {
					b.Fatal(err)
				}
			}
		})
	}
}

// perCPUSecond starts to count processor time; what it returns reports it.
func perCPUSecond(b *testing.B) func() {
	start := processorTime(b)
	return func() {
		b.ReportMetric(float64(b.N)/(processorTime(b)-start).Seconds(), "feeds/cpu-s")
	}
}

func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
