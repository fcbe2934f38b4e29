package send

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/program"
)

// Command runs a program for each message: it gets title and text on standard input, a blank line between them, the title again
// in WAIDIAN_ALERT_TITLE, and the message as JSON in WAIDIAN_ALERT. Exit status 0 says that the message has gone out, and what the program
// has left running may go on. Where it does not end so, or not in time, all that it has started is ended with it (not on Windows). No shell
// reads the arguments.
type Command struct {
	Args    []string // the program, by a path or by a name in PATH, and its arguments
	Environ []string // of the program, beside the variables above
}

// Find returns why there is no such program.
func (c Command) Find() error {
	if len(c.Args) == 0 || c.Args[0] == "" {
		return errors.New("no program is named")
	}
	_, err := exec.LookPath(c.Args[0])
	return err
}

// Send is that of a Sender.
func (c Command) Send(ctx context.Context, m Message) error {
	if err := c.Find(); err != nil {
		return err
	}
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the message: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	said := &bounded{most: mostSaid}
	p := exec.CommandContext(ctx, c.Args[0], c.Args[1:]...)
	p.WaitDelay = time.Second // for what the program has started and left behind
	p.Stdin = strings.NewReader(m.Title + "\n\n" + m.Text + "\n")
	p.Stdout, p.Stderr = said, said
	program.OfOneGroup(p)
	p.Env = append(c.Environ[:len(c.Environ):len(c.Environ)], "WAIDIAN_ALERT_TITLE="+m.Title, "WAIDIAN_ALERT="+string(b))
	err = p.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it ended well, and left something running
	}
	if err = inTime(ctx, err); err == nil {
		return nil
	}
	program.EndGroup(p)
	if line := firstLine(said.String(), mostQuoted); line != "" {
		return fmt.Errorf("run %s: %w: %s", c.Args[0], err, line)
	}
	return fmt.Errorf("run %s: %w", c.Args[0], err)
}

// bounded keeps the first bytes of what is written.
type bounded struct {
	bytes.Buffer
	most int
}

func (b *bounded) Write(p []byte) (int, error) {
	if room := b.most - b.Len(); room > 0 {
		b.Buffer.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}
