package mirror

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/atomically"
)

// Store is an object store, as far as a site goes there.
type Store interface {
	// Tree returns the bytes of each file, by names with slashes.
	Tree(ctx context.Context) (map[string]int64, error)
	// PutAs sends a file of a media type, in place of one of that name.
	PutAs(ctx context.Context, name, kind string, f io.ReaderAt, size int64, sum string) error
	// Remove removes a file.
	Remove(ctx context.Context, name string) error
	String() string
}

// Bucket keeps a bucket of an object store like the site. Files go there before those that lead to them, and what the site has no more is removed
// after that.
type Bucket struct {
	Site  string
	Open  func() (Store, error)
	Notes string                   // file in which is noted what was sent
	Type  func(name string) string // media type of a file; empty: not known
}

// atOnce is how many files are under way to a store at the same time.
const atOnce = 8

// note is what is known of a file that was sent: while length and time are these, its content is.
type note struct {
	Size int64
	Time int64 // in nanoseconds since 1970
}

// notes are what was sent to a store.
type notes struct {
	To    string
	Files map[string]note
}

// Copy sends what has changed, and removes what the site has no more. A bucket that has files and is none of a site is left alone: they would be removed.
func (b Bucket) Copy(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	store, err := b.Open()
	if err != nil {
		return err
	}
	site, err := b.files()
	if err != nil {
		return err
	}
	there, err := store.Tree(ctx)
	if err != nil {
		return err
	}
	if _, is := there[mark]; len(there) > 0 && !is {
		return fmt.Errorf("%s has files and is no site of a desk: they would be removed; name an empty bucket, or a prefix in it", store)
	}
	sent := b.noted(store.String())
	var todo, gone []string
	for name, is := range site {
		was, known := sent.Files[name]
		if size, has := there[name]; !has || !known || size != is.Size || was.Size != is.Size || was.Time != is.Time {
			todo = append(todo, name)
		}
	}
	for name := range there {
		if _, is := site[name]; !is {
			gone = append(gone, name)
		}
	}
	slices.SortFunc(todo, inOrder)
	err = b.send(ctx, store, todo, sent)
	if err == nil {
		err = each(ctx, gone, func(ctx context.Context, name string) error { return store.Remove(ctx, name) })
	}
	for name := range sent.Files {
		if _, is := site[name]; !is {
			delete(sent.Files, name)
		}
	}
	return errors.Join(err, b.keep(sent))
}

// files are those of the site, with their lengths and times.
func (b Bucket) files() (map[string]note, error) {
	out := map[string]note{}
	err := filepath.WalkDir(b.Site, func(at string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || atomically.IsTemporary(at) {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(b.Site, at)
		out[filepath.ToSlash(name)] = note{Size: info.Size(), Time: info.ModTime().UnixNano()}
		return err
	})
	return out, err
}

// inOrder compares two files by when they go: first that by which a site is known, then what pages use, then pages, those in folders before those that lead
// there.
func inOrder(a, b string) int {
	rank := func(name string) int {
		switch {
		case name == mark:
			return 0
		case path.Ext(name) != ".html":
			return 1
		}
		return 2
	}
	return cmp.Or(rank(a)-rank(b), strings.Count(b, "/")-strings.Count(a, "/"), strings.Compare(a, b))
}

// send sends files, by their ranks, and notes each that was sent.
func (b Bucket) send(ctx context.Context, store Store, names []string, sent notes) error {
	var mu sync.Mutex
	one := func(ctx context.Context, name string) error {
		n, err := b.put(ctx, store, name)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		sent.Files[name] = n
		return nil
	}
	for len(names) > 0 { // the first alone, then what belongs together
		n := 1
		for names[0] != mark && n < len(names) && path.Ext(names[n]) == path.Ext(names[0]) && strings.Count(names[n], "/") == strings.Count(names[0], "/") {
			n++
		}
		if err := each(ctx, names[:n], one); err != nil {
			return err
		}
		names = names[n:]
	}
	return nil
}

// put sends a file as it is now.
func (b Bucket) put(ctx context.Context, store Store, name string) (n note, err error) {
	at := filepath.Join(b.Site, filepath.FromSlash(name))
	info, err := os.Stat(at) // before it is read: a later change has another time
	if err != nil {
		return n, err
	}
	data, err := os.ReadFile(at)
	if err != nil {
		return n, err
	}
	sum := sha256.Sum256(data)
	n = note{int64(len(data)), info.ModTime().UnixNano()}
	return n, store.PutAs(ctx, name, cmp.Or(b.Type(name), "application/octet-stream"), bytes.NewReader(data), n.Size, hex.EncodeToString(sum[:]))
}

// each does the same for many, some at a time, until one fails.
func each(ctx context.Context, names []string, do func(context.Context, string) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, name := range names {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error { return do(ctx, name) })
	}
	return g.Wait()
}

// noted returns what was sent to a store. What cannot be read was not: it is sent again.
func (b Bucket) noted(to string) notes {
	var n notes
	text, err := os.ReadFile(b.Notes)
	if err != nil || json.Unmarshal(text, &n) != nil || n.To != to || n.Files == nil {
		return notes{to, map[string]note{}}
	}
	return n
}

func (b Bucket) keep(n notes) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return atomically.Replace(b.Notes, text)
}
