package check

import (
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/relation"
	"github.com/waidian/waidian/internal/news"
)

// related is a claim with its relations read, and the ground that it is compared with.
type related struct {
	ground
	claim sentence
	lang  string // of the digest, as it says
	said  *relation.Reading
	cited []*told
}

// told is a sentence of the report with its relations read.
type told struct {
	*sentence
	said *relation.Reading
	ring int
}

// longestCited bounds how many sentences a claim may cite for its relations to be compared.
const longestCited = 6

// mostFigures bounds how many numbers a sentence may have for them to be told apart.
const mostFigures = 24

// relations compares who did what, which way and how surely.
func (g ground) relations(c sentence, lang string) []news.Finding {
	if len(g.near[cited]) == 0 || len(g.near[cited]) > longestCited || len(c.Numbers) > mostFigures {
		return nil
	}
	r := related{ground: g, claim: c, lang: lang, said: relation.Read(c.Text, languageOf(&c, lang))}
	if r.said == nil {
		return nil
	}
	for _, s := range g.near[cited] {
		t := g.tell(s, cited)
		if t == nil {
			return nil
		}
		r.cited = append(r.cited, t)
	}
	out := r.directions()
	out = append(out, r.denials()...)
	out = append(out, r.hedges()...)
	out = append(out, r.figures()...)
	return append(out, r.speakers()...)
}

// tell reads the relations of a sentence of the report; nil: in a language without words.
func (g ground) tell(s *sentence, ring int) *told {
	said, seen := g.all.related[s]
	if !seen {
		if s.Known && len(s.Numbers) <= mostFigures {
			said = relation.Read(s.Text, languageOf(s, g.all.lang))
		}
		if g.all.related == nil {
			g.all.related = map[*sentence]*relation.Reading{}
		}
		g.all.related[s] = said
	}
	if said == nil {
		return nil
	}
	return &told{s, said, ring}
}

// around are the sentences beside the cited ones whose relations can be read.
func (r *related) around() []*told {
	var out []*told
	for _, s := range r.near[neighbours] {
		if t := r.tell(s, neighbours); t != nil {
			out = append(out, t)
		}
	}
	return out
}

// languageOf is the language whose words are looked for in a sentence of a text in lang.
func languageOf(s *sentence, lang string) string {
	switch {
	case s.Japanese:
		return "ja"
	case s.Han:
		return "zh"
	case lang == "":
		return "en"
	}
	return lang
}

// plain reports whether a number is one that can go up and down, exactly said.
func plain(n quantity.Number) bool {
	v := n.Alts[0]
	return !v.Vague && !v.Spread && (v.Kind == quantity.Count || v.Kind == quantity.Share || v.Kind == quantity.Points)
}
