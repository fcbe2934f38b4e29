package clipping

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// notText is what a page has besides its text: scripts and remarks of HTML, tags of Liquid (Jekyll,
// Hexo), shortcodes of Hugo. Each has a beginning and its ends, in small letters.
var notText = []struct {
	from string
	to   []string
	word bool // no letter or digit follows the beginning
}{
	{"<script", []string{"</script>"}, true}, {"<style", []string{"</style>"}, true}, {"<!--", []string{"-->"}, false},
	{"{{<", []string{">}}", "%}}"}, false}, {"{{%", []string{">}}", "%}}"}, false}, {"{%", []string{"%}"}, false},
}

// textOnly is a page with a line break for each thing that is not text. What has no end is left as it is.
func textOnly(src string) string {
	var b strings.Builder
	low := lower(src)
	ends := map[string]int{} // where an end is found next: each part of the page is searched once for it
	done := 0
	for i := strings.IndexAny(low, "<{"); i >= 0; {
		if end := endOf(low, i, ends); end > 0 {
			b.WriteString(src[done:i])
			b.WriteByte('\n')
			done, i = end, end
		} else {
			i++
		}
		next := strings.IndexAny(low[i:], "<{")
		if i += next; next < 0 {
			break
		}
	}
	b.WriteString(src[done:])
	return b.String()
}

// endOf is where that ends which begins at i and is not text; 0: there is none.
func endOf(low string, i int, ends map[string]int) (end int) {
	for _, n := range notText {
		from := i + len(n.from)
		if !strings.HasPrefix(low[i:], n.from) || n.word && from < len(low) && alnum(low[from]) {
			continue
		}
		for _, to := range n.to {
			at, known := ends[to]
			if !known || at < from && at >= 0 {
				if at = strings.Index(low[from:], to); at >= 0 {
					at += from
				}
				ends[to] = at
			}
			if at >= 0 && (end == 0 || at+len(to) < end) {
				end = at + len(to)
			}
		}
		return end
	}
	return 0
}

// lower is s with small letters for those of ASCII: of the same length.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

func alnum(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// markdown returns the text of Markdown in blocks (CommonMark 0.31, and what is left of it where the
// text is HTML).
func markdown(src string) []news.Block {
	var out []news.Block
	for chunk := range strings.SplitSeq(textOnly(src), "\n\n") {
		if chunk = strings.Trim(chunk, "\n"); strings.TrimSpace(chunk) == "" {
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(chunk), "<") {
			out = append(out, fragment(chunk)...)
			continue
		}
		out = append(out, lines(chunk)...)
	}
	return out
}

var (
	heading = regexp.MustCompile(`^ {0,3}#{1,6}\s+`)
	item    = regexp.MustCompile(`^\s*([-*+]|\d{1,9}[.)])\s+`)
	quote   = regexp.MustCompile(`^ {0,3}>\s?`)
	rule    = regexp.MustCompile(`^ {0,3}([-*_=]\s*){3,}$|^ {0,3}=+\s*$`)
	target  = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:\s`)
	fence   = regexp.MustCompile("^ {0,3}(```|~~~)")
)

// lines divides lines without a blank one among them into blocks.
func lines(chunk string) []news.Block {
	var in outline
	for line := range strings.SplitSeq(chunk, "\n") {
		in.line(line)
	}
	in.end()
	var kept []news.Block
	for _, b := range in.blocks {
		captioned := emphasised(b.Text)
		if b.Text = plain(inline(b.Text, 0)); b.Text == "" {
			continue
		}
		if b.Text = text.Collapse(b.Text); captioned && b.Kind == news.Paragraph && len(in.blocks) == 1 {
			b.Kind = news.Caption
		}
		kept = append(kept, b)
	}
	return kept
}

// outline is what lines come to, in the words of their source.
type outline struct {
	blocks []news.Block
	open   news.BlockKind  // of the block that a line without a mark goes on with; empty: none
	text   strings.Builder // of the last block
}

// line takes in the next line.
func (o *outline) line(line string) {
	if rule.MatchString(line) || target.MatchString(line) || fence.MatchString(line) {
		o.open = ""
		return
	}
	if s, ok := unmarked(line, heading); ok {
		o.add(news.Heading, strings.TrimRight(s, "# "))
		o.open = ""
	} else if s, ok := unmarked(line, item); ok {
		o.add(news.ListItem, s)
		o.blocks[len(o.blocks)-1].Number = numberOf(line)
	} else if s, ok := unmarked(line, quote); ok && o.open == news.Quote {
		o.goOn(s)
	} else if ok {
		o.add(news.Quote, s)
	} else if o.open != "" {
		o.goOn(line)
	} else {
		o.add(news.Paragraph, line)
	}
}

// numberOf is the number that begins an item of a list; zero: it has none.
func numberOf(line string) int {
	digits, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	n, err := strconv.Atoi(strings.TrimRight(digits, ".)"))
	if err != nil {
		return 0
	}
	return n
}

func (o *outline) add(kind news.BlockKind, s string) {
	o.end()
	o.blocks, o.open = append(o.blocks, news.Block{Kind: kind}), kind
	o.text.WriteString(s)
}

func (o *outline) goOn(s string) {
	o.text.WriteByte('\n')
	o.text.WriteString(s)
}

// end gives the last block its text.
func (o *outline) end() {
	if n := len(o.blocks); n > 0 {
		o.blocks[n-1].Text = o.text.String()
	}
	o.text.Reset()
}

// unmarked is a line without the mark that begins it, and whether it has that mark.
func unmarked(line string, mark *regexp.Regexp) (string, bool) {
	at := mark.FindStringIndex(line)
	if at == nil {
		return line, false
	}
	return line[at[1]:], true
}

// emphasised reports whether a block is a line in italics as a whole, which is how the caption of a
// picture is written.
func emphasised(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) > 2 && s[0] == '*' && s[1] != '*' && strings.IndexByte(s[1:], '*') == len(s)-2
}

// deepestLink bounds how far links are within links: a picture within a link is one deep.
const deepestLink = 3

// inline takes Markdown's marks off a text and leaves HTML and its entities. depth is how many links it is in.
func inline(s string, depth int) string {
	var b strings.Builder
	closing, lastEnd := closings(s), strings.LastIndexByte(s, '>')
	for i := 0; i < len(s); i++ {
		c, next := s[i], at(s, i+1)
		switch {
		case c == '\\' && strings.IndexByte(escapable, next) >= 0:
			i++
			b.WriteString(literal(next))
		case c == '!' && next == '[':
			_, i = bracket(s, i+1, closing)
		case c == '[':
			inner, end := bracket(s, i, closing)
			switch {
			case end == i:
				inner = "["
			case depth < deepestLink:
				inner = inline(inner, depth+1)
			}
			b.WriteString(inner)
			i = end
		case emphasis(s, i):
		case c == '<':
			address, open := autolink(s[i+1:])
			switch {
			case address != "":
				b.WriteString(address)
				i += len(address) + 1
			case open || i > lastEnd: // no tag: what follows is text
				b.WriteString(literal(c))
			default:
				b.WriteByte(c)
			}
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// autolink is the address that stands between "<" and ">" at the beginning of s, behind the "<"; "" for none. open
// says that an address begins there, and does not end where it should.
func autolink(s string) (address string, open bool) {
	if len(s) < 4 || !strings.EqualFold(s[:4], "http") {
		return "", false
	}
	address, _, ok := strings.Cut(s[:min(len(s), longestLink)], ">")
	if !ok || !isAddress(address) {
		return "", true
	}
	return address, false
}

// closings are the places of the brackets that close those that open in s, by the places of these; nil for none.
func closings(s string) map[int]int {
	var open []int
	var out map[int]int
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			open = append(open, i)
		case ']':
			if n := len(open); n > 0 {
				if out == nil {
					out = map[int]int{}
				}
				out[open[n-1]], open = i, open[:n-1]
			}
		}
	}
	return out
}

// escapable are the characters that a backslash takes the meaning from.
const escapable = "\\`*_{}[]()#+-.!|~<>&=:\"'$%,/;?@^"

// literal is HTML for a character that was escaped.
func literal(c byte) string {
	if c == '<' {
		return "&lt;"
	}
	return string(rune(c))
}

// at is the byte of s at i; a blank beyond its ends.
func at(s string, i int) byte {
	if i < 0 || i >= len(s) {
		return ' '
	}
	return s[i]
}

// emphasis reports whether the character at i marks emphasis, code or what is struck out.
func emphasis(s string, i int) bool {
	switch s[i] {
	case '`':
		return true
	case '~':
		return at(s, i-1) == '~' || at(s, i+1) == '~'
	case '*':
		return !loose(s, i)
	case '_':
		return !within(s, i)
	}
	return false
}

// loose reports whether a mark has blanks on both sides: then it is a character.
func loose(s string, i int) bool {
	return at(s, i-1) == ' ' && at(s, i+1) == ' '
}

// within reports whether a mark is inside a word.
func within(s string, i int) bool {
	letter := func(c byte) bool { return c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }
	return i > 0 && i+1 < len(s) && letter(s[i-1]) && letter(s[i+1])
}

// longestLink bounds the text in brackets, and the address behind it, in bytes.
const longestLink = 2000

// bracket returns what is in the brackets that open at i, and where the link ends that it is the
// text of. Where it is no link the end is i. closing has the ends of brackets.
func bracket(s string, i int, closing map[int]int) (inner string, end int) {
	j, ok := closing[i]
	if !ok || j-i >= longestLink || j+1 == len(s) || s[j+1] != '(' && s[j+1] != '[' {
		return "", i
	}
	after := map[byte]byte{'(': ')', '[': ']'}[s[j+1]]
	rest := s[j+1 : min(len(s), j+1+longestLink)]
	if strings.HasPrefix(rest, "(<") {
		if k := strings.Index(rest, ">)"); k >= 0 {
			return s[i+1 : j], j + 1 + k + 1
		}
	}
	if k := strings.IndexByte(rest, after); k >= 0 {
		return s[i+1 : j], j + 1 + k
	}
	return "", i
}
