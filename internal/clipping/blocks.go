package clipping

import (
	"regexp"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// notText is what a page has besides its text: scripts and remarks of HTML, tags of Liquid (Jekyll,
// Hexo), shortcodes of Hugo.
var notText = regexp.MustCompile(`(?is)<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|\{%.*?%\}|\{\{[<%].*?[>%]\}\}`)

// markdown returns the text of Markdown in blocks (CommonMark 0.31, and what is left of it where the
// text is HTML).
func markdown(src string) []news.Block {
	var out []news.Block
	for chunk := range strings.SplitSeq(notText.ReplaceAllString(src, "\n"), "\n\n") {
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
	var kept []news.Block
	for _, b := range in.blocks {
		captioned := emphasised(b.Text)
		if b.Text = plain(inline(b.Text)); b.Text == "" {
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
	open   news.BlockKind // of the block that a line without a mark goes on with; empty: none
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

func (o *outline) add(kind news.BlockKind, s string) {
	o.blocks, o.open = append(o.blocks, news.Block{Kind: kind, Text: s}), kind
}

func (o *outline) goOn(s string) { o.blocks[len(o.blocks)-1].Text += "\n" + s }

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

// inline takes Markdown's marks off a text and leaves HTML and its entities.
func inline(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, next := s[i], at(s, i+1)
		switch {
		case c == '\\' && strings.IndexByte(escapable, next) >= 0:
			i++
			b.WriteString(literal(next))
		case c == '!' && next == '[':
			_, i = bracket(s, i+1)
		case c == '[':
			inner, end := bracket(s, i)
			if end == i {
				inner = "["
			} else {
				inner = inline(inner)
			}
			b.WriteString(inner)
			i = end
		case emphasis(s, i):
		case c == '<' && isAddress(upTo(s[i+1:], '>')):
			address := upTo(s[i+1:], '>')
			b.WriteString(address)
			i += len(address) + 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
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

// upTo is s before the first end, or all of it.
func upTo(s string, end byte) string {
	if i := strings.IndexByte(s, end); i >= 0 {
		return s[:i]
	}
	return s
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
// text of. Where it is no link the end is i.
func bracket(s string, i int) (inner string, end int) {
	depth := 0
	for j := i; j < len(s) && j-i < longestLink; j++ {
		switch s[j] {
		case '\\':
			j++
		case '[':
			depth++
		case ']':
			if depth--; depth > 0 {
				continue
			}
			if j+1 == len(s) || s[j+1] != '(' && s[j+1] != '[' {
				return "", i
			}
			closing := map[byte]byte{'(': ')', '[': ']'}[s[j+1]]
			rest := s[j+1 : min(len(s), j+1+longestLink)]
			if strings.HasPrefix(rest, "(<") {
				if k := strings.Index(rest, ">)"); k >= 0 {
					return s[i+1 : j], j + 1 + k + 1
				}
			}
			if k := strings.IndexByte(rest, closing); k >= 0 {
				return s[i+1 : j], j + 1 + k
			}
			return "", i
		}
	}
	return "", i
}
