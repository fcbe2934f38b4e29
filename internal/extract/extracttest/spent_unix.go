//go:build unix

package extracttest

import (
	"syscall"
	"time"
)

// Spent is the processor time that the process has used: on a busy machine the
// clock on the wall says little about the work.
func Spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
