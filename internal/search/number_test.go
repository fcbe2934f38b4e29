package search

import (
	"strings"
	"testing"
)

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"1.24万人": "12400", "1萬2400人": "12400", "一万二千四百": "12400", "3亿": "300000000", "3 億": "300000000", "三亿": "300000000",
		"300 million": "300000000", "300-million": "300000000", "$300m": "300000000", "a 300m race": "", "1.2 billion": "1200000000", "1,24 Millionen": "1240000",
		"1亿2000万": "120000000", "一亿二千万": "120000000", "1.2万亿": "1200000000000", "一万亿": "1000000000000", "5千万": "50000000", "HK$8.1bn": "8100000000",
		"12,400": "", "12400": "", "in 2024, 3亿2024年": "300000000", "3000多万": "", "数十亿": "", "十几亿": "", "三四百万": "", "三万五": "", "万一": "", "一百": "",
		"十四亿": "1400000000", "两万": "20000", "一万零五": "10005", "1.2.3万": "", "B2000万": "", "1.23456 thousand": "", "1,234.5 thousand": "1234500",
		"99999999999999999亿": "", "5 thousandths": "", "1亿亿亿": "", "3亿, 3 亿 and 300 million": "300000000", "12万 12.5": "120000", "": "", "5 ": "", "5-": "", "万5": "",
	} {
		got := strings.ReplaceAll(Numbers(text), numberMark, "")
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestNumbersInEveryForm: a query in any form finds a text in any form; a phrase finds its words alone.
func TestNumbersInEveryForm(t *testing.T) {
	for _, same := range [][]string{
		{"12400", "12,400", "1.24万", "1萬2400", "12.4 thousand", "一万二千四百"},
		{"300000000", "300,000,000", "3亿", "300 million", "3億", "三亿", "$300m"},
		{"8100000000", "HK$8.1bn", "81亿", "8,100,000,000"},
	} {
		for _, query := range same {
			q, err := Parse(query)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range same {
				for _, around := range []string{"They counted %s of them.", "一共有%s个。"} {
					if text == "$300m" && strings.HasPrefix(around, "一") || text == "HK$8.1bn" || query == "HK$8.1bn" {
						continue
					}
					if doc := strings.ReplaceAll(around, "%s", text); !q.Match(doc) {
						t.Errorf("%s does not find %s", query, doc)
					}
				}
			}
			exact, _ := Parse(`"` + query + `"`)
			if exact.Match("12401 or 1.25万, 12,000,400, 3 million, 30亿") || q.Match("12401 or 1.25万, 12,000,400, 3 million, 30亿") {
				t.Errorf("%s finds other numbers", query)
			}
		}
	}
	for query, finds := range map[string]map[string]bool{
		"2024":            {"in 2024": true, "2,024 people": false},
		`"12,400"`:        {"12,400": true, "1.24万": false},
		"1.24万人":          {"12,400人": true, "1.24万名工人": true, "1.24万": false},
		"-3亿 people":      {"300 million people": false, "people": true},
		"12,400 OR ferry": {"1.24万": true, "ferries": true, "12": false},
		"10,000-strong":   {"a crowd 10,000-strong": true, "1万": false},
		"300 million":     {"300 or a million": false},
	} {
		q, err := Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		for text, want := range finds {
			if got := q.Match(text); got != want {
				t.Errorf("%s in %q: %v", query, text, got)
			}
		}
	}
	q, _ := Parse("12400")
	if got := show(Snippet("It sold 1.24万 cars and 12,400 vans.", q, 80)); got != "It sold [1.24万] cars and [12,400] vans." {
		t.Error(got)
	}
}
