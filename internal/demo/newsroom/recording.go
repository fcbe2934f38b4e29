package newsroom

import (
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/text"
)

// recording is a digest as it was recorded. Its evidence is quoted from the report,
// so that it holds however the report's sentences are numbered.
type recording struct {
	Title  string
	Names  [][2]string // as the report writes it, as the digest renders it
	Claims []claim
}

// claim is one sentence. Wrong holds what the model says instead at its first, second …
// attempt, for the check to find.
type claim struct {
	Text   string
	Wrong  []string
	Quotes []string // folded
}

// at is the claim's sentence at an attempt, from 0.
func (c claim) at(attempt int) string {
	if attempt < len(c.Wrong) {
		return c.Wrong[attempt]
	}
	return c.Text
}

// parseRecording reads a head of "title:" and "names:" and then, divided by blank
// lines, the sentences: the sentence, lines "< " with what is said instead at
// first, lines "= " with the passages it rests on.
func parseRecording(s string) (*recording, error) {
	head, body, _ := strings.Cut(strings.TrimSpace(s), "\n\n")
	rec := &recording{}
	for _, line := range strings.Split(head, "\n") {
		key, value, _ := strings.Cut(line, ": ")
		switch key {
		case "title":
			rec.Title = value
		case "names":
			for _, n := range list(value) {
				source, target, ok := strings.Cut(n, " = ")
				if !ok {
					return nil, fmt.Errorf("name %q has no rendering", n)
				}
				rec.Names = append(rec.Names, [2]string{source, target})
			}
		default:
			return nil, fmt.Errorf("unknown header %q", key)
		}
	}
	for _, block := range strings.Split(body, "\n\n") {
		c, err := parseClaim(strings.TrimSpace(block))
		if err != nil {
			return nil, err
		}
		rec.Claims = append(rec.Claims, c)
	}
	return rec, nil
}

func parseClaim(block string) (claim, error) {
	var c claim
	for _, line := range strings.Split(block, "\n") {
		switch {
		case strings.HasPrefix(line, "= "):
			c.Quotes = append(c.Quotes, text.Fold(line[2:]))
		case strings.HasPrefix(line, "< "):
			c.Wrong = append(c.Wrong, line[2:])
		case c.Text == "":
			c.Text = line
		default:
			return c, fmt.Errorf("second sentence %q in one claim", line)
		}
	}
	if c.Text == "" || len(c.Quotes) == 0 {
		return c, fmt.Errorf("claim %q without a sentence or its evidence", block)
	}
	return c, nil
}

// sentence is a numbered line of the prompt.
type sentence struct {
	N    int
	Text string // folded
}

// evidence finds the sentences that hold the quotes: ascending, each once.
// A quote that a break divides rests on both sides of it.
func evidence(quotes []string, in []sentence) []int {
	held := make(map[int]bool)
	for _, q := range quotes {
		for _, n := range holding(q, in) {
			held[n] = true
		}
	}
	var out []int
	for _, s := range in {
		if held[s.N] {
			out = append(out, s.N)
			held[s.N] = false
		}
	}
	return out
}

func holding(quote string, in []sentence) []int {
	for _, s := range in {
		if strings.Contains(s.Text, quote) {
			return []int{s.N}
		}
	}
	for i := 1; i < len(in); i++ {
		for _, glue := range []string{" ", ""} {
			if strings.Contains(in[i-1].Text+glue+in[i].Text, quote) {
				return []int{in[i-1].N, in[i].N}
			}
		}
	}
	return nil
}

// quoted counts the quotes of the recording that the sentences hold.
func (rec *recording) quoted(in []sentence) int {
	n := 0
	for _, c := range rec.Claims {
		for _, q := range c.Quotes {
			if holding(q, in) != nil {
				n++
			}
		}
	}
	return n
}
