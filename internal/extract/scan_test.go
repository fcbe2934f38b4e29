package extract

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"
)

// FuzzScan: a page is cut where html.Tokenizer cuts it. (Whether a tag closes itself is
// left out: of an attribute that comes twice, the tokenizer looks at the wrong one.)
func FuzzScan(f *testing.F) {
	for _, s := range []string{
		`<p a=1 b='2' c="3" d/><br/><svg><g></svg>x<p/`, `<a =b==c /=d><a a=1 a=/ ><b/ /></p x=">">`,
		`<script><!--<script>a</script>--></script>y<SCRIPT type='application/LD+json'>{}</script></script x>`,
		`<script><!-- </script>x<script><!----></script>y`, `<script>"</scr" <!-- - -- </scripts></script/>z`,
		`<!DOCTYPE html><!-- a --!><!--><!---><!--a--!-x--><?x><![CDATA[a]]></ x></><!`, `a < b <3 <`, `</`,
		`<title><b></title><textarea></texta</textarea><noscript><p></noscript><style><</style><iframe/></iframe><plaintext><b>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		want, got := html.NewTokenizer(bytes.NewReader(page)), scanner{src: page}
		for {
			kind, raw := want.Next(), want.Raw()
			if got.next() == html.SelfClosingTagToken || got.kind == html.StartTagToken {
				got.kind = html.StartTagToken
				if kind == html.SelfClosingTagToken {
					kind = html.StartTagToken
				}
			}
			if kind == html.ErrorToken && got.kind == html.ErrorToken {
				return
			}
			if piece := page[got.from:got.at]; kind != got.kind || !bytes.Equal(piece, raw) {
				t.Fatalf("%v %q, want %v %q", got.kind, piece, kind, raw)
			}
		}
	})
}
