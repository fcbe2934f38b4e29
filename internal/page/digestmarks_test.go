package page

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// pageOf is the page of a report on a private site.
func pageOf(t *testing.T, f Form, it news.Item) (*Set, string) {
	t.Helper()
	s := New(f)
	html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
	if err != nil {
		t.Fatal(err)
	}
	return s, string(html)
}

// What the control of a sentence opens is in the order of the report: its headline, its standfirst, its sentences.
func TestMarksAreInTheOrderOfTheReport(t *testing.T) {
	it := reports()[1]
	it.Article.Standfirst = "Union wants shorter shifts"
	it.Digest.Summary = []news.Claim{{Text: "码头工人罢工。", Evidence: []int{news.StandfirstN, news.HeadlineN, 1}}}
	_, html := pageOf(t, Form{Language: "zh-Hans", Audience: Private}, it)
	var got []string
	for _, m := range regexp.MustCompile(`data-t="[^"]*"><a href="#(\w+)"`).FindAllStringSubmatch(html, -1) {
		got = append(got, m[1])
	}
	if want := "headline standfirst s1"; strings.Join(got, " ") != want {
		t.Errorf("the marks lead to %q, want %s", got, want)
	}
	if n := strings.Count(html, `<details class="ground"`); n != 1 || !strings.Contains(html, `<summary data-n="依据 题、导、1" aria-label="依据：原文标题、原文导语、原文第 1 句"></summary>`) {
		t.Errorf("%d controls of one sentence, or none that names what it rests on", n)
	}
}

// The words of a mark have their own language within a text of another, and the twin has them in its script.
func TestMarksHaveTheLanguageOfThePage(t *testing.T) {
	it := reports()[1]
	it.Digest.Lang, it.Article.Lang = "ja", "en"
	it.Digest.Summary = []news.Claim{{Text: "港湾労働者がストに入った。", Evidence: []int{1},
		Findings: []news.Finding{{Rule: news.NumberRule, Span: "90", Reason: news.OtherWords}}}}
	s, html := pageOf(t, Form{Language: "zh-Hans", Audience: Private, Scripts: true}, it)
	marks := regexp.MustCompile(`<(?:a class="(?:doubt|bk)"|details class="ground"|a href="#s\d+")[^>]*>`)
	for _, m := range marks.FindAllString(html, -1) {
		if !strings.Contains(m, ` lang="zh-Hans"`) {
			t.Errorf("%s has the language of the text around it", m)
		}
	}
	twin, err := s.Twin("a/x.html", []byte(html))
	if err != nil {
		t.Fatal(err)
	}
	w := wording.For("zh-Hant")
	for _, label := range []string{fmt.Sprintf(w.Evidence, 1), w.BackToDigest, w.InDoubt + w.Colon} {
		if !strings.Contains(string(twin), ` lang="zh-Hant" aria-label="`+label) {
			t.Errorf("the twin has no %s", label)
		}
	}
	it.Digest.Lang = "zh-Hans"
	_, html = pageOf(t, Form{Language: "zh-Hans", Audience: Private}, it)
	if m := regexp.MustCompile(`<details class="ground"[^>]*>`).FindString(html); m == "" || strings.Contains(m, " lang=") {
		t.Errorf("%s says what the text around it says", m)
	}
}

// A sentence that a model has said several times is left out once, and so is what is wrong with it.
func TestWhatWasLeftOutIsSaidOnce(t *testing.T) {
	why := []news.Finding{{Rule: news.NumberRule, Span: "90艘", Reason: news.OtherWords, Found: "19", Rejects: true}}
	it := reports()[1]
	it.Rights = news.RightsFull
	it.Digest.LeftOut = []news.Reject{{Text: "港口有90艘船。", Why: why}, {Text: "港口有90艘船。", Why: why}, {Text: "该港有90艘船。", Why: why}}
	for _, audience := range []Audience{Private, Public} {
		_, html := pageOf(t, Form{Language: "zh-Hans", Audience: audience}, it)
		if n := strings.Count(html, "数字“90艘”"); n != 1 {
			t.Errorf("%s: the reason stands %d times", audience, n)
		}
		if w := wording.For("zh-Hans"); !strings.Contains(html, w.Counted(2, w.LeftOut)) {
			t.Errorf("%s: of three sentences, two of which are one, the page does not say that two were left out", audience)
		}
	}
}

// Where a paragraph of a translated report has no translation, its place says so, and the end says why; what has no words
// lacks none.
func TestParagraphWithoutTranslation(t *testing.T) {
	it := reports()[1]
	it.Article.Blocks = []news.Block{{Kind: news.Paragraph, Text: "The port is shut."}, {Kind: news.Paragraph, Text: "* * *"},
		{Kind: news.Paragraph, Text: "Nobody knows until when."}, {Kind: news.ListItem, Text: "Ships wait."}}
	for _, c := range []struct {
		translation []string
		lacks       int
		said        bool
	}{
		{[]string{"港口已经关闭。", "", "", ""}, 2, true},
		{[]string{"港口已经关闭。"}, 2, true},
		{[]string{"港口已经关闭。", "", "没有人知道到何时。", "船在等。"}, 0, false},
		{[]string{"", "", "", ""}, 0, false},
		{nil, 0, false},
	} {
		it.Digest.Translation = c.translation
		for _, lang := range wording.Languages() {
			w := wording.For(lang)
			_, html := pageOf(t, Form{Language: lang, Audience: Private}, it)
			if n := strings.Count(html, `data-label="`+w.NoTranslation+`"`); n != c.lacks {
				t.Errorf("%s, %q: %d places say that they have no translation, want %d", lang, c.translation, n, c.lacks)
			}
			if strings.Contains(html, w.Untranslated) != c.said {
				t.Errorf("%s, %q: said why is %v, want %v", lang, c.translation, !c.said, c.said)
			}
		}
	}
}

// What is read is told from what it stands on, on paper and where it is lit, by day and by night (WCAG 2.2, 1.4.3).
func TestContrast(t *testing.T) {
	colours := func(part string) map[string]string {
		out := map[string]string{}
		for _, m := range regexp.MustCompile(`--(\w+):(#[0-9a-f]{6})`).FindAllStringSubmatch(part, -1) {
			out[m[1]] = m[2]
		}
		return out
	}
	day, night, _ := strings.Cut(string(styleSheet), "prefers-color-scheme:dark")
	night, _, _ = strings.Cut(night, "}}")
	for name, set := range map[string]map[string]string{"day": colours(day), "night": colours(night)} {
		for _, ground := range []string{"paper", "wash", "lit"} {
			for _, ink := range []string{"ink", "soft", "accent"} {
				if c := contrast(t, set[ground], set[ink]); c < 4.5 {
					t.Errorf("by %s %s on %s has a contrast of %.2f", name, ink, ground, c)
				}
			}
		}
	}
}

// contrast is the ratio of the luminances of two colours of sRGB, as WCAG 2.2 defines it.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	luminance := func(hex string) float64 {
		n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for shift, weight := range map[int]float64{16: 0.2126, 8: 0.7152, 0: 0.0722} {
			c := float64(n>>shift&255) / 255
			if c <= 0.04045 {
				sum += weight * c / 12.92
			} else {
				sum += weight * math.Pow((c+0.055)/1.055, 2.4)
			}
		}
		return sum
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
