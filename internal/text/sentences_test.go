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
		"The dam held. |Nobody was hurt.",
		"Mr. Oduya met Dr. Brandt in St. Maren. |They spoke for an hour.",
		"George W. Abara was there.",
		"He served in the U.S. Army until May.",
		"She moved to the U.S. |He stayed at home.",
		"The gates close at 5 p.m. on Friday.",
		"It opens at 9 a.m. |The museum is free.",
		"Prices rose 4.5 per cent on Jan. 5 and fell on Feb. 6.",
		"She met Jan. |He was late.",
		"See No. 12 of the list. |No. |He refused.",
		"Am 5. März beginnt die Messe. |Der Eintritt ist frei.",
		"Im 19. Jahrhundert stand hier ein Turm.",
		"He was 19. |The court was told so.",
		"Harrow Mills Inc. Chief Executive Nell Fenn resigned.",
		"She joined Harrow Mills Inc. |The firm closed in May.",
		"“Go.” |He went.",
		"“Will it hold?” she asked.",
		"协议周一签署。|“船总要走。”|他说。",
		"水位は下がった。|町は無事だ。",
		"One",
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
