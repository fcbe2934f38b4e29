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
		// Places and units go on before brackets and what they measure, and end where a sentence begins.
		"BARLOW, Ore. (KT) — The mill shut on Monday. |Its owner left.",
		"They moved to Dunmore, Pa. |The house was sold.",
		"They moved to Dunmore, Pa. — their third town. |It rained.",
		"The fund holds 3,2 Mrd. Kronen und 40 Mio. Euro. |Das reicht.",
		"Es kostete 3 Mill. |Die Stadt zahlte.",
		"Das Schiff fasst 200 Tsd. Tonnen Erz. |Es ist neu.",
		"The cliff is 40 ft. (12 m) high. |Nobody climbs it.",
		"She came in. |Then it began.",
		"The road to Mt. Harrow is shut. |Ft. Sill is not.",
		"Er wohnt in der Villa, geb. Meier heißt sie. |Das steht fest.",
		// A number before a stop ends an English sentence, and is an ordinal in German.
		"The number of ships in the bay was 12. |Fishing was banned at that time.",
		"The town had a population of 49. |Mills closed and were sold.",
		"He turned 21. |Parents of the boy were there, and were proud of him.",
		"Am 3. Oktober und in der 2. Bundesliga ist es so. |Das wird nicht anders.",
		"Zum 75. Geburtstag kam der Minister. |Er blieb nicht.",
		"Die Zahl der Schiffe in der Bucht ist 12. |Fischer sind nicht zu sehen.",
		"Von den Kindern waren im Juli nur 49. |Niemand wusste das.",
		"1. Harbours are to be dredged. |2. Roads are to be paved.",
		// A letter alone is an initial, or the end.
		"They chose plan B. |The mayor agreed.",
		"J. A. Harmsen came.",
		"Ask Malcolm X. |He knew.",
		// Brackets and quotations within a sentence.
		"市長の沢田氏（２月３日就任。前任は木村氏）が辞めた。|後任は未定だ。",
		"沢田氏は「やっと終わった。長かった」と語った。|市は来月選ぶ。",
		"沢田氏は「終わった。」と語った。|市は来月選ぶ。",
		"沢田氏は『なぜ急ぐ？まだ早い』と問うた。|誰も答えない。",
		"市长（1月14日上任。前任已退休）周二辞职。|继任者未定。",
		"他称这“太晚了。真的太晚了”，随后离开。|会议结束。",
		"她写过《谁在敲门？谁也没有》一书。|书已绝版。",
		"“水退了。|路也通了。|人没有回来。”",
		"他走了（谁知道呢！），没有回来。|门关着。",
		"He left (he was tired. Very tired) at noon. |She stayed.",
		"The band (Yes! Of course) played. |It was loud.",
		"Er ging (er war müde. Sehr müde) um zwölf. |Sie blieb.",
		"“It held. |It will hold,” she said. |They went home.",
		"Yahoo! Kisara bought the shop. |It closed.",
		"（未完。",
		"Le fonds compte env. 300 parts, voir art. 12 du texte. |Il est fermé.",
		"C'est de l'art. |Le musée ferme.",
		"Mme Arlot et M. Brun sont venus. |Ils restent.",
		"Ils étaient 49. |Trois sont partis, et les autres sont dans la ville.",
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
