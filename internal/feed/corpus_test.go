package feed

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"html"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	xhtml "golang.org/x/net/html"

	"github.com/waidian/waidian/internal/when"
)

// bars is the least share of checks, in percent, that must hold in each
// category of the corpus; those without a bar of their own must not fall below 95.
var bars = map[string]float64{
	"rss": 99, "atom03": 99, "atom10": 99, "rss1": 99, "namespace": 99,
	"entities": 99, "title-entities": 99, "relative-url": 99, "language": 99,
	"jsonfeed": 100, "news-sitemap": 100, "discovery": 100, "autodiscovery": 100, "opml": 100,
	"encoding": 95, "illformed": 90, "newsdesk": 90, "real": 90, "chardet": 75, "dates": 100,
}

// corpusCase is one line of the corpus.
type corpusCase struct {
	File     string
	Category string
	URL      string
	Headers  map[string]string
	Checks   []struct {
		Path, Op string
		Value    any
	}
}

type tally struct{ files, right, checks, ok int }

// TestCorpus reads the corpus of feeds when it is there and prints, with -v, the
// share of right answers by category:
//
//	go test ./internal/feed -run TestCorpus -v
func TestCorpus(t *testing.T) {
	dir := filepath.Join(cmp.Or(os.Getenv("WAIDIAN_CORPORA"), "../../../shared/corpora"), "feeds")
	lines, err := os.Open(filepath.Join(dir, "cases.jsonl"))
	if err != nil {
		t.Skip("needs the corpus of feeds: set WAIDIAN_CORPORA to its folder; CI has the feeds in testdata alone")
	}
	defer lines.Close()
	scores := map[string]*tally{"dates": corpusDates(t, filepath.Join(dir, "dates.json"))}
	sc := bufio.NewScanner(lines)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var c corpusCase
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if scores[c.Category] == nil {
			scores[c.Category] = &tally{}
		}
		c.score(t, filepath.Join(dir, "files", c.File), scores[c.Category])
	}
	t.Logf("%-16s %6s %6s %7s %6s %8s", "category", "files", "right", "checks", "ok", "percent")
	for _, name := range slices.Sorted(maps.Keys(scores)) {
		s := scores[name]
		share := 100 * float64(s.ok) / float64(s.checks)
		t.Logf("%-16s %6d %6d %7d %6d %7.1f%%", name, s.files, s.right, s.checks, s.ok, share)
		if bar := cmp.Or(bars[name], 95); share < bar {
			t.Errorf("%s: %.1f %% of the checks hold, the bar is %v %%", name, share, bar)
		}
	}
}

func (c corpusCase) score(t *testing.T, file string, s *tally) {
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	header := map[string][]string{}
	for k, v := range c.Headers {
		header[k] = []string{v}
	}
	var out bytes.Buffer
	doc, parseErr := Parse(body, Options{URL: c.URL, Header: header})
	if err := WriteJSON(&out, doc, parseErr); err != nil {
		t.Fatal(err)
	}
	var model map[string]any
	if err := json.Unmarshal(out.Bytes(), &model); err != nil {
		t.Fatal(err)
	}
	s.files++
	right := true
	for _, k := range c.Checks {
		got := valueAt(model, k.Path)
		ok := (parseErr == nil || k.Path == "ok" || k.Op == "maxlen" || k.Op == "not_contains" || k.Op == "no_crash") && holds(k.Op, got, k.Value)
		s.checks++
		if ok {
			s.ok++
		} else {
			right = false
			t.Logf("%s: %s %s: got %.200q, want %.200q", c.File, k.Path, k.Op, got, k.Value)
		}
	}
	if right {
		s.right++
	}
}

func corpusDates(t *testing.T, file string) *tally {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var dates []struct {
		Input  string
		Expect *time.Time
	}
	if err := json.Unmarshal(raw, &dates); err != nil {
		t.Fatal(err)
	}
	s := &tally{files: len(dates), checks: len(dates)}
	for _, d := range dates {
		got, ok := when.Parse(d.Input, when.Habits{})
		if ok == (d.Expect != nil) && (!ok || got.Unix() == d.Expect.Unix()) {
			s.ok++
			s.right++
			continue
		}
		t.Logf("date %q: got %v, want %v", d.Input, got, d.Expect)
	}
	return s
}

var pathParts = regexp.MustCompile(`[^.\[\]]+|\[\d+\]`)

func valueAt(doc any, path string) any {
	for _, part := range pathParts.FindAllString(path, -1) {
		switch in := doc.(type) {
		case []any:
			i, err := strconv.Atoi(strings.Trim(part, "[]"))
			if err != nil || i >= len(in) {
				return nil
			}
			doc = in[i]
		case map[string]any:
			doc = in[part]
		default:
			return nil
		}
	}
	return doc
}

func holds(op string, got, want any) bool {
	size := reflect.ValueOf(got)
	length := 0
	if got != nil && (size.Kind() == reflect.Slice || size.Kind() == reflect.String) {
		length = size.Len()
	}
	switch op {
	case "no_crash":
		return true
	case "absent":
		return got == nil || got == "" || length == 0 && size.Kind() == reflect.Slice
	case "count":
		return float64(length) == want
	case "count_min":
		return float64(length) >= want.(float64)
	case "maxlen":
		return float64(length) <= want.(float64)
	}
	w, isText := want.(string)
	if got == nil && isText {
		got = ""
	}
	g, gotText := got.(string)
	if op == "eq" && !(isText && gotText) {
		return reflect.DeepEqual(got, want)
	}
	return gotText && textHolds(op, g, w)
}

func textHolds(op, g, w string) bool {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	switch op {
	case "eq":
		return strings.TrimSpace(g) == w
	case "not_contains":
		return !strings.Contains(g, w)
	case "text_eq":
		return squeeze(g) == squeeze(w)
	case "plain_eq":
		return squeeze(g) == squeeze(w) || squeeze(rendered(g)) == squeeze(w)
	case "html_eq":
		return normalHTML(g) == normalHTML(w)
	case "html_contains":
		if strings.Contains(w, "<") {
			w = normalHTML(w)
		}
		return strings.Contains(normalHTML(g), w)
	case "lang_eq":
		return strings.EqualFold(strings.ReplaceAll(g, "_", "-"), strings.ReplaceAll(w, "_", "-"))
	case "time_eq":
		a, err1 := time.Parse(time.RFC3339, g)
		b, err2 := time.Parse(time.RFC3339, w)
		return err1 == nil && err2 == nil && a.Unix() == b.Unix()
	case "encoding_eq":
		one := strings.NewReplacer("gb2312", "gb18030", "gbk", "gb18030")
		return one.Replace(strings.ToLower(g)) == one.Replace(strings.ToLower(w))
	}
	return false
}

// rendered is the text of a fragment.
func rendered(s string) string {
	var b strings.Builder
	z := xhtml.NewTokenizer(strings.NewReader(s))
	for z.Next() != xhtml.ErrorToken {
		if tok := z.Token(); tok.Type == xhtml.TextToken {
			b.WriteString(tok.Data)
		}
	}
	return b.String()
}

var (
	aroundTags = regexp.MustCompile(`\s*(<[^>]*>)\s*`)
	outerDiv   = regexp.MustCompile(`^<div[^>]*>(.*)</div>$`)
)

// normalHTML gives two fragments that mean the same one form.
func normalHTML(s string) string {
	var b strings.Builder
	z := xhtml.NewTokenizer(strings.NewReader(s))
	for z.Next() != xhtml.ErrorToken {
		switch tok := z.Token(); tok.Type {
		case xhtml.TextToken:
			b.WriteString(html.EscapeString(tok.Data))
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			slices.SortFunc(tok.Attr, func(a, b xhtml.Attribute) int { return strings.Compare(a.Key, b.Key) })
			b.WriteString("<" + tok.Data)
			for _, a := range tok.Attr {
				b.WriteString(" " + a.Key + `="` + strings.TrimSpace(a.Val) + `"`)
			}
			b.WriteString(">")
			if tok.Type == xhtml.SelfClosingTagToken && !void(tok.Data) {
				b.WriteString("</" + tok.Data + ">")
			}
		case xhtml.EndTagToken:
			if !void(tok.Data) {
				b.WriteString("</" + tok.Data + ">")
			}
		}
	}
	out := aroundTags.ReplaceAllString(strings.Join(strings.Fields(b.String()), " "), "$1")
	if m := outerDiv.FindStringSubmatch(out); m != nil {
		return strings.TrimSpace(m[1])
	}
	return out
}
