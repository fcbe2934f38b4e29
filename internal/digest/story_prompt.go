package digest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Bounds on what a prompt shows of an event.
const (
	maxReports  = 12   // reports
	storyRoom   = 3500 // tokens of the whole prompt
	fewReports  = 5
	fewRoom     = 3200 // tokens of the prompt of so many reports, as they are estimated: 2,500 as models count them
	toldRoom    = 600  // tokens of one report
	leastTold   = 120  // tokens; where there is less room for each, fewer reports are shown
	toldPassage = 400  // characters of one sentence
	toldCites   = 4    // sentences shown for one sentence of a digest
	toldOpening = 3    // sentences of the opening of a report without a digest, beside those that carry its news
	toldNames   = 24   // of the glossary
	namesRoom   = 200  // tokens of those
	toldWording = 4    // of one sentence
)

// letters name the reports of a prompt. H and S mean a headline and a standfirst, I and O look like figures.
const letters = "ABCDEFGJKLMN"

// storyOrder is what the model is asked for of one event.
type storyOrder struct {
	tongue   tongue
	tellings []news.Telling // all of them, oldest first
	shown    []news.Telling // those that count, as long as there is room
	names    func(news.Article) []news.Name
	wordings Wordings
	again    string // why the last answer could not be used
	room     int    // tokens that the prompt may have; 0: storyRoom
}

// told is one report as a prompt shows it.
type told struct {
	Letter, Outlet, Published, Kind string
	Same                            string // the letter of an earlier report of the same house under another name
	Headline                        string
	Digest                          []toldClaim
	Lines                           []shownLine // ascending
	article                         news.Article
}

// toldClaim is a sentence of a report's digest with the marks of what it rests on.
type toldClaim struct{ Text, Marks string }

// Mark is how the prompt names sentence n of the report: A3, AH, AS.
func (t told) Mark(n int) string { return t.Letter + mark(n) }

// shows reports whether the prompt has sentence n of the report.
func (t told) shows(n int) bool {
	return n == news.HeadlineN && t.Headline != "" || slices.ContainsFunc(t.Lines, func(l shownLine) bool { return l.N == n })
}

// storyBrief is an order on an event put into words.
type storyBrief struct {
	llm.Request
	told []told
}

// storyMaterial is what the templates are filled with.
type storyMaterial struct {
	Chinese                             string // the language's own name for Chinese; empty: another language
	Language, TitleBound, SentenceBound string
	Told                                []told
	Names                               []news.Name
	Again                               string
}

// tellers are the reports that an event is told from, oldest first: own ones that are still there and have a text, of each house the
// first and the latest. If they are too many, the latest of the houses that wrote last come first.
func tellers(all []news.Telling) []news.Telling {
	var own []news.Telling
	for _, t := range all {
		_, gone := news.Withdrawn(t.Sights)
		if t.CopyOf == "" && !gone && len(t.Article.Sentences()) > 0 {
			own = append(own, t)
		}
	}
	first, last := map[string]int{}, map[string]int{}
	for i, t := range own {
		h := houseOf(t)
		if _, known := first[h]; !known {
			first[h] = i
		}
		last[h] = i
	}
	var chosen []int
	for i := len(own) - 1; i >= 0; i-- {
		if last[houseOf(own[i])] == i {
			chosen = append(chosen, i)
		}
	}
	for i, t := range own {
		if h := houseOf(t); first[h] == i && last[h] != i {
			chosen = append(chosen, i)
		}
	}
	chosen = chosen[:min(len(chosen), maxReports)]
	slices.Sort(chosen)
	var out []news.Telling
	for _, i := range chosen {
		out = append(out, own[i])
	}
	return out
}

// houseOf is what counts as one outlet.
func houseOf(t news.Telling) string {
	return cmp.Or(t.House, string(t.Article.Source), outletOf(t.Article))
}

// brief writes the prompt. What all questions of one language have in common comes first, as in that of a digest. Where there is no room
// for all reports, those of the houses that wrote last are shown.
func (o storyOrder) brief() (storyBrief, error) {
	m := o.material()
	system, frame, err := o.render(m)
	if err != nil {
		return storyBrief{}, err
	}
	most := storyRoom
	if len(o.shown) <= fewReports {
		most = fewRoom
	}
	if o.room > 0 {
		most = min(most, o.room)
	}
	room := most - llm.Tokens(system) - llm.Tokens(frame) - namesRoom
	if room < 2*leastTold {
		return storyBrief{}, fmt.Errorf("not even two reports fit into %d tokens", most)
	}
	some := o.shown[max(0, len(o.shown)-room/leastTold):]
	each := min(toldRoom, room/max(1, len(some)))
	for i, t := range some {
		m.Told = append(m.Told, o.tell(t, letters[i:i+1], each))
	}
	related(m.Told, some)
	m.Names = o.namesOf(m.Told, namesRoom)
	user := ""
	if system, user, err = o.render(m); err != nil {
		return storyBrief{}, err
	}
	b := storyBrief{told: m.Told, Request: llm.Request{System: system, User: user, Temperature: 0.2}}
	b.Schema = b.schema()
	return b, nil
}

func (o storyOrder) material() storyMaterial {
	t := o.tongue
	m := storyMaterial{Language: t.name, TitleBound: t.title, SentenceBound: t.sentence, Again: o.again}
	if t.han {
		m.Chinese = t.chinese()
	}
	return m
}

// chinese is the language's own name of the script that is written.
func (t tongue) chinese() string {
	if t.traditional() {
		return "繁體中文"
	}
	return "简体中文"
}

func (o storyOrder) render(m storyMaterial) (system, user string, err error) {
	if system, err = renderIn(o.tongue, "story-system", m); err != nil {
		return "", "", err
	}
	user, err = renderIn(o.tongue, "story-user", m)
	return system, user, err
}

// renderIn fills a template whose Chinese is written in one script, and converted for the other.
func renderIn[T any](t tongue, name string, m T) (string, error) {
	all := prompts
	if t.traditional() {
		var err error
		if all, err = traditionalPrompts(); err != nil {
			return "", fmt.Errorf("write prompt: %w", err)
		}
	}
	var b strings.Builder
	if err := all.ExecuteTemplate(&b, name, m); err != nil {
		return "", fmt.Errorf("write prompt: %w", err)
	}
	return b.String(), nil
}

// related marks the reports of one house that have different names.
func related(all []told, of []news.Telling) {
	for i := range all {
		for j := range i {
			if houseOf(of[i]) == houseOf(of[j]) && all[i].Outlet != all[j].Outlet {
				all[i].Same = all[j].Letter
				break
			}
		}
	}
}

// tell shows a report in so many tokens: the sentences of its digest with what they rest on, or without one the sentences that carry its
// news.
func (o storyOrder) tell(t news.Telling, letter string, room int) told {
	a := t.Article
	out := told{Letter: letter, Outlet: clip(inert(outletOf(a)), 60), Headline: clip(inert(a.Title), 200), Kind: kindOf(a), article: a}
	if !a.Published.IsZero() {
		out.Published = a.Published.Format("2006-01-02 Mon 15:04 -0700")
	}
	room -= llm.Tokens(out.Outlet+out.Headline+out.Published) + 20
	if d := t.Digest; usable(d, a) {
		o.tellDigest(&out, d, room)
	} else {
		o.tellText(&out, d, room)
	}
	slices.SortFunc(out.Lines, func(x, y shownLine) int { return cmp.Compare(x.N, y.N) })
	return out
}

// usable reports whether a digest is a model's, of this text, and fit to be shown.
func usable(d news.Digest, a news.Article) bool {
	return d.By != "" && d.By != news.ByExtract && !d.Unfit && len(d.Summary) > 0 && d.Text == a.TextHash()
}

// tellDigest shows the sentences of a digest that have room, each with what it rests on. The text of a digest in the report's own language,
// or with a doubt, is not shown: what it rests on says it.
func (o storyOrder) tellDigest(out *told, d news.Digest, room int) {
	own := baseOf(out.article.Lang) == baseOf(d.Lang) || baseOf(d.Lang) != o.tongue.base
	for _, c := range d.Summary {
		var lines []shownLine
		var marks []string
		cost := 0
		for _, n := range c.Evidence[:min(len(c.Evidence), toldCites)] {
			s := out.article.Cited(n)
			if s == "" {
				continue
			}
			marks = append(marks, out.Mark(n))
			if !out.shows(n) {
				l := shownLine{Sentence: news.Sentence{N: n, Text: clip(inert(s), toldPassage)}}
				lines, cost = append(lines, l), cost+llm.Tokens(l.Text)+6
			}
		}
		said := toldClaim{Text: inert(c.Text), Marks: strings.Join(marks, " ")}
		show := !own && !c.Doubtful() && len(marks) > 0
		if show {
			cost += llm.Tokens(said.Text+said.Marks) + 6
		}
		if cost > room && len(out.Lines) > 0 {
			continue
		}
		room -= cost
		out.Lines = append(out.Lines, lines...)
		if show {
			out.Digest = append(out.Digest, said)
		}
	}
}

// tellText shows sentences of a report that has no digest of a model: those that its extract quotes, or that carry its news, then
// its opening. How their numbers are written stands beside them.
func (o storyOrder) tellText(out *told, d news.Digest, room int) {
	a := out.article
	var numbers []int
	if d.By == news.ByExtract && d.Text == a.TextHash() {
		for _, c := range d.Summary {
			numbers = append(numbers, c.Evidence...)
		}
	}
	numbers = append(numbers, choose(a, false)...)
	body := reported(a, a.Sentences())
	for _, s := range body[:min(len(body), toldOpening)] {
		numbers = append(numbers, s.N)
	}
	for _, n := range numbers {
		s := a.Cited(n)
		if s == "" || out.shows(n) {
			continue
		}
		l := shownLine{Sentence: news.Sentence{N: n, Text: clip(inert(s), toldPassage)}}
		if o.wordings != nil {
			found := o.wordings(a, s)
			for _, w := range found[:min(len(found), toldWording)] {
				l.Wordings = append(l.Wordings, news.Name{Source: field(w.Source), Target: field(w.Target)})
			}
		}
		cost := llm.Tokens(l.Text) + 6
		for _, w := range l.Wordings {
			cost += llm.Tokens(w.Source+w.Target) + 6
		}
		if cost > room && len(out.Lines) > 0 {
			continue
		}
		room -= cost
		out.Lines = append(out.Lines, l)
	}
}

// namesOf are names of the glossary that stand in what is shown, as long as there is room.
func (o storyOrder) namesOf(all []told, room int) []news.Name {
	if o.names == nil {
		return nil
	}
	var out []news.Name
	for _, t := range all {
		if !o.tongue.han && baseOf(t.article.Lang) == o.tongue.base {
			continue
		}
		var said strings.Builder
		said.WriteString(t.Headline)
		for _, l := range t.Lines {
			said.WriteString("\n" + l.Text)
		}
		for _, n := range namesWithin(o.names(t.article), said.String()) {
			cost := llm.Tokens(n.Source+n.Target) + 4
			if slices.Contains(out, n) || n.Source == n.Target || len(out) == toldNames || cost > room {
				continue
			}
			out, room = append(out, n), room-cost
		}
	}
	return out
}

// sides is the folded text of all reports that are shown, to look for originals and addresses in.
func (b storyBrief) sides() string {
	var all strings.Builder
	for _, t := range b.told {
		a := t.article
		all.WriteString(a.Title + "\n" + a.Standfirst + "\n" + a.Text() + "\n" + strings.Join(a.Byline, "\n") + "\n")
	}
	return text.Fold(all.String())
}

// of is the report with that letter; false: it was not given.
func (b storyBrief) of(letter string) (told, bool) {
	i := slices.IndexFunc(b.told, func(t told) bool { return t.Letter == letter })
	if i < 0 {
		return told{}, false
	}
	return b.told[i], true
}

// Bounds on the answer, as they are asked for; storyMost are those of what is read.
const (
	leastCommon = 3
	mostCommon  = 5
	mostOpen    = 2
)

// schema is the form of the answer. A decoder that is held to it can cite nothing that is not shown. Beside it stands the form alone.
func (b storyBrief) schema() llm.Schema {
	var marks []string
	for _, t := range b.told {
		marks = append(marks, strconv.Quote(t.Mark(news.HeadlineN)))
		for _, l := range t.Lines {
			marks = append(marks, strconv.Quote(t.Mark(l.N)))
		}
	}
	one := `{"type":"string"}`
	if 3*len(marks) <= maxListed {
		one = `{"type":"string","enum":[` + strings.Join(marks, ",") + `]}`
	}
	bound := func(least, most int) string {
		return `,"minItems":` + strconv.Itoa(least) + `,"maxItems":` + strconv.Itoa(most)
	}
	return llm.Schema{Name: "story", JSON: storySchema(one, bound), Plain: storySchema(`{"type":"string"}`, func(int, int) string { return "" })}
}

func storySchema(mark string, bound func(least, most int) string) json.RawMessage {
	list := func(least, most int, of string) string {
		return `{"type":"array"` + bound(least, most) + `,"items":` + of + `}`
	}
	object := func(members ...string) string { // a name, its schema, …
		var names, all []string
		for i := 0; i < len(members); i += 2 {
			names, all = append(names, strconv.Quote(members[i])), append(all, strconv.Quote(members[i])+":"+members[i+1])
		}
		return `{"type":"object","additionalProperties":false,"required":[` + strings.Join(names, ",") + `],"properties":{` + strings.Join(all, ",") + `}}`
	}
	const words = `{"type":"string"}`
	evidence := func(least int) string { return list(least, usualEvidence, mark) }
	return json.RawMessage(object("title", words,
		"common", list(2, mostCommon, object("text", words, "evidence", evidence(2))),
		"only", list(0, mostCommon, object("text", words, "evidence", evidence(1))),
		"open", list(0, mostOpen, object("text", words, "evidence", evidence(1)))))
}
