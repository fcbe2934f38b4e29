package digest

import (
	"regexp"
	"slices"
	"strings"
)

// Marks of evidence behind a sentence. Those in round brackets are sure only where they say what they count.
var (
	behind  = regexp.MustCompile(marks.String() + `|` + labelled.String() + `|\s*` + said)
	rounded = regexp.MustCompile(`\s*` + plain)
	closed  = regexp.MustCompile(`(?:` + said + `|` + plain + `)\s*[。.!！?？]?["”’」』]?\s*$`)
	stopped = regexp.MustCompile(`[。！？!?.…]["”’」』）)]?\s*$`)
	stops   = regexp.MustCompile(`^\s*[。！？!?.]["”’」』]?`)
)

// marked parts a text into sentences where marks of evidence end them; none: it has no such marks. What follows the
// last one is a sentence without evidence.
func marked(s string) (out []claim) {
	if len(s) > maxAnswer {
		return nil
	}
	at := behind.FindAllStringIndex(s, -1)
	if at == nil {
		at = rounded.FindAllStringIndex(s, -1)
	}
	begin := 0
	for _, m := range at {
		end := m[1]
		rest := s[end:min(len(s), end+16)]
		switch stop := stops.FindString(rest); {
		case stop != "":
			end += len(stop)
		case !stopped.MatchString(s[max(begin, m[0]-8):m[0]]) && strings.TrimLeft(rest, " \t") != "" && !strings.HasPrefix(strings.TrimLeft(rest, " \t"), "\n"):
			continue
		}
		if m[0] > begin {
			out = append(out, claim{Text: strings.TrimSpace(s[begin:end])})
			begin = end
		}
	}
	if tail := strings.TrimSpace(s[begin:]); tail != "" && out != nil {
		out = append(out, claim{Text: tail})
	}
	return out
}

// titled matches a line that says that it is a headline.
var titled = regexp.MustCompile(`^(?:#+\s*|\*\*)?(?i:(?:标题|標題|题目|題目|title|headline)\*{0,2}\s*[:：]\s*)\S|^#+\s+\S.*[^:：]$`)

// written reads a digest that was written for people: lines that end with marks of evidence, or have a line of it
// below them, under a headline. One such line may be anything.
func (f finder) written(s string) (answer, bool) {
	var a answer
	before := ""
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		all := marked(line)
		found := evidenceLine(line)
		switch {
		case len(found) > 0 && before != "":
			a.Summary = append(a.Summary, claim{Text: before, Evidence: found})
			line = ""
		case len(all) > 1:
			a.Summary = append(a.Summary, all...)
			line = ""
		case endsMarked(line):
			a.Summary = append(a.Summary, claim{Text: line})
			line = ""
		case a.Title == "" && len(a.Summary) == 0 && titled.MatchString(line):
			a.Title, line = line, ""
		case line == "":
			continue
		}
		before = line
	}
	return a, len(a.Summary) > 1
}

// endsMarked reports whether the second half of a line has a mark of evidence, or its end one in round brackets.
func endsMarked(line string) bool {
	_, found := inline(line)
	return len(found) > 0 && marks.MatchString(line[len(line)/2:]) || closed.MatchString(line)
}

// evidenceLine reads a line that has nothing but evidence: 依据：3、4.
func evidenceLine(line string) numbers {
	label, rest, found := strings.Cut(strings.Replace(strings.Trim(line, "-*()（） "), "：", ":", 1), ":")
	if !found || !slices.Contains(evidenceKeys, keyName(strings.Trim(label, "* "))) {
		return nil
	}
	return numbersIn(strings.Trim(rest, "* "))
}

// table reads a table with a sentence in each row and its evidence beside it.
func (f finder) table(s string) (answer, bool) {
	var a answer
	sentence, evidence := -1, -1
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		if !strings.Contains(line, "|") {
			if a.Title == "" && len(a.Summary) == 0 && titled.MatchString(line) {
				a.Title = line
			}
			continue
		}
		cells := strings.SplitN(strings.Trim(line, "|"), "|", maxColumns+1)
		if ruled.MatchString(line) || len(cells) > maxColumns {
			continue
		}
		if sentence < 0 {
			if sentence, evidence = columns(cells); sentence >= 0 && columnNames(cells) {
				continue
			}
		}
		if sentence < 0 || sentence >= len(cells) {
			continue
		}
		c := claim{Text: strings.TrimSpace(cells[sentence])}
		if evidence >= 0 && evidence < len(cells) {
			c.Evidence = numbersIn(strings.TrimSpace(cells[evidence]))
		}
		if c.Evidence != nil || endsMarked(c.Text) {
			a.Summary = append(a.Summary, c)
		}
	}
	return a, len(a.Summary) > 1
}

// maxColumns bounds how many columns a table of sentences has.
const maxColumns = 6

// ruled matches the line under the head of a table.
var ruled = regexp.MustCompile(`^[\s|:-]+$`)

// columnNames reports whether the cells of a row are the names of columns.
func columnNames(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return named(c, textKeys) || named(c, evidenceKeys) })
}

// named reports whether a cell is one of the keys.
func named(cell string, keys []string) bool {
	return slices.Contains(keys, keyName(strings.Trim(cell, "* ")))
}

// columns finds the columns of sentences and of evidence by their names, or by what stands in a row: one has numbers
// of sentences, one words. -1: it is not plain which.
func columns(cells []string) (sentence, evidence int) {
	sentence = slices.IndexFunc(cells, func(c string) bool { return named(c, textKeys) })
	evidence = slices.IndexFunc(cells, func(c string) bool { return named(c, evidenceKeys) })
	if sentence >= 0 || evidence >= 0 {
		if sentence == evidence || sentence < 0 {
			return -1, -1
		}
		return sentence, evidence
	}
	for i, c := range cells {
		switch c = strings.TrimSpace(c); {
		case c == "":
		case numbersIn(c) != nil:
			if evidence >= 0 {
				return -1, -1
			}
			evidence = i
		case sentence >= 0:
			return -1, -1
		default:
			sentence = i
		}
	}
	if evidence < 0 {
		return -1, -1
	}
	return sentence, evidence
}
