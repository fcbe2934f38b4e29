package digest

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/salvage"
)

// Bounds on what is read of an answer.
const (
	maxAnswer   = 64 << 10 // bytes
	maxClaims   = 8        // sentences of a digest
	maxEvidence = 12       // sentences that one sentence may rest on
	maxRead     = 12       // sentences of a summary that is cut to maxClaims; a longer one is no summary
	maxWrapped  = 5        // objects, lists and encoded texts around the digest
)

// Errors of an answer in which nothing could be read.
var (
	errLong = errors.New("the answer is too long")
	errNone = errors.New("the answer holds no such JSON object")
)

// answer is what a model answered, in the form it was asked for.
type answer struct {
	Title   string
	Summary []claim
	Names   names
	cut     bool // it broke off: sentences may be missing
}

type claim struct {
	Text     string
	Evidence numbers
	quoted   []string // what stands for evidence and is no number
}

// Keys under which models write what they were asked for under the first of each.
var (
	titleKeys    = []string{"title", "headline", "标题", "標題", "题目", "題目"}
	summaryKeys  = []string{"summary", "summaries", "sentences", "digest", "points", "keypoints", "bullets", "items", "claims", "content", "body", "摘要", "要点", "要點", "句子", "内容", "內容", "正文", "概要"}
	textKeys     = []string{"text", "sentence", "content", "summary", "statement", "claim", "point", "translation", "target", "value", "译文", "譯文", "文本", "句子", "内容", "內容", "摘要", "正文", "要点", "要點"}
	evidenceKeys = []string{"evidence", "evidences", "sources", "source", "citations", "citation", "cites", "cite", "cited", "refs", "ref", "references", "reference", "support", "ids", "sentenceids", "sentencenumbers", "numbers", "lines", "basedon", "依据", "依據", "证据", "證據", "来源", "來源", "出处", "出處", "引用", "编号", "編號", "原句"}
	namesKeys    = []string{"names", "name", "glossary", "译名", "譯名", "人名", "名称", "名稱"}
	sourceKeys   = []string{"source", "original", "en", "原文", "原名"}
	targetKeys   = []string{"target", "translation", "translated", "zh", "译名", "譯名", "译文", "譯文"}
)

// members is a JSON object, by its keys in plain letters.
type members map[string]json.RawMessage

// finder finds a digest in what a model wrote. Of an answer in several languages it takes the reader's.
type finder struct {
	tongue tongue
	own    []string // keys that stand for the reader's language, the surest first
}

func finderOf(t tongue) finder { return finder{t, t.keys()} }

// membersOf reads an object; nil: raw is none.
func (f finder) membersOf(raw json.RawMessage) members {
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	out := members{}
	for _, k := range sortedKeys(all) {
		if n := keyName(k); out[n] == nil || k == n {
			out[n] = all[k]
		}
	}
	f.inOwn(out)
	return out
}

func sortedKeys(m map[string]json.RawMessage) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// keyName is a key without what models vary in it.
func keyName(k string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(strings.TrimSpace(k)))
}

// find returns the value of the first of the keys that has one which fits.
func (m members) find(keys []string, fits func(json.RawMessage) bool) json.RawMessage {
	for _, k := range keys {
		if v := m[k]; v != nil && fits(v) {
			return v
		}
	}
	return nil
}

func is(first string) func(json.RawMessage) bool {
	return func(raw json.RawMessage) bool { return len(raw) > 0 && strings.IndexByte(first, raw[0]) >= 0 }
}

// parse finds the digest in a model's words.
func (f finder) parse(s string) (answer, error) {
	if s = shortened(s); len(s) > maxAnswer {
		return answer{}, errLong
	}
	if turn, rest := firstTurn(s); rest { // what follows its end is no answer any more
		if a, ok := f.lastDigest(salvage.Objects(untokened(turn))); ok && !a.cut {
			return a, nil
		}
	}
	s = untokened(s)
	all := salvage.Objects(s)
	for _, find := range []func() (answer, bool){
		func() (answer, bool) { return f.lastDigest(all) },
		func() (answer, bool) { return f.unopened(s) },
		func() (answer, bool) { return f.bareList(s) },
		func() (answer, bool) { return f.yaml(s) },
		func() (answer, bool) { return f.loose(all) },
		func() (answer, bool) { return f.table(s) },
		func() (answer, bool) { return f.written(s) },
	} {
		if a, ok := find(); ok {
			return a, nil
		}
	}
	return answer{}, errNone
}

// enough is how many sentences an object has that is not passed over for another: what
// follows a digest may be the form again, or an example.
const enough = 3

// rank orders digests that were found: one with enough sentences before one with fewer, of these one in the reader's
// language before others.
func (f finder) rank(a answer) int {
	n := min(len(a.Summary), enough) * 2
	if f.reads(a) {
		if n++; n > 2*enough {
			n++
		}
	}
	return n
}

// reads reports whether the sentences of a digest are in the reader's language.
func (f finder) reads(a answer) bool {
	var b strings.Builder
	for _, c := range a.Summary {
		b.WriteString(clip(c.Text, maxField) + "\n")
	}
	return b.Len() > 0 && f.tongue.speaks(b.String())
}

// best is what counts for more, of several that were found.
func (f finder) best(found []answer) (best answer, ok bool) {
	for i, a := range found {
		if i == 0 || f.rank(a) > f.rank(best) {
			best = a
		}
	}
	return best, len(found) > 0
}

// lastDigest finds the last digest among objects, which is what a model came to: one that
// is whole before one that is cut off, and of these the best.
func (f finder) lastDigest(all []salvage.Object) (answer, bool) {
	for _, cut := range []bool{false, true} {
		var found []answer
		for _, o := range slices.Backward(all) {
			if a, ok := f.digestIn(o.JSON, 0); ok && (cut || !o.Cut) {
				a.cut = o.Cut
				found = append(found, a)
			}
		}
		if a, ok := f.best(found); ok {
			return a, true
		}
	}
	return answer{}, false
}

// digestIn finds a digest in a value, or in what it wraps: a member, an element, a text that
// is JSON.
func (f finder) digestIn(raw json.RawMessage, depth int) (answer, bool) {
	if len(raw) == 0 || depth > maxWrapped {
		return answer{}, false
	}
	var found []answer
	within := func(v json.RawMessage) {
		if a, ok := f.digestIn(v, depth+1); ok {
			found = append(found, a)
		}
	}
	switch raw[0] {
	case '{':
		m := f.membersOf(raw)
		if a, ok := f.digest(m); ok {
			return a, true
		}
		if own := f.mine(m); own != nil {
			if a, ok := f.digestIn(own, depth+1); ok {
				return a, true
			}
		}
		if a, ok := f.flat(raw, m); ok {
			return a, true
		}
		var inner map[string]json.RawMessage
		if json.Unmarshal(raw, &inner) != nil {
			return answer{}, false
		}
		for _, k := range sortedKeys(inner) {
			within(inner[k])
		}
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return answer{}, false
		}
		for _, v := range slices.Backward(list[:min(len(list), maxRead)]) {
			within(v)
		}
	case '"':
		for _, v := range encodedIn(raw) {
			within(v)
		}
	}
	return f.best(found)
}

// encodedIn are the JSON objects, or without any the lists, in a text.
func encodedIn(raw json.RawMessage) (out []json.RawMessage) {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return nil
	}
	s = strings.TrimSpace(s)
	all := []salvage.Object(nil)
	switch s = strings.TrimSpace(fence.ReplaceAllString(s, "")); {
	case strings.HasPrefix(s, "["):
		all = salvage.Lists(s)
	case strings.HasPrefix(s, "{"), strings.HasPrefix(s, "｛"), strings.HasPrefix(s, `"`):
		all = salvage.Objects(s)
	}
	for _, o := range all {
		out = append(out, o.JSON)
	}
	return out
}

// fence matches what opens a block of code.
var fence = regexp.MustCompile("^```[a-z]*\\s*\n")

// digest reads an object that has a summary. The form in the prompt, said again, is none.
func (f finder) digest(m members) (answer, bool) {
	a := answer{Title: f.textIn(m.find(titleKeys, is(`"{`)))}
	summary := m.find(summaryKeys, f.isSummary)
	switch {
	case summary != nil:
		a.Summary = f.claimsOf(summary)
	default:
		s := textOf(m.find(slices.Concat(summaryKeys, textKeys), is(`"`)))
		if a.Summary = marked(s); len(a.Summary) < 2 {
			return answer{}, false
		}
	}
	if a.Title == "…" || a.Title == "..." {
		return answer{}, false
	}
	a.apart(m.find(evidenceKeys, is("[")))
	if raw := m.find(namesKeys, is("[{")); raw != nil {
		a.Names = f.namesOf(raw)
	}
	return a, true
}

// isSummary reports a list of sentences, or an object of them.
func (f finder) isSummary(raw json.RawMessage) bool { return f.listed(raw) != nil }

// listed are the sentences of a summary, in order; nil: it is none.
func (f finder) listed(raw json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if is(`"`)(raw) { // encoded once too often
		inner := encodedIn(raw)
		if len(inner) != 1 || is(`"`)(inner[0]) {
			return nil
		}
		raw = inner[0]
	}
	if is("{")(raw) {
		m := f.membersOf(raw)
		if own := f.mine(m); is("[")(own) {
			return f.listed(own)
		}
		if f.claim(m).Text != "" {
			return []json.RawMessage{raw}
		}
		if len(f.pairs(raw)) > 0 {
			return []json.RawMessage{raw}
		}
		for i := 1; i <= len(m); i++ { // {"1": …, "2": …}, {"sentence1": …}
			v := m[strconv.Itoa(i)]
			for _, k := range textKeys {
				if v == nil {
					v = m[k+strconv.Itoa(i)]
				}
			}
			list = append(list, v)
		}
	} else if json.Unmarshal(raw, &list) != nil {
		return nil
	} else if list == nil {
		list = []json.RawMessage{}
	}
	if slices.ContainsFunc(list, func(v json.RawMessage) bool { return !is(`{["`)(v) }) {
		return nil
	}
	var inner []json.RawMessage
	if len(list) > 0 && is("[")(list[0]) && json.Unmarshal(list[0], &inner) == nil && len(inner) > 0 && is("{")(inner[0]) {
		return inner // a list too many
	}
	return list
}

// apart takes evidence that is written beside the summary, a list for each sentence.
func (a *answer) apart(raw json.RawMessage) {
	var lists []json.RawMessage
	if raw == nil || json.Unmarshal(raw, &lists) != nil || len(lists) != len(a.Summary) {
		return
	}
	for i := range a.Summary {
		if len(a.Summary[i].Evidence) == 0 {
			a.Summary[i].Evidence, a.Summary[i].quoted = evidenceOf(lists[i])
		}
	}
}

// claimsOf reads the sentences of a summary: objects, texts with their evidence in marks, or
// lists of a text and its evidence.
func (f finder) claimsOf(raw json.RawMessage) []claim {
	var out []claim
	for _, v := range f.listed(raw) {
		var pair []json.RawMessage
		switch {
		case is(`"`)(v):
			out = append(out, claim{Text: textOf(v)})
		case is("[")(v):
			if json.Unmarshal(v, &pair) == nil && len(pair) > 0 {
				c := claim{Text: textOf(pair[0])}
				rest, err := json.Marshal(pair[1:])
				if err == nil {
					c.Evidence, c.quoted = evidenceOf(rest)
				}
				out = append(out, c)
			}
		default:
			m := f.membersOf(v)
			c := f.claim(m)
			if pairs := f.pairs(v); c.Text == "" && len(pairs) > 0 {
				out = append(out, pairs...)
				continue
			}
			out = append(out, c)
		}
	}
	return out
}

func (f finder) claim(m members) claim {
	var c claim
	raw := m.find(textKeys, is(`"{[`))
	if is("{")(raw) { // a sentence within a sentence
		inner := f.membersOf(raw)
		c = claim{Text: f.textIn(raw)}
		c.Evidence, c.quoted = evidenceOf(inner.find(evidenceKeys, is(`[{"0123456789-`)))
	} else {
		c.Text = textOf(raw)
	}
	if len(c.Evidence) == 0 {
		c.Evidence, c.quoted = evidenceOf(m.find(evidenceKeys, is(`[{"0123456789-`)))
	}
	return c
}

// unopened reads an object whose first bracket is missing.
func (f finder) unopened(s string) (answer, bool) {
	begin := strings.IndexAny(s, `"'“`)
	if first := strings.IndexByte(s, '{'); begin < 0 || first >= 0 && first < begin {
		return answer{}, false
	}
	for _, o := range salvage.Objects("{" + s[begin:]) {
		if a, ok := f.digestIn(o.JSON, 0); ok {
			a.cut = o.Cut && !strings.HasSuffix(strings.TrimSpace(s), "}")
			return a, true
		}
	}
	return answer{}, false
}

// single is the text of the last object of an answer for which a line was asked, under one of the
// keys; without such an object it is the answer.
func single(s string, keys []string) string {
	if s = untokened(shortened(s)); len(s) > maxAnswer || !strings.Contains(s, "{") {
		return s
	}
	f := finder{}
	for _, o := range slices.Backward(salvage.Objects(s)) {
		if text := textOf(f.membersOf(o.JSON).find(keys, is(`"`))); text != "" {
			return text
		}
	}
	return s
}

// loose takes sentences that were written one after the other, without an object around them.
func (f finder) loose(all []salvage.Object) (answer, bool) {
	var a answer
	for _, o := range all {
		m := f.membersOf(o.JSON)
		if t := m.find(titleKeys, is(`"`)); t != nil && a.Title == "" {
			a.Title = textOf(t)
		}
		if c := f.claim(m); c.Text != "" && len(c.Evidence)+len(c.quoted) > 0 && !o.Cut {
			a.Summary = append(a.Summary, c)
		}
		a.cut = a.cut || o.Cut
	}
	return a, len(a.Summary) > 0
}

// textOf is a text, or the texts of a list.
func textOf(raw json.RawMessage) string {
	var s string
	var parts []string
	if json.Unmarshal(raw, &s) != nil && json.Unmarshal(raw, &parts) == nil {
		s = strings.Join(parts, " ")
	}
	return s
}

// names are a help, not a condition: in a form that nobody knows they are none.
type names []news.Name

// namesOf reads pairs, or an object that maps one half to the other.
func (f finder) namesOf(raw json.RawMessage) names {
	var out names
	var pairs []json.RawMessage
	if json.Unmarshal(raw, &pairs) == nil {
		for _, p := range pairs {
			m := f.membersOf(p)
			out = append(out, news.Name{Source: textOf(m.find(sourceKeys, is(`"`))), Target: textOf(m.find(targetKeys, is(`"`)))})
		}
		return out
	}
	var by map[string]json.RawMessage
	if json.Unmarshal(raw, &by) == nil {
		for _, k := range sortedKeys(by) {
			out = append(out, news.Name{Source: k, Target: textOf(by[k])})
		}
	}
	return out
}

// object finds the JSON object with these keys in a model's words, the last whole one if
// there are several.
func object(s string, keys ...string) (json.RawMessage, error) {
	if s = untokened(s); len(s) > maxAnswer {
		return nil, errLong
	}
	all := salvage.Objects(s)
	for _, wholeOnly := range []bool{true, false} {
		for _, o := range slices.Backward(all) {
			if o.Cut && wholeOnly {
				continue
			}
			if raw := holding(o.JSON, keys, 0); raw != nil {
				return raw, nil
			}
		}
	}
	return nil, errNone
}

// holding is raw or the object that it wraps, whichever has the keys; nil: neither.
func holding(raw json.RawMessage, keys []string, depth int) json.RawMessage {
	var all map[string]json.RawMessage
	if depth > maxWrapped || json.Unmarshal(raw, &all) != nil {
		return nil
	}
	if !slices.ContainsFunc(keys, func(k string) bool { return all[k] == nil }) {
		return raw
	}
	for _, k := range sortedKeys(all) {
		inner := all[k]
		if text := textOf(inner); strings.HasPrefix(strings.TrimSpace(text), "{") {
			if objects := salvage.Objects(text); len(objects) > 0 {
				inner = objects[len(objects)-1].JSON
			}
		}
		if found := holding(inner, keys, depth+1); found != nil {
			return found
		}
	}
	return nil
}
