package mirror

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// Rsync keeps a folder like the site, on this machine or another. Files are replaced together at the end, and those that the site has no more are deleted
// after that, so that a reader rarely meets a dead link.
type Rsync struct {
	Site    string
	To      string // user@host:folder, rsync://host/module, or an absolute folder
	Environ []string
}

// mark is a file that each built site has, and hardly anything else.
const mark = "sources.opml"

// Copy copies the site. A folder that has files and is none of a site is left alone: they would be deleted.
func (r Rsync) Copy(ctx context.Context) error {
	if _, err := exec.LookPath("rsync"); err != nil {
		return fmt.Errorf("there is no rsync on this machine: %w", err)
	}
	to := strings.TrimRight(r.To, "/") + "/"
	if strings.HasPrefix(to, r.Site+"/") || strings.HasPrefix(r.Site+"/", to) {
		return fmt.Errorf("the folder %s and that of the site, %s, lie in one another", r.To, r.Site)
	}
	if err := r.isSite(ctx, to); err != nil {
		return err
	}
	_, err := run(ctx, r.Site, quiet(r.Environ), "rsync", "-rt", "--delete-delay", "--delay-updates", "--timeout=120",
		"--chmod=D755,F644", "--exclude="+temporary, "--", "./", to)
	return err
}

// isSite returns an error if the folder has something, and that is no site.
func (r Rsync) isSite(ctx context.Context, to string) error {
	list, err := run(ctx, r.Site, quiet(r.Environ), "rsync", "--timeout=120", "--list-only", "--", to)
	if err != nil {
		if strings.Contains(err.Error(), "No such file") {
			return nil // it is not there yet: rsync makes it, or says why not
		}
		return err
	}
	other := false
	for line := range strings.Lines(list) {
		field := strings.Fields(line) // mode, size, date, time, name
		if len(field) < 5 || field[len(field)-1] == "." {
			continue
		}
		if field[len(field)-1] == mark {
			return nil
		}
		other = true
	}
	if other {
		return fmt.Errorf("the folder %s has files and is no site of a desk: they would be deleted; name an empty folder", r.To)
	}
	return nil
}
