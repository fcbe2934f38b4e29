package digest

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/text"
)

// tidy sets a sentence of a digest: as the language has it, without pictures, and with a calm end.
func (t tongue) tidy(s string, original func(string) bool) string {
	return calm(t.typeset(text.Collapse(strings.Map(pictograph, s)), original))
}

// typeset sets the marks, the script and the spaces as the language has them, never a word. The
// originals of names keep theirs.
func (t tongue) typeset(s string, original func(string) bool) string {
	switch t.base {
	case "zh":
		s = dots.ReplaceAllString(t.script(s, original), "$1·")
		return closeUp(fullWidth(t.quotes(narrow.Replace(s))))
	case "ja", "ko":
		return s
	}
	return halfWidth(s)
}

// pictograph drops pictures, and the marks that join and colour them.
func pictograph(r rune) rune {
	switch {
	case r >= 0x1f000 && r <= 0x1faff, r >= 0x2600 && r <= 0x27bf, r >= 0x2b00 && r <= 0x2bff,
		r == 0xfe0f, r == 0x20e3, r >= 0x1f1e6 && r <= 0x1f1ff:
		return ' '
	}
	return r
}

// narrow sets digits and Latin letters, which some models write as wide as Han characters.
var narrow = func() *strings.Replacer {
	var pairs []string
	for _, span := range []string{"09", "AZ", "az"} {
		for r := rune(span[0]); r <= rune(span[1]); r++ {
			pairs = append(pairs, string(r-'0'+'０'), string(r))
		}
	}
	return strings.NewReplacer(append(pairs, "％", "%", "．", ".")...)
}()

// The converters of the two scripts, each made at its first use.
var (
	toSimplified = sync.OnceValues(func() (*hanscript.Converter, error) { return hanscript.NewConverter(hanscript.Simplified) })
	toTaiwan     = sync.OnceValues(func() (*hanscript.Converter, error) { return hanscript.NewConverter(hanscript.Taiwan) })
	toHongKong   = sync.OnceValues(func() (*hanscript.Converter, error) { return hanscript.NewConverter(hanscript.HongKong) })
)

// both are characters that have a Traditional form and are at home in Traditional texts too.
const both = "后里干占了台周只几斗表面松系制致余云吁并于采范谷胡卷征咨出丑冬回伙家姜借据克困蜡累辟仆曲舍术苏涂团万向须御郁岳朱准复弥发尽历卜冲虫" +
	"板当吊恤才朴千秋杆症志钟种筑注沈升圣尸托挽污吃秘群峰床线启游愿折杰核欲注升凶仇参妒游布岩迹佣裏家吁叹群雇匀凭"

func (t tongue) traditional() bool { return t.han && strings.Contains(t.name, "Traditional") }

// script converts what is in the other script. What is in brackets and in the report as it is
// stays: it is an original.
func (t tongue) script(s string, original func(string) bool) string {
	converter := toSimplified
	switch {
	case t.traditional() && strings.Contains(strings.ToUpper(t.tag), "HK"):
		converter = toHongKong
	case t.traditional():
		converter = toTaiwan
	}
	c, err := converter()
	if err != nil { // the tables are part of the program
		return s
	}
	s = betweenOriginals(s, original, hanscript.UnJapanese)
	if !t.traditional() {
		s = regional.Replace(s)
	}
	if t.traditional() && !strings.ContainsFunc(s, func(r rune) bool {
		return text.Ideographic(r) && !strings.ContainsRune(both, r) && c.Convert(string(r)) != string(r) && !traditionalForm(r)
	}) {
		return s
	}
	return betweenOriginals(s, original, c.Convert)
}

// betweenOriginals changes what is not in brackets as an original.
func betweenOriginals(s string, original func(string) bool, change func(string) string) string {
	var b strings.Builder
	at := 0
	for _, m := range bracketed.FindAllStringIndex(s, -1) {
		if original(s[m[0]:m[1]]) {
			b.WriteString(change(s[at:m[0]]) + s[m[0]:m[1]])
			at = m[1]
		}
	}
	return b.String() + change(s[at:])
}

// regional sets characters of Hong Kong and Macao that OpenCC takes for older forms.
var regional = strings.NewReplacer("衞", "卫", "麪", "面", "綫", "线", "羣", "群", "峯", "峰", "啓", "启", "牀", "床", "粧", "妆", "竈", "灶", "邨", "村")

// traditionalForm reports whether r is itself a Traditional character, of another region.
func traditionalForm(r rune) bool {
	c, err := toSimplified()
	return err == nil && c.Convert(string(r)) != string(r)
}

var bracketed = regexp.MustCompile(`[（(][^()（）]{1,80}[)）]`)

// wide are half-width marks with their full-width forms.
var wide = map[rune]rune{',': '，', ':': '：', ';': '；', '?': '？', '!': '！', '.': '。'}

func fullWidth(s string) string {
	in := []rune(s)
	out := append([]rune(nil), in...)
	for i, r := range in {
		if r == '(' {
			if end := closing(in, i); end > 0 && (hanBeside(in, i-1, -1) || hanBeside(in, end+1, 1) || slices.ContainsFunc(in[i:end], text.Ideographic)) {
				out[i], out[end] = '（', '）'
			}
			continue
		}
		full, ok := wide[r]
		if ok && belongs(in, i, r, at(out, i-1)) {
			out[i] = full
		}
	}
	return string(out)
}

// closing is the place of the bracket that closes the one at i; 0: there is none.
func closing(in []rune, i int) int {
	depth := 0
	for j := i; j < len(in); j++ {
		switch in[j] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return 0
}

// ends are characters before a full stop that no rendering of a name ends with: between other
// Han characters a stop may be the one within a name.
const ends = "说說了称稱示道年月日人次名艘吨噸元个個起"

// belongs reports whether the mark at i, after the character before, stands in Han text.
func belongs(in []rune, i int, r, before rune) bool {
	after := at(in, i+1)
	switch {
	case isDigit(before) && isDigit(after):
		return false // 1,000 and 10:30 and 4.1
	case r == '.' && (after == '.' || before == '.'):
		return false
	case r == '.' && hanText(before):
		return after == 0 || unicode.IsSpace(after) || strings.ContainsRune("”’」』）\"", after) ||
			text.Ideographic(after) && strings.ContainsRune(ends, before)
	case r == '.':
		return (isDigit(before) || before == '%') && after == 0
	case r == '?' || r == '!':
		return hanText(before)
	}
	return hanText(before) || hanBeside(in, i-1, -1) || hanBeside(in, i+1, 1)
}

// hanBeside reports whether the next character from i on that is no space is of Han text.
func hanBeside(in []rune, i, step int) bool {
	for unicode.IsSpace(at(in, i)) {
		i += step
	}
	return hanText(at(in, i))
}

func at(in []rune, i int) rune {
	if i < 0 || i >= len(in) {
		return 0
	}
	return in[i]
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// hanText reports a Han character or a mark that only stands among them.
func hanText(r rune) bool {
	return text.Ideographic(r) || r != 0 && strings.ContainsRune("，。、；：？！“”‘’「」『』（）《》〈〉—…", r)
}

// closeUp drops the spaces between Han characters, marks and digits. Those beside Latin words
// stay.
func closeUp(s string) string {
	var b strings.Builder
	var before rune
	for i, r := range s {
		if r == ' ' {
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			if hanText(before) && (hanText(after) || isDigit(after)) || (isDigit(before) || before == '%') && text.Ideographic(after) ||
				wideMark(before) || wideMark(after) {
				continue
			}
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// wideMark reports a mark that has its space within.
func wideMark(r rune) bool {
	return r != 0 && strings.ContainsRune("，。、；：？！（）《》「」『』", r)
}

// quotes sets the quotation marks of the script. Straight ones are set in pairs.
func (t tongue) quotes(s string) string {
	open, end := "“", "”"
	if t.traditional() {
		open, end = "「", "」"
		s = strings.NewReplacer("“", "「", "”", "」").Replace(s)
	} else {
		s = strings.NewReplacer("「", "“", "」", "”", "『", "‘", "』", "’").Replace(s)
	}
	if n := strings.Count(s, `"`); n == 0 || n%2 == 1 || strings.Contains(s, open) {
		return s
	}
	parts := strings.Split(s, `"`)
	for i := 1; i < len(parts); i += 2 {
		if !strings.ContainsFunc(parts[i], text.Ideographic) { // perhaps inches
			return s
		}
	}
	var b strings.Builder
	for i, p := range parts {
		switch {
		case i%2 == 1:
			b.WriteString(open)
		case i > 0:
			b.WriteString(end)
		}
		b.WriteString(p)
	}
	return b.String()
}

// dots are the marks that stand for the one within a name.
var dots = regexp.MustCompile(`(\p{Han})[•・‧∙⋅]`)

// halfWidth sets the marks of a language in Latin letters that a model wrote as in Chinese.
func halfWidth(s string) string {
	if strings.ContainsAny(s, "，。：；！？（）、") {
		s = text.Collapse(latinMarks.Replace(s))
		s = spaced.ReplaceAllString(s, "$1")
		s = strings.ReplaceAll(s, "( ", "(")
	}
	return s
}

var (
	latinMarks = strings.NewReplacer("，", ", ", "、", ", ", "。", ". ", "：", ": ", "；", "; ", "！", "! ", "？", "? ", "（", " (", "）", ") ")
	spaced     = regexp.MustCompile(`\s+([,.;:!?)])`)
)

// calm ends with a full stop what a model ended with an exclamation mark. What is in quotation
// marks is somebody's words.
func calm(s string) string {
	if rest, ok := strings.CutSuffix(s, "!"); ok {
		return strings.TrimRight(rest, "! ") + "."
	}
	if !strings.Contains(s, "！") {
		return s
	}
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '“', '「', '『', '《':
			depth++
		case '”', '」', '』', '》':
			depth = max(0, depth-1)
		case '！':
			if depth == 0 {
				r = '。'
			}
		}
		b.WriteRune(r)
	}
	return doubled.ReplaceAllString(b.String(), "$1")
}

var doubled = regexp.MustCompile(`([。？])。+`)
