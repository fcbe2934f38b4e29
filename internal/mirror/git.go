package mirror

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Git keeps a branch of a repository like the site. The branch is one commit without those before it, so that what was taken down is not in
// its history; it is replaced only if it is as this desk has left it.
type Git struct {
	Site    string
	Dir     string // folder of the desk's own repository, which is made if it is not there
	To      string // repository
	Branch  string
	Environ []string
}

const (
	lastRef = "refs/waidian/last" // the commit that was pushed last
	nextRef = "refs/waidian/next" // the commit that was to be pushed last: it may have arrived
	nothing = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
)

// Copy pushes the site, if it is not what was pushed last.
func (g Git) Copy(ctx context.Context) error {
	if err := g.begin(ctx); err != nil {
		return err
	}
	if _, err := g.git(ctx, "add", "--all", "--force", "--", ".", ":(exclude,glob)**/"+temporary); err != nil {
		return err
	}
	// Hosts of pages would leave out names that begin with _ otherwise.
	if _, err := g.git(ctx, "hash-object", "-w", "--stdin"); err != nil {
		return err
	}
	if _, err := g.git(ctx, "update-index", "--add", "--cacheinfo", "100644,"+nothing+",.nojekyll"); err != nil {
		return err
	}
	tree, err := g.git(ctx, "write-tree")
	if err != nil {
		return err
	}
	last, next := g.at(ctx, lastRef), g.at(ctx, nextRef)
	if last != "" && g.at(ctx, lastRef+"^{tree}") == tree {
		return g.push(ctx, last, last, next) // it may be another repository by now
	}
	commit, err := g.git(ctx, "commit-tree", "-m", "The site", tree)
	if err != nil {
		return err
	}
	if _, err := g.git(ctx, "update-ref", nextRef, commit); err != nil {
		return err
	}
	if err := g.push(ctx, commit, last, next); err != nil {
		return err
	}
	if _, err := g.git(ctx, "update-ref", lastRef, commit); err != nil {
		return err
	}
	_, err = g.git(ctx, "-c", "gc.pruneExpire=now", "-c", "gc.autoDetach=false", "gc", "--auto", "--quiet") // what was taken down goes here too
	return err
}

// at is what a name stands for; empty: nothing.
func (g Git) at(ctx context.Context, name string) string {
	hash, _ := g.git(ctx, "rev-parse", "--verify", "--quiet", name)
	return hash
}

// push makes the branch that commit, if it is at one that this desk has pushed, or not there.
func (g Git) push(ctx context.Context, commit, last, next string) error {
	branch := "refs/heads/" + g.Branch
	list, err := g.git(ctx, "ls-remote", "--", g.To, branch)
	if err != nil {
		return err
	}
	at, _, _ := strings.Cut(list, "\t")
	switch {
	case at == commit:
		return nil
	case at != "" && at != last && at != next: // next has arrived if this process was killed before it noted that
		return fmt.Errorf("the branch %s has commits that this desk has not pushed: they would be lost; name another branch, or remove that one", g.Branch)
	}
	_, err = g.git(ctx, "push", "--quiet", "--force-with-lease="+branch+":"+at, "--", g.To, commit+":"+branch)
	return err
}

// begin makes the desk's own repository.
func (g Git) begin(ctx context.Context) error {
	_, err := os.Stat(filepath.Join(g.Dir, "HEAD"))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_, err = run(ctx, g.Site, quiet(g.Environ), "git", "init", "--quiet", "--bare", "--", g.Dir)
	return err
}

// git runs git on the desk's own repository, with the site as its files, and returns the line that it prints.
func (g Git) git(ctx context.Context, args ...string) (string, error) {
	environ := append(quiet(g.Environ), "GIT_DIR="+g.Dir, "GIT_WORK_TREE="+g.Site,
		"GIT_AUTHOR_NAME=waidian", "GIT_AUTHOR_EMAIL=waidian@localhost", "GIT_COMMITTER_NAME=waidian", "GIT_COMMITTER_EMAIL=waidian@localhost")
	out, err := run(ctx, g.Site, environ, "git", append([]string{"-c", "core.bare=false", "-c", "core.autocrlf=false", "-c", "core.excludesFile=", "-c", "safe.directory=*"}, args...)...)
	return strings.TrimSpace(out), err
}
