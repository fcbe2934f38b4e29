package cli

import (
	"bytes"
	"io"
	"sync"
)

// calm is what people read: a terminal, most often. U+007F and the control characters U+0080 to U+009F, which terminals
// obey as they do an escape, and which may be in any word of an outlet's, are written as spaces. (JSON has them escaped
// before; the others are no part of a line that shown returns.)
type calm struct {
	w io.Writer

	mu   sync.Mutex
	half bool // the last byte was the first half of such a character, perhaps; guarded by mu
}

func (c *calm) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := c.w.Write(c.calmed(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

const half = 0xc2 // the first byte of U+0080 to U+00BF in UTF-8

func (c *calm) calmed(p []byte) []byte {
	if !c.half && bytes.IndexByte(p, 0x7f) < 0 && bytes.IndexByte(p, half) < 0 {
		return p
	}
	out := make([]byte, 0, len(p)+1)
	for _, b := range p {
		if c.half {
			c.half = false
			if b >= 0x80 && b <= 0x9f {
				out = append(out, ' ')
				continue
			}
			out = append(out, half)
		}
		switch b {
		case half:
			c.half = true
		case 0x7f:
			out = append(out, ' ')
		default:
			out = append(out, b)
		}
	}
	return out
}

// Fd is that of the file behind it, or none.
func (c *calm) Fd() uintptr {
	if f, ok := c.w.(interface{ Fd() uintptr }); ok {
		return f.Fd()
	}
	return ^uintptr(0)
}
