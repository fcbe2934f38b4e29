package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/translog"
)

// Log is the desk's log as the builder publishes it. What it has signed once binds it for ever, whatever folder it was signed for.
type Log interface {
	// Keys returns what signs. An error that wraps ErrHeld says why nothing may be signed.
	Keys(ctx context.Context) (LogKeys, error)
	// Edge returns the tree as it is; all of it outlives a power cut.
	Edge(ctx context.Context) (translog.Edge, error)
	// Leaves returns the leaves from first on, before end.
	Leaves(ctx context.Context, first, end int64) ([]translog.Entry, error)
	// Hashes returns the hashes that each of those leaves completes, joined.
	Hashes(ctx context.Context, first, end int64) ([][]byte, error)
	// OfReports returns the leaves of the captures from which the texts of reports were read, where there are any.
	OfReports(ctx context.Context, ids []news.ArticleID) (map[news.ArticleID]Leaves, error)
	// Down returns the numbers of the leaves that are of reports which were taken down.
	Down(ctx context.Context) ([]int64, error)
	// Remember keeps what is signed now, so that Keys returns it as Signed from here on, also after a power cut and where the site is gone. It is called before
	// anybody can see that.
	Remember(ctx context.Context, signed []byte) error
}

// Leaves are those of the captures of one report.
type Leaves struct {
	Present  translog.Entry         // of its text as it is; without a text: there is none
	Versions map[int]translog.Entry // of all its versions that have one, by their numbers
	Gone     bool                   // the log has leaves of the texts, and none of a capture of the one as it is: what proved one before has to go
}

// LogKeys is what signs a log.
type LogKeys struct {
	Signers []translog.Signer   // the present key first: its name is that of the log
	Known   []translog.Verifier // that sign now or have signed
	Ended   []string            // names under which the log was signed by keys that were lost
	Left    []string            // names of logs that were signed, and that this one does not go on from
	List    []byte              // key.txt
	Signed  []byte              // the checkpoint that was signed last, for whatever folder; empty: none was
}

// ErrHeld is wrapped by the reasons for which a build publishes its pages and leaves the published log as it is.
var ErrHeld = errors.New("the log is not signed")

// The files of the log that do not depend on its size.
const (
	logFolder      = "log/"
	checkpointPath = logFolder + "checkpoint"
	keyListPath    = logFolder + "key.txt"
	bundlePrefix   = logFolder + "tile/entries/"
)

// logJob is what a build does about the log. It is set before pages are made, and not changed then.
type logJob struct {
	keys   LogKeys
	now    translog.Checkpoint
	signed []byte
	before int64 // size of the log whose files lie on the disk as the ledger says; 0: they are all made
	reader *translog.Blocks
}

// openLog decides what is signed. It is called after the changes of the library are known, so that the log holds what they name.
func (b *build) openLog(ctx context.Context) error {
	if b.o.Log == nil {
		return nil
	}
	job, err := b.newLogJob(ctx)
	if err == nil && job != nil {
		err = b.o.Log.Remember(ctx, job.signed)
	}
	if errors.Is(err, ErrHeld) {
		b.outcome.Held = err
		return nil
	}
	b.log = job
	return err
}

// VerifyLog says as Build would whether the log may be signed, and returns its size. It writes nothing.
func (b *Builder) VerifyLog(ctx context.Context) (size int64, err error) {
	if b.o.Log == nil {
		return 0, nil
	}
	root, err := os.OpenRoot(b.o.Out)
	if err == nil {
		defer root.Close()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	j, err := (&build{Builder: b, root: root, ledger: newLedger("")}).newLogJob(ctx)
	if err != nil || j == nil {
		return 0, err
	}
	return j.now.Size, nil
}

func (b *build) newLogJob(ctx context.Context) (*logJob, error) {
	keys, err := b.o.Log.Keys(ctx)
	if err != nil {
		return nil, err
	}
	edge, err := b.o.Log.Edge(ctx)
	if err != nil {
		return nil, err
	}
	j := &logJob{keys: keys, now: translog.Checkpoint{Origin: keys.Signers[0].Name(), Size: edge.Size, Root: edge.Root()}}
	j.reader = &translog.Blocks{Size: edge.Size, Load: func(first, end int64) ([][]byte, error) { return b.o.Log.Hashes(ctx, first, end) }}
	published, err := b.publishedLog(keys)
	if err != nil {
		return nil, err
	}
	if published != nil {
		was, err := j.follows(published, "published")
		if err != nil {
			return nil, err
		}
		if b.trust && !b.outcome.Full && b.ledger.files[checkpointPath] != 0 {
			j.before = was.Size
		}
		if was == j.now {
			j.signed = published
		}
	}
	if len(keys.Signed) > 0 && !keys.left(keys.Signed) {
		was, err := j.follows(keys.Signed, "signed")
		if err != nil {
			return nil, err
		}
		if was == j.now && len(keys.Signed) > len(j.signed) { // or witnesses have signed it since
			j.signed = keys.Signed
		}
	}
	if j.signed != nil {
		return j, nil
	}
	if edge.Size == 0 {
		return nil, nil
	}
	j.signed, err = j.now.Sign(keys.Signers...)
	return j, err
}

// publishedLog returns the checkpoint that the folder of the site has; nil: none. One of a log from which the desk's does not go on is
// replaced by a full build alone, which makes the proofs beside the pages anew.
func (b *build) publishedLog(keys LogKeys) ([]byte, error) {
	if b.root == nil {
		return nil, nil
	}
	published, err := b.root.ReadFile(checkpointPath)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !keys.left(published):
		return published, nil
	case !b.o.Full:
		return nil, fmt.Errorf("%w: this folder has a log from which that of the database does not go on, until waidian build --full", ErrHeld)
	}
	return nil, nil
}

// left reports whether a checkpoint is of a log from which this one does not go on.
func (k LogKeys) left(signed []byte) bool {
	c, err := translog.PeekCheckpoint(signed)
	return err == nil && slices.Contains(k.Left, c.Origin)
}

// follows verifies that the log as it is grew out of an earlier one: that was published, or signed for whatever folder.
func (j *logJob) follows(earlier []byte, how string) (translog.Checkpoint, error) {
	was, err := translog.PeekCheckpoint(earlier)
	if err != nil {
		return was, fmt.Errorf("%w: the checkpoint that is %s cannot be read: %w", ErrHeld, how, err)
	}
	if !slices.Contains(j.keys.Ended, was.Origin) {
		if _, err := translog.OpenCheckpoint(earlier, j.keys.Known...); err != nil {
			return was, fmt.Errorf("%w: the checkpoint that is %s was not signed by a key of this desk: %w", ErrHeld, how, err)
		}
	}
	if was.Size > j.now.Size {
		return was, fmt.Errorf("%w: %d leaves are %s, the database has %d: it is older than that", ErrHeld, was.Size, how, j.now.Size)
	}
	root, err := translog.Root(was.Size, j.reader)
	if err != nil {
		return was, err
	}
	if root != was.Root {
		return was, fmt.Errorf("%w: the first %d leaves of the database are not those that are %s", ErrHeld, was.Size, how)
	}
	return was, nil
}

// publishLog writes the tiles of the log, its texts where they are published, and last its checkpoint.
func (b *build) publishLog(ctx context.Context) error {
	if b.log == nil {
		return b.keepLog(ctx)
	}
	j := b.log
	if j.before != j.now.Size {
		for _, t := range translog.NewTiles(j.before, j.now.Size) {
			data, err := t.Data(j.reader)
			if err := b.putOne(logFolder+t.Path(), data, err); err != nil {
				return err
			}
		}
		if err := b.dropPartial(); err != nil {
			return err
		}
	}
	if err := b.bundles(ctx); err != nil {
		return err
	}
	if err := b.put(keyListPath, j.keys.List); err != nil {
		return err
	}
	return b.put(checkpointPath, j.signed)
}

// keepLog leaves the published log as it is, if it is held, but for the texts of reports that were taken down. A site without a
// log has none.
func (b *build) keepLog(ctx context.Context) error {
	if b.outcome.Held == nil {
		return nil
	}
	down, err := b.o.Log.Down(ctx)
	if err != nil {
		return err
	}
	var texts [][]byte
	for _, n := range down {
		l, err := b.o.Log.Leaves(ctx, n, n+1)
		if err != nil {
			return err
		}
		for _, e := range l {
			texts = append(texts, e.Text)
		}
	}
	err = fs.WalkDir(b.root.FS(), strings.TrimSuffix(logFolder, "/"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b.made[path] = false
		if len(texts) == 0 || !strings.HasPrefix(path, bundlePrefix) {
			return nil
		}
		data, err := b.root.ReadFile(path)
		if err == nil && slices.ContainsFunc(texts, func(t []byte) bool { return bytes.Contains(data, t) }) {
			b.plan.leave = append(b.plan.leave, path)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	pages := make(map[string]bool, len(b.ledger.filed))
	for _, f := range b.ledger.filed {
		pages[f.path] = true
	}
	for _, p := range b.versionProofsOf(pages) {
		b.made[p] = false
	}
	return err
}

// PublishCosigned puts a checkpoint in the place of the published one, if that says the same and has fewer signatures. It waits for a build that is
// under way.
func (b *Builder) PublishCosigned(ctx context.Context, signed []byte) error {
	h, err := inTurn(ctx, nil, func() (*hold, error) { return b.lock(ctx) })
	if err != nil {
		return fmt.Errorf("publish a checkpoint: %w", err)
	}
	defer h.release()
	root, err := os.OpenRoot(b.o.Out)
	if err != nil {
		return fmt.Errorf("publish a checkpoint: %w", err)
	}
	defer root.Close()
	published, err := root.ReadFile(checkpointPath)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (!translog.SameCheckpoint(published, signed) || len(published) >= len(signed)) {
		return nil
	}
	if err == nil {
		err = atomically.NewFolders(root, h.allowed()).Publish(checkpointPath, signed)
	}
	if err != nil {
		return fmt.Errorf("publish a checkpoint: %w", err)
	}
	return nil
}

// dropPartial removes the tiles that were not full in logs before the last one that was published: who has just read that finds its tiles. A full build
// removes whatever tile the log does not have: the folder may have had another log.
func (b *build) dropPartial() error {
	keep := map[string]bool{}
	for _, size := range []int64{b.log.before, b.log.now.Size} {
		for _, t := range slices.Concat(translog.NewTiles(0, size), translog.NewBundles(0, size)) {
			keep[logFolder+t.Path()] = true
		}
	}
	for _, p := range slices.Sorted(maps.Keys(b.ledger.files)) {
		if strings.HasPrefix(p, logFolder) && strings.Contains(p, ".p/") && !keep[p] {
			b.drop(p)
		}
	}
	if !b.outcome.Full {
		return nil
	}
	return fs.WalkDir(b.root.FS(), strings.TrimSuffix(logFolder, "/"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || keep[path] {
			return err
		}
		if _, err := translog.ParseTilePath(strings.TrimPrefix(path, logFolder)); err == nil {
			b.plan.leave = append(b.plan.leave, path)
		}
		return nil
	})
}

// bundles writes the texts of the leaves. Those of a tile with a leaf of a report that was taken down are withheld: a bundle
// has no holes. Where texts are not published, each travels with its proof alone.
func (b *build) bundles(ctx context.Context) error {
	if b.log.before == b.log.now.Size && len(b.plan.touched) == 0 {
		return nil
	}
	withheld := map[int64]bool{}
	if b.o.LogTexts {
		down, err := b.o.Log.Down(ctx)
		if err != nil {
			return err
		}
		for _, n := range down {
			withheld[n/translog.Width] = true
		}
	}
	wanted := map[string]bool{}
	for _, t := range translog.NewBundles(0, b.log.now.Size) {
		path := logFolder + t.Path()
		if !b.o.LogTexts || withheld[t.N] {
			continue
		}
		wanted[path] = true
		if b.log.before > 0 && b.ledger.files[path] != 0 {
			continue // a bundle of that name is never another one
		}
		if err := b.bundle(ctx, t, path); err != nil {
			return err
		}
	}
	for _, p := range slices.Sorted(maps.Keys(b.ledger.files)) {
		if strings.HasPrefix(p, bundlePrefix) && !wanted[p] && b.isWithheld(p, withheld) {
			b.drop(p)
		}
	}
	return nil
}

// isWithheld reports whether the bundle at a path may not be there, whatever its size.
func (b *build) isWithheld(path string, withheld map[int64]bool) bool {
	t, err := translog.ParseTilePath(strings.TrimPrefix(path, logFolder))
	return err != nil || !b.o.LogTexts || withheld[t.N]
}

func (b *build) bundle(ctx context.Context, t translog.Tile, path string) error {
	leaves, err := b.o.Log.Leaves(ctx, t.N*translog.Width, t.N*translog.Width+int64(t.W))
	if err != nil {
		return err
	}
	texts := make([][]byte, len(leaves))
	for i, l := range leaves {
		texts[i] = l.Text
	}
	data, err := translog.Bundle(texts)
	return b.putOne(path, data, err)
}

// leavesOf returns the leaves of some reports.
func (b *build) leavesOf(ctx context.Context, ids []news.ArticleID) (map[news.ArticleID]Leaves, error) {
	if b.log == nil {
		return nil, nil
	}
	return b.o.Log.OfReports(ctx, ids)
}

// proof writes beside the page of a report the proof that the log has its capture. It is made once, by the first log that has the leaf; a leaf
// that came after this build began waits for the next.
func (b *build) proof(path string, l translog.Entry) error {
	if !b.canProve(l) {
		return nil
	}
	at := page.ProofPath(path)
	had, err := b.files.ReadFile(at)
	isNew := errors.Is(err, fs.ErrNotExist)
	if err != nil && !isNew {
		return b.linked(at, err)
	}
	if b.isProof(had, l) {
		return nil
	}
	data, err := b.prove(l)
	if err != nil {
		return err
	}
	return b.replace(at, data, isNew)
}

// noProof removes a proof of before from beside the page of a report of which the log has no leaf that fits.
func (b *build) noProof(path string) error {
	if b.log == nil {
		return nil
	}
	at := page.ProofPath(path)
	_, err := b.files.ReadFile(at)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return b.linked(at, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.plan.leave = append(b.plan.leave, at)
	return nil
}

// versionProofs does the same for the earlier versions that the page of a report shows.
func (b *build) versionProofs(path string, versions []news.Version, leaves map[int]translog.Entry) error {
	for _, v := range page.EarlierShown(versions) {
		l, at := leaves[v.N], page.VersionProofPath(path, v.N)
		if b.log != nil && l.Text == nil {
			b.drop(at)
		}
		if !b.canProve(l) {
			continue
		}
		data, err := b.files.ReadFile(at)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return b.linked(at, err)
		}
		if !b.isProof(data, l) {
			if data, err = b.prove(l); err != nil {
				return err
			}
		}
		if err := b.put(at, data); err != nil {
			return err
		}
	}
	return nil
}

// fitting are the leaves that are of the answers which the page of a report names: of its address, body and time, and of an earlier version of its body and no
// earlier time than it was first seen. Logs of before have some that are not, of an address that has moved; no proof is published of those. entered is when the
// leaf of the present text came into the log, where what it witnesses was recorded before; else zero.
func fitting(of Leaves, it news.Item) (fit Leaves, entered time.Time) {
	a := it.Article
	l, err := translog.ReadLeaf(of.Present.Text) // what is no leaf says nothing
	if err == nil && (l.Body.String() != "sha256:"+string(a.Capture) || !sameSecond(l.At, a.Captured) || !a.FromFeed() && !l.Answered(a.URL)) {
		of.Present, of.Gone, l = translog.Entry{}, true, translog.Leaf{}
	}
	versions := map[int]translog.Entry{}
	for _, v := range it.Versions {
		l, err := translog.ReadLeaf(of.Versions[v.N].Text)
		if err != nil || l.Body.String() == "sha256:"+string(v.Hash) && (v.Captured.Before(l.At) || sameSecond(v.Captured, l.At)) {
			versions[v.N] = of.Versions[v.N]
		}
	}
	of.Versions = versions
	return of, l.Entered
}

func sameSecond(a, b time.Time) bool { return a.Unix() == b.Unix() }

// canProve reports whether the log that is published now can prove a leaf.
func (b *build) canProve(l translog.Entry) bool {
	return b.log != nil && l.Text != nil && l.N < b.log.now.Size
}

func (b *build) prove(l translog.Entry) ([]byte, error) {
	p, err := translog.Prove(l.N, b.log.now, b.log.signed, b.log.reader)
	p.Text = l.Text
	return p.Bytes(), err
}

// isProof reports whether a file is the proof of a leaf. Only where the ledger cannot be trusted it is verified.
func (b *build) isProof(file []byte, l translog.Entry) bool {
	p, err := translog.ReadProof(file)
	if err != nil || p.Index != l.N || !bytes.Equal(p.Text, l.Text) {
		return false
	}
	if !b.trust {
		_, err = p.Check(l.Text, b.log.keys.Known...)
	}
	return err == nil
}

// versionProofsOf are the proofs of earlier versions, as far as the ledger knows them, that may lie beside some pages.
func (b *build) versionProofsOf(pages map[string]bool) (paths []string) {
	if len(pages) == 0 {
		return nil
	}
	for _, p := range slices.AppendSeq(slices.Clone(b.plan.stray), maps.Keys(b.ledger.files)) {
		if stem, ok := page.StemOfVersionProof(p); ok && pages[stem+".html"] {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// beside are the files beside the page of a report that the ledger does not list.
func beside(path string) []string {
	return []string{page.JSONPath(path), page.ProofPath(path), page.OldLeafPath(path)}
}
