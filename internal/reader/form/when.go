package form

import (
	"strconv"
	"time"
)

// ParseTime reads a moment as apps write it: a number of seconds, milliseconds or microseconds since 1970, which of them is seen by how
// many. False: it is no such number.
func ParseTime(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return time.Time{}, false
	}
	switch {
	case n >= 1e14:
		return time.UnixMicro(n), true
	case n >= 1e11:
		return time.UnixMilli(n), true
	}
	return time.Unix(n, 0), true
}

// Micro is a moment in microseconds since 1970, as a text: JavaScript has no such numbers.
func Micro(t time.Time) string { return strconv.FormatInt(t.UnixMicro(), 10) }

// Milli is a moment in milliseconds since 1970, as a text.
func Milli(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
