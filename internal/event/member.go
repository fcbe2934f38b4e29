package event

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Bounds on what is read of one event. Of an outlet with more reports than two, the first and the latest are read.
const (
	mostMembers = 24 // reports that are set side by side
	mostLines   = 8  // sentences of a digest
	mostOpening = 12 // sentences of a report without a digest
	mostAside   = 30 // sentences of a report in the reader's language beside its digest
	mostRead    = 80 // sentences of a report that a sentence of another is compared with
	longestLine = 600
	mostNames   = 60 // names with originals
)

// member is a report that is set beside others.
type member struct {
	*news.Telling
	outlet string      // that counts as one: the house, else the outlet
	lang   string      // of its lines
	names  []news.Name // that the digests of the event give with their originals
	lines  []line
	told   *check.Report // its lines; read by saying
	text   *check.Report // all of its text; read by whole
	part   *check.Report // its text as far as it is compared; read by report
	read   []news.Sentence
	words  map[int]map[string]bool // by sentence; read by wordsAt
	kinds  map[int][]hit           // by sentence; read by kindsAt
	digits map[string]bool         // read by inDigitsOf
}

// line is one sentence that a report says: of its digest, else of its text.
type line struct {
	text  string
	cites []int           // sentences of the report
	parts map[string]bool // read by said
	more  map[string]bool // read by allParts
	own   bool            // the outlet's own words
	aside bool            // beside the lines of its report's digest: it may say what another's digest says, and is picked for nothing
}

// houseOf is what a report counts under: reports of one house are of one outlet.
func houseOf(t *news.Telling) string {
	return cmp.Or(t.House, t.Article.Outlet, t.Article.SourceName, string(t.Article.Source))
}

// own are the reports that say something of their own: no copy, and not withdrawn.
func own(tellings []news.Telling) []*news.Telling {
	ids := map[news.ArticleID]bool{}
	var out []*news.Telling
	for i := range tellings {
		t := &tellings[i]
		if t.CopyOf == "" && t.Article.Withdrawn.IsZero() && !ids[t.Article.ID] {
			ids[t.Article.ID] = true
			out = append(out, t)
		}
	}
	return out
}

// firstAndLatest picks the first and the latest report of each outlet, of the outlets that told last where they are too many.
func firstAndLatest(all []*news.Telling, most int) []*news.Telling {
	first, latest := map[string]*news.Telling{}, map[string]*news.Telling{}
	for _, t := range all {
		name := cmp.Or(t.Article.Outlet, t.Article.SourceName, string(t.Article.Source))
		if first[name] == nil {
			first[name] = t
		}
		latest[name] = t
	}
	kept := map[*news.Telling]bool{}
	for _, t := range slices.Backward(all) {
		name := cmp.Or(t.Article.Outlet, t.Article.SourceName, string(t.Article.Source))
		if latest[name] != t {
			continue
		}
		if len(kept) == most {
			break
		}
		kept[t] = true
		if len(kept) < most {
			kept[first[name]] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(t *news.Telling) bool { return !kept[t] })
}

// readings are the reports of an event, each read once however many ask.
type readings struct {
	r  Reader
	by map[*news.Telling]*member
}

func (r Reader) readings() *readings { return &readings{r, map[*news.Telling]*member{}} }

func (x *readings) of(t *news.Telling) *member {
	m := x.by[t]
	if m == nil {
		m = x.r.member(t)
		x.by[t] = m
	}
	return m
}

// members are the reports that are set side by side, oldest first.
func (x *readings) members(tellings []news.Telling) []*member {
	var out []*member
	for _, t := range firstAndLatest(own(tellings), mostMembers) {
		out = append(out, x.of(t))
	}
	var names []news.Name
	for _, m := range out {
		names = append(names, m.named()...)
	}
	slices.SortStableFunc(names, func(a, b news.Name) int { return cmp.Compare(len(b.Target), len(a.Target)) })
	names = trimmed(trimmed(slices.Compact(names)))
	for _, m := range out {
		m.names = names[:min(len(names), mostNames)]
	}
	return out
}

// trimmed cuts from the renderings of names what stands before them by chance: one ends as another of the same original does, or as a whole
// other.
func trimmed(names []news.Name) []news.Name {
	out := slices.Clone(names)
	for i, n := range names {
		for _, o := range names {
			end := commonEnd(n.Target, o.Target)
			if utf8.RuneCountInString(end) >= 2 && len(end) < len(out[i].Target) && (n.Source == o.Source || end == o.Target) {
				out[i].Target = end
			}
		}
	}
	slices.SortStableFunc(out, func(a, b news.Name) int { return cmp.Compare(len(b.Target), len(a.Target)) })
	return slices.Compact(out)
}

// commonEnd is what two texts end in alike.
func commonEnd(a, b string) string {
	x, y := []rune(a), []rune(b)
	n := 0
	for n < min(len(x), len(y)) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return string(x[len(x)-n:])
}

// member takes the sentences of a report: those of its digest where that is in the reader's language and no sentence
// of it is doubted, else those that it opens with.
func (r Reader) member(t *news.Telling) *member {
	m := &member{Telling: t, outlet: houseOf(t)}
	if d := t.Digest; r.digested(t) {
		m.lang = d.Lang
		for _, c := range d.Summary[:min(len(d.Summary), mostLines)] {
			if !c.Doubtful() && len(c.Evidence) > 0 && len(c.Text) <= longestLine {
				m.lines = append(m.lines, line{text: c.Text, cites: c.Evidence})
			}
		}
		if tongue(t.Article.Lang) == tongue(d.Lang) {
			m.takes(mostAside, true)
		}
		return m
	}
	m.lang = t.Article.Lang
	m.takes(mostOpening, false)
	return m
}

// named are the names that the digest of a member gives with their originals.
func (m *member) named() []news.Name {
	var out []news.Name
	for _, l := range m.lines {
		if !l.own {
			out = append(out, check.Bracketed(l.text)...)
		}
	}
	if len(out) > 0 || m.lang == m.Digest.Lang {
		out = append(out, m.Digest.Names...)
	}
	return slices.DeleteFunc(out, func(n news.Name) bool { return utf8.RuneCountInString(n.Target) < 2 || n.Source == "" })
}

// takes adds the first sentences of the text to the lines of a member.
func (m *member) takes(most int, aside bool) {
	for _, s := range m.Article.Sentences() {
		if most--; most < 0 {
			return
		}
		if len(s.Text) <= longestLine {
			m.lines = append(m.lines, line{text: s.Text, cites: []int{s.N}, own: true, aside: aside})
		}
	}
}

// digested reports whether a report has a digest of a model in the reader's language, made of its present text.
func (r Reader) digested(t *news.Telling) bool {
	d := t.Digest
	return len(d.Summary) > 0 && d.By != news.ByExtract && !d.Unfit && tongue(d.Lang) == tongue(r.lang()) &&
		(d.Text == "" || d.Text == t.Article.TextHash())
}

// tongue is the language of a tag without script and region.
func tongue(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return base
}

// saying are the lines of a member as a report of its own, which other reports' lines are compared with.
func (r Reader) saying(m *member) *check.Report {
	if m.told == nil {
		a := news.Article{Lang: m.lang, Published: m.Article.Date()}
		for _, l := range m.lines {
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: l.text, Ends: []int{len(l.text)}})
		}
		m.told = r.checker().Read(a)
	}
	return m.told
}

// whole is all of the text of a member.
func (r Reader) whole(m *member) *check.Report {
	if m.text == nil {
		m.text = r.checker().Read(m.Article)
	}
	return m.text
}

// report is the text of a member, as far as it is compared.
func (r Reader) report(m *member) *check.Report {
	far := m.furthest()
	if n := len(m.sentences()); n <= far || m.text != nil && n <= longestText {
		return r.whole(m)
	}
	if m.part == nil {
		m.part = r.checker().Read(beginning(m.Article, far))
	}
	return m.part
}

// furthest is the last sentence that the lines of a member rest on, and that its text is read up to at least.
func (m *member) furthest() int {
	last := mostRead
	for _, l := range m.lines {
		for _, n := range l.cites {
			last = max(last, n+1)
		}
	}
	return last
}

// beginning is a report with the blocks that its first sentences are in.
func beginning(a news.Article, sentences int) news.Article {
	n := 0
	for i, b := range a.Blocks {
		if n >= sentences {
			a.Blocks = a.Blocks[:i]
			return a
		}
		if b.Kind != news.Caption && b.Kind != news.Heading {
			n += len(b.Ends)
		}
	}
	return a
}

// parts are what two sentences of one language are compared by: words, in Han script pairs of characters. Figures and
// what stands in brackets are no part.
func (l *line) said() map[string]bool {
	if l.parts == nil {
		l.parts = partsOf(l.text)
	}
	return l.parts
}

// allParts are the parts of a line, and of the sentences it rests on where those are in the same language.
func (m *member) allParts(i int) map[string]bool {
	l := &m.lines[i]
	if l.own || tongue(m.Article.Lang) != tongue(m.lang) {
		return l.said()
	}
	if l.more == nil {
		l.more = maps.Clone(l.said())
		for _, s := range m.Article.Sentences() {
			if slices.Contains(l.cites, s.N) {
				maps.Copy(l.more, partsOf(s.Text))
			}
		}
	}
	return l.more
}

func partsOf(s string) map[string]bool {
	out := map[string]bool{}
	depth := 0
	var word []rune
	var before rune
	flush := func() {
		if len(word) > 2 {
			out[stemOf(string(word))] = true
		}
		word = word[:0]
	}
	for _, r := range hanscript.Fold(text.Fold(s)) {
		switch {
		case r == '（' || r == '(':
			depth++
		case r == '）' || r == ')':
			depth = max(0, depth-1)
		}
		han := text.Ideographic(r) && depth == 0 && !numeral(r)
		if han && before != 0 {
			out[string([]rune{before, r})] = true
		}
		before = 0
		if han {
			before = r
		}
		if depth == 0 && unicode.IsLetter(r) && !text.Ideographic(r) {
			word = append(word, r)
			continue
		}
		flush()
	}
	flush()
	return out
}

func numeral(r rune) bool {
	return strings.ContainsRune("一二三四五六七八九十百千万亿两零", r)
}

// stemOf is a word without its ending, in a language that has them: a rough measure, equal for both sides.
func stemOf(w string) string {
	if n := utf8.RuneCountInString(w); n > 6 {
		return string([]rune(w)[:6])
	}
	return w
}
