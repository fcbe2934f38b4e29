package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/mirror"
	"github.com/waidian/waidian/internal/server"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
)

// mirrors are the copies of the site that a configuration asks for.
func (a *app) mirrors(c config.Config) desk.Mirrors {
	out, environ := absolute(siteDir(c)), os.Environ()
	m := desk.Mirrors{Mark: func() (string, error) {
		mark, whole, err := site.Mark(out)
		if err == nil && !whole {
			err = desk.ErrBuilding
		}
		return mark, err
	}}
	if to := c.Publish.Rsync; to != "" {
		m.List = append(m.List, desk.Mirror{Name: "rsync", By: mirror.Rsync{Site: out, To: to, Environ: environ}})
	}
	if to := c.Publish.Git; to != "" {
		dir := absolute(filepath.Join(c.Desk.Data, "publish.git"))
		m.List = append(m.List, desk.Mirror{Name: "git", By: mirror.Git{Site: out, Dir: dir, To: to, Branch: c.Publish.Branch, Environ: environ}})
	}
	if to := c.Publish.Bucket; to != "" {
		open := func() (mirror.Store, error) { return a.storeAt(c.Archive, to) }
		notes := absolute(filepath.Join(c.Desk.Data, "publish.json"))
		m.List = append(m.List, desk.Mirror{Name: "bucket", By: mirror.Bucket{Site: out, Open: open, Notes: notes, Type: server.TypeOf}})
	}
	if args := c.Publish.Command; len(args) > 0 {
		m.List = append(m.List, desk.Mirror{Name: "command", By: mirror.Command{Site: out, Args: args, Environ: environ}})
	}
	return m
}

// copyStatus is how a copy of the site fares.
type copyStatus struct {
	Name   string     `json:"name"`
	Made   *time.Time `json:"made,omitempty"`
	Stale  bool       `json:"stale,omitempty"` // the site has changed since
	Since  *time.Time `json:"failing_since,omitempty"`
	Next   *time.Time `json:"next,omitempty"` // when it is tried again
	Reason string     `json:"reason,omitempty"`
}

// copiesOf are the states of the copies of the site.
func (a *app) copiesOf(tx *store.Tx, c config.Config) (out []copyStatus, err error) {
	m := a.mirrors(c)
	mark := ""
	if len(m.List) > 0 {
		mark, _ = m.Mark() // while a build is under way no copy is like the site
	}
	for _, x := range m.List {
		s, err := desk.StateOfMirror(tx, x.Name)
		if err != nil {
			return nil, err
		}
		out = append(out, copyStatus{x.Name, orNil(s.At), s.Mark == "" || mark != "" && s.Mark != mark, orNil(s.Since), orNil(s.Next), s.Why})
	}
	return out, nil
}

// says is the state of a copy in words.
func (s copyStatus) says(now time.Time) string {
	switch {
	case s.Reason != "" && s.Next != nil && s.Next.After(now):
		return fmt.Sprintf("the copy fails: %s; tried again in %s", shown(s.Reason), s.Next.Sub(now).Round(time.Second))
	case s.Reason != "":
		return "the copy fails: " + shown(s.Reason)
	case s.Made == nil:
		return "no copy was made yet"
	case s.Stale:
		return "copied " + ago(now, s.Made) + "; the site has changed since"
	}
	return "copied " + ago(now, s.Made)
}
