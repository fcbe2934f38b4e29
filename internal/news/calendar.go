package news

import (
	"errors"
	"time"
)

// ErrYear says of a time that no calendar of a newsroom has it.
var ErrYear = errors.New("a year before 1 or after 9999, or a zone a day or more from UTC")

// CheckTime reports an ErrYear for a time that cannot be written in the form of RFC 3339, in its own zone or in UTC.
func CheckTime(t time.Time) error {
	_, offset := t.Zone()
	const day = 24 * 60 * 60
	if u := t.UTC().Year(); u < 1 || u > 9999 || t.Year() < 1 || t.Year() > 9999 || offset <= -day || offset >= day {
		return ErrYear
	}
	return nil
}
