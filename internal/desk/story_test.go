package desk_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/storetest"
)

// teller writes digests of stories that cite every report, and remembers which it was asked for.
type teller struct {
	room  *room
	asked []string // the reports of each digest that was asked for
	most  int      // how many reports of a story are read whole; 0: 100
	news  string   // what a report has to have in its text to bring something new; "": nothing does
	err   error
	poor  bool   // too little of its answers can be shown
	while func() // what happens while it writes
}

func (w *teller) Tellings(ctx context.Context, id news.StoryID) (list []news.Telling, err error) {
	err = w.room.db.View(ctx, func(tx *store.Tx) error {
		list, err = tx.Tellings(id, cmp.Or(w.most, 100))
		return err
	})
	return list, err
}

func (w *teller) Brings(t news.Telling, before []news.Telling) bool {
	has := func(t news.Telling) bool { return strings.Contains(t.Article.Text(), w.news) }
	return w.news != "" && has(t) && !slices.ContainsFunc(before, has)
}

func (w *teller) Story(_ context.Context, tellings []news.Telling, due news.Hash) (d news.StoryDigest, err error) {
	var ids []string
	var all []news.Cite
	for _, t := range tellings {
		ids = append(ids, string(t.Article.ID))
		all = append(all, news.Cite{Article: t.Article.ID, Text: t.Article.TextHash(), N: 1})
	}
	w.asked = append(w.asked, strings.Join(ids, " "))
	if w.while != nil {
		w.while()
	}
	d = news.StoryDigest{Of: due, By: "m", LeftOut: []news.Reject{{Text: "left out"}}}
	if w.poor {
		return d, fmt.Errorf("too little: %w", news.ErrRejected)
	}
	for i := 1; i < len(all); i++ {
		d.Common = append(d.Common, news.StoryClaim{Text: ids[i-1] + "+" + ids[i], Evidence: all[i-1 : i+1]})
	}
	return d, w.err
}

// tellingRoom is a desk with a teller of stories.
func tellingRoom(t *testing.T) (*room, *teller) {
	r := newRoom(t, web(courier, feedOf()))
	w := &teller{room: r}
	r.desk.Site = idle{}
	r.desk.Stories = desk.Stories{By: w, PerDay: 60}
	return r, w
}

// idle is a site that is never built.
type idle struct{}

func (idle) Publish(context.Context) (desk.Published, error) { return desk.Published{}, nil }

// carry writes reports of story s, "id outlet text", captured now.
func (r *room) carry(reports ...string) {
	r.t.Helper()
	for i, s := range reports {
		id, rest, _ := strings.Cut(s, " ")
		outlet, text, _ := strings.Cut(rest, " ")
		a := storetest.Article(id, text)
		a.Outlet, a.Source, a.Captured = outlet, news.SourceID(outlet), r.now
		a.Published = r.now.Add(time.Duration(i-60) * time.Second)
		r.do(func(tx *store.Tx) error { return tx.AddArticle(store.Reading{Article: a, Story: "s"}) })
	}
}

func (r *room) do(f func(*store.Tx) error) {
	r.t.Helper()
	if err := r.db.Update(r.t.Context(), f); err != nil {
		r.t.Fatal(err)
	}
}

// whole lets time pass and works one round to its end.
func (r *room) whole(after time.Duration) {
	r.t.Helper()
	r.now = r.now.Add(after)
	if _, err := r.desk.Collect(r.t.Context(), false, desk.UntilEnd); err != nil {
		r.t.Fatal(err)
	}
}

// tells is the digest of a story in one line.
func (r *room) tells(id news.StoryID) (out string) {
	r.t.Helper()
	r.do(func(tx *store.Tx) error {
		d, ok, err := tx.StoryDigest(id)
		for _, c := range d.Common {
			out += " " + c.Text
		}
		if !ok {
			out = " none"
		}
		return err
	})
	return out[min(1, len(out)):]
}

var threeTell = []string{"a A Three boats sank.", "b B Three boats sank on Monday.", "c B Boats sank."}

// The digests that are asked for anew are those of the stories that were selected.
func TestStoriesAreSelected(t *testing.T) {
	r, _ := tellingRoom(t)
	r.carry(threeTell...)
	for _, id := range []string{"x", "y", "z"} {
		a := storetest.Article(id, "Boats were built.")
		a.Outlet, a.Source, a.Captured = "O"+id, "A", r.now
		r.do(func(tx *store.Tx) error { return tx.AddArticle(store.Reading{Article: a, Story: "t"}) })
	}
	for _, c := range []struct {
		which desk.Selection
		want  int
	}{
		{desk.Selection{}, 2}, {desk.Selection{Limit: 1}, 1}, {desk.Selection{Story: "s"}, 1}, {desk.Selection{Story: "none"}, 0},
		{desk.Selection{Source: "A"}, 2}, {desk.Selection{Source: "B"}, 1}, {desk.Selection{Story: "t", Source: "B"}, 0},
		{desk.Selection{Story: "s", Since: r.now}, 1}, {desk.Selection{Story: "s", Since: r.now.Add(time.Second)}, 0},
	} {
		if n, err := r.desk.Redo(t.Context(), desk.RedoStory, c.which); n != c.want || err != nil {
			t.Errorf("%+v: %d stories, %v, want %d", c.which, n, err, c.want)
		}
	}
}

// Of a story that is too long to be read whole, a report that says nothing new asks for no other digest either: those that are
// not read have the texts that they had.
func TestLongStoryIsToldOnce(t *testing.T) {
	r, w := tellingRoom(t)
	w.most = 4
	for i := range 7 {
		r.carry(fmt.Sprintf("r%d O%d Three boats sank.", i, i))
	}
	r.whole(0)
	r.carry("r7 O7 Three boats sank.")
	r.whole(time.Hour)
	if len(w.asked) != 1 {
		t.Errorf("asked for %q, want once", w.asked)
	}
}

// A model is asked for the digest of a story when its reports are enough, and again only when they say something else.
func TestStoriesAreToldWhenTheyChange(t *testing.T) {
	edit := func(id, text string) func(*room) {
		return func(r *room) {
			r.do(func(tx *store.Tx) error {
				a, err := tx.Article(news.ArticleID(id))
				if err != nil {
					return err
				}
				a.Version++
				a.Blocks = []news.Block{{Kind: news.Paragraph, Text: text, Ends: []int{len(text)}}}
				return tx.AddVersion(store.Reading{Article: a})
			})
		}
	}
	tx := func(f func(*store.Tx) error) func(*room) { return func(r *room) { r.do(f) } }
	joins := func(s string) func(*room) { return func(r *room) { r.carry(s) } }
	for _, c := range []struct {
		name   string
		change func(*room)
		asked  []string // of what, beyond the first
	}{
		{"nothing", func(*room) {}, nil},
		{"a report with news joins", joins("d D Nine drowned."), []string{"a b c d"}},
		{"a report without news joins", joins("d D Boats sank."), nil},
		{"a copy joins", func(r *room) {
			r.carry("d D Nine drowned.")
			r.do(func(tx *store.Tx) error { return tx.SetCopyOf("d", "a") })
		}, nil},
		{"a headline joins", tx(func(tx *store.Tx) error {
			a := storetest.Article("d", "Nine drowned.")
			a.Kind = news.PageHeadline
			return tx.AddArticle(store.Reading{Article: a, Story: "s"})
		}), nil},
		{"a text changes", edit("a", "Four boats sank."), []string{"a b c"}},
		{"a report is withdrawn", func(r *room) {
			r.carry("d D Boats sank.")
			r.do(func(tx *store.Tx) error { return tx.Withdraw("a", r.now) })
		}, []string{"b c d"}},
		{"a report moves in by a merge, with news", tx(func(tx *store.Tx) error { return tx.SetStory("other", "s") }), []string{"a b c other"}},
		{"a report moves out by a split", func(r *room) {
			r.carry("d D Boats sank.")
			r.whole(time.Hour)
			r.do(func(tx *store.Tx) error { return tx.SetStory("c", "o") })
		}, []string{"a b d"}},
		{"too few remain", tx(func(tx *store.Tx) error { return tx.TakeDown("a", true) }), nil},
		{"a digest is worded anew", tx(func(tx *store.Tx) error {
			a, err := tx.Article("a")
			if err != nil {
				return err
			}
			return tx.SaveDigest(news.Digest{Article: "a", Version: 1, Text: a.TextHash(), By: "m", Summary: []news.Claim{{Text: "x"}}})
		}), nil},
	} {
		r, w := tellingRoom(t)
		w.news = "Nine"
		r.carry(threeTell...)
		r.do(func(tx *store.Tx) error {
			a := storetest.Article("other", "Nine boats.")
			a.Outlet, a.Captured = "O", r.now
			return tx.AddArticle(store.Reading{Article: a, Story: "o"})
		})
		r.whole(0)
		if got := r.tells("s"); got != "a+b b+c" || len(w.asked) != 1 {
			t.Fatalf("%s: at first %q, asked %v", c.name, got, w.asked)
		}
		r.now = r.now.Add(time.Hour)
		c.change(r)
		r.whole(time.Hour)
		r.whole(time.Hour)
		if got := w.asked[1:]; !slices.Equal(got, c.asked) {
			t.Errorf("%s: asked again of %q, want %q", c.name, got, c.asked)
		}
	}
}

// No model is asked for a story that is small, of one outlet, or old.
func TestSmallStoriesAreNotAskedFor(t *testing.T) {
	for _, c := range []struct {
		name    string
		reports []string
		after   time.Duration
		asked   int
	}{
		{"two reports", threeTell[:2], 0, 0},
		{"three of one outlet", []string{"a A x.", "b A y.", "c A z."}, 0, 0},
		{"three of two outlets", threeTell, 0, 1},
		{"three of two outlets, of last week", threeTell, 7 * 24 * time.Hour, 0},
	} {
		r, w := tellingRoom(t)
		r.carry(c.reports...)
		r.whole(c.after)
		if len(w.asked) != c.asked {
			t.Errorf("%s: asked for %v", c.name, w.asked)
		}
	}
	r, w := tellingRoom(t)
	r.desk.Stories.PerDay = 0
	r.carry(threeTell...)
	r.whole(0)
	r.desk.Stories.PerDay = 60
	r.whole(time.Hour)
	if len(w.asked) != 1 {
		t.Errorf("what is fresh when a model can be asked at last is asked for as %v", w.asked)
	}
}

// One story is asked for once in half an hour and six times a day, all of them as often as the operator allows.
func TestStoriesAreToldWithinBounds(t *testing.T) {
	r, w := tellingRoom(t)
	r.carry(threeTell...)
	r.whole(0)
	for i := range 3 * 24 {
		w.news = fmt.Sprintf("number %d.", i)
		r.carry(fmt.Sprintf("n%d D Boat number %d.", i, i))
		r.whole(10 * time.Minute)
		if want := min(6, 1+(i+1)/3); len(w.asked) != want {
			t.Fatalf("after %d minutes asked %d times, want %d", 10*(i+1), len(w.asked), want)
		}
	}
	w.news = "number 71."
	r.whole(3*time.Hour + time.Minute) // the next day
	if len(w.asked) != 7 {
		t.Errorf("on the next day asked %d times, want 7", len(w.asked))
	}
	r, w = tellingRoom(t)
	r.desk.Stories.PerDay = 2
	r.carry(threeTell...)
	for _, s := range []string{"x", "y"} {
		for i, o := range []string{"A", "B", "C"} {
			a := storetest.Article(fmt.Sprint(s, i), "Text.")
			a.Outlet, a.Captured = o, r.now
			r.do(func(tx *store.Tx) error { return tx.AddArticle(store.Reading{Article: a, Story: news.StoryID(s)}) })
		}
	}
	r.whole(0)
	if len(w.asked) != 2 {
		t.Errorf("asked %d times in a day, want 2", len(w.asked))
	}
	r.whole(16 * time.Hour)
	if len(w.asked) != 3 {
		t.Errorf("on the next day asked %d times in all, want 3", len(w.asked))
	}
	var asked, stood int
	r.do(func(tx *store.Tx) (err error) { asked, stood, err = tx.StoryCalls(morning); return err })
	if asked != 3 || stood != 3 {
		t.Errorf("counted %d, of which %d stood", asked, stood)
	}
}

// The digests of its reports are waited for, but not for long.
func TestStoriesWaitForDigests(t *testing.T) {
	r, w := tellingRoom(t)
	r.carry(threeTell...)
	later := errors.New("the model is out")
	r.model.answer = func(news.Article, []news.Finding) (news.Digest, error) {
		return news.Digest{}, &news.Later{Until: r.now.Add(5 * time.Minute), Reason: later.Error()}
	}
	for _, id := range []news.ArticleID{"a", "b", "c"} {
		r.do(func(tx *store.Tx) error { return tx.Add(store.DigestTask(id, r.now)) })
	}
	r.whole(0)
	if r.whole(5 * time.Minute); len(w.asked) > 0 {
		t.Fatalf("asked for %v while digests of its reports were waited for", w.asked)
	}
	if r.whole(6 * time.Minute); len(w.asked) != 1 {
		t.Errorf("asked %d times after the wait, want once", len(w.asked))
	}
}

// Whatever happens while the model writes, no sentence cites a report that is gone, and what has changed is asked for again.
func TestStoriesThatChangeWhileTheyAreTold(t *testing.T) {
	for _, c := range []struct {
		name  string
		while func(*store.Tx) error
		tells string
		again []string // reports of the next digest
	}{
		{"nothing", func(*store.Tx) error { return nil }, "a+b b+c c+d", nil},
		{"a report is taken down", func(tx *store.Tx) error { return tx.TakeDown("a", true) }, "b+c c+d", []string{"b c d"}},
		{"a report goes elsewhere", func(tx *store.Tx) error { return tx.SetStory("d", "o") }, "a+b b+c", []string{"a b c"}},
		{"a report is a copy", func(tx *store.Tx) error { return tx.SetCopyOf("b", "a") }, "c+d", []string{"a c d"}},
		{"all are taken down", func(tx *store.Tx) error {
			return errors.Join(tx.TakeDown("a", true), tx.TakeDown("b", true), tx.TakeDown("c", true), tx.TakeDown("d", true))
		}, "none", nil},
	} {
		r, w := tellingRoom(t)
		r.carry(append(threeTell, "d D Four boats.")...)
		w.while = func() { w.while = nil; r.do(c.while) }
		r.whole(0)
		if got := r.tells("s"); got != c.tells {
			t.Errorf("%s: %q, want %q", c.name, got, c.tells)
		}
		r.do(func(tx *store.Tx) error {
			if d, _, _ := tx.StoryDigest("s"); c.again != nil && (len(d.LeftOut) > 0 || d.Of != "") {
				t.Errorf("%s: kept %v, of %q", c.name, d.LeftOut, d.Of)
			}
			return nil
		})
		r.whole(time.Hour)
		if !slices.Equal(w.asked[1:], c.again) {
			t.Errorf("%s: asked again of %q, want %q", c.name, w.asked[1:], c.again)
		}
	}
}

// A model that fails delays no page, one whose answer falls is not asked the same again, and the digest of before stays.
func TestStoriesOfFailingModels(t *testing.T) {
	r, w := tellingRoom(t)
	r.carry(threeTell...)
	w.err = &news.Later{Until: r.now.Add(time.Hour), Reason: "503"}
	r.whole(0)
	if got := r.tells("s"); got != "none" || len(w.asked) != 1 {
		t.Errorf("of a model that is out: %q, asked %v", got, w.asked)
	}
	w.err = nil
	if r.whole(time.Hour); r.tells("s") != "a+b b+c" {
		t.Errorf("afterwards: %q", r.tells("s"))
	}
	w.poor, w.news = true, "Nine"
	r.carry("d D Nine drowned.")
	r.whole(time.Hour)
	r.whole(time.Hour)
	if got := r.tells("s"); got != "a+b b+c" || len(w.asked) != 3 {
		t.Errorf("when too little stood: %q, asked %v", got, w.asked)
	}
	if !slices.ContainsFunc(r.events, func(e desk.Event) bool { return e.Stage == "story" && e.Outcome == desk.ComposedStays }) {
		t.Error("nobody was told that too little stood")
	}
}

// A model that is unfit is not asked.
func TestStoriesOfUnfitModels(t *testing.T) {
	r, w := tellingRoom(t)
	r.desk.Models = desk.Models{Preferred: "m"}
	r.do(func(tx *store.Tx) error { return tx.AddMarks("m", slices.Repeat([]bool{true}, 40)) })
	r.carry(threeTell...)
	if r.whole(0); len(w.asked) > 0 {
		t.Errorf("an unfit model was asked for %v", w.asked)
	}
	r.desk.Models.UseUnfit = true
	r.carry("d D x.")
	if r.whole(time.Hour); len(w.asked) != 1 {
		t.Errorf("one that is used all the same was asked for %v", w.asked)
	}
}

// What a model wrote of a story comes with the last of its reports, as far as its reports are here, and is not asked for again.
func TestToldStoriesAreBrought(t *testing.T) {
	from, _ := tellingRoom(t)
	from.carry(append(threeTell, "d D Four boats.")...)
	from.whole(0)
	var told news.StoryDigest
	var items []news.Item
	from.do(func(tx *store.Tx) (err error) {
		told, _, err = tx.StoryDigest("s")
		if err == nil {
			items, err = tx.Items([]news.ArticleID{"a", "b", "c", "d"})
		}
		return err
	})
	for _, c := range []struct {
		name  string
		bring []int // of the reports
		own   string
		tells string
		asked int
	}{
		{"all reports", []int{0, 1, 2, 3}, "", "a+b b+c c+d", 0},
		{"without one", []int{1, 2, 3}, "", "b+c c+d", 1},
		{"beside what was written here", []int{0, 1, 2, 3}, "own", "own", 0},
	} {
		r, w := tellingRoom(t)
		var list []desk.Brought
		for _, i := range c.bring {
			it := items[i]
			list = append(list, desk.Brought{Source: news.Source{ID: it.Article.Source, Name: it.Article.Outlet, Outlet: it.Article.Outlet},
				Article: it.Article, Digest: it.Digest, Story: it.Story})
		}
		last := len(list) - 1
		if c.own != "" {
			r.carry(threeTell...)
			r.do(func(tx *store.Tx) error {
				a, err := tx.Article("a")
				d := news.StoryDigest{Story: "s", Common: []news.StoryClaim{{Text: c.own, Evidence: []news.Cite{{Article: "a", Text: a.TextHash(), N: 1}}}}}
				return errors.Join(err, tx.SetStoryDigest(d))
			})
			r.desk.Stories.By = nil
		}
		list[last].Told = told
		if refused, err := r.desk.BringArticles(t.Context(), list); err != nil || len(refused) > 0 {
			t.Fatal(c.name, refused, err)
		}
		if got := r.tells("s"); got != c.tells {
			t.Errorf("%s: %q, want %q", c.name, got, c.tells)
		}
		if r.whole(0); len(w.asked) != c.asked {
			t.Errorf("%s: asked for %v", c.name, w.asked)
		}
	}
}

// An event that comes by import alone is asked for like any other, however old its reports are; old ones leave half of a day's questions to others. Where no model
// can be asked then, those that are fresh when one can be are asked for.
func TestBroughtStoriesAreTold(t *testing.T) {
	const day = 24 * time.Hour
	texts := []string{"Three boats sank.", "Wheat prices rose.", "A bridge opens in Lund.", "Doctors strike again.", "Rain ended the drought."}
	for _, c := range []struct {
		name   string
		age    time.Duration // of the reports, when they are brought
		events int
		perDay int // 0: no model yet
		asked  int // in the end
		next   int // after another day
	}{
		{"of today", 0, 1, 60, 1, 1},
		{"of last year", 300 * day, 1, 60, 1, 1},
		{"many of last year", 300 * day, 5, 4, 2, 4},
		{"one a day", 300 * day, 2, 1, 1, 2},
		{"many of today", 0, 5, 4, 4, 5},
		{"before there was a model", 0, 1, 0, 1, 1},
		{"of last year, before there was a model", 300 * day, 1, 0, 0, 0},
	} {
		r, w := tellingRoom(t)
		r.desk.Stories.PerDay = c.perDay
		var list []desk.Brought
		for e := range c.events {
			for i, o := range []string{"A", "B", "C"} {
				a := storetest.Article(fmt.Sprintf("e%dr%d", e, i), texts[e])
				a.Source, a.Outlet, a.Captured, a.Published = news.SourceID(o), o, r.now.Add(-c.age), r.now.Add(-c.age-time.Hour)
				list = append(list, desk.Brought{Source: news.Source{ID: a.Source, Name: o, Outlet: o}, Article: a, Story: news.StoryID(fmt.Sprint("e", e))})
			}
		}
		if refused, err := r.desk.BringArticles(t.Context(), list); err != nil || len(refused) > 0 {
			t.Fatal(c.name, refused, err)
		}
		if err := r.desk.Finish(t.Context()); err != nil {
			t.Fatal(c.name, err)
		}
		r.desk.Stories.PerDay = cmp.Or(c.perDay, 60)
		if r.whole(time.Hour); len(w.asked) != c.asked {
			t.Errorf("%s: asked for %v", c.name, w.asked)
		}
		if r.whole(day); len(w.asked) != c.next {
			t.Errorf("%s: on the next day asked for %v in all", c.name, w.asked)
		}
	}
}

// A question that was never put is not counted, and the log says why it was not.
func TestStoryThatWasNotAskedIsNotCounted(t *testing.T) {
	for _, c := range []struct {
		err   error
		asked int
	}{
		{fmt.Errorf("not even two reports fit: %w: %w", news.ErrUnasked, news.ErrRejected), 0},
		{fmt.Errorf("the answer could not be used: %w", news.ErrRejected), 1},
	} {
		r, w := tellingRoom(t)
		w.err = c.err
		r.carry(threeTell...)
		r.whole(0)
		var asked int
		r.do(func(tx *store.Tx) (err error) { asked, _, err = tx.StoryCalls(morning); return err })
		if asked != c.asked {
			t.Errorf("%v: counted %d, want %d", c.err, asked, c.asked)
		}
		i := slices.IndexFunc(r.events, func(e desk.Event) bool { return e.Stage == "story" })
		if i < 0 || r.events[i].Outcome != desk.ComposedStays || r.events[i].Note != c.err.Error() {
			t.Errorf("%v: %+v", c.err, r.events)
		}
		r.whole(2 * time.Hour)
		if len(w.asked) != 1 {
			t.Errorf("%v: looked at %d times", c.err, len(w.asked))
		}
	}
}
