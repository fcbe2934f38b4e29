package extract

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// seen is the text of a parsed page without white space and without what prune and remove
// leave out.
func seen(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for ch := n.FirstChild; ch != nil; ch = ch.NextSibling {
			switch {
			case ch.Type == html.TextNode:
				b.WriteString(strings.Map(func(r rune) rune {
					if unicode.IsSpace(r) {
						return -1
					}
					return r
				}, ch.Data))
			case ch.Type != html.ElementNode || ch.Namespace != "" || leftOut(ch.DataAtom):
			case ch.DataAtom != atom.Script && ch.DataAtom != atom.Style && ch.DataAtom != atom.Iframe:
				walk(ch)
			}
		}
	}
	walk(n)
	return b.String()
}

// foreigners are pages whose drawings, formulas and raw texts a scanner by itself may read
// wrongly; each ends with a paragraph that stands outside of all.
var foreigners = map[string]string{
	"empty title":                `<p>a<svg viewBox="0 0 1 1"><title/><path d="M0"/></svg>b`,
	"NUL in a name":              "<svg\ufffd><svg><title>x</title></svg\x00>b<p>c",
	"empty style":                `<svg><style/><g/></svg>b`,
	"open script":                `<svg><script>var a = "<p"</svg>b`,
	"textarea":                   `<svg><textarea><path/></svg>b`,
	"noscript":                   `<div><svg><noscript><path/></svg>b</div>`,
	"frames":                     `<svg><iframe/><noframes/><noembed/><xmp/></svg>b`,
	"plaintext":                  `<svg><plaintext></svg>b`,
	"closes itself":              `<svg/>b`,
	"svg in svg":                 `<svg><svg><g></svg><title>x</title></svg>b`,
	"svg in svg closes itself":   `<svg><svg/></svg>b`,
	"capitals":                   `<SVG><TITLE/></SVG>b`,
	"never closed":               `<div><svg><path></div>b`,
	"never closed, link":         `<a href=x><svg><path></a>b`,
	"ended by a paragraph":       `<svg><g><p>b`,
	"ended by a heading":         `<svg><desc/><h2>b</h2>`,
	"ended by a line break":      `<svg><g><br>b`,
	"ended by a font":            `<svg><font color=red>b</font>`,
	"font of its own":            `<svg><font>x</font></svg>b`,
	"ended by a table":           `<table><tr><td><svg><desc></table>b`,
	"ended by rows":              `<table><tr><math><mi></tbody>b`,
	"ended by a paragraph's end": `<math><annotation-xml encoding=text/html><svg></br>x</annotation-xml></math>b`,
	"CDATA":                      `<svg><text><![CDATA[ </svg> <p>x ]]></text></svg>b`,
	"CDATA outside":              `<![CDATA[x]]>b`,
	"CDATA never ended":          `<p>a</p><svg><![CDATA[ </svg>b`,
	"HTML inside":                `<svg><foreignObject><div><p>x<p>y</div></foreignObject></svg>b`,
	"HTML in a label":            `<svg><desc><p>x</p></desc><title>y</title></svg>b`,
	"raw text inside HTML":       `<svg><foreignObject><title></svg></title><style></foreignObject></style></foreignObject></svg>b`,
	"svg in HTML in svg":         `<svg><foreignObject><div><svg><title/></svg></div></foreignObject></svg>b`,
	"container closed inside":    `<svg><foreignObject><div><svg><g></div></foreignObject></svg>b`,
	"formula":                    `<math><mi><title/></title></mi><style/></math>b`,
	"formula with words":         `<math><mtext>x<b>y</b></mtext><mglyph/></math>b`,
	"formula with HTML":          `<math><semantics><annotation-xml encoding="text/html"><p>x</p></annotation-xml></semantics></math>b`,
	"formula with a drawing":     `<math><annotation-xml><svg><title/></svg></annotation-xml></math>b`,
	"formula without HTML":       `<math><annotation-xml><title/></annotation-xml></math>b`,
	"script with a comment":      `<script><!-- <script> </script> --></script>b`,
	"script with two":            `<script><!-- <script> </script> </script>b`,
	"script closes itself":       `<script/>x</script>b`,
	"frame closes itself":        `<iframe/>x</iframe>b`,
	"style with a tag":           `<style></styles></style/>b`,
	"textarea with a tag":        `<textarea></textareas><p></textarea>b`,
	"title with a comment":       `<title><!--</title>-->b`,
	"xmp":                        `<xmp><p></xmp >b`,
	"noscript with tags":         `<noscript><p>x</p></noscript>b`,
	"object that is not closed":  `<div><object><p>x</div>b`,
	"canvas around paragraphs":   `<canvas><p>x</canvas>y</p></canvas>b`,
	"templates":                  `<template><template>x</template><div>y</template>b`,
	"template closes itself":     `<div><template/>x</template></div>b`,
	"comment that ends early":    `<!-->b<!--->b<!-- a --!>b`,
	"instruction":                `<?xml version="1.0"?><?php echo "<p>" ?>b`,
	"text made by a comment":     `AT&<!-- -->amp;T <<!-- -->b> &no<!-- -->t;`,
	"text made by a script":      `a &<script></script>lt;b`,
	"end tags of nothing":        `<table><tr><td>x</div></tbody></td>y</table></span>b`,
	"tables":                     `<div><table><tr><td></div>x</table>b</div>`,
	"unclosed paragraphs":        strings.Repeat("<p>x", 2*maxDepth) + `<svg><path></p>b`,
	"unclosed items":             "<ul>" + strings.Repeat("<li><div><p>x</div>", 2*maxDepth) + `</ul>b`,
	"unclosed cells":             "<table>" + strings.Repeat("<tr><td>x<td>y", 2*maxDepth) + `</table>b`,
	"unclosed options":           "<select>" + strings.Repeat("<option>x", 2*maxDepth) + `</select><script type="application/ld+json">{"x":1}</script>b`,
	"deep script":                strings.Repeat("<div>", maxDepth) + `<script type="application/ld+json">{"x":1}</script>b`,
	"long script tag":            `<script data-x="` + strings.Repeat("x", maxTag) + `">y</script>b`,
}

// What a page says is the same whether it is parsed whole or pruned.
func TestPruneKeepsText(t *testing.T) {
	for name, page := range foreigners {
		page += "<p>The quay holds.</p>"
		p := pruned([]byte(page), inTree)
		whole, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		left, err := html.Parse(bytes.NewReader(p.out))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, want := seen(left), seen(whole); got != want {
			t.Errorf("%s: %q, want %q; pruned %.300q", name, got, want, p.out)
		}
	}
}

// Elements that need no end tag do not add to the depth of a page.
func TestPruneKeepsUnclosed(t *testing.T) {
	for _, piece := range []string{"<p>x", "<ul><li>x<li>y</ul>", "<li>x", "<dl><dt>x<dd>y</dl>", "<dd>x", "<table><tr><td>x<td>y</table>", "<div><p>x</div>", "<p>x<hr>", "<option>x"} {
		page := strings.Repeat(piece, 2*maxDepth)
		if got := prune([]byte(page)); string(got) != page {
			t.Errorf("%s: %d of %d bytes", piece, len(got), len(page))
		}
	}
}

// A drawing ends at its end tag even where the HTML inside it is not closed.
func TestPruneEndsDrawings(t *testing.T) {
	for _, page := range []string{
		`<svg><title><b>x</title></svg>`, `<svg><foreignObject><p>x<div></foreignObject></svg>`, `<math><mi><i>x</mi></math>`,
	} {
		if got := string(prune([]byte(page + "<p>The quay holds."))); !strings.HasSuffix(got, "<p>The quay holds.") || strings.Contains(got, "x") {
			t.Errorf("%s: %q", page, got)
		}
	}
}

// pieces are what FuzzPruneMix makes pages of.
var pieces = strings.Split("<p>|</p>|<div>|</div>|<span>|</span>|<b>|</b>|<a href=x>|</a>|x|y|z|&|amp;|<|<!-- c -->|<!-->|<![CDATA[|]]>|<?x>|</|>|"+
	"<svg>|<svg/>|</svg>|<g>|</g>|<path/>|<path>|<title>|<title/>|</title>|<desc>|</desc>|<foreignObject>|</foreignObject>|<math>|</math>|"+
	"<mi>|</mi>|<mtext>|</mtext>|<annotation-xml>|<annotation-xml encoding=text/html>|</annotation-xml>|<mglyph/>|<font>|<font color=x>|</font>|"+
	"<script>|</script>|<script/>|<script type='application/ld+json'>|<!--<script>|-->|<style>|</style>|<style/>|<textarea>|</textarea>|"+
	"<xmp>|</xmp>|<iframe>|</iframe>|<iframe/>|<noscript>|</noscript>|<noembed>|</noembed>|<noframes>|</noframes>|"+
	"<template>|</template>|<template/>|<object>|</object>|<canvas>|</canvas>|<table>|</table>|<tr>|<td>|</td>|</tr>|</tbody>|<caption>|"+
	"<select>|</select>|<option>|<button>|</button>|<form>|</form>|<ul>|</ul>|<li>|</li>|<h1>|</h1>|<pre>|</pre>|\n| |<br>|</br>|<hr>|<img a=/>|"+
	"<head>|</head>|<body>|</body>|<html>|</html>|<!DOCTYPE html>|<my-box>|</my-box>|<input>|<nobr>|</nobr>|<audio>|</audio>", "|")

// FuzzPruneMix is FuzzPrune with pages that are made of tags: each byte is a piece.
func FuzzPruneMix(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 200 {
		page := make([]byte, n/4)
		for i := range page {
			page[i] = byte(r.IntN(256))
		}
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, choice []byte) {
		var page []byte
		for _, c := range choice[:min(len(choice), 400)] {
			page = append(page, pieces[int(c)%len(pieces)]...)
		}
		samePruned(t, page)
	})
}

// FuzzPrune: the text of a page is the same whether the page is parsed whole or pruned,
// within the bounds and unless the HTML inside a drawing does not nest. (A frameset
// depends on what was before it.)
func FuzzPrune(f *testing.F) {
	for _, page := range foreigners {
		if len(page) < 2000 {
			f.Add([]byte(page + "<p>z"))
		}
	}
	f.Fuzz(samePruned)
}

// slashed is a tag that ends in an attribute's value without quotes, whose last character is a slash.
var slashed = regexp.MustCompile(`=[^\s"'>][^\s>]*/>$`)

// selfClosed reports whether html.Tokenizer takes the slash at the end of a value for the end of an element. It does so where
// the attribute repeats an earlier one; a browser does not (HTML, 13.2.5.37).
func selfClosed(page []byte) bool {
	z := html.NewTokenizer(bytes.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind == html.SelfClosingTagToken && slashed.Match(z.Raw()) {
			return true
		}
	}
	return false
}

func samePruned(t *testing.T, page []byte) {
	page = bytes.ToValidUTF8(page, []byte("\ufffd")) // as package charset leaves every page
	p := pruned(page, inTree)
	if p.bounded || p.drawing.astray || p.tags >= maxTags || bytes.Contains(bytes.ToLower(page), []byte("frameset")) || selfClosed(page) {
		return
	}
	whole, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return
	}
	left, err := html.Parse(bytes.NewReader(p.out))
	if err != nil {
		t.Fatalf("%v; pruned %q", err, p.out)
	}
	if got, want := seen(left), seen(whole); got != want {
		t.Fatalf("%q\n%q, want %q; pruned %q", page, got, want, p.out)
	}
}
