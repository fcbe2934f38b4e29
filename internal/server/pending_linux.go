package server

import (
	"net"
	"syscall"
	"unsafe"
)

// pending reports whether the client has not taken all that was written to it (SIOCOUTQ of tcp(7)).
func pending(c *net.TCPConn) bool {
	raw, err := c.SyscallConn()
	if err != nil {
		return false
	}
	var n int32
	_ = raw.Control(func(fd uintptr) { // n stays 0 if it fails
		syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCOUTQ, uintptr(unsafe.Pointer(&n)))
	})
	return n > 0
}
