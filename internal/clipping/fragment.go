package clipping

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// fragment returns the text of a piece of HTML in blocks. All of it is the report: a program that
// keeps reports has chosen it before.
func fragment(src string) []news.Block {
	f := fragments{z: html.NewTokenizer(strings.NewReader(src))}
	for {
		switch f.z.Next() {
		case html.ErrorToken:
			f.flush()
			return f.out
		case html.TextToken:
			if f.silent == 0 {
				f.text.Write(f.z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := f.z.TagName()
			f.start(atom.Lookup(name))
		case html.EndTagToken:
			name, _ := f.z.TagName()
			f.end(atom.Lookup(name))
		}
	}
}

// plain is the text of a piece of HTML in one line: a title, a name.
func plain(src string) string {
	var parts []string
	for _, b := range fragment(src) {
		parts = append(parts, b.Text)
	}
	return strings.Join(parts, " ")
}

// fragments is the state of fragment.
type fragments struct {
	z      *html.Tokenizer
	out    []news.Block
	text   strings.Builder
	kind   news.BlockKind // of the block that is open; empty: a paragraph
	quoted int            // open quotations
	silent int            // open elements whose text is not shown
}

func (f *fragments) flush() {
	if s := text.Collapse(f.text.String()); s != "" {
		kind := f.kind
		switch {
		case kind == "" && f.quoted > 0:
			kind = news.Quote
		case kind == "":
			kind = news.Paragraph
		}
		f.out = append(f.out, news.Block{Kind: kind, Text: s})
	}
	f.text.Reset()
	f.kind = ""
}

func (f *fragments) start(name atom.Atom) {
	switch {
	case isSilent(name):
		f.silent++
	case name == atom.Br:
		f.text.WriteByte('\n')
	case isBlock(name):
		f.flush()
		f.kind = kinds[name]
		if name == atom.Blockquote {
			f.quoted++
		}
	}
}

func (f *fragments) end(name atom.Atom) {
	switch {
	case isSilent(name):
		f.silent = max(0, f.silent-1)
	case isBlock(name):
		f.flush()
		if name == atom.Blockquote {
			f.quoted = max(0, f.quoted-1)
		}
	}
}

// kinds are the elements that are more than a paragraph.
var kinds = map[atom.Atom]news.BlockKind{
	atom.H1: news.Heading, atom.H2: news.Heading, atom.H3: news.Heading, atom.H4: news.Heading, atom.H5: news.Heading, atom.H6: news.Heading,
	atom.Li: news.ListItem, atom.Dt: news.ListItem, atom.Dd: news.ListItem, atom.Figcaption: news.Caption,
}

// isBlock reports whether an element begins and ends a block of text.
func isBlock(name atom.Atom) bool {
	switch name {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Blockquote, atom.Ul, atom.Ol,
		atom.Dl, atom.Figure, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Pre, atom.Hr, atom.Address, atom.Center, atom.Details, atom.Summary:
		return true
	}
	return kinds[name] != ""
}

// isSilent reports whether the text in an element is no text of the report.
func isSilent(name atom.Atom) bool {
	switch name {
	case atom.Script, atom.Style, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Select, atom.Button, atom.Noscript, atom.Head:
		return true
	}
	return false
}
