package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A timeline is read whole, whatever it is made of.
func TestRuns(t *testing.T) {
	items := [][2]string{
		{"1901", "The first boat of the line is launched"},
		{"June 1934", "Fire on the quay"},
		{"1962", "Night crossings begin"},
		{"Today", "The crews want them back, with three men aboard and a lamp at the bow"},
	}
	n := len(ferry)
	for name, how := range map[string]struct {
		open, end, unit string
		apart           bool // lead and text are blocks of their own
	}{
		"div of spans":         {`<div class="chrono">`, `</div>`, `<div class="step"><span class="date">1</span> <span class="txt">2</span></div>`, false},
		"div of spans, bare":   {``, ``, `<div><span>1</span> <span>2</span></div>`, false},
		"p of spans":           {`<div>`, `</div>`, `<p><span>1</span> <span>2</span></p>`, false},
		"p of spans, bare":     {``, ``, `<p><span>1</span> <span>2</span></p>`, false},
		"span and text":        {`<section>`, `</section>`, `<div><time>1</time> 2</div>`, false},
		"heading and p":        {``, ``, `<div class="t"><h4>1</h4><p>2</p></div>`, true},
		"heading and p, boxed": {`<div class="timeline">`, `</div>`, `<div class="timeline-item"><h3>1</h3><p>2</p></div>`, true},
		"two divs":             {`<div>`, `</div>`, `<div><div>1</div><div>2</div></div>`, true},
		"two p":                {``, ``, `<div class="x"><p><b>1</b></p><p>2</p></div>`, true},
	} {
		var run strings.Builder
		want := slices.Clone(ferry[:6])
		for _, it := range items {
			run.WriteString(strings.NewReplacer("1</", it[0]+"</", "2</", it[1]+"</").Replace(how.unit))
			if how.apart {
				want = append(want, it[0], it[1])
			} else {
				want = append(want, it[0]+" "+it[1])
			}
		}
		want = append(want, ferry[6:]...)
		body := `<article>` + ferryParas(0, 6, "p") + how.open + run.String() + how.end + ferryParas(6, n, "p") + `</article>`
		a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(body))}, Options{})
		var got []string
		for _, b := range a.Blocks {
			got = append(got, b.Text)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %d of %d blocks, %v: %q", name, len(got), len(want), err, got[5:max(5, len(got)-(n-7))])
		}
	}
}

// What is made alike between paragraphs is no part of the report where it leads elsewhere.
func TestRunsOfOthers(t *testing.T) {
	for name, box := range map[string]string{
		"links":   `<div>` + strings.Repeat(`<div><span>12:40</span> <a href="/x">Lamp oil before the court</a></div>`, 4) + `</div>`,
		"related": `<div class="related">` + strings.Repeat(`<div><h4>Lamp oil</h4><p>The court has heard two traders</p></div>`, 4) + `</div>`,
		"aside":   `<aside>` + strings.Repeat(`<div><h4>Lamp oil</h4><p>The court has heard two traders</p></div>`, 4) + `</aside>`,
	} {
		body := `<article>` + ferryParas(0, 6, "p") + box + ferryParas(6, len(ferry), "p") + `</article>`
		a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(body))}, Options{})
		if got := a.Paragraphs(); err != nil || !slices.Equal(got, ferry) {
			t.Errorf("%s: %d of %d paragraphs, %v", name, len(got), len(ferry), err)
		}
	}
}
