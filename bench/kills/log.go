package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
)

// published is the desk's log as a reader of its site has followed it, from one kill to the next.
type published struct {
	seen   []translog.Checkpoint // each once, in order
	faults []string
}

// unproven counts the reports of a site whose page was read from an answer that the log has, and that have no proof beside them.
func (d desk) unproven() (n int, err error) {
	site := filepath.Join(d.dir, "data", "site")
	found, err := verify.CheckSite(os.DirFS(site))
	return len(found.Bare), err
}

// look compares what the site publishes after a kill with the database, with what it published before, and with itself.
func (p *published) look(d desk) {
	if err := p.check(d); err != nil {
		p.faults = append(p.faults, err.Error())
	}
}

func (p *published) check(d desk) error {
	site := filepath.Join(d.dir, "data", "site")
	signed, err := os.ReadFile(filepath.Join(site, verify.LogFolder, verify.CheckpointName))
	if errors.Is(err, fs.ErrNotExist) && len(p.seen) == 0 {
		return nil // killed before the first checkpoint
	}
	if err != nil {
		return err
	}
	keys, err := verify.SiteKeys(os.DirFS(site))
	if err != nil {
		return err
	}
	now, err := verify.Checkpoint(signed, keys...)
	if err != nil {
		return err
	}
	out, err := d.command("log").Output()
	if err != nil {
		return fmt.Errorf("log: %w", err)
	}
	var stored int64
	if _, err := fmt.Sscanf(string(out), "leaves %d", &stored); err != nil {
		return fmt.Errorf("log says %q: %w", out, err)
	}
	if now.Size > stored {
		return fmt.Errorf("%d leaves are signed and published, and the database has %d", now.Size, stored)
	}
	for _, before := range p.seen {
		if _, err := verify.Published(os.DirFS(filepath.Join(site, verify.LogFolder)), before, keys...); err != nil {
			return err
		}
	}
	if n := len(p.seen); n == 0 || p.seen[n-1] != now {
		p.seen = append(p.seen, now)
	}
	if out, err := d.command("verify", site).CombinedOutput(); err != nil {
		return fmt.Errorf("verify: %w: %s", err, out)
	}
	return nil
}
