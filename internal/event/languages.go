package event

import (
	"strings"
	"sync"
)

// vocabularies are those of several languages. Each is made when it is first asked for: a desk reads few of the languages, and the words of all
// take megabytes.
type vocabularies map[string]func() *vocabulary

// of returns the words of a language, its tag without script and region; nil: there are none.
func (v vocabularies) of(lang string) *vocabulary {
	if made, ok := v[lang]; ok {
		return made()
	}
	return nil
}

// rowsOf are rows of a file of words, by language.
type rowsOf map[string][]rowOfWords

// rowOfWords is what a file has for an entry in one language: words, parted by commas.
type rowOfWords struct {
	of    *head
	words string
}

// add adds a line of a file, "lang: word, word", or what the page calls its entry, "name: word".
func (r rowsOf) add(of *head, line string) {
	lang, list, _ := strings.Cut(strings.TrimSpace(line), ":")
	if lang == "name" {
		of.label = strings.TrimSpace(list)
		return
	}
	r[lang] = append(r[lang], rowOfWords{of, list})
}

// vocabularies are what the rows say.
func (r rowsOf) vocabularies() vocabularies {
	out := make(vocabularies, len(r))
	for lang, rows := range r {
		out[lang] = sync.OnceValue(func() *vocabulary {
			v := newVocabulary(lang)
			for _, x := range rows {
				v.articled = v.articled || x.of.class == articles && x.of.name == "article"
				for w := range strings.SplitSeq(x.words, ",") {
					v.add(x.of, strings.TrimSpace(w))
				}
			}
			return v
		})
	}
	return out
}
