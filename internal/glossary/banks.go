package glossary

import (
	"slices"
	"strings"
)

// Words of the names of central banks, folded.
var (
	// tellingBank are parts of words that no other bank is called by.
	tellingBank = strings.Fields("central zentral notenb nationalb nationale nazionale nacional national reichsb reserve reserva riserva bankers 中央 中銀")
	// ofCountry is what may stand between a central bank and its country behind it.
	ofCountry = "| of | of the | de | de la | del | du | des | d'| d’| do | da | dos | di | della | dell'| dell’| von | der | des | | in | in the |'|’"
	// ownBefore is what may stand between a country and its central bank behind it.
	ownBefore = " |'s |’s |’ |' |-"
	// commerce are the countries after which firms are called, the Bank of China, in other
	// languages, too.
	commerce = wordSet("CN US IN CL BR")
)

// CentralBanks returns the countries (ISO 3166-1 alpha-2) whose central banks a text names, and
// whether it speaks of one without saying whose.
func (g *Glossary) CentralBanks(s string) (of map[string]bool, bare bool) {
	of = map[string]bool{}
	all := g.Traces(s)
	for i := 0; i < len(all); {
		end := i + 1
		for end < len(all) && all[end].Start == all[i].Start {
			end++
		}
		owners, is := centralBank(s, all, i, end)
		for _, c := range owners {
			of[c] = true
		}
		bare = bare || is && len(owners) == 0
		i = end
	}
	return of, bare
}

// centralBank reports whether the matches from i up to end, which share their place, are of a
// central bank, and the countries whose it is said to be.
func centralBank(s string, all []Match, i, end int) (owners []string, is bool) {
	said := fold(s[all[i].Start:all[i].End])
	for _, m := range all[i:end] {
		is = is || slices.ContainsFunc(m.Entry.Hans, func(f string) bool { return strings.HasSuffix(f, "央行") })
		if m.Entry.Of != "" && !anyBank[strings.TrimSuffix(said, "s")] {
			owners = append(owners, m.Entry.Of)
		}
	}
	if !is {
		return nil, false
	}
	telling := slices.ContainsFunc(tellingBank, func(w string) bool { return strings.Contains(said, w) })
	for k := i - 1; telling && k >= 0 && all[k].End > all[i].Start-4; k-- {
		if owns(all[k], s[all[k].End:max(all[k].End, all[i].Start)], ownBefore) {
			owners = append(owners, all[k].Entry.Of)
		}
	}
	for k := end; k < len(all) && all[k].Start < all[i].End+9; k++ {
		gap := s[all[i].End:all[k].Start]
		if owns(all[k], gap, ofCountry) && (telling || !strings.HasPrefix(gap, " in") && !commerce[all[k].Entry.Of]) {
			owners = append(owners, all[k].Entry.Of)
		}
	}
	return owners, telling || len(owners) > 0
}

// anyBank are the words for a central bank that the lists have for one of them, too.
var anyBank = map[string]bool{"central bank": true, "zentralbank": true, "banque centrale": true}

// owns reports whether a match is a country, or a place in one, that a gap joins to the name of
// its central bank.
func owns(m Match, gap, gaps string) bool {
	return m.Entry.Of != "" && (m.Entry.Kind == Country || m.Entry.Kind == Place) && slices.Contains(strings.Split(gaps, "|"), gap)
}
