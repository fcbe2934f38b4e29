package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// reviewing is a desk with one report and its digest.
func reviewing(t *testing.T, hold bool) (*room, desk.Revising) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	r.desk.Hold = hold
	r.round(0)
	return r, desk.Revising{Article: r.one().Article.ID, By: "Wen"}
}

// texts are the sentences of the digest that is shown.
func (r *room) texts() (out []string) {
	for _, c := range r.one().Digest.Summary {
		out = append(out, c.Text)
	}
	return out
}

func refused(t *testing.T, what string, err error) *desk.NoRevision {
	t.Helper()
	var no *desk.NoRevision
	if !errors.As(err, &no) {
		t.Fatalf("%s: %v", what, err)
	}
	return no
}

// What a person does to a digest is shown, and taken back step by step; redo and other models leave it alone meanwhile.
func TestRevisions(t *testing.T) {
	r, wen := reviewing(t, false)
	first := r.texts()
	at, err := r.desk.CorrectDigest(t.Context(), wen, desk.Correction{Sentence: 2, Text: "水利部门说，水位九小时里涨了2.1米。"})
	if err != nil {
		t.Fatal(err)
	}
	d := r.one().Digest
	if c := d.Summary[1]; !c.ByHand || c.Editor != "Wen" || c.Text != "水利部门说，水位九小时里涨了2.1米。" || d.Summary[0].ByHand || !d.ByHand() {
		t.Errorf("corrected: %+v", d)
	}
	if was := d.Revisions[0].Was.Summary; len(was) != 2 || was[1].Text != first[1] {
		t.Errorf("the words of the model are %+v", was)
	}
	if n, err := r.desk.Redo(t.Context(), desk.RedoDigest, desk.Selection{}); n != 0 || err != nil {
		t.Errorf("%d to do over, %v", n, err)
	}
	asked := r.model.asked
	r.put(store.DigestTask(wen.Article, r.now)) // one that was under way
	r.round(time.Minute)
	if r.model.asked != asked || !r.one().Digest.ByHand() {
		t.Error("a model was asked, or took the place of a person's words")
	}
	if n, err := r.desk.Revised(t.Context(), desk.Selection{}); n != 1 || err != nil {
		t.Errorf("%d revised, %v", n, err)
	}

	stale := wen
	stale.Seen = "another state"
	if no := refused(t, "a form of before", errOf(r.desk.HideInDigest(t.Context(), stale, 1))); !strings.Contains(no.Why, "meanwhile") {
		t.Error(no.Why)
	}
	wen.Seen = at.State()
	if _, err = r.desk.HideInDigest(t.Context(), wen, 1); err != nil || len(r.texts()) != 1 {
		t.Errorf("taken out: %q, %v", r.texts(), err)
	}
	wen.Seen = ""
	refused(t, "the only sentence", errOf(r.desk.HideInDigest(t.Context(), wen, 1)))
	if at, err = r.desk.HideInDigest(t.Context(), wen, news.OfDigest); err != nil || at.Hold != news.HoldHidden {
		t.Errorf("taken back: %q, %v", at.Hold, err)
	}
	if d := r.one().Digest; d.By != news.ByExtract || d.Reason != news.DigestHeld {
		t.Errorf("in its place: %+v", d)
	}
	if list, n, err := r.desk.Waiting(t.Context(), 5); n != 1 || list[0].Article != wen.Article || err != nil {
		t.Errorf("%d wait: %+v, %v", n, list, err)
	}
	for range 3 {
		if at, err = r.desk.UndoRevision(t.Context(), wen); err != nil {
			t.Fatal(err)
		}
	}
	if d := r.one().Digest; !slices.Equal(r.texts(), first) || d.Handled() || d.ByHand() || len(d.Revisions) != 3 || at.Hold != "" {
		t.Errorf("undone: %+v", d)
	}
	refused(t, "nothing to undo", errOf(r.desk.UndoRevision(t.Context(), wen)))
	if at, err = r.desk.ApproveDigest(t.Context(), wen, nil); err != nil || !r.one().Digest.Approved() {
		t.Errorf("approved: %v", err)
	}
}

func errOf(_ desk.Reviewed, err error) error { return err }

// What the rules find in a person's words is said, and stands beside them where the person insists; on a sentence that rests on
// nothing no one can. A headline of the model goes with the sentences that it rests on.
func TestNobodyInsistsOnGroundlessSentences(t *testing.T) {
	r, wen := reviewing(t, false)
	first := r.texts()
	for _, c := range []struct {
		name    string
		c       desk.Correction
		insists bool // no one can otherwise
	}{
		{"another figure", desk.Correction{Sentence: 1, Text: "县里周三称，洪水迫使9900人离家。"}, true},
		{"a ground that is not there", desk.Correction{Sentence: 1, Ground: []int{99}}, false},
		{"no ground", desk.Correction{Sentence: 1, Ground: []int{}}, false},
		{"another language", desk.Correction{Sentence: 1, Text: "The county moved 8,600 people."}, false},
		{"what another sentence says", desk.Correction{Sentence: 1, Text: first[1]}, false},
		{"a headline without words", desk.Correction{Sentence: news.OfHeadline}, false},
		{"a headline with a ground", desk.Correction{Sentence: news.OfHeadline, Text: "洪水", Ground: []int{1}}, false},
		{"a headline of another figure", desk.Correction{Sentence: news.OfHeadline, Text: "洪水逼走九千九百人"}, true},
		{"no such sentence", desk.Correction{Sentence: 3, Text: "县里周三称。"}, false},
		{"nothing new", desk.Correction{Sentence: 1, Text: first[0]}, false},
	} {
		refused(t, c.name, errOf(r.desk.CorrectDigest(t.Context(), wen, c.c)))
		c.c.Insist = true
		at, err := r.desk.CorrectDigest(t.Context(), wen, c.c)
		if !c.insists {
			refused(t, c.name+", insisted on", err)
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d := r.one().Digest; !d.Summary[0].Doubtful() || news.Rejected(d.Summary[0].Findings) || at.Hold != "" {
			t.Errorf("%s is shown without a doubt, or as rejected: %+v", c.name, d.Summary[0])
		}
		if _, err := r.desk.UndoRevision(t.Context(), wen); err != nil {
			t.Fatal(err)
		}
		if d := r.one().Digest; d.Summary[0].Doubtful() || !slices.Equal(r.texts(), first) {
			t.Errorf("%s, undone: %+v", c.name, d.Summary)
		}
	}
	for _, by := range []string{"", " \n", strings.Repeat("x", 101)} {
		who := wen
		who.By = by
		refused(t, "a name", errOf(r.desk.ApproveDigest(t.Context(), who, nil)))
	}
	wen.Article = "none"
	refused(t, "no report", errOf(r.desk.ApproveDigest(t.Context(), wen, nil)))
}

// Where digests wait for a person nothing of one is shown before it is approved, as a whole or sentence by sentence.
func TestDigestsWaitToBeApproved(t *testing.T) {
	r, wen := reviewing(t, true)
	if d := r.one().Digest; d.By != news.ByExtract || d.Reason != news.DigestHeld {
		t.Fatalf("shown: %+v", d)
	}
	if r.found("洪水") != 0 {
		t.Error("search finds what waits")
	}
	if at, err := r.desk.ApproveDigest(t.Context(), wen, []int{1}); at.Hold != news.HoldReview || err != nil {
		t.Errorf("one sentence: %q, %v", at.Hold, err)
	}
	if at, err := r.desk.CorrectDigest(t.Context(), wen, desk.Correction{Sentence: 2, Text: "水利部门说，水位九小时里涨了2.1米。"}); at.Hold != news.HoldReview || err != nil {
		t.Errorf("a correction: %q, %v", at.Hold, err)
	}
	if at, err := r.desk.ApproveDigest(t.Context(), wen, []int{2}); at.Hold != news.HoldReview || err != nil {
		t.Errorf("all sentences, and not the headline: %q, %v", at.Hold, err)
	}
	if at, err := r.desk.ApproveDigest(t.Context(), wen, []int{news.OfHeadline}); at.Hold != "" || err != nil || r.one().Digest.By != "m" {
		t.Errorf("all of it: %q, %v", at.Hold, err)
	}
	if r.found("洪水") != 1 {
		t.Error("search does not find what is shown")
	}
	if at, err := r.desk.UndoRevision(t.Context(), wen); at.Hold != news.HoldReview || err != nil || r.one().Digest.By != news.ByExtract {
		t.Errorf("undone: %q, %v", at.Hold, err)
	}
	if _, err := r.desk.HideInDigest(t.Context(), wen, news.OfHeadline); err != nil {
		t.Fatal(err)
	}
	refused(t, "a headline that is not there", errOf(r.desk.ApproveDigest(t.Context(), wen, []int{news.OfHeadline})))
}

// The digest of a text that has replaced one whose digest a person revised waits; that of one whose digest nobody touched does not.
func TestDigestOfAChangedTextWaits(t *testing.T) {
	for _, revised := range []bool{true, false} {
		r, wen := reviewing(t, false)
		if revised {
			if _, err := r.desk.CorrectDigest(t.Context(), wen, desk.Correction{Sentence: 2, Text: "水利部门说，水位九小时里涨了2.1米。"}); err != nil {
				t.Fatal(err)
			}
		}
		r.serve(web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood",
			strings.Replace(pageOf("Flood in northern China", "8,600"), "answered their calls", "answered any of their calls", 1)))
		for range 8 {
			r.round(12 * time.Hour)
		}
		it := r.one()
		if it.Article.Version != 2 {
			t.Fatalf("version %d", it.Article.Version)
		}
		at, err := r.desk.Review(t.Context(), wen.Article)
		if err != nil {
			t.Fatal(err)
		}
		if revised && (at.Hold != news.HoldChanged || it.Digest.By != news.ByExtract) || !revised && (at.Hold != "" || it.Digest.By != "m") {
			t.Errorf("revised %v: %q, %+v", revised, at.Hold, it.Digest)
		}
	}
}
