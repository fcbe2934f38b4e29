// Package mirror keeps a copy of the built site elsewhere: by rsync, as a branch of a git repository, or by a program of the operator's. What the site has
// no more goes there too. It runs the programs and decides nothing: when a copy is due the desk knows.
package mirror

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/program"
)

const (
	longest    = 30 * time.Minute // that one copy may take
	mostSaid   = 64 << 10         // bytes of what a program says that are kept
	mostQuoted = 300              // characters of it that an error repeats
)

// temporary are the names of files that are being written: see atomically.
const temporary = ".waidian-*"

// run runs a program in a folder, and returns what it prints. No shell reads the arguments, and nobody is asked for a password.
func run(ctx context.Context, dir string, environ []string, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	p := exec.CommandContext(ctx, name, args...)
	p.Dir, p.Env, p.WaitDelay = dir, environ, time.Second
	var out, said bounded
	p.Stdout, p.Stderr = &out, &said
	program.OfOneGroup(p)
	err := p.Run()
	program.EndGroup(p)
	if ctx.Err() != nil {
		err = fmt.Errorf("it did not end in time: %w", ctx.Err())
	}
	if err == nil {
		return out.String(), nil
	}
	if why := cmp.Or(quoted(said.String()), quoted(out.String())); why != "" {
		return out.String(), fmt.Errorf("%s: %w: %s", filepath.Base(name), err, why)
	}
	return out.String(), fmt.Errorf("%s: %w", filepath.Base(name), err)
}

// bounded keeps the first bytes of what is written.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if room := mostSaid - b.Len(); room > 0 {
		b.Buffer.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}

// login is what an address has before its host.
var login = regexp.MustCompile(`://[^/\s@]+@`)

// advice is what to do about what ssh says, by a part of it.
var advice = []struct{ part, do string }{
	{"REMOTE HOST IDENTIFICATION HAS CHANGED", "the host shows another key than before: compare it with the one that its operator names; then ssh-keygen -R HOST takes the old one away"},
	{"Host key verification failed", "the key of the host is not known to this user: log in once by ssh, and compare it"},
	{"Permission denied (", "the host takes none of this user's keys that work without a passphrase: name one in ~/.ssh/config, or start the desk beside an ssh-agent that has it"},
}

// quoted is what a program complains of, without what may be secret in an address: the line that is known to say why, with what to do, else the first one
// with words, as what follows is mostly advice.
func quoted(said string) string {
	for _, a := range advice {
		for line := range strings.Lines(said) {
			if strings.Contains(line, a.part) {
				return shortened(strings.Trim(line, "@ \t\r\n")) + " (" + a.do + ")"
			}
		}
	}
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); strings.ContainsFunc(line, unicode.IsLetter) {
			return shortened(line)
		}
	}
	return ""
}

func shortened(line string) string {
	r := []rune(login.ReplaceAllString(line, "://…@"))
	return string(r[:min(len(r), mostQuoted)])
}

// quiet is an environment in which neither ssh nor git asks anybody for anything, unless the operator has said how they work.
func quiet(environ []string) []string {
	out := environ[:len(environ):len(environ)]
	for name, value := range map[string]string{
		"RSYNC_RSH": "ssh -o BatchMode=yes -o ConnectTimeout=20", "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=20",
		"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8",
	} {
		if !has(environ, name) {
			out = append(out, name+"="+value)
		}
	}
	return out
}

func has(environ []string, name string) bool {
	for _, e := range environ {
		if strings.HasPrefix(e, name+"=") {
			return true
		}
	}
	return false
}

// Command is a program that copies the site: it runs in the folder of the site, which WAIDIAN_SITE names too. Exit status 0 says that the copy is whole.
type Command struct {
	Site    string
	Args    []string // the program, by a path or by a name in PATH, and its arguments
	Environ []string
}

// Copy copies the site.
func (c Command) Copy(ctx context.Context) error {
	if len(c.Args) == 0 {
		return errors.New("no program is named")
	}
	_, err := run(ctx, c.Site, append(c.Environ[:len(c.Environ):len(c.Environ)], "WAIDIAN_SITE="+c.Site), c.Args[0], c.Args[1:]...)
	return err
}
