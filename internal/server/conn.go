package server

import (
	"errors"
	"net"
	"os"
	"sync/atomic"
	"time"
)

// patients is a listener whose connections end for their clients too when a client takes no more: the end of a
// connection is sent behind the data that wait, so whoever does not take those would never learn of it.
type patients struct{ net.Listener }

func (p patients) Accept() (net.Conn, error) {
	c, err := p.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return &conn{TCPConn: tcp}, err
	}
	return c, err
}

// conn is a connection that is reset, and its data forgotten, if they have waited for too long. Real time is meant.
type conn struct {
	*net.TCPConn
	wrote atomic.Int64 // when, in Unix nanoseconds
}

func (c *conn) Write(b []byte) (int, error) {
	n, err := c.TCPConn.Write(b)
	c.wrote.Store(time.Now().UnixNano())
	if errors.Is(err, os.ErrDeadlineExceeded) {
		_ = c.SetLinger(0) // it is closed next, in any case
	}
	return n, err
}

func (c *conn) Close() error {
	if time.Since(time.Unix(0, c.wrote.Load())) >= writeTime && pending(c.TCPConn) {
		_ = c.SetLinger(0)
	}
	return c.TCPConn.Close()
}
