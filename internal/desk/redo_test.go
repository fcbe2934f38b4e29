package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// waiting counts the tasks of a kind that wait.
func (r *room) waiting(kind store.Kind) (n int) {
	r.t.Helper()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) error {
		list, err := tx.Waiting(100)
		for _, t := range list {
			if t.Kind == kind {
				n++
			}
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

func TestRedo(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China", "wall|Behind the paywall"),
		"https://courier.example/flood", pageOf("Flood in northern China", "8,600"),
		"https://courier.example/wall", "HTTP/1.1 402 Payment Required\n\n"))
	r.round(0)
	if n := len(r.items()); n != 2 {
		t.Fatalf("%d articles, want two", n)
	}
	for _, c := range []struct {
		name  string
		stage desk.RedoStage
		which desk.Selection
		want  int
	}{
		{"read passes over the headline, which has no page", desk.RedoRead, desk.Selection{}, 1},
		{"digest passes over the headline, which has no text", desk.RedoDigest, desk.Selection{}, 1},
		{"limit", desk.RedoDigest, desk.Selection{Limit: 1}, 1},
		{"source", desk.RedoDigest, desk.Selection{Source: "courier"}, 1},
		{"another source", desk.RedoDigest, desk.Selection{Source: "gazette"}, 0},
		{"captured before", desk.RedoDigest, desk.Selection{Since: morning.Add(time.Hour)}, 0},
	} {
		n, err := r.desk.Redo(t.Context(), c.stage, c.which)
		if err != nil || n != c.want {
			t.Errorf("%s: %d tasks, %v, want %d", c.name, n, err, c.want)
		}
	}
	if read, digest := r.waiting(store.Read), r.waiting(store.Digest); read != 1 || digest != 1 {
		t.Errorf("%d read and %d digest tasks wait, want 1 and 1: a task that waits is not added twice", read, digest)
	}
	r.round(time.Second)
	if read, digest := r.waiting(store.Read), r.waiting(store.Digest); read+digest != 0 {
		t.Errorf("%d read and %d digest tasks still wait", read, digest)
	}
}

func TestEachOwed(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	r.round(0)
	for since, want := range map[time.Time]int{{}: 1, morning: 1, morning.Add(time.Minute): 0} {
		n := 0
		err := r.desk.EachOwed(t.Context(), desk.Selection{Since: since}, func(a news.Article) error {
			n++
			if len(a.Paragraphs()) != 4 {
				t.Errorf("%d paragraphs", len(a.Paragraphs()))
			}
			return nil
		})
		if err != nil || n != want {
			t.Errorf("since %v: %d articles, %v, want %d", since, n, err, want)
		}
	}
}

// What was given up of a report is so no more once its page was had: the next look is another task.
func TestGivenUpUntilThePageIsHad(t *testing.T) {
	const empty = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><head><title>Courier</title></head><body><p>Menu</p></body></html>\n"
	for name, first := range map[string]string{"missing": none, "no report": empty} {
		r := newRoom(t, web(courier, feedOf("flood|Flood in China"), courier+" #2", feedOf("flood|Flood in northern China"),
			flood, first, flood+" #2", pageOf("Flood in northern China", "8,600")))
		r.round(0)
		if n := len(r.buried()); n != 1 {
			t.Fatalf("%s: %d tasks given up, want one", name, n)
		}
		r.round(5 * time.Hour)
		if a := r.one().Article; a.Kind != news.PageArticle || len(r.buried()) != 0 {
			t.Errorf("%s: %s, and given up: %+v", name, a.Kind, r.buried())
		}
	}
}

func TestReviveBuriedTasks(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"),
		"https://courier.example/flood", "HTTP/1.1 404 Not Found\n\n", "https://courier.example/flood #2", pageOf("Flood in northern China", "8,600")))
	r.round(0)
	if n := len(r.buried()); n != 1 {
		t.Fatalf("%d buried tasks, want one", n)
	}
	if n, err := r.desk.Revive(t.Context()); n != 1 || err != nil {
		t.Errorf("revived %d, %v", n, err)
	}
	r.round(time.Hour)
	if n := len(r.buried()); n != 0 || len(r.items()) != 1 {
		t.Errorf("%d buried tasks and %d articles", n, len(r.items()))
	}
}

// meanwhile is an archive that calls a function at its first reading.
type meanwhile struct {
	*archive.Dir
	first func()
	reads int
}

func (m *meanwhile) Get(r news.Ref) (news.Capture, error) {
	if m.reads++; m.reads == 1 {
		m.first()
	}
	return m.Dir.Get(r)
}

// What is to be done over while it is under way is done over after it, once.
func TestRedoOfWhatIsUnderWay(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	redo := func(stage desk.RedoStage) {
		for range 2 {
			if n, err := r.desk.Redo(t.Context(), stage, desk.Selection{}); n != 1 || err != nil {
				t.Errorf("redo %s: %d tasks, %v", stage, n, err)
			}
		}
	}
	first := true
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		if first {
			first = false
			redo(desk.RedoDigest)
		}
		return claims(a, "8600人离家。", "水位涨了2.1米。"), nil
	}
	r.round(0)
	if r.model.asked != 2 {
		t.Errorf("the model was asked %d times, want twice", r.model.asked)
	}
	kept := &meanwhile{Dir: r.desk.Archive.(*archive.Dir), first: func() { redo(desk.RedoRead) }}
	r.desk.Archive = kept
	redo(desk.RedoRead)
	r.round(time.Minute)
	if kept.reads != 2 || r.waiting(store.Read)+r.waiting(store.Digest) != 0 {
		t.Errorf("the page was read %d times, want twice; %d readings and %d digests wait", kept.reads, r.waiting(store.Read), r.waiting(store.Digest))
	}
}

// A page out of the archive takes no later one's place: what was fetched while it was read
// stays, and is not called an edit back to the old text.
func TestReadingOfAnOlderPageIsOvertaken(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	r.round(0)
	was := r.one().Article
	kept := &meanwhile{Dir: r.desk.Archive.(*archive.Dir), first: func() {
		b := was
		b.Version, b.Capture, b.Captured, b.Edited = 2, "another", was.Captured.Add(time.Hour), true
		b.Blocks = append([]news.Block{}, was.Blocks...)
		b.Blocks[0].Text = strings.Replace(b.Blocks[0].Text, "8,600", "8,700", 1)
		if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: b}) }); err != nil {
			t.Fatal(err)
		}
	}}
	r.desk.Archive = kept
	if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
		t.Fatal(err)
	}
	before := len(r.events)
	r.round(time.Minute)
	if a := r.one().Article; kept.reads == 0 || a.Version != 2 || !strings.Contains(a.Text(), "8,700") {
		t.Errorf("after %d readings version %d: %s", kept.reads, a.Version, a.Text())
	}
	for _, e := range r.events[before:] {
		if e.Outcome == desk.Edited {
			t.Errorf("reported as %+v", e)
		}
	}
}
