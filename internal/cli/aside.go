package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// aside is a line that waits until all others have been imported.
type aside struct {
	Place string          `json:"place"`
	Line  json.RawMessage `json:"line"`
}

// spooled holds lines in a temporary file, which is made when it is needed: what they come from may be a pipe, and
// is read once.
type spooled struct {
	file *os.File
	out  *bufio.Writer
	enc  *json.Encoder
}

func (s *spooled) add(x aside) error {
	if s.file == nil {
		f, err := os.CreateTemp("", "waidian-import-")
		if err != nil {
			return fmt.Errorf("put a copy aside: %w", err)
		}
		s.file, s.out = f, bufio.NewWriterSize(f, 64<<10)
		s.enc = json.NewEncoder(s.out)
		s.enc.SetEscapeHTML(false)
	}
	if err := s.enc.Encode(x); err != nil {
		return fmt.Errorf("put a copy aside: %w", err)
	}
	return nil
}

// each calls f for each line, in the order in which they were added, until it returns an error.
func (s *spooled) each(f func(aside) error) error {
	if s.file == nil {
		return nil
	}
	err := s.out.Flush()
	if err == nil {
		_, err = s.file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("read the copies: %w", err)
	}
	for d := json.NewDecoder(bufio.NewReaderSize(s.file, 64<<10)); ; {
		var x aside
		if err := d.Decode(&x); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("read the copies: %w", err)
		}
		if err := f(x); err != nil {
			return err
		}
	}
}

// close removes the file.
func (s *spooled) close() error {
	if s.file == nil {
		return nil
	}
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}
