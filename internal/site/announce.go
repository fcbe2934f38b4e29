package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/page"
)

// Where a hub is told of changed feeds, a build notes the address of each before it writes the feed: in a file beside the site, a line each, since
// whoever builds need not be able to write the database. They stay there until somebody takes them over, whatever is killed meanwhile. One that is
// noted and was not written is told in vain, which does no harm.

// changedFeeds are the feeds that wait in that file. The build's mu guards it.
type changedFeeds struct {
	noted map[string]bool
	file  *os.File
}

func feedsFile(out string) string { return filepath.Clean(out) + ".feeds" }

// readFeeds returns the addresses that wait, in order, and whether the file ends as it should: a killed build may have left half a line.
func readFeeds(out string) (feeds []string, whole bool, err error) {
	data, err := os.ReadFile(feedsFile(out))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read which feeds have changed: %w", err)
	}
	lines := strings.Split(string(data), "\n")
	last := len(lines) - 1
	whole = lines[last] == ""
	feeds = lines[:last] // its feed was not written yet
	slices.Sort(feeds)
	return slices.Compact(feeds), whole, nil
}

// noteFeed notes the feed at a path, which is about to be written. Each build notes it at most once, and not if it waits already.
func (b *build) noteFeed(path string) error {
	if !b.o.Announce || !page.IsAnnounced(path) {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	c := &b.changed
	if c.file == nil {
		feeds, whole, err := readFeeds(b.o.Out)
		if err == nil && !whole {
			err = atomically.ReplaceIf(feedsFile(b.o.Out), []byte(strings.Join(append(feeds, ""), "\n")), b.hold.allowed())
		}
		if err == nil {
			c.file, err = owned.Create(feedsFile(b.o.Out), os.O_WRONLY|os.O_APPEND, 0o644)
		}
		if err != nil {
			return fmt.Errorf("note a changed feed: %w", err)
		}
		c.noted = make(map[string]bool, len(feeds))
		for _, f := range feeds {
			c.noted[f] = true
		}
	}
	address := b.pages.Address(path)
	if c.noted[address] {
		return nil
	}
	c.noted[address] = true
	if _, err := c.file.WriteString(address + "\n"); err != nil {
		return fmt.Errorf("note a changed feed: %w", err)
	}
	return nil
}

func (c *changedFeeds) close() error {
	if c.file == nil {
		return nil
	}
	if err := c.file.Close(); err != nil {
		return fmt.Errorf("note a changed feed: %w", err)
	}
	return nil
}

// Untold returns the addresses of the feeds in the folder out that builds have changed and nobody has taken over.
func Untold(out string) ([]string, error) {
	feeds, _, err := readFeeds(out)
	return feeds, err
}

// HandOver gives take the addresses of the feeds that builds have changed, if there are any, and forgets them when it returns nil. No build is
// under way meanwhile.
func (b *Builder) HandOver(ctx context.Context, take func(feeds []string) error) error {
	if feeds, err := Untold(b.o.Out); err != nil || len(feeds) == 0 {
		return err
	}
	h, err := inTurn(ctx, nil, func() (*hold, error) { return b.lock(ctx) })
	if err != nil {
		return fmt.Errorf("hand over changed feeds: %w", err)
	}
	defer h.release()
	feeds, err := Untold(b.o.Out)
	if err != nil || len(feeds) == 0 {
		return err
	}
	if err := take(feeds); err != nil {
		return err
	}
	err = h.still()
	if err == nil {
		err = os.Remove(feedsFile(b.o.Out))
	}
	if err != nil {
		return fmt.Errorf("hand over changed feeds: %w", err)
	}
	return nil
}
