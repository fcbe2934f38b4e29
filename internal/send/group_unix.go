//go:build unix

package send

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// ofOneGroup makes a program, with all that it starts, a process group of its own, which ends when its context does.
func ofOneGroup(p *exec.Cmd) {
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	p.Cancel = func() error {
		err := syscall.Kill(-p.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}

// endGroup ends what is left of the group of a program that has ended.
func endGroup(p *exec.Cmd) {
	if p.Process != nil {
		_ = syscall.Kill(-p.Process.Pid, syscall.SIGKILL) // mostly there is nothing left
	}
}
