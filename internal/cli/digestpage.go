package cli

import (
	"context"
	"errors"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/news"
)

type digestPageCmd struct {
	URL  string `help:"Address of the page." name:"url" placeholder:"URL"`
	File string `arg:"" optional:"" help:"An HTML page, or an article as extract prints it; without it or with - standard input."`
}

func (digestPageCmd) Help() string {
	return `Digests one report with the configured model, checks the digest and prints it as JSON with
its verdict: passed; warned, if sentences were left out or are doubtful; rejected, if too
little passed, and an extract takes its place. Without a model the digest is an extract.

Example:  waidian digest --url https://example.org/report.html report.html`
}

func (cmd *digestPageCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	body, err := a.read(cmd.File)
	if err != nil {
		return err
	}
	art, err := a.anyArticle(body, cmd.URL)
	if err != nil {
		return named{err, inputName(cmd.File)}
	}
	d, err := a.digest(ctx, c, art)
	if err != nil {
		return err
	}
	return printRecord(a.Stdout, d)
}

// digest digests and checks a report as the desk does.
func (a *app) digest(ctx context.Context, c config.Config, art news.Article) (digestLine, error) {
	if c.Digest.Endpoint == "" {
		return lineOf(digest.Extract(art)), nil
	}
	names, err := a.glossary(c)
	if err != nil {
		return digestLine{}, err
	}
	w := a.writer(c, names, nil)
	if way := news.Way(c.Digest.Way); way == news.BySentences { // auto: no database is asked
		w.Way = func(context.Context) (news.Way, error) { return way, nil }
	}
	d, _, err := desk.Digested(ctx, w, check.Checker{Names: names}.Check, art)
	if !errors.Is(err, news.ErrRejected) {
		return lineOf(d), err
	}
	x := digest.Extract(art)
	x.LeftOut = d.LeftOut
	line := lineOf(x)
	line.Verdict, line.Why = "rejected", err.Error()
	return line, nil
}

// digestLine is what digest prints.
type digestLine struct {
	Title   string        `json:"title"`
	Lang    string        `json:"lang"`
	By      string        `json:"by"`
	Prompt  string        `json:"prompt,omitempty"`
	Covers  int           `json:"covers,omitempty"` // words of the report that the model was shown
	Summary []claimLine   `json:"summary"`
	LeftOut []leftOutLine `json:"left_out,omitempty"`
	Verdict string        `json:"verdict"` // passed, warned, rejected
	Why     string        `json:"why,omitempty"`
}

type claimLine struct {
	Text     string        `json:"text"`
	Evidence []int         `json:"evidence"`
	Findings []findingLine `json:"findings,omitempty"`
}

type leftOutLine struct {
	Text     string        `json:"text"`
	Findings []findingLine `json:"findings"`
}

type findingLine struct {
	Rule    news.Rule `json:"rule"`
	Span    string    `json:"span"`
	Why     string    `json:"why"`
	Found   string    `json:"found,omitempty"`
	Rejects bool      `json:"rejects"`
}

func lineOf(d news.Digest) digestLine {
	out := digestLine{Title: d.Title, Lang: d.Lang, By: d.By, Prompt: d.Prompt, Covers: d.Covers, Verdict: "passed", Summary: []claimLine{}}
	for _, c := range d.Summary {
		out.Summary = append(out.Summary, claimLine{c.Text, append([]int{}, c.Evidence...), findingLines(c.Findings)})
		if len(c.Findings) > 0 {
			out.Verdict = "warned"
		}
	}
	for _, r := range d.LeftOut {
		out.LeftOut = append(out.LeftOut, leftOutLine{r.Text, findingLines(r.Why)})
		out.Verdict = "warned"
	}
	return out
}

func findingLines(fs []news.Finding) []findingLine {
	var out []findingLine
	for _, f := range fs {
		out = append(out, findingLine{Rule: f.Rule, Span: f.Span, Why: f.Why(), Found: f.Found, Rejects: f.Rejects})
	}
	return out
}
