package cli

import (
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/headway"
	"github.com/waidian/waidian/internal/site"
)

const (
	redrawEvery = 100 * time.Millisecond // on a terminal
	tellEvery   = time.Minute            // elsewhere: a line in the log
)

// begin begins work of which the moving line tells how far it is, and how long it will take: where there is no terminal, a line each minute. unit is
// what is counted, in the plural, or empty for bytes; total 0: it is not known.
func (p *progress) begin(what, unit string, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	p.work, p.toldAt = headway.Meter{What: what, Unit: unit, Total: total, Began: now}, now
	p.drawnAt = time.Time{}
	p.advance()
}

// reach notes that so much of the work is done.
func (p *progress) reach(done int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.work.Done = max(p.work.Done, done)
	p.advance()
}

// step notes that so much more is done.
func (p *progress) step(more int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.work.Done += more
	p.advance()
}

// stage is begin for what goes on in stages: a stage that is under way reaches done.
func (p *progress) stage(what, unit string, done, total int64) {
	p.mu.Lock()
	same := p.work.What == what && p.work.Total == total && done > 0
	p.mu.Unlock()
	if !same {
		p.begin(what, unit, total)
	}
	p.reach(done)
}

func (p *progress) advance() {
	now := p.now()
	switch {
	case p.work.What == "":
	case p.terminal && now.Sub(p.drawnAt) >= redrawEvery:
		p.draw()
	case !p.terminal && now.Sub(p.toldAt) >= tellEvery:
		p.toldAt = now
		p.line(p.work.Line(now))
	}
}

// counted reports whether an event needs no line of its own: the moving line counts what went well.
func (p *progress) counted(e desk.Event) bool {
	return p.terminal && p.work.What != "" && e.Err == nil && (e.Stage == "read" || e.Stage == "digest")
}

// clear removes the moving line, so that something else can be printed.
func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

// aside removes the moving line before something else is printed; the next step draws it again.
func (p *progress) aside() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.drawnAt = time.Time{}
}

// headway shows how far work is that has no events. Whoever began it calls end.
func (a *app) headway(what, unit string, total int64) *progress {
	p := newProgress(a, true)
	p.begin(what, unit, total)
	return p
}

// partsOfBuild are what is shown of the parts of a build, and what is counted of them.
var partsOfBuild = map[site.Part]struct{ what, unit string }{
	site.PartReports: {"building pages", "reports"},
	site.PartLists:   {"building lists", "pages"},
	site.PartSearch:  {"building the search index", "reports"},
}

// buildHeadway passes on how far a build is, and whether it is a large one.
func (p *parts) buildHeadway(part site.Part, done, total int) {
	if p.large != nil && part == site.PartReports && total >= largeBuild {
		p.large()
	}
	if p.headway != nil {
		p.headway(partsOfBuild[part].what, partsOfBuild[part].unit, int64(done), int64(total))
	}
}

// worksOff are what is shown of the work of a desk on what was brought, and what is counted of it.
var worksOff = map[desk.Work]struct{ what, unit string }{
	desk.WorkCopies:  {"finding copies", "reports"},
	desk.WorkStories: {"gathering stories", "reports"},
}

// watch shows how far the desk is with what was brought, and with builds.
func (p *parts) watch(show *progress) {
	p.headway = show.stage
	p.desk.Headway = func(w desk.Work, done, total int) {
		show.stage(worksOff[w].what, worksOff[w].unit, int64(done), int64(total))
	}
}

// counting are bytes whose reading is shown.
type counting struct {
	io.Reader
	show *progress
}

func (c counting) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.show.step(int64(n))
	return n, err
}

// countedAt are bytes that are read in any order, once, which is shown.
type countedAt struct {
	io.ReaderAt
	show *progress
}

func (c countedAt) ReadAt(b []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(b, at)
	c.show.step(int64(n))
	return n, err
}

// written are bytes whose writing is shown.
type written struct {
	io.Writer
	show *progress
}

func (w written) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(b)
	w.show.step(int64(n))
	return n, err
}

// walkedFS is a folder that is walked once, which is shown: the files of each folder count when it is listed.
type walkedFS struct {
	fs.FS
	show *progress
}

func (w walkedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(w.FS, name)
	w.show.step(filesIn(list))
	return list, err
}

func filesIn(list []fs.DirEntry) (n int64) {
	for _, d := range list {
		if !d.IsDir() {
			n++
		}
	}
	return n
}

// openedFS is a folder whose files are opened once each, which is shown.
type openedFS struct {
	fs.FS
	show *progress
}

func (o openedFS) Open(name string) (fs.File, error) {
	o.show.step(1)
	return o.FS.Open(name)
}

func (o openedFS) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(o.FS, name) }

func (o openedFS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(o.FS, name) }

// filesOfFolder is how many files a folder has; what cannot be listed is passed over.
func filesOfFolder(folder fs.FS) (n int64) {
	_ = fs.WalkDir(folder, ".", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return nil
	})
	return n
}
