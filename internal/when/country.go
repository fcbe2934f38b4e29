package when

import (
	_ "embed"
	"strings"
	"sync"
	"time"
)

//go:embed countries.txt
var countryList string

// country is where outlets have their seat.
type country struct {
	zone    func() *time.Location
	several bool // there are more zones
}

// countries reads countries.txt, once.
var countries = sync.OnceValue(func() map[string]country {
	m := map[string]country{}
	for line := range strings.Lines(countryList) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		m[f[0]] = country{zone: place(f[1]), several: len(f) > 2}
	}
	return m
})

// place is a zone of the time zone database, read when it is asked for; nil where the database has it not.
func place(name string) func() *time.Location {
	return sync.OnceValue(func() *time.Location {
		zone, err := time.LoadLocation(name)
		if err != nil {
			return nil
		}
		return zone
	})
}

// ZoneOf is the zone of a country (ISO 3166-1 alpha-2): its only one, else that of its capital, and several says so. It is
// nil for a country that is not known.
func ZoneOf(code string) (zone *time.Location, several bool) {
	c, ok := countries()[strings.ToUpper(code)]
	if !ok {
		return nil, false
	}
	return c.zone(), c.several
}
