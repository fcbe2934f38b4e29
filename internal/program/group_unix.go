//go:build unix

package program

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// OfOneGroup makes a program, with all that it starts, a process group of its own, which ends when its context does.
func OfOneGroup(p *exec.Cmd) {
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	p.Cancel = func() error {
		err := syscall.Kill(-p.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}

// EndGroup ends what is left of the group of a program that has ended.
func EndGroup(p *exec.Cmd) {
	if p.Process != nil {
		_ = syscall.Kill(-p.Process.Pid, syscall.SIGKILL) // mostly there is nothing left
	}
}
