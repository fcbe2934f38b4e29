package digest

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/salvage"
	"github.com/waidian/waidian/internal/text"
)

// Bounds on what is read of an answer on an event. What is over them falls.
const (
	readItems   = 24 // of one list
	longestSaid = 160
	longestWord = 360 // characters of a sentence in another language than Chinese
	titleCites  = 24
)

// storyAnswer is what a model answered on an event, in the form it was asked for.
type storyAnswer struct {
	Title              string
	Common, Only, Open []storySaid
	cut                bool
}

type storySaid struct {
	Text  string
	Marks []citation
}

// citation is a sentence of a report as an answer names it: A3, AH.
type citation struct {
	letter string
	n      int
}

// Keys under which models write what they were asked for under the first of each.
var (
	commonKeys = []string{"common", "agreed", "agree", "shared", "agreement", "consensus", "共同", "共识", "共識", "一致"}
	onlyKeys   = []string{"only", "single", "unique", "alone", "exclusive", "独有", "獨有", "单独", "單獨"}
	openKeys   = []string{"open", "unknown", "unclear", "openquestions", "未知", "不明", "待定"}
	reportKeys = []string{"report", "outlet", "letter", "reports"}
)

// readStory finds what was asked for in a model's words: the last whole object that has sentences of several outlets, else the last that
// was cut off.
func readStory(t tongue, s string) (storyAnswer, error) {
	if s = shortened(s); len(s) > maxAnswer {
		return storyAnswer{}, errLong
	}
	if turn, rest := firstTurn(s); rest {
		s = turn
	}
	f := finderOf(t)
	all := salvage.Objects(untokened(s))
	for _, cut := range []bool{false, true} {
		for _, o := range slices.Backward(all) {
			if a, ok := f.storyIn(o.JSON, 0); ok && o.Cut == cut {
				a.cut = cut
				return a, nil
			}
		}
	}
	return storyAnswer{}, errNone
}

// storyIn finds the answer in a value, or in what it wraps. The form in the prompt, said again, is none.
func (f finder) storyIn(raw json.RawMessage, depth int) (storyAnswer, bool) {
	if len(raw) == 0 || depth > maxWrapped {
		return storyAnswer{}, false
	}
	switch raw[0] {
	case '{':
		m := f.membersOf(raw)
		if a, ok := f.story(m); ok {
			return a, true
		}
		for _, k := range slices.Sorted(keysOf(m)) {
			if a, ok := f.storyIn(m[k], depth+1); ok {
				return a, true
			}
		}
	case '[':
		for _, v := range itemsOf(raw) {
			if a, ok := f.storyIn(v, depth+1); ok {
				return a, true
			}
		}
	case '"':
		for _, v := range encodedIn(raw) {
			if a, ok := f.storyIn(v, depth+1); ok {
				return a, true
			}
		}
	}
	return storyAnswer{}, false
}

func keysOf(m members) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// itemsOf are the elements of a list, bounded; of anything else none.
func itemsOf(raw json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list[:min(len(list), readItems)]
}

// story reads an object that has a list of sentences of several outlets.
func (f finder) story(m members) (storyAnswer, bool) {
	raw := m.find(commonKeys, is(`[{"`))
	if raw == nil {
		return storyAnswer{}, false
	}
	a := storyAnswer{Title: f.textIn(m.find(titleKeys, is(`"{`))), Common: f.said(raw), Only: f.said(m.find(onlyKeys, is(`[{"`))),
		Open: f.said(m.find(openKeys, is(`[{"`)))}
	if a.Title == "…" || a.Title == "..." {
		return storyAnswer{}, false
	}
	return a, true
}

// said reads a list of sentences, or one: objects, or texts with marks in them.
func (f finder) said(raw json.RawMessage) []storySaid {
	list := itemsOf(raw)
	if list == nil && is(`{"`)(raw) {
		list = []json.RawMessage{raw}
	}
	var out []storySaid
	for _, v := range list {
		var s storySaid
		switch {
		case is(`"`)(v):
			s.Text = textOf(v)
		case is("{")(v):
			m := f.membersOf(v)
			s.Text = f.textIn(m.find(textKeys, is(`"{[`)))
			s.Marks = citations(m.find(evidenceKeys, is(`[{"0123456789`)), letterIn(m.find(reportKeys, is(`"`))))
		}
		if s.Text != "" {
			out = append(out, s)
		}
	}
	return out
}

// Forms of what an answer cites. A letter alone is a report without a sentence.
var (
	cites       = regexp.MustCompile(`(?:([A-Z])\s*[-:：._#]?\s*)?(?:[\[(（【]\s*)?(\d{1,4}|[HS]\b)(?:\.0+)?(?:\s*[-–—~～]\s*([A-Z])?(\d{1,4}))?`)
	loneLetter  = regexp.MustCompile(`^[\s"\[(（【]*(?:[Rr]eport\s+|报道\s*|報道\s*)?([A-Za-z])[\s"\])）】.:：]*$`)
	citesInText = regexp.MustCompile(`\s*[\[【［]\s*[A-Z](?:\d{1,4}|[HS])(?:\s*[,，、;； –~-]\s*[A-Z]?(?:\d{1,4}|[HS]))*\s*[\]】］]`)
	citesAtEnd  = regexp.MustCompile(`\s*[(（]\s*[A-Z](?:\d{1,4}|[HS])(?:\s*[,，、;； –~-]\s*[A-Z]?(?:\d{1,4}|[HS]))*\s*[)）]\s*([。.!！?？]?)$`)
	namesLetter = regexp.MustCompile(`(?:报道|報道|媒体|媒體|来源|來源|\b(?i:report|outlet|source))\s?[A-Z]\b(?:\s*[、,，和与與]\s*[A-Z]\b)*|(?:^|[，。；、])[A-Z](?:[、和与與][A-Z])*(?:说|說|称|稱|报道|報道|则|則|都|均)`)
)

// letterIn is the letter of a report that a text names; "": it is none.
func letterIn(raw json.RawMessage) string {
	if m := loneLetter.FindStringSubmatch(textOf(raw)); m != nil {
		return strings.ToUpper(m[1])
	}
	return ""
}

// citations reads a value that stands for evidence: "A3", ["A1", "C3"], {"A": [1, 3]}, "A1, 3", and numbers where the report is named
// beside them. They are in order, each once.
func citations(raw json.RawMessage, report string) []citation {
	var r citesReader
	r.read(raw, report, 0)
	return unique(r.out)
}

// citesReader collects the citations of a value.
type citesReader struct{ out []citation }

// read reads a value beside which a report is named by its letter.
func (r *citesReader) read(v json.RawMessage, letter string, depth int) {
	var inner map[string]json.RawMessage
	switch {
	case depth > maxWrapped || len(v) == 0 || len(r.out) > 8*maxEvidence:
	case v[0] == '[':
		r.list(v, letter, depth)
	case v[0] == '{' && json.Unmarshal(v, &inner) == nil:
		r.object(inner, letter, depth)
	case v[0] == '"':
		r.out = append(r.out, citedIn(textOf(v), letter)...)
	default:
		r.out = append(r.out, citedIn(string(v), letter)...)
	}
}

func (r *citesReader) list(v json.RawMessage, letter string, depth int) {
	for _, e := range itemsOf(v) {
		if l := letterIn(e); l != "" && is(`"`)(e) && l != "H" && l != "S" {
			letter = l // ["A", 1]
			continue
		}
		r.read(e, letter, depth+1)
	}
}

func (r *citesReader) object(inner map[string]json.RawMessage, letter string, depth int) {
	own := letter
	for _, k := range sortedKeys(inner) {
		if slices.Contains(reportKeys, keyName(k)) {
			own = cmp.Or(letterIn(inner[k]), own)
		}
	}
	for _, k := range sortedKeys(inner) {
		if m := loneLetter.FindStringSubmatch(k); m != nil {
			r.read(inner[k], strings.ToUpper(m[1]), depth+1)
		} else if !slices.Contains(reportKeys, keyName(k)) {
			r.read(inner[k], own, depth+1)
		}
	}
}

// unique are the citations, each once.
func unique(all []citation) []citation {
	var out []citation
	for _, c := range all {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// citedIn reads a text that lists marks. Numbers without a letter are of the last one named.
func citedIn(s, letter string) []citation {
	if s = narrow.Replace(s); len(s) > 400 {
		return nil
	}
	if _, err := strconv.Atoi(s); err != nil {
		s = lowMarks.ReplaceAllStringFunc(s, strings.ToUpper)
	}
	var out []citation
	for _, m := range cites.FindAllStringSubmatch(s, 4*maxEvidence) {
		if m[1] != "" {
			letter = m[1]
		}
		switch m[2] {
		case "H":
			out = append(out, citation{letter, news.HeadlineN})
			continue
		case "S":
			out = append(out, citation{letter, news.StandfirstN})
			continue
		}
		first, _ := strconv.Atoi(m[2])
		last := first
		if m[4] != "" && (m[3] == "" || m[3] == letter) {
			last, _ = strconv.Atoi(m[4])
		}
		for n := first; n <= max(first, last) && n <= first+maxEvidence; n++ {
			out = append(out, citation{letter, n})
		}
		if m[3] != "" && m[3] != letter {
			letter = m[3]
			n, _ := strconv.Atoi(m[4])
			out = append(out, citation{letter, n})
		}
	}
	return out
}

// lowMarks matches marks whose letters are small.
var lowMarks = regexp.MustCompile(`\b[a-n](?:\d{1,4}|h|s)\b`)

// storyReader turns an answer into a digest of the event.
type storyReader struct {
	parser
	brief storyBrief
	lead  map[string]news.Hash // texts of the reports, by letter
	said  []string
}

func newStoryReader(b storyBrief, t tongue) *storyReader {
	r := &storyReader{brief: b, lead: map[string]news.Hash{}}
	r.parser = parser{brief: brief{Request: b.Request}, tongue: t, need: leastCommon, report: b.sides(), letter: text.Fold(b.System)}
	for _, x := range b.told {
		r.lead[x.Letter] = x.article.TextHash()
	}
	return r
}

// read bounds and cleans an answer.
func (r *storyReader) read(a storyAnswer) news.StoryDigest {
	var d news.StoryDigest
	list := func(all []storySaid, most int) (out []news.StoryClaim) {
		for _, s := range all {
			c, f := r.claim(s)
			if f.Reason == "" && len(out) >= most {
				f = measured(c.Text, news.TooManySentences, most)
			}
			if f.Reason != "" {
				d.LeftOut = append(d.LeftOut, news.Reject{Text: clip(text.Collapse(clean(s.Text)), maxField), Why: []news.Finding{f}})
				continue
			}
			out = append(out, c)
		}
		return out
	}
	d.Common, d.Only, d.Open = list(a.Common, mostCommon), list(a.Only, maxReports), list(a.Open, mostOpen)
	d.Title, _ = r.title(citesInText.ReplaceAllString(a.Title, ""))
	if namesLetter.MatchString(d.Title) {
		d.Title = ""
	}
	if d.Title != "" {
		d.TitleEvidence = r.union(d.Common)
	}
	d.Lang = r.tongue.written(d.Title + strings.Join(r.said, ""))
	return d
}

// claim reads one sentence; a finding with a reason means that it is left out.
func (r *storyReader) claim(s storySaid) (news.StoryClaim, news.Finding) {
	longest := longestWord
	if r.tongue.han {
		longest = longestSaid
	}
	if len(s.Text) > maxRaw {
		return news.StoryClaim{}, measured(clip(s.Text, maxField), news.TooLong, longest)
	}
	bare, marks := r.bare(s.Text, s.Marks)
	said, f := r.sentence(bare, longest)
	if f.Reason != "" {
		return news.StoryClaim{}, f
	}
	out := news.StoryClaim{Text: said}
	evidence, stray, unknown := r.evidence(marks)
	switch {
	case unknown != "":
		f = malformed(said, news.UnknownReport)
		f.Arg = unknown
		return out, f
	case len(evidence) == 0:
		return out, malformed(said, news.NoEvidence)
	case len(evidence) > maxEvidence:
		return out, measured(said, news.TooMuchEvidence, len(evidence))
	case stray:
		out.Findings = []news.Finding{{Rule: news.FormRule, Reason: news.StrayEvidence}}
	}
	out.Evidence = evidence
	r.said = append(r.said, said)
	return out, news.Finding{}
}

// bare takes the marks off a sentence. Those within it count where it has no others.
func (r *storyReader) bare(s string, marks []citation) (string, []citation) {
	var inText []citation
	s = citesInText.ReplaceAllStringFunc(unlisted(s), func(m string) string {
		inText = append(inText, citedIn(m, "")...)
		return ""
	})
	if m := citesAtEnd.FindStringSubmatchIndex(s); m != nil && !slices.ContainsFunc(citedIn(s[m[0]:m[2]], ""), r.strange) {
		inText = append(inText, citedIn(s[m[0]:m[2]], "")...)
		s = s[:m[0]] + s[m[2]:m[3]]
	}
	if len(marks) == 0 {
		marks = unique(inText)
	}
	return s, marks
}

func (r *storyReader) strange(c citation) bool {
	t, ok := r.brief.of(c.letter)
	return !ok || !t.shows(c.n)
}

// sentence is s as a sentence for readers; a finding with a reason says why it cannot be.
func (r *storyReader) sentence(s string, longest int) (string, news.Finding) {
	s, f := r.plain(s)
	switch m := namesLetter.FindString(s); {
	case f.Reason != "":
		return s, f
	case utf8.RuneCountInString(s) > longest:
		return s, measured(s, news.TooLong, longest)
	case !r.tongue.speaks(s):
		return s, r.foreign(s)
	case len(text.Sentences(s)) > 1:
		return s, measured(s, news.TooManySentences, 1) // one of them would lend its ground to the other
	case m != "":
		return s, malformed(strings.TrimLeft(m, "，。；、"), news.NamesLetter)
	case slices.Contains(r.said, s):
		return s, malformed(s, news.SaidTwice)
	}
	return s, news.Finding{}
}

// evidence is what marks mean, of each report together, ascending. stray reports sentences that were not shown, unknown is a letter that
// was not given.
func (r *storyReader) evidence(marks []citation) (out []news.Cite, stray bool, unknown string) {
	for _, t := range r.brief.told {
		var numbers []int
		for _, m := range marks {
			if m.letter == t.Letter && t.shows(m.n) {
				numbers = append(numbers, m.n)
			}
		}
		slices.Sort(numbers)
		for _, n := range slices.Compact(numbers) {
			out = append(out, news.Cite{Article: t.article.ID, Text: r.lead[t.Letter], N: n})
		}
	}
	for _, m := range marks {
		if _, ok := r.brief.of(m.letter); !ok && m.letter != "" && unknown == "" {
			unknown = m.letter
		}
		stray = stray || r.strange(m)
	}
	return out, stray, unknown
}

// union is what all sentences rest on, of each report together.
func (r *storyReader) union(all []news.StoryClaim) []news.Cite {
	var marks []citation
	for _, c := range all {
		for _, e := range c.Evidence {
			for _, t := range r.brief.told {
				if t.article.ID == e.Article {
					marks = append(marks, citation{t.Letter, e.N})
				}
			}
		}
	}
	out, _, _ := r.evidence(marks)
	return out[:min(len(out), titleCites)]
}
