package news

import (
	"slices"
	"testing"
)

func TestInReading(t *testing.T) {
	for _, c := range []struct{ evidence, want []int }{
		{nil, nil},
		{[]int{3}, []int{3}},
		{[]int{StandfirstN, HeadlineN, 2, 11}, []int{HeadlineN, StandfirstN, 2, 11}},
		{[]int{2, StandfirstN, HeadlineN}, []int{HeadlineN, StandfirstN, 2}},
		{[]int{StandfirstN, 4}, []int{StandfirstN, 4}},
	} {
		before := slices.Clone(c.evidence)
		if got := InReading(c.evidence); !slices.Equal(got, c.want) {
			t.Errorf("%v is read as %v, want %v", c.evidence, got, c.want)
		}
		if !slices.Equal(c.evidence, before) {
			t.Errorf("%v was changed to %v", before, c.evidence)
		}
	}
}

func TestOnce(t *testing.T) {
	list := []Reject{{Text: "港口有90艘船。"}, {Text: " 港口有90艘船。\n"}, {Text: ""}, {Text: "渡轮停航。"}, {Text: ""}, {Text: "港口有90艘船。"}}
	var got []string
	for _, r := range Once(list) {
		got = append(got, r.Text)
	}
	if want := []string{"港口有90艘船。", "", "渡轮停航。", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
