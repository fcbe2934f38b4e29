package edition

// Reached is the report with which an event had reports of n houses, copies and what was withdrawn not counted, by the order of the
// event's reports; false: it has not.
func Reached(ev Event, n int) (r Report, ok bool) {
	houses := map[string]bool{}
	for _, x := range ev.Reports {
		if x.Copy || !x.Withdrawn.IsZero() || houses[x.House] {
			continue
		}
		houses[x.House] = true
		if len(houses) == n {
			return x, true
		}
	}
	return r, false
}
