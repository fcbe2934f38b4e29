//go:build !unix

package extract

import "time"

// spent is the time of day.
func spent() time.Duration { return time.Duration(time.Now().UnixNano()) }
