package story

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// invented reads testdata/events.txt.
func invented(t *testing.T) []Member {
	t.Helper()
	b, err := os.ReadFile("testdata/events.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []Member
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), " | ")
		if len(f) == 4 {
			f[3] = strings.TrimSuffix(f[3], " |")
			f = append(f, "")
		}
		if len(f) != 5 {
			t.Fatalf("%d fields: %s", len(f), line)
		}
		hours, err := strconv.Atoi(f[2])
		if err != nil {
			t.Fatal(err)
		}
		var body []string
		if f[4] != "" {
			body = []string{f[4]}
		}
		out = append(out, Member{ID: news.ArticleID(f[0]), At: noon.Add(time.Duration(hours) * time.Hour), Features: Of(f[3], body, f[1])})
	}
	return out
}

// TestInventedEvents: thirty reports are gathered into the ten events that they are of, on
// arrival, with hindsight, and as a stream.
func TestInventedEvents(t *testing.T) {
	rs := invented(t)
	event := func(r Member) string { return string(r.ID[:1]) }
	var want []string
	for _, r := range rs {
		if i := slices.IndexFunc(want, func(s string) bool { return s[:1] == event(r) }); i >= 0 {
			want[i] += " " + string(r.ID)
		} else {
			want = append(want, string(r.ID))
		}
	}
	if len(rs) != 30 || len(want) != 10 {
		t.Fatalf("%d reports of %d events", len(rs), len(want))
	}
	gathered := strings.Join(want, " | ")
	x := NewIndex(Options{})
	got := map[news.ArticleID]news.StoryID{}
	for _, r := range rs {
		got[r.ID] = place(x, r)
	}
	if g := grouping(got, rs); g != gathered {
		t.Errorf("on arrival\n%s, not\n%s", g, gathered)
	}
	for _, m := range x.Regroup() {
		got[m.Article] = m.To
	}
	if g := grouping(got, rs); g != gathered {
		t.Errorf("with hindsight\n%s, not\n%s", g, gathered)
	}
	streamed := map[news.ArticleID]news.StoryID{}
	for p := range Cluster(slices.Values(rs), Options{}) {
		streamed[p.ID] = p.Story
	}
	if g := grouping(streamed, rs); g != gathered {
		t.Errorf("streamed\n%s, not\n%s", g, gathered)
	}
}
