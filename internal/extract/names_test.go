package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// The captions of a report without other text are the report, whether or not the page calls itself an article; those of a
// list of reports are none.
func TestPictures(t *testing.T) {
	var own, linked strings.Builder
	want := []string{ferry[2], ferry[6], ferry[10], ferry[11]}
	for _, s := range want {
		own.WriteString(`<figure><img src="/a.jpg"><figcaption>` + s + `</figcaption></figure>`)
		linked.WriteString(`<article><h2><a href="/a">` + s[:20] + `</a></h2><figure><img src="/a.jpg"><figcaption>` + s + `</figcaption></figure></article>`)
	}
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"article":           {`<main><article><h1>` + ferryTitle + `</h1><div class="gallery">` + own.String() + `</div></article></main>`, want},
		"no article":        {`<main><h1>` + ferryTitle + `</h1><div>` + own.String() + `</div></main>`, nil},
		"beside an article": {`<main><article><h1>` + ferryTitle + `</h1></article><div>` + own.String() + `</div></main>`, nil},
		"a list of reports": {`<main><h1>` + ferryTitle + `</h1>` + linked.String() + `</main>`, nil},
	} {
		page := `<html lang="en"><head><title>` + ferryTitle + `</title></head><body><nav><a href="/">Home</a></nav>` + c.body + `</body></html>`
		a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page)}, Options{})
		if got := a.Paragraphs(); c.want != nil && (err != nil || !slices.Equal(got, c.want)) || c.want == nil && slices.Contains(got, want[0]) {
			t.Errorf("%s: %s, %d paragraphs, %v", name, a.Kind, len(got), err)
		}
	}
}

// The class of an element around the whole page says nothing against the report in it.
func TestNamesAroundThePage(t *testing.T) {
	for _, name := range strings.Fields("dialog-off-canvas-main-canvas modal-open-wrapper page-with-sidebar overlay popup-page nav-pushed has-header-menu " +
		"advert-free sponsor-skin share-page comments-open newsletter-popup cookie-consent-given notification-area hidden-nav lightbox-root " +
		"privacy-page-wrapper related-layout subscribe-wall recommend-layout footer-pinned promo-page membership-page carousel-page js-modal-page") {
		for i, how := range []string{`<div class="` + name + `">1</div>`, `<div id="` + name + `"><div>1</div></div>`} {
			n := []int{4, len(ferry)}[i]
			page := strings.Replace(how, "1", `<main><article><h1>`+ferryTitle+`</h1>`+ferryParas(0, n, "p")+`</article></main>`, 1)
			page = `<html lang="en"><head><title>` + ferryTitle + `</title></head><body><nav><a href="/">Home</a></nav>` + page + `</body></html>`
			a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page)}, Options{})
			if got := a.Paragraphs(); err != nil || !slices.Equal(got, ferry[:n]) {
				t.Errorf("%s: %s, %d of %d paragraphs, %v", how, a.Kind, len(got), n, err)
			}
		}
	}
}
