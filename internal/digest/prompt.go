package digest

import (
	"cmp"
	"embed"
	"fmt"
	"net/url"
	"regexp"
	"slices"
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
const PromptVersion = "digest-3"

//go:embed prompts
var promptFiles embed.FS

var prompts = template.Must(template.ParseFS(promptFiles,
	"prompts/"+PromptVersion+".tmpl", "prompts/"+JudgeVersion+".tmpl", "prompts/"+TranslateVersion+".tmpl",
	"prompts/"+SentenceVersion+".tmpl", "prompts/"+TitleVersion+".tmpl", "prompts/"+MendVersion+".tmpl",
	"prompts/"+StoryVersion+".tmpl"))

// Bounds on what goes into a prompt; see also those on what it shows of a report.
const (
	maxNames    = 40   // of the glossary
	maxWordings = 8    // of one sentence
	smallRoom   = 2000 // tokens; in less the instructions leave out examples and rare kinds of reports
	maxField    = 500  // characters of a headline, an outlet, a standfirst, a reason
)

// order is what the model is asked for.
type order struct {
	article  news.Article
	tongue   tongue
	names    []news.Name
	wordings func(sentence string) []news.Name                                 // how its numbers are written in the reader's language; nil: not known
	shown    func(s, lang string, names []news.Name, may func(int) bool) []int // see Shown; nil: not known
	reasons  []news.Finding
	again    string // why the last answer could not be used
	titles   bool   // one sentence is enough
	room     int    // tokens the prompt may have, as llm.Tokens counts them; 0: as many as it takes
}

// brief is an order put into words.
type brief struct {
	llm.Request
	shown       []news.Sentence // of the body, ascending
	asides      []int           // numbers of headline and standfirst, where they are shown
	covers      int             // words shown; 0: all of them, but for notes of the page
	least, most int             // sentences asked for
}

// material is what the templates are filled with.
type material struct {
	Language, TitleBound, SentenceBound, NameExample string
	SameLanguage                                     bool // the report is in the digest's language
	Manners                                          []string
	Headline, Standfirst, Outlet, Published          string
	Section, Kind                                    string
	Above                                            []news.Name // wordings of the standfirst
	Lines                                            []shownLine
	Short                                            bool            // the window is small: fewer instructions
	Gaps                                             bool            // parts of the report are left out
	Cut                                              bool            // its end is
	Sentences                                        []news.Sentence // of a translation: paragraphs
	Least, Most                                      int             // sentences asked for
	Names                                            []news.Name
	Reasons                                          []string
	Again                                            string
}

// shownLine is a sentence of the report as a prompt shows it.
type shownLine struct {
	news.Sentence
	Gap      bool // sentences before it are left out
	Wordings []news.Name
}

// brief writes the prompt. What all reports of one language have in common, how to write, is
// its system prompt; the report comes next, and what changes from one question on it to the
// next comes last: so servers that keep the beginning of a prompt need not read it again.
// Of a report that does not fit it shows parts; it fails when not even the first sentence
// fits.
func (o order) brief() (brief, error) {
	m := o.material()
	all := o.article.Sentences()
	body := reported(o.article, all[:min(len(all), maxSentences)])
	parts := clipped(body, maxPassage)
	var b brief
	if err := o.choose(&b, m, parts); err != nil {
		return b, err
	}
	if m.Gaps = len(b.shown) < len(body) || len(all) > maxSentences || part(b.shown, all); m.Gaps {
		b.covers = words(b.shown, o.article.Lang)
	}
	b.least, b.most = o.count(len(b.shown))
	m.Least, m.Most = b.least, b.most
	m.Lines = lines(b.shown, body)
	m.Cut = m.Gaps && (len(all) > maxSentences || len(b.shown) > 0 && b.shown[len(b.shown)-1].N != body[len(body)-1].N)
	if m.Headline != "" {
		b.asides = append(b.asides, news.HeadlineN)
	}
	if m.Standfirst != "" {
		b.asides = append(b.asides, news.StandfirstN)
	}
	system, user, err := o.render(m)
	if err != nil {
		return b, err
	}
	if o.wordings != nil {
		above := shownLine{Sentence: news.Sentence{Text: m.Standfirst}}
		all := append(m.Lines, above)
		o.word(all, o.room-llm.Tokens(system)-llm.Tokens(user))
		m.Above, m.Lines = all[len(all)-1].Wordings, all[:len(all)-1]
		if _, user, err = o.render(m); err != nil {
			return b, err
		}
	}
	b.Request = llm.Request{System: system, User: user, Temperature: 0.2, Schema: b.schema(!m.SameLanguage && !o.titles)}
	return b, nil
}

// shows reports whether the prompt has what a number of evidence means.
func (b brief) shows(n int) bool {
	_, found := slices.BinarySearchFunc(b.shown, n, func(s news.Sentence, n int) int { return s.N - n })
	return found || slices.Contains(b.asides, n)
}

// choose fills in what is shown of a report whose sentences are body.
func (o order) choose(b *brief, m material, body []news.Sentence) error {
	room := size{words: maxWords}
	if o.titles {
		room.words = fewWords
	}
	if o.room > 0 {
		m.Gaps, m.Least, m.Most = true, 3, 6
		system, frame, err := o.render(m)
		if err != nil {
			return err
		}
		room.tokens = max(1, o.room-llm.Tokens(system)-llm.Tokens(frame))
	}
	if len(body) == 0 && m.Standfirst != "" {
		return nil // the page has nothing but notes; its news is in what stands above them
	}
	b.shown = fit(body, room, o.article.Lang)
	for n := maxPassage / 2; len(b.shown) == 0 && n >= leastPassage && len(body) > 0; n /= 2 { // a long sentence comes first
		b.shown = fit(clipped(body, n), room, o.article.Lang)
	}
	if len(b.shown) == 0 {
		return fmt.Errorf("not even its first sentence fits into %d tokens", o.room)
	}
	return nil
}

// count is how many sentences are asked for, of a report of which so many are shown.
func (o order) count(shown int) (least, most int) {
	switch {
	case o.titles:
		return 1, 1
	case shown < 6:
		return max(1, min(3, (shown+1)/2)), min(3, shown+1)
	}
	return 3, 6
}

// lines are what is shown of a body, in their form.
func lines(shown, body []news.Sentence) []shownLine {
	out := make([]shownLine, len(shown))
	k := 0
	for i, s := range shown {
		gap := false
		for ; body[k].N != s.N; k++ {
			gap = true
		}
		k++
		s.Text = inert(s.Text)
		out[i] = shownLine{Sentence: s, Gap: gap}
	}
	return out
}

// word puts beside each sentence how its numbers are written in the reader's language, as
// long as there is room for it.
func (o order) word(list []shownLine, room int) {
	for i := range list {
		found := o.wordings(list[i].Text)
		for _, n := range found[:min(len(found), maxWordings)] {
			n = news.Name{Source: field(n.Source), Target: field(n.Target)}
			if room -= llm.Tokens(n.Source+n.Target) + 6; o.room > 0 && room < 0 {
				return
			}
			list[i].Wordings = append(list[i].Wordings, n)
		}
	}
}

// material gathers all but the sentences.
func (o order) material() material {
	a, t := o.article, o.tongue
	m := material{
		Language: t.name, TitleBound: t.title, SentenceBound: t.sentence, NameExample: t.example, Manners: t.manners,
		SameLanguage: t.base == baseOf(a.Lang), Short: o.room > 0 && o.room < smallRoom, Kind: kindOf(a),
		Headline: field(a.Title), Outlet: field(outletOf(a)), Standfirst: field(a.Standfirst), Section: clip(inert(a.Section), 60), Again: o.again,
	}
	if !a.Published.IsZero() {
		m.Published = a.Published.Format("2006-01-02, Monday")
	}
	for _, n := range o.names[:min(len(o.names), maxNames)] {
		m.Names = append(m.Names, news.Name{Source: field(n.Source), Target: field(n.Target)})
	}
	for _, f := range o.reasons[:min(len(o.reasons), maxClaims*2)] {
		m.Reasons = append(m.Reasons, o.say(f))
	}
	return m
}

// outletOf is whose report it is: of a page that came alone, the host that has it.
func outletOf(a news.Article) string {
	if name := cmp.Or(a.Outlet, a.SourceName); name != "" {
		return name
	}
	u, err := url.Parse(cmp.Or(a.Canonical, a.URL))
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// maxHaving bounds in how many sentences the words of a finding are looked for.
const maxHaving = 3

// say is a finding as the model is told it, with the wording of what the report has instead.
func (o order) say(f news.Finding) string {
	var given []news.Name
	if o.wordings != nil && f.Found != "" {
		having := 0
		for _, s := range o.article.Sentences() {
			if having < maxHaving && strings.Contains(s.Text, f.Found) {
				having++
				given = append(given, o.wordings(s.Text)...)
			}
		}
	}
	return field(Reason(f, o.tongue.tag, given))
}

// render makes the two parts of a prompt.
func (o order) render(m material) (system, user string, err error) {
	if system, err = render("system-"+o.tongue.prompt, m); err != nil {
		return "", "", err
	}
	report, err := render("report", m)
	if err != nil {
		return "", "", err
	}
	ask, err := render("ask-"+o.tongue.prompt, m)
	return system, report + "\n\n" + ask, err
}

func render(name string, m material) (string, error) {
	var b strings.Builder
	if err := prompts.ExecuteTemplate(&b, name, m); err != nil {
		return "", fmt.Errorf("write prompt: %w", err)
	}
	return b.String(), nil
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

// helps are the wordings that a prompt shows beside a sentence, where an answer copies them.
var helps = regexp.MustCompile(`\s*⟨[^⟩]*(?:⟩|$)`)

var angles = strings.NewReplacer("<", "‹", ">", "›", "⟨", "‹", "⟩", "›")

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
