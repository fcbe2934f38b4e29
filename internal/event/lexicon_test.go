package event

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestLexicon holds the form of the lexicon: each entry once, with a Chinese name; each word of a language in one entry of its file; of
// known languages and traits, and none so short that it is part of others.
func TestLexicon(t *testing.T) {
	traits := map[string]bool{"people": true, "generic": true, "body": true, "measure": true, "daily": true, "series": true, "neutral": true, "modal": true, "seen": true, "illness": true, "service": true,
		"money": true, "share": true, "long": true, "wide": true, "mass": true, "volume": true, "span": true, "warm": true}
	for _, f := range []struct {
		name, text string
		least      int
	}{{"counted.txt", countedWords, 1000}, {"fates.txt", fateWords, 200}} {
		entries, owner, entry := map[string]bool{}, map[string]string{}, ""
		for line := range strings.Lines(f.text) {
			line = strings.TrimRight(line, "\n")
			switch {
			case line == "" || line[0] == '#':
			case line[0] != ' ':
				words := strings.Fields(line)
				if entry = words[0]; entries[entry] {
					t.Errorf("%s: %s stands twice", f.name, entry)
				}
				entries[entry] = true
				for _, x := range words[1:] {
					if !traits[x] {
						t.Errorf("%s: %s has the trait %q", f.name, entry, x)
					}
				}
			default:
				lang, list, _ := strings.Cut(strings.TrimSpace(line), ": ")
				if lang == "name" {
					if r, _ := utf8.DecodeRuneInString(list); !unicode.Is(unicode.Han, r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
						t.Errorf("%s: %s is called %q", f.name, entry, list)
					}
					continue
				}
				if heads().of(lang) == nil {
					t.Fatalf("%s: %s has words in %q", f.name, entry, lang)
				}
				for w := range strings.SplitSeq(list, ", ") {
					if other := owner[lang+" "+w]; other != "" {
						t.Errorf("%s: %s %q is of %s and of %s", f.name, lang, w, other, entry)
					}
					owner[lang+" "+w] = entry
					least := map[bool]int{true: 4, false: 2}[strings.Contains(w, "*")]
					if utf8.RuneCountInString(strings.Trim(w, "*")) < least && lang != "ko" && lang != "ar" {
						t.Errorf("%s: %s %q of %s is too short", f.name, lang, w, entry)
					}
				}
			}
		}
		if len(entries) < f.least {
			t.Errorf("%s: %d entries", f.name, len(entries))
		}
	}
	for _, list := range []wordList{countables(), fates()} {
		for _, h := range list.entries {
			if h.label == "" {
				t.Errorf("%s has no name", h.name)
			}
		}
	}
}
