//go:build unix

package extract

import (
	"syscall"
	"time"
)

// spent is the processor time that the process has used: on a busy machine the
// clock on the wall says little about the work.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
