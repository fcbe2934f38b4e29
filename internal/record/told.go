package record

import (
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Told is what a model wrote of the reports of one event, as export writes it beside the last of them.
type Told struct {
	Story         string         `json:"story"`
	Of            string         `json:"of,omitempty"` // sum of the reports and texts that it was written of
	Lang          string         `json:"lang"`
	Title         string         `json:"title,omitempty"`
	TitleEvidence []Cite         `json:"title_evidence,omitempty"`
	Common        []ToldSentence `json:"common,omitempty"`
	Only          []ToldSentence `json:"only,omitempty"`
	Open          []ToldSentence `json:"open,omitempty"`
	Figures       []ToldFigure   `json:"figures,omitempty"`
	By            string         `json:"by"`
	Prompt        string         `json:"prompt,omitempty"`
	At            string         `json:"at,omitempty"`
	Checked       []news.Rule    `json:"checked,omitempty"`
	LeftOut       []Reject       `json:"left_out,omitempty"`
	Tokens        *Usage         `json:"tokens,omitempty"`
}

// Cite is a sentence of a report.
type Cite struct {
	Article string `json:"article"`
	Text    string `json:"text_hash"` // of the text in which N counts
	N       int    `json:"n"`
}

// ToldSentence is one sentence on several reports.
type ToldSentence struct {
	Text     string    `json:"text"`
	Lang     string    `json:"lang,omitempty"`
	Evidence []Cite    `json:"evidence"`
	Findings []Finding `json:"findings,omitempty"`
}

// ToldFigure is one thing of which reports give several values.
type ToldFigure struct {
	What   string          `json:"what"`
	Lang   string          `json:"lang,omitempty"`
	Kind   news.FigureKind `json:"kind"`
	Values []ToldValue     `json:"values"`
}

// ToldValue is one of these values.
type ToldValue struct {
	Said     string  `json:"said"`
	Lang     string  `json:"lang,omitempty"`
	By       string  `json:"by,omitempty"`
	AsOf     string  `json:"as_of,omitempty"`
	At       string  `json:"at,omitempty"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Evidence []Cite  `json:"evidence"`
	Current  bool    `json:"current,omitempty"`
}

// ToldOf returns what a model wrote of the reports of an event as data.
func ToldOf(d news.StoryDigest) *Told {
	t := &Told{
		Story: string(d.Story), Of: string(d.Of), Lang: d.Lang, Title: d.Title, TitleEvidence: cites(d.TitleEvidence),
		Common: toldSentences(d.Common), Only: toldSentences(d.Only), Open: toldSentences(d.Open),
		By: d.By, Prompt: d.Prompt, At: Time(d.At.UTC()), Checked: d.Checked,
	}
	for _, f := range d.Figures {
		row := ToldFigure{What: f.What, Lang: f.Lang, Kind: f.Kind}
		for _, v := range f.Values {
			row.Values = append(row.Values, ToldValue{v.Said, v.Lang, v.By, v.AsOf, Time(v.At.UTC()), v.Low, v.High, cites(v.Evidence), v.Current})
		}
		t.Figures = append(t.Figures, row)
	}
	for _, r := range d.LeftOut {
		t.LeftOut = append(t.LeftOut, Reject{r.Text, findings(r.Why)})
	}
	if d.Tokens != (news.Usage{}) {
		u := Usage(d.Tokens)
		t.Tokens = &u
	}
	return t
}

func cites(list []news.Cite) []Cite {
	var out []Cite
	for _, c := range list {
		out = append(out, Cite{string(c.Article), string(c.Text), c.N})
	}
	return out
}

func toldSentences(list []news.StoryClaim) []ToldSentence {
	var out []ToldSentence
	for _, c := range list {
		out = append(out, ToldSentence{c.Text, c.Lang, cites(c.Evidence), findings(c.Findings)})
	}
	return out
}

// News makes of its record what a model wrote of an event. The record may be nil; then there is nothing.
func (t *Told) News() news.StoryDigest {
	if t == nil {
		return news.StoryDigest{}
	}
	d := news.StoryDigest{
		Story: news.StoryID(t.Story), Of: news.Hash(t.Of), Lang: t.Lang, Title: text.Collapse(t.Title), TitleEvidence: cited(t.TitleEvidence),
		Common: claimsOf(t.Common), Only: claimsOf(t.Only), Open: claimsOf(t.Open), By: t.By, Prompt: t.Prompt, Checked: t.Checked,
	}
	d.At, _ = moment(t.At) // none: when it is imported
	for _, f := range t.Figures {
		row := news.Figure{What: text.Collapse(f.What), Lang: f.Lang, Kind: kindOf(f.Kind)}
		for _, v := range f.Values {
			value := news.FigureValue{Said: text.Collapse(v.Said), Lang: v.Lang, By: text.Collapse(v.By), AsOf: text.Collapse(v.AsOf),
				Low: v.Low, High: v.High, Evidence: cited(v.Evidence), Current: v.Current}
			value.At, _ = moment(v.At)
			row.Values = append(row.Values, value)
		}
		d.Figures = append(d.Figures, row)
	}
	for _, r := range t.LeftOut {
		d.LeftOut = append(d.LeftOut, news.Reject{Text: r.Text, Why: found(r.Why)})
	}
	if t.Tokens != nil {
		d.Tokens = news.Usage(*t.Tokens)
	}
	return d
}

// kindOf is why values differ; where that is not known, the least that may be said.
func kindOf(k news.FigureKind) news.FigureKind {
	switch k {
	case news.FigureLater, news.FigureGrew, news.FigureDisputed, news.FigureCorrected:
		return k
	}
	return news.FigureBasis
}

func cited(list []Cite) []news.Cite {
	var out []news.Cite
	for _, c := range list {
		out = append(out, news.Cite{Article: news.ArticleID(c.Article), Text: news.Hash(c.Text), N: c.N})
	}
	return out
}

func claimsOf(list []ToldSentence) []news.StoryClaim {
	var out []news.StoryClaim
	for _, s := range list {
		out = append(out, news.StoryClaim{Text: text.Collapse(s.Text), Lang: s.Lang, Evidence: cited(s.Evidence), Findings: found(s.Findings)})
	}
	return out
}
