package digest

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"unicode"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// PromptVersion names the template that prompts are made from; a changed template
// gets a new number, so that old digests say truly what they were made with.
const PromptVersion = "digest-2"

//go:embed prompts
var promptFiles embed.FS

var prompts = template.Must(template.ParseFS(promptFiles,
	"prompts/"+PromptVersion+".tmpl", "prompts/"+JudgeVersion+".tmpl", "prompts/"+TranslateVersion+".tmpl",
	"prompts/"+SentenceVersion+".tmpl", "prompts/"+TitleVersion+".tmpl", "prompts/"+MendVersion+".tmpl"))

// schema is the answer's form, as the system prompt describes it.
const schema = `{"type":"object","additionalProperties":false,"required":["title","summary","names"],"properties":{` +
	`"title":{"type":"string"},` +
	`"summary":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["text","evidence"],` +
	`"properties":{"text":{"type":"string"},"evidence":{"type":"array","items":{"type":"integer"}}}}},` +
	`"names":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["source","target"],` +
	`"properties":{"source":{"type":"string"},"target":{"type":"string"}}}}}}`

// Bounds on what goes into a prompt.
const (
	maxWords = 20000 // of a report
	fewWords = 200   // of a report of which only the headline is asked for
	maxNames = 40    // of the glossary
	maxField = 500   // characters of a headline, an outlet, a standfirst, a reason
)

// order is what the model is asked for.
type order struct {
	article news.Article
	tongue  tongue
	names   []news.Name
	reasons []news.Finding
	again   string // why the last answer could not be used
	titles  bool   // one sentence is enough
	room    int    // tokens the prompt may have, as llm.Tokens counts them; 0: as many as it takes
}

// brief is an order put into words.
type brief struct {
	llm.Request
	shown  []news.Sentence
	covers int // words shown; 0: all of them
}

// material is what the templates are filled with.
type material struct {
	Language, TitleBound, SentenceBound, Count, NameExample string
	SameLanguage                                            bool // the report is in the digest's language
	Manners                                                 []string
	Headline, Outlet, Published, Standfirst                 string
	Sentences                                               []news.Sentence
	Covers                                                  int
	Names                                                   []news.Name
	Reasons                                                 []string
	Again                                                   string
}

// brief writes the prompt. Of a report that does not fit it shows whole paragraphs
// from the beginning, or whole sentences where not even the first paragraph fits;
// it fails when not even the first sentence does.
func (o order) brief() (brief, error) {
	all := o.article.Sentences()
	m := o.material(len(all))
	system, err := render("system", m)
	if err != nil {
		return brief{}, err
	}
	frame, err := render("user", m)
	if err != nil {
		return brief{}, err
	}
	room := o.room
	if room > 0 {
		room = max(1, room-llm.Tokens(system)-llm.Tokens(frame)-40) // 40: the line that says what is shown
	}
	most := maxWords
	if o.titles {
		most = fewWords
	}
	shown := fit(all, room, most, o.article.Lang)
	if len(shown) == 0 {
		return brief{}, fmt.Errorf("not even its first sentence fits into %d tokens", o.room)
	}
	b := brief{shown: shown}
	if len(shown) < len(all) {
		b.covers = words(shown, o.article.Lang)
	}
	m.Covers, m.Sentences = b.covers, make([]news.Sentence, len(shown))
	for i, s := range shown {
		s.Text = inert(s.Text)
		m.Sentences[i] = s
	}
	user, err := render("user", m)
	if err != nil {
		return brief{}, err
	}
	b.Request = llm.Request{System: system, User: user, Temperature: 0.2,
		Schema: llm.Schema{Name: "digest", JSON: json.RawMessage(schema), Plain: json.RawMessage(schema)}}
	return b, nil
}

// material gathers all but the sentences.
func (o order) material(sentences int) material {
	a, t := o.article, o.tongue
	m := material{
		Language: t.name, TitleBound: t.title, SentenceBound: t.sentence, NameExample: t.example, Manners: t.manners,
		SameLanguage: t.base == baseOf(a.Lang),
		Count:        "3 to 6 sentences",
		Headline:     field(a.Title), Outlet: field(a.Outlet), Standfirst: field(a.Standfirst), Again: o.again,
	}
	switch {
	case o.titles:
		m.Count = "1 sentence"
	case sentences < 6:
		m.Count = "1 to 3 sentences, no more than the report has to tell"
	}
	if !a.Published.IsZero() {
		m.Published = a.Published.Format("2006-01-02, Monday")
	}
	for _, n := range o.names[:min(len(o.names), maxNames)] {
		m.Names = append(m.Names, news.Name{Source: field(n.Source), Target: field(n.Target)})
	}
	for _, f := range o.reasons[:min(len(o.reasons), maxClaims*2)] {
		m.Reasons = append(m.Reasons, field(fmt.Sprintf("%q: %s", f.Span, f.Why())))
	}
	return m
}

func render(name string, m material) (string, error) {
	var b strings.Builder
	if err := prompts.ExecuteTemplate(&b, name, m); err != nil {
		return "", fmt.Errorf("write prompt: %w", err)
	}
	return b.String(), nil
}

// fit returns the opening sentences that fit into room tokens and so many words, up
// to the end of a paragraph where there is one. Room 0 is without end.
func fit(all []news.Sentence, room, most int, lang string) []news.Sentence {
	tokens, count, whole := 0, 0, 0
	for i, s := range all {
		tokens += llm.Tokens(s.Text) + 4 // "[12] " and the line's end
		count += text.Words(s.Text, lang)
		if room > 0 && tokens > room || count > most {
			if whole > 0 {
				return all[:whole]
			}
			return all[:i]
		}
		if i+1 == len(all) || all[i+1].Block != s.Block {
			whole = i + 1
		}
	}
	return all
}

// mark is how a prompt numbers what a digest may cite: "7", "H" and "S" for the headline and
// the standfirst.
func mark(n int) string {
	switch n {
	case news.HeadlineN:
		return "H"
	case news.StandfirstN:
		return "S"
	}
	return strconv.Itoa(n)
}

func words(ss []news.Sentence, lang string) int {
	n := 0
	for _, s := range ss {
		n += text.Words(s.Text, lang)
	}
	return n
}

// command matches the bracketed control words of some models' chat formats.
var command = regexp.MustCompile(`\[/?[A-Z][A-Z_]{2,}\]`)

var angles = strings.NewReplacer("<", "‹", ">", "›")

// inert makes s one line that no model takes for more than text: servers turn
// markers such as <|im_end|> into control tokens even where they are quoted.
func inert(s string) string {
	s = angles.Replace(clean(s))
	s = command.ReplaceAllStringFunc(s, func(c string) string { return "(" + c[1:len(c)-1] + ")" })
	return text.Collapse(s)
}

// clean drops what is not seen: control and format characters, but those that
// join or part letters in some scripts.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) && r != '\u200c' && r != '\u200d':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// field is inert text of bounded length.
func field(s string) string { return clip(inert(s), maxField) }

// clip bounds s to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
