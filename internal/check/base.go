package check

import (
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// bases compares what a claim measures changes against with what the sentences it rests
// on do: a rise on the month is none on the year. Only words of a claim that say nothing
// else are compared, and it is silent where the report names both periods, or neither.
func (g ground) bases(c sentence) []news.Finding {
	var said, near quantity.Bases
	for _, s := range g.near[cited] {
		said |= s.Against
	}
	for _, s := range g.near[neighbours] {
		near |= s.Against
	}
	if c.Against.Contrary(said, near) == 0 {
		return g.turnedBase(c)
	}
	return []news.Finding{{Rule: news.NumberRule, Reason: news.OtherWords, Span: clip(c.Text), Found: clip(g.near[cited][0].Text), Rejects: true}}
}

// turnedBase compares the only share of a claim with what the report measures it against, where the
// cited sentences have one share on the year and one on a shorter period: each is not the other.
func (g ground) turnedBase(c sentence) []news.Finding {
	own, other := quantity.Bases.Yearly, quantity.Bases.Briefer
	switch {
	case c.Against&quantity.Strictly == 0:
		return nil
	case c.Against.Briefer():
		own, other = other, own
	case !c.Against.Yearly():
		return nil
	}
	n, ok := c.onlyShare()
	if !ok {
		return nil
	}
	found, owned := "", false
	for ring, sentences := range g.near {
		for _, s := range sentences {
			for _, m := range s.Numbers {
				switch fits := n.Fits(m) != quantity.Differs; {
				case fits && !other(m.Base):
					return nil
				case fits && ring == cited:
					found = asWritten(s, m)
				case ring == cited && own(m.Base):
					owned = true
				}
			}
		}
	}
	if found == "" || !owned {
		return nil
	}
	return []news.Finding{{Rule: news.NumberRule, Reason: news.OtherWords, Span: spanOf(c, n), Found: found, Rejects: true}}
}

// onlyShare is the share of a sentence that has one.
func (s *sentence) onlyShare() (n quantity.Number, ok bool) {
	for _, m := range s.Numbers {
		if m.Alts[0].Kind != quantity.Share {
			continue
		}
		if ok {
			return n, false
		}
		n, ok = m, true
	}
	return n, ok
}

// per compares the rate of a claim's number with that of the report's: so many a day are
// not so many a year. where has the number m that fits.
func (g ground) per(c sentence, n quantity.Number, where *sentence, m quantity.Number) (news.Finding, bool) {
	if n.Per == 0 || m.Per == 0 || n.Per == m.Per {
		return news.Finding{}, false
	}
	for _, ring := range [][]*sentence{g.near[cited], g.near[neighbours]} {
		for _, s := range ring {
			for _, o := range s.Numbers {
				if o.Per == n.Per {
					return news.Finding{}, false
				}
			}
		}
	}
	return mismatch(c, n, withRate(where, m)), true
}

// withRate is a number with the few words behind it that make it a rate.
func withRate(s *sentence, n quantity.Number) string {
	words := strings.Fields(s.Text[n.End:])
	return strings.TrimRight(asWritten(s, n)+" "+strings.Join(words[:min(len(words), 3)], " "), " ,.;:")
}

// ranks compares the superlatives of a claim with those of the sentences it rests on: the
// second-largest, or one of the largest, is not the largest.
func (g ground) ranks(c sentence) []news.Finding {
	var out []news.Finding
	for _, r := range c.Ranks {
		if r.Place != quantity.First {
			continue
		}
		if found := g.lesser(r.Scale); found != "" {
			out = append(out, news.Finding{Rule: news.NumberRule, Reason: news.OtherWords, Span: c.Text[r.Start:r.End], Found: found, Rejects: true})
		}
	}
	return out
}

// lesser returns the superlative of a scale that the cited sentences have below the first
// place; empty: they have none, or some sentence near has the first place.
func (g ground) lesser(of quantity.Scale) string {
	found := ""
	for ring, sentences := range g.near[:rest] {
		for _, s := range sentences {
			for _, r := range s.Ranks {
				switch {
				case r.Scale != of:
				case r.Place == quantity.First:
					return ""
				case ring == cited && found == "":
					found = strings.TrimSpace(s.Text[r.Start:r.End])
				}
			}
		}
	}
	return found
}
