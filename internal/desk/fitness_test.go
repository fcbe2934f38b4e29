package desk_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// marksOf are so many marks, the first of them wrong.
func marksOf(wrong, of int) []bool {
	m := make([]bool, of)
	for i := range wrong {
		m[i] = true
	}
	return m
}

// A model is unfit by its trial, or by more than one in ten of twenty sentences and more.
func TestFitness(t *testing.T) {
	tried := func(fit bool, wrong, of int) news.Trial {
		return news.Trial{At: morning, Fit: fit, Wrong: wrong, Sentences: of}
	}
	for _, c := range []struct {
		name  string
		notes store.ModelNotes
		unfit string
	}{
		{"nothing is known", store.ModelNotes{}, ""},
		{"too little is known", store.ModelNotes{Marks: marksOf(19, 19)}, ""},
		{"one in ten", store.ModelNotes{Marks: marksOf(2, 20)}, ""},
		{"more than one in ten", store.ModelNotes{Marks: marksOf(3, 20)}, "3 of its last 20 sentences"},
		{"one in ten of many", store.ModelNotes{Marks: marksOf(20, 200)}, ""},
		{"more of many", store.ModelNotes{Marks: marksOf(21, 200)}, "21 of its last 200 sentences"},
		{"a good trial", store.ModelNotes{Trial: tried(true, 1, 12)}, ""},
		{"a bad trial", store.ModelNotes{Trial: tried(false, 2, 12)}, "2 of 12 sentences"},
		{"a trial without sentences", store.ModelNotes{Trial: tried(false, 0, 0)}, "nothing that could be used"},
		{"a bad trial, and good work since", store.ModelNotes{Trial: tried(false, 2, 12), Marks: marksOf(0, 100)}, "2 of 12 sentences"},
		{"a good trial, and bad work since", store.ModelNotes{Trial: tried(true, 0, 12), Marks: marksOf(9, 30)}, "9 of its last 30"},
	} {
		if why := desk.FitnessOf(c.notes).Unfit(); c.unfit == "" && why != "" || !strings.Contains(why, c.unfit) {
			t.Errorf("%s: unfit because %q, want %q", c.name, why, c.unfit)
		}
	}
}

// What the rules say of each sentence of a model is counted. Once it is unfit it is not asked, and its reports say why; a trial
// that it passes ends that, and the file can say that it is used all the same: then each of its digests has a label.
func TestUnfitModel(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	const name = "m at http://models.example"
	r.desk.Models = desk.Models{Preferred: name, Names: map[string]string{"m": name}}
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		d := claims(a, "县里称，8600人离家。", "水位涨了2.1米。", "县里称，9900人离家。")
		d.Tokens = news.Usage{In: 1, Out: 1}
		return d, nil
	}
	notes := func() (n store.ModelNotes) {
		if err := r.db.View(t.Context(), func(tx *store.Tx) (err error) { n, err = tx.ModelNotes(name); return err }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	again := func() news.Digest {
		t.Helper()
		if _, err := r.desk.Redo(t.Context(), desk.RedoDigest, desk.Selection{}); err != nil {
			t.Fatal(err)
		}
		r.round(time.Minute)
		return r.one().Digest
	}
	r.round(0)
	if d, n := r.one().Digest, notes(); d.By != "m" || d.Unfit || len(n.Marks) != 3 || !n.Marks[0] || n.Marks[1] || n.Marks[2] {
		t.Fatalf("digest %+v, marks %v", d, n.Marks)
	}
	write := func(f func(*store.Tx) error) {
		t.Helper()
		if err := r.db.Update(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx *store.Tx) error { return tx.AddMarks(name, marksOf(4, 20)) })
	asked := r.model.asked
	if again(); r.model.asked != asked {
		t.Error("an unfit model was asked")
	}
	if d := r.one().Digest; d.By != "m" {
		t.Errorf("what it wrote when it was fit is gone: %+v", d)
	}

	r.desk.Models.UseUnfit = true
	if d := again(); d.By != "m" || !d.Unfit {
		t.Errorf("unfit, and used: %+v", d)
	}
	r.desk.Models.UseUnfit = false
	write(func(tx *store.Tx) error {
		x := r.desk.Extract(r.one().Article)
		x.Reason = news.DigestWaiting
		return tx.SaveDigest(x)
	})
	if d := again(); d.By != news.ByExtract || d.Reason != news.ModelUnfit || len(d.Summary) == 0 {
		t.Errorf("a new report: %+v", d)
	}
	if n, err := r.desk.AskUnfit(t.Context()); err != nil || n != 1 {
		t.Errorf("%d reports wait for a model that is fit, %v", n, err)
	}
	write(func(tx *store.Tx) error { return tx.SetTrial(name, news.Trial{At: morning, Fit: true, Sentences: 12}) })
	r.round(time.Minute)
	if d := r.one().Digest; d.By != "m" || d.Unfit {
		t.Errorf("after its trial: %+v", d)
	}
}

// A model that answers in place of the preferred one is judged by what it wrote itself.
func TestUnfitFallback(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	r.desk.Models = desk.Models{Preferred: "best at x", Names: map[string]string{"best": "best at x", "m": "m at y"}}
	if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddMarks("m at y", marksOf(9, 30)) }); err != nil {
		t.Fatal(err)
	}
	r.round(0)
	if d := r.one().Digest; d.By != news.ByExtract || d.Reason != news.ModelUnfit {
		t.Errorf("digest %+v", d)
	}
}

// That a model has become unfit is logged once.
func TestUnfitIsLoggedOnce(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	var log strings.Builder
	r.desk.Log = slog.New(slog.NewTextHandler(&log, nil))
	r.desk.Models = desk.Models{Preferred: "m at x", Names: map[string]string{"m": "m at x"}, UseUnfit: true}
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		d := claims(a, "县里称，8600人离家。", "水位涨了2.1米。", "县里称，9900人离家。")
		d.Tokens = news.Usage{In: 1, Out: 1}
		return d, nil
	}
	if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddMarks("m at x", marksOf(2, 17)) }); err != nil {
		t.Fatal(err)
	}
	r.round(0)
	for range 2 {
		if _, err := r.desk.Redo(t.Context(), desk.RedoDigest, desk.Selection{}); err != nil {
			t.Fatal(err)
		}
		r.round(time.Minute)
	}
	// The room's queue writes each result twice, the first time in a transaction that is undone.
	if n := strings.Count(log.String(), "the model is unfit"); n != 1 || !strings.Contains(log.String(), "3 of its last 20 sentences") {
		t.Errorf("logged %d times:\n%s", n, log.String())
	}
	if d := r.one().Digest; !d.Unfit {
		t.Errorf("the last digest has no label: %+v", d)
	}
}

// A digest that the check rejects is not shown either where another model than the preferred one wrote it.
func TestRejectedDigestOfAFallback(t *testing.T) {
	for _, preferred := range []string{"m at y", "best at x"} {
		r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
		r.desk.Models = desk.Models{Preferred: preferred, Names: map[string]string{"best": "best at x", "m": "m at y"}}
		r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
			return claims(a, "县里称，9900人离家。", "水位涨了3.7米。", "洪水逼走百万人。"), nil
		}
		r.round(0)
		if d := r.one().Digest; d.By != news.ByExtract || d.Reason != news.DigestRejected || len(d.LeftOut) == 0 {
			t.Errorf("preferred %s: by %q, reason %q, %d sentences, %d left out", preferred, d.By, d.Reason, len(d.Summary), len(d.LeftOut))
		}
	}
}

// Of a model that answers, and of which nothing can be used, that is told after three reports in a row, and what was wrong of each; one answer
// that can be used ends it.
func TestWastedAnswersAreTold(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	const name = "m at x"
	r.desk.Models = desk.Models{Preferred: name, Names: map[string]string{"m": name}}
	var notes []string
	r.desk.Events = func(e desk.Event) {
		if e.Stage == "digest" {
			notes = append(notes, e.Note)
		}
	}
	useless := true
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		if useless {
			return news.Digest{Tokens: news.Usage{In: 1}}, fmt.Errorf("digest %s: %w", a.ID, &news.Unusable{Why: "it was empty"})
		}
		d := claims(a, "县里称，8600人离家。", "水位涨了2.1米。")
		d.Tokens = news.Usage{In: 1, Out: 1}
		return d, nil
	}
	wasted := func() (why string) {
		t.Helper()
		if err := r.db.View(t.Context(), func(tx *store.Tx) error {
			n, err := tx.ModelNotes(name)
			why = desk.FitnessOf(n).Wasted()
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return why
	}
	r.round(0)
	for n := 1; n <= 3; n++ {
		want := ""
		if n == 3 {
			want = "of the last 3 reports that it was asked for no answer could be used"
		}
		if got := wasted(); got != want {
			t.Errorf("after %d reports: %q, want %q", n, got, want)
		}
		if useless = n < 3; len(notes) != n || notes[n-1] != "no answer of the model could be used: it was empty" {
			t.Errorf("told %q", notes)
		}
		if _, err := r.desk.Redo(t.Context(), desk.RedoDigest, desk.Selection{}); err != nil {
			t.Fatal(err)
		}
		r.round(time.Minute)
	}
	if got := wasted(); got != "" || r.one().Digest.By != "m" {
		t.Errorf("after an answer that could be used: %q", got)
	}
}
