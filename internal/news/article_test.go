package news

import (
	"testing"
	"time"
)

func flood() Article {
	return Article{
		Title: "Flood", Standfirst: "The river rises.",
		Blocks: []Block{{Kind: Paragraph, Text: "Nobody was hurt.", Ends: []int{16}}, {Kind: Quote, Text: "We ran.", Ends: []int{7}}},
	}
}

// The hash of a text was computed by another program, of the form that TextHash describes.
func TestTextHash(t *testing.T) {
	const want = "76275035a47c30a78e217492dcd1ff882880b865a9437b58bc1f2774369459d4"
	if got := flood().TextHash(); got != want {
		t.Errorf("hash of the text = %s, want %s", got, want)
	}
	for name, c := range map[string]struct {
		same   bool
		change func(*Article)
	}{
		"what is known of the report": {true, func(a *Article) {
			a.ID, a.Version, a.URL, a.Captured, a.Published, a.Notes = "x", 3, "https://courier.example/a", time.Now(), time.Now(), []Note{{Code: NoteOther}}
			a.Capture, a.Kind, a.Lang, a.Words, a.Extractor, a.Edited, a.Tags, a.Image.Caption = "h", PageLive, "en", 5, "9", true, []string{"a"}, "b"
		}},
		"title":            {false, func(a *Article) { a.Title = "Floods" }},
		"standfirst":       {false, func(a *Article) { a.Standfirst = "" }},
		"text":             {false, func(a *Article) { a.Blocks[1].Text = "We run." }},
		"kind of a block":  {false, func(a *Article) { a.Blocks[1].Kind = Paragraph }},
		"order":            {false, func(a *Article) { a.Blocks[0], a.Blocks[1] = a.Blocks[1], a.Blocks[0] }},
		"another sentence": {false, func(a *Article) { a.Blocks[0].Ends = []int{6, 16} }},
		"title and lead":   {false, func(a *Article) { a.Title, a.Standfirst = "Flood5:The", " river rises." }},
		"a block more":     {false, func(a *Article) { a.Blocks = append(a.Blocks, Block{}) }},
		"joined paragraphs": {false, func(a *Article) {
			a.Blocks = []Block{{Kind: Paragraph, Text: a.Blocks[0].Text + a.Blocks[1].Text, Ends: []int{16, 23}}}
		}},
	} {
		a := flood()
		c.change(&a)
		if got := a.TextHash() == want; got != c.same {
			t.Errorf("%s: the same hash: %v, want %v", name, got, c.same)
		}
	}
}

func TestCited(t *testing.T) {
	a := Article{Title: "A pier", Standfirst: " It opens. ", Blocks: []Block{{Kind: Paragraph, Text: "One. Two.", Ends: []int{4, 9}}}}
	for n, want := range map[int][2]string{
		1: {"One.", "s1"}, 2: {"Two.", "s2"}, 3: {"", "s3"}, 0: {"", "s0"}, HeadlineN: {"A pier", "headline"}, StandfirstN: {"It opens.", "standfirst"},
	} {
		if got := a.Cited(n); got != want[0] {
			t.Errorf("%d means %q, want %q", n, got, want[0])
		}
		if got := Anchor(n); got != want[1] {
			t.Errorf("%d is at %q, want %q", n, got, want[1])
		}
	}
}
