package glossary

import (
	"slices"
	"strings"
)

// The lists have "education department" and "emergency bureau" for the ministries of
// countries. Provinces and towns have such offices, too.
var (
	// offices end the names of bodies that provinces and towns have.
	localOffices = wordSet("bureau bureaus department departments commission commissions office offices authority authorities agency agencies administration procuratorate procuratorates prosecutors prosecutor inspection court police")
	// localPlaces stand before what is of a province or a town.
	localPlaces = wordSet("local city city's cities' municipal county county's district district's provincial province province's prefecture prefecture's prefectural town town's township village regional region region's autonomous " +
		"borough neighbourhood neighborhood state's")
	// lands stand right before the ministry of a part of a federal country.
	lands = wordSet("state regional provincial")
)

// farLocal is how many words there may be between the place and its office.
const farLocal = 3

// Office reports whether words in Latin letters end like the name of an office that provinces
// and towns have, too: education bureau.
func Office(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	return len(words) > 0 && localOffices[words[len(words)-1]]
}

// Local reports whether the name of a body that has the text before it in a sentence in
// Latin letters is said to be of a province or a town: the county's education bureau, the
// state interior ministry.
func Local(before, name string) bool {
	words := strings.Fields(strings.ReplaceAll(strings.ToLower(before), "’", "'"))
	if n := len(words); n > 0 && lands[words[n-1]] {
		return true
	}
	near := words[max(0, len(words)-farLocal):]
	return Office(name) && slices.ContainsFunc(near, func(w string) bool { return localPlaces[w] })
}
