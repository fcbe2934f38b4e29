package glossary

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed peoples.txt
var peoplesFile string

// peopleEndings give the forms of a word for a people by the languages of peoples.txt, in
// their order there.
var peopleEndings = []func(string) []string{germanPeople, frenchPeople, spanishPeople, italianPeople, portuguesePeople}

// withPeoples adds the words of a file in the form of peoples.txt to the countries and places
// that they are of. They only trace a name. An error names the line.
func withPeoples(entries []Entry, file string) error {
	named := map[string][]int{}
	for i, e := range entries {
		if e.Kind == Country || e.Kind == Place {
			named[e.Latin[0]] = append(named[e.Latin[0]], i)
		}
	}
	n := 0
	for line := range strings.Lines(file) {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		field := strings.Split(line, "|")
		of := named[strings.TrimSpace(field[0])]
		if len(of) == 0 || len(field) != 1+len(peopleEndings) {
			return fmt.Errorf("line %d: %q is no country or place, or lacks a language", n, strings.TrimSpace(field[0]))
		}
		for i, endings := range peopleEndings {
			for word := range strings.FieldsSeq(field[i+1]) {
				for _, f := range endings(word) {
					for _, at := range of {
						entries[at].Weak = addForm(entries[at].Weak, f)
					}
				}
			}
		}
	}
	return nil
}

// stems puts endings behind a word, less one of its own.
func stems(word, less, endings string) []string {
	out := []string{word}
	stem := strings.TrimSuffix(word, less)
	for end := range strings.FieldsSeq(endings) {
		out = append(out, stem+end)
	}
	return out
}

// germanPeople: norwegisch, norwegische; Norweger, Norwegerin; Schwede, Schweden, Schwedin.
func germanPeople(word string) []string {
	switch {
	case strings.HasSuffix(word, "sch"):
		return stems(word, "", "e en er es em")
	case strings.HasSuffix(word, "e"):
		return stems(word, "e", "en in innen")
	}
	return stems(word, "", "n s in innen en")
}

// frenchPeople: norvégien, norvégienne; danois, danoise; belge, belges.
func frenchPeople(word string) []string {
	switch {
	case strings.HasSuffix(word, "e"), strings.HasSuffix(word, "i"), strings.HasSuffix(word, "é"):
		return stems(word, "", "s")
	case strings.HasSuffix(word, "ien"), strings.HasSuffix(word, "éen"), strings.HasSuffix(word, "yen"):
		return stems(word, "", "s ne nes")
	}
	return stems(word, "", "s e es")
}

// spanishPeople: noruego, noruega; danés, danesa, daneses; iraní, iraníes; belga, belgas.
func spanishPeople(word string) []string {
	for _, accented := range []struct{ end, plain string }{{"és", "es"}, {"án", "an"}, {"ón", "on"}, {"ín", "in"}, {"ís", "is"}} {
		if stem, ok := strings.CutSuffix(word, accented.end); ok {
			return append(stems(stem+accented.plain, "", "a es as"), word)
		}
	}
	switch {
	case strings.HasSuffix(word, "o"):
		return stems(word, "o", "a os as")
	case strings.HasSuffix(word, "í"), strings.HasSuffix(word, "ú"):
		return stems(word, "", "s es")
	case strings.HasSuffix(word, "l"), strings.HasSuffix(word, "r"):
		return stems(word, "", "a es as")
	}
	return stems(word, "", "s")
}

// italianPeople: svizzero, svizzera; tedesco, tedeschi; danese, danesi; belga, belgi, belghe.
func italianPeople(word string) []string {
	switch {
	case strings.HasSuffix(word, "co"):
		return stems(word, "o", "a i he hi")
	case strings.HasSuffix(word, "io"):
		return stems(word, "io", "ia i e")
	case strings.HasSuffix(word, "o"):
		return stems(word, "o", "a i e")
	case strings.HasSuffix(word, "ga"):
		return stems(word, "a", "i he")
	case strings.HasSuffix(word, "a"):
		return stems(word, "a", "i e")
	case strings.HasSuffix(word, "e"):
		return stems(word, "e", "i")
	}
	return []string{word}
}

// portuguesePeople: norueguês, norueguesa; sueco, sueca; alemão, alemã, alemães; europeu,
// europeia.
func portuguesePeople(word string) []string {
	switch {
	case strings.HasSuffix(word, "ês"):
		return stems(word, "ês", "esa eses esas")
	case strings.HasSuffix(word, "ão"):
		return stems(word, "ão", "ã ães ãos ãs ões")
	case strings.HasSuffix(word, "eu"):
		return stems(word, "eu", "eia eus eias")
	case strings.HasSuffix(word, "o"):
		return stems(word, "o", "a os as")
	case strings.HasSuffix(word, "l"):
		return stems(word, "", "a as")
	case strings.HasSuffix(word, "r"), strings.HasSuffix(word, "z"):
		return stems(word, "", "a as es")
	}
	return stems(word, "", "s")
}
