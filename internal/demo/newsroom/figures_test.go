package newsroom

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/text"
)

// figure is a number of a Chinese sentence with its unit of ten thousand or a hundred million.
var figure = regexp.MustCompile(`(\d+(?:\.\d+)?)(万|亿)?`)

// Every larger figure of a digest stands in the sentences that it cites; smaller
// ones may be words or months there. Reports in Chinese write theirs in Chinese.
func TestFiguresStandInTheReport(t *testing.T) {
	all(t, func(t *testing.T, r *report, e int, o outlet) {
		rec := r.digests[e-1]
		if rec == nil || o.Lang == "zh-Hant" {
			return
		}
		lines := numberedLines(r.in(e))
		for _, c := range rec.Claims {
			var cited strings.Builder
			for _, n := range evidence(c.Quotes, lines) {
				cited.WriteString(lines[n-1].Text + "\n")
			}
			said := plainFigures(cited.String(), o.Lang)
			for _, m := range figure.FindAllStringSubmatch(c.Text, -1) {
				if !said[value(m[1], m[2])] && value(m[1], m[2]) > 31 && !strings.Contains(c.Text, m[1]+"年代") {
					t.Errorf("%s is not in the sentences cited by: %s", m[0], c.Text)
				}
			}
		}
	})
}

func numberedLines(s state) []sentence {
	_, lines := chatRequest{Messages: []chatMessage{{"user", prompt(s)}}}.report()
	return lines
}

// value is a figure as a number, to six digits.
func value(digits, unit string) float64 {
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return -1
	}
	switch unit {
	case "万", "萬":
		v *= 1e4
	case "亿", "億", "hundred million":
		v *= 1e8
	case "m", "mn", "million", "millionen":
		v *= 1e6
	case "bn", "billion":
		v *= 1e9
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	return v
}

// inReport is a number of a folded sentence, in the languages of the newsroom.
var inReport = regexp.MustCompile(`(\d+(?:\.\d+)?)\s*-?(万|億|mn|millionen|million|billion|bn|m\b)?`)

// separators are the commas and points between thousands.
var separators = regexp.MustCompile(`(\d)[,.](\d{3})`)

// plainFigures are the numbers that a text says.
func plainFigures(s, lang string) map[float64]bool {
	if lang == "de" {
		s = strings.NewReplacer(",", ".", ".", ",").Replace(s)
	}
	for range 2 {
		s = separators.ReplaceAllStringFunc(s, func(m string) string {
			if m[1] == ',' {
				return m[:1] + m[2:]
			}
			return m
		})
	}
	out := make(map[float64]bool)
	for _, m := range inReport.FindAllStringSubmatch(s, -1) {
		out[value(m[1], "")], out[value(m[1], m[2])] = true, true
	}
	for word, v := range map[string]float64{"forty": 40, "fünfzig": 50, "zwölf prozent": 12, "by a million": 1e6} {
		if strings.Contains(s, text.Fold(word)) {
			out[v] = true
		}
	}
	return out
}
