package glossary

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed besides.txt
var besidesFile string

// besides are the spellings of besides.txt, folded.
var besides = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(besidesFile) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out[fold(line)] = true
		}
	}
	return out
})

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

// The words around names, in lower case.
var (
	// titles stand before a name, or behind that of a country, and are no part of it.
	titles = wordSet("president prime minister secretary general chancellor king queen prince princess governor gov senator sen representative rep mayor judge justice chief foreign defense defence finance interior " +
		"mr mrs ms dr sir lord lady dame pope premier vice deputy former ambassador chairman chairwoman chair professor prof colonel captain lt gen maj sgt officer inspector director ceo leader speaker congressman " +
		"congresswoman attorney treasury commerce state candidate opposition party coach striker star actor actress singer billionaire tycoon envoy spokesman spokeswoman spokesperson republican democrat democratic " +
		"health education trade labour labor energy environment home security national military army navy police court parliament government congress embassy officials " +
		"monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december i and but when while in on under for if as after since the with although then " +
		"president-elect führer bundeskanzler präsident le la les m mme président")
	// openings begin sentences with a capital.
	openings = wordSet("and but when while in on under for if as after since the with although then so both why how what who does did is was has had will would can could if unless until before by at from to that this than because like even only also not yet still now today later last next said says told asked")
	// junior parts a namesake from the one who is known.
	junior = wordSet("jr junior sr senior ii iii iv")
	// commonWords and localWords are those of bodies that every country has.
	commonWords = wordSet("democratic liberal national people peoples s party congress assembly office bureau ministry minister department secretary agency commission court supreme high central bank parliament senate " +
		"house council committee foreign defence defense interior finance justice health education trade commerce labour labor conservative republican social socialist union army navy air force forces government state " +
		"treasury federal reserve of the for and communist tax customs immigration stock exchange election electoral zentralbank banque centrale parlament regierung")
	localWords = wordSet("coast guard coastguard statistics statistical police public security intelligence prosecutor prosecutors procuratorate industry science technology information agriculture farming rural environment ecology culture " +
		"tourism resources natural housing human urban emergency civil water energy veterans digital broadcaster television")
	// offices are persons, whom the lists have with their ministries.
	offices = wordSet("minister ministers secretary secretaries official officials aussenminister verteidigungsminister ministre")
)
