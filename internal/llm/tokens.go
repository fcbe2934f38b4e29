package llm

import "unicode"

// Usage counts the tokens of one answer.
type Usage struct {
	In, Out int
	Cached  int // of In, served from the server's prompt cache
}

// Plus adds two usages.
func (u Usage) Plus(v Usage) Usage { return Usage{u.In + v.In, u.Out + v.Out, u.Cached + v.Cached} }

// Prices are what a million tokens cost, in the operator's currency.
type Prices struct {
	In, Out float64
	Cached  float64 // of a prompt token served from the cache; zero: as In
}

// Cost is the price of u in the currency of p.
func Cost(u Usage, p Prices) float64 {
	cached := p.Cached
	if cached == 0 {
		cached = p.In
	}
	hit := min(u.Cached, u.In)
	return (float64(u.In-hit)*p.In + float64(hit)*cached + float64(u.Out)*p.Out) / 1e6
}

// Tokens estimates how many tokens s is, on the high side. Tokenizers differ by
// model; for the usual vocabularies of 32,000 to 200,000 pieces a token of
// English is 4 to 5 letters, and a Han character 0.6 to 1.4 tokens.
func Tokens(s string) int { return weigh(s, weights{spaced: 0.27, ideograph: 1.1, other: 0.55}) }

// fewest is a number of tokens below which no usual tokenizer brings s. A server
// that counts fewer has not read all of it.
func fewest(s string) int { return weigh(s, weights{spaced: 0.17, ideograph: 0.45, other: 0.17}) }

// weights are tokens per letter, by kind of letter.
type weights struct{ spaced, ideograph, other float64 }

func weigh(s string, w weights) int {
	n := 0.0
	for _, r := range s {
		switch {
		case r < 0x250:
			n += w.spaced
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul), unicode.IsPunct(r):
			n += w.ideograph
		default:
			n += w.other
		}
	}
	return int(n + 0.5)
}
