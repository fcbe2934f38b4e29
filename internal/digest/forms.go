package digest

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/salvage"
)

// Special tokens of models' chat formats that reach an answer where a server does not know them.
var (
	tokens = regexp.MustCompile(`<\|[A-Za-z0-9_ ▁-]{1,40}\|>(?:assistant\b\n?)?|<｜[^｜<>]{1,40}｜>|</?(?:start|end)_of_turn>(?:model\b\n?)?|<(?:eos|bos|pad|unk|sop|eop|eod|eot|EOT|mask)>|` +
		`\[/?INST\]|<</?SYS>>|\[/?(?:SYS|SYSTEM_PROMPT|EOS|BOS|SEP|CLS|PAD|gMASK|TOOL_CALLS)\]|\[UNUSED_TOKEN_\d{1,4}\]`)
	ending   = regexp.MustCompile(`<\|(?:im_end|eot_id|end_of_text|endoftext|end|return|eom_id)\|>|<end_of_turn>|</s>|<｜end▁of▁sentence｜>|<(?:eos|EOT|eot|eod)>|\[EOS\]`)
	endings  = regexp.MustCompile(`</s>(\s*(?:$|["'”’\]},<\[]))`)
	starting = regexp.MustCompile(`(^\s*|["“'])<s>\s*`)
)

// untokened is s without special tokens. <s> and </s> within a text may be what struck words are marked with: there
// they stay.
func untokened(s string) string {
	s = tokens.ReplaceAllString(s, "")
	if !strings.Contains(s, "s>") {
		return s
	}
	s = starting.ReplaceAllString(s, "$1")
	s = endings.ReplaceAllString(s, "$1")
	if !strings.Contains(s, "<s>") {
		s = strings.ReplaceAll(s, "</s>", "")
	}
	return s
}

// firstTurn is s up to the token that ends what a model had to say; rest reports whether words follow it.
func firstTurn(s string) (turn string, rest bool) {
	at := ending.FindStringIndex(s)
	if at == nil {
		return s, false
	}
	return s[:at[0]], strings.TrimSpace(s[at[1]:]) != ""
}

// Bounds on one stretch of an answer in which no quotation mark is: of a longer one the ends are read.
const (
	maxStretch  = 6000 // bytes, more than any sentence may have
	stretchHead = 4000
	stretchTail = 500
)

// shortened is an answer that is too long with what makes it so cut: a sentence, a headline or a list without end.
// It is too long still to be used, and the others are not.
func shortened(s string) string {
	if len(s) <= maxAnswer {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		n := stretch(s)
		if part := s[:n]; n > maxStretch {
			b.WriteString(strings.ToValidUTF8(part[:stretchHead], "") + " " + strings.ToValidUTF8(part[n-stretchTail:], ""))
		} else {
			b.WriteString(part)
		}
		s = s[n:]
	}
	return b.String()
}

// stretch is how long s goes on to the next quotation mark or line end, with it. An escaped one is none.
func stretch(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"', '\n':
			return i + 1
		}
	}
	return len(s)
}

// languageKeys are the keys under which models write what is in a language, beside its tag and its English name.
var languageKeys = map[string][]string{
	"zh-Hans": {"简体中文", "简体", "simplifiedchinese", "chinesesimplified", "zhcn", "zhsg", "hans"},
	"zh-Hant": {"繁體中文", "繁体中文", "繁體", "traditionalchinese", "chinesetraditional", "zhtw", "zhhk", "hant"},
	"zh":      {"zh", "中文", "汉语", "漢語", "chinese", "cn"},
	"ja":      {"日本語", "jp"},
	"de":      {"deutsch"},
	"fr":      {"français"},
	"es":      {"español"},
}

// keys lists the keys that stand for a language, the surest first.
func (t tongue) keys() []string {
	out := []string{keyName(t.tag)}
	if t.traditional() {
		out = append(out, languageKeys["zh-Hant"]...)
	} else if t.han {
		out = append(out, languageKeys["zh-Hans"]...)
	}
	out = append(out, languageKeys[t.base]...)
	name, _, _ := strings.Cut(t.name, " (")
	return append(out, t.base, keyName(name))
}

// mine is the value of the key that stands for the reader's language; nil: there is none.
func (f finder) mine(m members) json.RawMessage { return m.find(f.own, is(`{["`)) }

// inOwn gives a member that is in the reader's language the name that it has in an answer of one language: of text_en
// and text_zh, or of en and zh.
func (f finder) inOwn(m members) {
	if len(m) < 2 {
		return
	}
	for _, stem := range []string{"text", "sentence", "title", "headline", "summary", "sentences"} {
		for _, own := range f.own {
			if v := m[stem+own]; v != nil && m[stem] == nil {
				m[stem] = v
			}
		}
	}
	if m.find(textKeys, is(`"{[`)) == nil {
		if own := f.mine(m); is(`"`)(own) && m.find(evidenceKeys, is(`[{"0123456789-`)) != nil {
			m["text"] = own
		}
	}
}

// textIn is a text, the one in the reader's language of several, or the one within an object.
func (f finder) textIn(raw json.RawMessage) string {
	if !is("{")(raw) {
		return textOf(raw)
	}
	m := f.membersOf(raw)
	if own := f.mine(m); is(`"`)(own) {
		return textOf(own)
	}
	return textOf(m.find(textKeys, is(`"`)))
}

// pairs are sentences that are keys, with their evidence as values, in order.
func (f finder) pairs(raw json.RawMessage) (out []claim) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	for d.More() {
		t, err := d.Token()
		var v json.RawMessage
		if err != nil || d.Decode(&v) != nil {
			return out
		}
		key, _ := t.(string)
		if !sentenceKey.MatchString(key) || utf8.RuneCountInString(key) < 6 || !is(`["0123456789`)(v) {
			continue
		}
		if found, quoted := evidenceOf(v); len(found) > 0 && len(quoted) == 0 {
			out = append(out, claim{Text: key, Evidence: found})
		}
	}
	return out
}

// sentenceKey matches a key that is a sentence.
var sentenceKey = regexp.MustCompile(`[。！？.!?]["”’」』）)]?(?:\s*[\[【(（].*)?$`)

// flat reads an object whose sentences are its keys.
func (f finder) flat(raw json.RawMessage, m members) (answer, bool) {
	a := answer{Title: f.textIn(m.find(titleKeys, is(`"{`))), Summary: f.pairs(raw)}
	if raw := m.find(namesKeys, is("[{")); raw != nil {
		a.Names = f.namesOf(raw)
	}
	return a, len(a.Summary) > 0 && (a.Title != "" || len(a.Summary) > 1)
}

// bareList reads a list of sentences that nothing is around: texts with marks of evidence, or pairs. One without
// evidence may list anything.
func (f finder) bareList(s string) (answer, bool) {
	for _, o := range slices.Backward(salvage.Lists(s)) {
		var list []json.RawMessage
		if json.Unmarshal(o.JSON, &list) != nil || slices.ContainsFunc(list, func(v json.RawMessage) bool { return !is(`"[`)(v) }) {
			continue
		}
		a := answer{Summary: f.claimsOf(o.JSON), cut: o.Cut}
		cited := 0
		for _, c := range a.Summary {
			if _, found := inline(c.Text); len(found)+len(c.Evidence) > 0 || closed.MatchString(c.Text) {
				cited++
			}
		}
		if cited > 1 && 2*cited > len(a.Summary) {
			return a, true
		}
	}
	return answer{}, false
}

// yaml reads a digest in YAML.
func (f finder) yaml(s string) (answer, bool) {
	raw := salvage.YAML(s)
	if raw == nil {
		return answer{}, false
	}
	a, ok := f.digestIn(raw, 0)
	for line := range strings.Lines(s) { // the headline may stand above it
		if line = strings.TrimSpace(line); ok && a.Title == "" && titled.MatchString(line) {
			a.Title = line
		}
	}
	return a, ok
}
