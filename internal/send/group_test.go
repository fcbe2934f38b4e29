//go:build unix

package send

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestNothingIsLeftRunning: of a program that hangs, or ends badly, nothing that it has started goes on; of one that ends well it may.
func TestNothingIsLeftRunning(t *testing.T) {
	const script = `sh -c 'echo here; read x <"$1"; echo end' child "$2" >"$1" 2>/dev/null & read x <"$3"; exit "$4"`
	for _, c := range []struct {
		name, status string
		hangs, goes  bool
	}{
		{"a program that hangs", "0", true, false},
		{"a program that ends badly", "1", false, false},
		{"a program that ends well", "0", false, true},
	} {
		pipes := make([]string, 3) // what the child says; what it waits for; what the program waits for
		files := make([]*os.File, 3)
		for i := range pipes {
			pipes[i] = filepath.Join(t.TempDir(), "pipe")
			if err := syscall.Mkfifo(pipes[i], 0o600); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			done <- (Command{Args: append(append([]string{"sh", "-c", script, "tell"}, pipes...), c.status), Environ: os.Environ()}).Send(ctx, message)
		}()
		for i := range pipes {
			mode := os.O_RDWR // which waits for nobody
			if i == 0 {
				mode = os.O_RDONLY
			}
			var err error
			if files[i], err = os.OpenFile(pipes[i], mode, 0); err != nil {
				t.Fatal(err)
			}
		}
		here := make([]byte, len("here\n"))
		if _, err := io.ReadFull(files[0], here); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if c.hangs {
			cancel()
		} else {
			io.WriteString(files[2], "\n")
		}
		err := <-done
		cancel()
		io.WriteString(files[1], "\n")
		rest, _ := io.ReadAll(files[0])
		if (err == nil) != c.goes || (string(rest) == "end\n") != c.goes {
			t.Errorf("%s: %v, and then what it had started said %q", c.name, err, rest)
		}
		for _, f := range files {
			f.Close()
		}
	}
}
