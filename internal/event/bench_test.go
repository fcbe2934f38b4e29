package event

import "testing"

func BenchmarkFigures(b *testing.B) {
	all := plantedStories(b, "testdata/stories")
	reports := 0
	for _, p := range all {
		reports += len(p.Reports)
	}
	for b.Loop() {
		for _, p := range all {
			Reader{}.Figures(p.tellings(true))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*reports), "µs/report")
}
