//go:build !unix

package extracttest

import "time"

// Spent is the time of day.
func Spent() time.Duration { return time.Duration(time.Now().UnixNano()) }
