package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// healthTimeout bounds how long a server may take to say that it is well.
const healthTimeout = 10 * time.Second

type healthCmd struct {
	At string `help:"Address that run or serve listens on." default:"127.0.0.1:8080" placeholder:"ADDR"`
}

func (healthCmd) Help() string {
	return `Asks run or serve at work on this machine whether it is well: whether its database answers and its site is
built. It reads no configuration. The exit status is 0 if it says so, and 1 if it does not, or does not answer.

Example:  waidian health --at 127.0.0.1:8080`
}

func (cmd *healthCmd) Run(ctx context.Context, a *app) error {
	if _, _, err := net.SplitHostPort(cmd.At); err != nil {
		return usageError{fmt.Errorf("%s is not an address: %w", shown(cmd.At), err)}
	}
	ctx, stop := context.WithTimeout(ctx, healthTimeout)
	defer stop()
	said, err := a.askReady(ctx, url.URL{Scheme: "http", Host: cmd.At, Path: "/readyz"})
	if err != nil {
		return fmt.Errorf("ask %s: %w", cmd.At, err)
	}
	fmt.Fprintln(a.Stdout, said)
	return nil
}

// askReady returns the line of a server that is ready, and an error with that of one that is not.
func (a *app) askReady(ctx context.Context, at url.URL) (string, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return "", err
	}
	way := a.Transport
	if way == nil {
		way = new(http.Transport) // no proxy: the server is on this machine
	}
	r, err := way.RoundTrip(q)
	if err != nil {
		return "", err
	}
	defer r.Body.Close() // only read
	text, err := io.ReadAll(io.LimitReader(r.Body, 4<<10))
	line, _, _ := strings.Cut(string(text), "\n")
	switch {
	case err != nil:
		return "", err
	case r.StatusCode != http.StatusOK:
		return "", errors.New(r.Status + ": " + shown(line))
	}
	return shown(line), nil
}
