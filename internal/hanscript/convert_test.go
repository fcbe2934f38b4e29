package hanscript

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestConvert compares with what OpenCC makes of sentences and of phrases side by side.
func TestConvert(t *testing.T) {
	data, err := os.ReadFile("testdata/phrases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	converters := map[Form]*Converter{}
	for form := range steps {
		if converters[form], err = NewConverter(form); err != nil {
			t.Fatal(err)
		}
	}
	tried := map[Form]int{}
	for line := range strings.Lines(string(data)) {
		field := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(field) != 3 {
			continue // a comment
		}
		form := Form(field[0])
		if got := converters[form].Convert(field[1]); got != field[2] {
			t.Errorf("%s: %q becomes %q, want %q", form, field[1], got, field[2])
		}
		tried[form]++
	}
	for form := range steps {
		if tried[form] < 50 {
			t.Errorf("only %d texts are converted to %s", tried[form], form)
		}
	}
	if _, err := NewConverter("klingon"); err == nil {
		t.Error("there is a converter to a form that does not exist")
	}
}

// TestConvertEntries: each entry of a table, alone, becomes what the table says.
func TestConvertEntries(t *testing.T) {
	for _, name := range []string{"st", "ts", "tw", "tw-words", "hk"} {
		table, err := loadTable(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(table.text) {
			from, to, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			if got := table.convert(from); ok && got != to || utf8.RuneCountInString(got) < 1 {
				t.Errorf("%s: %q becomes %q, want %q", name, from, got, to)
			}
		}
	}
}

func FuzzConvert(f *testing.F) {
	f.Add("头发发展，干部干燥\xff")
	f.Add("U盘𠮷一丝不")
	c, err := NewConverter(TaiwanWords)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := c.Convert(s)
		if utf8.ValidString(got) != utf8.ValidString(s) {
			t.Errorf("%q becomes %q", s, got)
		}
		if got := FoldJapanese(s); len(got) != len(s) {
			t.Errorf("%q folds to %q", s, got)
		}
	})
}

func BenchmarkConvert(b *testing.B) {
	c, err := NewConverter(Taiwan)
	if err != nil {
		b.Fatal(err)
	}
	s := strings.Repeat("头发发展，干部干燥，皇后后面；台湾里程碑。2024年3月，有点意思吧。", 20)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		c.Convert(s)
	}
}

func BenchmarkNewConverter(b *testing.B) {
	for b.Loop() {
		if _, err := NewConverter(Taiwan); err != nil {
			b.Fatal(err)
		}
	}
}
