package text

import (
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	for _, s := range []string{ // the bar shows where a sentence ends
		"He left. |\"We will,\" she said.",
		"他走了。|“我们还会来。”|他说。",
		"港口关闭。|（记者李明）今天重开。",
		"急増した。|「電話の半分」と話す。",
		"结束。”|他说。",
		"Mr. Smith met Dr. Wang. |They spoke.",
		"George W. Bush came. |He left.",
		"She spoke before the U.S. House Intelligence Committee. |It was late.",
		"They came from the U.S. |The talks failed.",
		"Er öffnet am 1. Mai. |Das ist bald.",
		"Only 12. |The rest left.",
		"",
		"。",
	} {
		var got []string
		whole, start := strings.ReplaceAll(s, "|", ""), 0
		for _, end := range Sentences(whole) {
			got = append(got, whole[start:end])
			start = end
		}
		if strings.Join(got, "|") != s || start != len(whole) {
			t.Errorf("%q, want %q", got, s)
		}
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("他走了。“我们还会来。”他说。")
	f.Add("“「（")
	f.Fuzz(func(t *testing.T, s string) {
		start := 0
		ends := Sentences(s)
		for _, end := range ends {
			if end <= start || end > len(s) {
				t.Fatalf("ends %v of %q", ends, s)
			}
			start = end
		}
		if len(ends) > 0 && start != len(s) {
			t.Fatalf("ends %v, length %d", ends, len(s))
		}
	})
}
