package digest

import (
	"embed"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// reasonFiles have what a model is told of a sentence, one file a language: "code: text" a
// line. zh-Hans.txt describes the form.
//
//go:embed reasons
var reasonFiles embed.FS

// Reason says to a model, in the language of digests lang (a BCP 47 tag), what a check
// found in a sentence and what to write instead. wordings are those of the sentences that
// it cites; see Writer.Wordings. A language without words of its own is told in English.
func Reason(f news.Finding, lang string, wordings []news.Name) string {
	t := tongueOf(lang)
	words := reasonsIn(t)
	text := words.of(f)
	r, given := right(f, wordings)
	if r != "" {
		text = words["right"]
	}
	day := f.Arg
	if ui := wording.For(t.tag); strings.HasPrefix(ui.Tag, t.base) {
		day = ui.Day(f.Arg)
	}
	values := strings.NewReplacer("{found}", field(f.Found), "{right}", field(r), "{arg}", field(f.Arg), "{of}", field(f.Of), "{day}", field(day))
	text = values.Replace(text)
	if f.Span != "" {
		text = strings.NewReplacer("{span}", field(f.Span), "{reason}", text).Replace(words["said"])
	}
	if r == "" && len(given) > 0 {
		text += strings.Replace(words["given"], "{given}", words.pairs(given), 1)
	}
	return text
}

// mostGiven bounds how many wordings a reason lists.
const mostGiven = 8

// right is how what the report has instead is written, if the wordings have it; else those
// that help, where the fault is one of numbers or dates.
func right(f news.Finding, wordings []news.Name) (string, []news.Name) {
	if f.Rule != news.NumberRule && f.Rule != news.DateRule {
		return "", nil
	}
	found := strings.ToLower(f.Found)
	best := news.Name{}
	for _, n := range wordings {
		source := strings.ToLower(n.Source)
		if found != "" && (within(source, found) || within(found, source)) && len(n.Source) > len(best.Source) {
			best = n
		}
	}
	return best.Target, wordings[:min(len(wordings), mostGiven)]
}

// within reports whether words stand in a text, and no longer word or number around them.
func within(s, words string) bool {
	if words == "" {
		return false
	}
	letter := func(b byte) bool { return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '.' || b == ',' }
	for at := 0; ; {
		i := strings.Index(s[at:], words)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(words)
		if !(start > 0 && letter(s[start-1]) && letter(words[0])) && !(end < len(s) && letter(s[end]) && letter(words[len(words)-1])) {
			return true
		}
		at = start + 1
	}
}

// reasonWords are the texts of one language, by code.
type reasonWords map[string]string

// of is the text on a finding. What the language has no words for is said in general.
func (w reasonWords) of(f news.Finding) string {
	if text, ok := w[string(f.Reason)]; ok {
		return text
	}
	return w["default"]
}

// pairs lists wordings.
func (w reasonWords) pairs(list []news.Name) string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = strings.NewReplacer("{source}", field(n.Source), "{target}", field(n.Target)).Replace(w["pair"])
	}
	return strings.Join(out, w["between"])
}

// reasonsIn are the texts of a language; those of English where it has none.
func reasonsIn(t tongue) reasonWords {
	all := reasonLists()
	name := t.base
	if tag, err := language.Parse(t.tag); err == nil && t.base == "zh" {
		if script, _ := tag.Script(); script.String() == "Hant" {
			name = "zh-Hant"
		}
	}
	if w, ok := all[name]; ok {
		return w
	}
	return all["en"]
}

var reasonLists = sync.OnceValue(func() map[string]reasonWords {
	out := map[string]reasonWords{}
	for base, name := range map[string]string{"zh": "zh-Hans", "en": "en", "de": "de", "ja": "ja"} {
		data, err := reasonFiles.ReadFile("reasons/" + name + ".txt")
		if err != nil {
			panic(err) // the files are part of the program and tested with it
		}
		w := reasonWords{}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSuffix(line, "\n")
			if code, text, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, "#") {
				w[code] = text
			}
		}
		out[base] = w
	}
	out["zh-Hant"] = out["zh"].inTraditional()
	return out
})

// inTraditional writes texts in simplified characters in traditional ones.
func (w reasonWords) inTraditional() reasonWords {
	c, err := hanscript.NewConverter(hanscript.Taiwan)
	if err != nil {
		panic(err) // the tables are part of the program and tested with it
	}
	out := reasonWords{}
	for code, text := range w {
		text = strings.ReplaceAll(text, "简体中文", "繁体中文")
		out[code] = strings.NewReplacer("“", "「", "”", "」").Replace(c.Convert(text))
	}
	return out
}
