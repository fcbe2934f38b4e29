package story

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

func BenchmarkProf(b *testing.B) {
	f, _ := os.Open(os.Getenv("PROF"))
	var ms []Member
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		var r row
		json.Unmarshal(sc.Bytes(), &r)
		at, _ := time.Parse(time.RFC3339, r.Date)
		ms = append(ms, Member{ID: news.ArticleID(r.ID), At: at, Features: Of(r.Title, strings.Split(r.Text, "\n"), r.Lang)})
	}
	b.ResetTimer()
	for b.Loop() {
		n := 0
		for range Cluster(slices.Values(ms), Options{}) {
			n++
		}
	}
}
