package config

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the zones are known where the system has no files of them

	"github.com/waidian/waidian/internal/wording"
)

// zones are those of the languages of the interface, where the key is left empty.
var zones = map[string]string{"zh-Hans": "Asia/Shanghai", "zh-Hant": "Asia/Taipei"}

// defaultZones says what an empty key means.
func defaultZones() string {
	var out []string
	for _, lang := range wording.Languages() {
		out = append(out, lang+" "+(Site{Language: lang}).Zone().String())
	}
	return strings.Join(out, ", ")
}

// Zone is the zone of days and clocks on the site; UTC where timezone names none, which check reports.
func (s Site) Zone() *time.Location {
	name := s.Timezone
	if name == "" {
		name = zones[s.Language]
	}
	zone, err := zoneNamed(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// zoneNamed is a zone of the time zone database. "Local" is none: it would be another one on another machine.
func zoneNamed(name string) (*time.Location, error) {
	if strings.EqualFold(name, "local") {
		return nil, fmt.Errorf("time zone %s depends on the machine", name)
	}
	return time.LoadLocation(name)
}

// zone notes a name that the time zone database does not have.
func (c *checker) zone(path, name string) {
	if _, err := zoneNamed(name); err != nil {
		c.add(path, fmt.Sprintf("timezone %q is not known", name), "like Asia/Shanghai, Europe/Berlin, UTC")
	}
}
