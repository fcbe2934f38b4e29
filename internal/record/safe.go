package record

import (
	"bytes"
	"fmt"
	"io"
)

// Safe returns a writer of JSON to w that escapes the control characters which encoding/json leaves as they are:
// U+007F, and U+0080 to U+009F, which terminals obey as they do an escape. In JSON they can stand in strings alone. Each
// write must end where a character ends, as those of an encoder do.
func Safe(w io.Writer) io.Writer { return safe{w} }

type safe struct{ w io.Writer }

func (s safe) Write(p []byte) (int, error) {
	if _, err := s.w.Write(escaped(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// escaped is JSON without those characters; p itself, if it has none.
func escaped(p []byte) []byte {
	if bytes.IndexByte(p, 0x7f) < 0 && bytes.IndexByte(p, 0xc2) < 0 {
		return p
	}
	var out bytes.Buffer
	for i := 0; i < len(p); i++ {
		switch {
		case p[i] == 0x7f:
			out.WriteString(`\u007f`)
		case p[i] == 0xc2 && i+1 < len(p) && p[i+1] >= 0x80 && p[i+1] <= 0x9f: // UTF-8
			i++
			fmt.Fprintf(&out, `\u%04x`, p[i])
		default:
			out.WriteByte(p[i])
		}
	}
	return out.Bytes()
}
