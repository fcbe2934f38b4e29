package extract

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// image is the picture that the page gives as the report's, with its caption and
// credit from the first figure that has them.
func (p *page) image() news.Image {
	var im news.Image
	for _, ref := range slices.Concat(p.meta["og:image"], p.meta["og:image:url"], pictures(p.ld),
		p.meta["twitter:image"], p.meta["twitter:image:src"]) {
		if im.URL = p.absolute(unescape(ref)); im.URL != "" {
			break
		}
	}
	for _, n := range p.ld.under("image") {
		im.Caption, im.Credit = oneLine(n.str("caption", "description")), oneLine(n.str("creditText", "copyrightHolder"))
		break
	}
	fig := p.figure()
	if fig == nil {
		if im.URL == "" {
			im.URL = p.absolute(p.o.Image)
		}
		return im
	}
	if im.URL == "" {
		im.URL = p.absolute(source(fig))
	}
	caption, credit := legend(fig)
	if caption != "" {
		im.Caption = caption
	}
	if credit != "" {
		im.Credit = credit
	}
	if im.URL == "" {
		im.URL = p.absolute(p.o.Image)
	}
	return im
}

// pictures are the addresses of an object's images.
func pictures(n node) []string {
	out := n.all("thumbnailUrl")
	for _, im := range n.under("image") {
		out = append([]string{im.str("url", "contentUrl", "@id")}, out...)
	}
	if s := n.str("image"); strings.Contains(s, "/") {
		out = append([]string{s}, out...)
	}
	return out
}

// figure is the first figure with a caption that lies in no list of other reports.
func (p *page) figure() *html.Node {
	for _, n := range find(p.root, atom.Figure) {
		if !besides(n) && len(find(n, atom.Figcaption)) > 0 && source(n) != "" {
			return n
		}
	}
	return nil
}

func source(fig *html.Node) string {
	for _, im := range find(fig, atom.Img) {
		for _, a := range []string{"src", "data-src", "data-original"} {
			if v := attr(im, a); v != "" && !strings.HasPrefix(v, "data:") {
				return v
			}
		}
	}
	for d := range fig.Descendants() {
		if d.Data == "amp-img" {
			return attr(d, "src")
		}
	}
	return ""
}

var creditForm = regexp.MustCompile(`(?i)\s*[(\[]?\s*(?:photographs?|photos?|picture|image|credit|foto|bild|quelle|source|` +
	`crédits?|写真|摄影|©)(?: by| credit)?\s*[:：©/]?\s*([^()\[\]]{2,80}?)\s*[)\]]?\s*$`)

// legend splits the caption of a figure from the credit.
func legend(fig *html.Node) (caption, credit string) {
	caps := find(fig, atom.Figcaption)
	if len(caps) == 0 {
		return "", ""
	}
	caption = plain(caps[0])
	for d := range caps[0].Descendants() {
		about := strings.ToLower(attr(d, "class") + " " + attr(d, "itemprop"))
		if strings.Contains(about, "credit") || strings.Contains(about, "copyright") || strings.Contains(about, "source") {
			credit = plain(d)
			break
		}
	}
	if credit != "" && strings.HasSuffix(caption, credit) {
		caption = strings.TrimRight(strings.TrimSuffix(caption, credit), " |/–-")
	} else if g := creditForm.FindStringSubmatchIndex(caption); credit == "" && g != nil && g[0] > 0 {
		credit, caption = caption[g[2]:g[3]], strings.TrimSpace(caption[:g[0]])
	}
	if g := creditForm.FindStringSubmatch(credit); g != nil {
		credit = g[1]
	}
	return strings.TrimSpace(caption), strings.TrimSpace(credit)
}
